"""The functions of the vocabulary that map arrays to arrays: matrix functions, sums, products, extremes, spans.

Owns: their direct evaluation.  Does not own: entrywise functions (entrywise.py), derivatives (calculus.py), expectations,
convolutions, named objects.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, Array, Dual, OutOfReach, Undefined, primal, scalar, shape_of
from symcheck.crosscheck.entrywise import ENTRYWISE, absolute
from symcheck.crosscheck.environment import Env, NoReading, Subspace, Value, as_float
from symcheck.crosscheck.evaluate import Evaluator, Rule
from symcheck.crosscheck.ranges import finite_values
from symcheck.language.terms import Term, bound_names

DOUBLE_BITS = 1024
LONGEST_PRODUCT = 60
WHOLE = 1e-9


def log_rule(ev: Evaluator, term: Term, env: Env) -> Value:
    """log(x); two arguments are not evaluated: which of them is the base is a convention."""
    if len(term.args) != 1:
        raise NoReading("a logarithm with its base as an argument")
    return ev.arithmetic.log(ev.array(term.args[0], env))


def norm(ar: Arithmetic, x: Array) -> Array:
    """‖x‖ = √Σ x²: the Euclidean norm of a vector, the Frobenius norm of a matrix."""
    if np.iscomplexobj(primal(x)):
        return scalar(float(np.linalg.norm(primal(x))))
    return ar.sqrt(ar.total(ar.power(x, scalar(2))))


def softmax(ar: Arithmetic, x: Array) -> Array:
    e = ar.exp(ar.sub(x, scalar(float(np.max(primal(x))))))
    return ar.divide(e, ar.total(e))


def logsumexp(ar: Arithmetic, x: Array) -> Array:
    top = scalar(float(np.max(primal(x))))
    return ar.add(top, ar.log(ar.total(ar.exp(ar.sub(x, top)))))


def diag(ar: Arithmetic, x: Array) -> Array:
    """The diagonal matrix of a column, or the diagonal of a square matrix as a column."""
    rows, cols = shape_of(x)
    if cols == 1 or rows == 1:
        return ar.linear(lambda y: np.diag(y.ravel()), x)
    return ar.linear(lambda y: np.diag(y).reshape(-1, 1).copy(), x)


def vec(ar: Arithmetic, x: Array) -> Array:
    """Columns below each other."""
    return ar.linear(lambda y: y.reshape(-1, 1, order="F").copy(), x)


def pinv(ar: Arithmetic, x: Array) -> Array:
    """The Moore–Penrose inverse; with derivatives only where the rank is full."""
    rows, cols = shape_of(x)
    if not isinstance(x, Dual):
        with ar.quiet():
            values = np.linalg.svd(x, compute_uv=False)
            largest = max(float(np.max(values, initial=0.0)), 1e-300)
            if np.any((values > 1e-12 * largest) & (values < 1e-7 * largest)):
                raise OutOfReach("the pseudo-inverse of a matrix whose rank doubles do not tell")
            return ar.rounded(np.asarray(np.linalg.pinv(x, rcond=1e-9), dtype=x.dtype))
    xt = ar.transpose(x)
    if rows >= cols:
        return ar.matmul(ar.inverse(ar.matmul(xt, x)), xt)
    return ar.matmul(xt, ar.inverse(ar.matmul(x, xt)))


UNARY: Mapping[str, Callable[[Arithmetic, Array], Array]] = {
    **ENTRYWISE, "tr": Arithmetic.trace, "trace": Arithmetic.trace, "det": Arithmetic.determinant,
    "logdet": Arithmetic.logdet, "inv": Arithmetic.inverse, "norm": norm, "softmax": softmax, "logsumexp": logsumexp,
    "diag": diag, "vec": vec,
    "pinv": pinv,
}  # fmt: skip


def unary(name: str) -> Rule:
    def rule(ev: Evaluator, term: Term, env: Env) -> Value:
        if len(term.args) != 1:
            raise NoReading(f"`{name}` of {len(term.args)} arguments")
        return UNARY[name](ev.arithmetic, ev.array(term.args[0], env))

    return rule


def norm_rule(ev: Evaluator, term: Term, env: Env) -> Value:
    """norm(x), or norm(x, p) of a vector for p = 1, 2, inf."""
    ar, x = ev.arithmetic, ev.array(term.args[0], env)
    if len(term.args) == 1:
        return norm(ar, x)
    order = term.args[1].args[0] if term.args[1].op == "keyword" else term.args[1]
    if order.op == "const":
        return extreme(ar, absolute(ar, x), np.argmax)
    p = ev.number(order, env)
    if p == 2 and 1 in shape_of(x):
        return norm(ar, x)
    if p >= 1 and 1 in shape_of(x):
        return ar.power(ar.total(ar.power(absolute(ar, x), scalar(p))), scalar(1 / p))
    raise NoReading("this norm")


def extreme(ar: Arithmetic, x: Array, pick: Callable[..., np.intp]) -> Array:
    """The largest or smallest entry."""
    place = int(pick(primal(x)))
    return ar.linear(lambda y: y.reshape(-1)[place : place + 1].reshape(1, 1), x)


def terms_of_sum(ev: Evaluator, term: Term, env: Env) -> list[Array]:
    """The values of f over the ranges of `f for i in …, j in …`."""
    binds = [a for a in term.args if a.op == "bind"]
    (body,) = [a for a in term.args if a.op not in {"bind", "keyword"}]
    envs = [env]
    for bind in binds:
        name = str(bind.value)
        wider: list[Env] = []
        for e in envs:
            for v in finite_values(ev, bind.args[0], e):
                ev.world.meter.spend(1)
                wider.append(e.bound({name: v}))
        envs = wider
    return [ev.array(body, e) for e in envs]


def fold(empty: float, whole: Callable[[Arithmetic, Array], Array], pair: Callable[[Arithmetic, Array, Array], Array]) -> Rule:
    """sum(x), or sum(f for i in …); and likewise for products."""

    def rule(ev: Evaluator, term: Term, env: Env) -> Value:
        if not bound_names(term):
            if len(term.args) != 1:
                raise NoReading("a sum over one axis")
            return whole(ev.arithmetic, ev.array(term.args[0], env))
        parts = terms_of_sum(ev, term, env)
        if not parts:
            shape = ev.shape(term.shape, env) if term.shape is not None else (1, 1)
            return np.full(shape, empty)
        total = parts[0]
        for part in parts[1:]:
            total = pair(ev.arithmetic, total, part)
        return total

    return rule


def product_of_entries(ar: Arithmetic, x: Array) -> Array:
    result: Array = scalar(1)
    for i in range(primal(x).size):
        result = ar.hadamard(result, ar.linear(lambda y, i=i: y.reshape(-1)[i : i + 1].reshape(1, 1), x))  # type: ignore[misc]
    return result


def extreme_rule(pick: Callable[..., np.intp]) -> Rule:
    """max(x) over the entries, max(x, y, …) entry by entry, max(f for i in …)."""

    def rule(ev: Evaluator, term: Term, env: Env) -> Value:
        if bound_names(term):
            parts = terms_of_sum(ev, term, env)
        else:
            parts = [ev.array(a, env) for a in term.args]
        if not parts:
            raise Undefined("max or min of nothing")
        if len(parts) == 1:
            return extreme(ev.arithmetic, parts[0], pick)
        best = parts[0]
        for part in parts[1:]:
            gap = primal(part) - primal(best)
            best = ev.arithmetic.where(gap > 0 if pick is np.argmax else gap < 0, part, best)
        return best

    return rule


def kron(ev: Evaluator, term: Term, env: Env) -> Value:
    a, b = (ev.array(x, env) for x in term.args)
    return ev.arithmetic.kron(a, b)


def binomial(ev: Evaluator, term: Term, env: Env) -> Value:
    """Of whole n ≥ 0 and whole k; for a number k ≥ 0 that is written out, n (n − 1) … (n − k + 1)/k! for any n."""
    k = ev.integer(term.args[1], env)
    top = ev.number(term.args[0], env)
    whole = abs(top - round(top)) < WHOLE * max(1.0, abs(top))
    if not whole or top < 0:
        if term.args[1].op != "num":
            raise Undefined(f"binomial({top:g}, {k})")
        if k > LONGEST_PRODUCT:
            raise OutOfReach(f"binomial({top:g}, {k}) as a product of {k} factors")
        return scalar(math.prod((top - i) / (i + 1) for i in range(k)))
    if k < 0:
        return scalar(0.0)
    n = round(top)
    fewer = min(k, n - k)
    if fewer > 0 and fewer * math.log2(n / fewer) > DOUBLE_BITS:  # binomial(n, k) ≥ (n/k)^k
        raise OutOfReach(f"binomial({n}, {k}), beyond the range of doubles")
    return scalar(as_float(Fraction(math.comb(n, k))))


def block(ev: Evaluator, term: Term, env: Env) -> Value:
    """block([[A, B], [C, D]])."""
    return ev.array(term.args[0], env)


def inner_product(ev: Evaluator, term: Term, env: Env) -> Value:
    a, b = (ev.array(x, env) for x in term.args)
    return ev.arithmetic.total(ev.arithmetic.hadamard(a, b))


def outer_product(ev: Evaluator, term: Term, env: Env) -> Value:
    a, b = (ev.array(x, env) for x in term.args)
    return ev.arithmetic.matmul(a, ev.arithmetic.transpose(b))


def length(axis: int) -> Rule:
    return lambda ev, term, env: scalar(float(shape_of(ev.array(term.args[0], env))[axis]))


def mean(ev: Evaluator, term: Term, env: Env) -> Value:
    """The mean of the entries, or over a range."""
    ar = ev.arithmetic
    if bound_names(term):
        parts = terms_of_sum(ev, term, env)
        if not parts:
            raise Undefined("a mean of nothing")
        total = parts[0]
        for part in parts[1:]:
            total = ar.add(total, part)
        return ar.divide(total, scalar(float(len(parts))))
    x = ev.array(term.args[0], env)
    return ar.divide(ar.total(x), scalar(float(primal(x).size)))


def nullspace(ev: Evaluator, term: Term, env: Env) -> Value:
    """The right singular vectors of the singular values that vanish."""
    x = ev.plain(term.args[0], env)
    _, s, vt = np.linalg.svd(x)
    rank = int(np.sum(s > 1e-9 * max(1e-300, float(s[0]))))
    return Subspace(vt[rank:].T.copy())


def span(ev: Evaluator, term: Term, env: Env) -> Value:
    """span(v, w, …): all combinations of the columns of its arguments."""
    return Subspace(np.hstack([ev.plain(a, env) for a in term.args]))


def rowspace(ev: Evaluator, term: Term, env: Env) -> Value:
    return Subspace(ev.plain(term.args[0], env).T)


def rank(ev: Evaluator, term: Term, env: Env) -> Value:
    return scalar(float(np.linalg.matrix_rank(ev.plain(term.args[0], env), rtol=1e-7)))


RULES: Mapping[str, Rule] = {
    **{name: unary(name) for name in UNARY},
    "norm": norm_rule,
    "sum": fold(0.0, Arithmetic.total, Arithmetic.add),
    "prod": fold(1.0, product_of_entries, lambda ar, a, b: ar.hadamard(a, b)),
    "max": extreme_rule(np.argmax),
    "min": extreme_rule(np.argmin),
    "kron": kron,
    "binomial": binomial,
    "log": log_rule,
    "logsumexp": unary("logsumexp"),
    "inner": inner_product,
    "dot": inner_product,
    "outer": outer_product,
    "rows": length(0),
    "cols": length(1),
    "mean": mean,
    "nullspace": nullspace,
    "block": block,
    "span": span,
    "colspace": span,
    "rowspace": rowspace,
    "rank": rank,
}
