"""Sums over the entries of columns, `sum((x[i] - m)^2 for i in 1..n)`, as sums of columns.

TRUSTED FOR MEANING.  Owns: `ColumnSums`.  Σᵢ f(xᵢ, yᵢ) over all entries of x and y is the sum of the column f(x, y), entry by
entry; so a sample of any size n is a random column and is read at all sizes.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.language.size_terms import size_of, size_term
from symcheck.language.sizes import ONE, SCALAR, Shape, Size
from symcheck.language.terms import Term, free_symbols, rebuild

HIGHEST_POWER = 4


class ColumnSums:
    """rules: names of the rules that were used, for the report."""

    def __init__(self) -> None:
        self.rules: dict[str, None] = {}

    def of_columns(self, term: Term) -> Term:
        """The term with each sum over all entries of columns written as the sum of a column."""
        return rebuild(term, self._summed)

    def _summed(self, term: Term) -> Term | None:
        match term:
            case Term("call", (body, Term("bind", (Term("range", (Term("num", (), one), top)),), str() as i)), "sum"):
                size = size_of(top)
                if one != 1 or size is None or body.shape != SCALAR or i not in free_symbols(body):
                    return None
                column = _column(self.of_columns(body), i, size)
                if column is None:
                    return None
                self.rules["sum-of-entries"] = None
                return Term("call", (column,), "sum", SCALAR, term.span)
        return None


def _column(t: Term, i: str, n: Size) -> Term | None:
    """The column whose i-th entry is t; None where t is no such expression."""
    shape = Shape(n, ONE)
    if i not in free_symbols(t):
        return Term("mul", (t, Term("ones", (size_term(n),), None, shape)), None, shape)
    match t:
        case Term("index", (v, Term("sym", (), name))) if name == i and v.shape == shape and i not in free_symbols(v):
            return v
        case Term("add" | "sub" as op, (a, b)):
            return _both(op, _column(a, i, n), _column(b, i, n), shape)
        case Term("mul", (a, b)):
            for fixed, moving in ((a, b), (b, a)):
                if i not in free_symbols(fixed):
                    column = _column(moving, i, n)
                    return None if column is None else Term("mul", (fixed, column), None, shape)
            return _both("hadamard", _column(a, i, n), _column(b, i, n), shape)
        case Term("neg", (a,)):
            column = _column(a, i, n)
            return None if column is None else Term("neg", (column,), None, shape)
        case Term("div", (a, b)) if i not in free_symbols(b):
            column = _column(a, i, n)
            return None if column is None else Term("div", (column, b), None, shape)
        case Term("pow", (a, Term("num", (), Fraction() as k))) if k.denominator == 1 and 1 <= k <= HIGHEST_POWER:
            column = power = _column(a, i, n)
            for _ in range(int(k) - 1):
                power = _both("hadamard", power, column, shape)
            return power
        case Term("call", (a,), "E"):
            column = _column(a, i, n)
            return None if column is None else Term("call", (column,), "E", shape)
        case Term("call", (a,), "Var"):
            column = _column(a, i, n)
            if column is None:
                return None
            return Term("call", (Term("call", (column,), "Var", Shape(n, n)),), "diag", shape)
    return None


def _both(op: str, a: Term | None, b: Term | None, shape: Shape) -> Term | None:
    return None if a is None or b is None else Term(op, (a, b), None, shape)
