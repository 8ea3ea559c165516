"""A sum or product over a range as data, and its equivalent forms: shifted and reversed.

TRUSTED FOR MEANING.  Owns: `Fold`, `fold_of`, `outermost`, `grounded`, `reversed_fold`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, bound_names, free_symbols
from symcheck.theories.linear_terms import at_values, linear, literal, tidied, written
from symcheck.theories.lowering import NotLowered
from symcheck.theories.series import is_fold


@dataclass(frozen=True, slots=True)
class Fold:
    """op "sum" or "prod" of body for index in low..high; term: as written."""

    op: str
    body: Term
    index: str
    low: Term
    high: Term
    term: Term

    @property
    def unit(self) -> Term:
        return literal(0 if self.op == "sum" else 1)


def fold_of(term: Term) -> Fold:
    body, bind = term.args
    if bind.args[0].op != "range" or term.shape not in {None, SCALAR}:
        raise NotLowered("no-theory", "a sum over something that is no range, or of arrays")
    low, high = bind.args[0].args
    return Fold(str(term.value), tidied(body), str(bind.value), tidied(low), tidied(high), term)


def outermost(term: Term, bound: frozenset[str] = frozenset()) -> list[Term]:
    """The sums and products of the statement that stand in no other and speak of no bound name, each once."""
    if is_fold(term):
        if bound & set(free_symbols(term)):
            raise NotLowered("no-theory", "a sum whose range or terms depend on a bound name")
        return [term]
    inner = bound | frozenset(bound_names(term))
    return list(dict.fromkeys(f for a in term.args for f in outermost(a, inner)))


def grounded(fold: Fold, name: str) -> Fold:
    """The index shifted so that the lower end does not move with n."""
    low = linear(fold.low)
    if low is None or name not in low:
        return fold
    move = written({"": Fraction(0), name: low[name]})
    index = Term("sym", (), fold.index, SCALAR)
    back = tidied(Term("sub", (fold.high, move), None, SCALAR))
    return replace(
        fold,
        body=at_values(fold.body, {fold.index: Term("add", (index, move), None, SCALAR)}),
        low=tidied(Term("sub", (fold.low, move), None, SCALAR)),
        high=back,
    )


def reversed_fold(fold: Fold) -> Fold:
    """The terms in the opposite order: k ↦ low + high − k."""
    ends = Term("add", (fold.low, fold.high), None, SCALAR)
    return replace(
        fold, body=at_values(fold.body, {fold.index: Term("sub", (ends, Term("sym", (), fold.index, SCALAR)), None, SCALAR)})
    )
