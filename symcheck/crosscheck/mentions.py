"""Which names a term depends on, through definitions and named objects.

Owns: `Mentions`.  Does not own: values.  Bound names are included where a symbol has the same name: more is only drawn
than needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from symcheck.language.context import Context, FunctionKind, Kind
from symcheck.language.objects import NamedObject, Network, Recurrence
from symcheck.language.reading import unfold
from symcheck.language.terms import Term, subterms

VARYING = frozenset({"grad", "jac", "hess", "diff", "argmin", "argmax"})


class Mentions:
    """The names that terms mention, each definition read once."""

    def __init__(self, context: Context, objects: Mapping[str, NamedObject]) -> None:
        self.context = context
        self.objects = objects
        self.bodies: dict[object, frozenset[str]] = {}

    def of(self, term: Term) -> frozenset[str]:
        """Symbols, sizes and definitions that the value of `term` depends on."""
        names: set[str] = set()
        for node in subterms(term):
            if node.shape is not None:
                names.update(node.shape.rows.names, node.shape.cols.names)
            if isinstance(node.value, str) and node.op in {"sym", "apply", "derivative", "member"}:
                names |= self._named(node)
        return frozenset(names)

    def of_kind(self, name: str) -> frozenset[str]:
        """What the kind of a symbol mentions."""
        return self._kind(name)

    def varied(self, term: Term) -> frozenset[str]:
        """The names that derivatives and minimisers of a term vary, through definitions."""
        return frozenset(self._varied(term, frozenset()))

    def _varied(self, term: Term, seen: frozenset[str]) -> set[str]:
        found: set[str] = set()
        for node in subterms(term):
            if node.op == "call" and node.value in VARYING and len(node.args) > 1:
                found |= self.of(node.args[1])
            elif node.op in {"sym", "apply"} and isinstance(node.value, str) and node.value not in seen:
                body = unfold(node, self.context)
                if body != node:
                    found |= self._varied(body, seen | {node.value})
        return found

    def words(self, term: Term, random: frozenset[str], seen: frozenset[str] = frozenset()) -> set[str]:
        """The built-in functions that a term uses, through definitions; "div" for a quotient by something random."""
        found: set[str] = set()
        for node in subterms(term):
            if node.op == "call":
                found.add(str(node.value))
            elif node.op == "div" and self.of(node.args[1]) & random:
                found.add("div")
            elif node.op in {"sym", "apply"} and isinstance(node.value, str) and node.value not in seen:
                body = unfold(node, self.context)
                if body != node:
                    found |= self.words(body, random, seen | {node.value})
        return found

    def _named(self, node: Term) -> frozenset[str]:
        name = str(node.value).rstrip("'").partition(".")[0]
        if name in self.context.symbols:
            return frozenset({name}) | self._kind(name)
        if name in self.objects:
            return self._object(name)
        if name in self.context.definitions:
            return frozenset({name}) | self._definition(node, name)
        return frozenset({name})

    def _kind(self, name: str) -> frozenset[str]:
        if ("kind", name) not in self.bodies:
            self.bodies["kind", name] = frozenset()
            kind = self.context.symbols[name]
            kinds = (*kind.arguments, kind.result) if isinstance(kind, FunctionKind) else (kind,)
            found: set[str] = set()
            for k in kinds:
                found.update(k.shape.rows.names, k.shape.cols.names)
                for part in (k.domain, k.mean, k.covariance, k.law):
                    found |= self.of(part) if part is not None else frozenset()
            self.bodies["kind", name] = frozenset(found)
        return self.bodies["kind", name]

    def _definition(self, node: Term, name: str) -> frozenset[str]:
        params = self.context.definitions[name].params
        if len(params) != len(node.args) or node.op not in {"sym", "apply"}:
            return frozenset()
        formal = replace(node, args=tuple(Term("sym", (), p, a.shape) for p, a in zip(params, node.args, strict=True)))
        key = (formal, tuple(a.shape for a in node.args))
        if key not in self.bodies:
            self.bodies[key] = frozenset()
            self.bodies[key] = self.of(unfold(formal, self.context)) - set(params)
        return self.bodies[key]

    def _object(self, name: str) -> frozenset[str]:
        """The outer names that a recurrence's or network's terms mention."""
        if ("object", name) not in self.bodies:
            self.bodies["object", name] = frozenset()
            found: set[str] = set()
            for term in object_terms(self.objects[name]):
                found |= self.of(term)
            self.bodies["object", name] = frozenset(found - own_names(self.objects[name]))
        return self.bodies["object", name]

    def sizes(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those names that are sizes of the context."""
        known = set(self.context.sizes)
        return tuple(sorted(n for n in set(names) if n in known and is_size(self.context, n)))


def is_size(context: Context, name: str) -> bool:
    kind = context.symbols.get(name)
    return kind is None or (isinstance(kind, Kind) and kind.base in {"natural", "integer"})


def object_terms(found: NamedObject) -> list[Term]:
    match found:
        case Recurrence():
            return [b.term for b in (*found.parameters, *found.start, *found.updates)]
        case Network():
            settings = [b.term for layer in found.layers for b in layer.settings]
            return [*(b.term for b in found.parameters), *found.input, *settings]
    return []


def own_names(found: NamedObject) -> set[str]:
    match found:
        case Recurrence():
            return {b.name for b in (*found.parameters, *found.start, *found.updates)}
        case Network():
            return {b.name for b in found.parameters}
    return set()
