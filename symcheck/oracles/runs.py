"""Search for certificates of statements about rows: how far to run, at which precision, which invariants to induct on.

UNTRUSTED.  Owns: `find_run`.  Whatever it returns is checked again by the kernel.
Invariants are guessed from the first rows: the linear relations that hold between the components there to many digits, and
bounds by simple numbers that all of them keep; those that the kernel does not accept are given up one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, ctx

from symcheck.kernel.induction import linear_text
from symcheck.kernel.program import BALLS, EXACT, Program, Undefined, ball
from symcheck.kernel.recurrences import RunGoal, check_run
from symcheck.kernel.regions import Limit
from symcheck.kernel.runs import Condition, Json, Outcome, Rows, RowsHold, TableMatches
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
            row = outcome.facts.get("undecided")
            if (
                bits is not None
                and isinstance(row, int)
                and 2 * bits * (to - goal.first) > 3 * budget.precision * (row - goal.first + 1)
            ):
                return None  # at the rate at which precision is lost, the end is out of reach
            bits = 128 if bits is None else 2 * bits
    return None


def _shortened(goal: RowsHold, certificate: dict[str, Json], outcome: Outcome) -> dict[str, Json]:
    """The run up to the failing row, or to the last row that the document prints."""
    row = outcome.facts["row"]
    assert isinstance(row, int)
    return {**certificate, "to": max(row, min(goal.shown or row, goal.last if goal.last is not None else row + 10**6))}


# Induction ------------------------------------------------------------------------------------------------


Bound = tuple[str, str, Fraction]


def _by_induction(goal: RowsHold, budget: RunBudget) -> dict[str, Json] | None:
    if len(goal.programs) != 1:
        return None
    program = goal.programs[0]
    numbers = {q for c in goal.conditions for q in _numbers(c)}
    for base in range(program.start_row, program.start_row + budget.bases):
        equations, bounds = guess_invariants(program, base, numbers)
        for some in ([b for b in bounds if not b[2]], bounds):  # signs are often enough
            found = _settled(goal, base, equations, some, budget)
            if found is not None:
                return found
    return None


def _numbers(condition: Condition) -> Iterator[Fraction]:
    """The rational numbers that a condition mentions or computes from these."""
    found: dict[int, Fraction] = {}
    for at, op in enumerate(condition.code):
        if op.name == "const" and isinstance(op.value, Fraction):
            found[at] = op.value
        elif op.args and all(i in found for i in op.args):
            try:
                found[at] = EXACT.functions[op.name](*(found[i] for i in op.args))
            except (Undefined, KeyError):
                continue
    yield from found.values()


def _settled(
    goal: RowsHold, base: int, equations: dict[str, dict[str, Fraction]], bounds: list[Bound], budget: RunBudget
) -> dict[str, Json] | None:
    """The induction with those of the guesses that can be kept, where it proves the goal."""
    for _ in range(budget.guesses):
        certificate: dict[str, Json] = {
            "kind": "induction",
            "base": base,
            "equations": {n: {k: str(c) for k, c in parts.items()} for n, parts in equations.items()},
            "bounds": [[n, relation, str(q)] for n, relation, q in bounds],
        }
        outcome = check_run(goal, certificate)
        if outcome.status == "proved":
            return certificate
        listed = outcome.facts.get("broken")
        broken = set(map(str, listed)) if isinstance(listed, list) else set()
        if not broken:
            return None
        bounds = [b for b in bounds if f"{b[0]} {b[1]} {b[2]}" not in broken]
        equations = {n: parts for n, parts in equations.items() if f"{n} = {linear_text(parts)}" not in broken}
    return None


def _invariant_sets(goal: Limit, budget: RunBudget) -> Iterator[dict[str, Json]]:
    """Invariants that hold from some early row on: equations alone, equations and bounds, bounds alone, none."""
    program = goal.program
    nothing = RowsHold((program,), {}, (), program.start_row, None)
    found: list[dict[str, Json]] = []
    for base in range(program.start_row, program.start_row + budget.bases):
        equations, bounds = guess_invariants(program, base, set())
        signs = [b for b in bounds if not b[2]]
        for some_equations, some_bounds in ((equations, []), (equations, signs), ({}, signs), (equations, bounds), ({}, [])):
            held = _settled(nothing, base, some_equations, some_bounds, budget)
            if held is not None and not any((h["equations"], h["bounds"]) == (held["equations"], held["bounds"]) for h in found):
                found.append(held)
                yield held


ROWS_SEEN, FAR, BITS = 12, 60, 4_000
LONGEST_EXPONENT = 100_000


def guess_invariants(program: Program, base: int, numbers: set[Fraction]) -> tuple[dict[str, dict[str, Fraction]], list[Bound]]:
    """Linear equations of the state, and bounds by 0, ±1, `numbers` and what it tends to, that seem to hold from `base` on."""
    try:
        with ctx.workprec(BITS):
            run = Rows(program, BALLS)
            seen = [run[base + i] for i in range(ROWS_SEEN)]
            names = program.state
            equations = _linear_relations([[row[n] for n in names] + [arb(1)] for row in seen], (*names, ""))
            scales = {abs(c) for parts in equations.values() for n, c in parts.items() if n} | {Fraction(1)}
            ends = [(x, x.limit_denominator(1_000)) for x in (_exact(run[base + FAR][n]) for n in names)]
            tends = {near for x, near in ends if abs(x - near) < Fraction(1, 10**9)}
            candidates = {Fraction(1), Fraction(-1), *tends} | {q / s for q in numbers for s in scales}
            bounds: list[Bound] = []
            for n in names:
                values = [row[n] for row in seen]
                below = [q for q in candidates - {0} if all(v > ball(q) for v in values)]
                above = [q for q in candidates - {0} if all(v < ball(q) for v in values)]
                bounds += [(n, ">", Fraction(0))] if all(v > 0 for v in values) else []
                bounds += [(n, "<", Fraction(0))] if all(v < 0 for v in values) else []
                bounds += [(n, ">", max(below))] if below else []
                bounds += [(n, "<", min(above))] if above else []
            return equations, bounds
    except Undefined:
        return {}, []


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
    exact = _exact(x)
    near = exact.limit_denominator(10**6)
    return near if abs(exact - near) < Fraction(1, 2 ** (BITS // 8)) else None


def _exact(x: arb) -> Fraction:
    """The midpoint.  Raises Undefined where it is astronomically large or small."""
    man, exp = x.mid().man_exp()
    if abs(exp) > LONGEST_EXPONENT:
        raise Undefined("the numbers run away")
    return Fraction(int(man)) * Fraction(2) ** int(exp)
