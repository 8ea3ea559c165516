"""Small mistakes in every claim that holds: a false one is never said to hold, a true one never to fail.

What is false is decided by NumPy at five or more points, sharing nothing with the kernel but the term.  The normal run
takes a seeded sample of every claim's mutants, `pytest -m slow` all of them.
"""

import json
import random
from pathlib import Path

import pytest
from variants.changes import mutants
from variants.judging import Variant, counts, judged, mostly_false, none_wrong

from symcheck.language.printing import to_text

from .judged import problems

EXPECTED = {row["id"]: row["verdict"] for row in json.loads((Path(__file__).parent / "expected.json").read_text())}
SEED = 20220301
SAMPLED = 3  # of each claim


def all_mutants():
    """Id → the mutants of every claim that holds."""
    return {
        claim.id: [Variant(problem.path, claim.id, kind, to_text(term)) for kind, term in mutants(claim.statement, claim.context)]
        for problem in problems()
        for claim in problem.claims
        if EXPECTED[claim.id] == "holds"
    }


def sample():
    rng = random.Random(SEED)
    return [v for found in all_mutants().values() for v in rng.sample(found, min(SAMPLED, len(found)))]


def test_every_claim_that_holds_has_mutants():
    assert [name for name, found in all_mutants().items() if not found] == ["1.2.1.trace-loosely"]  # no part of it is a term


def test_a_sample_of_mutants(capsys):
    check(sample(), capsys)


@pytest.mark.slow
def test_all_mutants(capsys):
    check([v for found in all_mutants().values() for v in found], capsys)


def check(variants, capsys):
    found = judged(variants)
    with capsys.disabled():
        print(f"\nmutants (seed {SEED}): {counts(found)}")
    none_wrong(found)
    mostly_false(found)
