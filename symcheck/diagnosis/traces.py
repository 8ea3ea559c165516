"""Why a printed table is not what a recurrence computes: one number copied wrongly, rows shifted, digits misprinted.

Owns: `repair_trace`, `diagnose_trace`.  Does not own: whether a table matches (kernel/runs.py), what slips a pen makes
(copied_numbers.py).  A repair that is reported has been run by the kernel and matches the rows it is said to match.
The search changes one number of the recurrence (or all numbers that are equal to it, together) to a value that a slip of the pen
makes of it, and keeps the change after which the most rows match digit for digit.  What then still differs by one or two
digits is a misprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from symcheck.diagnosis.copied_numbers import edit_distance, number_text, rows_text, slips_of
from symcheck.kernel.program import FLOAT64, Program, Undefined
from symcheck.kernel.recurrences import check_run
from symcheck.kernel.runs import PrintedRow, Rows, TableMatches
from symcheck.language.context import Context
from symcheck.language.objects import NamedObject, Recurrence, Table
from symcheck.language.terms import Term
from symcheck.report import Diagnosis
from symcheck.theories.programs import compile_recurrence, literal_positions, with_literals
from symcheck.theories.recurrences import table_claim
from symcheck.theories.scalar_code import Literal, NotLowered, components

PROBE_ROWS = 4  # printed rows that every candidate is tried on
FINALISTS = 12
MOST_CANDIDATES = 4_000
MOST_EDITS = 2  # digits in which a misprint differs
LEAST_DIGITS = 12  # significant digits in the rows that a repair must win: fewer may agree by chance


@dataclass(frozen=True, slots=True)
class Misprint:
    row: int
    printed: tuple[str, ...]
    computed: tuple[str, ...]
    edits: int


@dataclass(frozen=True, slots=True)
class TraceRepair:
    """kind: "changed-literal", "shifted-rows" or "misprint".  literals: the numbers changed together, to `value`."""

    kind: str
    matching_before: int
    matching: tuple[int, ...]
    rows: int
    literals: tuple[Literal, ...] = ()
    value: Fraction | None = None
    shift: int = 0
    misprints: tuple[Misprint, ...] = ()
    unexplained: tuple[int, ...] = ()

    @property
    def message(self) -> str:
        return _message(self)


@dataclass(frozen=True, slots=True)
class _Candidate:
    literals: tuple[Literal, ...]
    value: Fraction | None
    shift: int
    program: Program


def diagnose_trace(statement: Term, context: Context, objects: Mapping[str, NamedObject]) -> Diagnosis | None:
    """The diagnosis of a claim `float64(r.w) = printed` that fails; None where it is not such a claim or no repair is found."""
    claim = table_claim(statement, objects)
    if claim is None or claim[2] != "=":
        return None
    match claim[0]:
        case Term("call", (Term("member", overrides, str(value)),), "float64"):
            name, _, variable = value.partition(".")
            recurrence = objects.get(name)
            if isinstance(recurrence, Recurrence):
                terms = {str(k.value): k.args[0] for k in overrides}
                repair = repair_trace(recurrence, variable, claim[1], context, terms)
                return None if repair is None else Diagnosis(repair.kind, repair.message, _repaired(repair))
    return None


def repair_trace(
    recurrence: Recurrence, variable: str, table: Table, context: Context, overrides: Mapping[str, Term] | None = None
) -> TraceRepair | None:
    """The best explanation of a table that the float64 run of `recurrence` does not give; None where there is none."""
    try:
        compiled = compile_recurrence(recurrence, context, overrides)
    except NotLowered:
        return None
    if variable not in compiled.dims or not table.rows:
        return None
    names = components(variable, compiled.dims[variable])
    printed = tuple(PrintedRow(r.index, r.texts, r.values) for r in table.rows if len(r.values) == len(names))
    before = _matching(compiled.program, names, printed, 0)
    if len(before) == len(table.rows):
        return None
    probes = sorted(printed, key=lambda r: r.row)[:PROBE_ROWS]
    candidates = []
    for i, (group, value) in enumerate(_changes(literal_positions(compiled), compiled.program)):
        if i >= MOST_CANDIDATES:
            break
        candidates.append(_Candidate(group[0], value, 0, with_literals(compiled.program, dict.fromkeys(group[1], value))))
    candidates += [_Candidate((), None, shift, compiled.program) for shift in (1, -1, 2, -2)]
    ranked = sorted(candidates, key=lambda c: _closeness(c, names, probes))  # stable: earlier changes are the likelier slips
    best, found = _Candidate((), None, 0, compiled.program), before
    for c in ranked[:FINALISTS]:
        matching = _matching(c.program, names, printed, c.shift)
        if len(matching) > len(found) and _digits(printed, set(matching) - set(before)) >= LEAST_DIGITS:
            best, found = c, matching
    misprints, unexplained = _misprints(best, names, printed, set(found))
    if best.value is None and not best.shift and not misprints:
        return None
    proved = TableMatches(best.program, names, tuple(_shifted(r, best.shift) for r in printed if r.row in set(found)), None)
    if found and check_run(proved, {"kind": "run"}).status != "proved":
        return None
    kind = "changed-literal" if best.value is not None else "shifted-rows" if best.shift else "misprint"
    return TraceRepair(
        kind, len(before), tuple(found), len(table.rows), best.literals, best.value, best.shift, misprints, unexplained
    )


def _digits(printed: Iterable[PrintedRow], rows: set[int]) -> int:
    """Significant digits printed in these rows."""
    return sum(len(t.lower().partition("e")[0].lstrip("+-0.")) for r in printed if r.row in rows for t in r.texts)


def _shifted(row: PrintedRow, shift: int) -> PrintedRow:
    return replace(row, row=row.row + shift)


def _matching(program: Program, names: tuple[str, ...], printed: Iterable[PrintedRow], shift: int) -> list[int]:
    """The printed rows that the run gives digit for digit."""
    run, out = Rows(program, FLOAT64), []
    try:
        for r in sorted(printed, key=lambda r: r.row):
            values = run[r.row + shift]
            if all(values[n] == float(p) for n, p in zip(names, r.values, strict=True)):
                out.append(r.row)
    except (Undefined, OverflowError, KeyError):
        pass
    return out


def _closeness(c: _Candidate, names: tuple[str, ...], probes: list[PrintedRow]) -> tuple[int, float]:
    """Less is closer: first by how many printed numbers of the probes it hits, then by the median relative difference."""
    run, gaps, hits = Rows(c.program, FLOAT64), [], 0
    try:
        for r in probes:
            values = run[r.row + c.shift]
            for n, p in zip(names, r.values, strict=True):
                hits += values[n] == float(p)
                gaps.append(abs(values[n] - float(p)) / (abs(float(p)) + 1e-300))
    except (Undefined, OverflowError, KeyError):
        return len(probes) * len(names), float("inf")
    return -hits, sorted(gaps)[len(gaps) // 2]


def _misprints(
    c: _Candidate, names: tuple[str, ...], printed: Iterable[PrintedRow], matching: set[int]
) -> tuple[tuple[Misprint, ...], tuple[int, ...]]:
    """The remaining rows: those that differ from the run by a few digits, and those that differ by more."""
    run, found, other = Rows(c.program, FLOAT64), [], []
    for r in printed:
        if r.row in matching:
            continue
        try:
            values = run[r.row + c.shift]
            computed = tuple(repr(values[n]) for n in names)
        except (Undefined, OverflowError, KeyError):
            other.append(r.row)
            continue
        edits = [edit_distance(p, q) for p, q in zip(r.texts, computed, strict=True)]
        if max(edits) <= MOST_EDITS:
            found.append(Misprint(r.row, r.texts, computed, max(edits)))
        else:
            other.append(r.row)
    return tuple(found), tuple(other)


# Slips of the pen -----------------------------------------------------------------------------------------

Places = tuple[tuple[str, int], ...]


def _changes(
    literals: Mapping[Literal, Places], program: Program
) -> Iterator[tuple[tuple[tuple[Literal, ...], Places], Fraction]]:
    """(numbers changed together, their places), new value: equal numbers of one line first, then of all lines, then each."""
    groups: dict[tuple[Literal, ...], None] = {}
    for l in literals:
        groups.setdefault(tuple(m for m in literals if (m.owner, m.value) == (l.owner, l.value)))
    for l in literals:
        groups.setdefault(tuple(m for m in literals if m.value == l.value))
        groups.setdefault((l,))
    slips = {l.value: tuple(slips_of(l.value)) for l in literals}
    for rank in range(max(map(len, slips.values()), default=0)):
        for group in groups:
            values = slips[group[0].value]
            if rank < len(values):
                yield (group, tuple(p for l in group for p in literals[l])), values[rank]


# Words ----------------------------------------------------------------------------------------------------


def _count(n: int, of: int) -> str:
    return f"no row of {of} matches" if not n else f"1 of {of} rows matches" if n == 1 else f"{n} of {of} rows match"


def _repaired(repair: TraceRepair) -> str:
    """The change after which the claim itself holds."""
    if len(repair.matching) < repair.rows:
        return ""  # what holds then is not the claim
    if repair.value is not None:
        owners = ", ".join(dict.fromkeys(l.owner for l in repair.literals))
        return f"{number_text(repair.value)} for {number_text(repair.literals[0].value)} in {owners}"
    return f"rows counted from {repair.shift:+d}" if repair.shift else ""


def _message(repair: TraceRepair) -> str:
    now = _count(len(repair.matching), repair.rows)
    if repair.value is not None:
        old, new = number_text(repair.literals[0].value), number_text(repair.value)
        owners = " and ".join(f"“{o}”" for o in dict.fromkeys(l.owner for l in repair.literals))
        n = len(repair.literals)
        together = "" if n == 1 else " (both numbers together)" if n == 2 else f" (all {n} numbers together)"
        before = _count(repair.matching_before, repair.rows)
        parts = [f"With {new} instead of {old} in {owners}{together}, {now} digit for digit; as it stands, {before}."]
    elif repair.shift:
        rows = "1 row" if abs(repair.shift) == 1 else f"{abs(repair.shift)} rows"
        way = "later" if repair.shift > 0 else "earlier"
        first = repair.matching[0]
        parts = [f"Counted {rows} {way}, {now} digit for digit: what is printed as row {first} is row {first + repair.shift}."]
    else:
        parts = [f"{now.capitalize()} digit for digit."]
    if repair.misprints:
        digits = "one digit" if max(m.edits for m in repair.misprints) == 1 else "one or two digits"
        rows, first_one = rows_text(m.row for m in repair.misprints), repair.misprints[0]
        many = len(repair.misprints) > 1
        head, tail = (f"Rows {rows} differ", "misprints") if many else (f"Row {rows} differs", "a misprint")
        pairs = zip(first_one.printed, first_one.computed, strict=True)
        printed, computed = next((p, c) for p, c in pairs if p != c)
        parts.append(f"{head} from that run by {digits}: {tail}. In row {first_one.row}, {printed} is printed for {computed}.")
    if repair.unexplained:
        rows = rows_text(repair.unexplained)
        parts.append(f"Not explained: {'rows' if len(repair.unexplained) > 1 else 'row'} {rows}.")
    return " ".join(parts)
