"""Square roots of positive rationals in normal form: √(p/q) = s √a √b … with a, b, … primes (or one rest without small factors).

TRUSTED FOR MEANING.  Owns: `surd`, `root_of_number`, `reduced`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symcheck.kernel.polynomial import Monomial, Polynomial, number, product

LARGEST_PRIME = 1_000


def surd(q: Fraction) -> tuple[Fraction, tuple[int, ...]]:
    """(s, (a, b, …)) with s² a b … = q and s > 0."""
    s, r = Fraction(1, q.denominator), q.numerator * q.denominator
    factors: list[int] = []
    k = 2
    while k <= LARGEST_PRIME and r > 1:
        while r % (k * k) == 0:
            s, r = s * k, r // (k * k)
        if r % k == 0:
            factors.append(k)
            r //= k
        k += 1
    return s, (*factors, *((r,) if r > 1 else ()))


def root_of_number(q: Polynomial, root: Callable[[Polynomial], Polynomial]) -> Polynomial:
    """√(c M) = s √a √b … √M for a positive rational c and a product M of numbers; root: the root as an atom."""
    ((m, c), *others) = q.terms.items()
    if others or c <= 0:
        return root(q)
    s, factors = surd(c)
    found = number(s)
    for r in factors:
        found = product(found, root(number(r)))
    rest = Polynomial(q.rows, q.cols, {m: Fraction(1)})
    return found if rest.constant is not None else product(found, root(rest))


def reduced(p: Polynomial, radicand: Callable[[str], Fraction | None]) -> Polynomial:
    """p with √a √a = a, so that every root of a rational occurs with exponent 1 or not at all."""
    if not p.is_scalar:
        return p
    total: dict[Monomial, Fraction] = {}
    for m, c in p.terms.items():
        factors = []
        for f, e in m.factors:
            a = radicand(f.nodes[0][0].name) if len(f.nodes) == 1 else None
            if a is not None:
                c, e = c * a ** (e // 2), e % 2
            if e:
                factors.append((f, e))
        kept = Monomial(tuple(factors), m.open)
        total[kept] = total.get(kept, Fraction(0)) + c
    return Polynomial(p.rows, p.cols, {m: c for m, c in total.items() if c})
