"""`symcheck` as a process of its own: what it loads, pipes that close, interrupts, stray modules in the folder."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_replay_confirms_what_verify_reported_without_sympy(problem, tmp_path):
    report = tmp_path / "report.json"
    assert symcheck("verify", str(problem), "-o", str(report)).returncode == 0
    done = symcheck("replay", str(report))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "2 confirmed")
    assert "sympy" not in loaded_after(f"from symcheck.cli import run; run(['replay', {str(report)!r}])")


def test_replay_rejects_a_verdict_that_its_certificate_does_not_give(problem, tmp_path):
    report = tmp_path / "report.json"
    symcheck("verify", str(problem), "-o", str(report))
    changed = json.loads(report.read_text())
    holds, fails = changed["problems"][0]["claims"]
    holds["evidence"], fails["evidence"] = fails["evidence"], holds["evidence"]
    report.write_text(json.dumps(changed))
    done = symcheck("replay", str(report))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "2 rejected")


TAMPERED = {
    "the verdict turned round": {"verdict": "fails"},
    "the claim replaced": {"source": "x = x"},
    "another claim's id": {"id": "nine"},
    "well-formed, reported as malformed": {"verdict": "malformed"},
    "no certificate": {"evidence": {"certificate": None, "counterexample": None, "crosscheck": {"status": "agrees"}}},
    "a certificate that is none": {"evidence": {"certificate": [[]], "counterexample": None, "crosscheck": {"status": "agrees"}}},
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED.keys())
def test_replay_rejects_a_report_that_was_tampered_with(problem, tmp_path, change):
    report = tmp_path / "report.json"
    symcheck("verify", str(problem), "-k", "square", "-o", str(report))
    changed = json.loads(report.read_text())
    changed["problems"][0]["claims"][0].update(change)
    report.write_text(json.dumps(changed))
    done = symcheck("replay", str(report))
    assert done.returncode == 1
    assert "rejected" in done.stdout and "Traceback" not in done.stderr


def test_replay_refuses_a_problem_that_has_changed(problem, tmp_path):
    report = tmp_path / "report.json"
    symcheck("verify", str(problem), "-o", str(report))
    problem.write_text(PROBLEM + "# changed\n")
    done = symcheck("replay", str(report))
    assert done.returncode == 2
    assert "it has changed since the report was made" in done.stdout


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
WORKER += "serve(lambda task: str(os.getpid()) if task == 'pid' else time.sleep(600))"

def verify_paths(paths, settings, progress):
    with Pool([sys.executable, "-c", WORKER], jobs=1, deadline=600) as pool:
        for _, outcome in pool.run(["pid", "sleep"]):
            print(outcome, flush=True)

runs.verify_paths = verify_paths
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


@pytest.mark.parametrize("stray", ["numpy.py", "click.py", "json.py", "symcheck.py"])
def test_modules_that_lie_in_the_current_folder_are_not_run(problem, stray):
    script = Path(sys.executable).parent / "symcheck"
    if not script.exists():
        pytest.skip("symcheck is not installed as a command beside this Python")
    (problem.parent / stray).write_text("raise SystemExit('a stray module was run')\n")
    done = subprocess.run(
        [str(script), "verify", str(problem)], cwd=problem.parent, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_text_goes_out_also_where_the_terminal_knows_no_unicode(problem):
    done = symcheck("verify", str(problem), env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "+  holds  square" in done.stdout
