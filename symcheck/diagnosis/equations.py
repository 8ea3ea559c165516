"""The equations that a statement asserts, each as a question of its own: under `domain: strict` all of them have two sides.

Owns: `equations_in`.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.diagnosis.judging import Question, lowered
from symcheck.language.printing import to_text
from symcheck.language.terms import Term, subterms
from symcheck.theories.binders import bound_kind
from symcheck.theories.lowering import NotLowered

Found = tuple[tuple[Question, ...], tuple[str, ...]]
NOTHING: Found = ((), ())


def equations_in(question: Question) -> Found:
    """The equations that have to be true for the statement to be; and in words, those that cannot be taken out one by one.

    Of an equivalence or an implication nothing: its sides are compared as they stand (domains.py).
    """
    return NOTHING if question.statement.op in {"iff", "implies"} else _inside(question)


def _inside(question: Question) -> Found:
    match question.statement:
        case Term("rel", _, "="):
            return (question,), ()
        case Term("and", parts):
            return _joined([_inside(replace(question, statement=p)) for p in parts])
        case Term("chain", operands, tuple() as relations):
            links = zip(operands, operands[1:], relations, strict=False)
            return _joined([_inside(replace(question, statement=Term("rel", (a, b), r))) for a, b, r in links])
        case Term("forall", (*binders, body)):
            freed = _freed(question, tuple(binders), body)
            return _whole(question) if freed is None else _inside(freed)
    return _whole(question)


def _joined(found: list[Found]) -> Found:
    return tuple(q for questions, _ in found for q in questions), tuple(dict.fromkeys(w for _, words in found for w in words))


def _whole(question: Question) -> Found:
    """A statement that is not taken apart: its two-sided parts, where it is not defined everywhere, are left open."""
    if not any(_has_sides(t) for t in subterms(question.statement)):
        return NOTHING
    try:
        where = lowered(question).where
    except NotLowered:
        return (), (f"where `{to_text(question.statement)}` is defined is not known",)
    return (), tuple(f"`{to_text(question.statement)}` needs {w}" for w in where)


def _has_sides(t: Term) -> bool:
    """An equation, or an equivalence or implication."""
    return (
        t.op in {"iff", "implies"}
        or (t.op == "rel" and t.value == "=")
        or (t.op == "chain" and isinstance(t.value, tuple) and "=" in t.value)
    )


def _freed(question: Question, binders: tuple[Term, ...], body: Term) -> Question | None:
    """The body with its bound names as symbols; None where one of them is a name already, or takes listed values only."""
    context = question.context
    symbols = dict(context.symbols)
    for b in binders:
        name = str(b.value)
        known = name in symbols or name in context.definitions or name in context.sizes or name in context.objects
        if known or not b.args or b.args[0].op in {"set", "range"}:
            return None
        try:
            symbols[name] = bound_kind(b.args[0])
        except NotLowered:
            return None
    return replace(question, statement=body, context=replace(context, symbols=symbols), assumed=tuple(symbols))
