"""Single mistakes put into a true right side, at every node: the opposite of what the diagnosis does, written apart from it."""

from collections.abc import Iterator
from fractions import Fraction
from math import isqrt

from symcheck.language.sizes import SCALAR, Shape
from symcheck.language.terms import Term, num, subterms

KINDS = (
    *("sign", "missing-factor", "extra-factor", "missing-term", "extra-term", "constant", "exponent", "wrong-symbol"),
    *("swapped-operands", "wrong-order", "missing-transpose", "extra-transpose", "missing-inverse", "extra-inverse"),
    *("not-distributed", "fraction-inverted", "one-side-only"),
)


def places(term: Term, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Term]]:
    yield path, term
    if term.op in {"index", "eye", "zeros", "ones", "bind"}:
        return
    for k, a in enumerate(term.args):
        yield from places(a, (*path, k))


def put(term: Term, path: tuple[int, ...], now: Term) -> Term:
    if not path:
        return now
    k, *rest = path
    args = (*term.args[:k], put(term.args[k], tuple(rest), now), *term.args[k + 1 :])
    return Term(term.op, args, term.value, term.shape)


def at(term: Term, path: tuple[int, ...]) -> Term:
    for k in path:
        term = term.args[k]
    return term


def seeded(right: Term, names: dict[str, Shape]) -> Iterator[tuple[str, tuple[int, ...], Term]]:
    """(kind, path, wrong right side): every kind of mistake at every node; names: the symbols of the line."""
    for path, t in places(right):
        exponent = bool(path) and path[-1] == 1 and at(right, path[:-1]).op == "pow"
        for kind, wrong in _mistakes(t, names, whole=not path, exponent=exponent):
            yield kind, path, put(right, path, wrong)


def on_both_sides(left: Term, right: Term, names: dict[str, Shape]) -> Iterator[tuple[Term, Term]]:
    """The true line after one operation on both sides: doubled, divided by a symbol, a symbol taken off."""

    def both(op: str, *other: Term) -> tuple[Term, Term]:
        first, second = (Term(op, (side, *other), None, side.shape) for side in (left, right))
        return first, second

    yield Term("mul", (num(2), left), None, left.shape), Term("mul", (num(2), right), None, right.shape)
    for name, shape in names.items():
        if shape == SCALAR:
            yield both("div", Term("sym", (), name, SCALAR))
        if shape == right.shape:
            yield both("sub", Term("sym", (), name, shape))


def _mistakes(t: Term, names: dict[str, Shape], *, whole: bool, exponent: bool) -> Iterator[tuple[str, Term]]:
    def like(op: str, *args: Term) -> Term:
        return Term(op, args, None, t.shape)

    match t:
        case Term("add", (a, b)):
            yield "sign", like("sub", a, b)
            yield "missing-term", a
            yield "missing-term", b
        case Term("sub", (a, b)):
            yield "sign", like("add", a, b)
            yield "missing-term", a
            yield "swapped-operands", like("sub", b, a)
            if b.op in {"add", "sub"}:
                yield "not-distributed", like(b.op, like("sub", a, b.args[0]), b.args[1])
        case Term("neg", (a,)):
            yield "sign", a
        case Term("mul", (a, b)):
            if b.shape == t.shape:
                yield "missing-factor", b
            if a.shape == t.shape:
                yield "missing-factor", a
            if a.shape == b.shape == t.shape != SCALAR:
                yield "wrong-order", like("mul", b, a)
            for f, s, left in ((a, b, True), (b, a, False)):
                if s.op in {"add", "sub"} and s.args[0].shape is not None:
                    first = Term("mul", (f, s.args[0]) if left else (s.args[0], f), None, t.shape)
                    if t.shape == s.shape or not (f.shape and f.shape.is_scalar):
                        yield "not-distributed", like(s.op, first, s.args[1])
        case Term("div", (a, b)):
            yield "missing-factor", a
            yield "fraction-inverted", like("div", b, a)
        case Term("pow", (a, Term("num", (), Fraction() as q))):
            yield "exponent", a
            yield "exponent", like("pow", a, num(q + 1))
            if q > 2:
                yield "exponent", like("pow", a, num(q - 1))
            if a.op in {"add", "sub"} and a.shape == SCALAR and isqrt(int(q)):
                yield "not-distributed", like(a.op, *(Term("pow", (s, t.args[1]), None, t.shape) for s in a.args))
        case Term("transpose", (a,)):
            yield "missing-transpose", a
        case Term("call", (a,), "inv"):
            yield "missing-inverse", a
        case Term("num", (), Fraction() as q) if not whole and not exponent:
            for other in (q + 1, q - 1, 2 * q):
                if other > 0:
                    yield "constant", num(other)
        case Term("sym", (), str(name)):
            for other, shape in names.items():
                if other != name and shape == t.shape:
                    yield "wrong-symbol", Term("sym", (), other, shape)
        case Term("index", (a, Term("num", (), Fraction() as k))):
            yield "wrong-symbol", like("index", a, num(3 - k))
    if t.shape is None or t.op in {"num", "eye"}:
        return
    if t.op != "neg":
        yield "sign", like("neg", t)
    yield "extra-factor", like("mul", num(2), t)
    for name, shape in names.items():
        s = Term("sym", (), name, shape)
        if shape == SCALAR and s != t:
            yield "extra-factor", like("mul", s, t)
        if shape == t.shape and s != t:
            yield "extra-term", like("add", t, s)
    if t.shape == SCALAR:
        yield "extra-term", like("add", t, num(1))
    elif t.shape.rows == t.shape.cols:
        yield "extra-transpose", like("transpose", t)
        if t.op == "sym":
            yield "extra-inverse", Term("call", (t,), "inv", t.shape)


def symbols_of(statement: Term) -> dict[str, Shape]:
    return {str(t.value): t.shape for t in subterms(statement) if t.op == "sym" and t.shape is not None}
