"""Restricted YAML: mappings, lists and texts with their places, and nothing else.

Owns: the limits on size and nesting, the refusal of anchors, aliases, tags, merge keys, duplicate keys,
directives and further documents.  Works on PyYAML's events and never constructs an object: a scalar is text until
the schema types it, so `no`, `1e-9` and `2.10` mean what is written.  Does not own: which keys exist (schema.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import yaml
from yaml.error import MarkedYAMLError
from yaml.reader import ReaderError

from symcheck.problem.errors import ErrorLog, quoted
from symcheck.problem.nodes import BrokenNode, MappingNode, Node, ScalarNode, SequenceNode
from symcheck.problem.source import Source
from symcheck.problem.yaml_errors import backslash, reword, special_start, value_of_line

MAX_BYTES = 1 << 20
MAX_DEPTH = 12
MAX_NODES = 100_000
MAX_KEY = 1000
MAX_SPECIAL = 100  # aliases, anchors and tags after which nobody reads on
MAX_REPAIRS = 20
REPAIR_WORK = 1 << 21  # characters read again in all, to find further YAML errors after the first


class Mark(Protocol):
    index: int


def offset(mark: Mark | None) -> int:
    """The index of a mark (events read from text always have one)."""
    return mark.index if mark is not None else 0


class _Stop(Exception):
    """Reading cannot go on; the reason is in the log."""


def parse_yaml(source: Source, log: ErrorLog) -> Node | None:
    """The one document of `source`, or None where it is empty or cannot be read at all.

    Errors go to `log`.  After an error of YAML's own the line to blame is blanked and reading starts again, so
    that all such errors of a file are found, within a fixed amount of work.
    """
    if len(source.text) > MAX_BYTES:
        log.whole(source.path, f"the file is larger than {MAX_BYTES >> 20} MiB", code="too-large", hint="split it")
        return None
    text, broken = source.text, set[int]()
    attempts = min(MAX_REPAIRS, REPAIR_WORK // max(1, len(text)))
    last_line = 0
    for attempt in range(attempts + 1):
        found = ErrorLog()
        reading = _Reading(Source(source.path, text) if attempt else source, source, broken, found)
        try:
            node = reading.document()
            log.take(found)
            return node
        except _Stop:
            log.take(found)
            return None
        except ReaderError as e:
            _control_character(source, e, log)
            return None
        except MarkedYAMLError as e:
            said = reword(reading.source, e, reading.open_flow[-1] if reading.open_flow else None)
            line = source.place(said.start).line
            if line <= last_line:  # a consequence of what was blanked
                log.take(found)
                return None
            last_line = line
            log.add(source, said.start, said.end, said.message, code=said.code, hint=said.hint)
            if said.value is None or attempt == attempts:
                log.take(found)
                return None
            text = _blanked(source, text, said.value)
            broken.add(said.value)
    return None


def _blanked(source: Source, text: str, value: int) -> str:
    """`text` with the value that begins at `value` made harmless, together with the deeper lines below it."""
    number = source.place(value).line
    line = source.line(number)
    indent = len(line) - len(line.lstrip())
    last = number
    while last < len(source.starts):
        below = source.line(last + 1)
        if below.strip() and len(below) - len(below.lstrip()) <= indent:
            break
        last += 1
    end = source.starts[last] if last < len(source.starts) else len(text)
    rest = "".join(c if c in "\r\n" else " " for c in text[value + 1 : end])
    return f"{text[:value]}x{rest}{text[end:]}"


def _control_character(source: Source, error: ReaderError, log: ErrorLog) -> None:
    at = error.position
    c = source.text[at]
    message = f"the character U+{ord(c):04X} cannot stand in a problem file"
    log.add(source, at, at + 1, message, code="control-character", hint="remove it (is this a text file?)")


class _Reading:
    """One pass over the events of a document."""

    def __init__(self, source: Source, original: Source, broken: set[int], log: ErrorLog) -> None:
        self.source = source
        self.original = original
        self.broken = broken
        self.log = log
        self.open_flow: list[int] = []
        self.count = 0
        self.events: Iterator[yaml.Event] = iter(())

    def document(self) -> Node | None:
        self.events = iter(yaml.parse(self.source.text, Loader=yaml.SafeLoader))
        node: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if event.version or event.tags:
                    self.refuse(event, "a problem file has no YAML directives (lines with %)", "yaml-directive")
                if documents > 1:
                    hint = "put each problem into a file of its own"
                    self.refuse(event, "a second YAML document begins here (`---`)", "yaml-documents", hint)
                    raise _Stop
            elif isinstance(event, yaml.NodeEvent):
                node = self.node(event, 1)
        empty = isinstance(node, ScalarNode) and node.text == "" and node.style == ""
        return None if empty else node

    def refuse(self, event: yaml.Event, message: str, code: str, hint: str = "") -> None:
        self.log.add(self.original, offset(event.start_mark), offset(event.end_mark), message, code=code, hint=hint)

    def node(self, event: yaml.Event, depth: int) -> Node:
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_NODES:
            deep = depth > MAX_DEPTH
            what = f"is nested more than {MAX_DEPTH} deep" if deep else f"has more than {MAX_NODES} entries"
            self.refuse(event, f"the file {what}", "too-deep" if deep else "too-large")
            raise _Stop
        start, end = offset(event.start_mark), offset(event.end_mark)
        if start in self.broken:
            return BrokenNode(self.original, start, end)
        if isinstance(event, yaml.AliasEvent):
            self.special(event, f"the alias {quoted(self.source.text[start:end])} cannot stand in a problem file")
            return BrokenNode(self.original, start, end)
        anchored = getattr(event, "anchor", None) is not None
        if anchored or getattr(event, "tag", None) is not None:
            word = self.source.text[start:end].split(maxsplit=1)[0]
            what = "anchor" if anchored else "tag"
            self.special(event, f"the {what} {quoted(word)} cannot stand in a problem file")
            self.skip(event, depth)
            return BrokenNode(self.original, start, end)
        match event:
            case yaml.ScalarEvent():
                return self.scalar(event)
            case yaml.MappingStartEvent():
                return self.mapping(event, depth)
        return self.sequence(event, depth)

    def special(self, event: yaml.Event, message: str) -> None:
        """An alias, anchor or tag: most often a claim that begins with `*`, `&` or `!`."""
        if len(self.log) > MAX_SPECIAL:
            raise _Stop
        line = self.original.place(offset(event.start_mark)).line
        value = value_of_line(self.original, line)
        said = special_start(self.original, *value) if value and value[0] == offset(event.start_mark) else None
        if said:
            self.log.add(self.original, said.start, said.end, said.message, code=said.code, hint=said.hint)
        else:
            hint = "write the text out where it is needed"
            self.refuse(event, message, "yaml-special-character", hint)

    def skip(self, event: yaml.Event, depth: int) -> None:
        """Reads past the inside of a collection that is refused anyway."""
        level = int(isinstance(event, yaml.CollectionStartEvent))
        while level:
            inner = next(self.events)
            self.count += 1
            level += isinstance(inner, yaml.CollectionStartEvent) - isinstance(inner, yaml.CollectionEndEvent)
            if level + depth > MAX_DEPTH or self.count > MAX_NODES:
                raise _Stop

    def scalar(self, event: yaml.ScalarEvent) -> Node:
        start, end, style = offset(event.start_mark), offset(event.end_mark), event.style or ""
        if style == '"' and "\\" in self.source.text[start:end]:
            said = backslash(self.original, start)
            self.log.add(self.original, said.start, said.end, said.message, code=said.code, hint=said.hint)
            return BrokenNode(self.original, start, end)
        return ScalarNode(self.original, start, end, event.value, style, bool(self.open_flow))

    def mapping(self, event: yaml.MappingStartEvent, depth: int) -> MappingNode:
        start, entries, first = offset(event.start_mark), list[tuple[ScalarNode, Node]](), dict[str, ScalarNode]()
        if event.flow_style:
            self.open_flow.append(start)
        while not isinstance(key_event := next(self.events), yaml.MappingEndEvent):
            key = self.node(key_event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, ScalarNode):
                if not isinstance(key, BrokenNode):
                    self.refuse(key_event, "a key is one word or text, not a list or a mapping", "yaml-key")
            elif len(key.text) > MAX_KEY:
                message = f"a key of {len(key.text)} characters is too long"
                self.log.add(self.original, key.start, key.end, message, code="yaml-key", hint=f"at most {MAX_KEY} characters")
            elif key.text == "" or (key.text == "<<" and not key.style):
                what = "merge keys (`<<`) cannot stand in a problem file" if key.text else "a key is missing before the colon"
                self.log.add(self.original, key.start, key.end, what, code="yaml-key")
            elif key.text in first:
                line = self.original.place(first[key.text].start).line
                hint = f"the first one stands in line {line}"
                message = f"{quoted(key.text)} is given twice"
                self.log.add(self.original, key.start, key.end, message, code="duplicate-key", hint=hint)
            else:
                first[key.text] = key
                entries.append((key, value))
        if event.flow_style:
            self.open_flow.pop()
        return MappingNode(self.original, start, offset(key_event.end_mark), tuple(entries), bool(event.flow_style))

    def sequence(self, event: yaml.Event, depth: int) -> SequenceNode:
        start, items, flow = offset(event.start_mark), list[Node](), bool(getattr(event, "flow_style", False))
        if flow:
            self.open_flow.append(start)
        while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(inner, depth + 1))
        if flow:
            self.open_flow.pop()
        return SequenceNode(self.original, start, offset(inner.end_mark), tuple(items), flow)
