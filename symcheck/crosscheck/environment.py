"""The environment of a direct evaluation: what values there are, and which name has which.

Owns: `Value` and its kinds, `Env`, `NoReading`, levels of dual numbers, numbers from literals and constants.
Does not own: evaluation (evaluate.py).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from symcheck.crosscheck.arithmetic import Array, OutOfReach, Plain, Undefined
from symcheck.language.terms import Term

LARGEST_FACTORIAL = 170


class NoReading(Exception):
    """The cross-check has no direct evaluation of this; the message says of what (answer: inconclusive)."""


@dataclass(frozen=True, slots=True)
class Subspace:
    """The span of the columns of `basis`."""

    basis: Plain


@dataclass(frozen=True, slots=True)
class Run:
    """A trajectory: the value of one member at row k, by `at(k)`."""

    at: Callable[[int], Array]


@dataclass(frozen=True, slots=True)
class Rows:
    """A whole run: the environment after row k, by `at(k)`."""

    at: Callable[[int], Env]


Value = Array | Subspace | Run | Rows
Cache = dict[tuple[object, Term], Value]
Truth = str  # "true" | "false" | "unclear"


class Env:
    """Values of names.  base: symbols, sizes, and definitions that stand for a variable; local: bound names, parameters.

    The body of a definition sees the base only.  The cache holds unfolded definitions of one base.
    """

    __slots__ = ("base", "cache", "local")

    def __init__(
        self, base: Mapping[str, Value], local: Mapping[str, Value] = MappingProxyType({}), cache: Cache | None = None
    ) -> None:
        self.base = base
        self.local = local
        self.cache: Cache = {} if cache is None else cache

    def bound(self, more: Mapping[str, Value]) -> Env:
        """With further bound names."""
        return Env(self.base, {**self.local, **more}, self.cache)

    def changed(self, name: str, value: Value) -> Env:
        """With another value of `name`, seen through definitions unless the name is bound here."""
        return self.bound({name: value}) if name in self.local else Env({**self.base, name: value}, self.local)

    @property
    def outer(self) -> Env:
        return Env(self.base, MappingProxyType({}), self.cache) if self.local else self

    def find(self, name: str) -> Value | None:
        found = self.local.get(name)
        return self.base.get(name) if found is None else found

    def sizes(self) -> dict[str, int]:
        """The names whose value is a whole number, as sizes."""
        out = {}
        for name, value in (*self.base.items(), *self.local.items()):
            if isinstance(value, np.ndarray) and value.shape == (1, 1) and value[0, 0] == np.rint(value[0, 0].real):
                out[name] = int(value[0, 0].real)
        return out

    @property
    def magnitude(self) -> float:
        """The largest entry that is not a whole number, of any value; at least 1."""
        found = 1.0
        for v in self.base.values():
            if isinstance(v, np.ndarray) and v.size:
                found = max(found, float(np.max(np.where(v == np.rint(v.real), 0.0, np.abs(v)))))
        return found


_levels = itertools.count(1)


def fresh_level() -> int:
    """A dual level above all in use: the innermost derivative is the newest."""
    return next(_levels)


def as_float(x: Fraction) -> float:
    """The double nearest to `x`."""
    try:
        return x.numerator / x.denominator
    except OverflowError:
        raise OutOfReach("a literal beyond the range of doubles") from None


def constant(name: str) -> float:
    values = {"pi": math.pi, "e": math.e, "inf": math.inf}
    if name not in values:
        raise NoReading(f"the constant `{name}`")
    return values[name]


def factorial(x: float) -> float:
    """x! as Γ(x + 1) for whole x ≥ 0."""
    if x > LARGEST_FACTORIAL:
        raise OutOfReach(f"the factorial of {x:.6g}, beyond the range of doubles")
    if x < 0 or abs(x - round(x)) > 1e-6:
        raise Undefined(f"the factorial of {x:.6g}")
    return float(math.factorial(round(x)))
