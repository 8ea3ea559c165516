"""What a problem file is made of before the schema types it: texts, mappings and lists, with their places.

Owns: the nodes, and the way from the text of a scalar back to the characters of the file.  Does not own: reading
YAML into nodes (yaml_text.py), what values a key may have (fields.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.problem.source import Passage, Source

BLANKS = " \t\r\n\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A text.  style: "" (plain), ' or " (quoted), | or > (block); flow: whether it stands inside [...] or {...}."""

    source: Source
    start: int
    end: int
    text: str
    style: str = ""
    flow: bool = False


@dataclass(frozen=True, slots=True)
class MappingNode:
    source: Source
    start: int
    end: int
    entries: tuple[tuple[ScalarNode, Node], ...]
    flow: bool = False


@dataclass(frozen=True, slots=True)
class SequenceNode:
    source: Source
    start: int
    end: int
    items: tuple[Node, ...]
    flow: bool = False


@dataclass(frozen=True, slots=True)
class BrokenNode:
    """A value that is already in the error log: whoever meets it says nothing more."""

    source: Source
    start: int
    end: int


Node = ScalarNode | MappingNode | SequenceNode | BrokenNode


def passage(node: ScalarNode) -> Passage:
    """The text of a scalar with the place of every character.

    A scalar's text and its source have the same characters apart from blanks (folded, or indentation) and doubled
    single quotes, so that walking both in step finds every place.  (Escapes do not occur: they are refused.)
    """
    raw, at, indices = node.source.text, node.start, []
    if node.style in ("'", '"'):
        at += 1
    elif node.style in ("|", ">"):
        at = raw.find("\n", node.start) + 1
    for c in node.text:
        if c in BLANKS:
            indices.append(at)
            if at < node.end and raw[at] in BLANKS:
                at += 1
            continue
        while at < node.end and raw[at] != c:
            at += 1
        indices.append(at)
        at += 2 if node.style == "'" and c == "'" else 1
    indices.append(at)
    return Passage(node.source, node.text, tuple(indices))
