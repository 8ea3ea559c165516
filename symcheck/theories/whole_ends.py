"""Whether the ends of a range are whole by their form, where the symbols in them are whole numbers.

TRUSTED FOR MEANING.  Owns: `has_whole_ends`.  Shifting and reversing an index, telescoping and the step of an induction count the
members of lo..hi as hi − lo + 1, which is right for whole ends only: n/2..3 n/2 has n members for an odd n, and n + 1 for an even
one.  A polynomial with rational coefficients is whole at all whole numbers iff it is at 0, …, d of each variable, where d is its
degree in it (Pólya 1915).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product

from symcheck.language.terms import Term, free_symbols

MOST_POINTS = 2_000
LARGEST_POWER = 12
ROUNDED = frozenset({"floor", "ceil"})
OF_WHOLE = frozenset({"factorial", "binomial", "abs", "min", "max"})


def has_whole_ends(domain: Term, is_natural: Callable[[str], bool]) -> bool:
    """Of a range lo..hi between symbols for whole numbers."""
    return all(is_whole(end, is_natural) for end in domain.args if end.value != "inf")


def is_whole(t: Term, is_natural: Callable[[str], bool]) -> bool:
    match t:
        case Term("num", (), Fraction() as q):
            return q.denominator == 1
        case Term("sym"):
            return True
        case Term("call", _, str() as name) if name in ROUNDED:
            return True
        case Term("call", args, str() as name) if name in OF_WHOLE:
            return all(is_whole(a, is_natural) for a in args)
        case Term("neg" | "add" | "sub" | "mul" | "hadamard", args) if all(is_whole(a, is_natural) for a in args):
            return True
        case Term("pow", (a, b)) if is_whole(a, is_natural) and _is_natural(b, is_natural):
            return True
    return _is_whole_polynomial(t)


def _is_natural(t: Term, is_natural: Callable[[str], bool]) -> bool:
    match t:
        case Term("num", (), Fraction() as q):
            return q.denominator == 1 and q >= 0
        case Term("sym", (), str() as name):
            return is_natural(name)
        case Term("add" | "mul", args):
            return all(_is_natural(a, is_natural) for a in args)
    return False


def _is_whole_polynomial(t: Term) -> bool:
    """n(n + 1)/2 and the like."""
    names = free_symbols(t)
    degrees = [_degree(t, name) for name in names]
    count = 1
    for d in degrees:
        count *= MOST_POINTS + 1 if d is None else d + 1
    if count > MOST_POINTS:
        return False
    for point in product(*(range((d or 0) + 1) for d in degrees)):
        value = _value(t, dict(zip(names, point, strict=True)))
        if value is None or value.denominator != 1:
            return False
    return True


def _degree(t: Term, name: str) -> int | None:
    """A bound on the degree of a polynomial in the symbol; None for what is no polynomial."""
    match t:
        case Term("num", (), Fraction()):
            return 0
        case Term("sym"):
            return int(t.value == name)
        case Term("neg" | "add" | "sub" | "mul" | "hadamard", args):
            found = [_degree(a, name) for a in args]
            known = [d for d in found if d is not None]
            return None if len(known) < len(found) else sum(known) if t.op in {"mul", "hadamard"} else max(known)
        case Term("div", (a, Term("num", (), Fraction() as q))) if q:
            return _degree(a, name)
        case Term("pow", (a, Term("num", (), Fraction() as q))) if q.denominator == 1 and 0 <= q <= LARGEST_POWER:
            inner = _degree(a, name)
            return None if inner is None else inner * int(q)
    return None


def _value(t: Term, at: Mapping[str, int]) -> Fraction | None:
    """The value of a polynomial."""
    match t:
        case Term("num", (), Fraction() as q):
            return q
        case Term("sym", (), str() as name):
            return Fraction(at[name])
    found = [_value(a, at) for a in t.args]
    values = [v for v in found if v is not None]
    if len(values) < len(found):
        return None
    match t.op, values:
        case "neg", [a]:
            return -a
        case "add", [a, b]:
            return a + b
        case "sub", [a, b]:
            return a - b
        case "mul" | "hadamard", [a, b]:
            return a * b
        case "div", [a, b]:
            return a / b
        case "pow", [a, b]:
            return Fraction(a ** int(b))
    return None
