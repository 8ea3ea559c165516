"""The two ways in which text can be refused, as data.

`LanguageError`: it cannot be read (syntax, an undeclared name): an error of the file.
`IllFormed`: it reads, but kinds or shapes do not fit: the verdict `malformed`.
Both point into the text; neither knows the file it stands in (problem/ adds line and column).
"""

from __future__ import annotations

from symcheck.language.terms import Span


class LanguageError(Exception):
    """Text that cannot be read.

    message: what is wrong, quoting the user's words; hint: what would be right ("" where there is nothing
    to suggest); span: where in the text; code: a stable kebab-case name for the message, e.g. `unknown-name`.
    """

    def __init__(self, message: str, span: Span, *, code: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.code = code
        self.hint = hint


class IllFormed(LanguageError):
    """Text that reads but has no meaning: kinds or shapes do not fit (codes `shape-mismatch`, `kind-mismatch`, …)."""
