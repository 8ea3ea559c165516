"""What may stand after `in`: R^n, intervals, finite sets, ranges, their unions and powers.

Owns: `domain` and what it consists of.  Does not own: binders (binders.py), what a set means (elaborate.py).
"""

from __future__ import annotations

from symcheck.language.builtins import DOMAINS
from symcheck.language.products import Products
from symcheck.language.terms import Span, Term
from symcheck.language.tokens import OPEN, Token


class Domains(Products):
    """Sets as they are written after `in`."""

    def domain(self) -> Term:
        """What may stand after `in`: R^n, an interval, a set, a range 1..k, a union of them, or an expression."""
        start = self.token.start
        self.deeper(5)
        left = self.simple_domain()
        while self.keyword("union"):
            self.advance()
            left = self.node("union", (left, self.simple_domain()), start)
        self.pending -= 5
        return left

    def simple_domain(self) -> Term:
        token = self.token
        start = token.start
        base: Term | None = None
        if token.kind == "domain" or (token.kind == "name" and token.text in DOMAINS and self.declared(token.text) is None):
            self.advance()
            base = Term("domain", (), token.text, None, token.span)
        elif token.kind == "sign" and token.text in {"(", "["}:
            base = self.interval(token)
        elif token.kind == "sign" and token.text == "{":
            base = self.signed_atom()
        if base is None:
            return self.statement(66)
        if self.sign("^"):
            self.advance()
            return self.node("arrays", (base, *self.powers()), start)
        return base

    def interval(self, opener: Token) -> Term | None:
        """The interval or bracketed domain that stands here; None where the bracket holds an expression."""
        closer = opener.partner
        assert closer is not None
        at = self.at + 1
        commas = 0
        first = self.tokens[at]
        while self.tokens[at] is not closer:
            token = self.tokens[at]
            commas += token.text == ","
            if token.partner is not None:
                while self.tokens[at] is not token.partner:
                    at += 1
            at += 1
        if not commas and opener.text == "(":
            if first.kind == "domain" or (first.kind == "name" and first.text in DOMAINS and self.declared(first.text) is None):
                self.advance()
                inner = self.domain()
                self.expect(")", "after the domain")
                return inner
            return None
        self.advance()
        items = self.items(opener)
        if len(items) != 2:
            raise self.error(
                f"an interval has two ends, and this has {len(items)}",
                Span(opener.start, self.last_end),
                "not-an-interval",
                "write a finite set in braces, {1, 2, 3}",
            )
        return self.node("interval", tuple(items), opener.start, opener.text + closer.text)

    def powers(self) -> list[Term]:
        """The dimensions in R^n, R^(n, d), R^{n × d}."""
        opener = self.token
        if opener.kind != "sign" or opener.text not in {"(", "{", OPEN}:
            return [self.factor(exponent=True)]
        self.advance()
        dims, self.dimensions = self.dimensions, True
        self.brackets += 1
        items = [self.statement(67)]
        while self.sign(",") or self.sign("×"):
            self.advance()
            items.append(self.statement(67))
        self.dimensions = dims
        if self.token is not opener.partner:
            raise self.unexpected("the dimensions should end, as in R^(n, d)")
        self.advance()
        self.brackets -= 1
        return items
