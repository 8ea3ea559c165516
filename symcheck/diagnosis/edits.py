"""Single edits of a term: the small mistakes that people make, undone.

Owns: `edits`: (kind, cost, edited term) for every node, cheapest kinds first.  An edit is a proposal; repairs.py proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, num, subterms

TWO = num(2)


@dataclass(frozen=True, slots=True)
class Edit:
    """kind: the diagnosis label of the mistake; was, now: the node before and after, for the message."""

    kind: str
    cost: float
    term: Term
    was: Term
    now: Term


def edits(term: Term, pool: tuple[Term, ...], variable: Term | None = None) -> list[Edit]:
    """All single edits of `term`; `pool` are terms of the claim that may be missing as a factor or a summand.

    variable: what the other side is a derivative by, where it is one.
    """
    found = [
        Edit(kind, cost + 0.01 * _size(now) + 0.001 * depth, whole, was, now)
        for was, depth, put in _places(term)
        for kind, cost, now in (*local_edits(was, pool), *chain_rule(was, variable))
        for whole in (put(now),)
    ]
    unique: dict[Term, Edit] = {}
    for edit in sorted(found, key=lambda e: e.cost):
        unique.setdefault(edit.term, edit)
    unique.pop(term, None)
    return sorted(unique.values(), key=lambda e: e.cost)


def _size(term: Term) -> int:
    return sum(1 for _ in subterms(term))


def _places(term: Term, depth: int = 0) -> Iterator[tuple[Term, int, Callable[[Term], Term]]]:
    yield term, depth, lambda now: now
    if term.op in {"index", "eye", "zeros", "ones", "bind"}:
        return
    for k, arg in enumerate(term.args):
        for was, d, put in _places(arg, depth + 1):
            yield was, d, _into(term, k, put)


def _into(term: Term, k: int, put: Callable[[Term], Term]) -> Callable[[Term], Term]:
    """What puts a new node somewhere into the k-th argument of `term`."""
    return lambda now: replace(term, args=(*term.args[:k], put(now), *term.args[k + 1 :]))


def local_edits(t: Term, pool: tuple[Term, ...]) -> Iterator[tuple[str, float, Term]]:
    """Edits of one node, with the kind of mistake that each undoes."""
    if t.shape is None:
        return
    match t:
        case Term("neg", (a,)):
            yield "sign", 1, a
        case Term("add", (a, b)):
            yield "sign", 1, _as(t, "sub", a, b)
            yield "extra-term", 3, a
            yield "extra-term", 3, b
        case Term("sub", (a, b)):
            yield "sign", 1, _as(t, "add", a, b)
            yield "extra-term", 3, a
            yield "extra-term", 3, _as(t, "neg", b)
        case Term("mul", (a, b)):
            if b.shape == t.shape:
                yield "extra-factor", 2, b
            if a.shape == t.shape:
                yield "extra-factor", 2, a
            if a.shape and b.shape and a.shape.rows == b.shape.cols and a.shape.cols == b.shape.rows and a.shape == b.shape:
                yield "wrong-order", 1.5, _as(t, "mul", b, a)
        case Term("div", (a, b)):
            yield "extra-factor", 2, a
            if a.shape == SCALAR and b.shape == SCALAR:
                yield "fraction-inverted", 2, _as(t, "div", b, a)
        case Term("pow", (a, Term("num", (), Fraction() as q))):
            for other in (q + 1, q - 1):
                if other > 1:
                    yield "exponent", 2, _as(t, "pow", a, num(other))
            yield "exponent", 2, a
        case Term("transpose", (a,)):
            if a.shape == t.shape:
                yield "extra-transpose", 1.5, a
        case Term("call", (a,), "inv"):
            yield "extra-inverse", 2, a
        case Term("num", (), Fraction() as q):
            for other in (q + 1, q - 1, 2 * q, q / 2):
                if other not in (q, 0):
                    yield "constant", 2.5, replace(t, value=other)
        case Term("sym", (), str()):
            for symbol in pool:
                if symbol.op == "sym" and symbol != t and symbol.shape == t.shape:
                    yield "wrong-symbol", 3, symbol
    yield from _insertions(t, pool)


def chain_rule(t: Term, variable: Term | None) -> Iterator[tuple[str, float, Term]]:
    """The inner derivative supplied: ‖u‖² → uᵀ u′, u² → u u′."""
    if variable is None or variable.shape != SCALAR:
        return
    match t:
        case Term("pow", (Term("call", (u,), "norm"), Term("num", (), two))) if two == 2 and u.shape is not None:
            inner = Term("call", (u, variable), "diff", u.shape)
            row = Term("transpose", (u,), None, u.shape.transposed())
            yield "missing-factor", 1, Term("mul", (row, inner), None, SCALAR)
        case Term("pow", (u, Term("num", (), two))) if two == 2 and u.shape == SCALAR and u != variable:
            yield "missing-factor", 1, Term("mul", (u, Term("call", (u, variable), "diff", SCALAR)), None, SCALAR)


def _insertions(t: Term, pool: tuple[Term, ...]) -> Iterator[tuple[str, float, Term]]:
    if t.op == "neg":
        if t.shape == SCALAR:
            yield "missing-term", 2.6, Term("sub", (num(1), t.args[0]), None, t.shape)
        return
    yield "missing-factor", 2, Term("mul", (TWO, t), None, t.shape)
    yield "missing-factor", 2.2, Term("div", (t, TWO), None, t.shape)
    if t.op not in {"num"}:
        yield "sign", 1.2, Term("neg", (t,), None, t.shape)
    if t.shape is not None and t.shape.rows == t.shape.cols and not t.shape.is_scalar:
        yield "missing-transpose", 1.5, Term("transpose", (t,), None, t.shape)
        yield "missing-inverse", 2.5, Term("call", (t,), "inv", t.shape)
    for other in pool:
        if other.shape == SCALAR and other.op == "sym":
            yield "missing-factor", 2.6, Term("mul", (other, t), None, t.shape)
            yield "missing-factor", 2.8, Term("div", (t, other), None, t.shape)
        if other.shape == t.shape and other != t:
            yield "missing-term", 3, Term("add", (other, t), None, t.shape)
            yield "missing-term", 3, Term("sub", (t, other), None, t.shape)
    if t.shape == SCALAR:
        yield "missing-term", 2.7, Term("add", (num(1), t), None, t.shape)
        yield "missing-term", 2.9, Term("sub", (t, num(1)), None, t.shape)


def _as(t: Term, op: str, *args: Term) -> Term:
    return Term(op, args, None, t.shape)
