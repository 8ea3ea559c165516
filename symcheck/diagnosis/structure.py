"""Changes of how a node is built that leave its parts as they are: brackets, orders, exponents, indices.

Owns: `rebuilt`: (kind of mistake, price in bits, node as it may have been meant).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symcheck.diagnosis.pool import like, like_transposed, num
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term

Change = tuple[str, float, Term]


def rebuilt(t: Term) -> Iterator[Change]:
    yield from _orders(t)
    yield from _brackets(t)
    yield from _exponents(t)
    match t:
        case Term("index", (a, Term("num", (), Fraction() as k)), value):
            for other in (k + 1, k - 1):
                if other > 0:
                    yield "wrong-symbol", 2.0, Term("index", (a, num(other)), value, t.shape)


def _orders(t: Term) -> Iterator[Change]:
    match t:
        case Term("sub", (a, b)):
            yield "swapped-operands", 1.0, like(t, "sub", b, a)
        case Term("pow", (Term("num", (), Fraction()) as a, b)) if b.op == "num":
            yield "swapped-operands", 1.6, like(t, "pow", b, a)
        case Term("mul", (Term("mul", (a, b)) as ab, c)) if ab.shape == t.shape == b.shape == c.shape != SCALAR:
            yield "wrong-order", 1.5, like(t, "mul", Term("mul", (a, c), None, t.shape), b)
            yield "wrong-order", 1.7, like(t, "mul", Term("mul", (c, b), None, t.shape), a)
    match t:
        case Term("transpose", (Term("mul", (a, b)),)) if a.shape and b.shape and a.shape.rows == b.shape.cols:
            yield "wrong-order", 1.8, like(t, "mul", like_transposed(a), like_transposed(b))


def _brackets(t: Term) -> Iterator[Change]:
    match t:
        case Term("add" | "sub", (Term("mul", (c, a)), b)):
            yield from _factored(t, c, a, b, left=True)
            yield from _factored(t, a, c, b, left=False)
        case Term("add" | "sub", (Term("div", (a, c)), b)) if a.shape == b.shape:
            yield "not-distributed", 1.6, like(t, "div", like(t, t.op, a, b), c)
        case Term("add" | "sub", (Term("pow", (a, q)), Term("pow", (b, p)))) if q == p and a.shape == b.shape:
            yield "not-distributed", 1.6, like(t, "pow", Term(t.op, (a, b), None, a.shape), q)
    match t:
        case Term("add" | "sub", (a, Term("mul", (b, c)))) if a.shape == b.shape and c.shape is not None:
            yield "not-distributed", 2.0, like(t, "mul", Term(t.op, (a, b), None, a.shape), c)  # a + b c for (a + b) c
        case Term("add" | "sub", (a, Term("div", (b, c)))) if a.shape == b.shape:
            yield "not-distributed", 1.8, like(t, "div", like(t, t.op, a, b), c)
    match t:
        case Term("sub", (Term("sub", (a, b)), c)):  # a - b - c for a - (b - c)
            yield "not-distributed", 1.5, like(t, "sub", a, like(t, "sub", b, c))
        case Term("add", (Term("sub", (a, b)), c)):  # a - b + c for a - (b + c)
            yield "not-distributed", 1.5, like(t, "sub", a, like(t, "add", b, c))


def _factored(t: Term, c: Term, a: Term, b: Term, *, left: bool) -> Iterator[Change]:
    """c a + b for c (a + b), and a c + b for (a + b) c."""
    if a.shape == b.shape and c.shape is not None and a.shape is not None:
        inner = Term(t.op, (a, b), None, a.shape)
        yield "not-distributed", 1.6, like(t, "mul", c, inner) if left else like(t, "mul", inner, c)


def _exponents(t: Term) -> Iterator[Change]:
    if t.shape is None:
        return
    match t:
        case Term("pow", (a, Term("num", (), Fraction() as q))):
            for other in (q + 2, q - 2, -q, 1 / q):
                if other not in (0, 1, q):
                    yield "exponent", 2.4, like(t, "pow", a, num(other))
            return
    if t.op in {"sym", "call", "index", "add", "sub"} and t.shape.rows == t.shape.cols:
        yield "exponent", 1.8, like(t, "pow", t, num(2))
        yield "exponent", 2.2, like(t, "pow", t, num(3))
