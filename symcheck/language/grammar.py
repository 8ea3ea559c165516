"""Text to surface term: the one way in.

Owns: `parse_statement`, `parse_statements`, `parse_domain` and their variants with notes, and the refusal of what is
left over.  Does not own: tokens (surface.py), the rules (sentences.py and below), shapes (elaborate.py).

Every function raises LanguageError, with a span into the text, a stable code and a hint.
"""

from __future__ import annotations

from symcheck.language.cursor import Scope
from symcheck.language.errors import LanguageError
from symcheck.language.extent import check_extent
from symcheck.language.sentences import RELATIONS, Statements
from symcheck.language.surface import tokenize
from symcheck.language.terms import Span, Term

__all__ = [
    "Scope",
    "parse_domain",
    "parse_statement",
    "parse_statements",
    "parse_statements_with_notes",
    "parse_with_notes",
]


def parse_statement(text: str, scope: Scope) -> Term:
    """The whole of `text` as one statement or expression: a surface term with spans into `text`."""
    return parse_with_notes(text, scope)[0]


def parse_with_notes(text: str, scope: Scope) -> tuple[Term, tuple[str, ...]]:
    """As `parse_statement`, and a sentence for every word that was not read letter by letter (`Xw` as `X w`)."""
    reader = Statements(text, tokenize(text), scope)
    if reader.token.kind == "end":
        raise LanguageError("the statement is empty", Span(0, max(len(text), 1)), code="empty", hint="write a formula")
    term = reader.statement()
    _finish(reader)
    check_extent(term)
    return term, tuple(dict.fromkeys(reader.notes))


def parse_statements(text: str, scope: Scope) -> tuple[Term, ...]:
    """The statements of `text`, separated by commas or line breaks outside brackets; none for blank text.

    A line that begins with a relation or an operator other than a sign continues the line above.
    """
    return tuple(term for term, _ in parse_statements_with_notes(text, scope))


def parse_statements_with_notes(text: str, scope: Scope) -> tuple[tuple[Term, tuple[str, ...]], ...]:
    reader = Statements(text, tokenize(text), scope)
    reader.by_lines = True
    out: list[tuple[Term, tuple[str, ...]]] = []
    while reader.token.kind != "end":
        reader.notes.clear()
        term = reader.statement()
        check_extent(term)
        out.append((term, tuple(dict.fromkeys(reader.notes))))
        if reader.sign(","):
            reader.advance()
            if reader.token.kind == "end":
                raise reader.unexpected("a statement is missing after the comma")
        elif not reader.token.newline and reader.token.kind != "end":
            _finish(reader)
    return tuple(out)


def parse_domain(text: str, scope: Scope) -> Term:
    """The whole of `text` as what may stand after `in`: R^n, [0, 1), {0, 1}^(5, 5), 1..k."""
    reader = Statements(text, tokenize(text), scope)
    term = reader.domain()
    _finish(reader)
    check_extent(term)
    return term


AND = "two statements are one when they are joined by `and`: x + y = 3 and x - y = 1"


def _two_statements(reader: Statements) -> bool:
    """Whether there is a relation both before and after what stands here."""
    before, after = reader.tokens[: reader.at], reader.tokens[reader.at :]
    return all(any(t.text in RELATIONS for t in part if t.kind == "sign") for part in (before, after))


def _finish(reader: Statements) -> None:
    """Refuses what is left over after a whole statement."""
    token = reader.token
    if token.kind == "end":
        return
    before = reader.tokens[reader.at - 1]
    if token.newline and reader.starts_operand():
        raise LanguageError(
            f"one statement is expected here, and {reader.said(token)} begins a second one on a new line",
            token.span,
            code="unexpected",
            hint=AND if _two_statements(reader) else "join the lines with an operator",
        )
    if token.kind == "sign" and token.text == ",":
        raise LanguageError(
            "one statement is expected here, and a comma follows it",
            token.span,
            code="unexpected",
            hint=AND if _two_statements(reader) else "if the comma separates thousands, leave it out; decimals have a point",
        )
    if token.kind == "sign" and token.text == "{":
        raise LanguageError(
            f"`{{` does not fit here: it follows {reader.said(before)}",
            token.span,
            code="unexpected",
            hint="braces enclose a set, or an exponent as in x^{2}; write a product with ( )",
        )
    raise reader.unexpected(
        f"nothing fits after {reader.said(before)}" if before.kind != "sign" else "the statement is complete before it"
    )
