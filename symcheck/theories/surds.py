"""Products of square roots of rationals: √a √a is a, so that what an exponential is taken of has one normal form.

TRUSTED FOR MEANING.  Owns: `reduced`.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.kernel.polynomial import Monomial, Polynomial
from symcheck.theories.letters import Letters


def reduced(letters: Letters, p: Polynomial) -> Polynomial:
    """p in which every root of a rational occurs with exponent 1 or not at all: (√a)^(2k + i) = a^k (√a)^i."""
    if not p.is_scalar:
        return p
    total: dict[Monomial, Fraction] = {}
    for m, c in p.terms.items():
        factors = []
        for f, e in m.factors:
            origin = letters.origins.get(f.nodes[0][0].name) if len(f.nodes) == 1 else None
            a = origin.of[0].constant if origin is not None and origin.kind == "root" else None
            if a is not None:
                c, e = c * a ** (e // 2), e % 2
            if e:
                factors.append((f, e))
        kept = Monomial(tuple(factors), m.open)
        total[kept] = total.get(kept, Fraction(0)) + c
    return Polynomial(p.rows, p.cols, {m: c for m, c in total.items() if c})
