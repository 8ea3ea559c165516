"""An antiderivative without its constant: right, and said to be incomplete.

Owns: `missing_constant`.  integrate(f, x) = F is judged up to a constant; a constant is a declared number that stands alone as a
summand on the other side and in nothing else of the claim.
"""

from __future__ import annotations

from collections.abc import Iterator

from symcheck.language.printing import to_text
from symcheck.language.terms import Term, subterms
from symcheck.report import Diagnosis

KIND = "missing-constant"


def missing_constant(statement: Term) -> Diagnosis | None:
    """The finding, on an equation between an indefinite integral and an expression without one."""
    match statement:
        case Term("rel", (left, right), "="):
            integrals = [side for side in (left, right) if _is_indefinite(side)]
        case _:
            return None
    if len(integrals) != 1:
        return None
    (whole,) = integrals
    other = right if whole is left else left
    if any(_is_indefinite(t) for t in subterms(other)):
        return None
    f, x = whole.args
    inside = {t.value for s in (f, x) for t in subterms(s) if t.op == "sym"}
    names = [t.value for t in subterms(other) if t.op == "sym"]
    if any(s.op == "sym" and s.value not in inside and names.count(s.value) == 1 for s in summands(other)):
        return None
    said = (
        f"`{to_text(other)}` is one antiderivative of `{to_text(f)}`; all of them are it plus a constant: "
        f"declare `C: real` and write {to_text(other)} + C"
    )
    return Diagnosis(KIND, said)


def _is_indefinite(t: Term) -> bool:
    return t.op == "call" and t.value == "integrate" and len(t.args) == 2 and all(a.op not in {"bind", "keyword"} for a in t.args)


def summands(t: Term) -> Iterator[Term]:
    """The terms of a sum, without their signs."""
    if t.op in {"add", "sub", "neg"}:
        for a in t.args:
            yield from summands(a)
    else:
        yield t
