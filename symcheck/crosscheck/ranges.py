"""Domains as NumPy sees them: all values of a small finite one, random values of any, and membership.

Owns: `finite_values`, `domain_size`, `random_value`, `contains`.  Does not own: quantifiers (quantifiers.py).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator

import numpy as np

from symcheck.crosscheck.arithmetic import Plain, scalar
from symcheck.crosscheck.environment import Env, NoReading, Subspace
from symcheck.crosscheck.evaluate import MAX_ENTRIES, Evaluator
from symcheck.crosscheck.work import ROUNDS_A_STEP
from symcheck.language.terms import Term

LIMIT = 1 << 16
FIELDS = {"R": "real", "N": "natural", "Z": "integer", "C": "complex"}


def elements(ev: Evaluator, domain: Term, env: Env) -> list[float] | None:
    """The numbers in a finite domain of numbers, else None."""
    match domain:
        case Term("range", (lo, hi)):
            if hi == Term("const", (), "inf"):
                return None
            a, b = ev.integer(lo, env), ev.integer(hi, env)
            return [float(i) for i in range(a, b + 1)] if b - a < LIMIT else None
        case Term("set", parts):
            return list(dict.fromkeys(ev.number(p, env) for p in parts))
        case Term("union", parts):
            found = [elements(ev, p, env) for p in parts]
            return sorted({x for f in found for x in f or ()}) if all(f is not None for f in found) else None
    return None


def array_shape(ev: Evaluator, domain: Term, env: Env) -> tuple[int, int]:
    """The shape of the members of D^n or D^(n, m)."""
    _, rows, *cols = domain.args
    return ev.length(rows, env), ev.length(cols[0], env) if cols else 1


def domain_size(ev: Evaluator, domain: Term, env: Env) -> float:
    """How many members; inf where there are infinitely many."""
    if domain.op == "arrays":
        rows, cols = array_shape(ev, domain, env)
        base = domain_size(ev, domain.args[0], env)
        return base ** (rows * cols) if base < math.inf and rows * cols * math.log(max(base, 2)) < 700 else math.inf
    found = elements(ev, domain, env)
    return math.inf if found is None else float(len(found))


def finite_values(ev: Evaluator, domain: Term, env: Env, limit: int = LIMIT) -> Iterator[Plain]:
    """Every member of a finite domain; NoReading where it has more than `limit`."""
    if domain.op == "set" and not all(p.op in {"num", "neg", "div"} for p in domain.args):
        yield from (ev.plain(p, env) for p in domain.args)
        return
    if not domain_size(ev, domain, env) <= limit:
        raise NoReading(f"a domain of more than {limit} members")
    if domain.op == "arrays":
        shape = array_shape(ev, domain, env)
        base = elements(ev, domain.args[0], env) or []
        for entries in itertools.product(base, repeat=shape[0] * shape[1]):
            yield np.array(entries, dtype=float).reshape(shape)
        return
    yield from (scalar(x) for x in elements(ev, domain, env) or [])


def interval(ev: Evaluator, domain: Term, env: Env) -> tuple[float, float]:
    lo, hi = domain.args
    return endpoint(ev, lo, env), endpoint(ev, hi, env)


def endpoint(ev: Evaluator, term: Term, env: Env, pick: Callable[[Plain], np.float64] = np.max) -> float:
    """An end of a range; of an array of ends the one that `pick` picks."""
    match term:
        case Term("const", (), "inf"):
            return math.inf
        case Term("neg", (Term("const", (), "inf"),)):
            return -math.inf
    return float(pick(ev.plain(term, env)))


def between(lo: float, hi: float, rng: np.random.Generator) -> float:
    """A random number strictly between; unbounded ends are taken at random distances."""
    if lo == -math.inf and hi == math.inf:
        return float(rng.normal())
    if hi == math.inf:
        return lo + float(np.exp(rng.normal(-0.2, 0.8)))
    if lo == -math.inf:
        return hi - float(np.exp(rng.normal(-0.2, 0.8)))
    return lo + (hi - lo) * float(rng.uniform(0.02, 0.98))


def random_number(ev: Evaluator, domain: Term, env: Env, rng: np.random.Generator) -> float:
    match domain:
        case Term("domain", (), str(name)):
            return random_of_field(name, rng)
        case Term("interval"):
            return between(*interval(ev, domain, env), rng)
        case Term("range", (lo, Term("const", (), "inf"))):
            return float(ev.integer(lo, env) + rng.integers(0, 12))
        case Term("union", parts):
            return random_number(ev, parts[int(rng.integers(len(parts)))], env, rng)
    found = elements(ev, domain, env)
    if not found:
        raise NoReading(f"a random member of this domain ({domain.op})")
    return found[int(rng.integers(len(found)))]


def random_of_field(name: str, rng: np.random.Generator) -> float:
    match FIELDS.get(name, name):
        case "real":
            return float(rng.normal())
        case "natural":
            return float(rng.integers(1, 9))
        case "integer":
            return float(rng.integers(-6, 7))
    raise NoReading(f"a random member of {name}")


def random_value(ev: Evaluator, domain: Term, env: Env, rng: np.random.Generator) -> Plain:
    """A random member; for intervals inside them, for ℝ normal."""
    if domain.op == "arrays":
        rows, cols = array_shape(ev, domain, env)
        if rows * cols > MAX_ENTRIES:
            raise NoReading(f"an array of {rows}×{cols}")
        ev.world.meter.spend(rows * cols // ROUNDS_A_STEP)
        return np.array([[random_number(ev, domain.args[0], env, rng) for _ in range(cols)] for _ in range(rows)])
    return scalar(random_number(ev, domain, env, rng))


def corners(ev: Evaluator, domain: Term, env: Env, rng: np.random.Generator, count: int) -> Iterator[Plain]:
    """Random arrays of end points, for closed boxes [a, b]^n."""
    inner = domain.args[0] if domain.op == "arrays" else domain
    if inner.op != "interval" or inner.value != "[]":
        return
    ends = np.array(interval(ev, inner, env))
    if np.all(np.isfinite(ends)):
        shape = array_shape(ev, domain, env) if domain.op == "arrays" else (1, 1)
        for _ in range(count):
            yield ends[rng.integers(0, 2, shape)]


def contains(ev: Evaluator, domain: Term, x: Plain, slack: float, env: Env) -> str:
    """Whether every entry of `x` lies in the domain; "unclear" within `slack` of its boundary."""
    match domain:
        case Term("arrays", (inner, *_)):
            if x.shape != array_shape(ev, domain, env):
                return "false"
            return contains(ev, inner, x, slack, env)
        case Term("domain", (), str(name)):
            return in_field(name, x, slack)
        case Term("interval"):
            lo, hi = interval(ev, domain, env)
            closed = str(domain.value)
            inside = np.min(np.minimum(x - lo, hi - x))
            if inside > slack:
                return "true"
            if inside < -slack:
                return "false"
            on_edge = (np.any(x == lo) and closed[0] == "(") or (np.any(x == hi) and closed[-1] == ")")
            return "false" if on_edge else "true" if closed == "[]" else "unclear"
        case Term("union", parts):
            found = [contains(ev, p, x, slack, env) for p in parts]
            return "true" if "true" in found else "unclear" if "unclear" in found else "false"
        case Term("range", (lo, Term("const", (), "inf"))):
            whole = in_field("Z", x, slack)
            return whole if np.all(x >= ev.integer(lo, env) - slack) else "false"
    found_values = elements(ev, domain, env)
    if found_values is None:
        raise NoReading(f"membership of this domain ({domain.op})")
    gaps = np.min(np.abs(x.reshape(-1, 1) - np.array(found_values).reshape(1, -1)), axis=1)
    return "true" if np.all(gaps <= slack) else "false"


def in_field(name: str, x: Plain, slack: float) -> str:
    match name:
        case "R":
            return "true" if not np.iscomplexobj(x) or np.all(np.abs(x.imag) <= slack) else "false"
        case "C":
            return "true"
        case "Z" | "N":
            off = np.max(np.abs(x - np.rint(x)))
            if off > max(slack, 1e-9):
                return "false"
            return "true" if name == "Z" or np.all(np.rint(x) >= 0) else "false"
    raise NoReading(f"membership of {name}")


def residual_in(space: Subspace, x: Plain) -> float:
    """The largest distance of a column of `x` from the space, relative to that column."""
    norms = np.linalg.norm(x, axis=0)
    if not np.any(norms > 0):
        return 0.0
    solution, *_ = np.linalg.lstsq(space.basis, x, rcond=1e-9)
    rest = np.linalg.norm(x - space.basis @ solution, axis=0)
    return float(np.max(rest / np.where(norms > 0, norms, 1.0)))
