"""The parts of a proof, counted and found; and how parts are set.

Owns: `labels_in`, `count_parts`, `first_part`, `indented`, `interval`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import arb

from symcheck.kernel.axioms import extended
from symcheck.kernel.certificate import Absurd, Body, Boxed, Branch, Cases, Factor, Lemma, Squares, Witness
from symcheck.kernel.functions import Value
from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.reasoning import case
from symcheck.kernel.sequent import Sequent


def interval(value: Value) -> str:
    if not isinstance(value, arb):
        return str(value)
    return f"[{float(value.lower()):.3g}, {float(value.upper()):.3g}]"


def indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def labels_in(body: Body) -> set[str]:
    """The labels of the hypotheses that a proof names, in all of its parts."""
    match body:
        case Cases(_, branches):
            return {label for b in branches for label in labels_in(b.body)}
        case Absurd(b):
            return labels_in(b.body)
        case Lemma(_, proof, rest):
            return labels_in(proof.body) | labels_in(rest.body)
        case Witness(_, proof):
            return labels_in(proof)
        case Boxed(label):
            return {label}
        case Squares(summands, factors, steps):
            inner = {x for s in summands for x in s.nonnegative} | {x for s in summands for f in s.factors for x in _of_factor(f)}
            return inner | {x for f in factors for x in _of_factor(f)} | {s.label for s in steps}
    return {s.label for s in body.steps} | {x for f in body.factors for x in _of_factor(f)}


def _of_factor(f: Factor) -> set[str]:
    return ({f.label} if f.label else set()) | (labels_in(f.proof) if f.proof is not None else set())


def count_parts(body: Body) -> int:
    """How many parts a proof by cases has in the end."""
    return sum(count_parts(b.body) for b in body.branches) if isinstance(body, Cases) else 1


def first_part(sequent: Sequent, q: Polynomial, branches: tuple[Branch, ...]) -> tuple[Sequent, Branch]:
    """The first part that is not cut further."""
    inner, part = case(sequent, q, 0, len(branches)), branches[0]
    while isinstance(part.body, Cases):
        extended_ = extended(inner, part.axioms)
        inner, part = case(extended_, part.body.polynomial, 0, len(part.body.branches)), part.body.branches[0]
    return inner, part
