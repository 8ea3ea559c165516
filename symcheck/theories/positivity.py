"""Signs that a polynomial has by its form: sums of products of positive letters, of sizes and of squares.

TRUSTED FOR MEANING.  Owns: `sign_by_form`, `entries_are_positive`, `Signs`.  A condition that holds by its form is not reported:
nobody has to grant it.
"""

from __future__ import annotations

from collections.abc import Callable

from symcheck.kernel.functions import FUNCTIONS
from symcheck.kernel.network import EMPTY, Letter, Network
from symcheck.kernel.polynomial import Polynomial, letter, letters_of, number
from symcheck.kernel.sequent import Hypothesis
from symcheck.language.sizes import Size
from symcheck.theories.origins import Origin

POSITIVE = frozenset({"exp", "cosh", "sigmoid", "factorial"})


def sign_by_form(p: Polynomial, sign_of: Callable[[str], str]) -> str:
    """ ">", ">=" or "" (nothing is seen) for a number p; sign_of says the same of letters that are not sizes."""
    if not p.is_scalar or not p.terms or any(c < 0 or m.open != EMPTY for m, c in p.terms.items()):
        return ""
    found = [[_sign(f, e, sign_of) for f, e in m.factors] for m in p.terms]
    if any(not s for signs in found for s in signs):
        return ""
    return ">" if any(all(s == ">" for s in signs) for signs in found) else ">="


def entries_are_positive(p: Polynomial, sign_of: Callable[[str], str]) -> bool:
    """Whether each entry is positive by its form: a sum of products of positive entries, as 1 + exp(v) is."""
    signs = []
    for m, c in p.terms.items():
        whole = len(set(m.open.free)) == len(m.open.free)  # else it is 0 off the diagonal
        inside = {">" if x.name[0] == "#" else sign_of(x.name) for x, _ in m.open.nodes}
        found = [_sign(f, e, sign_of) for f, e in m.factors]
        if c < 0 or not whole or not inside <= {">", ">="} or not all(found):
            return False
        signs.append(inside <= {">"} and set(found) <= {">"})
    return any(signs)


def _sign(f: Network, exponent: int, sign_of: Callable[[str], str]) -> str:
    found = {">" if x.name[0] == "#" else sign_of(x.name) for x, _ in f.nodes}
    if found <= {">", ">="}:
        return ">" if found == {">"} else ">="
    square = len(f.nodes) == 2 and f.nodes[0] == f.nodes[1]
    return ">=" if square or exponent % 2 == 0 else ""


class Signs:
    """What is known of the signs of letters: by what they stand for, or by how they are declared."""

    def __init__(self) -> None:
        self.table: dict[str, tuple[Letter, Size, Size]] = {}
        self.origins: dict[str, Origin] = {}
        self.definitions: dict[str, list[Hypothesis]] = {}

    def is_closed(self, p: Polynomial) -> bool:
        """No symbol occurs in it, nor in what its atoms are taken of."""
        names = [x.name for x in letters_of(p)]
        known = [self.origins[n] for n in names if n in self.origins and self.origins[n].function in FUNCTIONS]
        return p.is_scalar and len(known) == len(names) and all(self.is_closed(q) for o in known for q in o.of)

    def is_positive(self, p: Polynomial) -> bool:
        """By its form."""
        return sign_by_form(p, self._sign_of_letter) == ">"

    def has_positive_entries(self, p: Polynomial) -> bool:
        """By their form."""
        return self.is_positive(p) or entries_are_positive(p, self._sign_of_letter)

    def is_nonnegative(self, p: Polynomial) -> bool:
        """As `is_positive`, or zero."""
        return p.is_zero or sign_by_form(p, self._sign_of_letter) != ""

    def _sign_of_letter(self, name: str) -> str:
        origin = self.origins.get(name)
        if origin is None:
            declared = [r for r in (">", ">=") if name in self.table and self._is_declared(name, r)]
            return declared[0] if declared else ""
        if origin.function == "abs" and origin.kind != "root":
            return ">" if any(self.is_positive(q) for q in (origin.of[0], -origin.of[0])) else ">="
        if origin.kind == "root":
            return ">" if sign_by_form(origin.of[0], self._sign_of_letter) == ">" else ">="
        of_positive = origin.function == "power" and self.is_positive(origin.of[0])
        is_pi = origin.function == "atan" and origin.of == (number(1),)
        return ">" if origin.function in POSITIVE or of_positive or is_pi else ""

    def _is_declared(self, name: str, relation: str) -> bool:
        found = (h.formula for h in self.definitions.get(name, ()))
        return any(f.relation == relation and f.polynomial == letter(*self.table[name]) for f in found)
