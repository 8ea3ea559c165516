"""Sums over the indices of arrays, `sum((X[i,:] w - t[i])^2 for i in 1..n)`, as sums of arrays: for every size.

TRUSTED FOR MEANING.  Owns: `EntrySums`, `array_sum`.  Σᵢ f(xᵢ, yᵢ) over all indices of x and y is the sum of the column f(x, y),
entry by entry; Σᵢⱼ f(Aᵢⱼ, xᵢ, yⱼ) that of a matrix; Σᵢ rᵢᵀ cᵢ over rows is Rᵀ C for the matrices R and C that have these
rows (Horn and Johnson 2013, 0.2.6).  An index runs from 1 to the size of every array that it is an index of.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.language.size_terms import size_of, size_term
from symcheck.language.sizes import ONE, SCALAR, Shape, Size
from symcheck.language.terms import Term, free_symbols, rebuild
from symcheck.theories.elementwise import ENTRYWISE
from symcheck.theories.synonyms import plain_call

HIGHEST_POWER = 4
BY_ENTRY = ENTRYWISE - {"softmax", "logsumexp"}
SUM_OF_ENTRIES = "sum-of-entries"

Index = tuple[str, Size]


class EntrySums:
    """rules: names of the rules that were used, for the report."""

    def __init__(self) -> None:
        self.rules: dict[str, None] = {}

    def of_arrays(self, term: Term) -> Term:
        """The term with each sum over all indices of arrays written as a sum of an array."""
        return rebuild(term, self._summed)

    def _summed(self, term: Term) -> Term | None:
        if term.op == "call" and term.value == "mean" and plain_call(term) is not term:
            return self.of_arrays(plain_call(term))
        found = array_sum(term)
        if found is not None:
            self.rules[SUM_OF_ENTRIES] = None
        return found


def array_sum(term: Term) -> Term | None:
    """The sum over one or two indices as a sum of an array; None where it is none that is read so."""
    match term:
        case Term("call", (body, *binds), "sum"):
            indices = _indices(tuple(binds))
        case _:
            return None
    match indices:
        case ((i, n),) if i in free_symbols(body):
            return _total(body, i, n)
        case ((i, n), (j, m)) if {i, j} & set(free_symbols(body)) and body.shape == SCALAR:
            table = _table(body, (i, n), (j, m))
            return None if table is None else Term("call", (table,), "sum", SCALAR, term.span)
    return None


def _indices(binds: tuple[Term, ...]) -> tuple[Index, ...]:
    """The bound names with the sizes to which they run; () where one runs otherwise."""
    found: list[Index] = []
    for bind in binds:
        match bind:
            case Term("bind", (Term("range", (Term("num", (), one), top)),), str() as name):
                size = size_of(top)
                if one != 1 or size is None:
                    return ()
                found.append((name, size))
            case _:
                return ()
    names = [name for name, _ in found]
    inside = {n for _, size in found for monomial, _ in size.terms for n in monomial}
    return tuple(found) if len(set(names)) == len(names) and not inside & set(names) else ()


def _total(body: Term, i: str, n: Size) -> Term | None:
    """Σᵢ body: of numbers, columns, rows, or products of a column and a row."""
    if body.shape is None:
        return None
    if body.shape == SCALAR:
        column = _column(body, i, n)
        return None if column is None else Term("call", (column,), "sum", SCALAR)
    if ONE in (body.shape.rows, body.shape.cols):
        rows = _rows(body, i, n)
        if rows is None:
            return None
        column = _times(_transposed(rows), _ones(n, ONE))
        return column if body.shape.cols == ONE else _transposed(column)
    match body:
        case Term("add" | "sub" as op, (a, b)):
            p, q = (_total(t, i, n) if i in free_symbols(t) else _product(size_term(n), t) for t in (a, b))
            return None if p is None or q is None else Term(op, (p, q), None, body.shape)
        case Term("neg" | "transpose" as op, (a,)):
            p = _total(a, i, n)
            return None if p is None else Term(op, (p,), None, body.shape)
        case Term("mul" | "div" as op, (a, b)) if i not in free_symbols(b) and b.shape == SCALAR:
            p = _total(a, i, n)
            return None if p is None else Term(op, (p, b), None, body.shape)
        case Term("mul", (a, b)) if i not in free_symbols(a):
            p = _total(b, i, n)
            return None if p is None else Term("mul", (a, p), None, body.shape)
        case Term("mul", (a, b)) if a.shape is not None and a.shape.cols == ONE and b.shape is not None and b.shape.rows == ONE:
            left, right = _rows(a, i, n), _rows(b, i, n)
            return None if left is None or right is None else _times(_transposed(left), right)
    return None


def _column(t: Term, i: str, n: Size) -> Term | None:
    """The column whose i-th entry is the number t; None where t is no such expression."""
    shape = Shape(n, ONE)
    if i not in free_symbols(t):
        return _product(t, _ones(n, ONE))
    match t:
        case Term("index", (v, Term("sym", (), name))) if name == i and i not in free_symbols(v):
            return v if v.shape == shape else _transposed(v) if v.shape == Shape(ONE, n) else None
        case Term("index", (a, Term("sym", (), row), Term("sym", (), col))) if row == col == i and i not in free_symbols(a):
            return Term("call", (a,), "diag", shape) if a.shape == Shape(n, n) else None
        case Term("mul", (a, b)) if SCALAR not in (a.shape, b.shape):  # of a row and a column
            left, right = _rows(a, i, n), _rows(b, i, n)
            if i not in free_symbols(b):
                return None if left is None else _times(left, b)
            if i not in free_symbols(a):
                return None if right is None else _times(right, _transposed(a))
            return _inner(left, right)
        case Term("call", (a, b), "inner" | "dot"):
            return _inner(_rows(a, i, n), _rows(b, i, n))
        case Term("pow", (Term("call", (a,), "norm"), Term("num", (), two))) if two == 2:
            rows = _rows(a, i, n)
            return _inner(rows, rows)
        case Term("call", (body, bind), "sum") if bind.op == "bind" and body.shape == SCALAR:
            inner = _indices((bind,))
            table = _table(body, (i, n), inner[0]) if inner and inner[0][0] != i else None
            return None if table is None else _times(table, _ones(inner[0][1], ONE))
        case Term("call", (a,), "E"):
            column = _column(a, i, n)
            return None if column is None else Term("call", (column,), "E", shape)
        case Term("call", (a,), "Var"):
            column = _column(a, i, n)
            return None if column is None else Term("call", (Term("call", (column,), "Var", Shape(n, n)),), "diag", shape)
    return _by_entry(t, {i}, {a: _column(a, i, n) for a in t.args if i in free_symbols(a)}, shape)


def _table(t: Term, row: Index, col: Index) -> Term | None:
    """The matrix whose entry i, j is the number t."""
    (i, n), (j, m) = row, col
    shape, free = Shape(n, m), {i, j} & set(free_symbols(t))
    if not free:
        return _product(t, _ones(n, m))
    if len(free) == 1:
        column = _column(t, *(row if i in free else col))
        if column is None:
            return None
        return _times(column, _ones(ONE, m)) if i in free else _times(_ones(n, ONE), _transposed(column))
    match t:
        case Term("index", (a, Term("sym", (), p), Term("sym", (), q))) if {p, q} == {i, j} and not {i, j} & set(free_symbols(a)):
            put = a if p == i else _transposed(a)
            return put if put.shape == shape else None
        case Term("mul", (a, b)) if SCALAR not in (a.shape, b.shape):  # of a row and a column
            for first, second in ((a, b), (b, a)):
                if j not in free_symbols(first) and i not in free_symbols(second):
                    left, right = _rows(first, i, n), _rows(second, j, m)
                    return None if left is None or right is None else _times(left, _transposed(right))
            return None
    return _by_entry(t, {i, j}, {a: _table(a, row, col) for a in t.args if {i, j} & set(free_symbols(a))}, shape)


def _by_entry(t: Term, moving: set[str], arrays: dict[Term, Term | None], shape: Shape) -> Term | None:
    """The array whose entries are t, from the arrays of those of its parts that are not the same in all entries."""
    if None in arrays.values():
        return None

    def array(a: Term) -> Term:
        found = arrays.get(a)
        return _product(a, _ones(shape.rows, shape.cols)) if found is None else found

    match t:
        case Term("add" | "sub", (a, b)) if t.shape == SCALAR:
            return Term(t.op, (array(a), array(b)), None, shape)
        case Term("mul" | "hadamard", (a, b)) if t.shape == a.shape == b.shape == SCALAR:
            if a in arrays and b in arrays:
                return Term("hadamard", (array(a), array(b)), None, shape)
            return _product(a, array(b)) if b in arrays else _product(b, array(a))
        case Term("neg", (a,)):
            return Term("neg", (array(a),), None, shape)
        case Term("div", (a, b)) if b not in arrays:
            return Term("div", (array(a), b), None, shape)
        case Term("pow", (a, Term("num", (), Fraction() as k))) if k.denominator == 1 and 1 <= k <= HIGHEST_POWER:
            power = array(a)
            for _ in range(int(k) - 1):
                power = Term("hadamard", (power, array(a)), None, shape)
            return power
        case Term("call", (a,), str() as name) if name in BY_ENTRY:
            return Term("call", (array(a),), name, shape)
    return None


def _rows(t: Term, i: str, n: Size) -> Term | None:
    """The matrix whose i-th row is the row, or the column written as a row, t."""
    if t.shape is None or ONE not in (t.shape.rows, t.shape.cols):
        return None
    is_row = t.shape.rows == ONE
    length = t.shape.cols if is_row else t.shape.rows
    shape = Shape(n, length)
    if i not in free_symbols(t):
        return _times(_ones(n, ONE), t if is_row else _transposed(t))
    match t:
        case Term("index", (a, Term("sym", (), name), Term("all"))) if name == i and i not in free_symbols(a):
            return a if a.shape == shape else None
        case Term("index", (a, Term("all"), Term("sym", (), name))) if name == i and i not in free_symbols(a):
            return _transposed(a) if a.shape == Shape(length, n) else None
        case Term("transpose", (a,)):
            return _rows(a, i, n)
        case Term("neg", (a,)):
            rows = _rows(a, i, n)
            return None if rows is None else Term("neg", (rows,), None, shape)
        case Term("add" | "sub" | "hadamard" as op, (a, b)) if a.shape == b.shape:
            left, right = _rows(a, i, n), _rows(b, i, n)
            return None if left is None or right is None else Term(op, (left, right), None, shape)
        case Term("div", (a, b)) if i not in free_symbols(b):
            rows = _rows(a, i, n)
            return None if rows is None else Term("div", (rows, b), None, shape)
        case Term("mul", (a, b)):
            for number, vector in ((a, b), (b, a)):
                if number.shape == SCALAR and vector.shape == t.shape:
                    return _scaled(number, _rows(vector, i, n), i, n)
            if is_row and i not in free_symbols(b):
                rows = _rows(a, i, n)
                return None if rows is None else _times(rows, b)
            if not is_row and i not in free_symbols(a):
                rows = _rows(b, i, n)
                return None if rows is None else _times(rows, _transposed(a))
        case Term("call", (a,), str() as name) if name in BY_ENTRY and a.shape == t.shape:
            rows = _rows(a, i, n)
            return None if rows is None else Term("call", (rows,), name, shape)
    return None


def _scaled(number: Term, rows: Term | None, i: str, n: Size) -> Term | None:
    if rows is None or i not in free_symbols(number):
        return None if rows is None else _product(number, rows)
    column = _column(number, i, n)
    return None if column is None else _times(Term("call", (column,), "diag", Shape(n, n)), rows)


def _inner(left: Term | None, right: Term | None) -> Term | None:
    """The column of the inner products of the rows."""
    if left is None or right is None or left.shape is None or left.shape != right.shape:
        return None
    return _times(Term("hadamard", (left, right), None, left.shape), _ones(left.shape.cols, ONE))


def _ones(n: Size, m: Size) -> Term:
    return Term("ones", (size_term(n), size_term(m)), None, Shape(n, m))


def _product(number: Term, array: Term) -> Term:
    return Term("mul", (number, array), None, array.shape)


def _times(a: Term, b: Term) -> Term:
    assert a.shape is not None and b.shape is not None, "arrays that are made here have shapes"
    return Term("mul", (a, b), None, Shape(a.shape.rows, b.shape.cols))


def _transposed(a: Term) -> Term:
    assert a.shape is not None, "arrays that are made here have shapes"
    return Term("transpose", (a,), None, a.shape.transposed())
