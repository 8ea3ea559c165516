"""`data:`: matrices of numbers, and tables as they are printed.

Owns: rows of numbers in every form in which they may be written, and the exact rational of each.  Numbers keep the
text they were written with.  Does not own: names (scopes.py), arithmetic on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from symcheck.language.context import Definition, Signature
from symcheck.language.objects import Row, Table
from symcheck.language.terms import Term, num
from symcheck.problem.errors import ErrorLog, quoted
from symcheck.problem.fields import COMMENT, exact, wrong_form
from symcheck.problem.nodes import BrokenNode, MappingNode, Node, ScalarNode, SequenceNode, passage
from symcheck.problem.scopes import Names
from symcheck.problem.source import Passage

MAX_CELLS = 4096
INDEXED = re.compile(r"\s*(?P<index>\d+)\s*:(?P<row>.*)")

Cell = tuple[str, Fraction]
Cells = list["Cell | list[Cell]"]


class _Wrong(Exception):
    """A number or row that cannot be read, with its place."""

    def __init__(self, text: Passage, message: str, code: str, hint: str = "") -> None:
        super().__init__(message)
        self.text, self.message, self.code, self.hint = text, message, code, hint


def declare_data(node: Node | None, names: Names, log: ErrorLog) -> None:
    """Reads `data:`: each entry becomes a definition with a literal value, or a table."""
    if node is None:
        return
    if not isinstance(node, MappingNode):
        wrong_form(node, log, "`data`", "a block of lines `name: numbers`")
        return
    for key, value in node.entries:
        name = names.declare(passage(key), log)
        if name is None or isinstance(value, BrokenNode):
            log.broken.update(n for n in [name] if n)
            continue
        try:
            rows = table_rows(value)
            if rows is not None:
                names.objects[name] = Table(name, rows)
                names.signatures[name] = Signature("table")
            else:
                text = value.source.text[value.start : value.end].strip()
                names.definitions[name] = Definition(name, (), array(cells(value), value), text)
        except _Wrong as e:
            log.add(e.text.source, *e.text.covered(None), e.message, code=e.code, hint=e.hint)
            names.forget(name, log)


def whole(node: Node) -> Passage:
    """The node as it stands in the file."""
    text = node.source.text[node.start : node.end]
    return Passage(node.source, text, tuple(range(node.start, node.start + len(text) + 1)))


def number(text: Passage) -> Cell:
    value = exact(text.text)
    if value is None:
        hint = "data are numbers, such as -1, 0.25, 1e-9 or 1/3; define anything else under let"
        raise _Wrong(text, f"{quoted(text.text)} is not a number", "not-a-number", hint)
    return text.text.strip(), value


def cells(node: Node) -> Cells:
    """The numbers of a matrix (a list of rows), or of a vector (a flat list)."""
    if isinstance(node, SequenceNode):
        out: Cells = []
        for item in node.items:
            if isinstance(item, SequenceNode):
                out.append([number(passage(c)) if isinstance(c, ScalarNode) else nested(c) for c in item.items])
            else:
                out.append(number(passage(item)) if isinstance(item, ScalarNode) else nested(item))
        return out
    if not isinstance(node, ScalarNode):
        raise _Wrong(whole(node), "a table has one row a line, `0: [1, 2]`", "wrong-form")
    text = without_comments(passage(node))
    if "[" in text.text:
        return bracketed(text)
    rows = [[number(p) for p in words(line)] for line in text.lines() if line.text.strip()]
    if len(rows) == 1 and len(rows[0]) == 1:
        return [rows[0][0]]
    return [row[0] for row in rows] if all(len(row) == 1 for row in rows) else list(rows)


def nested(node: Node) -> Cell:
    raise _Wrong(whole(node), "data are numbers, or rows of numbers, and nothing deeper", "wrong-form")


def without_comments(text: Passage) -> Passage:
    return Passage(text.source, COMMENT.sub(lambda m: " " * len(m[0]), text.text), text.indices)


def words(text: Passage) -> Iterator[Passage]:
    """The numbers of a row, separated by blanks or commas."""
    for m in re.finditer(r"[^\s,;]+", text.text):
        yield text.part(m.start(), m.end())


def bracketed(text: Passage) -> Cells:
    """`[[1, 2], [3, 4]]` or `[1, 2]`; the entries may be fractions."""
    out: Cells = []
    row: list[Cell] | None = None
    depth, closed = 0, False
    for m in re.finditer(r"[\[\]]|[^\[\],]+", text.text):
        piece = text.part(m.start(), m.end()).strip()
        if not piece.text:
            continue
        if closed or (depth == 0 and piece.text != "[") or (depth == 2 and piece.text == "["):
            raise _Wrong(piece, f"{quoted(piece.text)} stands outside the rows of numbers", "wrong-form", "[[1, 2], [3, 4]]")
        if piece.text == "[":
            depth += 1
            row = [] if depth == 2 else None
        elif piece.text == "]":
            depth -= 1
            if row is not None:
                out.append(row)
            row, closed = None, depth == 0
        else:
            (out if row is None else row).append(number(piece))
    if not closed:
        raise _Wrong(text.strip(), "a bracket is not closed", "wrong-form", "[[1, 2], [3, 4]]")
    return out


def literal(cell: Cell) -> Term:
    """The number as the grammar reads it: a minus sign and a fraction bar stay operations."""
    text, value = cell
    if "/" in text:
        over = Term("div", (num(abs(value.numerator)), num(value.denominator)))
        return Term("neg", (over,)) if value < 0 else over
    return Term("neg", (num(-value),)) if value < 0 else num(value)


def array(found: Cells, node: Node) -> Term:
    """The literal scalar, vector or matrix term of these numbers."""
    rows = [c for c in found if isinstance(c, list)]
    flat = [c for c in found if not isinstance(c, list)]
    if rows and flat:
        raise _Wrong(whole(node), "numbers and rows of numbers cannot stand side by side", "ragged-rows")
    if not found or any(not row for row in rows):
        raise _Wrong(whole(node), "there are no numbers here", "empty-text")
    if len(flat) + sum(map(len, rows)) > MAX_CELLS:
        raise _Wrong(whole(node), f"this has more than {MAX_CELLS} entries", "too-large", "symcheck reads small examples")
    if flat:
        entries = tuple(literal(c) for c in flat)
        return entries[0] if len(entries) == 1 and isinstance(node, ScalarNode) else Term("vector", entries)
    short = next((i for i, row in enumerate(rows) if len(row) != len(rows[0])), None)
    if short is not None:
        counts = f"row {short + 1} has {len(rows[short])} numbers, row 1 has {len(rows[0])}"
        raise _Wrong(whole(node), f"the rows are not of one length: {counts}", "ragged-rows")
    return Term("matrix", tuple(Term("row", tuple(literal(c) for c in row)) for row in rows))


def table_rows(node: Node) -> tuple[Row, ...] | None:
    """The rows of a printed table; None where the node is no table (its lines do not begin with `index:`)."""
    found: list[tuple[Passage, Passage, Cells]] = []
    if isinstance(node, MappingNode):
        for key, value in node.entries:
            found.append((passage(key), whole(value), cells(value)))
    elif isinstance(node, ScalarNode):
        lines = [line for line in without_comments(passage(node)).lines() if line.text.strip()]
        if not lines or INDEXED.fullmatch(lines[0].text) is None:
            return None
        for line in lines:
            m = INDEXED.fullmatch(line.text)
            if m is None:
                raise _Wrong(line.strip(), f"{quoted(line.text)} is no row `index: [numbers]`", "wrong-form")
            row = line.part(m.start("row"), m.end("row"))
            numbers: Cells = bracketed(row) if "[" in row.text else [number(p) for p in words(row)]
            found.append((line.part(m.start("index"), m.end("index")), row, numbers))
    else:
        return None
    rows: dict[int, Row] = {}
    for index_text, row_text, numbers in found:
        flat = [c for c in numbers if not isinstance(c, list)]
        if not flat or len(flat) != len(numbers):
            raise _Wrong(row_text, "a row of a table is a list of numbers, `0: [0.5, 0.25]`", "wrong-form")
        if not index_text.text.isdigit() or len(index_text.text) > 9:
            raise _Wrong(index_text, f"the row index {quoted(index_text.text)} is not a number below 10^9", "not-a-number")
        index = int(index_text.text)
        if index in rows:
            raise _Wrong(index_text, f"row {index} is given twice", "declared-twice", f"first in line {rows[index].line}")
        texts, values = tuple(c[0] for c in flat), tuple(c[1] for c in flat)
        rows[index] = Row(index, texts, values, index_text.place().line)
    return tuple(rows.values())
