"""Terms with block(…) → matrices cut into blocks, at all sizes.

TRUSTED FOR MEANING.  Owns: `Blocks`.  A term in which no block matrix occurs is read by expressions.py; so is what has no
rule here, with arguments that must then be one block.  A declared symbol that stands beside blocks is read as blocks of its
own (`Uncut` asks for that, claims.py reads the claim again).  Source: Horn and Johnson 2013, 0.7.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Protocol, TypeVar

from symcheck.kernel.conformal import one
from symcheck.kernel.evaluation import MOST_BLOCKS
from symcheck.kernel.polynomial import Polynomial, diagonal_matrix, diagonal_of, inner, ones, product, zero
from symcheck.language.context import Context, Kind
from symcheck.language.printing import to_text
from symcheck.language.reading import definition_of, unfold
from symcheck.language.size_terms import size_term
from symcheck.language.sizes import ONE, SCALAR
from symcheck.language.terms import Term, subterms
from symcheck.theories import partitioned as algebra
from symcheck.theories.block_calculus import differentiated
from symcheck.theories.block_letters import determinant, inverse
from symcheck.theories.derivatives import Reader
from symcheck.theories.elementwise import ENTRYWISE, image
from symcheck.theories.lowering import NotLowered, OtherOrder
from symcheck.theories.partitioned import Partitioned, Sizes, single

HIGHEST_POWER = 16
T = TypeVar("T")


class BlockReader(Reader, Protocol):
    """What reading block matrices needs of the lowering of expressions (expressions.py)."""

    def unblocked(self, term: Term) -> Polynomial: ...

    @property
    def context(self) -> Context: ...

    @property
    def cuts(self) -> Mapping[str, tuple[Sizes, Sizes]]: ...

    def determinant(self, a: Term) -> Polynomial: ...

    def declared_blocks(self, name: str, kind: Kind) -> Partitioned: ...

    def instead_of(self, term: Term) -> Term | None: ...

    def instead(self, replacement: Term, read: Callable[[Term], T]) -> T: ...

    def replacement(self) -> tuple[Term, Term] | None: ...


class Blocks:
    """Reads the terms of one claim that speak of block matrices, also through definitions."""

    def __init__(self, reader: BlockReader) -> None:
        self.reader = reader
        self.seen: dict[int, tuple[Term, bool]] = {}
        self.defined: dict[str, bool] = {}

    # ---- which terms

    def concerns(self, term: Term) -> bool:
        """A block matrix occurs in the term, in a definition that it uses, or in what is put into it."""
        if self.mentions(term):
            return True
        instead = self.reader.replacement()
        return instead is not None and self.mentions(instead[1]) and any(t == instead[0] for t in subterms(term))

    def mentions(self, term: Term) -> bool:
        known = self.seen.get(id(term))
        if known is None:
            found = (term.op == "call" and term.value == "block") or any(self.mentions(a) for a in term.args)
            if not found and term.op in {"sym", "apply"} and isinstance(term.value, str):
                found = self.is_cut(term.value) or self.in_definition(term.value)
            known = self.seen[id(term)] = (term, found)  # the term is kept, so that no other one gets its id
        return known[1]

    def is_cut(self, name: str) -> bool:
        return name in self.reader.cuts and name not in self.reader.bound

    def in_definition(self, name: str) -> bool:
        if name not in self.defined:
            definition = definition_of(name, self.reader.context)
            self.defined[name] = definition is not None and self.mentions(definition.body)
        return self.defined[name]

    def plain(self, term: Term) -> Polynomial:
        """The value of a term that is one block.  Raises NotLowered for another."""
        found = self.read(term).whole
        if found is None:
            raise NotLowered("no-theory", f"no theory reads `{to_text(term)}` here: it is a matrix of blocks")
        return found

    # ---- values

    def read(self, term: Term) -> Partitioned:
        """The matrix that the term denotes, in blocks.  Raises NotLowered, or Uncut where a letter is to be read as blocks."""
        other = self.reader.instead_of(term)
        if other is not None:
            return self.reader.instead(other, self.read)
        if not self.concerns(term):
            return single(self.reader.lower(term))
        match term:
            case Term("sym", (), str() as name) if name not in self.reader.bound and self.is_cut(name):
                kind = self.reader.context.symbols[name]
                assert isinstance(kind, Kind)
                return self.reader.declared_blocks(name, kind)
            case Term("sym" | "apply", _, str() as name) if name not in self.reader.bound and self.in_definition(name):
                return self.read(unfold(term, self.reader.context))
            case Term("add", (a, b)):
                return algebra.plus(self.read(a), self.read(b))
            case Term("sub", (a, b)):
                return algebra.minus(self.read(a), self.read(b))
            case Term("neg", (a,)):
                return self.read(a).each(lambda p: -p)
            case Term("mul", (a, b)):
                return algebra.multiplied(self.read(a), self.read(b))
            case Term("hadamard", (a, b)):
                return algebra.entrywise(self.read(a), self.read(b))
            case Term("div", (a, b)):
                over = self.reader.letters.over(self.reader.lower(b), to_text(b))
                return algebra.multiplied(single(over), self.read(a))
            case Term("transpose", (a,)):
                return algebra.flipped(self.read(a))
            case Term("pow", (a, b)) if a.shape is not None and not a.shape.is_scalar:
                return self.power(term, a, b)
            case Term("call", args, str() as name):
                return self.call(term, args, name)
        return single(self.reader.unblocked(term))

    def call(self, term: Term, args: tuple[Term, ...], name: str) -> Partitioned:
        match name, args:
            case "block", (Term("matrix", rows),):
                self.reader.rule("block-matrix")
                return self.assembled(term, rows)
            case "tr" | "trace", (a,):
                return single(algebra.traced(self.read(a)))
            case "sum", (a,):
                parts = self.read(a).list()
                return single(algebra.summed([inner(p, ones(p.rows, p.cols)) for p in parts]))
            case "inner" | "dot", (a, b):
                return single(algebra.paired(self.read(a), self.read(b)))
            case "outer", (a, b):
                return algebra.multiplied(self.read(a), algebra.flipped(self.read(b)))
            case "diag", (a,):
                return _diagonal(self.read(a))
            case "norm", (a,):
                self.reader.rule("norm")
                return single(self.reader.letters.root(self.square_norm(a), f"norm({to_text(a)})^2", sum_of_squares=True))
            case "inv", (a,):
                self.reader.rule("inverse")
                return inverse(self.reader.letters, self.square(a), to_text(a))
            case "grad" | "diff" | "jac" | "hess", (f, x, *at) if len(at) < 2:
                found = differentiated(self.reader, self.read, name, f, x, at[0].args[0] if at else None)
                if found is not None:
                    return found
            case "softmax" | "logsumexp", (a,):
                return self.softened(self.read(a), name, f"the entries of {to_text(a)}")
            case _ if name in ENTRYWISE and len(args) == 1:
                m = self.read(args[0])
                if m.whole is None:
                    self.reader.rule("function-by-its-axioms")
                    text = f"the entries of {to_text(args[0])}"
                    return m.each(lambda p: image(self.reader.letters, name, p, text))
        return single(self.reader.unblocked(term))

    def softened(self, m: Partitioned, name: str, text: str) -> Partitioned:
        """softmax and log-sum-exp of all entries together."""
        letters = self.reader.letters
        self.reader.rule("function-by-its-axioms")
        e = m.each(lambda p: image(letters, "exp", p, text))
        total = algebra.summed([inner(p, ones(p.rows, p.cols)) for p in e.list()])
        if name == "logsumexp":
            return single(image(letters, "log", total, f"sum(exp({text}))"))
        return algebra.multiplied(single(letters.over(total, f"sum(exp({text}))")), e)

    def assembled(self, term: Term, rows: tuple[Term, ...]) -> Partitioned:
        """Rows of blocks, cut finer where a block is itself made of blocks."""
        cells = [[self.read(cell) for cell in row.args] for row in rows]
        if max(len(cells), len(cells[0])) > MOST_BLOCKS:
            raise NotLowered("budget", f"`{to_text(term)}` has more than {MOST_BLOCKS} blocks in a row or a column")
        while True:
            high = [_meet([m.rows for m in row]) for row in cells]
            wide = [_meet([m.cols for m in column]) for column in zip(*cells, strict=True)]
            if all(
                m.rows == h and m.cols == w for row, h in zip(cells, high, strict=True) for m, w in zip(row, wide, strict=True)
            ):
                break
            cells = [
                [algebra.refined(m, h, w) for m, w in zip(row, wide, strict=True)] for row, h in zip(cells, high, strict=True)
            ]
        blocks = []
        for row in cells:
            blocks += [tuple(p for m in row for p in m.blocks[k]) for k in range(len(row[0].blocks))]
        return Partitioned(tuple(blocks))

    def square(self, a: Term) -> Partitioned:
        m = algebra.squared(self.read(a))
        if len(m.blocks) > MOST_BLOCKS:
            raise NotLowered("budget", f"`{to_text(a)}` has more than {MOST_BLOCKS} blocks in a row")
        return m

    def square_norm(self, a: Term) -> Polynomial:
        m = self.read(a)
        return algebra.paired(m, m)

    def power(self, term: Term, a: Term, b: Term) -> Partitioned:
        """Whole powers of a square matrix of blocks."""
        exponent = -b.args[0].value if b.op == "neg" and isinstance(b.args[0].value, Fraction) else b.value
        if not isinstance(exponent, Fraction) or exponent.denominator != 1 or abs(exponent) > HIGHEST_POWER:
            return single(self.reader.unblocked(term))
        base = self.square(a)
        if exponent < 0:
            self.reader.rule("inverse")
            base = inverse(self.reader.letters, base, to_text(a))
        result = Partitioned(one(base.rows))
        for _ in range(abs(int(exponent))):
            result = algebra.multiplied(result, base)
        return result

    def determinant(self, a: Term) -> Polynomial:
        """A number with the axioms of determinants, of the blocks; of a product or a transpose by the factors."""
        match a:
            case _ if self.reader.instead_of(a) is not None:
                pass
            case Term("sym" | "apply", _, str() as name) if name not in self.reader.bound and self.in_definition(name):
                return self.determinant(unfold(a, self.reader.context))
            case Term("mul", (x, y)) if x.shape == y.shape:
                self.reader.rule("determinant-of-a-product")
                return product(self.reader.determinant(x), self.reader.determinant(y))
            case Term("mul", (x, c)) if c.shape is not None and c.shape.is_scalar:
                return self.determinant(Term("mul", (c, x), None, a.shape))
            case Term("mul", (c, x)) if c.shape is not None and x.shape is not None and c.shape.is_scalar:
                self.reader.rule("determinant-of-a-multiple")
                by = Term("pow", (c, size_term(x.shape.rows)), None, SCALAR)
                return product(self.reader.lower(by), self.reader.determinant(x))
            case Term("transpose", (x,)):
                return self.reader.determinant(x)
        m = self.read(a)
        try:
            m = self.square(a)
        except OtherOrder:
            if len(m.rows) != len(m.cols):
                raise
        self.reader.rule("determinant-by-its-axioms")
        return determinant(self.reader.letters, m, to_text(a))


def _meet(partitions: list[Sizes]) -> Sizes:
    found = partitions[0]
    for other in partitions[1:]:
        found = algebra.common(found, other)
    return found


def _diagonal(m: Partitioned) -> Partitioned:
    """diag of a column: blocks on the diagonal; of a square matrix: the column of its diagonal."""
    if m.cols == (ONE,):
        sizes = m.rows
        return Partitioned(
            tuple(
                tuple(diagonal_matrix(m.blocks[i][0]) if i == j else zero(r, c) for j, c in enumerate(sizes))
                for i, r in enumerate(sizes)
            )
        )
    m = algebra.squared(m)
    return Partitioned(tuple((diagonal_of(row[k]),) for k, row in enumerate(m.blocks)))
