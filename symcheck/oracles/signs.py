"""Signs that can be read off: numbers by their balls, sums of products of positive letters and of squares.

UNTRUSTED search.  Owns: `is_positive_number`, `prove_number`, `read_off`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symcheck.kernel.certificate import Boxed, Factor, Squares, Summand
from symcheck.kernel.evaluation import Atom, Model, enclosure, interpreted
from symcheck.kernel.functions import Value, is_finite
from symcheck.kernel.network import EMPTY, Network
from symcheck.kernel.polynomial import Monomial, Polynomial, assemble, letters_of, number, product
from symcheck.kernel.sequent import Sequent
from symcheck.language.sizes import ONE


def number_value(p: Polynomial, atoms: Mapping[str, Atom]) -> Value:
    """The value of a number that is made of atoms of numbers only.  KeyError for any other polynomial; errors of `evaluate`."""
    closed: dict[str, Atom] = {}
    waiting = [x.name for x in letters_of(p)]
    while waiting:
        name = waiting.pop()
        if name not in closed:
            closed[name] = atoms[name]
            waiting += [x.name for q in atoms[name].arguments for x in letters_of(q)]
    ((value,),) = enclosure(p, interpreted(Model({}, {}), closed))
    return value


def is_positive_number(sequent: Sequent, p: Polynomial) -> bool:
    try:
        value = number_value(p, sequent.atoms)
    except (KeyError, ZeroDivisionError):
        return False
    return p.is_scalar and is_finite(value) and bool(value > 0)


def prove_number(sequent: Sequent, p: Polynomial) -> Squares | None:
    """p > 0 by its ball, for a number."""
    if not is_positive_number(sequent, p):
        return None
    return Squares((Summand(Fraction(1), (Factor("", 1, p, Boxed()),)),))


def read_off(sequent: Sequent, p: Polynomial, *, strict: bool = True) -> Squares | None:
    """p > 0 because each of its terms is a positive number, times positive letters, times squares; one without squares.

    strict: without one p ≥ 0 is shown only.
    """
    if not p.is_scalar or not p.terms:
        return None
    labels = _labels(sequent)
    summands = [_summand(m, c, labels) for m, c in p.terms.items()]
    if any(s is None for s in summands):
        return None
    found = tuple(s for s in summands if s is not None)
    positive = any(not s.squares and not s.nonnegative for s in found)
    return Squares(found) if positive or not strict else None


def _labels(sequent: Sequent) -> dict[Network, tuple[str, str]]:
    """For a letter or a closed network: a hypothesis that it is > 0, or else ≥ 0."""
    found: dict[Network, tuple[str, str]] = {}
    for h in sequent.hypotheses:
        p = h.formula.polynomial
        if h.formula.relation not in {">", ">="} or not p.is_scalar or len(p.terms) != 1:
            continue
        ((m, c),) = p.terms.items()
        if c == 1 and m.open == EMPTY and len(m.factors) == 1 and m.factors[0][1] == 1:
            known = found.get(m.factors[0][0])
            if known is None or known[0] == ">=":
                found[m.factors[0][0]] = (h.formula.relation, h.label)
    return found


def _summand(m: Monomial, c: Fraction, labels: dict[Network, tuple[str, str]]) -> Summand | None:
    if c <= 0 or m.open != EMPTY:
        return None
    factors: list[Factor] = []
    nonnegative: list[str] = []
    root = number(1)
    for f, e in m.factors:
        if e < 1:
            return None
        relation, label = labels.get(f, ("", ""))
        if relation == ">":
            factors.append(Factor(label, e))
            continue
        if f.nodes[0][0].name.startswith("#") and len(f.nodes) == 1:
            factors.append(Factor(f"size:{f.nodes[0][0].name[1:]}", e))
            continue
        if e % 2:
            if relation != ">=":
                return None
            nonnegative.append(label)
        if e > 1:
            root = product(root, assemble(ONE, ONE, [(Fraction(1), ((f, e // 2),), EMPTY)]))
    squares = () if root == number(1) else (root,)
    return Summand(c, tuple(factors), tuple(nonnegative), squares)
