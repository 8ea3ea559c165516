"""Factors of scalar polynomials over the rationals, by FLINT.

UNTRUSTED search.  Owns: `square_parts`.
"""

from __future__ import annotations

from fractions import Fraction

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from symcheck.kernel.network import EMPTY, Network
from symcheck.kernel.polynomial import Monomial, Polynomial, assemble
from symcheck.language.sizes import ONE

MOST_TERMS = 60
LARGEST_EXPONENT = 40


def square_parts(p: Polynomial) -> list[tuple[Polynomial, int]]:
    """The irreducible factors with their multiplicities, the constant with the first simple one; [] for an irreducible one."""
    if not p.is_scalar or not 0 < len(p.terms) <= MOST_TERMS:
        return []
    networks = list(dict.fromkeys(f for m in p.terms for f, _ in m.factors))
    if not networks or any(m.open != EMPTY or any(not 0 < e <= LARGEST_EXPONENT for _, e in m.factors) for m in p.terms):
        return []
    ring = fmpq_mpoly_ctx.get([f"x{k}" for k in range(len(networks))], Ordering.lex)
    constant, factors = _read(p, networks, ring).factor()
    if len(factors) == 1 and factors[0][1] == 1:
        return []
    scale = Fraction(int(constant.p), int(constant.q))
    found = [(_written(f, networks), int(e)) for f, e in factors]
    if scale != 1:
        simple = next((k for k, (_, e) in enumerate(found) if e % 2), None)
        if simple is None:
            found.append((Polynomial(ONE, ONE, {Monomial((), EMPTY): scale}), 1))
        else:
            found[simple] = (found[simple][0].times(scale), found[simple][1])
    return found


def _read(p: Polynomial, networks: list[Network], ring: fmpq_mpoly_ctx) -> fmpq_mpoly:
    terms = {}
    for m, c in p.terms.items():
        exponents = dict(m.factors)
        terms[tuple(exponents.get(f, 0) for f in networks)] = fmpq(c.numerator, c.denominator)
    return ring.from_dict(terms)


def _written(f: fmpq_mpoly, networks: list[Network]) -> Polynomial:
    raw = []
    for exponents, c in f.to_dict().items():
        factors = tuple((n, int(e)) for n, e in zip(networks, exponents, strict=True) if e)
        raw.append((Fraction(int(c.p), int(c.q)), factors, EMPTY))
    return assemble(ONE, ONE, raw)
