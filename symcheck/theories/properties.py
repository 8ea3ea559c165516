"""Declared properties of a symbol as hypotheses on its letter.

TRUSTED FOR MEANING.  Owns: `assume_properties` (for symbols), `property_formulas` (for `A is PROPERTY` statements).
Each property is stated by equations and inequalities that are equivalent to it, with auxiliary letters where one is needed
(A positive definite iff A = CᵀC with C invertible: Horn and Johnson 2013, 7.2.7).  A property without such a statement
raises: it is never dropped.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.kernel.polynomial import Polynomial, diagonal_matrix, hadamard, identity, number, ones, product, transpose
from symcheck.kernel.sequent import Formula, Hypothesis
from symcheck.language.context import Kind
from symcheck.language.sizes import ONE
from symcheck.language.terms import Term
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered


def assume_properties(letters: Letters, name: str, kind: Kind, value: Polynomial) -> None:
    """Hypotheses for the declared properties and the domain of the symbol `name`."""
    formulas: list[Formula] = []
    if kind.base == "natural":
        formulas.append(Formula(">=", value))
    for prop in kind.properties:
        if kind.properties == ("skew",):
            continue  # the symbol is read as such (letters.py)
        formulas += property_formulas(letters, name, prop, value)
    if kind.domain is not None:
        formulas += domain_formulas(value, kind.domain)
    for k, formula in enumerate(formulas):
        letters.define(name, f"{name}:{k}", formula)


def property_formulas(letters: Letters, text: str, prop: str, a: Polynomial) -> list[Formula]:
    """Formulas equivalent to `a is prop`.  Raises NotLowered for a property that has none."""
    match prop:
        case "symmetric":
            return [Formula("=", a - transpose(a))]
        case "skew" | "skew-symmetric" | "antisymmetric":
            return [Formula("=", a + transpose(a))]
        case "orthogonal":
            one = identity(a.rows)
            return [Formula("=", product(a, transpose(a)) - one), Formula("=", product(transpose(a), a) - one)]
        case "projection":
            return [Formula("=", product(a, a) - a), Formula("=", a - transpose(a))]
        case "idempotent":
            return [Formula("=", product(a, a) - a)]
        case "invertible":
            letters.inverse(a, text)
            key = letters.known("inverse", (a,)) or letters.known("inverse", (transpose(a),))
            if a.is_scalar or key is None:
                return [Formula("!=", a)]
            return [h.formula for h in letters.definitions[key] if h.label.startswith("inverse:")]
        case "full-row-rank":
            return property_formulas(letters, f"{text} {text}^T", "invertible", product(a, transpose(a)))
        case "full-column-rank":
            return property_formulas(letters, f"{text}^T {text}", "invertible", product(transpose(a), a))
        case "positive-definite":
            c = letters.value(letters.fresh("chol", a.rows, a.rows))
            factor = property_formulas(letters, f"the Cholesky factor of {text}", "invertible", c)
            return [Formula("=", a - product(transpose(c), c)), *factor]
        case "positive-semidefinite":
            c = letters.value(letters.fresh("chol", a.rows, a.rows))
            return [Formula("=", a - product(transpose(c), c))]
        case "diagonal":
            d = letters.value(letters.fresh("diagonal", a.rows, ONE))
            return [Formula("=", a - diagonal_matrix(d))]
        case "row-selection":
            row_sums = product(a, ones(a.cols, ONE)) - ones(a.rows, ONE)
            distinct = product(a, transpose(a)) - identity(a.rows)
            return [Formula("=", hadamard(a, a) - a), Formula("=", row_sums), Formula("=", distinct)]
        case "permutation":
            one, all_ones = identity(a.rows), ones(a.rows, ONE)
            sums = [Formula("=", product(m, all_ones) - all_ones) for m in (a, transpose(a))]
            inverse = [Formula("=", product(a, transpose(a)) - one), Formula("=", product(transpose(a), a) - one)]
            return [Formula("=", hadamard(a, a) - a), *sums, *inverse]
        case "nonzero":
            return [Formula("!=", a)]
        case "positive" if a.is_scalar:
            return [Formula(">", a)]
        case "nonnegative" if a.is_scalar:
            return [Formula(">=", a)]
        case "negative" if a.is_scalar:
            return [Formula(">", -a)]
        case "nonpositive" if a.is_scalar:
            return [Formula(">=", -a)]
    raise NotLowered("no-theory", f"no theory states the property `{prop}` of `{text}`")


def domain_formulas(value: Polynomial, domain: Term) -> list[Formula]:
    """value in domain, for a scalar and an interval with rational ends, or R."""
    match domain:
        case Term("domain", (), "R"):
            return []
        case Term("interval", (lo, hi), str() as ends) if value.is_scalar:
            out = []
            low, high = _end(lo), _end(hi)
            if low is not None:
                out.append(Formula(">=" if ends[0] == "[" else ">", value - number(low)))
            if high is not None:
                out.append(Formula(">=" if ends[1] == "]" else ">", number(high) - value))
            return out
    raise NotLowered("no-theory", "no theory states this domain as inequalities")


def _end(term: Term) -> Fraction | None:
    """A rational end of an interval, or None for ±inf."""
    match term:
        case Term("num", (), Fraction() as q):
            return q
        case Term("neg", (inner,)):
            end = _end(inner)
            return None if end is None else -end
        case Term("const", (), "inf"):
            return None
        case Term("div", (over, under)):
            above, below = _end(over), _end(under)
            if above is not None and below:
                return above / below
    raise NotLowered("no-theory", "an end of an interval that is not a number")


def labelled(formulas: list[Formula], label: str) -> list[Hypothesis]:
    return [Hypothesis(label if len(formulas) == 1 else f"{label}/{k + 1}", f) for k, f in enumerate(formulas)]
