"""The public Python API, with the real engine in real workers."""

import os
import subprocess
import sys
import threading

import pytest

import symcheck
from symcheck.problem.errors import ProblemErrors
from symcheck.runs import PathError
from symcheck.selection import SelectionError

SYMBOLS = {"X": "matrix(n, d)", "w": "vector(d)", "t": "vector(n)"}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.yaml").write_text("symbols:\n  x: real\nclaims:\n  one: x + x = 2 x\n  two: x + x = 3 x\n")
    (tmp_path / "b.yaml").write_text("symbols:\n  y: real\nclaims:\n  three:\n    claim: y y = y\n    expect: fails\n")
    return tmp_path


def test_verify_reports_on_every_claim_in_order(folder):
    report = symcheck.verify(folder)
    assert [(c.id, c.verdict, bool(c.unmet)) for c in report.claims] == [
        ("one", "holds", False), ("two", "fails", True), ("three", "fails", False),
    ]  # fmt: skip
    assert report.exit_code == 1
    assert [os.path.basename(p.path) for p in report.problems] == ["a.yaml", "b.yaml"]


def test_verify_takes_what_the_command_line_takes(folder):
    assert [c.id for c in symcheck.verify(folder, select="two or three", jobs=1).claims] == ["two", "three"]
    assert [bool(c.unmet) for c in symcheck.verify(str(folder / "b.yaml"), ignore_expect=True).claims] == [True]
    assert symcheck.verify(folder, select="nothing").claims == ()


def test_verify_says_what_is_wrong(folder):
    with pytest.raises(PathError, match=r"did you mean .*a\.yaml"):
        symcheck.verify(folder / "aa.yaml")
    with pytest.raises(SelectionError, match="a word is missing"):
        symcheck.verify(folder, select="not")
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text(f"claims:\n  one: {name} = 1\n")
    with pytest.raises(ProblemErrors) as found:
        symcheck.verify(folder)
    assert [e.message for e in found.value.errors] == ["the name `a` is not declared", "the name `b` is not declared"]


def test_a_folder_without_problems(tmp_path):
    with pytest.raises(PathError, match="there is no problem file"):
        symcheck.verify(tmp_path)


def test_check():
    found = symcheck.check("X^T (X w - t) = X^T X w - X^T t", symbols=SYMBOLS)
    assert (found.verdict, found.id) == ("holds", "claim")
    assert found.certificate is not None
    wrong = symcheck.check("X^T (X w - t) = X^T X w + X^T t", symbols=SYMBOLS)
    assert wrong.verdict == "fails" and wrong.counterexample is not None


def test_check_takes_definitions_and_hypotheses():
    assert symcheck.check("X^T a = 0", symbols=SYMBOLS, let={"a": "X w - t"}, given="X w = t").verdict == "holds"
    assert symcheck.check("X^T a = 0", symbols=SYMBOLS, let={"a": "X w - t"}, given=["X w = t"]).verdict == "holds"
    assert symcheck.check("X^T a = 0", symbols=SYMBOLS, let={"a": "X w - t"}).verdict == "fails"


def test_check_of_what_cannot_be_read():
    with pytest.raises(ProblemErrors, match="the name `Y` is not declared"):
        symcheck.check("X = Y", symbols=SYMBOLS)


def test_assert_holds_is_silent_where_it_holds():
    assert symcheck.assert_holds("X^T (X w - t) = X^T X w - X^T t", symbols=SYMBOLS) is None


NOT_HOLDING = {
    "false, with a counterexample": ("(x + y)^2 = x^2 + y^2", {"x, y": "real"}, "fails: (x + y)^2 = x^2 + y^2\n", "x = "),
    "without meaning": ("X w = w", SYMBOLS, "malformed: X w = w\n", "`X w` is n×1 but `w` is d×1"),
}


@pytest.mark.parametrize(("claim", "symbols", "start", "words"), NOT_HOLDING.values(), ids=NOT_HOLDING.keys())
def test_assert_holds_explains_what_does_not(claim, symbols, start, words):
    with pytest.raises(AssertionError) as found:
        symcheck.assert_holds(claim, symbols=symbols)
    assert str(found.value).startswith(start)
    assert words in str(found.value)
    assert "expected" not in str(found.value)


def test_statements_share_a_worker_also_between_threads():
    verdicts = []
    threads = [threading.Thread(target=lambda: verdicts.append(symcheck.check("1 + 1 = 2").verdict)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verdicts == ["holds"] * 4


def test_a_program_without_a_main_guard_and_a_fork_work():
    """No worker re-runs the caller's program, and a forked child does not talk into its parent's pipes."""
    program = (
        "import os, symcheck\n"
        "print('start', flush=True)\n"
        "assert symcheck.check('1 + 1 = 2').verdict == 'holds'\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    assert symcheck.check('1 + 1 = 3').verdict == 'fails'\n"
        "    raise SystemExit(7)\n"
        "assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7\n"
        "assert symcheck.check('2 + 2 = 4').verdict == 'holds'\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "start\n", "")


def test_the_api_is_what_is_documented():
    assert sorted(symcheck.__all__) == ["__version__", "assert_holds", "check", "verify"]
