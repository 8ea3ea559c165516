"""Arithmetic of sizes that only reading needs: exact division, other names.

Owns: `quotient`, `renamed`.  Does not own: `Size` itself (sizes.py), which the kernel needs.
"""

from __future__ import annotations

from collections.abc import Mapping

from symcheck.language.sizes import Monomial, Size


def renamed(size: Size, names: Mapping[str, str]) -> Size:
    """The size with some names in the place of others."""
    total: dict[Monomial, int] = {}
    for m, c in size.terms:
        key = tuple(sorted(names.get(name, name) for name in m))
        total[key] = total.get(key, 0) + c
    return Size.collect(total)


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
