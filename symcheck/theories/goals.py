"""Goals as a tree: what must be proved, and which alternatives there are.

Owns: `Leaf`, `All`, `Either`.  All: every part must hold.  Either: one part suffices; it is refuted only through a part that the
claim implies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


Goal = Leaf | All | Either


@dataclass(frozen=True, slots=True)
class LoweredClaim:
    """The goal tree of a claim, the lowering rules it rests on, when it is defined, and remarks for the report."""

    goal: Goal
    rules: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def leaves(goal: Goal) -> Iterator[Obligation]:
    match goal:
        case Leaf(obligation):
            yield obligation
        case All(parts) | Either(parts):
            for part in parts:
                yield from leaves(part)
