"""Chains of expressions: `f = g`, below it `= h`, read as `f = h`.

Owns: the subject of a derivation, how a continuation is completed to a full statement, which relation it states.
Does not own: lines (lines.py), elaboration.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from symcheck.language.terms import Span, Term
from symcheck.problem.source import Passage

# how far two relations of a chain combine: f R g and g S h give f (R S) h
UPWARD, DOWNWARD = ("<", "<="), (">", ">=")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a chain is about: the left side `term`, the text its spans point into, and the relation reached so far."""

    term: Term
    text: Passage
    relation: str


def combined(first: str, second: str) -> str | None:
    """The relation between the ends of f `first` g `second` h; None where nothing follows about them."""
    if "=" in (first, second):
        return second if first == "=" else first
    for family in (UPWARD, DOWNWARD):
        if first in family and second in family:
            return family[0] if family[0] in (first, second) else family[1]
    return "~=" if first == second == "~=" else None


def subject_of(surface: Term, text: Passage) -> Subject | None:
    """The subject that a comparison (or a chain of them) begins; None for any other statement."""
    if surface.op == "rel" and isinstance(surface.value, str):
        return Subject(surface.args[0], text, surface.value)
    if surface.op == "chain" and isinstance(surface.value, tuple):
        relation: str | None = surface.value[0]
        for sign in surface.value[1:]:
            relation = combined(relation, sign) if relation else None
        return Subject(surface.args[0], text, relation) if relation else None
    return None


def shifted(term: Term, by: int) -> Term:
    """`term` with every span moved to the right."""

    def move(t: Term) -> Term:
        span = Span(t.span.start + by, t.span.end + by) if t.span else None
        return replace(t, args=tuple(move(a) for a in t.args), span=span)

    return move(term)


@dataclass(frozen=True, slots=True)
class Completed:
    """A continuation as a full statement, the text its spans point into, and the subject for the line below."""

    surface: Term
    text: Passage
    subject: Subject


def complete(subject: Subject, sign: str, rest: Term, text: Passage) -> Completed | None:
    """`subject sign rest`; None where the relations of the chain do not combine.

    `rest` may itself be a chain, `= g = h`; then the statement is the whole chain from the subject on.
    """
    whole = subject.text.then(text)
    moved = shifted(rest, len(subject.text) + 1)
    relation = combined(subject.relation, sign)
    if relation is None:
        return None
    args, signs = moved.args, tuple[str, ...]()
    if moved.op == "rel" and isinstance(moved.value, str):
        signs = (moved.value,)
    elif moved.op == "chain" and isinstance(moved.value, tuple):
        signs = moved.value
    else:
        surface = Term("rel", (subject.term, moved), relation)
        return Completed(surface, whole, replace(subject, relation=relation))
    end: str | None = relation
    for s in signs:
        end = combined(end, s) if end else None
    if end is None:
        return None
    surface = Term("chain", (subject.term, *args), (relation, *signs))
    return Completed(surface, whole, replace(subject, relation=end))
