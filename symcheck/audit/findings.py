"""The result of an audit as frozen data: `Finding`, `ClaimAudit`, `ProblemAudit`, `Audit`; and the same as JSON.

Owns: the schema `symcheck/audit/1` and the exit code.  Does not own: the layout for a person (table.py), what the kinds of
findings mean in a paragraph (codes.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from symcheck.report import Json
from symcheck.version import VERSION

SCHEMA = "symcheck/audit/1"


@dataclass(frozen=True, slots=True)
class Survivor:
    """A changed claim that is still true: what was done to it, the node before and after, the whole statement."""

    change: str
    was: str
    now: str
    statement: str


@dataclass(frozen=True, slots=True)
class Finding:
    """kind: a name of `codes.FINDINGS`; claim: an id, or "" for the file; text: the words of the file that it is about."""

    kind: str
    claim: str
    line: int
    text: str
    message: str
    survivors: tuple[Survivor, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimAudit:
    """verdict, code: of the claim itself.

    mutants: how many of its mutants are "false", "restated" (true, but no more is said than the claim says), "stronger" (the
    findings) and "open" (undecided, or stopped at a limit).
    """

    id: str
    line: int
    source: str
    verdict: str
    code: str | None = None
    expected: str = "holds"
    mutants: Mapping[str, int] = field(default_factory=dict)
    note: str = ""

    @property
    def open(self) -> bool:
        """It could not be audited, though the file says that it holds."""
        return self.verdict == "undecided" and self.expected == "holds"


@dataclass(frozen=True, slots=True)
class ProblemAudit:
    path: str
    sha256: str
    title: str
    findings: tuple[Finding, ...]
    claims: tuple[ClaimAudit, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    problems: tuple[ProblemAudit, ...]
    broken: tuple[str, ...] = ()  # symcheck's own faults, one sentence each

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(f for p in self.problems for f in p.findings)

    @property
    def exit_code(self) -> int:
        """4 a fault of symcheck, 1 something found, 3 nothing found but a claim undecided, 5 no claim, 0 nothing found."""
        claims = [c for p in self.problems for c in p.claims]
        if self.broken:
            return 4
        if self.findings:
            return 1
        if not claims:
            return 5
        return 3 if any(c.open for c in claims) else 0

    @property
    def summary(self) -> dict[str, int]:
        """How many findings there are of each kind, in the order in which they first occur."""
        found: dict[str, int] = {}
        for finding in self.findings:
            found[finding.kind] = found.get(finding.kind, 0) + 1
        return found


def as_text(audit: Audit) -> str:
    """The JSON as a file."""
    return json.dumps(audit_to_json(audit), indent=2, ensure_ascii=False) + "\n"


def audit_to_json(audit: Audit) -> dict[str, Json]:
    """The audit under the keys of `symcheck/audit/1`; keys are only ever added."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "symcheck", "version": VERSION},
        "problems": [
            {
                "path": p.path,
                "sha256": p.sha256,
                "title": p.title,
                "findings": [_finding(f) for f in p.findings],
                "claims": [_claim(c) for c in p.claims],
            }
            for p in audit.problems
        ],
        "broken": [*audit.broken],
        "summary": {**audit.summary},
    }


def _finding(f: Finding) -> Json:
    survivors: list[Json] = [{"change": s.change, "was": s.was, "now": s.now, "statement": s.statement} for s in f.survivors]
    return {
        "kind": f.kind, "claim": f.claim or None, "line": f.line, "text": f.text, "message": f.message, "survivors": survivors,
    }  # fmt: skip


def _claim(c: ClaimAudit) -> Json:
    return {
        "id": c.id, "line": c.line, "source": c.source, "verdict": c.verdict, "code": c.code, "expected": c.expected,
        "mutants": {**c.mutants}, "note": c.note,
    }  # fmt: skip
