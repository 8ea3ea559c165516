"""Goals as a tree: what must be proved, and which alternatives there are.

Owns: `Leaf`, `All`, `Either`.  All: every part must hold.  Either: one part suffices; it is refuted only through a part that the
claim implies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Formula, Hypothesis, Member
from symcheck.language.context import Kind
from symcheck.language.terms import Term
from symcheck.theories.entries import EntryLowerer
from symcheck.theories.expressions import Lowerer
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import Obligation
from symcheck.theories.setting import Setting


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
    """The goal tree of a claim, the lowering rules it rests on, when it is defined, and remarks for the report.

    undetermined: what of it the declared moments do not determine (probability.py); distributions: as in `Obligation`.
    """

    goal: Goal
    rules: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()
    distributions: tuple[tuple[str, tuple[tuple[Fraction, Polynomial], ...]], ...] = ()


class GoalBuilder(Protocol):
    """What the theories of single statements need of the lowering that they are part of (statements.py)."""

    setting: Setting
    entrywise: bool
    entries: EntryLowerer
    networks: Lowerer
    letters: Letters

    def scalar(self, term: Term) -> Polynomial: ...

    def arrays(self, term: Term) -> list[Polynomial]: ...

    def differences(self, a: Term, b: Term) -> list[Polynomial]: ...

    def formulas(self, term: Term) -> list[Formula]: ...

    def bind_fresh(self, name: str, kind: Kind) -> tuple[str, ...]: ...

    def bound_kind_of(self, domain: Term) -> Kind: ...

    def leaf(
        self,
        formula: Formula | Member,
        under: tuple[Hypothesis, ...],
        label: str,
        *,
        necessary: bool = True,
        sides: tuple[Polynomial, Polynomial] | None = None,
        difference: str = "",
    ) -> Goal: ...


def unnecessary(goal: Goal) -> Goal:
    """The goal as a way to prove the claim that the claim does not imply."""
    return each(goal, lambda o: replace(o, necessary=False))


def refuting(goal: Goal, why: str) -> Goal:
    """The goal as something that the claim implies, of which the claim is no consequence; why nothing proves the claim."""
    return each(goal, lambda o: replace(o, refutes_only=why))


def each(goal: Goal, change: Callable[[Obligation], Obligation]) -> Goal:
    """The goal with every obligation changed."""
    match goal:
        case Leaf(obligation):
            return Leaf(change(obligation))
        case All(parts):
            return All(tuple(each(p, change) for p in parts))
        case Either(parts):
            return Either(tuple(each(p, change) for p in parts))


def leaves(goal: Goal) -> Iterator[Obligation]:
    match goal:
        case Leaf(obligation):
            yield obligation
        case All(parts) | Either(parts):
            for part in parts:
                yield from leaves(part)
