"""Small mistakes in the true matrix claims, the 80 cases and the Matrix Cookbook: no false one holds, no true one fails.

What is false is decided by NumPy, as for Homework 2.  The normal run takes every STEP-th mutant, `pytest -m slow` all of them.
"""

import json
from pathlib import Path

import pytest

from symcheck.language.printing import to_text
from symcheck.problem.load import load_problem

from .changes import mutants
from .judging import Variant, counts, judged, mostly_false, none_wrong, problem_of_case

CASES = Path(__file__).parents[1] / "cases" / "matrix.json"
COOKBOOK = Path(__file__).parents[2] / "problems" / "matrix_cookbook"
STEP = 41  # a prime, so that no kind of mistake is always skipped


def true_claims():
    """(path, id, claim) of every claim that is true, decided by the kernel or not."""
    for case in json.loads(CASES.read_text()):
        if case["truth"]:
            yield str(CASES), case["id"], problem_of_case(case).claims[0]
    for path in sorted(COOKBOOK.glob("*.yaml")):
        for claim in load_problem(str(path)).claims:
            if claim.expect is None or claim.expect.verdict in {None, "holds"}:
                yield str(path), claim.id, claim


def all_mutants():
    """Id → the mutants of every true claim."""
    return {
        (path, name): [Variant(path, name, kind, to_text(term)) for kind, term in mutants(claim.statement, claim.context)]
        for path, name, claim in true_claims()
    }


MUTANTS = all_mutants()
ALL = [variant for found in MUTANTS.values() for variant in found]


def test_every_true_claim_has_mutants():
    assert [name for name, found in MUTANTS.items() if not found] == []
    assert len(ALL) >= 500


def test_a_sample_of_mutants(capsys):
    check(ALL[::STEP], capsys)


@pytest.mark.slow
def test_all_mutants(capsys):
    check(ALL, capsys)


def check(variants, capsys):
    found = judged(variants)
    with capsys.disabled():
        print(f"\nmutants: {counts(found)}")
    none_wrong(found)
    mostly_false(found)
