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
    """0 ≤ rank A ≤ rows and columns of A, and of U where A = U V.  factors: U, V, or none."""
    require_ranks(i)
    (v,), (a,) = i.values, i.arguments
    sizes = [a.rows, a.cols]
    if i.axiom.factors:
        left, right = i.axiom.factors
        require(left.cols == right.rows and a == product(left, right))
        sizes = [left.cols]
    return [Formula(">=", p) for p in (v, *(size_number(size) - v for size in sizes))]


def full(i: Instance) -> list[Formula]:
    """rank A is the number of columns where B A = I is a hypothesis, of rows where A B = I is.  factors: B, none where A is I."""
    require_ranks(i)
    (v,), (a,) = i.values, i.arguments
    if not i.axiom.factors:
        require(a == identity(a.rows))
        return vanish(v - size_number(a.rows))
    (b,) = i.axiom.factors
    require((b.rows, b.cols) == (a.cols, a.rows))
    if i.holds(product(b, a) - identity(a.cols)):
        return vanish(v - size_number(a.cols))
    require(i.holds(product(a, b) - identity(a.rows)))
    return vanish(v - size_number(a.rows))


def same(i: Instance) -> list[Formula]:
    """rank A = rank Aᵀ = rank AᵀA = rank AAᵀ = rank cA for c ≠ 0; rank MA = rank A if NM = I, rank AM = rank A if MN = I.

    NM = I, MN = I: hypotheses.  factors: M, N; or c; or none.
    """
    require_ranks(i)
    (v, w), (a, b) = i.values, i.arguments
    if not i.axiom.factors:
        require(a in (transpose(b), product(transpose(b), b), product(b, transpose(b))))
    elif len(i.axiom.factors) == 1:
        (c,) = i.axiom.factors
        require(bool(c.constant) and a == product(c, b))
    else:
        m, n = i.axiom.factors
        require((n.rows, n.cols) == (m.cols, m.rows))
        before = m.cols == b.rows and a == product(m, b) and i.holds(product(n, m) - identity(m.cols))
        after = m.rows == b.cols and a == product(b, m) and i.holds(product(m, n) - identity(m.rows))
        require(before or after)
    return vanish(v - w)


def of_product(i: Instance) -> list[Formula]:
    """rank A + rank B − n ≤ rank AB ≤ rank A, rank B, where A has n columns."""
    require_ranks(i)
    (v, p, q), (c, a, b) = i.values, i.arguments
    require(a.cols == b.rows and c == product(a, b))
    return [Formula(">=", r) for r in (p - v, q - v, v - p - q + size_number(a.cols))]


def of_part(i: Instance) -> list[Formula]:
    """rank AB ≤ rank A, rank BA ≤ rank A.  factors: B."""
    require_ranks(i)
    (v, w), (c, a), (b,) = i.values, i.arguments, i.axiom.factors
    require((a.cols == b.rows and c == product(a, b)) or (b.cols == a.rows and c == product(b, a)))
    return [Formula(">=", w - v)]


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
