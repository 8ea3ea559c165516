"""Matrices put together from blocks.

TRUSTED.  Owns: `Grid`, `square_grid`, `joined`; products and transposes are in conformal.py.  A grid [[M₁₁, …], …] stands for
the matrix in which the blocks of a row share their rows and those of a column their columns (Horn and Johnson 2013, 0.7.2).
"""

from __future__ import annotations

from itertools import accumulate
from math import isqrt
from typing import TypeVar

from symcheck.kernel.network import ShapeError
from symcheck.kernel.polynomial import Polynomial
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


def joined(blocks: tuple[tuple[tuple[tuple[V, ...], ...], ...], ...]) -> tuple[tuple[V, ...], ...]:
    """The entries of the whole from those of the blocks."""
    return tuple(tuple(v for part in parts for v in part) for row in blocks for parts in zip(*row, strict=True))
