"""What a problem file says, as frozen data: `Problem`, `Claim`, `Given`, `Step`, `Expect`.

Owns the data only.  load.py reads files into it, engine.py judges it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from symcheck.language.context import Context
from symcheck.language.elaborate import Reading
from symcheck.language.errors import IllFormed
from symcheck.language.objects import NamedObject
from symcheck.language.terms import Term


@dataclass(frozen=True, slots=True)
class Place:
    """1-based line and column in a file."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Given:
    """A hypothesis: its label in messages ("given.1", "from", "by"), its text and its elaborated statement."""

    label: str
    text: str
    statement: Term
    place: Place
    notes: tuple[str, ...] = ()  # the readings taken that were not literal


@dataclass(frozen=True, slots=True)
class Expect:
    """What the author says of a claim; every field that is not None must match."""

    verdict: str | None = None
    follows: str | None = None
    diagnosis: str | None = None
    because: str | None = None
    where: tuple[str, ...] | None = None
    holds_if: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A claim's place in a derivation.

    relation: "" for a line of its own, else how it continues the line above: "=>", "<=>" or "<=" (the converse
    implication) before a statement; "=", "≤", "<", "≥", ">", "!=", "~=" before an expression.
    by: ids of claims (full ids) named as premises, and "from" where the start is; premises: statements named by `by STATEMENT`.
    previous: id of the line before in the same derivation, or None for the first.  from_: the `from:` equation.
    case: the condition of the case it stands in; assumed: what `where` and `let` have assumed so far.  Both are among the claim's
    hypotheses.  cases: of the first line after cases, the condition and the last line of each.
    The claim's `statement` is already the full statement ("= b" after "a = x" reads as "a = b").
    """

    derivation: str
    label: str
    relation: str
    previous: str | None
    by: tuple[str, ...] = ()
    premises: tuple[Given, ...] = ()
    from_: Given | None = None
    case: Given | None = None
    assumed: tuple[Given, ...] = ()
    cases: tuple[tuple[Given, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement to judge.  Exactly one of `statement` and `malformed` is set."""

    id: str
    text: str
    read: str
    place: Place
    context: Context
    statement: Term | None
    malformed: IllFormed | None = None
    nearest: tuple[Reading, ...] = ()  # of a malformed claim: the near readings that have a meaning
    notes: tuple[str, ...] = ()
    given: tuple[Given, ...] = ()
    step: Step | None = None
    tolerance: Fraction | None = None
    expect: Expect = Expect()
    domain: str = "warn"  # the file's, unless the claim has its own
    form: str = ""  # in which its right side is to be written


@dataclass(frozen=True, slots=True)
class Problem:
    """One file.  `objects`: recurrences, networks and tables by name; `given` of the file is in every claim's `given`.

    places: where each name is declared, in this file or in one that it uses.
    """

    path: str
    sha256: str
    title: str
    source: str
    context: Context
    objects: Mapping[str, NamedObject]
    claims: tuple[Claim, ...]
    domain: str = "warn"
    given: tuple[Given, ...] = ()
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))
