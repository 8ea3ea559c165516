"""A claim that fails says under which natural assumption it holds, and says nothing where that would say nothing."""

from fractions import Fraction
from random import Random

import pytest

from symcheck.crosscheck.check import crosscheck
from symcheck.diagnosis import specimens
from symcheck.diagnosis.natural import families
from symcheck.engine import Options, judge_claim
from symcheck.explain.code_pages import code
from symcheck.problem.errors import ProblemErrors
from symcheck.problem.load import load_text
from symcheck.problem.single import problem_of_statement
from symcheck.render.words import facts
from symcheck.report import HoldsIf
from symcheck.report_json import claim_from_json, claim_to_json

SYMBOLS = {
    "A, B, C": "matrix(n, n)", "M": "matrix(m, m)", "X": "matrix(n, d)", "u, v, y": "vector(n)", "w": "vector(d)",
    "x, a, lam": "real",
    "S": "matrix(n, n), symmetric", "K": "matrix(n, n), skew", "D": "matrix(n, n), diagonal",
}  # fmt: skip

# claim -> hypotheses, why it is true under them (and false without)
HOLDS_IF = {
    "grad(v^T A v, v) = 2 A v": ("A is symmetric", "Matrix Cookbook (2012) eq. 81: (A + A^T) v"),
    "hess(v^T A v, v) = 2 A": ("A is symmetric", "eq. 98: A + A^T"),
    "grad(tr(A^T B A C), A) = 2 B A C": ("B is symmetric, C is symmetric", "eq. 117: B A C + B^T A C^T"),
    "tr(A B C) = tr(A C B)": ("A is symmetric, B is symmetric, C is symmetric", "reversal and symmetry; two are not enough"),
    "grad(det(A), A) = det(A) inv(A)": ("A is symmetric", "eq. 49: det(A) inv(A)^T"),
    "(A + B)^2 = A^2 + 2 A B + B^2": ("A B = B A", "the difference is A B - B A"),
    "(A B)^2 = A^2 B^2": ("A B = B A", "A B A B"),
    "v^T A v = 0": ("A is skew", "the quadratic form sees the symmetric part only"),
    "norm(A v)^2 = norm(v)^2": ("A is orthogonal", "v^T A^T A v"),
    "(I - A)^2 = I - A": ("A is idempotent", "I - 2 A + A^2"),
    "inv(A) = A": ("A A = I", "multiply by A"),
    "sum(y) v = v": ("sum(y) = 1", "softmax regression: the targets sum to 1"),
    "(u u^T)^2 = u u^T": ("norm(u)^2 = 1", "u u^T u u^T = (u^T u) u u^T"),
    "norm(u + v)^2 = norm(u)^2 + norm(v)^2": ("u^T v = 0", "Pythagoras"),
    "v^T A v >= 0": ("A is positive semidefinite", "its definition with another name: A = C^T C"),
    "tr(A A B A B B) = tr(A A B B A B) + tr(A)": ("A is skew, B is skew", "reversal changes six signs, and the trace is 0"),
    "A B = 0 => B = 0": ("A is invertible", "cancel A"),
    "X w = 0 => w = 0": ("d <= n, X is full column rank", "cancel X^T X"),
    "norm(X w)^2 = norm(w)^2": ("X^T X = I", "an isometry of columns"),
    "tr(X inv(X^T X) X^T) = n": ("n = d", "the trace is d"),
    "x u = a u + a v - x v => x = a": ("", "u + v may be 0: no assumption on one symbol excludes it"),
    "x lam = a lam => x = a": ("lam != 0", "cancel lam"),
    "x^2 <= x": ("x in [0, 1]", "x (1 - x) >= 0"),
}
# claims that fail and hold under a natural assumption only in a way that says nothing
NOTHING = {
    "A = A^T": "is the assumption",
    "A^T = A": "is the assumption, its sides exchanged",
    "2 A = 2 A^T": "is the assumption, times 2",
    "0 = A + A^T": "is the assumption, on one side",
    "A B = B A": "is the assumption: diagonal matrices commute, but who asks",
    "A A = A": "is the assumption",
    "sum(y) = 1": "is the assumption",
    "u^T v = 0": "is the assumption",
    "x >= 0": "is the assumption; x > 0 and x in [0, 1] imply it",
    "2 x > 0": "is the assumption, times 2",
    "A is symmetric": "is the assumption",
    "n = d": "is the assumption",
    "lam A = A": "lam = 1 gives a symbol a value",
    "A = B": "two symbols made equal",
    "A + B = A": "only for B = 0",
    "u = 0": "only for u = 0",
    "tr(A) = tr(A) + v^T K v + 1": "false whatever is assumed",
    "tr(K A) = tr(K A K)": "A = 0 only: both sides are 0 for symmetric A … where K is skew, tr(K A) is, tr(K A K) is not",
    "tr(K A) = 2 tr(K A)": "for symmetric A both sides are 0: true, and about nothing",
    "K v = v": "a skew matrix that is symmetric is 0",
    "tr(A A B A B B) = tr(A A B B A B) + 1": "1 less than an identity of 2×2 matrices",
}


def judged(claim, given=(), options=None):
    problem = problem_of_statement(claim, SYMBOLS, {}, given)
    return problem, judge_claim(problem, problem.claims[0], options or Options())


@pytest.mark.parametrize("claim", HOLDS_IF)
def test_the_natural_assumption_is_named(claim):
    expected, why = HOLDS_IF[claim]
    problem, report = judged(claim)
    assert report.verdict == "fails"
    found = ", ".join(report.holds_if.given) if report.holds_if else ""
    assert found == expected, why
    if found:
        assert f"holds if {report.holds_if.text}" in report.message
        assert ("holds if", report.holds_if.text) in [(f.label, f.text) for f in facts(report)]
        # numerically too, from the text alone: it can be pasted under `given:`
        pasted = problem_of_statement(claim, SYMBOLS, {}, (found,)).claims[0]
        hypotheses = tuple(g.statement for g in pasted.given)
        check = crosscheck(pasted.statement, hypotheses, pasted.context, problem.objects, work=5_000_000)
        assert check.status == "agrees", check


@pytest.mark.parametrize("claim", NOTHING)
def test_nothing_is_said_where_it_would_say_nothing(claim):
    _, report = judged(claim)
    assert report.verdict in {"fails", "undecided"}
    assert report.holds_if is None, NOTHING[claim]


def test_what_is_declared_or_given_is_not_assumed_again():
    _, report = judged("v^T S v >= 0")
    assert report.holds_if == HoldsIf(("S is positive semidefinite",), "S is positive semidefinite")
    _, report = judged("grad(v^T A v, v) = 3 A v", ("A is symmetric",))
    assert report.holds_if is None


def test_hypotheses_of_the_claim_are_kept():
    """The points satisfy what the claim assumes."""
    _, report = judged("A u = B u", ("A B = B A, u = y",))
    assert report.verdict == "fails" and report.holds_if is None
    _, report = judged("tr(X inv(X^T X) X^T) = n", ("d <= n",))
    assert report.holds_if is not None and report.holds_if.given == ("n = d",)


def test_an_assumption_that_is_the_only_mistake_is_the_diagnosis():
    assert judged("v^T A v = 0")[1].diagnosis.kind == "missing-assumption"
    repaired = judged("tr(A B^T) = tr(A B)")[1]
    assert repaired.diagnosis.kind != "missing-assumption" and repaired.holds_if is not None
    assert "natural assumption" in code("missing-assumption")


def test_the_words_join_what_is_alike():
    assert judged("tr(A B C) = tr(A C B)")[1].holds_if.text == "A, B and C are symmetric"
    assert judged("(A B)^2 = A^2 B^2")[1].holds_if.text == "A and B commute"
    assert judged("X w = 0 => w = 0")[1].holds_if.text == "d <= n and X has full column rank"


def test_the_budget_is_counted():
    assert judged("v^T A v = 0", options=Options(assumptions=0))[1].holds_if is None
    assert judged("v^T A v = 0", options=Options(assumptions=1))[1].holds_if is None
    assert judged("grad(v^T A v, v) = 2 A v", options=Options(assumptions=2))[1].holds_if is not None


def test_the_seed_does_not_change_it():
    for seed in range(3):
        assert judged("norm(A v)^2 = norm(v)^2", options=Options(seed=seed))[1].holds_if.given == ("A is orthogonal",)


def test_a_report_reads_back():
    _, report = judged("v^T A v = 0")
    written = claim_to_json(report)
    assert written["holds_if"] == {"given": ["A is skew"], "text": "A is skew"}
    assert claim_from_json(written).holds_if == report.holds_if
    del written["holds_if"]  # of a report written before there was one
    assert claim_from_json(written).holds_if is None


FILE = """
symbols:
  A: matrix(n, n)
  v: vector(n)
claims:
  1: {expect: fails, claim: 'v^T A v = 0'}
  2:
    claim: v^T A v = 0
    expect:
      verdict: fails
      holds_if: EXPECTED
"""


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("A is skew", ()),
        ("A  is skew", ()),
        ("none", ("expected holds_if: nothing, found A is skew",)),
        ("A is symmetric", ("expected holds_if: A is symmetric, found A is skew",)),
    ],
)
def test_a_file_can_expect_it(expected, said):
    problem = load_text(FILE.replace("EXPECTED", expected), "f.yaml")
    assert judge_claim(problem, problem.claims[1], Options()).unmet == said


def test_commas_inside_brackets_do_not_separate_what_is_expected():
    text = FILE.replace("EXPECTED", "n >= 1, u in [0, 1], u^T v = 0")
    assert load_text(text, "f.yaml").claims[1].expect.holds_if == ("n >= 1", "u in [0, 1]", "u^T v = 0")


def test_the_key_is_known_to_the_file():
    with pytest.raises(ProblemErrors, match="holds_if"):
        load_text(FILE.replace("holds_if", "holds_fi"), "f.yaml")


# the specimens ------------------------------------------------------------------------------------------------


def identity(n):
    return specimens.unit(n)


PROPERTIES = {
    "symmetric": lambda a: a == specimens.flipped(a),
    "skew": lambda a: a == specimens.scaled(specimens.flipped(a), Fraction(-1)),
    "diagonal": lambda a: all(not v for i, row in enumerate(a) for j, v in enumerate(row) if i != j),
    "invertible": lambda a: specimens.inverse(a) is not None,
    "orthogonal": lambda a: specimens.times(a, specimens.flipped(a)) == identity(len(a)),
    "idempotent": lambda a: specimens.times(a, a) == a and a != identity(len(a)),
    "projection": lambda a: specimens.times(a, a) == a == specimens.flipped(a) and a != identity(len(a)),
    "positive definite": lambda a: a == specimens.flipped(a) and all(minor(a, k) > 0 for k in range(1, len(a) + 1)),
    "positive semidefinite": lambda a: a == specimens.flipped(a) and all(minor(a, k) >= 0 for k in range(1, len(a) + 1)),
}


def minor(a, k):
    """The leading minor of order k, by Laplace."""

    def det(rows):
        if not rows:
            return Fraction(1)
        return sum((-1) ** j * v * det([r[:j] + r[j + 1 :] for r in rows[1:]]) for j, v in enumerate(rows[0]))

    return det([row[:k] for row in a[:k]])


@pytest.mark.parametrize("prop", specimens.SPECIMENS)
def test_a_specimen_has_its_property_and_is_not_zero(prop):
    for seed in range(12):
        for n in (2, 3, 4):
            found = specimens.SPECIMENS[prop](n, n, Random(seed))
            assert found is None or (PROPERTIES[prop](found) and any(v for row in found for v in row))
    assert any(specimens.SPECIMENS[prop](3, 3, Random(seed)) for seed in range(3))


def test_specimens_of_vectors_and_rectangular_arrays():
    for seed in range(8):
        random = Random(seed)
        assert (u := specimens.of_norm_one(3, 1, random)) and sum(v * v for (v,) in u) == 1
        assert (y := specimens.summing_to_one(4, 1, random)) is None or sum(v for (v,) in y) == 1
        q = specimens.orthonormal_columns(4, 2, random)
        assert q is None or specimens.times(specimens.flipped(q), q) == identity(2)
        assert specimens.orthonormal_columns(2, 4, random) is None and specimens.wide(4, 2, random) is None
        a, b = specimens.commuting(2, 3, random, flips=False)
        assert specimens.times(a, b) == specimens.times(b, a)
        assert (p := specimens.perpendicular(3, random)) is None or specimens.times(specimens.flipped(p[0]), p[1]) == ((0,),)


def test_every_natural_assumption_can_be_read_and_has_points():
    """Also where only the sizes 2 and 3 are tried: no family is dead."""
    problem, _ = judged("tr(A) + tr(M) + norm(X)^2 + u^T v + x = 1")
    context = problem.claims[0].context
    chosen = {n: context.symbols[n] for n in ("A", "B", "M", "X", "u", "v", "x")}
    dead = []
    for family in families(chosen):
        for assumption in family:
            problem_of_statement("tr(A) = 1", SYMBOLS, {}, assumption.texts)
            drawn = [assumption.draw({"n": n, "d": d, "m": 2}, Random(s)) for n, d in ((2, 3), (3, 2)) for s in range(4)]
            if not any(d is not None for d in drawn):
                dead.append(assumption.texts)
    assert dead == []
