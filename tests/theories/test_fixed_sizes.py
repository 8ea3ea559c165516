"""Arrays of fixed size, read entry by entry where the laws for whole arrays do not decide.

Sources: Petersen and Pedersen 2012, equations 25, 26, 29 and 31; Horn and Johnson 2013, 0.3.1 (expansion), 0.8.2 (adjugate),
2.4.3 (Cayley and Hamilton).
"""

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

SYMBOLS = {
    "A, B": "matrix(2, 2)", "M": "matrix(3, 3)", "T": "matrix(4, 4)", "W": "matrix(7, 7)", "S": "matrix(2, 2), symmetric",
    "P": "matrix(2, 2), positive definite", "a, b, c, d": "real", "G": "matrix(n, n)",
}  # fmt: skip
PLAIN = Options(repairs=0, assumptions=0)

CLAIMS = [
    ("det([[1, 2], [3, 4]]) = -2", "holds"),
    ("det([[1, 2], [3, 4]]) = 10", "fails"),
    ("det([[a, b], [c, d]]) = a d - b c", "holds"),
    ("det([[a, b], [c, d]]) = a d + b c", "fails"),
    ("det([[1, 2, 3], [4, 5, 6], [7, 8, 9]]) = 0", "holds"),
    ("det([[0, 1, 0], [0, 0, 1], [1, 0, 0]]) = 1", "holds"),
    ("det([[0, 1, 0], [1, 0, 0], [0, 0, 1]]) = 1", "fails"),
    ("det(A) = A[1, 1] A[2, 2] - A[1, 2] A[2, 1]", "holds"),
    ("det(A) = A[1, 1] A[2, 2] - A[1, 2]^2", "fails"),
    ("det(S) = S[1, 1] S[2, 2] - S[1, 2]^2", "holds"),
    ("A^2 - tr(A) A + det(A) I = 0", "holds"),
    ("A^2 - tr(A) A - det(A) I = 0", "fails"),
    ("M^3 - tr(M) M^2 + (tr(M)^2 - tr(M^2))/2 M - det(M) I = 0", "holds"),
    ("M^3 - tr(M) M^2 + tr(M) M - det(M) I = 0", "fails"),
    ("inv(A) = (tr(A) I - A)/det(A)", "holds"),
    ("inv(A) = A/det(A)", "fails"),
    ("inv([[a, b], [c, d]]) = [[d, -b], [-c, a]] / (a d - b c)", "holds"),
    ("inv([[a, b], [c, d]]) = [[d, b], [c, a]] / (a d - b c)", "fails"),
    ("det(I + A) = 1 + det(A) + tr(A)", "holds"),
    ("det(I + A) = 1 + det(A)", "fails"),
    ("det(I + M) = 1 + det(M) + tr(M) + tr(M)^2/2 - tr(M^2)/2", "holds"),
    ("tr(inv(A)) = tr(A)/det(A)", "holds"),
    ("det(inv(A)) = 1/det(A)", "holds"),
    ("det(2 M) = 8 det(M)", "holds"),
    ("det(2 M) = 2 det(M)", "fails"),
    ("det(A B) = det(B A)", "holds"),
    ("det(A + B) = det(A) + det(B)", "fails"),
    ("det(P) > 0", "holds"),
    ("grad(det(A), A) = [[A[2, 2], -A[2, 1]], [-A[1, 2], A[1, 1]]]", "holds"),
    ("grad(det(A), A) = [[A[2, 2], -A[1, 2]], [-A[2, 1], A[1, 1]]]", "fails"),
    ("logdet([[a, 0], [0, b]]) = log(a b)", "holds"),
    ("rank([[1, 2], [2, 4]]) = 1", "holds"),
    ("rank([[1, 2], [2, 4]]) = 2", "fails"),
    ("rank([[0, 0], [0, 0]]) = 0", "holds"),
    ("rank([[1, 0, 2], [0, 1, 3]]) = 2", "holds"),
    ("diag([[1, 2], [3, 4]]) = [1, 4]", "holds"),
    ("diag([1, 2]) = [[1, 0], [0, 2]]", "holds"),
    ("outer([1, 2], [3, 4]) = [[3, 4], [6, 8]]", "holds"),
    ("outer([1, 2], [3, 4]) = [[3, 6], [4, 8]]", "fails"),
]


def judged(claim):
    problem = problem_of_statement(claim, SYMBOLS, {}, [])
    return judge_claim(problem, problem.claims[0], PLAIN, {})


@pytest.mark.parametrize(("claim", "expected"), CLAIMS, ids=[c for c, _ in CLAIMS])
def test_the_verdict_is_the_expected_one(claim, expected):
    report = judged(claim)
    assert report.verdict == expected, report.message


def test_the_laws_for_whole_arrays_come_first():
    assert "axioms" in judged("det(A B) = det(A) det(B)").message
    assert judged("det(G^T) = det(G)").scope.dimensions == "all"


def test_what_is_too_large_to_expand_says_so():
    report = judged("det(W) = W[1, 1]")
    assert (report.verdict, report.code) == ("undecided", "budget")
    assert "the determinant of `W` has 7 rows, more than are expanded (6)" in report.message


def test_a_matrix_without_an_inverse_is_undefined():
    assert judged("inv([[1, 2], [2, 4]]) = [[1, 0], [0, 1]]").code == "undefined"
