"""What the functions of the vocabulary are in Python, and which claims need fractions only.

Owns: `ENTRYWISE`, `OF_MATRICES`, `is_exact`.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.language.context import Context
from symcheck.language.reading import unfold
from symcheck.language.terms import Term, subterms

Code = tuple[str, int]
ENTRYWISE = {
    "exp": "np.exp({})", "ln": "np.log({})", "sqrt": "np.sqrt({})", "abs": "np.abs({})", "sign": "np.sign({})",
    "floor": "np.floor({})", "ceil": "np.ceil({})", "sin": "np.sin({})", "cos": "np.cos({})", "tan": "np.tan({})",
    "asin": "np.arcsin({})", "acos": "np.arccos({})", "atan": "np.arctan({})", "arcsin": "np.arcsin({})",
    "arccos": "np.arccos({})", "arctan": "np.arctan({})", "sinh": "np.sinh({})", "cosh": "np.cosh({})", "tanh": "np.tanh({})",
    "asinh": "np.arcsinh({})", "acosh": "np.arccosh({})", "atanh": "np.arctanh({})", "arcsinh": "np.arcsinh({})",
    "arccosh": "np.arccosh({})", "arctanh": "np.arctanh({})", "sigmoid": "(1 / (1 + np.exp(-({}))))",
    "softplus": "np.log1p(np.exp({}))", "relu": "np.maximum({}, 0)", "sec": "(1 / np.cos({}))", "csc": "(1 / np.sin({}))",
    "cot": "(1 / np.tan({}))", "coth": "(1 / np.tanh({}))", "log": "np.log({})", "erf": "np.vectorize(math.erf)({})",
    "gamma": "np.vectorize(math.gamma)({})",
}  # fmt: skip
OF_MATRICES = {
    "tr": "np.trace({})", "trace": "np.trace({})", "det": "np.linalg.det({})", "inv": "np.linalg.inv({})",
    "pinv": "np.linalg.pinv({})", "rank": "np.linalg.matrix_rank({})", "logdet": "np.log(np.linalg.det({}))",
    "vec": "({}).reshape(-1, 1, order='F')", "flip": "np.flip({})",
}  # fmt: skip
EXACT_OPS = frozenset(
    {"num", "sym", "apply", "add", "sub", "neg", "mul", "hadamard", "div", "pow", "transpose", "index", "vector", "matrix", "row"}
    | {"eye", "zeros", "ones", "rel", "chain", "and", "or", "not", "implies", "iff", "range", "bind", "all"}
)  # fmt: skip
EXACT_CALLS = frozenset(
    {"tr", "trace", "sum", "prod", "inner", "dot", "outer", "kron", "vec", "diag", "hadamard", "norm", "abs", "factorial"}
    | {"block"}
)


def is_exact(term: Term, context: Context) -> bool:
    """Whether fractions suffice: the four operations, whole powers, and squares of norms."""
    squared: set[int] = set()
    waiting, seen = [term], set[str]()
    while waiting:
        for t in subterms(waiting.pop()):
            name = str(t.value) if t.op in {"sym", "apply"} else ""
            if name in context.definitions and name not in context.symbols and name not in seen:
                seen.add(name)
                waiting.append(unfold(t, context))
            if t.op == "pow":
                base, exponent = t.args
                if exponent.op not in {"num", "neg"} or any(x.op not in {"num", "neg"} for x in subterms(exponent)):
                    return False
                if any(isinstance(x.value, Fraction) and x.value.denominator != 1 for x in subterms(exponent)):
                    return False
                if base.op == "call" and base.value == "norm" and exponent.value == 2:
                    squared.add(id(base))
                if not (base.shape is None or base.shape.is_scalar) and exponent.op == "neg":
                    return False
            if t.op not in EXACT_OPS and not (t.op == "call" and t.value in EXACT_CALLS):
                return False
            if t.op == "call" and t.value == "norm" and id(t) not in squared:
                return False
    return True
