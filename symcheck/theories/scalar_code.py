"""From terms to straight-line scalar operations, in the order and grouping written.

Owns: `Builder`, `Literal` (which number of which text an operation is), `NotLowered`.  Does not own: recurrences (programs.py),
any arithmetic (kernel/program.py).
Order of operations: a product is written out as its entries, each entry a sum taken from left to right; x^2 is x·x, and x^n for
a larger n repeats that from left to right; norm(x) is sqrt(x₁·x₁ + x₂·x₂ + …).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from symcheck.kernel.program import Op
from symcheck.language.context import Context
from symcheck.language.errors import LanguageError
from symcheck.language.reading import unfold
from symcheck.language.terms import Term

Grid = tuple[tuple[int, ...], ...]  # an array of positions in the code
Dims = tuple[int, int]
LONGEST_CODE = 20_000
LARGEST_EXPONENT = 64
DEEPEST = 150  # levels of a term, definitions unfolded


class NotLowered(ValueError):
    """A statement about recurrences that this theory cannot state as a goal: `code` (kebab-case) and a sentence saying why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Literal:
    """One number as written: in which binding or definition, at which place there (its how-manieth number, from 0)."""

    owner: str
    ordinal: int
    value: Fraction


def component(name: str, dims: Dims, row: int, col: int) -> str:
    """The scalar variable that holds entry (row, col), from 0, of an array: `eta`, `w[2]`, `A[1,2]`."""
    if dims == (1, 1):
        return name
    return f"{name}[{row + 1}]" if dims[1] == 1 else f"{name}[{row + 1},{col + 1}]"


def components(name: str, dims: Dims) -> tuple[str, ...]:
    return tuple(component(name, dims, i, j) for i in range(dims[0]) for j in range(dims[1]))


def dims_of(grid: Grid) -> Dims:
    return len(grid), len(grid[0])


@dataclass
class Builder:
    """Code under construction.  `lookup` gives a name's value, `special` may take a node over; both may answer None."""

    context: Context
    lookup: Callable[[Builder, str], Grid | None]
    special: Callable[[Builder, Term], Grid | None] = lambda _b, _t: None
    owner: str = ""
    code: list[Op] = field(default_factory=list)
    literals: list[Literal | None] = field(default_factory=list)
    found: dict[tuple[object, ...], int] = field(default_factory=dict)
    ordinals: dict[int, int] = field(default_factory=dict)
    bound: dict[str, Fraction] = field(default_factory=dict)
    depth: int = 0

    def emit(self, name: str, *args: int, value: Fraction | str | None = None, literal: Literal | None = None) -> int:
        """The position of an operation; the same operation on the same results is one position (never a `set`)."""
        key = (name, args, value, literal)
        if name != "set" and key in self.found:
            return self.found[key]
        if len(self.code) >= LONGEST_CODE:
            raise NotLowered("too-large", f"one step takes more than {LONGEST_CODE} scalar operations")
        self.code.append(Op(name, args, value))
        self.literals.append(literal)
        if name == "set":
            for stale in [k for k in self.found if k[0] == "get" and k[2] == value]:
                del self.found[stale]
        else:
            self.found[key] = len(self.code) - 1
        return len(self.code) - 1

    def constant(self, value: Fraction | int) -> int:
        return self.emit("const", value=Fraction(value))

    def get(self, name: str, dims: Dims) -> Grid:
        return tuple(tuple(self.emit("get", value=component(name, dims, i, j)) for j in range(dims[1])) for i in range(dims[0]))

    def set(self, name: str, grid: Grid) -> None:
        dims = dims_of(grid)
        for i, row in enumerate(grid):
            for j, at in enumerate(row):
                self.emit("set", at, value=component(name, dims, i, j))

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
                return self._entrywise(term.op, self.build(a), self.build(b))
            case Term("hadamard", (a, b)):
                return self._entrywise("mul", self.build(a), self.build(b))
            case Term("neg", (a,)):
                return self._map("neg", self.build(a))
            case Term("mul", (a, b)):
                return self._product(self.build(a), self.build(b))
            case Term("div", (a, b)):
                return self._quotient(self.build(a), self.build(b))
            case Term("pow", (a, b)):
                return self._power(self.build(a), b)
            case Term("transpose", (a,)):
                return tuple(zip(*self.build(a), strict=True))
            case Term("vector", entries):
                return tuple((self.scalar(e),) for e in entries)
            case Term("matrix", lines):
                return tuple(tuple(self.scalar(e) for e in line.args) for line in lines)
            case Term("index", (a, *where)):
                return self._entry(self.build(a), where)
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

    def _map(self, name: str, a: Grid) -> Grid:
        return tuple(tuple(self.emit(name, x) for x in row) for row in a)

    def _entrywise(self, name: str, a: Grid, b: Grid) -> Grid:
        if dims_of(a) != dims_of(b):
            raise NotLowered("no-program", f"a {_by(a)} and a {_by(b)} array do not fit")
        return tuple(tuple(self.emit(name, x, y) for x, y in zip(p, q, strict=True)) for p, q in zip(a, b, strict=True))

    def _product(self, a: Grid, b: Grid) -> Grid:
        if dims_of(a) == (1, 1):
            return tuple(tuple(self.emit("mul", a[0][0], y) for y in row) for row in b)
        if dims_of(b) == (1, 1):
            return tuple(tuple(self.emit("mul", x, b[0][0]) for x in row) for row in a)
        if len(a[0]) != len(b):
            raise NotLowered("no-program", f"a {_by(a)} and a {_by(b)} array have no product")
        return tuple(
            tuple(self.total([self.emit("mul", x, y) for x, y in zip(row, col, strict=True)]) for col in zip(*b, strict=True))
            for row in a
        )

    def total(self, entries: list[int]) -> int:
        """The sum from left to right."""
        result = entries[0]
        for x in entries[1:]:
            result = self.emit("add", result, x)
        return result

    def _quotient(self, a: Grid, b: Grid) -> Grid:
        if dims_of(b) == (1, 1):
            return tuple(tuple(self.emit("div", x, b[0][0]) for x in row) for row in a)
        return self._entrywise("div", a, b)

    def _power(self, a: Grid, exponent: Term) -> Grid:
        if dims_of(a) != (1, 1) and len(a) == len(a[0]):
            raise NotLowered("no-program", "the power of a square matrix is not carried out in a run")
        value = self._exponent(exponent)
        if value == Fraction(1, 2):
            return self._map("sqrt", a)
        if value.denominator != 1 or abs(value) > LARGEST_EXPONENT:
            raise NotLowered("no-program", f"the exponent {value} is not carried out in a run: an integer up to 64, or 1/2, is")
        out = []
        for row in a:
            line = []
            for x in row:
                result = x if value else self.constant(1)
                for _ in range(abs(int(value)) - 1):
                    result = self.emit("mul", result, x)
                line.append(self.emit("div", self.constant(1), result) if value < 0 else result)
            out.append(tuple(line))
        return tuple(out)

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

    def _entry(self, a: Grid, where: list[Term]) -> Grid:
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
                return self._map(name, grids[0])
            case (("log" | "ln"), 1):
                return self._map("log", grids[0])
            case "norm", 1 if 1 in dims_of(grids[0]):
                return ((self.emit("sqrt", self.total([self.emit("mul", x, x) for x in flat])),),)
            case "sum", 1:
                return ((self.total(flat),),)
            case (("dot" | "inner"), 2):
                return ((self.total([x for row in self._entrywise("mul", grids[0], grids[1]) for x in row]),),)
            case "hadamard", 2:
                return self._entrywise("mul", grids[0], grids[1])
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
                    whole = self._entrywise(name, whole, other)
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
            result = term if result is None else self._entrywise("add", result, term)
        self.bound = outer
        assert result is not None
        return result


def _by(grid: Grid) -> str:
    return "×".join(str(n) for n in dims_of(grid))


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
