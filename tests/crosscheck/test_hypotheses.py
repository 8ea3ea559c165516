"""Points that satisfy the hypotheses: assignments, affine and other equations, inequalities, properties, sizes."""

import pytest
from crosscheck_reading import finding, points_of

BEST = "X: matrix(n, d); w, w_hat: vector(d); a, t: vector(n)"
STEP = "w0: vector(d); X: matrix(n, d); t: vector(n); eta, lambda, lt: real"
LOSS = "L(w): norm(X w - t)^2 / n; w1: w0 - eta grad(L(w0), w0); a: X w0 - t; L1: L(w1)"
FROM = "w0 - eta (grad(L(w0), w0) + 2 lt w0) = (1 - lambda) w0 - eta grad(L(w0), w0)"

# (claim, symbols, definitions, given, answer, why)
CASES = [
    # the founding job
    ("a = inv(X X^T) t", BEST, "", "w = X^T a, X w = t", "agrees", "two equations, the inverse only exists for n <= d"),
    ("norm(w) <= norm(w_hat)", BEST, "", "w = X^T inv(X X^T) t, X w_hat = t", "agrees", "the minimum norm"),
    ("norm(w_hat) <= norm(w)", BEST, "", "w = X^T inv(X X^T) t, X w_hat = t, n < d", "contradicts", "the wrong way round"),
    ("(w - w_hat)^T w = 0", BEST, "", "w = X^T inv(X X^T) t, X w_hat = t", "agrees", "perpendicular"),
    ("(w - w_hat)^T w_hat = 0", BEST, "", "w = X^T inv(X X^T) t, X w_hat = t, n < d", "contradicts", "not that one"),
    ("w1 = w0 - (2 eta/n) X^T (X w0 - t)", STEP, LOSS, "", "agrees", "a gradient step through definitions"),
    ("diff(L1, eta) = (2/n) (a - (2 eta/n) X X^T a)^T (-(2/n) X X^T a)", STEP, LOSS, "", "agrees", "through w1"),
    ("diff(L1, eta) = (2/n) (a - (2 eta/n) X X^T a)^T (-(2 eta/n) X X^T a)", STEP, LOSS, "", "contradicts", "the extra eta"),
    ("argmin(L1, eta) = (n/2) norm(X^T a)^2 / norm(X X^T a)^2", STEP, LOSS, "X X^T a != 0", "agrees", "the best rate"),
    ("argmin(L1, eta) = n norm(X^T a)^2 / norm(X X^T a)^2", STEP, LOSS, "X X^T a != 0", "contradicts", "twice the best rate"),
    ("L1 is convex in eta", STEP, LOSS, "", "agrees", "convexity along the step"),
    ("(1 - lambda) w0 = w0 - 2 lt w0 eta", STEP, LOSS, FROM, "agrees", "equate"),
    ("1 - lambda = -2 lt eta", STEP, LOSS, f"{FROM}, w0 != 0, eta != 0", "contradicts", "the sign error"),
    ("lt = lambda/(2 eta)", STEP, LOSS, f"{FROM}, w0 != 0, eta != 0", "agrees", "the answer"),
    ("lt = (lambda - 1)/(2 eta)", STEP, LOSS, f"{FROM}, w0 != 0, eta != 0", "contradicts", "carried forward"),
    # kinds of hypotheses
    ("x = 2 or x = -3", "x: real", "", "x^2 + x = 6", "agrees", "a quadratic, by Newton from random starts"),
    ("x = 2", "x: real", "", "x^2 + x = 6", "contradicts", "both roots are found"),
    ("x y = 1", "x, y: real", "", "x + y = 3, x^2 + y^2 = 7", "agrees", "two equations in two symbols"),
    ("p = q", "p, q: real", "", "p = q", "agrees", "an assignment"),
    ("a = c", "a, b, c: real", "", "a = b, b = c", "agrees", "a chain of assignments"),
    ("x = y", "x, y: real", "", "x = y + 0 y, y = x", "agrees", "assignments that would go round in a circle"),
    ("norm(v)^2 = sum(v)^2", "v: vector(n)", "", "n = 1", "agrees", "a size fixed to one"),
    ("n < d + 1", "X: matrix(n, d)", "", "n <= d", "agrees", "a hypothesis between sizes"),
    ("tr(A) >= 0", "A: matrix(n, n), positive semidefinite", "", "", "agrees", "a property of the kind"),
    ("x^T A x > 0", "A: matrix(n, n); x: vector(n)", "", "A is positive definite, x != 0", "agrees", "as a hypothesis"),
    ("Q^T = inv(Q)", "Q: matrix(n, n)", "", "Q^T Q = I", "agrees", "a quadratic matrix equation"),
    ("det(Q)^2 = 1", "Q: matrix(n, n), orthogonal", "", "", "agrees", "orthogonal"),
    ("S S^T = I", "S: matrix(m, n), row selection", "", "", "agrees", "a row selection needs m <= n"),
    ("B A = I", "A, B: matrix(n, n)", "", "A B = I", "agrees", "a one-sided inverse of a square matrix"),
    ("B A = I", "A: matrix(n, m); B: matrix(m, n)", "", "A B = I, n < m", "contradicts", "of a rectangular one"),
    ("sum(p) = 1", "p: vector(n)", "", "sum(p) = 1, p >= 0", "agrees", "an equation and a sign"),
    ("0 <= 1 - b and 1/(1 - b) > 0", "b: real, in [0, 1)", "", "", "agrees", "a domain"),
    ("k^2 >= k", "k: integer", "", "", "agrees", "whole numbers"),
    ("w in rowspace(X)", BEST, "", "exists b in R^n: w = X^T b", "agrees", "a witness as a hypothesis"),
    ("X w = X w_hat", BEST, "", "w - w_hat in nullspace(X), n < d", "inconclusive", "this hypothesis is not solved for"),
    ("x = 1", "x: real", "", "x^2 = -1", "inconclusive", "hypotheses that contradict each other: nothing is said"),
    ("x = 1", "x: real", "", "x > 1, x < 0", "inconclusive", "an empty range"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "symbols", "let", "given", "answer", "why"), CASES, ids=[f"{c[0]}|{c[3][:40]}" for c in CASES])
def test_under_hypotheses(claim, symbols, let, given, answer, why):
    found = finding(claim, symbols=symbols, let=let, given=given)
    assert found.status == answer, f"{why}: {found}"


def test_no_model_is_said_with_the_reason():
    found = finding("x = 1", symbols="x: real", given="x > 1, x < 0")
    assert found.detail.startswith("no admissible point: ")
    assert "range" in found.detail


def test_every_point_has_pairwise_different_sizes_and_both_orders_occur():
    points = points_of("tr(X^T X) = norm(X)^2", symbols="X: matrix(n, d)", points=8)
    assert len(points) == 8
    assert all(p.sizes["n"] != p.sizes["d"] for p in points)
    assert {p.sizes["n"] < p.sizes["d"] for p in points} == {True, False}


def test_equal_sizes_where_the_hypotheses_ask_for_them():
    points = points_of("tr(X^T X) = norm(X)^2", symbols="X: matrix(n, d)", given="n = d")
    assert points
    assert all(p.sizes["n"] == p.sizes["d"] for p in points)


def test_sizes_at_which_an_inverse_does_not_exist_are_left_out():
    points = points_of("X X^T inv(X X^T) = I", symbols="X: matrix(n, d)")
    assert points
    assert all(p.sizes["n"] < p.sizes["d"] and p.truth == "true" for p in points)


def test_a_claim_that_square_sizes_would_hide_is_refuted():
    assert finding("X^T inv(X X^T) X = I", symbols="X: matrix(n, d)").status == "contradicts"


def test_the_same_seed_gives_the_same_points():
    once, again = (points_of("X w = t", symbols="X: matrix(n, d); w: vector(d); t: vector(n)", seed=3) for _ in range(2))
    assert once == again
    assert once != points_of("X w = t", symbols="X: matrix(n, d); w: vector(d); t: vector(n)", seed=4)
