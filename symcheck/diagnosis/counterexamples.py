"""A countermodel as something a person can check: the symbols' values, both sides evaluated.

Owns: `shown`.  Letters that no declaration has (inverses, roots, witnesses) are left out: they follow from the others.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.decide import Refuted
from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Array, Member, Model, Sequent, evaluate
from symcheck.report import Counterexample

LONGEST_BITS = 400


def shown(refuted: Refuted) -> Counterexample | None:
    """Sizes, values, and the value of each side where the claim is a relation between two."""
    counter, question = refuted.counter, refuted.obligation.question
    if counter is None or not isinstance(question, Sequent):
        return None
    values = dict(refuted.obligation.instance)
    values |= {name: text(v) for name, v in counter.model.values.items() if "~" not in name}
    left = right = note = ""
    if refuted.obligation.sides is not None:
        left, right = (_side(p, counter.model) for p in refuted.obligation.sides)
    elif isinstance(question.goal, Member):
        note = "a vector orthogonal to the space that is not orthogonal to the left side: " + text(counter.separator or ())
    return Counterexample(dict(counter.model.sizes), values, left, right, note)


def _side(p: Polynomial, model: Model) -> str:
    try:
        return text(evaluate(p, model))
    except (KeyError, ZeroDivisionError):
        return ""


def text(value: Array) -> str:
    """An array of exact numbers as the typed line writes it."""
    if len(value) == 1 and len(value[0]) == 1:
        return number(value[0][0])
    if all(len(row) == 1 for row in value):
        return "[" + ", ".join(number(row[0]) for row in value) + "]"
    return "[" + ", ".join("[" + ", ".join(number(v) for v in row) + "]" for row in value) + "]"


def number(q: Fraction) -> str:
    long = max(q.numerator.bit_length(), q.denominator.bit_length())
    return str(q) if long < LONGEST_BITS else f"a fraction of about {long * 3 // 10} digits"
