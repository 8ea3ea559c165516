"""What letters that no declaration has stand for, and the signs that this gives them.

TRUSTED FOR MEANING.  Owns: `Origin`, `sign_by_form`.  A condition that holds by its form is not reported: nobody has to grant it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symcheck.kernel.network import EMPTY, Network
from symcheck.kernel.polynomial import Polynomial, number

POSITIVE = frozenset({"exp", "cosh", "sigmoid"})


@dataclass(frozen=True, slots=True)
class Origin:
    """What a letter is of.

    kind: "inverse" | "reciprocal" | "root" | "atom" | "moment"; of: the polynomial(s) it depends on; text: as a user would write.
    """

    kind: str
    of: tuple[Polynomial, ...]
    text: str
    function: str = ""  # of an atom


def sign_by_form(p: Polynomial, origins: Mapping[str, Origin]) -> str:
    """The sign of a number p: ">", ">=", or "" where nothing is seen."""
    if not p.is_scalar or not p.terms or any(c < 0 or m.open != EMPTY for m, c in p.terms.items()):
        return ""
    found = [[_sign(f, e, origins) for f, e in m.factors] for m in p.terms]
    if any(not s for signs in found for s in signs):
        return ""
    return ">" if any(all(s == ">" for s in signs) for signs in found) else ">="


def _sign(f: Network, exponent: int, origins: Mapping[str, Origin]) -> str:
    if all(x.name[0] == "#" or _is_positive(x.name, origins) for x, _ in f.nodes):
        return ">"
    square = len(f.nodes) == 2 and f.nodes[0] == f.nodes[1]
    return ">=" if square or exponent % 2 == 0 else ""


def _is_positive(name: str, origins: Mapping[str, Origin]) -> bool:
    origin = origins.get(name)
    if origin is None:
        return False
    if origin.kind == "root" or origin.function == "power":
        return sign_by_form(origin.of[0], origins) == ">"
    return origin.function in POSITIVE or (origin.function == "atan" and origin.of == (number(1),))
