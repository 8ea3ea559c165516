"""What the cross-check must never do: contradict a truth because of rounding, agree by luck, hang, or guess."""

from fractions import Fraction

import pytest
from crosscheck_reading import finding, parts, points_of

from symcheck.crosscheck.check import NOT_APPLICABLE, crosscheck
from symcheck.crosscheck.counterexample import counterexample_check, domain_check
from symcheck.crosscheck.registry import RULES
from symcheck.language.operators import VOCABULARY
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, num, sym

# (true statement that floats compute badly, symbols, given)
BADLY_CONDITIONED = [
    ("(x + 10^8) - 10^8 = x", "x: real", ""),
    ("inv(inv(A)) = A", "A: matrix(n, n)", ""),
    ("inv(X^T X + 10^(-7) I) (X^T X + 10^(-7) I) = I", "X: matrix(n, d)", ""),
    ("1/(1/x - 1/(x + y)) = x (x + y)/y", "x, y: real", ""),
    ("(1 - cos(x/10000)) = 2 sin(x/20000)^2", "x: real", ""),
    ("exp(30 x) exp(-30 x) = 1", "x: real", ""),
    ("sum(b^(k - i) for i in 1..k) = (1 - b^k)/(1 - b)", "b: real; k: natural", "b != 1"),
    ("log(det(A)) = logdet(A)", "A: matrix(n, n), positive definite", ""),
]


@pytest.mark.parametrize(("claim", "symbols", "given"), BADLY_CONDITIONED, ids=[c[0] for c in BADLY_CONDITIONED])
@pytest.mark.parametrize("seed", range(3))
def test_rounding_never_contradicts(claim, symbols, given, seed):
    assert finding(claim, symbols=symbols, given=given, seed=seed).contradicting == 0


@pytest.mark.parametrize("claim", ["x = x + 1/10^12", "x < x + 1/10^12", "(1 + 1/10^13) x = x", "x^2 + 1/10^13 > x^2"])
def test_a_difference_within_rounding_is_neither_agreement_nor_contradiction(claim):
    assert finding(claim, symbols="x: real").status == "inconclusive"


def test_relative_to_the_scale_of_the_terms():
    """A wrong claim about tiny quantities is as wrong as one about large ones."""
    for scale in ("10^(-12)", "1", "10^12"):
        assert finding(f"{scale} (x + y)^2 = {scale} (x^2 + y^2)", symbols="x, y: real").status == "contradicts"
        assert finding(f"{scale} (x + y)^2 = {scale} (x^2 + 2 x y + y^2)", symbols="x, y: real").status == "agrees"


def test_symmetric():
    for claim in ("(A B)^T = B^T A^T", "(A B)^T = A^T B^T"):
        left, right = claim.split(" = ")
        symbols = "A, B: matrix(n, n)"
        assert finding(claim, symbols=symbols).status == finding(f"{right} = {left}", symbols=symbols).status


def test_one_false_point_is_not_a_contradiction():
    found = finding("x < 3/2", symbols="x: real", seed=1, points=12)
    assert found.contradicting == 1, "this seed was chosen to have one"
    assert found.status == "inconclusive"


def test_a_contradiction_shows_where():
    found = finding("x^2 = x^3", symbols="x: real, in [2, 3]")
    assert found.contradicting == 6
    assert "left" in found.detail and "right" in found.detail


SCOPES = [
    # (claim, symbols, definitions, answer, why)
    ("for all x in [2, 3]: y = x0 + 1", "x, x0: real", "y: x0 + 1", "agrees", "no name in common"),
    ("for all x in [2, 3]: f(x) > y", "x: real, in [0, 1]", "y: x; f(x): x", "agrees", "y is the file's x, not the bound one"),
    ("grad(L(w), w) = 2 w", "w: vector(n)", "L(v): norm(v)^2", "agrees", "through a parameter"),
    ("grad(g, z) = 2 z", "w: vector(n); A: matrix(m, n)", "z: A w; g: norm(z)^2", "agrees", "an intermediate is free below g"),
    ("grad(g, w) = 2 A^T z", "w: vector(n); A: matrix(m, n)", "z: A w; g: norm(z)^2", "agrees", "and g is a function of w"),
    ("grad(L, w) = 2 w", "w: vector(n)", "L(v): norm(v)^2", "agrees", "the function's name alone"),
    ("diff(f(2 x), x) = 2 f(2 x)", "x: real", "f(u): exp(u)", "agrees", "an argument that depends on the variable"),
    ("h(x, y) = x - y", "x, y: real", "h(y, x): y - x", "agrees", "parameters with the names of other symbols"),
    ("h(y, x) = x - y", "x, y: real", "h(y, x): y - x", "contradicts", "the same, exchanged"),
    ("diff(norm(w)^2, w[1]) = 2 w[1]", "w: vector(n)", "", "agrees", "one entry"),
    ("grad(norm(w)^2, w, at=v) = 2 v", "w, v: vector(n)", "", "agrees", "at another point"),
    ("sum(diff(x^i, x) for i in 1..3) = 1 + 2 x + 3 x^2", "x: real", "", "agrees", "a derivative under a sum"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "symbols", "let", "answer", "why"), SCOPES, ids=[c[0] for c in SCOPES])
def test_names_and_scopes(claim, symbols, let, answer, why):
    found = finding(claim, symbols=symbols, let=let)
    assert found.status == answer, f"{why}: {found}"


def test_points_show_their_values_and_both_sides():
    point = points_of("2 x = y", symbols="x, y: real", points=1)[0]
    assert set(point.values) == {"x", "y"}
    assert float(point.left) == pytest.approx(2 * float(point.values["x"]))


# The reverse: a counterexample evaluated where it stands.

COUNTEREXAMPLES = [
    ("x^2 = x", "x: real", "", {"x": 2}, "agrees", "false at 2"),
    ("x^2 = x", "x: real", "", {"x": 1}, "contradicts", "true at 1: no counterexample"),
    ("x^2 = x", "x: real", "x < 0", {"x": 2}, "contradicts", "the hypothesis is false there"),
    ("1/x = x", "x: real", "", {"x": 0}, "contradicts", "undefined there"),
    ("1/(3 x - 3/10) = x", "x: real", "", {"x": "1/10"}, "inconclusive", "undefined there, but rounding hides it"),
    ("sqrt(x) = x", "x: real", "", {"x": -1}, "contradicts", "the root of a negative number"),
    ("sqrt(x^2 - 2 x y + y^2) = 1", "x, y: real", "", {"x": "1/3", "y": "1/3"}, "agrees or inconclusive", "root of 0"),
    ("log(x) = x", "x: real", "", {"x": 0}, "contradicts", "the logarithm of 0"),
    ("x^(-2) = x", "x: real", "", {"x": 0}, "contradicts", "a negative power of 0"),
    ("x/y = y/x", "x, y: real", "", {"x": 0, "y": 1}, "contradicts", "the right side alone is undefined"),
    ("inv(A) A = 2 I", "A: matrix(2, 2)", "", {"A": [[1, 2], [2, 4]]}, "contradicts", "a singular matrix"),
    (
        "grad(norm(w)^2, w) = 2 w + u",
        "w, u: vector(2)",
        "",
        {"w": [[0], [0]], "u": [[1], [1]]},
        "inconclusive",
        "the chain rule through the norm has no value at 0, the gradient has",
    ),
    ("x = 0 => 1/x = 1", "x: real", "", {"x": 0}, "contradicts", "undefined where its condition is met"),
    ("x != 0 => 1/x = x", "x: real", "", {"x": 0}, "contradicts", "true at 0, which does not meet its condition"),
    ("exp(1000 x) = x", "x: real", "", {"x": 1}, "inconclusive", "overflow is no sign of being undefined"),
    ("x = x + 1/10^15", "x: real", "", {"x": 1}, "inconclusive", "too close for floats"),
    ("x^2 <= 10^4", "x: real", "", {"x": 101}, "agrees", "a thin set that random points miss"),
]


@pytest.mark.parametrize(
    ("claim", "symbols", "given", "values", "answer", "why"), COUNTEREXAMPLES, ids=[c[5] for c in COUNTEREXAMPLES]
)
def test_counterexample(claim, symbols, given, values, answer, why):
    rows = {name: v if isinstance(v, list) else [[v]] for name, v in values.items()}
    exact = {name: tuple(tuple(Fraction(x) for x in row) for row in v) for name, v in rows.items()}
    found = counterexample_check(*parts(claim, symbols=symbols, given=given), {}, exact)
    assert found.status in answer.split(" or "), f"{why}: {found}"


DOMAINS = [
    ("x^2/x = x", {"x": 0}, "agrees", "the left side alone is undefined at 0"),
    ("x^2/x = x", {"x": 1}, "contradicts", "both are defined at 1"),
    ("x^2/x = 1/x", {"x": 0}, "contradicts", "neither is defined at 0"),
    ("sqrt(x)^2 = x", {"x": -1}, "agrees", "the root of a negative number"),
    ("exp(1000 x) = x", {"x": 1}, "inconclusive", "overflow"),
]


@pytest.mark.parametrize(("claim", "values", "answer", "why"), DOMAINS, ids=[c[3] for c in DOMAINS])
def test_a_point_outside_one_domain(claim, values, answer, why):
    exact = {name: ((Fraction(v),),) for name, v in values.items()}
    found = domain_check(*parts(claim, symbols="x: real"), {}, exact)
    assert found.status == answer, f"{why}: {found}"


def test_counterexample_with_sizes():
    statement, given, context, objects = parts("A B = B A", symbols="A, B: matrix(n, n)")
    a = ((Fraction(0), Fraction(1)), (Fraction(0), Fraction(0)))
    b = ((Fraction(0), Fraction(0)), (Fraction(1), Fraction(0)))
    assert counterexample_check(statement, given, context, objects, {"n": 2}, {"A": a, "B": b}).status == "agrees"
    assert counterexample_check(statement, given, context, objects, {"n": 2}, {"A": a, "B": a}).status == "contradicts"


# Abstaining, and hostile terms.


def test_not_applicable_is_a_fixed_list_with_reasons():
    assert set(NOT_APPLICABLE) == {"limit", "solve"}
    for name, reason in NOT_APPLICABLE.items():
        assert name in VOCABULARY and name not in RULES
        assert len(reason.split()) > 5


@pytest.mark.parametrize("name", sorted(set(VOCABULARY) - set(RULES) - set(NOT_APPLICABLE)))
def test_an_operator_without_evaluation_is_inconclusive(name):
    statement = Term("rel", (Term("call", (num(1),), name, SCALAR), num(1)), "=")
    _, _, context, objects = parts("1 = 1")
    found = crosscheck(statement, (), context, objects)
    assert found.status == "inconclusive"
    assert name in found.detail or "directly" in found.detail


def deep(op, depth):
    term = sym("x", SCALAR)
    for _ in range(depth):
        term = Term(op, (term,), None, SCALAR) if op == "neg" else Term(op, (term, sym("x", SCALAR)), None, SCALAR)
    return Term("rel", (term, term), "=")


def test_long_chains_do_not_nest_and_deep_terms_are_answered():
    _, _, context, objects = parts("x = x", symbols="x: real")
    assert crosscheck(deep("add", 3000), (), context, objects).status == "agrees"
    assert crosscheck(deep("neg", 100_000), (), context, objects).status == "inconclusive"


HOSTILE = ["exp(exp(exp(99))) = 1", "gamma(10^9) = 1", "sum(i for i in 1..10^9) = 1", "for all Z in {0, 1}^(50, 50): sum(Z) >= 0",
           "count(Z in {0, 1}^(30, 30): sum(Z) > 3) = 1", "norm(zeros(10^6, 10^6)) = 0", "binomial(10^6, 5) = 1"]  # fmt: skip


@pytest.mark.parametrize("claim", HOSTILE)
def test_hostile_sizes_are_answered(claim):
    assert finding(claim).status in {"inconclusive", "agrees", "contradicts"}


def test_a_witness_with_the_name_of_a_definition_is_left_alone():
    """`exists a` must not give the definition `a` another value."""
    found = finding("a = 2 x", symbols="x, y: real", let="a: 2 x", given="exists a in R: y = a")
    assert found.status in {"agrees", "inconclusive"}, found


COUNTS = [("Z = 0", 1), ("sum(Z) = 0", 1), ("Z + Z = ones(10)", 0), ("norm(Z)^2 = 2", 45), ("sum(Z) = 2", 45)]


@pytest.mark.parametrize(("equation", "solutions"), COUNTS)
def test_counts_by_brute_force_and_by_free_coordinates_agree(equation, solutions):
    assert finding(f"count(Z in {{0, 1}}^10: {equation}) = {solutions}").status == "agrees"


def test_a_fault_of_the_evaluation_is_inconclusive_and_says_so():
    _, _, context, objects = parts("x = x", symbols="x: real")
    nonsense = Term("rel", (Term("add", (sym("x", SCALAR), Term("zeros", (num(3), num(2))))), num(1)), "=")
    broken = Term("rel", (Term("add", (Term("zeros", (num(3), num(2))), Term("zeros", (num(2), num(3))))), num(1)), "=")
    assert crosscheck(nonsense, (), context, objects).status == "inconclusive"
    assert "a fault of the cross-check (ValueError" in crosscheck(broken, (), context, objects).detail
