"""The report as it grows: the verdict first, then what guards and explains it; nothing later changes it but a conflict."""

import pytest

from symcheck import engine
from symcheck.crosscheck.check import Finding
from symcheck.diagnosis import repairs
from symcheck.engine import CROSSCHECK, CUT, DIAGNOSIS, FOLLOWS, READINGS, Options, judge_claim
from symcheck.problem.load import load_text

FILE = """
symbols:
  x: real
  y: real
  A: matrix(n, n)
  B: matrix(n, n)
  X: matrix(n, d)
  w: vector(d)
claims:
  true: (x + y)^2 = x^2 + 2 x y + y^2
  false: (x + y)^2 = x^2 + y^2
  open: exp(x) sin(y) = sin(y) exp(x) + 0 exp(log(x))^(1/3)
  shapes: X w = w
  inverse: inv(A + B) = inv(A) + inv(B)
  steps:
    derivation: |
      [one] (x + y)^2 = x^2 + 2 x y + y^2
      [two] (x + y)^2 = x^2 + x y + y^2
"""
OPTIONS = Options(points=3, repairs=20)


def stages(name, options=OPTIONS):
    problem = load_text(FILE, "stages.yaml")
    claim = next(c for c in problem.claims if c.id.endswith(name))
    told = []
    report = judge_claim(problem, claim, options, {}, lambda r, missing: told.append((r, missing)))
    return told, report


ORDER = {
    "true": [(CROSSCHECK,)],
    "false": [(CROSSCHECK, DIAGNOSIS), (DIAGNOSIS,)],
    "two": [(CROSSCHECK, FOLLOWS, DIAGNOSIS), (FOLLOWS, DIAGNOSIS), (DIAGNOSIS,)],
    "shapes": [(READINGS,)],
}


@pytest.mark.parametrize(("name", "missing"), ORDER.items(), ids=ORDER.keys())
def test_the_verdict_comes_first_and_stays(name, missing):
    told, report = stages(name)
    assert [m for _, m in told] == missing
    assert {r.verdict for r, _ in told} == {report.verdict}
    assert {str(r.certificate) for r, _ in told} == {str(report.certificate)}
    assert all(r.message for r, _ in told)


def test_before_the_cross_check_the_report_says_that_it_was_cut():
    told, report = stages("true")
    assert told[0][0].crosscheck == CUT
    assert report.crosscheck.status == "agrees"


def test_what_is_told_has_its_expectations_judged():
    told, report = stages("false")
    assert told[0][0].unmet == report.unmet == ("expected holds, found fails",)


def test_a_conflict_ends_the_report(monkeypatch):
    monkeypatch.setattr(engine, "crosscheck", lambda *_, **__: Finding("contradicts", "false at 6 of 6 points"))
    told, report = stages("true")
    assert report.verdict == "conflict" and "false at 6 of 6 points" in report.message
    assert len(told) == 1


def test_a_counterexample_that_numpy_does_not_see_is_a_conflict(monkeypatch):
    found = Finding("contradicts", "the statement is undefined at the counterexample (a division by zero)")
    monkeypatch.setattr(engine, "counterexample_check", lambda *_, **__: found)
    _, report = stages("false")
    assert report.verdict == "conflict" and "undefined at the counterexample" in report.message


def test_a_claim_without_a_repair_is_searched_for_a_bounded_number_of_proofs(monkeypatch):
    judged = []
    holds = repairs._Search.holds
    monkeypatch.setattr(repairs._Search, "holds", lambda self, found: judged.append(found) or holds(self, found))
    _, report = stages("inverse", Options(points=3))
    assert (report.verdict, report.diagnosis) == ("fails", None)
    assert len(judged) <= Options().proofs
