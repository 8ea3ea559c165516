"""A position in a list of tokens: what every part of the grammar reads from.

Owns: `Scope`, the tokens and the place in them, brackets and their partners, spans, the refusals that any part can
raise, and which names are bound.  Does not own: any rule of the grammar; the rules that refer to each other across
files are declared here and defined above (factors.py, products.py, sentences.py).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Protocol

from symcheck.language.errors import LanguageError
from symcheck.language.terms import Span, Term
from symcheck.language.tokens import BRACKETS, CLOSE, NESTING_LIMIT, OPEN, Token, quote

# How many frames the grammar may have pending, counted by rule and not by the interpreter, so that one text is refused or
# read whoever calls.  About 90 brackets inside one another, fewer where each also waits for operators around it.
PENDING_LIMIT = 700


class Scope(Protocol):
    """The names that a text may use."""

    def category(self, name: str) -> str | None:
        """ "symbol", "function", "definition", "recurrence", "network", "table"; None where it is not declared."""

    def arity(self, name: str) -> int:
        """The number of parameters of a definition or function."""

    def names(self) -> Iterable[str]:
        """Every declared name."""


def pair_brackets(tokens: list[Token]) -> None:
    """Sets `partner` on every opening bracket.  LanguageError `unbalanced` or `too-deep`.

    `[0, 1)` and `(0, 1]` are paired as written; where such a pair is not an interval the grammar refuses it.
    """
    stack: list[Token] = []
    for token in tokens:
        if token.kind != "sign":
            continue
        if token.text in BRACKETS:
            stack.append(token)
            if len(stack) > NESTING_LIMIT:
                raise LanguageError(
                    f"brackets are nested more than {NESTING_LIMIT} deep",
                    token.span,
                    code="too-deep",
                    hint="name a part of it in `let:`",
                )
        elif token.text in (")", "]", "}", CLOSE, "⟩"):
            said = "}" if token.text == CLOSE else token.text
            if not stack:
                raise LanguageError(
                    f"`{said}` closes a bracket that was never opened", token.span, code="unbalanced", hint="delete it"
                )
            opener = stack.pop()
            half_open = opener.text in "([" and token.text in ")]"
            if BRACKETS[opener.text] != token.text and not half_open:
                shown = "{" if opener.text == OPEN else opener.text
                wanted = "}" if opener.text == OPEN else BRACKETS[opener.text]
                span = Span(opener.start, token.end)
                raise LanguageError(f"`{shown}` is closed by `{said}`", span, code="unbalanced", hint=f"close it with `{wanted}`")
            opener.partner = token
    if stack:
        opener = stack[-1]
        shown = "{" if opener.text == OPEN else opener.text
        wanted = "}" if opener.text == OPEN else BRACKETS[opener.text]
        raise LanguageError(
            f"`{shown}` (character {opener.start + 1}) is never closed", opener.span, code="unbalanced", hint=f"add a `{wanted}`"
        )


class Cursor(ABC):
    """The tokens of one text, the place in them, and the names bound there."""

    def __init__(self, text: str, tokens: list[Token], scope: Scope) -> None:
        self.text, self.tokens, self.scope = text, tokens, scope
        self.at = 0
        self.last_end = 0
        self.pending = 0
        self.bound: dict[str, int] = {}
        self.notes: list[str] = []
        self.binders_ahead = any(t.text in {"for", "->", "forall"} for t in tokens)
        # what ends an operand in the place where we are: a bar that separates arguments, the sign of a one-sided limit
        self.bars_separate = False
        self.one_sided = False
        self.dimensions = False
        self.bars: list[str] = []
        self.brackets = 0
        # in a list of statements a line that begins with a sign is a statement of its own
        self.by_lines = False
        # what stood in brackets of its own, [a]: a row where a matrix is written out, else just a
        self.single: dict[int, Term] = {}
        # the bare call that the factor read last consists of
        self.bare: Bare | None = None

    # places

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def advance(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        self.last_end = token.end
        return token

    def sign(self, text: str) -> bool:
        """Whether the next token is the sign `text`."""
        token = self.tokens[self.at]
        return token.text == text and token.kind == "sign"

    def keyword(self, *words: str) -> bool:
        token = self.tokens[self.at]
        return token.kind == "keyword" and token.text in words

    def ahead(self, steps: int = 1) -> Token:
        return self.tokens[min(self.at + steps, len(self.tokens) - 1)]

    def expect(self, text: str, after: str) -> Token:
        if not self.sign(text):
            raise self.unexpected(f"`{text}` is expected {after}")
        return self.advance()

    def node(self, op: str, args: tuple[Term, ...], start: int, value: str | tuple[str, ...] | None = None) -> Term:
        """A term that ends at the token read last."""
        return Term(op, args, value, None, Span(start, self.last_end))

    # names

    def bind(self, names: Iterable[str]) -> None:
        for name in names:
            self.bound[name] = self.bound.get(name, 0) + 1

    def unbind(self, names: Iterable[str]) -> None:
        for name in names:
            self.bound[name] -= 1
            if not self.bound[name]:
                del self.bound[name]

    # refusals

    def error(self, message: str, span: Span, code: str, hint: str = "") -> LanguageError:
        return LanguageError(message, span, code=code, hint=hint)

    def deeper(self, frames: int) -> None:
        """Counts `frames` more pending calls; the caller takes them off again."""
        self.pending += frames
        if self.pending > PENDING_LIMIT:
            raise self.error("the statement is nested too deeply", self.token.span, "too-deep", "name a part of it in `let:`")

    def said(self, token: Token) -> str:
        """The user's words for a token."""
        return quote(self.text[token.start : token.end] or token.text)

    def unexpected(self, what: str = "") -> LanguageError:
        """The refusal of the token that stands here."""
        token = self.token
        before = self.tokens[self.at - 1] if self.at else None
        if token.kind == "end":
            where = f" after {self.said(before)}" if before is not None else ""
            what = what or f"an operand is missing{where}"
            return self.error(f"the statement stops too early: {what}", token.span, "missing-operand", "complete the formula")
        hint = _HINTS.get(token.text, "")
        if token.kind == "keyword":
            return self.error(
                f"{self.said(token)} is a keyword and does not fit here" + (f": {what}" if what else ""),
                token.span,
                "unexpected",
                hint or "a keyword cannot be used as a name",
            )
        if not what:
            where = f" after {self.said(before)}" if before is not None else " at the start"
            what = f"an operand is missing{where}"
        code = "missing-operand" if "operand" in what else "unexpected"
        if token.text == "'" and code == "missing-operand":
            what, code = "it is no quotation mark", "quoted-text"
        return self.error(f"{self.said(token)} does not fit here: {what}", token.span, code, hint)

    # rules defined above

    @abstractmethod
    def statement(self, power: int = 0) -> Term:
        """A statement or expression whose operators bind at least as tightly as `power`."""

    @abstractmethod
    def product(self) -> Term:
        """Factors joined by juxtaposition, `*`, `@`, `.*`, `/`."""

    @abstractmethod
    def factor(self, exponent: bool = False) -> Term:
        """An atom with its indices, powers, transposes and factorials."""

    @abstractmethod
    def arguments(self, name: str, opener: Token) -> tuple[Term, ...]:
        """What stands between the brackets of a call, binders included; `opener` is already read."""

    @abstractmethod
    def domain(self) -> Term:
        """What may stand after `in`."""


class Bare:
    """A function applied without brackets, `log p`: kept open, since what follows may belong to the argument."""

    __slots__ = ("argument", "inner", "name", "power", "start", "variables")

    def __init__(
        self, name: str, start: int, argument: Term, inner: Bare | None, variables: tuple[Term, ...], power: Term | None
    ) -> None:
        self.name, self.start, self.argument, self.inner = name, start, argument, inner
        # sin^2 x has a power; grad and diff have variables, one derivative after the other
        self.variables, self.power = variables, power

    def wrap(self, argument: Term, end: int) -> Term:
        """The function applied to `argument`."""
        span = Span(self.start, end)
        if not self.variables:
            argument = Term("call", (argument,), self.name, None, span)
        for variable in self.variables:
            argument = Term("call", (argument, variable), self.name, None, span)
        return argument if self.power is None else Term("pow", (argument, self.power), None, None, span)


_HINTS = {
    ":": "a colon stands after `for all x in D`, in `count(x in D: P)`, and in an index",
    "|": "write abs(x) or norm(x) where bars could be read in two ways",
    "'": "a prime follows what it transposes; text is not quoted",
    ".": "only `.T` and the members of a recurrence or network are written with a dot",
    "=": "write the left side before it",
    ",": "separate statements stand on lines of their own",
    "->": "an arrow stands in limit(f, x -> a)",
    "_": "a name begins with a letter and has single underscores, w_hat; a statement is mathematics, not Python",
    "if": "conditions are written `P => Q`, or stand in `given:`",
    "for": "write `for all x in D: P`, or sum(f for i in 1..n)",
}
