"""Errors of a problem file as data, and the one way in which they are rendered.

Owns: `ProblemError`, `ProblemErrors`, the log that collects all errors of a file, `format_error`.
Does not own: the wording of any single error (it stands where the error is found).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from symcheck.language.errors import LanguageError
from symcheck.problem.source import Passage, Source

SHOWN = 50  # errors in the text of the exception
LONGEST_WORD, CONSIDERED = 100, 500  # bounds on the search for what was meant
KEPT = 500  # errors kept as data; of a file with more of them the rest is only counted


@dataclass(frozen=True, slots=True)
class ProblemError:
    """One error: where (1-based line and column; 0 for the file as a whole), what is wrong, and what would be right.

    code: a stable kebab-case name; excerpt: the line of the file with a line of carets under it, or "".
    """

    path: str
    line: int
    column: int
    message: str
    hint: str
    code: str
    excerpt: str


class ProblemErrors(Exception):
    """Everything that is wrong with a file (and with the files it uses), in the order of the lines."""

    def __init__(self, errors: Iterable[ProblemError], dropped: int = 0) -> None:
        self.errors: tuple[ProblemError, ...] = tuple(errors)
        shown = "\n".join(format_error(e) for e in self.errors[:SHOWN])
        more = max(0, len(self.errors) - SHOWN) + dropped
        super().__init__(shown + (f"\n… and {more} more errors" if more else ""))


def format_error(error: ProblemError) -> str:
    """`path:line:column: message`, then excerpt, caret and hint, each indented by two spaces."""
    where = f"{error.path}:{error.line}:{error.column}" if error.line else error.path
    lines = [f"{where}: {error.message}"]
    lines += [f"  {line}" for line in error.excerpt.split("\n") if error.excerpt]
    lines += [f"  {line}" for line in error.hint.split("\n") if error.hint]
    return "\n".join(lines)


def suggestion(word: str, known: Iterable[str]) -> str:
    """ "did you mean `uses`?" for the nearest known words, or "" where none is near."""
    near = get_close_matches(word[:LONGEST_WORD], [k for k in islice(known, CONSIDERED) if k != word], n=2, cutoff=0.6)
    return f"did you mean {' or '.join(f'`{n}`' for n in near)}?" if near else ""


def quoted(text: str, limit: int = 60) -> str:
    """The user's words between backquotes, on one line, shortened in the middle where they are long."""
    flat = " ".join(text.split())
    if len(flat) > limit:
        flat = f"{flat[: limit - 15]} … {flat[-12:]}"
    return f"`{flat}`"


class ErrorLog:
    """Collects the errors of a file and of the files it uses, each place and message once."""

    def __init__(self) -> None:
        self._errors: dict[ProblemError, int] = {}
        self.dropped = 0
        self.broken: set[str] = set()  # names whose declaration is in error: not knowing them is no second error

    def __len__(self) -> int:
        return len(self._errors) + self.dropped

    @property
    def errors(self) -> tuple[ProblemError, ...]:
        return tuple(self._errors)

    def add(self, source: Source, start: int, end: int, message: str, *, code: str, hint: str = "") -> None:
        """An error at the characters [start, end) of `source`."""
        if len(self._errors) >= KEPT:
            self.dropped += 1
            return
        place = source.place(start)
        found = ProblemError(source.path, place.line, place.column, message, hint, code, source.excerpt(start, end))
        self._errors.setdefault(found, len(self._errors))

    def whole(self, path: str, message: str, *, code: str, hint: str = "") -> None:
        """An error of a file as a whole."""
        self._errors.setdefault(ProblemError(path, 0, 0, message, hint, code, ""), len(self._errors))

    def language(self, passage: Passage, error: LanguageError, about: str = "") -> None:
        """A text that the language refuses, put at its place in the file; `about` names the entry, e.g. "`a` in let"."""
        start, end = passage.covered(error.span)
        if error.code == "unknown-name" and any(w in self.broken for w in passage.source.text[start:end].split()):
            return
        message = f"{about}: {error.message}" if about else error.message
        self.add(passage.source, start, end, message, code=error.code, hint=error.hint)

    def take(self, other: ErrorLog) -> None:
        for e in other._errors:
            self._errors.setdefault(e, len(self._errors))
        self.dropped += other.dropped

    def raise_if_any(self) -> None:
        """Raises `ProblemErrors` with everything found so far, file by file, in the order of the lines."""
        if self._errors:
            files = {e.path: i for i, e in reversed(list(enumerate(self._errors)))}
            raise ProblemErrors(sorted(self._errors, key=lambda e: (files[e.path], e.line, e.column)), self.dropped)
