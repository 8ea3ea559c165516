"""The one way in: text → elaborated term; and putting definitions and values into terms.

Owns: `read`, `read_statements`, `scope_of`, `unfold`, `definition_of`.  Does not own: the grammar (grammar.py), what
fits (elaborate.py), substitution itself (substitution.py, offered here too).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from symcheck.language.context import Context, Definition, FunctionKind
from symcheck.language.elaborate import Reading, elaborate, instance
from symcheck.language.grammar import parse_statements_with_notes, parse_with_notes
from symcheck.language.sizes import SCALAR
from symcheck.language.substitution import substitute, substitute_all
from symcheck.language.terms import Term

__all__ = [
    "ContextScope", "Reading", "definition_of", "read", "read_statements", "scope_of", "substitute", "substitute_all", "unfold",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContextScope:
    """What the grammar has to know of a context: the category of each name."""

    context: Context

    def category(self, name: str) -> str | None:
        """ "symbol" | "function" | "definition" | "recurrence" | "network" | "table" | None."""
        if name in self.context.symbols:
            return "function" if isinstance(self.context.symbols[name], FunctionKind) else "symbol"
        if name in self.context.definitions:
            return "definition"
        if name in self.context.objects:
            return self.context.objects[name].category
        if name in self.context.sizes or any(name in s.marks for s in self.context.objects.values()):
            return "symbol"
        return None

    def arity(self, name: str) -> int:
        """The number of parameters of the definition or declared function `name`; 0 for everything else."""
        symbol = self.context.symbols.get(name)
        if isinstance(symbol, FunctionKind):
            return len(symbol.arguments)
        definition = self.context.definitions.get(name)
        return len(definition.params) if definition else 0

    def names(self) -> Iterable[str]:
        marks = [m for s in self.context.objects.values() for m in s.marks]
        return tuple(
            dict.fromkeys([*self.context.symbols, *self.context.definitions, *self.context.objects, *self.context.sizes, *marks])
        )


def scope_of(context: Context) -> ContextScope:
    return ContextScope(context)


def read(text: str, context: Context) -> Reading:
    """The statement or expression `text`, elaborated.  Raises LanguageError and IllFormed with spans into `text`."""
    surface, notes = parse_with_notes(text, scope_of(context))
    reading = elaborate(surface, context, text=text)
    return Reading(reading.term, (*notes, *reading.notes))


def read_statements(text: str, context: Context) -> tuple[Reading, ...]:
    """The statements of `text`, separated by commas or lines; spans are into the whole text."""
    out: list[Reading] = []
    for surface, notes in parse_statements_with_notes(text, scope_of(context)):
        reading = elaborate(surface, context, text=text)
        out.append(Reading(reading.term, (*notes, *reading.notes)))
    return tuple(out)


def definition_of(name: str, context: Context) -> Definition | None:
    """The definition that `name` stands for; None where a symbol of that name is declared, or nothing is."""
    return None if name in context.symbols else context.definitions.get(name)


def unfold(term: Term, context: Context) -> Term:
    """One step: a definition's name replaced by its elaborated body, with the arguments put in; else `term` itself.

    The caller sees to it that the name is not bound where `term` stands.
    """
    match term:
        case Term("sym", (), str(name)):
            definition = definition_of(name, context)
            if definition is None or definition.params:
                return term
            return instance(name, (), context)
        case Term("apply", args, str(name)):
            definition = definition_of(name, context)
            if definition is None or len(definition.params) != len(args):
                return term
            body = instance(name, tuple(a.shape or SCALAR for a in args), context)
            return substitute_all(body, dict(zip(definition.params, args, strict=True)))
    return term
