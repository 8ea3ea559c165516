"""Arrays written out, arrays of constants, and their entries.

Owns: the rules of vector, matrix, row, list, tuple, eye, zeros, ones, index; block matrices.  Does not own:
`0` and `1` standing for arrays in a sum or a relation (elaboration.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from symcheck.language.context import Kind
from symcheck.language.elaboration import Elaboration, Rule
from symcheck.language.operators import ARRAYS
from symcheck.language.shape_rules import describe
from symcheck.language.size_terms import size_of, size_term
from symcheck.language.sizes import ONE, SCALAR, Shape, Size
from symcheck.language.terms import Term


def constant(state: Elaboration, name: str, args: tuple[Term, ...], node: Term) -> Term:
    """I, I(n), zeros(n, m), ones(n): `zeros` alone takes its size from context, as `I` does."""
    if len(args) not in {*ARRAYS[name], 0}:
        counts = " or ".join(str(k) for k in ARRAYS[name])
        raise state.refuse(f"`{state.words(node)}`: {name} takes {counts} sizes", node, "argument-count")
    sizes = tuple(state.size(a, f"the size of {name}") for a in args)
    if not sizes:
        size = state.sizes.fresh()
        if name == "I":
            return Term("eye", (), None, Shape(size, size), node.span)
        other = state.sizes.fresh() if name == "zeros" else ONE
        return Term(name, (), None, Shape(size, other), node.span)
    rows, cols = sizes[0], sizes[-1] if len(sizes) == 2 else ONE
    terms = tuple(size_term(s) for s in sizes)
    match name:
        case "I":
            return Term("eye", terms, None, Shape(rows, rows), node.span)
        case "zeros":
            return Term("zeros", (size_term(rows), size_term(cols)), None, Shape(rows, cols), node.span)
    return Term("ones", terms, None, Shape(rows, cols), node.span)


def _eye(state: Elaboration, term: Term) -> Term:
    return constant(state, "I", term.args, term)


def _zeros(state: Elaboration, term: Term) -> Term:
    return constant(state, "zeros", term.args, term)


def _ones(state: Elaboration, term: Term) -> Term:
    return constant(state, "ones", term.args, term)


def _entry(state: Elaboration, term: Term) -> Term:
    read = state.value(term)
    if not state.shape(read).is_scalar:
        raise state.refuse(
            f"an entry of an array is a number, but {state.said(read)}", read,
            hint="block([[A, B], [C, D]]) puts arrays together",
        )  # fmt: skip
    return read


def vector(state: Elaboration, term: Term) -> Term:
    """[a, b]: a column."""
    if not term.args:
        raise state.refuse("an array needs at least one entry", term)
    entries = tuple(_entry(state, a) for a in term.args)
    return Term("vector", entries, None, Shape(Size.of(len(entries)), ONE), term.span)


def matrix(state: Elaboration, term: Term) -> Term:
    """[[a, b], [c, d]]: rows of equal length."""
    if not term.args or not term.args[0].args:
        raise state.refuse("an array needs at least one entry", term)
    width = len(term.args[0].args)
    rows: list[Term] = []
    for row in term.args:
        if len(row.args) != width:
            raise state.refuse(
                f"the rows of a matrix have one length: `{state.words(term.args[0])}` has {width} entries, "
                f"`{state.words(row)}` has {len(row.args)}", row,
            )  # fmt: skip
        entries = tuple(_entry(state, a) for a in row.args)
        rows.append(Term("row", entries, None, Shape(ONE, Size.of(width)), row.span))
    return Term("matrix", tuple(rows), None, Shape(Size.of(len(rows)), Size.of(width)), term.span)


def bracketed(state: Elaboration, term: Term) -> Term:
    """[…]: a matrix where every entry is a list itself, else a vector."""
    lists = {"list", "vector"}
    if term.args and all(a.op in lists for a in term.args):
        return matrix(state, term)
    return vector(state, term)


def several(state: Elaboration, term: Term) -> Term:
    """(a, b): several values, for comparison with several values."""
    return Term("tuple", tuple(state.value(a) for a in term.args), None, None, term.span)


def block(state: Elaboration, term: Term) -> Term:
    """The argument of block(…): blocks of a row share their rows, blocks of a column their columns; 0 is a zero block."""
    rows = term.args if term.op in {"matrix", "list", "vector"} else ()
    if not rows or any(not r.args or r.op not in {"row", "list", "vector"} for r in rows):
        raise state.refuse("block takes rows of arrays", term, "kind-mismatch", "block([[A, B], [C, D]])")
    width = len(rows[0].args)
    heights = [state.sizes.fresh() for _ in rows]
    widths = [state.sizes.fresh() for _ in range(width)]
    out: list[Term] = []
    for height, row in zip(heights, rows, strict=True):
        if len(row.args) != width:
            raise state.refuse(f"`{state.words(row)}` has {len(row.args)} blocks, the first row {width}", row)
        cells: list[Term] = []
        for length, cell in zip(widths, row.args, strict=True):
            read = state.value(cell)
            if read.op == "num" and read.value == 0:
                read = Term("zeros", (), None, Shape(height, length), read.span)
            shape = state.shape(read)
            if not state.agree(shape, Shape(height, length)):
                known = state.sizes.shape(Shape(height, length))
                need = Shape(*(s if not str(s).startswith("?") else t for s, t in zip(
                    (known.rows, known.cols), (shape.rows, shape.cols), strict=True)))  # fmt: skip
                raise state.refuse(f"the blocks do not fit: {state.said(read)}, where {need} is needed", cell)
            cells.append(read)
        out.append(Term("row", tuple(cells), None, Shape(height, _total(widths)), row.span))
    return Term("matrix", tuple(out), None, Shape(_total(heights), _total(widths)), term.span)


def _total(sizes: list[Size]) -> Size:
    total = Size.of(0)
    for size in sizes:
        total = total + size
    return total


def index(state: Elaboration, term: Term) -> Term:
    """x[i], A[i, j], A[i, :], and the k-th value of a sequence, rmsprop.w[k]; indices start at 1."""
    base = state.read(term.args[0])
    indices = term.args[1:]
    if state.sort(base) == "sequence" and isinstance(base.value, str):
        step = state.scalar(indices[0], "the index of a sequence")
        _check_whole(state, step)
        name, _, member = base.value.partition(".")
        shape = state.context.objects[name].members[member]
        first = Term("index", (base, step), None, shape or SCALAR, term.span)
        return first if len(indices) == 1 else _entry_of(state, term, first, indices[1:])
    if state.sort(base) != "value":
        state.value(term.args[0])
    return _entry_of(state, term, base, indices)


def _entry_of(state: Elaboration, term: Term, base: Term, indices: tuple[Term, ...]) -> Term:
    shape = state.shape(base)
    if len(indices) == 1:
        if shape.is_column:
            lengths: tuple[Size, ...] = (shape.rows,)
        elif shape.rows == ONE:
            lengths = (shape.cols,)
        else:
            word = state.words(base)
            inner = state.words(indices[0])
            raise state.refuse(
                f"`{state.words(term)}`: {state.said(base)}, so an entry has two indices", term,
                hint=f"{word}[{inner}, :] is a row, {word}[:, {inner}] a column",
            )  # fmt: skip
    elif len(indices) == 2:
        lengths = (shape.rows, shape.cols)
    else:
        raise state.refuse(f"`{state.words(term)}` has {len(indices)} indices", term, hint="arrays have at most two")
    read: list[Term] = []
    sizes: list[Size] = []
    for i, length in zip(indices, lengths, strict=True):
        position, size = _position(state, i, length, base)
        read.append(position)
        sizes.append(size)
    if len(sizes) == 1:
        sizes = [sizes[0], ONE] if shape.is_column else [ONE, sizes[0]]
    return Term("index", (base, *read), None, Shape(sizes[0], sizes[1]), term.span)


def _position(state: Elaboration, term: Term, length: Size, base: Term) -> tuple[Term, Size]:
    """One index and how many entries it picks."""
    if term.op == "all":
        return Term("all", (), None, None, term.span), length
    if term.op == "range":
        low, high = (state.scalar(a, "an index") for a in term.args)
        for end in (low, high):
            _check_whole(state, end)
            _check_inside(state, end, length, base)
        ends = size_of(low), size_of(high)
        count = None if ends[0] is None or ends[1] is None else ends[1] - ends[0] + ONE
        if count is None or (count.constant is not None and count.constant < 1):
            raise state.refuse(f"`{state.words(term)}` is no range of indices", term, "index-range")
        return Term("range", (low, high), None, SCALAR, term.span), count
    position = state.scalar(term, "an index")
    _check_whole(state, position)
    _check_inside(state, position, length, base)
    return position, ONE


def _literal(position: Term) -> Fraction | None:
    """The number that is written out as an index: 3, -1, 1/2."""
    match position:
        case Term("num", (), Fraction() as value):
            return value
        case Term("neg", (inner,)):
            value_inside = _literal(inner)
            return None if value_inside is None else -value_inside
        case Term("div", (Term("num", (), Fraction() as above), Term("num", (), Fraction() as below))) if below:
            return above / below
    return None


def _check_whole(state: Elaboration, position: Term) -> None:
    value = _literal(position)
    if value is not None and value.denominator != 1:
        raise state.refuse(f"an index is a whole number, but it is `{state.words(position)}`", position, "kind-mismatch")
    kind = state.kind(position.value) if position.op == "sym" and isinstance(position.value, str) else None
    if isinstance(kind, Kind) and kind.base not in {"integer", "natural"}:
        raise state.refuse(
            f"an index is a whole number, but `{state.words(position)}` is {kind.base}", position, "kind-mismatch",
            f"declare `{position.value}: natural`",
        )  # fmt: skip


def _check_inside(state: Elaboration, position: Term, length: Size, base: Term) -> None:
    value = _literal(position)
    top = state.sizes.resolve(length).constant
    if value is not None and (value < 1 or (top is not None and value > top)):
        raise state.refuse(
            f"index {value} is outside `{state.words(base)}`, which is {describe(state.shape(base))}",
            position, "index-range", f"indices run from 1 to {state.sizes.resolve(length)}",
        )  # fmt: skip


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "eye": _eye, "zeros": _zeros, "ones": _ones, "vector": vector, "matrix": matrix, "list": bracketed,
        "tuple": several, "index": index,
    }
)  # fmt: skip
