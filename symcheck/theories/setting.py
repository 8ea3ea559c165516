"""What a lowering may look at: the names in scope, the named objects, and how a claim is read differently.

Owns: `Setting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symcheck.language.context import Context, Kind
from symcheck.language.objects import NamedObject
from symcheck.language.sizes import Size
from symcheck.language.terms import Term


@dataclass(frozen=True)
class Setting:
    """The declarations of a claim, and how they are read.

    equal = {p: n}: the size p is read as n, for a refutation at sizes that are equal.
    outcomes: random symbols are read as the finite distributions of this number, for a refutation (outcomes.py).
    cuts = {X: (rows, columns)}: the symbol X is read as blocks of these sizes.
    instead = (S, R): S is read as R wherever it occurs (the line before in a derivation, for the question what follows).
    """

    context: Context
    objects: Mapping[str, NamedObject]
    tolerance: Fraction | None = None
    instead: tuple[Term, Term] | None = None
    equal: Mapping[str, str] = field(default_factory=dict)
    outcomes: int | None = None
    cuts: Mapping[str, tuple[tuple[Size, ...], tuple[Size, ...]]] = field(default_factory=dict)

    def declaring(self, kinds: Mapping[str, Kind]) -> Setting:
        """With further symbols."""
        return replace(self, context=replace(self.context, symbols={**self.context.symbols, **kinds}))
