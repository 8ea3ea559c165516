"""Terms to float arrays, directly: every operator evaluated as it is written, definitions unfolded where they are used.

Owns: `World` (what does not change during one check), `Evaluator` and the arithmetic operators.  Does not own: values of
names (environment.py), the functions of the vocabulary (functions.py, calculus.py, …, put together in registry.py),
statements (statements.py), which values to try (sampling.py).  Shares no code with the theories or the kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, Array, Plain, Undefined, primal, scalar, shape_of
from symcheck.crosscheck.environment import (
    Env,
    NoReading,
    Rows,
    Run,
    Subspace,
    Truth,
    Value,
    as_float,
    constant,
    factorial,
)
from symcheck.crosscheck.premises import Premises
from symcheck.crosscheck.work import Meter
from symcheck.crosscheck.written_order import WrittenOrder
from symcheck.language.context import Context
from symcheck.language.objects import NamedObject
from symcheck.language.reading import unfold
from symcheck.language.sizes import Shape
from symcheck.language.terms import Term

MAX_ENTRIES = 1 << 20
WHOLE = 2.0**53  # beyond it a double does not tell a whole number from the next

SampledFunction = Callable[[Arithmetic, list[Array]], Array]
Rule = Callable[["Evaluator", Term, Env], Value]
StatementRule = Callable[["Evaluator", Term, Env], Truth | None]


@dataclass(frozen=True, slots=True)
class World:
    """What one check works in.

    outcomes: the joint values of the random symbols with their probabilities.  solved: symbols whose values satisfy the
    hypotheses up to rounding, at the scale of 1: a value of 1e-18 among them is a zero.  equal: up to which difference,
    relative to the scale of the terms, two values are taken as equal.  meter: the budget of counted work that all evaluators of
    this world draw on.  premises: for the statement being judged; hypotheses: what every point satisfies.
    """

    context: Context
    objects: Mapping[str, NamedObject]
    rules: Mapping[str, Rule]
    statements: tuple[StatementRule, ...]
    functions: Mapping[str, SampledFunction] = field(default_factory=dict)
    outcomes: tuple[tuple[float, Mapping[str, Value]], ...] = ()
    solved: frozenset[str] = frozenset()
    tolerance: Fraction | None = None
    equal: float = 2e-14
    seed: int = 0
    meter: Meter = field(default_factory=Meter, compare=False)
    premises: Premises = field(default_factory=Premises, compare=False)
    hypotheses: tuple[Term, ...] = ()
    bodies: dict[tuple[Term, tuple[Shape | None, ...]], Term] = field(default_factory=dict, compare=False)
    companions: dict[str, Evaluator] = field(default_factory=dict, init=False, compare=False)

    def companion(self, name: str, make: Callable[[], Evaluator]) -> Evaluator:
        """The evaluator of this world in another arithmetic, made once, so that what it has computed is kept."""
        if name not in self.companions:
            self.companions[name] = make()
        return self.companions[name]


class Evaluator:
    """Terms to values in one arithmetic."""

    def __init__(self, world: World, arithmetic: Arithmetic) -> None:
        self.world = world
        self.arithmetic = arithmetic
        arithmetic.meter = world.meter

    def with_world(self, world: World) -> Evaluator:
        return Evaluator(world, self.arithmetic)

    # -- entry points --------------------------------------------------------------------------------------

    def array(self, term: Term, env: Env) -> Array:
        value = self.value(term, env)
        if isinstance(value, Subspace | Run | Rows):
            raise NoReading("a space or a run where a number or an array is needed")
        return value

    def plain(self, term: Term, env: Env) -> Plain:
        return primal(self.array(term, env))

    def number(self, term: Term, env: Env) -> float:
        value = self.plain(term, env)
        if value.shape != (1, 1):
            raise NoReading("an array where a number is needed")
        return float(value[0, 0].real)

    def integer(self, term: Term, env: Env) -> int:
        value = self.number(term, env)
        if abs(value) > WHOLE:
            raise NoReading(f"{value:.6g} as a whole number: doubles do not tell it from its neighbours")
        if abs(value - round(value)) > 1e-6:
            raise Undefined(f"{value} where a whole number is needed")
        return round(value)

    def shape(self, shape: Shape, env: Env) -> tuple[int, int]:
        sizes = env.sizes()
        rows, cols = shape.rows.at(sizes), shape.cols.at(sizes)
        if rows * cols > MAX_ENTRIES:
            raise NoReading(f"an array of {rows}×{cols}")
        return rows, cols

    def value(self, term: Term, env: Env) -> Value:
        ar = self.arithmetic
        self.world.meter.spend(1)
        match term:
            case Term("num", (), int() | Fraction() as x):
                return ar.noisy(scalar(as_float(Fraction(x))))
            case Term("sym", (), str(name)) if (found := env.find(name)) is not None:
                return found if isinstance(found, Subspace | Run | Rows) else ar.noisy(found, float(name in self.world.solved))
            case Term("sym" | "apply", _, str(name)) if name in self.world.context.definitions:
                return self.definition(term, env)
            case Term("sym", (), str(name)) if name not in self.world.rules:
                raise NoReading(f"`{name}` has no value here")
            case Term("const", (), str(name)):
                return scalar(constant(name)) if name == "inf" else ar.noisy(scalar(constant(name)))  # π is rounded here too
            case Term("add" | "sub" | "mul" | "hadamard", (_, _)):
                return self.spine(term, env)
            case Term("neg", (a,)):
                return ar.neg(self.array(a, env))
            case Term("div", (a, b)):
                return ar.divide(self.array(a, env), self.array(b, env))
            case Term("pow", (a, b)):
                return self.power(self.array(a, env), self.array(b, env))
            case Term("transpose", (a,)):
                return ar.transpose(self.array(a, env))
            case Term("factorial", (a,)):
                return scalar(factorial(self.number(a, env)))
            case Term("vector" | "matrix" | "row", parts):
                return self.stacked(term.op, [self.array(p, env) for p in parts])
            case Term("eye", (n,)):
                return np.eye(self.sizes((n, n), env)[0])
            case Term("zeros", sizes):
                return np.zeros(self.sizes(sizes, env))
            case Term("ones", sizes):
                return np.ones(self.sizes(sizes, env))
            case Term("index", (a, *places)):
                return self.index(term, a, places, env)
            case Term("call", _, str(name)) if name in self.world.rules:
                return self.world.rules[name](self, term, env)
            case Term("apply", args, str(name)) if name in self.world.functions:
                return self.world.functions[name](ar, [self.array(a, env) for a in args])
            case Term(op) if op in self.world.rules:
                return self.world.rules[op](self, term, env)
        what = term.value if term.op in {"call", "apply"} and isinstance(term.value, str) else term.op
        raise NoReading(f"`{what}` is not evaluated directly")

    # -- names ---------------------------------------------------------------------------------------------

    def definition(self, term: Term, env: Env) -> Value:
        """The value of a definition's body, its parameters bound to the values of the arguments."""
        key = (self, term)
        cached = not term.args or not env.local
        if cached and key in env.cache:
            return env.cache[key]
        body, inner = self.body(term, env)
        value = self.value(body, inner)
        if cached:
            env.cache[key] = value
        return value

    def body(self, term: Term, env: Env) -> tuple[Term, Env]:
        """The body of the definition that `term` uses, and the environment it is read in."""
        name, context = str(term.value), self.world.context
        params = context.definitions[name].params
        if len(params) != len(term.args):
            raise NoReading(f"`{name}` with {len(term.args)} arguments")
        values = {p: self.value(a, env) for p, a in zip(params, term.args, strict=True)}
        formal = replace(term, args=tuple(Term("sym", (), p, a.shape) for p, a in zip(params, term.args, strict=True)))
        key = (formal, tuple(a.shape for a in term.args))
        if key not in self.world.bodies:
            self.world.bodies[key] = unfold(formal, context)
        return self.world.bodies[key], env.outer.bound(values)

    def spine(self, term: Term, env: Env) -> Value:
        """A left-leaning chain of sums and products, folded from the left: long chains do not nest."""
        chain: list[Term] = []
        while term.op in {"add", "sub", "mul", "hadamard"} and len(term.args) == 2:
            chain.append(term)
            term = term.args[0]
        ar, total = self.arithmetic, self.array(term, env)
        for node in reversed(chain):
            right = self.array(node.args[1], env)
            match node.op:
                case "add":
                    total = ar.add(total, right)
                case "sub":
                    total = ar.sub(total, right)
                case "mul":
                    total = self.product(total, right)
                case _:
                    total = ar.hadamard(total, right)
        return total

    # -- operators whose meaning depends on the shapes -----------------------------------------------------

    def product(self, a: Array, b: Array) -> Array:
        """The matrix product, or scaling by a number."""
        if shape_of(a) == (1, 1) or shape_of(b) == (1, 1):
            return self.arithmetic.hadamard(a, b)
        if shape_of(a)[1] != shape_of(b)[0]:
            raise NoReading(f"a product of {shape_of(a)} and {shape_of(b)}")
        return self.arithmetic.matmul(a, b)

    def power(self, a: Array, b: Array) -> Array:
        if shape_of(a) == (1, 1):
            return self.arithmetic.power(a, b)
        exponent = float(primal(b)[0, 0])
        if exponent != round(exponent) or abs(exponent) > 1000 or shape_of(a)[0] != shape_of(a)[1]:
            raise NoReading("a power of an array that is not a whole power of a square matrix")
        result: Array = np.eye(shape_of(a)[0])
        base = self.arithmetic.inverse(a) if exponent < 0 else a
        for _ in range(abs(round(exponent))):
            result = self.arithmetic.matmul(result, base)
        return result

    def stacked(self, op: str, parts: list[Array]) -> Array:
        """A column of entries, rows below each other, or blocks side by side."""
        if op == "row":
            return self.arithmetic.join(np.hstack, parts)
        return self.arithmetic.join(np.vstack, parts)

    def length(self, term: Term, env: Env) -> int:
        n = self.integer(term, env)
        if n < 1:
            raise Undefined(f"a size of {n}")
        if n > MAX_ENTRIES:
            raise NoReading(f"an array with {n} rows or columns")
        return n

    def sizes(self, terms: tuple[Term, ...], env: Env) -> tuple[int, int]:
        rows, cols = self.length(terms[0], env), self.length(terms[1], env) if len(terms) > 1 else 1
        if rows * cols > MAX_ENTRIES:
            raise NoReading(f"an array of {rows}×{cols}")
        return rows, cols

    def index(self, term: Term, a: Term, places: list[Term], env: Env) -> Array:
        value = self.value(a, env)
        if isinstance(value, Run):
            entry: Array = value.at(self.integer(places[0], env))
            places = places[1:]
            if not places:
                return entry
            value = entry
        if isinstance(value, Subspace | Rows):
            raise NoReading("an entry of a space")
        rows, cols = shape_of(value)
        if len(places) == 1:
            one = self.places(places[0], rows if cols == 1 else cols if rows == 1 else rows, env)
            if cols == 1:
                picked = self.arithmetic.linear(lambda x: x[one, :].copy(), value)
            elif rows == 1:
                picked = self.arithmetic.linear(lambda x: x[:, one].copy(), value)
            else:
                picked = self.arithmetic.linear(lambda x: x[one, :].copy(), value)
                if term.shape is not None and term.shape.is_column:
                    picked = self.arithmetic.transpose(picked)
            return picked
        up, across = self.places(places[0], rows, env), self.places(places[1], cols, env)
        return self.arithmetic.linear(lambda x: x[np.ix_(up, across)], value)

    def places(self, term: Term, size: int, env: Env) -> list[int]:
        """0-based positions that a 1-based index, a range or `:` names."""
        match term:
            case Term("all"):
                return list(range(size))
            case Term("range", (lo, hi)):
                found = list(range(self.integer(lo, env) - 1, self.integer(hi, env)))
            case _:
                found = [self.integer(term, env) - 1]
        if not found or min(found) < 0 or max(found) >= size:
            raise Undefined(f"index {[i + 1 for i in found]} of {size}")
        return found

    @property
    def is_float_reading(self) -> bool:
        return isinstance(self.arithmetic, WrittenOrder)
