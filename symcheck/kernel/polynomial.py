"""The normal form: finite sums of rational coefficient × closed factors × one open network.

TRUSTED.  Owns: `Monomial`, `Polynomial` and its exact arithmetic (sum, product, transpose, Hadamard product, trace,
diagonal, substitution of a value for a hole).  Every operation returns the normal form: like monomials collected, zero
coefficients dropped; so equality of polynomials of one shape is equality of `terms`.
Closed networks (traces, inner products, scalar symbols) commute and carry integer exponents.  A negative exponent states that
the factor is not zero: `check` demands a hypothesis for each (sizes are at least 1 and need none).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from symcheck.kernel.network import EMPTY, Letter, Network, ShapeError, beside, canonical, components, merge
from symcheck.language.sizes import ONE, Size

Terms = Mapping["Monomial", Fraction]
Raw = tuple[Fraction, tuple[tuple[Network, int], ...], Network]


class Monomial(NamedTuple):
    """Closed factors with non-zero exponents, sorted; and the open part."""

    factors: tuple[tuple[Network, int], ...]
    open: Network


@dataclass(frozen=True, slots=True, eq=True)
class Polynomial:
    """An array of shape rows × cols; `terms` has no zero coefficient."""

    rows: Size
    cols: Size
    terms: Terms

    @property
    def is_scalar(self) -> bool:
        return self.rows == ONE and self.cols == ONE

    @property
    def is_zero(self) -> bool:
        return not self.terms

    @property
    def legs(self) -> tuple[Size, ...]:
        return tuple(s for s in (self.rows, self.cols) if s != ONE)

    def __add__(self, other: Polynomial) -> Polynomial:
        if (self.rows, self.cols) != (other.rows, other.cols):
            raise ShapeError(f"{self.rows}×{self.cols} + {other.rows}×{other.cols}")
        total = dict(self.terms)
        for m, c in other.terms.items():
            total[m] = total.get(m, Fraction(0)) + c
            if not total[m]:
                del total[m]
        return Polynomial(self.rows, self.cols, total)

    def __neg__(self) -> Polynomial:
        return self.times(Fraction(-1))

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + (-other)

    def times(self, q: Fraction | int) -> Polynomial:
        return Polynomial(self.rows, self.cols, {m: c * q for m, c in self.terms.items()} if q else {})

    @property
    def constant(self) -> Fraction | None:
        """Its value where it is a rational number, else None."""
        if not self.terms:
            return Fraction(0) if self.is_scalar else None
        if len(self.terms) == 1 and self.is_scalar:
            return self.terms.get(Monomial((), EMPTY))
        return None


def number(q: Fraction | int) -> Polynomial:
    return Polynomial(ONE, ONE, {Monomial((), EMPTY): Fraction(q)} if q else {})


def zero(rows: Size, cols: Size) -> Polynomial:
    return Polynomial(rows, cols, {})


def letter(symbol: Letter, rows: Size, cols: Size) -> Polynomial:
    """The symbol itself as a rows × cols array."""
    if symbol.legs != tuple(s for s in (rows, cols) if s != ONE):
        raise ShapeError(f"letter {symbol.name} has not the shape {rows}×{cols}")
    legs = tuple(range(len(symbol.legs)))
    return _collect(rows, cols, [(Fraction(1), (), Network(((symbol, legs),), symbol.legs, legs))])


def size_letter(name: str) -> Letter:
    """The letter that stands for a size used as a number; `#` cannot occur in a declared name."""
    return Letter("#" + name, integer=True)


def size_number(size: Size) -> Polynomial:
    """A size used as a number, e.g. tr(I(n)) = n."""
    total = number(0)
    for names, c in size.terms:
        term = number(c)
        for name in names:
            term = product(term, letter(size_letter(name), ONE, ONE))
        total = total + term
    return total


def identity(n: Size) -> Polynomial:
    return number(1) if n == ONE else _collect(n, n, [(Fraction(1), (), Network((), (n,), (0, 0)))])


def ones(rows: Size, cols: Size) -> Polynomial:
    legs = tuple(s for s in (rows, cols) if s != ONE)
    return _collect(rows, cols, [(Fraction(1), (), Network((), legs, tuple(range(len(legs)))))])


def product(p: Polynomial, q: Polynomial) -> Polynomial:
    """The matrix product; a 1×1 operand scales."""
    if p.is_scalar or q.is_scalar:
        rows, cols = (q.rows, q.cols) if p.is_scalar else (p.rows, p.cols)
        return _join(p, q, rows, cols, [], None)
    if p.cols != q.rows:
        raise ShapeError(f"{p.rows}×{p.cols} times {q.rows}×{q.cols}")
    if p.cols == ONE:
        return _join(p, q, p.rows, q.cols, [], None)
    n = len(p.legs)
    return _join(p, q, p.rows, q.cols, [(n - 1, n)], [*range(n - 1), *(n + i for i in range(1, len(q.legs)))])


def hadamard(p: Polynomial, q: Polynomial) -> Polynomial:
    if (p.rows, p.cols) != (q.rows, q.cols):
        raise ShapeError(f"{p.rows}×{p.cols} .* {q.rows}×{q.cols}")
    n = len(p.legs)
    return _join(p, q, p.rows, p.cols, [(i, n + i) for i in range(n)], list(range(n)))


def transpose(p: Polynomial) -> Polynomial:
    return _reface(p, p.cols, p.rows, lambda free: tuple(reversed(free)))


def trace(p: Polynomial) -> Polynomial:
    if p.rows != p.cols:
        raise ShapeError(f"trace of {p.rows}×{p.cols}")
    if p.is_scalar:
        return p
    return _collect(ONE, ONE, [(c, m.factors, merge(m.open, [m.open.free], ())) for m, c in p.terms.items()])


def diagonal_matrix(v: Polynomial) -> Polynomial:
    """diag(v) for a column v."""
    return _reface(v, v.rows, v.rows, lambda free: (*free, *free))


def diagonal_of(p: Polynomial) -> Polynomial:
    """The diagonal of a square matrix, as a column."""
    if p.is_scalar:
        return p
    terms = [(c, m.factors, merge(m.open, [m.open.free], m.open.free[:1])) for m, c in p.terms.items()]
    return _collect(p.rows, ONE, terms)


def inner(p: Polynomial, q: Polynomial) -> Polynomial:
    """⟨p, q⟩ = the sum of the entrywise products."""
    n = len(p.legs)
    if (p.rows, p.cols) != (q.rows, q.cols):
        raise ShapeError("inner product of different shapes")
    return _join(p, q, ONE, ONE, [(i, n + i) for i in range(n)], [])


def power(p: Polynomial, exponent: int) -> Polynomial:
    """p^exponent for exponent ≥ 0 (square or scalar p)."""
    result = number(1) if p.is_scalar else identity(p.rows)
    for _ in range(exponent):
        result = product(result, p)
    return result


def reciprocal(p: Polynomial) -> Polynomial | None:
    """1/p where p is one monomial of closed factors, else None; the caller owes p ≠ 0."""
    if not p.is_scalar or len(p.terms) != 1:
        return None
    ((m, c),) = p.terms.items()
    return Polynomial(ONE, ONE, {Monomial(tuple((f, -e) for f, e in m.factors), EMPTY): 1 / c})


def substitute(context: Polynomial, hole: Letter, value: Polynomial) -> Polynomial:
    """`context`, in which every monomial contains `hole` exactly once, with `value` in the hole.

    Raises ShapeError where a monomial has no hole, several, or one under an exponent other than 1.
    """
    out: list[Raw] = []
    for m, c in context.terms.items():
        factors = [(f, e) for f, e in m.factors if all(x != hole for x, _ in f.nodes)]
        holed = [(f, e) for f, e in m.factors if any(x == hole for x, _ in f.nodes)]
        if len(holed) > 1 or any(e != 1 for _, e in holed):
            raise ShapeError("a context must be linear in its hole")
        network = m.open
        for f, _ in holed:
            network = beside(network, f, network.free)
        nodes = [node for node in network.nodes if node[0] != hole]
        holes = [legs for x, legs in network.nodes if x == hole]
        if len(holes) != 1 or len(holes[0]) != len(value.legs):
            raise ShapeError("a context must contain its hole exactly once, with the shape of the value")
        rest = Network(tuple(nodes), network.sizes, network.free)
        for vm, vc in value.terms.items():
            joint = beside(rest, vm.open, rest.free)
            glue = [(leg, len(rest.sizes) + f) for leg, f in zip(holes[0], vm.open.free, strict=True)]
            out.append((c * vc, (*factors, *vm.factors), merge(joint, glue, joint.free)))
    return _collect(context.rows, context.cols, out)


def assemble(rows: Size, cols: Size, raw: Iterable[Raw]) -> Polynomial:
    """The normal form of a sum of raw monomials that come from outside.  Raises ShapeError where one does not fit."""
    legs = tuple(s for s in (rows, cols) if s != ONE)
    listed = list(raw)
    for _, factors, opened in listed:
        for network, expected in ((opened, legs), *((f, ()) for f, _ in factors)):
            for x, at in network.nodes:
                if len(at) != len(x.legs) or any(not 0 <= c < len(network.sizes) for c in at):
                    raise ShapeError(f"the legs of {x.name} do not fit")
                if tuple(network.sizes[c] for c in at) != x.legs:
                    raise ShapeError(f"the legs of {x.name} have other sizes")
            if min(network.free, default=0) < 0 or tuple(network.sizes[c] for c in network.free) != expected:
                raise ShapeError("the free legs do not fit the shape")
    total = zero(rows, cols)
    for c, factors, opened in listed:
        term = _collect(rows, cols, [(c, (), opened)])
        for f, e in factors:
            scale = _collect(ONE, ONE, [(Fraction(1), (), f)])
            inverse = reciprocal(scale)
            if e < 0 and inverse is None:
                raise ShapeError("a negative exponent on what is not one factor")
            base = scale if e >= 0 or inverse is None else inverse
            for _ in range(abs(e)):
                term = product(term, base)
        total = total + term
    return total


def letters_of(p: Polynomial) -> set[Letter]:
    return {x for m in p.terms for network in (m.open, *(f for f, _ in m.factors)) for x, _ in network.nodes}


def _join(
    p: Polynomial, q: Polynomial, rows: Size, cols: Size, glue: list[tuple[int, int]], keep: list[int] | None
) -> Polynomial:
    """Products of all pairs of monomials, free legs glued by position in (p's legs, q's legs), `keep` staying free."""
    out = []
    for pm, pc in p.terms.items():
        for qm, qc in q.terms.items():
            network = beside(pm.open, qm.open, ())
            legs = (*pm.open.free, *(f + len(pm.open.sizes) for f in qm.open.free))
            free = legs if keep is None else tuple(legs[i] for i in keep)
            if glue:
                network = merge(Network(network.nodes, network.sizes, free), [(legs[i], legs[j]) for i, j in glue], free)
            else:
                network = Network(network.nodes, network.sizes, free)
            out.append((pc * qc, (*pm.factors, *qm.factors), network))
    return _collect(rows, cols, out)


def _reface(p: Polynomial, rows: Size, cols: Size, change: Callable[[tuple[int, ...]], tuple[int, ...]]) -> Polynomial:
    out = [(c, m.factors, Network(m.open.nodes, m.open.sizes, change(m.open.free))) for m, c in p.terms.items()]
    return _collect(rows, cols, out)


def _collect(rows: Size, cols: Size, raw: Iterable[Raw]) -> Polynomial:
    """Normal form of a sum of raw monomials: split off closed components, label canonically, collect."""
    total: dict[Monomial, Fraction] = {}
    for coefficient, factors, network in raw:
        exponents: dict[Network, int] = {}
        for f, e in factors:
            exponents[f] = exponents.get(f, 0) + e
        *closed, opened = components(network)
        scales: list[Size] = []
        for part in closed:
            if part.nodes:
                key = canonical(part)
                exponents[key] = exponents.get(key, 0) + 1
            else:
                scales.append(part.sizes[0])
        pieces = [(coefficient, exponents)]
        for size in scales:
            pieces = [(c * b, _with_size(e, names)) for c, e in pieces for names, b in size.terms]
        for c, found in pieces:
            m = Monomial(tuple(sorted((f, k) for f, k in found.items() if k)), canonical(opened))
            total[m] = total.get(m, Fraction(0)) + c
    return Polynomial(rows, cols, {m: c for m, c in total.items() if c})


def _with_size(exponents: dict[Network, int], names: tuple[str, ...]) -> dict[Network, int]:
    out = dict(exponents)
    for name in names:
        key = Network(((size_letter(name), ()),), (), ())
        out[key] = out.get(key, 0) + 1
    return out
