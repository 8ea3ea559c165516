"""Derivations as students write them: of every line whether it is true and whether it follows, of every chain where it breaks.

The chains are data (chains.json), each with a source or reason and with everything worked out by hand.  In `expect`, "*" is
anything; `standing` is how each line stands; `gained`, `lost` and `fragile` name lines by number.  Where a line gains or loses
solutions and nothing is stated, nothing is tested.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from symcheck.diagnosis.whole_chains import BREAKS
from symcheck.engine import Options, judge_problem
from symcheck.problem.load import load_text
from symcheck.report import ProblemReport, Report
from symcheck.report_json import report_from_json, report_to_json
from symcheck.report_schema import REPORT, violations

CHAINS = json.loads((Path(__file__).parent / "chains.json").read_text(encoding="utf-8"))
SYMBOLS = {
    "x, y, z, a, b, c, eta, lambda": "real",
    "X": "matrix(n, d)",
    "w, w0": "vector(d)",
    "t": "vector(n)",
    "A, B, C": "matrix(n, n)",
    "u, v": "vector(n)",
}
OPTIONS = Options(points=2, work=3_000, repairs=0, assumptions=0)  # mistakes are named elsewhere
YES = ("equivalent", "implied")
BY_NAME = {c["name"]: c for c in CHAINS}


def source(case: dict) -> str:
    lines = ["symbols:", *(f"  {names}: {kind}" for names, kind in SYMBOLS.items()), "claims:", "  d:"]
    lines += [f"    {key}: '{case[key]}'" for key in ("given", "from") if case.get(key)]
    return "\n".join([*lines, "    derivation: |", *(f"      {line}" for line in case["lines"])]) + "\n"


@cache
def judged(name: str) -> ProblemReport:
    return judge_problem(load_text(source(BY_NAME[name]), "d.yaml"), options=OPTIONS)


def test_there_are_enough_and_each_says_where_it_comes_from():
    assert len(CHAINS) >= 60
    assert len(BY_NAME) == len(CHAINS)
    assert all(c["source"] for c in CHAINS)


@pytest.mark.parametrize("name", BY_NAME)
def test_both_columns(name):
    case, report = BY_NAME[name], judged(name)
    assert len(report.claims) == len(case["expect"])
    for line, (verdict, follows) in zip(report.claims, case["expect"], strict=True):
        assert verdict in ("*", line.verdict), line.source
        assert follows in ("*", line.follows), line.source


@pytest.mark.parametrize("name", BY_NAME)
def test_the_chain_as_a_whole(name):
    case, (chain,) = BY_NAME[name], judged(name).derivations
    assert case["kind"] in ("*", chain.kind), chain.message
    for found, wanted in zip(chain.standing.values(), case["standing"], strict=True):
        assert wanted in ("*", found), chain.message
    wrong = [c.id for c in judged(name).claims if c.verdict in ("fails", "malformed")]
    assert chain.first_wrong == (wrong[0] if wrong else "")
    assert (chain.kind == "sound") == ("every line is true and follows" in chain.message)
    if chain.kind == "broken":
        first = next(i for i, s in chain.standing.items() if s in BREAKS).removeprefix("d.")
        assert f"the reasoning is broken at {first}" in chain.message


@pytest.mark.parametrize("name", [c["name"] for c in CHAINS if "gained" in c or "lost" in c])
def test_solutions_gained_and_lost(name):
    case, report = BY_NAME[name], judged(name)
    for word in ("gained", "lost"):
        for number, wanted in case.get(word, {}).items():
            assert ", ".join(getattr(report.claims[int(number) - 1].step, word)) == wanted


@pytest.mark.parametrize("name", BY_NAME)
def test_fragile_steps_and_no_others(name):
    fragile = {str(k) for k, line in enumerate(judged(name).claims, 1) if line.step.fragile}
    assert fragile == ({BY_NAME[name]["fragile"]} if "fragile" in BY_NAME[name] else set())


@pytest.mark.parametrize("name", BY_NAME)
def test_what_follows_from_true_lines_is_true(name):
    """The two columns are found independently of each other; this is what they must not say together."""
    by_id = {c.id: c for c in judged(name).claims}
    for line in by_id.values():
        premises = [by_id[i].verdict for i in line.step.premises if i in by_id]
        if line.follows in YES and premises and all(v == "holds" for v in premises):
            assert line.verdict != "fails", line.source


def test_a_report_survives_json():
    report = Report(tuple(judged(name) for name in list(BY_NAME)[:12]))
    said = report_to_json(report)
    assert not list(violations(said, REPORT))
    assert report_from_json(json.loads(json.dumps(said))) == report


# the numbers of a step → whether it is known to be right for these numbers only
FRAGILE = {
    "Maxwell": ("(x + 3) (2 - x) = 4", "x + 3 = 4 or 2 - x = 4", True),
    "letters do as well": ("(x - 3) (x - 5) = 0", "x - 3 = 0 or x - 5 = 0", False),
    "a number is computed": ("x + 2 = 4", "x = 2", False),
    "like terms": ("4 x = 2 x + 2", "2 x = 2", False),
    "a number in other words": ("(x + 2)^2 = 4", "(x + 2)^2 = 2 * 2", False),
    "subtracted, not divided": ("2 x = 4", "x = 4 - 2", True),
    "divided": ("2 x = 4", "x = 4/2", False),
    "exponents are no numbers": ("x^2 = 4", "x = 2 or x = -2", False),
    "a factor that hides": ("x^2 - 4 = 3 (x - 2)", "(x - 2) (x - 1) = 0", False),
    "moved across": ("2 x + 5 = 7 y", "2 x = 7 y - 5", False),
}


@pytest.mark.parametrize(("before", "line", "expected"), FRAGILE.values(), ids=FRAGILE.keys())
def test_right_for_these_numbers_only(before, line, expected):
    report = judge_problem(load_text(source({"from": before, "lines": [line]}), "d.yaml"), options=OPTIONS)
    assert report.claims[0].verdict == "holds"
    assert bool(report.claims[0].step.fragile) == expected


def test_data_that_happen_to_commute():
    text = (
        "data:\n  A: [[1, 2], [2, 1]]\n  B: [[0, 1], [1, 0]]\nsymbols:\n  u: vector(2)\nclaims:\n  d:\n    derivation: |\n"
        "      A B u = A (B u)\n      = B A u\n"
    )
    _, line = judge_problem(load_text(text, "d.yaml"), options=OPTIONS).claims
    assert (line.verdict, line.follows) == ("holds", "equivalent")
    assert "right for these A, B only" in line.step.fragile


# lines, and words of the notes on the last of them
NOTES = {
    "an equivalence that is none": (["x = 2", "<=> x^2 = 4"], "x = 2", "the sign <=> says too much: only => is right"),
    "an implication the wrong way": (["x^2 = 4", "=> x = 2"], "x = 2", "the sign => is wrong: only <= is right"),
    "more solutions than at the start": (["x + 6 = x^2", "x = 3 or x = -2"], "sqrt(x + 6) = x", "has more solutions: x = -2"),
    "fewer solutions than at the start": (["x (x - 1) = 0", "x = 1"], "x^2 = x", "has lost solutions: x = 0"),
    "an equation without from": (["x^2 = x"], "", ""),
}


@pytest.mark.parametrize(("lines", "start", "words"), NOTES.values(), ids=NOTES.keys())
def test_notes(lines, start, words):
    report = judge_problem(load_text(source({"from": start, "lines": lines}), "d.yaml"), options=OPTIONS)
    assert words in " / ".join(report.claims[-1].notes)


def test_an_equation_to_be_solved_belongs_under_from():
    report = judge_problem(load_text(source({"lines": ["x^2 = x", "x = 1 or x = 0"]}), "d.yaml"), options=OPTIONS)
    assert any("belongs under `from:`" in note for note in report.claims[0].notes)


def test_cases_that_leave_a_point_out_say_which():
    notes = judged("cases that leave one out").claims[-1].notes
    assert "the cases are not all that there are: x = 0 is in none of them" in notes


def test_hypotheses_about_other_things_do_not_hide_solutions():
    case = {"from": "x = 1", "given": "y > 0, y < z", "lines": ["x^2 = 1"]}
    report = judge_problem(load_text(source(case), "d.yaml"), options=OPTIONS)
    assert report.claims[0].step.gained == ("x = -1",)
