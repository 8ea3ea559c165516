"""Powers of matrices with a symbolic exponent: the laws of powers, each beside false twins of it.

Sources: Horn and Johnson 2013, 0.2 and 1.1 (powers, similarity, eigenvectors), 0.3 (determinants); Petersen and Pedersen 2012,
equations 23, 58, 121, 418, 432.
"""

import pytest

from symcheck.diagnosis.judging import lowered, question_of
from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement
from symcheck.theories.goals import leaves

SYMBOLS = {
    "A, B, D": "matrix(n, n)", "S": "matrix(n, n), symmetric", "V": "matrix(n, n), invertible", "H": "matrix(n, n), projection",
    "Q": "matrix(n, n), orthogonal", "u, v": "vector(n)", "x": "real", "j, k": "natural", "i": "integer",
}  # fmt: skip
PLAIN = Options(repairs=0, assumptions=0)

CLAIMS = [
    # the laws of exponents
    ("A^(k + 1) = A A^k", "", "holds"),
    ("A^(k + 1) = A^k", "", "fails"),
    ("A^j A^k = A^(j + k)", "", "holds"),
    ("A^j A^k = A^(j + k + 1)", "", "fails"),
    ("A^(2 k) = (A^k)^2", "", "holds"),
    ("A^(2 k) = (A^2)^k", "", "holds"),
    ("(A^j)^k = A^(j + k)", "", "fails"),
    ("A^(k - 1) A = A^k", "k >= 1", "holds"),
    ("A^i A = A^(i + 1)", "i >= 0", "holds"),
    ("I(n)^k = I(n)", "", "holds"),
    ("(x I(n))^k = x^k I(n)", "", "holds"),
    ("(2 A)^k = 2^k A^k", "", "holds"),
    ("(2 A)^k = 2 A^k", "", "fails"),
    # transposes, inverses, what commutes
    ("(A^T)^k = (A^k)^T", "", "holds"),
    ("(A^k)^T = A^k", "", "fails"),
    ("(S^k)^T = S^k", "", "holds"),
    ("A^k is symmetric", "A is symmetric", "holds"),
    ("A^k inv(A)^k = I", "A is invertible", "holds"),
    ("Q^k (Q^k)^T = I", "", "holds"),
    ("norm(Q^k u)^2 = norm(u)^2", "", "holds"),
    ("norm(A^k u)^2 = norm(u)^2", "", "fails"),
    ("A^k B = B A^k", "A B = B A", "holds"),
    ("A^k B = B A^k", "", "fails"),
    ("A^j B^k = B^k A^j", "A B = B A", "holds"),
    ("A^j B^k = B^k A^j", "", "fails"),
    ("(A B)^k = A^k B^k", "A B = B A", "holds"),
    ("(A B)^k = A^k B^k", "", "fails"),
    ("(A B)^(k + 1) = A (B A)^k B", "", "holds"),
    ("(A B)^(k + 1) = B (A B)^k A", "", "fails"),
    # similarity, eigenvectors, determinants, traces
    ("(V D inv(V))^k = V D^k inv(V)", "", "holds"),
    ("(V D inv(V))^k = V D inv(V)", "", "fails"),
    ("A^k v = x^k v", "A v = x v", "holds"),
    ("A^k v = x v", "A v = x v", "fails"),
    ("det(A^k) = det(A)^k", "", "holds"),
    ("det(A^k) = k det(A)", "", "fails"),
    ("tr(A^k B) = tr(B A^k)", "", "holds"),
    # equations for A itself
    ("H^k = H", "k >= 1", "holds"),
    ("H^k = H", "", "fails"),
    ("A^k = A", "k >= 1", "fails"),
    ("A^k = 0", "A^2 = 0, k >= 2", "holds"),
    ("A^k = 0", "A^2 = 0, k >= 1", "fails"),
    ("(I + A)^k = I + k A", "A^2 = 0", "holds"),
    ("A^k = (1 + (-1)^k)/2 I(n) + (1 + (-1)^(k + 1))/2 A", "A^2 = I", "holds"),
    # derivatives
    ("grad(tr(A^k), A) = k (A^(k - 1))^T", "k >= 1", "holds"),
    ("grad(tr(A^k), A) = k A^(k - 1)", "k >= 1", "fails"),
    ("grad(tr(A^k), A) = k (A^k)^T", "", "fails"),
    ("grad(det(A^k), A) = k det(A^k) inv(A)^T", "A is invertible", "holds"),
    ("grad(det(A^k), A) = det(A^k) inv(A)^T", "A is invertible", "fails"),
]


def judged(claim, given=""):
    problem = problem_of_statement(claim, SYMBOLS, {}, [given] if given else [])
    return judge_claim(problem, problem.claims[0], PLAIN, {})


@pytest.mark.parametrize(
    ("claim", "given", "expected"),
    [pytest.param(*c, id=f"{c[0]}, {c[1]}", marks=[pytest.mark.slow] if "A^2 = 0" in c[1] else []) for c in CLAIMS],
)
def test_the_verdict_is_the_expected_one(claim, given, expected):
    report = judged(claim, given)
    assert report.verdict == expected, report.message
    assert "induction-on-the-exponent" in report.rules
    if expected == "fails":
        assert "k = " in report.message, "the counterexample says at which exponent"


@pytest.mark.parametrize(
    ("claim", "given", "why"),
    [
        ("A^(k - 1) A = A^k", "", "the exponent of `A^(k - 1)` is not a sum of natural numbers"),
        ("A^i = A^i A", "", "where the powers are any matrices that commute so"),
        ("A^(j k) = (A^j)^k", "", "is not a sum of natural numbers"),
        ("tr((A B)^k) = tr((B A)^k)", "k >= 1", "is false, which this claim does not need"),
    ],
)
def test_what_is_not_decided_says_why(claim, given, why):
    report = judged(claim, given)
    assert report.verdict == "undecided"
    assert why in report.message


def test_a_bound_from_above_is_no_ground_for_induction():
    assert judged("A^k = A^k A", "k >= 1, k <= 3").verdict == "undecided"


def test_a_hypothesis_that_changes_with_the_exponent_is_not_carried_over():
    """x = k + 1 is no hypothesis about all k, so P(k) does not give P(k + 1)."""
    assert judged("x A^k = (k + 1) A^k", "x = k + 1").verdict == "holds"
    assert judged("A^k = x A^k", "x = k + 1").verdict != "holds"


def inductive(claim):
    problem = problem_of_statement(claim, SYMBOLS, {}, [])
    goal = lowered(question_of(problem, problem.claims[0], problem.claims[0].statement)).goal
    return any(h.label.startswith("induction") for o in leaves(goal) for h in o.question.hypotheses)


def test_no_induction_across_exponents_where_the_claim_is_undefined():
    """relu(k - 3)/(k - 3) A^k = 0 is true below 3, undefined at 3, false above: no step leads from 2 to 4."""
    assert not inductive("relu(k - 3) / (k - 3) A^k = 0")
    assert not inductive("A^k / det(A^k + B) = A^k")
    assert not inductive("log(k) A^k = A^k log(k)")
    assert inductive("A^(k + 1) = A A^k")
    assert inductive("det(A^k) inv(B) = det(A)^k inv(B)")
    assert judged("relu(k - 3) / (k - 3) A^k = 0").verdict != "holds"
