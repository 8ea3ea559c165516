"""What the value of a limit or an integral rests on: goals beside the statement in which it stands.

Owns: `SideGoals`, `DoesNotExist`, `NeedsAntiderivative`, and `bound_letter`.  A statement in which such values stand is judged
only where all the side goals are proved (goals.Under), for its truth and for its falsity.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Formula, Hypothesis, Sequent
from symcheck.language.context import Context
from symcheck.language.sizes import ONE
from symcheck.language.terms import Term
from symcheck.theories.binders import require_no_capture
from symcheck.theories.goal_tree import Goal, Leaf
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered, Obligation
from symcheck.theories.valuation import Valuation


class DoesNotExist(NotLowered):
    """The value does not exist where the side goals are true; the message says why."""

    def __init__(self, message: str, infinite: int = 0) -> None:
        super().__init__("undefined", message)
        self.infinite = infinite  # 1 or −1 where it tends to ±inf


class NeedsAntiderivative(NotLowered):
    """An integral whose antiderivative nothing has proposed yet: the term, and its integrand with definitions unfolded."""

    def __init__(self, integral: Term, integrand: Term, variable: str) -> None:
        super().__init__("no-theory", f"an antiderivative by `{variable}` is needed")
        self.integral, self.integrand, self.variable = integral, integrand, variable


@dataclass
class SideGoals:
    """goals: what must be proved beside the statement; under: the hypotheses of the place where the statement stands.

    antiderivatives: by integral, the text of an antiderivative; stated: integrals are only read, not evaluated.
    """

    goals: list[Goal] = field(default_factory=list)
    under: tuple[Hypothesis, ...] = ()
    antiderivatives: dict[Term, str] = field(default_factory=dict)
    stated: bool = False
    busy: bool = False  # a statement is being read whose side goals are collected

    @contextmanager
    def collected(self) -> Iterator[list[Goal]]:
        """The goals that come up meanwhile."""
        saved, self.goals = self.goals, []
        try:
            yield self.goals
        finally:
            self.goals = saved


class Reader(Protocol):
    """What limits and integrals need of the lowering of expressions (expressions.py)."""

    letters: Letters
    bound: dict[str, Polynomial]
    notes: dict[str, None]
    side: SideGoals

    @property
    def context(self) -> Context: ...

    def lower(self, term: Term) -> Polynomial: ...

    def rule(self, name: str) -> None: ...


@contextmanager
def bound_letter(reader: Reader, name: str) -> Iterator[str]:
    """A new real letter in the place of the name; its own name."""
    require_no_capture(reader.context, name)
    letters = reader.letters
    fresh = letters.fresh(name, ONE, ONE)
    letters.local.add(fresh)
    saved = dict(reader.bound)
    reader.bound[name] = letters.value(fresh)
    try:
        yield fresh
    finally:
        reader.bound = saved


def valuation_of(reader: Reader) -> Valuation:
    known = (*reader.letters.given, *reader.side.under)
    return Valuation(reader.letters, (h.formula for h in known))


def side_goal(reader: Reader, formula: Formula, label: str, more: tuple[Hypothesis, ...] = ()) -> Goal:
    """The formula, under the hypotheses of the claim and `more`; refuting it refutes nothing."""
    known = (*reader.letters.given, *reader.side.under, *more)
    return Leaf(Obligation(label, Sequent((), {}, known, formula), necessary=False))
