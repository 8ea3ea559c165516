"""Which solutions a step of a derivation gains, and which it loses.

Owns: `change`.  For one real unknown the two solution sets are computed on the real line and listed; for several unknowns, or
arrays, the point of a counterexample is shown, as short as it is enough: `c = 0`.  For the report only: nothing here decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from symcheck.decide import TRIAL, Refuted
from symcheck.diagnosis.counterexamples import shown
from symcheck.diagnosis.judging import Question, judge, lowered
from symcheck.diagnosis.solution_lists import solution_list
from symcheck.kernel.real_line import Every, Opposite, TooMuch
from symcheck.language.context import Context
from symcheck.language.reading import read
from symcheck.language.terms import Term, subterms
from symcheck.theories.comparison import Comparison
from symcheck.theories.goals import Leaf
from symcheck.theories.lowering import NotLowered

MOST_ALONE = 4  # symbols that are tried as the only ones that matter


@dataclass(frozen=True, slots=True)
class Change:
    """Solutions of this line that the line before does not have, and the reverse; each as the report says it."""

    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


NO_CHANGE = Change()


def change(question: Question, before: Term, onward: Refuted | None, back: Refuted | None, seed: int) -> Change:
    """The solutions of `question.statement` that `before` does not have, and the reverse, under the hypotheses of the question.

    onward, back: counterexamples of the two implications, where there are any; without them only one unknown is compared.
    """
    compared = _on_the_line(question, before)
    if compared is not None and not compared.variable:
        return NO_CHANGE  # a statement about numbers has no solutions
    if compared is not None:
        try:
            left, right = compared.left, compared.right
            gained = solution_list(compared, Every((right, Opposite(left))))
            return Change(gained, solution_list(compared, Every((left, Opposite(right)))))
        except TooMuch:
            return NO_CHANGE
    this = question.statement
    return Change(_at(question, this, before, back, seed), _at(question, before, this, onward, seed))


def _on_the_line(question: Question, before: Term) -> Comparison | None:
    both = Term("iff", (before, question.statement))
    asked = replace(question, statement=both, given=_concerning(both, question))
    try:
        goal = lowered(asked).goal
    except NotLowered:
        return None
    return goal.obligation.comparison if isinstance(goal, Leaf) else None


def _concerning(statement: Term, question: Question) -> tuple[tuple[str, Term], ...]:
    """The hypotheses about what the statement speaks of, directly or through others: the rest does not change its solutions."""
    context = question.context
    names, kept = _names(statement, context), dict[str, Term]()
    while True:
        more = {label: t for label, t in question.given if label not in kept and names & _names(t, context)}
        if not more:
            return tuple((label, t) for label, t in question.given if label in kept)
        kept |= more
        names = names.union(*(_names(t, context) for t in more.values()))


def _names(term: Term, context: Context) -> set[str]:
    """The symbols of a term, those of the definitions that it uses among them."""
    found: set[str] = set()
    waiting = [term]
    while waiting:
        for t in subterms(waiting.pop()):
            if t.op in {"sym", "apply"} and isinstance(t.value, str) and t.value not in found:
                found.add(t.value)
                if t.value in context.definitions and t.value not in context.symbols:
                    waiting.append(context.definitions[t.value].body)
    return found


def _at(question: Question, true: Term, false: Term, refuted: Refuted | None, seed: int) -> tuple[str, ...]:
    """The counterexample of true ⇒ false: by the one value that makes `true` hold, where there is such a one."""
    counter = shown(refuted) if refuted is not None else None
    if counter is None or not counter.values:
        return ()
    zero = [n for n, v in counter.values.items() if n in question.context.symbols and not set(v) - set("0[], ")]
    for name in zero[:MOST_ALONE]:
        said = read(f"{name} = 0", question.context).term
        alone = replace(question, statement=true, given=(*question.given, ("alone", said)))
        if judge(alone, seed, TRIAL)[0].status == "holds":
            return (f"{name} = 0",)
    parts = (*counter.sizes.items(), *((n, v) for n, v in counter.values.items() if n in question.context.symbols))
    return ("for instance " + ", ".join(f"{n} = {v}" for n, v in parts),) if parts else ()
