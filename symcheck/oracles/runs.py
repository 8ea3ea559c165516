"""Search for certificates of statements about rows: how far to run, at which precision, which invariants to induct on.

UNTRUSTED.  Owns: `find_run`.  Whatever it returns is checked again by the kernel.
Invariants are guessed from the first rows: the linear relations that hold between the components there to many digits, and the
signs that all of them keep; those that the kernel does not accept are given up one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, ctx

from symcheck.kernel.program import BALLS, Program, Undefined
from symcheck.kernel.recurrences import RunGoal, check_run
from symcheck.kernel.regions import Limit
from symcheck.kernel.runs import Json, Outcome, Rows, RowsHold, TableMatches
from symcheck.oracles.regions import find_region

FIRST_BITS = 1_024


@dataclass(frozen=True, slots=True)
class RunBudget:
    """rows: how far a statement without end is run; precision: most bits of a ball; bases: base rows tried; guesses: tries."""

    rows: int = 2_000
    precision: int = 32_768
    bases: int = 4
    guesses: int = 40


def find_run(goal: RunGoal, budget: RunBudget | None = None) -> dict[str, Json] | None:
    """A certificate that the kernel accepts for or against `goal`, or None."""
    budget = budget or RunBudget()
    match goal:
        case TableMatches():
            certificate: dict[str, Json] = {"kind": "run"}
            return certificate if check_run(goal, certificate).status != "rejected" else None
        case RowsHold():
            quick = _by_running(goal, min(FIRST_BITS, budget.precision), budget)
            return quick or _by_induction(goal, budget) or _by_running(goal, budget.precision, budget)
        case Limit():
            return find_region(goal, _invariant_sets(goal, budget))


def _by_running(goal: RowsHold, most_bits: int, budget: RunBudget) -> dict[str, Json] | None:
    """Run to the end of the statement, or a good way for one without end; in rationals, then in balls of growing precision."""
    far = goal.first + budget.rows if goal.last is None else goal.last
    near = min(far, max(goal.first + 200, goal.shown or 0))
    for to in (near,) if near == far else (near, far):
        bits: int | None = None
        while bits is None or bits <= most_bits:
            certificate: dict[str, Json] = {"kind": "run", "to": to, "precision": bits}
            outcome = check_run(goal, certificate)
            if outcome.status == "refuted":
                return _shortened(goal, certificate, outcome)
            if outcome.status == "proved":
                return certificate
            if outcome.facts.get("decided"):
                break  # every row so far holds
            bits = 128 if bits is None else 2 * bits
    return None


def _shortened(goal: RowsHold, certificate: dict[str, Json], outcome: Outcome) -> dict[str, Json]:
    """The run up to the failing row, or to the last row that the document prints."""
    row = outcome.facts["row"]
    assert isinstance(row, int)
    return {**certificate, "to": max(row, min(goal.shown or row, goal.last if goal.last is not None else row + 10**6))}


# Induction ------------------------------------------------------------------------------------------------


def _by_induction(goal: RowsHold, budget: RunBudget) -> dict[str, Json] | None:
    if len(goal.programs) != 1:
        return None
    program = goal.programs[0]
    for base in range(program.start_row, program.start_row + budget.bases):
        found = _settled(goal, base, *guess_invariants(program, base), budget)
        if found is not None:
            return found
    return None


def _settled(
    goal: RowsHold, base: int, equations: dict[str, dict[str, Fraction]], signs: dict[str, str], budget: RunBudget
) -> dict[str, Json] | None:
    """The induction with those of the guesses that can be kept, where it proves the goal."""
    for _ in range(budget.guesses):
        certificate: dict[str, Json] = {
            "kind": "induction",
            "base": base,
            "equations": {n: {k: str(c) for k, c in parts.items()} for n, parts in equations.items()},
            "signs": dict(signs),
        }
        outcome = check_run(goal, certificate)
        if outcome.status == "proved":
            return certificate
        broken = str(outcome.facts.get("invariant"))
        if broken in signs:
            del signs[broken]
        elif broken in equations:
            del equations[broken]
        else:
            return None
    return None


def _invariant_sets(goal: Limit, budget: RunBudget) -> Iterator[dict[str, Json]]:
    """Invariants that hold from some early row on: equations alone, equations and signs, signs alone, none."""
    program = goal.program
    nothing = RowsHold((program,), {}, (), program.start_row, None)
    found: list[dict[str, Json]] = []
    for base in range(program.start_row, program.start_row + budget.bases):
        equations, signs = guess_invariants(program, base)
        for keep_equations, keep_signs in ((True, False), (True, True), (False, True), (False, False)):
            held = _settled(nothing, base, dict(equations) if keep_equations else {}, dict(signs) if keep_signs else {}, budget)
            if held is not None and not any((h["equations"], h["signs"]) == (held["equations"], held["signs"]) for h in found):
                found.append(held)
                yield held


ROWS_SEEN, BITS = 12, 4_000


def guess_invariants(program: Program, base: int) -> tuple[dict[str, dict[str, Fraction]], dict[str, str]]:
    """Linear equations and signs of the state that hold, as far as can be seen, from row `base` on."""
    try:
        with ctx.workprec(BITS):
            run = Rows(program, BALLS)
            seen = [run[base + i] for i in range(ROWS_SEEN)]
            names = program.state
            table = [[row[n] for n in names] + [arb(1)] for row in seen]
            signs = {n: ">" for n in names if all(row[n] > 0 for row in seen)}
            signs |= {n: "<" for n in names if all(row[n] < 0 for row in seen)}
            return _linear_relations(table, (*names, "")), signs
    except Undefined:
        return {}, {}


def _linear_relations(table: list[list[arb]], names: tuple[str, ...]) -> dict[str, dict[str, Fraction]]:
    """Each column that is a rational combination of the columns after it, by Gaussian elimination; small means zero."""
    width, small = len(names), arb(2) ** (-BITS // 4)
    lines = [list(line) for line in table]
    pivots: list[tuple[int, int]] = []
    top = 0
    for col in reversed(range(width)):  # later columns are the free ones
        best = max(range(top, len(lines)), key=lambda i: abs(lines[i][col]).mid(), default=None)
        if best is None or not abs(lines[best][col]).mid() > small:
            continue
        lines[top], lines[best] = lines[best], lines[top]
        head = lines[top][col].mid()
        lines[top] = [(x / head).mid() for x in lines[top]]
        for i, line in enumerate(lines):
            if i != top:
                factor = line[col]
                lines[i] = [(x - factor * y).mid() for x, y in zip(line, lines[top], strict=True)]
        pivots.append((top, col))
        top += 1
    independent = {col for _, col in pivots}
    out: dict[str, dict[str, Fraction]] = {}
    for col in range(width - 1):
        if col in independent:
            continue
        parts = {names[p]: _rational(lines[i][col]) for i, p in pivots}
        if all(c is not None for c in parts.values()):
            out[names[col]] = {n: c for n, c in parts.items() if c}
    return out


def _rational(x: arb) -> Fraction | None:
    """The rational with a small denominator that `x` is, to many digits."""
    man, exp = x.mid().man_exp()
    exact = Fraction(int(man)) * Fraction(2) ** int(exp)
    near = exact.limit_denominator(10**6)
    return near if abs(exact - near) < Fraction(1, 2 ** (BITS // 8)) else None
