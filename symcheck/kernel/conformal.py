"""The algebra of matrices of blocks, block by block.

TRUSTED.  Owns: `times`, `minus`, `transposed`, `one`.  Source: Horn and Johnson 2013, 0.7.2 (conformal partitions).
"""

from __future__ import annotations

from symcheck.kernel.grids import Grid, heights, widths
from symcheck.kernel.network import ShapeError
from symcheck.kernel.polynomial import identity, product, transpose, zero
from symcheck.language.sizes import Size


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
