"""Axioms of determinants of block matrices.

TRUSTED.  Sources: Horn and Johnson 2013, 0.8.5 (Schur complements) and 0.9.4 (block triangular); Silvester 2000, Determinants of
block matrices (blocks that commute).  A determinant of a grid of k² blocks is an atom "block-det", of one block an atom "det".
"""

from __future__ import annotations

from itertools import pairwise

from symcheck.kernel.conformal import minus, one, times, transposed
from symcheck.kernel.grids import Grid, heights, square_grid, total, widths
from symcheck.kernel.instances import Instance, require, vanish
from symcheck.kernel.polynomial import Polynomial, identity, number, product
from symcheck.kernel.sequent import Formula


def _grids(i: Instance) -> list[Grid]:
    require({*i.functions} <= {"det", "block-det"})
    return [square_grid(i.sequent.atoms[name].arguments) for name in i.axiom.atoms]


def _vanishes(i: Instance, p: Polynomial) -> bool:
    return p.is_zero or i.holds(p)


def _values(i: Instance, *parts: Grid) -> Polynomial:
    """The product of the determinants of `parts`: of a number it, of I 1, of another the next of the atoms after the first."""
    atoms = list(zip(_grids(i)[1:], i.values[1:], strict=True))
    found = number(1)
    for g in parts:
        if len(g) == 1 and g[0][0].is_scalar:
            found = product(found, g[0][0])
        elif g != one(heights(g)):
            require(bool(atoms) and atoms[0][0] == g)
            found = product(found, atoms.pop(0)[1])
    require(not atoms)
    return found


def block_product(i: Instance) -> list[Formula]:
    """det(MN) = det M det N."""
    c, p, q = _grids(i)
    require(c == times(p, q) and heights(p) == widths(p) == widths(q))
    return vanish(i.values[0] - product(i.values[1], i.values[2]))


def block_same(i: Instance) -> list[Formula]:
    """det(Mᵀ) = det M, and det M det N = 1 where M N = I is a hypothesis, block by block."""
    a, b = _grids(i)
    if a == transposed(b):
        return vanish(i.values[0] - i.values[1])
    require(heights(a) == widths(b))
    require(all(_vanishes(i, p) for row in minus(times(a, b), one(heights(a))) for p in row))
    return vanish(product(i.values[0], i.values[1]) - number(1))


def schur(i: Instance) -> list[Formula]:
    """det M = det M_pp · det(M_jl − M_jp Y M_pl) where M_pp Y = I and rows are cut as columns.  powers: p; factors: Y."""
    g, (at,), (y,) = _grids(i)[0], i.axiom.powers, i.axiom.factors
    require(0 <= at < len(g) and heights(g) == widths(g) and (y.rows, y.cols) == (g[at][at].rows,) * 2)
    require(_vanishes(i, product(g[at][at], y) - identity(y.rows)))
    kept = [k for k in range(len(g)) if k != at]
    rest = tuple(tuple(g[j][k] - product(product(g[j][at], y), g[at][k]) for k in kept) for j in kept)
    return vanish(i.values[0] - _values(i, ((g[at][at],),), rest))


def triangular(i: Instance) -> list[Formula]:
    """det M = Π det of square blocks on the diagonal, where all below them, or all above, is 0.  powers: where they end."""
    g, cuts = _grids(i)[0], i.axiom.powers
    ends = (0, *cuts, len(g))
    require(len(cuts) > 0 and all(a < b for a, b in pairwise(ends)))
    require(all(total(heights(g)[:c]) == total(widths(g)[:c]) for c in cuts))
    below = all(p.is_zero for c in cuts for row in g[c:] for p in row[:c])
    above = all(p.is_zero for c in cuts for row in g[:c] for p in row[c:])
    require(below or above)
    return vanish(i.values[0] - _values(i, *(tuple(row[a:b] for row in g[a:b]) for a, b in pairwise(ends))))


def commuting(i: Instance) -> list[Formula]:
    """det [A B; C D] = det(AD − BC) if CD = DC, det(AD − CB) if AC = CA, det(DA − BC) if BD = DB, det(DA − CB) if AB = BA.

    The blocks are square, of one size; powers: which of the four.
    """
    (a, b), (c, d) = _grids(i)[0]
    require(a.rows == a.cols == b.cols == c.rows)
    (which,) = i.axiom.powers
    require(0 <= which < 4)
    p, q, r, s, t, u = [(c, d, a, d, b, c), (a, c, a, d, c, b), (b, d, d, a, b, c), (a, b, d, a, c, b)][which]
    require(_vanishes(i, product(p, q) - product(q, p)))
    return vanish(i.values[0] - _values(i, ((product(r, s) - product(t, u),),)))
