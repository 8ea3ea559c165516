"""Is a value written in the form that was asked for?

Owns: `form_mistake` and what the forms mean.  The right side of an equation that holds is read as it stands, before anything is
computed: expanded (a sum of products of powers, no two alike), factored (a product, none of whose sums has a common factor that
could be taken out), reduced (one fraction in lowest terms), rational (no root in a denominator), number (no arithmetic left).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd

from symcheck.diagnosis.constants import summands
from symcheck.diagnosis.written_form import written
from symcheck.language.printing import to_text
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, subterms
from symcheck.report import Diagnosis

KIND = "not-in-form"


def form_mistake(statement: Term, form: str) -> Diagnosis | None:
    """For an equation that holds; "" asks for nothing."""
    if not form or statement.op != "rel" or statement.value != "=":
        return None
    side = statement.args[1]
    why = {"expanded": _expanded, "factored": _factored, "reduced": _reduced, "rational": _rational, "number": _number}[form](
        side
    )
    return None if not why else Diagnosis(KIND, f"same value, but not in the form that is asked for ({form}): {why}")


def _expanded(t: Term) -> str:
    for s in subterms(t):
        if s.op == "mul" and any(a.op in {"add", "sub"} for a in s.args):
            return f"`{to_text(s)}` is a product with a sum in it"
        if s.op == "pow" and s.args[0].op in {"add", "sub", "mul"} and _is_whole(s.args[1]):
            return f"`{to_text(s)}` is a power of a sum or a product"
    kinds: dict[str, Term] = {}
    for s in summands(t):
        kind = written(_without_number(s))
        if kind in kinds:
            return f"`{to_text(kinds[kind])}` and `{to_text(s)}` are like terms"
        kinds[kind] = s
    return ""


def _factored(t: Term) -> str:
    if t.op in {"add", "sub"}:
        return f"`{to_text(t)}` is a sum"
    for s in _factors(t):
        if s.op not in {"add", "sub"}:
            continue
        parts = [[written(f) for f in _factors(part)] for part in summands(s)]
        common = [f for f in parts[0] if all(f in other for other in parts[1:]) and f != written(_ONE)]
        numbers = [_number_of(part) for part in summands(s)]
        if common or gcd(*(q.numerator for q in numbers)) > 1:
            return f"the summands of `{to_text(s)}` have a common factor"
    return ""


def _reduced(t: Term) -> str:
    t = t.args[0] if t.op == "neg" else t
    if t.op in {"add", "sub"} and any(s.op == "div" for s in summands(t)):
        return f"`{to_text(t)}` is a sum with a fraction in it, not one fraction"
    if t.op != "div":
        return ""
    above, below = t.args
    if any(s.op == "div" for part in (above, below) for s in subterms(part)):
        return f"`{to_text(t)}` is a fraction of fractions"
    shared = gcd(_number_of(above).numerator, _number_of(below).numerator)
    if below == _ONE:
        return f"`{to_text(t)}` is divided by 1"
    if shared > 1:
        return f"`{to_text(t)}` can be cancelled by {shared}"
    own = [written(_base(f)) for f in _factors(above) if f.op != "num"]
    both = [f for f in _factors(below) if f.op != "num" and written(_base(f)) in own]
    return f"`{to_text(t)}` can be cancelled by `{to_text(_base(both[0]))}`" if both else ""


def _rational(t: Term) -> str:
    for s in subterms(t):
        if s.op == "div" and any(_is_root(r) for r in subterms(s.args[1])):
            return f"there is a root in the denominator of `{to_text(s)}`"
    return ""


def _number(t: Term) -> str:
    plain = t.args[0] if t.op == "neg" else t
    if plain.op == "num" or (plain.op == "div" and all(a.op == "num" for a in plain.args) and not _reduced(plain)):
        return ""
    return f"`{to_text(t)}` is not one number in lowest terms"


_ONE = Term("num", (), Fraction(1), SCALAR)


def _factors(t: Term) -> Iterator[Term]:
    if t.op in {"mul", "neg"}:
        for a in t.args:
            yield from _factors(a)
    else:
        yield t


def _without_number(t: Term) -> Term:
    """The product of the factors that are no numbers."""
    found = _ONE
    for f in _factors(t):
        if f.op != "num":
            found = f if found is _ONE else Term("mul", (found, f), None, t.shape)
    return found


def _number_of(t: Term) -> Fraction:
    """The product of the literal factors; of a sum 1."""
    total = Fraction(1)
    for f in _factors(t):
        if f.op == "num" and isinstance(f.value, Fraction):
            total *= f.value
    return total


def _base(t: Term) -> Term:
    return t.args[0] if t.op == "pow" and _is_whole(t.args[1]) else t


def _is_whole(t: Term) -> bool:
    return isinstance(t.value, Fraction) and t.value.denominator == 1


def _is_root(t: Term) -> bool:
    fractional = t.op == "pow" and isinstance(t.args[1].value, Fraction) and not _is_whole(t.args[1])
    return fractional or (t.op == "call" and t.value in {"sqrt", "cbrt"})
