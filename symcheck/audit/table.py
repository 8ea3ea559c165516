"""An audit as text: the findings of each file, line by line, and what became of the mutants of each claim.

Owns: the layout.  Does not own: the sentences (inspection.py, hypotheses.py, tautologies.py).
"""

from __future__ import annotations

from symcheck.audit.findings import Audit, ClaimAudit, ProblemAudit
from symcheck.render.words import one_line, printable

COLUMNS = ("claim", "verdict", "mutants", "false", "restated", "stronger", "open")


def render(audit: Audit, *, quiet: bool = False) -> str:
    """The table of every problem, its findings, and a summary; quiet: the findings only."""
    blocks = [_problem(p, quiet=quiet) for p in audit.problems]
    blocks += [f"fault of symcheck: {printable(b)}\n" for b in audit.broken]
    return "\n".join(b for b in (*blocks, summary(audit) + "\n") if b)


def summary(audit: Audit) -> str:
    """One line: how many findings of which kind."""
    claims = [c for p in audit.problems for c in p.claims]
    mutants = sum(c.mutants.get("made", 0) for c in claims)
    counted = f"{_count(len(claims), 'claim')}, {_count(mutants, 'mutant')}"
    opened = sum(c.open for c in claims)
    tail = f"; {_count(opened, 'claim')} undecided, and not audited" if opened else ""
    if not audit.findings:
        return f"{counted}: nothing found{tail}"
    kinds = ", ".join(f"{n} {kind}" for kind, n in audit.summary.items())
    return f"{counted}: {_count(len(audit.findings), 'finding')} ({kinds}){tail}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _problem(p: ProblemAudit, *, quiet: bool) -> str:
    lines = [] if quiet else [*_table(p.claims), ""]
    for f in p.findings:
        at = f"{f.claim}: " if f.claim else ""
        lines.append(f"  line {f.line}: {f.kind}: {printable(at)}{one_line(f.message)}")
    if not p.findings and not quiet:
        lines.pop()
    return "\n".join([one_line(p.path), *lines]) + "\n" if lines else ""


def _table(claims: tuple[ClaimAudit, ...]) -> list[str]:
    rows = [COLUMNS, *(_row(c) for c in claims)]
    widths = [max(len(r[k]) for r in rows) for k in range(len(COLUMNS))]
    return ["  " + _line(r, widths).rstrip() for r in rows]


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    left = [row[k].ljust(widths[k]) for k in (0, 1)]
    right = [row[k].rjust(widths[k]) for k in range(2, len(row))]
    return "  ".join([*left, *right])


def _row(c: ClaimAudit) -> tuple[str, ...]:
    counts = [str(c.mutants[k]) if c.mutants else "" for k in ("made", "false", "restated", "stronger", "open")]
    return (one_line(c.id), c.verdict, *counts)
