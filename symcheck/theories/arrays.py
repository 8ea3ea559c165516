"""Arithmetic of arrays of scalar polynomials: products, sums, inverses.

Owns: the formulas, entry by entry.  Does not own: which term means which of them (entries.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product as cartesian

from symcheck.kernel.polynomial import Polynomial, number, product
from symcheck.kernel.sequent import Formula
from symcheck.language.sizes import ONE
from symcheck.theories.convolution import Entries
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered


def multiply(a: Entries, b: Entries) -> Entries:
    if len(a) == 1 and len(a[0]) == 1:
        return tuple(tuple(product(a[0][0], p) for p in row) for row in b)
    if len(b) == 1 and len(b[0]) == 1:
        return tuple(tuple(product(b[0][0], p) for p in row) for row in a)
    return tuple(tuple(total(product(a[i][k], b[k][j]) for k in range(len(b))) for j in range(len(b[0]))) for i in range(len(a)))


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


def inverse(letters: Letters, a: Entries, text: str) -> Entries:
    """Exact inverse of a matrix of numbers by Gauss-Jordan; otherwise letters with A Y = I = Y A entry by entry."""
    n = len(a)
    values = [[p.constant for p in row] for row in a]
    if n == 1:
        return ((letters.over(a[0][0], text),),)
    if all(v is not None for row in values for v in row):
        found = exact_inverse([[v or Fraction(0) for v in row] for row in values])
        if found is None:
            raise NotLowered("undefined", f"`{text}` is not invertible")
        return tuple(tuple(number(v) for v in row) for row in found)
    names = [[letters.fresh("inv", ONE, ONE) for _ in range(n)] for _ in range(n)]
    y: Entries = tuple(tuple(letters.value(name) for name in row) for row in names)
    for side, joint in (("right", multiply(a, y)), ("left", multiply(y, a))):
        for i, j in cartesian(range(n), range(n)):
            label = f"inverse:{names[0][0]}:{side}:{i + 1},{j + 1}"
            letters.define(names[i][j], label, Formula("=", joint[i][j] - number(i == j)))
            letters.texts[label] = f"{text} is invertible"
    letters.require(names[0][0])
    return y
