"""Mutants of a statement: one small change each, most of which make a true claim false.

Owns: the changes of statements (relations, edges of domains, premises), the choice among all changes, and `stronger`: which
of them say more than the statement by their form alone.  Does not own: the changes of values (diagnosis/edits.py, shared with
the repairs), judging (questions.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from symcheck.diagnosis.edits import edits
from symcheck.language.context import Context
from symcheck.language.elaborate import elaborate
from symcheck.language.errors import LanguageError
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, num, subterms

ORDER = frozenset({"<", "<=", ">", ">="})
POOL = 6  # symbols that a change may put in
STRICTER = {"<=": ("<", "="), ">=": (">", "="), "!=": ("<", ">"), "=": ("!=",)}
CHANGES = {
    "sign": "sign flipped",
    "extra-term": "term dropped",
    "missing-term": "term added",
    "extra-factor": "factor dropped",
    "missing-factor": "factor added",
    "wrong-order": "order swapped",
    "fraction-inverted": "fraction inverted",
    "exponent": "exponent changed",
    "constant": "number changed",
    "extra-transpose": "transpose dropped",
    "missing-transpose": "transpose added",
    "extra-inverse": "inverse dropped",
    "missing-inverse": "inverse added",
    "wrong-symbol": "symbol exchanged",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """change: what was done; was, now: the node before and after; term: the whole.

    stronger: by its form it says more than the statement (its truth is a finding); None: that must be judged; False: it says
    less, or something else, and its truth is none.
    """

    change: str
    was: Term
    now: Term
    term: Term
    stronger: bool | None


def mutants(statement: Term, context: Context, most: int) -> tuple[Mutant, ...]:
    """Up to `most` mutants that have a meaning: those of the statement's form first, then one of each change in turn."""
    found: dict[Term, Mutant] = {statement: Mutant("", statement, statement, statement, False)}
    chosen: list[Mutant] = []
    queues: dict[str, list[Mutant]] = {}
    for change, was, put, now in _of_statements(statement):
        whole = _read(put(now), context) if change == "factor dropped" else put(now)
        if whole is not None and whole not in found:
            found[whole] = Mutant(change, was, now, whole, None if was.value in {"!=", "="} else True)
            chosen.append(found[whole])
    for edit in edits(statement, _pool(statement, context)):
        change = CHANGES.get(edit.kind, edit.kind)
        if edit.term not in found and not _trivial(edit.was, edit.now):
            found[edit.term] = Mutant(change, edit.was, edit.now, edit.term, _says_more(statement, edit.was, edit.now))
            queues.setdefault(change, []).append(found[edit.term])
    kept = [m for m in chosen if _read(m.term, context) is not None][:most]
    while len(kept) < most and any(queues.values()):
        for queue in queues.values():
            formed = next((k for k, m in enumerate(queue) if _read(m.term, context) is not None), None)
            taken = None if formed is None else queue[formed]
            del queue[: len(queue) if formed is None else formed + 1]
            if taken is not None and len(kept) < most:
                kept.append(taken)
    return tuple(kept)


def _pool(statement: Term, context: Context) -> tuple[Term, ...]:
    """Names of the claim that may be put in another's place: no sizes, which cannot be varied."""
    named = (t for t in subterms(statement) if t.op == "sym" and t.shape is not None)
    found = dict.fromkeys(t for t in named if t.value in context.symbols or t.value in context.definitions)
    return tuple(found)[:POOL]


def _trivial(was: Term, now: Term) -> bool:
    """Changes that are no others: of the order of a product with a number, of 0 or another number by arithmetic."""
    if was.op == "num" and now.op in {"mul", "div", "add", "sub"} | ({"neg"} if was.value == 0 else set()):
        return True  # 2 · 3 and 1 + 3 are changes of a number, which are made anyway
    return was.op == "mul" == now.op and was.args == now.args[::-1] and SCALAR in (was.args[0].shape, was.args[1].shape)


def _read(term: Term, context: Context) -> Term | None:
    """The term with its shapes; None where it has no meaning."""
    try:
        return elaborate(term, context).term
    except LanguageError:
        return None


def has_order(statement: Term) -> bool:
    """Whether the statement, or a part of it, is an inequality."""
    return any(
        t.op in {"rel", "chain"} and not ORDER.isdisjoint(t.value if isinstance(t.value, tuple) else (str(t.value),))
        for t in subterms(statement)
    )


def _says_more(statement: Term, was: Term, now: Term) -> bool | None:
    """Whether a changed value makes the statement say more: by form where that can be seen, else None.

    `v in [a, b]` says more of a smaller interval.  A changed value in an inequality may make it weaker; a better bound is found
    by `better_bound`.
    """
    match statement:
        case Term("in", (_, Term("interval", (low, high)))) if was in (low, high) and was.op == "num" == now.op:
            before, after = was.value, now.value
            assert isinstance(before, Fraction) and isinstance(after, Fraction)
            if low == high:
                return False
            return after > before if was == low else after < before
        case Term("in", (_, Term("interval"))):
            return False
        case Term("in", (_, Term("call", _, "O"))):
            return False
    return False if has_order(statement) else None


# -- changes of statements -------------------------------------------------------------------------------------

Put = Callable[[Term], Term]


def _of_statements(t: Term) -> Iterator[tuple[str, Term, Put, Term]]:
    """(change, node, what puts another in its place, the other) at every part that the statement implies."""
    for node, put in _implied_parts(t):
        for change, now in _forms(node):
            yield change, node, put, now


def _implied_parts(t: Term) -> Iterator[tuple[Term, Put]]:
    """The parts whose strengthening strengthens the whole."""
    yield t, lambda now: now
    match t.op:
        case "and":
            places = tuple(range(len(t.args)))
        case "forall" | "implies":
            places = (len(t.args) - 1,)
        case _:
            return
    for k in places:
        for node, put in _implied_parts(t.args[k]):
            yield node, lambda now, k=k, put=put: replace(t, args=(*t.args[:k], put(now), *t.args[k + 1 :]))  # type: ignore[misc]


def _cancelled(t: Term) -> Iterator[Term]:
    """A B = 0 without a factor, and A B = A C or B A = C A without A."""
    match t:
        case Term("rel", (Term("mul", (a, b)), c), "=") if is_zero(c):
            yield from (replace(t, args=(factor, num(0))) for factor in (b, a))
        case Term("rel", (c, Term("mul", (a, b))), "=") if is_zero(c):
            yield from (replace(t, args=(num(0), factor)) for factor in (b, a))
        case Term("rel", (Term("mul", (a, b)), Term("mul", (c, d))), "="):
            if a == c:
                yield replace(t, args=(b, d))
            if b == d:
                yield replace(t, args=(a, c))


def is_zero(t: Term) -> bool:
    """Whether the term is written as 0, the number or an array."""
    return t.op == "zeros" or (t.op == "num" and t.value == 0)


def _forms(t: Term) -> Iterator[tuple[str, Term]]:
    for shorter in _cancelled(t):
        yield "factor dropped", shorter
    match t:
        case Term("rel", (a, _), str() as relation) if relation in STRICTER:
            scalar = a.shape is not None and a.shape.is_scalar
            for other in STRICTER[relation]:
                if scalar or other not in ORDER:
                    yield "relation changed", replace(t, value=other)
        case Term("chain", _, tuple() as relations):
            for k, relation in enumerate(relations):
                for other in STRICTER.get(str(relation), ()):
                    if relation in {"<=", ">="}:
                        yield "relation changed", replace(t, value=(*relations[:k], other, *relations[k + 1 :]))
        case Term("implies", (_, conclusion)):
            yield "premise dropped", conclusion
        case Term("or", parts) if len(parts) > 1:
            for k in range(len(parts)):
                rest = (*parts[:k], *parts[k + 1 :])
                yield "alternative dropped", rest[0] if len(rest) == 1 else replace(t, args=rest)
        case Term("in", (v, Term("call", (bound,), "O") as growth)) if any(s.op == "sym" for s in subterms(bound)):
            yield from (("bound lowered", replace(t, args=(v, replace(growth, args=(g,))))) for g in _slower(bound))
        case Term("in", (v, Term("interval", _, str() as ends) as domain)):
            for narrower in _ends(ends, close=False):
                yield "edge moved", replace(t, args=(v, replace(domain, value=narrower)))
        case Term("forall", (*binders, body)):
            for k, binder in enumerate(binders):
                for wider in _wider(binder):
                    yield "edge moved", replace(t, args=(*binders[:k], wider, *binders[k + 1 :], body))


def _slower(bound: Term) -> Iterator[Term]:
    """Orders of growth below that of `bound`, whose symbols count something, by its form."""
    match bound:
        case Term("pow", (base, Term("num", (), Fraction() as q))) if q > 1:
            yield base if q <= 2 else replace(bound, args=(base, num(q - 1)))
        case Term("mul", (a, b)):
            yield from (a, b)
    yield num(1)


def _ends(ends: str, *, close: bool) -> Iterator[str]:
    """The interval with one end closed, or opened."""
    before, after = ("(", ")"), ("[", "]")
    if not close:
        before, after = after, before
    if ends[0] == before[0]:
        yield after[0] + ends[1]
    if ends[1] == before[1]:
        yield ends[0] + after[1]


def _wider(binder: Term) -> Iterator[Term]:
    """The binder over a domain with one more number at an edge; where counting begins is a convention, and stays."""
    match binder:
        case Term("bind", (Term("range", (low, high)) as domain,)) if high.op != "const":
            yield replace(binder, args=(replace(domain, args=(low, _moved(high))),))
        case Term("bind", (Term("interval", _, str() as ends) as domain,)):
            for wider in _ends(ends, close=True):
                yield replace(binder, args=(replace(domain, value=wider),))


def _moved(edge: Term) -> Term:
    match edge:
        case Term("num", (), Fraction() as q):
            return replace(edge, value=q + 1)
    return Term("add", (edge, num(1)), None, SCALAR)
