"""Which random symbols and events a claim speaks of, and which of them it declares independent.

TRUSTED FOR MEANING (independence).  Owns: `random_names`, `claim_names`, `independence`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from symcheck.language.context import Context, Kind
from symcheck.language.printing import to_text
from symcheck.language.reading import definition_of, unfold
from symcheck.language.terms import Term, bound_names
from symcheck.theories.lowering import NotLowered

FUNCTIONALS = frozenset({"E", "Var", "Cov", "P"})
Given = tuple[tuple[str, Term], ...]


def nodes(term: Term, context: Context, *, into_functionals: bool) -> Iterator[Term]:
    """Every node of a term and of the definitions it uses, names bound in it left out."""
    stack: list[tuple[Term, frozenset[str]]] = [(term, frozenset())]
    seen: set[tuple[Term, frozenset[str]]] = set()
    while stack:
        t, bound = stack.pop()
        if t.op == "sym" and str(t.value) in bound:
            continue
        yield t
        if t.op == "call" and t.value in FUNCTIONALS and not into_functionals:
            continue
        if t.op in {"sym", "apply"} and isinstance(t.value, str) and definition_of(t.value, context) is not None:
            key = (t, bound)
            body = unfold(t, context)
            if key not in seen and body != t:
                seen.add(key)
                stack.append((body, bound if t.op == "apply" else frozenset()))
                continue
        inner = bound | frozenset(bound_names(t))
        stack.extend((a, inner) for a in reversed(t.args))


def of_base(name: str, base: str, context: Context) -> bool:
    kind = context.symbols.get(name)
    return isinstance(kind, Kind) and kind.base == base


def random_names(terms: Iterable[Term], context: Context) -> tuple[str, ...]:
    """The random symbols that the values of these terms depend on, what stands inside E, Var, Cov or P left out."""
    return _names((n for t in terms for n in nodes(t, context, into_functionals=False)), "random", context)


def claim_names(terms: Iterable[Term], context: Context) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All random symbols and all events that occur in the terms."""
    met = [n for t in terms for n in nodes(t, context, into_functionals=True)]
    return _names(met, "random", context), _names(met, "event", context)


def speaks_of_chance(terms: Iterable[Term], context: Context) -> bool:
    """Whether a random symbol, an event, or a word of probability occurs."""
    met = [n for t in terms for n in nodes(t, context, into_functionals=True)]
    return any(t.op == "call" and t.value in FUNCTIONALS | {"independent"} for t in met) or any(
        _names(met, base, context) for base in ("random", "event")
    )


def _names(met: Iterable[Term], base: str, context: Context) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(t.value) for t in met if t.op == "sym" and of_base(str(t.value), base, context)))


def independence(given: Given, context: Context) -> tuple[Given, list[frozenset[str]]]:
    """The other hypotheses, and the sets of names that `independent(x, y, …)` declares mutually independent."""
    others: list[tuple[str, Term]] = []
    groups: list[frozenset[str]] = []
    for label, term in given:
        parts = term.args if term.op == "and" else (term,)
        rest = [p for p in parts if not (p.op == "call" and p.value == "independent")]
        groups += [_group(p, context) for p in parts if p not in rest]
        if len(rest) == len(parts):
            others.append((label, term))
        elif rest:
            others.append((label, rest[0] if len(rest) == 1 else Term("and", tuple(rest))))
    return tuple(others), groups


def _group(term: Term, context: Context) -> frozenset[str]:
    for a in term.args:
        if a.op != "sym" or not (of_base(str(a.value), "random", context) or of_base(str(a.value), "event", context)):
            raise NotLowered(
                "no-theory",
                f"`{to_text(term)}`: `{to_text(a)}` is no random symbol and no event; only those are read as independent",
            )
    if len(set(term.args)) < len(term.args):
        raise NotLowered("no-theory", f"`{to_text(term)}` names a symbol twice")
    return frozenset(str(a.value) for a in term.args)
