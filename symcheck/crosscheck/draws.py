"""Random values of a declared kind: arrays with properties, entries in a domain, random smooth functions.

Owns: `draw`, `draw_function`, `Infeasible`.  Does not own: sizes and hypotheses (sampling.py, solving.py).
Every array is checked against the definition of its properties (properties.py) before it is used.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, Array, Plain, primal, scalar
from symcheck.crosscheck.entrywise import sin
from symcheck.crosscheck.environment import Env, NoReading
from symcheck.crosscheck.evaluate import Evaluator, SampledFunction
from symcheck.crosscheck.properties import has
from symcheck.crosscheck.ranges import between, contains, random_value
from symcheck.language.context import FunctionKind, Kind
from symcheck.language.terms import Term, num

Bounds = tuple[float, float]
Shape = tuple[int, int]
Maker = Callable[[Shape, np.random.Generator], Plain]


class Infeasible(Exception):
    """No value of this kind, or none that satisfies the hypotheses, was found; the message says which."""


def normal(shape: Shape, rng: np.random.Generator) -> Plain:
    return rng.normal(size=shape)


def rotation(n: int, rng: np.random.Generator) -> Plain:
    q, r = np.linalg.qr(rng.normal(size=(n, n)))
    return q * np.sign(np.diag(r))


def orthonormal(shape: Shape, rng: np.random.Generator) -> Plain:
    """Orthonormal columns."""
    if shape[0] < shape[1]:
        raise Infeasible(f"orthonormal columns of {shape[0]}×{shape[1]}")
    return rotation(shape[0], rng)[:, : shape[1]].copy()


def conditioned(shape: Shape, rng: np.random.Generator) -> Plain:
    """Normal entries, condition number below 60."""
    for _ in range(100):
        x = rng.normal(size=shape)
        if np.linalg.cond(x) < 60:
            return x
    return rotation(max(shape), rng)[: shape[0], : shape[1]] * 1.7


def definite(shape: Shape, rng: np.random.Generator) -> Plain:
    x = rng.normal(size=shape)
    return x @ x.T / shape[0] + 0.4 * np.eye(shape[0])


def semidefinite(shape: Shape, rng: np.random.Generator) -> Plain:
    x = rng.normal(size=(shape[0], max(1, shape[0] - int(rng.integers(0, 2)))))
    return x @ x.T / shape[0]


def selection(shape: Shape, rng: np.random.Generator) -> Plain:
    if shape[0] > shape[1]:
        raise Infeasible(f"a selection of {shape[0]} of {shape[1]} rows")
    return np.eye(shape[1])[rng.permutation(shape[1])[: shape[0]]]


def symmetric(shape: Shape, rng: np.random.Generator) -> Plain:
    x = rng.normal(size=shape)
    return (x + x.T) / 2


def skew(shape: Shape, rng: np.random.Generator) -> Plain:
    x = rng.normal(size=shape)
    return (x - x.T) / 2


def projection(shape: Shape, rng: np.random.Generator) -> Plain:
    v = rotation(shape[0], rng)[:, : _rank_below(shape[0], rng)]
    return v @ v.T


def _rank_below(n: int, rng: np.random.Generator) -> int:
    """From 1 to n − 1: two of a size need not have one rank."""
    return 1 + int(rng.integers(max(1, n - 1)))


def idempotent(shape: Shape, rng: np.random.Generator) -> Plain:
    r = _rank_below(shape[0], rng)
    u, v = rng.normal(size=(shape[0], r)), rng.normal(size=(shape[0], r))
    return u @ np.linalg.solve(v.T @ u, v.T)


def nilpotent(shape: Shape, rng: np.random.Generator) -> Plain:
    q = rotation(shape[0], rng)
    return q @ np.triu(rng.normal(size=shape), 1) @ q.T


def singular(shape: Shape, rng: np.random.Generator) -> Plain:
    x = rng.normal(size=shape)
    x[-1] = 0.0 if shape[0] == 1 else x[:-1].sum(axis=0)
    return x


def stochastic(shape: Shape, rng: np.random.Generator) -> Plain:
    x = rng.uniform(0.1, 1.0, shape)
    return x / x.sum(axis=0 if shape[1] == 1 else 1, keepdims=True)


def unit(shape: Shape, rng: np.random.Generator) -> Plain:
    x = rng.normal(size=shape)
    return x / np.linalg.norm(x)


def mixed(shape: Shape, rng: np.random.Generator) -> Plain:
    """Symmetric with eigenvalues of both signs."""
    w = np.exp(rng.normal(size=shape[0], scale=0.4)) * np.where(np.arange(shape[0]) % 2, -1.0, 1.0)
    q = rotation(shape[0], rng)
    return q @ np.diag(w) @ q.T


# The first property of a kind that stands here decides how the array is made; the others are checked.
MAKERS: Mapping[str, Maker] = {
    "zero": lambda s, rng: np.zeros(s),
    "permutation": selection,
    "row-selection": selection,
    "orthogonal": orthonormal,
    "orthonormal-columns": orthonormal,
    "orthonormal-rows": lambda s, rng: orthonormal((s[1], s[0]), rng).T.copy(),
    "projection": projection,
    "idempotent": idempotent,
    "nilpotent": nilpotent,
    "positive-definite": definite,
    "negative-definite": lambda s, rng: -definite(s, rng),
    "positive-semidefinite": semidefinite,
    "negative-semidefinite": lambda s, rng: -semidefinite(s, rng),
    "indefinite": mixed,
    "stochastic": stochastic,
    "unit": unit,
    "singular": singular,
    "diagonal": lambda s, rng: np.diag(np.exp(rng.normal(size=s[0], scale=0.5)) * rng.choice([-1.0, 1.0], s[0])),
    "upper-triangular": lambda s, rng: np.triu(rng.normal(size=s)) + np.eye(s[0]),
    "lower-triangular": lambda s, rng: np.tril(rng.normal(size=s)) + np.eye(s[0]),
    "symmetric": symmetric,
    "hermitian": symmetric,
    "skew": skew,
    "normal": lambda s, rng: rotation(s[0], rng) * 1.3,
    "binary": lambda s, rng: rng.integers(0, 2, s).astype(float),
    "positive": lambda s, rng: np.exp(rng.normal(size=s, scale=0.7)),
    "nonnegative": lambda s, rng: np.exp(rng.normal(size=s, scale=0.7)),
    "negative": lambda s, rng: -np.exp(rng.normal(size=s, scale=0.7)),
    "nonpositive": lambda s, rng: -np.exp(rng.normal(size=s, scale=0.7)),
    "invertible": conditioned,
    "full-rank": conditioned,
    "full-row-rank": conditioned,
    "full-column-rank": conditioned,
}

UNTESTED = frozenset({"rational", "constant", "finite", "real", "square"})


def draw(ev: Evaluator, name: str, kind: Kind, env: Env, bounds: Bounds, rng: np.random.Generator) -> Plain:
    """A random value of `kind`, entries strictly within `bounds`.  Raises Infeasible, NoReading."""
    shape = ev.shape(kind.shape, env)
    for _ in range(30):
        x = attempt(ev, kind, shape, env, bounds, rng)
        if fits(ev, kind, x, env):
            return x
    raise Infeasible(f"no value of `{name}` with its properties was found at {shape[0]}×{shape[1]}")


def attempt(ev: Evaluator, kind: Kind, shape: Shape, env: Env, bounds: Bounds, rng: np.random.Generator) -> Plain:
    low, high = bounds
    for prop, make in MAKERS.items():
        if prop in kind.properties and kind.domain is None and not (np.isfinite(low) or np.isfinite(high)):
            if kind.base in {"integer", "natural"}:
                break
            return make(shape, rng)
    if "positive" in kind.properties or "nonnegative" in kind.properties:
        low = max(low, 0.0)
    if "negative" in kind.properties or "nonpositive" in kind.properties:
        high = min(high, 0.0)
    if kind.domain is not None:
        box = kind.domain if kind.domain.op == "arrays" else Term("arrays", (kind.domain, *sizes_of(shape)))
        x = random_value(ev, box, env, rng)
        if np.isfinite(low) or np.isfinite(high):
            x = np.clip(x, low, high) if np.all((x > low) & (x < high)) else entrywise(shape, low, high, rng)
        return x
    if kind.base in {"integer", "natural"}:
        return whole(kind.base, shape, low, high, rng)
    if kind.base == "complex":
        return (rng.normal(size=shape) + 1j * rng.normal(size=shape)).astype(complex)
    if np.isfinite(low) or np.isfinite(high):
        return entrywise(shape, low, high, rng)
    return rng.normal(size=shape)


def sizes_of(shape: Shape) -> tuple[Term, Term]:
    return num(shape[0]), num(shape[1])


def entrywise(shape: Shape, low: float, high: float, rng: np.random.Generator) -> Plain:
    if not low < high:
        raise Infeasible("an empty range of values")
    return np.array([[between(low, high, rng) for _ in range(shape[1])] for _ in range(shape[0])])


def whole(base: str, shape: Shape, low: float, high: float, rng: np.random.Generator) -> Plain:
    """Whole numbers within the bounds, small ones where there is a choice."""
    least = math.ceil(max(low, 1.0 if base == "natural" else -5.0))
    most = math.floor(min(high, max(least, 0) + 7.0))
    if most < least:
        raise Infeasible("an empty range of whole numbers")
    return rng.integers(least, most + 1, shape).astype(float)


def fits(ev: Evaluator, kind: Kind, x: Plain, env: Env) -> bool:
    """Whether `x` has the properties of the kind, beyond doubt."""
    if any(has(p, x) != "true" for p in kind.properties if p not in UNTESTED):
        return False
    if kind.base in {"integer", "natural"} and not np.all(x == np.rint(x)):
        return False
    if kind.base == "natural" and np.any(x < 0):
        return False
    if kind.domain is None or not np.all(np.isreal(x)):
        return True
    inner = kind.domain.args[0] if kind.domain.op == "arrays" else kind.domain
    return contains(ev, inner, x, 1e-12, env) == "true"


KNOWN_FUNCTIONS = frozenset({
    "convex", "smooth", "continuous", "differentiable", "twice-differentiable", "strictly-convex", "increasing",
    "strictly-increasing", "positive", "nonnegative", "monotone", "bounded-below", "strongly-convex", "linear",
    "affine",
})  # fmt: skip


def draw_function(ev: Evaluator, name: str, kind: FunctionKind, env: Env, rng: np.random.Generator) -> SampledFunction:
    """A random smooth function of the kind: affine + sines, with the curvature its properties ask for.

    Entrywise where it maps numbers to numbers.  Raises NoReading for a property that is not produced here.
    """
    unknown = [p for p in kind.properties if p not in KNOWN_FUNCTIONS]
    if unknown:
        raise NoReading(f"a random function that is {unknown[0].replace('-', ' ')}")
    properties = set(kind.properties)
    entrywise_one = len(kind.arguments) == 1 and kind.arguments[0].shape.is_scalar and kind.result.shape.is_scalar
    inputs = 1 if entrywise_one else sum(math.prod(ev.shape(a.shape, env)) for a in kind.arguments)
    rows, cols = (1, 1) if entrywise_one else ev.shape(kind.result.shape, env)
    outputs = rows * cols
    a, c = rng.normal(size=(outputs, inputs)), rng.normal(size=(outputs, 1))
    inner, shift = rng.normal(size=(3, inputs)), rng.normal(size=(3, 1))
    outer = np.abs(rng.normal(size=(outputs, 3))) + 0.2
    curved = properties & {"convex", "strictly-convex", "strongly-convex", "positive", "nonnegative", "bounded-below"}
    rising = properties & {"increasing", "strictly-increasing", "monotone"}
    flat = properties & {"linear", "affine"}
    if rising and inputs != 1:
        raise NoReading("a random increasing function of several numbers")
    if "linear" in properties:
        c = np.zeros_like(c)
    if properties & {"positive", "nonnegative", "bounded-below"}:
        a, c = np.zeros_like(a), np.abs(c) + 0.1
    if rising:
        a, inner = np.abs(a) + 0.1, np.abs(inner)

    def column(ar: Arithmetic, z: Array) -> Array:
        value = ar.add(ar.matmul(a, z), ar.hadamard(c, np.ones((outputs, primal(z).shape[1]))))
        if flat:
            return value
        bent = ar.add(ar.matmul(inner, z), ar.hadamard(shift, np.ones((3, primal(z).shape[1]))))
        bend = ar.exp(ar.hadamard(scalar(0.4), bent)) if curved or rising else sin(ar, bent)
        value = ar.add(value, ar.matmul(outer, bend))
        if "strongly-convex" in properties:
            squares = ar.matmul(np.ones((outputs, inputs)), ar.power(z, scalar(2)))
            value = ar.add(value, squares)
        return value

    def apply(ar: Arithmetic, args: list[Array]) -> Array:
        if entrywise_one:
            shape = primal(args[0]).shape
            flat_row = ar.linear(lambda x: x.reshape(1, -1), args[0])
            return ar.linear(lambda x: x.reshape(shape), column(ar, flat_row))
        z = ar.join(np.vstack, [ar.linear(lambda x: x.reshape(-1, 1), x) for x in args])
        return ar.linear(lambda x: x.reshape(rows, cols), column(ar, z))

    return apply
