"""Statement kinds: what comes out true, false, or not evaluated, each with the reason the case exists."""

import pytest
from crosscheck_reading import finding

AGREES, CONTRADICTS, UNSURE, NOT = "agrees", "contradicts", "inconclusive", "not-applicable"
V = "v, w: vector(n)"
RANDOM = "m: vector(n); S: matrix(n, n); z: random vector(n), mean m, covariance S; A: matrix(n, n)"
X = "X: matrix(n, d); w, u: vector(d); t: vector(n); y: vector(n)"

# (claim, symbols, given, answer, why)
CASES = [
    # scalars, and the scale of the terms
    ("sin(x)^2 + cos(x)^2 = 1", "x: real", "", AGREES, "an identity"),
    ("10^10 (sin(x)^2 + cos(x)^2 - 1) = 0", "x: real", "", AGREES, "rounding is magnified, not an error"),
    ("sin(2 x) = 2 sin(x)", "x: real", "", CONTRADICTS, "a slip"),
    ("pi = 355/113", "", "", CONTRADICTS, "wrong in the seventh digit"),
    ("x^2 = x^2 + 1/10^12", "x: real", "", UNSURE, "a difference near the rounding error decides nothing"),
    ("(x + 1)^4 = x^4 + 4 x^3 + 6 x^2 + 4 x + 1", "x: real", "", AGREES, "binomial"),
    ("(x + 1)^4 = x^4 + 4 x^3 + 5 x^2 + 4 x + 1", "x: real", "", CONTRADICTS, "one coefficient"),
    ("sqrt(x^2) = x", "x: real", "", CONTRADICTS, "false for negative x, true for the others"),
    ("sqrt(x^2) = x", "x: real", "x >= 0", AGREES, "the bound is satisfied"),
    ("log(exp(x)) = x", "x: real", "", AGREES, "inverse functions"),
    ("exp(log(x)) = x", "x: real", "", AGREES, "points where log is undefined are dropped"),
    ("tanh'(x) = 1 - tanh(x)^2", "x: real", "", AGREES, "a primed built-in"),
    ("diff(sin(x) exp(2 x), x) = cos(x) exp(2 x) + 2 sin(x) exp(2 x)", "x: real", "", AGREES, "product and chain rule"),
    ("diff(x^4, x, 3) = 24 x", "x: real", "", AGREES, "third derivative by nesting"),
    ("integrate(x^2, x, 0, 1) = 1/3", "x: real", "", AGREES, "quadrature"),
    ("integrate(exp(-x), x, 0, 1) = 1 - exp(1)", "x: real", "", CONTRADICTS, "sign of the exponent"),
    ("binomial(5, 2) = 10 and 5! = 120", "", "", AGREES, "closed statements have one point"),
    ("sum(i for i in 1..k) = k (k + 1)/2", "k: natural", "", AGREES, "a sum with a symbolic end"),
    ("sum(i^2 for i in 1..k) = k (k + 1)/2", "k: natural", "", CONTRADICTS, "true at k = 1 only"),
    ("prod(i for i in 1..k) = k!", "k: natural", "", AGREES, "a product"),
    ("max(x, y) = (x + y + abs(x - y))/2", "x, y: real", "", AGREES, "entrywise maximum"),
    ("1/3 ~= 0.33", "", "", AGREES, "to the printed digits"),
    ("2/3 ~= 0.66", "", "", CONTRADICTS, "not rounded"),
    # logic
    ("x > 1 => x^2 > 1", "x: real", "", AGREES, "an implication"),
    ("x > 0 <=> x^3 > 0", "x: real", "", AGREES, "an equivalence"),
    ("not x^2 < 0 and (x <= 1 or x > 1)", "x: real", "", AGREES, "connectives"),
    ("0 <= x^2 <= x^2 + 1", "x: real", "", AGREES, "a chain"),
    ("x^2 = 4 => x = 2 or x = -2", "x: real", "", AGREES, "an implication with a premise of measure zero"),
    ("for all x in R: x^2 >= 0", "", "", AGREES, "random members"),
    ("for all x in [0, 1]: x^2 <= x", "", "", AGREES, "a box"),
    ("for all x in [0, 2]: x^2 <= x", "", "", CONTRADICTS, "corners are tried"),
    ("for all k in 1..inf: k < 2^k", "", "", AGREES, "an unbounded range"),
    ("for all Z in {0, 1}^(2, 2): sum(Z) <= 4", "", "", AGREES, "exhaustive"),
    ("for all Z in {0, 1}^3: sum(Z) <= 2", "", "", CONTRADICTS, "one of eight"),
    ("exists z in R^d: X z = X w", X, "", AGREES, "an affine witness by least squares"),
    ("exists z in R^d: X z = t", X, "n > d", CONTRADICTS, "an overdetermined system"),
    ("exists b in {0, 1}: b = 2", "", "", CONTRADICTS, "none of two"),
    ("count(Z in {0, 1}^4: sum(Z) = 2) = 6", "", "", AGREES, "brute force"),
    ("count(Z in {0, 1}^4: sum(Z) = 2) = 5", "", "", CONTRADICTS, "brute force"),
    ("count(Z in {0, 1}^(5, 5): sum(Z) = 1) = 25", "", "", UNSURE, "24 free coordinates are too many"),
    # spaces and properties
    ("X^T t in rowspace(X)", X, "", AGREES, "span membership"),
    ("w in rowspace(X)", X, "n < d", CONTRADICTS, "a generic vector is not"),
    ("rowspace(X^T X) = rowspace(X)", X, "", AGREES, "equality of spaces"),
    ("span(v) subset span(v, w)", V, "", AGREES, "inclusion"),
    ("X^T X + I is positive definite", X, "", AGREES, "eigenvalues"),
    ("X^T X is positive definite", X, "", CONTRADICTS, "rank at most n"),
    ("X^T X is positive definite", X, "d <= n", AGREES, "full column rank is generic"),
    ("X X^T is symmetric", X, "", AGREES, "a property by its definition"),
    ("A B is symmetric", "A, B: matrix(n, n), symmetric", "", CONTRADICTS, "a product of symmetric matrices"),
    ("shape(X^T X) = (d, d)", X, "", AGREES, "tuples"),
    ("rank(X) <= d", X, "", AGREES, "rank"),
    # optimality
    ("argmin(norm(X z - t)^2, z) = inv(X^T X) X^T t", X.replace("u", "z"), "d <= n", AGREES, "least squares"),
    ("argmin(norm(X z - t)^2, z) = X^T t", X.replace("u", "z"), "d <= n", CONTRADICTS, "not stationary"),
    ("argmax(-(x - a)^2, x) = a", "x, a: real", "", AGREES, "a maximiser"),
    ("argmin(x^4 - x^2, x) = 0", "x: real", "", CONTRADICTS, "stationary, but a maximum"),
    ("norm(X w - t)^2 is convex in w", X, "", AGREES, "chords"),
    ("x^4 - x^2 is convex in x", "x: real", "", CONTRADICTS, "a chord below the graph"),
    ("exp(x) is increasing in x", "x: real", "", AGREES, "monotone"),
    # growth
    ("3 k^2 + k in O(k^2)", "k: natural", "", AGREES, "bounded ratio"),
    ("k^2 in O(k)", "k: natural", "", CONTRADICTS, "ratio k"),
    ("log(k) in O(1)", "k: natural", "", CONTRADICTS, "slowly, but it grows"),
    ("k log(k) in o(k^2)", "k: natural", "", AGREES, "ratio to 0"),
    # random symbols
    ("E[z^T A z] = tr(A S) + m^T A m", RANDOM, "", AGREES, "the expectation of a quadratic form"),
    ("E[z^T A z] = m^T A m", RANDOM, "", CONTRADICTS, "the covariance is forgotten"),
    ("Var(A z) = A S A^T", RANDOM, "", AGREES, "covariance of a linear map"),
    # functions
    ("diff(s(x^2), x) = 2 x s'(x^2)", "s: R -> R; x: real", "", AGREES, "the chain rule for any function"),
    ("s(x + y) = s(x) + s(y)", "s: R -> R; x, y: real", "", CONTRADICTS, "no function in particular"),
    ("f((v + w)/2) <= (f(v) + f(w))/2", "f: vector(n) -> real, convex; v, w: vector(n)", "", AGREES, "a convex function"),
    ("f((v + w)/2) <= (f(v) + f(w))/2", "f: vector(n) -> real; v, w: vector(n)", "", CONTRADICTS, "any function"),
    # the fixed list
    ("limit((1 + 1/m)^m, m -> inf) = e", "m: natural", "", AGREES, "a limit by extrapolation"),
    ("limit((1 + 1/m)^m, m -> inf) = 3", "m: natural", "", CONTRADICTS, "the values settle elsewhere"),
    ("limit(sin(x)/x, x -> 0) = 1", "x: real", "", AGREES, "from both sides"),
    ("limit(1/x, x -> 0) = 0", "x: real", "", CONTRADICTS, "the values grow"),
    ("limit(1/log(m), m -> inf) = 0", "m: natural", "", UNSURE, "slower than can be seen"),
    ("limit(sin(x), x -> inf) = 0", "x: real", "", UNSURE, "nothing settles"),
    ("integrate(x exp(x), x) = x exp(x) - exp(x) + c", "x, c: real", "", AGREES, "families by their derivatives"),
    ("integrate(x exp(x), x) = x exp(x) + c", "x, c: real", "", CONTRADICTS, "families by their derivatives"),
    ("integrate(exp(-x), x, 0, inf) = 2", "x: real", "", CONTRADICTS, "an infinite range"),
    ("diff(integrate(t^2, t, 0, x), x) = x^2", "x, t: real", "", AGREES, "an end that moves"),
    ("taylor(exp(x), x, order=2) = 1 + x + x^2/2", "x: real", "", AGREES, "dual numbers"),
    ("taylor(exp(x), x, order=2) = 1 + x + x^2", "x: real", "", CONTRADICTS, "dual numbers"),
    ("sin(m) in O(1)", "m: natural", "", UNSURE, "a ratio that goes up and down"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "symbols", "given", "answer", "why"), CASES, ids=[f"{c[0]}|{c[2]}" for c in CASES])
def test_statement(claim, symbols, given, answer, why):
    found = finding(claim, symbols=symbols, given=given)
    assert found.status == answer, f"{why}: {found}"
