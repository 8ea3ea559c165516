"""Typed lines as tokens.

Owns: `Token`, `tokenize` (both surfaces; `$…$` pieces go to latex.py), limits on the text, literals.
Does not own: what the tokens form (grammar.py).

Super- and subscript characters are tokens before any Unicode normalisation: `X⁻¹` is `X ^ {-1}` and `w₁` the name
w1.  A superscript run and a LaTeX group are enclosed in invisible brackets, the tokens "⦃" and "⦄".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from symcheck.language.builtins import RESERVED
from symcheck.language.characters import DOMAIN_LETTERS, FRACTIONS, SIGNS, SUBSCRIPTS, SUPERSCRIPTS, WORD_SIGNS
from symcheck.language.errors import LanguageError
from symcheck.language.names import NAME_LIMIT, canonical
from symcheck.language.numerals import Printed
from symcheck.language.terms import Span

TEXT_LIMIT = 20_000
TOKEN_LIMIT = 5_000
DIGIT_LIMIT = 1_000
EXPONENT_LIMIT = 10_000
NESTING_LIMIT = 100

OPEN, CLOSE = "⦃", "⦄"
BRACKETS = {"(": ")", "[": "]", "{": "}", OPEN: CLOSE, "⟨": "⟩"}


@dataclass(slots=True)
class Token:
    """kind: "num", "name", "domain" (ℝ), "keyword", "sign" or "end"; text: canonical name, keyword or sign.

    touching: no space before it; newline: a line break before it; partner: the bracket that closes it.
    part: a name read out of a longer word.
    """

    kind: str
    text: str
    start: int
    end: int
    value: Fraction | None = None
    touching: bool = False
    newline: bool = False
    partner: Token | None = None
    part: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


_SCRIPTS = "".join(SUPERSCRIPTS) + "".join(SUBSCRIPTS)
_LETTER = rf"(?:(?![{_SCRIPTS}{''.join(DOMAIN_LETTERS)}{''.join(FRACTIONS)}])[^\W\d_])"
_MARK = r"[\u0300-\u036f\u20d0-\u20ff]"
_WORD = rf"{_LETTER}(?:{_LETTER}|[0-9]|{_MARK})*(?:_(?:{_LETTER}|[0-9]|{_MARK})+)*"
_SINGLE = "".join(c for c in SIGNS if len(c) == 1)
PATTERN = re.compile(
    rf"""(?P<space>[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+)
    |(?P<newline>\r?\n|\r)
    |(?P<num>(?:[0-9]+(?:\.[0-9]+|\.(?![\w.*]))?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<name>{_WORD}(?:_\{{\w+\}})?)(?P<sub>[{"".join(SUBSCRIPTS)}]+)?
    |(?P<sup>[{"".join(SUPERSCRIPTS)}]+)
    |(?P<lowered>[{"".join(SUBSCRIPTS)}]+)
    |(?P<sign><=>|<=|=>|>=|!=|~=|==|=<|:=|<>|->|\.\.|\.\*|\*\*|\|\||&&|&|[-+*/@^=<>()\[\]{{}},:!'|_.{_SINGLE}])
    |(?P<word>[{"".join(WORD_SIGNS)}])
    |(?P<domain>[{"".join(DOMAIN_LETTERS)}])
    |(?P<fraction>[{"".join(FRACTIONS)}])
    |(?P<inf>∞)
    """,
    re.VERBOSE,
)  # fmt: skip

# signs of other notations: what is wrong, and what to write instead
_FOREIGN = {
    "==": ("equality is written with one sign", "="),
    "=<": ("this is not a relation", "<="),
    ":=": ("an equation is written with a plain sign", "="),
    "<>": ("this is not a relation", "!="),
    "&&": ("this is not an operator here", "and"),
    "&": ("this is not an operator here", "and"),
}


def quote(text: str, limit: int = 40) -> str:
    """The user's words, in backquotes, for a message: shortened, and with unprintable characters escaped."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    mark = '"' if "`" in shown else "`"
    return mark + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown) + mark


def literal(text: str, span: Span) -> Fraction:
    """The exact rational that a decimal literal denotes.  LanguageError `number-too-large` beyond the limits."""
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > DIGIT_LIMIT:
        raise LanguageError(
            f"the number {quote(text)} has more than {DIGIT_LIMIT} digits", span, code="number-too-large", hint="use a symbol"
        )
    power = 0
    if exponent:
        digits = exponent.lstrip("+-").lstrip("0")
        if len(digits) > len(str(EXPONENT_LIMIT)) or int(digits or "0") > EXPONENT_LIMIT:
            raise LanguageError(
                f"the exponent of {quote(text)} is beyond ±{EXPONENT_LIMIT}", span, code="number-too-large", hint="use a symbol"
            )
        power = -int(digits or "0") if exponent.startswith("-") else int(digits or "0")
    whole, _, decimals = mantissa.partition(".")
    power -= len(decimals)
    value = int((whole + decimals) or "0")
    exact = Fraction(value * 10**power) if power >= 0 else Fraction(value, 10**-power)
    return Printed(exact.numerator, exact.denominator, -power) if decimals else exact


def plain_tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]` on the plain surface, spans into `text`; no "end" token."""
    out: list[Token] = []
    at = start
    touching, newline = False, False
    while at < end:
        m = PATTERN.match(text, at, end)
        if m is None:
            raise _unreadable(text, at)
        kind, found, stop = m.lastgroup or "", m.group(), m.end()
        if kind in {"space", "newline"}:
            touching, newline = False, newline or kind == "newline"
            at = stop
            continue
        if kind == "num":
            out.append(Token("num", found, at, stop, literal(found, Span(at, stop)), touching, newline))
        elif kind in {"name", "sub"}:
            _name(out, m, touching, newline)
        elif kind in {"sup", "lowered"}:
            table = SUPERSCRIPTS if kind == "sup" else SUBSCRIPTS
            out.append(Token("sign", "^" if kind == "sup" else "_", at, at, None, touching))
            out.extend(_script(found, at, table))
        elif kind == "word":
            out.append(Token("keyword", WORD_SIGNS[found], at, stop, None, touching, newline))
        elif kind == "domain":
            out.append(Token("domain", DOMAIN_LETTERS[found], at, stop, None, touching, newline))
        elif kind == "fraction":
            out.append(Token("num", found, at, stop, Fraction(*FRACTIONS[found]), touching, newline))
        elif kind == "inf":
            out.append(Token("name", "inf", at, stop, None, touching, newline))
        elif found in _FOREIGN:
            wrong, right = _FOREIGN[found]
            raise LanguageError(f"{quote(found)}: {wrong}", Span(at, stop), code="foreign-sign", hint=f"write `{right}`")
        else:
            out.append(Token("sign", SIGNS.get(found, found), at, stop, None, touching, newline))
        if len(out) > TOKEN_LIMIT:
            raise too_long(Span(at, stop))
        touching, newline, at = True, False, stop
    for first, second, third in zip(out, out[1:], out[2:], strict=False):
        if (first.text, second.text) == ("has", "full") and third.text in {"row", "column", "rank"}:
            first.kind, first.text = "keyword", "is"  # X has full row rank
    return out


def too_long(span: Span) -> LanguageError:
    return LanguageError(
        f"one statement has more than {TOKEN_LIMIT} words and signs", span, code="too-long", hint="name its parts in `let:`"
    )


def _name(out: list[Token], m: re.Match[str], touching: bool, newline: bool) -> None:
    start, stop = m.span()
    word, sub = m.group("name"), m.group("sub") or ""
    if word.endswith("}"):
        head, _, tail = word.partition("_{")
        word = head + "_" + tail[:-1]
    if not word[0].isalpha():
        raise _unreadable(m.string, start)
    if len(word) > NAME_LIMIT:
        raise LanguageError(
            f"the word {quote(word)} is longer than {NAME_LIMIT} letters", Span(start, stop), code="too-long", hint="put spaces"
        )
    lowered = ""
    if sub:
        if all(c not in "₊₋₌₍₎" for c in sub):
            word += sub
        else:
            lowered, stop = sub, stop - len(sub)
    name = canonical(word)
    out.append(Token("keyword" if name in RESERVED and name != "inf" else "name", name, start, stop, None, touching, newline))
    if lowered:
        out.append(Token("sign", "_", stop, stop, None, True))
        out.extend(_script(lowered, stop, SUBSCRIPTS))


def _script(run: str, start: int, table: dict[str, str]) -> list[Token]:
    """A run of raised or lowered characters as tokens in invisible brackets."""
    stop = start + len(run)
    inner = plain_tokens("".join(table[c] for c in run), 0, len(run))
    for token in inner:
        token.start += start
        token.end += start
    return [Token("sign", OPEN, start, start), *inner, Token("sign", CLOSE, stop, stop)]


def _unreadable(text: str, at: int) -> LanguageError:
    char = text[at]
    span = Span(at, at + 1)
    if char == "\\":
        return LanguageError(
            "a backslash is LaTeX, which stands between dollar signs",
            span,
            code="backslash",
            hint=f"write ${text.strip()[:60]}$, or the plain name without a backslash",
        )
    if char in '"“”`„':
        return LanguageError(
            f"{quote(char)}: quoted text has no place in a statement", span, code="quoted-text", hint="write it without quotes"
        )
    if char == "%":
        return LanguageError(
            "a percentage is written as a number", span, code="unreadable-character", hint="write 50 % as 0.5 or 50/100"
        )
    name = f"{quote(char)} (U+{ord(char):04X})"
    copied = not char.isascii() or not char.isprintable()
    hint = "delete it; it may be an invisible or look-alike character from copying" if copied else ""
    return LanguageError(f"the character {name} is not part of the language", span, code="unreadable-character", hint=hint)
