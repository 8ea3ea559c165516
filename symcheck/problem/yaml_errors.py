"""YAML's own complaints, said in terms of the mathematics that caused them.

Owns: the table of characters that YAML does not leave alone at the start of a value, and the rewording of the
parser's errors.  Does not own: reading YAML (yaml_text.py).  It may be wrong about what the author meant, never
about the line: every rewording quotes the line it speaks of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yaml.error import MarkedYAMLError

from symcheck.problem.errors import quoted
from symcheck.problem.source import Source

# what YAML takes a value for that begins with this character
TAKEN_FOR = {
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
    "[": "a list",
    "{": "a mapping",
    "|": "the start of a block of lines",
    ">": "the start of a folded block",
    "@": "a reserved character",
    "`": "a reserved character",
    "%": "a directive",
    "'": "a quoted text that ends at the next quote",
    '"': "a quoted text that ends at the next quote",
    "-": "a list entry",
    "?": "a key",
    ",": "a separator",
    "]": "the end of a list",
    "}": "the end of a mapping",
}
COLON = re.compile(r":(?=\s|$)")
LONGEST_LINE = 2000  # of a longer line only this much is looked at


@dataclass(frozen=True, slots=True)
class Reworded:
    """An error for the characters [start, end); `value` is where the value to blame begins, if a value is to blame."""

    start: int
    end: int
    message: str
    hint: str
    code: str
    value: int | None = None


def in_single_quotes(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def quote_it(value: str) -> str:
    """The hint that shows the value as YAML leaves it alone."""
    shown = in_single_quotes(value) if len(value) <= 100 else "'…'"
    return f"put the whole text in single quotes, {shown}, or on lines of its own below a |"


def value_of_line(source: Source, line: int) -> tuple[int, str] | None:
    """Where the value on a line `key: value` or `- value` begins, and its text; None where the line has no value."""
    text = source.line(line)[:LONGEST_LINE]
    at = len(text) - len(text.lstrip())
    listed = False
    while text.startswith("- ", at):
        at += 2 + len(text[at + 2 :]) - len(text[at + 2 :].lstrip())
        listed = True
    colon = colon_of_key(text, at)
    if colon is not None:
        at = colon + 1 + len(text[colon + 1 :]) - len(text[colon + 1 :].lstrip())
    if (colon is None and not listed) or at >= len(text.rstrip()):
        return None
    return source.starts[line - 1] + at, text[at:].rstrip()


def colon_of_key(text: str, at: int = 0) -> int | None:
    """Where the colon after the key that begins at `at` stands; None where no key begins there."""
    quote = text[at : at + 1]
    start = at
    if quote in ("'", '"') and quote:
        start = text.find(quote, at + 1)
        if start < 0 or text[start + 1 :].lstrip()[:1] != ":":
            return None
    found = COLON.search(text, start)
    comment = text.find("#", at)
    if found is None or found.start() == at or (0 <= comment < found.start()):
        return None
    return found.start()


def special_start(source: Source, start: int, value: str) -> Reworded | None:
    """The error for a value that begins with a character YAML has other plans for."""
    taken = TAKEN_FOR.get(value[:1])
    if taken is None or (value[0] in "-?" and value[1:2] not in ("", " ", "\t")):
        return None
    message = f"{quoted(value)} begins with {value[0]}, which YAML takes for {taken}"
    return Reworded(start, start + len(value), message, quote_it(value), "yaml-special-character", start)


def reword(source: Source, error: MarkedYAMLError, open_flow: int | None) -> Reworded:
    """What went wrong at `error`; `open_flow` is where the list or mapping that is still open begins, if one is."""
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark
    index = min(mark.index, len(source.text)) if mark is not None else len(source.text)
    if error.context_mark is not None and (context.startswith("while scanning") or "flow" in context):
        index = min(error.context_mark.index, len(source.text))
    if "flow" in context and open_flow is not None:
        index = open_flow
    if "escape" in problem or "hexadecimal" in problem:
        return backslash(source, index)
    line = source.place(index).line
    at = source.starts[line - 1]
    text = source.line(line)
    end = max(at + len(text), index + 1)
    found = value_of_line(source, line)
    if found is not None:
        start, value = found
        if "end of stream" in problem and value[0] in "'\"":
            message = f"the quote that opens {quoted(value)} is never closed"
            return Reworded(start, end, message, "close it; a quote inside single quotes is doubled: ''", "yaml-quote", start)
        special = special_start(source, start, value)
        if special is not None:
            return special
        colon = re.search(r":(\s|$)", value)
        if "mapping values" in problem and colon and mark is not None and mark.index >= start:
            message = f"the colon in {quoted(value)} makes YAML take {quoted(value[: colon.start()])} for a key"
            return Reworded(start + colon.start(), start + colon.start() + 1, message, quote_it(value), "yaml-colon", start)
    lead = at + len(text) - len(text.lstrip())
    if "end of stream" in problem and "quoted scalar" in context:
        message = f"the quote that opens {quoted(text)} is never closed"
        return Reworded(lead, end, message, "close it; a quote inside single quotes is doubled: ''", "yaml-quote")
    if "'\\t'" in problem or (text[: lead - at].count("\t") and "token" in problem):
        return Reworded(index, index + 1, "a tab cannot indent a line", "use spaces", "yaml-tab")
    if text.lstrip().startswith(":"):
        return Reworded(lead, end, "a key is missing before the colon", "give the line a name", "yaml-key")
    keyed = found is not None or text.rstrip().endswith(":")
    if "mapping values" in problem and keyed:
        above = next((n for n in range(line - 1, 0, -1) if source.line(n).strip()), 0)
        if above and not source.line(above).startswith((" ", "#")) and lead == at and colon_of_key(source.line(above)) is None:
            at, text = source.starts[above - 1], source.line(above)
            return no_key(at, at + len(text), text)
        message = f"{quoted(text)} is indented below a line that already has a value"
        hint = "check the indentation, or leave the line above with nothing after its colon"
        return Reworded(lead, end, message, hint, "yaml-indentation")
    if "could not find expected ':'" in problem or "mapping values" in problem:
        return no_key(lead, end, text)
    if "block end" in problem:
        message = f"the indentation of {quoted(text)} fits no line above it"
        return Reworded(lead, end, message, "entries of one block begin in the same column", "yaml-indentation")
    if "flow" in context:
        shown = quoted(source.text[index : index + LONGEST_LINE])
        hint = "close it; put mathematics in single quotes"
        return Reworded(index, end, f"YAML takes {shown} for a list or mapping and finds no end of it", hint, "yaml-syntax")
    return Reworded(index, end, f"YAML cannot read {quoted(text)}: {problem}", "", "yaml-syntax")


def no_key(start: int, end: int, text: str) -> Reworded:
    message = f"{quoted(text)} is neither `name: text` nor the continuation of the line above"
    hint = "give it a name before a colon, or indent it below the line it continues"
    return Reworded(start, end, message, hint, "yaml-no-key")


def backslash(source: Source, start: int) -> Reworded:
    """A backslash between double quotes: YAML would read it as an escape."""
    line = source.line(source.place(start).line)
    column = source.place(start).column - 1
    body = re.match(r'"((?:[^"\\]|\\.)*)"', line[column:])
    shown = in_single_quotes(body[1]) if body and len(body[1]) <= 100 else "'…'"
    message = "a backslash between double quotes is an escape for YAML, not mathematics"
    end = start + (len(body[0]) if body else 1)
    return Reworded(start, end, message, f"use single quotes: {shown}", "yaml-backslash", start)
