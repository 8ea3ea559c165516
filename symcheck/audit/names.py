"""Which declared names the claims of a problem reach, and which they do not.

Owns: `reached`, `unused_names`.  A name is used where a claim or a hypothesis names it, directly, through definitions and
objects, or as a size of something that is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from symcheck.language.context import Context, FunctionKind, Kind
from symcheck.language.errors import LanguageError
from symcheck.language.grammar import parse_with_notes
from symcheck.language.objects import NamedObject, Network, Recurrence
from symcheck.language.reading import scope_of
from symcheck.language.terms import Term, bound_names
from symcheck.problem.types import Claim, Problem

NAMING = frozenset({"sym", "apply", "derivative", "member"})
CONTINUES = "=<>!~≤≥⇒⇔ "  # how a line of a derivation may begin


@dataclass(frozen=True, slots=True)
class Unused:
    """A name that nothing uses.  what: "symbol", "definition", "recurrence", "network" or "table"; claim: of a local name."""

    name: str
    what: str
    line: int
    claim: str = ""


def reached(terms: Iterable[Term], context: Context, objects: Mapping[str, NamedObject]) -> frozenset[str]:
    """Every declared name that the terms use."""
    found: set[str] = set()
    waiting = [name for term in terms for name in _named(term, frozenset())]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(_below(name, context, objects))
    return frozenset(found)


def _named(term: Term, bound: frozenset[str]) -> Iterator[str]:
    """The names that occur free in a term, as they are declared: `rmsprop` for `rmsprop.w`."""
    if term.op in NAMING and isinstance(term.value, str):
        name = term.value.split(".")[0]
        if name not in bound:
            yield name
    inner = bound | frozenset(bound_names(term))
    for arg in term.args:
        yield from _named(arg, inner)


def _below(name: str, context: Context, objects: Mapping[str, NamedObject]) -> Iterator[str]:
    """The names that the declaration of `name` uses."""
    match context.symbols.get(name):
        case Kind() as kind:
            yield from _of_kind(kind)
        case FunctionKind(arguments, result):
            for kind in (*arguments, result):
                yield from _of_kind(kind)
        case None:
            definition = context.definitions.get(name)
            if definition is not None:
                yield from _named(definition.body, frozenset(definition.params))
            elif name in objects:
                for term in _of_object(objects[name]):
                    yield from _named(term, frozenset())


def _of_kind(kind: Kind) -> Iterator[str]:
    yield from (*kind.shape.rows.names, *kind.shape.cols.names)
    for term in (kind.domain, kind.mean, kind.covariance):
        if term is not None:
            yield from _named(term, frozenset())


def _of_object(found: NamedObject) -> Iterator[Term]:
    match found:
        case Recurrence(_, parameters, start, updates):
            yield from (b.term for b in (*parameters, *start, *updates))
        case Network(_, parameters, sizes, layers):
            yield from (b.term for b in parameters)
            yield from sizes
            yield from (b.term for layer in layers for b in layer.settings)


def unused_names(problem: Problem) -> tuple[Unused, ...]:
    """Names declared in this file (not in one that it uses) that no claim and no hypothesis reaches, in the order of lines."""
    used: set[str] = set()
    for claim in problem.claims:
        used |= reached(_said(claim), claim.context, problem.objects)
    used |= reached((g.statement for g in problem.given), problem.context, problem.objects)
    found = [
        Unused(name, _what(name, problem), place.line)
        for name, place in problem.places.items()
        if place.path == problem.path and name not in used and _what(name, problem)
    ]
    return (*sorted(found, key=lambda u: u.line), *_unused_local(problem))


def _unused_local(problem: Problem) -> Iterator[Unused]:
    """Definitions of a claim, or of a derivation, that neither it nor its lines reach."""
    groups: dict[str, list[Claim]] = {}
    for claim in problem.claims:
        groups.setdefault(claim.step.derivation if claim.step else claim.id, []).append(claim)
    for group, claims in groups.items():
        local = [n for n in claims[0].context.definitions if n not in problem.context.definitions]
        used = frozenset[str]().union(*(reached(_said(c), c.context, problem.objects) for c in claims))
        yield from (Unused(n, "definition", claims[0].place.line, group) for n in local if n not in used)


def _what(name: str, problem: Problem) -> str:
    if name in problem.context.symbols:
        return "symbol"
    if name in problem.context.definitions:
        return "definition"
    signature = problem.context.objects.get(name)
    return "" if signature is None else signature.category


def _said(claim: Claim) -> list[Term]:
    """Everything a claim says.  One without a meaning uses the names of its text."""
    terms = [g.statement for g in claim.given]
    if claim.statement is not None:
        terms.append(claim.statement)
    else:
        try:
            terms.append(parse_with_notes(claim.text.strip(CONTINUES), scope_of(claim.context))[0])
        except LanguageError:
            terms += [Term("sym", (), name) for name in claim.context.symbols]
            terms += [Term("sym", (), name) for name in claim.context.definitions]
    if claim.step is not None:
        terms += [g.statement for g in claim.step.premises]
        if claim.step.from_ is not None:
            terms.append(claim.step.from_.statement)
    return terms
