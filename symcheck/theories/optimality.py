"""Minimisers, convexity and solutions of equations, by derivatives.

TRUSTED FOR MEANING.  For a polynomial or rational f on all of ℝ (or ℝᵏ):
f is convex iff its second derivative is nowhere negative (Boyd and Vandenberghe 2004, 3.1.4); v is its only minimiser if
f'(v) = 0 and f'' > 0 everywhere; f'(v) = 0 is necessary.  `follows` may put another
expression in the place of f' (see `derivative_of`).
"""

from __future__ import annotations

from collections.abc import Iterable

from symcheck.kernel.polynomial import Polynomial, inner, letter, letters_of, number, product, transpose
from symcheck.kernel.sequent import Formula, Hypothesis
from symcheck.language.context import Kind
from symcheck.language.printing import to_text
from symcheck.language.sizes import ONE
from symcheck.language.terms import Term
from symcheck.theories.calculus import coefficient, derivative, differential, replace_letter
from symcheck.theories.derivatives import free_variable
from symcheck.theories.extrema import CURVED, MONOTONE, curvature_goal, least_value_goals, minimiser_goals, monotone_goal
from symcheck.theories.goals import All, Either, Goal, GoalBuilder, ranging
from symcheck.theories.intervals import at, conditions_on
from symcheck.theories.lowering import NotLowered


def _variable(lowerer: GoalBuilder, x: Term) -> str:
    if x.op != "sym":
        raise NotLowered("no-theory", f"`{to_text(x)}` is not a name that can vary")
    if lowerer.entrywise:
        if x.shape is None or not x.shape.is_scalar:
            raise NotLowered("no-theory", f"minimisers over the array `{to_text(x)}` of fixed size")
        p = lowerer.entries.scalar(x)
        ((m, _),) = p.terms.items()
        return m.factors[0][0].nodes[0][0].name
    name, restore = free_variable(lowerer.networks, x)
    if "~" in name:
        restore(number(0))
        raise NotLowered("no-theory", f"`{to_text(x)}` is a definition, not a free variable")
    return name


class Restricted(NotLowered):
    """The variable does not range over everything, or something in it is no polynomial."""

    def __init__(self, message: str) -> None:
        super().__init__("no-theory", message)


def require_unrestricted(
    lowerer: GoalBuilder,
    x: Term,
    name: str,
    polynomials: Iterable[Polynomial],
    under: tuple[Hypothesis, ...],
    *,
    declared: bool = False,
) -> None:
    """Raise NotLowered unless x ranges over all of ℝ (or ℝᵏ) and everything is polynomial in it.

    A restricted variable may have its minimum on the boundary; where f has a kink or a pole, f'' says nothing there.
    declared: a real number may be declared to range over less.
    """
    kind = lowerer.setting.context.symbols.get(str(x.value))
    less = not (declared and isinstance(kind, Kind) and kind.shape.is_scalar)
    restricted = isinstance(kind, Kind) and (kind.base != "real" or (less and (kind.domain is not None or bool(kind.properties))))
    stated = any(y.name == name for h in (*lowerer.letters.given, *under) for y in letters_of(h.formula.polynomial))
    if restricted or stated or conditions_on(lowerer.letters, name):
        raise Restricted(f"`{to_text(x)}` does not range over all numbers: no theory for a restricted variable")
    stack, seen = list(polynomials), set[str]()
    while stack:
        p = stack.pop()
        if any(e < 0 and any(y.name == name for y, _ in f.nodes) for m in p.terms for f, e in m.factors):
            raise Restricted(f"something is divided by `{to_text(x)}`: no theory for functions with poles")
        for y in letters_of(p):
            origin = lowerer.letters.origins.get(y.name)
            if origin is None or y.name in seen:
                continue
            seen.add(y.name)
            if any(_depends(q, lowerer, name) for q in origin.of):
                message = f"`{origin.text}` depends on `{to_text(x)}`: no theory for functions that are not polynomial"
                raise Restricted(message)


def _depends(p: Polynomial, lowerer: GoalBuilder, name: str) -> bool:
    stack, seen = [p], set[str]()
    while stack:
        for y in letters_of(stack.pop()):
            if y.name == name:
                return True
            if y.name in lowerer.letters.origins and y.name not in seen:
                seen.add(y.name)
                stack.extend(lowerer.letters.origins[y.name].of)
    return False


def derivative_of(f: Term, x: Term) -> Term:
    """The term for f' that a derivation may speak of: diff(f, x), or grad(f, x) for an array x."""
    scalar = x.shape is not None and x.shape.is_scalar
    return Term("call", (f, x), "diff" if scalar else "grad", x.shape)


def second_form(lowerer: GoalBuilder, first: Polynomial, name: str) -> tuple[Polynomial, Polynomial | None]:
    """(q, h): the quadratic form q = hᵀ f'' h in a fresh letter h (None for a scalar variable)."""
    y, rows, cols = lowerer.letters.table[name]
    if not y.legs:
        return derivative(first, lowerer.letters, name), None
    if cols != ONE:
        raise NotLowered("no-theory", "convexity in a matrix variable")
    h = lowerer.letters.value(lowerer.letters.fresh("h", rows, ONE))
    moved = differential(first, lowerer.letters, name, h)
    return product(transpose(h), moved), h


def convex_goal(lowerer: GoalBuilder, f: Term, x: Term, under: tuple[Hypothesis, ...]) -> Goal:
    """f is convex in x iff hᵀ f'' h ≥ 0 everywhere."""
    lowerer.networks.rule("convex-iff-second-derivative-nonnegative")
    name = _variable(lowerer, x)
    require_unrestricted(lowerer, x, name, (lowerer.scalar(f),), under)
    first = lowerer.scalar(derivative_of(f, x)) if lowerer.entrywise else lowerer.networks.lower(derivative_of(f, x))
    require_unrestricted(lowerer, x, name, (first,), under)
    form, _ = second_form(lowerer, first, name)
    return ranging(lowerer.leaf(Formula(">=", form), under, f"the second derivative of {to_text(f)} is nonnegative"), name, ())


def optimality_goal(lowerer: GoalBuilder, term: Term, under: tuple[Hypothesis, ...]) -> Goal | None:
    """The goal of a statement about a minimiser, a least value, a solution, convexity or monotonicity; None for any other."""
    match term:
        case Term("rel", (Term("call", (_, _, *_), "argmin" | "argmax") as call, v), "=") | Term(
            "rel", (v, Term("call", (_, _, *_), "argmin" | "argmax") as call), "="
        ):
            return extremiser_goals(lowerer, call, v, under)
        case Term("rel", (Term("call", (_, Term("bind")), "min" | "max") as call, m), "=") | Term(
            "rel", (m, Term("call", (_, Term("bind")), "min" | "max") as call), "="
        ):
            return least_value_goals(lowerer, call, m, under, 1 if call.value == "min" else -1)
        case Term("rel", (Term("call", (eq, x), "solve"), v), "=") | Term("rel", (v, Term("call", (eq, x), "solve")), "="):
            return solution_goals(lowerer, eq, x, v, under)
        case Term("is", (f, x), str() as prop) if prop in CURVED or prop in MONOTONE:
            return shape_goal(lowerer, f, x, prop, under)
    return None


def extremiser_goals(lowerer: GoalBuilder, call: Term, v: Term, under: tuple[Hypothesis, ...]) -> Goal:
    """argmin(f, x) = v, argmax(f, x) = v, also with a third argument that restricts x."""
    f, x, *restriction = call.args
    sign = 1 if call.value == "argmin" else -1
    if x.op == "bind" or any(r.op in {"bind", "keyword"} for r in restriction):
        raise NotLowered("no-theory", f"no theory reads `{to_text(call)}`: name the variable, as in argmin(f, x)")
    name = _variable(lowerer, x)
    for k, r in enumerate(restriction):
        cases = lowerer.assume(r, f"where {to_text(r)}")
        if len(cases) != 1:
            raise NotLowered("no-theory", f"no theory for the restriction `{to_text(r)}`")
        under = (*under, *cases[k])
    try:
        return argmin_goals(lowerer, f if sign > 0 else Term("neg", (f,), None, f.shape), x, v, under)
    except Restricted:
        value = lowerer.scalar(v) if lowerer.entrywise else lowerer.networks.lower(v)
        if _mentions(value, lowerer, name):
            raise NotLowered("no-theory", f"the minimiser `{to_text(v)}` depends on `{to_text(x)}` itself") from None
        return minimiser_goals(lowerer, f, name, value, under, sign, f"{to_text(x)} = {to_text(v)}")


def shape_goal(lowerer: GoalBuilder, f: Term, x: Term, prop: str, under: tuple[Hypothesis, ...]) -> Goal:
    """f is convex, concave, increasing, decreasing in x (strictly)."""
    if prop == "convex":
        try:
            return convex_goal(lowerer, f, x, under)
        except Restricted:
            pass
    name = _variable(lowerer, x)
    return (curvature_goal if prop in CURVED else monotone_goal)(lowerer, f, x, name, prop, under)


def argmin_goals(lowerer: GoalBuilder, f: Term, x: Term, v: Term, under: tuple[Hypothesis, ...]) -> Goal:
    """argmin(f, x) = v: stationary (necessary), and f'' positive everywhere, so that the minimiser is the only one."""
    lowerer.networks.rule("minimiser-is-stationary-point-of-a-convex-function")
    name = _variable(lowerer, x)
    f1 = derivative_of(f, x)
    require_unrestricted(lowerer, x, name, (lowerer.scalar(f),), under)
    first = lowerer.scalar(f1) if lowerer.entrywise else lowerer.networks.lower(f1)
    value = lowerer.scalar(v) if lowerer.entrywise else lowerer.networks.lower(v)
    require_unrestricted(lowerer, x, name, (first,), under)
    if _mentions(value, lowerer, name):
        raise NotLowered("no-theory", f"the minimiser `{to_text(v)}` depends on `{to_text(x)}` itself")
    stationary = replace_letter(first, lowerer.letters, name, value)
    form, h = second_form(lowerer, first, name)
    positive = (Hypothesis("direction", Formula("!=", h)),) if h is not None else ()
    label = f"the second derivative of {to_text(f)} is positive"
    convex = lowerer.leaf(Formula(">", form), (*under, *positive), label, necessary=False)
    here = lowerer.letters.value(name)
    elsewhere = (*under, Hypothesis("another point", Formula("!=", here - value)))
    toward = Formula(">", inner(first, here - value))
    value_of_f = lowerer.scalar(f)
    gap = Formula(">", value_of_f - replace_letter(value_of_f, lowerer.letters, name, value))
    other = (
        lowerer.leaf(toward, elsewhere, f"{to_text(f)} falls towards {to_text(v)}", necessary=False),
        lowerer.leaf(gap, elsewhere, f"{to_text(f)} is larger elsewhere"),
    )
    vanishes = lowerer.leaf(Formula("=", stationary), under, f"{to_text(f1)} vanishes at {to_text(x)} = {to_text(v)}")
    return ranging(All((vanishes, Either((convex, *other)))), name, ())


def _mentions(p: Polynomial, lowerer: GoalBuilder, name: str) -> bool:
    y, rows, cols = lowerer.letters.table[name]
    return not differential(p, lowerer.letters, name, letter(y, rows, cols)).is_zero


def solution_goals(lowerer: GoalBuilder, equation: Term, x: Term, v: Term, under: tuple[Hypothesis, ...]) -> Goal:
    """solve(eq, x) = {v, …}: each v satisfies the equation, and whatever satisfies it is one of them."""
    if equation.op != "rel" or equation.value != "=":
        raise NotLowered("no-theory", f"`{to_text(equation)}` is not one equation")
    listed = v.args if v.op == "set" else (v,)
    if v.op in {"interval", "union", "range", "domain"}:
        raise NotLowered("no-theory", f"no theory compares all solutions with `{to_text(v)}`")
    lowerer.networks.rule("solution-is-sound-and-complete")
    name = _variable(lowerer, x)
    (difference,) = lowerer.differences(*equation.args)
    values = [p for e in listed for p in lowerer.arrays(e)]
    (unknown,) = lowerer.arrays(x)
    require_unrestricted(lowerer, x, name, (difference,), under, declared=True)
    if len(values) != len(listed) or (len(values) > 1 and not unknown.is_scalar):
        raise NotLowered("no-theory", f"no theory compares all solutions with `{to_text(v)}`")
    if any(_mentions(value, lowerer, name) for value in values):
        raise NotLowered("no-theory", f"the solution `{to_text(v)}` depends on the unknown `{to_text(x)}` itself")
    sound = [
        lowerer.leaf(Formula("=", put), under, f"{to_text(e)} solves {to_text(equation)}")
        for e, put in zip(listed, (replace_letter(difference, lowerer.letters, name, p) for p in values), strict=True)
    ]
    own = [h.formula for h in lowerer.letters.definitions.get(name, ())]
    sound += [
        lowerer.leaf(at(lowerer.letters, name, formula, p), under, f"{to_text(x)} = {to_text(e)} is allowed")
        for e, p in zip(listed, values, strict=True)
        for formula in own
    ]
    every = f"every solution of {to_text(equation)} is {to_text(v)}" if values else f"{to_text(equation)} has no solution"
    if not values:
        return lowerer.leaf(Formula("!=", difference), under, every)
    gaps = unknown - values[0]
    for p in values[1:]:
        gaps = product(gaps, unknown - p)  # a product of numbers is 0 iff one of them is
    equation_holds = Hypothesis("supposed equation" if values[1:] else "equation", Formula("=", difference))
    return All((*sound, lowerer.leaf(Formula("=", gaps), (*under, equation_holds), every)))


__all__ = ["coefficient", "derivative_of", "optimality_goal"]
