"""argmin, argmax and convexity by looking around: values at random steps, chords, gradients.

Owns: `argmin(f, x) = v`, `v in argmin(f, x)`, `f is convex in x` and its relatives.  A minimiser found so is a minimiser
among the points tried: evidence.  A point that is lower, or a chord that lies below, refutes.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, OutOfReach, Plain, Undefined, primal, scalar, shape_of
from symcheck.crosscheck.calculus import gradient_of
from symcheck.crosscheck.environment import Env, NoReading, Truth, Value
from symcheck.crosscheck.evaluate import Evaluator, Rule
from symcheck.crosscheck.ranges import finite_values, random_value
from symcheck.crosscheck.statements import conjunction, truth
from symcheck.language.context import Kind
from symcheck.language.terms import Term, subterms

SCALES = (1e-3, 1e-2, 0.1, 0.5, 2.0, 10.0)
TRIES = 8
SIDES = {"positive": ">", "nonnegative": ">=", "negative": "<", "nonpositive": "<=", "nonzero": "!="}
LOWER = 1e-9  # relative to the values compared


def parts_of(term: Term) -> tuple[Term, Term, Term | None, Term | None]:
    """f, x, the domain of x where it is bound, the constraint where there is one."""
    binds = [a for a in term.args if a.op == "bind"]
    given = [a for a in term.args if a.op not in {"bind", "keyword"}]
    if binds:
        variable = Term("sym", (), binds[0].value, binds[0].shape)
        domain = binds[0].args[0] if binds[0].args else None
        return given[0], variable, domain, given[1] if len(given) > 1 else None
    if len(given) < 2:
        raise NoReading("the position of an extreme entry")
    return given[0], given[1], None, given[2] if len(given) > 2 else None


def restrictions(ev: Evaluator, variable: Term) -> tuple[Term, ...]:
    """What the hypotheses and the declaration say of the variable."""
    name = str(variable.value)
    stated = [h for h in ev.world.hypotheses if any(t.op == "sym" and t.value == name for t in subterms(h))]
    kind = ev.world.context.symbols.get(name)
    if not isinstance(kind, Kind) or variable.shape is None or not variable.shape.is_scalar:
        return tuple(stated)
    zero = Term("num", (), Fraction(0), variable.shape)
    signs = [Term("rel", (variable, zero), SIDES[p]) for p in kind.properties if p in SIDES]
    return (*stated, *signs, *([Term("in", (variable, kind.domain))] if kind.domain is not None else []))


def require_allowed(ev: Evaluator, said: tuple[Term, ...], env: Env) -> None:
    """Raises Undefined where one of the restrictions is not true."""
    if any(truth(ev, t, env) != "true" for t in said):
        raise Undefined("outside the values that are allowed")


def with_value(term: Term, x: Plain, env: Env) -> Env:
    name = str(term.value)
    return env.bound({name: x}) if env.find(name) is None else env.changed(name, x)


def is_extreme(ev: Evaluator, call: Term, at: Term, env: Env, *, only: bool) -> Truth:
    """Whether `at` is a minimiser (maximiser) as far as random steps, and the gradient, tell; only: of several it is none.

    Raises NoReading where no value tried differs from another: what does not depend on the variable has no one minimiser.
    """
    f, variable, domain, constraint = parts_of(call)
    if variable.op != "sym":
        raise NoReading("an extreme over an expression")
    sign = 1.0 if call.value == "argmin" else -1.0
    exact = Evaluator(ev.world, Arithmetic())
    best = exact.plain(at, env)
    rng = np.random.default_rng(ev.world.seed + 4)

    said = restrictions(ev, variable) if domain is None else ()

    def value(x: Plain) -> float:
        inner = with_value(variable, x, env)
        require_allowed(ev, said, inner)
        if constraint is not None and truth(ev, constraint, inner) != "true":
            raise Undefined("outside the constraint")
        return sign * exact.number(f, inner)

    for t in said:
        if truth(ev, t, with_value(variable, best, env)) == "false":
            return "false"
    floor = value(best)
    lower = tie = differs = False
    tried = 0
    own = [exact.plain(variable, env)] if domain is None and env.find(str(variable.value)) is not None else []  # its own value
    for x in (*own, *candidates(exact, best, domain, env, rng)):
        try:
            other = value(x)
        except Undefined:
            continue
        tried += 1
        if not np.array_equal(x, best):
            differs = differs or other != floor
            tie = tie or other == floor
        scale = max(abs(floor), abs(other))
        lower = lower or (other < floor - LOWER * scale and other < floor)
    if lower:
        return "false"
    if only and tie and not differs:
        raise NoReading(f"`{call.value}`: no value tried differs from the others, so no point is the only one")
    here = exact.plain(variable, env) if env.find(str(variable.value)) is not None else best
    if only and (tie or as_low(value, here, best, floor)):
        return "unclear"
    if not tried and constraint is None:
        return "unclear"
    if domain is not None or constraint is not None or said:
        return "true" if tried else "unclear"
    return stationary(exact, f, variable, best, env)


def as_low(value: Callable[[Plain], float], here: Plain, best: Plain, floor: float) -> bool:
    """Whether f is as low, up to rounding, at the value that the variable has at the point, which is another one."""
    try:
        other = value(here)
    except Undefined:
        return False
    apart = bool(np.max(np.abs(here - best)) > 1e-3 * max(1e-3, float(np.max(np.abs(best)))))
    return apart and other <= floor + LOWER * max(abs(floor), abs(other))


def candidates(ev: Evaluator, best: Plain, domain: Term | None, env: Env, rng: np.random.Generator) -> list[Plain]:
    if domain is not None and domain.op in {"set", "range"}:
        return list(finite_values(ev, domain, env, 4096))
    size = max(1e-3, float(np.max(np.abs(best))))
    around = [best + size * s * rng.normal(size=best.shape) for s in SCALES for _ in range(TRIES)]
    if domain is not None and domain.op == "interval":
        return [random_value(ev, domain, env, rng) for _ in range(40)]
    return around


def stationary(ev: Evaluator, f: Term, variable: Term, best: Plain, env: Env) -> Truth:
    """Whether the gradient vanishes there, measured against the gradient around."""
    try:
        here = gradient_at(ev, f, variable, best, env)
        size = max(1e-3, float(np.max(np.abs(best))))
        step = size * np.ones(best.shape)
        around = [gradient_at(ev, f, variable, best + s * step, env) for s in (0.5, -0.5, 2.0)]
    except Undefined:
        return "unclear"
    scale = max(float(np.max(np.abs(g))) for g in around)
    worst = float(np.max(np.abs(here)))
    if worst > 1e-4 * scale:  # a kink has no slope: only a lower point against it tells
        return "false" if descends(ev, f, variable, best, here, env) else "unclear"
    return "true" if worst <= 1e-8 * scale else "unclear"


def descends(ev: Evaluator, f: Term, variable: Term, best: Plain, slope: Plain, env: Env) -> bool:
    """Whether f changes as its gradient says, on both sides."""
    size = max(1e-3, float(np.max(np.abs(best)))) / float(np.max(np.abs(slope)))
    try:
        at = [ev.number(f, with_value(variable, best + s * size * slope, env)) for s in (-1e-4, 0.0, 1e-4)]
    except Undefined:
        return False
    return (at[0] < at[1] < at[2]) or (at[0] > at[1] > at[2])


def gradient_at(ev: Evaluator, f: Term, variable: Term, x: Plain, env: Env) -> Plain:
    return primal(gradient_of(ev, lambda e: ev.array(f, e), variable, with_value(variable, x, env)))


def extreme(ev: Evaluator, term: Term, env: Env) -> Truth | None:
    """argmin(f, x) = v, and v in argmin(f, x).

    In the first the minimiser is the only one: where another point tried is as low, nothing is said.
    """
    match term:
        case Term("rel", (Term("call", _, "argmin" | "argmax") as call, v), "=" | "!=" as relation) | Term(
            "rel", (v, Term("call", _, "argmin" | "argmax") as call), "=" | "!=" as relation
        ) if len(call.args) > 1:
            found = is_extreme(ev, call, v, env, only=True)
            return found if relation == "=" else {"true": "false", "false": "true"}.get(found, found)
        case Term("in", (v, Term("call", _, "argmin" | "argmax") as call)) if len(call.args) > 1:
            return is_extreme(ev, call, v, env, only=False)
    return None


def position(ev: Evaluator, term: Term, env: Env) -> Value:
    """argmax(v) of a vector: the 1-based place of its largest entry."""
    if len(term.args) != 1:
        raise NoReading(f"`{term.value}` inside an expression")
    x = ev.plain(term.args[0], env)
    place = int(np.argmin(x) if term.value == "argmin" else np.argmax(x))
    rest = np.delete(x.reshape(-1), place)
    if rest.size and np.min(np.abs(rest - x.reshape(-1)[place])) < 1e-9:
        raise OutOfReach("a tie for the extreme entry")
    return scalar(float(place + 1))


SIGNS = {"convex": 1.0, "strictly-convex": 1.0, "concave": -1.0, "strictly-concave": -1.0}


def curved(ev: Evaluator, term: Term, env: Env) -> Truth | None:
    """f is convex in x: no chord between random points lies below the graph.  Also concave, linear, affine, increasing …"""
    match term:
        case Term("is", (f, variable), str(name)) if name in SIGNS and variable.op == "sym":
            return chords(ev, body_of(ev, f, variable), variable, name, env)
        case Term("is", (f, variable), "linear" | "affine" | "constant" as name) if variable.op == "sym":
            return straight(ev, body_of(ev, f, variable), variable, str(name), env)
        case Term("is", (f, variable), str(name)) if name in MONOTONE and variable.op == "sym":
            return monotone(ev, body_of(ev, f, variable), variable, name, env)
    return None


def body_of(ev: Evaluator, f: Term, variable: Term) -> Term:
    """The function's name alone means its value at the variable."""
    if f.op == "sym" and f.shape is None and isinstance(f.value, str):
        definition = ev.world.context.definitions.get(f.value)
        if f.value in ev.world.functions or (definition is not None and len(definition.params) == 1):
            return Term("apply", (variable,), f.value)
    return f


def around(ev: Evaluator, f: Term, variable: Term, env: Env) -> tuple[Callable[[Plain], Plain], Plain, np.random.Generator]:
    exact = Evaluator(ev.world, Arithmetic())
    centre = exact.plain(variable, env)

    said = restrictions(ev, variable)

    def value(x: Plain) -> Plain:
        inner = with_value(variable, x, env)
        require_allowed(ev, said, inner)
        return exact.plain(f, inner)

    return value, centre, np.random.default_rng(ev.world.seed + 5)


def chords(ev: Evaluator, f: Term, variable: Term, name: str, env: Env) -> Truth:
    value, centre, rng = around(ev, f, variable, env)
    seen: list[Truth] = []
    for scale in (0.1, 1.0, 3.0) * 4:
        x = centre + scale * rng.normal(size=centre.shape)
        y = centre + scale * rng.normal(size=centre.shape)
        try:
            fx, fy, middle = (float(value(p)[0, 0]) for p in (x, y, 0.5 * (x + y)))
        except Undefined:
            continue
        gap = SIGNS[name] * (0.5 * (fx + fy) - middle)
        size = max(abs(fx), abs(fy), abs(middle), 1e-300)
        strict = name.startswith("strictly")
        if gap < -1e-8 * size:
            return "false"
        seen.append("unclear" if gap < (1e-10 if strict else -1e-11) * size else "true")
    return "unclear" if len(seen) < 4 else conjunction(seen)


def straight(ev: Evaluator, f: Term, variable: Term, name: str, env: Env) -> Truth:
    """f(sx + ty) − f(0) is the same combination; linear: f(0) = 0; constant: f(x) = f(0)."""
    value, centre, rng = around(ev, f, variable, env)
    zero = value(np.zeros(shape_of(centre)))
    worst, size = 0.0, float(np.max(np.abs(zero)))
    for _ in range(4):
        x, y = rng.normal(size=centre.shape), rng.normal(size=centre.shape)
        fx, fy, fz = value(x), value(y), value(1.5 * x - 0.7 * y)
        size = max(size, *(float(np.max(np.abs(v))) for v in (fx, fy, fz)))
        wanted = zero if name == "constant" else zero + 1.5 * (fx - zero) - 0.7 * (fy - zero)
        worst = max(worst, float(np.max(np.abs(fz - wanted))))
    if name == "linear":
        worst = max(worst, float(np.max(np.abs(zero))))
    return "true" if worst <= 1e-10 * size else "false" if worst > 1e-7 * size else "unclear"


MONOTONE = {"increasing": 1.0, "strictly-increasing": 1.0, "decreasing": -1.0, "strictly-decreasing": -1.0}


def monotone(ev: Evaluator, f: Term, variable: Term, name: str, env: Env) -> Truth:
    value, centre, rng = around(ev, f, variable, env)
    if centre.shape != (1, 1):
        raise NoReading("monotonicity in several variables")
    seen: list[Truth] = []
    for scale in (0.1, 1.0, 3.0) * 4:
        x = centre + scale * rng.normal(size=(1, 1))
        step = np.abs(scale * rng.normal(size=(1, 1))) + 1e-3
        try:
            low, high = float(value(x)[0, 0]), float(value(x + step)[0, 0])
        except Undefined:
            continue
        rise, size = MONOTONE[name] * (high - low), max(abs(low), abs(high), 1e-300)
        if rise < -1e-9 * size:
            return "false"
        seen.append("true" if rise > 1e-10 * size or (rise >= 0 and not name.startswith("strictly")) else "unclear")
    return "unclear" if len(seen) < 4 else conjunction(seen)


RULES: dict[str, Rule] = {"argmin": position, "argmax": position}
STATEMENTS = (extreme, curved)
