"""Random symbols as finite distributions that have the declared mean and covariance exactly, and E, Var, Cov, P over them.

Owns: the joint outcomes, and the four functionals as sums over them.  Does not own: what holds for other distributions; a
claim about moments of order three and more is tried at skew distributions only by the luck of the draw.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from symcheck.crosscheck.arithmetic import Array, OutOfReach, Plain, scalar
from symcheck.crosscheck.environment import Env, NoReading, Value
from symcheck.crosscheck.evaluate import Evaluator, Rule
from symcheck.crosscheck.quantifiers import binders
from symcheck.crosscheck.statements import truth
from symcheck.language.context import Kind
from symcheck.language.terms import Term

Outcomes = tuple[tuple[float, Mapping[str, Value]], ...]


def joint_outcomes(ev: Evaluator, kinds: Mapping[str, Kind], env: Env, rng: np.random.Generator) -> Outcomes:
    """Outcomes of all random symbols together: moments as declared, or as they fall where none are."""
    if not kinds:
        return ()
    shapes = {name: ev.shape(kind.shape, env) for name, kind in kinds.items()}
    total = sum(r * c for r, c in shapes.values())
    count = total + 4
    weights = rng.uniform(0.5, 1.5, count)
    weights /= weights.sum()
    points = rng.normal(size=(count, total)) + 0.4 * rng.normal(size=(count, total)) ** 2
    white = whitened(points, weights)
    columns: list[Plain] = []
    at = 0
    for name, kind in kinds.items():
        width = shapes[name][0] * shapes[name][1]
        columns.append(with_moments(ev, kind, white[:, at : at + width], points[:, at : at + width], shapes[name], env))
        at += width
    out = []
    for k in range(count):
        values: dict[str, Value] = {}
        for name, column in zip(kinds, columns, strict=True):
            values[name] = column[k].reshape(shapes[name])
        out.append((float(weights[k]), values))
    return tuple(out)


def whitened(points: Plain, weights: Plain) -> Plain:
    """Mean 0 and covariance I under the weights."""
    centred = points - weights @ points
    covariance = (centred * weights[:, None]).T @ centred
    return centred @ np.linalg.inv(np.linalg.cholesky(covariance)).T


def with_moments(ev: Evaluator, kind: Kind, white: Plain, points: Plain, shape: tuple[int, int], env: Env) -> Plain:
    """The points moved to the declared mean and covariance, whichever are declared."""
    if kind.properties or kind.domain is not None:
        raise NoReading("a random symbol with further properties")
    if kind.mean is None and kind.covariance is None:
        return points
    mean = np.zeros(shape) if kind.mean is None else np.broadcast_to(ev.plain(kind.mean, env), shape)
    if kind.covariance is None:
        return white * 1.3 + mean.reshape(1, -1)
    covariance = ev.plain(kind.covariance, env)
    try:
        root = np.linalg.cholesky(covariance)
    except np.linalg.LinAlgError:
        raise OutOfReach("a covariance that is not positive definite") from None
    return white @ root.T + mean.reshape(1, -1)


def each(ev: Evaluator, term: Term, env: Env) -> list[tuple[float, Array]]:
    """The value of `term` in every outcome with its probability."""
    if not ev.world.outcomes:
        return [(1.0, ev.array(term, env))]
    out = []
    for weight, values in ev.world.outcomes:
        inner = env
        for name, value in values.items():
            inner = inner.changed(name, value)
        out.append((weight, ev.array(term, inner)))
    return out


def weighted(ev: Evaluator, pairs: list[tuple[float, Array]]) -> Array:
    ar = ev.arithmetic
    total: Array | None = None
    for weight, value in pairs:
        part = ar.hadamard(scalar(weight), value)
        total = part if total is None else ar.add(total, part)
    if total is None:
        raise NoReading("an expectation without outcomes")
    return total


def expectation(ev: Evaluator, term: Term, env: Env) -> Value:
    """E[f] = Σ p f."""
    return weighted(ev, each(ev, term.args[0], env))


def covariance(ev: Evaluator, term: Term, env: Env) -> Value:
    """Cov(x, y) = E[(x − E x)(y − E y)ᵀ]; Var(x) = Cov(x, x)."""
    ar = ev.arithmetic
    x = each(ev, term.args[0], env)
    y = each(ev, term.args[-1], env)
    mx, my = weighted(ev, x), weighted(ev, y)
    pairs = [
        (p, ev.product(ar.sub(a, mx), ar.transpose(ar.sub(b, my)))) for (p, a), (_, b) in zip(x, y, strict=True)
    ]  # fmt: skip
    return weighted(ev, pairs)


def probability(ev: Evaluator, term: Term, env: Env) -> Value:
    """P(A): the weight of the outcomes where A is true."""
    _, body = binders(term)
    if not ev.world.outcomes:
        raise NoReading("a probability without random symbols")
    total = 0.0
    for weight, values in ev.world.outcomes:
        inner = env
        for name, value in values.items():
            inner = inner.changed(name, value)
        found = truth(ev, body, inner)
        if found == "unclear":
            raise OutOfReach("an event too close to call")
        total += weight if found == "true" else 0.0
    return scalar(total)


RULES: dict[str, Rule] = {"E": expectation, "Var": covariance, "Cov": covariance, "P": probability}
