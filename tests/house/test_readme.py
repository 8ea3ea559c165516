"""What the README shows is run: its problem file, its Python, its commands."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def symcheck(*arguments, cwd=ROOT):
    command = [sys.executable, "-m", "symcheck", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)


def test_it_opens_with_the_two_commands_that_ci_runs():
    verify, tests = blocks("sh")
    assert verify.endswith("symcheck verify problems/homework2\n") and tests.endswith("/pytest -n 2 --dist loadfile\n")
    assert README.index(verify) < README.index("## ")


def test_the_problem_file_it_shows_is_as_it_says(tmp_path):
    (text,) = blocks("yaml")
    (tmp_path / "readme.yaml").write_text(text)
    done = symcheck("verify", "readme.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 claims: 2 hold, 1 fails; all as expected" in done.stdout


def test_the_python_it_shows_runs():
    (text,) = blocks("python")
    (ROOT / "problems" / "homework2").stat()
    shortened = text.replace('symcheck.verify("problems/homework2")', 'symcheck.verify("problems/homework2", select="flip")')
    assert shortened != text  # the whole folder is verified elsewhere
    done = subprocess.run([sys.executable, "-c", shortened], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "holds all"


def commands():
    (text,) = blocks("console")
    lines = [shlex.split(line.removeprefix("$ "), comments=True)[1:] for line in text.splitlines()]
    return [line for line in lines if not any("PATH" in word or "report.json" in word for word in line)]


@pytest.mark.parametrize("arguments", commands(), ids=lambda a: a[0])
def test_the_commands_it_shows_succeed(arguments):
    done = symcheck(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_its_links_lead_somewhere(link):
    assert (ROOT / link).exists()
