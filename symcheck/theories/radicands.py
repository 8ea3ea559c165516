"""Radicands in normal form: √(s² a q) = s √a √q for rationals s > 0 and a > 0.

TRUSTED FOR MEANING.  Owns: `split`.  So √12 is 2 √3 and √6 is √2 √3: roots of different primes are independent over the
rationals (Besicovitch 1940), and equal numbers made of them have equal normal forms.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, isqrt, lcm

from symcheck.kernel.polynomial import Polynomial, number

LARGEST_PRIME = 1000  # factors of numbers are looked for up to here; what is left stays under one root
LONGEST_BITS = 4096


def split(q: Polynomial) -> tuple[Fraction, tuple[Polynomial, ...]]:
    """(s, radicands) with √q = s Π √radicand, wherever q ≥ 0; s > 0, and so are radicands that are numbers, where q is > 0."""
    if q.constant is not None:
        if q.constant <= 0:
            return Fraction(1), (q,)
        outside, primes = _number(q.constant)
        return outside, tuple(number(p) for p in primes)
    content = Fraction(gcd(*(c.numerator for c in q.terms.values())), lcm(*(c.denominator for c in q.terms.values())))
    outside, primes = _number(content)
    inside = 1
    for p in primes:
        inside *= p
    return outside, (q.times(inside / content),)


def _number(c: Fraction) -> tuple[Fraction, tuple[int, ...]]:
    """(s, factors) with c = s² Π factors: primes, and what is left when all small ones are found."""
    if max(c.numerator.bit_length(), c.denominator.bit_length()) > LONGEST_BITS:
        return Fraction(1, c.denominator), (c.numerator * c.denominator,)
    rest, outside, found = c.numerator * c.denominator, 1, []
    for p in (2, *range(3, LARGEST_PRIME, 2)):
        if p * p > rest:
            break
        count = 0
        while rest % p == 0:
            rest //= p
            count += 1
        outside *= p ** (count // 2)
        if count % 2:
            found.append(p)
    whole = isqrt(rest)
    if whole * whole == rest:
        outside *= whole
    else:
        found.append(rest)
    return Fraction(outside, c.denominator), tuple(found)
