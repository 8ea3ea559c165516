"""The parts of a proof by cases or by contradiction, as sequents; and the box that bounds on single letters describe.

TRUSTED.  Owns: `case`, `stated`, `negated`, `box`.  A number q is positive or not; positive, zero or negative.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from flint import ctx

from symcheck.kernel.evaluation import Interpretation, Values, imaged
from symcheck.kernel.functions import BITS, ball
from symcheck.kernel.polynomial import Polynomial, letters_of, number
from symcheck.kernel.sequent import Formula, Hypothesis, Sequent, require_comparable, require_licensed

NEGATED = "negated"
OPPOSITE = {"=": "!=", "!=": "="}
Ends = tuple[Fraction | None, Fraction | None]


def case(sequent: Sequent, q: Polynomial, index: int, count: int) -> Sequent:
    """The sequent where q > 0 (index 0), q ≤ 0 (1 of 2); q > 0, q = 0, q < 0 (of 3).  ValueError where q is no number."""
    if not q.is_scalar or count not in {2, 3}:
        raise ValueError("cases are two or three, about a number")
    require_licensed(sequent, q)
    formulas = (Formula(">", q), Formula(">=", -q)) if count == 2 else (Formula(">", q), Formula("=", q), Formula(">", -q))
    depth = sum(h.label.startswith("case:") for h in sequent.hypotheses)
    return replace(sequent, hypotheses=(*sequent.hypotheses, Hypothesis(f"case:{depth}", formulas[index])))


def stated(sequent: Sequent, formula: Formula) -> tuple[Sequent, Sequent]:
    """The sequent with the formula as its goal, and with the formula as a hypothesis more."""
    require_comparable(formula)
    require_licensed(sequent, formula.polynomial)
    depth = sum(h.label.startswith("lemma:") for h in sequent.hypotheses)
    known = Hypothesis(f"lemma:{depth}", formula)
    return replace(sequent, goal=formula), replace(sequent, hypotheses=(*sequent.hypotheses, known))


def negated(sequent: Sequent) -> Sequent:
    """The negation of the goal as a hypothesis, and 0 > 0 as the goal."""
    goal = sequent.goal
    if not isinstance(goal, Formula):
        raise ValueError("a membership has no negation here")
    p = goal.polynomial
    opposite = (
        Formula(OPPOSITE[goal.relation], p) if goal.relation in OPPOSITE else Formula({">": ">=", ">=": ">"}[goal.relation], -p)
    )
    return replace(sequent, hypotheses=(*sequent.hypotheses, Hypothesis(NEGATED, opposite)), goal=Formula(">", number(0)))


def box(sequent: Sequent) -> Interpretation:
    """Each letter that hypotheses bound on both sides as a ball around all its values there; one with fewer bounds has none."""
    values: dict[str, Values] = {}
    enclosed = set()
    with ctx.workprec(BITS):
        for name, (low, high) in bounds(sequent).items():
            if low is None or high is None:
                continue
            if low == high:
                values[name] = ((low,),)
            else:
                values[name] = ((ball(low).union(ball(high)),),)
                enclosed.add(name)
    return imaged(Interpretation({}, values, frozenset(enclosed)), sequent.atoms)


def bounds(sequent: Sequent) -> Mapping[str, Ends]:
    """The ends of the numbers that hypotheses c x + d REL 0 allow for a letter x (an interval that contains them)."""
    found: dict[str, Ends] = {}
    for h in sequent.hypotheses:
        p, letters = h.formula.polynomial, letters_of(h.formula.polynomial)
        if h.formula.relation == "!=" or not p.is_scalar or len(letters) != 1:
            continue
        (x,) = letters
        if (
            x.opaque
            or x.legs
            or x.name not in sequent.letters
            or any([e for _, e in m.factors] not in ([], [1]) for m in p.terms)
        ):
            continue
        if any(len(f.nodes) != 1 for m in p.terms for f, _ in m.factors):
            continue
        slope = sum((c for m, c in p.terms.items() if m.factors), Fraction(0))
        end = -sum((c for m, c in p.terms.items() if not m.factors), Fraction(0)) / slope
        low, high = found.get(x.name, (None, None))
        if h.formula.relation == "=" or slope > 0:
            low = end if low is None else max(low, end)
        if h.formula.relation == "=" or slope < 0:
            high = end if high is None else min(high, end)
        found[x.name] = (low, high)
    return found
