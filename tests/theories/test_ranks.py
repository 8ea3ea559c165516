"""Ranks and pseudo-inverses: laws of each beside false twins.

Sources: Horn and Johnson 2013, 0.4 (rank), 7.3.P7 (pseudo-inverse); Petersen and Pedersen 2012, 3.6; Penrose 1955.
"""

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

SYMBOLS = {
    "A, B": "matrix(n, n)", "V": "matrix(n, n), invertible", "P": "matrix(n, n), positive definite",
    "Q": "matrix(n, n), orthogonal", "H": "matrix(n, n), projection", "X": "matrix(n, d)",
    "F": "matrix(n, d), full column rank", "G": "matrix(n, d), full row rank",
    "U": "matrix(n, m)", "W": "matrix(m, n)", "u, v": "vector(n)",
}  # fmt: skip
PLAIN = Options(repairs=0, assumptions=0)

CLAIMS = [
    ("rank(I(n)) = n", "", "holds"),
    ("rank(F) = d", "", "holds"),
    ("rank(F) = n", "", "fails"),
    ("rank(G) = n", "", "holds"),
    ("rank(X) = d", "", "fails"),
    ("rank(X) = d", "X has full column rank", "holds"),
    ("rank(V) = n", "", "holds"),
    ("rank(A) = n", "", "fails"),
    ("rank(P) = n", "", "holds"),
    ("rank(Q) = n", "", "holds"),
    ("rank(inv(A)) = n", "", "holds"),
    ("rank(X) <= n", "", "holds"),
    ("rank(X) < n", "", "fails"),
    ("rank(X^T) = rank(X)", "", "holds"),
    ("rank(X^T X) = rank(X)", "", "holds"),
    ("rank(X X^T) = rank(X)", "", "holds"),
    ("rank(2 A) = rank(A)", "", "holds"),
    ("rank(V X) = rank(X)", "", "holds"),
    ("rank(A X) = rank(X)", "", "fails"),
    ("rank(A V) = rank(A)", "", "holds"),
    ("rank(A B) <= rank(A)", "", "holds"),
    ("rank(A B) = rank(A)", "", "fails"),
    ("rank(A B) >= rank(A) + rank(B) - n", "", "holds"),
    ("rank(A B) >= rank(A) + rank(B) - 1", "", "fails"),
    ("rank(A + B) <= rank(A) + rank(B)", "", "holds"),
    ("rank(A + B) = rank(A) + rank(B)", "", "fails"),
    ("rank(A + B) >= rank(A)", "", "fails"),
    ("rank(u v^T) <= 1", "", "holds"),
    ("rank(u v^T) = 1", "", "fails"),
    ("rank(U W) <= m", "", "holds"),
    ("rank(U W) = m", "", "fails"),
    ("rank(H) = tr(H)", "", "holds"),
    ("rank(A) = tr(A)", "", "fails"),
    ("X pinv(X) X = X", "", "holds"),
    ("pinv(X) X pinv(X) = pinv(X)", "", "holds"),
    ("X pinv(X) = (X pinv(X))^T", "", "holds"),
    ("X pinv(X) = I", "", "fails"),
    ("X^T X pinv(X) = X^T", "", "holds"),
    ("pinv(X)^T = pinv(X^T)", "", "holds"),
    ("pinv(F) = inv(F^T F) F^T", "", "holds"),
    ("pinv(G) = G^T inv(G G^T)", "", "holds"),
    ("pinv(F) F = I", "", "holds"),
    ("F pinv(F) = I", "", "fails"),
    ("pinv(V) = inv(V)", "", "holds"),
    ("pinv(Q) = Q^T", "", "holds"),
    ("pinv(H) = H", "", "holds"),
    ("pinv(A) = A", "A^2 = A", "fails"),
    ("pinv(pinv(X)) = X", "", "holds"),
    ("pinv(A B) = pinv(B) pinv(A)", "", "fails"),
    ("tr(X pinv(X)) = n", "", "fails"),
]


@pytest.mark.parametrize(("claim", "given", "expected"), CLAIMS, ids=[f"{c}, {g}" for c, g, _ in CLAIMS])
def test_the_verdict_is_the_expected_one(claim, given, expected):
    problem = problem_of_statement(claim, SYMBOLS, {}, [given] if given else [])
    report = judge_claim(problem, problem.claims[0], PLAIN, {})
    assert report.verdict == expected, report.message
