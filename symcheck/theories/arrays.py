"""Arithmetic of arrays of scalar polynomials: products, sums, inverses.

Owns: the formulas, entry by entry.  Does not own: which term means which of them (entries.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations
from itertools import product as cartesian

from symcheck.kernel.polynomial import Polynomial, number, product
from symcheck.kernel.sequent import Formula
from symcheck.language.sizes import ONE
from symcheck.theories.convolution import Entries
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered

MOST_ROWS = 6
MOST_TERMS = 2_000


def multiply(a: Entries, b: Entries) -> Entries:
    if len(a) == 1 and len(a[0]) == 1:
        return tuple(tuple(product(a[0][0], p) for p in row) for row in b)
    if len(b) == 1 and len(b[0]) == 1:
        return tuple(tuple(product(b[0][0], p) for p in row) for row in a)
    return tuple(
        tuple(total(product(a[i][k], b[k][j]) for k in range(len(b))) for j in range(len(b[0]))) for i in range(len(a))
    )


def kronecker(a: Entries, b: Entries) -> Entries:
    """(A ⊗ B)[(i, k), (j, l)] = A[i, j] B[k, l], the first index outermost."""
    return tuple(tuple(product(p, q) for p in row for q in other) for row in a for other in b)


def stacked(a: Entries) -> Entries:
    """vec: the columns one below the other."""
    return tuple((p,) for column in zip(*a, strict=True) for p in column)


def total(values: Iterable[Polynomial]) -> Polynomial:
    result = number(0)
    for p in values:
        result = result + p
    return result


def square_norm(a: Entries) -> Polynomial:
    return total(product(p, p) for row in a for p in row)


def exact_inverse(matrix: list[list[Fraction]]) -> list[list[Fraction]] | None:
    """The inverse of a square matrix of numbers by Gauss-Jordan elimination; None where it has none."""
    n = len(matrix)
    work = [[*row, *(Fraction(i == j) for j in range(n))] for i, row in enumerate(matrix)]
    for c in range(n):
        found = next((i for i in range(c, n) if work[i][c]), None)
        if found is None:
            return None
        work[c], work[found] = work[found], work[c]
        lead = work[c][c]
        work[c] = [v / lead for v in work[c]]
        for i in range(n):
            if i != c and work[i][c]:
                by = work[i][c]
                work[i] = [v - by * u for v, u in zip(work[i], work[c], strict=True)]
    return [row[n:] for row in work]


def numbers(a: Entries) -> list[list[Fraction]] | None:
    """The entries, where all of them are numbers."""
    values = [[p.constant for p in row] for row in a]
    return None if any(v is None for row in values for v in row) else [[v or Fraction(0) for v in row] for row in values]


def determinant(a: Entries, text: str) -> Polynomial:
    """By expansion along the first row, minors of the last rows once each.  Raises NotLowered where it has too many terms."""
    if len(a) > MOST_ROWS:
        raise NotLowered("budget", f"the determinant of `{text}` has {len(a)} rows, more than are expanded ({MOST_ROWS})")
    minors: dict[tuple[int, ...], Polynomial] = {(): number(1)}
    for k in range(len(a) - 1, -1, -1):
        found: dict[tuple[int, ...], Polynomial] = {}
        for columns in combinations(range(len(a)), len(a) - k):
            value = number(0)
            for place, j in enumerate(columns):
                minor = minors[columns[:place] + columns[place + 1 :]]
                if len(minor.terms) * len(a[k][j].terms) > MOST_TERMS:
                    raise NotLowered("budget", f"the determinant of `{text}` expands to too many terms")
                value = value + product(a[k][j], minor).times((-1) ** place)
            found[columns] = value
        minors = found
    return minors[tuple(range(len(a)))]


def adjugate(a: Entries, text: str) -> Entries:
    """The transposed cofactors: A adj(A) = det(A) I."""

    def cofactor(i: int, j: int) -> Polynomial:
        rest = tuple(row[:j] + row[j + 1 :] for k, row in enumerate(a) if k != i)
        return determinant(rest, text).times((-1) ** (i + j))

    return tuple(tuple(cofactor(j, i) for j in range(len(a))) for i in range(len(a)))


def exact_rank(matrix: list[list[Fraction]]) -> int:
    """By elimination."""
    rows, rank = [list(row) for row in matrix], 0
    for c in range(len(matrix[0])):
        found = next((i for i in range(rank, len(rows)) if rows[i][c]), None)
        if found is None:
            continue
        rows[rank], rows[found] = rows[found], rows[rank]
        for i in range(rank + 1, len(rows)):
            by = rows[i][c] / rows[rank][c]
            rows[i] = [v - by * u for v, u in zip(rows[i], rows[rank], strict=True)]
        rank += 1
    return rank


def inverse(letters: Letters, a: Entries, text: str) -> Entries:
    """Exact for a matrix of numbers (Gauss-Jordan); adj(A)/det(A) up to three rows; else letters with A Y = I = Y A."""
    n = len(a)
    values = numbers(a)
    if n == 1:
        return ((letters.over(a[0][0], text),),)
    if values is not None:
        found = exact_inverse(values)
        if found is None:
            raise NotLowered("undefined", f"`{text}` is not invertible")
        return tuple(tuple(number(v) for v in row) for row in found)
    if n <= 3:
        over = letters.over(determinant(a, text), f"det({text})")
        return tuple(tuple(product(over, p) for p in row) for row in adjugate(a, text))
    names = [[letters.fresh("inv", ONE, ONE) for _ in range(n)] for _ in range(n)]
    y: Entries = tuple(tuple(letters.value(name) for name in row) for row in names)
    for side, joint in (("right", multiply(a, y)), ("left", multiply(y, a))):
        for i, j in cartesian(range(n), range(n)):
            label = f"inverse:{names[0][0]}:{side}:{i + 1},{j + 1}"
            letters.define(names[i][j], label, Formula("=", joint[i][j] - number(i == j)))
            letters.texts[label] = f"{text} is invertible"
    letters.require(names[0][0])
    return y
