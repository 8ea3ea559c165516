"""Names that a formula binds: call arguments, comprehensions, ∑ and min with binders below.

Owns: `sum(f for i in D)`, `count(Z in D: P)`, `limit(f, x -> 0+)`, ∑_{i=1}^k f, keyword arguments.  Does not own: what
names range over (domains.py), quantified statements (sentences.py).
"""

from __future__ import annotations

from symcheck.language.builtins import BUILTINS, KEYWORD_ARGUMENTS, LABELLED, OF_OBJECTS
from symcheck.language.domains import Domains
from symcheck.language.names import nearest
from symcheck.language.terms import Span, Term
from symcheck.language.tokens import BRACKETS, OPEN, Token

_BAR_ARGUMENTS = frozenset({"KL", "P", "E", "Var", "Cov"})


class Binders(Domains):
    """Call arguments and binders."""

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
            if after.text == "=" and position > 0 and self.declared(token.text) is None:
                near = [k for k in nearest(token.text, KEYWORD_ARGUMENTS) if len(token.text) > 2]
                if near:
                    raise self.error(
                        f"`{name}` has no argument named {self.said(token)}",
                        token.span,
                        "unknown-keyword",
                        f"did you mean `{near[0]}=`?",
                    )
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
        self.deeper(2)
        target = self.statement(61)
        self.pending -= 2
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
        """`a, b in R, k in 1..n`: one `bind` for each name; in `i in 1..3, j in 1..i` a domain speaks of a name before it."""
        binds: list[Term] = []
        earlier: list[str] = []
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
            earlier += [token.text for token in group]
            self.bind([token.text for token in group])
            if self.sign(",") and self.ahead().kind == "name" and self.ahead(2).text in {"in", ","} and self.more_binders():
                self.advance()
                continue
            self.unbind(earlier)
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
