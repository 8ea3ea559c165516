"""A repair in words.

Owns: `diagnosis_of`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from symcheck.diagnosis.judging import Question
from symcheck.language.printing import to_text
from symcheck.language.terms import Term, subterms
from symcheck.report import Diagnosis

SAID = {
    "extra-factor": "extra factor",
    "missing-factor": "missing factor",
    "missing-term": "missing term",
    "extra-term": "extra term",
    "wrong-order": "the order of the product",
    "not-distributed": "not distributed (a bracket is lost)",
    "one-side-only": "done to one side of the line before only",
    "missing-cross-term": "the cross term of the square is missing",
}


class Found(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def was(self) -> Term: ...
    @property
    def now(self) -> Term: ...
    @property
    def statement(self) -> Term: ...
    @property
    def inner(self) -> Term | None: ...
    @property
    def parts(self) -> Sequence[Found]: ...


def diagnosis_of(question: Question, found: Sequence[Found]) -> Diagnosis:
    """The first one, and the others as what the line is consistent with, too."""
    first, *others = found
    message = sentence(first)
    if others:
        message += "; consistent with: " + "; ".join(f"{sentence(o)} ({to_text(o.statement)})" for o in others)
    return Diagnosis(first.kind, message, to_text(first.statement))


def sentence(found: Found) -> str:
    if found.parts:
        return "two mistakes: " + "; ".join(sentence(part) for part in found.parts)
    kind = found.kind
    was, now = to_text(found.was), to_text(found.now)
    said = SAID.get(kind, kind.replace("-", " "))
    if kind == "missing-factor" and any(t.op == "call" and t.value == "diff" for t in subterms(found.now)):
        said = "missing factor, that of the chain rule"
    if found.inner is not None:
        said = f"missing factor, that of the chain rule (the derivative of `{to_text(found.inner)}`)"
    return f"{said}: `{was}` should be `{now}`"
