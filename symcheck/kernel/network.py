"""Networks: products of matrix entries summed over index classes, in canonical form.

TRUSTED.  Owns: `Letter`, `Network`, `canonical` labelling, splitting into components, joining.
A network is a multigraph: each node is a letter whose legs sit in index classes; classes that are not free are summed
over.  X^T X w is the network X(k,i) X(k,j) w(j) with free class i.  Legs of size 1 do not exist (a vector has one leg,
a scalar none).  Two networks denote the same function at all sizes iff their canonical forms are equal
(`../shared/mathematics.md` A 4.2, F0 and F1; the general fact is that homomorphism counts determine the graph, Lovász 1967).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from symcheck.language.sizes import Size

Node = tuple["Letter", tuple[int, ...]]


class ShapeError(ValueError):
    """Operands whose shapes do not fit; the lowering must never produce them."""


class Letter(NamedTuple):
    """A symbol: the size of each of its legs, whether it is symmetric, and whether its entries are integers.

    opaque: it stands for a value that the sequent does not pin down (an uninterpreted atom), so that no countermodel
    may give it one (soundness rule 1: a proof may abstract, a refutation may not).
    """

    name: str
    legs: tuple[Size, ...] = ()
    symmetric: bool = False
    integer: bool = False
    opaque: bool = False


class Network(NamedTuple):
    """nodes, the size of each class, and the classes of the free legs (row leg first)."""

    nodes: tuple[Node, ...]
    sizes: tuple[Size, ...]
    free: tuple[int, ...]


EMPTY = Network((), (), ())


def components(network: Network) -> list[Network]:
    """The connected components that have no free leg, then one network (possibly empty) with all that have one."""
    root = list(range(len(network.sizes)))

    def find(c: int) -> int:
        while root[c] != c:
            root[c] = root[root[c]]
            c = root[c]
        return c

    for _, legs in network.nodes:
        for leg in legs[1:]:
            root[find(leg)] = find(legs[0])
    open_roots = {find(c) for c in network.free}
    closed: dict[int, list[Node]] = {}
    isolated: list[Network] = []
    open_nodes: list[Node] = []
    for node in network.nodes:
        if not node[1]:
            isolated.append(Network((node,), (), ()))
        elif find(node[1][0]) in open_roots:
            open_nodes.append(node)
        else:
            closed.setdefault(find(node[1][0]), []).append(node)
    parts = isolated
    used = {c for _, legs in network.nodes for c in legs} | set(network.free)
    parts += [Network((), (network.sizes[c],), ()) for c in range(len(network.sizes)) if c not in used]
    parts += [_restrict(network, nodes, ()) for nodes in closed.values()]
    parts.append(_restrict(network, open_nodes, network.free))
    return parts


def _restrict(network: Network, nodes: list[Node], free: tuple[int, ...]) -> Network:
    order: dict[int, int] = {}
    for c in (*free, *(c for _, legs in nodes for c in legs)):
        order.setdefault(c, len(order))
    return Network(
        tuple((letter, tuple(order[c] for c in legs)) for letter, legs in nodes),
        tuple(network.sizes[c] for c in order),
        tuple(order[c] for c in free),
    )


def beside(a: Network, b: Network, free: tuple[int, ...]) -> Network:
    """Both networks as one, the classes of `b` after those of `a`."""
    shift = len(a.sizes)
    moved: tuple[Node, ...] = tuple((x, tuple(c + shift for c in legs)) for x, legs in b.nodes)
    return Network(a.nodes + moved, a.sizes + b.sizes, free)


def merge(network: Network, glue: Iterable[tuple[int, ...]], free: tuple[int, ...]) -> Network:
    """Identify the classes in each tuple of `glue`."""
    root = list(range(len(network.sizes)))

    def find(c: int) -> int:
        while root[c] != c:
            c = root[c]
        return c

    for group in glue:
        for c in group[1:]:
            if network.sizes[c] != network.sizes[group[0]]:
                raise ShapeError(f"index of size {network.sizes[c]} joined to one of size {network.sizes[group[0]]}")
            root[find(c)] = find(group[0])
    kept = sorted({find(c) for c in range(len(root))})
    name = {c: kept.index(find(c)) for c in range(len(root))}
    return Network(
        tuple((x, tuple(name[c] for c in legs)) for x, legs in network.nodes),
        tuple(network.sizes[c] for c in kept),
        tuple(name[c] for c in free),
    )


_CANONICAL: dict[Network, Network] = {}


def canonical(network: Network) -> Network:
    """The canonical representative of `network` under renaming of classes and exchange of symmetric legs."""
    known = _CANONICAL.get(network)
    if known is None:
        if len(_CANONICAL) > 200_000:
            _CANONICAL.clear()
        known = _CANONICAL[network] = _canonical(network)
    return known


def _canonical(network: Network) -> Network:
    count = len(network.sizes)
    incident: list[list[tuple[Letter, int, int]]] = [[] for _ in range(count)]
    for letter, legs in network.nodes:
        for position, c in enumerate(legs):
            other = legs[1 - position] if len(legs) == 2 else c
            incident[c].append((letter, 0 if letter.symmetric else position, other))
    start: list[tuple[object, ...]] = [
        (network.sizes[c], tuple(i for i, f in enumerate(network.free) if f == c), sorted((x, p) for x, p, _ in incident[c]))
        for c in range(count)
    ]
    return _individualise(network, _refine(_ranks(start), incident), incident)


def _ranks(keys: list[tuple[object, ...]]) -> list[int]:
    order = {key: rank for rank, key in enumerate(sorted({_hashable(k) for k in keys}))}
    return [order[_hashable(k)] for k in keys]


def _hashable(key: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(tuple(part) if isinstance(part, list) else part for part in key)


def _refine(colours: list[int], incident: list[list[tuple[Letter, int, int]]]) -> list[int]:
    """Split colour classes by the colours of neighbours until nothing changes (one-dimensional Weisfeiler-Leman)."""
    while True:
        keys: list[tuple[object, ...]] = [
            (colours[c], sorted((x, p, colours[o], o == c) for x, p, o in incident[c])) for c in range(len(colours))
        ]
        finer = _ranks(keys)
        if len(set(finer)) == len(set(colours)):
            return finer
        colours = finer


def _individualise(network: Network, colours: list[int], incident: list[list[tuple[Letter, int, int]]]) -> Network:
    cells: dict[int, list[int]] = {}
    for c, colour in enumerate(colours):
        cells.setdefault(colour, []).append(c)
    tied = [cell for _, cell in sorted(cells.items()) if len(cell) > 1]
    if not tied:
        return _relabel(network, colours)
    tried: list[Network] = []
    found: list[Network] = []
    for chosen in tied[0]:
        finer = _marked(colours, chosen, incident)
        leaf = _relabel(network, _first(finer, incident))
        if leaf not in tried:  # otherwise an automorphism carries an earlier choice to this one: it gives nothing new
            tried.append(leaf)
            found.append(_individualise(network, finer, incident))
    return min(found)


def _marked(colours: list[int], chosen: int, incident: list[list[tuple[Letter, int, int]]]) -> list[int]:
    return _refine(_ranks([(2 * colour + (c != chosen),) for c, colour in enumerate(colours)]), incident)


def _first(colours: list[int], incident: list[list[tuple[Letter, int, int]]]) -> list[int]:
    """The labelling where the first of the tied classes is chosen every time."""
    while len(set(colours)) < len(colours):
        tied = min(colour for colour in colours if colours.count(colour) > 1)
        colours = _marked(colours, colours.index(tied), incident)
    return colours


def _relabel(network: Network, label: list[int]) -> Network:
    nodes = []
    for letter, legs in network.nodes:
        named = tuple(label[c] for c in legs)
        nodes.append((letter, tuple(sorted(named)) if letter.symmetric else named))
    sizes = tuple(size for _, size in sorted(zip(label, network.sizes, strict=True)))
    return Network(tuple(sorted(nodes)), sizes, tuple(label[c] for c in network.free))
