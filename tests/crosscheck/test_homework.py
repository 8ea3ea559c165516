"""The founding job: every claim of problems/homework2 that holds agrees, and none that fails does."""

from pathlib import Path

import pytest

import symcheck
from symcheck.crosscheck.check import crosscheck
from symcheck.problem.load import load

FOLDER = Path(symcheck.__file__).parent.parent / "problems" / "homework2"
PROBLEMS = [load(str(path)) for path in sorted(FOLDER.glob("*.yaml"))]
CLAIMS = [(problem, claim) for problem in PROBLEMS for claim in problem.claims if claim.statement is not None]

# exact sequences whose course rounding decides, and limits
SAID_NOTHING = {"1.2.1.stays": "inconclusive", "1.2.1.limit": "not-applicable"}


@pytest.mark.parametrize(("problem", "claim"), CLAIMS, ids=[c.id for _, c in CLAIMS])
def test_claim(problem, claim):
    hypotheses = [g.statement for g in claim.given]
    if claim.step is not None and claim.step.from_ is not None:
        hypotheses.append(claim.step.from_.statement)
    found = crosscheck(claim.statement, tuple(hypotheses), claim.context, problem.objects, tolerance=claim.tolerance)
    expected = "contradicts" if claim.expect.verdict == "fails" else "agrees"
    assert found.status == SAID_NOTHING.get(claim.id, expected), found
