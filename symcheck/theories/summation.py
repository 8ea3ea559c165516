"""Claims about sums and products whose ranges have symbolic ends.

TRUSTED FOR MEANING.  Owns: `lower_series`.  Such a claim is refuted at whole numbers put in for the symbols in the ends (each such claim
follows from it), and proved by induction on one of them (induction.py).
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.language.context import Kind
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, rebuild
from symcheck.theories.expressions import INSTEAD, Setting
from symcheck.theories.goals import All, Either, Goal, LoweredClaim, leaves
from symcheck.theories.induction import induction, outermost
from symcheck.theories.lowering import NotLowered
from symcheck.theories.series import (
    NEVER,
    Given,
    Read,
    Series,
    facts_of,
    instances,
    is_fold,
    mentioned,
    names_of_ends,
    nested,
    scalars_only,
    unfolded,
    without_quantifier,
)


def lower_series(statement: Term, given: Given, setting: Setting, read: Read) -> LoweredClaim | None:
    """The goals of a claim about sums or products with symbolic ends; None where it has none.  Raises NotLowered."""
    context = setting.context
    if not any(is_fold(t) for t in mentioned(statement, context)):
        return None
    rules: tuple[str, ...] = ()
    if setting.instead is not None:
        old, new = setting.instead
        changed = rebuild(statement, lambda t: new if t == old else None)
        rules = (INSTEAD,) if changed != statement else ()
        statement, setting = changed, replace(setting, instead=None)
    whole = nested(unfolded(statement, context))
    whole, given, setting, peeled = without_quantifier(whole, given, setting)
    names = tuple(dict.fromkeys(names_of_ends(whole, frozenset())))
    if not names:
        return None
    kinds = tuple(fact for n in names for fact in facts_of(n, setting.context))
    series = Series(whole, (*given, *kinds), scalars_only(setting, names), names, read, peeled)
    plain = described(series)
    proofs, found, refused = ways(series)
    goal = Either((All((*instances(series), NEVER)), *proofs))
    if not proofs and refused is not None and next(leaves(goal), None) is None:
        raise refused
    return LoweredClaim(goal, tuple(dict.fromkeys((*rules, *plain.rules, *found))), plain.where, plain.notes)


def ways(series: Series) -> tuple[tuple[Goal, ...], tuple[str, ...], NotLowered | None]:
    """Ways to prove it, the rules they rest on, and why there is no other."""
    goals: list[Goal] = []
    rules: list[str] = []
    refused: NotLowered | None = None
    for name in series.names:
        try:
            goal, used = induction(series, name)
        except NotLowered as error:
            refused = refused or error
            continue
        except ZeroDivisionError:
            continue
        goals.append(goal)
        rules += used
    return tuple(goals), tuple(rules), refused


def described(series: Series) -> LoweredClaim:
    """The claim with a number in the place of each sum: where the rest of it is defined.  Raises NotLowered."""
    symbols = dict(series.setting.context.symbols)
    marks = {f: Term("sym", (), f"total~~{k}", SCALAR) for k, f in enumerate(outermost(series.statement))}
    symbols |= {str(m.value): Kind("real", SCALAR) for m in marks.values()}
    setting = replace(series.setting, context=replace(series.setting.context, symbols=symbols))
    return series.read(rebuild(series.statement, lambda t: marks.get(t)), series.given, setting)
