"""`f in O(g)`, Θ and o by the ratio f/g at doubling arguments.

Owns: those statements.  A ratio whose last doublings do not grow is taken as bounded, one that keeps growing as unbounded:
evidence on a finite stretch, nothing more; what lies between is unclear.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, OutOfReach, Undefined, scalar
from symcheck.crosscheck.environment import Env, NoReading, Truth
from symcheck.crosscheck.evaluate import Evaluator
from symcheck.crosscheck.statements import conjunction, infinite
from symcheck.language.context import Kind
from symcheck.language.terms import Term, free_symbols, subterms

DOUBLINGS = range(3, 13)
SHORT = range(3, 10)
FLAT, STEEP = 0.02, 0.05
STRETCH, LAST = 6, 3  # doublings over which a ratio has to go one way, and those that show a bound
CLASSES = frozenset({"O", "Theta", "o"})
Direction = tuple[float, int]  # ±1, and whether the argument grows (1) or goes to 0 (−1)
GROWING: tuple[Direction, ...] = ((1.0, 1),)


def growth(ev: Evaluator, term: Term, env: Env) -> Truth | None:
    match term:
        case Term("in", (f, Term("call", parts, str(name)))) if name in CLASSES:
            pass
        case _:
            return None
    (g,) = [a for a in parts if a.op not in {"tends", "keyword"}]
    variables, directions = moving(ev, f, g, [a for a in parts if a.op == "tends"], env)
    long = not any(t.op == "call" and t.value == "memory" for t in subterms(f))
    seen: list[Truth] = []
    for direction in directions:
        try:
            slopes = slopes_of(ev, f, g, variables, direction, env, DOUBLINGS if long else SHORT)
        except OutOfReach:
            if direction == directions[-1] and not seen:
                raise
            continue  # defined on the other side only
        seen.append(verdict(name, slopes) if slopes is not None else "true" if name != "Theta" else "unclear")
    return conjunction(seen)


def moving(ev: Evaluator, f: Term, g: Term, tends: list[Term], env: Env) -> tuple[list[str], tuple[Direction, ...]]:
    """Which names grow (or go to 0): those stated, else those of g, else the whole-number symbols of f; and from where."""
    if tends:
        name, sign = (str(v) for v in tends[0].value) if isinstance(tends[0].value, tuple) else ("", "")
        target = tends[0].args[0]
        if infinite(target) is not None:
            return [name], ((float(infinite(target) or 0), 1),)
        if target.op == "num" and target.value == 0:
            return [name], tuple((s, -1) for s in {"+": (1.0,), "-": (-1.0,)}.get(sign, (1.0, -1.0)))
        raise NoReading("growth towards this point")
    symbols = ev.world.context.symbols
    for side in (g, f):
        names = [n for n in free_symbols(side) if is_number(symbols.get(n), env, n, whole=side is f)]
        if names:
            return names, GROWING
    if any(t.op == "call" and t.value == "memory" for t in subterms(f)):
        return ["k"], GROWING
    raise NoReading("growth without a variable")


def is_number(kind: object, env: Env, name: str, *, whole: bool) -> bool:
    if not isinstance(kind, Kind):
        value = env.find(name)
        return isinstance(value, np.ndarray) and value.shape == (1, 1)
    return kind.shape.is_scalar and (not whole or kind.base in {"natural", "integer"})


def slopes_of(
    ev: Evaluator, f: Term, g: Term, variables: list[str], direction: Direction, env: Env, doublings: range
) -> list[float] | None:
    """log₂ of the factor by which |f/g| changes at each doubling; None where f is 0 throughout."""
    exact = Evaluator(ev.world, Arithmetic())
    ratios: list[float] = []
    for e in doublings:
        inner = env
        for name in variables:
            inner = changed(inner, name, direction[0] * 2.0 ** (direction[1] * e))
        try:
            above, below = exact.number(f, inner), exact.number(g, inner)
        except Undefined:
            continue
        if below == 0:
            continue
        ratios.append(abs(above / below))
    if len(ratios) < 5:
        raise OutOfReach("too few arguments at which the growth can be seen")
    if max(ratios) <= 1e-15:
        return None
    return [math.log2(b / a) if a > 0 and b > 0 else 0.0 for a, b in itertools.pairwise(ratios)][-STRETCH:]


def changed(env: Env, name: str, value: float) -> Env:
    return env.changed(name, scalar(value))


def verdict(name: str, slopes: list[float]) -> Truth:
    rising, falling = min(slopes) >= STEEP, max(slopes) <= -STEEP
    bounded = max(slopes[-LAST:]) <= FLAT
    below = min(slopes[-LAST:]) >= -FLAT
    match name:
        case "O":
            return "true" if bounded else "false" if rising else "unclear"
        case "Theta":
            return "true" if bounded and below else "false" if rising or falling else "unclear"
        case _:
            return "true" if falling else "false" if below else "unclear"


STATEMENTS = (growth,)
