"""Random rational arrays that have a property exactly: the points at which an assumption is tried.

Owns: one function a property.  Does not own: which property is tried (assumptions.py), nor any proof; a specimen that
is special among those with its property costs a wasted proof attempt, never a wrong verdict.  Rotations come from skew matrices
(Cayley 1846), unit vectors from the stereographic projection, so that every entry is rational.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

from symcheck.kernel.evaluation import Array

ENTRIES = (1, 2, -1, 3, -2, 1, -3)
Draw = Callable[[int, int, Random], Array | None]


def entries(rows: int, cols: int, random: Random) -> Array:
    """Any array: no entry is 0."""
    return tuple(tuple(Fraction(random.choice(ENTRIES)) for _ in range(cols)) for _ in range(rows))


def symmetric(rows: int, cols: int, random: Random) -> Array:
    a = entries(rows, cols, random)
    return tuple(tuple(a[min(i, j)][max(i, j)] for j in range(cols)) for i in range(rows))


def skew(rows: int, cols: int, random: Random) -> Array:
    a = entries(rows, cols, random)
    return tuple(tuple(a[i][j] if i < j else -a[j][i] if j < i else Fraction(0) for j in range(cols)) for i in range(rows))


def diagonal(rows: int, cols: int, random: Random) -> Array:
    return tuple(tuple(Fraction(random.choice(ENTRIES) if i == j else 0) for j in range(cols)) for i in range(rows))


def invertible(rows: int, cols: int, random: Random) -> Array | None:
    for _ in range(8):
        a = entries(rows, cols, random)
        if inverse(a) is not None:
            return a
    return None


def orthogonal(rows: int, cols: int, random: Random) -> Array | None:
    """(I − S)(I + S)⁻¹ for skew S, with the signs of some rows changed."""
    s, one = skew(rows, cols, random), unit(rows)
    under = inverse(plus(one, s))
    if under is None:
        return None
    signs = [random.choice((1, -1)) for _ in range(rows)]
    return tuple(tuple(c * v for v in row) for c, row in zip(signs, times(plus(one, s, -1), under), strict=True))


def idempotent(rows: int, cols: int, random: Random) -> Array | None:
    """P D P⁻¹, with ones and zeros on the diagonal D: neither 0 nor I from two rows on."""
    p = invertible(rows, cols, random)
    back = None if p is None else inverse(p)
    if p is None or back is None:
        return None
    rank = random.randint(1, max(1, rows - 1))
    return times(tuple((*row[:rank], *(Fraction(0) for _ in row[rank:])) for row in p), back)


def projection(rows: int, cols: int, random: Random) -> Array | None:
    """V (Vᵀ V)⁻¹ Vᵀ, neither 0 nor I from two rows on."""
    v = entries(rows, random.randint(1, max(1, rows - 1)), random)
    under = inverse(times(flipped(v), v))
    return None if under is None else times(times(v, under), flipped(v))


def involution(rows: int, cols: int, random: Random) -> Array | None:
    """2 P − I for an idempotent P."""
    p = idempotent(rows, cols, random)
    return None if p is None else plus(plus(p, p), unit(rows), -1)


def positive_definite(rows: int, cols: int, random: Random) -> Array:
    """L Lᵀ for a lower triangular L without 0 on its diagonal."""
    a = entries(rows, cols, random)
    low = tuple(tuple(v if j <= i else Fraction(0) for j, v in enumerate(row)) for i, row in enumerate(a))
    return times(low, flipped(low))


def positive_semidefinite(rows: int, cols: int, random: Random) -> Array:
    """V Vᵀ for a V of fewer columns than rows."""
    v = entries(rows, max(1, rows - 1), random)
    return times(v, flipped(v))


def orthonormal_columns(rows: int, cols: int, random: Random) -> Array | None:
    """The first columns of an orthogonal matrix; none where there are more columns than rows."""
    q = orthogonal(rows, rows, random) if cols <= rows else None
    return None if q is None else tuple(row[:cols] for row in q)


def orthonormal_rows(rows: int, cols: int, random: Random) -> Array | None:
    q = orthonormal_columns(cols, rows, random)
    return None if q is None else flipped(q)


def wide(rows: int, cols: int, random: Random) -> Array | None:
    """Full row rank: none where there are more rows than columns."""
    for _ in range(8):
        a = entries(rows, cols, random)
        if rows <= cols and inverse(times(a, flipped(a))) is not None:
            return a
    return None


def tall(rows: int, cols: int, random: Random) -> Array | None:
    """Full column rank."""
    a = wide(cols, rows, random)
    return None if a is None else flipped(a)


def summing_to_one(rows: int, cols: int, random: Random) -> Array | None:
    a = entries(rows, cols, random)
    total = sum((v for row in a for v in row), Fraction(0))
    return None if not total else tuple(tuple(v / total for v in row) for row in a)


def of_norm_one(rows: int, cols: int, random: Random) -> Array | None:
    """The stereographic projection of a rational point; for one entry 1 or −1."""
    if rows * cols == 1:
        return ((Fraction(random.choice((1, -1))),),)
    t = [Fraction(random.choice(ENTRIES)) for _ in range(rows * cols - 1)]
    square = sum((v * v for v in t), Fraction(0))
    flat = [*(2 * v / (square + 1) for v in t), (square - 1) / (square + 1)]
    return tuple(tuple(flat[i * cols : (i + 1) * cols]) for i in range(rows))


def positive(rows: int, cols: int, random: Random) -> Array:
    return tuple(tuple(random.choice((Fraction(1), Fraction(2), Fraction(1, 2), Fraction(3))) for _ in row) for row in unit(rows))


def nonnegative(rows: int, cols: int, random: Random) -> Array:
    return ((Fraction(random.choice((0, 1, 2, 4))),),)


def nonpositive(rows: int, cols: int, random: Random) -> Array:
    return ((-nonnegative(rows, cols, random)[0][0],),)


def nonzero(rows: int, cols: int, random: Random) -> Array:
    return entries(rows, cols, random)


def proportion(rows: int, cols: int, random: Random) -> Array:
    """From the interval [0, 1]."""
    return ((random.choice((Fraction(0), Fraction(1, 2), Fraction(1, 3), Fraction(3, 4), Fraction(1))),),)


def commuting(count: int, size: int, random: Random, *, flips: bool) -> tuple[Array, ...]:
    """Quadratic polynomials in one matrix, symmetric with `flips`."""
    m = symmetric(size, size, random) if flips else entries(size, size, random)
    square, one = times(m, m), unit(size)
    out = []
    for _ in range(count):
        a, b, c = (Fraction(random.choice(ENTRIES)) for _ in range(3))
        out.append(plus(plus(scaled(m, a), square, b), one, c))
    return tuple(out)


def perpendicular(size: int, random: Random) -> tuple[Array, Array] | None:
    """Two columns u, v with uᵀ v = 0, neither of them 0."""
    if size < 2:
        return None
    u, v = entries(size, 1, random), entries(size, 1, random)
    ratio = times(flipped(u), v)[0][0] / times(flipped(u), u)[0][0]
    v = plus(v, u, -ratio)
    return (u, v) if any(row[0] for row in v) else None


SPECIMENS: Mapping[str, Draw] = {
    "symmetric": symmetric, "skew": skew, "diagonal": diagonal, "invertible": invertible, "orthogonal": orthogonal,
    "idempotent": idempotent, "projection": projection, "positive definite": positive_definite,
    "positive semidefinite": positive_semidefinite,
}  # fmt: skip


# exact linear algebra on small arrays ------------------------------------------------------------------------


def unit(n: int) -> Array:
    return tuple(tuple(Fraction(i == j) for j in range(n)) for i in range(n))


def flipped(a: Array) -> Array:
    return tuple(zip(*a, strict=True))


def scaled(a: Array, q: Fraction) -> Array:
    return tuple(tuple(q * v for v in row) for row in a)


def plus(a: Array, b: Array, q: Fraction | int = 1) -> Array:
    """a + q b."""
    return tuple(tuple(x + q * y for x, y in zip(r, s, strict=True)) for r, s in zip(a, b, strict=True))


def times(a: Array, b: Array) -> Array:
    cols = flipped(b)
    return tuple(tuple(sum((x * y for x, y in zip(row, col, strict=True)), Fraction(0)) for col in cols) for row in a)


def inverse(a: Array) -> Array | None:
    """By elimination; None where `a` is singular."""
    n = len(a)
    rows = [[*row, *one] for row, one in zip(a, unit(n), strict=True)]
    for k in range(n):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for i in range(n):
            if i != k and rows[i][k]:
                rows[i] = [v - rows[i][k] * w for v, w in zip(rows[i], rows[k], strict=True)]
    return tuple(tuple(row[n:]) for row in rows)
