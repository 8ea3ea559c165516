"""Statements about all rows of a recurrence, proved by induction on the row.

TRUSTED.  Owns: `check_induction`.  The certificate names a base row and invariants of the state there: linear equations that
each give one component in terms of others, and bounds.  Checked exactly (kernel/radicals.py):
1. the statement for every row up to the base row, carried out from the start;  2. the invariants in the base row;
3. the step: one update from any state that satisfies the invariants satisfies them again;
4. the statement in every row after such a state.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.program import Program, Undefined, execute
from symcheck.kernel.radicals import Radical, Radicals
from symcheck.kernel.ranges import Range, bounded
from symcheck.kernel.runs import Condition, Json, Outcome, Rows, RowsHold, rejected

LONGEST_BASE = 40
RATIONAL = re.compile(r"-?[0-9]{1,2000}(/0*[1-9][0-9]{0,2000})?")
RELATIONS = (">", ">=", "<", "<=")
SHOWS = {"<": {"-"}, "<=": {"-", "0-", "0"}, ">": {"+"}, ">=": {"+", "0+", "0"}, "!=": {"+", "-"}}
Affine = Mapping[str, Fraction]  # component -> coefficient; the key "" is the constant
Equations = Mapping[str, Affine]


class Broken(Exception):
    """What does not hold, with the invariants to give up where there are some."""

    def __init__(self, reason: str, *invariants: str) -> None:
        super().__init__(reason)
        self.invariants = invariants


def check_induction(goal: RowsHold, certificate: Mapping[str, Json]) -> Outcome:
    """Certificate {"kind": "induction", "base": row, "equations": {"v[1]": {"v[2]": "4", "": "0"}},
    "bounds": [["v[2]", ">", "0"]]}.
    """
    try:
        if len(goal.programs) != 1 or (goal.last is not None and goal.last < goal.first):
            raise Undefined("an induction is about the rows of one recurrence")
        if any(r.float64 or not r.relative or abs(r.row) > LONGEST_BASE for r in goal.references.values()):
            raise Undefined("an induction is about exact values in rows k, k + 1, …")
        invariants = Invariants.read(goal.programs[0], certificate)
        _check(goal, goal.programs[0], invariants)
    except (Undefined, OverflowError) as error:
        return rejected(str(error))
    except Broken as broken:
        return Outcome("rejected", {"broken": list(broken.invariants)}, str(broken))
    return Outcome(
        "proved", {"from": goal.first, "to": goal.last, "base": invariants.base, "invariants": list(invariants.stated)}
    )


@dataclass(frozen=True, slots=True)
class Invariants:
    """What holds of the state in every row from `base` on: components given by others, and bounds."""

    equations: Equations
    bounds: tuple[tuple[str, str, Fraction], ...]
    base: int

    @staticmethod
    def read(program: Program, certificate: Mapping[str, Json]) -> Invariants:
        """The parts of the certificate, well formed.  Raises Undefined."""
        base, equations, bounds = (certificate.get(key) for key in ("base", "equations", "bounds"))
        if not isinstance(base, int) or not isinstance(equations, dict) or not isinstance(bounds, list):
            raise Undefined("an induction needs a base row, equations and bounds")
        if not program.start_row <= base <= program.start_row + LONGEST_BASE:
            raise Undefined("the base row is not among the first rows")
        state = set(program.state)
        read = {name: affine(parts, state - set(equations)) for name, parts in equations.items()}
        limits = []
        for bound in bounds:
            if not isinstance(bound, list) or len(bound) != 3 or bound[1] not in RELATIONS:
                raise Undefined("a bound is a component, a relation and a number")
            limits.append((str(bound[0]), str(bound[1]), rational(bound[2])))
        if not set(read) <= state or not {name for name, _, _ in limits} <= state:
            raise Undefined("an equation or a bound is stated for something that is not a component of the state")
        return Invariants(read, tuple(limits), base)

    @property
    def stated(self) -> tuple[str, ...]:
        equations = (f"{name} = {linear_text(e)}" for name, e in self.equations.items())
        return (*equations, *(f"{name} {relation} {q}" for name, relation, q in self.bounds))

    def range(self, name: str) -> Range:
        """Where the bounds say that the component is."""
        found = Range()
        for n, relation, q in self.bounds:
            if n == name:
                found = found.meet(bounded(relation, q))
        return found

    def field(self, program: Program, *more: str) -> Radicals:
        """The arithmetic over the components of the state, which satisfy the bounds, and further letters."""
        return Radicals((*program.state, *more), {name: self.range(name) for name in program.state})

    def state(self, field: Radicals, program: Program, row: Mapping[str, Radical]) -> dict[str, Radical]:
        """Any state that satisfies the invariants: letters for the components that no equation gives; constants as in `row`."""
        moving = {str(op.value) for op in program.update if op.name == "set"}
        state = {name: value for name, value in row.items() if name not in moving}
        state |= {name: field.letter(name) for name in program.state if name not in self.equations}
        return self.completed(field, state)

    def completed(self, field: Radicals, state: dict[str, Radical]) -> dict[str, Radical]:
        """`state` with the components that the equations give."""
        for name, parts in self.equations.items():
            value = combine(field, state, parts)
            state[name] = Radical(value.num, value.den, value.range.meet(self.range(name)))
        return state

    def require(self, field: Radicals, state: Mapping[str, Radical], where: str) -> None:
        """Raises Broken unless they are shown to hold of `state`."""
        broken = []
        for name, parts in self.equations.items():
            if not field.is_zero(field.add(state[name], field.neg(combine(field, state, parts)))):
                broken.append(f"{name} = {linear_text(parts)}")
        for name, relation, q in self.bounds:
            if field.sign(field.add(state[name], field.constant(-q))) not in SHOWS[relation]:
                broken.append(f"{name} {relation} {q}")
        if broken:
            raise Broken(f"{broken[0]} is not shown {where}", *broken)


def rational(value: Json) -> Fraction:
    """The number that a certificate writes as "-3/4".  Raises Undefined."""
    text = str(value)
    if not RATIONAL.fullmatch(text):
        raise Undefined("a coefficient is not a rational number")
    return Fraction(text)


def affine(parts: Json, names: set[str]) -> dict[str, Fraction]:
    """Coefficients by name, the constant under "".  Raises Undefined where another name occurs."""
    if not isinstance(parts, dict) or not set(parts) <= names | {""}:
        raise Undefined("an equation must give a component in terms of components that are not given")
    return {key: rational(value) for key, value in parts.items()}


def after_base(
    field: Radicals, program: Program, run: Rows[Radical], invariants: Invariants, steps: int
) -> list[dict[str, Radical]]:
    """The rows after any row from the base row on: base and step of the invariants checked.  Raises Broken, Undefined."""
    invariants.require(field, run[invariants.base], f"in row {invariants.base}")
    state = invariants.state(field, program, run[invariants.base])
    after: list[dict[str, Radical]] = []
    for _ in range(steps):
        execute(program.update, state, field.arithmetic)
        after.append(dict(state))
    invariants.require(field, after[0], "after one more step")
    return after


def _check(goal: RowsHold, program: Program, invariants: Invariants) -> None:
    field = invariants.field(program)
    run = Rows(program, field.arithmetic)
    offsets = [r.row for r in goal.references.values()] or [0]
    low, high = min(offsets), max(offsets)
    for k in range(goal.first, invariants.base - low + 1):  # rows k + low ≤ base
        _hold(goal, field, {name: run.value(r, k) for name, r in goal.references.items()}, f"at k = {k}")
    after = after_base(field, program, run, invariants, high - low + 1)
    _hold(goal, field, {name: after[r.row - low][r.variable] for name, r in goal.references.items()}, "after the step")


def combine(field: Radicals, state: Mapping[str, Radical], parts: Mapping[str, Fraction]) -> Radical:
    total = field.constant(Fraction(0))
    for key, c in parts.items():
        term = field.constant(c)
        total = field.add(total, field.mul(term, state[key]) if key else term)
    return total


def _hold(goal: RowsHold, field: Radicals, values: dict[str, Radical], where: str) -> None:
    for c in goal.conditions:
        results = execute(c.code, dict(values), field.arithmetic)
        if not _shown(field, c, results):
            raise Broken(f"the statement is not shown {where}")


def _shown(field: Radicals, c: Condition, results: list[Radical]) -> bool:
    difference = field.add(results[c.left], field.neg(results[c.right]))
    if field.is_zero(difference):
        return c.relation in {"=", "<=", ">="}
    return field.sign(difference) in SHOWS.get(c.relation, set())


def linear_text(parts: Affine) -> str:
    """As people write it: 4 v[2], w[1] + 1/2 w[2] - 1."""
    out = ""
    for name, c in parts.items():
        if c:
            body = str(abs(c)) if not name else name if abs(c) == 1 else f"{abs(c)} {name}"
            out += f" {'-' if c < 0 else '+'} {body}" if out else f"{'-' if c < 0 else ''}{body}"
    return out or "0"
