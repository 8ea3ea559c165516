"""Infinite sums of numbers by known series, recognised by the recurrence of their terms, and by telescoping.

TRUSTED FOR MEANING.  Owns: `lower_infinite`.  With t(k) the terms: (k + 1) t(k + 1) = x t(k) from 0 makes t(k) = t(0) x^k/k!, so
that they sum to t(0) e^x; likewise the others of SERIES (Abramowitz and Stegun 1964, 3.6.10, 4.1.24, 4.2.1, 4.3.65-66, 4.4.42,
4.5.62-63, 23.2.24-25).  By telescoping the sum is lim T(n) − T(a) where T(k + 1) − T(k) = t(k).  The recurrence, what it needs,
and that every term is defined are goals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from symcheck.language.context import Kind
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, free_symbols, rebuild, subterms
from symcheck.theories.antidifferences import NoClosedForm, antidifference
from symcheck.theories.emission import as_way, defined, emitted
from symcheck.theories.goals import All, Either, Goal, LoweredClaim, Under
from symcheck.theories.linear_terms import at_values, linear, literal, plus
from symcheck.theories.lowering import NotLowered
from symcheck.theories.series import Given, Read, nested, unfolded
from symcheck.theories.setting import Setting

RULE = "series-by-the-recurrence-of-its-terms"
TELESCOPED = "series-by-telescoping"
WAY, TERMS = "recurrence of the terms of a series", "terms of a series"
MOST_BEFORE = 12  # terms that are left out at the beginning
INFINITE = Term("const", (), "inf")
PI = Term("const", (), "pi")


def _of(op: str) -> Callable[[Term, Term], Term]:
    return lambda a, b: Term(op, (a, b), None, SCALAR)


add, sub, mul, div, power = _of("add"), _of("sub"), _of("mul"), _of("div"), _of("pow")


def neg(a: Term) -> Term:
    return Term("neg", (a,), None, SCALAR)


def call(name: str, a: Term) -> Term:
    return Term("call", (a,), name, SCALAR)


def rel(a: Term, relation: str, b: Term) -> Term:
    return Term("rel", (a, b), relation)


class Used:
    """The rules that a value rests on, in the order of their use."""

    def __init__(self) -> None:
        self.rules: dict[str, None] = {}


@dataclass(frozen=True, slots=True)
class Known:
    """A(k) t(k + 1) = x B(k) t(k) from k = start on, where x t(start) = scale · t(start + 1).

    between: what x must be; total: the sum from `start`, of t(start) and x.
    """

    start: int
    scale: Fraction
    above: Callable[[Term], Term]
    below: Callable[[Term], Term]
    between: Callable[[Term], tuple[Term, ...]]
    total: Callable[[Term, Term], Term]


def _one(_k: Term) -> Term:
    return literal(1)


def _linear(a: int, b: int) -> Callable[[Term], Term]:
    return lambda k: add(mul(literal(a), k), literal(b))


def _product(f: Callable[[Term], Term], g: Callable[[Term], Term]) -> Callable[[Term], Term]:
    return lambda k: mul(f(k), g(k))


def _anything(_x: Term) -> tuple[Term, ...]:
    return ()


def _is_root(relation: str, sign: int) -> Callable[[Term], tuple[Term, ...]]:
    return lambda x: (rel(x if sign > 0 else neg(x), relation, literal(0)),)


def _root(x: Term, sign: int) -> Term:
    return call("sqrt", x if sign > 0 else neg(x))


def _of_root(function: str, sign: int, *, over: bool) -> Callable[[Term, Term], Term]:
    def total(t: Term, x: Term) -> Term:
        value = mul(t, call(function, _root(x, sign)))
        return div(value, _root(x, sign)) if over else value

    return total


ODD, EVEN = _product(_linear(2, 2), _linear(2, 3)), _product(_linear(2, 1), _linear(2, 2))
SERIES = (
    Known(0, Fraction(1), _linear(1, 1), _one, _anything, lambda t, x: mul(t, call("exp", x))),
    Known(0, Fraction(2), EVEN, _one, _is_root(">=", -1), _of_root("cos", -1, over=False)),
    Known(0, Fraction(2), EVEN, _one, _is_root(">=", 1), _of_root("cosh", 1, over=False)),
    Known(0, Fraction(6), ODD, _one, _is_root(">", -1), _of_root("sin", -1, over=True)),
    Known(0, Fraction(6), ODD, _one, _is_root(">", 1), _of_root("sinh", 1, over=True)),
    Known(
        0, Fraction(3), _linear(2, 3), _linear(2, 1),
        lambda x: (rel(neg(x), ">", literal(0)), rel(neg(x), "<=", literal(1))), _of_root("atan", -1, over=True),
    ),
    Known(
        1, Fraction(2), _linear(1, 1), _linear(1, 0),
        lambda x: (rel(x, ">=", literal(-1)), rel(x, "<", literal(1)), rel(x, "!=", literal(0))),
        lambda t, x: neg(div(mul(t, call("log", sub(literal(1), x))), x)),
    ),
    Known(
        1, Fraction(1, 2), _linear(1, 0), _linear(1, 1),
        lambda x: (rel(x, ">", literal(-1)), rel(x, "<", literal(1))),
        lambda t, x: div(t, power(sub(literal(1), x), literal(2))),
    ),
)  # fmt: skip
ZETA = {2: (2, 6), 4: (4, 90)}  # Σ 1/k^s = π^p/q


def lower_infinite(statement: Term, given: Given, setting: Setting, read: Read) -> LoweredClaim | None:
    """The claim with a value for its infinite sum, in each way in which one is found; None where it has none."""
    if not any(_is_infinite(t) for t in subterms(statement)) and not setting.context.definitions:
        return None
    whole = nested(unfolded(statement, setting.context))
    found = list(dict.fromkeys(t for t in subterms(whole) if _is_infinite(t)))
    if len(found) != 1:
        return None
    (series,) = found
    ways: list[Goal] = []
    claims: list[LoweredClaim] = []
    rules: list[str] = []
    for value, conditions, used in _values(series, given, setting):
        try:
            claim = read(rebuild(whole, {series: value}.get), given, setting)
        except (NotLowered, ZeroDivisionError):
            continue
        ways.append(Under(as_way(conditions, ""), claim.goal))
        claims.append(claim)
        rules += [*used, *claim.rules]
    if not ways:
        return None
    where = dict.fromkeys(w for c in claims[:1] for w in c.where)
    return replace(claims[0], goal=Either(tuple(ways)), rules=tuple(dict.fromkeys(rules)), where=tuple(where))


def _constant(term: Term) -> Fraction | None:
    found = linear(term)
    return found[""] if found is not None and set(found) == {""} else None


def _is_infinite(t: Term) -> bool:
    match t:
        case Term("call", (_, Term("bind", (Term("range", (_, high)),))), "sum"):
            return high == INFINITE
    return False


def _values(series: Term, given: Given, setting: Setting) -> Iterator[tuple[Term, Goal, tuple[str, ...]]]:
    """Values that the series may have, each with the goals that make it so, and the rules."""
    body, bind = series.args
    low, index = bind.args[0].args[0], str(bind.value)
    bound = {n for n in free_symbols(series) if n not in setting.context.symbols and n not in setting.context.sizes}
    if bound or series.shape not in {None, SCALAR}:
        return
    name = f"{index}~~inf"
    k = Term("sym", (), name, SCALAR)
    inside = setting.declaring({name: Kind("integer", SCALAR)})

    def t(at: Term | int) -> Term:
        return at_values(body, {index: literal(at) if isinstance(at, int) else at})

    def goals(start: Term, step: Term, conditions: tuple[Term, ...]) -> tuple[Goal, tuple[str, ...]]:
        ranged = (*given, (f"range:{name}", rel(k, ">=", start)))
        parts = [
            defined(inside, ranged, (), (t(k),), TERMS),
            emitted(inside, ranged, (), (step,), WAY),
            *(emitted(setting, given, (), (c,), WAY) for c in conditions),
        ]
        used = Used()
        used.rules[RULE] = None
        used.rules |= dict.fromkeys(r for _, rules in parts for r in rules)
        return All(tuple(g for g, _ in parts)), tuple(used.rules)

    first = _constant(low)
    made: list[Callable[[], tuple[Term, Goal, tuple[str, ...]]]] = []
    if first is not None and first.denominator == 1:
        for known in SERIES:
            if known.start <= first <= known.start + MOST_BEFORE:
                made.append(lambda known=known: _known(known, int(first or 0), k, t, goals))  # type: ignore[misc]
        for s, (p, q) in ZETA.items():
            if 1 <= first <= 1 + MOST_BEFORE:
                step = rel(mul(power(k, literal(s)), t(k)), "=", t(1))
                total = mul(t(1), div(power(PI, literal(p)), literal(q)))
                made.append(lambda step=step, total=total: (_without(total, 1, int(first or 0), t), *goals(literal(1), step, ())))  # type: ignore[misc]
    made += [lambda: _geometric(low, k, t, goals), lambda: _telescoped(low, k, index, t, given, inside)]
    for attempt in made:
        try:
            yield attempt()
        except (NotLowered, ZeroDivisionError, NoClosedForm):
            continue


Terms = Callable[[Term | int], Term]
Goals = Callable[[Term, Term, tuple[Term, ...]], tuple[Goal, tuple[str, ...]]]


def _known(known: Known, first: int, k: Term, t: Terms, goals: Goals) -> tuple[Term, Goal, tuple[str, ...]]:
    start = t(known.start)
    x = div(mul(literal(known.scale), t(known.start + 1)), start)
    step = rel(mul(known.above(k), t(plus(k, 1))), "=", mul(mul(x, known.below(k)), t(k)))
    conditions = (rel(start, "!=", literal(0)), *known.between(x))
    return (_without(known.total(start, x), known.start, first, t), *goals(literal(known.start), step, conditions))


def _without(total: Term, start: int, first: int, t: Terms) -> Term:
    """Less the terms before the first one."""
    for j in range(start, first):
        total = sub(total, t(j))
    return total


def _geometric(low: Term, k: Term, t: Terms, goals: Goals) -> tuple[Term, Goal, tuple[str, ...]]:
    start = t(low)
    r = div(t(plus(low, 1)), start)
    between = (rel(start, "!=", literal(0)), rel(r, ">", literal(-1)), rel(r, "<", literal(1)))
    return (div(start, sub(literal(1), r)), *goals(low, rel(t(plus(k, 1)), "=", mul(r, t(k))), between))


def _telescoped(low: Term, k: Term, index: str, t: Terms, given: Given, inside: Setting) -> tuple[Term, Goal, tuple[str, ...]]:
    body = t(k)
    anti = antidifference(body, str(k.value))
    following = at_values(anti, {str(k.value): plus(k, 1)})
    ranged = (*given, (f"range:{k.value}", rel(k, ">=", low)))
    goal, rules = emitted(inside, ranged, (), (rel(sub(following, anti), "=", body),), WAY)
    exists, more = defined(inside, ranged, (), (body, following, anti), TERMS)
    at_infinity = at_values(anti, {str(k.value): Term("sym", (), index, SCALAR)})
    total = Term("call", (at_infinity, Term("tends", (INFINITE,), (index, ""))), "limit", SCALAR)
    used = Used()
    used.rules[TELESCOPED] = None
    used.rules |= dict.fromkeys((*rules, *more))
    return sub(total, at_values(anti, {str(k.value): low})), All((goal, exists)), tuple(used.rules)
