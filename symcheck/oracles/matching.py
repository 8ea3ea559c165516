"""Subnetwork matching: where a pattern occurs inside a network, and what remains around it.

UNTRUSTED search.  Owns: `Pattern`, `occurrences`.  An occurrence of an open network P in a network N maps nodes to nodes with the
same letter and classes to classes, such that a summed class of P meets only matched nodes; what remains of N, with a
hole where P was, is a context C with C[P] = N.
"""

from __future__ import annotations

from collections.abc import Iterator

from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Monomial

Context = Monomial


def occurrences(pattern: Network, inside: Network, mark: Letter) -> Iterator[Network]:
    """Networks like `inside` with one occurrence of `pattern` replaced by a node with the letter `mark`."""
    if not pattern.nodes or len(pattern.nodes) > len(inside.nodes):
        return
    touched = {c for _, legs in pattern.nodes for c in legs}
    if not touched.issuperset(range(len(pattern.sizes))):
        return  # a class that no letter meets could be anywhere
    bound = [c for c in range(len(pattern.sizes)) if c not in pattern.free]
    for nodes, classes in _assign(pattern, inside, 0, (), {}):
        images = [classes[c] for c in bound]
        if len(set(images)) != len(images) or any(i in inside.free for i in images):
            continue
        taken = set(nodes)
        rest = tuple(node for k, node in enumerate(inside.nodes) if k not in taken)
        outer = [classes[c] for c in pattern.free]
        if any(i in outer or any(i in legs for _, legs in rest) for i in images):
            continue
        hole = (mark, tuple(classes[c] for c in pattern.free))
        yield _without(Network((*rest, hole), inside.sizes, inside.free), set(images))


def _without(network: Network, gone: set[int]) -> Network:
    """The network without classes that nothing meets any more (one left behind would count as a factor, its size)."""
    kept = [c for c in range(len(network.sizes)) if c not in gone]
    name = {c: i for i, c in enumerate(kept)}
    return Network(
        tuple((x, tuple(name[c] for c in legs)) for x, legs in network.nodes),
        tuple(network.sizes[c] for c in kept),
        tuple(name[c] for c in network.free),
    )


def _assign(
    pattern: Network, inside: Network, k: int, nodes: tuple[int, ...], classes: dict[int, int]
) -> Iterator[tuple[tuple[int, ...], dict[int, int]]]:
    if k == len(pattern.nodes):
        yield nodes, classes
        return
    letter, legs = pattern.nodes[k]
    for at, (other, targets) in enumerate(inside.nodes):
        if other != letter or at in nodes:
            continue
        ways = {targets, targets[::-1]} if letter.symmetric else {targets}
        for way in sorted(ways):
            extended = dict(classes)
            if all(extended.setdefault(c, t) == t for c, t in zip(legs, way, strict=True)):
                yield from _assign(pattern, inside, k + 1, (*nodes, at), extended)


def contexts(pattern: Monomial, monomial: Monomial, mark: Letter, units: frozenset[Network]) -> Iterator[Monomial]:
    """Monomials C with one hole such that C[pattern] = monomial.  `units` are factors that may be divided by.

    A pattern of units alone would occur in everything, over and over: it must be there.
    """
    if not pattern.open.nodes and all(f in units for f, _ in pattern.factors):
        units = frozenset()
    have = dict(monomial.factors)
    for f, e in pattern.factors:
        if f not in units and have.get(f, 0) < e:
            return
        have[f] = have.get(f, 0) - e
    rest = {f: e for f, e in have.items() if e}
    if not pattern.open.nodes:
        if pattern.open.free:
            return
        yield _monomial(rest, Network((*monomial.open.nodes, (mark, ())), monomial.open.sizes, monomial.open.free))
        return
    for found in occurrences(pattern.open, monomial.open, mark):
        yield _monomial(rest, found)
    for f, e in rest.items():
        if e >= 1:
            for found in occurrences(pattern.open, f, mark):
                remaining = {**rest, f: e - 1}
                yield _monomial({g: k for g, k in remaining.items() if k}, _beside(monomial.open, found))


def _beside(a: Network, b: Network) -> Network:
    shift = len(a.sizes)
    moved = tuple((x, tuple(c + shift for c in legs)) for x, legs in b.nodes)
    return Network(a.nodes + moved, a.sizes + b.sizes, a.free)


def _monomial(factors: dict[Network, int], network: Network) -> Monomial:
    return Monomial(tuple(sorted(factors.items())), network)
