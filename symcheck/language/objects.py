"""Named objects of a problem file that are not plain symbols: recurrences, layer lists, printed tables.

Owns their frozen data.  Does not own: how the blocks are written in YAML (problem/), what they mean
(theories/recurrences, theories/networks).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symcheck.language.terms import Span, Term


@dataclass(frozen=True, slots=True)
class Binding:
    """`name: term` with the text it was read from; terms are elaborated, in the order and grouping written."""

    name: str
    term: Term
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A recurrence: a start state and ordered updates, each seeing the values assigned before it.

    State variables are the names of `start`; a name that only occurs in `updates` is an intermediate of one step
    (also readable as a member).  `start_row` is the row index of the start state: with start_row = -1, row 0 is the
    state after the first update.  `last_row` is the last row of the run that the document speaks of, where it does.
    Parameters are local constants with a default that a claim may override, `rmsprop(v0=0).w[k]`.
    """

    name: str
    parameters: tuple[Binding, ...]
    start: tuple[Binding, ...]
    updates: tuple[Binding, ...]
    start_row: int = 0
    last_row: int | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: `op` ("conv", "maxpool", "avgpool", "dense", "relu", "block", …), its settings, and its mark (a name)."""

    op: str
    settings: tuple[Binding, ...]
    mark: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """A sequential network: input (channels, height, width) or (features,), then layers; parameters as in `Recurrence`."""

    name: str
    parameters: tuple[Binding, ...]
    input: tuple[Term, ...]
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: its index, and each printed number as text and as the exact rational it denotes."""

    index: int
    texts: tuple[str, ...]
    values: tuple[Fraction, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A printed table: rows by index."""

    name: str
    rows: tuple[Row, ...]


NamedObject = Recurrence | Network | Table
