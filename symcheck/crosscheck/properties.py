"""Properties of arrays at one point (`A is positive definite`), each by its definition.

Owns: what every property of arrays means numerically.  Does not own: properties of functions (optimality.py), how to draw
an array that has one (draws.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from symcheck.crosscheck.arithmetic import Plain
from symcheck.crosscheck.environment import Env, NoReading, Truth
from symcheck.crosscheck.evaluate import Evaluator
from symcheck.crosscheck.statements import conjunction
from symcheck.language.terms import Term

EQUAL = 1e-9
DIFFERENT = 1e-6
ZERO = 1e-14  # an eigenvalue or entry this small beside the others is rounding

Test = Callable[[Plain], Truth]


def size(x: Plain) -> float:
    return max(1e-300, float(np.max(np.abs(x), initial=0.0)))


def small(x: Plain, scale: float) -> Truth:
    """Whether x is 0 up to rounding at the given scale."""
    worst = float(np.max(np.abs(x), initial=0.0))
    return "true" if worst <= EQUAL * scale else "false" if worst >= DIFFERENT * scale else "unclear"


def above(value: float, scale: float, *, strictly: bool) -> Truth:
    """value > 0 (strictly) or ≥ 0."""
    if value > DIFFERENT * scale:
        return "true"
    if value < -DIFFERENT * scale or (strictly and value <= ZERO * scale):
        return "false"
    return "unclear" if strictly or value < -EQUAL * scale else "true"


def flipped(t: Truth) -> Truth:
    return {"true": "false", "false": "true"}.get(t, t)


def rank_of(x: Plain) -> tuple[int, bool]:
    """The numerical rank, and whether it is beyond doubt."""
    s = np.linalg.svd(x, compute_uv=False)
    top = max(1e-300, float(s[0])) if s.size else 1.0
    clear = not np.any((s > 1e-11 * top) & (s < 1e-7 * top))
    return int(np.sum(s > 1e-9 * top)), clear


def has_rank(wanted: Callable[[int, int], int]) -> Test:
    def test(x: Plain) -> Truth:
        rank, clear = rank_of(x)
        return "unclear" if not clear else "true" if rank == wanted(*x.shape) else "false"

    return test


def definite(sign: float, *, strictly: bool) -> Test:
    def test(x: Plain) -> Truth:
        if x.shape[0] != x.shape[1]:
            return "false"
        symmetric = small(x - x.T, size(x))
        if symmetric != "true":
            return symmetric
        least = float(np.min(np.linalg.eigvalsh(sign * (x + x.T) / 2)))
        return above(least, size(x), strictly=strictly)

    return test


def indefinite(x: Plain) -> Truth:
    w = np.linalg.eigvalsh((x + x.T) / 2)
    return conjunction([above(float(w[-1]), size(x), strictly=True), above(float(-w[0]), size(x), strictly=True)])


def entries(sign: float, *, strictly: bool) -> Test:
    return lambda x: above(float(np.min(sign * x)), size(x), strictly=strictly)


def gram(x: Plain, y: Plain) -> Truth:
    """x y = I."""
    return small(x @ y - np.eye(x.shape[0]), max(1.0, size(x) * size(y)))


def selection(x: Plain) -> Truth:
    """Rows are different rows of the identity."""
    zero_one = bool(np.all((x == 0) | (x == 1)))
    return "true" if zero_one and np.all(x.sum(axis=1) == 1) and np.all(x.sum(axis=0) <= 1) else "false"


def stochastic(x: Plain) -> Truth:
    """Entries ≥ 0, rows (of a column: the column) sum to 1."""
    sums = x.sum(axis=0 if x.shape[1] == 1 else 1)
    return conjunction([entries(1.0, strictly=False)(x), small(sums - 1.0, 1.0)])


def whole(x: Plain) -> Truth:
    return small(x - np.rint(x), max(1.0, size(x)))


TESTS: Mapping[str, Test] = {
    "square": lambda x: "true" if x.shape[0] == x.shape[1] else "false",
    "symmetric": lambda x: small(x - x.T, size(x)),
    "hermitian": lambda x: small(x - x.conj().T, size(x)),
    "skew": lambda x: small(x + x.T, size(x)),
    "normal": lambda x: small(x @ x.T - x.T @ x, size(x) ** 2),
    "diagonal": lambda x: small(x - np.diag(np.diag(x)), size(x)),
    "upper-triangular": lambda x: small(np.tril(x, -1), size(x)),
    "lower-triangular": lambda x: small(np.triu(x, 1), size(x)),
    "orthogonal": lambda x: gram(x.T, x),
    "orthonormal-columns": lambda x: gram(x.T, x),
    "orthonormal-rows": lambda x: gram(x, x.T),
    "idempotent": lambda x: small(x @ x - x, max(1.0, size(x)) ** 2),
    "projection": lambda x: conjunction([small(x @ x - x, max(1.0, size(x)) ** 2), small(x - x.T, size(x))]),
    "nilpotent": lambda x: small(np.linalg.matrix_power(x, x.shape[0]), max(1.0, size(x)) ** x.shape[0]),
    "invertible": has_rank(lambda r, c: r if r == c else -1),
    "singular": lambda x: flipped(has_rank(lambda r, c: r)(x)),
    "full-rank": has_rank(min),
    "full-row-rank": has_rank(lambda r, c: r),
    "full-column-rank": has_rank(lambda r, c: c),
    "positive-definite": definite(1.0, strictly=True),
    "positive-semidefinite": definite(1.0, strictly=False),
    "negative-definite": definite(-1.0, strictly=True),
    "negative-semidefinite": definite(-1.0, strictly=False),
    "indefinite": indefinite,
    "positive": entries(1.0, strictly=True),
    "nonnegative": entries(1.0, strictly=False),
    "negative": entries(-1.0, strictly=True),
    "nonpositive": entries(-1.0, strictly=False),
    "zero": lambda x: small(x, 1.0),
    "nonzero": lambda x: flipped(small(x, 1.0)),
    "unit": lambda x: small(np.array([np.linalg.norm(x) - 1.0]), 1.0),
    "binary": lambda x: "true" if np.all((x == 0) | (x == 1)) else "false",
    "integer": whole,
    "row-selection": selection,
    "permutation": lambda x: selection(x) if x.shape[0] == x.shape[1] else "false",
    "stochastic": stochastic,
    "real": lambda x: "true" if not np.iscomplexobj(x) or np.all(x.imag == 0) else "false",
    "finite": lambda x: "true" if np.all(np.isfinite(x)) else "false",
}  # fmt: skip

SQUARE_ONLY = frozenset({
    "symmetric", "hermitian", "skew", "normal", "diagonal", "idempotent", "projection", "nilpotent", "singular",
    "indefinite",
})  # fmt: skip


def has(name: str, x: Plain) -> Truth:
    """Whether the array has the property; NoReading for one that has no test."""
    if name not in TESTS:
        raise NoReading(f"the property `{name.replace('-', ' ')}`")
    if name in SQUARE_ONLY and x.shape[0] != x.shape[1]:
        return "false"
    return TESTS[name](x)


def property_holds(ev: Evaluator, term: Term, env: Env) -> Truth | None:
    """`A is PROPERTY` for an array."""
    match term:
        case Term("is", (a,), str(name)) if name in TESTS and a.shape is not None:
            return has(name, ev.plain(a, env))
    return None


STATEMENTS = (property_holds,)
