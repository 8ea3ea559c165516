"""A claim is about its sources: another network, image, update or loss changes the verdict.

Each case edits the text of one problem file.  What then becomes of the claims is decided by the edited file alone, so a
verdict that were looked up, or did not depend on what it is about, would be noticed here.
"""

import json
from pathlib import Path

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.load import load_problem

from .judged import FOLDER

HERE = Path(__file__).parent
MUTATED = json.loads((HERE / "mutated_sources.json").read_text())
EXPECTED = {row["id"]: row["verdict"] for row in json.loads((HERE / "expected.json").read_text())}

# The diagnosis is not what is tested here, and takes longer than the verdict.
OPTIONS = Options(ignore_expect=True, repairs=0)


def edited(case, tmp_path):
    """The problem of the file with every edit made, each at exactly one place."""
    text = (FOLDER / f"{case['file']}.yaml").read_text()
    for before, after in case["edit"]:
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {case['file']}"
        text = text.replace(before, after)
    path = tmp_path / f"{case['file']}.yaml"
    path.write_text(text)
    return load_problem(str(path))


def allowed(verdict):
    """One verdict, or several where `undecided` is honest too."""
    return (verdict,) if isinstance(verdict, str) else tuple(verdict)


@pytest.mark.parametrize("case", MUTATED, ids=[case["why"] for case in MUTATED])
def test_another_source_gives_another_verdict(case, tmp_path):
    problem = edited(case, tmp_path)
    claims = {claim.id: claim for claim in problem.claims}
    found = {name: judge_claim(problem, claims[name], OPTIONS, {}) for name in case["claims"]}
    for name, report in found.items():
        assert report.verdict in allowed(case["claims"][name]), report.message


@pytest.mark.parametrize("case", MUTATED, ids=[case["why"] for case in MUTATED])
def test_the_verdict_is_not_the_one_of_the_source_as_it_stands(case):
    for name, verdict in case["claims"].items():
        assert case.get("control", EXPECTED[name]) not in allowed(verdict)


def test_every_claim_has_a_source_that_matters():
    assert {name for case in MUTATED for name in case["claims"]} == set(EXPECTED)
