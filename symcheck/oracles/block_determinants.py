"""Which axioms of determinants of block matrices apply to the atoms of a sequent.

UNTRUSTED search.  Owns: `of_blocks`.  The kernel checks each instance against its schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from itertools import product as cartesian

from symcheck.kernel.axioms import Axiom
from symcheck.kernel.grids import Grid, heights, one, square_grid, widths
from symcheck.kernel.polynomial import Polynomial, identity, letter, product, reciprocal
from symcheck.kernel.sequent import Sequent

MOST = 10  # determinants that are looked at together
DETERMINANTS = frozenset({"det", "block-det"})


def of_blocks(sequent: Sequent) -> Iterator[Axiom]:
    """Candidates: products, transposes and inverses, Schur complements, block triangular ones, blocks that commute."""
    grids = {n: square_grid(a.arguments) for n, a in sequent.atoms.items() if a.function in DETERMINANTS}
    blocked = [n for n, g in grids.items() if len(g) > 1]
    if not blocked or len(grids) > MOST:
        return
    for v in blocked:
        g, k = grids[v], len(grids[v])
        for at, y in ((p, y) for p in range(k) for y in _inverses(sequent, g, p)):
            rest = [j for j in range(k) if j != at]
            small = tuple(tuple(g[j][m] - product(product(g[j][at], y), g[at][m]) for m in rest) for j in rest)
            yield from _named(grids, "block-schur", v, (at,), (y,), ((g[at][at],),), small)
        for cuts in (c for count in range(1, k) for c in combinations(range(1, k), count)):
            ends = (0, *cuts, k)
            yield from _named(grids, "block-triangular", v, cuts, (), *(tuple(r[a:b] for r in g[a:b]) for a, b in pairwise(ends)))
        if k == 2 and len({p.rows for row in g for p in row} | {p.cols for row in g for p in row}) == 1:
            (a, b), (c, d) = g
            for which, (p, q, r, s) in enumerate([(a, d, b, c), (a, d, c, b), (d, a, b, c), (d, a, c, b)]):
                yield from _named(grids, "block-commuting", v, (which,), (), ((product(p, q) - product(r, s),),))
        for w in grids:
            yield Axiom("block-same", (v, w))
    for names in cartesian(grids, repeat=3):
        if any(n in blocked for n in names):
            yield Axiom("block-product", names)


def _named(
    grids: dict[str, Grid], schema: str, v: str, powers: tuple[int, ...], factors: tuple[Polynomial, ...], *parts: Grid
) -> Iterator[Axiom]:
    """The instance that gives the determinant v by those of the parts, where each of them is an atom, a number or I."""
    names = [v]
    for g in parts:
        is_square = len(g) == len(g[0]) and heights(g) == widths(g)
        if (len(g) == len(g[0]) == 1 and g[0][0].is_scalar) or (is_square and g == one(heights(g))):
            continue
        name = next((n for n, other in grids.items() if other == g), None)
        if name is None:
            return
        names.append(name)
    yield Axiom(schema, tuple(names), powers, factors)


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
