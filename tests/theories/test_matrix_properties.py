"""Properties of matrices, declared or stated of a symbol as a hypothesis; each claim beside false twins.

Sources: Horn and Johnson 2013, 0.9 (permutations), 2.1 (orthogonal), 7.1 and 7.2 (positive definite); Petersen and Pedersen 2012,
equations 432, 442, 478.
"""

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

SYMBOLS = {
    "A, B": "matrix(n, n)", "S": "matrix(n, n), symmetric", "Q": "matrix(n, n), orthogonal", "u, v": "vector(n)", "x, y": "real",
    "R": "matrix(n, n), permutation", "L": "matrix(m, n), row selection", "P": "matrix(n, n), positive definite",
    "X": "matrix(n, d)", "w": "vector(d)", "t": "vector(n)", "V": "matrix(n, n), invertible",
}  # fmt: skip
PLAIN = Options(repairs=0, assumptions=0)

CLAIMS = [
    # stated of a symbol, as strong as declared
    ("A^T = A", "A is symmetric", "holds"),
    ("(A + B)^T = A + B", "A is symmetric", "fails"),
    ("grad(u^T A u, u) = 2 A u", "A is symmetric", "holds"),
    ("grad(u^T A u, u) = 2 A u", "", "fails"),
    ("inv(A)^T = inv(A)", "A is symmetric", "holds"),
    ("inv(A + u u^T)^T = inv(A + u u^T)", "A is symmetric", "holds"),
    ("inv(A + u v^T)^T = inv(A + u v^T)", "A is symmetric", "fails"),
    ("w = inv(X^T A X) X^T A t", "A is symmetric, X^T A X w = X^T A t, X^T A X is invertible", "holds"),
    ("inv(A)^T = inv(A)", "A is positive definite", "holds"),
    ("det(A) > 0", "A is positive definite", "holds"),
    ("det(A) > 0", "A is symmetric", "fails"),
    ("A^T = -A", "A is skew", "holds"),
    ("u^T A u = 0", "A is skew", "holds"),
    ("u^T A u = 0", "A is symmetric", "fails"),
    ("inv(A) = A^T", "A is orthogonal", "holds"),
    ("A^2 = I", "A is orthogonal", "fails"),
    ("A^2 = I", "A is orthogonal, A is symmetric", "holds"),
    # orthogonal matrices
    ("Q^T = Q", "", "fails"),
    ("norm(Q u)^2 = norm(u)^2", "", "holds"),
    ("det(Q)^2 = 1", "", "holds"),
    ("det(Q) = 1", "", "fails"),
    ("Q u = u", "Q u = v, Q v = u", "fails"),
    # permutations and selections of rows
    ("R R^T = I", "", "holds"),
    ("R R = I", "", "fails"),
    ("R^T = R", "", "fails"),
    ("sum(R u) = sum(u)", "", "holds"),
    ("det(R)^2 = 1", "", "holds"),
    ("exp(R u) = R exp(u)", "", "holds"),
    ("exp(L u) = L exp(u)", "", "holds"),
    ("exp(A u) = A exp(u)", "A is orthogonal", "fails"),
    ("softmax(R u) = R softmax(u)", "", "holds"),
    ("softmax(R u) = softmax(u)", "", "fails"),
    # transposes of what acts entry by entry
    ("exp(A)^T = exp(A^T)", "", "holds"),
    ("exp(A)^T = exp(A)", "", "fails"),
    ("exp(S)^T = exp(S)", "", "holds"),
    # positive definite
    ("tr(P) > 0", "", "holds"),
    ("tr(P) > 1", "", "fails"),
    ("tr(A) >= 0", "A is positive semidefinite", "holds"),
    ("tr(A) > 0", "A is positive semidefinite", "fails"),
    ("P != 0", "", "holds"),
    ("A != 0", "", "fails"),
    ("u^T inv(P) u >= 0", "", "holds"),
    ("u^T inv(P) u > 0", "u != 0", "holds"),
    ("u^T inv(P) u > 0", "", "fails"),
    ("P u = 0 => u = 0", "", "holds"),
    ("A u = 0 => u = 0", "A is positive semidefinite", "fails"),
    ("u = v", "P u = P v", "holds"),
    # one or the other
    ("A B = 0 => A = 0 or B = 0", "", "fails"),
    ("x y = 0 => x = 0 or y = 0", "", "holds"),
    ("x = 0 or y = 0", "x y = 1", "fails"),
    # sizes
    ("tr(I(n - d)) = n - d", "", "holds"),
    ("tr(I(n - d)) = n", "", "fails"),
    ("tr(I(n)) > 0", "", "holds"),
]


def judged(claim, given=""):
    problem = problem_of_statement(claim, SYMBOLS, {}, [given] if given else [])
    return judge_claim(problem, problem.claims[0], PLAIN, {})


@pytest.mark.parametrize(("claim", "given", "expected"), CLAIMS, ids=[f"{c}, {g}" for c, g, _ in CLAIMS])
def test_the_verdict_is_the_expected_one(claim, given, expected):
    report = judged(claim, given)
    assert report.verdict == expected, report.message


def test_a_hypothesis_that_is_read_into_its_letter_counts_as_used():
    report = judged("grad(u^T A u, u) = 2 A u", "A is symmetric")
    assert "using `A is symmetric`" in report.message
    assert not report.unused


def test_a_symmetric_hypothesis_does_not_change_what_varies():
    """The gradient by A takes its entries as independent; the hypothesis says at which A."""
    assert judged("grad(tr(A^2), A) = 2 A", "A is symmetric").verdict == "holds"
    assert judged("grad(u^T A u, A) = u u^T", "A is symmetric").verdict == "holds"
