"""Text of either surface as tokens: `$…$` pieces by latex.py, the rest by tokens.py.

Owns: limits on the text, finding the pieces, pairing brackets.
"""

from __future__ import annotations

from symcheck.language.cursor import pair_brackets
from symcheck.language.errors import LanguageError
from symcheck.language.latex import latex_tokens
from symcheck.language.terms import Span
from symcheck.language.tokens import TEXT_LIMIT, TOKEN_LIMIT, Token, plain_tokens, too_long


def tokenize(text: str) -> list[Token]:
    """The tokens of `text`, brackets paired, an "end" token last."""
    if len(text) > TEXT_LIMIT:
        raise LanguageError(
            f"one statement has {len(text)} characters; the limit is {TEXT_LIMIT}",
            Span(TEXT_LIMIT, TEXT_LIMIT + 1),
            code="too-long",
            hint="name its parts in `let:`",
        )
    tokens: list[Token] = []
    if "$" not in text:
        tokens = plain_tokens(text, 0, len(text))
    else:
        at = 0
        while at < len(text):
            opening = text.find("$", at)
            if opening < 0:
                tokens.extend(plain_tokens(text, at, len(text)))
                break
            tokens.extend(plain_tokens(text, at, opening))
            dollars = "$$" if text.startswith("$$", opening) else "$"
            inside = opening + len(dollars)
            closing = text.find(dollars, inside)
            if closing < 0:
                raise LanguageError(
                    "the LaTeX that begins here has no closing dollar sign",
                    Span(opening, opening + 1),
                    code="unbalanced",
                    hint=f"add `{dollars}` at its end",
                )
            tokens.extend(latex_tokens(text, inside, closing))
            at = closing + len(dollars)
    if len(tokens) > TOKEN_LIMIT:
        raise too_long(Span(tokens[TOKEN_LIMIT].start, tokens[TOKEN_LIMIT].end))
    pair_brackets(tokens)
    tokens.append(Token("end", "", len(text), len(text) + 1, newline=True))
    return tokens
