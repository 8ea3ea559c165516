"""Arrays whose squares are worth trying beside those of the goal, and those whose squares cannot be zero.

UNTRUSTED search.  Owns: `moved`, `positive_norms`, `distinct`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import product as product_of

from symcheck.kernel.certificate import Factor, Summand
from symcheck.kernel.polynomial import Polynomial, letter, product
from symcheck.kernel.sequent import Formula, Sequent
from symcheck.language.sizes import ONE
from symcheck.oracles.equality import prove_nonzero


def moved(sequent: Sequent, arrays: Iterable[Polynomial]) -> list[Polynomial]:
    """C, C v and C Y v for the factors C of positive definite matrices Cᵀ C, and inverses Y: what v^T A v is the square of."""
    factors = [letter(*entry) for name, entry in sequent.letters.items() if name.startswith("chol")]
    if not factors:
        return []
    inverses = [letter(*entry) for name, entry in sequent.letters.items() if name.startswith("inv")]
    vectors = distinct(v for v in arrays if v.cols == ONE and v.rows != ONE)[:4]
    found = [product(c, v) for c in factors for v in vectors if c.cols == v.rows]
    for c, y in product_of(factors, inverses):
        found += [product(product(c, y), v) for v in vectors if c.cols == y.rows and y.cols == v.rows]
    return [*factors, *found]


def positive_norms(sequent: Sequent, arrays: Iterable[Polynomial]) -> Iterable[Summand]:
    """Squared norms of arrays that cannot be zero: C u for an invertible C and u ≠ 0."""
    for name, entry in sequent.letters.items():
        if name.startswith("chol"):
            c = letter(*entry)
            shown = prove_nonzero(replace(sequent, goal=Formula("!=", c)), c)
            if shown is not None:
                yield Summand(Fraction(1), (Factor("", 1, c, shown),))
    if not any(h.formula.relation == "!=" and h.formula.polynomial.legs for h in sequent.hypotheses):
        return
    chol = [letter(*entry) for name, entry in sequent.letters.items() if name.startswith("chol")]
    known = [h.formula.polynomial for h in sequent.hypotheses if h.formula.relation == "!=" and h.formula.polynomial.cols == ONE]
    moved = [product(c, v) for c in chol for v in known if c.cols == v.rows]
    inverses = [letter(*entry) for name, entry in sequent.letters.items() if name.startswith("inv")]
    for c, y in product_of(chol, inverses):
        moved += [product(product(c, y), v) for v in known if c.cols == y.rows and y.cols == v.rows]
    matrices = [letter(*entry) for entry in sequent.letters.values() if len(entry[0].legs) == 2 and not entry[0].opaque]
    moved += [product(m, v) for m in matrices for v in known if m.cols == v.rows and m.rows != m.cols]
    for q in distinct((*moved, *arrays))[:6]:
        found = prove_nonzero(replace(sequent, goal=Formula("!=", q)), q) if q.legs else None
        if found is not None:
            yield Summand(Fraction(1), (Factor("", 1, q, found),))


def distinct(arrays: Iterable[Polynomial]) -> list[Polynomial]:
    out: list[Polynomial] = []
    for p in arrays:
        if not p.is_zero and p not in out and -p not in out:
            out.append(p)
    return out
