"""A product of matrices cut in two, in every way.

UNTRUSTED search.  Owns: `factorings`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symcheck.kernel.network import EMPTY, Network
from symcheck.kernel.polynomial import Monomial, Polynomial, assemble, letter, product, transpose
from symcheck.language.sizes import ONE


def factorings(p: Polynomial, monomials: list[Monomial]) -> Iterator[tuple[Polynomial, Polynomial]]:
    """U and V with U V = the one monomial given, cut at each index between its two ends."""
    if len(monomials) != 1 or len(monomials[0].open.free) != 2:
        return
    (m,) = monomials
    network = m.open
    scale = assemble(ONE, ONE, [(p.terms[m], m.factors, EMPTY)])
    if len(network.nodes) == 2 and all(len(legs) == 1 for _, legs in network.nodes):
        (x, a), (y, _) = network.nodes
        first, second = (x, y) if a[0] == network.free[0] else (y, x)
        yield product(scale, letter(first, first.legs[0], ONE)), transpose(letter(second, second.legs[0], ONE))
        return
    for cut in range(len(network.sizes)):
        if cut in network.free:
            continue
        left = _reached(network, network.free[0], cut)
        right = set(range(len(network.nodes))) - left
        if not left or not right or right != _reached(network, network.free[1], cut):
            continue
        first_part = _part(network, left, (network.free[0], cut))
        yield product(scale, first_part), _part(network, right, (cut, network.free[1]))


def _reached(network: Network, start: int, cut: int) -> set[int]:
    """The nodes that are joined to the index `start` without passing the index `cut`."""
    seen: set[int] = set()
    frontier = {start}
    while frontier:
        nodes = {k for k, (_, legs) in enumerate(network.nodes) if set(legs) & frontier} - seen
        seen |= nodes
        frontier = {c for k in nodes for c in network.nodes[k][1]} - {cut} - frontier
        if not nodes:
            break
    return seen


def _part(network: Network, nodes: set[int], free: tuple[int, int]) -> Polynomial:
    used = sorted({c for k in nodes for c in network.nodes[k][1]} | set(free))
    at = {c: n for n, c in enumerate(used)}
    kept = tuple((network.nodes[k][0], tuple(at[c] for c in network.nodes[k][1])) for k in sorted(nodes))
    sizes = tuple(network.sizes[c] for c in used)
    made = Network(kept, sizes, (at[free[0]], at[free[1]]))
    return assemble(network.sizes[free[0]], network.sizes[free[1]], [(Fraction(1), (), made)])
