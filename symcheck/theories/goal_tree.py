"""Goal trees: what must be proved, and which alternatives there are.

Owns: `Leaf`, `All`, `Either`, `Under`, `Proposed`, `Contrary`.  All: every part must hold.  Either: one part suffices; it is
refuted only through a part that the claim implies.  Under: the goal counts, for truth and for falsity, only where the conditions
are proved.  Proposed: the goal has a hole that an oracle may fill (an antiderivative); whatever is put there has to be proved
like the rest.  Contrary: a proof of it refutes the claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from symcheck.language.terms import Term
from symcheck.theories.lowering import Obligation


@dataclass(frozen=True, slots=True)
class Leaf:
    obligation: Obligation


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class Under:
    conditions: Goal
    goal: Goal


@dataclass(frozen=True, slots=True)
class Proposed:
    """wanted: an antiderivative of this term by this name.  expand: the goal with a proposal in its place, then finished.

    stated: the goal as far as it can be said without one.  expand raises NotLowered for a proposal that cannot be read.
    """

    wanted: Term
    variable: str
    expand: Callable[[str, Callable[[Goal], Goal]], Goal]
    stated: Goal


@dataclass(frozen=True, slots=True)
class Contrary:
    """The claim fails where the goal holds; otherwise this decides nothing.  (The value that a minimum has is never taken.)"""

    goal: Goal


Goal = Leaf | All | Either | Under | Proposed | Contrary


def leaves(goal: Goal) -> Iterator[Obligation]:
    match goal:
        case Leaf(obligation):
            yield obligation
        case All(parts) | Either(parts):
            for part in parts:
                yield from leaves(part)
        case Under(conditions, inner):
            yield from leaves(conditions)
            yield from leaves(inner)
        case Proposed():
            yield from leaves(goal.stated)
        case Contrary(inner):
            yield from leaves(inner)


def each(goal: Goal, change: Callable[[Obligation], Obligation]) -> Goal:
    """The goal with every obligation changed, but not those that say where it counts."""
    match goal:
        case Leaf(obligation):
            return Leaf(change(obligation))
        case All(parts):
            return All(tuple(each(p, change) for p in parts))
        case Either(parts):
            return Either(tuple(each(p, change) for p in parts))
        case Under(conditions, inner):
            return Under(conditions, each(inner, change))
        case Contrary(inner):
            return Contrary(each(inner, change))
        case Proposed():
            return replace(goal, expand=lambda p, finish: goal.expand(p, lambda g: finish(each(g, change))))


def weaker(goal: Goal) -> Goal:
    """The goal as one of several alternatives: the claim does not imply it."""
    return each(goal, lambda o: replace(o, necessary=False))
