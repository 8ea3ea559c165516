"""Which axioms of determinants of block matrices apply to the atoms of a sequent.

UNTRUSTED search.  Owns: `of_blocks`.  The kernel checks each instance against its schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from itertools import product as cartesian

from symcheck.kernel.axioms import Axiom
from symcheck.kernel.conformal import one, times
from symcheck.kernel.grids import Grid, heights, square_grid, widths
from symcheck.kernel.network import EMPTY, Network
from symcheck.kernel.polynomial import Monomial, Polynomial, identity, letter, product, reciprocal
from symcheck.kernel.sequent import Sequent
from symcheck.language.sizes import ONE

MOST_NEW = 6
MOST = 10  # determinants that are looked at together
DETERMINANTS = frozenset({"det", "block-det"})


def of_blocks(sequent: Sequent) -> Iterator[Axiom]:
    """Candidates: products, transposes and inverses, Schur complements, block triangular ones, blocks that commute."""
    grids = {n: square_grid(a.arguments) for n, a in sequent.atoms.items() if a.function in DETERMINANTS}
    blocked = [n for n, g in grids.items() if len(g) > 1]
    if not blocked or len(grids) > MOST:
        return
    for v in blocked:
        for schema, powers, factors, parts in _reductions(sequent, grids[v]):
            yield from _named(grids, schema, v, powers, factors, parts)
        for w in grids:
            yield Axiom("block-same", (v, w))
    for names in cartesian(grids, repeat=3):
        if any(n in blocked for n in names):
            yield Axiom("block-product", names)


def _reductions(sequent: Sequent, g: Grid) -> Iterator[tuple[str, tuple[int, ...], tuple[Polynomial, ...], tuple[Grid, ...]]]:
    """Schemas that give the determinant of a grid by those of smaller ones."""
    k = len(g)
    for at, y in ((p, y) for p in range(k) for y in _inverses(sequent, g, p)):
        rest = [j for j in range(k) if j != at]
        small = tuple(tuple(g[j][m] - product(product(g[j][at], y), g[at][m]) for m in rest) for j in rest)
        yield "block-schur", (at,), (y,), (((g[at][at],),), small)
    for cuts in (c for count in range(1, k) for c in combinations(range(1, k), count)):
        if _is_triangular(g, cuts):
            parts = tuple(tuple(r[a:b] for r in g[a:b]) for a, b in pairwise((0, *cuts, k)))
            yield "block-triangular", cuts, (), parts
    if k == 2 and len({*heights(g), *widths(g)}) == 1:
        (a, b), (c, d) = g
        for which, (p, q, r, s) in enumerate([(a, d, b, c), (a, d, c, b), (d, a, b, c), (d, a, c, b)]):
            yield "block-commuting", (which,), (), (((product(p, q) - product(r, s),),),)


def _is_triangular(g: Grid, cuts: tuple[int, ...]) -> bool:
    below = all(p.is_zero for c in cuts for row in g[c:] for p in row[:c])
    return below or all(p.is_zero for c in cuts for row in g[:c] for p in row[c:])


def companions_of_blocks(sequent: Sequent) -> Iterator[Grid]:
    """Grids whose determinants may help: those that a Schur complement or zeros leave, and a 2 × 2 one made triangular."""
    waiting = [square_grid(a.arguments) for a in sequent.atoms.values() if a.function == "block-det"]
    seen: list[Grid] = []
    while waiting and len(seen) < MOST_NEW:
        g = waiting.pop(0)
        found = [p for schema, _, _, parts in _reductions(sequent, g) if schema != "block-commuting" for p in parts]
        multiples = [((identity(p[0][0].rows),),) for p in found if _is_multiple_of_one(p)]
        for p in (*found, *multiples, *_made_triangular(g)):
            if p not in seen and (p in multiples or not _is_one(p)):
                seen.append(p)
                yield p
                waiting += [p] if len(p) > 1 else []


def _made_triangular(g: Grid) -> Iterator[Grid]:
    """L, R, L M and L M R, for M of two rows and L M R triangular: a row is added to the other, and that column subtracted."""
    if len(g) != 2 or len({*heights(g), *widths(g)}) != 1 or _is_triangular(g, (1,)):
        return
    unit = one(heights(g))
    for sign in (1, -1):
        left, right = (((unit[0][0], unit[0][0].times(s)), unit[1]) for s in (sign, -sign))
        moved = times(left, g)
        whole = times(moved, right)
        if _is_triangular(whole, (1,)):
            yield from (left, right, moved, whole)
            return


def _named(
    grids: dict[str, Grid], schema: str, v: str, powers: tuple[int, ...], factors: tuple[Polynomial, ...], parts: tuple[Grid, ...]
) -> Iterator[Axiom]:
    """The instance that gives the determinant v by those of the parts, where each of them is an atom, a number or I."""
    names = [v]
    for g in parts:
        if (len(g) == len(g[0]) == 1 and g[0][0].is_scalar) or _is_one(g):
            continue
        name = next((n for n, other in grids.items() if other == g), None)
        if name is None:
            return
        names.append(name)
    yield Axiom(schema, tuple(names), powers, factors)


def _is_multiple_of_one(g: Grid) -> bool:
    (p,) = g[0] if len(g) == len(g[0]) == 1 else (None,)
    return p is not None and not p.is_scalar and len(p.terms) == 1 and all(m.open == _open(identity(p.rows)) for m in p.terms)


def _open(p: Polynomial) -> Network:
    return next(iter(p.terms)).open


def _is_one(g: Grid) -> bool:
    return heights(g) == widths(g) and g == one(heights(g))


def _inverses(sequent: Sequent, g: Grid, at: int) -> Iterator[Polynomial]:
    """Y with M_pp Y = I: 1/c for a number c, I/c for c I, letters of inverses."""
    pivot = g[at][at]
    if heights(g) != widths(g):
        return
    if len(pivot.terms) == 1:
        ((m, c),) = pivot.terms.items()
        over = reciprocal(Polynomial(ONE, ONE, {Monomial(m.factors, EMPTY): c}))
        if over is not None and pivot == product(Polynomial(ONE, ONE, {Monomial(m.factors, EMPTY): c}), identity(pivot.rows)):
            yield product(over, identity(pivot.rows))
    for name, entry in sequent.letters.items():
        if name.startswith(("inv", "over")) and entry[1] == entry[2] == pivot.rows:
            y = letter(*entry)
            if any(h.formula.polynomial == product(pivot, y) - identity(pivot.rows) for h in sequent.hypotheses):
                yield y
