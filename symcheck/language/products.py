"""Products: juxtaposition, `*`, `@`, `.*`, `/`, and the readings that only shapes can tell apart.

Owns: how factors group, and the `ambiguous` nodes for `a/b c` and `log p q`.  Does not own: which reading is taken
(elaborate.py).

Juxtaposition binds tighter than the signs and groups to the left: a b * c d is (a b) * (c d).  After `/` it is
undecided whether the whole run is divided by, or its first factor; after a bare function, whether the whole run is its
argument, or the first factor.  A run ends at the next bare function: log p log q is log(p) log(q).
"""

from __future__ import annotations

from symcheck.language.cursor import Bare
from symcheck.language.enclosed import Enclosed
from symcheck.language.terms import Span, Term

_OPS = {"*": "star", "×": "star", "@": "mul", ".*": "hadamard"}

Factor = tuple[Term, Bare | None]


class Products(Enclosed):
    """Everything of the precedence of a product."""

    def product(self) -> Term:
        start = self.token.start
        left = fold(self.run())
        while self.token.kind == "sign":
            sign = self.token.text
            if sign in _OPS and not (sign == "×" and self.dimensions):
                self.advance()
                right = self.signed_run()
                left = self.node(_OPS[sign], (left, right), start)
            elif sign == "⊗":
                self.advance()
                left = self.node("call", (left, self.signed_run()), start, "kron")
            elif sign == "/":
                self.advance()
                left = self.quotient(left, start)
            else:
                break
        return left

    def signed_run(self) -> Term:
        """A run of factors after an operator, with a sign of its own: a * -b."""
        start = self.token.start
        negative = self.minus()
        term = fold(self.run())
        return self.node("neg", (term,), start) if negative else term

    def minus(self) -> bool:
        """Consumes signs; whether they negate."""
        negative = False
        while self.sign("-") or self.sign("+"):
            negative ^= self.advance().text == "-"
        return negative

    def quotient(self, left: Term, start: int) -> Term:
        """What follows `left /`: one factor divides; of a run, its first factor or the whole."""
        below = self.token.start
        negative = self.minus()
        factors = self.run()
        first, whole = factors[0][0], fold(factors)
        if negative:
            first = Term("neg", (first,), None, None, Span(below, _end(first)))
            whole = Term("neg", (whole,), None, None, Span(below, self.last_end))
        by_all = self.node("div", (left, whole), start)
        if len(factors) == 1:
            return by_all
        by_first = Term("div", (left, first), None, None, Span(start, _end(first)))
        return self.node("ambiguous", (fold(factors[1:], by_first), by_all), start)

    def run(self) -> list[Factor]:
        """Factors side by side."""
        term = self.factor()
        out: list[Factor] = [(term, self.bare)]
        while self.starts_operand():
            token = self.token
            if token.newline and not self.brackets:
                break
            if token.kind == "num" and term.op == "num" and term.span is not None:
                raise self.error(
                    f"two numbers stand side by side: `{self.text[term.span.start : token.end]}`",
                    Span(term.span.start, token.end),
                    "adjacent-numbers",
                    "write a product of numbers with `*`",
                )
            term = self.factor()
            out.append((term, self.bare))
        return out


def _end(term: Term) -> int:
    return term.span.end if term.span is not None else 0


def _joined(op: str, left: Term, right: Term) -> Term:
    start = left.span.start if left.span is not None else 0
    return Term(op, (left, right), None, None, Span(start, _end(right)))


def fold(factors: list[Factor], left: Term | None = None) -> Term:
    """The factors joined to the left, `left` first; a bare call with factors after it has two readings."""
    i = 0
    while i < len(factors):
        term, bare = factors[i]
        i += 1
        if bare is not None:
            stop = i
            while stop < len(factors) and factors[stop][1] is None:
                stop += 1
            if stop > i:
                rest = factors[i:stop]
                apart = fold(rest, term)
                together = bare.wrap(fold([(bare.argument, bare.inner), *rest]), _end(rest[-1][0]))
                term = Term("ambiguous", (apart, together), None, None, apart.span)
                i = stop
        left = term if left is None else _joined("juxt", left, term)
    assert left is not None  # a run has at least one factor
    return left
