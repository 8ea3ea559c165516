"""Dual numbers against difference quotients, noise, and the written order of binary64."""

import math

import numpy as np
import pytest

from symcheck.crosscheck.arithmetic import Arithmetic, Dual, Undefined, primal, scalar, split
from symcheck.crosscheck.entrywise import ENTRYWISE
from symcheck.crosscheck.functions import UNARY
from symcheck.crosscheck.written_order import WrittenOrder

AR = Arithmetic()
PLAIN_ONLY = {"floor", "ceil", "round", "sign", "gamma", "factorial", "Re", "Im", "conj"}
SMOOTH = sorted(set(UNARY) - PLAIN_ONLY)


def derivative(f, x, direction):
    """The derivative at x along a direction, by a dual number."""
    return split(f(Dual(x, direction, 1)), 1)[1]


def argument(name, rng):
    """A point inside the domain of the function."""
    x = rng.uniform(0.2, 0.8, (3, 3)) + np.diag([1.0, 2.0, 3.0]) * (name in {"inv", "det", "logdet", "tr", "trace", "pinv"})
    if name in {"acosh", "arccosh"}:
        return x + 1.0
    return x[:, :1] if name in {"softmax", "diag", "logsumexp"} else x


@pytest.mark.parametrize("name", SMOOTH)
def test_every_rule_agrees_with_a_difference_quotient(name):
    rng = np.random.default_rng(1)
    x = argument(name, rng)
    direction = rng.normal(size=x.shape)
    h = 1e-6
    quotient = (primal(UNARY[name](AR, x + h * direction)) - primal(UNARY[name](AR, x - h * direction))) / (2 * h)
    assert np.allclose(derivative(lambda y: UNARY[name](AR, y), x, direction), quotient, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", SMOOTH)
def test_second_derivatives_by_nesting(name):
    rng = np.random.default_rng(2)
    x = argument(name, rng)
    one, two = rng.normal(size=x.shape), rng.normal(size=x.shape)

    def first(y):
        return split(UNARY[name](AR, Dual(y, one, 2)), 2)[1]

    h = 1e-5
    quotient = (primal(first(x + h * two)) - primal(first(x - h * two))) / (2 * h)
    assert np.allclose(derivative(first, x, two), quotient, rtol=1e-4, atol=1e-5)


def test_no_perturbation_is_confused_with_another():
    """d/dx (x · d/dy (x + y)) = 1, which a single level would get wrong."""

    def inner(x):
        return split(AR.add(x, Dual(scalar(2.0), scalar(1.0), 2)), 2)[1]

    assert derivative(lambda x: AR.hadamard(x, inner(x)), scalar(3.0), scalar(1.0))[0, 0] == 1.0


def test_what_does_not_depend_on_the_variable_has_derivative_zero_of_its_shape():
    assert split(np.ones((2, 3)), 1)[1].shape == (2, 3)


@pytest.mark.parametrize("bad", [np.array([[1.0, 2.0], [2.0, 4.0]]), np.zeros((2, 2)), np.array([[1.0, 0.0], [0.0, 1e-12]])])
def test_no_inverse_of_a_nearly_singular_matrix(bad):
    with pytest.raises(Undefined, match="singular"):
        AR.inverse(bad)


UNDEFINED = [
    lambda: AR.log(scalar(-1.0)), lambda: AR.reciprocal(scalar(0.0)), lambda: AR.exp(scalar(1e4)), lambda: AR.sqrt(scalar(-1.0)),
    lambda: AR.logdet(-np.eye(3)),
]  # fmt: skip


@pytest.mark.parametrize("undefined", UNDEFINED)
def test_what_is_not_finite_is_undefined(undefined):
    with pytest.raises(Undefined):
        undefined()


def test_noise_leaves_whole_numbers_alone_and_moves_the_others_by_its_size():
    noisy = Arithmetic(np.random.default_rng(3), 1e-6)
    assert np.array_equal(noisy.rounded(np.array([[1.0, -7.0, 0.0]])), [[1.0, -7.0, 0.0]])
    moved = noisy.rounded(np.full((1, 100), 0.5))
    assert np.all(np.abs(moved - 0.5) <= 0.5e-6)
    assert np.all(moved != 0.5)


def test_the_written_order_is_that_of_python():
    exact = WrittenOrder()
    x = np.array([[0.1, 0.2, 0.3]])
    assert exact.total(x)[0, 0] == 0.1 + 0.2 + 0.3
    assert exact.matmul(x, x.T)[0, 0] == 0.1 * 0.1 + 0.2 * 0.2 + 0.3 * 0.3
    assert exact.power(scalar(0.1), scalar(3.0))[0, 0] == 0.1 * 0.1 * 0.1
    assert exact.total(np.array([[1e16, 1.0, -1e16]]))[0, 0] == 0.0


def test_every_entrywise_function_is_what_it_says():
    x = scalar(0.4)
    known = {
        "sec": 1 / math.cos(0.4), "csc": 1 / math.sin(0.4), "cot": 1 / math.tan(0.4), "coth": 1 / math.tanh(0.4), "relu": 0.4,
        "sigmoid": 1 / (1 + math.exp(-0.4)), "softplus": math.log(1 + math.exp(0.4)), "erf": math.erf(0.4),
    }  # fmt: skip
    for name, value in known.items():
        assert math.isclose(primal(ENTRYWISE[name](AR, x))[0, 0], value, rel_tol=1e-14), name
