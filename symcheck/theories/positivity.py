"""Signs that a polynomial has by its form: sums of products of positive letters, of sizes and of squares.

TRUSTED FOR MEANING.  Owns: `sign_by_form`.  A condition that holds by its form is not reported: nobody has to grant it.
"""

from __future__ import annotations

from collections.abc import Callable

from symcheck.kernel.network import EMPTY, Network
from symcheck.kernel.polynomial import Polynomial


def sign_by_form(p: Polynomial, sign_of: Callable[[str], str]) -> str:
    """ ">", ">=" or "" (nothing is seen) for a number p; sign_of says the same of letters that are not sizes."""
    if not p.is_scalar or not p.terms or any(c < 0 or m.open != EMPTY for m, c in p.terms.items()):
        return ""
    found = [[_sign(f, e, sign_of) for f, e in m.factors] for m in p.terms]
    if any(not s for signs in found for s in signs):
        return ""
    return ">" if any(all(s == ">" for s in signs) for signs in found) else ">="


def _sign(f: Network, exponent: int, sign_of: Callable[[str], str]) -> str:
    found = {">" if x.name[0] == "#" else sign_of(x.name) for x, _ in f.nodes}
    if found <= {">", ">="}:
        return ">" if found == {">"} else ">="
    square = len(f.nodes) == 2 and f.nodes[0] == f.nodes[1]
    return ">=" if square or exponent % 2 == 0 else ""
