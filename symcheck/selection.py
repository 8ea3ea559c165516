"""`-k EXPR`: which claims are meant, by parts of their ids joined with and, or, not and parentheses.

Owns: reading the expression into a `Selection` and asking it.  Nothing is evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

DEEPEST = 50
_TOKEN = re.compile(r"\s*(?:([()])|([^\s()]+))")

Selection = Callable[[str], bool]


class SelectionError(ValueError):
    """An expression that cannot be read; the message quotes it."""


def everything(claim_id: str) -> bool:
    """The selection of all claims."""
    return True


def read_selection(text: str) -> Selection:
    """The selection that `text` describes, upper and lower case alike.

    A word selects the ids that contain it; `not` binds before `and`, `and` before `or`.  Raises SelectionError.
    """
    tokens = [a or b for a, b in _TOKEN.findall(text)]
    if not tokens:
        raise SelectionError("-k needs an expression, such as `2.2 and not loss`")
    reader = _Reader(text, iter(tokens))
    chosen = reader.either(0)
    if reader.token is not None:
        raise reader.error(f"`{reader.token}` is one too many: words are joined with and, or")
    return chosen


class _Reader:
    def __init__(self, text: str, tokens: Iterator[str]) -> None:
        self.text, self.tokens = text, tokens
        self.token = next(tokens, None)

    def error(self, what: str) -> SelectionError:
        return SelectionError(f"-k `{self.text}` cannot be read: {what}")

    def take(self) -> str:
        token, self.token = self.token, next(self.tokens, None)
        if token is None:
            raise self.error("a word is missing at the end")
        return token

    def either(self, depth: int) -> Selection:
        parts = [self.both(depth)]
        while self.token == "or":
            self.take()
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else lambda name: any(p(name) for p in parts)

    def both(self, depth: int) -> Selection:
        parts = [self.one(depth)]
        while self.token == "and":
            self.take()
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else lambda name: all(p(name) for p in parts)

    def one(self, depth: int) -> Selection:
        if depth > DEEPEST:
            raise self.error(f"it is nested more than {DEEPEST} deep")
        token = self.take()
        if token == "not":
            inner = self.one(depth + 1)
            return lambda name: not inner(name)
        if token == "(":
            inside = self.either(depth + 1)
            if self.token != ")":
                raise self.error("`(` is not closed")
            self.take()
            return inside
        if token in ("and", "or", ")"):
            raise self.error(f"a word is missing before `{token}`")
        part = token.casefold()
        return lambda name: part in name.casefold()
