"""`claims:`: ids, statements and what belongs to each, in the context of the file.

Owns: the short and the long form of a claim, what a claim adds to the file's names and hypotheses.  Does not own:
derivations (derivations.py), judging.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from symcheck.language.errors import LanguageError
from symcheck.language.grammar import parse_with_notes
from symcheck.language.printing import to_text
from symcheck.language.reading import scope_of
from symcheck.problem.chains import Subject, subject_of
from symcheck.problem.data import declare_data
from symcheck.problem.declarations import read_given, read_names
from symcheck.problem.derivations import Derivation, read_steps
from symcheck.problem.errors import ErrorLog, quoted
from symcheck.problem.expectations import read_expect, read_expectations
from symcheck.problem.fields import entries, known, mathematics, tolerance_of, word_of
from symcheck.problem.lines import Line, split_lines
from symcheck.problem.nodes import BrokenNode, MappingNode, Node, ScalarNode, passage
from symcheck.problem.schema import CLAIM
from symcheck.problem.scopes import Names
from symcheck.problem.source import Passage
from symcheck.problem.statements import Elaborated, elaborate_statement, read_statement
from symcheck.problem.types import Claim, Given

MAX_ID = 100


@dataclass(frozen=True, slots=True)
class FileTerms:
    """What the file says for all of its claims.  hypotheses: the text of `given`, read again under a claim's own conventions."""

    names: Names
    given: tuple[Given, ...]
    domain: str
    tolerance: Fraction | None
    hypotheses: Node | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of `claims:` before its mathematics is read; `lines` where it is a derivation."""

    id: str
    key: ScalarNode
    node: Node
    parts: Mapping[str, Node]
    lines: tuple[Line, ...] | None

    @property
    def ids(self) -> tuple[tuple[str, Passage], ...]:
        """The ids of the claims it gives, and where they stand."""
        if self.lines is None:
            return ((self.id, passage(self.key)),)
        return tuple((f"{self.id}.{line.label}", line.place) for line in self.lines)


def read_claims(node: Node | None, file: FileTerms, log: ErrorLog) -> tuple[Claim, ...]:
    """All claims, in the order of the file, a derivation's lines in its place."""
    found: list[Entry] = []
    first: dict[str, Passage] = {}
    for key, value in entries(node, log, "`claims`"):
        entry = read_entry(key, value, log)
        if entry is None:
            continue
        twice = [(name, at) for name, at in entry.ids if name in first]
        for name, at in twice:
            hint = f"the first one stands in line {first[name].place().line}"
            log.add(at.source, *at.covered(None), f"there are two claims {quoted(name)}", code="duplicate-id", hint=hint)
        for name, at in entry.ids:
            if name in first and not twice:
                message = f"the derivation has two lines {quoted(name.rpartition('.')[2])}"
                log.add(at.source, *at.covered(None), message, code="duplicate-id", hint="every line has a label of its own")
            first.setdefault(name, at)
        if not twice:
            found.append(entry)
    out: list[Claim] = []
    earlier: dict[str, None] = {}
    for entry in found:
        out.extend(read_one(entry, earlier, frozenset(first) if entry.lines else frozenset(), file, log))
        earlier.update((name, None) for name, _ in entry.ids)
    return tuple(out)


def read_entry(key: ScalarNode, node: Node, log: ErrorLog) -> Entry | None:
    """The keys of one claim, and the lines of a derivation; None where it cannot be read."""
    name = key.text.strip()
    if not name or len(name.split()) != 1 or len(name) > MAX_ID or not name.isprintable():
        message = f"{quoted(key.text)} is no claim id"
        hint = f"an id is at most {MAX_ID} characters without spaces, such as 2.2.1.w1"
        log.add(key.source, key.start, key.end, message, code="not-an-id", hint=hint)
        return None
    if not isinstance(node, MappingNode):
        return None if isinstance(node, BrokenNode) else Entry(name, key, node, {"claim": node}, None)
    errors = len(log)
    parts = known(node, CLAIM, log, f"the claim {quoted(name)}")
    if ("claim" in parts) == ("derivation" in parts):
        if len(log) == errors:
            what = "has both `claim` and `derivation`" if "claim" in parts else "has neither `claim` nor `derivation`"
            message = f"{quoted(name)} {what}"
            log.add(key.source, key.start, key.end, message, code="claim-or-derivation", hint="give it one of the two")
        return None
    if "derivation" not in parts:
        if "from" in parts:
            at = parts["from"]
            hint = "write a hypothesis of a single claim under `given`"
            log.add(at.source, at.start, at.end, "`from` belongs to a derivation", code="claim-or-derivation", hint=hint)
        return Entry(name, key, node, parts, None)
    text = derivation_text(parts["derivation"], log, name)
    if text is None:
        return None
    lines = split_lines(text)
    for line in lines:
        if len(line.label) > MAX_ID:
            message = f"a label of {len(line.label)} characters is too long"
            log.add(line.place.source, *line.place.covered(None), message, code="not-an-id", hint=f"at most {MAX_ID} characters")
    if not lines:
        log.add(key.source, key.start, key.end, f"the derivation {quoted(name)} has no lines", code="empty-text")
    return Entry(name, key, node, parts, lines)


def derivation_text(node: Node, log: ErrorLog, name: str) -> Passage | None:
    """The block of a derivation; in another style of text the line breaks between its lines would be lost."""
    text = mathematics(node, log, f"the derivation {quoted(name)}")
    folded = isinstance(node, ScalarNode) and node.style != "|" and "\n" in node.source.text[node.start : node.end]
    if text is not None and folded:
        message = f"the lines of the derivation {quoted(name)} run together"
        hint = "write `derivation: |` above them"
        log.add(node.source, node.start, node.start + 1, message, code="derivation-block", hint=hint)
        return None
    return text


def read_one(
    entry: Entry, earlier: Mapping[str, None], everything: frozenset[str], file: FileTerms, log: ErrorLog
) -> tuple[Claim, ...]:
    """The claim of an entry, or the claims of its derivation; () where it is in error."""
    parts, names = entry.parts, file.names
    if "let" in parts or "data" in parts:
        names = names.copy()
        declare_data(parts.get("data"), names, log)
        read_names(None, parts.get("let"), names, log)
        keep_tables(names, file, parts.get("data"), log)
    layout, symmetric = (word_of(parts.get(key), CLAIM[key], log) for key in ("layout", "symmetric"))
    shared = file.given
    if (layout or names.layout, symmetric or names.symmetric) != (names.layout, names.symmetric):
        names = names.copy()
        names.layout, names.symmetric = layout or names.layout, symmetric or names.symmetric
        shared = read_given(file.hypotheses, names, log, "given")
    given = (*shared, *read_given(parts.get("given"), names, log, "given", len(shared)))
    assumed = tuple(f"in {g.label}: {note}" for g in given for note in g.notes)
    model = Claim(
        id=entry.id, text="", read="", place=passage(entry.key).place(), context=names.context, statement=None,
        notes=assumed, given=given,
        tolerance=tolerance_of(parts.get("tolerance"), log) or file.tolerance,
        domain=word_of(parts.get("domain"), CLAIM["domain"], log) or file.domain,
        form=word_of(parts.get("form"), CLAIM["form"], log) or "",
    )  # fmt: skip
    if entry.lines is None:
        model = replace(model, expect=read_expect(parts.get("expect"), log))
        text = mathematics(parts["claim"], log, f"the claim {quoted(entry.id)}")
        found = None if text is None else stated(text.strip(), names, log)
        if text is None or found is None:
            return ()
        text = text.strip()
        read = to_text(found.term) if found.term is not None else " ".join(text.text.split())
        return (
            replace(
                model, text=text.text, read=read, place=text.place(), statement=found.term, malformed=found.malformed,
                nearest=found.nearest, notes=(*found.notes, *assumed),
            ),
        )  # fmt: skip
    expected = read_expectations(parts.get("expect"), [line.label for line in entry.lines], log)
    from_, start = read_from(parts.get("from"), names, log)
    derivation = Derivation(entry.id, model, names, earlier, everything, from_, start)
    steps = read_steps(derivation, entry.lines, log)
    return tuple(replace(c, expect=expected[c.step.label]) if c.step and c.step.label in expected else c for c in steps)


def keep_tables(names: Names, file: FileTerms, node: Node | None, log: ErrorLog) -> None:
    """Tables printed beside one claim are objects of the problem, so their names differ from claim to claim."""
    for name, found in names.objects.items():
        if file.names.objects.get(name, found) is not found and node is not None:
            message = f"two claims have a table {quoted(name)}"
            hint = "rename one, or put it under the file's data"
            log.add(node.source, node.start, node.start + 1, message, code="declared-twice", hint=hint)
        file.names.objects.setdefault(name, found)


def stated(text: Passage, names: Names, log: ErrorLog) -> Elaborated | None:
    """One whole text as a statement; None where it is an error of the file."""
    try:
        surface, notes = parse_with_notes(text.text, scope_of(names.context))
    except LanguageError as e:
        log.language(text, e)
        return None
    found = elaborate_statement(surface, text, names, log)
    return None if found is None else replace(found, notes=tuple(dict.fromkeys((*notes, *found.notes))))


def read_from(node: Node | None, names: Names, log: ErrorLog) -> tuple[Given | None, Subject | None]:
    """The equation a derivation starts from, and the subject that a first line `= …` continues."""
    text = mathematics(node, log, "`from`")
    if text is None:
        return None, None
    try:
        surface, _ = parse_with_notes(text.text, scope_of(names.context))
    except LanguageError as e:
        log.language(text, e)
        return None, None
    return read_statement(surface, text, names, log, "from"), subject_of(surface, text)
