"""`symbols:`, `let:` and `given:`: from the texts of a file to kinds, definitions and hypotheses.

Owns: names that share a kind, definitions and their parameters, the checks that definitions can be unfolded, the
hypotheses with their labels.  Does not own: kinds, parsing and shapes (symcheck.language).
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.language.context import Definition, Kind
from symcheck.language.elaborate import elaborate
from symcheck.language.errors import LanguageError
from symcheck.language.grammar import parse_statements_with_notes, parse_with_notes
from symcheck.language.kinds import read_kind
from symcheck.language.reading import scope_of
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Span
from symcheck.problem.errors import ErrorLog, quoted
from symcheck.problem.fields import entries, mathematics, several
from symcheck.problem.nodes import Node, passage
from symcheck.problem.scopes import PENDING, Names, scope_within
from symcheck.problem.source import Passage
from symcheck.problem.statements import check_size, read_statement
from symcheck.problem.types import Given
from symcheck.problem.unfolding import cycles, growths

WORD = re.compile(r"\w+")
HEAD = re.compile(r"\s*(?P<name>[^()]+?)\s*\((?P<params>[^()]*)\)\s*")


Kinds = tuple[tuple[tuple[str, ...], Passage], ...]
Heads = tuple[tuple[Passage, str, tuple[str, ...], Node], ...]


def declare_symbols(node: Node | None, names: Names, log: ErrorLog) -> Kinds:
    """The names of `symbols:` with the texts of their kinds; `v, w: vector(d)` declares two."""
    found: list[tuple[tuple[str, ...], Passage]] = []
    for key, value in entries(node, log, "`symbols`"):
        text = mathematics(value, log, f"the kind of {quoted(key.text)}")
        declared = tuple(n for p in pieces(passage(key), ",") if (n := names.declare(p, log)) is not None)
        if text is not None:
            found.append((declared, text))
        else:
            log.broken.update(declared)
    return tuple(found)


def read_kinds(kinds: Kinds, names: Names, log: ErrorLog, *, last: bool) -> Kinds:
    """Reads kinds; returns those that mention a name not known yet (`mean mu`), unless this is the last time.

    Until then a symbol that waits for its kind is a real number, which is enough to parse what mentions it.
    """
    waiting: list[tuple[tuple[str, ...], Passage]] = []
    for declared, text in kinds:
        later = {n for other, _ in kinds for n in other} - set(names.symbols)
        if not last and text.text.split()[:1] == ["random"] and later & set(WORD.findall(text.text)):
            waiting.append((declared, text))  # `mean pr` is not p r where pr is declared further down
            continue
        try:
            kind = read_kind(text.text, names.context)
        except LanguageError as e:
            if last or e.code != "unknown-name":
                log.language(text, e)
                for name in declared:
                    names.forget(name, log)
            else:
                waiting.append((declared, text))
            continue
        names.symbols.update((n, kind) for n in declared)
    names.symbols.update((n, Kind("real", SCALAR)) for declared, _ in waiting for n in declared)
    return tuple(waiting)


def pieces(text: Passage, separator: str) -> tuple[Passage, ...]:
    """The parts of a passage between separators, without surrounding blanks."""
    out, start = [], 0
    for piece in text.text.split(separator):
        out.append(text.part(start, start + len(piece)).strip())
        start += len(piece) + 1
    return tuple(out)


def declare_definitions(node: Node | None, names: Names, log: ErrorLog) -> Heads:
    """The names and parameters of `let:`, so that bodies and objects may refer to each other in any order."""
    heads: list[tuple[Passage, str, tuple[str, ...], Node]] = []
    for key, value in entries(node, log, "`let`"):
        head = passage(key)
        match = HEAD.fullmatch(head.text)
        if match is None:
            params: tuple[str, ...] = ()
            name = names.declare(head.strip(), log)
        else:
            params = parameters(head.part(match.start("params"), match.end("params")), log)
            name = names.declare(head.part(match.start("name"), match.end("name")), log)
        if name is not None:
            heads.append((head, name, params, value))
    return tuple(heads)


def parameters(text: Passage, log: ErrorLog) -> tuple[str, ...]:
    """The names between the brackets of `L(w)`."""
    inner = Names()
    return tuple(name for p in pieces(text, ",") if (name := inner.declare(p, log)) is not None)


def read_definitions(heads: Heads, names: Names, log: ErrorLog) -> None:
    """Reads the bodies declared before; definitions that lead back to themselves are errors."""
    for _, name, params, _ in heads:
        names.definitions[name] = Definition(name, params, PENDING, "")
    for head, name, params, value in heads:
        text = mathematics(value, log, f"the definition of {quoted(head.text)}")
        if text is None:
            names.forget(name, log)
            continue
        try:
            body, notes = parse_with_notes(text.text, scope_within(names.context, params))
        except LanguageError as e:
            log.language(text, e)
            names.forget(name, log)
            continue
        names.definitions[name] = Definition(name, params, body, text.text.strip(), Span(0, len(text.text)))
        if notes:
            names.notes[name] = notes
    new = {name: head for head, name, _, _ in heads}
    for circle in cycles(names.definitions, new):
        at = next((new[n] for n in circle if n in new), None)
        if at is not None:
            message = f"{quoted(circle[0])} is defined through itself: {' → '.join(circle)}"
            log.add(at.source, *at.covered(None), message, code="circular-definition")
        for n in circle:
            names.forget(n, log)
    names.growths = growths(names.definitions, new, names.growths)
    for name, head in new.items():
        if name in names.definitions and not check_size(names.definitions[name].body, names, head, log):
            names.forget(name, log)


def check_definitions(heads: Heads, names: Names, log: ErrorLog) -> None:
    """Elaborates every definition without parameters once: what does not fit is an error where it stands."""
    context = names.context
    for head, name, params, value in heads:
        if params or name not in names.definitions:
            continue
        text = mathematics(value, ErrorLog(), name)
        try:
            elaborate(names.definitions[name].body, context, text="" if text is None else text.text)
        except LanguageError as e:
            if text is not None:
                log.language(text, e, f"in the definition of {quoted(head.text)}")
            log.broken.add(name)
    for _, name, _, _ in heads:
        if name in log.broken:
            names.definitions.pop(name, None)


def read_names(symbols: Node | None, let: Node | None, names: Names, log: ErrorLog) -> Heads:
    """`symbols:` and `let:` without anything in between: declared, then read, then checked."""
    kinds = declare_symbols(symbols, names, log)
    heads = declare_definitions(let, names, log)
    waiting = read_kinds(kinds, names, log, last=False)
    read_definitions(heads, names, log)
    read_kinds(waiting, names, log, last=True)
    check_definitions(heads, names, log)
    return heads


def read_given(node: Node | None, names: Names, log: ErrorLog, label: str, count: int = 0) -> tuple[Given, ...]:
    """The hypotheses of a `given:`, labelled `label.1`, `label.2`, … from `count` on."""
    out: list[Given] = []
    for text in several(node, log, "`given`"):
        try:
            terms = parse_statements_with_notes(text.text, scope_of(names.context))
        except LanguageError as e:
            log.language(text, e)
            continue
        for term, notes in terms:
            given = read_statement(term, text, names, log, f"{label}.{count + len(out) + 1}")
            if given is not None:
                out.append(replace(given, notes=(*notes, *given.notes)))
    return tuple(out)
