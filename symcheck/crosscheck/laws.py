"""Named distributions as finitely many weighted points: all values where there are finitely many, else Gaussian quadrature.

Owns: `law_points`, `rough_law`.  Quadrature is exact for polynomials and close to rounding for smooth functions of
moderate growth; where too many dimensions leave too few points, and for functions with jumps, nothing is said.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from symcheck.crosscheck.arithmetic import OutOfReach, Plain, Undefined
from symcheck.crosscheck.environment import Env, NoReading
from symcheck.crosscheck.evaluate import Evaluator
from symcheck.language.terms import Term

MOST_POINTS = 700
FINE = 26  # points of a rule that integrates smooth functions
COARSE = 5  # exact for polynomials of degree 9
CONTINUOUS = frozenset({"normal", "uniform", "exponential"})

Points = tuple[Plain, Plain]  # weights (k,), values (k, entries)


def law_points(ev: Evaluator, law: Term, shape: tuple[int, int], env: Env, smooth: bool) -> Points:
    """smooth: functions other than polynomials are averaged.  Raises Undefined for parameters that are none of a distribution."""
    entries = shape[0] * shape[1]
    parameters = [ev.plain(a, env) for a in law.args]
    name = str(law.value)
    if name == "categorical":
        p = parameters[0].reshape(-1)
        if np.any(p < 0) or abs(p.sum() - 1) > 1e-12:
            raise Undefined("categorical with what are no probabilities")
        return p, np.eye(len(p))
    if name == "normal" and law.shape is not None and not law.shape.is_scalar:
        mean = np.broadcast_to(parameters[0], shape).reshape(-1)
        weights, nodes = tensor(*hermite(points_for(entries, smooth)), entries)
        return weights, mean + nodes @ square_root(parameters[1]).T
    weights, nodes = of_number(name, [float(p[0, 0]) for p in parameters], points_for(entries, smooth))
    return tensor(weights, nodes, entries)


def of_number(name: str, parameters: list[float], count: int) -> Points:
    match name, parameters:
        case "bernoulli", [p] if 0 <= p <= 1:
            return np.array([1 - p, p]), np.array([0.0, 1.0])
        case "normal", [mean, variance] if variance >= 0:
            weights, nodes = hermite(count)
            return weights, mean + math.sqrt(variance) * nodes
        case "uniform", [a, b] if a < b:
            nodes, weights = np.polynomial.legendre.leggauss(count)
            return weights / 2, (a + b) / 2 + (b - a) / 2 * nodes
        case "exponential", [rate] if rate > 0:
            nodes, weights = np.polynomial.laguerre.laggauss(count)
            return weights, nodes / rate
        case "poisson", [rate] if 0 <= rate <= 12:
            k = np.arange(0, 80)
            logs = np.array([i * math.log(rate) - math.lgamma(i + 1) if rate else (0.0 if i == 0 else -math.inf) for i in k])
            return np.exp(logs - rate), k.astype(float)
    if name == "poisson" and parameters[0] > 12:
        raise OutOfReach("a large rate")
    raise Undefined(f"no distribution {name} with these parameters")


def hermite(count: int) -> Points:
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    return weights / weights.sum(), nodes


def points_for(entries: int, smooth: bool) -> int:
    """Points of the rule in each dimension.  Raises OutOfReach where there would be too many."""
    count = FINE if smooth else COARSE
    if count**entries > MOST_POINTS:
        raise OutOfReach("too many dimensions for a quadrature")
    return count


def tensor(weights: Plain, nodes: Plain, entries: int) -> Points:
    """Independent entries."""
    if len(weights) ** entries > MOST_POINTS:
        raise OutOfReach("too many joint values")
    index = np.array(list(itertools.product(range(len(weights)), repeat=entries)))
    return weights[index].prod(axis=1), nodes[index]


def square_root(covariance: Plain) -> Plain:
    """R with R Rᵀ = C.  Raises Undefined where C is no covariance."""
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    scale = max(1.0, float(np.abs(values).max(initial=0.0)))
    if values.min(initial=0.0) < -1e-9 * scale or np.abs(covariance - covariance.T).max(initial=0.0) > 1e-9 * scale:
        raise Undefined("a covariance that is not positive semidefinite")
    return vectors * np.sqrt(np.maximum(values, 0.0))


def rough_law(laws: set[str], words: set[str]) -> str:
    """Why a statement with these functions is not averaged over continuous laws; "" where it is."""
    jumps = words & {"P", "abs", "relu", "sign", "floor", "ceil", "max", "min", "round"}
    if jumps and laws & CONTINUOUS:
        return f"`{min(jumps)}` of a continuous random variable"
    if words & {"log", "sqrt", "inv", "div"} and laws & CONTINUOUS:
        return "a function with a singularity, of a continuous random variable"
    return ""


__all__ = ["CONTINUOUS", "NoReading", "Points", "law_points", "rough_law", "square_root"]
