"""Orthogonal matrices with rational entries: signed permutations, and rotations of pairs of axes by Pythagorean angles.

UNTRUSTED search.  Owns: `orthogonal`.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from symcheck.kernel.evaluation import Array

ANGLES = tuple((Fraction(a, c), Fraction(b, c)) for a, b, c in ((3, 4, 5), (4, 3, 5), (-3, 4, 5), (5, 12, 13)))


def orthogonal(size: int, random: Random) -> Array:
    """A random one; half of them are signed permutations, whose entries are small."""
    order = random.sample(range(size), size)
    signs = [random.choice((1, -1)) for _ in range(size)]
    rows = [[Fraction(signs[i] * (j == order[i])) for j in range(size)] for i in range(size)]
    if size > 1 and random.randrange(2):
        i, j = random.sample(range(size), 2)
        c, s = random.choice(ANGLES)
        first, second = rows[i], rows[j]
        rows[i] = [c * p - s * q for p, q in zip(first, second, strict=True)]
        rows[j] = [s * p + c * q for p, q in zip(first, second, strict=True)]
    return tuple(tuple(row) for row in rows)
