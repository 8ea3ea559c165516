"""Exact linear algebra over the rationals for the oracles: affine solutions, and nonnegative combinations.

UNTRUSTED search.  Plain fractions: the systems are small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

Row = list[Fraction]


def echelon(rows: Sequence[Sequence[Fraction]], columns: int) -> tuple[list[Row], list[int]]:
    """Reduced row echelon form with respect to the first `columns` columns, and its pivot columns."""
    work = [list(r) for r in rows]
    pivots: list[int] = []
    for c in range(columns):
        k = len(pivots)
        found = next((i for i in range(k, len(work)) if work[i][c]), None)
        if found is None:
            continue
        work[k], work[found] = work[found], work[k]
        lead = work[k][c]
        work[k] = [v / lead for v in work[k]]
        for i in range(len(work)):
            if i != k and work[i][c]:
                by = work[i][c]
                work[i] = [v - by * u for v, u in zip(work[i], work[k], strict=True)]
        pivots.append(c)
    return work, pivots


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

    Two-phase simplex with Bland's rule, so that it ends.
    """
    rows, count = len(target), len(columns)
    sign = [Fraction(-1) if t < 0 else Fraction(1) for t in target]
    table = [
        [sign[i] * columns[k][i] for k in range(count)] + [Fraction(i == j) for j in range(rows)] + [sign[i] * target[i]]
        for i in range(rows)
    ]
    basis = [count + i for i in range(rows)]
    cost = [Fraction(0)] * count + [Fraction(1)] * rows
    if not _simplex(table, basis, cost, count + rows, most):
        return None
    if any(b >= count and table[i][-1] for i, b in enumerate(basis)):
        return None
    if wanted:
        cost = [Fraction(-1) if k in wanted else Fraction(0) for k in range(count)] + [Fraction(10**6)] * rows
        bounded = [[*row] for row in table]
        kept = list(basis)
        if _simplex(bounded, kept, cost, count, most):
            table, basis = bounded, kept
    x = [Fraction(0)] * count
    for i, b in enumerate(basis):
        if b < count:
            x[b] = table[i][-1]
    return x


def _simplex(table: list[Row], basis: list[int], cost: list[Fraction], enter: int, most: int) -> bool:
    """Minimise cost in place over the first `enter` columns; False where it is unbounded or the budget is spent."""
    for _ in range(most):
        reduced = next((k for k in range(enter) if k not in basis and cost[k] < _priced(table, basis, cost, k)), None)
        if reduced is None:
            return True
        ratios = [(table[i][-1] / table[i][reduced], basis[i], i) for i in range(len(table)) if table[i][reduced] > 0]
        if not ratios:
            return False
        _, _, leave = min(ratios)
        pivot = table[leave][reduced]
        table[leave] = [v / pivot for v in table[leave]]
        for i in range(len(table)):
            if i != leave and table[i][reduced]:
                by = table[i][reduced]
                table[i] = [v - by * u for v, u in zip(table[i], table[leave], strict=True)]
        basis[leave] = reduced
    return False


def _priced(table: list[Row], basis: list[int], cost: list[Fraction], k: int) -> Fraction:
    return sum((cost[b] * table[i][k] for i, b in enumerate(basis) if table[i][k]), Fraction(0))
