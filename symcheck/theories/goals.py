"""What the lowering of a claim hands on, and what the theories of single statements need of it.

Owns: `LoweredClaim`, `GoalBuilder`.  The goals themselves are in goal_tree.py, offered here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Formula, Hypothesis, Member
from symcheck.language.context import Kind
from symcheck.language.terms import Term
from symcheck.theories.entries import EntryLowerer
from symcheck.theories.expressions import Lowerer, Setting
from symcheck.theories.goal_tree import All, Either, Goal, Leaf, Proposed, Under, leaves
from symcheck.theories.letters import Letters


@dataclass(frozen=True, slots=True)
class LoweredClaim:
    """The goal tree of a claim, the lowering rules it rests on, when it is defined, and remarks for the report."""

    goal: Goal
    rules: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


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

    def assume(self, term: Term, label: str) -> list[list[Hypothesis]]: ...

    def prove(self, term: Term, under: tuple[Hypothesis, ...] = ()) -> Goal: ...

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
    ) -> Goal: ...


__all__ = ["All", "Either", "Goal", "GoalBuilder", "Leaf", "LoweredClaim", "Proposed", "Under", "leaves"]
