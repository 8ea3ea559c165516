"""The catalogue problems/matrix_cookbook: every claim is judged as its file says, but for those listed as undecided.

matrix_cookbook_undecided.json (reason → file → ids) is exact: what gets decided must leave it, and what is lost shows.
"""

import json
import re
from pathlib import Path

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.load import load_problem

FOLDER = Path(__file__).parents[2] / "problems" / "matrix_cookbook"
LIST = json.loads((Path(__file__).parents[1] / "cases" / "matrix_cookbook_undecided.json").read_text())
STILL = {(file, name): why for why, files in LIST.items() for file, names in files.items() for name in names.split()}
FILES = {path.stem: load_problem(str(path)) for path in sorted(FOLDER.glob("*.yaml"))}
CLAIMS = [(stem, problem, claim) for stem, problem in FILES.items() for claim in problem.claims]
NO_REPAIRS = Options(repairs=0, assumptions=0)  # what is asked here is the verdict, not the nearest true claim

# NumPy's sampler draws no point that satisfies these, or none at which the false ones are false.
UNSAMPLED = {
    "eq422": "two idempotents that commute",
    "eq426": "an idempotent that is no multiple of I",
    "eq426.printed": "an idempotent that is no multiple of I",
    "eq436.two": "orthogonal and skew, at even sizes only",
    "eq436.three": "orthogonal and skew, at even sizes only",
    "eq436.four": "orthogonal and skew, at even sizes only",
    "eq440.strict": "a semidefinite matrix and a vector of its kernel",
    "eq531.sign": "a negative number c",
}
EVERY = 2  # of the claims in the normal run; all of them are under `-m slow`
SLOW = {"eq184", "eq422", "eq436.three", "eq436.four"}  # seconds, most of them in the sampler


def expected(claim):
    return claim.expect.verdict or "holds"


def number(claim):
    return int(re.match(r"eq(\d+)", claim.id)[1])


def test_there_are_enough_of_both():
    assert len({number(claim) for _, _, claim in CLAIMS}) >= 60
    assert sum(expected(claim) == "fails" for _, _, claim in CLAIMS) >= 15
    assert set(STILL) <= {(stem, claim.id) for stem, _, claim in CLAIMS}


@pytest.mark.parametrize("stem", FILES)
def test_every_claim_cites_its_equation(stem):
    """The number in the id stands in a comment, and so in the text that a person reads."""
    cited = set()
    for first, second, last in re.findall(r"\((\d+)\)(?:, \((\d+)\))?(?: to \((\d+)\))?", (FOLDER / f"{stem}.yaml").read_text()):
        cited |= {int(n) for n in (first, second, last) if n}
    assert {number(claim) for claim in FILES[stem].claims} <= cited


@pytest.mark.parametrize(
    ("stem", "problem", "claim"),
    [
        pytest.param(*c, id=f"{c[0]}-{c[2].id}", marks=[pytest.mark.slow] if c[2].id in SLOW or k % EVERY else [])
        for k, c in enumerate(CLAIMS)
    ],
)
def test_the_verdict_is_the_expected_one(stem, problem, claim):
    report = judge_claim(problem, claim, NO_REPAIRS)
    assert report.verdict in {expected(claim), "undecided"}, f"WRONG: {claim.text}: {report.message}"
    why = STILL.get((stem, claim.id))
    assert report.verdict == ("undecided" if why else expected(claim)), f"{report.message}\n(listed as undecided: {why or 'no'})"
    if claim.id not in UNSAMPLED:
        assert report.crosscheck.status == ("agrees" if expected(claim) == "holds" else "contradicts"), report.crosscheck
