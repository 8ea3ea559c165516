"""limit(f, x -> a) = L, by values of f on the way to a, extrapolated.

Owns: those equations.  Evidence only: "true" where the values settle at L, "false" where they settle elsewhere by far, or grow
beyond all bounds where L is a number; everything else is unclear.
"""

from __future__ import annotations

import math
from itertools import pairwise

from symcheck.crosscheck.arithmetic import OutOfReach, Undefined, scalar
from symcheck.crosscheck.environment import Env, NoReading, Truth
from symcheck.crosscheck.evaluate import Evaluator
from symcheck.crosscheck.statements import infinite
from symcheck.language.terms import Term, subterms

NEAR, FAR = range(2, 14), range(2, 21)
FEWEST = 7
CLOSE, APART, SETTLED = 1e-5, 1e-2, 1e-4
GROWTH, LARGE = 1.3, 50.0


def limit(ev: Evaluator, term: Term, env: Env) -> Truth | None:
    """An equation between a limit and a value without one."""
    match term:
        case Term("rel", (Term("call", (f, Term("tends", (target,), tuple() as to)), "limit"), bound), "="):
            pass
        case Term("rel", (bound, Term("call", (f, Term("tends", (target,), tuple() as to)), "limit")), "="):
            pass
        case _:
            return None
    if any(t.op == "call" and t.value in {"limit", "integrate"} for s in (f, bound) for t in subterms(s)):
        raise NoReading("a limit of a limit or an integral")
    name, side = str(to[0]), str(to[1])
    answers = []
    for values in approaches(ev, f, name, target, side, env):
        answers.append(one_side(ev, values, bound, env))
    if "false" in answers:
        return "false"
    return "true" if answers and all(a == "true" for a in answers) else "unclear"


def approaches(ev: Evaluator, f: Term, name: str, target: Term, side: str, env: Env) -> list[list[float]]:
    """Values of f on the way, from each side that is asked for and on which f is defined."""
    direction = infinite(target)
    if direction:
        ways = [[direction * 2.0**k for k in FAR]]
    else:
        a = ev.number(target, env)
        ways = [[a + s * 2.0**-k for k in NEAR] for s in ((1.0, -1.0) if not side else (1.0,) if side == "+" else (-1.0,))]
    found = []
    for way in ways:
        values = []
        for x in way:
            try:
                v = ev.number(f, env.changed(name, scalar(x)))
            except Undefined:
                continue
            if math.isfinite(v):
                values.append(v)
        if len(values) >= FEWEST:
            found.append(values)
    if not found:
        raise OutOfReach("too few arguments on the way to the limit")
    return found


def one_side(ev: Evaluator, values: list[float], bound: Term, env: Env) -> Truth:
    wanted = infinite(bound)
    tail = values[-5:]
    grows = abs(tail[-1]) > LARGE and all(abs(b) > GROWTH * abs(a) > 0 and a * b > 0 for a, b in pairwise(tail))
    last, spread = extrapolated(values)
    if wanted is not None:
        if grows:
            return "true" if tail[-1] * wanted > 0 else "false"
        return "false" if settles(values, last, spread) else "unclear"
    goal = ev.number(bound, env)
    scale = 1.0 + abs(goal)
    if grows and abs(tail[-1]) > LARGE * scale:
        return "false"
    if not settles(values, last, spread):
        return "unclear"
    if abs(last - goal) <= CLOSE * scale:
        return "true"
    return "false" if min(abs(v - goal) for v in (last, *tail)) > APART * scale else "unclear"


def settles(values: list[float], last: float, spread: float) -> bool:
    """The values come together, and what is extrapolated from them is near them."""
    steps = [abs(b - a) for a, b in zip(values[-5:], values[-4:], strict=False)]
    shrinking = all(b <= 0.75 * a + 1e-9 * (1.0 + abs(last)) for a, b in pairwise(steps))
    near = abs(values[-1] - last) <= 4 * steps[-1] + SETTLED * (1.0 + abs(last))
    return shrinking and near and spread <= SETTLED * (1.0 + abs(last))


def extrapolated(values: list[float]) -> tuple[float, float]:
    """Aitken's extrapolation of the last values, and how much it still changes."""
    found = []
    for a, b, c in zip(values[-5:], values[-4:], values[-3:], strict=False):
        curve = (c - b) - (b - a)
        found.append(c - (c - b) ** 2 / curve if abs(curve) > 1e-13 * (1.0 + abs(c)) else c)
    return found[-1], max(abs(v - found[-1]) for v in found)


STATEMENTS = (limit,)
