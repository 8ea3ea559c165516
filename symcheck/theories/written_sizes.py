"""Sizes as they are written in a claim.

TRUSTED FOR MEANING.  Owns: `WrittenSizes`.  A size that is written is at least 1, by a condition where its form does not say so.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.language.printing import to_text
from symcheck.language.size_arithmetic import renamed
from symcheck.language.sizes import Size
from symcheck.language.terms import Term
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered
from symcheck.theories.setting import Setting


class WrittenSizes:
    """met: the sizes of the claim, where some are read as equal."""

    def __init__(self, setting: Setting, letters: Letters) -> None:
        self.setting = setting
        self.letters = letters
        self.met: dict[str, None] = {}

    def size(self, term: Term) -> Size:
        """A size written as a term."""
        match term:
            case Term("num", (), Fraction() as q) if q.denominator == 1:
                return Size.of(int(q))
            case Term("sym", (), str() as name):
                return self.at(Size.of(name))
            case Term("add", (a, b)):
                return self.size(a) + self.size(b)
            case Term("sub", (a, b)):
                return self.size(a) - self.size(b)
            case Term("mul", (a, b)):
                return self.size(a) * self.size(b)
            case Term("neg", (a,)):
                return Size.of(0) - self.size(a)
        raise NotLowered("no-theory", f"`{to_text(term)}` is not a size")

    def written(self, size: Size) -> Size:
        self.letters.size(size)
        return size

    def sizes(self, term: Term) -> tuple[Size, Size]:
        if term.shape is None:
            raise NotLowered("no-theory", f"`{to_text(term)}` has no shape")
        return self.at(term.shape.rows), self.at(term.shape.cols)

    def at(self, size: Size) -> Size:
        """The size as it is read here."""
        if not self.setting.equal:
            return size
        self.met |= dict.fromkeys(size.names)
        return renamed(size, self.setting.equal)
