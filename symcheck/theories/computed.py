"""Goals that a computation settles: runs of recurrences, counts over finite boxes, growth.

TRUSTED FOR MEANING (which goal a statement is).  Owns: `computed_goal`.
The checks are in kernel/{runs,regions,induction,counting,growth}.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.language.printing import to_text
from symcheck.language.terms import Term, subterms
from symcheck.theories import recurrences
from symcheck.theories.counting import NotCountable, count_goal
from symcheck.theories.goals import Goal, GoalBuilder, Leaf
from symcheck.theories.lowering import NotLowered, Obligation
from symcheck.theories.memory import lower_growth
from symcheck.theories.programs import NotLowered as NotARun

MIRROR = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
MOST_VARIABLES = 400


def computed_goal(lowerer: GoalBuilder, term: Term) -> Goal | None:
    """The goal where `term` is a statement about rows of a recurrence, a count or a growth; None where it is not."""
    match term:
        case Term("and" | "or" | "implies" | "iff" | "not", _):
            return None
        case Term("rel", (Term("call", args, "count"), k), str() as relation) if relation in MIRROR:
            return _count(lowerer, args, relation, k, term)
        case Term("rel", (k, Term("call", args, "count")), str() as relation) if relation in MIRROR:
            return _count(lowerer, args, MIRROR[relation], k, term)
    growth = _growth(lowerer, term)
    if growth is not None:
        return growth
    if not any(t.op == "member" for t in subterms(term)):
        return None
    setting = lowerer.setting
    try:
        goal = recurrences.lower(term, setting.context, setting.objects, setting.tolerance)
    except NotARun as error:
        raise NotLowered(error.code, error.message) from error
    if goal is None:
        return None
    lowerer.networks.rule("run-of-a-recurrence")
    return Leaf(Obligation(to_text(term), goal))


def _growth(lowerer: GoalBuilder, term: Term) -> Goal | None:
    setting = lowerer.setting
    try:
        goal = lower_growth(term, setting.context, setting.objects)
    except NotARun as error:
        raise NotLowered(error.code, error.message) from error
    if goal is None:
        return None
    lowerer.networks.rule("memory-by-liveness")
    return Leaf(Obligation(to_text(term), goal))


def _count(lowerer: GoalBuilder, args: tuple[Term, ...], relation: str, k: Term, term: Term) -> Goal:
    """count(Z in D^(n, m): P) REL k: the letters of Z, their finite domains, P as polynomial conditions."""
    if not lowerer.entrywise:
        raise NotLowered("no-theory", f"no theory counts `{to_text(term)}` at symbolic sizes")
    *binders, body = args
    domains: dict[str, tuple[Fraction, ...]] = {}
    for binder in binders:
        values = finite_domain(binder.args[0])
        kind = lowerer.bound_kind_of(binder.args[0])
        for name in lowerer.bind_fresh(str(binder.value), kind):
            domains[name] = values
    if not 0 < len(domains) <= MOST_VARIABLES:
        raise NotLowered("budget", f"{len(domains)} variables to count over")
    claimed = lowerer.scalar(k).constant
    if claimed is None or claimed.denominator != 1:
        raise NotLowered("no-theory", f"`{to_text(k)}` is not a whole number")
    conditions = []
    for case in [body] if body.op != "and" else body.args:
        for formula in lowerer.formulas(case):
            conditions.append((formula.polynomial, formula.relation))
    try:
        goal = count_goal(domains, conditions, relation, int(claimed))
    except NotCountable as error:
        raise NotLowered("no-theory", str(error)) from error
    lowerer.networks.rule("count-by-case-split")
    return Leaf(Obligation(to_text(term), goal))


def finite_domain(domain: Term) -> tuple[Fraction, ...]:
    """The elements of a finite set of numbers, or of the entries of arrays over one.  Raises NotLowered."""
    match domain:
        case Term("arrays", (base, *_)):
            return finite_domain(base)
        case Term("set", elements) if all(e.op == "num" or (e.op == "neg" and e.args[0].op == "num") for e in elements):
            return tuple(_number(e) for e in elements)
        case Term("range", (Term("num", (), Fraction() as lo), Term("num", (), Fraction() as hi))) if hi - lo <= 10_000:
            return tuple(lo + i for i in range(int(hi - lo) + 1))
    raise NotLowered("no-theory", f"`{to_text(domain)}` is not a finite set of numbers")


def _number(term: Term) -> Fraction:
    if term.op == "neg":
        return -_number(term.args[0])
    assert isinstance(term.value, Fraction)
    return term.value
