"""The report as one self-contained HTML page: no scripts, nothing loaded from anywhere, every text escaped."""

from __future__ import annotations

import json
from html import escape

from symcheck.render.mathematics import pretty
from symcheck.render.words import UNEXPECTED, Style, details, one_line, outcome, summary
from symcheck.report import ClaimReport, ProblemReport, Report

CSS = """
:root { color-scheme: light dark; --line: #8884; --soft: #888; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin: 2rem 0 0; } .path { color: var(--soft); margin: 0 0 .5rem; }
table { border-collapse: collapse; width: 100%; } td { border-top: 1px solid var(--line); padding: .5rem; vertical-align: top; }
code { font: .95em ui-monospace, monospace; overflow-wrap: anywhere; } .id { white-space: nowrap; font-weight: 600; }
.verdict { font-weight: 600; } .holds { color: #1a7f37; } .fails { color: #cf222e; } .malformed { color: #8250df; }
.undecided { color: #9a6700; } .conflict { color: #fff; background: #cf222e; padding: 0 .3em; }
.math { font-family: "STIX Two Math", "Cambria Math", serif; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .4rem 0 0; font-size: .92rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } .unexpected { color: #cf222e; font-weight: 600; }
tr.unmet td:first-child, tr.open td:first-child, tr.broken td:first-child { border-left: 4px solid #cf222e; }
details { font-size: .85rem; } pre { overflow-x: auto; max-height: 20rem; } summary { color: var(--soft); cursor: pointer; }
@media (prefers-color-scheme: dark) {
  .holds { color: #3fb950; } .fails, .unexpected { color: #ff7b72; } .malformed { color: #d2a8ff; } .undecided { color: #d29922; }
}
"""


def render(report: Report, style: Style) -> str:
    """The page; certificates are folded away under the claim they belong to."""
    title = report.problems[0].title if len(report.problems) == 1 else ""
    head = _shown(f"symcheck: {title}" if title else "symcheck report")
    problems = "".join(_problem(p) for p in report.problems)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{head}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<h1>{head}</h1>\n"
        f"<p>{_shown(summary(report, style.seconds))}</p>\n{problems}</body>\n</html>\n"
    )


def _problem(problem: ProblemReport) -> str:
    rows = "".join(_row(c) for c in problem.claims)
    head = f"<h2>{_shown(problem.title or problem.path)}</h2>\n"
    return f'{head}<p class="path"><code>{_shown(problem.path)}</code></p>\n<table>\n{rows}</table>\n'


def _row(claim: ClaimReport) -> str:
    said = "".join(
        f'<dt>{_shown(f.label)}</dt><dd class="{"unexpected" if f.label == UNEXPECTED else "said"}">{_shown(f.text)}</dd>'
        for f in details(claim)
    )
    proof = ""
    if claim.certificate is not None:
        text = escape(json.dumps(claim.certificate, indent=1, ensure_ascii=False))
        proof = f"<details><summary>certificate</summary><pre>{text}</pre></details>"
    return (
        f'<tr class="{outcome(claim)}"><td class="id">{_shown(claim.id)}</td>'
        f'<td><span class="verdict {_shown(claim.verdict)}">{_shown(claim.verdict)}</span></td>'
        f"<td><code>{_shown(claim.source)}</code>{_rendered(claim)}<dl>{said}</dl>{proof}</td></tr>\n"
    )


def _rendered(claim: ClaimReport) -> str:
    """The claim as read, with mathematical signs; nothing where that is what is written."""
    math = pretty(one_line(claim.read))
    return f'<div class="math">{_shown(math)}</div>' if claim.read and math != one_line(claim.source) else ""


def _shown(text: str) -> str:
    return escape(one_line(text))
