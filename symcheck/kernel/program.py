"""Straight-line scalar programs and the three arithmetics they run in.

TRUSTED.  Owns: `Op`, `Program`, `execute`, float64, exact rationals and balls.  Does not own: how a recurrence is read into
a program (theories/recurrences).  A program is a list of operations, each on the results of earlier ones, carried out in
exactly that order: one program read in three arithmetics is three different sequences.
In float64 each literal is rounded once and + − × ÷ √ are correctly rounded (IEEE 754), so a run is the same on every machine;
exp and log are not, and have no float64 reading here.  A result that is not a number is `Undefined`, never a value.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from flint import arb, fmpq

V = TypeVar("V")
EXACT_BITS = 20_000  # a rational longer than this is not carried on


class Undefined(ArithmeticError):
    """The value does not exist in this arithmetic, or cannot be told to exist; the message says which.  `row`: where in a run."""

    row: int | None = None


@dataclass(frozen=True, slots=True)
class Op:
    """One operation on the results of earlier ones, named by their positions.

    "const" a rational, "get" a variable's current value, "set" a variable, else a function: add sub mul div neg sqrt abs
    max min exp log.
    """

    name: str
    args: tuple[int, ...] = ()
    value: Fraction | str | None = None


Code = tuple[Op, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """`start` sets the variables of row `start_row`; each carrying out of `update` gives the next row.

    A variable that `update` never sets is a constant.  One that it reads before setting it is a component of the state:
    the next row is a function of these alone (and of the constants).
    """

    start: Code
    update: Code
    start_row: int = 0

    @property
    def state(self) -> tuple[str, ...]:
        written: set[str] = set()
        read: dict[str, None] = {}
        for op in self.update:
            if op.name == "set":
                written.add(str(op.value))
            elif op.name == "get" and op.value not in written:
                read.setdefault(str(op.value))
        return tuple(name for name in read if name in written)


@dataclass(frozen=True, slots=True)
class Arithmetic(Generic[V]):
    constant: Callable[[Fraction], V]
    functions: Mapping[str, Callable[..., V]]


def execute(code: Code, variables: dict[str, V], arithmetic: Arithmetic[V]) -> list[V]:
    """Carry out `code`, changing `variables`; the result of each operation, by position.  Raises Undefined."""
    results: list[V] = []
    for op in code:
        function = arithmetic.functions.get(op.name)
        if function is not None:
            results.append(function(*[results[i] for i in op.args]))
        elif op.name == "set":
            variables[str(op.value)] = results[op.args[0]]
            results.append(results[op.args[0]])
        elif op.name == "get":
            if op.value not in variables:
                raise Undefined(f"{op.value} has no value yet")
            results.append(variables[str(op.value)])
        elif op.name == "const" and isinstance(op.value, Fraction):
            results.append(arithmetic.constant(op.value))
        else:
            raise Undefined(f"{op.name} has no meaning in this arithmetic")
    return results


def rows(program: Program, arithmetic: Arithmetic[V]) -> Iterator[dict[str, V]]:
    """The variables at row start_row, start_row + 1, …, without end.  Raises Undefined at the first row that does not exist."""
    variables: dict[str, V] = {}
    execute(program.start, variables, arithmetic)
    while True:
        yield dict(variables)
        execute(program.update, variables, arithmetic)


def _float(function: Callable[..., float]) -> Callable[..., float]:
    def rounded(*args: float) -> float:
        try:
            value = function(*args)
        except (ZeroDivisionError, ValueError, OverflowError) as error:
            raise Undefined(f"double precision: {error}") from error
        if math.isnan(value):
            raise Undefined("double precision: not a number")
        return value

    return rounded


_IEEE: dict[str, Callable[..., float]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv, "neg": operator.neg,
    "sqrt": math.sqrt, "abs": abs, "max": max, "min": min,
}  # fmt: skip
FLOAT64: Arithmetic[float] = Arithmetic(_float(float), {name: _float(f) for name, f in _IEEE.items()})


def _divided(a: Fraction, b: Fraction) -> Fraction:
    if not b:
        raise Undefined("division by zero")
    return a / b


def rational_sqrt(a: Fraction) -> Fraction:
    """√a where that is rational; Undefined else."""
    if a < 0:
        raise Undefined("square root of a negative number")
    p, q = math.isqrt(a.numerator), math.isqrt(a.denominator)
    if p * p != a.numerator or q * q != a.denominator:
        raise Undefined("an irrational square root")
    return Fraction(p, q)


def _short(function: Callable[..., Fraction]) -> Callable[..., Fraction]:
    def bounded(*args: Fraction) -> Fraction:
        if sum(a.numerator.bit_length() + a.denominator.bit_length() for a in args) > EXACT_BITS:
            raise Undefined("the exact rationals grow too long")
        return function(*args)

    return bounded


_RATIONAL: dict[str, Callable[..., Fraction]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": _divided, "neg": operator.neg,
    "sqrt": rational_sqrt, "abs": abs, "max": max, "min": min,
}  # fmt: skip
EXACT: Arithmetic[Fraction] = Arithmetic(Fraction, {name: _short(f) for name, f in _RATIONAL.items()})


def ball(q: Fraction) -> arb:
    """An enclosure of `q` at the current precision (`flint.ctx.workprec`)."""
    return arb(fmpq(q.numerator, q.denominator))


def _certain(function: Callable[..., arb]) -> Callable[..., arb]:
    def finite(*args: arb) -> arb:
        value = function(*args)
        if not value.is_finite():
            raise Undefined("not known to exist at this precision (a zero divisor, or a root or logarithm of a negative number)")
        return value

    return finite


_BALL: dict[str, Callable[..., arb]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv, "neg": operator.neg,
    "sqrt": arb.sqrt, "abs": abs, "max": arb.max, "min": arb.min, "exp": arb.exp, "log": arb.log,
}  # fmt: skip
BALLS: Arithmetic[arb] = Arithmetic(ball, {name: _certain(f) for name, f in _BALL.items()})


def compare(relation: str, left: V, right: V) -> bool | None:
    """Whether `left relation right`, for two rationals or two balls; None where the balls do not tell."""
    yes, no = _RELATIONS[relation]
    return True if yes(left, right) else False if no(left, right) else None


_RELATIONS: dict[str, tuple[Callable[..., bool], Callable[..., bool]]] = {
    "=": (operator.eq, operator.ne), "!=": (operator.ne, operator.eq), "<": (operator.lt, operator.ge),
    "<=": (operator.le, operator.gt), ">": (operator.gt, operator.le), ">=": (operator.ge, operator.lt),
}  # fmt: skip
