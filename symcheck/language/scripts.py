"""What is raised, lowered or written after an atom: powers, transposes, indices, `.T`.

Owns: how an exponent is read, when `T` transposes, index brackets.  Does not own: the atoms themselves (factors.py).
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.language.terms import Span, Term
from symcheck.language.tokens import OPEN, Token
from symcheck.language.words import Words

_GROUPS = frozenset({"{", OPEN})


class Scripts(Words):
    """Superscripts, subscripts, index brackets and dots."""

    def power(self, base: Term, start: int) -> Term:
        """`base ^ …`; `^` stands next.  T, ⊤ and -T transpose; a declared T in brackets, X^(T), is a power."""
        caret = self.advance()
        self.split_transpose()
        mark = self.transpose_mark()
        if mark is not None:
            inverse, stop, bracketed = mark
            name = self.declared("T")
            if not (bracketed and name is not None):
                while self.at <= stop:
                    self.advance()
                return self.transposed(base, start, inverse, name, caret)
        if self.sign("*") or (self.token.text in _GROUPS and self.ahead().text == "*" and self.ahead(2) is self.token.partner):
            return self.starred(base, start)
        self.at -= 1
        exponent = self.exponent()
        return self.node("pow", (base, exponent), start)

    def transposed(self, base: Term, start: int, inverse: bool, name: str | None, caret: Token) -> Term:
        if base.op == "num":
            raise self.error(
                "a number is transposed here",
                Span(caret.start, self.last_end),
                "ambiguous-power",
                "write (X^-1)^T for the transposed inverse",
            )
        if inverse:
            base = self.node("pow", (base, Term("num", (), Fraction(-1), None, Span(caret.start, self.last_end))), start)
        term = self.node("transpose", (base,), start)
        if name is not None:
            span = Span(caret.start, self.last_end)
            exponent = Term("sym", (), name, None, span)
            powers = self.node(
                "pow", (base if not inverse else base.args[0], Term("neg", (exponent,)) if inverse else exponent), start
            )
            term = self.node("ambiguous", (term, powers), start)
        if self.sign("^"):
            raise self.error(
                "two powers stand one after the other", Span(start, self.token.end), "ambiguous-power", "write (X^T)^2 or X^(T^2)"
            )
        return term

    def transpose_mark(self) -> tuple[bool, int, bool] | None:
        """(inverse, index of its last token, in round brackets) where the exponent is T, ⊤ or -T."""
        at = self.at
        opener = self.tokens[at]
        grouped = opener.kind == "sign" and (opener.text in _GROUPS or opener.text == "(")
        at += grouped
        inverse = self.tokens[at].text == "-" and self.tokens[at].kind == "sign"
        at += inverse
        token = self.tokens[at]
        is_mark = (token.kind == "name" and token.text == "T") or (token.kind == "sign" and token.text == "⊤")
        if not is_mark or (grouped and self.tokens[at + 1] is not opener.partner):
            return None
        return inverse, at + grouped, grouped and opener.text == "("

    def split_transpose(self) -> None:
        """In `X^TX` the T and the X are two words, unless TX is declared."""
        if self.sign("-"):
            self.at += 1
            self.split_transpose()
            self.at -= 1
            return
        token = self.token
        if token.kind != "name" or token.part or token.text[0] != "T" or len(token.text) < 2 or self.declared(token.text):
            return
        rest = token.text[1:]
        if self.declared(rest) is None and self.subscripted(rest) is None:
            names = self.split(rest)
            if names is None:
                return
            rest = " ".join(names)
        self.notes.append(f"`^{token.text}` is read `^T {rest}`")
        self.replace_here(["T", *rest.split()])

    def starred(self, base: Term, start: int) -> Term:
        """`w^*` is the declared name w_star."""
        grouped = not self.sign("*")
        for _ in range(3 if grouped else 1):
            self.advance()
        name = self.declared(f"{base.value}_star") if base.op == "sym" else None
        if name is None:
            said = self.text[start : self.last_end]
            raise self.error(
                f"`{said}` is not declared",
                Span(start, self.last_end),
                "unknown-name",
                "a starred name is declared as w_star; a product needs its second factor",
            )
        return Term("sym", (), name, None, Span(start, self.last_end))

    def exponent(self) -> Term:
        """What follows `^`, which stands next; a literal -1 is one number."""
        self.advance()
        self.deeper(4)
        start = self.token.start
        if self.token.text in _GROUPS and self.token.kind == "sign":
            term = self.enclosed()
        else:
            negative = False
            while self.sign("-") or self.sign("+"):
                negative ^= self.advance().text == "-"
            term = self.factor(exponent=True)
            if negative:
                term = self.node("neg", (term,), start)
        self.pending -= 4
        if term.op == "neg" and term.args[0].op == "num" and isinstance(term.args[0].value, Fraction):
            return Term("num", (), -term.args[0].value, None, term.span)
        return term

    def script(self) -> Term:
        """What follows `_`, already read: a group (a tuple where it has commas), a name or a number."""
        token = self.token
        if token.kind == "sign" and token.text in _GROUPS:
            return self.enclosed()
        if token.kind == "num":
            self.advance()
            return Term("num", (), token.value, None, token.span)
        if token.kind == "name":
            name = self.declared(token.text)
            if name is None and token.text in {"inf", "infty"}:
                name = "inf"
                self.advance()
                return Term("const", (), name, None, token.span)
            if name is None:
                raise self.unknown(token)
            self.advance()
            return Term("sym", (), name, None, token.span)
        raise self.unexpected("a subscript is missing")

    def enclosed(self) -> Term:
        """The expression in braces, which stand next; a tuple where it has commas, `:` for a whole row or column."""
        opener = self.advance()
        start = opener.start
        bars, self.bars, separate, self.bars_separate = self.bars, [], self.bars_separate, False
        sided, self.one_sided = self.one_sided, False
        self.brackets += 1
        items = [self.entry()]
        while self.sign(","):
            self.advance()
            items.append(self.entry())
        if self.token is not opener.partner:
            raise self.unexpected("the group should end")
        self.advance()
        self.brackets -= 1
        self.bars, self.bars_separate, self.one_sided = bars, separate, sided
        return items[0] if len(items) == 1 else self.node("tuple", tuple(items), start)

    def index(self, base: Term, start: int) -> Term:
        """`base[i, :]`, the bracket touching what it indexes."""
        opener = self.advance()
        bars, self.bars = self.bars, []
        self.brackets += 1
        indices: list[Term] = []
        while True:
            indices.append(self.entry())
            if self.sign(":"):
                raise self.error(
                    "a range of indices is written with two dots", self.token.span, "unexpected", "write 1..3, both ends included"
                )
            if not self.sign(","):
                break
            self.advance()
        if self.token is not opener.partner or self.token.text != "]":
            raise self.unexpected("the index should end with `]`")
        self.advance()
        self.brackets -= 1
        self.bars = bars
        return self.node("index", (base, *indices), start)

    def entry(self) -> Term:
        """One index: an expression, or `:`."""
        if self.sign(":"):
            colon = self.advance()
            return Term("all", (), None, None, colon.span)
        return self.statement(1)

    def dotted(self, base: Term, start: int) -> Term:
        """`X.T`; no other attribute exists."""
        dot = self.advance()
        token = self.token
        if token.kind == "name" and token.text == "T":
            self.advance()
            return self.node("transpose", (base,), start)
        if token.kind == "name" and token.text.startswith("T") and self.declared(token.text) is None:
            self.split_transpose()
            if self.token.text == "T":
                self.advance()
                return self.node("transpose", (base,), start)
        said = self.said(token) if token.kind == "name" else "what follows"
        raise self.error(
            f"a dot stands here before {said}: only `.T` and members of a recurrence, network or table have one",
            Span(dot.start, max(token.end, dot.end)),
            "python-code" if token.kind == "name" else "unexpected",
            f"write {token.text}(…) for a built-in function" if token.kind == "name" else "decimals are written 0.5, ranges 1..k",
        )
