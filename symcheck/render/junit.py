"""The report as JUnit XML: a test suite a problem, a test case a claim.

A claim that is not as expected is a failure; one that is undecided, or on which symcheck contradicts itself, is an
error: nothing that is open is ever counted as passed or skipped.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from symcheck.render.words import Fact, Style, facts, one_line, outcome, printable
from symcheck.report import ClaimReport, ProblemReport, Report

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, style: Style) -> str:
    """One `testsuites` element with counts at every level."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    suites = "".join(_suite(p) for p in report.problems)
    return f'{head}<testsuites name="symcheck"{_counts(report.claims)}>\n{suites}</testsuites>\n'


def _suite(problem: ProblemReport) -> str:
    cases = "".join(_case(problem.path, c) for c in problem.claims)
    return f"  <testsuite name={_attribute(problem.path)}{_counts(problem.claims)}>\n{cases}  </testsuite>\n"


def _case(path: str, claim: ClaimReport) -> str:
    name, group = _attribute(claim.id), _attribute(path)
    head = f'    <testcase classname={group} name={name} time="{claim.seconds:.3f}"'
    if claim.line:
        head += f' file={group} line="{claim.line}"'
    met = outcome(claim) == "met"
    body = "" if met else _problem(claim)
    said = (Fact("claim", claim.source), Fact("verdict", claim.verdict), *facts(claim))
    lines = "\n".join(one_line(f"{f.label}: {f.text}") for f in said)
    return f"{head}>\n{body}      <system-out>{_content(lines)}</system-out>\n    </testcase>\n"


def _problem(claim: ClaimReport) -> str:
    element = "failure" if outcome(claim) == "unmet" else "error"
    message = "; ".join(claim.unmet) or claim.message or claim.verdict
    kind = claim.code or claim.verdict
    return f"      <{element} type={_attribute(kind)} message={_attribute(one_line(message))}/>\n"


def _counts(claims: tuple[ClaimReport, ...]) -> str:
    outcomes = [outcome(c) for c in claims]
    failures, errors = outcomes.count("unmet"), outcomes.count("open") + outcomes.count("broken")
    seconds = sum(c.seconds for c in claims)
    return f' tests="{len(claims)}" failures="{failures}" errors="{errors}" skipped="0" time="{seconds:.3f}"'


def _content(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", printable(text)))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", printable(text)))
