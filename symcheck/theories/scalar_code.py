"""Straight-line code under construction: scalar operations and arrays of their positions.

Owns: `ScalarCode`, `Grid`, `Literal` (which number of which text an operation is), `NotLowered`.  Does not own: terms
(scalar_terms.py), any arithmetic (kernel/program.py).
Order of operations: a product is written out as its entries, each entry a sum taken from left to right; x^2 is x·x, and x^n for
a larger n repeats that from left to right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from symcheck.kernel.program import Op

Grid = tuple[tuple[int, ...], ...]  # an array of positions in the code
Dims = tuple[int, int]
LONGEST_CODE = 20_000
LARGEST_EXPONENT = 64


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
class ScalarCode:
    """Operations in the order in which they are carried out, and the literal that each constant is."""

    code: list[Op] = field(default_factory=list)
    literals: list[Literal | None] = field(default_factory=list)
    found: dict[tuple[object, ...], int] = field(default_factory=dict)

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

    def map(self, name: str, a: Grid) -> Grid:
        return tuple(tuple(self.emit(name, x) for x in row) for row in a)

    def entrywise(self, name: str, a: Grid, b: Grid) -> Grid:
        if dims_of(a) != dims_of(b):
            raise NotLowered("no-program", f"a {_by(a)} and a {_by(b)} array do not fit")
        return tuple(tuple(self.emit(name, x, y) for x, y in zip(p, q, strict=True)) for p, q in zip(a, b, strict=True))

    def product(self, a: Grid, b: Grid) -> Grid:
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

    def quotient(self, a: Grid, b: Grid) -> Grid:
        if dims_of(b) == (1, 1):
            return tuple(tuple(self.emit("div", x, b[0][0]) for x in row) for row in a)
        return self.entrywise("div", a, b)

    def power(self, a: Grid, value: Fraction) -> Grid:
        """Entry by entry: x·x·…, 1/(x·x·…), or a square root for the exponent 1/2."""
        if dims_of(a) != (1, 1) and len(a) == len(a[0]):
            raise NotLowered("no-program", "the power of a square matrix is not carried out in a run")
        if value == Fraction(1, 2):
            return self.map("sqrt", a)
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


def _by(grid: Grid) -> str:
    return "×".join(str(n) for n in dims_of(grid))
