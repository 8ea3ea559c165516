"""Calls that say what another call, or a formula, says: trace(A), dot(x, y), mean(x), norm(x, 1), log(x, b), rows(X).

TRUSTED FOR MEANING.  Owns: `plain_call`.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.language.size_terms import size_of, size_term
from symcheck.language.sizes import ONE, SCALAR
from symcheck.language.terms import Term

SAME = {"trace": "tr", "dot": "inner"}


def plain_call(term: Term) -> Term:
    """The call in other words; itself where there are none."""
    match term:
        case Term("call", args, str() as name) if name in SAME:
            return Term("call", args, SAME[name], term.shape, term.span)
        case Term("call", (x, Term("keyword", (order,))), "norm") | Term("call", (x, order), "norm"):
            return _norm(term, x, order)
        case Term("call", (x, base), "log"):
            logarithm = Term("call", (base,), "log", SCALAR)
            return Term("div", (Term("call", (x,), "log", x.shape), logarithm), None, term.shape, term.span)
        case Term("call", (x,), "mean") if x.shape is not None:
            total = Term("call", (x,), "sum", SCALAR)
            return Term("div", (total, size_term(x.shape.rows * x.shape.cols)), None, SCALAR, term.span)
        case Term("call", (body, Term("bind", (Term("range", (Term("num", (), one), top)),)) as bind), "mean") if one == 1:
            if size_of(top) is not None:  # at least 1
                return Term("div", (Term("call", (body, bind), "sum", term.shape), top), None, term.shape, term.span)
        case Term("call", (x,), "rows" | "cols" as name) if x.shape is not None:
            return size_term(x.shape.rows if name == "rows" else x.shape.cols)
    return term


def _norm(term: Term, x: Term, order: Term) -> Term:
    """norm(x, 1) is sum(abs(x)), norm(x, 2) is norm(x), of a vector x (Boyd and Vandenberghe 2004, A.1.3)."""
    if x.shape is None or ONE not in (x.shape.rows, x.shape.cols):
        return term
    match order:
        case Term("num", (), Fraction() as p) if p == 1:
            return Term("call", (Term("call", (x,), "abs", x.shape),), "sum", term.shape)
        case Term("num", (), Fraction() as p) if p == 2:
            return Term("call", (x,), "norm", term.shape)
    return term
