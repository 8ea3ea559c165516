"""Does a line follow from the line before?  Judged without `from:`.

Owns: `follows`.  The line before is `S = R` with the derivation's subject S: where this line speaks of S, S is a fresh
symbol of which only S = R is known, i.e. R is put in its place (also where a rule speaks of S, as argmin does of the
derivative).  Otherwise the line before is a hypothesis, and both directions are judged.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.diagnosis.judging import Question, judge, question_of
from symcheck.language.terms import Term
from symcheck.problem.types import Claim, Problem
from symcheck.theories.expressions import INSTEAD


def follows(problem: Problem, claim: Claim, seed: int = 0) -> tuple[str | None, str]:
    """("equivalent" | "implied" | "implies" | "no" | None, a remark).  None: there is no readable line before, or undecided."""
    if claim.step is None or claim.statement is None:
        return None, ""
    premises = _premises(problem, claim)
    if not premises:
        return None, ""
    base = question_of(problem, claim, claim.statement)
    gamma = tuple((label, term) for label, term in base.given if label != "from")
    named = tuple((p.label, p.statement) for p in claim.step.premises if p.statement not in [t for _, t in gamma])
    question = replace(base, given=(*gamma, *named))
    if len(premises) == 1:
        answer = _by_substitution(question, premises[0], seed)
        if answer is not None:
            return answer
    return _by_hypothesis(question, tuple(premises), seed)


def _premises(problem: Problem, claim: Claim) -> list[Term]:
    assert claim.step is not None
    ids = claim.step.by or ((claim.step.previous,) if claim.step.previous else ())
    found = []
    for other in problem.claims:
        if other.id in ids:
            if other.statement is None:
                return []
            found.append(other.statement)
    return found


def _by_substitution(question: Question, before: Term, seed: int) -> tuple[str | None, str] | None:
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
            return ("equivalent" if same_subject else "implied"), ""
        case "fails":
            return "no", ""
    return None, "whether it follows from the line before is undecided"


def _by_hypothesis(question: Question, before: tuple[Term, ...], seed: int) -> tuple[str | None, str]:
    forward = replace(question, given=(*question.given, *((f"before.{k + 1}", t) for k, t in enumerate(before))))
    onward, _ = judge(forward, seed)
    backward = []
    for t in before:
        converse = replace(question, statement=t, given=(*question.given, ("this", question.statement)))
        backward.append(judge(converse, seed)[0].status)
    if onward.status == "holds":
        return ("equivalent" if all(b == "holds" for b in backward) else "implied"), ""
    if onward.status == "fails":
        return ("implies" if all(b == "holds" for b in backward) else "no"), ""
    if onward.code == "vacuous":
        return None, "the line before has no solution, so nothing can follow from it"
    return None, "whether it follows from the line before is undecided"
