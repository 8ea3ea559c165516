"""Axioms of determinants, of inverses of square matrices, of powers and of whole numbers.

TRUSTED.  Source: Horn and Johnson 2013, 0.3 and 0.8.5 (determinants: products, rank-one changes, I + AB), 0.5 (AB = I gives
BA = I for square matrices), 7.2.7 (positive definite: CᵀC with C invertible).
"""

from __future__ import annotations

from symcheck.kernel.elementary import LARGEST_POWER
from symcheck.kernel.instances import Instance, require, vanish
from symcheck.kernel.polynomial import (
    diagonal_matrix,
    identity,
    inner,
    letters_of,
    number,
    ones,
    product,
    size_number,
    transpose,
)
from symcheck.kernel.sequent import Formula
from symcheck.language.sizes import ONE


def power_sum(i: Instance) -> list[Formula]:
    """Σ k e = k₀ gives Π (b^e)^k = b^k₀, for powers of one base; the last of the powers is k₀."""
    *k, base_power = i.axiom.powers
    base = i.arguments[0]
    require(set(i.functions) == {"power"} and len(k) == len(i.values) and all(a == base for a in i.arguments))
    require(all(abs(n) <= LARGEST_POWER for n in i.axiom.powers))
    require((i.combination(i.exponents, tuple(k)) - number(base_power)).is_zero)
    values, powers = [*i.values, base], (*k, -base_power)
    return vanish(i.monomial(values, powers) - i.monomial(values, tuple(-n for n in powers)))


def power_product(i: Instance) -> list[Formula]:
    """(a b)^e = a^e b^e."""
    (v, a, b), (c, p, q) = i.values, i.arguments
    require(set(i.functions) == {"power"} and len({str(e.terms) for e in i.exponents}) == 1 and c == product(p, q))
    return vanish(v - product(a, b))


def det_scale(i: Instance) -> list[Formula]:
    """det(c A) = c^n det A for A of n rows."""
    (v, p, a), (whole, c, base) = i.values, i.arguments
    require(i.functions == ["det", "power", "det"] and whole == product(c, base) and i.exponents[1] == size_number(base.rows))
    return vanish(v - product(p, a))


def require_det(i: Instance) -> None:
    require(set(i.functions) == {"det"})


def det_product(i: Instance) -> list[Formula]:
    """det(AB) = det A det B, for square A and B."""
    require_det(i)
    (v, a, b), (c, p, q) = i.values, i.arguments
    require(p.rows == q.rows and c == product(p, q))
    return vanish(v - product(a, b))


def det_of_same(i: Instance) -> list[Formula]:
    """det(Aᵀ) = det A, det I = 1, and det A det B = 1 where A B = I or A Bᵀ = I is a hypothesis."""
    require_det(i)
    if len(i.values) == 1:
        require(i.arguments[0] == identity(i.arguments[0].rows))
        return vanish(i.values[0] - number(1))
    (v, w), (a, b) = i.values, i.arguments
    if a == transpose(b) and v != w:
        return vanish(v - w)
    require(a.rows == b.rows and any(i.holds(product(a, c) - identity(a.rows)) for c in (b, transpose(b))))
    return vanish(product(v, w) - number(1))


def det_of_exponentials(i: Instance) -> list[Formula]:
    """det(diag(e^u)) = e^(Σ u).  Atoms: the determinant, e^u, e^(Σ u)."""
    (v, e, w), (a, u, total) = i.values, i.arguments
    require(i.functions == ["det", "exp", "exp"] and u.cols == ONE and a == diagonal_matrix(e))
    require(total == inner(u, ones(u.rows, ONE)))
    return vanish(v - w)


def det_positive(i: Instance) -> list[Formula]:
    """det(Cᵀ C) > 0 for an invertible C: C Y = I is a hypothesis.  factors: C, Y."""
    require_det(i)
    c, y = i.axiom.factors
    (value,), (whole,) = i.values, i.arguments
    gram = product(transpose(c), c)
    require(whole == gram or i.holds(whole - gram))
    require(c.rows == c.cols == y.rows and i.holds(product(c, y) - identity(c.rows)))
    return [Formula(">", value)]


def det_change(i: Instance) -> list[Formula]:
    """det(A + U V) = det A · det(I + V Y U) where A Y = I; without atoms for A and Y, A = I.  factors: U, V and, given A, Y."""
    require_det(i)
    u, v, *inverse = i.axiom.factors
    whole, *rest = i.arguments
    base = rest.pop(0) if inverse else identity(whole.rows)
    y = inverse[0] if inverse else identity(whole.rows)
    require(whole == base + product(u, v) and (not inverse or i.holds(product(base, y) - identity(base.rows))))
    small = identity(v.rows) + product(v, product(y, u))
    values = list(i.values[1:])
    total = values.pop(0) if inverse else number(1)
    if small.is_scalar:
        require(not rest)
        return vanish(i.values[0] - product(total, small))
    require(rest == [small])
    return vanish(i.values[0] - product(total, values[0]))


def integer_gap(i: Instance) -> list[Formula]:
    """p > 0 gives p ≥ 1 for a p with whole values: whole coefficients, and letters that are whole."""
    (p,) = i.axiom.factors
    whole = all(c.denominator == 1 for c in p.terms.values()) and all(x.integer for x in letters_of(p))
    require(whole and all(e > 0 for m in p.terms for _, e in m.factors))
    require(any(h.formula == Formula(">", p) for h in i.sequent.hypotheses))
    return [Formula(">=", p - number(1))]


def square_inverse(i: Instance) -> list[Formula]:
    """A B = I gives B A = I for square A and B."""
    a, b = i.axiom.factors
    require(a.rows == a.cols == b.rows == b.cols and i.holds(product(a, b) - identity(a.rows)))
    return vanish(product(b, a) - identity(a.rows))
