"""Symbolic sizes and shapes: polynomials with integer coefficients in size names.

Owns: `Size`, `Shape`.  A size stands for an integer >= 1.  Used by the grammar's shape inference and by
the kernel's index classes; nothing here searches or guesses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Monomial = tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """A polynomial in size names: sorted ((names with repetition), coefficient) pairs, no zero coefficient."""

    terms: tuple[tuple[Monomial, int], ...]

    @staticmethod
    def of(value: int | str) -> Size:
        """The constant `value`, or the size named `value`."""
        if isinstance(value, str):
            return Size((((value,), 1),))
        return Size((((), value),)) if value else Size(())

    @staticmethod
    def collect(pairs: Mapping[Monomial, int]) -> Size:
        return Size(tuple(sorted((m, c) for m, c in pairs.items() if c)))

    def __add__(self, other: Size) -> Size:
        total = dict(self.terms)
        for m, c in other.terms:
            total[m] = total.get(m, 0) + c
        return Size.collect(total)

    def __mul__(self, other: Size) -> Size:
        total: dict[Monomial, int] = {}
        for m, c in self.terms:
            for k, b in other.terms:
                key = tuple(sorted(m + k))
                total[key] = total.get(key, 0) + c * b
        return Size.collect(total)

    def __neg__(self) -> Size:
        return Size(tuple((m, -c) for m, c in self.terms))

    def __sub__(self, other: Size) -> Size:
        return self + (-other)

    @property
    def constant(self) -> int | None:
        """Its value where it is a number, else None."""
        match self.terms:
            case ():
                return 0
            case (((), c),):
                return c
        return None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({name for m, _ in self.terms for name in m}))

    def at(self, values: Mapping[str, int]) -> int:
        """Its value where each size name has the value given (KeyError where one is missing)."""
        total = 0
        for m, c in self.terms:
            for name in m:
                c *= values[name]
            total += c
        return total

    def renamed(self, names: Mapping[str, str]) -> Size:
        """The size with some names in the place of others."""
        total: dict[Monomial, int] = {}
        for m, c in self.terms:
            key = tuple(sorted(names.get(name, name) for name in m))
            total[key] = total.get(key, 0) + c
        return Size.collect(total)

    def __str__(self) -> str:
        if not self.terms:
            return "0"
        out = ""
        for m, c in sorted(self.terms, key=lambda t: (not t[0], t[0])):
            body = " ".join(m)
            size = abs(c)
            piece = str(size) if not body else body if size == 1 else f"{size} {body}"
            out += piece if not out and c > 0 else f"-{piece}" if not out else f" {'+' if c > 0 else '-'} {piece}"
        return out


ONE = Size.of(1)


def _by_degree(term: tuple[Monomial, int]) -> tuple[int, Monomial]:
    """An order of monomials that products keep."""
    return len(term[0]), term[0]


def quotient(size: Size, divisor: Size) -> Size | None:
    """size / divisor where that is a polynomial with integer coefficients, else None (long division, exact)."""
    if not divisor.terms:
        return None
    lead, factor = max(divisor.terms, key=_by_degree)
    found, rest = Size.of(0), size
    while rest.terms:
        names, c = max(rest.terms, key=_by_degree)
        left = list(names)
        for name in lead:
            if name not in left:
                return None
            left.remove(name)
        if c % factor:
            return None
        piece = Size.collect({tuple(left): c // factor})
        found, rest = found + piece, rest - piece * divisor
    return found


@dataclass(frozen=True, slots=True)
class Shape:
    """rows × cols.  A vector has one column; 1×1 is a scalar."""

    rows: Size
    cols: Size

    @property
    def is_scalar(self) -> bool:
        return self.rows == ONE and self.cols == ONE

    @property
    def is_column(self) -> bool:
        return self.cols == ONE

    def __str__(self) -> str:
        if self.is_scalar:
            return "scalar"
        return f"{self.rows}×{self.cols}"

    def transposed(self) -> Shape:
        return Shape(self.cols, self.rows)


SCALAR = Shape(ONE, ONE)
