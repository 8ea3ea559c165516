"""One statement of a file read in its context, with every refusal put at its place.

Owns: the difference between what is an error of the file and what is a verdict (`malformed`), and the bound on how
large a statement may become when its definitions are unfolded.  Does not own: reading itself (symcheck.language).
"""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.language.elaborate import Reading, elaborate
from symcheck.language.elaboration import STATEMENTS
from symcheck.language.errors import IllFormed, LanguageError
from symcheck.language.operators import VOCABULARY
from symcheck.language.repairs import nearest_readings
from symcheck.language.terms import Span, Term
from symcheck.problem.errors import ErrorLog, quoted
from symcheck.problem.scopes import Names
from symcheck.problem.source import Passage
from symcheck.problem.types import Given
from symcheck.problem.unfolding import MAX_UNFOLDED, growth_of, mentioned


@dataclass(frozen=True, slots=True)
class Elaborated:
    """A statement, or why it has no meaning; `notes` are the readings taken that were not literal."""

    term: Term | None
    malformed: IllFormed | None = None
    notes: tuple[str, ...] = ()
    nearest: tuple[Reading, ...] = ()


def is_statement(term: Term) -> bool:
    """Whether an elaborated term is true or false (and not a number, an array or a set)."""
    if term.op == "call" and isinstance(term.value, str) and term.value in VOCABULARY:
        return VOCABULARY[term.value].result == "statement"
    return term.op in STATEMENTS


def check_size(term: Term, names: Names, text: Passage, log: ErrorLog) -> bool:
    """Whether `term` stays within bounds when its definitions are unfolded; an error at `text` where it does not."""
    if growth_of(term, (), names.growths).nodes <= MAX_UNFOLDED:
        return True
    message = f"{quoted(text.text)} unfolds to more than {MAX_UNFOLDED} symbols"
    log.add(text.source, *text.covered(term.span), message, code="too-large", hint="state it with fewer nested definitions")
    return False


def elaborate_statement(surface: Term, text: Passage, names: Names, log: ErrorLog) -> Elaborated | None:
    """`surface` (its spans point into `text`) elaborated; None where it is an error of the file."""
    if not check_size(surface, names, text, log):
        return None
    try:
        reading = elaborate(surface, names.context, text=text.text)
    except IllFormed as e:
        return Elaborated(None, e, (), nearest_readings(surface, e, names.context, text=text.text))
    except LanguageError as e:
        log.language(text, e)
        return None
    if not is_statement(reading.term):
        said = text.text if surface.span is None else text.text[surface.span.start : surface.span.end]
        message = f"{quoted(said)} is not a statement: nothing is claimed"
        hint = "a statement compares: it has =, <=, in, is, …"
        log.add(text.source, *text.covered(surface.span), message, code="not-a-statement", hint=hint)
        return None
    return Elaborated(reading.term, None, (*reading.notes, *definition_notes(surface, names)))


def definition_notes(term: Term, names: Names) -> tuple[str, ...]:
    """How the definitions that `term` uses, directly or through others, were read where that was not literal."""
    if not names.notes:
        return ()
    found: dict[str, None] = {}
    reached: set[str] = set()
    waiting = [term]
    while waiting:
        for name in mentioned(waiting.pop(), names.definitions):
            if name not in reached:
                reached.add(name)
                found.update((f"in the definition of {name}: {note}", None) for note in names.notes.get(name, ()))
                waiting.append(names.definitions[name].body)
    return tuple(found)


def read_statement(surface: Term, text: Passage, names: Names, log: ErrorLog, label: str) -> Given | None:
    """A hypothesis: here a statement without meaning is an error of the file too."""
    found = elaborate_statement(surface, text, names, log)
    if found is None:
        return None
    if found.term is None:
        if found.malformed is not None:
            log.language(text, found.malformed)
        return None
    span = surface.span or Span(0, len(text))
    return Given(label, text.text[span.start : span.end].strip(), found.term, text.place(span.start), found.notes)


def respanned(error: IllFormed, text: Passage, into: Passage) -> IllFormed:
    """`error` about `text`, its span as offsets in `into`, where the place lies in it; else on the whole of `into`."""
    start, end = text.covered(error.span)
    first = next((i for i, at in enumerate(into.indices[:-1]) if at >= start), None)
    last = next((i for i in range(len(into), 0, -1) if into.indices[i - 1] < end), None)
    inside = into.indices[0] <= start and end <= into.indices[-1] + 1 and first is not None and last is not None
    span = Span(first or 0, max(last or 0, (first or 0) + 1)) if inside else Span(0, len(into))
    return type(error)(error.message, span, code=error.code, hint=error.hint)
