"""`recurrences:`: a start, ordered updates and the rows a document prints, as `Recurrence` objects.

Owns: the block's syntax and which names each entry sees.  Does not own: what a recurrence means
(theories/recurrences).
"""

from __future__ import annotations

import re
from fractions import Fraction
from types import MappingProxyType

from symcheck.language.context import Kind, Signature
from symcheck.language.elaborate import elaborate
from symcheck.language.errors import LanguageError
from symcheck.language.grammar import parse_statement
from symcheck.language.objects import Binding, Recurrence
from symcheck.language.reading import scope_of
from symcheck.language.sizes import Shape
from symcheck.language.terms import Span
from symcheck.problem.errors import ErrorLog, quoted
from symcheck.problem.fields import entries, known, mathematics, text_of, word_of, wrong_form
from symcheck.problem.nodes import MappingNode, Node, passage
from symcheck.problem.schema import RECURRENCE
from symcheck.problem.scopes import Names
from symcheck.problem.source import Passage

ROWS = re.compile(r"(-?\d{1,9})\s*(?:\.\.|…)\s*(-?\d{1,9})")


class LocalNames:
    """The names inside one recurrence or network: they hide the file's, and each is given once."""

    def __init__(self, outer: Names, log: ErrorLog, about: str) -> None:
        self.outer = outer
        self.log = log
        self.about = about
        self.kinds: dict[str, Kind] = {}
        self.own = Names()

    def bind(self, node: Node | None, what: str, base: str = "real", *, states: tuple[str, ...] = ()) -> tuple[Binding, ...]:
        """The entries `name: value` of a block, each seeing the ones before; a name of `states` is overwritten."""
        out: list[Binding] = []
        seen: set[str] = set()
        for key, value in entries(node, self.log, f"`{what}` of {self.about}"):
            head = passage(key)
            name = head.text.strip() if head.text.strip() in states else self.own.declare(head, self.log)
            found = self.value(value, f"{quoted(key.text)} in `{what}`")
            if name is None or found is None:
                self.log.broken.update(n for n in [name] if n and n not in states)
                continue
            text, binding, shape = found
            before = self.kinds[name].shape if name in states and name in self.kinds else None
            if name in seen or (before is not None and before != shape):
                message = f"{quoted(key.text)} starts as {before} and is updated to {shape}"
                hint = "the shape of a state is fixed"
                self.log.add(text.source, *text.covered(None), message, code="shape-mismatch", hint=hint)
                continue
            seen.add(name)
            default = binding.term.value
            whole = isinstance(default, Fraction) and default.denominator == 1
            self.kinds[name] = Kind(base if whole else "real", shape)
            out.append(Binding(name, binding.term, binding.text, binding.span))
        return tuple(out)

    def value(self, node: Node, what: str) -> tuple[Passage, Binding, Shape] | None:
        """A number or an array, elaborated with the local names in scope."""
        text = mathematics(node, self.log, what)
        return None if text is None else self.value_of(text)

    def value_of(self, text: Passage) -> tuple[Passage, Binding, Shape] | None:
        context = self.outer.local(self.kinds)
        try:
            reading = elaborate(parse_statement(text.text, scope_of(context)), context, text=text.text)
        except LanguageError as e:
            self.log.language(text, e)
            return None
        shape = reading.term.shape
        if shape is None:
            message = f"{quoted(text.text)} is neither a number nor an array"
            self.log.add(text.source, *text.covered(None), message, code="kind-mismatch")
            return None
        return text, Binding("", reading.term, text.text.strip(), Span(0, len(text))), shape


def read_recurrences(node: Node | None, names: Names, log: ErrorLog) -> None:
    """Reads `recurrences:`; their names are declared already."""
    for key, value in entries(node, log, "`recurrences`"):
        name = passage(key).text.strip()
        if name not in names.signatures:
            continue
        found = read_recurrence(name, value, names, log)
        if found is None:
            names.forget(name, log)


def read_recurrence(name: str, node: Node, names: Names, log: ErrorLog) -> Recurrence | None:
    """One recurrence, put into `names` with its signature; None where it has errors."""
    errors = len(log)
    about = f"the recurrence {quoted(name)}"
    if not isinstance(node, MappingNode):
        wrong_form(node, log, about, "a mapping with `start` and `updates`")
        return None
    parts = known(node, RECURRENCE, log, about)
    for needed in ("start", "updates"):
        if needed not in parts:
            log.add(node.source, node.start, node.start + 1, f"{about} has no `{needed}`", code="missing-key")
    local = LocalNames(names, log, about)
    parameters = local.bind(parts.get("parameters"), "parameters")
    start = local.bind(parts.get("start"), "start")
    states = tuple(passage(key).text.strip() for key, _ in entries(parts.get("start"), ErrorLog(), "`start`"))
    updates = local.bind(parts.get("updates"), "updates", states=states)
    updated = {b.name for b in updates}
    if len(log) == errors:
        for key, _ in entries(parts.get("start"), log, "`start`"):
            if passage(key).text.strip() not in updated:
                message = f"{quoted(key.text)} starts but is never updated"
                hint = "a constant belongs to `parameters` (or to the file's `let` or `data`)"
                log.add(key.source, key.start, key.end, message, code="never-updated", hint=hint)
    first, last = read_rows(parts.get("rows"), log)
    shown = word_of(parts.get("first"), RECURRENCE["first"], log)
    if len(log) > errors:
        return None
    found = Recurrence(name, parameters, start, updates, first - (shown == "after update"), last)
    shapes = {n: local.kinds[n].shape for n in (*states, *(b.name for b in updates))}
    names.objects[name] = found
    names.signatures[name] = Signature("recurrence", MappingProxyType(shapes), tuple(p.name for p in parameters))
    return found


def read_rows(node: Node | None, log: ErrorLog) -> tuple[int, int | None]:
    """The indices of the first and last row, 0 and None where they are not stated."""
    text = text_of(node, log, "`rows`")
    if text is None or node is None:
        return 0, None
    match = ROWS.fullmatch(text)
    if match is None or int(match[1]) > int(match[2]):
        message = f"`rows` is a range of whole numbers such as 0..199, not {quoted(text)}"
        hint = "both ends are written in at most nine digits; leave `rows` out where the number of steps is a symbol"
        log.add(node.source, node.start, node.end, message, code="not-a-range", hint=hint)
        return 0, None
    return int(match[1]), int(match[2])
