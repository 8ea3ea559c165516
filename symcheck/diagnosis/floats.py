"""Numbers and arrays in floating point, for screening: what is near may be equal, what is not near is not.

Owns: `Value` and its arithmetic.  No verdict rests on it.  A 1×1 array is a number.  Errors: ArithmeticError (OverflowError,
ZeroDivisionError, `Singular`) and ValueError where there is no value.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isfinite

Rows = tuple[tuple[float, ...], ...]
Value = float | Rows
TOLERANCE = 1e-8
LARGEST = 1e60  # beyond it nothing is compared


class Singular(ArithmeticError):
    """A matrix without an inverse, or without a solution that is unique."""


class Impossible(ArithmeticError):
    """No value solves it."""


def rows(v: Value) -> Rows:
    return ((v,),) if isinstance(v, float) else v


def value(r: Rows) -> Value:
    return r[0][0] if len(r) == 1 and len(r[0]) == 1 else r


def shape(v: Value) -> tuple[int, int]:
    return (1, 1) if isinstance(v, float) else (len(v), len(v[0]))


def near(a: Value, b: Value) -> bool:
    """Equal up to rounding, relative to the larger one."""
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= TOLERANCE * max(abs(a), abs(b), 1e-3) and abs(a) < LARGEST
    x, y = rows(a), rows(b)
    if shape(x) != shape(y):
        return False
    scale = max(1e-3, *(abs(e) for r in (*x, *y) for e in r))
    return scale < LARGEST and all(
        abs(p - q) <= TOLERANCE * scale for r, s in zip(x, y, strict=True) for p, q in zip(r, s, strict=True)
    )


def entrywise(f: Callable[[float, float], float], a: Value, b: Value) -> Value:
    if isinstance(a, float) and isinstance(b, float):
        return f(a, b)
    if shape(a) != shape(b):
        raise ValueError("arrays of two shapes")
    return tuple(tuple(f(p, q) for p, q in zip(r, s, strict=True)) for r, s in zip(rows(a), rows(b), strict=True))


def plus(a: Value, b: Value) -> Value:
    return entrywise(lambda p, q: p + q, a, b)


def minus(a: Value, b: Value) -> Value:
    return entrywise(lambda p, q: p - q, a, b)


def scaled(c: float, a: Value) -> Value:
    return c * a if isinstance(a, float) else tuple(tuple(c * e for e in r) for r in a)


def times(a: Value, b: Value) -> Value:
    if isinstance(a, float):
        return scaled(a, b)
    if isinstance(b, float):
        return scaled(b, a)
    if len(a[0]) != len(b):
        raise ValueError("arrays that cannot be multiplied")
    columns = tuple(zip(*b, strict=True))
    return value(tuple(tuple(sum(p * q for p, q in zip(r, c, strict=True)) for c in columns) for r in a))


def turned(a: Value) -> Value:
    return a if isinstance(a, float) else tuple(zip(*a, strict=True))


def eye(n: int) -> Value:
    return value(tuple(tuple(float(i == j) for j in range(n)) for i in range(n)))


def inverse(a: Value) -> Value:
    """Raises Singular."""
    if isinstance(a, float):
        return 1 / a
    return solved(a, eye(len(a)))


def solved(a: Value, b: Value) -> Value:
    """The one x with a x = b.  Raises Singular where there are several, Impossible where there is none."""
    left, right = [list(r) for r in rows(a)], [list(r) for r in rows(b)]
    if len(left) != len(right):
        raise ValueError("arrays of two heights")
    n, scale = len(left[0]), max(1e-3, *(abs(e) for r in left for e in r))
    for j in range(n):
        if j >= len(left):
            raise Singular("several solutions")
        pivot = max(range(j, len(left)), key=lambda i: abs(left[i][j]))
        if abs(left[pivot][j]) < 1e-10 * scale:
            raise Singular("several solutions")
        left[j], left[pivot], right[j], right[pivot] = left[pivot], left[j], right[pivot], right[j]
        p = left[j][j]
        left[j], right[j] = [e / p for e in left[j]], [e / p for e in right[j]]
        for i in range(len(left)):
            if i != j and left[i][j]:
                f = left[i][j]
                left[i] = [x - f * y for x, y in zip(left[i], left[j], strict=True)]
                right[i] = [x - f * y for x, y in zip(right[i], right[j], strict=True)]
    size = max(1.0, *(abs(e) for r in rows(b) for e in r), *(abs(e) for r in right for e in r))
    if any(abs(e) > 1e-7 * size for r in right[n:] for e in r):
        raise Impossible("no solution")
    return value(tuple(tuple(r) for r in right[:n]))


def ratio(a: Value, b: Value) -> float | None:
    """c with a = c b, or None."""
    x, y = [e for r in rows(a) for e in r], [e for r in rows(b) for e in r]
    if len(x) != len(y):
        return None
    k = max(range(len(y)), key=lambda i: abs(y[i]))
    if not y[k]:
        return None
    c = x[k] / y[k]
    return c if near(a, scaled(c, b)) else None


def simple(x: float, largest: int = 64) -> Fraction | None:
    """The simple fraction that x is, up to rounding."""
    if not isfinite(x) or abs(x) > 10_000:
        return None
    q = Fraction(x).limit_denominator(largest)
    return q if near(float(q), x) else None
