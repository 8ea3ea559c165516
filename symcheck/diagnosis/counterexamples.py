"""A countermodel as something a person can check: the symbols' values, both sides evaluated.

Owns: `shown`.  Letters that no declaration has (inverses, roots, witnesses) are left out: they follow from the others.
"""

from __future__ import annotations

from flint import arb

from symcheck.decide import Refuted
from symcheck.kernel.evaluation import Interpretation, Values, enclosure, interpreted
from symcheck.kernel.functions import Value
from symcheck.kernel.grids import Grid, joined
from symcheck.kernel.real_line import RealLine
from symcheck.kernel.sequent import Member, Sequent
from symcheck.report import Counterexample
from symcheck.theories.letters import MOMENT
from symcheck.theories.lowering import Obligation

LONGEST_BITS = 400
SHOWN_DIGITS = 10  # of a number that is known by an enclosure only


def shown(refuted: Refuted) -> Counterexample | None:
    """Sizes, values, and the value of each side where the claim is a relation between two."""
    counter, question = refuted.counter, refuted.obligation.question
    if counter is not None and isinstance(question, RealLine):
        return Counterexample({}, {name: text(v) for name, v in counter.model.values.items()}, "", "", "")
    if counter is None or not isinstance(question, Sequent):
        return None
    values = dict(refuted.obligation.instance)
    names, finite = refuted.obligation.names, refuted.obligation.distributions
    moments = {n: v for n, v in counter.model.values.items() if n.startswith(MOMENT) and not finite}
    values |= {name: text(v) for name, v in refuted.obligation.values_at(counter.model).items()}
    values |= {names.get(n, n): text(v) for n, v in moments.items()}
    left = right = note = ""
    if refuted.obligation.sides is not None:
        at = interpreted(counter.model, question.atoms)
        left, right = (_side(((p,),), at) for p in refuted.obligation.sides)
    elif refuted.obligation.grids is not None:
        at = interpreted(counter.model, question.atoms)
        left, right = (_side(g, at) for g in refuted.obligation.grids)
    elif isinstance(question.goal, Member):
        note = "a vector orthogonal to the space that is not orthogonal to the left side: " + text(counter.separator or ())
    if refuted.obligation.distributions:
        note = distribution(refuted.obligation, interpreted(counter.model, question.atoms))
    return Counterexample(refuted.obligation.sizes_at(counter.model.sizes), values, left, right, note)


def distribution(obligation: Obligation, at: Interpretation) -> str:
    """The values of the random symbols with their probabilities, in words."""
    said = []
    for name, values in obligation.distributions:
        shown_values = [(_side(((p,),), at), w) for w, p in values]
        if not values:
            said.append(name)
        elif all(v for v, _ in shown_values):
            said.append(f"{name} is " + " or ".join(f"{v} with probability {w}" for v, w in shown_values))
    return "where " + ", ".join(said) if said else ""


def _side(grid: Grid, at: Interpretation) -> str:
    try:
        return text(joined(tuple(tuple(enclosure(p, at) for p in row) for row in grid)))
    except (KeyError, ZeroDivisionError):
        return ""


def text(value: Values) -> str:
    """An array of numbers as the typed line writes it; enclosed ones by their first digits, after the word "about"."""
    about = "about " if any(isinstance(v, arb) for row in value for v in row) else ""
    if len(value) == 1 and len(value[0]) == 1:
        return about + number(value[0][0])
    if all(len(row) == 1 for row in value):
        return f"{about}[{', '.join(number(row[0]) for row in value)}]"
    return f"{about}[{', '.join('[' + ', '.join(number(v) for v in row) + ']' for row in value)}]"


def number(q: Value) -> str:
    if isinstance(q, arb):
        if q.contains(0):
            return "0"
        digits = q.str(SHOWN_DIGITS, radius=False)
        return digits.rstrip("0").rstrip(".") if "." in digits and "e" not in digits else digits
    long = max(q.numerator.bit_length(), q.denominator.bit_length())
    return str(q) if long < LONGEST_BITS else f"a fraction of about {long * 3 // 10} digits"
