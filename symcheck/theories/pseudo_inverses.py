"""The pseudo-inverse by what determines it: every matrix has exactly one Y with the four equations of Penrose.

TRUSTED FOR MEANING.  Owns: `pseudo_inverse`.  Source: Penrose 1955; Horn and Johnson 2013, 7.3.P7.
"""

from __future__ import annotations

from symcheck.kernel.polynomial import Polynomial, product, transpose
from symcheck.kernel.sequent import Formula
from symcheck.theories.letters import Letters, Origin

KIND = "pseudo-inverse"


def pseudo_inverse(letters: Letters, x: Polynomial, text: str) -> Polynomial:
    """Y with X Y X = X, Y X Y = Y, X Y and Y X symmetric; and what follows from them at once, XᵀX Y = Xᵀ and Y X Xᵀ = Xᵀ."""
    name = letters.known(KIND, (x,))
    if name is None:
        flipped = letters.known(KIND, (transpose(x),))
        if flipped is not None:
            letters.require(flipped)
            return transpose(letters.value(flipped))
        name = letters.fresh("pinv", x.cols, x.rows, symmetric=transpose(x) == x)
        letters.origins[name] = Origin(KIND, (x,), text, "pinv")
        y = letters.value(name)
        xy, yx, xt = product(x, y), product(y, x), transpose(x)
        equations = (
            product(xy, x) - x,
            product(yx, y) - y,
            xy - transpose(xy),
            yx - transpose(yx),
            product(xt, xy) - xt,
            product(yx, xt) - xt,
        )
        for k, p in enumerate(equations, 1):
            letters.define(name, f"pinv:{name}:{k}", Formula("=", p))
    letters.require(name)
    return letters.value(name)
