"""kron and vec at all sizes: published identities, false twins, mutants against NumPy, what is not read."""

import numpy as np
import pytest

from symcheck.engine import Options, judge_claim
from symcheck.language.size_arithmetic import quotient
from symcheck.language.sizes import ONE, Size
from symcheck.problem.single import problem_of_statement
from symcheck.theories.lowering import OtherOrder
from symcheck.theories.tensors import common

SYMBOLS = {
    **{"A": "matrix(n, m)", "A2": "matrix(n, m)", "B": "matrix(p, q)", "B2": "matrix(p, q)"},
    **{"C": "matrix(m, k)", "D": "matrix(q, l)", "X": "matrix(q, m)", "Y": "matrix(n, p)", "Z": "matrix(n, p)"},
    **{"M": "matrix(n, n)", "S": "matrix(n, n)", "N": "matrix(p, p)", "K": "matrix(n m, n m)"},
    **{"x": "vector(n)", "y": "vector(p)", "z": "vector(n)", "u": "vector(m n)", "c": "real", "t": "real"},
}
MN = "Magnus and Neudecker (2019)"
MC = "Matrix Cookbook (2012)"
TRUE = [
    # claim, given (separated by semicolons), source
    ("kron(A + A2, B) = kron(A, B) + kron(A2, B)", "", f"{MC} 506"),
    ("kron(A, B + B2) = kron(A, B) + kron(A, B2)", "", f"{MC} 506"),
    ("kron(A, kron(B, C)) = kron(kron(A, B), C)", "", f"{MC} 508"),
    ("kron(c A, t B) = c t kron(A, B)", "", f"{MC} 509"),
    ("kron(A, B)^T = kron(A^T, B^T)", "", f"{MC} 510"),
    ("kron(A, B) kron(C, D) = kron(A C, B D)", "", f"{MC} 511"),
    ("inv(kron(M, N)) = kron(inv(M), inv(N))", "", f"{MC} 512"),
    ("pinv(kron(A, B)) = kron(pinv(A), pinv(B))", "", f"{MC} 513"),
    ("rank(kron(A, B)) = rank(A) rank(B)", "", f"{MC} 514"),
    ("tr(kron(M, N)) = tr(M) tr(N)", "", f"{MC} 515"),
    ("det(kron(M, N)) = det(M)^p det(N)^n", "", f"{MC} 516"),
    ("kron(M, N) kron(x, y) = c t kron(x, y)", "M x = c x; N y = t y", f"{MC} 518, {MN} theorem 2.1"),
    ("vec(B X A^T) = kron(A, B) vec(X)", "", f"{MC} 520, {MN} theorem 2.2"),
    ("tr(Y^T Z) = vec(Y)^T vec(Z)", "", f"{MC} 521"),
    ("vec(Y + Z) = vec(Y) + vec(Z)", "", f"{MC} 522"),
    ("vec(c Y) = c vec(Y)", "", f"{MC} 523"),
    ("x^T Y N Y^T x = vec(Y)^T kron(N^T, x x^T) vec(Y)", "", f"{MC} 524"),
    ("kron(x, y) = vec(y x^T)", "", f"{MN} 2.4(3)"),
    ("kron(x, y^T) = x y^T", "", f"{MN} 2.2(5)"),
    ("kron(y^T, x) = x y^T", "", f"{MN} 2.2(5)"),
    ("kron(c, B) = c B", "", "one of the factors is a number"),
    ("vec(Y N) = kron(I, Y) vec(N)", "", f"{MN} 2.4(6)"),
    ("vec(Y N) = kron(N^T, I) vec(Y)", "", f"{MN} 2.4(6)"),
    ("vec(Y N) = kron(N^T, Y) vec(I(p))", "", f"{MN} 2.4(6)"),
    ("tr(M Y N Z^T) = vec(Z)^T kron(N^T, M) vec(Y)", "", f"{MN} theorem 2.3"),
    ("kron(M, I(p)) kron(I(n), N) = kron(M, N)", "", f"{MN} 2.2(4)"),
    ("kron(I(n), I(p)) = I", "", f"{MN} 2.2"),
    ("kron(ones(n), ones(p)) = ones(n p)", "", "all products are 1"),
    ("kron(diag(x), diag(y)) = diag(kron(x, y))", "", "entry by entry"),
    ("kron(A, B) .* kron(A2, B2) = kron(A .* A2, B .* B2)", "", "entry by entry"),
    ("kron(M, N)^2 = kron(M^2, N^2)", "", f"{MC} 511"),
    ("sum(kron(A, B)) = sum(A) sum(B)", "", "a double sum"),
    ("norm(kron(A, B)) = norm(A) norm(B)", "", "a double sum of squares"),
    ("norm(vec(Y)) = norm(Y)", "", f"{MC} 521"),
    ("diag(vec(Y)) vec(Z) = vec(Y .* Z)", "", "entry by entry"),
    ("(kron(I, M) + kron(N^T, I)) vec(Y) = vec(Z)", "M Y + Y N = Z", f"{MC} 274, Sylvester's equation"),
    ("M Y + Y N = Z", "(kron(I, M) + kron(N^T, I)) vec(Y) = vec(Z)", f"{MC} 274"),
    ("kron(M, N) kron(M, N)^T = I", "M is orthogonal; N is orthogonal", f"{MN} exercise 2.2"),
    ("kron(M, N) is orthogonal", "M is orthogonal; N is orthogonal", f"{MN} exercise 2.2"),
    ("kron(M, N) is idempotent", "M is idempotent; N is idempotent", "511"),
    ("M inv(M) = I", "kron(M, N) is invertible", f"{MC} 512"),
    ("kron(K, N) kron(K, N) = kron(K K, N N)", "", "an index of compound size is one index"),
    ("jac(vec(B X A^T), vec(X)) = kron(A, B)", "", f"{MN} 9.13"),
    ("jac(vec(M M), vec(M)) = kron(M^T, I) + kron(I, M)", "", f"{MN} 9.14"),
    ("jac(vec(M^3), vec(M)) = kron((M^2)^T, I) + kron(M^T, M) + kron(I, M^2)", "", f"{MN} 9.14"),
    ("jac(vec(inv(M)), vec(M)) = -kron(inv(M)^T, inv(M))", "", f"{MN} theorem 9.5"),
    ("jac(M x, vec(M)) = kron(x^T, I)", "", f"{MN} 9.12"),
    ("jac(kron(x, x), x) = kron(I, x) + kron(x, I)", "", f"{MN} 9.14"),
    ("jac(vec(x x^T), x) = kron(x, I) + kron(I, x)", "", f"{MN} 9.13"),
    ("diff(kron(M + t S, N), t) = kron(S, N)", "", "linear"),
    ("grad(norm(Y - Z)^2, vec(Y)) = 2 vec(Y - Z)", "", f"{MC} 131"),
    ("grad(tr(kron(M, M)), M) = 2 tr(M) I", "", f"{MC} 120"),
    ("hess(tr(M^T S M), vec(M)) = kron(I, S + S^T)", "", f"{MN} 10.6"),
    ("hess(norm(Y)^2, vec(Y)) = 2 I", "", f"{MN} 10.6"),
    ("hess(tr(Y N Y^T M), vec(Y)) = kron(N, M^T) + kron(N^T, M)", "", f"{MN} 10.6"),
]
FALSE = [
    # claim, given, reason
    ("kron(M, S) = kron(S, M)", "", "not commutative"),
    ("kron(M, N) = kron(N, M)", "", "not commutative, also for factors of different sizes"),
    ("kron(A, B)^T = kron(B^T, A^T)", "", "the transpose keeps the order"),
    ("inv(kron(M, S)) = kron(inv(S), inv(M))", "", "the inverse keeps the order"),
    ("kron(M, S) kron(S, M) = kron(S M, M S)", "", "511 in the wrong order"),
    ("vec(M S M) = kron(M, M) vec(S)", "", "520 without its transpose"),
    ("vec(M S M) = kron(M, M^T) vec(S)", "", "520 in the wrong order"),
    ("kron(x, z) = vec(x z^T)", "", "vec stacks columns, not rows"),
    ("kron(x, z^T) = z x^T", "", "the rows are those of x"),
    ("tr(M S) = vec(M)^T vec(S)", "", "521 without its transpose"),
    ("tr(kron(M, N)) = tr(M) + tr(N)", "", "that is the logarithm of a determinant"),
    ("det(kron(M, N)) = det(M)^n det(N)^p", "", "the exponents exchanged"),
    ("det(kron(M, N)) = det(M) det(N)", "", "the exponents left out"),
    ("kron(A + A2, B + B2) = kron(A, B) + kron(A2, B2)", "", "the mixed terms left out"),
    ("norm(kron(A, B))^2 = norm(A) norm(B)", "", "a square left out"),
    ("kron(M, N) is symmetric", "M is symmetric", "both must be"),
    ("kron(M, S)^2 = kron(M, S^2)", "", "both are squared"),
    ("jac(vec(M S M), vec(S)) = kron(M, M)", "", "the transpose left out"),
    ("jac(vec(M Y N), vec(Y)) = kron(M, N^T)", "", "the order, with different sizes"),
    ("jac(vec(inv(M)), vec(M)) = kron(inv(M)^T, inv(M))", "", "the sign"),
    ("jac(vec(inv(M)), vec(M)) = -kron(inv(M), inv(M))", "", "the transpose left out"),
    ("jac(vec(Y^T), vec(Y)) = I", "", "the commutation matrix is not the identity"),
    ("jac(M x, vec(M)) = kron(I, x^T)", "", "that is the derivative of M^T x"),
    ("jac(vec(M M), vec(M)) = 2 kron(I, M)", "", "matrices do not commute"),
    ("hess(tr(M^T S M), vec(M)) = 2 kron(I, S)", "", "S is not symmetric"),
    ("hess(tr(M^T S M), vec(M)) = kron(S + S^T, I)", "", "the order"),
    ("kron(K, N) = kron(K^T, N)", "", "K is not symmetric"),
]
NOT_READ = [
    # claim, given, words
    ("u^T vec(A) = vec(A)^T u", "", "is not known as a tuple"),
    ("inv(I + kron(M, N)) = I", "", "no theory inverts `I(n p) + kron(M, N)`"),
    ("kron(M, N) = kron(N, M)", "n > p", "number the entries in different orders"),
    ("exp(kron(M, N)) = kron(M, N)", "", "its rows or columns are numbered by tuples"),
    ("jac(vec(Q M), vec(Q)) = kron(M^T, I)", "", "is declared symmetric"),
]


def judged(claim, given=""):
    names = {**SYMBOLS, "Q": "matrix(n, n), symmetric"}
    problem = problem_of_statement(claim, names, {}, tuple(g for g in given.split("; ") if g))
    return judge_claim(problem, problem.claims[0], Options(points=3, repairs=0))


@pytest.mark.parametrize(("claim", "given", "source"), TRUE, ids=lambda v: v)
def test_true_at_all_sizes(claim, given, source):
    report = judged(claim, given)
    assert report.verdict == "holds", (report.message, source)


@pytest.mark.parametrize(("claim", "given", "reason"), FALSE, ids=lambda v: v)
def test_false(claim, given, reason):
    report = judged(claim, given)
    assert report.verdict == "fails", (report.message, reason)


@pytest.mark.parametrize(("claim", "given", "words"), NOT_READ, ids=lambda v: v)
def test_what_is_not_read_says_why(claim, given, words):
    report = judged(claim, given)
    assert report.verdict == "undecided"
    assert words in report.message


@pytest.mark.parametrize("mutant", ["-({})", "2 ({})", "({}) + ({})"])
@pytest.mark.parametrize(("claim", "given"), [(c, g) for c, g, _ in TRUE[::4] if " = " in c])
def test_multiples_of_true_claims_do_not_hold(claim, given, mutant):
    left, _, right = claim.partition(" = ")
    assert judged(f"{left} = {mutant.format(right, right)}", given).verdict in {"fails", "undecided"}


SQUARE = {"M": "matrix(n, n)", "S": "matrix(n, n)"}
PARTS = ["M", "S", "M^T", "S^T"]
WORDS = [f"kron({a}, {b})" for a in PARTS for b in PARTS]
VALUES = {"M": np.array([[1, 2, 0], [0, 3, 1], [5, 1, 1]]), "S": np.array([[2, 0, 1], [7, 1, 0], [1, 4, 3]])}


def value(word):
    a, b = (VALUES[part[0]].T if part.endswith("T") else VALUES[part[0]] for part in word[5:-1].split(", "))
    return np.kron(a, b)


@pytest.mark.parametrize("left", WORDS[::3])
@pytest.mark.parametrize("right", WORDS)
def test_products_of_all_pairs_against_numpy(left, right):
    """kron(a, b) kron(M, S) = kron(c, d) kron(M, S) exactly where NumPy says so at a generic point."""
    claim = f"{left} kron(M, S) vec(M) = {right} kron(M, S) vec(M)"
    problem = problem_of_statement(claim, SQUARE, {}, ())
    found = judge_claim(problem, problem.claims[0], Options(points=3, repairs=0)).verdict
    step = value("kron(M, S)") @ VALUES["M"].T.reshape(-1, 1)
    assert found == ("holds" if (value(left) @ step == value(right) @ step).all() else "fails")


def test_the_counterexample_names_all_sizes_of_the_claim():
    report = judged("kron(M, N) = kron(N, M)")
    assert report.counterexample is not None
    assert set(report.counterexample.sizes) == {"n", "p"}
    assert set(report.counterexample.values) == {"M", "N"}


n, m, p = (Size.of(x) for x in "nmp")
SPELLED = [
    ((n, m), (n * m,), (((n,), (m,)), ((n, m),))),
    ((n * m, p), (n, m * p), (((n, m), (p,)), ((n,), (m, p)))),
    ((Size.of(6),), (Size.of(2), Size.of(3)), (((Size.of(2), Size.of(3)),), ((Size.of(2),), (Size.of(3),)))),
    ((n * (m + ONE),), (n, m + ONE), (((n, m + ONE),), ((n,), (m + ONE,)))),
]


@pytest.mark.parametrize(("a", "b", "parts"), SPELLED)
def test_an_index_spelled_as_a_tuple(a, b, parts):
    assert common(a, b) == parts
    assert common(b, a) == (parts[1], parts[0])


@pytest.mark.parametrize(("a", "b"), [((n, m), (m, n)), ((n,), (n, m)), ((Size.of(4),), (Size.of(6),)), ((n + m,), (n, m))])
def test_tuples_in_another_order_are_not_the_same_index(a, b):
    with pytest.raises(OtherOrder):
        common(a, b)


@pytest.mark.parametrize("a", [n, m + ONE, n * m + p, Size.of(3), n * n + m * p])
@pytest.mark.parametrize("b", [n, m + ONE, n + m, Size.of(2)])
def test_sizes_divide_exactly_or_not_at_all(a, b):
    assert quotient(a * b, b) == a
    assert quotient(a * b + ONE, b) is None
