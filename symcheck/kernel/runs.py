"""Statements about the rows of recurrences, and the check of a run: carry it out again, in the order written.

TRUSTED.  Owns: the goals `RowsHold`, `TableMatches`, and `run_rows`, `run_table`.  Limits are in regions.py, all rows to
infinity in induction.py.  A run proves a statement about finitely many rows and refutes one about any number of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic

from flint import arb, ctx

from symcheck.kernel.program import BALLS, EXACT, FLOAT64, Arithmetic, Code, Program, Undefined, V, ball, compare, execute, rows

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
ROW_LIMIT = 100_000  # rows that one check carries out
WORK_LIMIT = 2_000_000  # operations that one check carries out
BIT_LIMIT = 100_000  # precision of balls


@dataclass(frozen=True, slots=True)
class Reference:
    """The value of `variable` of the run `run` at row `row`, or k + `row` where it is relative; in float64, or exactly."""

    run: int
    float64: bool
    variable: str
    row: int
    relative: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """`left relation right`, positions in `code`, a code over real numbers whose variables are the names of references."""

    code: Code
    left: int
    relation: str  # one of = != < <= > >=
    right: int


@dataclass(frozen=True, slots=True)
class RowsHold:
    """For all k in first..last (without end where last is None): every condition.  One row where no reference is relative.

    shown: the last row that the document's run prints; a refutation shows its values too.
    """

    programs: tuple[Program, ...]
    references: Mapping[str, Reference]
    conditions: tuple[Condition, ...]
    first: int
    last: int | None
    shown: int | None = None


@dataclass(frozen=True, slots=True)
class PrintedRow:
    row: int
    texts: tuple[str, ...]
    values: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class TableMatches:
    """Each printed number is what the float64 run computes for that variable in that row.

    tolerance None: the double nearest the printed decimal is the computed one; else |computed − printed| ≤ tolerance, exactly.
    """

    program: Program
    variables: tuple[str, ...]
    rows: tuple[PrintedRow, ...]
    tolerance: Fraction | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """status: "proved", "refuted", or "rejected" (the certificate shows nothing; `reason` says why).  facts: what was found."""

    status: str
    facts: dict[str, Json] = field(default_factory=dict)
    reason: str = ""


def rejected(reason: str) -> Outcome:
    return Outcome("rejected", {}, reason)


class Rows(Generic[V]):
    """The rows of one run, each carried out once.  Raises Undefined with the row's number where a row does not exist."""

    def __init__(self, program: Program, arithmetic: Arithmetic[V]) -> None:
        self._program = program
        self._next: Iterator[dict[str, V]] = rows(program, arithmetic)
        self._found: list[dict[str, V]] = []

    def require(self, row: int) -> None:
        """Raise Undefined, before anything is carried out, where there is no such row or it is out of reach."""
        at = row - self._program.start_row
        if at < 0:
            raise Undefined(f"the run begins at row {self._program.start_row}: there is no row {row}")
        if at > ROW_LIMIT or at * len(self._program.update) > WORK_LIMIT:
            raise Undefined(f"row {row} is beyond what one check carries out")

    def __getitem__(self, row: int) -> dict[str, V]:
        self.require(row)
        at = row - self._program.start_row
        while len(self._found) <= at:
            try:
                self._found.append(next(self._next))
            except Undefined as error:
                failed = Undefined(f"row {self._program.start_row + len(self._found)}: {error}")
                failed.row = self._program.start_row + len(self._found)
                raise failed from error
            except StopIteration:
                raise Undefined(f"there is no row {row}") from None
        return self._found[at]

    def value(self, reference: Reference, k: int) -> V:
        at = reference.row + (k if reference.relative else 0)
        values = self[at]
        if reference.variable not in values:
            raise Undefined(f"{reference.variable} has no value at row {at}")
        return values[reference.variable]


def precision_of(certificate: Mapping[str, Json]) -> int | None:
    """The certificate's precision in bits; None for exact rationals."""
    bits = certificate.get("precision")
    if bits is not None and (not isinstance(bits, int) or not 2 <= bits <= BIT_LIMIT):
        raise Undefined("the precision must be a number of bits")
    return bits


def run_rows(goal: RowsHold, certificate: Mapping[str, Json]) -> Outcome:
    """Certificate {"kind": "run", "to": row, "precision": bits or null (exact rationals)}: the rows first..to carried out."""
    to = certificate.get("to")
    if not isinstance(to, int) or to < goal.first or (goal.last is not None and goal.last < goal.first):
        return rejected("there is no row to run to")
    try:
        bits = precision_of(certificate)
        if bits is None:
            return _run(goal, to, EXACT, Fraction)
        with ctx.workprec(bits):
            return _run(goal, to, BALLS, lambda x: ball(Fraction(x)))
    except Undefined as error:
        return Outcome("rejected", {} if error.row is None else {"undecided": error.row}, str(error))
    except OverflowError as error:
        return rejected(str(error))


def _run(goal: RowsHold, to: int, arithmetic: Arithmetic[V], of_float: Callable[[float], V]) -> Outcome:
    exact = [Rows(p, arithmetic) for p in goal.programs]
    floats = [Rows(p, FLOAT64) for p in goal.programs]
    facts: dict[str, Json] = {"from": goal.first, "to": to}
    end = to if goal.last is None else min(to, goal.last)
    for r in goal.references.values():
        exact[r.run].require(r.row + (end if r.relative else 0))
    failed = False
    unknown: int | None = None
    for k in range(goal.first, end + 1):
        values: dict[str, V] = {}
        for name, r in goal.references.items():
            values[name] = of_float(floats[r.run].value(r, k)) if r.float64 else exact[r.run].value(r, k)
        for c in goal.conditions:
            results = execute(c.code, dict(values), arithmetic)
            left, right = results[c.left], results[c.right]
            holds = compare(c.relation, left, right)
            if holds is False and not failed:
                failed = True
                facts |= {"row": k, "first": unknown is None, "left": show(left), "right": show(right), "relation": c.relation}
                facts["values"] = {name: show(v) for name, v in values.items()}
            elif holds is None and unknown is None:
                unknown = k
        if k == end:
            facts["last"] = {name: show(v) for name, v in values.items()}
    if failed:
        return Outcome("refuted", facts)
    if unknown is not None:
        return Outcome("rejected", {"undecided": unknown}, f"row {unknown} is not decided at this precision")
    if goal.last is None or end < goal.last:
        return Outcome("rejected", {"decided": end}, "a run says nothing about the rows after it")
    facts["unchanged_from"] = _unchanged_from(goal, floats, end)
    return Outcome("proved", facts)


def _unchanged_from(goal: RowsHold, floats: list[Rows[float]], end: int) -> Json:
    """The first row from which on the float64 components that the goal names keep their value, up to its last row."""
    asked = [r for r in goal.references.values() if r.float64]
    if not asked or len({r.run for r in asked}) > 1:
        return None
    row = last = max(r.row + (end if r.relative else 0) for r in asked)
    names, run = [r.variable for r in asked], floats[asked[0].run]
    start = goal.programs[asked[0].run].start_row
    while row > start and all(run[row - 1].get(n) == run[last][n] for n in names):
        row -= 1
    return row if row < last else None


def run_table(goal: TableMatches, certificate: Mapping[str, Json]) -> Outcome:
    """Certificate {"kind": "run"}: the float64 run carried out and compared row by row."""
    run = Rows(goal.program, FLOAT64)
    differing: list[Json] = []
    worst, worst_row = Fraction(-1), 0
    try:
        for printed in goal.rows:
            found = [run.value(Reference(0, True, v, printed.row, False), 0) for v in goal.variables]
            if len(found) != len(printed.values):
                return rejected(f"row {printed.row} has {len(printed.values)} numbers, the run has {len(found)}")
            gaps = [abs(Fraction(f) - p) for f, p in zip(found, printed.values, strict=True)]
            if max(gaps) > worst:
                worst, worst_row = max(gaps), printed.row
            if goal.tolerance is None:
                same = all(f == float(p) for f, p in zip(found, printed.values, strict=True))
            else:
                same = max(gaps) <= goal.tolerance
            if not same:
                differing.append({"row": printed.row, "printed": list(printed.texts), "computed": [repr(f) for f in found]})
    except (Undefined, OverflowError) as error:
        return rejected(str(error))
    facts: dict[str, Json] = {"rows": len(goal.rows), "matching": len(goal.rows) - len(differing), "differing": differing}
    facts |= {"largest_difference": f"{float(worst):.3g}", "largest_difference_row": worst_row}
    return Outcome("refuted" if differing else "proved", facts)


def show(value: object) -> str:
    """A value for people: a double as Python prints it, a short rational exactly; else 12 decimals, of which a ball is sure."""
    if isinstance(value, arb):
        if value.contains(0):
            return "0" if value.is_zero() else f"0 ± {value.abs_upper().str(2, radius=False)}"
        mantissa, e, exponent = value.str(12, radius=False).partition("e")
        return (
            f"{mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa}{e}{exponent}"
            if value.rel_accuracy_bits() > 44
            else str(value.str(3))
        )
    text = str(value)
    if not isinstance(value, Fraction) or len(text) <= 24:
        return text
    return repr(float(value)) if Fraction(float(value)) == value else f"{float(value):.12g}"
