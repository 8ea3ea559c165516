"""The natural assumptions: what a writer may have had in mind and not said, family by family, weaker ones first.

Owns: `Assumption`, `families`.  Does not own: which of them make a claim hold (assumptions.py), how an array with a property
is drawn (specimens.py).  Each is a list of hypotheses as one would write them under `given:`.  No family fixes a symbol
(`lam = 0`), and none makes two symbols equal: such an assumption changes what the claim is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from symcheck.diagnosis import specimens
from symcheck.kernel.evaluation import Array
from symcheck.language.context import Kind
from symcheck.language.sizes import ONE, Size

Values = dict[str, Array]
MOST_PAIRS = 4  # of sizes


@dataclass(frozen=True, slots=True)
class Assumption:
    """texts: the hypotheses; names: the symbols they are about, with `draw` giving values of these at given sizes.

    said: the assumption in words; property: where the words are "… is PROPERTY", so that several can be joined;
    equal: two sizes that it makes equal.
    """

    texts: tuple[str, ...]
    names: tuple[str, ...]
    draw: Callable[[Mapping[str, int], Random], Values | None]
    said: str = ""
    property: str = ""
    equal: tuple[str, str] | None = None


def in_words(assumed: Sequence[Assumption]) -> str:
    """ "B and C are symmetric", "A and B commute", "n <= d and X has full row rank"."""
    if len(assumed) > 1 and len({a.property for a in assumed}) == 1 and assumed[0].property:
        *first, last = (a.names[0] for a in assumed)
        return f"{', '.join(first)} and {last} are {assumed[0].property}"
    return " and ".join(dict.fromkeys(a.said or " and ".join(a.texts) for a in assumed))


def families(symbols: Mapping[str, Kind]) -> Iterator[tuple[Assumption, ...]]:
    """Assumptions of one kind on the symbols that may be made together; first the weak and frequent ones."""
    square = {n: k for n, k in symbols.items() if k.shape.rows == k.shape.cols and not k.shape.is_scalar}
    columns = {n: k for n, k in symbols.items() if k.shape.is_column and not k.shape.is_scalar}
    scalars = {n: k for n, k in symbols.items() if k.shape.is_scalar}
    matrices = {n: k for n, k in symbols.items() if ONE not in (k.shape.rows, k.shape.cols)}
    rectangular = {n: k for n, k in matrices.items() if n not in square}
    yield _properties(square, "symmetric")
    for sign, draw in (("!=", specimens.nonzero), (">=", specimens.nonnegative), (">", specimens.positive)):
        yield tuple(_about(n, k, f"{n} {sign} 0", draw) for n, k in scalars.items())
    yield tuple(_about(n, k, f"{n} <= 0", specimens.nonpositive) for n, k in scalars.items())
    yield tuple(_about(n, k, f"{n} in [0, 1]", specimens.proportion) for n, k in scalars.items())
    yield _commuting(square)
    yield tuple(_about(n, k, f"sum({n}) = 1", specimens.summing_to_one) for n, k in columns.items())
    yield tuple(_about(n, k, f"norm({n})^2 = 1", specimens.of_norm_one, f"norm({n}) = 1") for n, k in columns.items())
    yield _perpendicular(columns)
    yield _properties(square, "invertible")
    yield _properties(square, "skew")
    yield _properties(square, "positive semidefinite")
    yield _properties(square, "positive definite")
    yield _properties(square, "orthogonal")
    yield _properties(square, "idempotent")
    yield from _sizes(matrices)
    yield tuple(_rank(n, k, "row") for n, k in rectangular.items())
    yield tuple(_rank(n, k, "column") for n, k in rectangular.items())
    yield tuple(_about(n, k, f"{n}^T {n} = I", specimens.orthonormal_columns) for n, k in rectangular.items())
    yield tuple(_about(n, k, f"{n} {n}^T = I", specimens.orthonormal_rows) for n, k in rectangular.items())
    yield tuple(_about(n, k, f"{n} {n} = I", specimens.involution) for n, k in square.items())
    yield _properties(square, "diagonal")
    yield _properties(square, "projection")


def _about(name: str, kind: Kind, text: str, draw: specimens.Draw, said: str = "", prop: str = "") -> Assumption:
    def values(sizes: Mapping[str, int], random: Random) -> Values | None:
        found = draw(kind.shape.rows.at(sizes), kind.shape.cols.at(sizes), random)
        return None if found is None else {name: found}

    return Assumption((text,), (name,), values, said, prop)


def _properties(square: Mapping[str, Kind], prop: str) -> tuple[Assumption, ...]:
    """`A is PROPERTY` for the square matrices that are not declared so."""
    missing = {n: k for n, k in square.items() if prop.replace(" ", "-") not in k.properties}
    article = "a " if prop == "projection" else ""
    draw = specimens.SPECIMENS[prop]
    return tuple(_about(n, k, f"{n} is {prop}", draw, f"{n} is {article}{prop}", prop) for n, k in missing.items())


def _rank(name: str, kind: Kind, side: str) -> Assumption:
    few, many = (kind.shape.rows, kind.shape.cols) if side == "row" else (kind.shape.cols, kind.shape.rows)
    draw = specimens.wide if side == "row" else specimens.tall
    found = _about(name, kind, f"{name} is full {side} rank", draw)
    sizes = f"{few} <= {many}"
    texts = found.texts if few.constant is not None and many.constant is not None else (sizes, *found.texts)
    return Assumption(texts, found.names, found.draw, " and ".join((*texts[:-1], f"{name} has full {side} rank")))


def _commuting(square: Mapping[str, Kind]) -> tuple[Assumption, ...]:
    out = []
    for a, b in combinations(square, 2):
        if square[a].shape == square[b].shape:
            flips = "symmetric" in (*square[a].properties, *square[b].properties)

            def values(sizes: Mapping[str, int], random: Random, a: str = a, b: str = b, flips: bool = flips) -> Values | None:
                size = square[a].shape.rows.at(sizes)
                first, second = specimens.commuting(2, size, random, flips=flips)
                return {a: first, b: second}

            out.append(Assumption((f"{a} {b} = {b} {a}",), (a, b), values, f"{a} and {b} commute"))
    return tuple(out)


def _perpendicular(columns: Mapping[str, Kind]) -> tuple[Assumption, ...]:
    out = []
    for u, v in combinations(columns, 2):
        if columns[u].shape == columns[v].shape:

            def values(sizes: Mapping[str, int], random: Random, u: str = u, v: str = v) -> Values | None:
                pair = specimens.perpendicular(columns[u].shape.rows.at(sizes), random)
                return None if pair is None else {u: pair[0], v: pair[1]}

            out.append(Assumption((f"{u}^T {v} = 0",), (u, v), values, f"{u} and {v} are orthogonal"))
    return tuple(out)


def _sizes(matrices: Mapping[str, Kind]) -> Iterator[tuple[Assumption, ...]]:
    """Two sizes are equal, one family a pair: first where that makes a matrix square, then where two square ones are alike."""
    shapes = [(str(k.shape.rows), str(k.shape.cols)) for k in matrices.values() if _plain(k.shape.rows) and _plain(k.shape.cols)]
    rectangular = [(rows, cols) for rows, cols in shapes if rows != cols]
    alike = combinations(dict.fromkeys(rows for rows, cols in shapes if rows == cols), 2)
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for pair in (*rectangular, *alike):
        pairs.setdefault(frozenset(pair), pair)
    for n, d in list(pairs.values())[:MOST_PAIRS]:
        yield (Assumption((f"{n} = {d}",), (), lambda sizes, random: {}, f"{n} = {d}", equal=(n, d)),)


def _plain(size: Size) -> bool:
    return size.names == (str(size),)
