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

from symcheck.kernel.polynomial import Polynomial
from symcheck.language.context import Context
from symcheck.language.printing import to_text
from symcheck.language.reading import definition_of, unfold
from symcheck.language.size_terms import size_term
from symcheck.language.sizes import ONE, SCALAR, Size
from symcheck.language.terms import Term, subterms
from symcheck.theories import tensor_algebra as algebra
from symcheck.theories.derivatives import Reader
from symcheck.theories.lowering import NotLowered
from symcheck.theories.tensor_calculus import differentiated
from symcheck.theories.tensors import Tensor, conformed, matrix, opened, renamed, squared, tensor

HIGHEST_POWER = 16
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
        found = matrix(self.read(term))
        if found is None:
            raise NotLowered("no-theory", f"no theory reads `{to_text(term)}` here: its rows or columns are numbered by tuples")
        return found

    # ---- equations

    def sides(self, a: Term, b: Term) -> tuple[Polynomial, Polynomial, bool]:
        """Two polynomials that are equal iff a = b is true, at all values of letters that occur in no other place.

        With two indices in all, both are opened to matrices (vec X = vec Y iff X = Y); else the tensors are compared by their
        values on vectors, which are such letters.  The last: whether they are the sides themselves.
        """
        return self.compared(self.read(a), self.read(b))

    def compared(self, s: Tensor, t: Tensor) -> tuple[Polynomial, Polynomial, bool]:
        s, t = conformed(s, t)
        if len(s.ports) <= 2:
            return self.opened(s), self.opened(t), s.is_matrix
        self.reader.rule("equal-on-all-vectors")
        letters = self.reader.letters
        fresh = {x: letters.table[letters.fresh("on", x.legs[0], ONE)][0] for x in s.ports}
        return renamed(s.value, fresh), renamed(t.value, fresh), False

    def opened(self, t: Tensor) -> Polynomial:
        if t.is_matrix:
            found = matrix(t)
            assert found is not None
            return found
        outer, within = t.ports
        return opened(t, (within, outer), within.legs[0], outer.legs[0])

    def difference(self, a: Term, b: Term) -> Polynomial:
        """A polynomial that is 0 iff a = b, without any new letters: a − b itself, or its squared norm."""
        return self.distance(self.read(a), self.read(b))

    def distance(self, s: Tensor, t: Tensor) -> Polynomial:
        d = algebra.plus(s, algebra.scaled(self.number(-1), t))
        return self.opened(d) if len(d.ports) <= 2 else algebra.inner(d, d)

    def equations(self, a: Term, prop: str) -> list[tuple[Tensor, Tensor]]:
        """Equations that together say that a square array has the property.  Raises NotLowered."""
        t = squared(self.read(a))
        flipped = algebra.transposed(t)
        match prop:
            case "symmetric":
                return [(flipped, t)]
            case "skew":
                return [(flipped, algebra.scaled(self.number(-1), t))]
            case "idempotent":
                return [(algebra.times(t, t), t)]
            case "projection":
                return [(algebra.times(t, t), t), (flipped, t)]
            case "orthogonal":
                return [(algebra.times(t, flipped), algebra.one(t.rows)), (algebra.times(flipped, t), algebra.one(t.rows))]
        raise NotLowered("no-theory", f"no theory states the property `{prop}` of `{to_text(a)}`")

    def factors(self, a: Term) -> tuple[tuple[Polynomial, str], ...] | None:
        """The square matrices whose Kronecker product the term is, with their texts; None where that is not known."""
        t = self.read(a)
        if t.factors is None or any(f.rows != f.cols for f in t.factors):
            return None
        words = self.words(a)
        if len(words) != len(t.factors):
            words = [f"the {f.rows}×{f.cols} factor of {to_text(a)}" for f in t.factors]
        return tuple(zip(t.factors, words, strict=True))

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
                return algebra.plus(self.read(a), self.read(b))
            case Term("sub", (a, b)):
                return algebra.plus(self.read(a), algebra.scaled(self.number(-1), self.read(b)))
            case Term("neg", (a,)):
                return algebra.scaled(self.number(-1), self.read(a))
            case Term("mul", (a, b)):
                return algebra.times(self.read(a), self.read(b))
            case Term("hadamard", (a, b)):
                s, t = self.read(a), self.read(b)
                return algebra.times(s, t) if s.is_scalar or t.is_scalar else algebra.entrywise(s, t)
            case Term("div", (a, b)):
                return algebra.scaled(self.reader.letters.over(self.reader.lower(b), to_text(b)), self.read(a))
            case Term("transpose", (a,)):
                return algebra.transposed(self.read(a))
            case Term("pow", (a, b)) if a.shape is not None:
                return self.power(term, a, b)
            case Term("call", args, str() as name):
                return self.call(term, args, name)
        return tensor(self.reader.ordinary(term))

    def call(self, term: Term, args: tuple[Term, ...], name: str) -> Tensor:
        match name, args:
            case "kron", (a, b):
                self.reader.rule("kronecker-product")
                return algebra.kronecker(self.read(a), self.read(b))
            case "vec", (a,):
                self.reader.rule("vec-stacks-columns")
                return algebra.stacked(self.read(a))
            case "tr" | "trace", (a,):
                return tensor(algebra.trace(self.read(a)))
            case "sum", (a,):
                return tensor(algebra.total(self.read(a)))
            case "inner" | "dot", (a, b):
                return tensor(algebra.inner(self.read(a), self.read(b)))
            case "outer", (a, b):
                return algebra.times(self.read(a), algebra.transposed(self.read(b)))
            case "diag", (a,):
                t = self.read(a)
                return algebra.diagonal_matrix(t) if not t.cols else algebra.diagonal_of(t)
            case "norm", (a,):
                self.reader.rule("norm")
                return tensor(self.reader.letters.root(self.square_norm(a), f"norm({to_text(a)})^2", sum_of_squares=True))
            case "inv", (a,):
                return self.inverse(a)
            case "det" | "rank" | "pinv", (a,):
                return self.by_factors(term, name, self.unfolded(a))
            case "grad" | "diff" | "jac" | "hess", (f, x, *at) if len(at) < 2 and f.shape is not None:
                if x.op == "call" or not f.shape.is_scalar:
                    return differentiated(self.reader, self.read, name, f, x, at[0].args[0] if at else None)
        return tensor(self.reader.ordinary(term))

    def square_norm(self, a: Term) -> Polynomial:
        t = self.read(a)
        return algebra.inner(t, t)

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
        base = squared(base)
        result = algebra.one(base.rows)
        for _ in range(exponent):
            result = algebra.times(result, base)
        return result

    def inverse(self, a: Term) -> Tensor:
        """inv(A ⊗ B) = inv(A) ⊗ inv(B) for square A and B; the product is invertible only if both are."""
        factors = self.factors(a)
        if factors is None:
            raise NotLowered("no-theory", f"no theory inverts `{to_text(a)}`: it is no product kron(A, B) of square ones")
        self.reader.rule("inverse")
        if len(factors) > 1:
            self.reader.rule("kronecker-inverse")
        result: Tensor | None = None
        for f, text in factors:
            y = tensor(self.reader.letters.inverse(f, text))
            result = y if result is None else algebra.kronecker(result, y)
        assert result is not None
        return result

    def words(self, a: Term) -> list[str]:
        """The factors of kron(kron(A, B), C) as the user writes them."""
        match self.unfolded(a):
            case Term("call", (x, y), "kron"):
                return [*self.words(x), *self.words(y)]
        return [to_text(a)]

    def by_factors(self, term: Term, name: str, a: Term) -> Tensor:
        """det(A ⊗ B) = det(A)^p det(B)^n for A n×n and B p×p; rank(A ⊗ B) = rank(A) rank(B); pinv(A ⊗ B) = pinv(A) ⊗ pinv(B)."""
        if a.op != "call" or a.value != "kron" or any(x.shape is None for x in a.args):
            return tensor(self.reader.ordinary(term))
        x, y = a.args
        if name == "pinv":
            self.reader.rule("kronecker-pseudo-inverse")
            return algebra.kronecker(*(self.read(Term("call", (z,), name, z.shape and z.shape.transposed())) for z in a.args))
        left, right = (Term("call", (z,), name, SCALAR) for z in a.args)
        if name == "rank":
            self.reader.rule("kronecker-rank")
            return algebra.times(self.read(left), self.read(right))
        if x.shape is None or y.shape is None or x.shape != x.shape.transposed() or y.shape != y.shape.transposed():
            return tensor(self.reader.ordinary(term))
        self.reader.rule("kronecker-determinant")
        return algebra.times(self.read(_power_of(left, y.shape.rows)), self.read(_power_of(right, x.shape.rows)))

    def unfolded(self, a: Term) -> Term:
        """The term that a definition stands for, as far as it is a name."""
        while a.op in {"sym", "apply"} and str(a.value) not in self.reader.bound and self.in_definition(str(a.value)):
            a = unfold(a, self.reader.context)
        return a


def _power_of(base: Term, exponent: Size) -> Term:
    return base if exponent == ONE else Term("pow", (base, size_term(exponent)), None, SCALAR)
