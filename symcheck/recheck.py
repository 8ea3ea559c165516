"""A certificate made before → the verdict that the kernel gives to it: the claim lowered afresh, nothing searched.

Owns: `recheck`, the one way in which a certificate from another process or another day becomes a verdict again.
Apart from the engine, so that neither sympy nor numpy is needed for it.
"""

from __future__ import annotations

from symcheck.diagnosis.angles import AT, judge_again_at
from symcheck.diagnosis.domains import judge_again_strictly
from symcheck.diagnosis.judging import judge_again, question_of
from symcheck.problem.types import Claim, Problem
from symcheck.report import Json


def recheck(problem: Problem, claim: Claim, certificate: Json) -> str:
    """ "holds" or "fails", as far as `certificate` proves it for `claim`; else "rejected: why".

    A certificate comes from outside.  Whatever is wrong with its form is a reason to reject it, never an error.
    """
    if claim.statement is None:
        return "rejected: the claim is malformed, there is nothing to prove"
    try:
        question, strict = question_of(problem, claim, claim.statement), claim.domain == "strict"
        if isinstance(certificate, dict) and AT in certificate:
            return judge_again_at(question, certificate, strict=strict)
        return (judge_again_strictly if strict else judge_again)(question, certificate)
    except (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        return f"rejected: it has not the form of a certificate for this claim ({type(error).__name__}: {error})"
