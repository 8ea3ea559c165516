"""Numbers under roots, logarithms and exponents, by their primes: √(s² a) = s √a, log(a b) = log a + log b, (a b)^e = a^e b^e.

TRUSTED FOR MEANING.  Owns: `split`, `content`, `prime_powers`.  So √12 is 2 √3, log 12 is 2 log 2 + log 3 and 12^x is (2^x)² 3^x:
roots and logarithms of different primes are independent over the rationals (Besicovitch 1940; unique factorisation), and equal
numbers made of them have equal normal forms.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, isqrt, lcm

from symcheck.kernel.polynomial import Polynomial, number

LARGEST_PRIME = 1000  # factors of numbers are looked for up to here; what is left stays as it is
LONGEST_BITS = 4096


def content(q: Polynomial) -> Fraction:
    """The positive rational c such that q/c has coprime whole coefficients; q is not 0."""
    return Fraction(gcd(*(c.numerator for c in q.terms.values())), lcm(*(c.denominator for c in q.terms.values())))


def prime_powers(c: Fraction) -> tuple[tuple[int, int], ...]:
    """(base, exponent) with c = Π base^exponent, for c > 0: primes, and what is left when all small ones are found."""
    found: dict[int, int] = {}
    for n, sign in ((c.numerator, 1), (c.denominator, -1)):
        for p in (2, *range(3, LARGEST_PRIME, 2)) if n.bit_length() <= LONGEST_BITS else ():
            if p * p > n:
                break
            while n % p == 0:
                n //= p
                found[p] = found.get(p, 0) + sign
        if n > 1:
            found[n] = found.get(n, 0) + sign
    return tuple(sorted(found.items()))


def split(q: Polynomial) -> tuple[Fraction, tuple[Polynomial, ...]]:
    """(s, radicands) with √q = s Π √radicand, wherever q ≥ 0; s > 0, and so are radicands that are numbers, where q is > 0."""
    if q.constant is not None:
        if q.constant <= 0:
            return Fraction(1), (q,)
        outside, primes = _number(q.constant)
        return outside, tuple(number(p) for p in primes)
    common = content(q)
    outside, primes = _number(common)
    inside = 1
    for p in primes:
        inside *= p
    return outside, (q.times(inside / common),)


def _number(c: Fraction) -> tuple[Fraction, tuple[int, ...]]:
    """(s, factors) with c = s² Π factors."""
    outside, found = Fraction(1), []
    for p, e in prime_powers(c):
        whole = isqrt(p)
        if whole * whole == p:
            outside *= Fraction(whole) ** e
            continue
        outside *= Fraction(p) ** (e // 2)
        if e % 2:
            found.append(p)
    return outside, tuple(found)
