"""Classes of growth in sums and with a direction: `f = g + O(h)`, `f in O(g) as x -> 0`.

Owns: `towards`, `remainder`.  `f = g + O(h)` is `f - g in O(h)`; `as x -> a` behind a statement says where x goes in each of its
classes that does not say it itself, as O(h, x -> a) does.
"""

from __future__ import annotations

from symcheck.language.terms import Term, rebuild

CLASSES = frozenset({"O", "o", "Theta"})


def is_class(term: Term) -> bool:
    return term.op == "call" and term.value in CLASSES


def towards(statement: Term, tends: Term) -> Term | None:
    """The statement with the direction in each class that has none; None where there is no such class."""
    found = []

    def change(t: Term) -> Term | None:
        if not is_class(t) or any(a.op == "tends" for a in t.args):
            return None
        found.append(t)
        return Term("call", (*t.args, tends), t.value, t.shape, t.span)

    changed = rebuild(statement, change)
    return changed if found else None


def remainder(right: Term) -> tuple[Term, Term] | None:
    """(g, O(h)) of the surface term g + O(h) or g - O(h), whose sign says nothing; None for any other term."""
    match right:
        case Term("add" | "sub", (rest, last)) if is_class(last):
            return rest, last
        case Term("add", (first, rest)) if is_class(first):
            return rest, first
    return None
