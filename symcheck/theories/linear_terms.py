"""Linear expressions in whole numbers as terms: the ends of ranges, exponents, what a hypothesis bounds a number by.

Owns: `linear`, `written`, `tidied`, `at_values`, `is_true`.  Pure rewriting by the arithmetic of rational numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symcheck.language.sizes import SCALAR
from symcheck.language.substitution import substitute_all
from symcheck.language.terms import Term, bound_names, rebuild

Linear = dict[str, Fraction]  # coefficients by name; the constant under ""
RELATIONS = {"=": (0,), "!=": (1, -1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (1, 0)}


def literal(q: Fraction | int) -> Term:
    return Term("num", (), Fraction(q), SCALAR)


def linear(term: Term) -> Linear | None:
    """The coefficients of a linear expression in symbols; None for other terms."""
    match term:
        case Term("num", (), Fraction() as q):
            return {"": q}
        case Term("sym", (), str() as name) if term.shape is None or term.shape == SCALAR:
            return {"": Fraction(0), name: Fraction(1)}
        case Term("neg", (a,)):
            return scaled(linear(a), Fraction(-1))
        case Term("add" | "sub" as op, (a, b)):
            return added(linear(a), scaled(linear(b), Fraction(-1 if op == "sub" else 1)))
        case Term("mul" | "hadamard", (a, b)):
            left, right = linear(a), linear(b)
            if left is not None and right is not None:
                return scaled(right, left[""]) if set(left) == {""} else scaled(left, right[""]) if set(right) == {""} else None
        case Term("div", (a, b)):
            above, below = linear(a), linear(b)
            if above is not None and below is not None and set(below) == {""} and below[""]:
                return scaled(above, 1 / below[""])
    return None


def scaled(p: Linear | None, by: Fraction) -> Linear | None:
    return None if p is None else {k: c * by for k, c in p.items() if not k or c * by}


def added(p: Linear | None, q: Linear | None) -> Linear | None:
    if p is None or q is None:
        return None
    total = {k: p.get(k, Fraction(0)) + q.get(k, Fraction(0)) for k in (*p, *(k for k in q if k not in p))}
    return {k: c for k, c in total.items() if not k or c}


def difference(a: Term, b: Term) -> Linear | None:
    """a − b."""
    return added(linear(a), scaled(linear(b), Fraction(-1)))


def constant(term: Term) -> Fraction | None:
    found = linear(term)
    return found[""] if found is not None and set(found) == {""} else None


def written(p: Linear) -> Term:
    """The expression as a term, names in order, the constant last."""
    total: Term | None = None
    for name, c in [*sorted((k, c) for k, c in p.items() if k), ("", p.get("", Fraction(0)))]:
        if not c and (name or total is not None):
            continue
        size = literal(abs(c))
        part = size if not name else Term("sym", (), name, SCALAR)
        if name and abs(c) != 1:
            part = Term("mul", (size, part), None, SCALAR)
        if total is None:
            total = Term("neg", (part,), None, SCALAR) if c < 0 and name else literal(c) if not name else part
        else:
            total = Term("sub" if c < 0 else "add", (total, part), None, SCALAR)
    return total if total is not None else literal(0)


def plus(term: Term, step: Fraction | int) -> Term:
    return tidied(Term("add", (term, literal(step)), None, SCALAR))


def tidied(term: Term) -> Term:
    """The term with every linear expression in it in one form."""

    def change(t: Term) -> Term | None:
        if t.op in {"add", "sub", "neg", "mul", "div"}:
            found = linear(t)
            if found is not None:
                return written(found)
        return None

    return rebuild(term, change)


def at_values(term: Term, values: Mapping[str, Term]) -> Term:
    """The term with values for symbols, tidied."""
    return tidied(substitute_all(term, dict(values)))


def is_true(statement: Term) -> bool | None:
    """Whether a comparison of numbers is true; None for any other statement."""
    match statement:
        case Term("rel", (a, b), str() as relation) if relation in RELATIONS:
            gap = difference(a, b)
            if gap is None or set(gap) != {""}:
                return None
            return (gap[""] > 0) - (gap[""] < 0) in RELATIONS[relation]
        case Term("chain", terms, tuple() as relations):
            found = [is_true(Term("rel", (a, b), r)) for a, r, b in zip(terms, relations, terms[1:], strict=False)]
            return False if False in found else None if None in found else True
        case Term("and", parts):
            found = [is_true(p) for p in parts]
            return False if False in found else None if None in found else True
    return None


def least(statement: Term, name: str) -> int | None:
    """The lowest whole number that the statement allows `name` to be, where it says so by itself."""
    match statement:
        case Term("rel", (a, b), str() as relation) if relation in {">", ">=", "<", "<=", "="}:
            gap = difference(a, b) if relation[0] in ">=" else difference(b, a)
            if gap is None or set(gap) != {"", name} or (gap[name] < 0 and relation != "="):
                return None
            bound = -gap[""] / gap[name]
            up = -((-bound.numerator) // bound.denominator)
            return up + 1 if len(relation) == 1 and relation != "=" and up == bound else up
        case Term("chain", terms, tuple() as relations):
            found = [least(Term("rel", (a, b), r), name) for a, r, b in zip(terms, relations, terms[1:], strict=False)]
        case Term("and", parts):
            found = [least(p, name) for p in parts]
        case _:
            return None
    return max((f for f in found if f is not None), default=None)


def is_lower_bound(statement: Term, name: str) -> bool:
    """Whether the statement says that `name` is at least, or above, a number, and nothing else."""
    match statement:
        case Term("rel", _, (">" | ">=" | "<" | "<=")):
            return least(statement, name) is not None
        case Term("chain", terms, tuple() as relations):
            return all(is_lower_bound(Term("rel", (a, b), r), name) for a, r, b in zip(terms, relations, terms[1:], strict=False))
        case Term("and", parts):
            return all(is_lower_bound(p, name) for p in parts)
    return False


def names_below(term: Term) -> frozenset[str]:
    """Every name that is bound anywhere in the term."""
    found = set(bound_names(term))
    for a in term.args:
        found |= names_below(a)
    return frozenset(found)
