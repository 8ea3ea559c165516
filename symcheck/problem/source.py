"""Text with its place in a file: `Source` (a file's text) and `Passage` (text taken out of it, character by character).

Owns: the way from an offset in any piece of mathematics back to path, line and column, also through folded
lines, block indentation and doubled quotes.  Does not own: what the text says, or how an error is worded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from symcheck.language.terms import Span
from symcheck.problem.types import Place

EXCERPT_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file, and where its lines begin (lines end with \\n, \\r\\n or \\r, as editors count them)."""

    path: str
    text: str
    starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts, text = [0], self.text
        for i, c in enumerate(text):
            if c == "\n" or (c == "\r" and text[i + 1 : i + 2] != "\n"):
                starts.append(i + 1)
        object.__setattr__(self, "starts", tuple(starts))

    def place(self, index: int) -> Place:
        index = min(max(index, 0), len(self.text))
        line = bisect_right(self.starts, index)
        return Place(self.path, line, index - self.starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a 1-based line, without its line break."""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def excerpt(self, start: int, end: int) -> str:
        """The line around `start`, and under it carets below the characters up to `end` (on the same line)."""
        place = self.place(start)
        column = place.column - 1
        whole = self.line(place.line)
        left = max(0, min(column - EXCERPT_WIDTH // 3, len(whole) - EXCERPT_WIDTH))
        shown = whole[left : left + EXCERPT_WIDTH]
        window = "".join(c if c.isprintable() else " " if c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in shown)
        under = max(1, min(end - start, len(window) - (column - left)))
        if left:
            window = "…" + window[1:]
        if left + EXCERPT_WIDTH < len(whole):
            window = window[:-1] + "…"
        return f"{window}\n{' ' * (column - left)}{'^' * under}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text, and for each of its characters (and for its end) the index in the source it came from."""

    source: Source
    text: str
    indices: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.text)

    def part(self, start: int, end: int) -> Passage:
        return Passage(self.source, self.text[start:end], self.indices[start : end + 1])

    def strip(self) -> Passage:
        left = len(self.text) - len(self.text.lstrip())
        right = len(self.text.rstrip())
        return self.part(left, max(left, right))

    def lines(self) -> Iterator[Passage]:
        """The lines of the passage, without their line breaks."""
        start = 0
        for piece in self.text.split("\n"):
            yield self.part(start, start + len(piece))
            start += len(piece) + 1

    def then(self, other: Passage, between: str = " ") -> Passage:
        """This passage, `between`, and the other one; `between` points to where the other begins."""
        middle = (other.indices[0],) * len(between)
        return Passage(self.source, self.text + between + other.text, self.indices[:-1] + middle + other.indices)

    def covered(self, span: Span | None) -> tuple[int, int]:
        """The half-open range of source indices that `span` (offsets in `text`) covers; the whole passage for None."""
        if span is None:
            return self.indices[0], self.indices[-1]
        last = len(self.text)
        start, end = min(max(span.start, 0), last), min(max(span.end, 0), last)
        first = self.indices[start]
        return first, (self.indices[end - 1] + 1 if end > start else first)

    def place(self, offset: int = 0) -> Place:
        return self.source.place(self.indices[min(max(offset, 0), len(self.text))])
