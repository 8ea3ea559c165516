"""Deciding between the readings that the grammar left open.

Owns: the rule of `ambiguous`: the one reading that typechecks is taken and noted, several that differ are an
error asking for parentheses.  Does not own: which readings there are (grammar.py).  The number of readings tried is
limited for a whole statement, and none is tried twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from symcheck.language.elaboration import MAX_READINGS, NOWHERE, Elaboration, Rule, Tried
from symcheck.language.errors import IllFormed, LanguageError
from symcheck.language.printing import to_text
from symcheck.language.settling import settled
from symcheck.language.terms import Term
from symcheck.language.unify import is_known


def ambiguous(state: Elaboration, term: Term) -> Term:
    """The one reading that fits.  What was found for a node in a scope is kept, and says its notes again."""
    key = (id(term), id(state.bound))
    known = state.tried.get(key)
    if known is not None:
        for note in known.notes:
            state.note(note)
        if isinstance(known.outcome, LanguageError):
            raise known.outcome
        return known.outcome
    before = len(state.notes)
    try:
        found = _decide(state, term)
    except LanguageError as error:
        state.tried[key] = Tried(term, state.bound, error)
        raise
    if found.shape is None or is_known(state.shape(found)):
        state.tried[key] = Tried(term, state.bound, found, tuple(state.notes[before:]))
    return found


def _is_refusal(error: LanguageError) -> bool:
    """Whether the error says that a reading does not fit; else it says that the writer has to choose, or a limit was hit."""
    return not error.code.startswith(("ambiguous-", "too-", "circular-"))


def _decide(state: Elaboration, term: Term) -> Term:
    fitting: list[tuple[Term, Term, list[str]]] = []
    refused: list[LanguageError] = []
    before = list(state.notes)
    for reading in term.args:
        state.budget.readings += 1
        if state.budget.readings > MAX_READINGS:
            raise LanguageError(
                f"more than {MAX_READINGS} readings of this text would have to be tried", term.span or NOWHERE,
                code="too-many-readings", hint="put parentheses around the numerators and denominators",
            )  # fmt: skip
        mark = state.sizes.mark()
        state.notes = list(before)
        try:
            read = settled(state.read(reading), state.sizes)
            if all(read != other for _, other, _ in fitting):
                fitting.append((reading, read, state.notes))
        except LanguageError as error:
            state.notes = before
            if not _is_refusal(error):
                raise
            refused.append(error)
        state.sizes.undo(mark)
    state.notes = before
    if len(fitting) > 1:
        shown = " or ".join(f"`{to_text(read)}`" for _, read, _ in fitting[:4])
        raise LanguageError(
            f"`{state.words(term)}` can be read as {shown}", term.span or NOWHERE, code="ambiguous-grouping",
            hint="put parentheses to say which",
        )  # fmt: skip
    if not fitting:
        raise next((e for e in refused if isinstance(e, IllFormed)), refused[0])
    reading, _, _ = fitting[0]
    # Read once more: the equations between sizes that the trial found were forgotten with it.
    chosen = state.read(reading)
    said, words = to_text(settled(chosen, state.sizes)), state.words(term)
    if refused and said != words:
        state.note(f"read `{words}` as {said}")
    return chosen


RULES: Mapping[str, Rule] = MappingProxyType({"ambiguous": ambiguous})
