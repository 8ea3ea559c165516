"""Sums of squares by Gram matrices: target = Σ mₖ bₖᵀ Qₖ bₖ with Qₖ positive semidefinite and rational.

UNTRUSTED search.  Owns: `Block`, `pruned`, `represent`.  The Q that satisfy the equation are an affine space, found exactly; a
point of it at which every Qₖ is positive definite is found by Newton's method on the smallest eigenvalue, rounded, and decomposed
exactly (Peyrl and Parrilo 2008, Theoretical Computer Science 409).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, sqrt

from flint import fmpq, fmpq_mat

from symcheck.kernel.certificate import Summand
from symcheck.kernel.polynomial import Monomial, Polynomial, inner, product
from symcheck.oracles.effort import spend

MOST_UNKNOWNS = 160
MOST_FREE = 22
MOST_BASIS = 10
ROUNDS = 30
ROUNDINGS = (4, 16, 60, 720, 10**5, 10**9)
Matrix = list[list[float]]


@dataclass(frozen=True, slots=True)
class Block:
    """A multiplier known to be nonnegative, its value, and the arrays of one shape whose squares stand beside it."""

    multiplier: Summand
    value: Polynomial
    basis: tuple[Polynomial, ...]


def represent(target: Polynomial, blocks: Sequence[Block], normal: Callable[[Polynomial], Polynomial]) -> list[Summand] | None:
    """Summands that add up to the target, or None."""
    blocks = pruned(target, blocks, normal)
    places = [(k, i, j) for k, b in enumerate(blocks) for i in range(len(b.basis)) for j in range(i, len(b.basis))]
    if not places or len(places) > MOST_UNKNOWNS or any(len(b.basis) > MOST_BASIS for b in blocks):
        return None
    columns = [_entry(blocks[k], i, j, normal) for k, i, j in places]
    space = _affine(columns, target)
    if space is None:
        return None
    start, directions = space
    if len(directions) > MOST_FREE:
        return None
    for solution in _interior(places, start, directions):
        found = _summands(blocks, places, solution)
        if found is not None:
            return found
    return None


def _entry(block: Block, i: int, j: int, normal: Callable[[Polynomial], Polynomial]) -> Polynomial:
    value = product(block.value, inner(block.basis[i], block.basis[j]))
    return normal(value if i == j else value.times(2))


def pruned(target: Polynomial, blocks: Sequence[Block], normal: Callable[[Polynomial], Polynomial]) -> list[Block]:
    """Without arrays whose square has a monomial that nothing else can cancel."""
    current = list(blocks)
    while True:
        seen: dict[Monomial, set[tuple[int, int, int]]] = {}
        for k, b in enumerate(current):
            for i in range(len(b.basis)):
                for j in range(i, len(b.basis)):
                    spend(4)
                    for m in _entry(b, i, j, normal).terms:
                        seen.setdefault(m, set()).add((k, i, j))
        dropped = {next(iter(at)) for m, at in seen.items() if len(at) == 1 and m not in target.terms}
        squares = {(k, i) for k, i, j in dropped if i == j}
        if not squares:
            return current
        current = [
            Block(b.multiplier, b.value, tuple(q for i, q in enumerate(b.basis) if (k, i) not in squares))
            for k, b in enumerate(current)
        ]


def _affine(columns: list[Polynomial], target: Polynomial) -> tuple[list[fmpq], list[list[fmpq]]] | None:
    """A solution of Σ x · columns = target and a basis of the directions; None where there is none."""
    keys = list({m: None for p in (*columns, target) for m in p.terms})
    n = len(columns)
    rows = [[*(_fmpq(p.terms.get(m)) for p in columns), _fmpq(target.terms.get(m))] for m in keys]
    if not rows:
        return [fmpq(0)] * n, [[fmpq(i == k) for i in range(n)] for k in range(n)]
    reduced, rank = fmpq_mat(rows).rref()
    pivots: list[int] = []
    for r in range(rank):
        pivots.append(next(c for c in range(n + 1) if reduced[r, c] != 0))
    if n in pivots:
        return None
    start = [fmpq(0)] * n
    for r, c in enumerate(pivots):
        start[c] = reduced[r, n]
    directions = []
    for free in (c for c in range(n) if c not in pivots):
        vector = [fmpq(0)] * n
        vector[free] = fmpq(1)
        for r, c in enumerate(pivots):
            vector[c] = -reduced[r, free]
        directions.append(vector)
    return start, directions


def _fmpq(q: Fraction | None) -> fmpq:
    return fmpq(0) if q is None else fmpq(q.numerator, q.denominator)


def _interior(places: list[tuple[int, int, int]], start: list[fmpq], directions: list[list[fmpq]]) -> Iterator[list[fmpq]]:
    """Points of the affine space at which all matrices are positive definite, as far as floating point tells, rounded."""
    if not directions:
        yield start
        return
    sizes: dict[int, int] = {}
    for k, _, j in places:
        sizes[k] = max(sizes.get(k, 0), j + 1)
    base = [_float(v) for v in start]
    moves = [[_float(v) for v in d] for d in directions]
    y = _centre(places, sizes, base, moves)
    for denominator in ROUNDINGS if y else ():
        rounded = [fmpq(round(v * denominator), denominator) for v in y]
        yield [
            s + sum((r * d[i] for r, d in zip(rounded, directions, strict=True) if d[i] != 0), fmpq(0))
            for i, s in enumerate(start)
        ]


def _float(q: fmpq) -> float:
    return int(q.p) / int(q.q)


def _centre(
    places: list[tuple[int, int, int]], sizes: dict[int, int], base: list[float], moves: list[list[float]]
) -> list[float]:
    """y at which the smallest eigenvalue t of Q(y) is large: Newton on −t/μ − log det(Q(y) − t I), μ falling."""

    def filled(values: list[float]) -> dict[int, Matrix]:
        out = {k: [[0.0] * n for _ in range(n)] for k, n in sizes.items()}
        for (k, i, j), v in zip(places, values, strict=True):
            out[k][i][j] = out[k][j][i] = v
        return out

    q0 = filled(base)
    parts = [filled(m) for m in moves]
    parts.append({k: [[-1.0 * (i == j) for j in range(n)] for i in range(n)] for k, n in sizes.items()})  # of t
    y = [0.0] * len(moves) + [-1.0 - max((sum(abs(v) for v in row) for m in q0.values() for row in m), default=0.0)]
    mu = 1.0

    def at(point: list[float]) -> dict[int, Matrix]:
        return {
            k: [
                [q0[k][i][j] + sum(v * p[k][i][j] for v, p in zip(point, parts, strict=True)) for j in range(n)] for i in range(n)
            ]
            for k, n in sizes.items()
        }

    work = len(parts) * sum(n**3 for n in sizes.values()) + len(parts) ** 2 * sum(n**2 for n in sizes.values()) + len(parts) ** 3
    for _ in range(ROUNDS):
        spend(1 + work // 100)
        inverses = {k: _inverse(m) for k, m in at(y).items()}
        if any(m is None for m in inverses.values()):
            break
        gradient = [0.0] * len(parts)
        moved: list[dict[int, Matrix]] = []
        for a, p in enumerate(parts):
            moved.append({k: _times(inverses[k] or [], p[k]) for k in sizes})
            gradient[a] = -sum(moved[a][k][i][i] for k, n in sizes.items() for i in range(n))
        gradient[-1] -= 1.0 / mu
        hessian = [[0.0] * len(parts) for _ in parts]
        for a in range(len(parts)):
            for b in range(a, len(parts)):
                hessian[a][b] = hessian[b][a] = sum(
                    moved[a][k][i][j] * moved[b][k][j][i] for k, n in sizes.items() for i in range(n) for j in range(n)
                ) + (1e-9 if a == b else 0.0)
        step = _solve(hessian, [-g for g in gradient])
        if step is None:
            break
        decrement = -sum(g * s for g, s in zip(gradient, step, strict=True))
        length = 1.0 if decrement < 0.25 else 1.0 / (1.0 + sqrt(max(decrement, 0.0)))
        y = [v + length * s for v, s in zip(y, step, strict=True)]
        if not all(isfinite(v) and abs(v) < 1e9 for v in y):
            return []
        if decrement < 0.05:
            if y[-1] > 1 or (y[-1] > 0 and mu < 0.3):
                break
            if y[-1] + 2 * mu * sum(sizes.values()) < 0:  # the gap to the best t is about as large: there is no such point
                return []
            mu *= 0.25
            if mu < 1e-4:
                break
    return y[:-1] if y[-1] > 1e-7 else []


def _times(a: Matrix, b: Matrix) -> Matrix:
    columns = list(zip(*b, strict=True))
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in columns] for row in a]


def _inverse(m: Matrix) -> Matrix | None:
    n = len(m)
    columns = []
    for i in range(n):
        column = _solve(m, [float(i == j) for j in range(n)])
        if column is None:
            return None
        columns.append(column)
    return [list(row) for row in zip(*columns, strict=True)]


def _solve(m: Matrix, right: list[float]) -> list[float] | None:
    n = len(m)
    work = [[*row, b] for row, b in zip(m, right, strict=True)]
    for c in range(n):
        best = max(range(c, n), key=lambda r: abs(work[r][c]))
        if abs(work[best][c]) < 1e-14:
            return None
        work[c], work[best] = work[best], work[c]
        for r in range(c + 1, n):
            by = work[r][c] / work[c][c]
            if by:
                work[r] = [v - by * u for v, u in zip(work[r], work[c], strict=True)]
    x = [0.0] * n
    for c in reversed(range(n)):
        x[c] = (work[c][n] - sum(work[c][j] * x[j] for j in range(c + 1, n))) / work[c][c]
    return x


def _summands(blocks: Sequence[Block], places: list[tuple[int, int, int]], solution: list[fmpq]) -> list[Summand] | None:
    """The squares of an exact decomposition L D Lᵀ of every matrix; None where one is not positive semidefinite."""
    found: list[Summand] = []
    for k, block in enumerate(blocks):
        n = len(block.basis)
        q = [[fmpq(0)] * n for _ in range(n)]
        for (b, i, j), v in zip(places, solution, strict=True):
            if b == k:
                q[i][j] = q[j][i] = v
        for c in range(n):
            d = q[c][c]
            if d < 0 or (d == 0 and any(q[c][j] != 0 for j in range(c, n))):
                return None
            if d == 0:
                continue
            row = [q[c][j] / d for j in range(n)]
            square = block.basis[c]
            for j in range(c + 1, n):
                square = square + block.basis[j].times(Fraction(int(row[j].p), int(row[j].q)))
            weight = Fraction(int(d.p), int(d.q)) * block.multiplier.coefficient
            constant = square.constant
            if constant is not None:
                made = Summand(weight * constant**2, block.multiplier.factors, block.multiplier.nonnegative)
            else:
                made = Summand(weight, block.multiplier.factors, block.multiplier.nonnegative, (square,))
            found.append(made)
            for i in range(c + 1, n):
                for j in range(c + 1, n):
                    q[i][j] -= d * row[i] * row[j]
    return found
