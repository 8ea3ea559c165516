"""Axioms of the rank of a matrix.

TRUSTED.  Source: Horn and Johnson 2013, 0.4.4 to 0.4.6 (rank equalities and inequalities), 1.1.P5 (idempotents).
"""

from __future__ import annotations

from symcheck.kernel.instances import Instance, require, vanish
from symcheck.kernel.polynomial import identity, product, size_number, trace, transpose
from symcheck.kernel.sequent import Formula


def require_ranks(i: Instance) -> None:
    require(set(i.functions) == {"rank"})


def bounds(i: Instance) -> list[Formula]:
    """0 ≤ rank A ≤ rows and columns of A."""
    require_ranks(i)
    (v,), (a,) = i.values, i.arguments
    return [Formula(">=", p) for p in (v, size_number(a.rows) - v, size_number(a.cols) - v)]


def full(i: Instance) -> list[Formula]:
    """rank A is the number of columns where L A = I is a hypothesis, or A is I.  factors: L, none for I."""
    require_ranks(i)
    (v,), (a,) = i.values, i.arguments
    if not i.axiom.factors:
        require(a == identity(a.rows))
    else:
        (left,) = i.axiom.factors
        require(left.cols == a.rows and left.rows == a.cols and i.holds(product(left, a) - identity(a.cols)))
    return vanish(v - size_number(a.cols))


def same(i: Instance) -> list[Formula]:
    """rank A = rank Aᵀ = rank AᵀA = rank AAᵀ; rank MA = rank A where L M = I is a hypothesis.  factors: M, L, or none."""
    require_ranks(i)
    (v, w), (a, b) = i.values, i.arguments
    if not i.axiom.factors:
        require(a in (transpose(b), product(transpose(b), b), product(b, transpose(b))))
    else:
        m, left = i.axiom.factors
        require(m.cols == b.rows and a == product(m, b) and (left.rows, left.cols) == (m.cols, m.rows))
        require(i.holds(product(left, m) - identity(m.cols)))
    return vanish(v - w)


def of_product(i: Instance) -> list[Formula]:
    """rank A + rank B − n ≤ rank AB ≤ rank A, rank B, where A has n columns."""
    require_ranks(i)
    (v, p, q), (c, a, b) = i.values, i.arguments
    require(a.cols == b.rows and c == product(a, b))
    return [Formula(">=", r) for r in (p - v, q - v, v - p - q + size_number(a.cols))]


def of_sum(i: Instance) -> list[Formula]:
    """rank(A ± B) ≤ rank A + rank B."""
    require_ranks(i)
    (v, p, q), (c, a, b) = i.values, i.arguments
    require((a.rows, a.cols) == (b.rows, b.cols) and c in (a + b, a - b))
    return [Formula(">=", p + q - v)]


def of_idempotent(i: Instance) -> list[Formula]:
    """rank A = tr A where A A = A is a hypothesis."""
    require_ranks(i)
    (v,), (a,) = i.values, i.arguments
    require(a.rows == a.cols and i.holds(product(a, a) - a))
    return vanish(v - trace(a))
