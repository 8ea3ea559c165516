"""Disjunctions as sequents: each clause of the conjunctive normal form is equivalent to one.

TRUSTED FOR MEANING.  Owns: `clause_goal`, `SUPPOSED`.  For numbers p = 0 or q = 0 is p q = 0 (there are no zero divisors), and
A or B is: B under the hypothesis that A is false.  A hypothesis of that kind is *supposed*: where it is met nowhere, A is true,
so no model of it is asked for (Sequent.supposed).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product as cartesian

from symcheck.kernel.polynomial import Polynomial, number, product
from symcheck.kernel.sequent import Formula, Hypothesis, square_norm
from symcheck.language.printing import to_text
from symcheck.language.terms import Term
from symcheck.theories.goals import All, Goal, GoalBuilder
from symcheck.theories.lowering import NotLowered
from symcheck.theories.rewrites import normal_statement

MOST_CLAUSES = 40
SUPPOSED = "supposed"  # begins the labels of hypotheses that need no model
CONNECTIVES = frozenset({"implies", "iff", "forall", "exists", "not"})


def clause_goal(lowerer: GoalBuilder, term: Term, under: tuple[Hypothesis, ...]) -> Goal | None:
    """A disjunction by its clauses; None where a part of it is no formula."""
    found = clauses_of(term)
    if found is None:
        return None
    parts: list[Goal] = []
    try:
        for clause in found:
            for goal, denied in clause_sequent([lowerer.formulas(t) for t in clause]):
                more = tuple(Hypothesis(f"{SUPPOSED} not {k}", f) for k, f in enumerate(denied))
                parts.append(lowerer.leaf(goal, (*under, *more), to_text(term)))
    except NotLowered:
        return None
    lowerer.networks.rule("clauses")
    return All(tuple(parts))


def clauses_of(term: Term) -> list[tuple[Term, ...]] | None:
    """Atomic statements: all of the tuples have to be true, each by one of its members.

    None where there are too many, or statements of other kinds.
    """
    term = normal_statement(term)
    match term:
        case Term("and", parts):
            found = [clauses_of(p) for p in parts]
            return None if any(f is None for f in found) else [c for f in found if f is not None for c in f]
        case Term("or", parts):
            alternatives = [clauses_of(p) for p in parts]
            if any(a is None for a in alternatives):
                return None
            listed = [a for a in alternatives if a is not None]
            count = 1
            for a in listed:
                count *= len(a)
            if count > MOST_CLAUSES:
                return None
            return [tuple(dict.fromkeys(t for c in choice for t in c)) for choice in cartesian(*listed)]
        case Term(op) if op in CONNECTIVES:
            return None
    return [(term,)]


def clause_sequent(alternatives: Iterable[list[Formula]]) -> Iterable[tuple[Formula, tuple[Formula, ...]]]:
    """(goal, what is supposed) for every choice of one formula from each conjunction: all of them are the disjunction."""
    for chosen in cartesian(*alternatives):
        equations = [f.polynomial for f in chosen if f.relation == "="]
        unequal = [f for f in chosen if f.relation == "!="]
        orders = [f for f in chosen if f.relation in {">", ">="}]
        supposed = [Formula("=", f.polynomial) for f in unequal]
        if equations:
            goal = Formula("=", _zero_product(equations))
        elif orders:
            goal, orders = orders[-1], orders[:-1]
        else:
            goal, supposed = unequal[-1], supposed[:-1]
        yield goal, (*supposed, *(opposite(f) for f in orders))


def _zero_product(equations: list[Polynomial]) -> Polynomial:
    """A number that is 0 iff one of the equations holds; arrays stand for the sum of their squares."""
    if len(equations) == 1:
        return equations[0]
    total = number(1)
    for p in equations:
        total = product(total, p if p.is_scalar else square_norm(p))
    return total


def opposite(f: Formula) -> Formula:
    """The formula that is true where an inequality is false."""
    return Formula(">=" if f.relation == ">" else ">", -f.polynomial)
