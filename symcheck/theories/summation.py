"""Claims about sums and products whose ranges have symbolic ends.

TRUSTED FOR MEANING.  Owns: `lower_series`.  Such a claim is refuted at whole numbers put in for the symbols in the ends (the
claim implies each), and proved by induction on one of them (sum_induction.py) or by closed forms of its sums (closed_forms.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from symcheck.language.context import Kind
from symcheck.language.printing import to_text
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, rebuild, subterms
from symcheck.theories.closed_forms import by_closed_forms
from symcheck.theories.expressions import INSTEAD
from symcheck.theories.folds import fold_of, outermost
from symcheck.theories.goals import All, Either, Goal, LoweredClaim, leaves
from symcheck.theories.indexed_sums import EntrySums
from symcheck.theories.linear_terms import at_values, tidied
from symcheck.theories.lowering import NotLowered
from symcheck.theories.series import (
    NEVER,
    Given,
    Read,
    Series,
    facts_of,
    instances,
    is_fold,
    is_natural,
    mentioned,
    names_of_ends,
    nested,
    scalars_only,
    unfolded,
    without_quantifier,
)
from symcheck.theories.setting import Setting
from symcheck.theories.sum_induction import induction
from symcheck.theories.whole_ends import has_whole_ends


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
    arrays = EntrySums()
    whole = arrays.of_arrays(unfolded(statement, context))
    if not any(is_fold(t) for t in subterms(whole)):
        return None  # the sums are over arrays, and are read as what they are of
    rules = (*rules, *arrays.rules)
    whole = nested(whole)
    whole, given, setting, peeled = without_quantifier(whole, given, setting)
    names = tuple(dict.fromkeys(names_of_ends(whole, frozenset())))
    if not names:
        return None
    entry = next((t for f in outermost(whole) for t in subterms(f) if t.op == "index"), None)
    if entry is not None:
        shown = to_text(entry)
        raise NotLowered("no-theory", f"the entries `{shown}` in a sum up to `{names[0]}` are not read: arrays have a fixed size")
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
    for t in subterms(series.statement):
        if t.op == "range" and not has_whole_ends(t, partial(is_natural, series.setting.context)):
            return (), (), NotLowered("no-theory", f"whether the ends of `{to_text(t)}` are whole numbers is not known")
    goals: list[Goal] = []
    rules: list[str] = []
    refused: NotLowered | None = None
    tries = (*(partial(induction, series, name) for name in series.names), partial(by_closed_forms, series))
    for attempt in tries:
        try:
            goal, used = attempt()
        except NotLowered as error:
            refused = refused or error
            continue
        except ZeroDivisionError:
            continue
        goals.append(goal)
        rules += used
    return tuple(goals), tuple(rules), refused


def described(series: Series) -> LoweredClaim:
    """The claim with a number in the place of each sum: where the rest of it, and every term of the sums, is defined.

    Raises NotLowered.
    """
    folds = outermost(series.statement)
    marks = {f: Term("sym", (), f"total~~{k}", SCALAR) for k, f in enumerate(folds)}
    setting = series.setting.declaring({str(m.value): Kind("real", SCALAR) for m in marks.values()})
    plain = series.read(rebuild(series.statement, marks.get), series.hypotheses, setting)
    where = dict.fromkeys(_in_words(w, marks) for w in plain.where)
    for f in folds:
        where |= dict.fromkeys(_of_terms(series, f))
    return replace(plain, where=tuple(where))


def _in_words(condition: str, marks: Mapping[Term, Term]) -> str:
    for f, mark in marks.items():
        condition = condition.replace(str(mark.value), to_text(f))
    return condition


def _of_terms(series: Series, term: Term) -> tuple[str, ...]:
    """When every term of a sum is defined, where that does not follow from the range by its form."""
    fold = fold_of(term)
    if any(is_fold(t) for t in subterms(fold.body)):
        return ()
    index = Term("sym", (), f"{fold.index}~~", SCALAR)
    place = Term("add", (fold.low, index), None, SCALAR)
    body = at_values(fold.body, {fold.index: place})
    inside = ("range", Term("rel", (tidied(place), fold.high), "<="))
    setting = series.setting.declaring({str(index.value): Kind("natural", SCALAR)})
    found = series.read(Term("rel", (body, body), "="), (*series.hypotheses, inside), setting).where
    every = (f"every term of {to_text(term)} is defined",) if any("~~" in w for w in found) else ()
    return (*(w for w in found if "~~" not in w), *every)
