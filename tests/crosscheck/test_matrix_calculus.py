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


TRUE = [c for c in CASES if c["truth"]]
ZERO = {"ridge-2"}  # both sides are 0: a multiple of them is no mutant


@pytest.mark.parametrize("case", [c for c in TRUE if c["id"] not in ZERO], ids=lambda c: c["id"])
@pytest.mark.parametrize("mutant", ["-({})", "2 ({})", "({}) 3/5"])
def test_mutants_of_true_claims_are_contradicted(case, mutant):
    left, _, right = case["claim"].partition(" = ")
    written = {key: case.get(key, "") for key in ("symbols", "let", "given")}
    assert finding(f"{left} = {mutant.format(right)}", **written, points=3).status == "contradicts"


@pytest.mark.parametrize("case", TRUE, ids=lambda c: c["id"])
def test_true_claims_stay_true_when_rewritten(case):
    """Sides exchanged, everything moved to one side."""
    left, _, right = case["claim"].partition(" = ")
    written = {key: case.get(key, "") for key in ("symbols", "let", "given")}
    for claim in (f"{right} = {left}", f"({left}) - ({right}) = 0", f"0 = 7 (({right}) - ({left}))"):
        found = finding(claim, **written, points=3)
        assert found.status == "agrees", (claim, found)
