"""Does a line follow from the line before?

Owns: `follows`, `premises_of`, `without_start`, `under_the_line_before`.  Judged without `from:`.  The line before is `S = R`
with the derivation's subject S: where this line speaks of S, S is a fresh symbol of which only S = R is known, i.e. R is put in
its place (also where a rule speaks of S, as argmin does of the derivative).  Otherwise the line before is a hypothesis, and both
directions are judged.  What all cases lead to: cases.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from symcheck.decide import Decision
from symcheck.diagnosis.cases import after_cases
from symcheck.diagnosis.judging import Question, judge, question_of
from symcheck.diagnosis.solution_changes import NO_CHANGE, Change, change
from symcheck.language.calls import DERIVATIVES
from symcheck.language.terms import Term, subterms
from symcheck.problem.types import Claim, Problem
from symcheck.theories.expressions import INSTEAD

START = "from"  # the name of the start of a derivation among the premises of a line
COMPUTED = frozenset({"integrate", "limit", "argmin", "argmax", "E", "Var", "Cov", "P", "sum", "prod"})
UNDECIDED = "whether it follows from the line before is undecided"


@dataclass(frozen=True, slots=True)
class Following:
    """answer: "equivalent" | "implied" | "implies" | "no", or None where there is no readable line before, or undecided.

    back: "holds" or "fails" where it is decided whether the line before follows from this one.  change: the solutions gained and
    lost.  by_substitution: this line's subject was replaced by what the line before says it is.
    """

    answer: str | None = None
    remark: str = ""
    back: str = ""
    change: Change = NO_CHANGE
    by_substitution: bool = False


def premises_of(problem: Problem, claim: Claim) -> tuple[Claim, ...]:
    """The claims that the line is to follow from: those it names, else the line before."""
    if claim.step is None:
        return ()
    ids = claim.step.by or ((claim.step.previous,) if claim.step.previous else ())
    return tuple(other for other in problem.claims if other.id in ids)


def follows(problem: Problem, claim: Claim, seed: int = 0) -> Following:
    """How the line stands to its premises, under Γ without `from:`."""
    if claim.step is None or claim.statement is None:
        return Following()
    question = without_start(problem, claim)
    if claim.step.cases:
        answer, remark = after_cases(problem, claim, question, seed)
        return Following(answer, remark)
    premises = premises_of(problem, claim)
    before = tuple(p.statement for p in premises if p.statement is not None)
    if len(before) < len(premises):
        return Following()
    if START in claim.step.by and claim.step.from_ is not None:
        before = (*before, claim.step.from_.statement)
    if not before:
        start = claim.step.from_
        if start is None:
            return Following()
        found = _by_hypothesis(question, (start.statement,), seed)
        return Following(None, "", found.back, found.change)  # a first line has no line before
    answered = _by_substitution(question, before[0], seed) if len(before) == 1 else None
    if answered is not None and _is_computed(before[0].args[0]):
        return answered
    if answered is not None and claim.step.from_ is None:
        if answered.answer != "no" or judge(question, seed)[0].status == "holds":
            return answered
        found = _by_hypothesis(question, before, seed)  # false as the line is, it may follow from what is false
        return found if found.answer in ("equivalent", "implied") else answered
    found = _by_hypothesis(question, before, seed)
    return answered if found.answer is None and answered is not None and answered.answer == "implied" else found


def _is_computed(subject: Term) -> bool:
    """Whether it is a value to be found, as a derivative is, and no expression in unknowns that the line before constrains."""
    return any(t.op == "call" and (t.value in DERIVATIVES or t.value in COMPUTED) for t in subterms(subject))


def without_start(problem: Problem, claim: Claim) -> Question:
    """The line under Γ and the statements that it names as premises, without `from:`."""
    assert claim.step is not None and claim.statement is not None
    base = question_of(problem, claim, claim.statement)
    gamma = tuple((label, term) for label, term in base.given if label != "from")
    named = tuple((p.label, p.statement) for p in claim.step.premises if p.statement not in [t for _, t in gamma])
    return replace(base, given=(*gamma, *named))


def under_the_line_before(problem: Problem, claim: Claim) -> Question | None:
    """The line under its one premise instead of `from:`."""
    before = [p.statement for p in premises_of(problem, claim)]
    if claim.statement is None or len(before) != 1 or before[0] is None:
        return None
    question = without_start(problem, claim)
    return replace(question, given=(*question.given, ("before", before[0])))


def _by_substitution(question: Question, before: Term, seed: int) -> Following | None:
    """None where this line does not speak of the subject of the line before."""
    if before.op != "rel" or before.value != "=":
        return None
    subject, value = before.args
    if subject.op in {"num", "sym"}:
        return None
    decision, goals = judge(replace(question, instead=(subject, value)), seed)
    if goals is None or INSTEAD not in goals.rules:
        return None
    same_subject = question.statement.op == "rel" and question.statement.value == "=" and question.statement.args[0] == subject
    match decision.status:
        case "holds":
            return Following("equivalent" if same_subject else "implied", by_substitution=True)
        case "fails":
            return Following("no", by_substitution=True)
    return Following(remark=UNDECIDED, by_substitution=True)


def _by_hypothesis(question: Question, before: tuple[Term, ...], seed: int) -> Following:
    forward = replace(question, given=(*question.given, *((f"before.{k + 1}", t) for k, t in enumerate(before))))
    onward, _ = judge(forward, seed)
    backward: list[Decision] = []
    for t in before:
        converse = replace(question, statement=t, given=(*question.given, ("this", question.statement)))
        backward.append(judge(converse, seed)[0])
    back_false = next((b for b in backward if b.status == "fails"), None)
    back = "holds" if all(b.status == "holds" for b in backward) else "fails" if back_false is not None else ""
    whole = before[0] if len(before) == 1 else Term("and", before)
    changed = change(question, whole, onward.refuted, back_false.refuted if back_false else None, seed)
    if onward.status == "holds":
        return Following("equivalent" if back == "holds" else "implied", "", back, changed)
    if onward.status == "fails":
        return Following("implies" if back == "holds" else "no", "", back, changed)
    if onward.code == "vacuous":
        return Following(None, "the line before has no solution, so nothing can follow from it", back, changed)
    return Following(None, UNDECIDED, back, changed)
