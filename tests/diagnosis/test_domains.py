"""`domain: strict`: an exact point where one side is defined and the other is not, or a proof that there is none."""

from dataclasses import replace

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement
from symcheck.recheck import recheck

OPTIONS = Options(points=3)


def judged(claim, symbols, given="", domain="strict"):
    problem = problem_of_statement(claim, symbols, {}, (given,) if given else ())
    (one,) = problem.claims
    one = replace(one, domain=domain)
    return problem, one, judge_claim(problem, one, OPTIONS)


# (claim, symbols, given, the values of the point, the condition)
OUTSIDE = [
    ("x^2/x = x", {"x": "real"}, "", {"x": "0"}, "x != 0"),
    ("x = x^2/x", {"x": "real"}, "", {"x": "0"}, "x != 0"),
    ("1/(1/x) = x", {"x": "real"}, "", {"x": "0"}, "x != 0"),
    ("x (x - y)/(x - y) = x", {"x, y": "real"}, "y = 3", {"x": "3", "y": "3"}, "x - y != 0"),
    ("sqrt(x)^2 = x", {"x": "real"}, "", None, "x >= 0"),
    ("sqrt(x)^2/x = 1", {"x": "real"}, "x < 0 or x > 0", None, None),
    ("inv(A) A = I", {"A": "matrix(n, n)"}, "", {"A": "0"}, "A is invertible"),
    ("inv(A) A = I", {"A": "matrix(2, 2)"}, "A != 0", None, "A is invertible"),
    ("log(x^2) = 2 log(x)", {"x": "real"}, "", None, "x > 0"),
    ("exp(log(x)) = x", {"x": "real"}, "", None, "x > 0"),
    ("log(x) - log(x) = 0", {"x": "real"}, "", None, "x > 0"),
    ("norm(w)^2/norm(w) = norm(w)", {"w": "vector(d)"}, "", {"w": "0"}, "norm(w) != 0"),
]


@pytest.mark.parametrize(("claim", "symbols", "given", "values", "condition"), OUTSIDE, ids=[f"{c[0]} {c[2]}" for c in OUTSIDE])
def test_strict_fails_at_a_point_where_one_side_alone_is_defined(claim, symbols, given, values, condition):
    problem, one, report = judged(claim, symbols, given)
    if condition is None:
        assert report.verdict != "fails"  # hypotheses that are alternatives: no obligation is made, nothing is claimed
        return
    assert (report.verdict, report.code) == ("fails", "domain"), report.message
    assert report.counterexample is not None
    if values is not None:
        assert report.counterexample.values == values
    assert f"it needs {condition}" in report.message and "domain: strict" in report.message
    assert report.diagnosis is None, "the equation itself needs no repair"
    assert recheck(problem, one, report.certificate) == "fails"
    assert recheck(problem, replace(one, domain="warn"), report.certificate) != "fails", "it is false for its domain alone"


def test_a_negative_number_has_no_square_root():
    _, _, report = judged("sqrt(x)^2 = x", {"x": "real"})
    assert int(report.counterexample.values["x"]) < 0


def test_a_singular_matrix_is_not_always_zero():
    """A ≠ 0 is a hypothesis: the point must be a singular matrix with a non-zero entry."""
    _, _, report = judged("inv(A) A = I", {"A": "matrix(2, 2)"}, "A != 0")
    rows = [r.split(", ") for r in report.counterexample.values["A"].strip("[]").split("], [")]
    (a, b), (c, d) = [[int(v) for v in row] for row in rows]
    assert a * d - b * c == 0 and any((a, b, c, d))


# (claim, symbols, given, why)
WITHIN = [
    ("x^2/x = x", {"x": "real"}, "x != 0", "the hypothesis is the condition"),
    ("x/y = x/y + 0", {"x, y": "real"}, "", "both sides divide by y"),
    ("(x^2 + 1)/(x^2 + 1) = 1", {"x": "real"}, "", "x² + 1 is never 0"),
    ("log(exp(x)) = x", {"x": "real"}, "", "exp(x) is positive"),
    ("log(x^2 + 1) - log(x^2 + 1) = 0", {"x": "real"}, "", "x² + 1 is positive"),
    ("x y/y = x", {"x, y": "real"}, "y > 0", "y > 0 is more than y ≠ 0"),
    ("inv(A) A = I", {"A": "matrix(n, n), invertible"}, "", "the declaration says it"),
]


@pytest.mark.parametrize(("claim", "symbols", "given", "why"), WITHIN, ids=[c[3] for c in WITHIN])
def test_strict_holds_where_the_domains_are_shown_to_agree(claim, symbols, given, why):
    problem, one, report = judged(claim, symbols, given)
    assert report.verdict == "holds", f"{why}: {report.message}"
    assert recheck(problem, one, report.certificate) == "holds"


def test_a_certificate_without_the_part_on_the_domains_does_not_do():
    problem, one, report = judged("x y/y = x", {"x, y": "real"}, "y > 0")
    claim_only = {place: c for place, c in report.certificate.items() if place.startswith("0.0")}
    assert len(claim_only) < len(report.certificate)
    assert recheck(problem, one, claim_only).startswith("rejected")


@pytest.mark.parametrize("domain", ["warn", "ignore"])
def test_without_strict_the_claim_holds(domain):
    _, _, report = judged("x^2/x = x", {"x": "real"}, domain=domain)
    assert report.verdict == "holds"
    assert any("the domain changes" in n for n in report.notes) == (domain == "warn")


def test_a_claim_that_is_false_where_it_is_defined_fails_there():
    problem, one, report = judged("x^2/x = 2 x", {"x": "real"})
    assert (report.verdict, report.code) == ("fails", None)
    assert report.counterexample.values["x"] != "0"
    assert recheck(problem, one, report.certificate) == "fails"


def test_neither_a_point_nor_a_proof_is_undecided():
    """Of f nothing is known, so it is neither shown to be zero somewhere nor to be zero nowhere."""
    _, _, report = judged("x f(x)/f(x) = x", {"x": "real", "f": "R -> R"})
    assert report.verdict == "undecided"


def test_a_condition_of_a_function_is_compared_too():
    """tan(x) has no value at π/2: cos(x) != 0 is a condition that no hypothesis of the claim states."""
    problem, one, report = judged("tan(x) - tan(x) = 0", {"x": "real"})
    assert (report.verdict, report.code) == ("fails", "domain")
    assert "at x = pi/2 the right side is defined and the left side is not" in report.message
    plain = replace(one, domain="warn")
    certificate = judge_claim(problem, plain, OPTIONS).certificate
    assert recheck(problem, plain, certificate) == "holds"
    assert recheck(problem, one, {f"0.0{k[1:]}": c for k, c in certificate.items()}).startswith("rejected")
