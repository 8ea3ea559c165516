"""The report as JSON lines: one object a claim, with the problem it belongs to, then one for the summary."""

from __future__ import annotations

import json

from symcheck.render.words import Style
from symcheck.report import Json, Report
from symcheck.report_json import claim_to_json
from symcheck.report_schema import SCHEMA


def render(report: Report, style: Style) -> str:
    """Each line has `schema` and `kind` ("claim" or "summary"); a claim's other keys are those of the JSON report."""
    lines: list[dict[str, Json]] = [
        {"schema": SCHEMA, "kind": "claim", "path": p.path, "sha256": p.sha256, **claim_to_json(c)}
        for p in report.problems
        for c in p.claims
    ]
    lines.append({"schema": SCHEMA, "kind": "summary", **report.summary})
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
