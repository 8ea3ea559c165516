"""What statements say: relations, membership, logic, quantifiers, properties.

Owns: the rules of rel, chain, in, subset, and, or, not, implies, iff, forall, exists, is.  Does not own: sets and the
names that binders introduce (sets.py), how statements are written (sentences.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from symcheck.language.elaboration import NOWHERE, Elaboration, Rule
from symcheck.language.errors import LanguageError
from symcheck.language.growth_classes import remainder
from symcheck.language.properties import ARRAY, FUNCTION, SQUARE, property_name
from symcheck.language.sets import binding, element_shape, read_set
from symcheck.language.shape_rules import describe
from symcheck.language.sizes import ONE, Shape
from symcheck.language.terms import Term, sym

ORDER = frozenset({"<", "<=", ">", ">="})
LITERAL = frozenset({"interval", "union", "set", "range", "domain"})  # sets that are written out
PAIRS = frozenset({"tuple", "vector"})  # what may be an interval beside one
EXTREMA = frozenset({"argmin", "argmax"})


def relation(state: Elaboration, term: Term) -> Term:
    """a = b, a <= b: both sides in one shape; `f = O(g)` is read `f in O(g)`."""
    sign = str(term.value)
    found = remainder(term.args[1]) if sign == "=" else None
    if found is not None:
        gap = Term("sub", (term.args[0], found[0]), None, None, term.span)
        state.note(f"`{state.words(term)}` is read as `{state.words(gap)} in {state.words(found[1])}`")
        return membership(state, Term("in", (gap, found[1]), None, None, term.span))
    left, right = (state.read(a) for a in term.args)
    sorts = (state.sort(left), state.sort(right))
    if sign in {"=", "!="} and {left.op, right.op} & LITERAL and {left.op, right.op} & PAIRS:
        left, right = (read_set(state, a) for a in term.args)
        sorts = (state.sort(left), state.sort(right))
    if sorts == ("value", "growth") and sign == "=":
        state.note(f"`{state.words(term)}` is read as `{state.words(left)} in {state.words(right)}`")
        _need_scalar(state, left, "a growth class compares numbers")
        return Term("in", (left, right), None, None, term.span)
    if left.op == right.op == "tuple" and len(left.args) == len(right.args):
        pairs = [state.conform(p, f"cannot compare by `{sign}`", term) for p in zip(left.args, right.args, strict=True)]
        left = replace(left, args=tuple(p[0] for p in pairs))
        right = replace(right, args=tuple(p[1] for p in pairs))
        return Term("rel", (left, right), sign, None, term.span)
    if "tuple" in sorts and "call" in {left.op, right.op} and set(sorts) == {"tuple"}:
        return Term("rel", (left, right), sign, None, term.span)
    if "set" in sorts and set(sorts) <= {"set", "value"} and sign in {"=", "!="}:
        return Term("rel", _match_sets(state, term, left, right), sign, None, term.span)
    if set(sorts) == {"sequence", "table"} and sign in {"=", "~="}:
        return Term("rel", (left, right), sign, None, term.span)
    if set(sorts) != {"value"}:
        if sorts == ("statement", "statement") and sign == "=":
            raise state.refuse("`=` between two statements", term, "kind-mismatch", "statements are compared by <=>")
        for a in term.args:
            state.value(a)
    args = state.conform((left, right), f"cannot compare by `{sign}`", term)
    _check_order(state, term, args, (sign,))
    return Term("rel", args, sign, None, term.span)


def chain(state: Elaboration, term: Term) -> Term:
    """a <= b < c."""
    signs = term.value if isinstance(term.value, tuple) else ()
    read = tuple(state.value(a) for a in term.args)
    args = state.conform(read, "cannot compare in a chain", term)
    _check_order(state, term, args, signs)
    return Term("chain", args, signs, None, term.span)


def _match_sets(state: Elaboration, term: Term, left: Term, right: Term) -> tuple[Term, Term]:
    """A set compared with a set, or with its only element."""
    if state.sort(left) == state.sort(right) == "set":
        if not state.agree(element_shape(left), element_shape(right)):
            raise state.refuse(_elements(state, left, right), term)
        return left, right
    value, home = (left, right) if state.sort(left) == "value" else (right, left)
    if home.op != "call":
        raise state.refuse(
            f"`{state.words(value)}` is a value and `{state.words(home)}` a set",
            term,
            "kind-mismatch",
            "membership is written `in`",
        )
    fitted = state.fitted(value, element_shape(home))
    if fitted is None:
        raise state.refuse(f"{state.said(value)} but {_its_elements(state, home)}", term)
    state.note(f"`{state.words(term)}`: the set has the one element `{state.words(value)}`")
    only = Term("set", (fitted,), None, fitted.shape, value.span)
    return (only, home) if home is right else (home, only)


def _its_elements(state: Elaboration, home: Term) -> str:
    shape = state.sizes.shape(element_shape(home))
    return f"the elements of `{state.words(home)}` are {'numbers' if shape.is_scalar else describe(shape)}"


def _elements(state: Elaboration, left: Term, right: Term) -> str:
    return f"{_its_elements(state, left)}, {_its_elements(state, right)}"


def _check_order(state: Elaboration, term: Term, args: tuple[Term, ...], signs: tuple[str, ...]) -> None:
    """Numbers are ordered, vectors entry by entry; for matrices the writer has to say which order is meant."""
    shape = state.shape(args[0])
    if not ORDER & set(signs) or shape.is_scalar:
        return
    if ONE not in {shape.rows, shape.cols}:
        raise LanguageError(
            f"`{state.words(term)}` orders matrices, which can be meant in two ways",
            term.span or NOWHERE,
            code="ambiguous-order",
            hint=f"write `{state.words(args[0])} is positive semidefinite`, or `is nonnegative` for the entries",
        )
    state.note(f"`{state.words(term)}` compares entry by entry")


def _need_scalar(state: Elaboration, term: Term, what: str) -> None:
    if not state.shape(term).is_scalar:
        raise state.refuse(f"{what}, but {state.said(term)}", term)


def membership(state: Elaboration, term: Term) -> Term:
    """x in S: S a set, a growth class, or the set of minimisers argmin(f, x)."""
    item, home = state.value(term.args[0]), state.read(term.args[1])
    sort = state.sort(home)
    if sort == "growth":
        _need_scalar(state, item, "a growth class compares numbers")
        return Term("in", (item, home), None, None, term.span)
    if sort != "set" and not (home.op == "call" and home.value in EXTREMA):
        hint = "sets: R, R^n, [0, 1), {0, 1}, rowspace(A), span(a, b), O(g)"
        raise state.refuse(f"`{state.words(home)}` is not a set", home, "kind-mismatch", hint)
    fitted = state.fitted(item, element_shape(home))
    if fitted is None:
        shape = state.sizes.shape(element_shape(home))
        if home.op != "call" or not state.agree(state.shape(item), shape.transposed()):
            raise state.refuse(f"{state.said(item)} but {_its_elements(state, home)}{state.where(item, home)}", term)
        state.note(f"`{state.words(item)}` is a row; its transpose is asked to be in `{state.words(home)}`")
        fitted = Term("transpose", (item,), None, shape, item.span)
    return Term("in", (fitted, home), None, None, term.span)


def inclusion(state: Elaboration, term: Term) -> Term:
    sets = tuple(read_set(state, a) for a in term.args)
    for s in sets:
        if state.sort(s) not in {"set", "growth"}:
            raise state.refuse(f"`{state.words(s)}` is not a set", s, "kind-mismatch")
    if not state.agree(element_shape(sets[0]), element_shape(sets[1])):
        raise state.refuse(_elements(state, sets[0], sets[1]), term)
    return Term("subset", sets, None, None, term.span)


def connective(state: Elaboration, term: Term) -> Term:
    return Term(term.op, tuple(state.statement(a) for a in term.args), term.value, None, term.span)


def quantified(state: Elaboration, term: Term) -> Term:
    """for all V in D: P; later binders and the statement see the names bound before."""
    binders, names = binding(state, term.args)
    with state.binding(names):
        bodies = tuple(state.statement(a) for a in term.args if a.op not in {"bind", "tends"})
    return Term(term.op, (*binders, *bodies), term.value, None, term.span)


def has_property(state: Elaboration, term: Term) -> Term:
    """A is symmetric; f is convex in x."""
    name = property_name(str(term.value), ARRAY | FUNCTION, term.span or NOWHERE)
    said = name.replace("-", " ")
    first = term.args[0]
    if first.op == "sym" and isinstance(first.value, str) and state.sort_of_name(first.value) == "function":
        subject = sym(first.value, None, first.span)
        if name not in FUNCTION:
            raise state.refuse(f"`{said}` is not a property of functions", term, "kind-mismatch")
    else:
        subject = state.read(first)
        if state.sort(subject) != "sequence":
            subject = state.value(first)
    variables = tuple(state.value(a) for a in term.args[1:])
    if variables and name not in FUNCTION:
        raise state.refuse(f"`{said}` is not a property in a variable", term, "kind-mismatch")
    if subject.shape is not None:
        shape = state.shape(subject)
        described = f"{state.said(subject)}{state.where(subject)}"
        if name in SQUARE and not state.agree(Shape(shape.rows, shape.rows), shape):
            raise state.refuse(f"`{said}` is a property of square matrices, but {described}", term)
        if ("convex" in name or "concave" in name) and not shape.is_scalar:
            raise state.refuse(f"only a number is {said} in something, but {described}", term, hint="did you mean norm(·)^2?")
    return Term("is", (subject, *variables), name, None, term.span)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "rel": relation, "chain": chain, "in": membership, "subset": inclusion, "and": connective, "or": connective,
        "not": connective, "implies": connective, "iff": connective, "forall": quantified, "exists": quantified,
        "is": has_property,
    }
)  # fmt: skip
