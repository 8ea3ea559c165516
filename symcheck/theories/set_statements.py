"""Sets of numbers, tuples and their comparison, as statements about elements.

TRUSTED FOR MEANING.  Owns: `without_sets`, `solution_statement`.  Each rewrite is the definition: x ∈ {a, b} is x = a or x = b;
x ∈ [a, b) is a ≤ x < b; x ∈ S ∪ T is x ∈ S or x ∈ T; S ⊆ T is x ∈ S ⇒ x ∈ T for every x, and for a finite S: each of its elements
is in T; S = T is both inclusions; tuples are equal entry by entry.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symcheck.language.context import Context
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, num, rebuild, subterms

MOST_ELEMENTS = 40
SETS = frozenset({"set", "interval", "union", "range", "domain"})
INFINITE = Term("const", (), "inf")
LETTERS = ("x", "t", "y", "z", "u", "v")


def truth_value(*, true: bool) -> Term:
    """0 = 0 or 0 = 1."""
    return Term("rel", (num(0), num(0 if true else 1)), "=")


def without_sets(term: Term, context: Context) -> Term:
    """An equivalent statement without sets that are compared, and without finite sets and unions after `in`."""

    def change(t: Term) -> Term | None:
        t = replace(t, args=tuple(as_interval(a) for a in t.args)) if t.op in {"in", "subset", "rel"} else t
        match t:
            case Term("call" | "apply" | "bind"):
                return t
            case Term("in", (v, home)) if home.op in {"set", "union", "range"}:
                return member_statement(v, home)
            case Term("subset", (a, b)) if {a.op, b.op} <= SETS:
                return _inclusion(a, b, t, context)
            case Term("rel", (Term("tuple", a), Term("tuple", b)), "=") if len(a) == len(b):
                return Term("and", tuple(Term("rel", pair, "=") for pair in zip(a, b, strict=True)))
            case Term("rel", (Term("tuple", a), Term("tuple", b)), "!=") if len(a) == len(b):
                return Term("or", tuple(Term("rel", pair, "!=") for pair in zip(a, b, strict=True)))
            case Term("rel", (a, b), "=" | "!=") if {a.op, b.op} <= SETS:
                same = _equality(a, b, t, context)
                return Term("not", (same,)) if same is not None and t.value == "!=" else same
        return None

    return rebuild(term, change)


def as_interval(t: Term) -> Term:
    """(−∞, b) and (a, ∞) are no pairs: ∞ is no number."""
    match t:
        case Term("tuple", (a, b)) if _infinite(a) or _infinite(b):
            return Term("interval", (a, b), "()", t.shape, t.span)
    return t


def member_statement(v: Term, home: Term) -> Term | None:
    """v ∈ home as a statement about v; None where that has none here."""
    match home:
        case Term("set", elements):
            return _either(tuple(Term("rel", (v, e), "=") for e in elements))
        case Term("union", parts):
            said = [member_statement(v, p) for p in parts]
            return None if any(f is None for f in said) else _either(tuple(f for f in said if f is not None))
        case Term("interval", (low, high), str() as ends):
            left = () if _infinite(low) else (Term("rel", (low, v), "<=" if ends[0] == "[" else "<"),)
            right = () if _infinite(high) else (Term("rel", (v, high), "<=" if ends[1] == "]" else "<"),)
            return _both((*left, *right))
        case Term("range"):
            whole = _elements(home)
            return None if whole is None else _either(tuple(Term("rel", (v, e), "=") for e in whole))
        case Term("domain", (), "R"):
            return truth_value(true=True)
    return None


def _either(parts: tuple[Term, ...]) -> Term:
    return parts[0] if len(parts) == 1 else Term("or", parts) if parts else truth_value(true=False)


def _both(parts: tuple[Term, ...]) -> Term:
    return parts[0] if len(parts) == 1 else Term("and", parts) if parts else truth_value(true=True)


def _infinite(t: Term) -> bool:
    return t == INFINITE or (t.op == "neg" and t.args[0] == INFINITE)


def _elements(home: Term) -> tuple[Term, ...] | None:
    """The elements of a finite set, as they are written."""
    match home:
        case Term("set", elements):
            return elements if len(elements) <= MOST_ELEMENTS else None
        case Term("union", parts):
            listed = [_elements(p) for p in parts]
            return None if any(f is None for f in listed) else tuple(e for f in listed if f is not None for e in f)
        case Term("range", (Term("num", (), Fraction() as lo), Term("num", (), Fraction() as hi))) if hi - lo < MOST_ELEMENTS:
            return tuple(num(lo + i) for i in range(int(hi - lo) + 1))
    return None


def _inclusion(a: Term, b: Term, whole: Term, context: Context) -> Term | None:
    elements = _elements(a)
    if elements is not None:
        parts = [member_statement(e, b) for e in elements]
        return None if any(p is None for p in parts) else _both(tuple(p for p in parts if p is not None))
    return _for_all(a, b, "implies", whole, context)


def _equality(a: Term, b: Term, whole: Term, context: Context) -> Term | None:
    if _elements(a) is not None and _elements(b) is not None:
        both = (_inclusion(a, b, whole, context), _inclusion(b, a, whole, context))
        return _both(tuple(p for p in both if p is not None)) if None not in both else None
    return _for_all(a, b, "iff", whole, context)


def _for_all(a: Term, b: Term, op: str, whole: Term, context: Context) -> Term | None:
    """x ∈ a OP x ∈ b for every real x."""
    taken = {*context.symbols, *context.definitions, *(str(t.value) for t in subterms(whole))}
    name = next((n for n in LETTERS if n not in taken), None)
    if name is None:
        return None
    x = Term("sym", (), name, SCALAR)
    left, right = member_statement(x, a), member_statement(x, b)
    if left is None or right is None:
        return None
    reals = Term("bind", (Term("domain", (), "R", SCALAR),), name, SCALAR)
    return Term("forall", (reals, Term(op, (left, right))))


def solution_statement(term: Term) -> tuple[Term, Term, Term] | None:
    """(equation, unknown, what it is to be a listed solution) of solve(eq, x) = S."""
    match term:
        case Term("rel", (Term("call", (eq, x), "solve"), s), "=") | Term("rel", (s, Term("call", (eq, x), "solve")), "="):
            home = s if s.op in SETS else Term("set", (s,), None, SCALAR)
            listed = member_statement(x, home)
            return None if listed is None else (eq, x, listed)
    return None
