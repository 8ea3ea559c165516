"""Antiderivatives, proposed by sympy's rules of integration; what is proposed is proved elsewhere.

UNTRUSTED.  Owns: `antiderivatives`.  Texts in the language of claims, so that a certificate can be read and replayed without
sympy.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symcheck import lazy
from symcheck.language.terms import Term

if TYPE_CHECKING:
    import sympy
    from sympy.integrals import manualintegrate as rules
else:
    sympy = lazy.module("sympy")
    rules = lazy.module("sympy.integrals.manualintegrate")

MOST_NODES, MOST = 60, 6
SAME = ("exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "sqrt", "erf", "sec", "csc", "cot")
FUNCTIONS = {**{n: n for n in SAME}, "ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "abs": "Abs"}
WRITTEN = {
    "exp": "exp", "log": "log", "sin": "sin", "cos": "cos", "tan": "tan", "asin": "asin", "acos": "acos", "atan": "atan",
    "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "Abs": "abs", "erf": "erf",
}  # fmt: skip


class Foreign(Exception):
    """An expression that the other side has no word for."""


def antiderivatives(integrand: Term, name: str) -> tuple[str, ...]:
    """Texts of functions whose derivative by `name` may be the integrand, the likeliest first; none where none is found."""
    try:
        found: dict[str, None] = {}
        for positive in (True, False):  # of parameters: only a guess, like everything here
            f, x = _expression(integrand, [MOST_NODES], name, positive), sympy.Symbol(name, real=True)
            for form in dict.fromkeys((f, sympy.expand(f))):
                for big in (*_forms(rules.manualintegrate(form, x)), *_of_gaussian(form, x)):
                    try:
                        found[_written(big)] = None
                    except Foreign:
                        continue
            if found:
                break
        return tuple(found)[:MOST]
    except (Foreign, ArithmeticError, AttributeError, LookupError, NotImplementedError, RecursionError, TypeError, ValueError):
        return ()


def _forms(big: Any) -> Iterator[Any]:
    """An antiderivative as it is, with logarithms of absolute values, and the cases of one that depends on parameters."""
    if big.has(sympy.Integral):
        return
    cases = [big]
    for piece in sorted(big.atoms(sympy.Piecewise), key=str):
        cases = [c.xreplace({piece: value}) for c in cases for value, _ in piece.args]
    for case in cases[:6]:
        plain = case.replace(sympy.Abs, lambda u: u) if case.has(sympy.log) else case
        yield plain
        if plain.has(sympy.log):
            yield plain.replace(sympy.log, lambda u: sympy.log(sympy.Abs(u), evaluate=False) if u.free_symbols else sympy.log(u))


def _of_gaussian(f: Any, x: Any) -> Iterator[Any]:
    """c e^(−a x² + b x + d) by the error function."""
    rest, power = f.as_independent(x)
    if not isinstance(power, sympy.exp) or not power.args[0].is_polynomial(x):
        return
    coefficients = sympy.Poly(power.args[0], x).all_coeffs()
    if len(coefficients) == 3:
        a, b, d = -coefficients[0], coefficients[1], coefficients[2]
        root = sympy.sqrt(a)
        scale = sympy.simplify(rest * sympy.exp(b**2 / (4 * a) + d)) * sympy.sqrt(sympy.pi) / (2 * root)
        yield scale * sympy.erf(sympy.expand(root * x - b / (2 * root)))


def _expression(term: Term, left: list[int], name: str, positive: bool) -> Any:
    left[0] -= 1
    if left[0] < 0:
        raise Foreign
    match term:
        case Term("num", (), Fraction() as q):
            return sympy.Rational(q.numerator, q.denominator)
        case Term("const", (), "pi"):
            return sympy.pi
        case Term("const", (), "e"):
            return sympy.E
        case Term("sym", (), str() as said):
            return sympy.Symbol(said, real=True) if said == name or not positive else sympy.Symbol(said, positive=True)
        case Term("call", (a,), str() as function) if function in FUNCTIONS:
            return getattr(sympy, FUNCTIONS[function])(_expression(a, left, name, positive))
        case Term("call", (a,), "sigmoid"):
            return 1 / (1 + sympy.exp(-_expression(a, left, name, positive)))
        case Term("neg", (a,)):
            return -_expression(a, left, name, positive)
        case Term("add" | "sub" | "mul" | "hadamard" | "div" | "pow", (a, b)):
            p, q = (_expression(t, left, name, positive) for t in (a, b))
            match term.op:
                case "add":
                    return p + q
                case "sub":
                    return p - q
                case "div":
                    return p / q
                case "pow":
                    return p**q
            return p * q
    raise Foreign


def _written(e: Any) -> str:
    """The expression with all its brackets."""
    if e.is_Symbol:
        return str(e.name)
    if e.is_Rational:
        return str(e) if e.is_Integer and e >= 0 else f"({e})"
    if e == sympy.pi:
        return "pi"
    if e == sympy.E:
        return "e"
    if e.is_Add:
        return "(" + " + ".join(_written(a) for a in e.args) + ")"
    if e.is_Mul:
        return "(" + "*".join(_written(a) for a in e.args) + ")"
    if e.is_Pow:
        base, exponent = e.args
        if base == sympy.E:
            return f"exp({_written(exponent)})"
        if exponent.is_Rational and exponent.q == 2:
            root = f"sqrt({_written(base)})"
            whole = f"({root})^{abs(exponent.p)}" if abs(exponent.p) != 1 else root
            return whole if exponent > 0 else f"(1/({whole}))"
        if exponent.is_Integer and exponent < 0:
            return f"(1/({_written(base)})^{-exponent})"
        return f"({_written(base)})^({_written(exponent)})"
    name = type(e).__name__
    if name in WRITTEN and len(e.args) == 1:
        return f"{WRITTEN[name]}({_written(e.args[0])})"
    raise Foreign
