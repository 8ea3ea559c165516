"""Classes of growth: f in O(g), o(g), Theta(g), as one variable goes somewhere or as several whole numbers grow.

TRUSTED FOR MEANING.  Owns: `growth_goal`.  f in O(g) as x -> a: there are C and δ with |f| ≤ C |g| for 0 < |x − a| < δ (on the
stated side; for inf: for all x beyond some bound); o(g): for every C > 0 there is such a δ; Theta(g): f in O(g) and g in O(f).  C
may depend on everything but x.  Without a direction the names in g are whole numbers that grow.
Several of them: C works for all values ≥ 1 of the variables (kernel/growth.py), for sums of powers.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.kernel.growth import GrowthGoal, Terms
from symcheck.kernel.polynomial import Polynomial, number
from symcheck.kernel.sequent import Formula, Hypothesis
from symcheck.language.context import Context, Kind
from symcheck.language.printing import to_text
from symcheck.language.terms import Term, free_symbols
from symcheck.theories.asymptotics import Asymptotics, UndefinedSide
from symcheck.theories.conditions import conditions_of, factored
from symcheck.theories.expansions import Expansion, Rate, Unexpandable, Unresolved
from symcheck.theories.goal_tree import All, Goal, Leaf, Under
from symcheck.theories.goals import GoalBuilder
from symcheck.theories.limits import ORDERS, expansions_at, infinity, is_local
from symcheck.theories.lowering import NotLowered, Obligation
from symcheck.theories.memory import powers_of
from symcheck.theories.programs import NotLowered as NotARun
from symcheck.theories.side_goals import bound_letter, side_goal, valuation_of

CLASSES = frozenset({"O", "o", "Theta"})
WHOLE = frozenset({"natural", "integer"})


def growth_goal(builder: GoalBuilder, term: Term, under: tuple[Hypothesis, ...]) -> Goal | None:
    """The goal of `f in O(g)`; None for any other statement."""
    match term:
        case Term("in", (f, Term("call", (g, *tends), str(name)))) if name in CLASSES:
            pass
        case _:
            return None
    builder.networks.rule("growth-by-expansion")
    if tends:
        (variable, sign), (target,) = tends[0].value, tends[0].args  # type: ignore[misc,str-unpack]
    else:
        variables = _growing(builder.setting.context, f, g)
        if len(variables) != 1:
            return _of_several(builder, f, g, name, variables, term)
        variable, sign, target = variables[0], "", Term("const", (), "inf")
    reader = builder.networks
    at: Polynomial | int = infinity(target) or reader.lower(target)
    sides = (sign,) if sign else ("+", "-") if isinstance(at, Polynomial) else ("",)
    parts = [_one_side(builder, (f, g), name, (str(variable), at, s), term, under) for s in sides]
    return All(tuple(parts))


def _growing(context: Context, f: Term, g: Term) -> tuple[str, ...]:
    """The whole numbers in g, or in f where g has no symbols."""
    for side in (g, f):
        names = [n for n in free_symbols(side) if n in context.symbols or n in context.sizes]
        for n in names:
            kind = context.symbols.get(n)
            if isinstance(kind, Kind) and kind.base not in WHOLE:
                raise NotLowered("no-direction", f"where does `{n}` go? write O(…, {n} -> 0) or O(…, {n} -> inf)")
        if names:
            return tuple(names)
    raise NotLowered("no-direction", "no variable occurs: write O(…, x -> 0)")


def _one_side(
    builder: GoalBuilder, pair: tuple[Term, Term], name: str, to: tuple[str, Polynomial | int, str], term: Term,
    under: tuple[Hypothesis, ...],
) -> Goal:  # fmt: skip
    reader, letters = builder.networks, builder.letters
    variable, at, side = to
    with bound_letter(reader, variable) as x:
        with letters.set_aside() as needed, reader.side.collected() as inner:
            p, q = (reader.lower(t) for t in pair)
        if inner:
            raise NotLowered("no-theory", f"no theory reads limits or integrals in `{to_text(term)}`")
        point, valuation = expansions_at(letters, at, side), valuation_of(reader)
        for order in ORDERS:
            try:
                with letters.set_aside() as more:
                    engine = Asymptotics(letters, valuation, order, x, point)
                    for formula in conditions_of(letters, needed):
                        engine.require(formula)
                    true = _compared(engine, engine.expand(p), engine.expand(q), name)
                    conditions = [c for c in conditions_of(letters, more) if not is_local(letters, c, x)]
            except Unresolved:
                continue
            except (Unexpandable, UndefinedSide, ZeroDivisionError) as error:
                raise NotLowered("no-theory", f"the growth of `{to_text(pair[0])}`: {error}") from error
            label = f"what the growth of {to_text(pair[0])} rests on"
            goals = tuple(side_goal(reader, f, label) for o in (*engine.obligations, *conditions) for f in factored(letters, o))
            goal = builder.leaf(Formula("=", number(0 if true else 1)), under, to_text(term) if true else f"not {to_text(term)}")
            return Under(All(goals), goal) if goals else goal
    raise NotLowered("no-theory", f"the growth of `{to_text(pair[0])}`: its expansion was not found")


def _compared(engine: Asymptotics, f: Expansion, g: Expansion, name: str) -> bool:
    """Whether f is in the class of g, by their fastest terms.  Raises Unresolved."""
    against, _, _ = engine.leading(g)
    above = engine.bound(f)
    if name != "Theta" and (above is None or engine.compare(above, against) < (0 if name == "o" else 1)):
        return True
    fastest: Rate | None = None
    try:
        fastest = engine.leading(f)[0]
    except ZeroDivisionError:
        return name != "Theta"
    except Unresolved:
        if name == "Theta" and above is not None and engine.compare(above, against) < 0:
            return False
        raise
    found = engine.compare(fastest, against)
    return found == 0 if name == "Theta" else found < 0 if name == "o" else found <= 0


def _of_several(builder: GoalBuilder, f: Term, g: Term, name: str, variables: tuple[str, ...], term: Term) -> Goal:
    """Sums of powers; for O the coefficients of f may have any sign, since |f| is at most the sum of the absolute values."""
    if name == "o":
        raise NotLowered("no-theory", f"no theory decides `{to_text(term)}` in several variables")
    others = [n for n in free_symbols(f) if n not in variables]
    if others:
        raise NotLowered("no-theory", f"`{others[0]}` is not among the variables of the class in `{to_text(term)}`")
    try:
        small, signed = _absolute(f)
        goal = GrowthGoal(small, name, powers_of(g), variables)
    except NotARun as error:
        raise NotLowered(error.code, error.message) from error
    if signed and name == "Theta":
        raise NotLowered("no-theory", f"no theory decides `{to_text(term)}` with terms of different signs")
    builder.networks.rule("growth-term-by-term")
    return Leaf(Obligation(to_text(term), goal, necessary=not signed))


def _absolute(f: Term) -> tuple[Terms, bool]:
    """The sum of the absolute values of the terms, and whether a sign was changed."""
    match f:
        case Term("sub", (a, b)):
            (p, _), (q, _) = _absolute(a), _absolute(b)
            return (*p, *q), True
        case Term("add", (a, b)):
            (p, s), (q, t) = _absolute(a), _absolute(b)
            return (*p, *q), s or t
        case Term("neg", (a,)):
            return _absolute(a)[0], True
        case Term("num", (), Fraction() as c) if c < 0:
            return (((), -c),), True
    return powers_of(f), False
