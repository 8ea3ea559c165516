"""Typed reading of YAML nodes: what the values of a key may look like, and what is said where they do not.

Owns: known and unknown keys, texts, mathematics (never plain inside a flow list or mapping), words, numbers.
Does not own: which keys exist (schema.py), what the mathematics says (symcheck.language).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from symcheck.problem.errors import ErrorLog, quoted, suggestion
from symcheck.problem.nodes import BrokenNode, MappingNode, Node, ScalarNode, SequenceNode, passage
from symcheck.problem.schema import Key
from symcheck.problem.source import Passage
from symcheck.problem.yaml_errors import in_single_quotes

NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?")
FRACTION = re.compile(r"([+-]?\d+)\s*/\s*(\d+)")
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)
MAX_DIGITS = 1000
KINDS_OF_NODE = {ScalarNode: "a text", MappingNode: "a mapping", SequenceNode: "a list", BrokenNode: "broken"}


def wrong_form(node: Node, log: ErrorLog, what: str, right: str) -> None:
    """Says that `what` should have been written as `right`; silent where the node is an error already."""
    if not isinstance(node, BrokenNode):
        message = f"{what} is {right}, not {KINDS_OF_NODE[type(node)]}"
        if isinstance(node, ScalarNode) and not node.text.strip():
            message = f"{what} is empty"
        log.add(node.source, node.start, node.end, message, code="wrong-form", hint=f"write {right}")


def entries(node: Node | None, log: ErrorLog, what: str) -> Iterator[tuple[ScalarNode, Node]]:
    """The entries of a block mapping whose values are mathematics or blocks; `what: {}` is an empty one."""
    if isinstance(node, MappingNode) and not (node.flow and node.entries):
        yield from node.entries
    elif isinstance(node, MappingNode):
        message = f"{what} stands in a flow mapping {{…}}, where YAML cuts mathematics at its commas and colons"
        log.add(node.source, node.start, node.end, message, code="flow-mathematics", hint="write each entry on a line of its own")
    elif node is not None:
        wrong_form(node, log, what, "a block of lines `name: text`")


def known(node: Node, keys: Mapping[str, Key], log: ErrorLog, what: str) -> dict[str, Node]:
    """The values of a mapping by key; a key that is not in the table is an error that names the nearest one."""
    found: dict[str, Node] = {}
    if not isinstance(node, MappingNode):
        wrong_form(node, log, what, "a mapping")
        return found
    for key, value in node.entries:
        if key.text in keys:
            found[key.text] = value
        else:
            hint = suggestion(key.text, keys) or f"known here: {', '.join(keys)}"
            log.add(key.source, key.start, key.end, f"{quoted(key.text)} is not a key of {what}", code="unknown-key", hint=hint)
    return found


def text_of(node: Node | None, log: ErrorLog, what: str) -> str | None:
    """A text that is not mathematics (a title, a note)."""
    if isinstance(node, ScalarNode):
        return node.text.strip()
    if node is not None:
        wrong_form(node, log, what, "a text")
    return None


def mathematics(node: Node | None, log: ErrorLog, what: str) -> Passage | None:
    """One piece of mathematics with the place of every character; comments in a block are blanked out."""
    if node is None or isinstance(node, BrokenNode):
        return None
    raw = node.source.text[node.start : node.end]
    if isinstance(node, ScalarNode) and not (node.flow and node.style == ""):
        if not node.text.strip():
            log.add(node.source, node.start, max(node.end, node.start + 1), f"{what} is empty", code="empty-text")
            return None
        found = passage(node)
        if node.style == "|":
            blanked = COMMENT.sub(lambda m: " " * len(m[0]), found.text)
            found = Passage(found.source, blanked, found.indices)
        return found
    if isinstance(node, ScalarNode) or node.flow:
        where = "mapping" if isinstance(node, MappingNode) else "list"
        message = f"{what}: mathematics cannot stand in a flow list or mapping, where YAML cuts it at commas and colons"
        if not isinstance(node, ScalarNode):
            message = f"{what}: YAML takes {quoted(raw)} for a {where}"
        whole = not isinstance(node, ScalarNode) or raw.count("(") == raw.count(")")  # else it was cut, and is not all of it
        shown = f": {in_single_quotes(' '.join(raw.split()))}" if whole else ", all of it"
        hint = f"write it on a line of its own, or in single quotes{shown}"
        log.add(node.source, node.start, node.end, message, code="flow-mathematics", hint=hint)
        return None
    wrong_form(node, log, what, "one text")
    return None


def several(node: Node | None, log: ErrorLog, what: str) -> tuple[Passage, ...]:
    """Mathematics in one text, or in the texts of a block list."""
    if isinstance(node, SequenceNode) and not node.flow:
        return tuple(p for item in node.items if (p := mathematics(item, log, what)) is not None)
    one = mathematics(node, log, what)
    return () if one is None else (one,)


def word_of(node: Node | None, key: Key, log: ErrorLog) -> str | None:
    """One of the words that the key allows."""
    if node is None or isinstance(node, BrokenNode):
        return None
    text = node.text.strip() if isinstance(node, ScalarNode) else ""
    if text in key.words:
        return text
    shown = quoted(text) if text else KINDS_OF_NODE[type(node)]
    hint = suggestion(text, key.words)
    message = f"`{key.name}` is one of {', '.join(key.words)}, not {shown}"
    log.add(node.source, node.start, node.end, message, code="unknown-word", hint=hint)
    return None


def name_of(node: Node | None, key: Key, log: ErrorLog) -> str | None:
    """A stable kebab-case name (a code, a kind of mistake)."""
    text = text_of(node, log, f"`{key.name}`")
    if text is None or node is None or NAME.fullmatch(text):
        return text
    message = f"`{key.name}` is a name such as missing-term, not {quoted(text)}"
    log.add(node.source, node.start, node.end, message, code="unknown-word", hint="small letters, joined by hyphens")
    return None


def exact(text: str) -> Fraction | None:
    """The rational that a decimal numeral or a fraction of integers denotes, or None."""
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    if len(text) > MAX_DIGITS:
        return None
    if ratio := FRACTION.fullmatch(text):
        return Fraction(int(ratio[1]), int(ratio[2])) if int(ratio[2]) else None
    return Fraction(text) if NUMBER.fullmatch(text) else None


def tolerance_of(node: Node | None, log: ErrorLog) -> Fraction | None:
    """The value of `tolerance:`, a positive number."""
    text = text_of(node, log, "`tolerance`")
    if text is None or node is None:
        return None
    value = exact(text)
    if value is None or value <= 0:
        message = f"`tolerance` is a positive number such as 1e-6, not {quoted(text)}"
        log.add(node.source, node.start, node.end, message, code="not-a-number")
        return None
    return value
