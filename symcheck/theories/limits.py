"""Limits of expressions in one variable.

TRUSTED FOR MEANING.  Owns: `limit`, `one_sided`, `Side`.  limit(f, x -> a) is the number that f tends to as x tends to a from
both sides, x ≠ a; x -> a+ and x -> a- from one; n -> inf over the reals, which gives the limit over the natural numbers too.
limit(f) = L says that the limit exists and is L.  Where f is defined on one side of a only, it is the limit from that side,
and the report says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from symcheck.kernel.polynomial import Polynomial, number
from symcheck.kernel.sequent import Formula, Sequent
from symcheck.language.printing import to_text
from symcheck.language.terms import Term
from symcheck.theories.asymptotics import Asymptotics, UndefinedSide
from symcheck.theories.conditions import conditions_of, depends_on, factored
from symcheck.theories.expansions import CONSTANT, Expansion, Rate, Unexpandable, Unresolved, constant
from symcheck.theories.goal_tree import Goal, Leaf, leaves
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered
from symcheck.theories.side_goals import DoesNotExist, Reader, bound_letter, side_goal, valuation_of

ORDERS = (4, 7, 12)
STEP = Rate((), Fraction(1))
INFINITE = {Term("const", (), "inf"): 1, Term("neg", (Term("const", (), "inf"),)): -1}


@dataclass(frozen=True, slots=True)
class Side:
    """value: of the limit, None where it is infinite with that sign; goals: on what it rests."""

    value: Polynomial | None
    infinite: int
    goals: tuple[Goal, ...]


def infinity(term: Term) -> int:
    """1 for inf, −1 for -inf, 0 for anything else."""
    match term:
        case Term("const", (), "inf"):
            return 1
        case Term("neg", (Term("const", (), "inf"),)):
            return -1
    return 0


def expansions_at(letters: Letters, a: Polynomial | int, side: str) -> Expansion:
    """x in h → 0+: a + h, a − h, 1/h, −1/h."""
    if isinstance(a, int):
        return Expansion(((Rate((), Fraction(-1)), number(a)),))
    step = number(1 if side == "+" else -1)
    return Expansion((*constant(a).terms, (STEP, step)))


def limit(reader: Reader, term: Term) -> Polynomial:
    """The value of a limit.  Raises DoesNotExist, NotLowered."""
    sides = sides_of(reader, term)
    for s in sides:
        if s.value is None:
            reader.side.goals += s.goals
            raise DoesNotExist(f"`{to_text(term)}` is {'-' if s.infinite < 0 else ''}inf", s.infinite)
    reader.side.goals += [g for s in sides for g in s.goals]
    values = [s.value for s in sides if s.value is not None]
    for v in values[1:]:
        if v != values[0]:
            reader.side.goals.append(side_goal(reader, Formula("=", v - values[0]), f"{to_text(term)}: the same from both sides"))
    return values[0]


def sides_of(reader: Reader, term: Term) -> tuple[Side, ...]:
    """The limit from each side that is asked for."""
    match term:
        case Term("call", (f, Term("tends", (target,), (str(name), str(sign)))), "limit"):
            pass
        case _:
            raise NotLowered("no-theory", f"no theory reads `{to_text(term)}`")
    reader.rule("limit-by-expansion")
    at: Polynomial | int = infinity(target) or reader.lower(target)
    signs = (sign,) if sign else ("+", "-") if isinstance(at, Polynomial) else ("",)
    found: list[Side] = []
    undefined: list[str] = []
    missing: list[Goal] = []
    for s in signs:
        try:
            found.append(one_sided(reader, f, name, at, s))
        except UndefinedSide as error:
            undefined.append(s)
            missing += error.goals
    if not found:
        raise NotLowered("undefined", f"`{to_text(f)}` is not defined near {name} = {to_text(target)}")
    if undefined:
        where = "left" if undefined == ["-"] else "right"
        reader.notes[
            f"`{to_text(f)}` is not defined to the {where} of {to_text(target)}: its limit is that from the other side"
        ] = None
    return tuple(replace(s, goals=(*s.goals, *missing)) for s in found)


def one_sided(reader: Reader, f: Term, name: str, at: Polynomial | int, side: str) -> Side:
    """Raises UndefinedSide, NotLowered."""
    letters = reader.letters
    with bound_letter(reader, name) as x:
        with letters.set_aside() as needed, reader.side.collected() as inner:
            p = reader.lower(f)
        return limit_of(reader, p, tuple(needed), x, at, side, to_text(f), inner)


def limit_of(
    reader: Reader, p: Polynomial, needed: tuple[str, ...], x: str, at: Polynomial | int, side: str, text: str, inner: list[Goal]
) -> Side:
    """The limit of p as its letter x tends to `at`; needed: what p was read from; inner: goals that its own parts rest on."""
    letters = reader.letters

    def rests_on(engine: Asymptotics, conditions: list[Formula]) -> tuple[Goal, ...]:
        label = f"what the limit of {text} rests on"
        return tuple(side_goal(reader, f, label) for o in (*engine.obligations, *conditions) for f in factored(letters, o))

    point = expansions_at(letters, at, side)
    valuation = valuation_of(reader)
    for order in ORDERS:
        try:
            with letters.set_aside() as more:
                engine = Asymptotics(letters, valuation, order, x, point)
                for formula in conditions_of(letters, needed):
                    engine.require(formula)
                kept = [g for g in inner if not _required(engine, g, x)]
                value, infinite = classified(engine, engine.expand(p))
                conditions = [c for c in conditions_of(letters, more) if not is_local(letters, c, x)]
        except Unresolved:
            continue
        except (UndefinedSide, ZeroDivisionError) as error:  # which signs were guessed for that has to be proved as well
            conditions = [c for c in conditions_of(letters, more) if not is_local(letters, c, x)]
            raise UndefinedSide(str(error), rests_on(engine, conditions)) from error
        except Unexpandable as error:
            raise NotLowered("no-theory", f"the limit of `{text}`: {error}") from error
        return Side(value, infinite, (*kept, *rests_on(engine, conditions)))
    raise NotLowered("no-theory", f"the limit of `{text}`: its expansion was not found")


def classified(engine: Asymptotics, f: Expansion) -> tuple[Polynomial | None, int]:
    """(the limit, 0), or (None, ±1) where it is infinite."""
    try:
        large, middle, _ = engine.split(f)
        if not large:
            return middle, 0
    except Unresolved:
        pass  # it may still be larger than what is left out
    rate, c, _ = engine.leading(f)
    if engine.compare(rate, CONSTANT) > 0:
        return None, engine.sign(c)
    raise Unresolved("what is left out does not tend to 0")


def _required(engine: Asymptotics, goal: Goal, x: str) -> bool:
    """Whether a goal that a part of the function rests on speaks of x: then it has to be true near the point."""
    spoken = [o.question for o in leaves(goal) if isinstance(o.question, Sequent)]
    formulas = [f for q in spoken for f in (*(h.formula for h in q.hypotheses), q.goal)]
    if not any(depends_on(engine.letters, f.polynomial, x) for f in formulas):
        return False
    if not isinstance(goal, Leaf) or not isinstance(spoken[0].goal, Formula) or spoken[0].goal.relation == "=":
        raise Unexpandable("a part of it is known under conditions on the variable only")
    if any(depends_on(engine.letters, h.formula.polynomial, x) for h in spoken[0].hypotheses):
        raise Unexpandable("a part of it is known under conditions on the variable only")
    engine.require(spoken[0].goal)
    return True


def is_local(letters: Letters, formula: Formula, x: str) -> bool:
    """Whether the formula speaks of the variable, or of one that only a derivative was taken by."""
    own = [x, *(n for n in letters.local if n.startswith("u~"))]
    return any(depends_on(letters, formula.polynomial, n) for n in own)
