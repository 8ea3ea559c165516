"""Every file below problems/ states what catalogue.json says, and every claim is judged as its file expects.

catalogue.json, by file: how many claims hold, fail and are malformed by `expect:`, and which are still undecided, code → ids.
The list is exact: what gets decided must leave it, what is lost shows.  `time-limit` lists claims that take longer than a test
should.  A folder whose claims another test judges one by one is only counted here.
"""

import json
import signal
from collections import Counter
from pathlib import Path

import pytest

from symcheck.diagnosis.judging import judge, question_of
from symcheck.problem.load import load_problem

ROOT = Path(__file__).parents[2] / "problems"
ROWS = json.loads((Path(__file__).parent / "catalogue.json").read_text())
SUBJECTS = ("calculus/", "deep_learning/", "optimisation/", "probability/")
JUDGED_ELSEWHERE = {"homework2": "tests/homework2", "matrix_cookbook": "tests/theories/test_matrix_cookbook.py"}
FILES = {str(path.relative_to(ROOT)): load_problem(str(path)) for path in sorted(ROOT.rglob("*.yaml"))}
EVERY = 3
TIME_LIMIT = 30  # seconds, a net: no verdict that the list states depends on it


def expected(claim):
    return claim.expect.verdict or "holds"


def listed(name):
    """Id → code of the claims that the list calls undecided."""
    return {i: code for code, ids in ROWS.get(name, {}).get("undecided", {}).items() for i in ids.split()}


def cases():
    """Every third claim in the normal run, all of them under `pytest -m slow`."""
    count = 0
    for name, problem in FILES.items():
        if name.split("/")[0] in JUDGED_ELSEWHERE:
            continue
        still = listed(name)
        for claim in problem.claims:
            count += 1
            slow = [pytest.mark.slow] if still.get(claim.id) == "time-limit" or count % EVERY else []
            yield pytest.param(name, problem, claim, id=f"{name}:{claim.id}", marks=slow)


def test_every_file_has_its_row():
    assert sorted(ROWS) == sorted(FILES), "state the counts of each file in tests/problems/catalogue.json"


@pytest.mark.parametrize("name", FILES)
def test_a_file_states_so_many_claims(name):
    counts = Counter(expected(claim) for claim in FILES[name].claims)
    assert dict(counts) == {verdict: n for verdict, n in ROWS[name].items() if verdict != "undecided"}
    assert set(listed(name)) <= {claim.id for claim in FILES[name].claims}


@pytest.mark.parametrize("name", [n for n in FILES if n.startswith(SUBJECTS)])
def test_a_subject_names_its_sources_and_has_false_twins(name):
    assert FILES[name].source
    assert sum(expected(claim) == "fails" for claim in FILES[name].claims) >= 5
    text = (ROOT / name).read_text()
    assert sum(line.strip().startswith("# ") for line in text.splitlines()) >= 5, "each group of claims says where it is from"


@pytest.mark.parametrize("folder", JUDGED_ELSEWHERE)
def test_the_other_test_is_there(folder):
    present = any(name.startswith(folder + "/") for name in FILES)
    assert not present or (ROOT.parent / JUDGED_ELSEWHERE[folder]).exists()


@pytest.mark.parametrize(("name", "problem", "claim"), list(cases()))
def test_the_verdict_is_the_expected_one(name, problem, claim):
    if claim.statement is None:
        assert expected(claim) == "malformed"
        assert claim.malformed is not None
        assert claim.expect.because in {None, claim.malformed.code}
        return
    code = listed(name).get(claim.id)
    found, _ = judged(problem, claim)
    assert found in {expected(claim), "undecided", "time-limit"}, f"WRONG: {found}: {claim.text}"
    if "time-limit" in {code, found}:
        return  # on a faster day it is decided; that it is not decided wrongly has just been seen
    assert found == ("undecided" if code else expected(claim)), f"listed as {code or 'decided'}; found {found}"


def judged(problem, claim):
    """Verdict and code without cross-check and diagnosis, neither of which decides anything."""

    def stop(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(TIME_LIMIT)
    try:
        decision, _ = judge(question_of(problem, claim, claim.statement))
    except TimeoutError:
        return "time-limit", "time-limit"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return decision.status, decision.code
