"""Statements: sums, relations, logic, quantifiers, properties.

Owns: the binding powers of every infix operator below a product, and the loop that reads them (Pratt's method).
Does not own: products and factors (products.py, factors.py).
"""

from __future__ import annotations

from symcheck.language.binders import Binders
from symcheck.language.growth_classes import towards
from symcheck.language.names import nearest
from symcheck.language.properties import ALIASES, ARRAY, FUNCTION
from symcheck.language.terms import Span, Term
from symcheck.language.tokens import CLOSE, Token

# binding powers, loosest first; a product binds tighter than all of them
IFF, IMPLIES, OR, AND, NOT, RELATION, UNION, RANGE, SUM = 10, 20, 30, 40, 50, 60, 64, 66, 70

RELATIONS = frozenset({"=", "!=", "<", "<=", ">", ">=", "~="})
PROPERTIES = ARRAY | FUNCTION | ALIASES.keys()
_ENDS = frozenset({")", ",", "]", "}", CLOSE})
_SUMS = {"+": "add", "-": "sub", "±": "pm"}


class Statements(Binders):
    """The whole grammar."""

    def statement(self, power: int = 0) -> Term:
        self.deeper(5)
        start = self.token.start
        ahead = self.bound_ahead() if self.binders_ahead and power == 0 else []
        self.bind(ahead)
        first = self.token
        begins = first.kind == "keyword" or (first.kind == "sign" and first.text in {"-", "+", "±"})
        left = self.prefix(start) if begins else self.product()
        while True:
            token = self.token
            sign = token.text
            if token.kind == "sign":
                if sign in _SUMS:
                    if power > SUM or (self.one_sided and self.ends_after_sign()) or self.begins_line(token):
                        break
                    self.advance()
                    left = self.node(_SUMS[sign], (left, self.statement(SUM + 1)), start)
                elif sign in RELATIONS:
                    if power > RELATION:
                        break
                    left = self.relation(left, start)
                elif sign == "..":
                    if power > RANGE:
                        break
                    self.advance()
                    left = self.node("range", (left, self.statement(RANGE + 1)), start)
                elif sign == "=>":
                    if power > IMPLIES:
                        break
                    self.advance()
                    left = self.node("implies", (left, self.statement(IMPLIES)), start)
                elif sign == "<=>":
                    if power > IFF:
                        break
                    self.advance()
                    left = self.node("iff", (left, self.statement(IFF + 1)), start)
                else:
                    break
            elif token.kind == "keyword":
                joined = self.word_operator(left, start, power)
                if joined is None:
                    break
                left = joined
            else:
                break
        self.unbind(ahead)
        self.pending -= 5
        return left

    def prefix(self, start: int) -> Term:
        """What a statement begins with: signs, `not`, a quantifier, or a product."""
        token = self.token
        if token.kind == "sign" and token.text in {"-", "+", "±"}:
            signs: list[Token] = []
            while self.token.kind == "sign" and self.token.text in {"-", "+", "±"}:
                if len(signs) > 2:
                    raise self.error("too many signs stand in a row", Span(start, self.token.end), "unexpected", "write one sign")
                signs.append(self.advance())
            term = self.product()
            for sign in reversed(signs):
                if sign.text != "+":
                    term = self.node("neg" if sign.text == "-" else "pm", (term,), sign.start)
            return term
        if token.kind == "keyword":
            if token.text == "not":
                self.advance()
                return self.node("not", (self.statement(NOT),), start)
            if token.text == "exists":
                self.advance()
                return self.quantified("exists", start)
            if token.text == "forall":
                self.advance()
                return self.quantified("forall", start)
            if token.text == "for":
                self.advance()
                if not self.keyword("all", "every"):
                    raise self.unexpected("`all` is expected after `for`, as in `for all x in R: x^2 >= 0`")
                self.advance()
                return self.quantified("forall", start)
        return self.product()

    def quantified(self, op: str, start: int) -> Term:
        """`for all a, b in R: P`; the statement reaches as far as it can."""
        binds = self.binder_list()
        names = [b.value for b in binds if isinstance(b.value, str)]
        self.bind(names)
        self.expect(":", "before the statement, as in `for all x in R: x^2 >= 0`")
        body = self.statement()
        self.unbind(names)
        return self.node(op, (*binds, body), start)

    def begins_line(self, token: Token) -> bool:
        """Whether a sign begins the next statement of a list with one on each line."""
        return self.by_lines and token.newline and not self.brackets

    def ends_after_sign(self) -> bool:
        """Whether the sign that stands here is the side of a one-sided limit, 0+."""
        after = self.ahead()
        return after.kind == "end" or (after.kind == "sign" and after.text in _ENDS)

    def relation(self, left: Term, start: int) -> Term:
        """`a = b`, or the chain `a <= b < c`."""
        sides: list[Term] = [left]
        signs: list[str] = []
        while self.token.kind == "sign" and self.token.text in RELATIONS:
            signs.append(self.advance().text)
            sides.append(self.statement(RELATION + 1))
        if len(signs) == 1:
            return self.node("rel", tuple(sides), start, signs[0])
        return self.node("chain", tuple(sides), start, tuple(signs))

    def word_operator(self, left: Term, start: int, power: int) -> Term | None:
        """An infix keyword and its right side; None where it binds too loosely here or is none."""
        word = self.token.text
        for name, level, op in (("and", AND, "and"), ("or", OR, "or"), ("iff", IFF, "iff")):
            if word == name:
                if power > level:
                    return None
                self.advance()
                return self.node(op, (left, self.statement(level + 1)), start)
        if word == "implies":
            if power > IMPLIES:
                return None
            self.advance()
            return self.node("implies", (left, self.statement(IMPLIES)), start)
        if word == "union":
            if power > UNION:
                return None
            self.advance()
            return self.node("union", (as_domain(left), as_domain(self.statement(UNION + 1))), start)
        if power > RELATION:
            return None
        if word in {"in", "subset"}:
            self.advance()
            if word == "subset" and self.keyword("of"):
                self.advance()
            return self.node(word, (left, self.domain()), start)
        if word == "notin" or (word == "not" and self.ahead().text == "in"):
            self.advance()
            if word == "not":
                self.advance()
            return self.node("not", (self.node("in", (left, self.domain()), start),), start)
        if word == "is":
            self.advance()
            return self.property(left, start)
        if word == "for" and power == 0 and self.ahead().text in {"all", "every"}:
            self.advance()
            self.advance()
            return self.node("forall", (*self.binder_list(), left), start)
        if word == "forall" and power == 0:
            self.advance()
            return self.node("forall", (*self.binder_list(), left), start)
        if word == "as" and power == 0 and self.ahead().kind == "name" and self.ahead(2).text == "->":
            said = self.advance()
            found = towards(left, self.tends(self.token))
            if found is None:
                what = "`as` says where the variable of O(…) goes, and here is none"
                raise self.error(what, said.span, "unexpected", "write f in O(g) as x -> 0")
            return found
        return None

    def bound_ahead(self) -> list[str]:
        """The names that `… for all x in D` binds behind the statement that begins here."""
        names: list[str] = []
        i = self.at
        collecting = False
        if self.tokens[i].text in {"for", "forall", "exists"}:
            return names
        while True:
            token = self.tokens[i]
            if token.kind == "end" or (token.kind == "sign" and token.text in _ENDS and not (collecting and token.text == ",")):
                return names
            if token.partner is not None:
                while self.tokens[i] is not token.partner:
                    i += 1
            elif token.kind == "keyword":
                collecting = token.text in {"all", "every", "forall"} and (
                    token.text == "forall" or self.tokens[i - 1].text == "for"
                )
            elif collecting and token.kind == "name":
                names.append(token.text)
            i += 1

    # properties

    def property(self, left: Term, start: int) -> Term:
        """`A is positive definite`, `f is convex in eta`, `A is not invertible`, `A is symmetric positive definite`."""
        negated = self.keyword("not")
        if negated:
            self.advance()
        if self.token.kind == "name" and self.token.text in {"a", "an"} and self.ahead().kind == "name":
            self.advance()
        found: list[Term] = []
        while True:
            name = self.property_name()
            if name is None:
                break
            found.append(self.node("is", (left,), start, name))
        if not found:
            token = self.token
            if token.kind == "end":
                raise self.unexpected("a property is missing after `is`")
            near = nearest(token.text, PROPERTIES)
            raise self.error(
                f"{self.said(token)} is not a property that `is` knows",
                token.span,
                "unknown-property",
                f"did you mean `{near[0].replace('-', ' ')}`?"
                if near
                else "write an equation with `=`, or a property such as `symmetric`",
            )
        if self.keyword("in"):
            self.advance()
            variable = self.factor()
            found = [self.node("is", (left, variable), start, str(t.value)) for t in found]
        term = found[0]
        for other in found[1:]:
            term = self.node("and", (term, other), start)
        return self.node("not", (term,), start) if negated else term

    def property_name(self) -> str | None:
        """The longest property that begins here, consumed; its words may be joined by hyphens."""
        words: list[str] = []
        best: tuple[int, str] | None = None
        i = self.at
        while len(words) < 4 and self.tokens[i].kind == "name":
            words.append(self.tokens[i].text)
            name = "-".join(words)
            if name in PROPERTIES:
                best = (i, ALIASES.get(name, name))
            i += 1
            if self.tokens[i].text == "-" and self.tokens[i].touching:
                i += 1
        if best is None:
            return None
        while self.at <= best[0]:
            self.advance()
        return best[1]


def as_domain(term: Term) -> Term:
    """An operand of a union: `[0, 1]` and `(0, 1)` are intervals there."""
    if term.op in {"vector", "tuple"} and len(term.args) == 2:
        return Term("interval", term.args, "[]" if term.op == "vector" else "()", None, term.span)
    return term
