"""Every label of a mistake: a claim that has it, the repair, and that the repair is itself true."""

import pytest

from symcheck.engine import Options, judge_claim, judge_problem
from symcheck.mistakes import MISTAKES
from symcheck.problem.load import load_text
from symcheck.problem.single import problem_of_statement

SYMBOLS = {
    "x, y, a, b, c": "real",
    "p, q": "real, positive",
    "A, B": "matrix(n, n)",
    "P, Q": "matrix(n, n), invertible",
    "X": "matrix(n, d)",
    "u, v, t": "vector(n)",
    "w": "vector(d)",
    "lam": "real",
    "g": "vector(3)",
}
OPTIONS = Options(points=2, work=20_000)

# (claim, label, repaired claim, why)
SINGLE = [
    ("(x - y)^2 = x^2 + 2 x y + y^2", "sign", "(x - y)^2 = x^2 - 2 x y + y^2", "binomial formula"),
    ("grad(norm(X w - t)^2, w) = 2 X^T (X w + t)", "sign", "grad(norm(X w - t)^2, w) = 2 X^T (X w - t)", "least squares"),
    (
        "grad(norm(X w - t)^2, w) = X^T (X w - t)",
        "missing-factor",
        "grad(norm(X w - t)^2, w) = 2 (X^T (X w - t))",
        "the 2 of a square",
    ),
    ("A (u + v) = A u + B v", "wrong-symbol", "A (u + v) = A u + A v", "one symbol for another"),
    ("diff(x^3, x) = 3 a x^2", "extra-factor", "diff(x^3, x) = 3 x^2", "power rule"),
    ("x (y + a) = x y + x a + y", "extra-term", "x (y + a) = x y + x a", "distributing"),
    ("(x + 1) (y + 2) = x y + 2 x + y", "missing-term", "(x + 1) (y + 2) = x y + 2 x + y + 2", "expanding"),
    ("(x + y)^2 = x^2 + y^2", "missing-cross-term", "(x + y)^2 = x^2 + y^2 + 2 x y", "the mixed term"),
    (
        "norm(u - v)^2 = norm(u)^2 + norm(v)^2",
        "missing-cross-term",
        "norm(u - v)^2 = norm(u)^2 + norm(v)^2 - 2 u^T v",
        "the mixed term",
    ),
    ("x^2 + 5 x + 6 = (x + 2) (x + 4)", "constant", "x^2 + 5 x + 6 = (x + 2) (x + 3)", "factoring"),
    ("diff(x^4, x) = 4 x^4", "exponent", "diff(x^4, x) = 4 x^3", "power rule"),
    ("x^2 - y^2 = (x - y) (x + x)", "wrong-symbol", "x^2 - y^2 = (x - y) (y + x)", "copying"),
    ("g^T g = g[1]^2 + g[2]^2 + g[2]^2", "wrong-symbol", "g^T g = g[1]^2 + g[2]^2 + g[3]^2", "an index"),
    ("a x - a y = a (y - x)", "swapped-operands", "a x - a y = a (x - y)", "the operands of a difference"),
    ("inv(P Q) = inv(P) inv(Q)", "wrong-order", "inv(P Q) = inv(Q) inv(P)", "Matrix Cookbook (1)"),
    ("grad(v^T A v, v) = (A + A) v", "missing-transpose", "grad(v^T A v, v) = (A^T + A) v", "Matrix Cookbook (81)"),
    ("(A B)^T = B^T A", "missing-transpose", "(A B)^T = B^T A^T", "Matrix Cookbook (4)"),
    ("tr(A B) = tr(B A^T)", "extra-transpose", "tr(A B) = tr(B A)", "Matrix Cookbook (14)"),
    ("inv(P Q) = inv(Q) P", "missing-inverse", "inv(P Q) = inv(Q) inv(P)", "Matrix Cookbook (1)"),
    ("P Q + P = P (inv(Q) + I)", "extra-inverse", "P Q + P = P (Q + I(n))", "factoring"),
    ("a (x + y) b = (a x + y) b", "not-distributed", "a (x + y) b = a (x + y) b", "a lost bracket"),
    ("a - (b - c) = a - b - c", "sign", "a - (b - c) = a - b + c", "a minus sign before a bracket"),
    ("(p / q) (q / x) = x / p", "fraction-inverted", "(p / q) (q / x) = p / x", "cancelling"),
    ("(x - y)^3 = x^3 - 3 x^2 y + 2 x y^2 + y^3", "two-mistakes", "(x - y)^3 = x^3 - 3 x^2 y + 3 x y^2 - y^3", "term by term"),
    ("x^2 = 4 => x = 2", "missing-plus-minus", "x^2 = 4 => x = 2 or x = -2", "a root has two signs"),
    ("x^2 = x => x = 1", "lost-solution", "x^2 = x => x = 1 or x = 0", "divided by x"),
    ("v^T A v = 0", "missing-assumption", "", "true where A is skew"),
    ("x a = y a => x = y", "missing-assumption", "", "cancelled a, which may be 0; a = 0 is no value of x"),
    ("integrate(2 x, x) = x^2", "missing-constant", "", "an antiderivative without its constant"),
    ("jac(A v, v) = A^T", "transposed", "", "the other layout"),
]
# lines of a derivation: the start, the lines, the number of the line with the mistake, its label, the repaired line
LINES = [
    ("x^2 = 9", ["x = 3"], 0, "missing-plus-minus", "x = 3 or x = -3"),
    ("x^2 = 3 x", ["x = 3"], 0, "lost-solution", "x = 3 or x = 0"),
    ("x^3 = 4 x", ["x^2 = 4", "x = 2"], 1, "missing-plus-minus", ""),  # follows so; true it is not, as 0 was lost before
    ("2 x = 4", ["x = 2", "<=> x^2 = 4"], 1, "gained-solution", ""),
    ("2 x + 3 = 7", ["2 x = 7"], 0, "one-side-only", "2 x = 4"),
    ("2 x + 4 y = 6", ["x + 2 y = 6"], 0, "one-side-only", "x + 2 y = 3"),
]
FORMS = {"not-in-form"}  # tests/diagnosis/test_forms.py
OPTIONAL = {"changed-literal", "shifted-rows", "misprint"}  # of printed tables: tests/diagnosis/test_traces.py


def judged(claim: str):
    problem = problem_of_statement(claim, SYMBOLS, {}, ())
    return judge_claim(problem, problem.claims[0], OPTIONS)


@pytest.mark.parametrize(("claim", "label", "repaired"), [case[:3] for case in SINGLE], ids=[case[0] for case in SINGLE])
def test_the_mistake_has_its_name(claim, label, repaired):
    found = judged(claim).diagnosis
    assert found is not None and (found.kind, found.repaired) == (label, repaired), found
    if repaired:
        assert judged(repaired).verdict == "holds"


@pytest.mark.parametrize(("start", "lines", "number", "label", "repaired"), LINES, ids=[" | ".join(c[1]) for c in LINES])
def test_the_mistake_of_a_line_has_its_name(start, lines, number, label, repaired):
    source = ["symbols:", *(f"  {names}: {kind}" for names, kind in SYMBOLS.items()), "claims:", "  d:", f"    from: '{start}'"]
    text = "\n".join([*source, "    derivation: |", *(f"      {line}" for line in lines)]) + "\n"
    report = judge_problem(load_text(text, "d.yaml"), options=OPTIONS).claims[number]
    assert report.diagnosis is not None and (report.diagnosis.kind, report.diagnosis.repaired) == (label, repaired), (
        report.diagnosis
    )


def test_every_label_has_an_example():
    shown = {case[1] for case in SINGLE} | {case[3] for case in LINES}
    assert set(MISTAKES) - OPTIONAL - FORMS == shown


def test_near_ties_are_shown_together():
    found = judged("grad(norm(X w - t)^2, w) = X^T (X w - t)").diagnosis
    assert "consistent with: missing factor: `X` should be `2 X`" in found.message


def test_the_inner_derivative_is_named():
    found = judged("diff(sin(x^2), x) = cos(x^2)").diagnosis
    assert found.kind == "missing-factor" and "chain rule (the derivative of `x^2`)" in found.message
    found = judged("diff((2 x + 1)^3, x) = 3 (2 x + 1)^2").diagnosis
    assert "the derivative of `2 x + 1`" in found.message and found.repaired == "diff((2 x + 1)^3, x) = 6 (2 x + 1)^2"


def test_both_of_two_mistakes_are_said():
    found = judged("grad(norm(X w - t)^2 + lam norm(w)^2, w) = 2 X^T (X w + t) - 2 lam w").diagnosis
    assert found.kind == "two-mistakes"
    assert "sign: `X w + t` should be `X w - t`" in found.message and "sign: `2 lam w` should be `-2 lam w`" in found.message


@pytest.mark.parametrize("claim", ["inv(A + B) = inv(A) + inv(B)", "exp(x + y) = exp(x) + exp(y)", "u = 0"])
def test_nothing_is_said_where_no_small_change_helps(claim):
    assert judged(claim).verdict == "fails" and judged(claim).diagnosis is None
