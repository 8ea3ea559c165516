"""The built-in vocabulary: every operator's name, arguments and shape rule.

Owns: the table `VOCABULARY`.  Does not own: what the operators mean (theories), how their rules compute shapes
(shape_rules.py, calculus_rules.py), how a call is read around them (calls.py).  The table is complete: an operator whose theory
does not exist yet still has its shape here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from symcheck.language import calculus_rules as calculus
from symcheck.language import shape_rules as rule
from symcheck.language.distributions import DISTRIBUTIONS
from symcheck.language.shape_rules import Operator

_ENTRYWISE = """
         exp ln sqrt abs sign floor ceil round sin cos tan sec csc cot asin acos atan arcsin arccos arctan
    sinh cosh tanh coth asinh acosh atanh arcsinh arccosh arctanh sigmoid softplus relu erf gamma factorial
    float64 Re Im conj
    """

_DERIVATIVES = (
    Operator("grad", (2,), calculus.gradient, keywords=("at",), roles=("function", "variable")),
    Operator("jac", (2,), calculus.jacobian, keywords=("at",), roles=("function", "variable")),
    Operator("hess", (2,), calculus.hessian, keywords=("at",), roles=("function", "variable")),
    Operator("diff", (2, 3, 4), calculus.derivative, keywords=("at",), roles=("function", "variable")),
    Operator("taylor", (2,), rule.same, keywords=("at", "order"), roles=("function", "variable")),
    Operator("argmin", (1, 2, 3), calculus.extremiser, roles=("function", "variable", "statement"), binds=True),
    Operator("argmax", (1, 2, 3), calculus.extremiser, roles=("function", "variable", "statement"), binds=True),
    Operator("solve", (2,), calculus.of_second, result="set", roles=("statement", "variable")),
    Operator(
        "integrate", (1, 2, 4), calculus.integral, keywords=("at",), roles=("function", "variable", "value", "value"), binds=True
    ),
    Operator("limit", (1,), rule.same, binds=True),
)

_LINEAR = (
    Operator("norm", (1, 2), rule.scalar, keywords=("p",)),
    Operator("tr", (1,), rule.scalar_of_square),
    Operator("trace", (1,), rule.scalar_of_square),
    Operator("det", (1,), rule.scalar_of_square),
    Operator("logdet", (1,), rule.scalar_of_square),
    Operator("rank", (1,), rule.scalar),
    Operator("inv", (1,), rule.square),
    Operator("pinv", (1,), rule.transposed),
    Operator("diag", (1,), rule.diagonal),
    Operator("vec", (1,), rule.stacked),
    Operator("kron", (2,), rule.kronecker),
    Operator("block", (1,), rule.same, roles=("blocks",)),
    Operator("outer", (2,), rule.outer_product),
    Operator("inner", (2,), rule.inner_product, conforming=True),
    Operator("dot", (2,), rule.inner_product, conforming=True),
    Operator("hadamard", (2,), rule.same, conforming=True),
    Operator("rows", (1,), rule.scalar),
    Operator("cols", (1,), rule.scalar),
    Operator("shape", (1,), rule.nothing, result="tuple"),
    Operator("conv", (2,), rule.convolution, keywords=("padding", "stride", "dilation", "mode")),
    Operator("flip", (1,), rule.same),
    Operator("rowspace", (1,), rule.row_vectors, result="set"),
    Operator("colspace", (1,), rule.column_vectors, result="set"),
    Operator("nullspace", (1,), rule.row_vectors, result="set"),
    Operator("span", (1,), rule.same, result="set", conforming=True, variadic=True),
)

_SCALARS = (
    Operator("log", (1, 2), rule.logarithm, entrywise=True),
    Operator("logsumexp", (1,), rule.scalar_of_vector),
    Operator("softmax", (1,), rule.vector_to_itself),
    Operator("sum", (1,), rule.total, binds=True),
    Operator("prod", (1,), rule.total, binds=True),
    Operator("mean", (1,), rule.total, binds=True),
    Operator("max", (1,), rule.extreme, conforming=True, variadic=True, binds=True),
    Operator("min", (1,), rule.extreme, conforming=True, variadic=True, binds=True),
    Operator("binomial", (2,), rule.scalars),
    Operator("count", (1,), rule.scalar, roles=("statement",), binds=True),
    Operator("O", (1,), rule.scalars, result="growth", binds=True),
    Operator("Theta", (1,), rule.scalars, result="growth", binds=True),
    Operator("o", (1,), rule.scalars, result="growth", binds=True),
)

_PROBABILITY = (
    Operator("E", (1,), rule.same, keywords=("given",)),
    Operator("Var", (1,), rule.covariance, keywords=("given",)),
    Operator("Cov", (1, 2), rule.covariance, keywords=("given",)),
    Operator("P", (1,), rule.scalar, keywords=("given",), roles=("statement",)),
    Operator("independent", (2,), rule.nothing, roles=("random",), result="statement", variadic=True),
    *DISTRIBUTIONS,
)

_OBJECTS = (
    Operator("parameters", (1, 2), rule.scalar, keywords=("bias", "biases", "per", "of"), roles=("object", "mark")),
    Operator("neurons", (1, 2), rule.scalar, keywords=("input", "per", "of"), roles=("object", "mark")),
    Operator("macs", (1, 2), rule.scalar, keywords=("per", "of"), roles=("object", "mark")),
    Operator(
        "memory",
        (1, 2),
        rule.scalar,
        keywords=("mode", "pass", "direction", "steps", "per", "of", "wrt"),
        roles=("object", "mark"),
    ),
    Operator("receptive_field", (1, 2), rule.scalar, keywords=("of", "at"), roles=("object", "mark")),
    Operator("output_shape", (1, 2), rule.nothing, keywords=("of", "at"), result="tuple", roles=("object", "mark")),
    Operator(
        "matches",
        (1, 2),
        rule.nothing,
        keywords=("tolerance", "rows", "digits", "float64"),
        result="statement",
        roles=("object", "object"),
    ),
)

VOCABULARY: Mapping[str, Operator] = MappingProxyType(
    {
        operator.name: operator
        for operator in (
            *(Operator(name, (1,), rule.same, entrywise=True) for name in _ENTRYWISE.split()),
            *_DERIVATIVES,
            *_LINEAR,
            *_SCALARS,
            *_PROBABILITY,
            *_OBJECTS,
        )
    }
)

# Names that stand for a constant array; calls.py turns them into `eye`, `zeros` and `ones` nodes.
ARRAYS: Mapping[str, tuple[int, ...]] = MappingProxyType({"I": (0, 1), "zeros": (1, 2), "ones": (1, 2)})
