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


# Every fifth claim in the normal run; all of them under `pytest -m slow`.
QUICK = [
    pytest.param(case, id=f"{case['id']}: {case['claim']}", marks=[] if k % 5 == 0 else [pytest.mark.slow])
    for k, case in enumerate(DATA["claims"])
]


@pytest.mark.parametrize("case", QUICK)
def test_no_verdict_is_wrong(case: dict) -> None:
    given = [case["given"]] if "given" in case else []
    verdict = verdict_of(case["claim"], DATA["symbols"][case["symbols"]], case.get("let", {}), given)
    assert verdict != "conflict", case["reason"]
    assert verdict not in WRONG[case["truth"]], f"{verdict}, but it is {case['truth']}: {case['reason']}"
