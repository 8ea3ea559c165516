"""Claims that are true by what they say, whatever the symbols stand for: `x = x`, `X - X = 0`, a definition repeated.

Owns: `tautology`.  It compares terms after a few cancellations that need no mathematics; a theorem whose proof happens to be
short, such as tr(A B − B A) = 0, is none.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symcheck.language.context import Context
from symcheck.language.errors import LanguageError
from symcheck.language.printing import to_text
from symcheck.language.reading import unfold
from symcheck.language.substitution import CLOSED, LOCAL
from symcheck.language.terms import Term, bound_names, subterms

REFLEXIVE = frozenset({"=", "<=", ">=", "~="})
LARGEST = 2000  # nodes of an unfolded statement


def tautology(statement: Term, given: tuple[tuple[str, Term], ...], context: Context | None) -> str:
    """Why a statement, or a part of it, says nothing; "" where it says something.

    given: the user's words for each hypothesis, and the hypothesis.  context: of the definitions, None where a definition may be
    repeated.
    """
    parts = _parts(statement)
    for part in parts:
        whole = "it" if len(parts) == 1 else f"its part `{to_text(part)}`"
        why = _same(part)
        if why:
            return f"{whole} is true of anything: {why}"
        for text, hypothesis in given:
            if part == hypothesis or _mirrored(part) == hypothesis:
                return f"{whole} only repeats the hypothesis `{text}`"
        names = () if context is None else _definitions(part, context)
        if context is not None and names and _same(_unfolded(part, context)):
            listed = ", ".join(f"`{n}`" for n in names)
            return f"{whole} only repeats what {listed} {'is' if len(names) == 1 else 'are'} defined to be"
    return ""


def _parts(statement: Term) -> tuple[Term, ...]:
    if statement.op == "and":
        return tuple(p for a in statement.args for p in _parts(a))
    return (statement,)


def _mirrored(t: Term) -> Term | None:
    return replace(t, args=t.args[::-1]) if t.op == "rel" and t.value in {"=", "!="} else None


def _same(statement: Term) -> str:
    """Why the statement is true of anything, or ""."""
    match statement:
        case Term("rel", (a, b), str() as relation) if relation in REFLEXIVE:
            if a == b:
                return f"both sides are `{to_text(a)}`"
            left, right = simplified(a), simplified(b)
            if left == right and not _computed(a, b):
                return f"terms cancel, and both sides are `{to_text(left)}`"
        case Term("implies" | "iff", (a, b)) if a == b:
            return f"both sides are `{to_text(a)}`"
        case Term("implies", (_, b)):
            return _same(b)
        case Term("forall", (*_, body)):
            return _same(body)
    return ""


def _computed(a: Term, b: Term) -> bool:
    """A number worked out: `flip([0, 1]) = …` and `2 - 2 = 0` are computations, not tautologies."""
    return not any(t.op in {"sym", "apply", "member"} for side in (a, b) for t in subterms(side))


ZERO, ONE = Term("num", (), Fraction(0)), Term("num", (), Fraction(1))


def _zero(like: Term) -> Term:
    if like.shape is None or like.shape.is_scalar:
        return replace(ZERO, shape=like.shape)
    return Term("zeros", (), None, like.shape)


def _is_zero(t: Term) -> bool:
    return t.op == "zeros" or t == ZERO


def simplified(term: Term) -> Term:
    """`term` without what cancels by its form: t − t, t + 0, 0·t, 1·t, −(−t), (tᵀ)ᵀ, t/1, t¹."""
    t = replace(term, args=tuple(simplified(a) for a in term.args)) if term.args else term
    match t:
        case Term("zeros"):
            return _zero(t)
        case Term("sub", (a, b)) if a == b:
            return _zero(t)
        case Term("add", (a, Term("neg", (b,)))) | Term("add", (Term("neg", (b,)), a)) if a == b:
            return _zero(t)
        case Term("sub", (Term("add", (a, b)), c)) if c in (a, b):
            return a if c == b else b
        case Term("add", (Term("sub", (a, b)), c)) if b == c:
            return a
        case Term("add", (a, b)) if _is_zero(a) or _is_zero(b):
            return b if _is_zero(a) else a
        case Term("sub", (a, b)) if _is_zero(b):
            return a
        case Term("mul" | "hadamard", (a, b)) if _is_zero(a) or _is_zero(b):
            return _zero(t)
        case Term("mul", (a, b)) if ONE in (a, b):
            return b if a == ONE else a
        case Term("div", (a, b)) if b == ONE:
            return a
        case Term("pow", (a, b)) if b == ONE:
            return a
        case Term("neg" | "transpose" as op, (Term(inner, (a,)),)) if op == inner:
            return a
        case Term("neg" | "transpose", (a,)) if _is_zero(a):
            return _zero(t)
    return t


def _definitions(statement: Term, context: Context) -> tuple[str, ...]:
    """The definitions that the statement names."""
    found = dict.fromkeys(
        str(t.value)
        for t in subterms(statement)
        if t.op in {"sym", "apply"} and t.value in context.definitions and t.value not in context.symbols
    )
    return tuple(found)


class _TooLarge(Exception):
    """The statement does not fit into the budget when it is unfolded."""


def _unfolded(term: Term, context: Context) -> Term:
    """`term` with every definition unfolded, except where a name is bound or varied; `term` itself where that is too large."""
    budget = [LARGEST]

    def walk(t: Term, bound: frozenset[str]) -> Term:
        budget[0] -= 1
        if budget[0] < 0:
            raise _TooLarge
        if t.op == "call" and t.value in LOCAL | CLOSED:
            return t
        if t.value not in bound:
            below = unfold(t, context)
            if below is not t:
                return walk(below, bound)
        inner = bound | frozenset(bound_names(t))
        return replace(t, args=tuple(walk(a, inner) for a in t.args)) if t.args else t

    try:
        return walk(term, frozenset())
    except (_TooLarge, LanguageError):
        return term
