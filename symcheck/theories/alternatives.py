"""P or Q: Q wherever P is false, which is the same; or one of them everywhere, which is more than is claimed.

TRUSTED FOR MEANING.  Owns: `alternatives`.
"""

from __future__ import annotations

from itertools import product

from symcheck.kernel.sequent import Hypothesis
from symcheck.language.printing import to_text
from symcheck.language.terms import Term, subterms
from symcheck.theories.extrema import CURVED, MONOTONE
from symcheck.theories.goal_tree import weaker
from symcheck.theories.goals import All, Either, Goal, GoalBuilder
from symcheck.theories.lowering import NotLowered

MOST_CASES = 32


def alternatives(lowerer: GoalBuilder, parts: tuple[Term, ...], under: tuple[Hypothesis, ...]) -> Goal:
    """The goal of a disjunction.  Raises NotLowered where a part is read by no theory."""
    single = tuple(weaker(lowerer.prove(p, under)) for p in parts)
    *others, last = parts
    if any(_varies(t) for t in subterms(last)):
        return Either(single)
    try:
        negations = [lowerer.assume(Term("not", (p,)), f"not {to_text(p)}") for p in others]
    except NotLowered:
        return Either(single)
    cases = [tuple(h for part in chosen for h in part) for chosen in product(*negations)]
    if len(cases) > MOST_CASES:
        return Either(single)
    goals = tuple(lowerer.prove(last, (*under, *case)) for case in cases)
    return Either((goals[0] if len(goals) == 1 else All(goals), *single))


def _varies(t: Term) -> bool:
    """A statement about all values of a variable at once: where P is false, it would be one about fewer of them."""
    match t:
        case Term("is", (_, _), str() as prop):
            return prop in CURVED or prop in MONOTONE
        case Term("call", (_, _, *_), "argmin" | "argmax" | "solve"):
            return True
    return False
