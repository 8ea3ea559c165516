"""`derivation:`: lines that follow from one another, as claims with their `Step`.

Owns: completing continuations, premises named by `by`, how far definitions, conditions and cases reach, what an ill-formed line
leaves to the next.  Does not own: lines (lines.py), chains (chains.py), remarks (asides.py), whether a line follows (the engine).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from symcheck.language.elaborate import elaborate
from symcheck.language.errors import LanguageError
from symcheck.language.grammar import parse_statements, parse_with_notes
from symcheck.language.printing import to_text
from symcheck.language.reading import scope_of
from symcheck.language.terms import Term
from symcheck.problem.asides import Aside, introduced
from symcheck.problem.chains import Subject, complete, subject_of
from symcheck.problem.errors import ErrorLog, quoted, suggestion
from symcheck.problem.lines import CHAINING, Line
from symcheck.problem.scopes import Names
from symcheck.problem.source import Passage
from symcheck.problem.statements import Elaborated, elaborate_statement, read_statement, respanned
from symcheck.problem.types import Claim, Given, Step

START = "from"  # `by from`: the start of the derivation is the premise
RELATIONS = {"<=": "≤", ">=": "≥", "⇐": "<="}  # how `Step.relation` tells the inequality from the converse implication


@dataclass(frozen=True, slots=True)
class Derivation:
    """What all lines of a derivation share.  model: a claim with everything but the statement and its place."""

    id: str
    model: Claim
    names: Names
    earlier: Mapping[str, None]  # ids of all claims that stand before this derivation
    everything: frozenset[str]  # ids of all claims of the file
    from_: Given | None = None
    start: Subject | None = None


@dataclass
class _Place:
    """How far the reading of a derivation has come: what is known there, and in which case it is.

    before: subject and line from which every case starts.  ended: condition and last line of each case; last_in: the condition
    under which a line stands.
    """

    names: Names
    subject: Subject | None
    previous: str | None = None
    assumed: tuple[Given, ...] = ()
    case: Given | None = None
    heading: Passage | None = None
    before: tuple[Subject | None, str | None] = (None, None)
    outside: tuple[tuple[Given, ...], Names | None] = ((), None)
    ended: tuple[tuple[Given, str], ...] = ()
    stands_in: dict[str, Given] = field(default_factory=dict)

    def open_case(self, aside: Aside, log: ErrorLog) -> None:
        """`case P:`: what follows is about the points of P, and starts where the first case started."""
        if self.case is None:
            self.before, self.outside, self.ended = (self.subject, self.previous), (self.assumed, self.names), ()
        else:
            self.end_case(log)
        self.subject, self.previous = self.before
        _, found = introduced(aside.text, self.names, log, "case", len(self.ended))
        if len(found) > 1:
            message = f"a case is one condition, and {quoted(aside.text.text)} has several"
            log.add(aside.text.source, *aside.text.covered(None), message, code="several-conditions", hint="join them with `and`")
        elif not found:
            self.case = None
            return
        self.case, self.heading = found[0], aside.text
        self.assumed = (*self.assumed, self.case)

    def end_case(self, log: ErrorLog) -> None:
        """The end of a case: its condition and what was assumed in it reach no further."""
        if self.case is None:
            return
        if self.heading is not None and self.previous == self.before[1]:
            no_lines(self.heading, log)
        elif self.previous is not None:
            self.ended = (*self.ended, (self.case, self.previous))
        (self.assumed, names), self.case = self.outside, None
        self.names = names or self.names

    def close(self, aside: Aside, log: ErrorLog) -> tuple[tuple[Given, str], ...]:
        """`in all cases`: the cases and their last lines."""
        if self.case is None:
            message = "no case stands above `in all cases`"
            log.add(
                aside.text.source, *aside.text.covered(None), message, code="no-case", hint="begin a case with `case x >= 0:`"
            )
            return ()
        self.end_case(log)
        self.subject = self.before[0]
        return self.ended


def read_steps(derivation: Derivation, lines: Sequence[Line], log: ErrorLog) -> tuple[Claim, ...]:
    """The lines as claims, in order; a line with an error of the file is left out."""
    out: list[Claim] = []
    place = _Place(derivation.names, derivation.start)
    before = dict(derivation.earlier)
    for line in lines:
        name = f"{derivation.id}.{line.label}"
        cases: tuple[tuple[Given, str], ...] = ()
        for aside in line.above:
            if aside.kind == "case":
                place.open_case(aside, log)
            elif aside.kind == "cases":
                cases = place.close(aside, log)
            else:
                introduce(place, aside.text, log)
        if line.where is not None:
            introduce(place, line.where, log)
        reading = _Reading(derivation, line, before, log, place)
        found, place.subject = reading.statement(place.subject)
        by, premises = reading.premises()
        if found is not None:
            relation = RELATIONS.get(reading.relation, reading.relation)
            step = Step(
                derivation.id, line.label, relation, cases[-1][1] if cases else place.previous, by, premises, derivation.from_,
                place.case, tuple(g for g in place.assumed if g is not place.case), () if by else cases,
            )  # fmt: skip
            model = replace(derivation.model, context=place.names.context, given=(*derivation.model.given, *place.assumed))
            text = line.written.text
            read = to_text(found.term) if found.term else " ".join(text.split())
            claim = replace(model, id=name, text=text, read=read, place=line.place.place(), step=step)
            judged = replace(claim, statement=found.term, malformed=found.malformed, nearest=found.nearest)
            said = tuple(f"in {g.label}: {note}" for g in place.assumed for note in g.notes)
            out.append(replace(judged, notes=(*found.notes, *derivation.model.notes, *said)))
        if place.case is not None:
            place.stands_in[name] = place.case
        place.previous = name
        before[name] = None
        for aside in line.below:
            if aside.kind == "case":
                no_lines(aside.text, log)
    return tuple(out)


def no_lines(heading: Passage, log: ErrorLog) -> None:
    """A case that nothing is said of."""
    message = f"the case {quoted(heading.text)} has no lines"
    log.add(heading.source, *heading.covered(None), message, code="empty-case", hint="write what holds in it below")


def introduce(place: _Place, text: Passage, log: ErrorLog) -> None:
    """A remark adds to what is known: definitions, and conditions for the lines from here on."""
    count = sum(g.label.startswith("where") for g in place.assumed)
    place.names, found = introduced(text, place.names, log, "where", count)
    place.assumed = (*place.assumed, *found)


class _Reading:
    """One line of a derivation while it is read."""

    def __init__(self, derivation: Derivation, line: Line, before: Mapping[str, None], log: ErrorLog, place: _Place) -> None:
        self.derivation = derivation
        self.names = place.names
        self.place = place
        self.line = line
        self.before = before
        self.log = log
        self.relation = line.relation
        self.scope = scope_of(place.names.context)

    def statement(self, subject: Subject | None) -> tuple[Elaborated | None, Subject | None]:
        """The full statement of the line, and the subject for the line below."""
        line = self.line
        if not line.body.text:
            what = f"nothing stands after {quoted(line.relation)}" if line.relation else "this line has a label and no statement"
            self.log.add(line.place.source, *line.place.covered(None), what, code="empty-text")
            return None, subject
        try:
            surface, notes = parse_with_notes(line.body.text, self.scope)
        except LanguageError as e:
            self.log.language(line.body, e)
            return None, subject
        says = surface.op in ("rel", "chain")
        if line.relation == "<=" and says:
            self.relation = "⇐"
            notes = (*notes, f"the line begins with <=, read as ⇐: the line above follows from `{line.body.text}`")
        text = line.body
        if self.relation in CHAINING:
            if subject is None:
                message = f"{quoted(line.written.text)} continues a chain, and no equation or inequality stands above it"
                hint = "write the left side out"
                self.log.add(line.place.source, *line.written.covered(None), message, code="nothing-to-continue", hint=hint)
                return None, None
            full = complete(subject, self.relation, surface, line.body)
            if full is None:
                message = f"the chain has {quoted(subject.relation)} above and {quoted(line.relation)} here: they do not combine"
                hint = "begin a new line with both sides written out"
                self.log.add(line.place.source, *line.written.covered(None), message, code="mixed-chain", hint=hint)
                return None, subject
            surface, text = full.surface, full.text
            below: Subject | None = full.subject
        else:
            below = subject_of(surface, text) or (subject if says else None)
        found = elaborate_statement(surface, text, self.names, self.log)
        if found is None:
            return None, below or subject
        if found.malformed is not None:
            found = replace(found, malformed=respanned(found.malformed, text, line.written))
            below = self.left_side(below, subject)
        return replace(found, notes=(*notes, *found.notes)), below

    def left_side(self, own: Subject | None, above: Subject | None) -> Subject | None:
        """The subject after a line without meaning: its own left side if that means something, else the one above."""
        if own is None or own is above or self.relation in CHAINING:
            return above
        try:
            elaborate(own.term, self.names.context, text=own.text.text)
        except LanguageError:
            return above
        return own

    def premises(self) -> tuple[tuple[str, ...], tuple[Given, ...]]:
        """The claims and the statements that `by` names."""
        text = self.line.by
        if text is None:
            return (), ()
        ids: list[str] = []
        statements: list[tuple[Term, Passage]] = []
        for piece in split_premises(text):
            words = [w for w in piece.text.split() if w != "and"]
            if all(self.is_id(w) for w in words):
                ids.extend(found for w in words if (found := self.resolve(w, piece)) is not None)
                continue
            try:
                statements.extend((t, piece) for t in parse_statements(piece.text, self.scope))
            except LanguageError as e:
                if len(words) == 1 and e.code == "unknown-name":
                    self.unknown(piece)
                else:
                    self.log.language(piece, e)
        labels = ["by"] if len(statements) == 1 else [f"by.{i}" for i in range(1, len(statements) + 1)]
        given = [read_statement(t, p, self.names, self.log, n) for n, (t, p) in zip(labels, statements, strict=True)]
        return tuple(dict.fromkeys(ids)), tuple(g for g in given if g is not None)

    def candidates(self, word: str) -> tuple[str, ...]:
        """The full ids that a premise may mean, the nearest first: within the derivation, beside it, in the file."""
        parts = self.derivation.id.split(".")
        return tuple(".".join((*parts[:n], word)) for n in range(len(parts), -1, -1))

    def is_id(self, word: str) -> bool:
        if word == START and self.derivation.from_ is not None:
            return True
        return any(c in self.derivation.everything for c in self.candidates(word))

    def resolve(self, word: str, where: Passage) -> str | None:
        if word == START:
            return START
        for candidate in self.candidates(word):
            if candidate in self.before:
                self.require_reach(candidate, where)
                return candidate
        message = f"{quoted(word)} does not stand before this line, so it cannot be a premise of it"
        hint = "a line may use only what stands above it"
        self.log.add(where.source, *where.covered(None), message, code="premise-below", hint=hint)
        return None

    def require_reach(self, name: str, where: Passage) -> None:
        """A line of a case is no premise outside it."""
        case = self.place.stands_in.get(name)
        if case is not None and case is not self.place.case:
            message = f"{quoted(where.text)} stands in the case {quoted(case.text)}, so it is no premise outside it"
            hint = "a line `in all cases: …` says what all cases lead to"
            self.log.add(where.source, *where.covered(None), message, code="premise-in-case", hint=hint)

    def unknown(self, where: Passage) -> None:
        own = [i.removeprefix(self.derivation.id + ".") for i in self.before]
        hint = suggestion(where.text, [*own, *self.before]) or "name a claim or a line above, or write the statement"
        message = f"there is no claim {quoted(where.text)}"
        self.log.add(where.source, *where.covered(None), message, code="unknown-claim", hint=hint)


def split_premises(text: Passage) -> tuple[Passage, ...]:
    """The premises of a `by`, separated by commas outside brackets."""
    out, start, depth = [], 0, 0
    for i, c in enumerate(text.text):
        depth += (c in "([{") - (c in ")]}")
        if c == "," and depth == 0:
            out.append(text.part(start, i).strip())
            start = i + 1
    out.append(text.part(start, len(text)).strip())
    return tuple(p for p in out if p.text)
