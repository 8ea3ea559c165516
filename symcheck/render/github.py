"""The report as GitHub workflow commands: an annotation at the line of every claim that is not as expected."""

from __future__ import annotations

from symcheck.render.words import UNEXPECTED, Style, facts, one_line, outcome, summary
from symcheck.report import ClaimReport, Report

LEVEL = {"unmet": "error", "broken": "error", "open": "warning"}


def render(report: Report, style: Style) -> str:
    """`::error file=…,line=…,title=…::…` (`::warning` for what is undecided), then the summary as plain text."""
    lines = [_annotation(p.path, c) for p in report.problems for c in p.claims if outcome(c) != "met"]
    return "".join(f"{line}\n" for line in (*lines, one_line(summary(report, style.seconds))))


def _annotation(path: str, claim: ClaimReport) -> str:
    said = [one_line(claim.source)]
    said += [one_line(f.text if f.label == UNEXPECTED else f"{f.label}: {f.text}") for f in facts(claim)]
    place = f"file={_property(path)}," + (f"line={claim.line}," if claim.line else "")
    title = _property(one_line(f"{claim.id}: {claim.verdict}"))
    return f"::{LEVEL[outcome(claim)]} {place}title={title}::{_data(chr(10).join(said))}"


def _data(text: str) -> str:
    """GitHub's escapes for the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """GitHub's escapes for a property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
