"""Arithmetic of arrays of scalar polynomials: products, sums, inverses.

Owns: the formulas, entry by entry.  Does not own: which term means which of them (entries.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from symcheck.kernel.polynomial import Polynomial, number, product
from symcheck.theories.convolution import Entries


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
