"""Arrays whose row and column indices are tuples: kron(A, B) has the rows (i, k), vec(X) the rows (j, i).

TRUSTED FOR MEANING.  Owns: `Tensor`, and how an index is spelled.  Does not own: arithmetic (tensor_algebra.py).
A tuple stands for the place that it spells with the first index outermost, so the number of rows is the product of `rows`;
sizes 1 are left out.  A tensor is known by its values on vectors: Σ T[r₁, r₂; c₁, c₂] u₁[r₁] u₂[r₂] v₁[c₁] v₂[c₂] is one scalar
polynomial, linear in each vector.  The letters of those vectors are called ports; their names begin with `~`, as no other
letter's do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from symcheck.kernel.network import Letter, Network, beside, merge
from symcheck.kernel.polynomial import Polynomial, assemble, identity, letter, product, transpose
from symcheck.language.size_arithmetic import quotient
from symcheck.language.sizes import ONE, Size
from symcheck.theories.lowering import NotLowered, OtherOrder

Change = Callable[[Network], Network]


@dataclass(frozen=True, slots=True)
class Tensor:
    """value: the scalar polynomial in the ports; factors: matrices whose Kronecker product it is, where that is known."""

    rows: tuple[Size, ...]
    cols: tuple[Size, ...]
    value: Polynomial
    factors: tuple[Polynomial, ...] | None = None

    @property
    def is_scalar(self) -> bool:
        return not self.rows and not self.cols

    @property
    def is_matrix(self) -> bool:
        return len(self.rows) <= 1 and len(self.cols) <= 1

    @property
    def ports(self) -> tuple[Letter, ...]:
        return (*ports("row", self.rows), *ports("col", self.cols))


def ports(side: str, sizes: Iterable[Size], first: int = 1) -> tuple[Letter, ...]:
    return tuple(Letter(f"~{side}{k}", (size,)) for k, size in enumerate(sizes, first))


def tensor(p: Polynomial) -> Tensor:
    """A matrix, whose indices are tuples of at most one."""
    value = p
    rows, cols = (tuple(s for s in (size,) if s != ONE) for size in (p.rows, p.cols))
    for x in ports("row", rows):
        value = product(transpose(letter(x, p.rows, ONE)), value)
    for x in ports("col", cols):
        value = product(value, letter(x, p.cols, ONE))
    return Tensor(rows, cols, value, (p,))


def matrix(t: Tensor) -> Polynomial | None:
    """The tensor as a matrix; None where an index is a tuple of several."""
    if t.factors is not None and len(t.factors) == 1:
        return t.factors[0]
    if not t.is_matrix:
        return None
    return opened(t, t.ports, *(sizes[0] if sizes else ONE for sizes in (t.rows, t.cols)))


def opened(t: Tensor, order: tuple[Letter, ...], rows: Size, cols: Size) -> Polynomial:
    """The rows × cols array whose legs are all the ports of the tensor, in this order."""

    def change(network: Network) -> Network:
        at = places(network)
        return Network(_without(network, order), network.sizes, tuple(at[x] for x in order))

    return through(t.value, t.ports, change, rows, cols)


def through(p: Polynomial, touched: Iterable[Letter], change: Change, rows: Size = ONE, cols: Size = ONE) -> Polynomial:
    """p with, in every monomial, the networks that hold one of these letters put side by side and changed."""
    wanted = frozenset(touched)
    raw = []
    for m, c in p.terms.items():
        network, factors = m.open, []
        for f, e in m.factors:
            if any(x in wanted for x, _ in f.nodes):
                if e != 1:
                    raise NotLowered("no-theory", "an array whose index is a tuple occurs under a power")
                network = beside(network, f, network.free)
            else:
                factors.append((f, e))
        raw.append((c, tuple(factors), change(network)))
    return assemble(rows, cols, raw)


def places(network: Network) -> dict[Letter, int]:
    """The index class of each port."""
    return {x: legs[0] for x, legs in network.nodes if x.name[0] == "~" and len(legs) == 1}


def _without(network: Network, gone: Iterable[Letter]) -> tuple[tuple[Letter, tuple[int, ...]], ...]:
    dropped = frozenset(gone)
    return tuple(node for node in network.nodes if node[0] not in dropped)


def renamed(p: Polynomial, names: Mapping[Letter, Letter]) -> Polynomial:
    """Ports called otherwise, all at once."""

    def change(network: Network) -> Network:
        return network._replace(nodes=tuple((names.get(x, x), legs) for x, legs in network.nodes))

    return through(p, names, change)


def glued(p: Polynomial, pairs: Iterable[tuple[Letter, Letter]], gone: Iterable[Letter]) -> Polynomial:
    """The indices of each pair of ports made the same one; then the ports in `gone` taken away (their index is summed)."""
    listed, dropped = tuple(pairs), tuple(gone)

    def change(network: Network) -> Network:
        at = places(network)
        return merge(Network(_without(network, dropped), network.sizes, ()), [(at[x], at[y]) for x, y in listed], ())

    return through(p, (*dropped, *(x for pair in listed for x in pair)), change)


# ---- one index spelled as a tuple


def conformed(s: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
    """Both with the same tuples of sizes.  Raises NotLowered."""
    while (s.rows, s.cols) != (t.rows, t.cols):
        side = "row" if s.rows != t.rows else "col"
        parts = common(*((x.rows if side == "row" else x.cols) for x in (s, t)))
        s, t = split(s, side, parts[0]), split(t, side, parts[1])
    return s, t


def squared(t: Tensor) -> Tensor:
    """The same tuple of sizes for rows and columns.  Raises NotLowered."""
    while t.rows != t.cols:
        before = (t.rows, t.cols)
        t = split(t, "row", common(t.rows, t.cols)[0])
        if t.rows != t.cols:
            t = split(t, "col", common(t.rows, t.cols)[1])
        if (t.rows, t.cols) == before:
            raise OtherOrder(mismatch(t.rows, t.cols))
    return t


Parts = tuple[tuple[Size, ...], ...]


def common(a: tuple[Size, ...], b: tuple[Size, ...]) -> tuple[Parts, Parts]:
    """For each size of a and of b the tuple it becomes so that both spell the same one: n m = (n, m).  Raises NotLowered."""
    found: tuple[list[list[Size]], list[list[Size]]] = ([[]], [[]])
    rest = [list(a), list(b)]
    while rest[0] and rest[1]:
        x, y = rest[0][0], rest[1][0]
        larger = 0 if quotient(x, y) is not None else 1
        over = quotient(x, y) if larger == 0 else quotient(y, x)
        if over is None:
            raise OtherOrder(mismatch(a, b))
        smaller = (y, x)[larger]
        for side in (0, 1):
            found[side][-1].append(smaller)
        done = (0, 1) if over == ONE else (1 - larger,)
        if over != ONE:
            rest[larger][0] = over
        for side in done:
            rest[side].pop(0)
            found[side].append([])
    if rest[0] or rest[1]:
        raise OtherOrder(mismatch(a, b))
    first, second = (tuple(tuple(part) for part in side[:-1]) for side in found)
    return first, second


def mismatch(a: tuple[Size, ...], b: tuple[Size, ...]) -> str:
    def said(sizes: tuple[Size, ...]) -> str:
        return "(" + ", ".join(map(str, sizes)) + ")"

    return f"an index of sizes {said(a)} meets one of sizes {said(b)}: the entries of the two stand in different orders"


def split(t: Tensor, side: str, parts: Parts) -> Tensor:
    """The tensor with each index of one side spelled as the tuple given.

    An index that only joins a row to a column (of an identity) or stands alone (of ones) can be spelled so; that of a letter
    cannot: its entries are known by one number.  Raises NotLowered.
    """
    wanted = {x: p for x, p in zip(ports(side, t.rows if side == "row" else t.cols), parts, strict=True) if len(p) > 1}
    if not wanted:
        return t
    _spread(t, wanted)
    sizes: dict[str, list[Size]] = {"row": [], "col": []}
    names: dict[Letter, tuple[Letter, ...]] = {}
    for x, (way, size) in zip(t.ports, [*(("row", s) for s in t.rows), *(("col", s) for s in t.cols)], strict=True):
        pieces = wanted.get(x, (size,))
        names[x] = ports(way, pieces, len(sizes[way]) + 1)
        sizes[way] += pieces

    def change(network: Network) -> Network:
        at = places(network)
        cut = {at[x]: p for x, p in wanted.items()}
        classes: list[Size] = []
        new: list[tuple[int, ...]] = []
        for c, size in enumerate(network.sizes):
            pieces = cut.get(c, (size,))
            new.append(tuple(range(len(classes), len(classes) + len(pieces))))
            classes += pieces
        nodes: list[tuple[Letter, tuple[int, ...]]] = []
        for x, legs in network.nodes:
            if x in names:
                nodes += ((y, (k,)) for y, k in zip(names[x], new[legs[0]], strict=True))
            else:
                nodes.append((x, tuple(new[c][0] for c in legs)))
        return Network(tuple(nodes), tuple(classes), ())

    value = through(t.value, t.ports, change)
    return Tensor(tuple(sizes["row"]), tuple(sizes["col"]), value, _split_factors(t, wanted))


def _spread(t: Tensor, wanted: dict[Letter, tuple[Size, ...]]) -> None:
    """Add the ports whose index is the same as one that is to be split.  Raises NotLowered where a letter has that index."""
    before = 0
    while len(wanted) != before:
        before = len(wanted)
        for m in t.value.terms:
            for f, _ in m.factors:
                for x, c in places(f).items():
                    parts = wanted.get(x)
                    for y, legs in f.nodes if parts else ():
                        if c not in legs or y == x:
                            continue
                        if y not in t.ports or wanted.setdefault(y, parts or ()) != parts:
                            size = f.sizes[c]
                            raise OtherOrder(f"an index of size {size} is not known as a tuple ({_listed(parts)})")


def _listed(parts: tuple[Size, ...] | None) -> str:
    return ", ".join(map(str, parts or ()))


def _split_factors(t: Tensor, wanted: Mapping[Letter, tuple[Size, ...]]) -> tuple[Polynomial, ...] | None:
    """The factors again, where what is split is an identity."""
    if t.factors is None:
        return None
    rows, cols = iter(ports("row", t.rows)), iter(ports("col", t.cols))
    factors: list[Polynomial] = []
    for a in t.factors:
        found = [next(side) for side, size in ((rows, a.rows), (cols, a.cols)) if size != ONE]
        parts = [wanted[x] for x in found if x in wanted]
        if not parts:
            factors.append(a)
        elif a.rows == a.cols and a == identity(a.rows):
            factors += (identity(s) for s in parts[0])
        else:
            return None
    return tuple(factors)
