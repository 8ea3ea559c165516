"""Statements about all rows of a recurrence, proved by induction on the row.

TRUSTED.  Owns: `check_induction`.  The certificate names a base row and invariants of the state there: linear equations that
each give one component in terms of others, and signs.  Checked exactly (kernel/radicals.py):
1. the statement for every row up to the base row, carried out from the start;  2. the invariants in the base row;
3. the step: one update from any state that satisfies the invariants satisfies them again;
4. the statement in every row after such a state.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symcheck.kernel.program import Program, Undefined, execute
from symcheck.kernel.radicals import Radical, Radicals
from symcheck.kernel.runs import Condition, Json, Outcome, Rows, RowsHold, rejected

LONGEST_BASE = 40
SIGNS = {">": "+", ">=": "0+", "<": "-", "<=": "0-"}
SHOWS = {"<": {"-"}, "<=": {"-", "0-", "0"}, ">": {"+"}, ">=": {"+", "0+", "0"}, "!=": {"+", "-"}}
Equations = Mapping[str, Mapping[str, Fraction]]  # component -> {component: coefficient}; the key "" is the constant


class _Broken(Exception):
    """What does not hold, with the invariant to give up where it is one."""

    def __init__(self, reason: str, invariant: str = "") -> None:
        super().__init__(reason)
        self.invariant = invariant


def check_induction(goal: RowsHold, certificate: Mapping[str, Json]) -> Outcome:
    """Certificate {"kind": "induction", "base": row, "equations": {"v[1]": {"v[2]": "4", "": "0"}}, "signs": {"v[2]": ">"}}."""
    try:
        equations, signs, base = _read(goal, certificate)
        _check(goal, goal.programs[0], equations, signs, base)
    except (Undefined, OverflowError) as error:
        return rejected(str(error))
    except _Broken as broken:
        return Outcome("rejected", {"invariant": broken.invariant}, str(broken))
    stated: list[Json] = [f"{name} = {_linear(e)}" for name, e in equations.items()]
    stated += [f"{name} {relation} 0" for name, sign in signs.items() for relation in SIGNS if SIGNS[relation] == sign]
    return Outcome("proved", {"from": goal.first, "to": goal.last, "base": base, "invariants": stated})


def _read(goal: RowsHold, certificate: Mapping[str, Json]) -> tuple[Equations, dict[str, str], int]:
    """The parts of the certificate, well formed.  Raises Undefined."""
    base, equations, signs = (certificate.get(key) for key in ("base", "equations", "signs"))
    if len(goal.programs) != 1 or not isinstance(base, int) or not isinstance(equations, dict) or not isinstance(signs, dict):
        raise Undefined("an induction needs one recurrence, a base row, equations and signs")
    start = goal.programs[0].start_row
    if not start <= base <= start + LONGEST_BASE or (goal.last is not None and goal.last < goal.first):
        raise Undefined("the base row is not among the first rows")
    if any(r.float64 or not r.relative or abs(r.row) > LONGEST_BASE for r in goal.references.values()):
        raise Undefined("an induction is about exact values in rows k, k + 1, …")
    state = set(goal.programs[0].state)
    read: dict[str, dict[str, Fraction]] = {}
    for name, parts in equations.items():
        if not isinstance(parts, dict) or name not in state or not set(parts) <= (state - set(equations)) | {""}:
            raise Undefined("an equation must give a component in terms of components that are not given")
        try:
            read[name] = {key: Fraction(str(value)) for key, value in parts.items()}
        except (ValueError, ZeroDivisionError) as error:
            raise Undefined("a coefficient is not a rational number") from error
    if not all(name in state and sign in SIGNS for name, sign in signs.items()):
        raise Undefined("a sign is stated for something that is not a component of the state")
    return read, {name: SIGNS[str(sign)] for name, sign in signs.items()}, base


def _check(goal: RowsHold, program: Program, equations: Equations, signs: Mapping[str, str], base: int) -> None:
    field = Radicals(program.state)
    run = Rows(program, field.arithmetic)
    offsets = [r.row for r in goal.references.values()]
    low, high = min(offsets), max(offsets)
    for k in range(goal.first, base - low + 1):  # rows k + low ≤ base
        _hold(goal, field, {name: run.value(r, k) for name, r in goal.references.items()}, f"at k = {k}")
    _invariants(field, run[base], equations, signs, f"in row {base}")
    moving = {str(op.value) for op in program.update if op.name == "set"}
    state = {name: value for name, value in run[base].items() if name not in moving}
    for name in program.state:
        if name not in equations:
            state[name] = field.letter(name, signs.get(name, "?"))
    for name, parts in equations.items():
        value = _combine(field, state, parts)
        state[name] = Radical(value.num, value.den, signs[name]) if name in signs and value.sign == "?" else value
    after: list[dict[str, Radical]] = []
    for _ in range(high - low + 1):
        execute(program.update, state, field.arithmetic)
        after.append(dict(state))
    _invariants(field, after[0], equations, signs, "after one more step")
    _hold(goal, field, {name: after[r.row - low][r.variable] for name, r in goal.references.items()}, "after the step")


def _combine(field: Radicals, state: Mapping[str, Radical], parts: Mapping[str, Fraction]) -> Radical:
    total = field.constant(Fraction(0))
    for key, c in parts.items():
        term = field.constant(c)
        total = field.add(total, field.mul(term, state[key]) if key else term)
    return total


def _invariants(
    field: Radicals, state: Mapping[str, Radical], equations: Equations, signs: Mapping[str, str], where: str
) -> None:
    for name, parts in equations.items():
        if not field.is_zero(field.add(state[name], field.neg(_combine(field, state, parts)))):
            raise _Broken(f"{name} = {_linear(parts)} is not shown {where}", name)
    for name, sign in signs.items():
        if state[name].sign not in {sign, sign[-1], "0" if len(sign) > 1 else sign}:
            raise _Broken(f"the sign of {name} is not shown {where}", name)


def _hold(goal: RowsHold, field: Radicals, values: dict[str, Radical], where: str) -> None:
    for c in goal.conditions:
        results = execute(c.code, dict(values), field.arithmetic)
        if not _shown(field, c, results):
            raise _Broken(f"the statement is not shown {where}")


def _shown(field: Radicals, c: Condition, results: list[Radical]) -> bool:
    difference = field.add(results[c.left], field.neg(results[c.right]))
    if field.is_zero(difference):
        return c.relation in {"=", "<=", ">="}
    return difference.sign in SHOWS.get(c.relation, set())


def _linear(parts: Mapping[str, Fraction]) -> str:
    written = [f"{c} {key}".strip() if key == "" or c != 1 else key for key, c in parts.items() if c]
    return " + ".join(written) or "0"
