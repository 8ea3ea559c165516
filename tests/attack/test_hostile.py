"""Hostile inputs: each ends in an error with a message or in a verdict that is not wrong; nothing runs, nothing is written.

Statements of the cases that this language has (`x = y = z`, `x < y`) are judged, and are errors elsewhere: they may fail.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_inputs import read, text_of
from judging import in_time, reports_of

from symcheck.problem.errors import ProblemErrors, format_error
from symcheck.problem.load import load_problem, load_text
from symcheck.problem.single import problem_of_statement
from symcheck.problem.types import Problem

DATA = read()
CASES = [case for case in DATA["cases"] if case.get("runs", True)]
LATEX = "latex"


def test_all_cases_are_listed_and_those_left_out_say_why() -> None:
    assert len(DATA["cases"]) == 314
    assert all(case["reason"] for case in DATA["cases"] if not case.get("runs", True))


def statements(case: dict, text: str) -> list[str]:
    """The text alone, and as one side of an equation."""
    other = case.get("reference") or (case["declare"][0] if "declare" in case else "x")
    equation = f"{text} = {other}" if case["channel"] == LATEX else f"({text}) = ({other})"
    return [f"${s}$" if case["channel"] == LATEX else s for s in (text, equation)]


def symbols(case: dict) -> dict[str, str]:
    return {case["declare"][0]: "real"} if "declare" in case else DATA["symbols"][case["channel"]]


@pytest.mark.parametrize("case", [c for c in CASES if c["channel"] in ("expr", LATEX)], ids=lambda c: c["id"])
def test_expression(case: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for statement in statements(case, str(text_of(case))):
        verdict = outcome(lambda s=statement: problem_of_statement(s, symbols(case), {}, ()))
        assert verdict != "conflict"
        if case["expect"] == "error" or case.get("verdict") == "not-holds":
            assert verdict != "holds"
        elif case.get("verdict") in ("holds", "fails"):
            assert verdict in ("error", "undecided", case["verdict"])
    assert not list(tmp_path.iterdir()), "a file was written"


@pytest.mark.parametrize("case", [c for c in CASES if c["channel"] not in ("expr", LATEX)], ids=lambda c: c["id"])
def test_file(case: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = text_of(case)
    if isinstance(text, bytes):
        (tmp_path / "q.yaml").write_bytes(text)
    found = outcome(lambda: load_problem("q.yaml") if isinstance(text, bytes) else load_text(text, "q.yaml"))
    assert found == "error", "none of these is a problem file"
    assert {p.name for p in tmp_path.iterdir()} <= {"q.yaml"}, "a file was written"


def outcome(problem_of: object) -> str:
    """ "error" where it cannot be read, else the verdict of its claim."""

    def work() -> str:
        try:
            problem: Problem = problem_of()  # type: ignore[operator]
        except ProblemErrors as error:
            assert all(format_error(e).strip() for e in error.errors)
            return "error"
        return next((r.verdict for r in reports_of(problem)), "no claims")

    return in_time(work) or "undecided"
