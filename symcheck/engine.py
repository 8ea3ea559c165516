"""Problem → Report: pure, no printing.

Owns: `judge_problem`, `judge_claim`, `Options`; in which order a claim is lowered, decided, cross-checked, related to
the line before and diagnosed, and when two answers are a conflict.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from symcheck.crosscheck.check import Finding, beyond_doubles, crosscheck
from symcheck.crosscheck.counterexample import counterexample_check
from symcheck.decide import Decision
from symcheck.diagnosis.assumptions import holds_if
from symcheck.diagnosis.chains import remarks
from symcheck.diagnosis.counterexamples import shown
from symcheck.diagnosis.domains import domain_change
from symcheck.diagnosis.follows import follows
from symcheck.diagnosis.judging import Question, judge, question_of
from symcheck.diagnosis.malformed import describe_malformed
from symcheck.diagnosis.messages import message_of, scope_of
from symcheck.diagnosis.repairs import diagnose
from symcheck.expectation import stated, unmet
from symcheck.kernel.certificate import Countermodel
from symcheck.language.context import Kind
from symcheck.problem.types import Claim, Problem
from symcheck.report import ClaimReport, CrossCheck, Diagnosis, ProblemReport


@dataclass(frozen=True, slots=True)
class Options:
    """seed: of the sampling, never of a verdict.  points: of the cross-check.  repairs: how many a diagnosis may try.

    assumptions: how many sets of natural assumptions are tried on a claim that fails.
    """

    seed: int = 0
    ignore_expect: bool = False
    points: int = 6
    repairs: int = 160
    assumptions: int = 60


def judge_problem(problem: Problem, *, claims: Collection[str] | None = None, options: Options | None = None) -> ProblemReport:
    """The report on all claims of a problem, or on those with the ids given."""
    options = options or Options()
    reports: dict[str, ClaimReport] = {}
    for claim in problem.claims:
        if claims is None or claim.id in claims:
            reports[claim.id] = judge_claim(problem, claim, options, reports)
    return ProblemReport(problem.path, problem.sha256, problem.title, tuple(reports.values()))


def judge_claim(
    problem: Problem, claim: Claim, options: Options, reports_before: Mapping[str, ClaimReport] | None = None
) -> ClaimReport:
    """The report on one claim.  Steps of a derivation are judged from the problem alone, so order does not matter."""
    started = time.perf_counter()
    report = _judged(problem, claim, options)
    found = unmet(claim.expect, report, ignore=options.ignore_expect)
    return replace(report, expected=stated(claim.expect), unmet=found, seconds=round(time.perf_counter() - started, 6))


def _judged(problem: Problem, claim: Claim, options: Options) -> ClaimReport:
    report = ClaimReport(claim.id, claim.text, claim.read, claim.place.line, "undecided", notes=claim.notes)
    if claim.malformed is not None or claim.statement is None:
        return describe_malformed(problem, claim, report, options.seed)
    question = question_of(problem, claim, claim.statement)
    decision, goals = judge(question, options.seed)
    answer, remark = follows(problem, claim, options.seed)
    check = _crosscheck(problem, claim, options)
    report = replace(
        report,
        verdict=decision.status,
        code=decision.code,
        follows=answer,
        scope=scope_of(decision, goals),
        used=_used(decision),
        unused=tuple(g.label for g in claim.given if decision.status == "holds" and g.label not in _used(decision)),
        hypotheses=_texts(claim),
        rules=goals.rules if goals else (),
        method=", ".join(m for m in decision.methods if m),
        certificate=decision.certificate,
        counterexample=shown(decision.refuted) if decision.refuted else None,
        crosscheck=check,
        notes=(
            *claim.notes,
            *(goals.notes if goals else ()),
            *((remark,) if remark else ()),
            *remarks(problem, claim, decision.status, answer, options.seed),
        ),
    )
    changed = domain_change(question) if decision.status == "holds" and report.scope.where and claim.domain != "ignore" else ""
    if changed:
        report = replace(report, notes=(*report.notes, f"the domain changes: {changed}"))
    if changed and claim.domain == "strict":
        why = f"equal where both sides are defined, but under `domain: strict` the domains must agree: {changed}"
        return replace(report, verdict="undecided", code="domain", certificate=None, message=why)
    if decision.status == "holds" and check.status == "contradicts":
        why = f"the kernel accepted a proof, but the numerical cross-check contradicts the claim: {check.detail}"
        return replace(report, verdict="conflict", code="conflict", message=why)
    if decision.refuted is not None and decision.refuted.counter is not None:
        second = _second_opinion(problem, claim, decision.refuted.counter)
        if second.status == "contradicts":
            why = f"the kernel accepted a counterexample, but NumPy does not see one there: {second.detail}"
            return replace(report, verdict="conflict", code="conflict", message=why)
    if decision.status == "fails" and goals is not None:
        report = _explained(problem, claim, question, report, options)
    return replace(report, message=message_of(report, decision, goals))


def _explained(problem: Problem, claim: Claim, question: Question, report: ClaimReport, options: Options) -> ClaimReport:
    """Why a claim fails: the mistake in it, and the assumption that it lacks (itself a mistake, where there is no other)."""
    diagnosis = diagnose(problem, claim, options.repairs, options.seed)
    missing = holds_if(question, options.assumptions, options.seed)
    if diagnosis is None and missing is not None:
        diagnosis = Diagnosis("missing-assumption", f"it is true under an assumption that is not stated: {missing.text}")
    return replace(report, diagnosis=diagnosis, holds_if=missing)


def _second_opinion(problem: Problem, claim: Claim, counter: Countermodel) -> Finding:
    """NumPy at the kernel's own counterexample, where its letters are the declared symbols."""
    assert claim.statement is not None
    values = {name: v for name, v in counter.model.values.items() if "~" not in name}
    if beyond_doubles(claim.statement):
        return Finding("inconclusive", "numbers that double precision does not tell apart")
    if not all(isinstance(claim.context.symbols.get(name), Kind) for name in values):
        return Finding("not-applicable", "the counterexample speaks of bound names")
    hypotheses = tuple(term for _, term in question_of(problem, claim, claim.statement).given)
    return counterexample_check(
        claim.statement, hypotheses, claim.context, problem.objects, counter.model.sizes, values, tolerance=claim.tolerance
    )


def _texts(claim: Claim) -> dict[str, str]:
    """The user's words for each hypothesis."""
    texts = {g.label: g.text for g in claim.given}
    if claim.step is not None and claim.step.from_ is not None:
        texts["from"] = claim.step.from_.text
    return texts


def _used(decision: Decision) -> tuple[str, ...]:
    """Labels of the user's hypotheses that the certificates use, without the parts that a statement splits into."""
    plain = [label.split("/")[0] for label in decision.used if label.startswith(("given", "from"))]
    return tuple(dict.fromkeys(plain))


def _crosscheck(problem: Problem, claim: Claim, options: Options) -> CrossCheck:
    assert claim.statement is not None
    hypotheses = [g.statement for g in claim.given]
    if claim.step is not None and claim.step.from_ is not None:
        hypotheses.append(claim.step.from_.statement)
    found = crosscheck(
        claim.statement,
        tuple(hypotheses),
        claim.context,
        problem.objects,
        tolerance=claim.tolerance,
        seed=options.seed,
        points=options.points,
    )
    return CrossCheck(found.status, found.detail)
