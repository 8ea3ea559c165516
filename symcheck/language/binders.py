"""Names that a formula binds, and what they range over: call arguments, comprehensions, domains.

Owns: `sum(f for i in D)`, `count(Z in D: P)`, `limit(f, x -> 0+)`, ∑ and min with binders below, keyword arguments,
and domains with their intervals and powers.  Does not own: quantified statements (sentences.py).
"""

from __future__ import annotations

from symcheck.language.builtins import BUILTINS, DOMAINS, KEYWORD_ARGUMENTS, LABELLED, OF_OBJECTS
from symcheck.language.products import Products
from symcheck.language.terms import Span, Term
from symcheck.language.tokens import BRACKETS, OPEN, Token

_BAR_ARGUMENTS = frozenset({"KL", "P", "E", "Var", "Cov"})


class Binders(Products):
    """Call arguments and domains."""

    def arguments(self, name: str, opener: Token) -> tuple[Term, ...]:
        closer = opener.partner
        assert closer is not None  # brackets are paired before the grammar starts
        if closer.text != BRACKETS[opener.text]:
            raise self.error(
                f"`{name}{opener.text}` is closed by `{closer.text}`",
                Span(opener.start, closer.end),
                "unbalanced",
                f"close it with `{BRACKETS[opener.text]}`",
            )
        if self.token is closer and name not in BUILTINS:
            raise self.error(
                f"`{name}()` has no argument", Span(opener.start, closer.end), "missing-argument", f"write {name}(x)"
            )
        bars, self.bars, separate, self.bars_separate = self.bars, [], self.bars_separate, name in _BAR_ARGUMENTS
        sided, self.one_sided, dims, self.dimensions = self.one_sided, False, self.dimensions, False
        self.brackets += 1
        self.deeper(4)
        names, colon = self.bound_inside(closer)
        self.bind(names)
        args: list[Term] = []
        if colon:
            args.extend(self.binder_list())
            bound = [a.value for a in args if isinstance(a.value, str)]
            self.bind(bound)
            self.expect(":", "between the binder and the statement")
            args.append(self.statement(1))
            self.unbind(bound)
        while self.token is not closer:
            if args:
                if not (self.sign(",") or self.sign("‖") or self.sign("|") or self.keyword("for")):
                    raise self.unexpected(f"a comma or the closing bracket of `{name}{opener.text}` is expected")
                if self.keyword("for"):
                    self.advance()
                    args.extend(self.binder_list())
                    continue
                given = self.advance()
                if given.text == "|":
                    condition = self.statement(1)
                    args.append(self.node("keyword", (condition,), given.start, "given"))
                    continue
            args.append(self.argument(name, len(args)))
        self.advance()
        self.unbind(names)
        self.brackets -= 1
        self.pending -= 4
        self.bars, self.bars_separate, self.one_sided, self.dimensions = bars, separate, sided, dims
        return tuple(args)

    def argument(self, name: str, position: int) -> Term:
        """One argument: an expression, `padding=1`, `n -> inf`, or the name of a layer."""
        token, after = self.token, self.ahead()
        if token.kind in {"name", "keyword"} and after.kind == "sign":
            if after.text == "=" and self.is_keyword(token, name):
                return self.keyword_argument(token)
            if after.text == "->" and token.kind == "name":
                return self.tends(token)
            if (
                position > 0
                and name in OF_OBJECTS
                and token.kind == "name"
                and after.text in {",", ")"}
                and self.declared(token.text) is None
            ):
                self.advance()
                return Term("sym", (), token.text, None, token.span)
        return self.statement(1)

    def is_keyword(self, token: Token, name: str) -> bool:
        """Whether `token =` names a keyword argument; the parameters of a recurrence or network may have any name."""
        if self.scope.category(name) in {"recurrence", "network", "table"}:
            return True
        return token.text in KEYWORD_ARGUMENTS and self.declared(token.text) is None

    def keyword_argument(self, token: Token) -> Term:
        self.advance()
        self.advance()
        value = self.token
        if token.text in LABELLED and value.kind == "name" and self.declared(value.text) is None and self.ahead().kind == "sign":
            self.advance()
            return self.node("keyword", (Term("sym", (), value.text, None, value.span),), token.start, token.text)
        return self.node("keyword", (self.statement(1),), token.start, token.text)

    def tends(self, token: Token) -> Term:
        """`x -> a`, `x -> a+`, `x -> a^-`."""
        self.advance()
        self.advance()
        sided, self.one_sided = self.one_sided, True
        target = self.statement(61)
        self.one_sided = sided
        side = ""
        if self.sign("^"):
            self.advance()
            grouped = self.token.text in {OPEN, "{"}
            if grouped:
                self.advance()
            side = self.advance().text
            if grouped:
                self.advance()
        elif self.sign("+") or self.sign("-"):
            side = self.advance().text
        return self.node("tends", (target,), token.start, (token.text, side))

    def bound_inside(self, closer: Token) -> tuple[list[str], bool]:
        """The names that `for … in` and `->` bind between here and `closer`, and whether a `:` stands there."""
        names: list[str] = []
        colon = False
        i = self.at
        collecting, seen = False, False
        while self.tokens[i] is not closer:
            token = self.tokens[i]
            if token.partner is not None:
                while self.tokens[i] is not token.partner:
                    i += 1
            elif token.kind == "keyword":
                collecting = token.text in {"for", "all", "every", "forall"}
                seen = seen or collecting
            elif token.kind == "name":
                after = self.tokens[i + 1].text
                listed = seen and after == "in" and self.tokens[i - 1].text == ","
                if after == "->" or listed or (collecting and after in {",", "in"}):
                    names.append(token.text)
            elif token.text == ":":
                colon = True
            i += 1
        return names, colon

    def binder_list(self) -> list[Term]:
        """`a, b in R, k in 1..n`: one `bind` for each name."""
        binds: list[Term] = []
        while True:
            group: list[Token] = []
            while True:
                token = self.token
                if token.kind != "name":
                    raise self.unexpected("the name of a bound variable is expected")
                group.append(self.advance())
                if not self.sign(","):
                    break
                self.advance()
            if not self.keyword("in"):
                raise self.unexpected(f"`in` and what {self.said(group[-1])} ranges over are expected")
            self.advance()
            domain = self.domain()
            binds.extend(self.node("bind", (domain,), token.start, token.text) for token in group)
            if self.sign(",") and self.ahead().kind == "name" and self.ahead(2).text in {"in", ","} and self.more_binders():
                self.advance()
                continue
            return binds

    def more_binders(self) -> bool:
        """Whether the names after the comma that stands here are followed by `in`."""
        i = self.at
        while self.tokens[i].text == "," and self.tokens[i + 1].kind == "name":
            i += 2
        return self.tokens[i].kind == "keyword" and self.tokens[i].text == "in"

    def binding_call(self, token: Token) -> Term:
        """∑_{i=1}^k f, lim_{x→0} f, min_{x∈D} f: the binder below, the range above, then a product."""
        name = {"∑": "sum", "∏": "prod", "lim": "limit"}.get(token.text, token.text)
        start = token.start
        if not self.sign("_"):
            raise self.error(
                f"{self.said(token)} needs what it ranges over", token.span, "missing-binder", f"write {name}(f for i in 1..n)"
            )
        self.advance()
        opener = self.token
        if opener.partner is None or opener.text not in {OPEN, "{"}:
            if name in {"sum", "prod", "limit"}:
                raise self.error(f"{self.said(token)} needs a range", token.span, "missing-binder", "write ∑_{i=1}^{n} f")
            return self.applied(name, start, (self.script(),))
        self.advance()
        variable = self.token
        if variable.kind != "name" or (self.ahead().text not in {"=", "->", "in"}):
            self.at -= 1
            if name in {"sum", "prod", "limit"}:
                raise self.error(f"{self.said(token)} needs a range", token.span, "missing-binder", "write ∑_{i=1}^{n} f")
            return self.applied(name, start, (self.script(),))
        if self.ahead().text == "->":
            binder = self.tends(variable)
            self.expect(opener.partner.text, "after the limit")
        else:
            binder = self.below(variable, opener)
        self.bind([variable.text])
        self.deeper(6)
        negative = self.minus()
        body = self.product()
        self.pending -= 6
        if negative:
            body = self.node("neg", (body,), start)
        self.unbind([variable.text])
        return self.node("call", (body, binder), start, name)

    def below(self, variable: Token, opener: Token) -> Term:
        """`i=1}^{k}` or `i in D}`, after the opening brace."""
        self.advance()
        if self.advance().text == "in":
            domain = self.domain()
            if self.token is not opener.partner:
                raise self.unexpected("the range below should end")
            self.advance()
            return self.node("bind", (domain,), variable.start, variable.text)
        low = self.statement(67)
        if self.token is not opener.partner:
            raise self.unexpected("the range below should end")
        self.advance()
        if not self.sign("^"):
            raise self.error(
                f"the range of `{variable.text}` has no upper end",
                Span(opener.start, self.last_end),
                "missing-binder",
                "write ∑_{i=1}^{n} f",
            )
        high = self.exponent()
        return self.node("bind", (self.node("range", (low, high), opener.start),), variable.start, variable.text)

    # domains

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
