"""What a text may refer to: declared symbols, definitions and named objects, as frozen data.

Owns: `Kind`, `FunctionKind`, `Definition`, `Signature`, `Context`.  Does not own: how kinds are written
(kinds.py), how a term is read in a context (elaborate.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from symcheck.language.sizes import Shape
from symcheck.language.terms import Span, Term


@dataclass(frozen=True, slots=True)
class Kind:
    """A number or an array: base field, shape, properties, and the set its entries lie in where one is stated.

    base: "real" | "complex" | "integer" | "natural" | "random" | "event".  properties: canonical kebab-case names
    ("symmetric", "invertible", "row-selection", "positive-definite", …).  domain: a domain term ([0, 1), {0, 1}) or None.
    mean, covariance: terms, for random kinds; law: a named distribution, of the array or of each of its entries.
    """

    base: str
    shape: Shape
    properties: tuple[str, ...] = ()
    domain: Term | None = None
    mean: Term | None = None
    covariance: Term | None = None
    law: Term | None = None


@dataclass(frozen=True, slots=True)
class FunctionKind:
    """A declared function, from arguments of the given kinds to a result; entrywise on arrays where both are R."""

    arguments: tuple[Kind, ...]
    result: Kind
    properties: tuple[str, ...] = ()


def is_event(kind: Kind | FunctionKind | None) -> bool:
    """Whether something of this kind is a statement: an event."""
    return isinstance(kind, Kind) and kind.base == "event"


@dataclass(frozen=True, slots=True)
class Definition:
    """`name: body` or `name(params): body` of a `let:` block; `body` is a surface term, read where it is used."""

    name: str
    params: tuple[str, ...]
    body: Term
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """What the language must know of a named object (a recurrence, a network, a printed table).

    members: name -> shape of one value ("rmsprop.w[k]" has members["w"]); parameters: names that
    `name(parameter=…)` may override; marks: layer names a query may point at.
    """

    category: str  # "recurrence" | "network" | "table"
    members: Mapping[str, Shape | None] = field(default_factory=lambda: MappingProxyType({}))
    parameters: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """All names in scope, and the conventions.

    star: how `*` between arrays is read where both readings fit ("" = ask).  layout: of Jacobians, "numerator" (rows(f) ×
    rows(x), also where it is "") or "denominator" (its transpose).  symmetric: the gradient by a matrix declared symmetric,
    "structured" or "unstructured" ("" = not stated, and such a gradient is undecided).
    """

    symbols: Mapping[str, Kind | FunctionKind] = field(default_factory=lambda: MappingProxyType({}))
    definitions: Mapping[str, Definition] = field(default_factory=lambda: MappingProxyType({}))
    objects: Mapping[str, Signature] = field(default_factory=lambda: MappingProxyType({}))
    star: str = ""
    layout: str = ""
    symmetric: str = ""

    @property
    def sizes(self) -> tuple[str, ...]:
        """Names of the sizes that the shapes of the symbols mention, sorted."""
        names: set[str] = set()
        for kind in self.symbols.values():
            kinds = (kind,) if isinstance(kind, Kind) else (*kind.arguments, kind.result)
            for k in kinds:
                names.update(k.shape.rows.names, k.shape.cols.names)
        return tuple(sorted(names))
