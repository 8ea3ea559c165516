"""norm(x, p): the sum of absolute values for p = 1, the Euclidean norm for p = 2 (Boyd and Vandenberghe 2004, A.1.3)."""

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

SYMBOLS = {"u": "vector(2)", "v": "vector(n)", "A": "matrix(m, n)", "c": "real"}
CLAIMS = [
    ("norm(u, 1)^2 = norm(u)^2", "fails", "once read as the other norm, because a square of a norm was"),
    ("norm(v, 1)^2 = v^T v", "fails", "(|a| + |b|)² is more than a² + b²"),
    ("norm(u, 1)^4 = (u^T u)^2", "fails", "likewise"),
    ("norm(u, 2)^2 = u^T u", "holds", "the Euclidean norm"),
    ("norm(v, 2) = norm(v)", "holds", "the same for every size"),
    ("norm(u, 1) = abs(u[1]) + abs(u[2])", "holds", "the definition"),
    ("norm(v, p=1) = sum(abs(v))", "holds", "the definition, with the keyword"),
    ("norm(c v, 1) = abs(c) norm(v, 1)", "holds", "homogeneous"),
    ("norm(u, 1) >= norm(u)", "holds", "the sum of squares is at most the square of the sum"),
    ("grad(norm(v, 1), v) = sign(v)", "holds", "where no entry is 0"),
    ("norm(A, 2) = norm(A)", "undecided", "of a matrix these are two norms: the spectral one has no theory"),
    ("norm(v, 3) = norm(v)", "undecided", "no theory"),
]


@pytest.mark.parametrize(("claim", "verdict", "reason"), CLAIMS, ids=[c[0] for c in CLAIMS])
def test_norms_of_an_order(claim, verdict, reason):
    problem = problem_of_statement(claim, SYMBOLS, {}, ())
    assert judge_claim(problem, problem.claims[0], Options(points=3, repairs=0, assumptions=0)).verdict == verdict, reason
