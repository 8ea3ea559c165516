"""What a theory hands on: obligations (sequents with a label) and what they rest on.

Owns: `Obligation`, `NotLowered`.  A claim holds when every obligation of its lowering
does; a refuted obligation refutes the claim only where it is `necessary`, i.e. where the claim implies it (soundness rule 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from symcheck.kernel.check import Question
from symcheck.kernel.evaluation import Array, Model, evaluate
from symcheck.kernel.grids import Grid, joined
from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.real_line import RealLine
from symcheck.theories.comparison import IDENTITY, Chart, Comparison


class NotLowered(Exception):
    """The statement has no lowering: `code` ("no-theory", "size-fixed", …) and a sentence that says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class OtherOrder(NotLowered):
    """The entries of two arrays stand in orders that agree only where some sizes are equal."""

    def __init__(self, message: str) -> None:
        super().__init__("no-theory", message)


@dataclass(frozen=True, slots=True)
class Obligation:
    """One question for the kernel: a sequent, or a goal about runs, counts or growth.

    necessary: the claim implies it.  draw: how letters are drawn; pool: arrays whose squares are worth trying (both only
    hints).  For the report: sides: what the two sides of the relation are; names: how letters that no declaration has are
    written; instance: the values of bound names that were written out; point: of declared whole numbers
    that values were put in for;
    equal_sizes: (p, n), (n, n), …: the question is the claim where all its sizes are n, so it can refute the claim and never
    prove it;
    unproved: no proof is searched, for it refutes only;
    built_in: labels of hypotheses that say what a letter of the question is, and that no proof therefore needs to name;
    distributions: of random symbols in a refutation, by name, values with their weights (a remark where there are none);
    refutes_only: why the question, which the claim implies, is never a proof of it; "" where it may be one;
    grids: the two sides in blocks; wholes: symbols that are read as blocks;
    arrays: what arrays of the claim are called; difference: the larger side less the smaller, of an inequality.
    Of a question about one real number: comparison: its two sides as solution sets; strictly: the question under
    `domain: strict`, where it differs; chart: what the variable of the question is.
    """

    label: str
    question: Question
    necessary: bool = True
    draw: Mapping[str, str] = field(default_factory=dict)
    pool: tuple[Polynomial, ...] = ()
    sides: tuple[Polynomial, Polynomial] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    instance: tuple[tuple[str, str], ...] = ()
    point: tuple[tuple[str, Fraction], ...] = ()
    arrays: tuple[tuple[str, Polynomial], ...] = ()
    difference: str = ""
    equal_sizes: tuple[tuple[str, str], ...] = ()
    built_in: tuple[str, ...] = ()
    refutes_only: str = ""
    distributions: tuple[tuple[str, tuple[tuple[Fraction, Polynomial], ...]], ...] = ()
    comparison: Comparison | None = None
    strictly: RealLine | None = None
    chart: Chart = IDENTITY
    grids: tuple[Grid, Grid] | None = None
    wholes: Mapping[str, Grid] = field(default_factory=dict)
    unproved: bool = False

    def sizes_at(self, sizes: Mapping[str, int]) -> dict[str, int]:
        """The sizes of the claim at a model of the question."""
        return {p: sizes[n] for p, n in self.equal_sizes if n in sizes} if self.equal_sizes else dict(sizes)

    def values_at(self, model: Model) -> dict[str, Array]:
        """The values of the declared symbols at a model of the question."""
        found = {name: v for name, v in model.values.items() if "~" not in name}
        for name, grid in self.wholes.items():
            try:
                found[name] = joined(tuple(tuple(evaluate(p, model) for p in row) for row in grid))
            except KeyError:
                continue
        return found
