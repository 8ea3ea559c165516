"""tensorgrad as a peer: a closed Term becomes a tensor with the edges "r" and "c", derivatives are `.grad`.

    python -m benchmarks.matrix_peers.tensorgrad_reading < claims.json

Mechanical, operator by operator.  A side of size 1 has no edge, so a column has the edge "r" only and a number none.  Equality
is `is_isomorphic(match_edges=True)` after `full_simplify`, since `==` forgets the names of the edges: X equals its transpose.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

import sympy as sp
import tensorgrad.functions as F
from tensorgrad import Delta, Ones, Tensor, Variable, Zero
from tensorgrad.tensor import Product

from benchmarks.matrix_peers.answering import CannotExpress, answer_all
from benchmarks.matrix_peers.stated import Stated, Symbol
from symcheck.language.sizes import ONE, SCALAR, Shape, Size
from symcheck.language.terms import Term

ENTRYWISE = {
    "exp": F.exp, "log": F.log, "ln": F.log, "sqrt": F.sqrt, "abs": F.abs, "sign": F.sign, "tanh": F.tanh, "relu": F.relu,
    "sigmoid": F.sigmoid, "softplus": lambda t: F.log(F.exp(t) + Ones(**t.shape)),
}  # fmt: skip
SYMMETRIC = frozenset({"symmetric", "positive-definite", "positive-semidefinite", "diagonal"})
SAID = frozenset({"symmetric", "invertible", "nonzero", "positive", "nonnegative"})  # the last four: tensorgrad never asks


class Reading:
    """The letters of one claim, and the terms built of them."""

    def __init__(self, claim: Stated) -> None:
        self.fresh = (f"e{i}" for i in itertools.count())
        self.lost = [p for s in claim.symbols for p in s.properties if p not in SAID]
        symmetric = {str(t.args[0].value) for _, t in claim.given if t.op == "is" and t.value in SYMMETRIC}
        self.letters = {s.name: self.letter(s, s.name in symmetric) for s in claim.symbols}
        for text, term in claim.given:
            if not self.assume(term):
                self.lost.append(text)

    def letter(self, s: Symbol, symmetric: bool) -> Variable:
        found = Variable(s.name, **self.edges(s.shape))
        return found.with_symmetries("r c") if symmetric or SYMMETRIC & set(s.properties) else found

    def assume(self, term: Term) -> bool:
        """Takes the hypothesis in: symmetry, or an equation as tensorgrad's rewrite rule of the first letter that allows it."""
        if term.op == "is":
            return term.value == "symmetric"
        if term.op == "rel" and term.value == "!=":
            return True  # a condition under which the claim is defined; tensorgrad does not ask
        if term.op != "rel" or term.value != "=":
            return False
        left, right = (self.read(side) for side in term.args)
        for name, letter in self.letters.items():
            try:
                self.letters[name] = letter.with_eq_constraint(left, right)
            except (ValueError, AssertionError):
                continue
            return True
        return False

    def edges(self, shape: Shape) -> dict[str, sp.Symbol]:
        sides = {"r": shape.rows, "c": shape.cols}
        return {edge: self.size(size) for edge, size in sides.items() if size != ONE}

    def size(self, size: Size) -> sp.Symbol:
        match size.terms:
            case (((name,), 1),):
                return sp.Symbol(name)
        raise CannotExpress(f"the size {size}")

    def read(self, t: Term) -> Tensor:
        match t:
            case Term("num", (), Fraction() as value):
                return Product([]) * value
            case Term("sym", (), str(name)):
                return self.letters[name] if name in self.letters else Delta(sp.Symbol(name))
            case Term("add", (a, b)):
                return self.read(a) + self.read(b)
            case Term("sub", (a, b)):
                return self.read(a) - self.read(b)
            case Term("neg", (a,)):
                return self.read(a) * -1
            case Term("mul", (a, b)):
                return self.product(self.read(a), self.read(b), _shape(a), _shape(b))
            case Term("hadamard", (a, b)):
                return self.entrywise(self.read(a), self.read(b))
            case Term("div", (a, b)):
                return self.entrywise(self.read(a), F.pow(self.read(b), -1))
            case Term("pow", (a, Term("num", (), Fraction() as k))):
                return self.power(self.read(a), k, a)
            case Term("transpose", (a,)):
                return _swapped(self.read(a))
            case Term("eye", (a, *_)):
                return Delta(self.size_of(a), "r", "c")
            case Term("zeros", _):
                return Zero(**self.edges(_shape(t)))
            case Term("ones", _):
                return Ones(**self.edges(_shape(t)))
            case Term("call", args, str(name)):
                return self.call(name, args)
        raise CannotExpress(f"{t.op} {t.value or ''}".strip())

    def size_of(self, t: Term) -> sp.Symbol:
        if t.op != "sym":
            raise CannotExpress("a size that is not a letter")
        return sp.Symbol(str(t.value))

    def product(self, a: Tensor, b: Tensor, left: Shape, right: Shape) -> Tensor:
        if left.is_scalar or right.is_scalar:
            return Product([a, b])
        joint = next(self.fresh)
        return Product([_renamed(a, c=joint), _renamed(b, r=joint)])

    def entrywise(self, a: Tensor, b: Tensor) -> Tensor:
        return a * b if a.edges and b.edges else Product([a, b])

    def power(self, a: Tensor, k: Fraction, base: Term) -> Tensor:
        if _shape(base).is_scalar:
            return F.pow(a, int(k) if k.denominator == 1 else k)
        if k.denominator != 1 or not 1 <= k <= 8:
            raise CannotExpress(f"the power {k} of a matrix")
        out = a
        for _ in range(int(k) - 1):
            out = self.product(out, a, _shape(base), _shape(base))
        return out

    def call(self, name: str, args: tuple[Term, ...]) -> Tensor:
        if name in {"grad", "jac", "hess", "diff"}:
            return self.derivative(name, args)
        if len(args) != 1 or name == "block":
            raise CannotExpress(name)
        (term,) = args
        a = self.read(term)
        if name in ENTRYWISE:
            return ENTRYWISE[name](a)
        match name:
            case "tr" | "trace":
                return F.trace(a)
            case "det":
                return F.det(a)
            case "logdet":
                return F.log(F.det(a))
            case "inv":
                return _swapped(F.inverse(a)) if a.edges else F.pow(a, -1)
            case "norm":
                return F.sqrt(F.frobenius2(a))
            case "sum":
                return F.sum(a)
            case "diag" if _shape(term).is_column:
                return _renamed(F.diag(a, ["x", "y"]), x="r", y="c")
            case "diag":
                return _renamed(F.diag(a, ["x"]), x="r")
            case "softmax":
                return F.softmax(a, dim="r")
            case "logsumexp":
                return F.log(F.sum(F.exp(a)))
        raise CannotExpress(name)

    def derivative(self, name: str, args: tuple[Term, ...]) -> Tensor:
        f, variable, *rest = args
        if variable.op != "sym" or any(r.op != "keyword" or r.value != "at" for r in rest):
            raise CannotExpress(f"{name} by something else than a letter")
        x = self.letters[str(variable.value)]
        value = self.read(f)
        if name in {"jac", "hess"}:
            first = {} if name == "jac" else {"r": "r"}
            out = (value if name == "jac" else value.grad(x, first).simplify()).grad(x, {"r": "c"})
        else:
            out = value.grad(x, {e: e for e in x.edges})
        out = out.simplify()
        for r in rest:
            out = out.substitute(x, self.read(r.args[0]))
        return out


def _shape(t: Term) -> Shape:
    return t.shape or SCALAR


def _renamed(t: Tensor, **names: str) -> Tensor:
    return t.rename(**{old: new for old, new in names.items() if old in t.edges})


def _swapped(t: Tensor) -> Tensor:
    return _renamed(t, r="c", c="r")


def judge(claim: Stated) -> tuple[str, str]:
    """Whether both sides simplify to one tensor, or their difference to zero."""
    if claim.statement.op != "rel" or claim.statement.value != "=":
        raise CannotExpress(f"a statement with `{claim.statement.value or claim.statement.op}`")
    reading = Reading(claim)
    left, right = (reading.read(side).full_simplify() for side in claim.statement.args)
    if left.is_isomorphic(right, match_edges=True) or isinstance((left - right).full_simplify(), Zero):
        return "equal", ""
    if reading.lost:
        raise CannotExpress(f"the hypothesis {', '.join(reading.lost)}")
    return "different", ""


if __name__ == "__main__":
    answer_all(judge)
