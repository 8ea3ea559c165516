"""Systems in several real numbers that linear equations among their conditions reduce to one.

TRUSTED FOR MEANING.  Owns: `eliminated_goal`.  P ⇒ Q for all x, y, where P says y = t(x) and P', is P'(x, t) ⇒ Q(x, t) for all x.
The condition is taken case by case; equations linear in a variable, with a number before it, are solved for it.
Nothing may be divided by and no root taken of what varies: then everything is defined everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from symcheck.kernel.real_line import Every, Opposite, RealLine, Some
from symcheck.language.context import Context
from symcheck.language.printing import to_text
from symcheck.language.reading import unfold
from symcheck.language.terms import Term, subterms
from symcheck.theories.goals import All, Goal, Leaf
from symcheck.theories.lowering import Obligation
from symcheck.theories.real_conditions import ALWAYS, Read, Reader
from symcheck.theories.real_values import NotReal, Tower, Value
from symcheck.theories.rewrites import normal_statement
from symcheck.theories.setting import Setting

MOST_CASES = 12
MOST_VARIABLES = 4
Case = tuple[Term, ...]


def eliminated_goal(statement: Term, given: tuple[Term, ...], names: tuple[str, ...], setting: Setting) -> Goal | None:
    """The goals that an equivalence or implication between systems comes to; None where some variables cannot be eliminated."""
    if statement.op not in {"iff", "implies"} or not 1 < len(names) <= MOST_VARIABLES:
        return None
    a, b = statement.args
    sides = [(a, b), (b, a)] if statement.op == "iff" else [(a, b)]
    try:
        leaves: list[Goal] = []
        for p, q in sides:
            for case in _cases(p):
                leaves.append(_case_goal(statement, case, q, given, names, setting))
    except (NotReal, ZeroDivisionError):
        return None
    return All(tuple(leaves))


def _cases(term: Term) -> list[Case]:
    """Atomic statements, one of whose lists has to be true as a whole."""
    term = normal_statement(term)
    match term:
        case Term("and", parts):
            cases: list[Case] = [()]
            for part in parts:
                cases = [(*c, *more) for c in cases for more in _cases(part)]
                if len(cases) > MOST_CASES:
                    raise NotReal("too many cases")
            return cases
        case Term("or", parts):
            return [c for part in parts for c in _cases(part)]
        case Term("rel" | "in"):
            return [(term,)]
    raise NotReal("a statement of another kind")


def _case_goal(
    statement: Term, case: Case, conclusion: Term, given: tuple[Term, ...], names: tuple[str, ...], setting: Setting
) -> Goal:
    """The case of an implication must be true somewhere."""
    met = statement.op == "implies"
    values: dict[str, Term] = {}
    rest = list(case)
    while len(names) - len(values) > 1:
        found = next(
            ((t, *s) for t in rest for s in _solved(t, tuple(n for n in names if n not in values), values, setting)), None
        )
        if found is None:
            raise NotReal("no equation that is linear in a variable")
        equation, name, value = found
        rest.remove(equation)
        values = {n: put(v, {name: value}) for n, v in values.items()} | {name: value}
    (free,) = (n for n in names if n not in values)
    tower = Tower()
    reader = Reader(setting.context, free, tower, Value(tower.variable), setting.tolerance)
    reader.rule("elimination-by-linear-equations")

    def read(terms: Iterable[Term]) -> list[Read]:
        return [reader.read(put(_plain(t, setting.context), values)) for t in terms]

    hypotheses, premises, goal = read(given), read(rest), read([conclusion])
    if any(r.needs for r in (*hypotheses, *read([statement]))):  # also of the equations that were solved, and of other cases
        raise NotReal("something that is not defined everywhere")
    condition = Every(tuple(r.true for r in premises))
    question = RealLine(
        free, Every(tuple(r.true for r in hypotheses)), Some((Opposite(condition), goal[0].true)), condition if met else ALWAYS
    )
    shown = ", ".join(f"{n} = {to_text(v)}" for n, v in values.items())
    return Leaf(Obligation(f"{to_text(conclusion)}, where {shown}", question))


def _plain(term: Term, context: Context) -> Term:
    """With its definitions unfolded."""
    body = unfold(term, context)
    if body is not term:
        return _plain(body, context)
    return replace(term, args=tuple(_plain(a, context) for a in term.args)) if term.args else term


def put(term: Term, values: Mapping[str, Term]) -> Term:
    if term.op == "sym":
        return values.get(str(term.value), term)
    return replace(term, args=tuple(put(a, values) for a in term.args)) if term.args else term


def _solved(equation: Term, free: tuple[str, ...], values: Mapping[str, Term], setting: Setting) -> list[tuple[str, Term]]:
    """(variable, value) for the variables that the equation gives; those alone on one side first."""
    match equation:
        case Term("rel", (a, b), "="):
            left, right = (put(_plain(t, setting.context), values) for t in (a, b))
            difference = Term("sub", (left, right), None, a.shape)
            out = []
            for name in free:
                parts = _linear(difference, name)
                if parts is not None and parts[0]:
                    slope, rest = parts
                    scale = Term("num", (), -1 / slope, a.shape)
                    value = Term("mul", (scale, rest), None, a.shape)
                    out.append((name, right if left == Term("sym", (), name) and not _mentions(right, name) else value))
            return out
    return []


def _mentions(term: Term, name: str) -> bool:
    return any(t.op == "sym" and t.value == name for t in subterms(term))


def _linear(term: Term, name: str) -> tuple[Fraction, Term] | None:
    """(c, r) with term = c · name + r, c a number and r free of the name; None where it is not of that form."""
    zero = Term("num", (), Fraction(0), term.shape)
    if not _mentions(term, name):
        return Fraction(0), term
    match term:
        case Term("sym"):
            return Fraction(1), zero
        case Term("neg", (a,)):
            found = _linear(a, name)
            return None if found is None else (-found[0], Term("neg", (found[1],), None, term.shape))
        case Term("add" | "sub" as op, (a, b)):
            left, right = _linear(a, name), _linear(b, name)
            if left is None or right is None:
                return None
            return left[0] + (right[0] if op == "add" else -right[0]), Term(op, (left[1], right[1]), None, term.shape)
        case Term("mul", (Term("num", (), Fraction() as q), a)) | Term("mul", (a, Term("num", (), Fraction() as q))):
            found = _linear(a, name)
            return None if found is None else (q * found[0], Term("mul", (Term("num", (), q), found[1]), None, term.shape))
        case Term("div", (a, Term("num", (), Fraction() as q))) if q:
            found = _linear(a, name)
            return None if found is None else (found[0] / q, Term("div", (found[1], Term("num", (), q)), None, term.shape))
    return None
