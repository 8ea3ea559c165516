"""Inequalities in one variable by the sign of the slope: f(x) ≥ 0 because f(c) ≥ 0 and f moves away from c upwards.

TRUSTED FOR MEANING.  Owns: `with_slopes`.  On an interval D, inside which f is smooth, let c be a point of D, or an end of it at
which f is defined and continuous.  If f(c) ≥ 0, f' ≥ 0 on the part of D above c and f' ≤ 0 on the part below, then f ≥ 0 on D;
f > 0 if moreover f(c) > 0, or if f' is not 0 there and x ≠ c (mean value theorem: Rudin 1976, 5.10).  The claim implies none of
this, so nothing here refutes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from symcheck.kernel.polynomial import Polynomial, letters_of, number
from symcheck.kernel.sequent import Formula, Hypothesis
from symcheck.theories.calculus import derivative, replace_letter
from symcheck.theories.goals import All, Either, Goal, GoalBuilder, aside, ranging
from symcheck.theories.intervals import Domain, at, domain_of
from symcheck.theories.lowering import NotLowered

Under = tuple[Hypothesis, ...]
PLACES = tuple(Fraction(v) for v in (0, 1, -1, Fraction(1, 2), 2, 4, Fraction(1, 4)))
MOST_PLACES = 2
DEEPEST = 3  # derivatives of derivatives
MOST_TERMS = 40


def with_slopes(lowerer: GoalBuilder, goal: Goal, formula: Formula, under: Under) -> Goal:
    """The goal, or one of the ways to show it by a derivative."""
    if formula.relation not in {">", ">="}:
        return goal
    with lowerer.letters.set_aside():
        ways = tuple(aside(way) for way in _ways(lowerer, formula, under, DEEPEST))
    if not ways:
        return goal
    lowerer.networks.rule("sign-by-the-slope")
    return Either((goal, *ways))


def _ways(lowerer: GoalBuilder, formula: Formula, under: Under, depth: int) -> Iterator[Goal]:
    """Goals each of which implies the formula; the formula follows from the hypotheses for all values of the variable."""
    p, letters = formula.polynomial, lowerer.letters
    name = _variable(lowerer, p)
    if name is None or depth == 0 or len(p.terms) > MOST_TERMS:
        return
    try:
        domain = domain_of(letters, name, (p,), under)
        slope = derivative(p, letters, name)
    except (NotLowered, ZeroDivisionError):
        return
    if not domain.is_smooth:
        return
    x = letters.value(name)
    for place, sides in _places(lowerer, domain, p):
        try:
            inside = _inside(lowerer, domain, place)
            value = replace_letter(p, letters, name, place)
        except (NotLowered, ZeroDivisionError):
            continue
        for relation in dict.fromkeys((">=", formula.relation)):
            parts: list[Goal] = [lowerer.leaf(f, under, "the end is allowed", necessary=False) for f in inside]
            strict = formula.relation == ">"
            start = Formula(">" if strict and relation == ">=" else ">=", value)
            parts.append(lowerer.leaf(start, under, "the value at the end", necessary=False))
            if strict and relation == ">":
                parts.append(lowerer.leaf(Formula("!=", x - place), under, "the end is left out", necessary=False))
            for sign in sides:
                side = Hypothesis(f"side.{depth}", Formula(">=", (x - place).times(sign)))
                known = (*under, side)
                wanted = Formula(relation, slope.times(sign))
                if relation == ">":
                    known = (*known, Hypothesis(f"apart.{depth}", Formula("!=", x - place)))
                leaf = lowerer.leaf(wanted, known, "the slope", necessary=False)
                parts.append(Either((leaf, *_ways(lowerer, wanted, known, depth - 1))))
            yield ranging(All(tuple(parts)), name, domain.conditions)


def _inside(lowerer: GoalBuilder, domain: Domain, place: Polynomial) -> list[Formula]:
    """f is defined at the place, and the place is in the domain, ends included."""
    letters, name = lowerer.letters, domain.name
    closed = [replace(f, relation=">=") for f in domain.formulas if f not in domain.conditions]
    found = [at(letters, name, f, place) for f in (*closed, *domain.conditions)]
    return [f for f in found if f.polynomial.constant is None or not _true(f)]


def _true(f: Formula) -> bool:
    q = f.polynomial.constant or Fraction(0)
    return {">": q > 0, ">=": q >= 0, "!=": q != 0, "=": q == 0}[f.relation]


def _places(lowerer: GoalBuilder, domain: Domain, p: Polynomial) -> Iterator[tuple[Polynomial, tuple[int, ...]]]:
    """Ends of the domain, and small numbers at which p, or its slope, is 0 by its normal form; and the sides on which D is."""
    letters, found = lowerer.letters, list[tuple[Polynomial, tuple[int, ...]]]()
    slope_of_p = derivative(p, letters, domain.name)
    for f in domain.formulas:
        slope = derivative(f.polynomial, letters, domain.name).constant
        if slope is not None and slope and f not in domain.conditions:
            end = replace_letter(f.polynomial, letters, domain.name, number(0)).times(-1 / slope)
            found.append((end, (1,) if slope > 0 else (-1,)))
    for q in PLACES:
        try:
            values = (replace_letter(r, letters, domain.name, number(q)) for r in (p, slope_of_p))
            if any(v.is_zero for v in values) and all(number(q) != end for end, _ in found):
                found.append((number(q), (1, -1)))
        except (NotLowered, ZeroDivisionError):
            continue
    yield from found[:MOST_PLACES]


def _variable(lowerer: GoalBuilder, p: Polynomial) -> str | None:
    """The one number that functions in p are taken of."""
    origins = lowerer.letters.origins
    found: set[str] = set()
    stack = [q for y in letters_of(p) if y.name in origins and origins[y.name].kind != "inverse" for q in origins[y.name].of]
    seen: set[str] = set()
    while stack:
        for y in letters_of(stack.pop()):
            if y.name in origins:
                stack += [] if y.name in seen else list(origins[y.name].of)
                seen.add(y.name)
            else:
                found.add(y.name)
    names = [n for n in found if n[0] != "#"]
    if len(names) != 1 or names[0] not in lowerer.letters.table:
        return None
    x, _, _ = lowerer.letters.table[names[0]]
    return None if x.legs or x.integer else names[0]
