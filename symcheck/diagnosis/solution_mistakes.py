"""Solutions that a step loses or gains, as a mistake with a name: a missing ±, a division by what may be 0, a squaring.

Owns: `solution_mistake`, `gained_solution`.  Which solutions these are is found in solution_changes.py; that the line holds with
them is proved here.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.decide import TRIAL
from symcheck.diagnosis.judging import Question, judge
from symcheck.diagnosis.solution_changes import NO_CHANGE, Change, change
from symcheck.language.context import Context
from symcheck.language.errors import LanguageError
from symcheck.language.printing import to_text
from symcheck.language.reading import read
from symcheck.language.terms import Term, subterms
from symcheck.report import Diagnosis

MOST_ADDED = 4


def solution_mistake(question: Question, before: Question | None, found: Change, seed: int) -> Diagnosis | None:
    """For a line that lost solutions of the line before and gained none, or for such an implication between equations.

    before: the line under the line before instead of the start of its derivation.
    """
    this, premise = question.statement, None
    if found == NO_CHANGE and this.op == "implies" and _is_equation(this.args[0]) and _is_equation(this.args[1]):
        premise, this = this.args
        found = change(replace(question, statement=this), premise, None, None, seed)
    return _lost(question, before, this, premise, found.lost, seed) if found.lost and not found.gained else None


def gained_solution(found: Change, sign: str) -> Diagnosis | None:
    """For a line that is true.  Only the sign <=> says that nothing may be gained."""
    if not found.gained or sign != "<=>":
        return None
    return Diagnosis("gained-solution", f"gained solution: {', '.join(found.gained)} does not satisfy the line before")


def _is_equation(t: Term) -> bool:
    return t.op == "rel" and t.value == "="


def _lost(
    question: Question, before: Question | None, this: Term, premise: Term | None, lost: tuple[str, ...], seed: int
) -> Diagnosis | None:
    """With the lost solutions as further cases the line is true, or follows from the line before; else nothing is said."""
    added = [_read(text, question.context) for text in lost]
    cases = [t for t in added if t is not None and _is_equation(t)]
    if not 0 < len(cases) == len(added) <= MOST_ADDED:
        return None
    if not _symbols(*cases) <= _symbols(this):  # a case of something else, b = 0, is an assumption that is missing
        return None
    whole = Term("or", (*(this.args if this.op == "or" else (this,)), *cases))
    repaired = whole if premise is None else Term("implies", (premise, whole))
    true = _holds(question, repaired, seed)
    if not true and (before is None or not _holds(before, repaired, seed)):
        return None
    shown = to_text(repaired) if true else ""  # what only follows from a line that is wrong itself is no repair of the claim
    should = f"`{to_text(this)}` should be `{to_text(whole)}`"
    if not true:
        should = f"from the line before one gets `{to_text(whole)}`"
    if len(cases) == 1 and _is_other_root(question, this, cases[0], seed):
        return Diagnosis("missing-plus-minus", f"missing ±: {should}", shown)
    return Diagnosis("lost-solution", f"lost solution: {', '.join(lost)}; {should}", shown)


def _symbols(*terms: Term) -> set[str]:
    return {str(t.value) for term in terms for t in subterms(term) if t.op == "sym"}


def _holds(question: Question, statement: Term, seed: int) -> bool:
    return judge(replace(question, statement=statement), seed, TRIAL)[0].status == "holds"


def _read(text: str, context: Context) -> Term | None:
    try:
        return read(text, context).term
    except (LanguageError, ValueError):
        return None


def _is_other_root(question: Question, this: Term, other: Term, seed: int) -> bool:
    """x = r and x = −r."""
    if not _is_equation(this) or this.args[0] != other.args[0]:
        return False
    opposite = Term("neg", (this.args[1],), None, this.args[1].shape)
    equal = Term("rel", (other.args[1], opposite), "=")
    return judge(replace(question, statement=equal, given=()), seed, TRIAL)[0].status == "holds"
