"""`symcheck` as a process of its own: what it loads, pipes that close, interrupts, stray modules in the folder."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from symcheck.cli import run

COMMAND = [sys.executable, "-m", "symcheck"]
HEAVY = ("sympy", "numpy", "flint", "yaml", "rich")

PROBLEM = """\
title: Sums of squares
symbols:
  x: real
  y: real
claims:
  square: (x + y)^2 = x^2 + 2 x y + y^2
  slip:
    claim: (x + y)^2 = x^2 + y^2
    expect: fails
"""


def symcheck(*arguments, **options):
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=120, **options)


@pytest.fixture
def problem(tmp_path):
    path = tmp_path / "squares.yaml"
    path.write_text(PROBLEM)
    return path


@pytest.fixture(scope="module")
def verified(tmp_path_factory):
    """A folder with the problem and its report, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("verified")
    (folder / "squares.yaml").write_text(PROBLEM)
    done = symcheck("verify", "squares.yaml", "-o", "report.json", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    return folder


@pytest.fixture
def report(verified, tmp_path, monkeypatch):
    """The path of a copy of the report, in a folder with a copy of the problem, which is the current folder."""
    shutil.copytree(verified, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "report.json"


def loaded_after(program):
    """Which of the heavy libraries are loaded after `program` has run."""
    program += f"\nimport sys; print('loaded:', *[m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    return done.stdout.rpartition("loaded:")[2].split()


LIGHT = {
    "import symcheck": "import symcheck",
    "the command line": "import symcheck.cli",
    "--help": "from symcheck.cli import run; run(['--help'])",
    "explain": "from symcheck.cli import run; run(['explain', 'holds'])",
}


@pytest.mark.parametrize("program", LIGHT.values(), ids=LIGHT.keys())
def test_what_is_not_needed_is_not_loaded(program):
    assert [m for m in loaded_after(program) if m != "rich"] == []


def test_verify_says_what_holds_and_what_fails(problem):
    done = symcheck("verify", str(problem))
    assert (done.returncode, done.stderr) == (0, "")
    assert "✓  holds  square" in done.stdout and "✓  fails  slip" in done.stdout
    assert "2 claims: 1 holds, 1 fails; all as expected" in done.stdout


def test_the_number_of_jobs_changes_nothing(problem):
    def claims(*arguments):
        found = json.loads(symcheck("verify", str(problem), "--format", "json", *arguments).stdout)["problems"][0]["claims"]
        return [{k: v for k, v in claim.items() if k != "seconds"} for claim in found]

    assert claims("--jobs", "1") == claims("--jobs", "2")
    assert [c["verdict"] for c in claims("--seed", "5")] == ["holds", "fails"]


def test_replay_confirms_what_verify_reported_without_a_search_or_numpy(report):
    done = symcheck("replay", str(report))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "2 confirmed")
    loaded = loaded_after(f"from symcheck.cli import run; run(['replay', {str(report)!r}])")
    assert not {"sympy", "numpy"} & set(loaded)


def test_replay_finds_the_problem_beside_the_report(report, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir("/")
    assert run(["replay", str(report)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 confirmed"


def test_replay_rejects_a_verdict_that_its_certificate_does_not_give(report, capsys):
    changed = json.loads(report.read_text())
    holds, fails = changed["problems"][0]["claims"]
    holds["evidence"], fails["evidence"] = fails["evidence"], holds["evidence"]
    report.write_text(json.dumps(changed))
    assert run(["replay", str(report)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "2 rejected"


def _evidence(certificate):
    return {"evidence": {"certificate": certificate, "counterexample": None, "crosscheck": {"status": "agrees"}}}


TAMPERED = {
    "the verdict turned round": {"verdict": "fails"},
    "the claim replaced": {"source": "x = x"},
    "another claim's id": {"id": "nine"},
    "well-formed, reported as malformed": {"verdict": "malformed"},
    "no certificate": _evidence(None),
    "a certificate for nothing": _evidence({}),
    "a list": _evidence([[]]),
    "a text": _evidence("trust me"),
    "parts that are none": _evidence({"0": None}),
    "a proof without steps": _evidence({"0": {"proof": {"kind": "combination"}}}),
    "numbers where texts belong": _evidence({"0": {"proof": {"kind": 7, "steps": 7}, "models": 7}}),
    "deep nesting": _evidence({"0": json.loads("[" * 500 + "]" * 500)}),
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED.keys())
def test_replay_rejects_a_report_that_was_tampered_with(report, change, capsys):
    changed = json.loads(report.read_text())
    del changed["problems"][0]["claims"][1]
    changed["problems"][0]["claims"][0].update(change)
    report.write_text(json.dumps(changed))
    assert run(["replay", str(report)]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "1 rejected" and said.err == ""


UNUSABLE = {
    "changed": (lambda: Path("squares.yaml").write_text(PROBLEM + "# changed\n"), "it has changed since the report was made"),
    "gone": (lambda: Path("squares.yaml").unlink(), "there is no such file"),
}


@pytest.mark.parametrize(("change", "words"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_replay_refuses_a_problem_that_is_not_the_one_reported_on(report, change, words, capsys):
    change()
    assert run(["replay", str(report)]) == 2
    assert words in capsys.readouterr().out


def test_a_statement_is_replayed_with_what_its_report_says_of_it(tmp_path, capsys):
    path = tmp_path / "statement.json"
    assert run(["check", "1 + 1 = 2", "-o", str(path)]) == 0
    assert run(["replay", str(path)]) == 0
    data = json.loads(path.read_text())
    changes = (
        ({"claim": "1 + 1 = 3"}, 1, "reads `1 + 1 = 3`, not `1 + 1 = 2`"), ({"let": {"a": "("}}, 2, "it cannot be read"),
        (None, 2, "given on the command line"),
    )  # fmt: skip
    for change, exit_code, words in changes:
        statement = data["problems"][0].get("statement")
        changed = {**data["problems"][0], "statement": {**statement, **change} if change else None}
        path.write_text(json.dumps({**data, "problems": [{k: v for k, v in changed.items() if v is not None}]}))
        capsys.readouterr()
        assert run(["replay", str(path)]) == exit_code
        assert words in capsys.readouterr().out


def test_a_reader_that_has_gone_is_no_error(problem):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "verify", str(problem)], stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=120
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


# A run that never ends: one real worker that sleeps, started where the real ones are.
ENDLESS = """
import sys
from symcheck import cli, runs
from symcheck.isolation.pool import Pool

WORKER = "import os, time; from symcheck.isolation.worker import serve\\n"
WORKER += "serve(lambda task, tell: str(os.getpid()) if task == 'pid' else time.sleep(600))"

def load_paths(paths):
    with Pool([sys.executable, "-c", WORKER], jobs=1, deadline=600) as pool:
        for _, outcome in pool.run(["pid", "sleep"]):
            print(outcome, flush=True)

runs.load_paths = load_paths
sys.exit(cli.run(["verify", "any.yaml"]))
"""


def test_an_interrupt_ends_it_with_130_and_leaves_no_worker():
    process = subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    worker = process.stdout.readline().strip()
    assert Path(f"/proc/{worker}").exists()
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert (process.returncode, said.strip()) == (130, "symcheck: interrupted")
    assert not Path(f"/proc/{worker}").exists()


def test_modules_that_lie_in_the_current_folder_are_not_run(problem):
    script = Path(sys.executable).parent / "symcheck"
    if not script.exists():
        pytest.skip("symcheck is not installed as a command beside this Python")
    for stray in ("numpy", "click", "json", "symcheck", "yaml"):
        (problem.parent / f"{stray}.py").write_text("raise SystemExit('a stray module was run')\n")
    command = [str(script), "verify", str(problem)]
    done = subprocess.run(command, cwd=problem.parent, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")


def test_text_goes_out_also_where_the_terminal_knows_no_unicode(problem):
    done = symcheck("verify", str(problem), env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "+  holds  square" in done.stdout
