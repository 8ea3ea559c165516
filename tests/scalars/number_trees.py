"""Expressions as trees of their own, with values to eighty digits: the ground truth of the rewrite fuzzers.

Owns: `parsed` (Python's expression syntax, `^` for powers), `printed` (our typed line), `value` (mpmath; Undefined outside the
real domain), `places`.  Shares no code with symcheck.  A tree is ("num", Fraction), ("sym", name) or (operator, *trees);
("pi",) is an operator without any.
"""

import ast
from fractions import Fraction

import mpmath

DIGITS = 80
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}


class Undefined(Exception):
    """The expression has no real value there."""


def parsed(text):
    return _tree(ast.parse(text.replace("^", "**"), mode="eval").body)


def _tree(node):
    match node:
        case ast.Constant(int(n)):
            return ("num", Fraction(n))
        case ast.Name("pi"):
            return ("pi",)
        case ast.Name(name):
            return ("sym", name)
        case ast.UnaryOp(ast.USub(), a):
            return ("neg", _tree(a))
        case ast.BinOp(a, op, b):
            return (OPERATORS[type(op)], _tree(a), _tree(b))
        case ast.Call(ast.Name(name), arguments):
            return (name, *map(_tree, arguments))
    raise ValueError(ast.unparse(node))


def printed(tree, least=0):
    """The tree as typed, in brackets wherever there could be two readings."""
    match tree:
        case ("num", q):
            text, own = str(q), 5 if q >= 0 and q.denominator == 1 else 1
        case ("sym", name):
            text, own = name, 5
        case ("neg", a):
            text, own = f"-{printed(a, 4)}", 1
        case (("+" | "-") as op, a, b):
            text, own = f"{printed(a, 1)} {op} {printed(b, 2)}", 1
        case ("/", a, b):
            text, own = f"{printed(a, 3)} / {printed(b, 3)}", 2
        case ("*", a, b):
            text, own = f"{printed(a, 3 if a[0] == '/' else 2)} * {printed(b, 3)}", 2
        case ("^", a, b):
            text, own = f"{printed(a, 5)}^{printed(b, 5)}", 4
        case ("pi",):
            text, own = "pi", 5
        case (name, *arguments):
            text, own = f"{name}({', '.join(printed(a) for a in arguments)})", 5
    return text if own >= least else f"({text})"


def places(tree):
    """(subtree, how to put another in its place), the root first."""
    yield tree, lambda new: new
    if tree[0] not in {"num", "sym"}:
        for k in range(1, len(tree)):
            for node, put in places(tree[k]):
                yield node, lambda new, k=k, put=put: (*tree[:k], put(new), *tree[k + 1 :])


def symbols(tree):
    return {node[1] for node, _ in places(tree) if node[0] == "sym"}


def size(tree):
    return sum(1 for _ in places(tree))


def value(tree, at):
    """The real value to fifty digits, the symbols having the values `at`.  Raises Undefined."""
    with mpmath.workdps(DIGITS):
        return _value(tree, at)


def _value(tree, at):
    op, *parts = tree
    if op == "num":
        return mpmath.mpf(parts[0].numerator) / parts[0].denominator
    if op == "sym":
        return at[parts[0]]
    rule = _RULES[op]
    found = rule(*(_value(p, at) for p in parts))
    if not mpmath.isfinite(found) or abs(found) > mpmath.mpf(10) ** 60:
        raise Undefined
    return found


def _quotient(a, b):
    if abs(b) < mpmath.mpf(10) ** -30:
        raise Undefined
    return a / b


def _power(a, b):
    if b == int(b):
        if a == 0 and b <= 0:
            raise Undefined
        return a ** int(b)
    if a <= 0:
        raise Undefined
    return a**b


def _logarithm(a):
    if a <= 0:
        raise Undefined
    return mpmath.log(a)


def _root(a):
    if a < 0:
        raise Undefined
    return mpmath.sqrt(a)


def _tangent(a):
    return _quotient(mpmath.sin(a), mpmath.cos(a))


_RULES = {
    "pi": lambda: +mpmath.pi, "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "neg": lambda a: -a,
    "/": _quotient, "^": _power, "sqrt": _root, "log": _logarithm, "exp": mpmath.exp, "sin": mpmath.sin, "cos": mpmath.cos,
    "tan": _tangent, "sinh": mpmath.sinh, "cosh": mpmath.cosh, "tanh": mpmath.tanh, "abs": abs, "max": max, "min": min,
    "sigmoid": lambda a: 1 / (1 + mpmath.exp(-a)), "relu": lambda a: max(a, mpmath.mpf(0)), "arctan": mpmath.atan,
}  # fmt: skip
