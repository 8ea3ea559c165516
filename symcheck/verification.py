"""Problems → Report through killable workers: a claim is judged in a worker, and its certificate checked again here.

Owns: which claims go to which worker, what becomes of one that is stopped or crashes, and design rule 5: certificates
cross process boundaries, verdicts do not.  Does not own: judging (engine), killing (isolation), printing (render).
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from symcheck.diagnosis.whole_chains import derivations
from symcheck.expectation import stated, unmet
from symcheck.isolation.pool import Crashed, Outcome, Pool, TimedOut
from symcheck.lock.ledger import IGNORE, Ledger, Searched
from symcheck.problem.types import Claim, Problem
from symcheck.recheck import recheck
from symcheck.report import ClaimReport, Json, ProblemReport, Report
from symcheck.report_json import ReportError, claim_from_json, read_json
from symcheck.selection import Selection, everything

CLAIMS_PER_WORKER = 8  # a worker's start costs about as much as judging this many easy claims
REPORT_IT = "this is a fault of symcheck; please report it with the problem file (SYMCHECK_DEBUG=1 shows more)"


@dataclass(frozen=True, slots=True)
class Settings:
    """jobs: workers at once, 0 for as many as the work and the machine suggest; timeout: seconds a claim; seed: of the
    sampling, never of a verdict; ignore_expect: judge against `holds` throughout; lock: what lock files are for
    (lock.ledger: use, check, write or ignore)."""

    jobs: int = 0
    timeout: float = 10.0
    seed: int = 0
    ignore_expect: bool = False
    select: Selection = field(default=everything)
    lock: str = IGNORE


@dataclass(frozen=True, slots=True)
class Origin:
    """A problem, and how a worker gets the same one: {"path": …} or {"statement": …}."""

    problem: Problem
    how: Json


def verify_problems(
    origins: Sequence[Origin],
    settings: Settings,
    pool: Pool,
    progress: Callable[[int, int], None] | None = None,
    ledger: Ledger | None = None,
) -> Report:
    """The report on the selected claims of all problems, in the order of the files; problems without any are left out.

    progress(done, total) is called at the start and after every claim.  ledger: the lock files whose certificates are
    tried first.  Raises WorkerUnavailable.
    """
    chosen = [(o, c) for o in origins for c in o.problem.claims if settings.select(c.id)]
    reports: dict[int, ClaimReport] = {}
    tell = progress or (lambda done, total: None)
    tell(0, len(chosen))
    waiting, offers = [*range(len(chosen))], True
    while waiting:
        tasks = [_task(chosen[k][0], chosen[k][1], settings, ledger, offers) for k in waiting]
        stopped = []
        for place, outcome in pool.run(tasks):
            index = waiting[place]
            problem, claim = chosen[index][0].problem, chosen[index][1]
            if offers and not isinstance(outcome, str) and ledger is not None and ledger.record_of(problem, claim):
                stopped.append(index)  # perhaps by what the lock offers: once more without
                continue
            reports[index] = settled(problem, claim, outcome, settings)
            if ledger is not None:
                done = _searched(outcome, stopped=not offers)
                reports[index] = ledger.settle(problem, claim, reports[index], done)
            tell(len(reports), len(chosen))
        waiting, offers = sorted(stopped), False
    by_problem: dict[int, list[ClaimReport]] = {}
    for index, (origin, _) in enumerate(chosen):
        by_problem.setdefault(id(origin), []).append(reports[index])
    return Report(
        tuple(
            ProblemReport(
                o.problem.path,
                o.problem.sha256,
                o.problem.title,
                tuple(by_problem[id(o)]),
                derivations(o.problem, by_problem[id(o)]),
                o.how.get("statement") if isinstance(o.how, dict) else None,
            )
            for o in origins
            if id(o) in by_problem
        )
    )


def pool_for(claims: int, settings: Settings, command: list[str] | None = None) -> Pool:
    """A pool of workers for about that many claims; the caller closes it.  command: of other workers than those here."""
    jobs = settings.jobs or max(1, min(_cores(), math.ceil(claims / CLAIMS_PER_WORKER)))
    return Pool(command or worker_command(), jobs=jobs, deadline=settings.timeout)


def worker_command(program: str = "symcheck.workers") -> list[str]:
    """The command line of a worker: this interpreter, finding modules exactly where this process finds them."""
    start = f"import sys; sys.path[:] = sys.argv[1:]; from {program} import main; main()"
    return [sys.executable, "-P", "-c", start, *sys.path]


def settled(problem: Problem, claim: Claim, outcome: Outcome, settings: Settings) -> ClaimReport:
    """What is reported on `claim`: what the worker found, as far as its certificate is accepted here."""
    match outcome:
        case TimedOut(seconds, so_far):
            why = f"stopped after {seconds:g} s; --timeout sets another limit"
            found = _so_far(problem, claim, so_far, why) or _undecided(claim, "time-limit", why, seconds)
        case Crashed(_, True, _, so_far):
            why = "stopped at the memory limit of a worker"
            found = _so_far(problem, claim, so_far, why) or _undecided(claim, "time-limit", why)
        case Crashed(reason, _, trace, _):
            found = _undecided(claim, "internal-error", _with_trace(f"{reason}: {REPORT_IT}", trace))
        case str(answer):
            try:
                found = claim_from_json(read_json(answer))
            except ReportError as error:
                found = _undecided(claim, "internal-error", f"a worker's answer cannot be read ({error}): {REPORT_IT}")
            else:
                found = _confirmed(problem, claim, found)
    return replace(found, expected=stated(claim.expect), unmet=unmet(claim.expect, found, ignore=settings.ignore_expect))


def _so_far(problem: Problem, claim: Claim, told: str, why: str) -> ClaimReport | None:
    """What a worker had found when it was stopped, with a note of what is missing; None where it had no verdict yet.

    Its certificate is checked here like any other: a verdict does not depend on what was cut, which only guards and explains it.
    """
    if not told:
        return None
    try:
        said = read_json(told)
        if not isinstance(said, dict) or not isinstance(missing := said.get("missing"), list):
            return None
        found = _confirmed(problem, claim, claim_from_json(said.get("report")))
    except ReportError:
        return None
    return replace(found, notes=(*found.notes, f"{why}: not carried out: {', '.join(str(m) for m in missing)}"))


def _confirmed(problem: Problem, claim: Claim, found: ClaimReport) -> ClaimReport:
    if found.verdict not in ("holds", "fails"):
        return found
    again = recheck(problem, claim, found.certificate)
    if again == found.verdict:
        return found
    message = f"a worker says {found.verdict}, but its certificate, checked again, gives {again}: {REPORT_IT}"
    return _undecided(claim, "internal-error", message, found.seconds)


def _undecided(claim: Claim, code: str, message: str, seconds: float = 0.0) -> ClaimReport:
    return ClaimReport(
        id=claim.id,
        source=claim.text,
        read=claim.read,
        line=claim.place.line,
        verdict="undecided",
        code=code,
        notes=claim.notes,
        message=message,
        seconds=seconds,
    )


def _with_trace(message: str, trace: str) -> str:
    return f"{message}\n{trace}" if trace and os.environ.get("SYMCHECK_DEBUG") else message


def _searched(outcome: Outcome, stopped: bool) -> Searched:
    """What the worker says of its search."""
    if not isinstance(outcome, str):
        return Searched(stopped=stopped)
    try:
        match read_json(outcome):
            case {"search": dict(said)}:
                return Searched.of(said, stopped)
    except ReportError:
        pass  # what is wrong with the answer is said of the claim
    return Searched(stopped=stopped)


def _task(origin: Origin, claim: Claim, settings: Settings, ledger: Ledger | None, offers: bool) -> str:
    task: dict[str, Json] = {
        "problem": origin.how,
        "sha256": origin.problem.sha256,
        "claim": claim.id,
        "seed": settings.seed,
        "ignore_expect": settings.ignore_expect,
    }
    if ledger is not None:
        task |= ledger.offer(ledger.record_of(origin.problem, claim) if offers else None)
    return json.dumps(task)


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
