"""Signs that the form of a polynomial shows: sums of products of what is positive or not negative.

TRUSTED FOR MEANING (a condition that always holds is not reported).  Owns: `is_positive`, `is_nonnegative`, `POSITIVE`, `Origin`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import Monomial, Polynomial, letters_of
from symcheck.kernel.sequent import Hypothesis
from symcheck.language.sizes import Size

POSITIVE = frozenset({"exp", "cosh", "sigmoid", "factorial"})
Table = Mapping[str, tuple[Letter, Size, Size]]
Definitions = Mapping[str, list[Hypothesis]]


@dataclass(frozen=True, slots=True)
class Origin:
    """kind: "inverse" | "reciprocal" | "root" | "atom"; of: the polynomial(s) it depends on; text: how a user would write it."""

    kind: str
    of: tuple[Polynomial, ...]
    text: str
    function: str = ""  # of an atom


Origins = Mapping[str, Origin]


def is_positive(p: Polynomial, table: Table, origins: Origins, definitions: Definitions) -> bool:
    """Products of sizes, functions with positive values and symbols declared not negative, one of them without symbols."""

    def strict(m: Monomial) -> bool:
        names = [x.name for network in (m.open, *(f for f, _ in m.factors)) for x, _ in network.nodes if x.name[0] != "#"]
        return all(n in origins and has_positive_values(origins[n], table, origins, definitions) for n in names)

    return any(strict(m) for m in p.terms) and is_nonnegative(p, table, origins, definitions)


def has_positive_values(origin: Origin, table: Table, origins: Origins, definitions: Definitions) -> bool:
    """A function with positive values, or a power of a positive base."""
    return origin.function in POSITIVE or (origin.function == "power" and is_positive(origin.of[0], table, origins, definitions))


def is_nonnegative(p: Polynomial, table: Table, origins: Origins, definitions: Definitions) -> bool:
    """As `is_positive`, or zero."""

    def allowed(x: Letter) -> bool:
        if x.name[0] == "#" or (x.name in origins and has_positive_values(origins[x.name], table, origins, definitions)):
            return True
        if x.legs or x.name not in table:
            return False
        found = [h.formula for h in definitions.get(x.name, ()) if h.formula.relation in {">", ">="}]
        return any(f.polynomial.is_scalar and _is_letter(f.polynomial, x) for f in found)

    return all(c > 0 for c in p.terms.values()) and all(allowed(x) for x in letters_of(p))


def _is_letter(p: Polynomial, x: Letter) -> bool:
    """p is c x with c > 0."""
    return (
        all(
            c > 0 and len(m.factors) == 1 and m.factors[0][1] == 1 and [y for y, _ in m.factors[0][0].nodes] == [x]
            for m, c in p.terms.items()
        )
        and len(p.terms) == 1
    )
