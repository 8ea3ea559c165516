"""The text of a `derivation:` as lines: labels, continuations, premises – before any of it is parsed.

Owns: what begins a line, what wraps one, `[label]`, the leading relation, `by …` at the end.  Does not own: what a
line says (derivations.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

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
    """One line of a derivation.  written: without label and premises; body: without the leading relation too."""

    label: str
    relation: str
    written: Passage
    body: Passage
    by: Passage | None
    place: Passage


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
        base = indent if base is None else base
        begins = LABEL.match(line.text) or RELATION.match(line.text)
        if logical and indent > base and not begins:
            logical[-1] = logical[-1].then(line)
        else:
            logical.append(line)
    found: list[Line] = []
    for line in logical:
        below = read_line(line)
        if found and below.relation in CHAINING and not SAYS_SOMETHING.search(found[-1].written.text):
            found[-1] = merged(found[-1], below)
        else:
            found.append(below)
    return tuple(line if line.label else replace(line, label=str(number)) for number, line in enumerate(found, 1))


def read_line(line: Passage) -> Line:
    """One line taken apart."""
    place = line
    found = LABEL.match(line.text)
    label = found["label"] if found else ""
    if found:
        line = line.part(found.end(), len(line)).strip()
    line, by = without_premises(line)
    relation, body = "", line
    leading = RELATION.match(line.text)
    if leading:
        index = next(i for i in range(len(LEADING)) if leading[f"r{i}"] is not None)
        relation = LEADING[index][0]
        body = line.part(leading.end(), len(line))
        if leading["dollar"]:
            body = line.part(0, 1).then(body, "")
        body = body.strip()
    return Line(label, relation, line, body, by, place)


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
    return Line(above.label or below.label, above.relation, written, body, below.by or above.by, above.place)
