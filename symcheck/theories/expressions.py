"""Terms → polynomials in networks, at all sizes: the meaning of the algebraic operators and of derivatives.

TRUSTED FOR MEANING.  Owns: `Lowerer`.  One function a rule; each rule has a name that the report lists.  A node that
has no rule raises `NotLowered` with code `no-theory`: it is never guessed and never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from symcheck.kernel.polynomial import (
    Polynomial,
    diagonal_matrix,
    diagonal_of,
    hadamard,
    identity,
    inner,
    number,
    ones,
    product,
    size_number,
    trace,
    transpose,
    zero,
)
from symcheck.language.context import Context, Kind
from symcheck.language.printing import to_text
from symcheck.language.reading import unfold
from symcheck.language.sizes import ONE, SCALAR, Size
from symcheck.language.terms import Term
from symcheck.theories.block_letters import declared
from symcheck.theories.blocks import Blocks
from symcheck.theories.calculus_values import CALCULUS, value_of
from symcheck.theories.derivatives import differentiate
from symcheck.theories.elementwise import ENTRYWISE, image
from symcheck.theories.extremes import BY_ABSOLUTE_VALUE, candidates_of, extreme
from symcheck.theories.factorials import binomial, factorial
from symcheck.theories.kronecker import Kronecker
from symcheck.theories.letters import Letters, Memo
from symcheck.theories.lowering import NotLowered
from symcheck.theories.partitioned import Partitioned, Sizes
from symcheck.theories.powers import read_power
from symcheck.theories.primes import prime
from symcheck.theories.probability import OF_CHANCE, Chance
from symcheck.theories.properties import assume_properties
from symcheck.theories.pseudo_inverses import pseudo_inverse
from symcheck.theories.ranges import folded
from symcheck.theories.setting import Setting
from symcheck.theories.side_goals import SideGoals
from symcheck.theories.synonyms import plain_call
from symcheck.theories.written_sizes import WrittenSizes

UNINTERPRETED = frozenset(("cot", "coth", "asinh", "acosh", "atanh", "factorial", "binomial", "gamma"))
T = TypeVar("T")
INSTEAD = "the-line-before"
MOST_PRODUCTS = 40_000


class Lowerer(WrittenSizes):
    """Walks terms of one claim; `bound` holds names whose value is already a polynomial (parameters, intermediate variables)."""

    def __init__(self, setting: Setting, letters: Letters | None = None) -> None:
        super().__init__(setting, letters or Letters())
        self.bound: dict[str, Polynomial] = {}
        self.rules: dict[str, None] = {}
        self.notes: dict[str, None] = {}
        self.memo: Memo[Polynomial] = {}
        self.kronecker = Kronecker(self)
        self.chance = Chance(self, setting.outcomes)
        self.blocks = Blocks(self)
        self.side = SideGoals()

    def lower(self, term: Term) -> Polynomial:
        """The polynomial that `term` denotes.  Raises NotLowered."""
        other = self.instead_of(term)
        if other is not None:
            return self.instead(other, self.lower)
        return self.blocks.plain(term) if self.blocks.concerns(term) else self.unblocked(term)

    def unblocked(self, term: Term) -> Polynomial:
        """As `lower`, for a term whose value is no matrix of blocks (blocks.py)."""
        if self.kronecker.concerns(term):
            return self.kronecker.plain(term)
        return self.ordinary(term)

    def ordinary(self, term: Term) -> Polynomial:
        """As `lower`, for a term whose value and the values of whose arguments are no tensors (kronecker.py)."""
        match term:
            case Term("num", (), Fraction() as q):
                return number(q)
            case Term("const", (), "e"):
                return image(self.letters, "exp", number(1), "1")
            case Term("const", (), "pi"):
                return image(self.letters, "atan", number(1), "1").times(4)
            case Term("sym", (), str() as name):
                return self.symbol(term, name)
            case Term("add", (a, b)):
                return self.lower(a) + self.lower(b)
            case Term("sub", (a, b)):
                return self.lower(a) - self.lower(b)
            case Term("neg", (a,)):
                return -self.lower(a)
            case Term("mul", (a, b)):
                left, right = self.lower(a), self.lower(b)
                if len(left.terms) * len(right.terms) > MOST_PRODUCTS:
                    raise NotLowered("budget", f"`{to_text(term)}` expands to too many products")
                return product(left, right)
            case Term("hadamard", (a, b)):
                return self.elementwise(a, b)
            case Term("div", (a, b)):
                return product(self.letters.over(self.lower(b), to_text(b)), self.lower(a))
            case Term("pow", (a, b)):
                return read_power(self, a, b)
            case Term("transpose", (a,)):
                return transpose(self.lower(a))
            case Term("eye", (n,)):
                return identity(self.written(self.size(n)))
            case Term("zeros", _):
                return zero(*map(self.written, self.sizes(term)))
            case Term("ones", _):
                return ones(*map(self.written, self.sizes(term)))
            case Term("apply", args, str() as name) if name in self.setting.context.definitions:
                return self.lower(unfold(term, self.setting.context))
            case Term("call", args, str() as name):
                return self.call(term, args, name) if (plain := plain_call(term)) is term else self.lower(plain)
            case Term("derivative", (a,), str() as name):
                return prime(self, name, a)
            case Term("apply", args, str() as name):
                self.rule("uninterpreted-function")
                return self.letters.atom(name, tuple(self.lower(a) for a in args), *self.sizes(term))
        raise NotLowered("no-theory", f"no theory reads `{to_text(term)}` at symbolic sizes")

    def instead_of(self, term: Term) -> Term | None:
        """What is read in the place of the term, where it is to be replaced."""
        return self.setting.instead[1] if self.setting.instead is not None and term == self.setting.instead[0] else None

    def instead(self, replacement: Term, read: Callable[[Term], T]) -> T:
        """The value put in the place of a term, read without replacing anything in it."""
        saved, self.setting = self.setting, replace(self.setting, instead=None)
        try:
            return read(replacement)
        finally:
            self.setting = saved
            self.rule(INSTEAD)

    def replacement(self) -> tuple[Term, Term] | None:
        return self.setting.instead

    @property
    def context(self) -> Context:
        return self.setting.context

    def is_definition(self, name: str) -> bool:
        return name in self.setting.context.definitions

    def rule(self, name: str) -> None:
        self.rules[name] = None

    def symbol(self, term: Term, name: str) -> Polynomial:
        if name in self.bound:
            return self.bound[name]
        context = self.setting.context
        kind = context.symbols.get(name)
        if name in context.definitions:
            return self.definition(term, name)
        if isinstance(kind, Kind):
            return self.declared(name, kind)
        if name in context.sizes:
            return size_number(self.at(Size.of(name)))
        raise NotLowered("no-theory", f"`{name}` has no value here")

    def definition(self, term: Term, name: str) -> Polynomial:
        """The value of a definition, read anew where something is bound."""
        if self.bound or self.side.busy:  # what a value rests on is collected at every use
            return self.lower(unfold(term, self.setting.context))
        return self.letters.read_once(self.memo, name, lambda: self.lower(unfold(term, self.setting.context)))

    def declared(self, name: str, kind: Kind) -> Polynomial:
        if kind.base == "random":
            raise NotLowered("no-theory", f"`{name}` is a random variable and stands outside E, Var, Cov and P")
        if kind.base not in {"real", "integer", "natural"}:
            raise NotLowered("no-theory", f"`{name}` is {kind.base}: no theory for this kind here")
        if name in self.setting.cuts:
            raise NotLowered("no-theory", f"`{name}` is read in blocks, and a part of this claim is not")
        if name in self.letters.table:
            return self.letters.readings.get(name) or self.letters.value(name)
        rows, cols = self.at(kind.shape.rows), self.at(kind.shape.cols)
        value = self.letters.symbol(
            name,
            rows,
            cols,
            symmetric="symmetric" in kind.properties or "positive-definite" in kind.properties,
            integer=kind.base in {"integer", "natural"},
        )
        try:
            assume_properties(self.letters, name, kind, value)
        except NotLowered:
            self.letters.forget(name)
            raise
        self.letters.size(rows)
        self.letters.size(cols)
        return self.letters.skew(name, value) if kind.properties == ("skew",) else value

    def elementwise(self, a: Term, b: Term) -> Polynomial:
        p, q = self.lower(a), self.lower(b)
        return product(p, q) if p.is_scalar or q.is_scalar else hadamard(p, q)

    def declared_blocks(self, name: str, kind: Kind) -> Partitioned:
        rows, cols = self.setting.cuts[name]
        for size in (*rows, *cols):
            self.letters.size(size)
        return declared(self.letters, name, kind, Partitioned(tuple(tuple(zero(r, c) for c in cols) for r in rows)))

    @property
    def cuts(self) -> Mapping[str, tuple[Sizes, Sizes]]:
        return self.setting.cuts

    def square_norm(self, v: Term) -> Polynomial:
        if self.blocks.concerns(v):
            return self.blocks.square_norm(v)
        p = self.lower(v)
        return inner(p, p)

    def call(self, term: Term, args: tuple[Term, ...], name: str) -> Polynomial:
        if name in OF_CHANCE:
            return self.chance.call(term, name, args)
        match name, args:
            case "inv", (a,):
                self.rule("inverse")
                return self.letters.inverse(self.lower(a), to_text(a))
            case "tr", (a,):
                return trace(self.lower(a))
            case "inner", (a, b):
                return inner(self.lower(a), self.lower(b))
            case "outer", (a, b):
                return product(self.lower(a), transpose(self.lower(b)))
            case "norm", (a,):
                self.rule("norm")
                return self.letters.root(self.square_norm(a), f"norm({to_text(a)})^2", sum_of_squares=True)
            case "sqrt", (Term("pow", (a, Term("num", (), two))),) if two == 2 and a.shape == SCALAR:
                self.rule("root-of-a-square")
                return image(self.letters, "abs", self.lower(a), to_text(a))
            case "sqrt", (a,):
                self.rule("square-root")
                return self.letters.root(self.lower(a), to_text(a), sum_of_squares=False)
            case "diag", (a,):
                p = self.lower(a)
                return diagonal_matrix(p) if p.cols == ONE else diagonal_of(p)
            case "sum", (a,):
                p = self.lower(a)
                return inner(p, ones(p.rows, p.cols))
            case "grad" | "diff" | "jac" | "hess", (f, x, *_) if self.chance.symbols.used:
                self.chance.require_free(f, x)
                return differentiate(self, name, f, x, *(self.lower(at.args[0]) for at in args[2:]))
            case "grad" | "diff" | "jac" | "hess", (f, x):
                return differentiate(self, name, f, x)
            case "grad" | "diff" | "jac" | "hess", (f, x, Term("keyword", (at,), "at")):
                return differentiate(self, name, f, x, self.lower(at))
            case "sum" | "prod", (body, *binds) if binds and all(b.op == "bind" for b in binds):
                return folded(self, term, name, body, tuple(binds), zero(*self.sizes(term)))
            case "factorial", (a,) if (known := factorial(self, a, self.lower(a))) is not None:
                return known
            case "binomial", (a, b) if (known := binomial(self, a, b, self.lower(a), self.lower(b))) is not None:
                return known
            case _ if name in CALCULUS:
                return value_of(self, term, name)
            case _ if name in ENTRYWISE and len(args) == 1:
                self.rule("function-by-its-axioms")
                return image(self.letters, name, self.lower(args[0]), to_text(args[0]))
            case "max" | "min", (_, _, *_) if all(a.op not in {"bind", "keyword"} for a in args):
                self.rule(BY_ABSOLUTE_VALUE)
                return extreme(self.letters, name, [(self.lower(a), to_text(a)) for a in candidates_of(term)])
            case "det", (a,):
                return self.determinant(a)
            case "rank", (a,):
                self.rule("rank-by-its-axioms")
                return self.letters.image("rank", self.lower(a), to_text(a), "")
            case "pinv", (a,):
                self.rule("pseudo-inverse")
                return pseudo_inverse(self.letters, self.lower(a), to_text(a))
            case "logdet", (a,):
                return image(self.letters, "log", self.determinant(a), f"det({to_text(a)})")
            case _ if name in UNINTERPRETED and term.shape is not None and all(a.op != "keyword" for a in args):
                self.rule("uninterpreted-function")
                return self.letters.atom(name, tuple(self.lower(a) for a in args), *self.sizes(term))
        raise NotLowered("no-theory", f"no theory reads `{name}` in `{to_text(term)}`")

    def determinant(self, a: Term) -> Polynomial:
        """A letter with the axioms of determinants; of a number the number."""
        if self.blocks.concerns(a):
            return self.blocks.determinant(a)
        p = self.lower(a)
        if p.is_scalar:
            return p
        self.rule("determinant-by-its-axioms")
        return self.letters.image("det", p, to_text(a), "")
