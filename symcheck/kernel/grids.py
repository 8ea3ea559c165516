"""Matrices put together from blocks: their products and transposes, block by block.

TRUSTED.  Owns: `Grid`, its algebra, `joined`.  A grid [[M₁₁, …], …] stands for the matrix in which the blocks of a row share
their rows and those of a column their columns.  Source: Horn and Johnson 2013, 0.7.2 (conformal partitions).
"""

from __future__ import annotations

from itertools import accumulate
from math import isqrt
from typing import TypeVar

from symcheck.kernel.network import ShapeError
from symcheck.kernel.polynomial import Polynomial, identity, product, transpose, zero
from symcheck.language.sizes import Size

Grid = tuple[tuple[Polynomial, ...], ...]
V = TypeVar("V")


def heights(g: Grid) -> tuple[Size, ...]:
    return tuple(row[0].rows for row in g)


def widths(g: Grid) -> tuple[Size, ...]:
    return tuple(p.cols for p in g[0])


def total(sizes: tuple[Size, ...]) -> Size:
    return [*accumulate(sizes, initial=Size.of(0))][-1]


def require_fitting(g: Grid) -> None:
    """The blocks of a row have the same rows, and those of a column the same columns.  Raises ShapeError."""
    for row, height in zip(g, heights(g), strict=True):
        if len(row) != len(g[0]) or any((p.rows, p.cols) != (height, w) for p, w in zip(row, widths(g), strict=False)):
            raise ShapeError("the blocks do not fit")


def square_grid(blocks: tuple[Polynomial, ...]) -> Grid:
    """k² blocks, row after row, as a k × k grid that is a square matrix.  Raises ShapeError."""
    k = isqrt(len(blocks))
    if not k or k * k != len(blocks):
        raise ShapeError("the blocks are not as many in a row as in a column")
    g = tuple(blocks[i * k : (i + 1) * k] for i in range(k))
    require_fitting(g)
    if total(heights(g)) != total(widths(g)):
        raise ShapeError("the blocks are not those of a square matrix")
    return g


def transposed(g: Grid) -> Grid:
    return tuple(tuple(transpose(p) for p in column) for column in zip(*g, strict=True))


def times(a: Grid, b: Grid) -> Grid:
    """The product of two fitting grids: [Σₖ Aᵢₖ Bₖⱼ].  Raises ShapeError where the columns of A are not cut as the rows of B."""
    if widths(a) != heights(b):
        raise ShapeError("the blocks of the factors do not meet")
    out = []
    for row in a:
        sums = [zero(row[0].rows, w) for w in widths(b)]
        for p, along in zip(row, b, strict=True):
            sums = [s + product(p, q) for s, q in zip(sums, along, strict=True)]
        out.append(tuple(sums))
    return tuple(out)


def minus(a: Grid, b: Grid) -> Grid:
    return tuple(tuple(p - q for p, q in zip(r, s, strict=True)) for r, s in zip(a, b, strict=True))


def one(sizes: tuple[Size, ...]) -> Grid:
    """The identity, cut so."""
    return tuple(tuple(identity(r) if i == j else zero(r, c) for j, c in enumerate(sizes)) for i, r in enumerate(sizes))


def joined(blocks: tuple[tuple[tuple[tuple[V, ...], ...], ...], ...]) -> tuple[tuple[V, ...], ...]:
    """The entries of the whole from those of the blocks."""
    return tuple(tuple(v for part in parts for v in part) for row in blocks for parts in zip(*row, strict=True))
