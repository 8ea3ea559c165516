"""NumPy's distributions: declared laws and moments as they are, independence as products, and what is not averaged."""

from __future__ import annotations

import pytest

from symcheck.crosscheck.check import crosscheck
from symcheck.problem.single import problem_of_statement

SYMBOLS = {
    "x, y": "random vector(d), mean mu, covariance S", "mu": "vector(d)", "S": "matrix(d, d)",
    "X, Y": "random, mean m, variance s^2", "m, s, t": "real", "p, q": "real",
    "b, c": "random, bernoulli(p)", "mask": "random vector(d), bernoulli(p)", "hot": "random vector(d), categorical(mu)",
    "g": "random, normal(m, v)", "v, w, rate": "real, positive", "u": "random, uniform(0, w)", "e": "random, exponential(rate)",
    "n1": "random, poisson(rate)", "G": "random vector(d), normal(mu, S)", "A, B": "event",
    "C, D": "matrix(d, d), positive definite", "pp, qq": "vector(d)",
}  # fmt: skip


def found(claim, *given):
    problem = problem_of_statement(claim, SYMBOLS, {}, given)
    stated = problem.claims[0]
    return crosscheck(stated.statement, tuple(g.statement for g in stated.given), stated.context, {}, points=4)


@pytest.mark.parametrize(
    ("claim", "given", "status"),
    [
        ("E(x x^T) = S + mu mu^T", (), "agrees"),
        ("E(x x^T) = S", (), "contradicts"),
        ("Var(x + y) = 2 S", ("independent(x, y)",), "agrees"),
        ("Var(X + Y) = 2 s^2", (), "contradicts"),  # what is not declared independent is correlated
        ("Var(X + Y) = 2 s^2", ("independent(X, Y)",), "agrees"),
        ("E((X - m)^3) = 0", (), "contradicts"),  # what is not declared symmetric is skew
        ("Var(b) = p (1 - p)", (), "agrees"),
        ("Var(mask) = p (1 - p) I", (), "agrees"),
        ("Var(hot) = diag(mu) - mu mu^T", (), "agrees"),
        ("E((g - m)^6) = 15 v^3", (), "agrees"),
        ("E(exp(g)) = exp(m + v / 2)", (), "agrees"),
        ("E((g - m)^4) = v^2", (), "contradicts"),
        ("Var(u) = w^2 / 12", (), "agrees"),
        ("E(e^4) = 24 / rate^4", (), "agrees"),
        ("Var(n1) = rate", (), "agrees"),
        ("Var(norm(G)^2) = 2 tr(S S) + 4 mu^T S mu", (), "agrees"),
        ("P(A and B) = P(A) P(B)", ("independent(A, B)",), "agrees"),
        ("P(A and B) = P(A) P(B)", (), "contradicts"),
        ("P(A | B) P(B) = P(B | A) P(A)", (), "agrees"),
        ("P(b = 1) = p", (), "agrees"),
        ("KL(normal(m, v) || normal(t, w)) = log(w / v) / 2 + (v + (m - t)^2) / (2 w) - 1/2", (), "agrees"),
        ("KL(normal(m, v) || normal(t, w)) = log(v / w) / 2 + (v + (m - t)^2) / (2 w) - 1/2", (), "contradicts"),
        ("KL(normal(mu, C) || normal(0, I(d))) = (tr(C) + norm(mu)^2 - d - logdet(C)) / 2", (), "agrees"),
        ("KL(pp || qq) = -sum(pp .* log(qq)) - entropy(pp)", (), "agrees"),
        ("entropy(exponential(rate)) = 1 - log(rate)", (), "agrees"),
        ("grad(logpdf(normal(mu, C), pp), mu) = inv(C) (pp - mu)", (), "agrees"),
        # not averaged: jumps and singularities of continuous variables, derivatives by parameters
        ("P(g > m) = 1/2", (), "inconclusive"),
        ("E(log(e)) = 0", (), "inconclusive"),
        ("diff(E(X^2), m) = 2 m", (), "inconclusive"),
        ("diff(KL(normal(m, v) || normal(0, 1)), m) = m", (), "inconclusive"),
    ],
)  # fmt: skip
def test_a_statement_about_distributions(claim, given, status):
    finding = found(claim, *given)
    assert finding.status == status, finding.detail
