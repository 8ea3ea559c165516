"""Statements about recurrences, read as goals about runs.

Owns: `lower` – which goal of the kernel a statement about rows, printed tables or limits is.  Does not own: how updates become
programs (programs.py), whether the goal is true (kernel, oracles).
Readings.  `float64(r.w[k])` is the double that the run in double precision, carried out as written, computes; `r.w[k]` without it
is the exact real number.  Comparisons are between real numbers.  An equation between a double and a number written out,
`float64(r.w[3]) = 0.1`, means that the double nearest that number is the computed one.  `~=` compares entry by entry, within the
tolerance.  `float64(r.w) = printed` is about every row of the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from symcheck.kernel.program import EXACT, Undefined, execute
from symcheck.kernel.regions import Limit
from symcheck.kernel.runs import Condition, PrintedRow, Reference, RowsHold, TableMatches
from symcheck.language.context import Context
from symcheck.language.objects import NamedObject, Recurrence, Table
from symcheck.language.printing import to_text
from symcheck.language.terms import Term, subterms
from symcheck.theories.programs import Compiled, compile_recurrence
from symcheck.theories.scalar_code import Grid, NotLowered, components, dims_of
from symcheck.theories.scalar_terms import Builder

RunGoal = RowsHold | TableMatches | Limit
SWAPPED = {"=": "=", "!=": "!=", "~=": "~=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
LAST_ROW = 100_000


def lower(
    statement: Term, context: Context, objects: Mapping[str, NamedObject], tolerance: Fraction | None = None
) -> RunGoal | None:
    """The goal that `statement` is about recurrences of `objects`; None where it mentions no member of one.

    Raises NotLowered (code, message) where it does but is not a statement this theory can state.
    """
    recurrences = {name: o for name, o in objects.items() if isinstance(o, Recurrence)}
    if not any(t.op == "member" and str(t.value).partition(".")[0] in recurrences for t in subterms(statement)):
        return None
    reader = _Reader(context, recurrences, tolerance)
    claim = table_claim(statement, objects)
    if claim is not None:
        member, table, relation, within = claim
        return reader.table(member, table, (tolerance if within is None else within) if relation == "~=" else None, relation)
    match statement:
        case Term("rel", (left, right), "="):
            for a, b in ((left, right), (right, left)):
                if _limit_parts(a) is not None:
                    return reader.limit(a, b)
    return reader.rows(statement)


def table_claim(statement: Term, objects: Mapping[str, NamedObject]) -> tuple[Term, Table, str, Fraction | None] | None:
    """(what the table is compared with, table, "=" or "~=", the tolerance written in it), where that is the statement."""

    def table(term: Term) -> Table | None:
        found = objects.get(str(term.value)) if term.op == "sym" else None
        return found if isinstance(found, Table) else None

    match statement:
        case Term("rel", (a, b), ("=" | "~=") as relation):
            for member, printed in ((a, table(b)), (b, table(a))):
                if printed is not None:
                    return member, printed, str(relation), None
        case Term("call", (a, b, *settings), "matches"):
            member, printed = (b, table(a)) if table(a) is not None else (a, table(b))
            if member.op == "member":
                member = Term("call", (member,), "float64")
            within = [s.args[0].value for s in settings if s.op == "keyword" and s.value == "tolerance"]
            if printed is not None and len(within) == len(settings):
                number = next((w for w in within if isinstance(w, Fraction)), None)
                return member, printed, "=" if number is None else "~=", number
    return None


def _limit_parts(term: Term) -> tuple[Term, str] | None:
    """(body, index) of `limit(body, k -> inf)`, or of one entry of it."""
    match term:
        case Term("call", (body, Term("tends", (Term(_, _, "inf"),), (str(name), _))), "limit"):
            return body, name
    return None


@dataclass
class _Reader:
    context: Context
    recurrences: Mapping[str, Recurrence]
    tolerance: Fraction | None
    index: str = ""
    programs: list[Compiled] = field(default_factory=list)
    runs: dict[Term, int] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)

    # Members ----------------------------------------------------------------------------------------------

    def member(self, term: Term) -> tuple[int, str]:
        """(run, variable) of `name(parameter = value).variable`."""
        name, _, variable = str(term.value).partition(".")
        if name not in self.recurrences:
            raise NotLowered("no-program", f"“{name}” is not a recurrence")
        key = Term("member", term.args, name)
        if key not in self.runs:
            overrides = {str(a.value): a.args[0] for a in term.args if a.op == "keyword"}
            self.programs.append(compile_recurrence(self.recurrences[name], self.context, overrides))
            self.runs[key] = len(self.programs) - 1
        run = self.runs[key]
        if variable not in self.programs[run].dims:
            raise NotLowered("no-program", f"“{name}” has no variable “{variable}”")
        return run, variable

    def row(self, term: Term) -> tuple[int, bool]:
        """(row, whether it counts from the bound index) of a row index."""
        match term:
            case Term("sym", _, str(name)) if name == self.index:
                return 0, True
            case Term("add" | "sub", (a, b)):
                (p, moving), (q, other) = self.row(a), self.row(b)
                if not other or (not moving and term.op == "add"):
                    return (p + q if term.op == "add" else p - q), moving or other
            case Term("neg", (a,)):
                p, moving = self.row(a)
                if not moving:
                    return -p, False
            case Term("num", _, Fraction() as q) if q.denominator == 1 and abs(q) <= LAST_ROW:
                return int(q), False
        raise NotLowered("row-index", f"“{to_text(term)}” is not a row that can be counted to: a number, or k, k + 1, …")

    def refer(self, builder: Builder, term: Term, float64: bool) -> Grid | None:
        """The value of `r.w[row]`, where `term` is one."""
        match term:
            case Term("index", (Term("member") as member, at, *where)):
                run, variable = self.member(member)
                row, relative = self.row(at)
                start = self.programs[run].program.start_row
                if not relative and row < start:
                    raise NotLowered("row-index", f"“{to_text(term)}”: the first row of “{member.value}” is {start}")
                dims, shown = self.programs[run].dims[variable], to_text(Term("index", (member, at)))
                for name in components(variable, dims):
                    text = shown + name.removeprefix(variable)
                    self.references[f"float64({text})" if float64 else text] = Reference(run, float64, name, row, relative)
                shown = f"float64({shown}" if float64 else shown
                names = [shown + n.removeprefix(variable) + (")" if float64 else "") for n in components(variable, dims)]
                cells = iter(names)
                grid = tuple(tuple(builder.emit("get", value=next(cells)) for _ in range(dims[1])) for _ in range(dims[0]))
                return builder.entry(grid, list(where)) if where else grid
            case Term("member"):
                raise NotLowered("row-index", f"“{to_text(term)}” needs a row: {to_text(term)}[k]")
            case Term("call", (a,), "float64"):
                found = self.refer_inside(builder, a)
                if found is None:
                    raise NotLowered("float64", "float64(…) is read for a row of a recurrence only, as in float64(r.w[3])")
                return found
        return None

    def refer_inside(self, builder: Builder, term: Term) -> Grid | None:
        """float64 of `r.w[row]` or of entries of it."""
        match term:
            case Term("index", (Term("member"), *_)):
                return self.refer(builder, term, True)
            case Term("index", (Term("index") as inner, *where)):
                found = self.refer_inside(builder, inner)
                return None if found is None else builder.entry(found, list(where))
        return None

    def builder(self) -> Builder:
        return Builder(context=self.context, special=lambda b, t: self.refer(b, t, False))

    # Goals ------------------------------------------------------------------------------------------------

    def table(self, term: Term, table: Table, tolerance: Fraction | None, relation: str) -> TableMatches:
        if term.op != "call" or term.value != "float64":
            raise NotLowered(
                "float64", f"printed numbers are compared with a run in double precision: float64({to_text(term)}) {relation} …"
            )
        if relation == "~=" and tolerance is None:
            raise NotLowered("no-tolerance", "“~=” needs a tolerance here: `tolerance: 1e-6` beside the claim")
        (inner,) = term.args
        if inner.op != "member":
            raise NotLowered("no-program", "a printed table is compared with a member of a recurrence, as in float64(r.w)")
        run, variable = self.member(inner)
        names = components(variable, self.programs[run].dims[variable])
        for r in table.rows:
            if len(r.values) != len(names):
                raise NotLowered(
                    "row-length", f"line {r.line} prints {len(r.values)} numbers in row {r.index}; {inner.value} has {len(names)}"
                )
        printed = tuple(PrintedRow(r.index, r.texts, r.values) for r in table.rows)
        return TableMatches(self.programs[run].program, names, printed, tolerance)

    def limit(self, left: Term, right: Term) -> Limit:
        parts = _limit_parts(left)
        assert parts is not None
        body, self.index = parts
        sequence, limit = self.builder(), self.builder()
        grid = sequence.build(body)
        names = dict(self.references)
        if len(self.programs) != 1 or not names or not all(r.relative and not r.float64 for r in names.values()):
            raise NotLowered("no-program", "the limit is read for the rows of one recurrence, limit(r.w[k], k -> inf)")
        cells = [sequence.code[at] for line in grid for at in line]
        if not all(c.name == "get" for c in cells):
            raise NotLowered("no-program", "the limit is read for rows of a recurrence, not for expressions in them")
        target = limit.build(right)
        if dims_of(target) != dims_of(grid) or any(op.name == "get" for op in limit.code):
            raise NotLowered("no-program", "the limit must be numbers, as many as a row has")
        variables = tuple(names[str(c.value)].variable for c in cells)
        return Limit(self.programs[0].program, variables, tuple(limit.code), tuple(at for line in target for at in line))

    def rows(self, statement: Term) -> RowsHold:
        first, last = 0, None
        body, quantified = statement, False
        match statement:
            case Term("forall", (Term("bind", (domain,), str(name)), inner)):
                first, last = self.range(domain)
                self.index, body, quantified = name, inner, True
        self.statement(body)
        moving = any(r.relative for r in self.references.values())
        if not moving:
            first, last = 0, 0
        elif not quantified:
            raise NotLowered("row-index", "the row index has no range: write “for all k in 0..199: …”")
        for text, r in self.references.items():
            start = self.programs[r.run].program.start_row
            if r.relative and first + r.row < start:
                raise NotLowered("row-index", f"“{text}”: at {self.index} = {first} there is no such row, the first is {start}")
        shown = [
            r.last_row for r in self.recurrences.values() if r.last_row is not None and any(k.value == r.name for k in self.runs)
        ]
        programs = tuple(p.program for p in self.programs)
        printed = max(shown, default=None)
        return RowsHold(programs, dict(self.references), tuple(self.conditions), first, last, printed)

    def range(self, domain: Term) -> tuple[int, int | None]:
        if domain.op != "range":
            raise NotLowered("row-index", "the rows are given as a range, as in “for all k in 0..199” or “0..inf”")
        low, high = domain.args
        first = self.row(low)[0]
        last = None if high.value == "inf" else self.row(high)[0]
        if last is not None and last < first:
            raise NotLowered("vacuous", f"the range {to_text(domain)} has no rows")
        return first, last

    def statement(self, term: Term) -> None:
        match term:
            case Term("and", parts):
                for p in parts:
                    self.statement(p)
            case Term("rel", (a, b), str(relation)):
                self.relation(a, relation, b)
            case Term("chain", terms, tuple() as relations):
                for a, r, b in zip(terms, relations, terms[1:], strict=False):
                    self.relation(a, r, b)
            case _:
                raise NotLowered("no-program", "a statement about rows is an equation or an inequality, or several joined by and")

    def relation(self, left: Term, relation: str, right: Term) -> None:
        builder = self.builder()
        rounds = relation in {"=", "!="}
        a = self.nearest(builder, left) if rounds and _is_double(right) else builder.build(left)
        b = self.nearest(builder, right) if rounds and _is_double(left) else builder.build(right)
        if dims_of(a) != dims_of(b):
            raise NotLowered("no-program", "the two sides have different shapes")
        pairs = [(x, y) for p, q in zip(a, b, strict=True) for x, y in zip(p, q, strict=True)]
        if relation not in {"=", "~="} and len(pairs) > 1:
            raise NotLowered("no-program", f"“{relation}” is read for numbers, not for arrays")
        if relation == "~=":
            if self.tolerance is None:
                raise NotLowered("no-tolerance", "“~=” needs a tolerance here: `tolerance: 1e-6` beside the claim")
            bound = builder.constant(self.tolerance)
            pairs = [(builder.emit("abs", builder.emit("sub", x, y)), bound) for x, y in pairs]
            relation = "<="
        code = tuple(builder.code)
        self.conditions.extend(Condition(code, x, relation, y) for x, y in pairs)

    def nearest(self, builder: Builder, term: Term) -> Grid:
        """`term`; where it is numbers written out, the doubles nearest to them."""
        if any(t.op == "member" for t in subterms(term)):
            return builder.build(term)
        numbers = Builder(context=self.context)
        grid = numbers.build(term)
        try:
            values = execute(tuple(numbers.code), {}, EXACT)
            return tuple(tuple(builder.constant(Fraction(float(values[at]))) for at in line) for line in grid)
        except (Undefined, OverflowError) as error:
            raise NotLowered("float64", f"a double is compared with a rational number: {error}") from error


def _is_double(term: Term) -> bool:
    return (term.op == "call" and term.value == "float64") or (term.op == "index" and _is_double(term.args[0]))
