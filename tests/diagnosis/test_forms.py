"""The same value in another form than was asked for: the claim holds, and the label says so."""

import pytest

from symcheck.engine import Options, judge_problem
from symcheck.problem.load import load_text

# (claim, form, what is wrong with it, or "")
CASES = [
    ("(x + 1)^2 = x^2 + 2 x + 1", "expanded", ""),
    ("(x + 1)^2 = x (x + 2) + 1", "expanded", "`x (x + 2)` is a product with a sum in it"),
    ("(x + 1)^2 = (1 + x)^2", "expanded", "is a power of a sum"),
    ("(x + 1)^2 = x^2 + x + x + 1", "expanded", "`x` and `x` are like terms"),
    ("x^2 + 2 x y + y^2 = x^2 + x y + y x + y^2", "expanded", "`x y` and `y x` are like terms"),
    ("x^2 - y^2 = (x - y) (x + y)", "factored", ""),
    ("x^2 - y^2 = x^2 - y^2", "factored", "is a sum"),
    ("2 x^2 - 2 x y = x (2 x - 2 y)", "factored", "have a common factor"),
    ("x^2 - x y = 1 (x x - x y)", "factored", "have a common factor"),
    ("2 x^2 - 2 x y = 2 x (x - y)", "factored", ""),
    ("p/q + q/p = (p^2 + q^2) / (p q)", "reduced", ""),
    ("p/q + q/p = p/q + q/p", "reduced", "not one fraction"),
    ("2 / (4 p) = 2 / (4 p)", "reduced", "can be cancelled by 2"),
    ("p / (p q) = p / (p q)", "reduced", "can be cancelled by `p`"),
    ("p / (p q) = 1 / q", "reduced", ""),
    ("1 / (p / q) = 1 / (p / q)", "reduced", "a fraction of fractions"),
    ("1 / sqrt(p) = sqrt(p) / p", "rational", ""),
    ("1 / sqrt(p) = 1 / sqrt(p)", "rational", "a root in the denominator"),
    ("1/2 + 1/3 = 5/6", "number", ""),
    ("1/2 + 1/3 = 10/12", "number", "not one number in lowest terms"),
    ("1/2 + 1/3 = 1/2 + 1/3", "number", "not one number"),
]


def judged(claim: str, form: str):
    source = f"symbols:\n  x, y: real\n  p, q: real, positive\nclaims:\n  c:\n    claim: '{claim}'\n    form: {form}\n"
    return judge_problem(load_text(source, "f.yaml"), options=Options(points=2, work=5_000)).claims[0]


@pytest.mark.parametrize(("claim", "form", "why"), CASES, ids=[f"{c} {f}" for c, f, _ in CASES])
def test_the_form_is_said(claim, form, why):
    report = judged(claim, form)
    assert report.verdict == "holds"
    if not why:
        assert report.diagnosis is None
    else:
        assert report.diagnosis.kind == "not-in-form" and why in report.diagnosis.message
        assert report.diagnosis.message.startswith(f"same value, but not in the form that is asked for ({form}): ")


def test_a_wrong_value_is_a_wrong_value():
    report = judged("(x + 1)^2 = x^2 + x + x + 2", "expanded")
    assert report.verdict == "fails" and report.diagnosis.kind != "not-in-form"
