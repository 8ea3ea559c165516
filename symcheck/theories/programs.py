"""Recurrences as straight-line programs: with a number for everything it mentions, a recurrence becomes a `Program`.

Owns: `compile_recurrence`, and where the literals of a recurrence stand in its program.  Does not own: how a term becomes
operations (scalar_terms.py), statements about runs (recurrences.py), any arithmetic (kernel/program.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from symcheck.kernel.program import Code, Program
from symcheck.language.context import Context, Kind
from symcheck.language.errors import LanguageError
from symcheck.language.objects import Binding, Recurrence
from symcheck.language.reading import unfold
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, sym
from symcheck.theories.scalar_code import Dims, Grid, Literal, NotLowered, dims_of
from symcheck.theories.scalar_terms import Builder


@dataclass(frozen=True, slots=True)
class Compiled:
    """The program of a recurrence; the shape of each variable; for each position in start and update, the literal there."""

    program: Program
    dims: Mapping[str, Dims]
    start_literals: tuple[Literal | None, ...]
    update_literals: tuple[Literal | None, ...]


def compile_recurrence(recurrence: Recurrence, context: Context, overrides: Mapping[str, Term] | None = None) -> Compiled:
    """The program of `recurrence`, parameters replaced by `overrides`.  Raises NotLowered.

    Definitions that do not depend on the state (`X: [2, 1]`) are constants, computed once.
    """
    overrides = overrides or {}
    unknown = set(overrides) - {p.name for p in recurrence.parameters}
    if unknown:
        raise NotLowered("no-parameter", f"“{recurrence.name}” has no parameter “{sorted(unknown)[0]}”")
    moving = {b.name for b in (*recurrence.start, *recurrence.updates)}
    dims: dict[str, Dims] = {}
    scope = scope_with_members(context, recurrence)

    def lookup(builder: Builder, name: str) -> Grid | None:
        if name in dims:
            return builder.get(name, dims[name])
        if name in moving:
            raise NotLowered("no-value", f"“{name}” is used in “{recurrence.name}” before it has a value")
        if name in context.definitions and not context.definitions[name].params:
            try:
                return constant(builder, name)
            except NotLowered:
                return None  # it depends on the state: written out where it is used
        return None

    def constant(builder: Builder, name: str) -> Grid:
        saved, hidden = (list(start.code), list(start.literals), dict(start.found)), {n: dims.pop(n) for n in moving if n in dims}
        try:
            grid = start.own(name, unfold(sym(name), scope))
        except (NotLowered, LanguageError) as error:
            start.code, start.literals, start.found = saved
            raise NotLowered("no-value", str(error)) from error
        finally:
            dims.update(hidden)
        dims[name] = dims_of(grid)
        start.set(name, grid)
        return builder.get(name, dims[name])

    start = Builder(context=scope, lookup=lookup)
    update = Builder(context=scope, lookup=lookup)

    def assign(builder: Builder, binding: Binding, term: Term) -> None:
        grid = builder.own(binding.name, term)
        if binding.name in dims and dims[binding.name] != dims_of(grid):
            raise NotLowered("no-program", f"“{binding.name}” of “{recurrence.name}” changes its shape")
        dims[binding.name] = dims_of(grid)
        builder.set(binding.name, grid)

    for b in recurrence.parameters:
        assign(start, b, overrides.get(b.name, b.term))
    for b in recurrence.start:
        assign(start, b, b.term)
    for b in recurrence.updates:
        assign(update, b, b.term)
    return Compiled(
        Program(tuple(start.code), tuple(update.code), recurrence.start_row), dims, tuple(start.literals), tuple(update.literals)
    )


def scope_with_members(context: Context, recurrence: Recurrence) -> Context:
    """`context` in which the members of the recurrence have their shapes, so that definitions that mention them can be read."""
    signature = context.objects.get(recurrence.name)
    if signature is None:
        return context
    kinds = {name: Kind("real", shape) for name, shape in signature.members.items() if shape is not None}
    kinds |= {p.name: Kind("real", p.term.shape or SCALAR) for p in recurrence.parameters}
    return replace(context, symbols={**context.symbols, **kinds})


def literal_positions(compiled: Compiled) -> dict[Literal, tuple[tuple[str, int], ...]]:
    """Each literal of the recurrence with the places ("start" | "update", position) where the program uses it."""
    places: dict[Literal, list[tuple[str, int]]] = {}
    for block, literals in (("start", compiled.start_literals), ("update", compiled.update_literals)):
        for at, literal in enumerate(literals):
            if literal is not None:
                places.setdefault(literal, []).append((block, at))
    return {literal: tuple(at) for literal, at in places.items()}


def with_literals(program: Program, changes: Mapping[tuple[str, int], Fraction]) -> Program:
    """`program` with other numbers at these places."""

    def changed(block: str, code: Code) -> Code:
        return tuple(replace(op, value=changes[block, i]) if (block, i) in changes else op for i, op in enumerate(code))

    return replace(program, start=changed("start", program.start), update=changed("update", program.update))
