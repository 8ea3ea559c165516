"""Terms with kron and vec → tensors; their products, inverses, determinants, derivatives and equations, at all sizes.

TRUSTED FOR MEANING.  Owns: `Kronecker`.  A term in which neither occurs is read by expressions.py; where the value has no index
that is a tuple (a trace, kron(x, y^T)), so is the result.  What has no rule here is read as any other term is, with arguments
that must then be matrices: else NotLowered.  Sources: Magnus and Neudecker (2019), chapter 2; Petersen and Pedersen, The
Matrix Cookbook (2012), section 10.2.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Protocol, TypeVar

from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Polynomial, letter
from symcheck.language.context import Context
from symcheck.language.printing import to_text
from symcheck.language.reading import definition_of, unfold
from symcheck.language.size_terms import size_term
from symcheck.language.sizes import ONE, SCALAR, Size
from symcheck.language.terms import Term, subterms
from symcheck.theories import multi_index as m
from symcheck.theories.calculus import differential, replace_letter, symmetric_conventions
from symcheck.theories.derivatives import Reader, is_symmetric, varied_letter
from symcheck.theories.lowering import NotLowered
from symcheck.theories.multi_index import Tensor, tensor

HIGHEST_POWER = 16
VARIED = Letter("~d")


T = TypeVar("T")


class PairReader(Reader, Protocol):
    """What reading tensors needs of the lowering of expressions (expressions.py)."""

    def ordinary(self, term: Term) -> Polynomial: ...

    @property
    def context(self) -> Context: ...

    def instead_of(self, term: Term) -> Term | None: ...

    def instead(self, replacement: Term, read: Callable[[Term], T]) -> T: ...

    def replacement(self) -> tuple[Term, Term] | None: ...


class Kronecker:
    """Reads the terms of one claim that speak of kron or vec, also through definitions."""

    def __init__(self, reader: PairReader) -> None:
        self.reader = reader
        self.seen: dict[int, tuple[Term, bool]] = {}
        self.defined: dict[str, bool] = {}

    def concerns(self, term: Term) -> bool:
        """kron or vec occurs in the term, in a definition that it uses, or in what is put into it."""
        if self.mentions(term):
            return True
        instead = self.reader.replacement()
        return instead is not None and self.mentions(instead[1]) and any(t == instead[0] for t in subterms(term))

    def mentions(self, term: Term) -> bool:
        known = self.seen.get(id(term))
        if known is None:
            found = (term.op == "call" and term.value in {"kron", "vec"}) or any(self.mentions(a) for a in term.args)
            if not found and term.op in {"sym", "apply"} and isinstance(term.value, str):
                found = self.in_definition(term.value)
            known = self.seen[id(term)] = (term, found)  # the term is kept, so that no other one gets its id
        return known[1]

    def in_definition(self, name: str) -> bool:
        if name not in self.defined:
            definition = definition_of(name, self.reader.context)
            self.defined[name] = definition is not None and self.mentions(definition.body)
        return self.defined[name]

    def plain(self, term: Term) -> Polynomial:
        """The value of a term without an index that is a tuple.  Raises NotLowered for another."""
        found = m.matrix(self.read(term))
        if found is None:
            raise NotLowered("no-theory", f"no theory reads `{to_text(term)}` here: its rows or columns are numbered by tuples")
        return found

    # ---- equations

    def sides(self, a: Term, b: Term) -> tuple[Polynomial, Polynomial, bool]:
        """Two polynomials that are equal iff a = b is true, at all values of letters that occur in no other place.

        With two indices in all, both are opened to matrices (vec X = vec Y iff X = Y); else the tensors are compared by their
        values on vectors, which are such letters.  The last: whether they are the sides themselves.
        """
        s, t = m.conformed(self.read(a), self.read(b))
        if len(s.ports) <= 2:
            return self.opened(s), self.opened(t), s.is_matrix
        self.reader.rule("equal-on-all-vectors")
        letters = self.reader.letters
        fresh = {x: letters.table[letters.fresh("on", x.legs[0], ONE)][0] for x in s.ports}
        return m.renamed(s.value, fresh), m.renamed(t.value, fresh), False

    def opened(self, t: Tensor) -> Polynomial:
        if t.is_matrix:
            found = m.matrix(t)
            assert found is not None
            return found
        outer, within = t.ports
        return m.opened(t, (within, outer), within.legs[0], outer.legs[0])

    def difference(self, a: Term, b: Term) -> Polynomial:
        """A polynomial that is 0 iff a = b, without any new letters: a − b itself, or its squared norm."""
        s, t = m.conformed(self.read(a), self.read(b))
        d = m.plus(s, m.scaled(self.number(-1), t))
        return self.opened(d) if len(d.ports) <= 2 else m.inner(d, d)

    def number(self, q: int) -> Polynomial:
        return self.reader.ordinary(Term("num", (), Fraction(q), SCALAR))

    # ---- values

    def read(self, term: Term) -> Tensor:
        """The tensor that the term denotes.  Raises NotLowered."""
        other = self.reader.instead_of(term)
        if other is not None:
            return self.reader.instead(other, self.read)
        if not self.concerns(term):
            return tensor(self.reader.lower(term))
        match term:
            case Term("sym" | "apply", _, str() as name) if name not in self.reader.bound and self.in_definition(name):
                return self.read(unfold(term, self.reader.context))
            case Term("add", (a, b)):
                return m.plus(self.read(a), self.read(b))
            case Term("sub", (a, b)):
                return m.plus(self.read(a), m.scaled(self.number(-1), self.read(b)))
            case Term("neg", (a,)):
                return m.scaled(self.number(-1), self.read(a))
            case Term("mul", (a, b)):
                return m.times(self.read(a), self.read(b))
            case Term("hadamard", (a, b)):
                s, t = self.read(a), self.read(b)
                return m.times(s, t) if s.is_scalar or t.is_scalar else m.entrywise(s, t)
            case Term("div", (a, b)):
                return m.scaled(self.reader.letters.over(self.reader.lower(b), to_text(b)), self.read(a))
            case Term("transpose", (a,)):
                return m.transposed(self.read(a))
            case Term("pow", (a, b)) if a.shape is not None:
                return self.power(term, a, b)
            case Term("call", args, str() as name):
                return self.call(term, args, name)
        return tensor(self.reader.ordinary(term))

    def call(self, term: Term, args: tuple[Term, ...], name: str) -> Tensor:
        match name, args:
            case "kron", (a, b):
                self.reader.rule("kronecker-product")
                return m.kronecker(self.read(a), self.read(b))
            case "vec", (a,):
                self.reader.rule("vec-stacks-columns")
                return m.stacked(self.read(a))
            case "tr" | "trace", (a,):
                return tensor(m.trace(self.read(a)))
            case "sum", (a,):
                return tensor(m.total(self.read(a)))
            case "inner" | "dot", (a, b):
                return tensor(m.inner(self.read(a), self.read(b)))
            case "outer", (a, b):
                return m.times(self.read(a), m.transposed(self.read(b)))
            case "diag", (a,):
                t = self.read(a)
                return m.diagonal_matrix(t) if not t.cols else m.diagonal_of(t)
            case "norm", (a,):
                self.reader.rule("norm")
                return tensor(self.reader.letters.root(self.square_norm(a), f"norm({to_text(a)})^2", sum_of_squares=True))
            case "inv", (a,):
                return self.inverse(a)
            case "det", (a,):
                return self.determinant(term, a)
            case "grad" | "diff" | "jac" | "hess", (f, x, *at) if len(at) < 2 and f.shape is not None:
                if x.op == "call" or not f.shape.is_scalar:
                    return self.derivative(name, f, x, at[0].args[0] if at else None)
        return tensor(self.reader.ordinary(term))

    def square_norm(self, a: Term) -> Polynomial:
        t = self.read(a)
        return m.inner(t, t)

    def power(self, term: Term, a: Term, b: Term) -> Tensor:
        if b.op != "num" or not isinstance(b.value, Fraction) or b.value.denominator != 1 or b.value < 0:
            return tensor(self.reader.ordinary(term))
        exponent = int(b.value)
        if a.op == "call" and a.value == "norm" and len(a.args) == 1 and exponent % 2 == 0:
            self.reader.rule("squared-norm")
            base, exponent = tensor(self.square_norm(a.args[0])), exponent // 2
        else:
            base = self.read(a)
            if base.is_matrix:
                return tensor(self.reader.ordinary(term))
        if exponent > HIGHEST_POWER:
            raise NotLowered("budget", f"the exponent {exponent} is too large to expand")
        base = m.squared(base)
        result = m.one(base.rows)
        for _ in range(exponent):
            result = m.times(result, base)
        return result

    def inverse(self, a: Term) -> Tensor:
        """inv(A ⊗ B) = inv(A) ⊗ inv(B) for square A and B; the product is invertible only if both are."""
        t = self.read(a)
        if t.factors is None or any(f.rows != f.cols for f in t.factors):
            raise NotLowered("no-theory", f"no theory inverts `{to_text(a)}`: it is no product kron(A, B) of square ones")
        self.reader.rule("inverse")
        if len(t.factors) > 1:
            self.reader.rule("kronecker-inverse")
        words = self.words(a)
        if len(words) != len(t.factors):
            words = [f"the {f.rows}×{f.cols} factor of {to_text(a)}" for f in t.factors]
        result: Tensor | None = None
        for f, text in zip(t.factors, words, strict=True):
            y = tensor(self.reader.letters.inverse(f, text))
            result = y if result is None else m.kronecker(result, y)
        assert result is not None
        return result

    def words(self, a: Term) -> list[str]:
        """The factors of kron(kron(A, B), C) as the user writes them."""
        match self.unfolded(a):
            case Term("call", (x, y), "kron"):
                return [*self.words(x), *self.words(y)]
        return [to_text(a)]

    def determinant(self, term: Term, a: Term) -> Tensor:
        """det(A ⊗ B) = det(A)^p det(B)^n for A n×n and B p×p."""
        match self.unfolded(a):
            case Term("call", (x, y), "kron") if x.shape is not None and y.shape is not None:
                if x.shape == x.shape.transposed() and y.shape == y.shape.transposed():
                    self.reader.rule("kronecker-determinant")
                    pairs = ((x, y.shape.rows), (y, x.shape.rows))
                    left, right = (_power_of(Term("call", (z,), "det", SCALAR), n) for z, n in pairs)
                    return tensor(self.reader.lower(Term("mul", (left, right), None, SCALAR)))
        return tensor(self.reader.ordinary(term))

    def unfolded(self, a: Term) -> Term:
        """The term that a definition stands for, as far as it is a name."""
        while a.op in {"sym", "apply"} and str(a.value) not in self.reader.bound and self.in_definition(str(a.value)):
            a = unfold(a, self.reader.context)
        return a

    # ---- derivatives

    def derivative(self, name: str, f: Term, x: Term, at: Term | None) -> Tensor:
        """jac: the J with J dx = df; for x = vec(X), dx is vec(dX).  grad, hess of a scalar by vec(X); diff of f by a scalar."""
        match x:
            case Term("call", (Term("sym", ()) as variable,), "vec"):
                self.reader.rule("vec-stacks-columns")
                at = at.args[0] if at is not None and at.op == "call" and at.value == "vec" else at
            case Term("sym", ()):
                variable = x
            case _:
                raise NotLowered("no-theory", f"a derivative with respect to `{to_text(x)}`, which is not a name")
        if at is not None and at.shape != variable.shape:
            raise NotLowered("no-theory", f"the derivative at `{to_text(at)}` is not read: state it as vec of a matrix")
        value = None if at is None else self.reader.lower(at)
        self.reader.rule("gradient-is-the-coefficient-of-the-differential")
        letters = self.reader.letters
        conventions = self.reader.context
        if conventions.symmetric == "structured" and is_symmetric(self.reader, variable):
            raise NotLowered("symmetric-variable", f"the derivative by vec of `{variable.value}`, whose entries vary together")
        varied, restore = varied_letter(self.reader, variable)
        with letters.set_aside() as needed:
            result = self.slope(self.read(f), varied, "col" if name == "jac" else "row")
            if name == "hess":
                result = self.slope(result, varied, "col")
            if name == "jac" and conventions.layout == "denominator":
                self.reader.rule("denominator-layout")
                result = m.transposed(result)

        def put(q: Polynomial) -> Polynomial:
            return restore(q if value is None else replace_letter(q, letters, varied, value))

        letters.require_at(tuple(needed), put, "" if at is None else f" where {to_text(x)} is replaced")
        return Tensor(result.rows, result.cols, put(result.value))

    def slope(self, t: Tensor, x: str, side: str) -> Tensor:
        """The tensor with the index of vec(dx) as a further one: df without its node dx."""
        letters = self.reader.letters
        y, rows, cols = letters.table[x]
        if y.symmetric:
            raise NotLowered(
                "symmetric-variable",
                f"`{x}` is declared symmetric: {symmetric_conventions()}",
            )
        dx = VARIED._replace(legs=y.legs)
        sizes = tuple(reversed(y.legs))  # vec: the column index is the outer one
        if y.legs and (t.cols if side == "col" else t.rows):
            raise NotLowered("no-theory", "the derivative of a matrix with respect to an array is not a matrix")
        new = tuple(reversed(m.ports(side, sizes)))

        def change(network: Network) -> Network:
            nodes = [node for node in network.nodes if node[0] != dx]
            ((_, legs),) = [node for node in network.nodes if node[0] == dx]
            return Network((*nodes, *((p, (c,)) for p, c in zip(new, legs, strict=True))), network.sizes, ())

        value = m.through(differential(t.value, letters, x, letter(dx, rows, cols)), (dx, *t.ports), change)
        if not sizes:
            return Tensor(t.rows, t.cols, value)
        return Tensor(sizes, t.cols, value) if side == "row" else Tensor(t.rows, sizes, value)


def _power_of(base: Term, exponent: Size) -> Term:
    return base if exponent == ONE else Term("pow", (base, size_term(exponent)), None, SCALAR)
