"""Claims about one real variable as one goal for the kernel: solution sets, inequalities, sets of numbers.

TRUSTED FOR MEANING.  Owns: `real_goal`, `system_goal`.  The claim is about the points at which all of it is defined; two sides of
an equivalence are also compared as solution sets, where what is undefined is no solution (`Obligation.strictly`).
solve(eq, x) = S is always read so: x is in S exactly where eq is defined and true.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from symcheck.kernel.real_line import Condition, Every, Line, Opposite, RealLine, Sign, Some, TooMuch
from symcheck.language.context import Kind
from symcheck.language.printing import to_text
from symcheck.language.reading import unfold
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, subterms
from symcheck.theories.binders import require_no_capture
from symcheck.theories.comparison import Chart, Comparison
from symcheck.theories.elimination import eliminated_goal
from symcheck.theories.goals import Goal, Leaf, LoweredClaim
from symcheck.theories.lowering import NotLowered, Obligation
from symcheck.theories.real_conditions import ALWAYS, Read, Reader, same
from symcheck.theories.real_values import Need, NotReal, Tower, Value
from symcheck.theories.set_statements import member_statement, solution_statement, without_sets
from symcheck.theories.setting import Setting

SIGNS = {"positive": ">", "nonnegative": ">=", "nonzero": "!="}
MOST_SCALE = 4


def real_goal(statement: Term, given: tuple[tuple[str, Term], ...], setting: Setting) -> LoweredClaim | None:
    """The claim as a statement about one real number; None where it is none that is read here."""
    if setting.instead is not None or setting.equal:
        return None
    statement = without_sets(statement, setting.context)
    hypotheses = [without_sets(t, setting.context) for _, t in given]
    try:
        bound: set[str] = set()
        while statement.op == "forall":
            bound |= {str(b.value) for b in statement.args[:-1]}
            statement, more = _unbound(statement, setting)
            hypotheses += more
        names = _names((statement, *hypotheses), setting, bound)
        variable = next(iter(names), "")
        if len(names) > 1:
            return None
        for tower, chart, unknown in _charts((statement, *hypotheses), variable, setting):
            try:
                reader = Reader(setting.context, variable, tower, unknown, setting.tolerance)
                return _goal(statement, hypotheses, reader, chart, setting)
            except NotReal:
                continue
    except (NotReal, NotLowered, TooMuch):
        return None
    return None


def system_goal(statement: Term, given: tuple[tuple[str, Term], ...], setting: Setting) -> Goal | None:
    """An equivalence or implication between systems in several real numbers, where linear equations leave one of them."""
    if setting.instead is not None or setting.equal:
        return None
    statement = without_sets(statement, setting.context)
    hypotheses = [without_sets(t, setting.context) for _, t in given]
    try:
        names = _names((statement, *hypotheses), setting, set())
        more = [p for n in names for p in _properties(Term("sym", (), n, SCALAR), setting)]
        return eliminated_goal(statement, (*hypotheses, *more), names, setting)
    except (NotReal, NotLowered):
        return None


def _unbound(statement: Term, setting: Setting) -> tuple[Term, list[Term]]:
    """for all v in D: P as P under the hypothesis v in D."""
    *binders, body = statement.args
    more = []
    for b in binders:
        name = str(b.value)
        require_no_capture(setting.context, name)
        if name in setting.context.symbols or name in setting.context.definitions or not b.args:
            raise NotReal("a bound name that hides another")
        said = member_statement(Term("sym", (), name, SCALAR), b.args[0])
        if said is None:
            raise NotReal("a domain that is not a set of real numbers")
        more.append(said)
    return body, more


def _names(terms: tuple[Term, ...], setting: Setting, bound: set[str]) -> tuple[str, ...]:
    """The free variables, definitions unfolded."""
    found: dict[str, None] = {}
    for t in _unfolded(terms, setting):
        if t.op == "sym" and isinstance(t.value, str):
            kind = setting.context.symbols.get(t.value)
            if kind is None and t.value in setting.context.definitions:
                continue
            plain = isinstance(kind, Kind) and kind.base == "real" and kind.shape.is_scalar
            if not plain and t.value not in bound:
                raise NotReal("a name that is no real number")
            found[t.value] = None
    return tuple(found)


def _unfolded(terms: tuple[Term, ...], setting: Setting) -> Iterator[Term]:
    """All parts, with the bodies of the definitions that they use."""
    waiting, seen = list(terms), set[str]()
    while waiting:
        for t in subterms(waiting.pop()):
            yield t
            if t.op in {"sym", "apply"} and t.value in setting.context.definitions and str(t.value) not in seen:
                if t.op == "sym":
                    seen.add(str(t.value))
                body = unfold(t, setting.context)
                if body is not t:
                    waiting.append(body)


def _charts(terms: tuple[Term, ...], variable: str, setting: Setting) -> Iterator[tuple[Tower, Chart, Value]]:
    """The variable itself; the number u with x = k log_b(u); the number v with x = e^v (for x > 0)."""
    everything = list(_unfolded(terms, setting))
    bases: dict[Fraction | None, None] = {}
    for t in everything:
        match t:
            case Term("call", (_,), "exp" | "log") | Term("const", (), "e"):
                bases[None] = None
            case Term("call", (_, Term("num", (), Fraction() as b)), "log") if b > 0 and b != 1:
                bases[b] = None
            case Term("pow", (below, e)) if any(s.op in {"sym", "apply"} for s in subterms(e)):
                bases |= {b: None for b in (_rational(below),) if b is not None and b > 0 and b != 1}
    if len(bases) > 1:
        return
    base = next(iter(bases), None)
    tower = Tower(base)
    yield tower, Chart(), Value(tower.variable)
    if not bases or not variable:
        return
    for scale in range(1, MOST_SCALE + 1):
        tower = Tower(base)
        nothing = tower.number(Fraction(0)).plain
        yield tower, Chart("log", scale, base), Value(nothing, ((Fraction(scale), tower.variable),))
    if base is None:
        tower = Tower()
        yield tower, Chart("exp"), Value(tower.number(Fraction(1)).plain, (), tower.variable)


def _rational(term: Term) -> Fraction | None:
    match term:
        case Term("num", (), Fraction() as q):
            return Fraction(q)
        case Term("div", (Term("num", (), Fraction() as a), Term("num", (), Fraction() as b))) if b:
            return a / b
    return None


def _goal(statement: Term, hypotheses: list[Term], reader: Reader, chart: Chart, setting: Setting) -> LoweredClaim:
    x = Term("sym", (), reader.variable, SCALAR)
    stated = [*hypotheses, *_properties(x, setting)]
    given_parts = [reader.read(h) for h in stated]
    base = Every(tuple(p.strict for p in given_parts))
    solving = solution_statement(statement)
    allowed, base = (base, ALWAYS) if solving is not None else (ALWAYS, base)  # a number that x may not be is no solution
    if chart.kind == "log":
        base = Every((Sign(">", (Fraction(0), Fraction(1))), base))
    if solving is not None:
        if hypotheses or solving[1] != x or x in subterms(_listed(statement)):
            raise NotReal("an unknown that is restricted by more than its declaration")
        left, right = reader.read(solving[0]), reader.read(solving[2])
        left = Read(Every((allowed, left.true)), Every((allowed, left.strict)), left.needs)
        whole = Read(same(left.strict, right.true), same(left.strict, right.true), right.needs)
        sides, texts, sign = (left, right), (to_text(solving[0]), "the set listed"), "solve"
        if chart.kind == "exp":
            raise NotReal("the solutions that are not positive")
    elif statement.op in {"iff", "implies"}:
        a, b = statement.args
        whole, sides = reader.read(statement), (reader.read(a), reader.read(b))
        texts, sign = (to_text(a), to_text(b)), statement.op
    else:
        whole, sides, texts, sign = reader.read(statement), None, ("", ""), ""
    where, conditions = _where(reader, whole.needs if sign != "solve" else (), base)
    if sides is not None and sign == "implies":  # what the condition of an implication says need not be said again
        needed = {*_where(reader, sides[0].needs, base)[0], *_where(reader, sides[1].needs, Every((base, sides[0].strict)))[0]}
        where = tuple(t for t in where if t in needed)
    if chart.kind == "exp" and not _positive(stated, x):
        if Term("call", (x,), "log") not in set(_unfolded((statement,), setting)):
            raise NotReal("a variable that may be negative")
        where = (f"{reader.variable} > 0", *where)
    inside = Every((base, *conditions))
    met = sides[0].true if sides is not None and sign == "implies" else ALWAYS
    question = RealLine(reader.variable, inside, whole.true, met)
    comparison = strictly = None
    if sides is not None:
        comparison = Comparison(
            reader.variable, chart, base, sides[0].strict, sides[1].strict, texts, sign,
            (equation_of(sides[0].true), equation_of(sides[1].true)),
        )  # fmt: skip
        if chart.kind != "exp":
            strictly = replace(question, given=base, claim=whole.strict)
    obligation = Obligation(to_text(statement), question, comparison=comparison, strictly=strictly, chart=chart)
    reader.rule("signs-on-the-real-line")
    if sign == "solve":
        reader.rule("solution-is-sound-and-complete")
    return LoweredClaim(Leaf(obligation), tuple(reader.rules), where, ())


def _listed(statement: Term) -> Term:
    a, b = statement.args
    return b if a.op == "call" and a.value == "solve" else a


def _positive(stated: list[Term], x: Term) -> bool:
    zero = Term("num", (), Fraction(0), SCALAR)
    return any(h in {Term("rel", (x, zero), ">"), Term("rel", (zero, x), "<")} for h in stated)


def _properties(x: Term, setting: Setting) -> list[Term]:
    """What is declared of the variable."""
    kind = setting.context.symbols.get(str(x.value))
    if not isinstance(kind, Kind):
        return []
    zero = Term("num", (), Fraction(0), SCALAR)
    out = []
    for prop in kind.properties:
        if prop in SIGNS:
            out.append(Term("rel", (x, zero), SIGNS[prop]))
        elif prop in {"negative", "nonpositive"}:
            out.append(Term("rel", (x, zero), "<" if prop == "negative" else "<="))
        else:
            raise NotReal(f"the property {prop}")
    if kind.domain is not None:
        said = member_statement(x, kind.domain)
        if said is None:
            raise NotReal("a domain that is not a set of real numbers")
        out.append(said)
    return out


def _where(reader: Reader, needs: tuple[Need, ...], given: Condition) -> tuple[tuple[str, ...], tuple[Condition, ...]]:
    """The conditions of definedness that the hypotheses do not give already: in words, and as they are."""
    conditions = {n.text: reader.condition(n.relation, n.polynomial) for n in needs}
    kept = dict(conditions)
    for text, condition in conditions.items():
        rest = Every((given, *(c for t, c in kept.items() if t != text)))
        line = Line(rest, condition)
        if all(line.truth(c, condition) for c in line.cells if line.truth(c, rest)):
            del kept[text]
    return tuple(kept), tuple(conditions.values())


def equation_of(condition: Condition) -> tuple[Fraction, ...] | None:
    """The coefficients of p where the condition is p = 0; of a product where it is one of several such."""
    match condition:
        case Sign("=", coefficients):
            return coefficients
        case Some(parts) if parts:
            total: tuple[Fraction, ...] = (Fraction(1),)
            for p in parts:
                factor = equation_of(p)
                if factor is None:
                    return None
                total = _times(total, factor)
            return total
        case Opposite() | Every() | _:
            return None


def _times(p: tuple[Fraction, ...], q: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    out = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            out[i + j] += a * b
    return tuple(out)
