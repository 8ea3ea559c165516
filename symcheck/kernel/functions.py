"""Functions that the kernel can evaluate: exactly at rationals where the value is rational, in balls elsewhere.

TRUSTED.  Owns: the table `FUNCTIONS` (entrywise on arrays), `determinant`, and balls around rationals.  A ball that leaves the
domain of a function comes back as "not a number", of which no relation is ever certain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, comb, factorial, floor, isqrt
from typing import TypeVar, cast

from flint import arb, fmpq, fmpz

BITS = 160
Exact = Fraction | int
Value = Fraction | int | arb
N = TypeVar("N", Fraction, arb)  # what is computed with, one or the other
LARGEST_EXPONENT = 200
LARGEST_WHOLE = 5_000  # of a number whose factorial is multiplied out
LARGEST_ROOT = 12
LARGEST = 10_000  # of an argument that is evaluated in balls: e^(10^9) asks for endless work


@dataclass(frozen=True, slots=True)
class Function:
    """exact: the value at a rational where it is known to be rational, else None; ball: an enclosure of the image of a ball."""

    exact: Callable[[Exact], Exact | None]
    ball: Callable[[arb], arb]


def ball(v: Value) -> arb:
    """An enclosure of `v` at the current precision."""
    if isinstance(v, arb):
        return v
    return arb(fmpq(v.numerator, v.denominator))


def is_zero(v: Value) -> bool:
    """Certainly zero."""
    return bool(v == 0)


def is_finite(v: Value | None) -> bool:
    """A number, or a ball that is no wider than all numbers."""
    return bool(v.is_finite()) if isinstance(v, arb) else v is not None


def plain(v: Value) -> Fraction:
    """A rational, whole numbers as int: it has the operations of a Fraction, and they are faster."""
    if type(v) is int:
        return cast(Fraction, v)
    if isinstance(v, arb):
        raise TypeError("a ball is not a rational")
    return cast(Fraction, v.numerator) if v.denominator == 1 else Fraction(v)


def _only_at(point: int, value: Exact) -> Callable[[Exact], Exact | None]:
    return lambda q: value if q == point else None


def _root(q: Exact) -> Exact | None:
    if q < 0:
        return None
    above, below = isqrt(q.numerator), isqrt(q.denominator)
    return Fraction(above, below) if (above * above, below * below) == (q.numerator, q.denominator) else None


def _sign(q: Exact) -> int:
    return (q > 0) - (q < 0)


def _certain_sign(x: arb) -> arb:
    return arb(1) if x > 0 else arb(-1) if x < 0 else arb(0) if is_zero(x) else arb(0, 1)


def _factorial(q: Exact) -> int | None:
    return factorial(int(q)) if q.denominator == 1 and 0 <= q <= LARGEST_WHOLE else None


def _sigmoid(x: arb) -> arb:
    return 1 / (1 + (-x).exp())


FUNCTIONS: dict[str, Function] = {
    "exp": Function(_only_at(0, 1), arb.exp),
    "log": Function(_only_at(1, 0), arb.log),
    "sin": Function(_only_at(0, 0), arb.sin),
    "cos": Function(_only_at(0, 1), arb.cos),
    "tan": Function(_only_at(0, 0), arb.tan),
    "asin": Function(_only_at(0, 0), arb.asin),
    "acos": Function(_only_at(1, 0), arb.acos),
    "atan": Function(_only_at(0, 0), arb.atan),
    "sinh": Function(_only_at(0, 0), arb.sinh),
    "cosh": Function(_only_at(0, 1), arb.cosh),
    "tanh": Function(_only_at(0, 0), arb.tanh),
    "sigmoid": Function(_only_at(0, Fraction(1, 2)), _sigmoid),
    "erf": Function(_only_at(0, 0), arb.erf),
    "sqrt": Function(_root, arb.sqrt),
    "reciprocal": Function(lambda q: 1 / Fraction(q) if q else None, lambda x: 1 / x),
    "abs": Function(lambda q: max(q, -q), abs),
    "sign": Function(_sign, _certain_sign),
    "step": Function(lambda q: int(q > 0), lambda x: (1 + _certain_sign(x)) / 2),
    "floor": Function(floor, arb.floor),
    "ceil": Function(ceil, arb.ceil),
    "factorial": Function(_factorial, lambda x: arb("nan")),  # of whole numbers ≥ 0 only
}


def apply(name: str, v: Value) -> Value:
    """f(v) for a function of the table, at the current precision.  KeyError for one that is not in it."""
    f = FUNCTIONS[name]
    if not isinstance(v, arb):
        exact = f.exact(v)
        if exact is not None:
            return plain(exact)
        v = ball(v)
    return f.ball(v) if abs(v) < LARGEST else arb("nan")


def power(base: Value, exponent: Value) -> Value:
    """base^exponent: for whole exponents by multiplication, for others e^(exponent · log base) with a positive base."""
    whole = exponent if isinstance(exponent, int) else None
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        whole = exponent.numerator
    if whole is None:
        exact = _rational_power(base, exponent)
        if exact is not None:
            return exact
        return (ball(exponent) * ball(base).log()).exp() if base > 0 else arb("nan")
    if abs(whole) > LARGEST_EXPONENT or (whole < 0 and is_zero(base)):
        return arb("nan")
    return base**whole if isinstance(base, arb) else Fraction(base) ** whole


def binomial(n: Value, k: Value) -> Value:
    """n choose k for whole n ≥ 0 and whole k, 0 unless 0 ≤ k ≤ n; "not a number" elsewhere."""
    if isinstance(n, arb) or isinstance(k, arb) or n.denominator != 1 or k.denominator != 1 or not 0 <= n <= LARGEST_WHOLE:
        return arb("nan")
    return comb(int(n), int(k)) if k >= 0 else 0


def _rational_power(base: Value, exponent: Value) -> Fraction | None:
    """base^(p/q) for a positive base that is the q-th power of a rational, and small p and q."""
    if (
        isinstance(base, arb)
        or isinstance(exponent, arb)
        or base <= 0
        or max(abs(exponent.numerator), exponent.denominator) > LARGEST_ROOT
    ):
        return None
    roots = [int(fmpz(n).root(exponent.denominator)) for n in (base.numerator, base.denominator)]
    found = Fraction(*roots)
    return found**exponent.numerator if found**exponent.denominator == base else None


def determinant(rows: tuple[tuple[Value, ...], ...]) -> Value:
    """By elimination, exactly; "not a number" where an entry is only enclosed and no pivot is certain."""
    if any(isinstance(v, arb) for row in rows for v in row):
        return _eliminated([[ball(v) for v in row] for row in rows], arb(1))
    return _eliminated([[Fraction(plain(v)) for v in row] for row in rows], Fraction(1))


def rank(rows: tuple[tuple[Value, ...], ...]) -> Value:
    """By elimination, exactly; "not a number" where an entry is only enclosed."""
    if any(isinstance(v, arb) for row in rows for v in row):
        return arb("nan")
    m, found = [[Fraction(plain(v)) for v in row] for row in rows], 0
    for k in range(len(m[0])):
        pivot = next((i for i in range(found, len(m)) if m[i][k] != 0), None)
        if pivot is None:
            continue
        m[found], m[pivot] = m[pivot], m[found]
        for i in range(found + 1, len(m)):
            ratio = m[i][k] / m[found][k]
            m[i] = [a - ratio * b for a, b in zip(m[i], m[found], strict=True)]
        found += 1
    return found


def _eliminated(m: list[list[N]], total: N) -> N | arb | int:
    for k in range(len(m)):
        pivot = next((i for i in range(k, len(m)) if m[i][k] != 0), None)
        if pivot is None:
            certain = all(is_zero(m[i][k]) for i in range(k, len(m)))
            return 0 if certain else arb("nan")
        if pivot != k:
            m[k], m[pivot] = m[pivot], m[k]
            total = -total
        head = m[k][k]
        total = total * head
        for i in range(k + 1, len(m)):
            ratio = m[i][k] / head
            m[i] = [a - ratio * b for a, b in zip(m[i], m[k], strict=True)]
    return total
