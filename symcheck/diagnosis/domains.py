"""Where the two sides of an equation are defined: a changed domain is a finding of its own (soundness rule 3).

Owns: `domain_change`.  Conditions are compared as the lowering states them, side by side; nothing is proved about them.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.diagnosis.judging import Question, lowered
from symcheck.language.terms import Term
from symcheck.theories.lowering import NotLowered


def domain_change(question: Question) -> str:
    """In words, the conditions that one side of an equation needs and the other does not; "" where they are the same."""
    statement = question.statement
    if statement.op != "rel" or statement.value != "=":
        return ""
    left, right = (_conditions(question, side) for side in statement.args)
    if left is None or right is None or set(left) == set(right):
        return ""
    parts = []
    for name, own, other in (("left", left, right), ("right", right, left)):
        more = [c for c in own if c not in other]
        if more:
            parts.append(f"only the {name} side needs {', '.join(more)}")
    return "; ".join(parts)


def _conditions(question: Question, side: Term) -> tuple[str, ...] | None:
    try:
        return lowered(replace(question, statement=Term("rel", (side, side), "="))).where
    except NotLowered:
        return None
