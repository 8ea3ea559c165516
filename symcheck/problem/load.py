"""A problem file read into a `Problem`: `load` and `load_text`.

Owns: the order in which the blocks are read, and what `uses:` brings in.  Does not own: any block.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from symcheck.language.context import Signature
from symcheck.problem.claims import FileTerms, read_claims
from symcheck.problem.data import declare_data
from symcheck.problem.declarations import (
    check_definitions,
    declare_definitions,
    declare_symbols,
    read_definitions,
    read_given,
    read_kinds,
)
from symcheck.problem.errors import ErrorLog, ProblemError, ProblemErrors, format_error, quoted
from symcheck.problem.fields import entries, known, text_of, tolerance_of, word_of, wrong_form
from symcheck.problem.networks import read_networks
from symcheck.problem.nodes import Node, ScalarNode, SequenceNode, passage
from symcheck.problem.paths import find_problems, read_source, root_of, used_path
from symcheck.problem.recurrences import read_recurrences
from symcheck.problem.schema import FILE
from symcheck.problem.scopes import Names
from symcheck.problem.source import Source
from symcheck.problem.types import Problem
from symcheck.problem.yaml_text import parse_yaml

__all__ = ["ProblemError", "ProblemErrors", "find_problems", "format_error", "load", "load_problem", "load_text"]

MAX_FILES = 50
CONVENTIONS = ("star", "layout", "symmetric")


def load(path: str) -> Problem:
    """The problem in the file `path`.

    Raises ProblemErrors with all errors of the file (and of the files it uses) at once, each at its line and column.
    A claim that reads but has no meaning is no error: it is a claim with `malformed`.
    """
    log = ErrorLog()
    found = read_source(path, log)
    log.raise_if_any()
    assert found is not None  # otherwise there is an error in the log
    return _load(*found, _Uses(root_of(path), log), log)


load_problem = load  # its name where other things are loaded too


def load_text(text: str, path: str, sha256: str = "") -> Problem:
    """The problem in `text`, which messages call `path`; it may not use other files.  Raises ProblemErrors."""
    log = ErrorLog()
    return _load(Source(path, text.removeprefix("\N{BYTE ORDER MARK}")), sha256, _Uses(None, log), log)


def _load(source: Source, sha256: str, uses: _Uses, log: ErrorLog) -> Problem:
    file = uses.read(source)
    parts = file.parts
    domain = word_of(parts.get("domain"), FILE["domain"], log) or "warn"
    tolerance = tolerance_of(parts.get("tolerance"), log)
    title, origin = (text_of(parts.get(key), log, f"`{key}`") or "" for key in ("title", "source"))
    given = read_given(parts.get("given"), file.names, log, "given")
    if "claims" not in parts and not log:
        hint = "claims:\n  1.a: X^T (X w - t) = X^T X w - X^T t"
        log.whole(source.path, "the file states no claim", code="no-claims", hint=hint)
    terms = FileTerms(file.names, given, domain, tolerance, parts.get("given"))
    claims = read_claims(parts.get("claims"), terms, log)
    if not claims and not log:
        at = parts["claims"]
        log.add(at.source, at.start, at.start + 1, "`claims` is empty", code="no-claims")
    log.raise_if_any()
    objects = MappingProxyType(dict(file.names.objects))
    places = MappingProxyType(dict(file.names.places))
    return Problem(source.path, sha256, title, origin, file.names.context, objects, claims, domain, given, places)


@dataclass(frozen=True, slots=True)
class _File:
    """The top-level blocks of a file, and every name it declares or inherits."""

    parts: dict[str, Node]
    names: Names


@dataclass
class _Uses:
    """Files being read for the names they declare: each once, none within itself, none outside the root."""

    root: Path | None
    log: ErrorLog
    done: dict[str, _File] = field(default_factory=dict)
    opened: tuple[str, ...] = ()

    def read(self, source: Source) -> _File:
        """Every declaration of a file; its claims and hypotheses stay unread."""
        log = self.log
        node = parse_yaml(source, log)
        parts: dict[str, Node] = {}
        if node is None and not log:
            log.whole(source.path, "the file is empty", code="empty-file")
        elif node is not None:
            parts = known(node, FILE, log, "a problem file")
        star, layout, symmetric = (word_of(parts.get(key), FILE[key], log) or "" for key in CONVENTIONS)
        names = Names(star=star, layout=layout, symmetric=symmetric)
        self.opened = (*self.opened, os.path.realpath(source.path))
        self.inherit(parts.get("uses"), source, names)
        self.opened = self.opened[:-1]
        self.declare(parts, names)
        return _File(parts, names)

    def declare(self, parts: dict[str, Node], names: Names) -> None:
        """The blocks of one file: names first, so that they may refer to one another in any order."""
        log = self.log
        kinds = declare_symbols(parts.get("symbols"), names, log)
        heads = declare_definitions(parts.get("let"), names, log)
        declare_data(parts.get("data"), names, log)
        for block, category in (("recurrences", "recurrence"), ("networks", "network")):
            for key, _ in entries(parts.get(block), ErrorLog(), block):
                name = names.declare(passage(key), log)
                if name is not None:
                    names.signatures[name] = Signature(category)
        waiting = read_kinds(kinds, names, log, last=False)
        read_definitions(heads, names, log)
        read_kinds(waiting, names, log, last=True)
        read_recurrences(parts.get("recurrences"), names, log)
        read_networks(parts.get("networks"), names, log)
        check_definitions(heads, names, log)

    def inherit(self, node: Node | None, source: Source, names: Names) -> None:
        """The names of the files under `uses:`."""
        if node is None:
            return
        items = node.items if isinstance(node, SequenceNode) else (node,)
        for item in items:
            if not isinstance(item, ScalarNode) or not item.text.strip():
                wrong_form(item, self.log, "`uses`", "the path of a file, or a list of paths")
                continue
            used = self.used(item, source)
            if used is not None:
                self.merge(used.names, names, item)

    def used(self, item: ScalarNode, source: Source) -> _File | None:
        """The file that `item` names."""
        named = item.text.strip()
        path = None if self.root is None else used_path(named, source, self.root)
        if path is None:
            where = f"it must stand below {self.root.name or self.root}" if self.root else "a text that is no file uses none"
            self.fail(item, f"{quoted(named)} cannot be used: {where}", "uses-outside", "a relative path, ../notation.yaml")
            return None
        real = os.path.realpath(path)
        if real in self.opened:
            names = " → ".join(os.path.basename(p) for p in (*self.opened[self.opened.index(real) :], real))
            self.fail(item, f"{quoted(named)} uses itself: {names}", "uses-cycle")
            return None
        if real not in self.done:
            if len(self.done) + len(self.opened) >= MAX_FILES:
                self.fail(item, f"more than {MAX_FILES} files are used", "too-large")
                return None
            found = ErrorLog()
            read = read_source(path, found)
            if read is None:
                reason = next(iter(found.errors)).message
                self.fail(item, f"{quoted(named)} cannot be used: {reason}", "unreadable-file")
                return None
            self.done[real] = self.read(read[0])
        return self.done[real]

    def fail(self, item: ScalarNode, message: str, code: str, hint: str = "") -> None:
        self.log.add(item.source, item.start, item.end, message, code=code, hint=hint)

    def merge(self, used: Names, names: Names, item: ScalarNode) -> None:
        """Puts the names of a used file into `names`; one that comes from two different places is an error."""
        for name, place in used.places.items():
            before = names.places.setdefault(name, place)
            if before != place:
                message = f"{quoted(name)} is declared in {before.path} and in {place.path}"
                self.fail(item, message, "declared-twice", "rename one of them")
        names.symbols |= used.symbols
        names.definitions |= used.definitions
        names.growths |= used.growths
        names.notes |= used.notes
        names.signatures |= used.signatures
        names.objects |= used.objects
        for key in CONVENTIONS:
            there, here = getattr(used, key), getattr(names, key)
            if there and here and there != here:
                message = f"`{key}` is {here} here and {there} in {quoted(item.text)}"
                self.fail(item, message, f"{key}-conflict", "choose one of the two in both files")
            setattr(names, key, here or there)
