"""SymPy's matrix expressions as a peer: a closed Term becomes a MatrixExpr, derivatives are `.diff` and `.doit`.

    python -m benchmarks.matrix_peers.sympy_reading < claims.json

Mechanical, operator by operator.  A number is an Expr; a 1x1 product of matrices is its Trace, the form that SymPy
differentiates.  Properties of letters go to `refine`; hypotheses that are equations have no place in matrix expressions.
"""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.hadamard import hadamard_product

from benchmarks.matrix_peers.answering import CannotExpress, answer_all
from benchmarks.matrix_peers.stated import Stated, Symbol
from symcheck.language.sizes import ONE, Shape, Size
from symcheck.language.terms import Term

_X = sp.Dummy("x")
ENTRYWISE = {
    "exp": sp.exp, "log": sp.log, "ln": sp.log, "sqrt": sp.sqrt, "abs": sp.Abs, "sign": sp.sign, "tanh": sp.tanh,
    "sin": sp.sin, "cos": sp.cos, "relu": lambda x: sp.Max(x, 0), "sigmoid": lambda x: 1 / (1 + sp.exp(-x)),
    "softplus": lambda x: sp.log(1 + sp.exp(x)),
}  # fmt: skip
ASSUMPTIONS = {
    "symmetric": sp.Q.symmetric, "orthogonal": sp.Q.orthogonal, "invertible": sp.Q.invertible, "diagonal": sp.Q.diagonal,
    "positive-definite": sp.Q.positive_definite,
}  # fmt: skip
SIGNS = {"positive": "positive", "nonnegative": "nonnegative", "negative": "negative", "nonzero": "nonzero"}


class Reading:
    """The letters of one claim, and the terms built of them."""

    def __init__(self, symbols: tuple[Symbol, ...]) -> None:
        self.letters: dict[str, sp.Basic] = {}
        self.lost: list[str] = []
        facts = []
        for s in symbols:
            if s.shape.is_scalar:
                signs = {SIGNS[p]: True for p in s.properties if p in SIGNS}
                self.letters[s.name] = sp.Symbol(s.name, real=True, **signs)
                continue
            letter = sp.MatrixSymbol(s.name, self.size(s.shape.rows), self.size(s.shape.cols))
            self.letters[s.name] = letter
            facts += [ASSUMPTIONS[p](letter) for p in s.properties if p in ASSUMPTIONS]
            self.lost += [p for p in s.properties if p not in ASSUMPTIONS]
        self.facts = sp.And(*facts)

    def size(self, size: Size) -> sp.Expr:
        total = sp.Integer(0)
        for names, c in size.terms:
            total += c * sp.Mul(*(sp.Symbol(n, integer=True, positive=True) for n in names))
        return total

    def assume(self, term: Term) -> bool:
        """Takes the hypothesis `term` in, where matrix expressions can say it; else False."""
        if term.op == "is" and term.value in ASSUMPTIONS and term.args[0].op == "sym":
            self.facts = sp.And(self.facts, ASSUMPTIONS[str(term.value)](self.letters[str(term.args[0].value)]))
            return True
        return False

    def read(self, t: Term) -> sp.Basic:
        match t:
            case Term("num", (), Fraction() as value):
                return sp.Rational(value.numerator, value.denominator)
            case Term("sym", (), str(name)):
                return self.letters.get(name) or sp.Symbol(name, integer=True, positive=True)
            case Term("const", (), "pi"):
                return sp.pi
            case Term("add", (a, b)):
                return self.read(a) + self.read(b)
            case Term("sub", (a, b)):
                return self.read(a) - self.read(b)
            case Term("neg", (a,)):
                return -self.read(a)
            case Term("mul", (a, b)):
                return self.number(self.read(a) * self.read(b), t)
            case Term("hadamard", (a, b)) if _array(t) and _array(a) and _array(b):
                return hadamard_product(self.read(a), self.read(b))
            case Term("hadamard", (a, b)):
                return self.read(a) * self.read(b)
            case Term("div", (a, b)):
                return self.read(a) / self.read(b)
            case Term("pow", (a, b)):
                return self.read(a) ** self.read(b)
            case Term("transpose", (a,)):
                return self.read(a).T if _array(a) else self.read(a)
            case Term("eye", (a, *_)):
                return sp.Identity(self.read(a))
            case Term("zeros", sizes):
                return sp.ZeroMatrix(self.read(sizes[0]), self.read(sizes[1]) if len(sizes) > 1 else 1)
            case Term("ones", sizes):
                return sp.OneMatrix(self.read(sizes[0]), self.read(sizes[1]) if len(sizes) > 1 else 1)
            case Term("call", args, str(name)):
                return self.call(name, args, t)
        raise CannotExpress(f"{t.op} {t.value or ''}".strip())

    def number(self, value: sp.Basic, t: Term) -> sp.Basic:
        """A 1x1 matrix as a number."""
        return sp.Trace(value) if not _array(t) and getattr(value, "is_Matrix", False) else value

    def call(self, name: str, args: tuple[Term, ...], t: Term) -> sp.Basic:
        if name in {"grad", "jac", "hess", "diff"}:
            return self.derivative(name, args)
        if len(args) != 1:
            raise CannotExpress(name) if name != "kron" else CannotExpress("kron, entries of a product of sizes")
        (term,) = args
        if name == "block":
            return self.block(term)
        a = self.read(term)
        if name in ENTRYWISE and not _array(term):
            return ENTRYWISE[name](a)
        match name:
            case "tr" | "trace":
                return sp.Trace(a)
            case "det":
                return sp.Determinant(a)
            case "logdet":
                return sp.log(sp.Determinant(a))
            case "inv":
                return sp.Inverse(a) if _array(term) else 1 / a
            case "norm":
                return sp.sqrt(sp.Trace(a.T * a)) if _array(term) else sp.Abs(a)
            case "sum":
                return sp.Trace(sp.OneMatrix(1, a.rows) * a * sp.OneMatrix(a.cols, 1))
            case "diag" if term.shape is not None and term.shape.is_column:
                return sp.DiagMatrix(a)
            case "diag":
                return sp.DiagonalMatrix(a) * sp.OneMatrix(a.rows, 1)
            case "softmax":
                e = ElementwiseApplyFunction(sp.Lambda(_X, sp.exp(_X)), a)
                return e / sp.Trace(sp.OneMatrix(1, a.rows) * e)
            case "logsumexp":
                e = ElementwiseApplyFunction(sp.Lambda(_X, sp.exp(_X)), a)
                return sp.log(sp.Trace(sp.OneMatrix(1, a.rows) * e))
        if name in ENTRYWISE:
            return ElementwiseApplyFunction(sp.Lambda(_X, ENTRYWISE[name](_X)), a)
        raise CannotExpress(name)

    def block(self, rows: Term) -> sp.Basic:
        return sp.BlockMatrix([[self.read(entry) for entry in row.args] for row in rows.args])

    def derivative(self, name: str, args: tuple[Term, ...]) -> sp.Basic:
        f, variable, *rest = args
        if variable.op != "sym" or any(r.op != "keyword" or r.value != "at" for r in rest):
            raise CannotExpress(f"{name} by something else than a letter")
        x = self.read(variable)
        value = self.read(f)
        if name in {"grad", "diff", "hess"}:
            out = value.diff(x).doit() if _array(f) or not _array(variable) else _gradient(value, x)
        if name == "hess":
            out = out.diff(x).doit().T
        if name == "jac":
            out = value.diff(x).doit().T  # SymPy has the columns of f along the columns: denominator layout
        for r in rest:
            out = out.subs(x, self.read(r.args[0]))
        return out


def _gradient(value: sp.Basic, x: sp.Basic) -> sp.Basic:
    """The derivative of a number by an array, summand by summand: of a sum of traces SymPy makes 0 without a word."""
    parts = [p.diff(x).doit() for p in sp.Add.make_args(sp.expand(value))]
    if not all(p == 0 or getattr(p, "is_Matrix", False) for p in parts):
        raise NotImplementedError("a derivative that SymPy leaves undone")
    return sum((p for p in parts if p != 0), sp.ZeroMatrix(*x.shape))


def _array(t: Term) -> bool:
    shape = t.shape or Shape(ONE, ONE)
    return not shape.is_scalar


def judge(claim: Stated) -> tuple[str, str]:
    """Whether SymPy simplifies the difference of the two sides to zero."""
    if claim.statement.op != "rel" or claim.statement.value != "=":
        raise CannotExpress(f"a statement with `{claim.statement.value or claim.statement.op}`")
    reading = Reading(claim.symbols)
    unsaid = [text for text, term in claim.given if not reading.assume(term)]
    left, right = (reading.read(side) for side in claim.statement.args)
    if _zero(left, right, reading.facts):
        return "equal", ""
    if unsaid or reading.lost:
        raise CannotExpress(f"the hypothesis {', '.join([*unsaid, *reading.lost])}")
    return "different", ""


def _zero(left: sp.Basic, right: sp.Basic, facts: sp.Basic) -> bool:
    """Every form that SymPy offers is tried, the cheap ones first."""
    if left == right:
        return True
    if getattr(left, "is_Matrix", False) != getattr(right, "is_Matrix", False):
        return False
    difference = left - right
    matrix = getattr(difference, "is_Matrix", False)
    if matrix and _gone(sp.refine(difference, facts).doit().expand().doit()):
        return True
    for form in (_expanded, _refined, _simplified):
        difference = form(difference, facts)
        if _gone(difference):
            return True
    return False


def _expanded(e: sp.Basic, _: sp.Basic) -> sp.Basic:
    return e.doit().expand().doit()


def _refined(e: sp.Basic, facts: sp.Basic) -> sp.Basic:
    return sp.refine(e, facts).doit().expand().doit()


def _simplified(e: sp.Basic, facts: sp.Basic) -> sp.Basic:
    return sp.refine(sp.simplify(e), facts).doit()


def _gone(e: sp.Basic) -> bool:
    return bool(e == 0 or getattr(e, "is_ZeroMatrix", False))


if __name__ == "__main__":
    answer_all(judge)
