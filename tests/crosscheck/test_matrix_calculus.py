"""Matrix-calculus claims with known truth: derivatives by dual numbers, identities, all at pairwise different sizes."""

import json
from pathlib import Path

import pytest
from crosscheck_reading import finding

CASES = json.loads((Path(__file__).parent / "matrix.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_the_statement_is_judged_as_the_source_says(case):
    found = finding(case["claim"], symbols=case["symbols"], let=case.get("let", ""), given=case.get("given", ""))
    assert found.status == ("agrees" if case["truth"] else "contradicts"), found


@pytest.mark.parametrize("seed", range(4))
def test_no_answer_depends_on_the_seed(seed):
    for case in CASES[seed::8]:
        written = {key: case.get(key, "") for key in ("symbols", "let", "given")}
        found = finding(case["claim"], **written, seed=seed + 11)
        assert found.status == ("agrees" if case["truth"] else "contradicts"), (case["id"], found)
