"""The 80 matrix claims of known truth: every true one holds, every false one fails, but for those listed as undecided.

The cases: tests/cases/matrix.json, translated once by tests/cases/translate_matrix.py.  UNDECIDED is exact: a case that gets
decided must leave it, and one that is lost shows.
"""

import json
from pathlib import Path

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

CASES = json.loads((Path(__file__).parents[1] / "cases" / "matrix.json").read_text())
EXPECTED = {True: "holds", False: "fails"}
NO_REPAIRS = Options(repairs=0, assumptions=0)  # what is asked here is the verdict, not the nearest true claim

UNDECIDED: dict[str, list[str]] = {}
STILL = {name: reason for reason, names in UNDECIDED.items() for name in names}


def judged(case):
    given = [case["given"]] if "given" in case else []
    problem = problem_of_statement(case["claim"], case["symbols"], case.get("let", {}), given)
    return judge_claim(problem, problem.claims[0], NO_REPAIRS)


def test_the_cases_are_all_there_and_the_list_names_them_only():
    assert len({case["id"] for case in CASES}) == 80
    assert sum(case["truth"] for case in CASES) == 49
    assert set(STILL) <= {case["id"] for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_the_verdict_is_the_truth(case):
    report = judged(case)
    right = EXPECTED[case["truth"]]
    assert report.verdict in {right, "undecided"}, f"WRONG: `{case['claim']}` is {case['truth']}: {report.message}"
    expected = "undecided" if case["id"] in STILL else right
    assert report.verdict == expected, f"{report.message}\n(listed as undecided: {STILL.get(case['id'], 'no')})"
    if report.verdict == "holds":
        assert report.scope.dimensions, "for which sizes"
    assert report.crosscheck.status == ("agrees" if case["truth"] else "contradicts"), report.crosscheck
