"""Statements in which limits, integrals and classes of growth stand.

TRUSTED FOR MEANING.  Owns: `CalculusStatements`.  A statement with the values of limits and integrals is judged under what
these rest on.  An equation with an indefinite integral is about families of functions: both sides have the same derivative,
so they are equal up to a constant on each interval.  An equation with a value that does not exist is false.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

from symcheck.kernel.polynomial import letters_of, number
from symcheck.kernel.sequent import Formula, Hypothesis
from symcheck.language.printing import to_text
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, subterms
from symcheck.theories.closed_numbers import closed_goal
from symcheck.theories.goal_tree import All, Either, Goal, Proposed, Under
from symcheck.theories.goals import GoalBuilder
from symcheck.theories.integrals import antiderivative, unfolded
from symcheck.theories.intervals import domain_of
from symcheck.theories.landau import growth_goal
from symcheck.theories.limits import infinity, sides_of
from symcheck.theories.lowering import NotLowered
from symcheck.theories.side_goals import DoesNotExist, NeedsAntiderivative

VALUES = frozenset({"limit", "integrate"})
MOST_INTEGRALS = 6
Prove = Callable[[Term, tuple[Hypothesis, ...]], Goal]


def calculus_goal(builder: GoalBuilder, term: Term, under: tuple[Hypothesis, ...], prove: Prove) -> Goal | None:
    """The goal of a statement about values of limits and integrals; None for any other statement."""
    if term.op not in {"rel", "in", "is", "chain"} or builder.networks.side.busy:
        return None
    equation = without_integrals(builder, term)
    side = builder.networks.side
    side.under, side.busy = under, True
    try:
        grown = growth_goal(builder, term, under)
        if grown is not None:
            return grown
        if equation is not None:
            builder.networks.rule("indefinite-integral-by-differentiation")
            _require_intervals(builder, term, under)
            return _completely(builder, equation, under, prove)
        if not _speaks_of_values(builder, term):
            return None
        closed = closed_goal(builder.setting, term) if not (under or builder.letters.given) else None
        if closed is not None:
            builder.networks.rule("integral-in-balls")
            rest = () if term.value == "~=" else (_completely(builder, term, under, prove),)
            return Either((closed, *rest))
        return _completely(builder, term, under, prove)
    finally:
        side.busy = False


def _completely(builder: GoalBuilder, term: Term, under: tuple[Hypothesis, ...], prove: Prove) -> Goal:
    """The goal; with a hole where an integral has no antiderivative yet."""
    side = builder.networks.side
    with side.collected() as goals:
        try:
            goal = _existing(builder, term, under) or prove(term, under)
        except DoesNotExist as error:
            goal = _false(builder, term, under, error)
        except NeedsAntiderivative as error:
            goal = None
            needed = error
        found = tuple(goals)
    if goal is None:
        return _with_a_hole(builder, term, under, prove, needed)
    return Under(All(found), goal) if found else goal


def _with_a_hole(
    builder: GoalBuilder, term: Term, under: tuple[Hypothesis, ...], prove: Prove, needed: NeedsAntiderivative
) -> Goal:
    side, letters = builder.networks.side, builder.letters
    known, given, bound = dict(side.antiderivatives), list(letters.given), dict(builder.networks.bound)
    if len(known) >= MOST_INTEGRALS:
        raise NotLowered("budget", "too many integrals in one statement")

    def expand(proposal: str, finish: Callable[[Goal], Goal]) -> Goal:
        before = {name: copy(value) for name, value in vars(letters).items()}
        state = (dict(side.antiderivatives), side.busy, side.under, builder.networks.bound)
        side.antiderivatives, side.busy, side.under = {**known, needed.integral: proposal}, True, under
        letters.given, builder.networks.bound = list(given), dict(bound)
        try:
            return finish(_completely(builder, term, under, prove))
        finally:
            side.antiderivatives, side.busy, side.under, builder.networks.bound = state
            for name, value in before.items():
                setattr(letters, name, value)

    side.stated = True
    try:
        with side.collected():
            stated = _existing(builder, term, under) or prove(term, under)
    except NotLowered:
        stated = builder.leaf(Formula("=", number(0)), under, to_text(term))
    finally:
        side.stated = False
    return Proposed(needed.integrand, needed.variable, expand, stated)


def _existing(builder: GoalBuilder, term: Term, under: tuple[Hypothesis, ...]) -> Goal | None:
    """limit(f) = L side by side, so that different limits from the two sides refute it; also where L is ±inf."""
    match term:
        case Term("rel", (Term("call", _, "limit") as value, bound), "="):
            pass
        case Term("rel", (bound, Term("call", _, "limit") as value), "="):
            pass
        case Term("rel", (Term("call", _, "integrate") as value, bound), "=") if infinity(bound):
            return _infinite(builder, value, infinity(bound), term, under)
        case _:
            return None
    wanted = infinity(bound)
    if any(t.op == "call" and t.value in VALUES for t in subterms(bound)):
        return None
    if builder.networks.side.stated:
        return builder.leaf(Formula("=", number(0) if wanted else builder.scalar(bound).times(0)), under, to_text(term))
    parts: list[Goal] = []
    for side in sides_of(builder.networks, value):
        if side.value is None or wanted:
            what = "inf" if side.infinite > 0 else "-inf" if side.infinite < 0 else "a number"
            true = side.value is None and side.infinite == wanted
            label = to_text(term) if true else f"the limit is {what}"
            goal = builder.leaf(Formula("=", number(0 if true else 1)), under, label)
        else:
            right = builder.scalar(bound)
            goal = builder.leaf(Formula("=", side.value - right), under, to_text(term), sides=(side.value, right))
        parts.append(Under(All(side.goals), goal) if side.goals else goal)
    return All(tuple(parts))


def _infinite(builder: GoalBuilder, value: Term, wanted: int, term: Term, under: tuple[Hypothesis, ...]) -> Goal:
    """integrate(f, x, a, b) = inf."""
    if builder.networks.side.stated:
        return builder.leaf(Formula("=", number(0)), under, to_text(term))
    try:
        builder.scalar(value)
    except DoesNotExist as error:
        if not error.infinite:
            raise NotLowered("no-theory", f"{error.message}; whether it is infinite is not decided") from error
        true = error.infinite == wanted
        return builder.leaf(Formula("=", number(0 if true else 1)), under, to_text(term) if true else error.message)
    return builder.leaf(Formula("=", number(1)), under, f"`{to_text(value)}` is a number")


def _false(builder: GoalBuilder, term: Term, under: tuple[Hypothesis, ...], error: DoesNotExist) -> Goal:
    """An equation with a value that does not exist is false; what else is said of such a value is not decided."""
    if term.op != "rel" or term.value != "=":
        raise error
    return builder.leaf(Formula("=", number(1)), under, error.message)


def _speaks_of_values(builder: GoalBuilder, term: Term) -> bool:
    """Whether a limit or an integral occurs in the term or in a definition that it uses."""
    seen: set[str] = set()
    waiting = [term]
    while waiting:
        for t in subterms(waiting.pop()):
            if t.op == "call" and t.value in VALUES:
                return True
            name = t.value
            definition = builder.setting.context.definitions.get(name) if isinstance(name, str) else None
            if t.op in {"sym", "apply"} and definition is not None and name not in seen:
                seen.add(str(name))
                waiting.append(definition.body)
    return False


# ---- indefinite integrals


def without_integrals(builder: GoalBuilder, term: Term) -> Term | None:
    """d/dx of both sides of an equation with indefinite integrals over x; None where there are none."""
    if not any(_is_indefinite(t) for t in subterms(term)):
        return None
    term = unfolded(term, builder.setting.context)  # a factor that the variable is hidden in is not constant
    indefinite = [t for t in subterms(term) if _is_indefinite(t)]
    variable = indefinite[0].args[1]
    if term.op != "rel" or term.value != "=" or any(t.args[1] != variable for t in indefinite) or variable.op != "sym":
        raise NotLowered("no-theory", f"no theory reads the indefinite integrals in `{to_text(term)}`")
    left, right = (_derivative(side, variable) for side in term.args)
    for side in term.args:
        _refuse_jumps(builder, side)
    return Term("rel", (left, right), "=")


def _require_intervals(builder: GoalBuilder, term: Term, under: tuple[Hypothesis, ...]) -> None:
    """The derivatives say something where the variable may move: not at single points, such as a hypothesis x = 3 leaves."""
    variable = next(t for t in subterms(term) if _is_indefinite(t)).args[1]
    (name,) = {x.name for x in letters_of(builder.scalar(variable))}
    if not domain_of(builder.letters, name, (), under).has_inside:
        raise NotLowered("no-theory", f"`{to_text(variable)}` may be tied to single points: no theory for its integrals there")


def _refuse_jumps(builder: GoalBuilder, side: Term) -> None:
    """sign, step, floor are constant between their jumps, but the antiderivative of nothing across them."""
    for t in subterms(side):
        if _is_indefinite(t):
            continue
        if t.op == "call" and t.value in {"sign", "floor", "ceil", "round", "relu"}:
            raise NotLowered("no-theory", f"`{to_text(t)}` has jumps or kinks: that it is an antiderivative is not decided")


def _is_indefinite(t: Term) -> bool:
    return t.op == "call" and t.value == "integrate" and len([a for a in t.args if a.op != "bind"]) == 2


def _derivative(side: Term, x: Term) -> Term:
    """d/dx of a linear combination of integrals and of a term without any."""
    match side:
        case Term("call", (f, _), "integrate") if _is_indefinite(side):
            return f
        case Term("add" | "sub", (a, b)):
            return Term(side.op, (_derivative(a, x), _derivative(b, x)), None, SCALAR)
        case Term("neg", (a,)):
            return Term("neg", (_derivative(a, x),), None, SCALAR)
        case Term("mul", (c, a)) if _integrals_in(a) and not _integrals_in(c) and not _occurs(x, c):
            return Term("mul", (c, _derivative(a, x)), None, SCALAR)
        case Term("mul" | "div", (a, c)) if _integrals_in(a) and not _integrals_in(c) and not _occurs(x, c):
            return Term(side.op, (_derivative(a, x), c), None, SCALAR)
    if _integrals_in(side):
        raise NotLowered("no-theory", f"no theory reads the indefinite integral in `{to_text(side)}`")
    return Term("call", (side, x), "diff", SCALAR)


def _integrals_in(t: Term) -> bool:
    return any(_is_indefinite(s) for s in subterms(t))


def _occurs(x: Term, t: Term) -> bool:
    return any(s == x for s in subterms(t))


__all__ = ["antiderivative", "calculus_goal", "without_integrals"]
