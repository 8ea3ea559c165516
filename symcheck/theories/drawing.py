"""How values of letters are best drawn, read off the hypotheses: hints for the search, of no consequence for truth.

Owns: `drawn`.  A matrix with orthonormal rows is not found by solving equations; a selection of rows is not either.
"""

from __future__ import annotations

from symcheck.kernel.polynomial import Polynomial, hadamard, identity, letter, letters_of, ones, product, transpose
from symcheck.kernel.sequent import Sequent
from symcheck.language.sizes import ONE
from symcheck.theories.letters import MOMENT


def drawn(sequent: Sequent) -> dict[str, str]:
    """Letter → "row-selection" or "orthogonal", where all that is said of the letter alone is that; and others."""
    ranks = any(a.function == "rank" for a in sequent.atoms.values())
    said: dict[str, list[Polynomial]] = {}
    for h in sequent.hypotheses:
        names = {x.name for x in letters_of(h.formula.polynomial)}
        if len(names) == 1 and h.formula.relation == "=" and h.formula.polynomial.legs:
            said.setdefault(names.pop(), []).append(h.formula.polynomial)
    found: dict[str, str] = {}
    for name, formulas in said.items():
        if name not in sequent.letters or len(sequent.letters[name][0].legs) != 2:
            continue
        _, rows, cols = sequent.letters[name]
        x = letter(*sequent.letters[name])
        selection = hadamard(x, x) - x, product(x, ones(cols, ONE)) - ones(rows, ONE)
        if all(p in formulas for p in selection):
            found[name] = "row-selection"
        orthogonal = [product(x, transpose(x)) - identity(rows), product(transpose(x), x) - identity(cols)]
        if rows == cols and all(p in orthogonal or -p in orthogonal for p in formulas):
            found[name] = "orthogonal"
    if ranks:
        bound = {x.name for h in sequent.hypotheses for x in letters_of(h.formula.polynomial)}
        found |= {n: "sparse" for n, (x, _, _) in sequent.letters.items() if x.legs and n not in bound and "~" not in n}
    found |= {n: "chance" for n in sequent.letters if n.startswith(f"{MOMENT}P~")}  # weights of cells are computed from these
    return found
