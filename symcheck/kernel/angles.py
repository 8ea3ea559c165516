"""Axioms of circular functions: of sums and multiples of angles, and at some parts of a turn.

TRUSTED.  Source: Abramowitz and Stegun 1964, 4.3.16-17 (sums), 4.3.48 (de Moivre), 4.3.46 (parts of π).
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.kernel.elementary import LARGEST_POWER
from symcheck.kernel.instances import Instance, require, times, vanish
from symcheck.kernel.polynomial import number
from symcheck.kernel.sequent import Formula

HALF = Fraction(1, 2)
SINES = {Fraction(0): Fraction(0), Fraction(1, 6): HALF, HALF: Fraction(1)}  # of π times the key
SQUARES = {Fraction(1, 4): HALF, Fraction(1, 3): Fraction(3, 4)}


def angle_sum(i: Instance) -> list[Formula]:
    """sin or cos of Σ n b by those of the b: the parts of Π (cos b + i sin b)^n.  Atoms: it, then sin b, cos b for each n."""
    f, *parts = i.functions
    n = i.axiom.powers
    require(f in {"sin", "cos"} and parts == ["sin", "cos"] * len(n) and sum(map(abs, n)) <= LARGEST_POWER)
    real, imaginary, total = i.one, i.one - i.one, i.one - i.one
    for k, count in enumerate(n):
        s, c = (i.wide(v) for v in i.values[2 * k + 1 : 2 * k + 3])
        require(i.arguments[2 * k + 1] == i.arguments[2 * k + 2])
        total = total + i.wide(i.arguments[2 * k + 1]).times(count)
        for _ in range(abs(count)):
            turned = s if count > 0 else -s
            real, imaginary = times(real, c) - times(imaginary, turned), times(real, turned) + times(imaginary, c)
    require((total - i.wide(i.arguments[0])).is_zero)
    return vanish(i.wide(i.values[0]) - (imaginary if f == "sin" else real))


def turn(i: Instance) -> list[Formula]:
    """sin and cos of π q where a quadratic equation gives them.  Atoms: it, and π/4 = atan 1."""
    (f, g), (v, quarter), (a, b) = i.functions, i.values, i.arguments
    require(f in {"sin", "cos"} and g == "atan" and b == number(1))
    ratio = next(iter(a.terms.values()), Fraction(0))
    require(a == quarter.times(ratio))
    part = (ratio / 4 + (HALF if f == "cos" else 0)) % 2
    sign = -1 if part > 1 else 1
    part = min(part % 1, 1 - part % 1)
    if part in SINES:
        return vanish(v - number(sign * SINES[part]))
    require(part in SQUARES)
    return [*vanish(times(v, v) - number(SQUARES[part])), Formula(">", v.times(sign))]
