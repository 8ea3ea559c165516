"""Sizes as terms and as text: `n + 1` in a shape and `n + 1` in a formula are the same size.

Owns: `size_of` (term → size), `size_term` (size → term), `read_size` (text → size).  Does not own: sizes
themselves (sizes.py), which names may be sizes (kinds.py, elaborate.py).
"""

from __future__ import annotations

import re
from fractions import Fraction

from symcheck.language.errors import LanguageError
from symcheck.language.names import canonical
from symcheck.language.sizes import SCALAR, Size
from symcheck.language.terms import Span, Term

MAX_DEGREE = 8
MAX_CONSTANT = 10**9
MAX_TERMS = 64


def size_term(size: Size) -> Term:
    """`size` as a scalar term: a sum, in canonical order, of products of a coefficient and names."""
    total: Term | None = None
    for names, coefficient in sorted(size.terms, key=lambda t: (not t[0], t[0])):
        piece: Term | None = None
        if abs(coefficient) != 1 or not names:
            piece = Term("num", (), Fraction(abs(coefficient)), SCALAR)
        for name in names:
            letter = Term("sym", (), name, SCALAR)
            piece = letter if piece is None else Term("mul", (piece, letter), None, SCALAR)
        assert piece is not None
        if total is None:
            total = piece if coefficient > 0 else Term("neg", (piece,), None, SCALAR)
        else:
            total = Term("add" if coefficient > 0 else "sub", (total, piece), None, SCALAR)
    return total if total is not None else Term("num", (), Fraction(0), SCALAR)


def size_of(term: Term) -> Size | None:
    """The size that an elaborated or surface scalar term denotes: a polynomial in names; None where it is none."""
    match term:
        case Term("num", (), Fraction() as value) if value.denominator == 1 and abs(value) <= MAX_CONSTANT:
            return Size.of(value.numerator)
        case Term("sym", (), str(name)):
            return Size.of(name)
        case Term("neg", (a,)):
            inner = size_of(a)
            return None if inner is None else -inner
        case Term("add" | "sub" | "mul" | "juxt" | "star" as op, (a, b)):
            left, right = size_of(a), size_of(b)
            return None if left is None or right is None else _combine(op, left, right)
        case Term("pow", (a, Term("num", (), Fraction() as power))):
            base = size_of(a)
            return None if base is None else _power(base, power)
    return None


def _combine(op: str, left: Size, right: Size) -> Size | None:
    match op:
        case "add":
            result = left + right
        case "sub":
            result = left - right
        case _:
            if len(left.terms) * len(right.terms) > MAX_TERMS:
                return None
            result = left * right
    return result if len(result.terms) <= MAX_TERMS and all(len(m) <= MAX_DEGREE for m, _ in result.terms) else None


def too_large(term: Term) -> bool:
    """Whether `term` is a whole number that is a size but for being above MAX_CONSTANT: 10^12, 2^40 3."""
    match term:
        case Term("num", (), Fraction() as value):
            return value.denominator == 1 and value > MAX_CONSTANT
        case Term("add" | "mul" | "juxt" | "star" | "pow", (a, b)):
            return all(_whole(t) for t in (a, b)) and size_of(term) is None
    return False


def _whole(term: Term) -> bool:
    """A positive whole number in digits, or a sum, product or power of such."""
    match term:
        case Term("num", (), Fraction() as value):
            return value.denominator == 1 and value > 0
        case Term("add" | "mul" | "juxt" | "star" | "pow", (a, b)):
            return _whole(a) and _whole(b)
    return False


def _power(base: Size, power: Fraction) -> Size | None:
    if base.constant is not None and power.denominator == 1 and power >= 0:
        whole = base.constant
        small = abs(whole) <= 1 or power * (abs(whole).bit_length() - 1) <= MAX_CONSTANT.bit_length()
        value = whole**power.numerator if small else None
        return Size.of(value) if value is not None and abs(value) <= MAX_CONSTANT else None
    if power.denominator != 1 or not 0 <= power <= MAX_DEGREE:
        return None
    result: Size | None = Size.of(1)
    for _ in range(power.numerator):
        result = None if result is None else _combine("mul", result, base)
    return result


_TOKEN = re.compile(r"\s*(?:(?P<number>\d+)|(?P<name>[^\W\d]\w*'*)|(?P<sign>\*\*|[-+*·^()]))")


class _SizeText:
    """Recursive descent over `sum := product ((+|-) product)*`, products by `*` or juxtaposition."""

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        self.tokens: list[tuple[str, str, int]] = []
        at = 0
        if len(text) > 200:
            raise LanguageError("this size is too long to be one", Span(offset, offset + len(text)), code="size-syntax")
        while at < len(text.rstrip()):
            found = _TOKEN.match(text, at)
            if not found:
                raise self.error(at)
            kind = found.lastgroup or ""
            self.tokens.append((kind, found[kind], found.start(kind)))
            at = found.end()
        self.next = 0

    def error(self, at: int) -> LanguageError:
        if re.fullmatch(r"[\d\s*·^()]+", self.text) and re.search(r"\d", self.text):
            return LanguageError(
                f"`{self.text.strip()}` is too large for a size, or is none",
                Span(self.offset + at, self.offset + max(at + 1, len(self.text))),
                code="size-syntax",
                hint=f"a size given as a number is at most {MAX_CONSTANT}; a name, as in matrix(n, d), stands for any size",
            )
        return LanguageError(
            f"`{self.text.strip()}` is not a size",
            Span(self.offset + at, self.offset + max(at + 1, len(self.text))),
            code="size-syntax",
            hint="a size is a number, a name, or a sum or product of those: 3, n, n + m, 2 n",
        )

    def peek(self) -> tuple[str, str, int]:
        return self.tokens[self.next] if self.next < len(self.tokens) else ("end", "", len(self.text))

    def take(self) -> tuple[str, str, int]:
        token = self.peek()
        self.next += 1
        return token

    def sum(self, depth: int = 0) -> Size:
        total = self.product(depth)
        while self.peek()[1] in {"+", "-"}:
            sign = self.take()[1]
            right = self.product(depth)
            total = total + right if sign == "+" else total - right
        return total

    def product(self, depth: int) -> Size:
        total = self.factor(depth)
        while self.peek()[1] in {"*", "·", "("} or self.peek()[0] in {"number", "name"}:
            at = self.peek()[2]
            if self.peek()[1] in {"*", "·"}:
                self.take()
            combined = _combine("mul", total, self.factor(depth))
            if combined is None:
                raise self.error(at)
            total = combined
        return total

    def factor(self, depth: int) -> Size:
        kind, value, at = self.take()
        if kind == "number" and int(value) <= MAX_CONSTANT:
            base = Size.of(int(value))
        elif kind == "name":
            base = Size.of(canonical(value))
        elif value == "(" and depth < 20:
            base = self.sum(depth + 1)
            if self.take()[1] != ")":
                raise self.error(at)
        else:
            raise self.error(at)
        if self.peek()[1] in {"^", "**"}:
            self.take()
            kind, value, at = self.take()
            power = _power(base, Fraction(value)) if kind == "number" and len(value) < 4 else None
            if power is None:
                raise self.error(at)
            base = power
        return base


def read_size(text: str, offset: int = 0) -> Size:
    """The size written in `text`, which starts at `offset` of the text that errors point into.

    Raises LanguageError `size-syntax` where it is none, and where it is a constant below 1.
    """
    reader = _SizeText(text, offset)
    size = reader.sum()
    if reader.peek()[0] != "end":
        raise reader.error(reader.peek()[2])
    if size.constant is not None and size.constant < 1:
        raise LanguageError(
            f"`{text.strip()}` is not a size: sizes are at least 1", Span(offset, offset + len(text)), code="size-syntax"
        )
    return size
