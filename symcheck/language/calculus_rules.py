"""Shape rules of derivatives, integrals, minimisers and solutions.

Owns: the shapes of grad, jac, hess, diff, integrate, argmin, argmax, solve.  Does not own: the other rules
(shape_rules.py).  Layout: a gradient has the shape of its variable; a Jacobian is m×k for f m×1 and x k×1, and k×m
under `layout: denominator`.
"""

from __future__ import annotations

from symcheck.language.shape_rules import Call, describe, is_vector, scalar_of_vector
from symcheck.language.sizes import Shape


def of_second(call: Call) -> Shape:
    return call.shape(1)


def _needs_scalar(call: Call, hint: str) -> None:
    if not call.shape(0).is_scalar:
        shape = call.shape(0)
        sort = "a vector" if is_vector(shape) else "a matrix"
        word = call.words(call.args[0])
        raise call.refuse(f"needs a scalar; `{word}` is {sort} {describe(shape)}", hint, at=0)


def gradient(call: Call) -> Shape:
    """∇ₓ f has the shape of x: ⟨∇f, dx⟩ = df for scalar f."""
    f, x = call.shape(0), call.shape(1)
    columns = Shape(x.rows, f.rows) if call.layout == "denominator" else Shape(f.rows, x.rows)
    jacobian_shape = f" ({describe(columns)})" if f.is_column and x.is_column else ""
    _needs_scalar(call, f"did you mean its Jacobian jac(f, x){jacobian_shape}, or the gradient of norm(·)^2?")
    return call.shape(1)


def jacobian(call: Call) -> Shape:
    """J is m×k with J dx = df, for f m×1 and x k×1; in the denominator layout its transpose."""
    for i, what in ((0, "f"), (1, "x")):
        if not call.shape(i).is_column:
            raise call.refuse(f"needs columns for f and x, but {call.said(i)}", f"stack it: vec({what})", at=i)
    shape = Shape(call.shape(0).rows, call.shape(1).rows)
    return shape.transposed() if call.layout == "denominator" else shape


def hessian(call: Call) -> Shape:
    """H is k×k with dxᵀ H dx = d²f, for scalar f and x k×1."""
    _needs_scalar(call, "a Hessian is of one scalar; take one entry at a time")
    if not call.shape(1).is_column:
        raise call.refuse(f"needs a column to differentiate by, but {call.said(1)}", "stack it: vec(x)", at=1)
    return Shape(call.shape(1).rows, call.shape(1).rows)


def derivative(call: Call) -> Shape:
    """df/dx: the shape of f for a scalar x, the shape of x for a scalar f."""
    f, x = call.shape(0), call.shape(1)
    if x.is_scalar:
        return f
    _needs_scalar(call, "an array is differentiated by a scalar, or use jac(f, x) for two vectors")
    return x


def extremiser(call: Call) -> Shape:
    """argmin(f, x): the x at which the scalar f is least; argmax(v) of a vector: an index."""
    if call.bound:
        _needs_scalar(call, "only scalars can be compared")
        return call.bound[0]
    if len(call.args) == 1:
        return scalar_of_vector(call)
    _needs_scalar(call, "only scalars can be compared; did you mean norm(·)^2?")
    return call.shape(1)


def integral(call: Call) -> Shape:
    for i in range(1, len(call.args)):
        if not call.shape(i).is_scalar:
            raise call.refuse(f"is over a scalar, but {call.said(i)}", at=i)
    return call.shape(0)
