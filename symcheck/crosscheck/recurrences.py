"""Recurrences run step by step from their terms: exactly as written in binary64, or with noise for the real sequence.

Owns: members (`r.w[k]`, `float64(r.w[k])`), comparison with printed tables and with doubles.  Does not own: limits (not
applicable), memory (memory.py).

A row of the *exact* sequence is computed in floats like any other value.  Where rounding decides its course, the runs with
noise part from each other, and the comparison is unclear rather than wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, Array, Undefined
from symcheck.crosscheck.environment import Env, NoReading, Rows, Run, Subspace, Truth, Value
from symcheck.crosscheck.evaluate import Evaluator, Rule
from symcheck.crosscheck.written_order import WrittenOrder
from symcheck.language.objects import Recurrence, Table
from symcheck.language.terms import Term, subterms

LAST_ROW = 20_000


class Runner:
    """The rows of one recurrence in one arithmetic, computed once and kept."""

    def __init__(self, ev: Evaluator, recurrence: Recurrence, overrides: Mapping[str, Value], env: Env) -> None:
        self.ev = ev
        self.recurrence = recurrence
        self.env = Env(env.base)
        for b in recurrence.parameters:
            value = overrides[b.name] if b.name in overrides else ev.value(b.term, self.env)
            self.env = self.env.changed(b.name, value)
        state = self.env
        for b in recurrence.start:
            state = state.changed(b.name, ev.array(b.term, state))
        self.rows: list[Env] = [state]
        self.failed: Undefined | None = None

    def row(self, k: int) -> Env:
        """The names after row k.  Raises Undefined where the run stopped before."""
        steps = k - self.recurrence.start_row
        if steps < 0:
            raise Undefined(f"row {k}, before the first")
        if steps > LAST_ROW:
            raise NoReading(f"row {k}, too far to run to")
        while len(self.rows) <= steps:
            if self.failed is not None:
                raise self.failed
            try:
                self.rows.append(self.step(self.rows[-1]))
            except Undefined as e:
                self.failed = e
                raise
        return self.rows[steps]

    def step(self, state: Env) -> Env:
        """One step: the updates in order, each seeing the values assigned before it."""
        names = dict(state.base)
        for b in self.recurrence.updates:
            names[b.name] = self.ev.array(b.term, Env(names))
        return Env(names)


def overrides_of(ev: Evaluator, term: Term, env: Env) -> dict[str, Value]:
    """The parameters that `r(v0 = 0)` changes."""
    return {str(a.value): ev.value(a.args[0], env) for a in term.args if a.op == "keyword"}


def member(ev: Evaluator, term: Term, env: Env) -> Value:
    """r.w as its rows.  The run is kept with the environment, so that each row is computed once."""
    name, _, variable = str(term.value).partition(".")
    recurrence = ev.world.objects.get(name)
    if not isinstance(recurrence, Recurrence):
        raise NoReading(f"`{term.value}`, which is not a member of a recurrence")
    key = (ev, Term("member", term.args, name))
    kept = not (term.args and env.local)
    rows = env.cache.get(key) if kept else None
    if not isinstance(rows, Rows):
        rows = Rows(Runner(ev, recurrence, overrides_of(ev, term, env), env).row)
        if kept:
            env.cache[key] = rows
    return Run(lambda k: entry(rows.at(k), variable, k))


def entry(row: Env, variable: str, k: int) -> Array:
    value = row.find(variable)
    if value is None or isinstance(value, Run | Rows | Subspace):
        raise NoReading(f"`{variable}` in row {k}")
    return value


def in_doubles(ev: Evaluator, term: Term, env: Env) -> Value:
    """float64(r.w[k]): every operation in binary64, in the order written."""
    return doubles(ev, env).value(term.args[0], env)


def doubles(ev: Evaluator, env: Env) -> Evaluator:
    return ev.world.companion("doubles", lambda: Evaluator(ev.world, WrittenOrder()))


def is_double(term: Term) -> bool:
    return (term.op == "call" and term.value == "float64") or (term.op == "index" and is_double(term.args[0]))


def mentions_run(term: Term) -> bool:
    return any(t.op == "member" for t in subterms(term))


def exact_doubles(ev: Evaluator, term: Term, env: Env) -> Truth | None:
    """An equation with a double on one side: the double nearest the other side is the computed one."""
    match term:
        case Term("rel", (a, b), "=" | "!=" as relation) if is_double(a) or is_double(b):
            if table_of(ev, a) is not None or table_of(ev, b) is not None:
                return None
            if any(mentions_run(t) and not is_double(t) for t in (a, b)):
                raise NoReading("an equation of a double and an exact row")
            exact = Evaluator(ev.world, Arithmetic())
            same = bool(np.array_equal(exact.plain(a, env), exact.plain(b, env)))
            return "true" if same == (relation == "=") else "false"
    return None


def table_of(ev: Evaluator, term: Term) -> Table | None:
    found = ev.world.objects.get(str(term.value)) if term.op == "sym" else None
    return found if isinstance(found, Table) else None


def table_claim(ev: Evaluator, term: Term, env: Env) -> Truth | None:
    """float64(r.w) = printed, ~= printed, matches(r.w, printed, tolerance = …): about every row of the table."""
    match term:
        case Term("rel", (a, b), "=" | "~=" as relation):
            table, run = (table_of(ev, b), a) if table_of(ev, b) is not None else (table_of(ev, a), b)
            tolerance = ev.world.tolerance if relation == "~=" else None
            if table is not None and relation == "~=" and tolerance is None:
                raise NoReading("`~=` with a table and no tolerance")
        case Term("call", (a, b, *settings), "matches"):
            table, run = (table_of(ev, b), a) if table_of(ev, b) is not None else (table_of(ev, a), b)
            given = [s.args[0].value for s in settings if s.op == "keyword" and s.value == "tolerance"]
            if len(given) != len(settings):
                raise NoReading("`matches` with these options")
            tolerance = Fraction(given[0]) if given and isinstance(given[0], Fraction | int) else None
            run = Term("call", (run,), "float64") if run.op == "member" else run
        case _:
            return None
    if table is None:
        return None
    if not (run.op == "call" and run.value == "float64" and run.args[0].op == "member"):
        raise NoReading("a table compared with something that is not a run in doubles")
    rows = doubles(ev, env).value(run.args[0], env)
    if not isinstance(rows, Run):
        raise NoReading("a table compared with something that is not a run")
    return "true" if all(row_matches(rows, r.index, r.values, tolerance) for r in table.rows) else "false"


def row_matches(run: Run, index: int, values: tuple[Fraction, ...], tolerance: Fraction | None) -> bool:
    """Each printed number is the nearest double's, or within the tolerance of the computed double."""
    computed = np.asarray(run.at(index)).reshape(-1)
    if len(values) != computed.size:
        raise NoReading(f"a table row of {len(values)} numbers for {computed.size} computed")
    if tolerance is None:
        return all(float(v) == float(c) for v, c in zip(values, computed, strict=True))
    return all(abs(v - Fraction(float(c))) <= tolerance for v, c in zip(values, computed, strict=True))


RULES: dict[str, Rule] = {"member": member, "float64": in_doubles}
STATEMENTS = (table_claim, exact_doubles)
