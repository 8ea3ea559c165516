"""Where a report goes, in which format and colours, and the exit codes.

Owns: `Output`, writing to the two streams, the exit codes and their precedence.  Does not own: commands (cli.py),
layouts (render/).
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from symcheck import lazy

if TYPE_CHECKING:
    from symcheck.render import formats, levels, words
    from symcheck.report import Report
else:
    formats = lazy.module("symcheck.render.formats")
    levels = lazy.module("symcheck.render.levels")
    words = lazy.module("symcheck.render.words")

MET, UNMET, UNUSABLE, OPEN, BROKEN, NOTHING, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
PRECEDENCE = (INTERRUPTED, BROKEN, UNUSABLE, UNMET, OPEN, NOTHING, MET)

FORMAT_NAMES = ("text", "json", "jsonl", "junit", "html", "github")
COLOR_NAMES = ("auto", "always", "never")
LEVEL_NAMES = ("verdict", "place", "kind", "counterexample", "repair")


class Unusable(Exception):
    """The file, the command line or the configuration is wrong (exit code 2); the message says what would be right."""


def worst(*codes: int) -> int:
    """The exit code that applies first in the order 130, 4, 2, 1, 3, then 5 (nothing selected), 0."""
    return next(code for code in PRECEDENCE if code in codes)


@dataclass(frozen=True, slots=True)
class Output:
    """Where and how a report is shown, and how much of it: `path` "" or "-" is standard output."""

    path: str
    format: str
    color: str
    quiet: bool
    level: str = LEVEL_NAMES[-1]

    @staticmethod
    def chosen(path: str, format_name: str | None, color: str, quiet: bool, level: str = LEVEL_NAMES[-1]) -> Output:
        """The format is the one named, else the one the file's suffix asks for, else text.  Raises Unusable."""
        to_file = path not in ("", "-")
        if format_name is None and to_file:
            format_name = formats.format_of(path)
            if format_name is None:
                known = ", ".join(formats.SUFFIXES)
                raise Unusable(f"-o {path}: no format has that suffix; say --format, or use one of {known}")
        folder = os.path.dirname(path) or "."
        if to_file and not os.path.isdir(folder):
            raise Unusable(f"-o {path}: there is no folder {folder}")
        return Output(path if to_file else "", format_name or "text", color, quiet, level)

    def style(self, seconds: float | None = None) -> words.Style:
        """What the destination can show: colours and a width on a terminal only, unless --color says otherwise."""
        terminal = not self.path and sys.stdout.isatty()
        return words.Style(
            color=wants_color(self.color, terminal),
            unicode=bool(self.path) or "utf" in (sys.stdout.encoding or "").lower(),
            width=shutil.get_terminal_size().columns if terminal else None,
            quiet=self.quiet,
            seconds=seconds,
        )

    def show(self, report: Report, seconds: float) -> None:
        """Writes the report; where it goes to a file, the summary goes to stderr besides (unless quiet).  Raises Unusable."""
        report = levels.limited(report, self.level)
        self.write(formats.FORMATS[self.format](report, self.style(seconds)))
        if self.path and not self.quiet:
            say(f"{words.summary(report, seconds)}; written to {self.path}")

    def write(self, text: str) -> None:
        """Writes `text` where this output goes.  Raises Unusable where the file cannot be written."""
        if not self.path:
            write_out(text)
            return
        try:
            with open(self.path, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
        except OSError as error:
            raise Unusable(f"-o {self.path}: {error.strerror}") from None


def say_of_locks(report: Report, *, locked: bool, quiet: bool) -> bool:
    """Says on stderr what the lock files were good for; whether they are out of date where they must not be."""
    for sentence in () if quiet else report.lock:
        say(f"symcheck: {sentence}")
    if not locked:
        return False
    for sentence in report.outdated:
        say(f"symcheck: out of date: {sentence}; `symcheck verify --lock` brings it up to date")
    return bool(report.outdated)


def wants_color(choice: str, terminal: bool) -> bool:
    """Whether to colour: NO_COLOR and a dumb terminal count for `auto` only."""
    if choice != "auto":
        return choice == "always"
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write_out(text: str) -> None:
    """Prints to standard output; a reader that has gone (`| head`) is no error, the exit code stays what it is."""
    _write(sys.stdout, text)


def say(message: str) -> None:
    """Prints a line to stderr."""
    _write(sys.stderr, message.rstrip("\n") + "\n")


def _write(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    safe = text.encode(encoding, "backslashreplace").decode(encoding)
    try:
        stream.write(safe)
        stream.flush()
    except BrokenPipeError:
        # Python flushes the stream once more at exit: give it somewhere to go.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
