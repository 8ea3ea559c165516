"""Claims about random symbols: proved from their moments, refuted from these or by finite distributions.

TRUSTED FOR MEANING (which of the readings may prove).  Owns: `lower_random`, `undetermined`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from symcheck.kernel.polynomial import Polynomial
from symcheck.theories.expressions import Setting
from symcheck.theories.goals import Either, Goal, LoweredClaim, each
from symcheck.theories.lowering import NotLowered
from symcheck.theories.outcomes import READINGS

Distributions = tuple[tuple[str, tuple[tuple[Fraction, Polynomial], ...]], ...]
TRIED = "no finite distribution that was tried refutes it, which proves nothing"


def lower_random(lowered: Callable[[Setting], LoweredClaim], setting: Setting) -> LoweredClaim:
    """The claim by moments; where these leave a value open, also the claim about finite distributions, which only refutes."""
    by_moments = lowered(setting)
    if not by_moments.undetermined:
        return by_moments
    parts: list[Goal] = [by_moments.goal]
    for k in range(len(READINGS)):
        try:
            finite = lowered(replace(setting, outcomes=k))
            parts.append(only_refuting(finite.goal, finite.distributions))
        except (NotLowered, ZeroDivisionError):
            continue
    return replace(by_moments, goal=Either(tuple(parts)) if len(parts) > 1 else by_moments.goal)


def only_refuting(goal: Goal, distributions: Distributions) -> Goal:
    return each(goal, lambda o: replace(o, refutes_only=TRIED, distributions=distributions))


def undetermined(unknown: Iterable[str]) -> tuple[str, ...]:
    """The remark on what the declarations do not determine."""
    listed = list(unknown)
    if not listed:
        return ()
    return (f"not determined by the declared moments: {'; '.join(listed[:3])}{'; …' if len(listed) > 3 else ''}",)
