"""The names of a file (or of one claim) while they are being read: which exist, what they are, where they stand.

Owns: `Names`, the growing context with the place of every declaration, and the scopes it offers to the parser.
Does not own: the reading of any block (declarations.py, data.py, recurrences.py, networks.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType

from symcheck.language.context import Context, Definition, FunctionKind, Kind, Signature
from symcheck.language.errors import LanguageError
from symcheck.language.grammar import Scope
from symcheck.language.names import declared_name
from symcheck.language.objects import NamedObject
from symcheck.language.reading import scope_of
from symcheck.language.terms import Span, num
from symcheck.problem.errors import ErrorLog, quoted
from symcheck.problem.source import Passage
from symcheck.problem.types import Place
from symcheck.problem.unfolding import Growth

PENDING = num(0)


@dataclass
class Names:
    """Everything declared so far.

    `star`, `layout` and `symmetric` are the conventions of language.Context; `growths` bounds the unfolding; `notes` are the
    readings of definitions that were not literal.
    """

    symbols: dict[str, Kind | FunctionKind] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)
    objects: dict[str, NamedObject] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    growths: dict[str, Growth] = field(default_factory=dict)
    star: str = ""
    layout: str = ""
    symmetric: str = ""
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _context: Context | None = field(default=None, repr=False)

    def copy(self) -> Names:
        return Names(
            dict(self.symbols), dict(self.definitions), dict(self.signatures), dict(self.objects), dict(self.places),
            dict(self.growths), self.star, self.layout, self.symmetric, dict(self.notes),
        )  # fmt: skip

    @property
    def context(self) -> Context:
        """A view of all names: it grows with them, and is fixed once the file is read."""
        made = self._context
        if made is None or (made.star, made.layout, made.symmetric) != (self.star, self.layout, self.symmetric):
            self._context = made = Context(
                MappingProxyType(self.symbols), MappingProxyType(self.definitions), MappingProxyType(self.signatures),
                self.star, self.layout, self.symmetric,
            )  # fmt: skip
        return made

    def declare(self, passage: Passage, log: ErrorLog) -> str | None:
        """The canonical name that `passage` declares; None (and an error) where it is no name, or is taken."""
        try:
            name = declared_name(passage.text, Span(0, len(passage.text)))
        except LanguageError as e:
            log.language(passage, e)
            return None
        before = self.places.get(name)
        if before is not None:
            there = f"line {before.line}" if before.path == passage.source.path else f"{before.path}, line {before.line}"
            start, end = passage.covered(None)
            message = f"{quoted(passage.text)} is declared twice"
            log.add(passage.source, start, end, message, code="declared-twice", hint=f"the first one stands in {there}")
            return None
        self.places[name] = passage.place()
        return name

    def forget(self, name: str, log: ErrorLog) -> None:
        """A declaration that is in error: its name is known to be broken, and no use of it is a second error."""
        log.broken.add(name)
        for declared in (self.symbols, self.definitions, self.signatures, self.objects):
            declared.pop(name, None)

    def local(self, kinds: dict[str, Kind]) -> Context:
        """The context with further symbols, which hide what has their name."""
        context = self.context
        definitions, objects = context.definitions, context.objects
        if any(name in self.definitions or name in self.signatures for name in kinds):
            definitions = MappingProxyType({k: d for k, d in definitions.items() if k not in kinds})
            objects = MappingProxyType({k: s for k, s in objects.items() if k not in kinds})
        return Context(MappingProxyType({**self.symbols, **kinds}), definitions, objects, self.star, self.layout, self.symmetric)


@dataclass(frozen=True, slots=True)
class WithParameters:
    """The scope of a parametrised definition's body: its parameters are symbols there."""

    outer: Scope
    parameters: tuple[str, ...]

    def category(self, name: str) -> str | None:
        return "symbol" if name in self.parameters else self.outer.category(name)

    def arity(self, name: str) -> int:
        return self.outer.arity(name)

    def names(self) -> Iterable[str]:
        return (*self.parameters, *self.outer.names())


def scope_within(context: Context, parameters: tuple[str, ...]) -> Scope:
    return WithParameters(scope_of(context), parameters) if parameters else scope_of(context)
