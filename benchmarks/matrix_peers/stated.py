"""Claims as the peers get them: closed terms, declarations and the truth, as JSON both ways.

Owns: `Symbol`, `Stated`, `encode`, `decode`, `closed`.  It imports nothing but symcheck.language, so that a peer in another
environment needs neither yaml nor numpy.

A closed term names no definition.  `grad(L, z)` with z a definition means: L unfolded down to z only, z a free letter, its
value put back (docs/matrix-calculus.md).  So it becomes `grad(L', z, at=value)` with a symbol z, which is the same without
definitions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from symcheck.language.context import Context, Kind
from symcheck.language.reading import definition_of, unfold
from symcheck.language.sizes import Shape, Size
from symcheck.language.terms import Term, subterms

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
DERIVATIVES = frozenset({"grad", "jac", "hess", "diff"})


@dataclass(frozen=True)
class Symbol:
    """A declared letter: its shape, base field and properties; base "function" has no shape of its own."""

    name: str
    base: str
    shape: Shape
    properties: tuple[str, ...]


@dataclass(frozen=True)
class Stated:
    """One claim: `truth` is "holds" or "fails"; `given` are the hypotheses with their texts."""

    id: str
    truth: str
    statement: Term
    given: tuple[tuple[str, Term], ...]
    symbols: tuple[Symbol, ...]


def closed(term: Term, context: Context, keep: frozenset[str] = frozenset()) -> Term:
    """`term` without definitions, except the names in `keep`, which are letters there."""
    if term.op == "sym" and term.value in keep:
        return term
    if term.op in {"sym", "apply"}:
        body = unfold(term, context)
        if body is not term:
            return closed(body, context, keep)
    if term.op == "call" and term.value in DERIVATIVES and len(term.args) > 1 and term.args[1].op == "sym":
        name = str(term.args[1].value)
        if name not in keep and definition_of(name, context) is not None:
            body = closed(term.args[0], context, keep | {name})
            value = closed(term.args[1], context, keep)
            rest = tuple(closed(a, context, keep) for a in term.args[2:])
            at = () if any(a.op == "keyword" for a in rest) else (Term("keyword", (value,), "at", value.shape),)
            return Term("call", (body, term.args[1], *rest, *at), term.value, term.shape)
    return Term(term.op, tuple(closed(a, context, keep) for a in term.args), term.value, term.shape)


def letters(terms: Sequence[Term], context: Context) -> tuple[Symbol, ...]:
    """The symbols that closed terms mention, kept names of definitions among them."""
    found: dict[str, Symbol] = {}
    for term in terms:
        for node in subterms(term):
            if node.op != "sym" or not isinstance(node.value, str) or node.value in found:
                continue
            kind = context.symbols.get(node.value)
            if isinstance(kind, Kind):
                found[node.value] = Symbol(node.value, kind.base, kind.shape, kind.properties)
            elif node.value not in context.sizes and node.shape is not None:
                found[node.value] = Symbol(node.value, "real", node.shape, ())
    return tuple(found.values())


def encode(claim: Stated) -> Json:
    return {
        "id": claim.id,
        "truth": claim.truth,
        "statement": _term(claim.statement),
        "given": [[text, _term(t)] for text, t in claim.given],
        "symbols": [[s.name, s.base, _shape(s.shape), list(s.properties)] for s in claim.symbols],
    }


def decode(data: Json) -> Stated:
    d = cast(dict, data)
    return Stated(
        d["id"],
        d["truth"],
        _read(d["statement"]),
        tuple((text, _read(t)) for text, t in d["given"]),
        tuple(Symbol(name, base, _read_shape(shape), tuple(properties)) for name, base, shape, properties in d["symbols"]),
    )


def _term(t: Term) -> Json:
    value: Json
    match t.value:
        case Fraction():
            value = {"number": str(t.value)}
        case tuple():
            value = list(t.value)
        case _:
            value = t.value
    return [t.op, [_term(a) for a in t.args], value, None if t.shape is None else _shape(t.shape)]


def _read(data: Json) -> Term:
    op, args, value, shape = cast(list, data)
    if isinstance(value, Mapping):
        value = Fraction(value["number"])
    elif isinstance(value, list):
        value = tuple(value)
    return Term(op, tuple(_read(a) for a in args), value, None if shape is None else _read_shape(shape))


def _size(size: Size) -> Json:
    return [[list(m), c] for m, c in size.terms]


def _shape(shape: Shape) -> Json:
    return [_size(shape.rows), _size(shape.cols)]


def _read_shape(data: Json) -> Shape:
    rows, cols = cast(list, data)
    return Shape(*(Size(tuple((tuple(m), c) for m, c in size)) for size in (rows, cols)))
