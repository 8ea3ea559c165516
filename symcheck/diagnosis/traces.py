"""Why a printed table is not what a recurrence computes: one number copied wrongly, rows shifted, digits misprinted.

Owns: `repair_trace`, `diagnose_trace`.  Does not own: whether a table matches (kernel/runs.py); a repair that is reported has been
run by the kernel and matches the rows it is said to match.
The search changes one number of the recurrence (or all numbers that are equal to it, together) to a value that a slip of the pen
makes of it, and keeps the change after which the most rows match digit for digit.  What then still differs by one or two
digits is a misprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from symcheck.kernel.program import FLOAT64, Program, Undefined
from symcheck.kernel.recurrences import check_run
from symcheck.kernel.runs import PrintedRow, Rows, TableMatches
from symcheck.language.context import Context
from symcheck.language.objects import NamedObject, Recurrence, Table
from symcheck.language.terms import Term
from symcheck.report import Diagnosis
from symcheck.theories.programs import Literal, NotLowered, compile_recurrence, components, literal_positions, with_literals
from symcheck.theories.recurrences import table_claim

PROBE_ROWS = 4  # printed rows that every candidate is tried on
FINALISTS = 12
MOST_CANDIDATES = 4_000
MOST_EDITS = 2  # digits in which a misprint differs
LEAST_GAIN = 2  # rows that a repair must win


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
    """The best explanation of a table that the float64 run of `recurrence` does not give; None where there is none, or no need."""
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
        if len(matching) > len(found) and len(matching) >= len(before) + min(LEAST_GAIN, len(table.rows)):
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
    """Fewer means closer: printed numbers missed among the probes, then the median relative difference (misprints hardly count)."""
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


def edit_distance(a: str, b: str) -> int:
    """Fewest characters to change, insert or delete, or neighbours to exchange, that make `b` of `a`."""
    a, b = a[:60], b[:60]
    earlier: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, earlier[j - 2] + 1)
            new.append(cost)
        earlier, row = row, new
    return row[-1]


# Slips of the pen -----------------------------------------------------------------------------------------

Places = tuple[tuple[str, int], ...]


def _changes(
    literals: Mapping[Literal, Places], program: Program
) -> Iterator[tuple[tuple[tuple[Literal, ...], Places], Fraction]]:
    """(numbers changed together, their places), new value: equal numbers of one line first, then of all lines, then single ones."""
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


def slips_of(q: Fraction) -> Iterator[Fraction]:
    """Values that a slip makes of `q`, likelier ones first: powers of ten, sign, a digit, a simple neighbour."""
    seen = {q}
    for value in _slips(q):
        if value not in seen:
            seen.add(value)
            yield value


def _slips(q: Fraction) -> Iterator[Fraction]:
    for k in (1, -1, 2, -2, 3, -3):
        if q:
            yield q * Fraction(10) ** k
    yield -q
    mantissa, exponent = _decimal(q)
    if mantissa is not None:
        digits, sign = str(abs(mantissa)), -1 if q < 0 else 1
        scale = sign * Fraction(10) ** exponent
        for i, old in enumerate(digits):
            for new in sorted("0123456789", key=lambda c: abs(int(c) - int(old))):
                yield scale * int(digits[:i] + new + digits[i + 1 :])
        for i in range(len(digits)):
            if len(digits) > 1:
                yield scale * int(digits[:i] + digits[i + 1 :])
                yield scale * int(digits[:i] + digits[i : i + 2][::-1] + digits[i + 2 :])
        for i in range(len(digits) + 1):
            for new in "0123456789":
                yield scale / 10 * int(digits[:i] + new + digits[i:])
    yield from (q + 1, q - 1, 1 - q, 2 * q, q / 2, 3 * q, q / 3, 4 * q, q / 4, q * q)
    if q:
        yield 1 / q
    yield from (Fraction(0), Fraction(1), Fraction(2), Fraction(1, 2))
    for k in (4, -4, 5, -5, 6, -6):
        if q:
            yield q * Fraction(10) ** k


def _decimal(q: Fraction) -> tuple[int | None, int]:
    """(m, e) with q = m·10^e and m not divisible by 10, where q is a decimal of at most 20 digits."""
    m, e = q, 0
    while m.denominator != 1 and e > -40:
        m, e = m * 10, e - 1
    if m.denominator != 1 or len(str(m.numerator)) > 20:
        return None, 0
    n = int(m)
    while n and n % 10 == 0:
        n, e = n // 10, e + 1
    return n, e


# Words ----------------------------------------------------------------------------------------------------


def number_text(q: Fraction) -> str:
    """A rational as people write it: 0.01, 1e-10, 2/3."""
    m, e = _decimal(q)
    if m is None:
        return str(q)
    if e >= 0:
        return f"{m}e{e}" if e > 6 else str(m * 10**e)
    if -e - len(str(abs(m))) >= 4:
        return f"{m}e{e}"
    digits = str(abs(m)).rjust(-e + 1, "0")
    return f"{'-' if m < 0 else ''}{digits[:e]}.{digits[e:]}"


def rows_text(rows: Iterable[int]) -> str:
    """1, 6, 96, 189–199."""
    runs: list[list[int]] = []
    for r in sorted(rows):
        if runs and r == runs[-1][1] + 1:
            runs[-1][1] = r
        else:
            runs.append([r, r])
    return ", ".join(str(a) if a == b else f"{a}, {b}" if b == a + 1 else f"{a}–{b}" for a, b in runs)


def _count(n: int, of: int) -> str:
    return f"no row of {of} matches" if not n else f"1 of {of} rows matches" if n == 1 else f"{n} of {of} rows match"


def _repaired(repair: TraceRepair) -> str:
    if repair.value is not None:
        owners = ", ".join(dict.fromkeys(l.owner for l in repair.literals))
        return f"{number_text(repair.value)} for {number_text(repair.literals[0].value)} in {owners}"
    return f"rows counted from {repair.shift:+d}" if repair.shift else ""


def _message(repair: TraceRepair) -> str:
    parts = []
    if repair.value is not None:
        old, new = number_text(repair.literals[0].value), number_text(repair.value)
        owners = " and ".join(f"“{o}”" for o in dict.fromkeys(l.owner for l in repair.literals))
        n = len(repair.literals)
        together = "" if n == 1 else " (both numbers together)" if n == 2 else f" (all {n} numbers together)"
        now = f"{_count(repair.matching_before, repair.rows)} as it stands"
        parts.append(
            f"With {new} instead of {old} in {owners}{together}, {_count(len(repair.matching), repair.rows)} digit for digit ({now})."
        )
    elif repair.shift:
        parts.append(
            f"Counted {abs(repair.shift)} row{'s' if abs(repair.shift) > 1 else ''} {'later' if repair.shift > 0 else 'earlier'}, "
            f"{_count(len(repair.matching), repair.rows)} digit for digit: printed row k is row k {repair.shift:+d} of the recurrence."
        )
    else:
        parts.append(f"{_count(len(repair.matching), repair.rows).capitalize()} digit for digit.")
    if repair.misprints:
        worst = max(m.edits for m in repair.misprints)
        first = repair.misprints[0]
        i = next(i for i, (p, c) in enumerate(zip(first.printed, first.computed, strict=True)) if p != c)
        many = len(repair.misprints) > 1
        parts.append(
            f"Row{'s' if many else ''} {rows_text(m.row for m in repair.misprints)} {'differ' if many else 'differs'} from the run by "
            f"{'one digit' if worst == 1 else 'one or two digits'}: {'misprints' if many else 'a misprint'}. "
            f"In row {first.row}, {first.printed[i]} is printed for {first.computed[i]}."
        )
    if repair.unexplained:
        parts.append(f"Not explained: row{'s' if len(repair.unexplained) > 1 else ''} {rows_text(repair.unexplained)}.")
    return " ".join(parts)
