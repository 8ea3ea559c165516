"""What to say of a claim that has no meaning: where, why, and which near readings have one, with their verdicts.

Owns: `malformed`, `describe_malformed`.  A reading that holds and is the claim transposed is also its diagnosis (layouts.py).
The readings are language.repairs'; their verdicts are judged like any claim's.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.decide import TRIAL
from symcheck.diagnosis.judging import judge, question_of
from symcheck.diagnosis.layouts import in_other_layout, transposed_reading
from symcheck.diagnosis.repairs import repair
from symcheck.language.printing import to_text
from symcheck.problem.types import Claim, Problem
from symcheck.report import ClaimReport

MOST_READINGS = 3
MOST_REPAIRS = 120


def malformed(claim: Claim, report: ClaimReport) -> ClaimReport:
    """The report on an ill-formed claim, before its nearest readings are judged."""
    error = claim.malformed
    if error is None:
        return replace(report, verdict="malformed", code="malformed", message="the claim has no meaning")
    message = error.message + (f" ({error.hint})" if error.hint else "")
    return replace(report, verdict="malformed", code=error.code, message=message)


def describe_malformed(problem: Problem, claim: Claim, report: ClaimReport, seed: int, proofs: int) -> ClaimReport:
    """The same with the nearest readings and their verdicts; proofs: as in `repairs.diagnose`, for each reading."""
    notes = list(report.notes)
    diagnosis = in_other_layout(problem, claim, seed)
    for reading in claim.nearest[:MOST_READINGS]:
        question = question_of(problem, claim, reading.term)
        decision, _ = judge(question, seed, TRIAL)
        edit = reading.notes[0] if reading.notes else "read otherwise"
        found = repair(question, MOST_REPAIRS, seed, proofs) if decision.status == "fails" else None
        why = f": {found.message}" if found else ""
        if decision.status == "holds" and diagnosis is None:
            diagnosis = transposed_reading(reading.term, claim.context)
        notes.append(f"{edit}: `{to_text(reading.term)}` {decision.status}{why}")
    return replace(malformed(claim, report), diagnosis=diagnosis, notes=tuple(notes))
