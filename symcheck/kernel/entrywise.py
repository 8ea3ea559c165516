"""Axioms of all functions that act entry by entry: they go along with what only moves entries.

TRUSTED.  Source: the definition: f(A)[i, j] = f(A[i, j]).
"""

from __future__ import annotations

from symcheck.kernel.functions import FUNCTIONS
from symcheck.kernel.instances import Instance, require, vanish
from symcheck.kernel.polynomial import hadamard, ones, product, transpose
from symcheck.kernel.sequent import Formula
from symcheck.language.sizes import ONE


def mirrored(i: Instance) -> list[Formula]:
    """f(Aᵀ) = f(A)ᵀ."""
    (f, g), (v, w), (a, b) = i.functions, i.values, i.arguments
    require(f == g and f in FUNCTIONS and a == transpose(b))
    return vanish(v - transpose(w))


def selected(i: Instance) -> list[Formula]:
    """f(S a) = S f(a) where each row of S has one 1 and else 0: S ∘ S = S and S 1 = 1 are hypotheses.  factors: S."""
    (f, g), (v, w), (a, b), (s,) = i.functions, i.values, i.arguments, i.axiom.factors
    require(f == g and f in FUNCTIONS and s.cols == b.rows and a == product(s, b))
    require(i.holds(hadamard(s, s) - s) and i.holds(product(s, ones(s.cols, ONE)) - ones(s.rows, ONE)))
    return vanish(v - product(s, w))
