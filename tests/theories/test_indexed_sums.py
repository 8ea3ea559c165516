"""Sums over the indices of arrays of any size, and calls that say what other calls say.

Sources: Horn and Johnson 2013, 0.2.6 (products as sums over indices); Bishop 2006, (3.12), (4.90) (losses written as sums over
a sample); the false twins change a factor, a sign or an index.
"""

from random import Random

import pytest

from symcheck.crosscheck.check import truths
from symcheck.diagnosis.judging import question_of
from symcheck.engine import Options, judge_claim
from symcheck.language.terms import Term
from symcheck.problem.single import problem_of_statement
from symcheck.theories.indexed_sums import array_sum

SYMBOLS = {
    "X": "matrix(n, d)", "C": "matrix(d, n)", "A, B": "matrix(n, n)", "w": "vector(d)", "t, u, v": "vector(n)",
    "z": "vector(3)", "c": "real", "p, q": "real, positive",
}  # fmt: skip
LET = {"L(w)": "sum((X[i,:] w - t[i])^2 for i in 1..n)/n", "ll(w)": "sum(log(1 + exp(-t[i] X[i,:] w)) for i in 1..n)"}
TRUE = [
    "sum(u[i] v[i] for i in 1..n) = u^T v",
    "sum_{i=1}^n u_i v_i = u^T v",
    "sum(A[i,j] u[i] v[j] for i in 1..n, j in 1..n) = u^T A v",
    "sum(A[i,j] u[j] v[i] for i in 1..n, j in 1..n) = v^T A u",
    "sum(sum(A[i,j] v[j] for j in 1..n) u[i] for i in 1..n) = u^T A v",
    "sum(A[i,i] for i in 1..n) = tr(A)",
    "sum(A[i,j] B[i,j] for i in 1..n, j in 1..n) = tr(A^T B)",
    "sum(A[i,j] B[j,i] for i in 1..n, j in 1..n) = tr(A B)",
    "sum(X[i,j]^2 for i in 1..n, j in 1..d) = norm(X)^2",
    "sum((u[i] - v[j])^2 for i in 1..n, j in 1..n) = n u^T u + n v^T v - 2 sum(u) sum(v)",
    "sum(X[i,:]^T X[i,:] for i in 1..n) = X^T X",
    "sum(u[i] X[i,:]^T X[i,:] for i in 1..n) = X^T diag(u) X",
    "sum(A[:,i] u[i] for i in 1..n) = A u",
    "sum(u[i] A[i,:] for i in 1..n) = u^T A",
    "sum(X[i,:] C[:,i] for i in 1..n) = tr(X C)",
    "sum(norm(X[i,:])^2 for i in 1..n) = tr(X^T X)",
    "sum((X w)[i] t[i] for i in 1..n) = t^T X w",
    "sum((u[i] - sum(u)/n)^2 for i in 1..n) = u^T u - sum(u)^2/n",
    "sum(u[i] for i in 1..n)^2 <= n sum(u[i]^2 for i in 1..n)",
    "sum(z[i] for i in 1..2) = z[1] + z[2]",
    "grad(L(w), w) = (2/n) X^T (X w - t)",
    "grad(ll(w), w) = -X^T (t .* sigmoid(-t .* (X w)))",
    "grad(sum(exp(v[i]) for i in 1..n), v) = exp(v)",
    "argmin(sum((t[i] - c)^2 for i in 1..n), c) = mean(t)",
    "logsumexp(v) = log(sum(exp(v[k]) for k in 1..n))",
    "mean((u[i] - mean(u))^2 for i in 1..n) = mean(u .* u) - mean(u)^2",
    "mean(X) = sum(X)/(n d)",
    "trace(A B) = trace(B A)",
    "dot(u, v) = u^T v",
    "rows(X) = n",
    "log(p q, 10) = log(p, 10) + log(q, 10)",
    "log(8, 2) = 3",
]
FALSE = [
    ("sum(u[i] v[i] for i in 1..n) = 2 u^T v", "a factor"),
    ("sum(A[i,j] u[i] v[j] for i in 1..n, j in 1..n) = v^T A u", "the indices exchanged"),
    ("sum(A[i,j] B[i,j] for i in 1..n, j in 1..n) = tr(A B)", "a transpose missing"),
    ("sum((u[i] - v[j])^2 for i in 1..n, j in 1..n) = norm(u - v)^2", "two indices are not one"),
    ("sum(A[:,i] u[i] for i in 1..n) = A^T u", "columns are not rows"),
    ("sum(X[i,:]^T X[i,:] for i in 1..n) = 2 X^T X", "a factor"),
    ("sum(X[i,:] C[:,i] for i in 1..n) = tr(X C) + 1", "one more"),
    ("grad(L(w), w) = 2 X^T (X w - t)", "the mean forgotten"),
    ("grad(ll(w), w) = X^T (t .* sigmoid(-t .* (X w)))", "a sign"),
    ("argmin(sum((t[i] - c)^2 for i in 1..n), c) = sum(t[i] for i in 1..n)", "the sum for the mean"),
    ("mean(u[i] for i in 1..n) = sum(u)", "the sum for the mean"),
    ("log(p, 2) = log(p)", "another base"),
    ("cols(X) = n", "rows for columns"),
]


def judged(claim):
    problem = problem_of_statement(claim, SYMBOLS, LET, ())
    return judge_claim(problem, problem.claims[0], Options(points=3, repairs=0, assumptions=0))


@pytest.mark.parametrize("claim", TRUE)
def test_what_is_true_holds(claim):
    assert judged(claim).verdict == "holds"


@pytest.mark.parametrize(("claim", "reason"), FALSE)
def test_what_is_false_fails(claim, reason):
    assert judged(claim).verdict == "fails", reason


def test_a_condition_that_the_form_gives_is_not_reported():
    assert judged("grad(ll(w), w) = -X^T (t .* sigmoid(-t .* (X w)))").scope.where == ()
    assert judged("log(diag(exp(v))) = log(diag(exp(v)))").scope.where == ("every entry of diag(exp(v)) > 0",)


def test_an_index_beyond_the_array_is_no_sum_of_it():
    assert judged("sum(u[i] for i in 1..d) = sum(u)").verdict != "holds"


NUMBERS = (
    "u[i]", "v[i]", "A[i,i]", "(A u)[i]", "X[i,:] w", "X[i,:] C[:,i]", "norm(X[i,:])^2", "u^T v", "c", "2", "exp(u[i])",
    "w^T X[i,:]^T", "sum(A[i,k] v[k] for k in 1..n)",
)  # fmt: skip
PAIRS = (*NUMBERS, "v[j]", "A[i,j]", "A[j,i]", "(A B)[j,i]", "X[i,:] X[j,:]^T", "tanh(A[i,j])", "C[:,j]^T X[i,:]^T", "u[j]")
ROWS = ("X[i,:]", "C[:,i]^T", "w^T", "(C[:,i] + w)^T", "-X[i,:]", "w^T X^T X / 3")


def body(random, parts, depth=2):
    """A random expression in the parts."""
    if depth == 0 or random.random() < 0.2:
        return random.choice(parts)
    a, b = body(random, parts, depth - 1), body(random, parts, depth - 1)
    return random.choice([f"({a} + {b})", f"({a} - {b})", f"({a}) ({b})", f"({a})^2", f"-({a})", f"({a})/3", f"sin({a})"])


def sums(random):
    """Random sums over indices."""
    kind = random.randrange(4)
    if kind == 0:
        return f"sum({body(random, NUMBERS)} + u[i] for i in 1..n)"
    if kind == 1:
        return f"sum({body(random, PAIRS)} + A[i,j] for i in 1..n, j in 1..n)"
    row, other, number = random.choice(ROWS), random.choice(ROWS), body(random, NUMBERS, 1)
    if kind == 2:
        return f"sum(({number}) ({row}) + X[i,:] for i in 1..n)"
    return f"sum(({number}) ({row})^T ({other}) + w X[i,:] for i in 1..n)"


def test_numpy_finds_the_same_sum():
    random, read, equal = Random(20261123), 0, 0
    for _ in range(120):
        text = sums(random)
        problem = problem_of_statement(f"{text} = {text}", SYMBOLS, {}, ())
        question = question_of(problem, problem.claims[0], problem.claims[0].statement)
        term = problem.claims[0].statement.args[0]
        whole = array_sum(term)
        if whole is None:
            continue
        read += 1
        found = truths(Term("rel", (term, whole), "="), (), question.context, question.objects, points=3)
        assert {f.truth for f in found} <= {"true", "unclear"}, text
        equal += any(f.truth == "true" for f in found)
    assert read > 100
    assert equal > 0.9 * read
