"""Numeric answers: a ~= b within a stated tolerance, or to the digits that are printed.

TRUSTED FOR MEANING.  Owns: `within_tolerance`, `tolerance_of`.  A decimal printed with k places stands for every number that
rounds to it: those within half a unit of its last place.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.kernel.polynomial import number
from symcheck.kernel.sequent import Formula, Hypothesis
from symcheck.language.numerals import Printed
from symcheck.language.terms import Term
from symcheck.theories.goals import All, Goal, GoalBuilder
from symcheck.theories.lowering import NotLowered


def within_tolerance(lowerer: GoalBuilder, a: Term, b: Term, under: tuple[Hypothesis, ...]) -> Goal:
    """|a - b| <= tolerance, entry by entry."""
    tolerance = tolerance_of(a, b, lowerer.setting.tolerance)
    if tolerance is None:
        message = "`~=` needs a `tolerance:`, or a decimal on one side, whose printed digits then count, as in `1/3 ~= 0.333`"
        raise NotLowered("no-tolerance", message)
    if lowerer.setting.tolerance is None:
        lowerer.networks.rule("to-the-printed-digits")
    else:
        lowerer.networks.rule("within-tolerance")
    parts = []
    for p in lowerer.differences(a, b):
        for q in (p, -p):
            parts.append(lowerer.leaf(Formula(">=", number(tolerance) - q), under, f"within {tolerance}"))
    return All(tuple(parts))


def tolerance_of(a: Term, b: Term, stated: Fraction | None) -> Fraction | None:
    """How far apart a and b may be: what is stated, else what the digits of one of them say."""
    return stated if stated is not None else _of_the_last_place(b) or _of_the_last_place(a)


def _of_the_last_place(term: Term) -> Fraction | None:
    """Half a unit in the last place of a decimal literal."""
    match term:
        case Term("neg", (inner,)):
            return _of_the_last_place(inner)
        case Term("num", (), Printed() as q):
            return Fraction(1, 2) * Fraction(10) ** -q.places
    return None
