"""Properties that a declaration or an `is` statement may name, under one canonical spelling each.

Owns: the tables of properties of arrays and of functions, which imply which, and what shape they need.  Does not
own: what a property means for a proof (theories).
"""

from __future__ import annotations

from difflib import get_close_matches

from symcheck.language.errors import LanguageError
from symcheck.language.terms import Span

ALIASES = {
    "skew-symmetric": "skew", "antisymmetric": "skew", "nonsingular": "invertible", "non-singular": "invertible",
    "regular": "invertible", "positive-semi-definite": "positive-semidefinite", "pos-def": "positive-definite",
    "psd": "positive-semidefinite", "pd": "positive-definite", "spd": "positive-definite",
    "negative-semi-definite": "negative-semidefinite", "full-rank-rows": "full-row-rank", "full-rank-columns": "full-column-rank",
    "non-zero": "nonzero", "non-negative": "nonnegative", "non-positive": "nonpositive", "orthonormal": "orthogonal",
    "self-adjoint": "hermitian", "selection": "row-selection", "monotone-increasing": "increasing",
    "monotone-decreasing": "decreasing", "orthogonal-projection": "projection", "differentiable-twice": "twice-differentiable",
}  # fmt: skip


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# of square matrices only
SQUARE = words("""
    symmetric skew invertible singular orthogonal unitary hermitian diagonal upper-triangular lower-triangular
    positive-definite positive-semidefinite negative-definite negative-semidefinite indefinite idempotent nilpotent
    projection permutation normal
    """)
ARRAY = SQUARE | words("""
    square row-selection full-rank full-row-rank full-column-rank orthonormal-columns orthonormal-rows stochastic positive
    negative nonnegative nonpositive nonzero zero unit binary integer rational real finite constant
    """)
FUNCTION = words("""
    convex concave strictly-convex strictly-concave strongly-convex quasiconvex linear affine continuous differentiable
    twice-differentiable smooth increasing decreasing strictly-increasing strictly-decreasing monotone bounded
    bounded-below bounded-above even odd constant homogeneous lipschitz stationary positive negative nonnegative
    nonpositive nonzero convergent divergent
    """)

# Properties of the symbol's algebra that another one contains; what is listed here is added to a declaration.
IMPLIED = {
    "positive-definite": ("symmetric", "invertible"),
    "negative-definite": ("symmetric", "invertible"),
    "positive-semidefinite": ("symmetric",),
    "negative-semidefinite": ("symmetric",),
    "diagonal": ("symmetric",),
    "orthogonal": ("invertible",),
    "permutation": ("orthogonal", "invertible"),
    "projection": ("symmetric", "idempotent"),
}


def property_name(text: str, known: frozenset[str], span: Span) -> str:
    """The canonical name of the property written in `text`; LanguageError `unknown-property` with a suggestion."""
    word = "-".join(text.lower().replace("_", " ").split())
    word = ALIASES.get(word, word)
    if word in known:
        return word
    near = get_close_matches(word, sorted(known | ALIASES.keys()), n=2, cutoff=0.6)
    best = [ALIASES.get(n, n).replace("-", " ") for n in near if ALIASES.get(n, n) in known]
    hint = f"did you mean `{best[0]}`?" if best else "known: " + ", ".join(sorted(known)[:40]).replace("-", " ")
    if word in ARRAY | FUNCTION:
        hint = "it is a property of " + ("functions" if word in FUNCTION else "arrays")
    raise LanguageError(f"unknown property `{text.strip()}`", span, code="unknown-property", hint=hint)


def with_implied(properties: tuple[str, ...]) -> tuple[str, ...]:
    """The declared properties, then those they imply, each once."""
    out = dict.fromkeys(properties)
    for name in properties:
        out.update(dict.fromkeys(IMPLIED.get(name, ())))
    return tuple(out)
