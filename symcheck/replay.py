"""A report → its certificates checked again: nothing in the report is believed but the statements' ids.

Owns: finding the problems again (`problem_of`), noticing that they have changed, and what is said of every claim.  Does not own:
lowering and checking: that is the one path that every verdict goes through.  No search is run, and sympy is not loaded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from symcheck.problem.errors import ProblemErrors
from symcheck.problem.load import load_problem
from symcheck.problem.single import PATH as STATEMENT
from symcheck.problem.single import problem_of_statement
from symcheck.problem.types import Problem
from symcheck.recheck import recheck
from symcheck.report import ClaimReport, ProblemReport, Report

CONFIRMED, REJECTED, NOT_DECIDED, UNUSABLE = "confirmed", "rejected", "not decided", "unusable"
EXIT_CODES = {CONFIRMED: 0, NOT_DECIDED: 0, REJECTED: 1, UNUSABLE: 2}


class Unusable(ValueError):
    """The problem of a report cannot be read any more; the message says why."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One claim (or, where its file is unusable, one file: then `claim` is ""), what came of it, and why."""

    path: str
    claim: str
    verdict: str
    status: str
    detail: str = ""

    @property
    def exit_code(self) -> int:
        """0 confirmed or nothing to confirm, 1 rejected, 2 the problem file is missing, unreadable or changed."""
        return EXIT_CODES[self.status]


def replay(report: Report, folder: Path) -> tuple[Replayed, ...]:
    """Every claim of `report`, checked again; paths are looked up from here, then from `folder` (the report's own)."""
    return tuple(result for problem in report.problems for result in _problem(problem, folder))


def _problem(reported: ProblemReport, folder: Path) -> Iterable[Replayed]:
    try:
        problem = problem_of(reported, folder)
    except Unusable as error:
        return (Replayed(reported.path, "", "", UNUSABLE, str(error)),)
    return [_claim(problem, c, reported.path) for c in reported.claims]


def problem_of(reported: ProblemReport, folder: Path) -> Problem:
    """The problem that was verified, read again: from its file, which must be the same, or from what the report says of a
    single statement.  Raises Unusable."""
    if reported.path == STATEMENT:
        match reported.statement:
            case {"claim": str(claim), "symbols": dict(symbols), "let": dict(let), "given": list(given)}:
                names, definitions = ({str(k): str(v) for k, v in d.items()} for d in (symbols, let))
                try:
                    return problem_of_statement(claim, names, definitions, [str(g) for g in given])
                except ProblemErrors as error:
                    raise Unusable(f"it cannot be read: {error.errors[0].message}") from None
        raise Unusable("the statement was given on the command line: this report does not hold its symbols")
    path = next((p for p in (Path(reported.path), folder / reported.path) if p.is_file()), None)
    if path is None:
        raise Unusable("there is no such file")
    try:
        problem = load_problem(str(path))
    except ProblemErrors as error:
        raise Unusable(f"it cannot be read: {error.errors[0].message}") from None
    if problem.sha256 != reported.sha256:
        raise Unusable("it has changed since the report was made; verify it again")
    return problem


def _claim(problem: Problem, reported: ClaimReport, path: str) -> Replayed:
    def result(status: str, detail: str = "") -> Replayed:
        return Replayed(path, reported.id, reported.verdict, status, detail)

    claim = next((c for c in problem.claims if c.id == reported.id), None)
    if claim is None:
        return result(REJECTED, "the problem has no such claim")
    if claim.text != reported.source:
        return result(REJECTED, f"the claim of that id reads `{claim.text}`, not `{reported.source}`")
    if reported.verdict == "malformed":
        return result(CONFIRMED) if claim.malformed else result(REJECTED, "the claim is well-formed")
    if reported.verdict not in ("holds", "fails"):
        return result(NOT_DECIDED, "nothing was proved or refuted")
    if reported.certificate is None:
        return result(REJECTED, "the report has no certificate for it")
    again = recheck(problem, claim, reported.certificate)
    if again == reported.verdict:
        return result(CONFIRMED)
    return result(REJECTED, f"the report says {reported.verdict}; its certificate gives: {again}")


def render(results: tuple[Replayed, ...], *, quiet: bool = False) -> str:
    """One line a claim and one for the sum; quiet: only what is not confirmed, and the sum."""
    shown = [r for r in results if not quiet or r.exit_code]
    widths = [max((len(f) for f in column), default=0) for column in zip(*((r.status, r.verdict) for r in shown), strict=True)]
    lines = []
    for r in shown:
        cells = [field.ljust(width) for field, width in zip((r.status, r.verdict), widths, strict=True)]
        lines.append("  ".join((*cells, ": ".join(part for part in (r.claim or r.path, r.detail) if part))).rstrip())
    counts = {status: sum(r.status == status for r in results) for status in EXIT_CODES}
    lines.append(", ".join(f"{n} {status}" for status, n in counts.items() if n) or "no claims")
    return "\n".join(lines) + "\n"
