"""A mistake by the name that teachers have for it: the cross term of a square, the inner derivative of the chain rule.

Owns: `cross_term`, `inner_function`.  Both compare values at the points of the screen; they name what is proved elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from symcheck.diagnosis import floats
from symcheck.diagnosis.points import NO_VALUE, Points
from symcheck.diagnosis.pool import TWO, like_transposed
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, subterms

DERIVED = ("diff", "grad")


def cross_term(other: Term, was: Term, now: Term, points: Points) -> bool:
    """Whether what is missing is a multiple of the mixed term of a square on the other side: of a b where it has (a + b)^2."""
    if was.shape != now.shape:
        return False
    return any(m.shape == was.shape and _is_multiple(was, now, m, points) for m in _mixed_terms(other))


def _mixed_terms(side: Term) -> Iterator[Term]:
    for t in subterms(side):
        match t:
            case Term("pow", (Term("call", (Term("add" | "sub", (a, b)),), "norm"), two)) if two == TWO:
                yield Term("mul", (like_transposed(a), b), None, SCALAR)
            case Term("pow", (Term("add" | "sub", (a, b)), two)) if two == TWO:
                first, second = Term("mul", (a, b), None, t.shape), Term("mul", (b, a), None, t.shape)
                yield first
                if t.shape != SCALAR:
                    yield second
                    yield Term("add", (first, second), None, t.shape)


def _is_multiple(was: Term, now: Term, mixed: Term, points: Points) -> bool:
    found: set[float] = set()
    try:
        for point in points.all:
            gap = floats.minus(points.value(now, point), points.value(was, point))
            c = floats.ratio(gap, points.value(mixed, point))
            if c is None and floats.near(gap, floats.scaled(0.0, gap)):
                continue  # the mixed term is 0 there
            if not c:
                return False
            found.add(round(c, 6))
    except NO_VALUE:
        return False
    return len(found) == 1


def inner_function(statement: Term, was: Term, now: Term, points: Points) -> Term | None:
    """g, where the statement is about the derivative of f(g(x)) and the missing factor is g′(x)."""
    derivative = next((t for t in statement.args if t.op == "call" and t.value in DERIVED), None)
    if derivative is None or derivative.args[1].shape != SCALAR:
        return None
    f, x = derivative.args[:2]
    if was.shape != now.shape:
        return None
    for g in dict.fromkeys(_inner(f)):
        if g == x or not any(t == x for t in subterms(g)):
            continue
        slope = Term("call", (g, x), "diff", SCALAR)
        try:
            factors = [(floats.ratio(points.value(now, p), points.value(was, p)), points.value(slope, p)) for p in points.all]
        except NO_VALUE:
            continue
        if all(c is not None and floats.near(c, s) for c, s in factors) and not all(floats.near(s, 1.0) for _, s in factors):
            return g
    return None


def _inner(f: Term) -> Iterator[Term]:
    for t in subterms(f):
        if t.args and t.args[0].shape == SCALAR and (t.op == "pow" or (t.op == "call" and len(t.args) == 1)):
            yield t.args[0]
        elif t.op == "div":
            yield t.args[1]
