"""Axioms of circular functions: of sums and multiples of angles, and at some parts of a turn.

TRUSTED.  Source: Abramowitz and Stegun 1964, 4.3.16-17 (sums), 4.3.48 (de Moivre), 4.3.46 (parts of π).
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.kernel.elementary import LARGEST_POWER
from symcheck.kernel.instances import Instance, require, times, vanish
from symcheck.kernel.polynomial import Polynomial, number, product
from symcheck.kernel.sequent import Formula

HALF = Fraction(1, 2)
SINES = {Fraction(0): Fraction(0), Fraction(1, 6): HALF, HALF: Fraction(1)}  # of π times the key
LARGEST_CHEBYSHEV = 6
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
    if part in SQUARES:
        return [*vanish(times(v, v) - number(SQUARES[part])), Formula(">", v.times(sign))]
    return vanish(_chebyshev(v, abs(HALF - part).denominator - 1))


def _chebyshev(c: Polynomial, degree: int) -> Polynomial:
    """U of this degree: U(cos t) sin t = sin((degree + 1) t), so it vanishes at the cosines of π k/(degree + 1)."""
    require(degree <= LARGEST_CHEBYSHEV)
    before, now = number(1) - number(1), number(1)
    for _ in range(degree):
        before, now = now, product(c, now).times(2) - before
    return now


def double_angle(i: Instance) -> list[Formula]:
    """2 sin² a = 1 − cos 2a and 2 cos² a = 1 + cos 2a."""
    (f, g), (v, w), (a, b) = i.functions, i.values, i.arguments
    require(f in {"sin", "cos"} and g == "cos" and b == a.times(2))
    return vanish(times(v, v).times(2) - i.one + (w if f == "sin" else -w))


def inverse_function(i: Instance) -> list[Formula]:
    """sin(asin a) = a and so on; the other of sin and cos by its square and its sign; cos(atan a)² (1 + a²) = 1."""
    if i.functions == ["sin", "cos", "atan"]:
        require(i.arguments[0] == i.arguments[1] == i.values[2] and i.values[2].is_scalar)
        return vanish(i.values[0] - times(i.arguments[2], i.values[1]))
    (f, g), (v, w), (outer, a) = i.functions, i.values, i.arguments
    require(outer == w and a.is_scalar)
    match f, g:
        case ("sin", "asin") | ("cos", "acos") | ("tan", "atan"):
            return vanish(v - a)
        case ("cos", "asin") | ("sin", "acos"):
            return [*vanish(times(v, v) + times(a, a) - i.one), Formula(">=", v)]
        case ("cos", "atan"):
            return [*vanish(times(times(v, v), i.one + times(a, a)) - i.one), Formula(">", v)]
    raise ValueError("no axiom about these two")


def quarter_turn(i: Instance) -> list[Formula]:
    """asin a + acos a = π/2, and atan a + atan b = π/2 where a b = 1 and a > 0 is known.  The last atom is atan 1 = π/4."""
    (f, g, h), (v, w, quarter), (a, b, c) = i.functions, i.values, i.arguments
    require(h == "atan" and c == number(1))
    if (f, g) == ("asin", "acos"):
        require(a == b)
    else:
        positive = any(k.formula == Formula(">", p) for k in i.sequent.hypotheses for p in (a, b))
        require(f == g == "atan" and times(a, b) == i.one and positive)
    return vanish(v + w - quarter.times(2))


def arctangents(i: Instance) -> list[Formula]:
    """atan a + atan b = atan c for c (1 − a b) = a + b and a b < 1; where a b > 1, ± π more, π = 4 atan 1 (4.4.34)."""
    (u, v, w, *quarter), (a, b, c, *one) = i.values, i.arguments
    below = number(1) - times(a, b)
    require(set(i.functions) == {"atan"} and u.is_scalar and times(c, below) == a + b)
    if (below.constant or 0) > 0 or i.states(">", below):
        return vanish(u + v - w)
    require((below.constant or 0) < 0 and a.constant not in {None, 0} and one == [number(1)])
    return vanish(u + v - w - quarter[0].times(4 if (a.constant or 0) > 0 else -4))
