"""Claims whose truth was worked out by hand: no false one holds, no true one fails, nothing is raised, nothing conflicts.

`claims.json`: truth "true", "false", or "neither" where the claim never has a meaning (contradictory hypotheses, a
quotient that is never defined): such a claim neither holds nor fails.  Undecided is always allowed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from judging import verdict_of

DATA = json.loads((Path(__file__).parent / "claims.json").read_text(encoding="utf-8"))
WRONG = {"true": ("fails", "malformed"), "false": ("holds",), "neither": ("holds", "fails")}


def test_there_are_enough_of_both() -> None:
    truths = [c["truth"] for c in DATA["claims"]]
    assert truths.count("true") >= 200 and truths.count("false") >= 200


@pytest.mark.parametrize("case", DATA["claims"], ids=lambda c: f"{c['id']}: {c['claim']}")
def test_no_verdict_is_wrong(case: dict) -> None:
    given = [case["given"]] if "given" in case else []
    verdict = verdict_of(case["claim"], DATA["symbols"][case["symbols"]], case.get("let", {}), given)
    assert verdict != "conflict", case["reason"]
    assert verdict not in WRONG[case["truth"]], f"{verdict}, but it is {case['truth']}: {case['reason']}"
