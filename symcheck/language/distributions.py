"""Named distributions: their parameters and shapes, as terms and in kinds (`x: random vector(d), normal(mu, S)`).

Owns: `DISTRIBUTIONS` (operators), `NAMES`, `law_of_kind`, `is_law`.  Does not own: moments and densities (theories), how the
other parts of a kind are read (kinds.py).
"""

from __future__ import annotations

from symcheck.language.errors import LanguageError
from symcheck.language.shape_rules import Call, Operator
from symcheck.language.sizes import ONE, SCALAR, Shape
from symcheck.language.terms import Span, Term

SCALAR_LAWS = {"bernoulli": ("p",), "uniform": ("a", "b"), "exponential": ("rate",), "poisson": ("rate",)}
NAMES = frozenset({"normal", "gaussian", "categorical", *SCALAR_LAWS})


def normal(call: Call) -> Shape:
    """normal(m, v): mean and variance of a number; normal(mu, S): mean and covariance of a vector, normal(0, S) for mean 0."""
    mean, covariance = call.shape(0), call.shape(1)
    if not call.sizes.unify(covariance.rows, covariance.cols):
        raise call.refuse(f"needs a covariance, which is square, but {call.said(1)}", at=1)
    if call.args[0].op == "num" and call.args[0].value == 0:
        return Shape(covariance.rows, ONE)
    if not mean.is_column or not call.sizes.unify(mean.rows, covariance.rows):
        hint = "the second is the variance of a number, the covariance d×d of a vector d×1"
        raise call.refuse(f"{call.said(0)} but {call.said(1)}", hint, at=1)
    return mean


def of_numbers(call: Call) -> Shape:
    """Of a number, with numbers as parameters."""
    for i in range(len(call.args)):
        if not call.shape(i).is_scalar:
            raise call.refuse(f"its parameters are numbers, but {call.said(i)}", at=i)
    return SCALAR


def one_hot(call: Call) -> Shape:
    """categorical(p): one of the unit vectors e_1, …, e_k, with the probabilities p_1, …, p_k."""
    if not call.shape(0).is_column or call.shape(0).is_scalar:
        raise call.refuse(f"needs the column of the probabilities, but {call.said(0)}", at=0)
    return call.shape(0)


def of_a_law(call: Call) -> Shape:
    """pdf(D, x): a number; x has the shape of what D is the distribution of."""
    if call.args[0].op != "call" or call.args[0].value not in NAMES:
        raise call.refuse(
            f"`{call.words(call.args[0])}` is no distribution", "normal(mu, S), bernoulli(p), …", "kind-mismatch", 0
        )
    if call.shape(0) != call.shape(1) and not (
        call.sizes.unify(call.shape(0).rows, call.shape(1).rows) and call.sizes.unify(call.shape(0).cols, call.shape(1).cols)
    ):
        raise call.refuse(f"{call.said(0)} but {call.said(1)}", at=1)
    return SCALAR


def number(call: Call) -> Shape:
    return SCALAR


DISTRIBUTIONS = (
    Operator("normal", (2,), normal, result="distribution"),
    Operator("gaussian", (2,), normal, result="distribution"),
    Operator("categorical", (1,), one_hot, result="distribution"),
    *(Operator(name, (len(names),), of_numbers, result="distribution") for name, names in SCALAR_LAWS.items()),
    Operator("pdf", (2,), of_a_law, roles=("law", "value")),
    Operator("logpdf", (2,), of_a_law, roles=("law", "value")),
    Operator("entropy", (1,), number, roles=("law",)),
    Operator("KL", (2,), number, roles=("law",), conforming=True),
)


def canonical(law: Term) -> Term:
    """gaussian(m, v) is normal(m, v)."""
    return Term("call", law.args, "normal", law.shape, law.span) if law.value == "gaussian" else law


def law_of_kind(law: Term, shape: Shape, said: str, span: Span) -> Term:
    """The law as that of an array of this shape: its own, or each entry's, independently.  Raises LanguageError."""
    law = canonical(law)
    own = law.shape or SCALAR
    if own == shape or own.is_scalar:
        return law
    raise LanguageError(
        f"`{said}` is a distribution of {own.rows}×{own.cols} arrays, and this is {shape}", span, code="shape-mismatch"
    )
