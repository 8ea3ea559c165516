"""Matrices cut into blocks: cutting finer, and the algebra that works block by block.

TRUSTED FOR MEANING.  Owns: `Partitioned`, `cut`, `common`.  Two matrices are compared, added or multiplied after both are cut
at the same places (Horn and Johnson 2013, 0.7.2).  I, zeros and ones can be cut anywhere; a letter cannot: `Uncut` says which one
would have to be read as blocks, and where.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symcheck.kernel.conformal import times, transposed
from symcheck.kernel.grids import Grid, heights, total, widths
from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Polynomial, assemble, hadamard, inner, letters_of, number, product, trace
from symcheck.language.sizes import ONE, Size
from symcheck.theories.lowering import NotLowered, OtherOrder

Sizes = tuple[Size, ...]


class Uncut(NotLowered):
    """A letter has an index (leg) that is to be cut into parts of these sizes."""

    def __init__(self, letter: Letter, leg: int, sizes: Sizes) -> None:
        super().__init__("no-theory", f"`{letter.name}` stands beside blocks of {_words(sizes)}")
        self.letter, self.leg, self.sizes = letter, leg, sizes


@dataclass(frozen=True, slots=True)
class Partitioned:
    """A matrix as a grid of blocks, at least one."""

    blocks: Grid

    @property
    def rows(self) -> Sizes:
        return heights(self.blocks)

    @property
    def cols(self) -> Sizes:
        return widths(self.blocks)

    @property
    def whole(self) -> Polynomial | None:
        """The matrix itself, where it is one block."""
        return self.blocks[0][0] if len(self.blocks) == len(self.blocks[0]) == 1 else None

    @property
    def is_scalar(self) -> bool:
        return self.whole is not None and self.whole.is_scalar

    def each(self, f: Callable[[Polynomial], Polynomial]) -> Partitioned:
        return Partitioned(tuple(tuple(f(p) for p in row) for row in self.blocks))

    def with_each(self, other: Partitioned, f: Callable[[Polynomial, Polynomial], Polynomial]) -> Partitioned:
        """f of each pair of blocks, both cut at the same places."""
        a, b = conformed(self, other)
        pairs = (zip(r, s, strict=True) for r, s in zip(a.blocks, b.blocks, strict=True))
        return Partitioned(tuple(tuple(f(p, q) for p, q in row) for row in pairs))

    def list(self) -> list[Polynomial]:
        return [p for row in self.blocks for p in row]


def single(p: Polynomial) -> Partitioned:
    return Partitioned(((p,),))


# ---- cutting


def common(a: Sizes, b: Sizes) -> Sizes:
    """The coarsest partition that refines both.  Raises OtherOrder where which cut comes first depends on the sizes."""
    left, right, out = list(a), list(b), []
    while left and right:
        p, q = left.pop(0), right.pop(0)
        if p == q:
            out.append(p)
        elif _exceeds(q, p):
            out.append(p)
            right.insert(0, q - p)
        elif _exceeds(p, q):
            out.append(q)
            left.insert(0, p - q)
        else:
            raise OtherOrder(f"blocks of {_words(a)} stand beside blocks of {_words(b)}: which one ends first is left open")
    return tuple(out)


def _words(sizes: Sizes) -> str:
    return ", ".join(map(str, sizes))


def _exceeds(a: Size, b: Size) -> bool:
    """a > b at all sizes, by the form of a − b."""
    rest = a - b
    return bool(rest.terms) and all(c > 0 for _, c in rest.terms)


def _grouped(parts: Sizes, fine: Sizes) -> list[Sizes]:
    """`fine`, which refines `parts`, part by part."""
    left, out = list(fine), []
    for size in parts:
        group = [left.pop(0)]
        while total(tuple(group)) != size:
            group.append(left.pop(0))
        out.append(tuple(group))
    return out


def refined(m: Partitioned, rows: Sizes, cols: Sizes) -> Partitioned:
    """The same matrix, cut at least so; a block of I is cut alike in both directions."""
    rows, cols = common(m.rows, rows), common(m.cols, cols)
    while True:
        by_row, by_col = _grouped(m.rows, rows), _grouped(m.cols, cols)
        tied = [(i, j) for i, row in enumerate(m.blocks) for j, p in enumerate(row) if by_row[i] != by_col[j] and _is_tied(p)]
        if not tied:
            break
        for i, j in tied:
            both = common(by_row[i], by_col[j])
            by_row[i] = by_col[j] = both
        finer = tuple(s for g in by_row for s in g), tuple(s for g in by_col for s in g)
        rows, cols = common(rows, finer[0]), common(cols, finer[1])
    out: list[list[Polynomial]] = []
    for row, high in zip(m.blocks, by_row, strict=True):
        cells = [cut(p, high, wide) for p, wide in zip(row, by_col, strict=True)]
        out += [[p for cell in cells for p in cell[k]] for k in range(len(high))]
    return Partitioned(tuple(map(tuple, out)))


def _is_tied(p: Polynomial) -> bool:
    """Its rows and columns are one index in some term, as those of I or of a diagonal matrix."""
    return any(len(m.open.free) == 2 and m.open.free[0] == m.open.free[1] for m in p.terms)


def cut(p: Polynomial, rows: Sizes, cols: Sizes) -> Grid:
    """The blocks of a polynomial; rows and columns that are one index are cut alike.  Raises Uncut where a letter is cut."""
    if len(rows) == len(cols) == 1:
        return ((p,),)
    return tuple(tuple(_part(p, (i, rows), (j, cols)) for j in range(len(cols))) for i in range(len(rows)))


def _part(p: Polynomial, row: tuple[int, Sizes], col: tuple[int, Sizes]) -> Polynomial:
    (i, rows), (j, cols) = row, col
    raw = []
    sides = [(k, parts) for size, (k, parts) in ((p.rows, row), (p.cols, col)) if size != ONE]
    for m, c in p.terms.items():
        network = m.open
        if len(network.free) == 2 and network.free[0] == network.free[1] and i != j:
            _require_free(network, 0, rows)
            continue
        sizes = list(network.sizes)
        for k, (at, parts) in enumerate(sides):
            if len(parts) > 1:
                _require_free(network, k, parts)
                sizes[network.free[k]] = parts[at]
        # a class of size 1 does not exist: it is dropped, as an index of a row or column of one entry is
        legs = tuple(f for f in network.free if sizes[f] != ONE)
        gone = {f for f in network.free if sizes[f] == ONE}
        place = {f: n for n, f in enumerate(x for x in range(len(sizes)) if x not in gone)}
        nodes = tuple((x, tuple(place[f] for f in at)) for x, at in network.nodes)
        kept = tuple(s for n, s in enumerate(sizes) if n not in gone)
        raw.append((c, m.factors, Network(nodes, kept, tuple(place[f] for f in legs))))
    return assemble(rows[i], cols[j], raw)


def _require_free(network: Network, side: int, parts: Sizes) -> None:
    """No letter has the index that is cut."""
    for x, legs in network.nodes:
        for leg, at in enumerate(legs):
            if at == network.free[side]:
                raise Uncut(x, leg, parts)


def conformed(a: Partitioned, b: Partitioned) -> tuple[Partitioned, Partitioned]:
    """Both, cut at the same places."""
    while (a.rows, a.cols) != (b.rows, b.cols):
        a, b = refined(a, b.rows, b.cols), refined(b, a.rows, a.cols)
    return a, b


def squared(m: Partitioned) -> Partitioned:
    """A square matrix with its rows cut as its columns, where that can be."""
    while m.rows != m.cols:
        m = refined(m, m.cols, m.rows)
    return m


# ---- algebra


def plus(a: Partitioned, b: Partitioned) -> Partitioned:
    return a.with_each(b, lambda p, q: p + q)


def minus(a: Partitioned, b: Partitioned) -> Partitioned:
    return a.with_each(b, lambda p, q: p - q)


def multiplied(a: Partitioned, b: Partitioned) -> Partitioned:
    """The product; a number scales."""
    if a.is_scalar or b.is_scalar:
        by, m = (a, b) if a.is_scalar else (b, a)
        return m.each(lambda p: product(by.blocks[0][0], p))
    while a.cols != b.rows:
        a, b = refined(a, a.rows, b.rows), refined(b, a.cols, b.cols)
    return Partitioned(times(a.blocks, b.blocks))


def flipped(m: Partitioned) -> Partitioned:
    return Partitioned(transposed(m.blocks))


def entrywise(a: Partitioned, b: Partitioned) -> Partitioned:
    if a.is_scalar or b.is_scalar:
        return multiplied(a, b)
    return a.with_each(b, lambda p, q: product(p, q) if p.is_scalar else hadamard(p, q))


def paired(a: Partitioned, b: Partitioned) -> Polynomial:
    """⟨A, B⟩, the sum of the products of entries."""
    return summed(a.with_each(b, inner).list())


def traced(m: Partitioned) -> Polynomial:
    m = squared(m)
    return summed([trace(row[k]) for k, row in enumerate(m.blocks)])


def summed(numbers: list[Polynomial]) -> Polynomial:
    value = number(0)
    for p in numbers:
        value = value + p
    return value


def speaks_of(m: Partitioned) -> set[Letter]:
    return {x for p in m.list() for x in letters_of(p)}
