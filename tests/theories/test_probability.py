"""E, Var, Cov, P and divergences: true claims with their false twins, and moments against averages over all values.

Sources: The Matrix Cookbook (2012), chapters 6 and 8; Bishop (2006), chapters 1 and 2.  The claims of problems/probability/ are
judged by tests/problems.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product as cartesian
from pathlib import Path

import pytest

from symcheck.decide import decide
from symcheck.diagnosis.judging import question_of
from symcheck.engine import Options, judge_claim
from symcheck.kernel.evaluation import Model, evaluate
from symcheck.problem.errors import ProblemErrors
from symcheck.problem.load import load_problem
from symcheck.problem.single import problem_of_statement, read_text
from symcheck.theories.claims import lower_claim
from symcheck.theories.expressions import Lowerer, Setting
from symcheck.theories.goals import leaves
from symcheck.theories.lowering import NotLowered
from symcheck.theories.outcomes import READINGS
from symcheck.theories.random_claims import only_refuting
from symcheck.theories.random_names import claim_names, independence

SYMBOLS = {
    "x, x2": "random vector(d), mean mu, covariance S",
    "y": "random vector(k), mean nu, covariance R",
    "S": "matrix(d, d)", "R": "matrix(k, k)", "mu, a, c": "vector(d)", "nu": "vector(k)",
    "A": "matrix(d, d)", "M": "matrix(k, d)",
    "X": "random, mean m, variance s^2", "Y": "random, mean m2, variance v", "Z, W, V": "random",
    "m, m2, s, v, t, p, q, l": "real", "pos": "real, positive",
    "g": "random, normal(m, s^2)", "h": "random, normal(m2, v)", "G": "random vector(d), normal(mu, S)",
    "b": "random, bernoulli(p)", "c1": "random, bernoulli(q)", "mask": "random vector(d), bernoulli(p)",
    "w": "random vector(d), mean 0, covariance q^2 I", "Q": "random matrix(k, d), mean 0, covariance q^2 I",
    "e": "random vector(n), mean m ones(n), covariance s^2 I", "ex": "random, exponential(l)", "A1, B1, C1": "event",
}  # fmt: skip


def judged(claim, *given, symbols=SYMBOLS):
    problem = problem_of_statement(claim, symbols, {}, given)
    return judge_claim(problem, problem.claims[0], Options(points=3, repairs=0, assumptions=0), {})


@pytest.mark.parametrize(
    ("claim", "given", "verdict"),
    [
        # independence dropped, or of pairs only
        ("Var(X + Y) = s^2 + v", ("independent(X, Y)",), "holds"),
        ("Var(X + Y) = s^2 + v", (), "fails"),
        ("E(X^2 Y) = E(X^2) m2", ("independent(X, Y)",), "holds"),
        ("E(X^2 Y) = E(X^2) m2", (), "fails"),
        ("E(X Y Z) = m m2 E(Z)", ("independent(X, Y, Z)",), "holds"),
        ("E(X Y Z) = m m2 E(Z)", ("independent(X, Y)", "independent(X, Z)", "independent(Y, Z)"), "undecided"),
        ("E(X Y Z) = m m2 E(Z)", ("independent(X, Y)",), "fails"),
        ("E(X Y) = m m2", ("Cov(X, Y) = 0",), "holds"),
        ("E(X^2 Y^2) = E(X^2) E(Y^2)", ("Cov(X, Y) = 0",), "undecided"),  # uncorrelated is not independent
        ("E(b c1) = p q", ("independent(b, c1)",), "holds"),
        ("E(b c1) = p q", (), "fails"),
        ("Var(x + x2) = 2 S", ("independent(x, x2)",), "holds"),
        ("Var(x + x2) = 2 S", (), "fails"),
        # signs, factors, transposes
        ("Var(Z - W) = Var(Z) + Var(W) - 2 Cov(Z, W)", (), "holds"),
        ("Var(Z - W) = Var(Z) + Var(W) + 2 Cov(Z, W)", (), "fails"),
        ("Cov(M x, y) = M Cov(x, y)", (), "holds"),
        ("Cov(x, y) = Cov(y, x)^T", (), "holds"),
        ("Var(A x) = A S A^T", (), "holds"),
        ("Var(A x) = A^T S A", (), "fails"),
        ("E(norm(e - ones(n) sum(e) / n)^2) = (n - 1) s^2", (), "holds"),
        ("E(norm(e - ones(n) sum(e) / n)^2) = n s^2", (), "fails"),
        ("Var(sum(e[i] for i in 1..n) / n) = s^2 / n", (), "holds"),
        ("Var(sum(e[i] for i in 1..n) / n) = s^2 / n^2", (), "fails"),
        ("E(sum((e[i] - sum(e[j] for j in 1..n) / n)^2 for i in 1..n)) = (n - 1) s^2", (), "holds"),
        ("E(sum((e[i] - sum(e[j] for j in 1..n) / n)^2 for i in 1..n)) = n s^2", (), "fails"),
        ("sum(Var(e[i]) for i in 1..n) = n s^2", (), "holds"),
        # two random arrays in one network (once refuted: indices were joined one after another)
        ("Var(w^T x) = q^2 (tr(S) + norm(mu)^2)", ("independent(w, x)",), "holds"),
        ("E(norm(Q^T y)^2) = d q^2 (tr(R) + norm(nu)^2)", ("independent(Q, y)",), "holds"),
        ("E(norm(Q^T y)^2) = k q^2 (tr(R) + norm(nu)^2)", ("independent(Q, y)",), "fails"),
        # what moments of order two do not determine
        ("E((X - m)^4) = 3 s^4", (), "fails"),
        ("E((g - m)^4) = 3 s^4", (), "holds"),
        ("E((X - m)^3) >= 0", (), "fails"),
        ("E(exp(X)) = exp(m)", (), "fails"),
        ("E(exp(X)) - E(exp(X) + X) = -m", (), "holds"),
        ("E(abs(Z)) >= 0", (), "undecided"),  # true at every distribution that is tried, which proves nothing
        ("E(g^2 h^2) = E(g^2) E(h^2)", ("Cov(g, h) = 0",), "undecided"),  # normal each, but not jointly
        ("P(X > m) = 1/2", (), "fails"),
        ("Cov(Z, W)^2 <= Var(Z) Var(W)", (), "holds"),
        ("Cov(Z, W)^2 < Var(Z) Var(W)", (), "fails"),
        ("E(Z W) = 0", ("Cov(Z, W) = 3", "Var(Z) = 1", "Var(W) = 1"), "undecided"),  # no such variables: vacuous
        # derivatives
        ("grad(E(norm(x - a)^2), a) = 2 (a - mu)", (), "holds"),
        ("grad(E(x^T A x), mu) = (A + A^T) mu", (), "holds"),
        ("grad(E(x^T A x), S) = A", (), "undecided"),  # a covariance is symmetric
        ("diff(E(X^3), m) = 3 s^2 + 3 m^2", (), "undecided"),  # the third cumulant may change with m
        ("diff(E(Z^2), t) = 0", (), "holds"),
        ("argmin(E((Z - t)^2), t) = E(Z)", (), "holds"),
        # events
        ("P(A1 | B1) = P(B1 | A1) P(A1) / P(B1)", (), "holds"),
        ("P(A1 | B1) = P(B1 | A1)", (), "fails"),
        ("P(A1 or B1 or C1) <= P(A1) + P(B1) + P(C1)", (), "holds"),
        ("P(A1 and B1 and C1) = P(A1) P(B1) P(C1)", ("independent(A1, B1)",), "fails"),
        ("P(A1) < 1", (), "fails"),
        # E[.] of what is not random, and E inside E
        ("E(t^2) = t^2", (), "holds"),
        ("E(t^2) = t", (), "fails"),
        ("E(E(X) X) = m^2", (), "holds"),
        ("Var(E(X)) = 0", (), "holds"),
        ("E(Z (1 / Z)) = 1", (), "holds"),
        ("E(1 / Z) = 1 / E(Z)", (), "fails"),
        ("E(1 / b) = 1", (), "undecided"),
        ("E(ex^3) = 6 / l^3", (), "holds"),
        ("E(ex) >= 0", (), "holds"),  # the rate of an exponential law is positive
    ],
)
def test_a_claim_about_random_symbols(claim, given, verdict):
    report = judged(claim, *given)
    assert report.verdict == verdict, report.message


@pytest.mark.parametrize(
    ("claim", "given", "words"),
    [
        ("X = m", (), "`X` is a random variable and stands outside E, Var, Cov and P"),
        ("E(X) = m", ("independent(X, t)",), "`t` is no random symbol and no event"),
        ("E(X) = m", ("independent(X, Y, X)",), "names a symbol twice"),
        ("KL(m || s) = 0", (), "compares numbers, which are no distributions"),
        ("E[X | Y] = m", (), "only E(f | A) with an event A is read"),
        ("KL(normal(m, pos) || exponential(pos)) = 0", (), "of two different laws"),
        ("grad(E(x^T A x), S) = A", (), "`S` is in the covariance of a random array"),
        ("E(exp(ex)) = 1", (), "no refutation"),
    ],
)
def test_what_is_not_read_is_said(claim, given, words):
    report = judged(claim, *given)
    assert report.verdict == "undecided"
    assert words in report.message


def test_the_report_says_what_is_open_and_prints_the_distribution():
    report = judged("E(exp(X)) = exp(m)")
    assert "not determined by the declared moments: the expectation of exp of X" in report.notes
    assert "X is 2 with probability 1/5 or -1/2 with probability 4/5" in report.message
    together = judged("E(X Y^2) = m E(Y^2)")
    assert "X, Y in this order at once" in together.message
    moments = judged("Var(Z + W) = Var(Z) + Var(W)")
    assert {"Var(Z)", "Cov(W, Z)"} <= set(moments.counterexample.values)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("random, bernoulli(p), mean p", "has its mean and variance from its parameters"),
        ("random vector(d), normal(p, p), mean 0", "has its mean and variance"),
        ("random, normal", "is given by its mean and covariance"),
        ("random vector(d), categorical(p)", "the column of the probabilities"),
        ("random, normal(mu, S)", "is a distribution of"),
        ("random vector(d), normal(mu, p)", "is a scalar"),
        ("random, bernoulli(mu)", "its parameters are numbers"),
    ],
)
def test_a_kind_that_is_refused(kind, words):
    with pytest.raises(ProblemErrors) as caught:
        problem_of_statement("p = p", {"r": kind, "p": "real", "mu": "vector(d)", "S": "matrix(d, d)"}, {})
    assert words in str(caught.value)


# Moments by partitions and cumulants against averages over all values, exactly.

P = Fraction(1, 3)
ARRAYS = {"d": 2, "k": 2}
VALUES = {
    "p": ((P,),), "t": ((Fraction(2),),), "a": ((Fraction(1),), (Fraction(-2),)), "c": ((Fraction(3),), (Fraction(1),)),
    "A": ((Fraction(1), Fraction(2)), (Fraction(-1), Fraction(3))),
}  # fmt: skip
COINS = {
    "f": "random vector(d), bernoulli(p)", "h": "random vector(d), bernoulli(p)", "F": "random matrix(d, d), bernoulli(p)",
    "z": "random, bernoulli(p)", "p, t": "real", "a, c": "vector(d)", "A": "matrix(d, d)",
}  # fmt: skip
TERMS = [
    "a^T f", "f f^T", "(a^T f)^2", "f^T A f", "(a^T f)^3", "norm(f)^4", "(f .* a) f^T", "(a^T f) (c^T h)", "f^T A h",
    "(f^T h)^2", "f h^T A f", "F a", "F^T F", "F F^T", "a^T F c", "f^T F h", "norm(F f)^2", "tr(F F)", "tr(F) f^T F a",
    "z f", "z^2 f^T A f", "diag(f) A diag(h)", "(f .* h) f^T", "(a^T f)^2 (a^T h)^2", "tr(F F^T A)", "(1 - z) f^T f + z h^T h",
]  # fmt: skip


@pytest.mark.parametrize("text", TERMS)
def test_moments_are_averages_over_all_values(text):
    problem = problem_of_statement("p = p", COINS, {})
    context = problem.context
    term = read_text(f"E({text})", COINS, {}).term
    lowerer = Lowerer(Setting(context, {}))
    names, _ = claim_names((term,), context)
    lowerer.chance.prepare(names, (), [frozenset(names)])
    closed = evaluate(lowerer.lower(term), Model(ARRAYS, VALUES))

    shapes = {n: [s.at(ARRAYS) for s in (context.symbols[n].shape.rows, context.symbols[n].shape.cols)] for n in names}
    bare = {n: k.removeprefix("random ").removesuffix(", bernoulli(p)") for n, k in COINS.items()} | {"z": "real"}
    plain = Lowerer(Setting(problem_of_statement("p = p", bare, {}).context, {}))
    inside = plain.lower(term.args[0])
    total = None
    counts = [r * c for r, c in shapes.values()]
    for bits in cartesian((0, 1), repeat=sum(counts)):
        weight, rest, values = Fraction(1), list(bits), dict(VALUES)
        for bit in bits:
            weight *= P if bit else 1 - P
        for n, (rows, cols) in shapes.items():
            values[n] = tuple(tuple(Fraction(rest.pop(0)) for _ in range(cols)) for _ in range(rows))
        value = evaluate(inside, Model(ARRAYS, values))
        flat = [weight * v for row in value for v in row]
        total = flat if total is None else [x + y for x, y in zip(total, flat, strict=True)]
    assert [Fraction(v) for row in closed for v in row] == total


FILES = sorted((Path(__file__).parents[2] / "problems" / "probability").glob("*.yaml"))


def readings():
    """Every fourth true claim in the normal run, all of them under `pytest -m slow`."""
    count = 0
    for path in FILES:
        problem = load_problem(str(path))
        for claim in problem.claims:
            if (claim.expect.verdict or "holds") == "holds" and claim.statement is not None:
                count += 1
                yield pytest.param(problem, claim, id=claim.id, marks=[pytest.mark.slow] if count % 4 else [])


@pytest.mark.parametrize(("problem", "claim"), list(readings()))
def test_no_finite_distribution_refutes_what_moments_prove(problem, claim):
    """The two readings share no rule for moments: a wrong cumulant shows as a counterexample."""
    question = question_of(problem, claim, claim.statement)
    if not claim_names((question.statement, *(t for _, t in question.given)), claim.context)[0]:
        return
    for k in range(len(READINGS)):
        try:
            lowered = lower_claim(question.statement, question.given, replace(question.setting, outcomes=k))
        except NotLowered:
            continue
        assert decide(only_refuting(lowered.goal, ())).status != "fails"


def test_the_finite_reading_is_never_a_proof():
    problem = problem_of_statement("E(abs(Z)) >= 0", SYMBOLS, {})
    claim = problem.claims[0]
    goal = lower_claim(claim.statement, (), Setting(problem.context, {})).goal
    assert any(o.refutes_only for o in leaves(goal))
    assert decide(goal).status == "undecided"


def test_independence_is_read_out_of_a_conjunction():
    problem = problem_of_statement("m = m", SYMBOLS, {})
    term = read_text("independent(X, Y) and m > 0", SYMBOLS, {}).term
    rest, groups = independence((("given.1", term),), problem.context)
    assert groups == [frozenset({"X", "Y"})]
    assert [label for label, _ in rest] == ["given.1"]
    assert rest[0][1].op == "rel"
