"""Expectations of polynomials in random letters: sums over partitions of products of joint cumulants.

TRUSTED FOR MEANING.  Owns: `expected`, `Cumulants` (what it asks of the declarations).
E(X₁ ⋯ X_k) = Σ over the set partitions π of {1, …, k} of Π over the blocks B of π of κ(X_i : i ∈ B)
(McCullagh, Tensor Methods in Statistics, 1987, (2.6); for normal variables, κ = 0 beyond order 2, this is Isserlis' theorem).
Works on networks, hence at all sizes: a random letter is a node, and a cumulant of k nodes takes the place of those k nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from symcheck.kernel.network import Letter, Network, beside, merge
from symcheck.kernel.polynomial import Monomial, Polynomial, assemble, product, zero
from symcheck.language.sizes import Size
from symcheck.theories.lowering import NotLowered

HIGHEST_ORDER = 6  # 203 partitions
Legs = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """scale · network of the nodes' legs one after another: an array of as many legs (nodes may be none, legs may be equal)."""

    scale: Polynomial
    network: Network


class Cumulants(Protocol):
    """What is known of the joint distribution of the random letters."""

    def is_random(self, x: Letter) -> bool: ...

    def cumulant(self, nodes: tuple[Letter, ...]) -> list[Joined]:
        """κ of the entries of these letters; an empty list where it is 0."""
        ...


def expected(monomial: Monomial, coefficient: Fraction, rows: Size, cols: Size, known: Cumulants) -> Polynomial:
    """E of one monomial whose random letters occur in whole, positive powers only.  Raises NotLowered (`budget`)."""
    network = monomial.open
    plain: list[tuple[Network, int]] = []
    for f, e in monomial.factors:
        if not any(known.is_random(x) for x, _ in f.nodes):
            plain.append((f, e))
            continue
        for _ in range(e):
            network = beside(network, f, network.free)
    random = [k for k, (x, _) in enumerate(network.nodes) if known.is_random(x)]
    if len(random) > HIGHEST_ORDER:
        raise NotLowered("budget", f"a moment of order {len(random)}, more than {HIGHEST_ORDER}")
    rest = Network(tuple(node for k, node in enumerate(network.nodes) if k not in random), network.sizes, network.free)
    total = zero(rows, cols)
    for blocks in partitions(random):
        choices: list[tuple[Joined, ...]] = [()]
        for block in blocks:
            found = known.cumulant(tuple(network.nodes[k][0] for k in block))
            choices = [(*before, j) for before in choices for j in found]
            if not choices:
                break
        legs = [tuple(c for k in block for c in network.nodes[k][1]) for block in blocks]
        for chosen in choices:
            joined = _glued(rest, [(at, j.network) for at, j in zip(legs, chosen, strict=True)])
            term = assemble(rows, cols, [(coefficient, tuple(plain), joined)])
            for j in chosen:
                term = product(j.scale, term)
            total = total + term
    return total


def _glued(network: Network, values: list[tuple[tuple[int, ...], Network]]) -> Network:
    """The network with the free legs of each value joined to these classes of it: all at once, since joining renames classes."""
    joint = network
    glue: list[tuple[int, int]] = []
    for legs, value in values:
        shift = len(joint.sizes)
        joint = beside(joint, value, network.free)
        glue += [(c, shift + f) for c, f in zip(legs, value.free, strict=True)]
    return merge(joint, glue, network.free)


def partitions(items: Sequence[int]) -> Iterator[list[list[int]]]:
    """All set partitions."""
    if not items:
        yield []
        return
    first, *others = items
    for smaller in partitions(others):
        yield [[first], *smaller]
        for k, block in enumerate(smaller):
            yield [*smaller[:k], [first, *block], *smaller[k + 1 :]]


def as_joined(p: Polynomial, one: Polynomial) -> list[Joined]:
    """A polynomial as what takes the place of nodes with its legs; one: the number 1."""
    out = []
    for m, c in p.terms.items():
        scale = assemble(one.rows, one.cols, [(c, m.factors, Network((), (), ()))])
        out.append(Joined(scale, m.open))
    return out


def diagonal(scale: Polynomial, groups: Sequence[Sequence[Size]]) -> Joined:
    """scale where all indices agree place by place, else 0: the cumulants of independent entries.

    groups: the sizes of the legs of each node, the same for all.
    """
    width = len(groups[0])
    return Joined(scale, Network((), tuple(groups[0]), tuple(range(width)) * len(groups)))
