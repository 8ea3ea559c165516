"""Small derivations with the two columns worked out by hand: neither says the opposite of the truth (null may stand for any)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from judging import in_time, reports_of

from symcheck.problem.load import load_text

DATA = json.loads((Path(__file__).parent / "derivations.json").read_text(encoding="utf-8"))
SYMBOLS = {"x, y, z, c": "real", "X": "matrix(n, d)", "w": "vector(d)", "t": "vector(n)", "A, B": "matrix(n, n)"}


def source(case: dict) -> str:
    lines = ["symbols:", *(f"  {name}: {kind}" for names, kind in SYMBOLS.items() for name in names.split(", "))]
    lines += ["claims:", "  d:", *(f"    {key}: '{case[key]}'" for key in ("given", "from") if case[key])]
    return "\n".join([*lines, "    derivation: |", *(f"      {line}" for line in case["lines"])]) + "\n"


@pytest.mark.parametrize("case", DATA, ids=lambda c: c["name"])
def test_both_columns(case: dict) -> None:
    problem = load_text(source(case), "d.yaml")
    reports = in_time(lambda: reports_of(problem)) or []
    for line, (verdict, follows), report in zip(case["lines"], case["expect"], reports, strict=False):
        assert report.verdict in (verdict, "undecided"), line
        assert report.follows in (follows, None), line
