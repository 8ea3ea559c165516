"""The budget of the cross-check: work is counted before it is done, never timed.

Owns: `Meter`, `Exhausted`, `WORK`.  One step is about what it takes to evaluate one node of a term at one point; arrays and loops
are charged in proportion.  The same claim does the same work on every machine, so it ends the same way on every machine.
"""

from __future__ import annotations

WORK = 160_000  # steps for one claim
ENTRIES_A_STEP = 1_000
PRODUCTS_A_STEP = 20_000
ROUNDS_A_STEP = 20  # of a loop in Python


class Exhausted(Exception):
    """The budget is used up; the message says so."""


class Meter:
    """What is left of a budget.  Shared by every evaluator of one check."""

    __slots__ = ("budget", "left")

    def __init__(self, budget: int = WORK) -> None:
        self.budget = budget
        self.left = budget

    def spend(self, steps: int) -> None:
        """Charges work that is about to be done.  Raises Exhausted where there is not so much left."""
        if steps > self.left:
            raise Exhausted(f"the budget of {self.budget} evaluation steps is used up")
        self.left -= steps
