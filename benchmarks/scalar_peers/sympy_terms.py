"""Terms of symcheck as SymPy objects, operator by operator.

Owns: `Reading`: letters with the assumptions that SymPy can hold, expressions, sets, and the solutions of statements about one
letter.  Raises CannotExpress.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from benchmarks.matrix_peers.answering import CannotExpress
from symcheck.language.context import Context, Kind
from symcheck.language.terms import Term

FUNCTIONS = {
    "exp": sp.exp, "log": sp.log, "ln": sp.log, "sqrt": sp.sqrt, "abs": sp.Abs, "sign": sp.sign, "floor": sp.floor,
    "ceil": sp.ceiling,
    "sin": sp.sin, "cos": sp.cos, "tan": sp.tan, "sec": sp.sec, "sinh": sp.sinh, "cosh": sp.cosh, "tanh": sp.tanh,
    "arctan": sp.atan, "arcsin": sp.asin, "arccos": sp.acos, "factorial": sp.factorial, "binomial": sp.binomial, "max": sp.Max,
    "min": sp.Min, "relu": lambda x: sp.Max(x, 0), "sigmoid": lambda x: 1 / (1 + sp.exp(-x)),
}  # fmt: skip
CONSTANTS = {"pi": sp.pi, "e": sp.E, "inf": sp.oo}
RELATIONS = {"=": sp.Eq, "<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge, "!=": sp.Ne}
SIGNS = {">": {"positive": True}, ">=": {"nonnegative": True}, "!=": {"nonzero": True}}
MATRIX = {"det": sp.det, "tr": sp.trace, "inv": lambda a: a.inv()}


class Reading:
    """The letters of one claim, and what is built of them."""

    def __init__(self, context: Context, given: Sequence[Term]) -> None:
        self.letters: dict[str, sp.Basic] = {}
        signs = [(str(g.args[0].value), SIGNS[str(g.value)]) for g in given if _is_sign(g)]
        sizes = {n: sp.Symbol(n, integer=True, positive=True) for n in context.sizes}
        for name, kind in context.symbols.items():
            if not isinstance(kind, Kind):
                continue
            if not kind.shape.is_scalar:
                n = next(iter(sizes.values()))
                self.letters[name] = sp.MatrixSymbol(name, n, n)
                continue
            known = {fact: True for who, facts in signs if who == name for fact in facts}
            base = {"integer": True, "nonnegative": True} if kind.base == "natural" else {kind.base: True}
            self.letters[name] = sp.Symbol(name, **{**base, **known})

    def read(self, t: Term) -> sp.Basic:
        match t:
            case Term("num", (), Fraction() as q):
                return sp.Rational(q.numerator, q.denominator)
            case Term("sym", (), str(name)) if name in self.letters:
                return self.letters[name]
            case Term("const", (), str(name)) if name in CONSTANTS:
                return CONSTANTS[name]
            case Term("add", (a, b)):
                return self.read(a) + self.read(b)
            case Term("sub", (a, b)):
                return self.read(a) - self.read(b)
            case Term("neg", (a,)):
                return -self.read(a)
            case Term("mul", (a, b)):
                return self.read(a) * self.read(b)
            case Term("div", (a, b)):
                return self.read(a) / self.read(b)
            case Term("pow", (a, b)):
                return self.read(a) ** self.read(b)
            case Term("transpose", (a,)):
                return self.read(a).T
            case Term("matrix", rows):
                return sp.Matrix([[self.read(x) for x in row.args] for row in rows])
            case Term("set", members):
                return sp.FiniteSet(*map(self.read, members))
            case Term("union", parts):
                return sp.Union(*map(self.read, parts))
            case Term("interval", (a, b), str(ends)):
                return sp.Interval(self.read(a), self.read(b), ends[0] == "(", ends[1] == ")")
            case Term("tuple", parts):
                return sp.Tuple(*map(self.read, parts))
            case Term("call", args, str(name)):
                return self.call(name, args)
        raise CannotExpress(f"`{t.op}`")

    def call(self, name: str, args: tuple[Term, ...]) -> sp.Basic:
        match name, args:
            case (("sum" | "prod"), (body, Term("bind", (Term("range", (low, high)),), str(k)))):
                make = sp.summation if name == "sum" else sp.product
                return make(self.bound(k, body), (self.letter(k), self.read(low), self.read(high)))
            case "limit", (body, Term("tends", (target,), (str(x), str(side)))):
                found = self.bound(x, body)
                return sp.limit(found, self.letter(x), self.read(target), side or "+-" if target.value != "inf" else "-")
            case "integrate", (body, x, low, high):
                return sp.integrate(self.read(body), (self.read(x), self.read(low), self.read(high)))
            case "diff", (body, x):
                return sp.diff(self.read(body), self.read(x))
            case "log", (a, base):
                return sp.log(self.read(a), self.read(base))
            case "solve", (Term("rel", (a, b), "="), x):
                return sp.solveset(self.read(a) - self.read(b), self.read(x), sp.S.Reals)
        if name in FUNCTIONS:
            return FUNCTIONS[name](*map(self.read, args))
        if name in MATRIX:
            return MATRIX[name](*map(self.read, args))
        raise CannotExpress(f"`{name}`")

    def letter(self, name: str) -> sp.Symbol:
        if name not in self.letters:
            self.letters[name] = sp.Symbol(name, real=True)
        return self.letters[name]

    def bound(self, name: str, body: Term) -> sp.Basic:
        self.letter(name)
        return self.read(body)

    def solutions(self, t: Term) -> sp.Set:
        """The real numbers of which a statement about one letter is true."""
        free = [letter for name, letter in self.letters.items() if letter.is_Symbol]
        if len(free) != 1:
            raise CannotExpress("solutions in several letters")
        (x,) = free
        match t:
            case Term("rel", (a, b), "="):
                return sp.solveset(self.read(a) - self.read(b), x, sp.S.Reals)
            case Term("rel", (a, b), str(sign)):
                return sp.solveset(RELATIONS[sign](self.read(a), self.read(b)), x, sp.S.Reals)
            case Term("and", parts):
                return sp.Intersection(*map(self.solutions, parts))
            case Term("or", parts):
                return sp.Union(*map(self.solutions, parts))
            case Term("in", (_, where)):
                found = self.read(where)
                if isinstance(found, sp.Set):
                    return found
        raise CannotExpress(f"solutions of `{t.op}`")


def _is_sign(t: Term) -> bool:
    """x > 0, x >= 0, x != 0 for a letter x."""
    if t.op != "rel" or t.value not in SIGNS:
        return False
    return t.args[0].op == "sym" and t.args[1].op == "num" and t.args[1].value == 0
