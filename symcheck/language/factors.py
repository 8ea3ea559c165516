"""Factors: an atom with its powers, transposes, indices, primes and factorials.

Owns: names in use, calls without brackets, superscripts and other things written after an atom.  Does not own:
brackets of every kind (enclosed.py), what is typed with a sign before it (signs.py), products (products.py).
"""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction

from symcheck.language.builtins import BRACKETED, BUILTINS, NEVER_BARE, SUBSCRIPTED
from symcheck.language.cursor import Bare
from symcheck.language.scripts import Scripts
from symcheck.language.terms import Span, Term
from symcheck.language.tokens import CLOSE, OPEN, Token

OPERAND_SIGNS = frozenset({"(", OPEN, "[", "∇", "∂", "∑", "∏", "√", "⟨"})


class Factors(Scripts):
    """Atoms that are words, and everything that can follow an atom."""

    @abstractmethod
    def signed_atom(self) -> Term:
        """An atom that begins with a sign: a bracket, a bar, ∇, ∂, ∑, √."""

    @abstractmethod
    def binding_call(self, token: Token) -> Term:
        """`sum`, `min`, `lim` with its binder below, as in min_{x in D} f."""

    def starts_operand(self) -> bool:
        """Whether the next token can begin a factor."""
        token = self.token
        if token.kind == "sign":
            return token.text in OPERAND_SIGNS or (token.text in "|‖" and not self.closes_bar(token))
        return token.kind in {"num", "name", "domain"}

    def closes_bar(self, token: Token) -> bool:
        """Whether a bar ends what stands before it: the open bars, or an argument of P(A | B)."""
        if self.bars:
            return token.text == self.bars[-1] or (self.bars[-1] == "|" and token.text == "‖")
        return self.bars_separate

    def factor(self, exponent: bool = False) -> Term:
        start = self.token.start
        kind = self.token.kind
        term = self.signed_atom() if kind == "sign" else self.word() if kind == "name" else self.literal()
        bare = self.bare if self.bare is not None and self.bare.start == start else None
        while True:
            token = self.token
            if token.kind != "sign":
                break
            sign = token.text
            if sign == "^":
                if self.one_sided and self.side_ahead():
                    break
                term = self.power(term, start)
            elif sign == "'" and not exponent:
                self.advance()
                term = self.node("prime", (term,), start)
            elif sign == "!":
                self.advance()
                if self.sign("!"):
                    raise self.error("`!!` is not read", self.token.span, "unexpected", "write (n!)! or a product")
                term = self.node("call", (term,), start, "factorial")
            elif sign == "[" and token.touching:
                term = self.index(term, start)
            elif sign == "." and not exponent:
                term = self.dotted(term, start)
            elif sign == "_":
                self.advance()
                indices = self.script()
                term = self.node("index", (term, *(indices.args if indices.op == "tuple" else (indices,))), start)
            else:
                break
            bare = None
        self.bare = bare
        return term

    def side_ahead(self) -> bool:
        """Whether `^` begins the side of a one-sided limit, 0^+."""
        token = self.ahead()
        if token.text in {OPEN, "{"}:
            token = self.ahead(2)
            return token.text in {"+", "-"} and self.ahead(3) is self.ahead().partner
        return token.text in {"+", "-"} and self.ahead(2).text in {")", ",", CLOSE, "}"}

    def literal(self) -> Term:
        """An atom that is neither a word nor begins with a sign."""
        token = self.token
        if token.kind == "num":
            self.advance()
            return Term("num", (), token.value, None, token.span)
        if token.kind == "domain":
            self.advance()
            return Term("domain", (), token.text, None, token.span)
        if token.kind == "keyword" and token.text in {"true", "false"}:
            self.advance()
            return Term("const", (), token.text, None, token.span)
        raise self.unexpected()

    # words

    def word(self) -> Term:
        token = self.token
        word = token.text
        if word[0] == "d" and self.ahead().text == "/":
            derivative = self.differential(token)
            if derivative is not None:
                return derivative
        name = self.declared(word)
        if name is not None:
            self.advance()
            return self.use(token, name)
        if word in BUILTINS:
            self.advance()
            return self.builtin(token)
        constant = self.constant(token)
        if constant is not None:
            self.advance()
            return constant
        base, underscore, suffix = word.rpartition("_")
        if underscore and base == "log" and self.is_builtin("log"):
            self.replace_here([suffix])
            base_term = Term("num", (), Fraction(suffix), None, token.span) if suffix.isdigit() else self.word()
            if suffix.isdigit():
                self.advance()
            return self.applied("log", token.start, (base_term,))
        if underscore and base in SUBSCRIPTED and self.is_builtin(base) and self.declared(suffix) is not None:
            self.advance()
            variable = Term("sym", (), self.declared(suffix), None, token.span)
            return self.applied(base, token.start, (variable,))
        if word == "lim":
            self.advance()
            return self.binding_call(token)
        indexed = self.subscripted(word)
        if indexed is not None:
            return self.subscript(token, *indexed)
        if self.split_here():
            return self.word()
        raise self.unknown(token)

    def differential(self, token: Token) -> Term | None:
        """`dL/dw` and `d/dw f`, where neither dL nor dw is declared; None where something else stands here."""
        below = self.ahead(2)
        function, variable = token.text[1:], below.text[1:]
        if below.kind != "name" or below.text[0] != "d" or self.declared(below.text) is not None:
            return None
        of, over = self.declared(function) if function else "", self.declared(variable)
        if over is None or of is None or (function and self.declared(token.text) is not None):
            return None
        for _ in range(3):
            self.advance()
        by = Term("sym", (), over, None, Span(below.start + 1, below.end))
        self.notes.append(f"`{self.text[token.start : below.end]}` is read as a derivative")
        if not of:
            return self.bare_call("diff", token.start, (by,))
        return self.node("call", (Term("sym", (), of, None, Span(token.start + 1, token.end)), by), token.start, "diff")

    def subscript(self, token: Token, name: str, parts: list[str]) -> Term:
        """`x_i`: the entry x[i] of the declared x."""
        self.advance()
        self.notes.append(f"{self.said(token)} is read `{name}[{', '.join(parts)}]`")
        indices = tuple(
            Term("num", (), Fraction(p), None, token.span) if p.isdigit() else Term("sym", (), self.declared(p), None, token.span)
            for p in parts
        )
        return self.node("index", (Term("sym", (), name, None, token.span), *indices), token.start)

    def use(self, token: Token, name: str) -> Term:
        """A declared name: a symbol, an application, or a part of a recurrence or network."""
        category = None if name in self.bound else self.scope.category(name)
        if category == "function" or (category == "definition" and self.scope.arity(name) > 0):
            if self.sign("'"):
                return self.derivative(name, token.start)
            if self.sign("("):
                return self.node("apply", self.arguments(name, self.advance()), token.start, name)
            if self.sign("^") and self.ahead().kind == "num" and self.ahead(2).text == "(":
                power = self.exponent()
                applied = self.node("apply", self.arguments(name, self.advance()), token.start, name)
                return self.node("pow", (applied, power), token.start)
        elif category in {"recurrence", "network", "table"}:
            return self.member(token, name)
        return Term("sym", (), name, None, token.span)

    def member(self, token: Token, name: str) -> Term:
        """`rmsprop.w`, `rmsprop(v0=0).w`, `net(k=5)`: overrides of parameters, then a member."""
        overrides: tuple[Term, ...] = ()
        if self.sign("(") and self.token.touching:
            overrides = self.arguments(name, self.advance())
        if self.sign(".") and self.ahead().kind == "name":
            self.advance()
            part = self.advance()
            return self.node("member", overrides, token.start, f"{name}.{part.text}")
        if overrides:
            return self.node("member", overrides, token.start, name)
        return Term("sym", (), name, None, token.span)

    def derivative(self, name: str, start: int) -> Term:
        prime = self.advance()
        if not self.sign("("):
            what = "a second derivative is written diff" if self.sign("'") else f"`{name}'` needs its argument"
            raise self.error(what, Span(start, prime.end), "missing-argument", f"write {name}'(x), or diff({name}'(x), x)")
        return self.node("derivative", self.arguments(name, self.advance()), start, name)

    def builtin(self, token: Token) -> Term:
        """A call of a built-in function; `token` is its name, already read."""
        name, start = token.text, token.start
        if name == "I":
            sized = self.sign("(") and self.token.touching
            return self.node("call", self.arguments(name, self.advance()) if sized else (), start, name)
        if self.sign("'") and self.ahead().text == "(":
            return self.derivative(name, start)
        power = None
        if self.sign("^") and name not in NEVER_BARE:
            power = self.exponent()
            if power.op == "neg" or (power.op == "num" and isinstance(power.value, Fraction) and power.value < 0):
                raise self.error(
                    f"`{name}^-1` may be the inverse function or the reciprocal",
                    Span(start, self.last_end),
                    "ambiguous-power",
                    f"write arc{name}(x) or 1/{name}(x)" if name in {"sin", "cos", "tan"} else f"write 1/{name}(x)",
                )
        if self.sign("_"):
            return self.binding_call(token)
        return self.applied(name, start, (), power)

    def applied(self, name: str, start: int, more: tuple[Term, ...], power: Term | None = None) -> Term:
        """A built-in with or without brackets; `more` are arguments that stood below its name."""
        if self.sign("(") or (self.sign("[") and name in BRACKETED):
            args = self.arguments(name, self.advance())
            call = self.node("call", args + more, start, name)
            return call if power is None else self.node("pow", (call, power), start)
        if name in NEVER_BARE:
            raise self.error(
                f"the name `{name}` is not declared, and the built-in function `{name}` needs brackets",
                Span(start, self.last_end),
                "missing-argument",
                f"declare `{name}`, or write {name}(…)",
            )
        return self.bare_call(name, start, more, power)

    def bare_call(self, name: str, start: int, variables: tuple[Term, ...] = (), power: Term | None = None) -> Term:
        """`name x`: one factor, and the call stays open for the factors after it."""
        if not self.starts_operand():
            raise self.error(f"`{name}` needs an argument", Span(start, self.last_end), "missing-argument", f"write {name}(x)")
        self.deeper(5)
        argument = self.factor()
        bare = Bare(name, start, argument, self.bare, variables, power)
        self.pending -= 5
        self.bare = bare
        return bare.wrap(argument, self.last_end)
