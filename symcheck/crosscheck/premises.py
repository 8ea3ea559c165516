"""Statements that speak of some points only: what they say is looked at where they say it.

Owns: `under_premises`, `conjuncts`, `Premises`.  p ⇒ q under Γ is q under Γ, p, and `for all x in D: p => q` is that for a
symbol x of D: at points that miss p, a statement agrees with anything.  Points are then drawn so that p holds (solving.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from symcheck.language.context import Context, Kind
from symcheck.language.terms import Term, subterms


@dataclass(slots=True)
class Premises:
    """How often the condition of an "if …" was met and not met while a statement was judged; unmet: one that was not."""

    met: int = 0
    unmet: Term | None = None

    def reset(self) -> None:
        self.met, self.unmet = 0, None

    def seen(self, premise: Term, met: bool) -> None:
        if met:
            self.met += 1
        else:
            self.unmet = premise


def conjuncts(statement: Term) -> tuple[Term, ...]:
    """The parts of a conjunction: each is looked at where it says something."""
    if statement.op != "and":
        return (statement,)
    return tuple(c for part in statement.args for c in conjuncts(part))


def defined_beside(part: Term, parts: tuple[Term, ...]) -> tuple[Term, ...]:
    """That the other parts of a conjunction are defined: `P or not P` is true where P has a truth value, and only there."""
    others = [p for p in parts if p is not part and p.op in {"rel", "chain"}]
    partial = [p for p in others if any(t.op in {"div", "pow"} or t.op == "call" for t in subterms(p))]
    return tuple(Term("or", (p, Term("not", (p,)))) for p in partial)


def under_premises(statement: Term, hypotheses: tuple[Term, ...], context: Context) -> tuple[Term, tuple[Term, ...], Context]:
    """What is to be true, under which hypotheses, and the names it may speak of."""
    while True:
        if statement.op == "implies":
            premise, statement = statement.args
            hypotheses = (*hypotheses, premise)
            continue
        freed = _freed(statement, context)
        if freed is None:
            return statement, hypotheses, context
        statement, context = freed


def _freed(statement: Term, context: Context) -> tuple[Term, Context] | None:
    """`for all x in D: p => q` as p ⇒ q with a symbol x; None where D is not drawn from, or x is the name of something."""
    if statement.op != "forall":
        return None
    *binds, body = statement.args
    conditional = body
    while conditional.op == "forall":
        conditional = conditional.args[-1]
    if conditional.op != "implies":
        return None
    symbols = dict(context.symbols)
    for bind in binds:
        kind = _kind(bind)
        name = str(bind.value)
        if kind is None or name in symbols or name in context.definitions or name in context.sizes or name in context.objects:
            return None
        symbols[name] = kind
    return body, replace(context, symbols=symbols)


def _kind(bind: Term) -> Kind | None:
    if bind.op != "bind" or not bind.args or bind.shape is None:
        return None
    domain = bind.args[0].args[0] if bind.args[0].op == "arrays" else bind.args[0]
    if domain == Term("domain", (), "R"):
        return Kind("real", bind.shape)
    return Kind("real", bind.shape, (), domain) if domain.op == "interval" else None
