"""Arrays whose row and column indices are tuples: kron(A, B) has the rows (i, k), vec(X) the rows (j, i).

TRUSTED FOR MEANING.  Owns: `Tensor` and its arithmetic.  A tuple stands for the place that it spells with the first index
outermost, so the number of rows is the product of `rows`; sizes 1 are left out.  A tensor is known by its values on vectors:
Σ T[r₁, r₂; c₁, c₂] u₁[r₁] u₂[r₂] v₁[c₁] v₂[c₂] is one scalar polynomial, linear in each vector.  The letters of those vectors
are called ports; their names begin with `~`, as no other letter's do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from symcheck.kernel.network import Letter, Network, beside, merge
from symcheck.kernel.polynomial import Polynomial, assemble, identity, letter, number, product, transpose
from symcheck.language.sizes import ONE, Size, quotient
from symcheck.theories.lowering import NotLowered, OtherOrder

MOST_PRODUCTS = 40_000
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


def _side_by_side(s: Tensor, t: Tensor) -> tuple[Polynomial, tuple[Letter, ...], tuple[Letter, ...]]:
    """The product of the two values, the ports of t under other names; those names, of rows and of columns."""
    if len(s.value.terms) * len(t.value.terms) > MOST_PRODUCTS:
        raise NotLowered("budget", "a product expands to too many products")
    rows, cols = ports("other-row", t.rows), ports("other-col", t.cols)
    return product(s.value, renamed(t.value, dict(zip(t.ports, (*rows, *cols), strict=True)))), rows, cols


# ---- arithmetic


def scaled(q: Polynomial, t: Tensor) -> Tensor:
    factors = t.factors and (product(q, t.factors[0]), *t.factors[1:])
    return Tensor(t.rows, t.cols, product(q, t.value), factors)


def times(s: Tensor, t: Tensor) -> Tensor:
    """The matrix product; a scalar scales."""
    if s.is_scalar or t.is_scalar:
        return scaled(s.value, t) if s.is_scalar else scaled(t.value, s)
    while s.cols != t.rows:
        parts = common(s.cols, t.rows)
        s, t = split(s, "col", parts[0]), split(t, "row", parts[1])
    joint, rows, cols = _side_by_side(s, t)
    inner = ports("col", s.cols)
    value = glued(joint, zip(inner, rows, strict=True), (*inner, *rows))
    value = renamed(value, dict(zip(cols, ports("col", t.cols), strict=True)))
    return Tensor(s.rows, t.cols, value, _paired(s.factors, t.factors))


def _paired(s: tuple[Polynomial, ...] | None, t: tuple[Polynomial, ...] | None) -> tuple[Polynomial, ...] | None:
    """(A ⊗ B)(C ⊗ D) = A C ⊗ B D where the sizes fit factor by factor."""
    if s is None or t is None or len(s) != len(t) or any(a.cols != b.rows for a, b in zip(s, t, strict=True)):
        return None
    return tuple(product(a, b) for a, b in zip(s, t, strict=True))


def plus(s: Tensor, t: Tensor) -> Tensor:
    s, t = conformed(s, t)
    return Tensor(s.rows, s.cols, s.value + t.value, _summed(s.factors, t.factors))


def _summed(s: tuple[Polynomial, ...] | None, t: tuple[Polynomial, ...] | None) -> tuple[Polynomial, ...] | None:
    """A ⊗ B + A ⊗ C = A ⊗ (B + C)."""
    if s is None or t is None or [(a.rows, a.cols) for a in s] != [(b.rows, b.cols) for b in t]:
        return None
    differ = [k for k, (a, b) in enumerate(zip(s, t, strict=True)) if a != b]
    if len(differ) > 1:
        return None
    k = differ[0] if differ else 0
    return (*s[:k], s[k] + t[k], *s[k + 1 :])


def transposed(t: Tensor) -> Tensor:
    names = dict(zip(t.ports, (*ports("col", t.rows), *ports("row", t.cols)), strict=True))
    return Tensor(t.cols, t.rows, renamed(t.value, names), t.factors and tuple(transpose(a) for a in t.factors))


def kronecker(s: Tensor, t: Tensor) -> Tensor:
    """(S ⊗ T)[(i, k), (j, l)] = S[i, j] T[k, l]."""
    if s.is_scalar or t.is_scalar:
        return times(s, t)
    joint, rows, cols = _side_by_side(s, t)
    to = (*ports("row", t.rows, len(s.rows) + 1), *ports("col", t.cols, len(s.cols) + 1))
    value = renamed(joint, dict(zip((*rows, *cols), to, strict=True)))
    factors = None if s.factors is None or t.factors is None else (*s.factors, *t.factors)
    return Tensor((*s.rows, *t.rows), (*s.cols, *t.cols), value, factors)


def stacked(t: Tensor) -> Tensor:
    """vec: the columns one below the other, so the column index is the outer one."""
    to = (*ports("row", t.rows, len(t.cols) + 1), *ports("row", t.cols))
    return Tensor((*t.cols, *t.rows), (), renamed(t.value, dict(zip(t.ports, to, strict=True))))


def entrywise(s: Tensor, t: Tensor) -> Tensor:
    """The Hadamard product."""
    s, t = conformed(s, t)
    joint, rows, cols = _side_by_side(s, t)
    return Tensor(s.rows, s.cols, glued(joint, zip(s.ports, (*rows, *cols), strict=True), (*rows, *cols)))


def inner(s: Tensor, t: Tensor) -> Polynomial:
    """⟨S, T⟩ = the sum of the entrywise products."""
    s, t = conformed(s, t)
    joint, rows, cols = _side_by_side(s, t)
    return glued(joint, zip(s.ports, (*rows, *cols), strict=True), (*s.ports, *rows, *cols))


def trace(t: Tensor) -> Polynomial:
    t = squared(t)
    return glued(t.value, zip(ports("row", t.rows), ports("col", t.cols), strict=True), t.ports)


def total(t: Tensor) -> Polynomial:
    """The sum of all entries."""
    return glued(t.value, (), t.ports)


def diagonal_of(t: Tensor) -> Tensor:
    """The diagonal of a square array, as a column."""
    t = squared(t)
    cols = ports("col", t.cols)
    return Tensor(t.rows, (), glued(t.value, zip(ports("row", t.rows), cols, strict=True), cols))


def diagonal_matrix(t: Tensor) -> Tensor:
    """diag(v) for a column v."""
    rows, cols = ports("row", t.rows), ports("col", t.rows)

    def change(network: Network) -> Network:
        at = places(network)
        return network._replace(nodes=(*network.nodes, *((y, (at[x],)) for x, y in zip(rows, cols, strict=True))))

    return Tensor(t.rows, t.rows, through(t.value, t.ports, change))


def one(sizes: tuple[Size, ...]) -> Tensor:
    """The identity with these rows and columns."""
    result = tensor(number(1))
    for size in sizes:
        result = kronecker(result, tensor(identity(size)))
    return result


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
