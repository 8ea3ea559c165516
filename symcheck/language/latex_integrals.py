"""Integrals in LaTeX: \\int_a^b f \\,dx.

Owns: where the integrand ends, and which letter is integrated over.  Does not own: what an integral means (theories).

The integrand ends at the first `dx` that stands outside brackets (`d x` and `\\mathrm{d}x` too), or has it above a fraction
bar, \\frac{dx}{x}.  `xdx` has no such word: nothing is guessed, the message asks for `x\\,dx`.
"""

from __future__ import annotations

import re

from symcheck.language.builtins import BUILTINS
from symcheck.language.characters import GREEK_NAMES
from symcheck.language.latex_reader import LatexReader
from symcheck.language.terms import Span
from symcheck.language.tokens import CLOSE, OPEN, Token, literal

_SPACE = re.compile(r"(?:\s|\\(?:limits|nolimits|[,;:!])(?![A-Za-z]))*")
_NESTED = {"(": 1, "[": 1, "{": 1, OPEN: 1, ")": -1, "]": -1, "}": -1, CLOSE: -1}


class Integrals(LatexReader):
    """\\int with its ends, its integrand and its variable."""

    def integral(self, out: list[Token], start: int) -> None:
        """\\int_a^b f dx is integrate(f, x, a, b); without ends, integrate(f, x)."""
        ends = self.ends_of_integral(start)
        body: list[Token] = []
        depth = 0
        variable = None
        while variable is None:
            before = len(body)
            if self.at >= self.end or self.text[self.at] in "}&":
                raise self.unending(body, start)
            self.item(body, frozenset())
            depth += sum(_NESTED.get(t.text, 0) for t in body[before:] if t.kind == "sign")
            if depth < 0:
                raise self.unending(body, start)
            variable = _variable(body) if depth == 0 else None
        inner: list[Token] = []
        one = Token("num", "1", start, start + 1, literal("1", Span(start, start + 1)))
        self.wrapped(inner, body or [one], start)
        self.called(out, "integrate", [inner, [variable], *ends], start)

    def ends_of_integral(self, start: int) -> list[list[Token]]:
        """[lower, upper], or []: in either order, and both or none."""
        found: dict[str, list[Token]] = {}
        while True:
            space = _SPACE.match(self.text, self.at, self.end)
            self.at = space.end() if space else self.at
            sign = self.text[self.at : self.at + 1] if self.at < self.end else ""
            if sign not in {"_", "^"} or sign in found:
                break
            self.at += 1
            found[sign] = self.argument(sign)
        if len(found) == 1:
            raise self.error("the integral has one end only", start, "missing-operand", "write \\int_{a}^{b} f \\, dx")
        return [found["_"], found["^"]] if found else []

    def unending(self, body: list[Token], start: int) -> Exception:
        """The refusal of an integral whose variable does not come."""
        hint = "write \\int_{a}^{b} f \\, dx"
        for token in body:
            before, d, letter = token.text[:-2], token.text[-2:-1], token.text[-1:]
            if token.kind == "name" and before and d == "d" and letter.isalpha():
                hint = f"write {before} \\, d{letter} for {token.text}"
        return self.error("the integral does not say over what it is: no `dx` ends it", start, "missing-variable", hint)


def _variable(body: list[Token]) -> Token | None:
    """The letter of the `dx` with which `body` ends, taken off it; None where there is none."""
    if not body or body[-1].text == CLOSE:
        return _above_the_bar(body)
    last = body[-1]
    if last.kind != "name":
        return None
    if _is_letter(last.text) and len(body) > 1 and body[-2].kind == "name" and body[-2].text == "d":
        del body[-2:]
        return last
    if last.text[0] == "d" and _is_letter(last.text[1:]) and last.text not in BUILTINS:
        body.pop()
        return Token("name", last.text[1:], last.start + 1, last.end)
    return None


def _above_the_bar(body: list[Token]) -> Token | None:
    """The letter of \\frac{dx}{…}, in whose place the number 1 is left."""
    depth = 0
    for i in range(len(body) - 1, -1, -1):
        depth += (body[i].text == CLOSE) - (body[i].text == OPEN)
        if depth == 0:
            break
    else:
        return None
    above = next((j for j in range(i, len(body)) if body[j].text == "/"), 0)
    if above - i < 4 or body[i + 1].text != OPEN or body[above - 1].text != CLOSE:
        return None
    names = body[i + 2 : above - 1]
    variable = _variable(names)
    if variable is None or names:
        return None
    at = body[i + 2].start
    body[i + 2 : above - 1] = [Token("num", "1", at, at + 1, literal("1", Span(at, at + 1)))]
    return variable


def _is_letter(text: str) -> bool:
    base = text.split("_", maxsplit=1)[0]
    return (len(base) == 1 and base.isalpha()) or base in GREEK_NAMES
