"""Which axioms of determinants of block matrices apply to the atoms of a sequent.

UNTRUSTED search.  Owns: `of_blocks`.  The kernel checks each instance against its schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from itertools import product as cartesian

from symcheck.kernel.axioms import Axiom
from symcheck.kernel.grids import Grid, heights, square_grid, widths
from symcheck.kernel.polynomial import Polynomial, identity, letter, product, reciprocal
from symcheck.kernel.sequent import Sequent

MOST = 6  # determinants that are looked at together
DETERMINANTS = frozenset({"det", "block-det"})


def of_blocks(sequent: Sequent) -> Iterator[Axiom]:
    """Candidates: products, transposes and inverses, Schur complements, block triangular ones, blocks that commute."""
    grids = {n: square_grid(a.arguments) for n, a in sequent.atoms.items() if a.function in DETERMINANTS}
    blocked = [n for n, g in grids.items() if len(g) > 1]
    if not blocked or len(grids) > MOST:
        return
    for v in blocked:
        parts = [(), *((d,) for d in grids if d != v), *permutations([d for d in grids if d != v], 2)]
        for at in range(len(grids[v])):
            for y in _inverses(sequent, grids[v], at):
                yield from (Axiom("block-schur", (v, *p), (at,), (y,)) for p in parts)
        for cut in range(1, len(grids[v])):
            yield from (Axiom("block-triangular", (v, *p), (cut,)) for p in parts)
        if len(grids[v]) == 2:
            yield from (Axiom("block-commuting", (v, *p), (which,)) for which in range(4) for p in parts)
        for w in grids:
            yield Axiom("block-same", (v, w))
    for names in cartesian(grids, repeat=3):
        if any(n in blocked for n in names):
            yield Axiom("block-product", names)


def _inverses(sequent: Sequent, g: Grid, at: int) -> Iterator[Polynomial]:
    """Y with M_pp Y = I: 1 for I, a reciprocal, letters of inverses, their transposes."""
    pivot = g[at][at]
    if heights(g) != widths(g):
        return
    if pivot == identity(pivot.rows):
        yield pivot
    if pivot.is_scalar:
        over = reciprocal(pivot)
        if over is not None:
            yield over
    for name, entry in sequent.letters.items():
        if name.startswith(("inv", "over")) and entry[1] == entry[2] == pivot.rows:
            y = letter(*entry)
            if any(h.formula.polynomial == product(pivot, y) - identity(pivot.rows) for h in sequent.hypotheses):
                yield y
