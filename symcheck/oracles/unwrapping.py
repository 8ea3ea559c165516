"""Equations with an inverse in front: multiplied by what it is the inverse of, and shown there.

UNTRUSTED search.  G = 0 follows from E G = 0 where W E = I: G = W (E G) − (W E − I) G.  This proves what overlaps of chains do
not reach, because a dyad b cᵀ is no chain (Sherman and Morrison 1950).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from symcheck.kernel.certificate import Combination, Step, hole
from symcheck.kernel.network import Network
from symcheck.kernel.polynomial import Polynomial, assemble, identity, letter, letters_of, number, product
from symcheck.kernel.sequent import Sequent

MOST_TERMS = 60
Prover = Callable[[Sequent, Polynomial], Combination | None]


def prove_unwrapped(sequent: Sequent, goal: Polynomial, prove: Prover, depth: int = 2) -> Combination | None:
    """A proof of goal = 0 by one of the inverses in it, or by two of them one after the other."""
    if goal.is_scalar or len(goal.terms) > MOST_TERMS:
        return None
    names = {x.name for x in letters_of(goal)}
    for name in sorted(n for n in names if n.startswith("inv")):
        for left in (True, False):
            if not left and len(goal.legs) < 2:
                continue
            for e in _inverted(sequent, name):
                found = _by(sequent, goal, name, e, prove, left=left, depth=depth)
                if found is not None:
                    return found
    return None


def _by(
    sequent: Sequent, goal: Polynomial, name: str, e: Polynomial, prove: Prover, *, left: bool, depth: int
) -> Combination | None:
    if (e.cols != goal.rows) if left else (goal.cols != e.rows):
        return None
    w = letter(*sequent.letters[name])
    moved = product(e, goal) if left else product(goal, e)
    if len(moved.terms) > MOST_TERMS:
        return None
    found = prove(sequent, moved)
    if found is None and depth > 1:
        found = prove_unwrapped(sequent, moved, prove, depth - 1)
    return None if found is None else _scaled(sequent, goal, name, w, found, left=left)


def _scaled(
    sequent: Sequent, goal: Polynomial, name: str, w: Polynomial, found: Combination, *, left: bool
) -> Combination | None:
    """Π factors · E G = Σ steps gives Π factors · G = Σ W · steps − Π factors · (W E − I) G."""
    from_moved = tuple(Step(s.label, product(w, s.context) if left else product(s.context, w)) for s in found.steps)
    label = f"inverse:{name}:{'left' if left else 'right'}"
    h = sequent.hypothesis(label).polynomial
    scale = _factors(sequent, found)
    if scale is None:
        return None
    mark = letter(hole(h), h.rows, h.cols)
    whole = product(mark, goal) if left else product(goal, mark)
    return replace(found, steps=(*from_moved, Step(label, -product(scale, whole))))


def _factors(sequent: Sequent, found: Combination) -> Polynomial | None:
    total = number(1)
    for f in found.factors:
        if f.polynomial is not None or f.label.startswith("size:"):
            return None
        p = sequent.hypothesis(f.label).polynomial
        if not p.is_scalar:
            return None
        for _ in range(f.power):
            total = product(total, p)
    return total


def _inverted(sequent: Sequent, name: str) -> Iterator[Polynomial]:
    """E, read off the hypothesis E W − I = 0."""
    try:
        h = sequent.hypothesis(f"inverse:{name}:right").polynomial
        sequent.hypothesis(f"inverse:{name}:left")
    except KeyError:
        return
    raw = []
    for m, c in (h + identity(h.rows)).terms.items():
        at = [k for k, (x, _) in enumerate(m.open.nodes) if x.name == name and m.open.free[1] in m.open.nodes[k][1]]
        if len(at) != 1:
            return
        x, legs = m.open.nodes[at[0]]
        inner = legs[0] if legs[1] == m.open.free[1] else legs[1]
        if not x.symmetric and legs[1] != m.open.free[1]:
            return
        nodes = tuple(node for k, node in enumerate(m.open.nodes) if k != at[0])
        kept = sorted({c for _, legs in nodes for c in legs} | {m.open.free[0], inner})
        place = {old: new for new, old in enumerate(kept)}
        network = Network(
            tuple((y, tuple(place[c] for c in legs)) for y, legs in nodes),
            tuple(m.open.sizes[c] for c in kept),
            (place[m.open.free[0]], place[inner]),
        )
        raw.append((c, m.factors, network))
    yield assemble(h.rows, h.rows, raw)
