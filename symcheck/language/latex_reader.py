"""LaTeX letter by letter: names and their scripts, signs, groups, alphabets.

Owns: how a script belongs to a name, what a group is, which characters are refused.  Does not own: commands with
arguments of their own (latex.py), the tables of commands (latex_commands.py).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from fractions import Fraction

from symcheck.language.errors import LanguageError
from symcheck.language.latex_commands import (
    ALPHABETS,
    BIG,
    NAMED,
    SIGN_COMMANDS,
    SPACES,
    UPRIGHT,
    WORD_COMMANDS,
)
from symcheck.language.names import LATEX_ACCENTS
from symcheck.language.terms import Span
from symcheck.language.tokens import (
    CLOSE,
    NESTING_LIMIT,
    OPEN,
    PATTERN,
    TOKEN_LIMIT,
    Token,
    literal,
    plain_tokens,
    quote,
    too_long,
)

_COMMAND = re.compile(r"\\([A-Za-z]+\*?|.)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_REPEATING = re.compile(r"([0-9]*)\.([0-9]*)\\(?:overline|bar)\{([0-9]+)\}")
_WORD = re.compile(r"[A-Za-z]+")


class LatexReader(ABC):
    """A position in LaTeX text; each method appends the tokens of what it consumes."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.at, self.end = text, start, end
        self.depth = 0

    def sequence(self, out: list[Token], stops: frozenset[str]) -> str:
        """Reads up to and including one of `stops` (or the end, where there are none); returns which one it was."""
        start = self.at
        self.depth += 1
        if self.depth > NESTING_LIMIT:
            raise LanguageError("the LaTeX is nested too deeply", Span(start, start + 1), code="too-deep")
        while self.at < self.end:
            stop = self.item(out, stops)
            if stop:
                self.depth -= 1
                return stop
            if len(out) > TOKEN_LIMIT:
                raise too_long(Span(self.at, self.at + 1))
        if stops:
            wanted = " or ".join(sorted(stops - {"&"}))
            raise self.error(f"the LaTeX stops before `{wanted}`", start, "unbalanced", "close the group that is open here")
        self.depth -= 1
        return ""

    def error(self, message: str, start: int, code: str, hint: str = "") -> LanguageError:
        return LanguageError(message, Span(start, max(self.at, start + 1)), code=code, hint=hint)

    def item(self, out: list[Token], stops: frozenset[str]) -> str:
        """One character, word, number or command; returns the stop it met, or ""."""
        start, char = self.at, self.text[self.at]
        if char in stops:
            self.at += 1
            return char
        if char.isspace() or char == "~":
            self.at += 1
        elif char == "\\":
            return self.command(out, stops)
        elif char == "{":
            self.at += 1
            out.append(Token("sign", OPEN, start, self.at))
            self.sequence(out, frozenset("}"))
            out.append(Token("sign", CLOSE, self.at - 1, self.at))
        elif char == "^":
            self.raised(out)
        elif char == "_":
            self.at += 1
            self.lowered(out, self.argument("_"), start)
        elif word := _WORD.match(self.text, self.at, self.end):
            self.at = word.end()
            self.name(out, word.group(), start)
        elif repeating := _REPEATING.match(self.text, self.at, self.end):
            self.at = repeating.end()
            self.repeating(out, repeating, start)
        elif number := _NUMBER.match(self.text, self.at, self.end):
            self.at = number.end()
            out.append(Token("num", number.group(), start, self.at, literal(number.group(), Span(start, self.at))))
        elif char in "}&":
            raise self.error(f"`{char}` closes or separates nothing here", start, "unbalanced", "check the braces before it")
        elif char in "%#":
            raise self.error(f"`{char}` is not read: nothing may be hidden from a reader", start, "unknown-command")
        else:
            m = PATTERN.match(self.text, self.at, self.end)
            self.at = m.end() if m else self.at + 1
            tokens = plain_tokens(self.text, start, self.at)
            for token in tokens:
                token.touching = token.text not in {"[", "."}
            if len(tokens) == 1 and tokens[0].kind == "name" and self.at < self.end and self.text[self.at] in "_^":
                self.name(out, tokens[0].text, start)
            else:
                out.extend(tokens)
        return ""

    def argument(self, of: str) -> list[Token]:
        """The argument of a command or script: a group, or a single letter, digit or command."""
        start = self.at
        while self.at < self.end and self.text[self.at].isspace():
            self.at += 1
        if self.at >= self.end or self.text[self.at] in "}&^_":
            raise self.error(f"`{of}` lacks its argument", start, "missing-operand", f"write `{of}{{…}}`")
        out: list[Token] = []
        char = self.text[self.at]
        if char == "{":
            self.at += 1
            self.sequence(out, frozenset("}"))
            if not out:
                raise self.error(f"the group after `{of}` is empty", start, "missing-operand", "put something between the braces")
        elif char.isascii() and char.isalnum():
            at = self.at
            self.at += 1
            if char.isdigit():
                if of in "^_" and self.text[self.at : self.at + 1].isdigit():
                    digits = _NUMBER.match(self.text, at, self.end)
                    said = digits.group() if digits else char
                    message = f"`{of}{said}` raises or lowers only its first digit in LaTeX"
                    raise self.error(message, at, "latex-script", f"write `{of}{{{said}}}`")
                out.append(Token("num", char, at, self.at, literal(char, Span(at, self.at))))
            else:
                out.append(Token("name", char, at, self.at))
        else:
            self.item(out, frozenset())
        return out

    def name(self, out: list[Token], word: str, start: int) -> None:
        """A name with its scripts; a subscript of letters and digits belongs to the name, in either order of scripts."""
        power: list[Token] = []
        sub: list[Token] | None = None
        under = stop = self.at
        for _ in range(2):
            # the subscript may follow the power: x^2_1
            if self.text.startswith("_", self.at) and self.at < self.end and sub is None:
                under = self.at
                self.at += 1
                sub = self.argument("_")
                stop = self.at
            elif self.text.startswith("^", self.at) and self.at < self.end and not power:
                self.raised(power)
        if sub is not None and self.text.startswith("_", self.at) and self.at < self.end:
            raise self.error("two subscripts stand one after the other", start, "unexpected", "write x_{i,j}")
        if sub is not None and all(t.kind in {"name", "num"} and t.text.isalnum() for t in sub):
            out.append(Token("name", f"{word}_{''.join(t.text for t in sub)}", start, stop))
        else:
            out.extend(plain_tokens(word, 0, len(word)))
            out[-1].start, out[-1].end = start, under
            if sub is not None:
                self.lowered(out, sub, under)
        out.extend(power)

    def lowered(self, out: list[Token], sub: list[Token], start: int) -> None:
        out.append(Token("sign", "_", start, start + 1, touching=True))
        out.extend([Token("sign", OPEN, start, start + 1), *sub, Token("sign", CLOSE, self.at, self.at)])

    def raised(self, out: list[Token]) -> None:
        start = self.at
        self.at += 1
        power = self.argument("^")
        if all(t.text == "'" for t in power):
            out.extend(power)
        else:
            if len(power) == 3 and power[0].text == "(" and power[2].text == ")" and self.text[start + 1 : start + 2] == "{":
                raise self.error(
                    f"{quote(self.text[start : self.at])}: an upper index in brackets is not a power",
                    start,
                    "upper-index",
                    "write an index below, w_k, and a power without brackets, w^{k}",
                )
            out.append(Token("sign", "^", start, start + 1))
            out.extend([Token("sign", OPEN, start + 1, start + 1), *power, Token("sign", CLOSE, self.at, self.at)])
        if self.text.startswith("^", self.at) and self.at < self.end:
            raise self.error("two powers stand one after the other", start, "ambiguous-power", "write (x^a)^b or x^{a^b}")

    def command(self, out: list[Token], stops: frozenset[str]) -> str:
        start = self.at
        m = _COMMAND.match(self.text, self.at, self.end)
        if m is None:
            raise self.error("the LaTeX stops after a backslash", start, "unknown-command")
        self.at = m.end()
        word = m.group(1)
        while word in BIG:
            # \left( is the bracket itself
            skipped = _COMMAND.match(self.text, self.at, self.end)
            if skipped is None:
                if self.text[self.at : self.at + 1] == ".":
                    raise self.error("an invisible bracket `\\left.` or `\\right.` is not read", start, "unknown-command")
                return self.item(out, stops) if self.at < self.end else ""
            self.at, word = skipped.end(), skipped.group(1)
        if "\\" + word in stops:
            return "\\" + word
        if word in SPACES:
            pass
        elif word in SIGN_COMMANDS:
            out.append(Token("sign", SIGN_COMMANDS[word], start, self.at))
        elif word in WORD_COMMANDS:
            out.append(Token("keyword", WORD_COMMANDS[word], start, self.at))
        elif self.structure(word, out, start):
            pass
        elif word in NAMED:
            self.name(out, NAMED[word], start)
        elif word in LATEX_ACCENTS:
            self.accent(out, word, start)
        elif word in UPRIGHT:
            self.upright(out, word, start)
        elif word in ALPHABETS:
            inner = self.argument("\\" + word)
            if len(inner) == 1 and inner[0].kind == "name":
                self.name(out, inner[0].text, start)
            else:
                out.extend(inner)
        else:
            message = f"the LaTeX command {quote(chr(92) + word)} is not understood"
            raise self.error(message, start, "unknown-command", "write the formula without it")
        return ""

    def accent(self, out: list[Token], word: str, start: int) -> None:
        inner = self.argument("\\" + word)
        if len(inner) != 1 or inner[0].kind != "name":
            message = f"`\\{word}` stands over something that is not one name"
            raise self.error(message, start, "not-a-name", f"write \\{word}{{w}}")
        base, underscore, rest = inner[0].text.partition("_")
        self.name(out, f"{base}_{LATEX_ACCENTS[word]}{underscore}{rest}", start)

    def upright(self, out: list[Token], word: str, start: int) -> None:
        """\\text{…}, \\operatorname{…}: the words inside, as on the typed line."""
        open_at = self.text.find("{", self.at, self.end)
        if open_at < 0 or self.text[self.at : open_at].strip():
            raise self.error(f"`\\{word}` lacks its argument", start, "missing-operand", f"write \\{word}{{…}}")
        close_at = self.text.find("}", open_at, self.end)
        if close_at < 0:
            raise self.error(f"the brace after `\\{word}` is never closed", start, "unbalanced", "add a `}`")
        content = self.text[open_at + 1 : close_at].replace("\\_", "_")
        self.at = close_at + 1
        if not content.strip():
            raise self.error(f"`\\{word}{{}}` is empty", start, "missing-operand", "write the name between the braces")
        if word.startswith("operatorname"):
            content = content.replace("\\,", "").replace(" ", "")
        word = content.strip()
        if word.isascii() and word.isidentifier() and plain_tokens(word, 0, len(word))[0].kind == "name":
            self.name(out, word, start)
        else:
            out.extend(plain_tokens(self.text, open_at + 1, close_at))

    def repeating(self, out: list[Token], m: re.Match[str], start: int) -> None:
        """0.1\\overline{6}: the digits 6 for ever, 0.1 + 0.06 / (1 - 1/10) = 1/6, as the quotient of its whole numbers."""
        span = Span(start, self.at)
        whole, once, again = m.groups()
        tail = literal(f"{again}e-{len(once)}", span) / (literal(f"1e{len(again)}", span) - 1)
        value = literal(f"{whole or 0}.{once or 0}", span) + tail
        slash = Token("sign", "/", start, self.at)
        above, below = (Token("num", str(n), start, self.at, Fraction(n)) for n in (value.numerator, value.denominator))
        self.wrapped(out, [above, slash, below], start)

    def wrapped(self, out: list[Token], inner: list[Token], start: int) -> None:
        """`inner` in invisible brackets."""
        out.extend([Token("sign", OPEN, start, start), *inner, Token("sign", CLOSE, self.at, self.at)])

    def called(self, out: list[Token], name: str, arguments: list[list[Token]], start: int) -> None:
        out.append(Token("name", name, start, self.at))
        out.append(Token("sign", "(", start, start, touching=True))
        for i, argument in enumerate(arguments):
            if i:
                out.append(Token("sign", ",", self.at, self.at))
            out.extend(argument)
        out.append(Token("sign", ")", self.at, self.at))

    @abstractmethod
    def structure(self, word: str, out: list[Token], start: int) -> bool:
        """Reads a command that has arguments or an environment of its own; False where `word` is none."""
