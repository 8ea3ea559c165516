"""The report as one JSON object, `symcheck/report/1`: layout only, the keys are report_json's."""

from __future__ import annotations

import json

from symcheck.render.words import Style
from symcheck.report import Report
from symcheck.report_json import read_json, report_from_json, report_to_json


def render(report: Report, style: Style) -> str:
    """Everything, indented, in UTF-8 as it is (no escapes for letters); `style` changes nothing."""
    return json.dumps(report_to_json(report), indent=2, ensure_ascii=False) + "\n"


def from_json(text: str) -> Report:
    """The report that `render` gave this text for.  Raises ReportError."""
    return report_from_json(read_json(text))
