"""A thousand claims of linear algebra, calculus and machine learning whose truth is known: none has the wrong verdict.

claims.json: truth "true", "false", or "neither" for what is defined nowhere or under hypotheses that contradict each other
(no theorem, no counterexample).  "once": "wrong" marks what symcheck once got wrong.  `undecided` is always allowed, and counted.
"""

import json
from pathlib import Path

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

WORLDS = json.loads(Path(__file__).with_name("claims.json").read_text())
CLAIMS = [(world, entry) for world in WORLDS for entry in world["claims"]]
WRONG = {"true": {"fails", "conflict"}, "false": {"holds", "conflict"}, "neither": {"holds", "fails", "conflict"}}


def marked():
    """What was wrong once is in every run, and every twenty-fifth of the rest; all of them are under `pytest -m slow`."""
    for k, (world, entry) in enumerate(CLAIMS):
        name = f"{entry['claim']} | {', '.join(entry['given'])}" if "given" in entry else entry["claim"]
        marks = [] if "once" in entry or k % 25 == 0 else [pytest.mark.slow]
        yield pytest.param(world, entry, id=f"{world['name']}: {name}", marks=marks)


def verdict(world, entry):
    problem = problem_of_statement(entry["claim"], world["symbols"], world.get("let", {}), entry.get("given", ()))
    return judge_claim(problem, problem.claims[0], Options(points=3, repairs=0)).verdict


@pytest.mark.parametrize(("world", "entry"), list(marked()))
def test_no_false_claim_holds_and_no_true_one_fails(world, entry):
    assert verdict(world, entry) not in WRONG[entry["truth"]], entry["why"]


@pytest.mark.slow
def test_how_many_claims_are_decided(capsys):
    counted = {}
    for world, entry in CLAIMS:
        key = (entry["truth"], verdict(world, entry))
        counted[key] = counted.get(key, 0) + 1
    with capsys.disabled():
        print("\n" + "\n".join(f"{truth:8} {found:10} {n}" for (truth, found), n in sorted(counted.items())))
    assert counted["true", "holds"] > 300
    assert counted["false", "fails"] > 300


def test_there_are_claims_of_every_kind_with_a_reason():
    truths = [entry["truth"] for _, entry in CLAIMS]
    assert truths.count("true") >= 300 and truths.count("false") >= 300 and truths.count("neither") >= 20
    assert all(entry["why"] for _, entry in CLAIMS)
