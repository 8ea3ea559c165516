"""Hole inversion: what would have to stand at a node for the two sides to be equal.

Owns: `Hole`, `holes`.  At each point the required value goes down from the other side through every operator that can be undone;
under one that cannot (a trace, a norm, a product with too few rows) it is unknown, and where no value would do there is no hole.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from symcheck.diagnosis import floats
from symcheck.diagnosis.floats import Impossible, Value
from symcheck.diagnosis.points import NO_VALUE, Point, Points
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term

CLOSED = frozenset({"index", "eye", "zeros", "ones", "bind", "keyword", "tends"})
Required = tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Hole:
    """A node, where it stands, its values at the points, and those required there (None: unknown).

    above: the operator over the node.  signs: under an even power, where the required values are those for one choice of the
    signs of the roots.
    """

    term: Term
    path: tuple[int, ...]
    values: Required
    required: Required
    put: Callable[[Term], Term]
    signs: bool = False
    above: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.required) and all(
            r is not None and v is not None for r, v in zip(self.required, self.values, strict=True)
        )


def holes(side: Term, target: tuple[Value, ...], points: Points) -> Iterator[Hole]:
    """Every node of the side at which some value may make it equal to the target, parents first."""
    for point in points.all:
        try:
            points.keep(side, point)
        except NO_VALUE:
            continue
    yield from _below(side, (), target, points, lambda now: now)


def _below(
    t: Term,
    path: tuple[int, ...],
    required: Required,
    points: Points,
    put: Callable[[Term], Term],
    *,
    signs: bool = False,
    above: str = "",
) -> Iterator[Hole]:
    yield Hole(t, path, tuple(p.known.get(id(t)) for p in points.all), required, put, signs, above)
    if t.op in CLOSED:
        return
    for k, a in enumerate(t.args):
        if a.shape is None and a.op != "num":
            continue
        try:
            below = tuple(_required(t, k, r, p) for r, p in zip(required, points.all, strict=True))
        except Impossible:
            continue
        into = _into(t, k, put)
        if _is_even(t) and k == 0:
            yield from _below(a, (*path, k), (None,) * len(below), points, into, signs=signs, above=t.op)
            if not signs and below and all(isinstance(r, float) for r in below):
                for chosen in product((1.0, -1.0), repeat=len(below)):
                    either = tuple(c * r for c, r in zip(chosen, below, strict=True) if isinstance(r, float))
                    yield from _below(a, (*path, k), either, points, into, signs=True, above=t.op)
            continue
        yield from _below(a, (*path, k), below, points, into, signs=signs, above=t.op)


def _is_even(t: Term) -> bool:
    return t.op == "pow" and isinstance(t.args[1].value, Fraction) and t.args[1].value.numerator % 2 == 0 and t.shape == SCALAR


def _into(t: Term, k: int, put: Callable[[Term], Term]) -> Callable[[Term], Term]:
    return lambda now: put(replace(t, args=(*t.args[:k], now, *t.args[k + 1 :])))


def _required(t: Term, k: int, r: Value | None, point: Point) -> Value | None:
    """The value required of the k-th argument.  Raises Impossible where there is none."""
    values = [point.known.get(id(a)) for a in t.args]
    if r is None or any(v is None for v in values):
        return None
    try:
        return _undone(t, k, r, [v for v in values if v is not None])
    except Impossible:
        raise
    except (ArithmeticError, ValueError):
        return None


def _undone(t: Term, k: int, r: Value, v: list[Value]) -> Value | None:
    match t:
        case Term("add", (_, _)):
            return floats.minus(r, v[1 - k])
        case Term("sub", (_, _)):
            return floats.plus(r, v[1]) if k == 0 else floats.minus(v[0], r)
        case Term("neg", _):
            return floats.scaled(-1.0, r)
        case Term("mul", (_, _)):
            return _factor(v, k, r)
        case Term("div", (_, _)) if isinstance(v[1], float):
            return floats.scaled(v[1], r) if k == 0 else _proportional(v[0], r)
        case Term("pow", (_, Term("num", (), Fraction() as q))) if k == 0 and isinstance(r, float) and isinstance(v[0], float):
            return _root(r, q, v[0])
        case Term("transpose", _):
            return floats.turned(r)
        case Term("call", (_,), "inv"):
            return floats.inverse(r)
        case Term("call", (_,), str(name)) if isinstance(r, float):
            return _argument(name, r)
    return None


def _factor(v: list[Value], k: int, r: Value) -> Value | None:
    this, other = v[k], v[1 - k]
    if isinstance(other, float):
        if not other:
            if floats.near(r, floats.scaled(0.0, r)):
                return None
            raise Impossible("zero times anything is zero")
        return floats.scaled(1 / other, r)
    if isinstance(this, float):
        return _proportional(r, other)
    if k == 0:
        return floats.turned(floats.solved(floats.turned(other), floats.turned(r)))
    return floats.solved(other, r)


def _proportional(a: Value, b: Value) -> float:
    c = floats.ratio(a, b)
    if c is None:
        raise Impossible("not a multiple")
    return c


def _root(r: float, q: Fraction, actual: float) -> float | None:
    """The base with the sign of the actual one, where it has a choice."""
    if not q:
        return None
    odd = q.numerator % 2 and q.denominator % 2
    if r < 0 and not odd:
        raise Impossible("an even power is not negative")
    if not r:
        return 0.0
    size = math.exp(math.log(abs(r)) / float(q))
    return math.copysign(size, r if odd else actual)


def _argument(name: str, r: float) -> float | None:
    match name:
        case "exp":
            if r <= 0:
                raise Impossible("exp is positive")
            return math.log(r)
        case "log":
            return math.exp(r)
        case "sqrt":
            if r < 0:
                raise Impossible("a root is not negative")
            return r * r
        case "tanh":
            return math.atanh(r)
    return None
