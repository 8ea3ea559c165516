"""Limits, growth and expansions: verdicts, and what the engine behind them says, against values in balls.

Sources of the statements: Abramowitz and Stegun (1964), chapters 3 and 4; Rudin (1976), chapters 3 and 4.  More of them, with
false twins, are in problems/calculus/limits.yaml.
"""

from fractions import Fraction

import pytest
from calculus_judging import judged, problem_of
from flint import arb, ctx

from symcheck.engine import Options, judge_claim
from symcheck.kernel.functions import ball
from symcheck.kernel.polynomial import number
from symcheck.problem.errors import ProblemErrors
from symcheck.recheck import recheck
from symcheck.theories.asymptotics import Asymptotics
from symcheck.theories.expansions import Unexpandable
from symcheck.theories.expressions import Lowerer, Setting
from symcheck.theories.limits import expansions_at
from symcheck.theories.side_goals import bound_letter, valuation_of

# claim, given, verdict, what the report says, why
CASES = [
    ("limit((1 - cos(a x))/x^2, x -> 0) = a^2/2", (), "holds", "", "a parameter, 0 included"),
    ("limit((1 - cos(a x))/x^2, x -> 0) = a/2", (), "fails", "", "a parameter squared"),
    ("limit(x/(a x), x -> 0) = 1/a", (), "holds", "", "where it is defined"),
    ("limit(1/(x - a), x -> a+) = inf", (), "holds", "", "a pole at a parameter"),
    ("limit(1/(x - a), x -> a) = inf", (), "fails", "the limit is -inf", "from the left"),
    ("limit(1/(a - x), x -> a+) = inf", (), "fails", "the limit is -inf", "the other sign"),
    ("limit(exp(1/x), x -> 0-) = 0", (), "holds", "", "one side"),
    ("limit(exp(1/x), x -> 0) = 0", (), "fails", "the limit is inf", "the other side"),
    ("limit(exp(k x), x -> inf) = inf", (), "holds", "", "k > 0 is declared"),
    ("limit(exp(c x), x -> inf) = inf", (), "undecided", "sign of a coefficient", "c may have any sign"),
    ("limit(exp(c x), x -> inf) = inf", ("c > 1",), "holds", "c > 1", "a hypothesis says which"),
    ("limit(exp(c x), x -> inf) = inf", ("c < 0",), "fails", "", "it tends to 0"),
    ("limit(sqrt(x^2)/x, x -> 0) = 1", (), "fails", "", "−1 from the left"),
    ("limit(sqrt(x), x -> 0) = 0", (), "holds", "", "from the right alone: the left is outside"),
    ("limit(sqrt(x), x -> 0) = 1", (), "fails", "", "in either reading"),
    ("limit(log(x), x -> -1) = 0", (), "undecided", "not defined near", "it is defined on neither side"),
    ("limit(sin(x), x -> inf) = 0", (), "undecided", "", "there is none, which is not shown"),
    ("limit(sin(pi n), n -> inf) = 0", (), "undecided", "", "true for whole n, and not for real n"),
    ("limit((-1)^n, n -> inf) = 1", (), "undecided", "", "a power of a negative number"),
    ("limit(floor(x), x -> 0) = 0", (), "undecided", "", "the left limit is −1; a jump has no expansion"),
    ("limit(sin(x)/x, x -> 0) + limit(cos(x), x -> 0) = 2", (), "holds", "", "values within an expression"),
    ("limit(sin(x)/x, x -> 0) < 2", (), "holds", "", "and in an inequality"),
    ("limit(1/x, x -> 0+) + 1 = 2", (), "fails", "is inf", "a value that does not exist equals nothing"),
    ("limit(1/x, x -> 0+) > 1", (), "undecided", "is inf", "an order with what is no number is not decided"),
    ("limit(limit(x y, x -> 1), y -> 2) = 2", (), "holds", "", "iterated"),
    ("limit(x^2, x -> a) = a^2", (), "holds", "", "continuity at a parameter"),
    ("limit(2^(-n), n -> inf) = 0", (), "holds", "", "powers"),
    ("limit(n^2/2^n, n -> inf) = 0", (), "holds", "", "an exponential outgrows a power"),
    ("limit(log(n)^3/n, n -> inf) = 0", (), "holds", "", "a power outgrows a logarithm"),
    ("limit(x - sqrt(x^2 - x), x -> inf) = 1/2", (), "holds", "", "cancelling terms"),
    ("limit(sin(x)/x, x -> pi) = 0", (), "holds", "", "a point that is not rational"),
    ("limit(erf(x), x -> -inf) = -1", (), "holds", "", "the error function"),
    ("x in O(x^2)", (), "undecided", "where does `x` go", "a direction is needed"),
    ("x^2 in O(x) as x -> 0", (), "holds", "", "near zero"),
    ("x in O(x^2) as x -> 0", (), "fails", "", "near zero"),
    ("x in O(x^2) as x -> inf", (), "holds", "", "and far away"),
    ("c n in O(n)", (), "holds", "", "the constant may depend on c, 0 included"),
    ("n in O(c n)", (), "undecided", "", "c may be 0"),
    ("c n in Theta(n)", (), "undecided", "", "c may be 0"),
    ("sin(n) in O(1)", (), "holds", "", "bounded, without a limit"),
    ("n sin(n) in o(n^2)", (), "holds", "", "bounded by n"),
    ("n sin(n) in O(1)", (), "undecided", "", "unbounded, which a bound does not show"),
    ("n^2 m in O(n^3 + m^2)", (), "fails", "", "n = s², m = s³"),
    ("n m in O(n^2 + m^2)", (), "holds", "C = 1/2", "the geometric mean"),
    ("n^2 - n m in O(n^2 + m^2)", (), "holds", "", "the sum of the absolute values"),
    ("n - m in Theta(n + m)", (), "undecided", "", "terms that may cancel"),
    ("sin(x) - x = O(x^3) as x -> 0", (), "holds", "", "f = O(g)"),
    ("cos(x) = 1 - x^2/2 + o(x^3) as x -> 0", (), "holds", "", "a little o"),
    ("cos(x) = 1 - x^2/2 + o(x^4) as x -> 0", (), "fails", "", "x⁴/24 is no o(x⁴)"),
    ("exp(x) = exp(a) + exp(a) (x - a) + O((x - a)^2) as x -> a", (), "holds", "", "at a parameter"),
    ("1/x = 1 - (x - 1) + O((x - 1)^2) as x -> 1", (), "holds", "", "at 1"),
    ("f'(x) = diff(f(x), x)", (), "holds", "", "the derivative of a declared function"),
    ("diff(f(x) g(x), x) = f'(x) g(x) + f(x) g'(x)", (), "holds", "", "the product rule"),
    ("diff(f(g(x)), x) = f'(g(x)) g'(x)", (), "holds", "", "the chain rule"),
    ("diff(f(g(x)), x) = f'(g(x))", (), "undecided", "", "the chain rule forgotten: f may be constant"),
    ("taylor(sin(x), x, order=3) = x - x^3/6", (), "holds", "", "at 0"),
    ("taylor(sin(x), x, order=3) = x + x^3/6", (), "fails", "", "a sign"),
    ("taylor(sin(x), x) = x", (), "undecided", "needs an order", "no order"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "given", "verdict", "words", "why"), CASES, ids=[f"{c[0]} | {c[4]}" for c in CASES])
def test_verdict(claim, given, verdict, words, why):
    found = judged(claim, given)
    assert found.verdict == verdict, f"{why}: {found.message}"
    assert words in found.message or words in str(found.notes), found.message


@pytest.mark.parametrize(
    ("claim", "given", "verdict"), [c[:3] for c in CASES if " = " in c[0] and "O(" not in c[0] and "o(" not in c[0]]
)
def test_swapping_the_sides_changes_nothing(claim, given, verdict):
    left, _, right = claim.partition(" = ")
    if left.count("(") != left.count(")"):  # the sign of an option
        left, _, right = claim.rpartition(" = ")
    assert judged(f"{right} = {left}", given).verdict == verdict


@pytest.mark.parametrize(("claim", "given", "verdict"), [c[:3] for c in CASES if c[2] in {"holds", "fails"}][::4])
def test_a_certificate_is_enough_another_day(claim, given, verdict):
    problem = problem_of(claim, given)
    report = judge_claim(problem, problem.claims[0], Options(points=1, repairs=0), {})
    assert recheck(problem, problem.claims[0], report.certificate) == verdict


@pytest.mark.parametrize("given", ["limit(sin(a x)/x, x -> 0) = 1", "integrate(a, x, 0, 1) = 1"])
def test_a_value_in_a_hypothesis_is_not_taken_for_granted(given):
    """What its value rests on would be proved nowhere."""
    assert judged("a = 1", (given,)).code == "no-theory"
    assert judged(f"{given} => a = 1").code == "no-theory"


def test_a_definition_is_a_limit_at_every_use():
    """What the value rests on belongs to each statement in which it stands: here the sign of c, which is not known."""
    let = {"L": "limit(exp(-c u), u -> inf)"}
    assert judged("L = 0 and L = 0", ("c > 0",), let).verdict == "holds"
    assert judged("L = 0 and L = 1", ("c > 0",), let).verdict == "fails"
    assert judged("L = 0 and L = 0", (), let).verdict == "undecided"


def test_the_side_is_said():
    assert any("not defined to the left of 0" in note for note in judged("limit(sqrt(x), x -> 0) = 0").notes)


def test_as_needs_a_class():
    with pytest.raises(ProblemErrors, match="where the variable of O"):
        problem_of("x = 1 as x -> 0")


# ---- the engine: f − Σ terms is at most C · error near the point, in balls

FUNCTIONS = [
    ("sin(x)/x", "0", "+"), ("exp(sin(x))", "0", "-"), ("log(1 + x)/x^2", "0", "+"), ("sqrt(1 + x) - cos(x)", "0", "+"),
    ("x^x", "0", "+"), ("(1 + x)^(1/x)", "0", "+"), ("tan(x)/(1 - x)", "0", "-"), ("1/(exp(x) - 1)", "0", "+"),
    ("atan(1/x)", "0", "+"), ("asin(x) + acos(x)^2", "0", "-"), ("log(x)^2/(1 + log(x))", "0", "+"),
    ("sqrt(x^2 + x) - x", "inf", ""), ("x/(exp(-x) + x)", "inf", ""), ("tanh(x) + atan(x)", "inf", ""),
    ("exp(x - x^2) + 1/x", "inf", ""), ("log(exp(x) + x)", "inf", ""), ("sin(x)/x + 1/x^2", "inf", ""),
    ("sigmoid(x)/(1 + x^2)", "-inf", ""), ("cosh(x) exp(-x)", "inf", ""), ("abs(x) + abs(x - 1)", "1", "-"),
    ("log(x)/(x - 1)", "1", "+"), ("cos(x)/(x - pi/2)", "pi/2", "+"), ("erf(x)", "0", "+"), ("1/(x^2 - 4)", "2", "-"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "point", "side"), FUNCTIONS)
def test_an_expansion_is_near_its_function(text, point, side):
    """At h = 1/4 … 1/128, what is left out divided by the error ends within a bound, and exact expansions are exact."""
    problem = problem_of(f"{text} = {point}" if "inf" not in point else f"{text} = 0")
    statement = problem.claims[0].statement
    reader = Lowerer(Setting(problem.claims[0].context, problem.objects))
    with bound_letter(reader, "x") as x:
        p = reader.lower(statement.args[0])
        at = {"inf": 1, "-inf": -1}.get(point) or reader.lower(statement.args[1])
        engine = Asymptotics(reader.letters, valuation_of(reader), 5, x, expansions_at(reader.letters, at, side))
        found = engine.expand(p)
    with ctx.workprec(40_000):
        ratios = []
        for e in range(2, 8):
            h = arb(2) ** -e
            value = {x: place(at, side, h, engine)}
            exact = engine.valuation.value(p, value)
            total = sum((engine.valuation.value(c, {}) * size(r, h, engine) for r, c in found.terms), arb(0))
            gap = abs(exact - total)
            if found.error is None:
                assert gap.contains(0)
            else:
                ratios.append(gap / size(found.error, h, engine))
        known = [r for r in ratios if r.is_finite()]  # the kernel's functions leave out arguments above 10,000
        assert found.error is None or len(known) >= 2
        assert not known or known[-1] < 1000, [str(r) for r in ratios]


def place(at, side, h, engine):
    if isinstance(at, int):
        return at / h
    return engine.valuation.value(at, {}) + (h if side == "+" else -h)


def size(rate, h, engine):
    log = -h.log()
    power = h ** (arb(rate.power.numerator) / rate.power.denominator) * log**rate.logs
    exponent = sum((engine.valuation.value(c, {}) * h ** ball(Fraction(a)) * log**b for (a, b), c in rate.exponent), arb(0))
    return power * exponent.exp()


@pytest.mark.parametrize("text", ["log(log(x))", "exp(exp(x))", "factorial(x)", "f(x)"])
def test_what_has_no_expansion_is_said_so(text):
    problem = problem_of(f"{text} = 0")
    reader = Lowerer(Setting(problem.claims[0].context, problem.objects))
    with bound_letter(reader, "x") as x, pytest.raises(Unexpandable):
        p = reader.lower(problem.claims[0].statement.args[0])
        Asymptotics(reader.letters, valuation_of(reader), 5, x, expansions_at(reader.letters, 1, "")).expand(p)


def test_a_guess_of_a_sign_becomes_an_obligation():
    """Nothing is taken from the points at which signs are guessed: what was guessed is listed, to be proved."""
    problem = problem_of("k = 0")
    reader = Lowerer(Setting(problem.claims[0].context, problem.objects))
    k = reader.lower(problem.claims[0].statement.args[0])
    engine = Asymptotics(reader.letters, valuation_of(reader), 5, "x", expansions_at(reader.letters, number(0), "+"))
    assert engine.sign(-k) == -1
    assert [(f.relation, f.polynomial) for f in engine.obligations] == [(">", k)]
