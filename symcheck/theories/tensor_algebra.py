"""Arithmetic of arrays whose indices are tuples: products, sums, transposes, Kronecker products, vec, traces.

TRUSTED FOR MEANING.  Owns: one function an operation, each from the entrywise definition.  Does not own: what a tensor is
(tensors.py), which term means which operation (kronecker.py).
"""

from __future__ import annotations

from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Polynomial, identity, number, product, transpose
from symcheck.language.sizes import Size
from symcheck.theories.lowering import NotLowered
from symcheck.theories.tensors import (
    Tensor,
    common,
    conformed,
    glued,
    places,
    ports,
    renamed,
    split,
    squared,
    tensor,
    through,
)

MOST_PRODUCTS = 40_000


def _side_by_side(s: Tensor, t: Tensor) -> tuple[Polynomial, tuple[Letter, ...], tuple[Letter, ...]]:
    """The product of the two values, the ports of t under other names; those names, of rows and of columns."""
    if len(s.value.terms) * len(t.value.terms) > MOST_PRODUCTS:
        raise NotLowered("budget", "a product expands to too many products")
    rows, cols = ports("other-row", t.rows), ports("other-col", t.cols)
    return product(s.value, renamed(t.value, dict(zip(t.ports, (*rows, *cols), strict=True)))), rows, cols


def scaled(q: Polynomial, t: Tensor) -> Tensor:
    factors = t.factors and (product(q, t.factors[0]), *t.factors[1:])
    return Tensor(t.rows, t.cols, product(q, t.value), factors)


def times(s: Tensor, t: Tensor) -> Tensor:
    """The matrix product; a scalar scales."""
    if s.is_scalar or t.is_scalar:
        return scaled(s.value, t) if s.is_scalar else scaled(t.value, s)
    while s.cols != t.rows:
        parts = common(s.cols, t.rows)
        s, t = split(s, "col", parts[0]), split(t, "row", parts[1])
    joint, rows, cols = _side_by_side(s, t)
    inner = ports("col", s.cols)
    value = glued(joint, zip(inner, rows, strict=True), (*inner, *rows))
    value = renamed(value, dict(zip(cols, ports("col", t.cols), strict=True)))
    return Tensor(s.rows, t.cols, value, _paired(s.factors, t.factors))


def _paired(s: tuple[Polynomial, ...] | None, t: tuple[Polynomial, ...] | None) -> tuple[Polynomial, ...] | None:
    """(A ⊗ B)(C ⊗ D) = A C ⊗ B D where the sizes fit factor by factor."""
    if s is None or t is None or len(s) != len(t) or any(a.cols != b.rows for a, b in zip(s, t, strict=True)):
        return None
    return tuple(product(a, b) for a, b in zip(s, t, strict=True))


def plus(s: Tensor, t: Tensor) -> Tensor:
    s, t = conformed(s, t)
    return Tensor(s.rows, s.cols, s.value + t.value, _summed(s.factors, t.factors))


def _summed(s: tuple[Polynomial, ...] | None, t: tuple[Polynomial, ...] | None) -> tuple[Polynomial, ...] | None:
    """A ⊗ B + A ⊗ C = A ⊗ (B + C)."""
    if s is None or t is None or [(a.rows, a.cols) for a in s] != [(b.rows, b.cols) for b in t]:
        return None
    differ = [k for k, (a, b) in enumerate(zip(s, t, strict=True)) if a != b]
    if len(differ) > 1:
        return None
    k = differ[0] if differ else 0
    return (*s[:k], s[k] + t[k], *s[k + 1 :])


def transposed(t: Tensor) -> Tensor:
    names = dict(zip(t.ports, (*ports("col", t.rows), *ports("row", t.cols)), strict=True))
    return Tensor(t.cols, t.rows, renamed(t.value, names), t.factors and tuple(transpose(a) for a in t.factors))


def kronecker(s: Tensor, t: Tensor) -> Tensor:
    """(S ⊗ T)[(i, k), (j, l)] = S[i, j] T[k, l]."""
    if s.is_scalar or t.is_scalar:
        return times(s, t)
    joint, rows, cols = _side_by_side(s, t)
    to = (*ports("row", t.rows, len(s.rows) + 1), *ports("col", t.cols, len(s.cols) + 1))
    value = renamed(joint, dict(zip((*rows, *cols), to, strict=True)))
    factors = None if s.factors is None or t.factors is None else (*s.factors, *t.factors)
    return Tensor((*s.rows, *t.rows), (*s.cols, *t.cols), value, factors)


def stacked(t: Tensor) -> Tensor:
    """vec: the columns one below the other, so the column index is the outer one."""
    to = (*ports("row", t.rows, len(t.cols) + 1), *ports("row", t.cols))
    return Tensor((*t.cols, *t.rows), (), renamed(t.value, dict(zip(t.ports, to, strict=True))))


def entrywise(s: Tensor, t: Tensor) -> Tensor:
    """The Hadamard product."""
    s, t = conformed(s, t)
    joint, rows, cols = _side_by_side(s, t)
    return Tensor(s.rows, s.cols, glued(joint, zip(s.ports, (*rows, *cols), strict=True), (*rows, *cols)))


def inner(s: Tensor, t: Tensor) -> Polynomial:
    """⟨S, T⟩ = the sum of the entrywise products."""
    s, t = conformed(s, t)
    joint, rows, cols = _side_by_side(s, t)
    return glued(joint, zip(s.ports, (*rows, *cols), strict=True), (*s.ports, *rows, *cols))


def trace(t: Tensor) -> Polynomial:
    t = squared(t)
    return glued(t.value, zip(ports("row", t.rows), ports("col", t.cols), strict=True), t.ports)


def total(t: Tensor) -> Polynomial:
    """The sum of all entries."""
    return glued(t.value, (), t.ports)


def diagonal_of(t: Tensor) -> Tensor:
    """The diagonal of a square array, as a column."""
    t = squared(t)
    cols = ports("col", t.cols)
    return Tensor(t.rows, (), glued(t.value, zip(ports("row", t.rows), cols, strict=True), cols))


def diagonal_matrix(t: Tensor) -> Tensor:
    """diag(v) for a column v."""
    rows, cols = ports("row", t.rows), ports("col", t.rows)

    def change(network: Network) -> Network:
        at = places(network)
        return network._replace(nodes=(*network.nodes, *((y, (at[x],)) for x, y in zip(rows, cols, strict=True))))

    return Tensor(t.rows, t.rows, through(t.value, t.ports, change))


def one(sizes: tuple[Size, ...]) -> Tensor:
    """The identity with these rows and columns."""
    result = tensor(number(1))
    for size in sizes:
        result = kronecker(result, tensor(identity(size)))
    return result
