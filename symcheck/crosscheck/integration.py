"""Integrals: definite ones by quadrature, indefinite ones as functions with a known derivative.

Owns: integrate, and equations between indefinite integrals.  An infinite range is mapped to a finite one; an integral that two
step sizes do not agree on is out of reach.  An equation with indefinite integrals over x is true where both sides
have the same derivative by x.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np

from symcheck.crosscheck.arithmetic import Array, Dual, OutOfReach, primal, scalar, shape_of, split
from symcheck.crosscheck.calculus import substituted
from symcheck.crosscheck.compare import judge, sides
from symcheck.crosscheck.environment import Env, NoReading, Truth, Value, fresh_level
from symcheck.crosscheck.evaluate import Evaluator, Rule
from symcheck.crosscheck.statements import infinite
from symcheck.language.terms import Term, subterms

SLACK = 1e-11


def integral(ev: Evaluator, term: Term, env: Env) -> Value:
    """The integral of f over an interval; of an indefinite one, 0 with the tangent f(x) where x moves."""
    binds = [a for a in term.args if a.op == "bind"]
    parts = [a for a in term.args if a.op not in {"bind", "keyword"}]
    if binds and binds[0].args and binds[0].args[0].op == "interval":
        variable, ends = Term("sym", (), binds[0].value), binds[0].args[0].args
    elif len(parts) == 4:
        variable, ends = parts[1], tuple(parts[2:])
    elif len(parts) == 2 and not binds:
        return antiderivative(ev, parts[0], parts[1], env)
    else:
        raise NoReading("an integral over this domain")
    found = [infinite(end) for end in ends]
    if any(found):
        return improper(ev, parts[0], variable, ends, env)
    lo, hi = (ev.array(end, env) for end in ends)
    ar = ev.arithmetic
    width = ar.add(hi, ar.hadamard(scalar(-1.0), lo))

    def at(u: float) -> Array:
        point = ar.add(lo, ar.hadamard(scalar(u), width))
        return ar.hadamard(width, ev.array(parts[0], substituted(env, variable, point)))

    return settled(ev, at)


def improper(ev: Evaluator, f: Term, variable: Term, ends: tuple[Term, ...], env: Env) -> Array:
    """x = a + u/(1 − u) and its mirror image; the whole line in two halves."""
    low, high = (infinite(end) for end in ends)
    ar = ev.arithmetic
    if low == -1 and high == 1:
        zero = Term("num", (), Fraction(0))
        halves = (improper(ev, f, variable, pair, env) for pair in ((zero, ends[1]), (ends[0], zero)))
        return ar.add(*halves)
    sign = 1.0 if high == 1 and low is None else -1.0 if low == -1 and high is None else 0.0
    if not sign:
        raise NoReading("an integral over this range")
    base = ev.array(ends[0] if sign > 0 else ends[1], env) if (ends[0] if sign > 0 else ends[1]).value != 0 else scalar(0.0)

    def at(u: float) -> Array:
        point = ar.add(base, scalar(sign * u / (1.0 - u)))
        try:
            return ar.hadamard(scalar((1.0 - u) ** -2), ev.array(f, substituted(env, variable, point)))
        except OutOfReach as error:
            if "too small" not in str(error):  # what underflows is next to 0; what overflows is not
                raise
            return scalar(0.0)

    return settled(ev, at, (16, 32))


def settled(ev: Evaluator, at: Callable[[float], Array], steps: tuple[int, int] = (4, 8)) -> Array:
    """∫ over [0, 1] by composite Gauss–Legendre, where two step sizes agree."""
    coarse, fine = (quadrature(ev, at, panels) for panels in steps)
    slack = SLACK + 100 * ev.arithmetic.epsilon
    if not np.max(np.abs(primal(coarse) - primal(fine))) <= slack * (1.0 + np.max(np.abs(primal(fine)))):
        raise OutOfReach("an integral that quadrature does not settle")
    return fine


def quadrature(ev: Evaluator, at: Callable[[float], Array], panels: int) -> Array:
    nodes, weights = np.polynomial.legendre.leggauss(16)
    ar = ev.arithmetic
    total: Array = scalar(0.0)
    for p in range(panels):
        for x, w in zip(nodes, weights, strict=True):
            u = (p + 0.5 * (float(x) + 1.0)) / panels
            total = ar.add(total, ar.hadamard(scalar(0.5 * float(w) / panels), at(u)))
    return total


# ---- indefinite integrals


def antiderivative(ev: Evaluator, f: Term, variable: Term, env: Env) -> Array:
    """A function of x of which only the derivative is known: f(x) dx."""
    x = ev.array(variable, env)
    if not isinstance(x, Dual):
        raise NoReading("an indefinite integral")
    value = ev.array(f, env)
    rate = value.value if isinstance(value, Dual) and value.level == x.level else value
    return Dual(scalar(0.0), ev.arithmetic.hadamard(rate, x.tangent), x.level)


def family(ev: Evaluator, term: Term, env: Env) -> Truth | None:
    """An equation with indefinite integrals: the derivatives of both sides."""
    match term:
        case Term("rel", (left, right), "="):
            found = [t for t in subterms(term) if t.op == "call" and t.value == "integrate" and len(t.args) == 2]
            found = [t for t in found if all(a.op not in {"bind", "keyword"} for a in t.args)]
        case _:
            return None
    if not found:
        return None
    variable = found[0].args[1]
    if variable.op != "sym" or any(t.args[1] != variable for t in found):
        raise NoReading("indefinite integrals over several variables")
    x = ev.array(variable, env)
    level = fresh_level()
    moved = substituted(env, variable, Dual(x, np.ones(shape_of(x)), level))
    names = {"'left": left, "'right": right}
    tangents: dict[str, Value] = {n: split(ev.array(t, moved), level)[1] for n, t in names.items()}
    symbols = [Term("sym", (), n, left.shape) for n in names]
    return judge("=", sides(ev, symbols[0], symbols[1], env.bound(tangents)), 0.0)


RULES: Mapping[str, Rule] = {"integrate": integral}
STATEMENTS = (family,)
