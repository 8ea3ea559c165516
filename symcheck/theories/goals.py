"""What the lowering of a claim hands on, and what the theories of single statements need of it.

Owns: `LoweredClaim`, `GoalBuilder`.  The goals themselves are in goal_tree.py, offered here too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Formula, Hypothesis, Member
from symcheck.language.context import Kind
from symcheck.language.terms import Term
from symcheck.theories.entries import EntryLowerer
from symcheck.theories.expressions import Lowerer
from symcheck.theories.goal_tree import All, Contrary, Either, Goal, Leaf, Proposed, Under, each, leaves, weaker
from symcheck.theories.letters import Letters
from symcheck.theories.setting import Setting


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
        difference: str = "",
    ) -> Goal: ...


def refuting(goal: Goal, why: str) -> Goal:
    """The goal as something that the claim implies, of which the claim is no consequence; why nothing proves the claim."""
    return each(goal, lambda o: replace(o, refutes_only=why))


__all__ = [
    "All",
    "Contrary",
    "Either",
    "Goal",
    "GoalBuilder",
    "Leaf",
    "LoweredClaim",
    "Proposed",
    "Under",
    "each",
    "leaves",
    "refuting",
    "weaker",
]
