"""Sums replaced by closed forms, each with the goal that makes it one.

TRUSTED FOR MEANING.  Owns: `by_closed_forms`.  ∑ f(k) for low ≤ k ≤ high is T(high + 1) − T(low) where T(k + 1) − T(k) = f(k)
for those k and high ≥ low − 1 (telescoping; Graham, Knuth, Patashnik 1994, (2.48)).  T is proposed by antidifferences.py;
that identity, that T is defined, and the order of the ends are goals.  Inner sums first: theirs are goals for every value of
the outer index.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from symcheck.language.context import Kind
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, free_symbols, rebuild
from symcheck.theories.antidifferences import NoClosedForm, antidifference
from symcheck.theories.emission import as_way, defined, emitted
from symcheck.theories.folds import fold_of, outermost
from symcheck.theories.goals import All, Goal
from symcheck.theories.linear_terms import at_values, plus
from symcheck.theories.lowering import NotLowered
from symcheck.theories.series import Given, Series, is_fold

WAY = "telescoping of a sum"


@dataclass
class Closing:
    """The sums of a statement that have closed forms, replaced one by one; goals: what makes them so.

    plain: the statement with numbers in the place of its sums: all of it is defined.
    """

    series: Series
    plain: Term
    goals: list[Goal] = field(default_factory=list)
    rules: dict[str, None] = field(default_factory=dict)
    found: int = 0

    def close(self, term: Term, inside: Given, indices: tuple[str, ...]) -> Term:
        """The term for every value of the indices of the sums around it, which are `inside` their ranges."""
        if not is_fold(term):
            if not term.args or any(a.op == "bind" for a in term.args):
                return term
            return replace(term, args=tuple(self.close(a, inside, indices) for a in term.args))
        fold = fold_of(term)
        self.found += 1
        index = f"{fold.index}~~{self.found}"
        here = Term("sym", (), index, SCALAR)
        body = at_values(fold.body, {fold.index: here})
        ranged = (
            (f"range:{index}:low", Term("rel", (here, fold.low), ">=")),
            (f"range:{index}:high", Term("rel", (here, fold.high), "<=")),
        )
        body = self.close(body, (*inside, *ranged), (*indices, index))
        left = replace(term, args=(at_values(body, {index: Term("sym", (), fold.index, SCALAR)}), term.args[1]))
        if fold.op != "sum" or any(is_fold(t) for t in (body, *body.args)):
            return left
        try:
            anti = antidifference(body, index)
        except NoClosedForm:
            return left
        after, before = at_values(anti, {index: plus(fold.high, 1)}), at_values(anti, {index: fold.low})
        setting = self.series.setting.declaring({n: Kind("integer", SCALAR) for n in (*indices, index)})
        given = (*self.series.hypotheses, *inside)
        following = at_values(anti, {index: plus(here, 1)})
        step = Term("rel", (Term("sub", (following, anti), None, SCALAR), body), "=")
        same = Term("rel", (body, body), "=")
        order = Term("rel", (plus(fold.high, 1), fold.low), ">=")
        try:
            made = (
                emitted(setting, given, (), (order,), WAY),
                defined(setting, given, (self.plain,), (after, before), WAY),
                defined(setting, (*given, *ranged), (self.plain, same), (following, anti), WAY),
                emitted(setting, (*given, *ranged), (), (step,), WAY),
            )
        except (NotLowered, ZeroDivisionError):
            return left
        self.goals += [goal for goal, _ in made]
        self.rules |= dict.fromkeys(r for _, rules in made for r in rules)
        self.rules["telescoping"] = None
        return Term("sub", (after, before), None, SCALAR)


def by_closed_forms(series: Series) -> tuple[Goal, tuple[str, ...]]:
    """The goals that prove the claim with sums in closed form.  Raises NotLowered, ZeroDivisionError."""
    marks = {f: Term("sym", (), f"total~~{k}", SCALAR) for k, f in enumerate(outermost(series.statement))}
    known = replace(series, setting=series.setting.declaring({str(m.value): Kind("real", SCALAR) for m in marks.values()}))
    closing = Closing(known, rebuild(series.statement, marks.get))
    statement = closing.close(series.statement, (), ())
    if not closing.goals:
        raise NotLowered("no-theory", "no closed form of its sums was found")
    rest = replace(series, statement=statement, names=tuple(n for n in series.names if n in free_symbols(statement))).lower()
    return All((*closing.goals, as_way(rest.goal, ""))), (*closing.rules, *rest.rules)
