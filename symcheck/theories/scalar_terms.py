"""From terms to straight-line scalar operations, in the order and grouping written.

Owns: `Builder`.  Does not own: the operations on arrays (scalar_code.py), recurrences (programs.py).
norm(x) is sqrt(x₁·x₁ + x₂·x₂ + …), a sum goes from left to right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from symcheck.language.context import Context
from symcheck.language.errors import LanguageError
from symcheck.language.reading import unfold
from symcheck.language.terms import Term
from symcheck.theories.scalar_code import LONGEST_CODE, Grid, Literal, NotLowered, ScalarCode, dims_of

DEEPEST = 150  # levels of a term, definitions unfolded


@dataclass
class Builder(ScalarCode):
    """Code read from terms.  `lookup` gives a name's value, `special` may take a node over; both may answer None."""

    context: Context = field(default_factory=Context)
    lookup: Callable[[Builder, str], Grid | None] = lambda _b, _n: None
    special: Callable[[Builder, Term], Grid | None] = lambda _b, _t: None
    owner: str = ""
    ordinals: dict[int, int] = field(default_factory=dict)
    bound: dict[str, Fraction] = field(default_factory=dict)
    depth: int = 0

    def own(self, owner: str, term: Term) -> Grid:
        """`term` as the text of `owner`: its literals are numbered in the order written."""
        outer, self.owner = (self.owner, self.ordinals), owner
        self.ordinals = {id(t): i for i, t in enumerate(_literals(term))}
        grid = self.build(term)
        self.owner, self.ordinals = outer
        return grid

    # Nodes -----------------------------------------------------------------------------------------------

    def build(self, term: Term) -> Grid:
        """The positions of the entries of `term`.  Raises NotLowered."""
        if self.depth >= DEEPEST:
            raise NotLowered("too-large", "the expression is nested too deeply to be carried out in a run")
        self.depth += 1
        try:
            return self._build(term)
        finally:
            self.depth -= 1

    def _build(self, term: Term) -> Grid:
        taken = self.special(self, term)
        if taken is not None:
            return taken
        match term:
            case Term("num", _, Fraction() as q):
                ordinal = self.ordinals.get(id(term))
                literal = Literal(self.owner, ordinal, q) if ordinal is not None else None
                return ((self.emit("const", value=q, literal=literal),),)
            case Term("sym", _, str(name)):
                return self._name(term, name)
            case Term("apply"):
                return self._unfolded(term, f"the definition “{term.value}”")
            case Term("add" | "sub", (a, b)):
                return self.entrywise(term.op, self.build(a), self.build(b))
            case Term("hadamard", (a, b)):
                return self.entrywise("mul", self.build(a), self.build(b))
            case Term("neg", (a,)):
                return self.map("neg", self.build(a))
            case Term("mul", (a, b)):
                return self.product(self.build(a), self.build(b))
            case Term("div", (a, b)):
                return self.quotient(self.build(a), self.build(b))
            case Term("pow", (a, b)):
                return self.power(self.build(a), self._exponent(b))
            case Term("transpose", (a,)):
                return tuple(zip(*self.build(a), strict=True))
            case Term("vector", entries):
                return tuple((self.scalar(e),) for e in entries)
            case Term("matrix", lines):
                return tuple(tuple(self.scalar(e) for e in line.args) for line in lines)
            case Term("index", (a, *where)):
                return self.entry(self.build(a), where)
            case Term("eye", (n,)):
                size = self.integer(n)
                return tuple(tuple(self.constant(int(i == j)) for j in range(size)) for i in range(size))
            case Term("zeros" | "ones", sizes):
                dims = [self.integer(s) for s in sizes]
                fill = self.constant(int(term.op == "ones"))
                return ((fill,) * (dims[1] if len(dims) == 2 else 1),) * dims[0]
            case Term("call", args, str(name)):
                return self._call(name, args)
        raise NotLowered("no-program", f"“{term.value or term.op}” cannot be computed step by step here")

    def scalar(self, term: Term) -> int:
        grid = self.build(term)
        if dims_of(grid) != (1, 1):
            raise NotLowered("no-program", "an array stands where a number is needed")
        return grid[0][0]

    def integer(self, term: Term) -> int:
        """The value of a literal integer (an index, a size, a bound of a sum)."""
        value = term.value if term.op == "num" else self.bound.get(str(term.value)) if term.op == "sym" else None
        if not isinstance(value, Fraction) or value.denominator != 1 or not 0 <= value <= LONGEST_CODE:
            raise NotLowered("no-program", "an index or a size must be a number here")
        return int(value)

    def _name(self, term: Term, name: str) -> Grid:
        if name in self.bound:
            return ((self.constant(self.bound[name]),),)
        found = self.lookup(self, name)
        if found is not None:
            return found
        if name in self.context.definitions:
            return self._unfolded(term, f"the definition “{name}”")
        raise NotLowered("no-value", f"“{name}” has no numeric value, so the run cannot be carried out")

    def _unfolded(self, term: Term, what: str) -> Grid:
        try:
            body = unfold(term, self.context)
        except LanguageError as error:
            raise NotLowered("no-program", f"{what} cannot be used in a run: {error.message}") from error
        if body == term:
            raise NotLowered("no-program", f"{what} has no body to compute")
        return self.own(str(term.value), body) if not term.args else self.build(body)

    def _exponent(self, term: Term) -> Fraction:
        match term:
            case Term("num", _, Fraction() as q):
                return q
            case Term("neg", (a,)):
                return -self._exponent(a)
            case Term("div", (Term("num", _, Fraction() as p), Term("num", _, Fraction() as q))) if q:
                return p / q
            case Term("sym", _, str(name)) if name in self.bound:
                return self.bound[name]
        raise NotLowered("no-program", "an exponent must be a number here")

    def entry(self, a: Grid, where: list[Term]) -> Grid:
        """a[i], a[i, j] with 1-based literal indices, “:” for all."""

        def pick(index: Term, length: int) -> list[int]:
            if index.op == "all":
                return list(range(length))
            i = self.integer(index)
            if not 1 <= i <= length:
                raise NotLowered("no-program", f"there is no entry {i} in an array of length {length}")
            return [i - 1]

        lines = pick(where[0], len(a))
        cols = pick(where[1], len(a[0])) if len(where) > 1 else list(range(len(a[0])))
        return tuple(tuple(a[i][j] for j in cols) for i in lines)

    def _call(self, name: str, args: tuple[Term, ...]) -> Grid:
        if name == "sum" and len(args) == 2 and args[1].op == "bind":
            return self._sum(args[0], args[1])
        grids = [self.build(a) for a in args]
        flat = [x for row in grids[0] for x in row] if grids else []
        match name, len(args):
            case (("sqrt" | "abs" | "exp"), 1):
                return self.map(name, grids[0])
            case (("log" | "ln"), 1):
                return self.map("log", grids[0])
            case "norm", 1 if 1 in dims_of(grids[0]):
                return ((self.emit("sqrt", self.total([self.emit("mul", x, x) for x in flat])),),)
            case "sum", 1:
                return ((self.total(flat),),)
            case (("dot" | "inner"), 2):
                return ((self.total([x for row in self.entrywise("mul", grids[0], grids[1]) for x in row]),),)
            case "hadamard", 2:
                return self.entrywise("mul", grids[0], grids[1])
            case (("tr" | "trace"), 1):
                return ((self.total([row[i] for i, row in enumerate(grids[0])]),),)
            case (("max" | "min"), 1):
                result = flat[0]
                for x in flat[1:]:
                    result = self.emit(name, result, x)
                return ((result,),)
            case (("max" | "min"), _) if grids:
                whole = grids[0]
                for other in grids[1:]:
                    whole = self.entrywise(name, whole, other)
                return whole
        raise NotLowered("no-program", f"“{name}” is not carried out in a run")

    def _sum(self, body: Term, bind: Term) -> Grid:
        domain, name = bind.args[0], str(bind.value)
        if domain.op != "range":
            raise NotLowered("no-program", "a sum in a run needs numeric bounds, as in “i in 1..3”")
        first, last = self.integer(domain.args[0]), self.integer(domain.args[1])
        if not first <= last <= first + LONGEST_CODE:
            raise NotLowered("no-program", "a sum in a run needs at least one term")
        outer, result = dict(self.bound), None
        for i in range(first, last + 1):
            self.bound[name] = Fraction(i)
            term = self.build(body)
            result = term if result is None else self.entrywise("add", result, term)
        self.bound = outer
        assert result is not None
        return result


def _literals(term: Term) -> Iterator[Term]:
    """The numbers of `term` that are values (not indices, sizes or exponents), in the order written."""
    match term.op:
        case "num":
            yield term
        case "index" | "pow":
            yield from _literals(term.args[0])
        case "eye" | "zeros" | "ones" | "bind":
            return
        case _:
            for a in term.args:
                yield from _literals(a)
