"""A claim of a report, found again in its problem: what an explanation needs that a report does not hold.

Owns: `Located`, `locate`.  The problem must be the one that was verified, and the certificate is checked again by the kernel, so
that nothing is explained that is not so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from symcheck.decide import Decision, recheck
from symcheck.diagnosis.angles import UNDEFINED, instance_of
from symcheck.diagnosis.domains import strict_goal
from symcheck.diagnosis.judging import Question, lowered, question_of
from symcheck.problem.types import Claim, Problem
from symcheck.replay import Unusable, problem_of
from symcheck.report import ClaimReport, Json, Report
from symcheck.theories.goals import Goal, LoweredClaim
from symcheck.theories.lowering import NotLowered


class NotExplained(ValueError):
    """A claim of which nothing more can be said; the message says why."""


@dataclass(frozen=True, slots=True)
class Located:
    """The claim with its question, the goals and the decision that its certificate gives.

    at: an angle that was put in for a symbol, of a refutation at one; undefined: the side without a value there ("left").
    """

    problem: Problem
    claim: Claim
    question: Question
    goals: LoweredClaim
    goal: Goal
    decision: Decision
    certificate: Json
    at: tuple[str, str] | None = None
    undefined: str = ""


def locate(report: Report, reported: ClaimReport, folder: Path) -> Located:
    """Raises NotExplained."""
    within = next(p for p in report.problems if any(c is reported for c in p.claims))
    if reported.verdict not in ("holds", "fails"):
        raise NotExplained("nothing was proved or refuted")
    if reported.certificate is None:
        raise NotExplained("the report has no certificate for it")
    try:
        problem = problem_of(within, folder)
    except Unusable as error:
        raise NotExplained(f"{within.path}: {error}") from None
    claim = next((c for c in problem.claims if c.id == reported.id and c.text == reported.source), None)
    if claim is None or claim.statement is None:
        raise NotExplained("the problem has no such claim")
    found = located(problem, claim, reported.certificate)
    if found.decision.status != reported.verdict and not found.undefined:
        raise NotExplained(f"the certificate does not prove that it {reported.verdict}: {'; '.join(found.decision.tried)}")
    return found


def located(problem: Problem, claim: Claim, certificate: Json) -> Located:
    """Raises NotExplained."""
    assert claim.statement is not None
    question, strict, at, undefined = question_of(problem, claim, claim.statement), claim.domain == "strict", None, ""
    put = instance_of(question, certificate)
    try:
        if put is not None and isinstance(certificate, dict):
            name, angle, question = put
            at, undefined = (name, angle), str(certificate.get(UNDEFINED, ""))
            certificate, strict = certificate.get("parts"), strict and not undefined
        goals = lowered(question)
        goal = strict_goal(question, goals) if strict else goals.goal
        decision = recheck(goal, certificate)
    except (NotLowered, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        if undefined:
            raise NotExplained(f"at {at[0]} = {at[1]} the {undefined} side is not defined" if at else "") from error
        raise NotExplained(f"the certificate is none for this claim: {error}") from error
    return Located(problem, claim, question, goals, goal, decision, certificate, at, undefined)
