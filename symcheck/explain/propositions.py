"""Statements as Python conditions, and the lines that print both sides of every relation in one.

Owns: `Propositions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symcheck.explain.expressions import Expressions
from symcheck.explain.python_names import UNARY, Unwritable, literal
from symcheck.language.printing import to_text
from symcheck.language.terms import Term

SAME = "np.allclose({0}, {1}, rtol=1e-12, atol=0)"
CLOSE = "np.allclose({0}, {1}, rtol=1e-6, atol=1e-6)"  # of derivatives by differences; of what is only to hold
EXACTLY = "np.all({0} == {1})"
SETS = frozenset({"set", "interval", "union"})
SIGNS = {"<=": "<=", ">=": ">=", "<": "<", ">": ">", "≤": "<=", "≥": ">="}


class Propositions:
    """Statements of one claim."""

    def __init__(self, writer: Expressions, tolerance: Fraction | None) -> None:
        self.writer, self.tolerance = writer, tolerance
        self.sides: list[tuple[str, str, str]] = []  # label, and the code of the sides
        self.collected = False
        self.loose = True

    def lines(self, statement: Term) -> Iterator[str]:
        """The sides of each relation, printed, and `truth`."""
        self.collected, self.loose = True, False
        truth = self.truth(statement)
        self.collected, self.loose = False, True
        alone = len(self.sides) == 1
        for k, (label, left, right) in enumerate(self.sides, 1):
            a, b = ("left", "right") if alone else (f"left{k}", f"right{k}")
            yield f"{a} = {left}"
            yield f"{b} = {right}"
            if alone:
                yield f'print("left side  =", {self.shown(a)})'
                yield f'print("right side =", {self.shown(b)})'
            else:
                yield f"print({literal(label)}, 'has the sides', {self.shown(a)}, 'and', {self.shown(b)})"
        yield f"truth = {truth.format(*self._names(alone=alone)) if self.sides else truth}"

    def _names(self, *, alone: bool) -> list[str]:
        return ["left", "right"] if alone else [n for k in range(1, len(self.sides) + 1) for n in (f"left{k}", f"right{k}")]

    def shown(self, name: str) -> str:
        return f"np.array2string(np.asarray({name}), formatter={{'all': str}})" if self.writer.exact else name

    def truth(self, term: Term) -> str:
        """A Python condition.  While sides are collected, the sides are left open as {0}, {1}, …"""
        match term:
            case Term("rel", (Term("call", (found, Term("sym") as x), "solve"), Term() as listed), "=") if listed.op in SETS:
                return f"bool({self.holding(found)}) == bool({self.holding(Term('in', (x, listed)))})"
            case Term("rel", (a, b), str(sign)):
                return self.relation(term, a, b, sign)
            case Term("chain", sides, tuple() as signs):
                pairs = zip(sides, signs, sides[1:], strict=False)
                return self.joined("and", [Term("rel", (a, b), sign) for a, sign, b in pairs])
            case Term("and" | "or" as op, parts):
                return self.joined(op, list(parts))
            case Term("not", (part,)):
                return f"not ({self.holding(part)})"
            case Term("implies", (premise, then)):
                return f"(not ({self.holding(premise)})) or ({self.truth(then)})"
            case Term("iff", (a, b)):
                return f"bool({self.holding(a)}) == bool({self.holding(b)})"
            case Term("in", (x, Term("interval", (low, high), str(ends)))):
                signs = ("<=" if ends[0] == "[" else "<", "<=" if ends[1] == "]" else "<")
                return self.joined("and", [Term("rel", (low, x), signs[0]), Term("rel", (x, high), signs[1])])
            case Term("in", (x, Term("union", parts))):
                return self.joined("or", [Term("in", (x, part)) for part in parts])
            case Term("in", (x, Term("set", items))):
                return self.joined("or", [Term("rel", (x, item), "=") for item in items])
            case Term("forall" | "exists" as op, (Term("bind") as bind, body)):
                kept, self.collected = self.collected, False
                k, inner = self.writer.running(bind, lambda: self.truth(body))
                self.collected = kept
                return self._escaped(f"{'all' if op == 'forall' else 'any'}({inner} for {k})")
            case Term("is", (a,), "symmetric"):
                return self.relation(term, a, Term("transpose", (a,), None, a.shape), "=")
        raise Unwritable(f"`{term.value or term.op}`")

    def holding(self, term: Term) -> str:
        """What is to be true where rounding allows it: the claim is false where it is, not where it is not."""
        kept, self.loose = self.loose, True
        code = self.truth(term)
        self.loose = kept
        return code

    def joined(self, op: str, parts: list[Term]) -> str:
        return f" {op} ".join(f"({self.truth(p)})" for p in parts)

    def relation(self, term: Term, a: Term, b: Term, sign: str) -> str:
        left, right = self.writer.text(a), self.writer.text(b)
        if self.collected:
            k = 2 * len(self.sides)
            self.sides.append((to_text(term) + ":", left, right))
            left, right = f"{{{k}}}", f"{{{k + 1}}}"
        else:
            left, right = (self.writer.text(t, UNARY) for t in (a, b))
        differences = {"derivative", "jacobian"} & set(self.writer.names.helpers)
        same = EXACTLY if self.writer.exact else CLOSE if self.loose or differences else SAME
        match sign:
            case "=":
                return same.format(left, right)
            case "!=":
                return f"not {same.format(left, right)}"
            case "~=" if self.tolerance is not None:
                bound = f"{self.tolerance.numerator} / {self.tolerance.denominator}"
                return f"np.all(np.abs({left} - {right}) <= {bound})"
        if sign in ("<", ">") and not self.writer.exact and not self.loose:  # at equality, rounding must not say that it holds
            low, high = (left, right) if sign == "<" else (right, left)
            return f"np.all({low} < {high} - 1e-12)"
        if sign in SIGNS:
            return f"np.all({left} {SIGNS[sign]} {right})"
        raise Unwritable(f"`{sign}`")

    def _escaped(self, code: str) -> str:
        return code.replace("{", "{{").replace("}", "}}") if self.collected else code
