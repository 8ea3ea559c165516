"""Exact linear algebra over the rationals for the oracles: affine solutions, and nonnegative combinations.

UNTRUSTED search.  Plain fractions: the systems are small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from flint import fmpq

from symcheck.oracles.effort import spend

Row = list[Fraction]
_ZERO, _NOTHING = fmpq(0), Fraction(0)


def echelon(rows: Sequence[Sequence[Fraction]], columns: int) -> tuple[list[Row], list[int]]:
    """Reduced row echelon form with respect to the first `columns` columns, and its pivot columns."""
    work = [[_fast(v) if v else _ZERO for v in r] for r in rows]
    pivots: list[int] = []
    for c in range(columns):
        k = len(pivots)
        found = next((i for i in range(k, len(work)) if work[i][c]), None)
        if found is None:
            continue
        work[k], work[found] = work[found], work[k]
        spend(1 + len(work) * len(work[k]) // 50)
        lead = work[k][c]
        work[k] = [v / lead for v in work[k]]
        for i in range(len(work)):
            if i != k and work[i][c]:
                by = work[i][c]
                work[i] = [v - by * u for v, u in zip(work[i], work[k], strict=True)]
        pivots.append(c)
    return [[Fraction(int(v.p), int(v.q)) if v else _NOTHING for v in row] for row in work], pivots


def affine_solution(
    matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction], free: Callable[[], Fraction]
) -> list[Fraction] | None:
    """A solution of matrix · x = right with free unknowns drawn from `free`; None where there is none."""
    count = len(matrix[0]) if matrix else 0
    work, pivots = echelon([[*row, b] for row, b in zip(matrix, right, strict=True)], count)
    if any(row[count] and not any(row[:count]) for row in work):
        return None
    x = [Fraction(0)] * count
    for c in range(count):
        if c not in pivots:
            x[c] = free()
    for k, c in enumerate(pivots):
        x[c] = work[k][count] - sum((work[k][j] * x[j] for j in range(count) if j not in pivots and work[k][j]), Fraction(0))
    return x


def null_space(rows: Sequence[Sequence[Fraction]], columns: int) -> list[list[Fraction]]:
    """A basis of the vectors x with rows · x = 0."""
    reduced, pivots = echelon(rows, columns)
    basis = []
    for free in (k for k in range(columns) if k not in pivots):
        x = [Fraction(k == free) for k in range(columns)]
        for row, pivot in zip(reduced, pivots, strict=False):
            x[pivot] = -Fraction(row[free])
        basis.append(x)
    return basis


def pseudo_inverse(x: Sequence[Sequence[Fraction]]) -> tuple[tuple[Fraction, ...], ...]:
    """Gᵀ(GGᵀ)⁻¹(FᵀF)⁻¹Fᵀ for X = F G with F of full column and G of full row rank (Horn and Johnson 2013, 7.3.P7)."""
    height, width = len(x), len(x[0])
    reduced, pivots = echelon(x, width)
    rank = len(pivots)
    if not rank:
        return tuple(tuple(Fraction(0) for _ in range(height)) for _ in range(width))
    ft = [[row[c] for row in x] for c in pivots]
    g = [list(row) for row in reduced[:rank]]
    gt, f = [list(c) for c in zip(*g, strict=True)], [list(c) for c in zip(*ft, strict=True)]
    left, right = inverse(_times(g, gt)), inverse(_times(ft, f))
    assert left is not None and right is not None, "of matrices of full rank"
    middle = _times(left, right)
    return tuple(tuple(row) for row in _times(gt, _times(middle, ft)))


def _times(a: Sequence[Row], b: Sequence[Row]) -> list[Row]:
    return [[sum((p * row[j] for p, row in zip(r, b, strict=True)), Fraction(0)) for j in range(len(b[0]))] for r in a]


def inverse(a: Sequence[Row]) -> list[Row] | None:
    """The inverse of a square matrix; None where it has none."""
    n = len(a)
    work, pivots = echelon([[*row, *(Fraction(i == j) for j in range(n))] for i, row in enumerate(a)], n)
    return [row[n:] for row in work] if len(pivots) == n else None


def kernel_vector(matrix: Sequence[Sequence[Fraction]], avoiding: Sequence[Fraction]) -> list[Fraction] | None:
    """y with yᵀ·matrix = 0 and ⟨y, avoiding⟩ ≠ 0; None where there is none (Fredholm alternative)."""
    height = len(matrix)
    width = len(matrix[0]) if matrix else 0
    transposed = [[matrix[i][j] for i in range(height)] for j in range(width)]
    work, pivots = echelon(transposed, height)
    for c in range(height):
        if c in pivots:
            continue
        y = [Fraction(0)] * height
        y[c] = Fraction(1)
        for k, p in enumerate(pivots):
            y[p] = -work[k][c]
        if sum((a * b for a, b in zip(y, avoiding, strict=True)), Fraction(0)):
            return y
    return None


def nonnegative_combination(
    columns: Sequence[Sequence[Fraction]], target: Sequence[Fraction], wanted: Sequence[int] = (), most: int = 2000
) -> list[Fraction] | None:
    """x ≥ 0 with Σ x_k columns[k] = target, as large as possible on the `wanted` columns; None where there is none.

    Two-phase simplex with Bland's rule, so that it ends; in FLINT's rationals, which are several times faster.
    """
    rows, count = len(target), len(columns)
    if not rows:
        return [Fraction(0)] * count
    sign = [-1 if t < 0 else 1 for t in target]
    table = [
        [*(_fast(sign[i] * column[i]) for column in columns), *(fmpq(i == j) for j in range(rows)), _fast(sign[i] * target[i])]
        for i in range(rows)
    ]
    basis = [count + i for i in range(rows)]
    cost = [fmpq(0)] * count + [fmpq(1)] * rows
    if not _simplex(table, basis, cost, count + rows, most):
        return None
    if any(b >= count and table[i][-1] != 0 for i, b in enumerate(basis)):
        return None
    if wanted:
        cost = [fmpq(-1) if k in wanted else fmpq(0) for k in range(count)] + [fmpq(10**6)] * rows
        bounded = [[*row] for row in table]
        kept = list(basis)
        if _simplex(bounded, kept, cost, count, most):
            table, basis = bounded, kept
    x = [Fraction(0)] * count
    for i, b in enumerate(basis):
        if b < count:
            x[b] = Fraction(int(table[i][-1].p), int(table[i][-1].q))
    return x


def _fast(q: Fraction) -> fmpq:
    return fmpq(q.numerator, q.denominator)


def _simplex(table: list[list[fmpq]], basis: list[int], cost: list[fmpq], enter: int, most: int) -> bool:
    """Minimise cost in place over the first `enter` columns; False where it is unbounded or the budget is spent.

    The row of reduced costs is kept in step with the table.
    """
    width = len(table[0]) if table else 0
    priced = [*cost, fmpq(0)][:width]
    for i, b in enumerate(basis):
        if cost[b] != 0:
            priced = [p - cost[b] * v for p, v in zip(priced, table[i], strict=True)]
    for _ in range(most):
        spend(1 + len(table) * width // 100)
        entering = next((k for k in range(enter) if priced[k] < 0), None)
        if entering is None:
            return True
        ratios = [(row[-1] / row[entering], basis[i], i) for i, row in enumerate(table) if row[entering] > 0]
        if not ratios:
            return False
        _, _, leave = min(ratios)
        pivot = table[leave][entering]
        table[leave] = [v / pivot for v in table[leave]]
        for i in range(len(table)):
            by = table[i][entering]
            if i != leave and by != 0:
                table[i] = [v - by * u for v, u in zip(table[i], table[leave], strict=True)]
        by = priced[entering]
        priced = [v - by * u for v, u in zip(priced, table[leave], strict=True)]
        basis[leave] = entering
    return False
