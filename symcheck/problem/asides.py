"""What stands between the lines of a derivation: `let c = …`, `where …`, `case …:`, `in all cases`.

Owns: how such a remark is recognised, and what it adds: a definition for a name that is new, else a hypothesis of the lines in
its reach.  Does not own: lines (lines.py), where a remark reaches (derivations.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.language.context import Definition
from symcheck.language.elaborate import elaborate
from symcheck.language.errors import LanguageError
from symcheck.language.grammar import parse_statements_with_notes, parse_with_notes
from symcheck.language.names import declared_name
from symcheck.language.reading import scope_of
from symcheck.language.terms import Span
from symcheck.problem.errors import ErrorLog
from symcheck.problem.scopes import PENDING, Names, scope_within
from symcheck.problem.source import Passage
from symcheck.problem.statements import check_size, read_statement
from symcheck.problem.types import Given
from symcheck.problem.unfolding import growths

LET = re.compile(r"let\s+(?=\S)")
CASE = re.compile(r"case\s+(?=\S)")
CLOSE = re.compile(r"in\s+(?:all|every|both|each|either)\s+cases?\b\s*[:,]?\s*")
WHERE = re.compile(r"(?:^|(?<=[\s,()$]))(?:where|assuming|provided(?:\s+that)?)\s+(?=\S)")
HEAD = re.compile(r"(?P<name>[^\s()=:<>,]+)\s*(?:\((?P<params>[^()]*)\))?\s*(?P<sign>:=|=(?!=|>)|:|\bbe\b)\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Aside:
    """kind: "let", "case" or "cases" (they end here).  text: what is introduced; empty for "cases"."""

    kind: str
    text: Passage


def top_level(text: str, sign: str) -> int:
    """The first place of `sign` outside brackets and dollars, or -1."""
    depth = dollars = 0
    for i, c in enumerate(text):
        depth += (c in "([{") - (c in ")]}")
        dollars += c == "$"
        if c == sign and depth == 0 and dollars % 2 == 0 and text[i + 1 : i + 2] != "=":
            return i
    return -1


def parts(text: Passage) -> tuple[Passage, ...]:
    """The pieces of a remark, separated by commas or `and` outside brackets."""
    out, start, depth = [], 0, 0
    for i, c in enumerate(text.text):
        depth += (c in "([{") - (c in ")]}")
        if depth == 0 and c == ",":
            out.append(text.part(start, i).strip())
            start = i + 1
    out.append(text.part(start, len(text)).strip())
    return tuple(p.part(4, len(p)).strip() if p.text.startswith("and ") else p for p in out if p.text)


def introduced(text: Passage, names: Names, log: ErrorLog, label: str, count: int) -> tuple[Names, tuple[Given, ...]]:
    """The names with the definitions of a remark, and its hypotheses: those parts whose left side is not a new name."""
    found: list[Given] = []
    for piece in parts(text):
        more = _defined(piece, names, log)
        if more is not None:
            names = more
            continue
        try:
            terms = parse_statements_with_notes(piece.text, scope_of(names.context))
        except LanguageError as e:
            log.language(piece, e)
            continue
        for term, notes in terms:
            given = read_statement(term, piece, names, log, f"{label}.{count + len(found) + 1}")
            if given is not None:
                found.append(Given(given.label, given.text, given.statement, given.place, (*notes, *given.notes)))
    return names, tuple(found)


def _defined(piece: Passage, names: Names, log: ErrorLog) -> Names | None:
    """The names with the definition that `piece` is; None where its left side is no name, or one that is known already."""
    head = HEAD.match(piece.text)
    if head is None:
        return None
    at = piece.part(head.start("name"), head.end("name"))
    try:
        name = declared_name(at.text, Span(0, len(at)))
    except LanguageError:
        return None
    if name in names.places or name in names.context.sizes:
        return None
    body_text = piece.part(head.end(), len(piece)).strip()
    params = tuple(p.strip() for p in (head["params"] or "").split(",") if p.strip())
    more = names.copy()
    try:
        body, notes = parse_with_notes(body_text.text, scope_within(more.context, params))
        if more.declare(at, log) is None:
            return names
        more.definitions[name] = Definition(name, params, body, body_text.text, Span(0, len(body_text)))
        more.growths = growths(more.definitions, (name,), more.growths)
        if not check_size(body, more, body_text, log):
            more.definitions[name] = Definition(name, params, PENDING, body_text.text)
        elif not params:
            elaborate(body, more.context, text=body_text.text)
    except LanguageError as e:
        log.language(body_text, e)
        log.broken.add(name)  # no use of it is a second error
        return names
    if notes:
        more.notes[name] = notes
    return more
