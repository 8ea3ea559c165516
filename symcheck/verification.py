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

from symcheck.expectation import stated, unmet
from symcheck.isolation.pool import Crashed, Outcome, Pool, TimedOut
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
    sampling, never of a verdict; ignore_expect: judge against `holds` throughout."""

    jobs: int = 0
    timeout: float = 10.0
    seed: int = 0
    ignore_expect: bool = False
    select: Selection = field(default=everything)


@dataclass(frozen=True, slots=True)
class Origin:
    """A problem, and how a worker gets the same one: {"path": …} or {"statement": …}."""

    problem: Problem
    how: Json


def verify_problems(
    origins: Sequence[Origin], settings: Settings, pool: Pool, progress: Callable[[int, int], None] | None = None
) -> Report:
    """The report on the selected claims of all problems, in the order of the files; problems without any are left out.

    progress(done, total) is called at the start and after every claim.  Raises WorkerUnavailable.
    """
    chosen = [(o, c) for o in origins for c in o.problem.claims if settings.select(c.id)]
    tasks = [_task(o, c, settings) for o, c in chosen]
    reports: dict[int, ClaimReport] = {}
    tell = progress or (lambda done, total: None)
    tell(0, len(tasks))
    for index, outcome in pool.run(tasks):
        origin, claim = chosen[index]
        reports[index] = settled(origin.problem, claim, outcome, settings)
        tell(len(reports), len(tasks))
    by_problem: dict[int, list[ClaimReport]] = {}
    for index, (origin, _) in enumerate(chosen):
        by_problem.setdefault(id(origin), []).append(reports[index])
    return Report(
        tuple(
            ProblemReport(o.problem.path, o.problem.sha256, o.problem.title, tuple(by_problem[id(o)]))
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
        case TimedOut(seconds):
            found = _undecided(claim, "time-limit", f"stopped after {seconds:g} s; --timeout sets another limit", seconds)
        case Crashed(_, True, _):
            found = _undecided(claim, "time-limit", "stopped at the memory limit of a worker")
        case Crashed(reason, _, trace):
            found = _undecided(claim, "internal-error", _with_trace(f"{reason}: {REPORT_IT}", trace))
        case str(answer):
            try:
                found = claim_from_json(read_json(answer))
            except ReportError as error:
                found = _undecided(claim, "internal-error", f"a worker's answer cannot be read ({error}): {REPORT_IT}")
            else:
                found = _confirmed(problem, claim, found)
    return replace(
        found, expected=stated(claim.expect), unmet=unmet(claim.expect, found, ignore=settings.ignore_expect)
    )


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


def _task(origin: Origin, claim: Claim, settings: Settings) -> str:
    task: Json = {
        "problem": origin.how,
        "sha256": origin.problem.sha256,
        "claim": claim.id,
        "seed": settings.seed,
        "ignore_expect": settings.ignore_expect,
    }
    return json.dumps(task)


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
