"""Densities, entropies and divergences by their definitions: log densities written out, the others as expectations of them.

Owns: `pdf`, `logpdf`, `entropy`, `KL`.  KL(D || E) = Σ w (log d − log e) over points of D (laws.py), exact for laws whose log
density is a polynomial; H(D) = −Σ w log d.  No closed form of a divergence is written here: those are the theories'.
"""

from __future__ import annotations

import math

import numpy as np

from symcheck.crosscheck.arithmetic import Array, OutOfReach, Plain, Undefined, primal, scalar, shape_of
from symcheck.crosscheck.environment import Env, NoReading, Value
from symcheck.crosscheck.evaluate import Evaluator, Rule
from symcheck.crosscheck.laws import Points, law_points
from symcheck.language.distributions import NAMES, canonical
from symcheck.language.terms import Term

ORDERED = frozenset({"bernoulli", "normal", "exponential", "poisson"})


def log_density(ev: Evaluator, law: Term, x: Array, env: Env) -> Array:
    """log p(x), 1×1, in the evaluator's arithmetic (so that it has derivatives).  Raises Undefined where there is no density."""
    ar = ev.arithmetic
    law = canonical(law)
    a = [ev.array(p, env) for p in law.args]
    point = float(primal(x)[0, 0])
    one = scalar(1.0)
    match str(law.value):
        case "normal":
            n = shape_of(a[1])[0]
            if np.linalg.eigvalsh((primal(a[1]) + primal(a[1]).T) / 2).min() <= 0:
                raise Undefined("a covariance that is not positive definite")
            gap = ar.sub(x, a[0] if shape_of(a[0]) == shape_of(x) else np.zeros(shape_of(x)))
            form = ar.matmul(ar.matmul(ar.transpose(gap), ar.inverse(a[1])), gap)
            total = ar.add(ar.add(ar.logdet(a[1]), form), scalar(n * math.log(2 * math.pi)))
            return ar.hadamard(scalar(-0.5), total)
        case "bernoulli" if point in {0.0, 1.0}:
            return ar.log(a[0] if point else ar.sub(one, a[0]))
        case "exponential" if point >= 0:
            return ar.sub(ar.log(a[0]), ar.hadamard(a[0], x))
        case "poisson" if point >= 0 and point == round(point):
            return ar.sub(ar.sub(ar.hadamard(x, ar.log(a[0])), a[0]), scalar(math.lgamma(point + 1)))
        case "uniform":
            if not float(primal(a[0])[0, 0]) <= point <= float(primal(a[1])[0, 0]):
                raise Undefined("a point without density")
            return ar.neg(ar.log(ar.sub(a[1], a[0])))
    raise Undefined(f"no density of {law.value} there")


def logpdf(ev: Evaluator, term: Term, env: Env) -> Value:
    law, x = term.args
    return log_density(ev, law, ev.array(x, env), env)


def pdf(ev: Evaluator, term: Term, env: Env) -> Value:
    return ev.arithmetic.exp(logpdf(ev, term, env))  # type: ignore[arg-type]


def averaged(ev: Evaluator, law: Term, others: tuple[Term, ...], env: Env) -> list[float]:
    """E_D log p for D itself and for the other laws; plain numbers only."""
    law = canonical(law)
    for part in (law, *others):
        if any(not isinstance(ev.array(a, env), np.ndarray) for a in part.args):
            raise NoReading(f"the derivative of an average over `{part.value}`")
    weights, values = sigma_points(ev, law, env) if law.value == "normal" else law_points(ev, law, (1, 1), env, smooth=False)
    keep = weights > 1e-300
    points = values.reshape(len(weights), -1)
    out = []
    for p in (law, *others):
        logs = [float(primal(log_density(ev, p, v.reshape(-1, 1), env))[0, 0]) for v in points[keep]]
        out.append(float(np.dot(weights[keep], logs)))
    return out


def sigma_points(ev: Evaluator, law: Term, env: Env) -> Points:
    """m ± √n L e_i with S = L Lᵀ: they average every quadratic function as the normal law does."""
    covariance = ev.plain(law.args[1], env)
    n = len(covariance)
    try:
        root = np.linalg.cholesky((covariance + covariance.T) / 2) * math.sqrt(n)
    except np.linalg.LinAlgError:
        raise Undefined("a covariance that is not positive definite") from None
    mean = np.broadcast_to(ev.plain(law.args[0], env).reshape(-1), (n,))
    return np.full(2 * n, 1 / (2 * n)), np.vstack([mean + root.T, mean - root.T])


def columns(ev: Evaluator, terms: tuple[Term, ...], env: Env) -> list[Array]:
    """Columns of probabilities."""
    found = []
    for t in terms:
        value = ev.array(t.args[0] if t.op == "call" and t.value == "categorical" else t, env)
        p = primal(value)
        if np.any(p <= 0) or abs(float(p.sum()) - 1) > 1e-4:  # the entries carry simulated rounding
            raise Undefined("what are no probabilities")
        found.append(value)
    return found


def is_column(t: Term) -> bool:
    return not (t.op == "call" and t.value in NAMES) or t.value == "categorical"


def total(ev: Evaluator, a: Array, b: Array) -> Array:
    """Σ a b over the entries."""
    ar = ev.arithmetic
    return ar.matmul(ar.transpose(a), b)


def entropy(ev: Evaluator, term: Term, env: Env) -> Value:
    """H(D) = −E_D log d."""
    (law,) = term.args
    if is_column(law):
        (p,) = columns(ev, (law,), env)
        return ev.arithmetic.neg(total(ev, p, ev.arithmetic.log(p)))
    return noisy(ev, -averaged(ev, law, (), env)[0])


def divergence(ev: Evaluator, term: Term, env: Env) -> Value:
    """KL(D || E) = E_D (log d − log e)."""
    first, second = term.args
    if is_column(first) and is_column(second):
        if term.args[0].shape is not None and term.args[0].shape.is_scalar:
            raise NoReading("a divergence between numbers")
        p, q = columns(ev, (first, second), env)
        return total(ev, p, ev.arithmetic.sub(ev.arithmetic.log(p), ev.arithmetic.log(q)))
    if first.value != second.value or first.value not in ORDERED | {"gaussian"}:
        raise NoReading("a divergence between these laws")
    own, other = averaged(ev, first, (second,), env)
    return noisy(ev, own - other)


def noisy(ev: Evaluator, value: float) -> Plain:
    if not math.isfinite(value):
        raise OutOfReach("a sum that is not finite")
    return np.asarray(primal(ev.arithmetic.rounded(scalar(value))))


RULES: dict[str, Rule] = {"pdf": pdf, "logpdf": logpdf, "entropy": entropy, "KL": divergence}
