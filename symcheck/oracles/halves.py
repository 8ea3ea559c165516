"""Halves of chains: u with ‖u‖² or ⟨u, v⟩ in the target.

UNTRUSTED search.  Owns: `halves`, `dyads`: arrays whose squares are worth trying because the target is made of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product as product_of

from symcheck.kernel.network import Network
from symcheck.kernel.polynomial import Monomial, Polynomial, assemble, letter, number, ones, product, transpose
from symcheck.language.sizes import ONE, Size


def halves(target: Polynomial) -> Iterable[Polynomial]:
    """Vectors p such that ⟨p, p⟩ is a chain of the target, and scalar letters to half their degree."""
    if any(len(f.nodes) == 1 and not f.nodes[0][1] for m in target.terms for f, _ in m.factors):
        yield number(1)
    for m in target.terms:
        named = [(f, e, f.nodes[0][0].name) for f, e in m.factors if len(f.nodes) == 1 and not f.nodes[0][1]]
        scalars = [(f, e) for f, e, name in named if not name.startswith("#")]
        chains = [f for f, e in m.factors if f.nodes[0][1] and e == 1]
        half = tuple((f, e // 2) for f, e in scalars if e // 2)
        scale = assemble(ONE, ONE, [(Fraction(1), half, Network((), (), ()))])
        if not chains:
            yield scale
        yield from dyads(m)
        yield from (assemble(ONE, ONE, [(Fraction(1), ((f, 1),), Network((), (), ()))]) for f, _ in scalars)
        for chain in chains[:1]:
            for vector in _split(chain):
                yield product(scale, vector)


def dyads(m: Monomial) -> Iterable[Polynomial]:
    """p qᵀ for halves p, q of two chains, of a chain and a size n (the chain 1ᵀ 1), of the square of a chain."""
    chains: list[list[Polynomial]] = []
    for f, e in m.factors:
        name = f.nodes[0][0].name
        if f.nodes[0][1] and e in {1, 2}:
            halves = list(_split(f))
            if len(f.nodes) == 1:
                x, legs = f.nodes[0]
                halves = [letter(x, x.legs[0], ONE), ones(x.legs[0], ONE)] if len(legs) == 1 else []
            chains += [halves] * e
        elif name.startswith("#") and e == 1:
            chains.append([ones(Size.of(name[1:]), ONE)])
    if len(chains) == 2:
        for p, q in product_of(*chains):
            yield product(p, transpose(q))


def _split(chain: Network) -> Iterable[Polynomial]:
    """Both halves of a closed network at each class that separates it into two connected parts of equal weight."""
    for c, size in enumerate(chain.sizes):
        touching = [k for k, (_, legs) in enumerate(chain.nodes) if c in legs]
        if len(touching) != 2:
            continue
        left = _side(chain, touching[0], c)
        if 2 * len(left) != len(chain.nodes):
            continue
        for side in (left, set(range(len(chain.nodes))) - left):
            nodes = [chain.nodes[k] for k in sorted(side)]
            used = sorted({i for _, legs in nodes for i in legs})
            name = {i: n for n, i in enumerate(used)}
            network = Network(
                tuple((x, tuple(name[i] for i in legs)) for x, legs in nodes), tuple(chain.sizes[i] for i in used), (name[c],)
            )
            yield assemble(size, ONE, [(Fraction(1), (), network)])


def _side(chain: Network, start: int, cut: int) -> set[int]:
    seen, stack = {start}, [start]
    while stack:
        legs = chain.nodes[stack.pop()][1]
        for k, (_, others) in enumerate(chain.nodes):
            if k not in seen and any(i in others for i in legs if i != cut):
                seen.add(k)
                stack.append(k)
    return seen
