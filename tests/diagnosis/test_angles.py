"""Claims that are false at special angles only, and the check of what is said of them.

The reason stands beside each: no rational point refutes any of them.
"""

from dataclasses import replace

import pytest

from symcheck.diagnosis.angles import judge_again_at
from symcheck.diagnosis.judging import question_of
from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

SYMBOLS = {"x, y": "real", "p": "real, positive", "n": "integer"}
FALSE = [
    ("sin(x) < 1", "warn", "pi/2", "sin(π/2) = 1"),
    ("cos(x) > -1", "warn", "pi", "cos π = −1"),
    ("sin(x)^2 + cos(y)^2 > 0", "warn", "pi/2", "both vanish at x = 0, y = π/2"),
    ("sin(x) = 0 <=> x = 0", "warn", "pi", "sin π = 0"),
    ("sin(x) = 0 <=> sin(2 x) = 0", "warn", "pi/2", "sin π = 0 and sin(π/2) = 1"),
    ("tan(x) cos(x) = sin(x)", "strict", "pi/2", "tan has no value at π/2"),
    ("tan(x)^2 - 1/cos(x)^2 = -1", "strict", "pi/2", "1/cos has no value at π/2"),
]
OPEN_OR_TRUE = [
    ("sin(x) <= 1", "warn", "holds", "a bound that is reached"),
    ("tan(x) cos(x) = sin(x)", "warn", "holds", "where both sides are defined"),
    ("tan(x) = sin(x)/cos(x)", "strict", "holds", "both sides need cos x ≠ 0"),
    ("sin(p) < 1", "warn", "undecided", "p is positive: nothing is put in for a symbol with properties"),
    ("sin(n) < 1", "warn", "undecided", "n is whole, and π/2 is not"),
]


def judged(text, domain, given=()):
    problem = problem_of_statement(text, SYMBOLS, {}, given)
    claim = replace(problem.claims[0], domain=domain)
    return question_of(problem, claim, claim.statement), judge_claim(problem, claim, Options(points=2, repairs=0), {})


@pytest.mark.parametrize(("text", "domain", "angle", "why"), FALSE)
def test_a_claim_is_refuted_at_an_angle(text, domain, angle, why):
    question, report = judged(text, domain)
    assert report.verdict == "fails", why
    assert angle in report.counterexample.values.values() and angle in report.message
    assert judge_again_at(question, report.certificate, strict=domain == "strict") == "fails"


@pytest.mark.parametrize(("text", "domain", "verdict", "why"), OPEN_OR_TRUE)
def test_nothing_else_is_refuted(text, domain, verdict, why):
    assert judged(text, domain)[1].verdict == verdict, why


def test_hypotheses_hold_at_the_angle():
    """sin x < 1 where x ≤ 1: π/2 is not there."""
    assert judged("sin(x) < 1", "warn", ("x <= 1", "x >= -1"))[1].verdict == "holds"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda c: {**c, "at": {"x": "pi/7"}}, "none of those"),
        (lambda c: {**c, "at": {"y": "pi/2"}}, "none of those"),
        (lambda c: {**c, "at": {"x": "pi"}}, "refutes nothing"),
        (lambda c: {**c, "at": "pi/2"}, "names no value"),
        (lambda c: {"at": c["at"]}, "refutes nothing"),
        (lambda c: {"at": c["at"], "undefined": "left"}, "at x = pi/2"),
    ],
)
def test_a_forged_value_is_rejected(change, why):
    question, report = judged("sin(x) < 1", "warn")
    found = judge_again_at(question, change(report.certificate), strict=False)
    assert found.startswith("rejected") and why in found


def test_a_side_that_is_defined_is_not_called_undefined():
    question, report = judged("tan(x) cos(x) = sin(x)", "strict")
    assert report.certificate["undefined"] == "left"
    for change in ({"undefined": "right"}, {"at": {"x": "0"}}):
        assert judge_again_at(question, {**report.certificate, **change}, strict=True).startswith("rejected")
