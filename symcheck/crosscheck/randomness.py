"""Random symbols as finite distributions that have the declared law or moments, and E, Var, Cov, P over them.

Owns: the joint outcomes (independent where that is declared, else correlated by chance), events, and the four functionals as
sums over outcomes.  Does not own: named laws (laws.py); what holds for other distributions than those drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from symcheck.crosscheck.arithmetic import Array, OutOfReach, Plain, Undefined, scalar
from symcheck.crosscheck.environment import Env, NoReading, Truth, Value
from symcheck.crosscheck.evaluate import Evaluator, Rule
from symcheck.crosscheck.laws import Points, law_points, rough_law, square_root
from symcheck.crosscheck.mentions import Mentions
from symcheck.crosscheck.statements import truth
from symcheck.language.context import Kind
from symcheck.language.terms import Term

Outcomes = tuple[tuple[float, Mapping[str, Value]], ...]
MOST_OUTCOMES = 6000


# functions under which a quadrature that is exact for polynomials stays exact; the log density of a normal law is quadratic
POLYNOMIAL = frozenset(
    ("E", "Var", "Cov", "P", "tr", "trace", "norm", "sum", "inner", "dot", "outer", "diag", "hadamard", "mean", "logpdf")
) | {"normal"}


def averaging(mentions: Mentions, statement: Term, random: Mapping[str, Kind]) -> tuple[str, bool]:
    """Why the averages in a statement are not taken here, "" where they are; and whether they are of more than polynomials."""
    if not random:
        return "", False
    sizes = set(mentions.context.sizes)
    if mentions.varied(statement) & frozenset().union(*(mentions.of_kind(n) for n in random)) - sizes:
        return "a derivative by a parameter of a distribution", False
    laws = {str(k.law.value) for k in random.values() if k.law is not None}
    words = mentions.words(statement, frozenset(random))
    return rough_law(laws, words), bool(words - POLYNOMIAL)


def independence(hypotheses: Sequence[Term]) -> tuple[list[Term], list[frozenset[str]]]:
    """The hypotheses without `independent(x, y, …)`, and the sets of names that these declare independent."""
    rest: list[Term] = []
    groups: list[frozenset[str]] = []
    for h in hypotheses:
        parts = h.args if h.op == "and" else (h,)
        others = [p for p in parts if not (p.op == "call" and p.value == "independent")]
        groups += [frozenset(str(a.value) for a in p.args) for p in parts if p not in others]
        rest += [h] if len(others) == len(parts) else others
    return rest, groups


def joint_outcomes(
    ev: Evaluator,
    kinds: Mapping[str, Kind],
    env: Env,
    rng: np.random.Generator,
    groups: Sequence[frozenset[str]] = (),
    smooth: bool = True,
) -> Outcomes:
    """Outcomes of all random symbols and events together: law and moments as declared, or as they fall where none are.

    What is not declared independent has points in common, except for named laws, which are taken as independent.
    """
    if not kinds:
        return ()
    shapes = {name: (1, 1) if kind.base == "event" else ev.shape(kind.shape, env) for name, kind in kinds.items()}
    free = frozenset().union(*groups)
    tied = [n for n, k in kinds.items() if k.law is None and n not in free]
    total = sum(shapes[n][0] * shapes[n][1] for n in tied)
    joint: Outcomes = ((1.0, {}),)
    if tied:
        weights = random_weights(total + 4, rng)
        columns = {n: generic(ev, kinds[n], weights, shapes[n], env, rng) for n in tied}
        if any(np.std(weights * 0 + c[:, 0]) == 0 for n, c in columns.items() if kinds[n].base == "event"):
            raise Undefined("an event without chance")
        joint = tuple((float(w), {n: c[k].reshape(shapes[n]) for n, c in columns.items()}) for k, w in enumerate(weights))
    for n, kind in kinds.items():
        if n in tied:
            continue
        own = points_of(ev, kind, shapes[n], env, rng, smooth)
        if len(joint) * len(own[0]) > MOST_OUTCOMES:
            raise OutOfReach("too many joint outcomes")
        joint = tuple(
            (p * float(w), {**values, n: own[1][k].reshape(shapes[n])}) for p, values in joint for k, w in enumerate(own[0])
        )
    return joint


def random_weights(count: int, rng: np.random.Generator) -> Plain:
    weights = rng.uniform(0.5, 1.5, count)
    return weights / weights.sum()


def points_of(ev: Evaluator, kind: Kind, shape: tuple[int, int], env: Env, rng: np.random.Generator, smooth: bool) -> Points:
    """Weights and values of one symbol alone."""
    if kind.law is not None:
        weights, values = law_points(ev, kind.law, shape, env, smooth)
        return weights, values.reshape(len(weights), -1)
    weights = random_weights(2 if kind.base == "event" else shape[0] * shape[1] + 2, rng)
    if kind.base == "event":
        return weights, np.array([[0.0], [1.0]])
    return weights, generic(ev, kind, weights, shape, env, rng)


def generic(ev: Evaluator, kind: Kind, weights: Plain, shape: tuple[int, int], env: Env, rng: np.random.Generator) -> Plain:
    """Skew points with the declared mean and covariance, whichever are declared; of an event 0 and 1."""
    if kind.properties or kind.domain is not None:
        raise NoReading("a random symbol with further properties")
    if kind.base == "event":
        return rng.integers(0, 2, (len(weights), 1)).astype(float)
    width = shape[0] * shape[1]
    points = rng.normal(size=(len(weights), width)) + 0.4 * rng.normal(size=(len(weights), width)) ** 2
    if kind.mean is None and kind.covariance is None:
        return points
    white = whitened(points, weights)
    mean = np.zeros(shape) if kind.mean is None else np.broadcast_to(ev.plain(kind.mean, env), shape)
    if kind.covariance is None:
        return white * 1.3 + mean.reshape(1, -1)
    return white @ square_root(ev.plain(kind.covariance, env)).T + mean.reshape(1, -1)


def whitened(points: Plain, weights: Plain) -> Plain:
    """Mean 0 and covariance I under the weights."""
    centred = points - weights @ points
    covariance = (centred * weights[:, None]).T @ centred
    return centred @ np.linalg.inv(np.linalg.cholesky(covariance)).T


def each(ev: Evaluator, env: Env, value: Callable[[Env], Array]) -> list[tuple[float, Array]]:
    """The value in every outcome with its probability."""
    if not ev.world.outcomes:
        return [(1.0, value(env))]
    out = []
    for weight, values in ev.world.outcomes:
        inner = env
        for name, found in values.items():
            inner = inner.changed(name, found)
        out.append((weight, value(inner)))
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


def split(term: Term) -> tuple[tuple[Term, ...], Term | None]:
    """The arguments, and what is given."""
    given = next((a.args[0] for a in term.args if a.op == "keyword" and a.value == "given"), None)
    return tuple(a for a in term.args if a.op not in {"keyword", "bind"}), given


def expectation(ev: Evaluator, term: Term, env: Env) -> Value:
    """E[f] = Σ p f; E[f | A] = Σ p f 1_A / Σ p 1_A."""
    (f,), given = split(term)
    if given is None:
        return weighted(ev, each(ev, env, lambda e: ev.array(f, e)))
    if given.shape is not None:
        raise NoReading("an expectation given a value")
    event = given
    chance = weighted(ev, each(ev, env, lambda e: happens(ev, event, e)))
    part = weighted(ev, each(ev, env, lambda e: ev.arithmetic.hadamard(happens(ev, event, e), ev.array(f, e))))
    return ev.arithmetic.divide(part, chance)


def covariance(ev: Evaluator, term: Term, env: Env) -> Value:
    """Cov(x, y) = E[(x − E x)(y − E y)ᵀ]; Var(x) = Cov(x, x)."""
    ar = ev.arithmetic
    args, given = split(term)
    if given is not None:
        raise NoReading("a conditional covariance")
    x = each(ev, env, lambda e: ev.array(args[0], e))
    y = each(ev, env, lambda e: ev.array(args[-1], e))
    mx, my = weighted(ev, x), weighted(ev, y)
    pairs = [
        (p, ev.product(ar.sub(a, mx), ar.transpose(ar.sub(b, my)))) for (p, a), (_, b) in zip(x, y, strict=True)
    ]  # fmt: skip
    return weighted(ev, pairs)


def happens(ev: Evaluator, event: Term, env: Env) -> Plain:
    found = truth(ev, event, env)
    if found == "unclear":
        raise OutOfReach("an event too close to call")
    return scalar(1.0 if found == "true" else 0.0)


def probability(ev: Evaluator, term: Term, env: Env) -> Value:
    """P(A): the weight of the outcomes where A is true; P(A | B) = P(A and B) / P(B)."""
    (event,), given = split(term)
    if not ev.world.outcomes:
        raise NoReading("a probability without random symbols")
    if given is None:
        return weighted(ev, each(ev, env, lambda e: happens(ev, event, e)))
    other = given
    both = weighted(ev, each(ev, env, lambda e: happens(ev, event, e) * happens(ev, other, e)))
    return ev.arithmetic.divide(both, weighted(ev, each(ev, env, lambda e: happens(ev, other, e))))


def declared_event(ev: Evaluator, term: Term, env: Env) -> Truth | None:
    """The name of an event is true in the outcomes where it happens."""
    kind = ev.world.context.symbols.get(str(term.value)) if term.op == "sym" else None
    if not isinstance(kind, Kind) or kind.base != "event":
        return None
    value = env.find(str(term.value))
    if not isinstance(value, np.ndarray):
        raise NoReading(f"the event `{term.value}` outside P")
    return "true" if value[0, 0] > 0.5 else "false"


RULES: dict[str, Rule] = {"E": expectation, "Var": covariance, "Cov": covariance, "P": probability}
STATEMENTS = (declared_event,)
