"""Problem → Report: pure, no printing.

Owns: `judge_problem`, `judge_claim`, `Options`; in which order a claim is lowered, decided, cross-checked, related to
the line before and diagnosed, and when two answers are a conflict.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from symcheck.crosscheck.check import Finding, beyond_doubles, crosscheck
from symcheck.crosscheck.counterexample import counterexample_check, domain_check
from symcheck.crosscheck.work import WORK
from symcheck.decide import Decision
from symcheck.diagnosis.angles import refuted_at_angles
from symcheck.diagnosis.assumptions import holds_if
from symcheck.diagnosis.chains import remarks, step_report
from symcheck.diagnosis.constants import missing_constant
from symcheck.diagnosis.counterexamples import shown
from symcheck.diagnosis.domains import domain_change, judged_strictly
from symcheck.diagnosis.follows import Following, follows, under_the_line_before
from symcheck.diagnosis.forms import form_mistake
from symcheck.diagnosis.judging import Question, judge, question_of
from symcheck.diagnosis.malformed import describe_malformed, malformed
from symcheck.diagnosis.memory import current
from symcheck.diagnosis.messages import message_of, scope_of
from symcheck.diagnosis.repairs import diagnose
from symcheck.diagnosis.rows import rows_beyond
from symcheck.diagnosis.solution_changes import NO_CHANGE, Change
from symcheck.diagnosis.solution_lists import remarks_on_solutions
from symcheck.diagnosis.solution_mistakes import gained_solution, solution_mistake
from symcheck.diagnosis.whole_chains import derivations
from symcheck.expectation import stated, unmet
from symcheck.kernel.certificate import Countermodel
from symcheck.language.context import Kind
from symcheck.language.terms import subterms
from symcheck.problem.types import Claim, Problem
from symcheck.report import RECORDED, ClaimReport, CrossCheck, Diagnosis, ProblemReport
from symcheck.theories.goals import LoweredClaim
from symcheck.theories.letters import MOMENT

# What a cross-check may say of a claim of that verdict without anything being wrong ("contradicts" means: the claim).
EXPECTED = {"holds": ("agrees", "inconclusive", "not-applicable"), "fails": ("contradicts", "inconclusive", "not-applicable")}
Tell = Callable[[ClaimReport, tuple[str, ...]], None]
CROSSCHECK, FOLLOWS, DIAGNOSIS = "the cross-check", "what follows from the line before", "the diagnosis"
READINGS = "the nearest readings that have a meaning"
CUT = CrossCheck("inconclusive", "stopped at the deadline")


@dataclass(frozen=True, slots=True)
class Options:
    """seed: of the sampling, never of a verdict.  The rest are budgets of counted work, the same on every machine.

    points: of the cross-check; work: its evaluation steps (crosscheck.work says what counts as one); repairs: edits that a
    diagnosis screens; proofs: edits that pass the screen and go to the kernel; assumptions: how many sets
    of natural assumptions are tried on a claim that fails.

    recorded: what the same symcheck found when it cross-checked the same claim; taken instead of doing it again, and
    marked as such (report.RECORDED), where the kernel decides the claim, the two do not contradict each other, and every
    certificate that came with it counts.
    """

    seed: int = 0
    ignore_expect: bool = False
    points: int = 6
    work: int = WORK
    repairs: int = 160
    proofs: int = 8
    assumptions: int = 60
    recorded: CrossCheck | None = None


def judge_problem(problem: Problem, *, claims: Collection[str] | None = None, options: Options | None = None) -> ProblemReport:
    """The report on all claims of a problem, or on those with the ids given."""
    options = options or Options()
    reports: dict[str, ClaimReport] = {}
    for claim in problem.claims:
        if claims is None or claim.id in claims:
            reports[claim.id] = judge_claim(problem, claim, options, reports)
    found = tuple(reports.values())
    return ProblemReport(problem.path, problem.sha256, problem.title, found, derivations(problem, found))


def judge_claim(
    problem: Problem,
    claim: Claim,
    options: Options,
    reports_before: Mapping[str, ClaimReport] | None = None,
    tell: Tell | None = None,
) -> ClaimReport:
    """The report on one claim.  Steps of a derivation are judged from the problem alone, so order does not matter.

    tell(report, missing) is called when the verdict is found and after each later part: the report so far, and which parts
    it still lacks.  Whoever has to stop the judging has the verdict by then.
    """
    started = time.perf_counter()
    report = ClaimReport(claim.id, claim.text, claim.read, claim.place.line, "undecided", notes=claim.notes)
    for stage, missing in _stages(problem, claim, report, options):
        report = _finished(claim, stage, options, started)
        if missing and tell is not None:
            tell(report, missing)
    return report


def _finished(claim: Claim, report: ClaimReport, options: Options, started: float) -> ClaimReport:
    found = unmet(claim.expect, report, ignore=options.ignore_expect)
    return replace(report, expected=stated(claim.expect), unmet=found, seconds=round(time.perf_counter() - started, 6))


def _stages(
    problem: Problem, claim: Claim, report: ClaimReport, options: Options
) -> Iterator[tuple[ClaimReport, tuple[str, ...]]]:
    """The report as it grows, each time with what it still lacks: the verdict first, then what guards and explains it."""
    if claim.malformed is not None or claim.statement is None:
        report = replace(report, step=step_report(problem, claim, Following(), report.verdict, options.seed))
        yield malformed(claim, report), (READINGS,)
        yield describe_malformed(problem, claim, report, options.seed, options.proofs), ()
        return
    question = question_of(problem, claim, claim.statement)
    decision, goals = judge(question, options.seed)
    if claim.domain == "strict" and goals is not None:
        decision = judged_strictly(question, decision, goals, options.seed)
    if decision.status == "undecided":
        decision, goals = refuted_at_angles(question, options.seed, strict=claim.domain == "strict") or (decision, goals)
    report = _with_verdict(claim, report, question, decision, goals)
    missing = [CROSSCHECK]
    if claim.step is not None:
        missing.append(FOLLOWS)
    if decision.status == "fails" and decision.code != "domain" and goals is not None:
        missing.append(DIAGNOSIS)
    yield replace(report, crosscheck=CUT, message=message_of(replace(report, crosscheck=CUT), decision, goals)), tuple(missing)
    report = _guarded(problem, claim, report, question, decision, options)
    if report.verdict == "conflict":
        yield report, ()
        return
    report = replace(report, message=message_of(report, decision, goals))
    missing.remove(CROSSCHECK)
    yield report, tuple(missing)
    if FOLLOWS in missing:
        found = follows(problem, claim, options.seed)
        said = ((found.remark,) if found.remark else ()) + tuple(remarks(problem, claim, decision.status, found, options.seed))
        step = step_report(problem, claim, found, decision.status, options.seed)
        report = replace(report, follows=found.answer, step=step, notes=(*report.notes, *said))
        if decision.status == "holds" and report.diagnosis is None and claim.step is not None:
            report = replace(report, diagnosis=gained_solution(found.change, claim.step.relation))
        missing.remove(FOLLOWS)
        yield report, tuple(missing)
    if DIAGNOSIS in missing:
        report = _explained(problem, claim, question, report, options)
        report = replace(report, message=message_of(report, decision, goals))
        yield report, ()


def _with_verdict(
    claim: Claim, report: ClaimReport, question: Question, decision: Decision, goals: LoweredClaim | None
) -> ClaimReport:
    """What the kernel's decision says, and on what it rests."""
    used = _used(decision)
    report = replace(
        report,
        verdict=decision.status,
        code=decision.code,
        scope=scope_of(decision, goals),
        used=used,
        unused=tuple(g.label for g in claim.given if decision.status == "holds" and g.label not in used),
        hypotheses=_texts(claim),
        rules=goals.rules if goals else (),
        method=", ".join(m for m in decision.methods if m),
        certificate=decision.certificate,
        counterexample=shown(decision.refuted) if decision.refuted else None,
        diagnosis=_incomplete(claim, question) if decision.status == "holds" else None,
        notes=(*report.notes, *rows_beyond(question.statement, question.objects), *(goals.notes if goals else ())),
    )
    changed = domain_change(question) if decision.status == "holds" and report.scope.where and claim.domain == "warn" else ""
    if changed:
        report = replace(report, notes=(*report.notes, f"the domain changes: {changed}"))
    if decision.status == "holds":
        report = replace(report, notes=(*report.notes, *remarks_on_solutions(goals, claim.domain)))
    return report


def _incomplete(claim: Claim, question: Question) -> Diagnosis | None:
    """What is to be said of a claim that holds: a constant is missing, or it is not in the form that was asked for."""
    return missing_constant(question.statement) or form_mistake(question.statement, claim.form)


def _guarded(
    problem: Problem, claim: Claim, report: ClaimReport, question: Question, decision: Decision, options: Options
) -> ClaimReport:
    """The report with the cross-check's answer; a conflict where NumPy contradicts what the kernel accepted."""
    check = _crosscheck(problem, claim, question, options, report.verdict)
    report = replace(report, crosscheck=check)
    if report.verdict == "holds" and check.status == "contradicts":
        why = f"the kernel accepted a proof, but the numerical cross-check contradicts the claim: {check.detail}"
        return replace(report, verdict="conflict", code="conflict", message=why)
    if report.verdict == "fails" and decision.refuted is not None and decision.refuted.counter is not None:
        second = _second_opinion(problem, claim, question, decision, decision.refuted.counter, options.work)
        if second.status == "contradicts":
            why = f"the kernel accepted a counterexample, but NumPy does not see one there: {second.detail}"
            return replace(report, verdict="conflict", code="conflict", message=why)
    return report


def _explained(problem: Problem, claim: Claim, question: Question, report: ClaimReport, options: Options) -> ClaimReport:
    """Why a claim fails: the mistake in it, and the assumption that it lacks (itself a mistake, where there is no other)."""
    diagnosis = None
    if options.repairs:
        found = NO_CHANGE if report.step is None else Change(report.step.gained, report.step.lost)
        diagnosis = solution_mistake(question, under_the_line_before(problem, claim), found, options.seed)
    diagnosis = diagnosis or diagnose(problem, claim, options.repairs, options.seed, options.proofs)
    missing = holds_if(question, options.assumptions, options.seed)
    if diagnosis is None and missing is not None:
        diagnosis = Diagnosis("missing-assumption", f"it is true under an assumption that is not stated: {missing.text}")
    return replace(report, diagnosis=diagnosis, holds_if=missing)


def _second_opinion(
    problem: Problem, claim: Claim, question: Question, decision: Decision, counter: Countermodel, work: int
) -> Finding:
    """NumPy at the kernel's own counterexample, where its letters are the declared symbols."""
    assert decision.refuted is not None
    sizes = decision.refuted.obligation.sizes_at(counter.model.sizes)
    values = decision.refuted.obligation.values_at(counter.model)
    for name, q in decision.refuted.obligation.point:
        if name in claim.context.symbols:
            values[name] = ((q,),)
        else:
            sizes[name] = int(q)
    if set(dict(decision.refuted.obligation.instance)) - set(values) & set(claim.context.symbols):
        return Finding("not-applicable", "the counterexample is at an angle that no double is")
    if beyond_doubles(question.statement):
        return Finding("inconclusive", "numbers that double precision does not tell apart")
    if decision.refuted.obligation.refutes_only or any(name.startswith(MOMENT) for name in counter.model.values):
        return Finding("not-applicable", "the counterexample is a distribution, of which NumPy draws others")
    hidden = any("~" in name for name in counter.model.values) and any(t.op == "forall" for t in subterms(question.statement))
    if hidden or not all(isinstance(claim.context.symbols.get(name), Kind) for name in values):
        return Finding("not-applicable", "the counterexample speaks of bound names")
    hypotheses = tuple(term for _, term in question.given)
    look = domain_check if decision.code == "domain" else counterexample_check
    return look(
        question.statement,
        hypotheses,
        claim.context,
        problem.objects,
        sizes,
        values,
        tolerance=claim.tolerance,
        work=work,
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


def _crosscheck(problem: Problem, claim: Claim, question: Question, options: Options, verdict: str) -> CrossCheck:
    recorded = options.recorded
    memory = current()
    doubtful = memory is not None and memory.rejected  # then the record it comes from is not what symcheck wrote
    if recorded is not None and not doubtful and recorded.status in EXPECTED.get(verdict, ()):
        return CrossCheck(recorded.status, f"{recorded.detail} {RECORDED}".lstrip())
    found = crosscheck(
        question.statement,
        tuple(term for _, term in question.given),
        claim.context,
        problem.objects,
        tolerance=claim.tolerance,
        seed=options.seed,
        points=options.points,
        work=options.work,
    )
    return CrossCheck(found.status, found.detail)
