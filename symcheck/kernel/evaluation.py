"""Exact values of polynomials at a model; balls where a letter stands for a transcendental function.

TRUSTED.  Owns: `Model`, `Atom`, `evaluate`, `interpreted`, `imaged`, `enclosure`.  Values that a certificate gives are rational.
The letters of atoms get theirs from here: exact where the function has a rational value there, else a ball of real numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Generic

from flint import arb, ctx

from symcheck.kernel.functions import (
    BITS,
    FUNCTIONS,
    N,
    Value,
    apply,
    ball,
    binomial,
    determinant,
    is_zero,
    plain,
    power,
    rank,
)  # fmt: skip
from symcheck.kernel.grids import joined
from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.language.sizes import ONE

Array = tuple[tuple[Fraction, ...], ...]
OF_TWO = {"power": power, "binomial": binomial}  # functions of two numbers
Values = tuple[tuple[Value, ...], ...]
OF_MATRICES: dict[str, Callable[[Values], Value]] = {"det": determinant, "rank": rank}  # numbers that a matrix has
MOST_BLOCKS = 8  # in a row of a grid
Sparse = tuple[tuple[int, ...], dict[tuple[int, ...], N]]


@dataclass(frozen=True, slots=True)
class Atom:
    """function(arguments): entrywise for one of the table, a number that a matrix has (`OF_MATRICES`), or a function of two
    numbers (`OF_TWO`).

    "block-det": the determinant of the matrix of k² blocks, k > 1, row after row (grids.py).  Any other name has no known values.
    """

    function: str
    arguments: tuple[Polynomial, ...]

    @property
    def is_known(self) -> bool:
        if self.function in OF_TWO:
            return len(self.arguments) == 2
        if self.function == "block-det":
            return len(self.arguments) in {k * k for k in range(2, MOST_BLOCKS + 1)}
        return len(self.arguments) == 1 and (self.function in FUNCTIONS or self.function in OF_MATRICES)


@dataclass(frozen=True, slots=True)
class Model:
    """Sizes, and a value for each letter."""

    sizes: Mapping[str, int]
    values: Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A model, and the values of the atoms there; enclosed: the letters whose values are balls."""

    sizes: Mapping[str, int]
    values: Mapping[str, Values]
    enclosed: frozenset[str] = frozenset()


def interpreted(model: Model, atoms: Mapping[str, Atom]) -> Interpretation:
    """The model with the values of the atoms."""
    return imaged(Interpretation(model.sizes, {name: v for name, v in model.values.items() if name not in atoms}), atoms)


def imaged(found: Interpretation, atoms: Mapping[str, Atom]) -> Interpretation:
    """With the values of the atoms, arguments first; an atom without known values has none (KeyError where used)."""
    values: dict[str, Values] = dict(found.values)
    found = Interpretation(found.sizes, values, found.enclosed)
    waiting = [name for name, atom in atoms.items() if atom.is_known]
    while waiting:
        letters = {n: {x.name for p in atoms[n].arguments for x in letters_of(p)} for n in waiting}
        ready = [n for n in waiting if all(x in values or x[0] == "#" for x in letters[n])]
        if not ready:
            break
        for name in ready:
            waiting.remove(name)
            try:
                values[name] = _image(atoms[name].function, *(enclosure(p, found) for p in atoms[name].arguments))
            except (ZeroDivisionError, KeyError):  # not defined; or of a size without a value, as in a box
                continue
            if any(isinstance(v, arb) for row in values[name] for v in row):
                found = Interpretation(found.sizes, values, found.enclosed | {name})
    return found


def _image(function: str, entries: Values, *more: Values) -> Values:
    with ctx.workprec(BITS):
        if function in OF_TWO:
            return ((OF_TWO[function](entries[0][0], more[0][0][0]),),)
        if function == "block-det":
            blocks, k = (entries, *more), isqrt(1 + len(more))
            return ((determinant(joined(tuple(blocks[i * k : (i + 1) * k] for i in range(k)))),),)
        if function in OF_MATRICES:
            return ((OF_MATRICES[function](entries),),)
        return tuple(tuple(apply(function, v) for v in row) for row in entries)


def evaluate(p: Polynomial, model: Model) -> Array:
    """The exact value of `p` at rational values of its letters.

    ZeroDivisionError where a factor with negative exponent is 0; KeyError where a letter has no value.
    """
    return tuple(tuple(Fraction(v) for v in row) for row in _Evaluator(model.sizes, model.values, plain).polynomial(p))


def enclosure(p: Polynomial, at: Interpretation) -> Values:
    """The value of `p`, exact where all letters are rational, else in balls.  Errors as for `evaluate`."""
    if not at.enclosed or not any(x.name in at.enclosed for x in letters_of(p)):
        return _Evaluator(at.sizes, at.values, plain).polynomial(p)
    with ctx.workprec(BITS):
        return _Evaluator(at.sizes, at.values, ball).polynomial(p)


class _Evaluator(Generic[N]):
    """lift: rationals to the numbers that are computed with."""

    def __init__(self, sizes: Mapping[str, int], values: Mapping[str, Values], lift: Callable[[Value], N]) -> None:
        self.sizes, self.values = sizes, values
        self.lift: Callable[[Value], N] = lift

    def polynomial(self, p: Polynomial) -> tuple[tuple[N, ...], ...]:
        rows, cols = p.rows.at(self.sizes), p.cols.at(self.sizes)
        total: list[list[N]] = [[self.lift(0)] * cols for _ in range(rows)]
        memo: dict[Network, N] = {}
        for m, rational in p.terms.items():
            c = self.lift(rational)
            for f, e in m.factors:
                if f not in memo:
                    memo[f] = self.contract(f).get((), self.lift(0))
                c = c * (memo[f] if e == 1 else self.power(memo[f], e))
            if is_zero(c):
                continue
            for index, value in self.contract(m.open).items():
                at = iter(index)
                i = next(at) if p.rows != ONE else 0
                j = next(at) if p.cols != ONE else 0
                total[i][j] = total[i][j] + c * value
        return tuple(tuple(row) for row in total)

    def power(self, base: N, exponent: int) -> N:
        if is_zero(base) and exponent < 0:
            raise ZeroDivisionError
        result = self.lift(1)
        for _ in range(abs(exponent)):
            result = result * base
        return result if exponent >= 0 else self.inverted(result)

    def inverted(self, v: N) -> N:
        if isinstance(v, arb):
            return 1 / v
        return Fraction(1) / v

    def contract(self, network: Network) -> dict[tuple[int, ...], N]:
        """Values by free index, zeros left out: classes are summed one after another, fewest neighbours first."""
        if not network.sizes:
            product = self.lift(1)
            for x, _ in network.nodes:
                product = product * self.scalar(x)
            return {(): product}
        tensors = [self.node(x, legs) for x, legs in network.nodes]
        dims = [s.at(self.sizes) for s in network.sizes]
        touched = {c for legs, _ in tensors for c in legs}
        for c in set(network.free) - touched:
            tensors.append(((c,), {(i,): self.lift(1) for i in range(dims[c])}))
        scale = 1
        for c in range(len(dims)):
            if c not in touched and c not in network.free:
                scale *= dims[c]
        todo = touched - set(network.free)
        while todo:
            c = min(todo, key=lambda k: len({i for legs, _ in tensors if k in legs for i in legs}))
            todo.remove(c)
            near = [t for t in tensors if c in t[0]]
            tensors = [t for t in tensors if c not in t[0]]
            joined = near[0]
            for other in near[1:]:
                joined = _multiply(joined, other)
            at = joined[0].index(c)
            summed: dict[tuple[int, ...], N] = {}
            for index, value in joined[1].items():
                rest = index[:at] + index[at + 1 :]
                summed[rest] = summed[rest] + value if rest in summed else value
            tensors.append((joined[0][:at] + joined[0][at + 1 :], summed))
        result: Sparse[N] = ((), {(): self.lift(scale)})
        for t in tensors:
            result = _multiply(result, t)
        where = [result[0].index(c) for c in network.free]
        return {tuple(index[w] for w in where): value for index, value in result[1].items() if not is_zero(value)}

    def scalar(self, x: Letter) -> N:
        return self.lift(self.sizes[x.name[1:]] if x.name.startswith("#") else self.values[x.name][0][0])

    def node(self, x: Letter, legs: tuple[int, ...]) -> Sparse[N]:
        if not legs:
            return (), {(): self.scalar(x)}
        value = [[self.lift(v) for v in row] for row in self.values[x.name]]
        match legs:
            case (a,):
                entries = [v for row in value for v in row]
                return (a,), {(i,): v for i, v in enumerate(entries) if not is_zero(v)}
            case (a, b) if a == b:
                return (a,), {(i,): row[i] for i, row in enumerate(value) if not is_zero(row[i])}
            case (a, b):
                return (a, b), {(i, j): v for i, row in enumerate(value) for j, v in enumerate(row) if not is_zero(v)}
        raise ValueError("a letter has at most two legs")


def _multiply(p: Sparse[N], q: Sparse[N]) -> Sparse[N]:
    shared = [c for c in q[0] if c in p[0]]
    fresh: list[int] = [i for i, c in enumerate(q[0]) if c not in p[0]]
    by_shared: dict[tuple[int, ...], list[tuple[tuple[int, ...], N]]] = {}
    for index, value in q[1].items():
        key = tuple(index[q[0].index(c)] for c in shared)
        by_shared.setdefault(key, []).append((tuple(index[i] for i in fresh), value))
    out: dict[tuple[int, ...], N] = {}
    for index, value in p[1].items():
        for rest, other in by_shared.get(tuple(index[p[0].index(c)] for c in shared), ()):
            out[index + rest] = value * other
    return (*p[0], *(q[0][i] for i in fresh)), out
