"""Functions of one number applied to every entry, each with its derivative beside it.

Owns: `ENTRYWISE`.  Does not own: functions of whole arrays (functions.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, Array, Dual, OutOfReach, primal, scalar, shape_of
from symcheck.crosscheck.environment import NoReading, factorial

Entrywise = Callable[[Arithmetic, Array], Array]


def sin(ar: Arithmetic, x: Array) -> Array:
    return ar.entrywise(np.sin, lambda y: cos(ar, y), x)


def cos(ar: Arithmetic, x: Array) -> Array:
    return ar.entrywise(np.cos, lambda y: ar.neg(sin(ar, y)), x)


def tan(ar: Arithmetic, x: Array) -> Array:
    return ar.divide(sin(ar, x), cos(ar, x))


def sinh(ar: Arithmetic, x: Array) -> Array:
    return ar.entrywise(np.sinh, lambda y: cosh(ar, y), x)


def cosh(ar: Arithmetic, x: Array) -> Array:
    return ar.entrywise(np.cosh, lambda y: sinh(ar, y), x)


def tanh(ar: Arithmetic, x: Array) -> Array:
    """tanh' = 1 − tanh²."""
    return ar.entrywise(np.tanh, lambda y: ar.sub(scalar(1), ar.power(tanh(ar, y), scalar(2))), x)


def sigmoid(ar: Arithmetic, x: Array) -> Array:
    """σ' = σ (1 − σ)."""

    def slope(y: Array) -> Array:
        s = sigmoid(ar, y)
        return ar.hadamard(s, ar.sub(scalar(1), s))

    return ar.entrywise(lambda y: 0.5 * (1.0 + np.tanh(0.5 * y)), slope, x)


def softplus(ar: Arithmetic, x: Array) -> Array:
    return ar.entrywise(lambda y: np.logaddexp(0.0, y), lambda y: sigmoid(ar, y), x)


def one_plus_square(ar: Arithmetic, x: Array, sign: float) -> Array:
    return ar.add(scalar(1), ar.hadamard(scalar(sign), ar.power(x, scalar(2))))


def arctan(ar: Arithmetic, x: Array) -> Array:
    return ar.entrywise(np.arctan, lambda y: ar.reciprocal(one_plus_square(ar, y, 1.0)), x)


def arcsin(ar: Arithmetic, x: Array) -> Array:
    return ar.entrywise(np.arcsin, lambda y: ar.reciprocal(ar.sqrt(one_plus_square(ar, y, -1.0))), x)


def arccos(ar: Arithmetic, x: Array) -> Array:
    return ar.sub(scalar(math.pi / 2), arcsin(ar, x))


def absolute(ar: Arithmetic, x: Array) -> Array:
    if np.iscomplexobj(primal(x)):
        return np.abs(primal(x))
    return ar.where(primal(x) >= 0, x, ar.neg(x))


def relu(ar: Arithmetic, x: Array) -> Array:
    return ar.where(primal(x) > 0, x, np.zeros(shape_of(x)))


def step(f: Callable[[np.ndarray], np.ndarray]) -> Entrywise:
    """A function that is constant between its jumps.  Values within rounding of a whole number are taken as that."""

    def apply(ar: Arithmetic, x: Array) -> Array:
        y = primal(x)
        return f(np.where(np.abs(y - np.rint(y)) < 1e-7 * np.maximum(1.0, np.abs(y)), np.rint(y), y))

    return apply


def quotient(above: Entrywise, below: Entrywise) -> Entrywise:
    return lambda ar, x: ar.divide(above(ar, x), below(ar, x))


def one(ar: Arithmetic, x: Array) -> Array:
    return np.ones(shape_of(x))


def arcsinh(ar: Arithmetic, x: Array) -> Array:
    return ar.entrywise(np.arcsinh, lambda y: ar.reciprocal(ar.sqrt(one_plus_square(ar, y, 1.0))), x)


def arccosh(ar: Arithmetic, x: Array) -> Array:
    root = lambda y: ar.sqrt(ar.sub(ar.power(y, scalar(2)), scalar(1)))  # noqa: E731
    return ar.entrywise(np.arccosh, lambda y: ar.reciprocal(root(y)), x)


def arctanh(ar: Arithmetic, x: Array) -> Array:
    return ar.entrywise(np.arctanh, lambda y: ar.reciprocal(one_plus_square(ar, y, -1.0)), x)


def erf(ar: Arithmetic, x: Array) -> Array:
    """erf' = 2/√π · exp(−x²)."""
    bell = lambda y: ar.hadamard(scalar(2 / math.sqrt(math.pi)), ar.exp(ar.neg(ar.power(y, scalar(2)))))  # noqa: E731
    return ar.entrywise(np.vectorize(math.erf, otypes=[float]), bell, x)


def plain_only(f: Callable[[np.ndarray], np.ndarray], name: str) -> Entrywise:
    """A function without a derivative here."""

    def apply(ar: Arithmetic, x: Array) -> Array:
        if isinstance(x, Dual):
            raise NoReading(f"the derivative of {name}")
        return ar.rounded(f(x))

    return apply


def gamma(x: np.ndarray) -> np.ndarray:
    try:
        return np.vectorize(math.gamma, otypes=[float])(x)
    except (ValueError, OverflowError):
        raise OutOfReach("Γ at a pole, or beyond the range of floats") from None


def factorials(x: np.ndarray) -> np.ndarray:
    return np.vectorize(factorial, otypes=[float])(x)


ENTRYWISE: Mapping[str, Entrywise] = {
    "exp": Arithmetic.exp, "ln": Arithmetic.log, "sqrt": Arithmetic.sqrt, "abs": absolute,
    "sin": sin, "cos": cos, "tan": tan, "sec": quotient(one, cos), "csc": quotient(one, sin), "cot": quotient(cos, sin),
    "asin": arcsin, "acos": arccos, "atan": arctan, "arcsin": arcsin, "arccos": arccos, "arctan": arctan,
    "sinh": sinh, "cosh": cosh, "tanh": tanh, "coth": quotient(cosh, sinh),
    "asinh": arcsinh, "acosh": arccosh, "atanh": arctanh, "arcsinh": arcsinh, "arccosh": arccosh, "arctanh": arctanh,
    "sigmoid": sigmoid, "relu": relu, "softplus": softplus, "erf": erf,
    "floor": step(np.floor), "ceil": step(np.ceil), "sign": step(np.sign), "round": step(np.rint),
    "gamma": plain_only(gamma, "Γ"), "factorial": plain_only(factorials, "a factorial"),
    "Re": plain_only(np.real, "Re"), "Im": plain_only(np.imag, "Im"), "conj": plain_only(np.conj, "conj"),
}  # fmt: skip
