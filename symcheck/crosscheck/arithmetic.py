"""NumPy arithmetic on 2-D arrays with nested dual numbers and, where asked for, simulated rounding noise.

Owns: `Dual`, `Arithmetic` (every primitive with its derivative rule beside it), `Undefined`, `OutOfReach`.
Does not own: terms; what an operator of the language means (evaluate.py and the theory files).

Derivatives are forward mode: a `Dual` is value + tangent·ε with ε² = 0, and value and tangent may be duals of a
lower level, so second derivatives need no further rule.  With `noise` every non-integer result is multiplied by
1 + ε·u, u random: the spread of a result over such runs, divided by ε, is the scale of the terms that went into
it (cancellation and conditioning included).  May be wrong by rounding only; anything not finite is `Undefined`, and
`OutOfReach` where that is the fault of doubles and not of the expression.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from symcheck.crosscheck.work import ENTRIES_A_STEP, PRODUCTS_A_STEP, Meter

Plain = NDArray[np.float64]
SINGULAR = 1e15  # a condition number that no matrix with an inverse worth computing in doubles has


class Undefined(Exception):
    """The expression has no value at this point: a division by zero, log of a negative number, …"""


class OutOfReach(Undefined):
    """Doubles give no value here; whether the expression has one they do not say: overflow, a nearly singular inverse."""


@dataclass(frozen=True, slots=True)
class Dual:
    """value + tangent·ε_level; both parts have one shape and may be duals of lower levels."""

    value: Array
    tangent: Array
    level: int


Array = Plain | Dual


def level_of(*arrays: Array) -> int:
    return max((a.level for a in arrays if isinstance(a, Dual)), default=0)


def primal(a: Array) -> Plain:
    """The plain value beneath all dual levels."""
    while isinstance(a, Dual):
        a = a.value
    return a


def shape_of(a: Array) -> tuple[int, int]:
    rows, cols = primal(a).shape
    return int(rows), int(cols)


def split(a: Array, level: int) -> tuple[Array, Array]:
    """Value and tangent of `a` at `level` (tangent 0 where `a` does not depend on it)."""
    if isinstance(a, Dual) and a.level == level:
        return a.value, a.tangent
    return a, np.zeros(shape_of(a))


def scalar(x: float | int | complex) -> Plain:
    """1×1."""
    return np.array([[x]], dtype=complex if isinstance(x, complex) else float)


def finite(x: Plain) -> Plain:
    """`x`; infinities are overflow here: a division by zero and a function outside its domain say so themselves."""
    if not np.all(np.isfinite(x)):
        raise OutOfReach("a value beyond the range of doubles")
    return x


def divisor(x: Plain) -> Plain:
    """`x`, to be divided by.  Raises Undefined where an entry is zero."""
    if np.any(x == 0):
        raise Undefined("a division by zero")
    return x


def kronecker(x: Plain, y: Plain) -> Plain:
    """Block (i, j) is x[i, j] y."""
    blocks = x[:, None, :, None] * y[None, :, None, :]
    return blocks.reshape(x.shape[0] * y.shape[0], x.shape[1] * y.shape[1])


class Arithmetic:
    """The primitives.  noise: a generator for simulated rounding errors of relative size `epsilon`, or None."""

    def __init__(self, noise: np.random.Generator | None = None, epsilon: float = 0.0) -> None:
        self.noise = noise
        self.epsilon = epsilon
        self.largest = 1.0  # of all values computed
        self.meter: Meter | None = None  # that of the world it works in

    def spend(self, steps: int) -> None:
        if self.meter is not None:
            self.meter.spend(steps)

    # -- rounding ------------------------------------------------------------------------------------------

    def rounded(self, x: Plain, floor: float = 0.0) -> Plain:
        """`x` checked for finiteness and, with noise, perturbed wherever it is not an integer (those are exact).

        Entries below `floor` are perturbed as if they were that large.
        """
        self.spend(x.size // ENTRIES_A_STEP)
        finite(x)
        if self.noise is None:
            if x.size:
                self.largest = max(self.largest, float(np.max(np.abs(x))))
            return x
        u = self.noise.uniform(-1.0, 1.0, x.shape)
        return np.where(x == np.rint(x.real), x, x + np.maximum(np.abs(x), floor) * self.epsilon * u)

    def noisy(self, a: Array, floor: float = 0.0) -> Array:
        """An input as this arithmetic sees it."""
        if isinstance(a, Dual):
            return Dual(self.noisy(a.value, floor), a.tangent, a.level)
        return self.rounded(a, floor)

    # -- rules of differentiation, once each ---------------------------------------------------------------

    def linear(self, f: Callable[[Plain], Plain], a: Array) -> Array:
        """d f(a) = f(da); `f` only moves or adds entries."""
        if isinstance(a, Dual):
            return Dual(self.linear(f, a.value), self.linear(f, a.tangent), a.level)
        with np.errstate(all="ignore"):
            return self.rounded(f(a))

    def bilinear(self, f: Callable[[Plain, Plain], Plain], a: Array, b: Array) -> Array:
        """d f(a, b) = f(da, b) + f(a, db)."""
        k = level_of(a, b)
        if k:
            (va, ta), (vb, tb) = split(a, k), split(b, k)
            return Dual(self.bilinear(f, va, vb), self.add(self.bilinear(f, ta, vb), self.bilinear(f, va, tb)), k)
        with np.errstate(all="ignore"):
            return self.rounded(f(a, b))  # type: ignore[arg-type]

    def entrywise(self, f: Callable[[Plain], Plain], slope: Callable[[Array], Array], a: Array) -> Array:
        """d f(a) = f'(a) ⊙ da."""
        if isinstance(a, Dual):
            value = self.entrywise(f, slope, a.value)
            try:
                return Dual(value, self.hadamard(slope(a.value), a.tangent), a.level)
            except Undefined as e:  # a slope that this rule does not give may exist: that of norm(w)^2 at w = 0
                raise OutOfReach(f"a derivative by the chain rule: {e}") from None
        with np.errstate(all="ignore"):
            value = f(a)
        if np.any(np.isnan(value)):
            raise Undefined("a function outside its domain")
        return self.rounded(value)

    def join(self, f: Callable[[list[Plain]], Plain], parts: list[Array]) -> Array:
        """d f(a, b, …) = f(da, db, …): stacking."""
        k = level_of(*parts)
        if k:
            pairs = [split(p, k) for p in parts]
            return Dual(self.join(f, [p[0] for p in pairs]), self.join(f, [p[1] for p in pairs]), k)
        return f([primal(p) for p in parts])

    # -- ring operations -----------------------------------------------------------------------------------

    def add(self, a: Array, b: Array) -> Array:
        k = level_of(a, b)
        if k:
            (va, ta), (vb, tb) = split(a, k), split(b, k)
            return Dual(self.add(va, vb), self.add(ta, tb), k)
        with np.errstate(all="ignore"):
            return self.rounded(a + b)  # type: ignore[operator]

    def neg(self, a: Array) -> Array:
        return Dual(self.neg(a.value), self.neg(a.tangent), a.level) if isinstance(a, Dual) else -a

    def sub(self, a: Array, b: Array) -> Array:
        return self.add(a, self.neg(b))

    def hadamard(self, a: Array, b: Array) -> Array:
        return self.bilinear(lambda x, y: x * y, a, b)

    def matmul(self, a: Array, b: Array) -> Array:
        self.spend(shape_of(a)[0] * shape_of(a)[1] * shape_of(b)[1] // PRODUCTS_A_STEP)
        return self.bilinear(lambda x, y: x @ y, a, b)

    def kron(self, a: Array, b: Array) -> Array:
        self.spend(primal(a).size * primal(b).size // ENTRIES_A_STEP)
        return self.bilinear(kronecker, a, b)

    def transpose(self, a: Array) -> Array:
        return self.linear(lambda x: x.T.copy(), a)

    def total(self, a: Array) -> Array:
        """The sum of all entries."""
        return self.linear(lambda x: x.sum(keepdims=True).reshape(1, 1), a)

    def trace(self, a: Array) -> Array:
        return self.linear(lambda x: np.array([[np.trace(x)]]), a)

    def reciprocal(self, a: Array) -> Array:
        return self.entrywise(lambda x: 1.0 / divisor(x), lambda x: self.neg(self.reciprocal(self.hadamard(x, x))), a)

    def divide(self, a: Array, b: Array) -> Array:
        """a / b entrywise, or by a 1×1 `b`; one rounding where neither is dual."""
        if not level_of(a, b):
            with np.errstate(all="ignore"):
                return self.rounded(a / divisor(primal(b)))  # type: ignore[operator]
        return self.hadamard(a, self.reciprocal(b))

    # -- matrix functions ----------------------------------------------------------------------------------

    def inverse(self, a: Array) -> Array:
        """d A⁻¹ = −A⁻¹ dA A⁻¹.  Undefined for a condition number above 1e9: nothing could be concluded there."""
        if isinstance(a, Dual):
            y = self.inverse(a.value)
            return Dual(y, self.neg(self.matmul(self.matmul(y, a.tangent), y)), a.level)
        if a.shape[0] != a.shape[1]:
            raise Undefined("the inverse of a matrix that is not square")
        self.spend(a.shape[0] ** 3 // ENTRIES_A_STEP)
        with np.errstate(all="ignore"):
            condition = np.linalg.cond(a)
            if not condition < SINGULAR:
                raise Undefined("the inverse of a singular matrix")
            if not condition < 1e9:
                raise OutOfReach("the inverse of a nearly singular matrix")
            return self.rounded(np.asarray(np.linalg.inv(a), dtype=a.dtype))

    def determinant(self, a: Array) -> Array:
        """d det A = det A · tr(A⁻¹ dA)."""
        if isinstance(a, Dual):
            d = self.determinant(a.value)
            try:
                return Dual(d, self.hadamard(d, self.trace(self.matmul(self.inverse(a.value), a.tangent))), a.level)
            except Undefined as e:
                raise OutOfReach(f"the derivative of a determinant: {e}") from None
        self.spend(a.shape[0] ** 3 // PRODUCTS_A_STEP)
        return self.rounded(scalar(np.linalg.det(a).item()))

    def logdet(self, a: Array) -> Array:
        """log det A, where det A > 0; d log det A = tr(A⁻¹ dA)."""
        if isinstance(a, Dual):
            return Dual(self.logdet(a.value), self.trace(self.matmul(self.inverse(a.value), a.tangent)), a.level)
        self.spend(a.shape[0] ** 3 // PRODUCTS_A_STEP)
        sign, value = (x.item() for x in np.linalg.slogdet(a))
        if not sign > 0:
            raise Undefined("log det of a matrix with determinant ≤ 0")
        return self.rounded(scalar(value))

    # -- entrywise functions -------------------------------------------------------------------------------

    def exp(self, a: Array) -> Array:
        return self.entrywise(np.exp, self.exp, a)

    def log(self, a: Array) -> Array:
        return self.entrywise(lambda x: np.log(divisor(x)), self.reciprocal, a)

    def sqrt(self, a: Array) -> Array:
        return self.entrywise(np.sqrt, lambda x: self.hadamard(scalar(0.5), self.reciprocal(self.sqrt(x))), a)

    def power(self, a: Array, b: Array) -> Array:
        """Entrywise a^b with a 1×1 exponent."""
        e = primal(b)
        near = np.rint(e.real)
        if not level_of(b) and np.all(np.abs(e - near) < 1e-6):
            n = int(near[0, 0])
            return self.entrywise(
                lambda x: (divisor(x) if n < 0 else x) ** float(n),
                lambda x: np.zeros(shape_of(x)) if n == 0 else self.hadamard(scalar(n), self.power(x, scalar(n - 1))),
                a,
            )
        if not level_of(b):
            below = scalar(float(e[0, 0]) - 1.0)
            return self.entrywise(
                lambda x: (divisor(x) if e[0, 0] < 0 else x) ** e[0, 0], lambda x: self.hadamard(b, self.power(x, below)), a
            )
        return self.exp(self.hadamard(b, self.log(a)))

    def where(self, mask: NDArray[np.bool_], a: Array, b: Array) -> Array:
        """Entries of `a` where `mask`, else of `b`: the rule for |x|, relu, max and min away from their kinks."""
        on = mask.astype(float)
        return self.add(self.linear(lambda x: x * on, a), self.linear(lambda x: x * (1.0 - on), b))
