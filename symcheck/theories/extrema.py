"""Minimisers, least values, convexity and monotonicity of functions that need not be polynomials, on intervals.

TRUSTED FOR MEANING.  f on an interval D, smooth inside and continuous.  v in D is its only minimiser if f'(x) (x − v) > 0 where
x ≠ v: f falls before v and rises after it (for an array x: along every ray from v).  f is convex iff f'' ≥ 0 inside D, increasing
iff f' ≥ 0 there (Boyd and Vandenberghe 2004, 3.1.4; Rudin 1976, 5.10 and 5.11).  What a derivative does not reach is stated by
the definition: f(x) > f(v) for x ≠ v; f(λ x + (1 − λ) y) ≤ λ f(x) + (1 − λ) f(y); f(x) ≤ f(y) for x < y.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

from symcheck.kernel.polynomial import Polynomial, inner, number, product
from symcheck.kernel.sequent import Formula, Hypothesis
from symcheck.language.printing import to_text
from symcheck.language.sizes import ONE
from symcheck.language.terms import Term
from symcheck.theories.calculus import derivative, differential, replace_letter
from symcheck.theories.goals import All, Contrary, Either, Goal, GoalBuilder, aside, ranging
from symcheck.theories.intervals import Domain, at, whole_domain_of
from symcheck.theories.lowering import NotLowered

Under = tuple[Hypothesis, ...]
CURVED = {"convex": (1, False), "strictly-convex": (1, True), "concave": (-1, False), "strictly-concave": (-1, True)}
MONOTONE = {
    "increasing": (1, False), "strictly-increasing": (1, True), "decreasing": (-1, False), "strictly-decreasing": (-1, True),
}  # fmt: skip
PLACES = tuple(Fraction(v) for v in (0, 1, -1, 2, -2, Fraction(1, 2), Fraction(-1, 2), 3, -3, 4, -4, 5, -5, 6, -6, 7, 8, 9, 10))


def minimiser_goals(lowerer: GoalBuilder, f: Term, name: str, value: Polynomial, under: Under, sign: int, text: str) -> Goal:
    """v is the only minimiser (sign −1: maximiser) of f over the values that the letter may have."""
    lowerer.networks.rule("only-minimiser-by-the-sign-of-the-slope")
    p = lowerer.scalar(f).times(sign)
    letters = lowerer.letters
    domain = whole_domain_of(letters, name, (p,), under)
    x = letters.value(name)
    parts: list[Goal] = []
    with letters.set_aside():
        inside = [_put(lowerer, domain, formula, value, text) for formula in domain.formulas]
        parts += [lowerer.leaf(formula, under, f"{text} is allowed") for formula in inside]
        least = replace_letter(p, letters, name, value)
        other = (*under, Hypothesis("another point", Formula("!=", x - value)))
        direct = lowerer.leaf(Formula(">", p - least), other, f"{to_text(f)} is {'larger' if sign > 0 else 'smaller'} elsewhere")
        if not domain.is_smooth:
            return _about(domain, All((*parts, direct)))
        slope = derivative(p, letters, name)
        if domain.is_open:
            at_v = replace_letter(slope, letters, name, value)
            parts.append(lowerer.leaf(Formula("=", at_v), under, f"the derivative of {to_text(f)} vanishes at {text}"))
        toward = Formula(">", inner(slope, x - value))
        by_slope = lowerer.leaf(toward, other, f"{to_text(f)} falls before {text} and rises after", necessary=False)
    return _about(domain, All((*parts, Either((by_slope, direct)))))


def _about(domain: Domain, goal: Goal) -> Goal:
    return ranging(aside(goal), domain.name, domain.conditions)


def _put(lowerer: GoalBuilder, domain: Domain, formula: Formula, value: Polynomial, text: str) -> Formula:
    try:
        return at(lowerer.letters, domain.name, formula, value)
    except ZeroDivisionError:
        raise NotLowered("no-theory", f"something is divided by 0 at {text}") from None


def least_value_goals(lowerer: GoalBuilder, call: Term, m: Term, under: Under, sign: int) -> Goal:
    """min(f for x in D) = m: f ≥ m on D, and f takes the value m there."""
    body, bind = call.args
    if bind.op != "bind" or bind.args[0].op in {"set", "range"}:
        raise NotLowered("no-theory", f"no theory reads `{to_text(call)}`")
    lowerer.networks.rule("least-value-is-a-bound-that-is-taken")
    least = lowerer.scalar(m).times(sign)
    networks, entries = dict(lowerer.networks.bound), dict(lowerer.entries.bound)
    try:
        (name, *more) = lowerer.bind_fresh(str(bind.value), lowerer.bound_kind_of(bind.args[0])) or ("",)
        if not name or more:
            raise NotLowered("no-theory", f"no theory reads `{to_text(call)}`")
        p = lowerer.scalar(body).times(sign)
    finally:
        lowerer.networks.bound, lowerer.entries.bound = networks, entries
    letters = lowerer.letters
    domain = whole_domain_of(letters, name, (p,), under)
    word = ("at least" if sign > 0 else "at most") + f" {to_text(m)}"
    with letters.set_aside():
        bound = lowerer.leaf(Formula(">=", p - least), under, f"{to_text(body)} is {word}")
        places = tuple(_places(lowerer, domain, p, least))
        if not places:
            raise NotLowered("no-theory", f"no point was found at which `{to_text(body)}` takes the value `{to_text(m)}`")
        taken = [_taken(lowerer, domain, p, least, place, under, to_text(body)) for place in places]
        beyond = lowerer.leaf(Formula(">", p - least), under, f"{to_text(body)} is never {to_text(m)}")
        ways: tuple[Goal, ...] = (All((bound, Either((*taken, Contrary(beyond))))),)
        if domain.is_smooth:  # the least value is the one at the place towards which the function falls, and no other
            toward = Formula(">=", product(derivative(p, letters, name), letters.value(name) - places[0]))
            falls = lowerer.leaf(toward, under, f"{to_text(body)} falls and then rises", necessary=False)
            ways = (All((falls, taken[0])), *ways)
    return _about(domain, Either(ways))


def _taken(
    lowerer: GoalBuilder, domain: Domain, p: Polynomial, least: Polynomial, place: Polynomial, under: Under, text: str
) -> Goal:
    letters = lowerer.letters
    inside = [at(letters, domain.name, formula, place) for formula in domain.formulas]
    parts = [lowerer.leaf(formula, under, "the place is allowed", necessary=False) for formula in inside]
    value = replace_letter(p, letters, domain.name, place)
    return All((*parts, lowerer.leaf(Formula("=", value - least), under, f"{text} takes the value", necessary=False)))


def _places(lowerer: GoalBuilder, domain: Domain, p: Polynomial, least: Polynomial) -> Iterator[Polynomial]:
    """Where the value may be taken: where the derivative is affine its zero, ends of the domain, small numbers.

    Those first at which the normal form shows it.
    """
    letters, found = lowerer.letters, list[Polynomial]()
    _, rows, cols = letters.table[domain.name]
    if not rows == cols == ONE:
        return
    affine = [f.polynomial for f in domain.formulas if f.relation == ">="]
    with suppress(NotLowered):
        affine.append(derivative(p, letters, domain.name))
    for q in affine:
        try:
            slope = derivative(q, letters, domain.name)
            if not slope.is_zero and derivative(slope, letters, domain.name).is_zero:
                origin = replace_letter(q, letters, domain.name, number(0))
                found.append(product(letters.over(slope, "the slope"), -origin))
        except (NotLowered, ZeroDivisionError):
            continue
    found += [number(v) for v in PLACES]
    shown: list[Polynomial] = []
    rest: list[Polynomial] = []
    for place in found:
        try:
            value = replace_letter(p, letters, domain.name, place)
        except (ZeroDivisionError, NotLowered):
            continue
        (shown if (value - least).is_zero else rest).append(place)
    yield from (*shown[:1], *rest[:2])


def curvature_goal(lowerer: GoalBuilder, f: Term, x: Term, name: str, prop: str, under: Under) -> Goal:
    """f is convex (concave) in x."""
    sign, strict = CURVED[prop]
    p = lowerer.scalar(f).times(sign)
    letters = lowerer.letters
    domain = whole_domain_of(letters, name, (p,), under)
    if not domain.is_interval:
        raise NotLowered("no-theory", f"`{to_text(f)}` is not defined on an interval of `{to_text(x)}`: no theory for that")
    seconds: list[Goal] = []
    if domain.is_smooth:
        lowerer.networks.rule("convex-iff-second-derivative-nonnegative")
        with letters.set_aside():
            form, h = _second_form(lowerer, p, name)
        direction = (Hypothesis("direction", Formula("!=", h)),) if strict and h is not None else ()
        label = f"the second derivative of {to_text(f)} is {'positive' if strict else 'nonnegative'}"
        label = label if sign > 0 else f"{label}, its sign changed"
        necessary = not strict and domain.has_inside
        known = (*under, *direction)
        seconds.append(lowerer.leaf(Formula(">" if strict else ">=", form), known, label, necessary=necessary))
        if not strict:
            return _about(domain, seconds[0])
        for c in () if h is not None else _zeros(lowerer, form, name):
            but = Hypothesis("another point", Formula("!=", letters.value(name) - c))
            seconds.append(lowerer.leaf(Formula(">", form), (*known, but), f"{label} at all points but one", necessary=False))
    lowerer.networks.rule("convex-by-its-definition")
    formula, known = _chords(lowerer, domain, p, strict=strict)
    label = f"chords of {to_text(f)} lie {'above' if sign > 0 else 'below'} its graph"
    chords = lowerer.leaf(formula, (*under, *known), label)
    return _about(domain, Either((*seconds, chords)) if seconds else chords)


def _zeros(lowerer: GoalBuilder, form: Polynomial, name: str) -> Iterator[Polynomial]:
    """The first small number at which the second derivative vanishes: f' is strictly increasing all the same."""
    for place in PLACES:
        with suppress(ZeroDivisionError, NotLowered):
            if replace_letter(form, lowerer.letters, name, number(place)).is_zero:
                yield number(place)
                return


def _chords(lowerer: GoalBuilder, domain: Domain, p: Polynomial, *, strict: bool) -> tuple[Formula, Under]:
    """λ p(x) + (1 − λ) p(y) ≥ p(λ x + (1 − λ) y) for 0 ≤ λ ≤ 1; > for 0 < λ < 1 and x ≠ y."""
    letters, name = lowerer.letters, domain.name
    with letters.set_aside():
        y, share = _second_point(lowerer, domain), letters.value(letters.fresh("share", ONE, ONE))
        mixed = product(share, letters.value(name)) + product(number(1) - share, y)
        at_y, at_mixed = (replace_letter(p, letters, name, q) for q in (y, mixed))
        gap = product(share, p) + product(number(1) - share, at_y) - at_mixed
        relation = ">" if strict else ">="
        between = [Formula(relation, share), Formula(relation, number(1) - share)]
        apart = [Formula("!=", letters.value(name) - y)] if strict else []
        allowed = [at(letters, name, formula, q) for formula in domain.formulas for q in (y, mixed)]
    known = tuple(Hypothesis(f"two points.{k}", formula) for k, formula in enumerate((*between, *apart, *allowed)))
    return Formula(relation, gap), known


def _second_point(lowerer: GoalBuilder, domain: Domain) -> Polynomial:
    _, rows, cols = lowerer.letters.table[domain.name]
    return lowerer.letters.value(lowerer.letters.fresh("other", rows, cols))


def _second_form(lowerer: GoalBuilder, p: Polynomial, name: str) -> tuple[Polynomial, Polynomial | None]:
    letters = lowerer.letters
    y, rows, cols = letters.table[name]
    first = derivative(p, letters, name)
    if not y.legs:
        return derivative(first, letters, name), None
    if cols != ONE:
        raise NotLowered("no-theory", "convexity in a matrix variable")
    h = letters.value(letters.fresh("h", rows, ONE))
    return inner(h, differential(first, letters, name, h)), h


def monotone_goal(lowerer: GoalBuilder, f: Term, x: Term, name: str, prop: str, under: Under) -> Goal:
    """f is increasing (decreasing) in the number x."""
    sign, strict = MONOTONE[prop]
    lowerer.networks.rule("increasing-by-its-slope-or-its-definition")
    p = lowerer.scalar(f).times(sign)
    letters = lowerer.letters
    domain = whole_domain_of(letters, name, (p,), under)
    _, rows, cols = letters.table[name]
    if not rows == cols == ONE:
        raise NotLowered("no-theory", f"`{to_text(x)}` is not a number: no theory for monotone functions of arrays")
    relation = ">" if strict else ">="
    with letters.set_aside():
        y = _second_point(lowerer, domain)
        later = replace_letter(p, letters, name, y)
        allowed = [Formula(">", y - letters.value(name)), *(at(letters, name, formula, y) for formula in domain.formulas)]
        known = tuple(Hypothesis(f"two points.{k}", formula) for k, formula in enumerate(allowed))
        word = "larger" if sign > 0 else "smaller"
        direct = lowerer.leaf(Formula(relation, later - p), (*under, *known), f"{to_text(f)} is {word} at a larger {to_text(x)}")
        if not domain.is_smooth:
            return _about(domain, direct)
        label = f"the slope of {to_text(f)} has one sign"
        slope = lowerer.leaf(Formula(relation, derivative(p, letters, name)), under, label, necessary=False)
    return _about(domain, Either((slope, direct)))
