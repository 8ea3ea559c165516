"""Atoms that begin with a sign: brackets of every kind, bars, ∇, ∂, ∑, √.

Owns: groups, tuples, vectors, matrices, sets, intervals, norm bars, derivatives and sums in their printed notation.
Does not own: call brackets and binders (binders.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from symcheck.language.factors import Factors
from symcheck.language.terms import Span, Term
from symcheck.language.tokens import BRACKETS, OPEN, Token


class Enclosed(Factors):
    """Everything that can begin a factor and is not a word."""

    def signed_atom(self) -> Term:
        token = self.token
        read = _ATOMS.get(token.text) if token.kind == "sign" else None
        if read is None or (token.text in "|‖" and self.closes_bar(token)):
            raise self.unexpected()
        return read(self)

    def items(self, opener: Token) -> list[Term]:
        """What stands between the bracket already read and its partner, separated by commas; the partner is consumed."""
        closer = opener.partner
        bars, self.bars, separate, self.bars_separate = self.bars, [], self.bars_separate, False
        sided, self.one_sided, dims, self.dimensions = self.one_sided, False, self.dimensions, False
        self.brackets += 1
        self.deeper(3)
        items: list[Term] = []
        if self.token is not closer:
            items.append(self.statement())
            while self.sign(","):
                self.advance()
                items.append(self.statement())
        if self.token is not closer:
            raise self.unexpected("a comma, an operator or the closing bracket is expected")
        self.advance()
        self.brackets -= 1
        self.pending -= 3
        self.bars, self.bars_separate, self.one_sided, self.dimensions = bars, separate, sided, dims
        return items

    def group(self) -> Term:
        """`(a)`, or the tuple `(a, b)`; `(0, 1]` is an interval."""
        opener = self.advance()
        items = self.items(opener)
        if opener.partner is not None and opener.partner.text == "]":
            return self.half_open(opener, items)
        if not items:
            raise self.error(
                "the brackets are empty", Span(opener.start, self.last_end), "missing-operand", "put something between them"
            )
        if len(items) > 1:
            return self.node("tuple", tuple(items), opener.start)
        return replace(items[0], span=Span(opener.start, self.last_end))

    def half_open(self, opener: Token, items: list[Term]) -> Term:
        closer = ")" if opener.partner is not None and opener.partner.text == ")" else "]"
        if len(items) != 2:
            raise self.error(
                f"`{opener.text}` is closed by `{closer}`",
                Span(opener.start, self.last_end),
                "unbalanced",
                f"close it with `{BRACKETS[opener.text]}`; a half-open interval has two ends, [0, 1)",
            )
        return self.node("interval", tuple(items), opener.start, opener.text + closer)

    def square(self) -> Term:
        """`[a, b]` a vector, `[[1, 2], [3, 4]]` a matrix, `[a]` its one entry, `[0, 1)` an interval."""
        opener = self.advance()
        items = self.items(opener)
        if opener.partner is not None and opener.partner.text == ")":
            return self.half_open(opener, items)
        if not items:
            raise self.error(
                "the vector is empty", Span(opener.start, self.last_end), "missing-operand", "write its entries, [1, 2]"
            )
        if all(item.op == "vector" or id(item) in self.single for item in items):
            rows = tuple(Term("row", item.args if item.op == "vector" else (item,), None, None, item.span) for item in items)
            if len({len(row.args) for row in rows}) > 1:
                raise self.error(
                    "the rows of the matrix have different lengths: " + ", ".join(str(len(r.args)) for r in rows),
                    Span(opener.start, self.last_end),
                    "ragged-matrix",
                    "give every row the same number of entries",
                )
            return self.node("matrix", rows, opener.start)
        if len(items) == 1:
            entry = replace(items[0], span=Span(opener.start, self.last_end))
            self.single[id(entry)] = entry
            return entry
        return self.node("vector", tuple(items), opener.start)

    def braces(self) -> Term:
        opener = self.advance()
        return self.node("set", tuple(self.items(opener)), opener.start)

    def empty_set(self) -> Term:
        token = self.advance()
        return Term("set", (), None, None, token.span)

    def barred(self) -> Term:
        """‖x‖ is norm(x), |x| is abs(x); ‖x‖_1 is norm(x, 1)."""
        opener = self.advance()
        bar = opener.text
        self.deeper(3)
        self.bars.append(bar)
        inner = self.statement(1)
        self.bars.pop()
        self.pending -= 3
        token = self.token
        if token.text == "‖" and bar == "|" and token.end - token.start == 2:
            middle = token.start + 1
            self.tokens[self.at : self.at + 1] = [
                Token("sign", "|", token.start, middle, None, True),
                Token("sign", "|", middle, token.end, None, True),
            ]
        if not self.sign(bar):
            said = self.said(opener)
            raise self.error(
                f"the bar {said} (character {opener.start + 1}) is never closed",
                opener.span,
                "unbalanced",
                "write abs(x) or norm(x)",
            )
        self.advance()
        if bar == "‖" and self.sign("_"):
            self.advance()
            if self.token.text == "F" and self.declared("F") is None:
                self.advance()
            elif self.token.kind == "sign" and self.ahead().text == "F" and self.declared("F") is None:
                for _ in range(3):
                    self.advance()
            else:
                return self.node("call", (inner, self.script()), opener.start, "norm")
        return self.node("call", (inner,), opener.start, "norm" if bar == "‖" else "abs")

    def inner_product(self) -> Term:
        opener = self.advance()
        return self.node("call", tuple(self.items(opener)), opener.start, "inner")

    def root(self) -> Term:
        start = self.advance().start
        return self.applied("sqrt", start, ()) if self.sign("(") else self.bare_call("sqrt", start)

    # derivatives

    def nabla(self) -> Term:
        """`∇_w f` is grad(f, w), `∇²_w f` is hess(f, w)."""
        start = self.advance().start
        squared = self.order() == 2
        if not self.sign("_"):
            raise self.error("∇ needs its variable", Span(start, self.last_end), "missing-variable", "write ∇_w f, or grad(f, w)")
        self.advance()
        variable = self.script()
        squared = squared or self.order() == 2
        return self.bare_call("hess" if squared else "grad", start, (variable,))

    def order(self) -> int:
        """The order of a derivative where `^` and a number stand next, else 1."""
        if not self.sign("^"):
            return 1
        caret = self.token
        power = self.exponent()
        if power.op != "num" or power.value not in {Fraction(1), Fraction(2), Fraction(3)}:
            raise self.error(
                "the order of a derivative is 1, 2 or 3", Span(caret.start, self.last_end), "unexpected", "write ∂²f/∂x² or diff"
            )
        return int(power.value) if isinstance(power.value, Fraction) else 1

    def partial(self) -> Term:
        """`∂f/∂w` and `∂/∂w f` are diff(f, w)."""
        start = self.advance().start
        order = self.order()
        if self.sign("/"):
            self.advance()
            return self.bare_call("diff", start, self.partials(order, start))
        self.deeper(4)
        function = self.factor()
        self.pending -= 4
        if not self.sign("/"):
            raise self.error(
                "∂f stands without ∂x below it", Span(start, self.last_end), "missing-variable", "write ∂f/∂x or diff(f, x)"
            )
        self.advance()
        for variable in self.partials(order, start):
            function = self.node("call", (function, variable), start, "diff")
        return function

    def partials(self, order: int, start: int) -> tuple[Term, ...]:
        """The variables below: `∂x ∂y`, `∂x²`."""
        variables: list[Term] = []
        if not self.sign("∂"):
            raise self.unexpected("the variable `∂x` is expected below ∂")
        while self.sign("∂"):
            self.advance()
            token = self.token
            if self.sign(OPEN):
                variable = self.enclosed()
            else:
                name = self.declared(token.text) if token.kind == "name" else None
                indexed = self.subscripted(token.text) if token.kind == "name" and name is None else None
                if indexed is not None:
                    variable = self.subscript(token, *indexed)
                elif name is None:
                    raise self.unknown(token) if token.kind == "name" else self.unexpected("a variable is expected after ∂")
                else:
                    self.advance()
                    variable = Term("sym", (), name, None, token.span)
                if self.sign("[") and self.token.touching:
                    variable = self.index(variable, token.start)
            variables.extend([variable] * self.order())
        if len(variables) != order:
            raise self.error(
                f"the derivative is of order {order} above and {len(variables)} below",
                Span(start, self.last_end),
                "derivative-order",
                "write ∂²f/∂x² or ∂²f/∂x∂y",
            )
        return tuple(variables)

    def series(self) -> Term:
        """`∑_{i=1}^{k} f` is sum(f for i in 1..k)."""
        return self.binding_call(self.advance())


_ATOMS: Mapping[str, Callable[[Enclosed], Term]] = {
    "(": Enclosed.group, OPEN: Enclosed.group, "[": Enclosed.square, "{": Enclosed.braces, "∅": Enclosed.empty_set,
    "|": Enclosed.barred, "‖": Enclosed.barred, "⟨": Enclosed.inner_product, "√": Enclosed.root, "∇": Enclosed.nabla,
    "∂": Enclosed.partial, "∑": Enclosed.series, "∏": Enclosed.series,
}  # fmt: skip
