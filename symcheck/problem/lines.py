"""The text of a `derivation:` as lines: labels, continuations, premises – before any of it is parsed.

Owns: what begins a line, what wraps one, `[label]`, the leading relation, `by …` and `where …` at the end.  Does not own: what a
line says (derivations.py), or what stands between lines (asides.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from symcheck.problem.asides import CASE, CLOSE, LET, WHERE, Aside, top_level
from symcheck.problem.fields import COMMENT
from symcheck.problem.source import Passage

LABEL = re.compile(r"\[(?P<label>[A-Za-z0-9][\w.'-]*)\](?=\s|$)")
# what may begin a line that continues the one above, longest first
LEADING = (
    ("<=>", r"<=>|<==>|⇔|⟺|\\(?:iff|Leftrightarrow)\b"),
    ("=>", r"=>|==>|⇒|⟹|\\(?:implies|Rightarrow)\b"),
    ("⇐", r"<==|⇐|⟸|\\(?:impliedby|Leftarrow)\b"),
    ("<=", r"<=|≤|⩽|\\leq?\b"),
    (">=", r">=|≥|⩾|\\geq?\b"),
    ("!=", r"!=|≠|\\neq?\b"),
    ("~=", r"~=|≈|\\approx\b"),
    ("=", r"="),
    ("<", r"<|\\lt\b"),
    (">", r">|\\gt\b"),
)
RELATION = re.compile(r"(?P<dollar>\$\s*)?(?:" + "|".join(f"(?P<r{i}>{p})" for i, (_, p) in enumerate(LEADING)) + ")")
CHAINING = ("<=", ">=", "!=", "~=", "=", "<", ">")
# what a line has that is more than an expression; a line without it is completed by a continuation
SAYS_SOMETHING = re.compile(
    r"[=<>≤≥⩽⩾≠≈∈⊂⊆⇔⇒⟺⟹∀∃]|\\(?:leq?|geq?|neq?|approx|in|subset|lt|gt)\b|\b(?:in|is|subset|not|for all|exists)\b"
)
BY = re.compile(r"(?:^|(?<=[\s,()$]))by\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a derivation.  written: without label and premises; body: without the leading relation too.

    above: what stands between it and the line before; where: the remark at its end; below: what stands after the last line.
    """

    label: str
    relation: str
    written: Passage
    body: Passage
    by: Passage | None
    place: Passage
    where: Passage | None = None
    above: tuple[Aside, ...] = ()
    below: tuple[Aside, ...] = ()


def split_lines(text: Passage) -> tuple[Line, ...]:
    """The lines of a derivation; a line without a label has its number, counted from 1."""
    logical: list[Passage] = []
    base: int | None = None
    blanked = Passage(text.source, COMMENT.sub(lambda m: " " * len(m[0]), text.text), text.indices)
    for physical in blanked.lines():
        line = physical.strip()
        if not line.text:
            continue
        indent = len(physical.text) - len(physical.text.lstrip())
        if base is None or indent < base or (logical and opens(logical[-1])):
            base = indent
        begins = any(p.match(line.text) for p in (LABEL, RELATION, LET, CLOSE))
        begins = begins or (CASE.match(line.text) is not None and top_level(line.text, ":") > 0)
        wraps = logical and indent > base and not begins
        if wraps or (logical and WHERE.match(line.text)):
            logical[-1] = logical[-1].then(line)
        else:
            logical.append(line)
    found: list[Line] = []
    asides: list[Aside] = []
    for line in logical:
        between, rest = aside(line)
        asides += between
        if rest is None:
            continue
        below = read_line(rest)
        if found and not asides and below.relation in CHAINING and not SAYS_SOMETHING.search(found[-1].written.text):
            found[-1] = merged(found[-1], below)
        else:
            found.append(replace(below, above=tuple(asides)))
            asides = []
    if found and asides:
        found[-1] = replace(found[-1], below=tuple(asides))
    return tuple(line if line.label else replace(line, label=str(number)) for number, line in enumerate(found, 1))


def opens(line: Passage) -> bool:
    """Whether a line is `case …:` alone: what is indented below it are lines of their own."""
    return aside(line)[1] is None and LET.match(line.text) is None


def aside(line: Passage) -> tuple[tuple[Aside, ...], Passage | None]:
    """What a line says that is no step, and the step that it goes on with, if it does."""
    label = LABEL.match(line.text)
    start = len(line.text) - len(line.text[label.end() :].lstrip()) if label else 0
    text = line.part(start, len(line))
    if not label and (let := LET.match(text.text)):
        return (Aside("let", text.part(let.end(), len(text)).strip()),), None
    if case := CASE.match(text.text):
        colon = top_level(text.text, ":")
        if colon > 0:
            opened = Aside("case", text.part(case.end(), colon).strip())
            return (opened,), joined(line.part(0, start), text.part(colon + 1, len(text)).strip())
    if close := CLOSE.match(text.text):
        return (Aside("cases", text.part(0, 0)),), joined(line.part(0, start), text.part(close.end(), len(text)).strip())
    return (), line


def joined(label: Passage, rest: Passage) -> Passage | None:
    """The label of a line and what stands after a remark on it; None where nothing does."""
    if not rest.text:
        return None
    return label.strip().then(rest) if label.text else rest


def read_line(line: Passage) -> Line:
    """One line taken apart."""
    place = line
    found = LABEL.match(line.text)
    label = found["label"] if found else ""
    if found:
        line = line.part(found.end(), len(line)).strip()
    line, where = without_remark(line)
    line, by = without_premises(line)
    if where is not None and by is None:
        where, by = without_premises(where)
    relation, body = "", line
    leading = RELATION.match(line.text)
    if leading:
        index = next(i for i in range(len(LEADING)) if leading[f"r{i}"] is not None)
        relation = LEADING[index][0]
        body = line.part(leading.end(), len(line))
        if leading["dollar"]:
            body = line.part(0, 1).then(body, "")
        body = body.strip()
    return Line(label, relation, line, body, by, place, where)


def without_remark(line: Passage) -> tuple[Passage, Passage | None]:
    """The line before its `where …` or `(where …)` outside other brackets, and what follows it."""
    text = line.text
    for m in WHERE.finditer(text):
        before = text[: m.start()].rstrip()
        enclosed = before.endswith("(") and text.rstrip().endswith(")")
        head = before[:-1] if enclosed else before
        if head.count("(") + head.count("{") == head.count(")") + head.count("}") and head.count("$") % 2 == 0:
            end = len(text.rstrip()) - enclosed
            return line.part(0, len(head.rstrip().rstrip(",").rstrip())).strip(), line.part(m.end(), end).strip()
    return line, None


def without_premises(line: Passage) -> tuple[Passage, Passage | None]:
    """The line before its `by …` or `(by …)`, and what follows it; the last `by` outside brackets and dollars counts."""
    text = line.text
    kept = -1
    depth, dollars, at = 0, 0, 0
    enclosed: tuple[int, int] | None = None
    for m in BY.finditer(text):
        piece = text[at : m.start()]
        before = depth
        depth += sum(piece.count(c) for c in "({") - sum(piece.count(c) for c in ")}")
        dollars += piece.count("$")
        at = m.start()
        if depth == 0 and dollars % 2 == 0:
            kept = m.start()
        elif depth == 1 and before == 0 and piece.rstrip().endswith("("):
            enclosed = (at - (len(piece) - len(piece.rstrip())) - 1, m.end())
    if enclosed and text.endswith(")") and text.count("(", enclosed[1]) == text.count(")", enclosed[1]) - 1:
        return line.part(0, enclosed[0]).strip(), line.part(enclosed[1], len(line) - 1).strip()
    if kept < 0:
        return line, None
    by = BY.match(text, kept)
    end = by.end() if by else kept
    return line.part(0, len(text[:kept].rstrip().rstrip(",").rstrip())).strip(), line.part(end, len(line)).strip()


def merged(above: Line, below: Line) -> Line:
    """A line that is only an expression, together with the `= …` below that makes it a statement."""
    written = above.written.then(below.written)
    body = above.body.then(below.written)
    where = above.where.then(below.where, ", ") if above.where and below.where else above.where or below.where
    return Line(above.label or below.label, above.relation, written, body, below.by or above.by, above.place, where, above.above)
