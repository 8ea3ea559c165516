"""Homework 2 through the command line: verified, judged against `holds` throughout, replayed, and replayed after tampering."""

import copy
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from symcheck.replay import CONFIRMED, NOT_DECIDED, REJECTED, UNUSABLE, replay
from symcheck.report_json import report_from_json

from .judged import FOLDER

ROOT = FOLDER.parents[1]
ROWS = json.loads((Path(__file__).parent / "expected.json").read_text())
DECIDED = [row["id"] for row in ROWS if row["verdict"] in {"holds", "fails"}]
OPPOSITE = {"holds": "fails", "fails": "holds"}


def run(*arguments, python=()):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, *python, "-m", "symcheck", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def verified(tmp_path_factory):
    """(the finished process, the path of the report it wrote)."""
    path = tmp_path_factory.mktemp("report") / "report.json"
    return run("verify", "problems/homework2", "--format", "json", "-o", str(path)), path


@pytest.fixture
def report(verified):
    return json.loads(verified[1].read_text())


def claim_of(report, name):
    return next(c for p in report["problems"] for c in p["claims"] if c["id"] == name)


def replayed(report):
    """Claim → what replaying made of it, from the report as it would be read from a file."""
    return {r.claim: r for r in replay(report_from_json(json.loads(json.dumps(report))), ROOT)}


def replayed_alone(report, name):
    """The same for one claim, the others left out of the report."""
    problems = [{**p, "claims": [c for c in p["claims"] if c["id"] == name]} for p in report["problems"]]
    return replayed({**report, "problems": [p for p in problems if p["claims"]]})[name]


# -- verify ----------------------------------------------------------------------------------------------------


def test_every_claim_meets_what_is_expected_of_it(verified):
    process, _ = verified
    assert process.returncode == 0, process.stdout + process.stderr


def test_the_report_has_every_claim_with_its_verdict(report):
    assert {c["id"]: c["verdict"] for p in report["problems"] for c in p["claims"]} == {r["id"]: r["verdict"] for r in ROWS}
    assert report["summary"] == {v: sum(r["verdict"] == v for r in ROWS) for v in report["summary"]}


def test_what_fails_is_not_as_expected_when_expectations_are_ignored():
    process = run("verify", "problems/homework2", "--ignore-expect", "-k", "2.3.1 or flip")
    assert process.returncode == 1, process.stdout + process.stderr
    assert "2.3.1.gradient-column" in process.stdout


@pytest.mark.slow
def test_the_whole_homework_is_not_right():
    process = run("verify", "problems/homework2", "--ignore-expect")
    assert process.returncode == 1
    wrong = sum(row["verdict"] != "holds" for row in ROWS)
    assert f"{wrong} not as expected" in process.stdout


# -- replay ----------------------------------------------------------------------------------------------------


def test_every_claim_is_confirmed(verified):
    process = run("replay", str(verified[1]))
    assert process.returncode == 0, process.stdout + process.stderr
    assert process.stdout.splitlines()[-1] == "50 confirmed"
    for row in ROWS:
        assert re.search(rf"^confirmed +{row['verdict']} +{re.escape(row['id'])}$", process.stdout, re.M)


def test_replay_loads_neither_sympy_nor_numpy(verified):
    process = run("replay", str(verified[1]), python=("-X", "importtime"))
    assert process.returncode == 0
    lines = [line for line in process.stderr.splitlines() if line.startswith("import time")]
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
    assert "symcheck" in loaded and "flint" in loaded
    assert not loaded & {"sympy", "mpmath", "numpy"}


# -- tampering -------------------------------------------------------------------------------------------------


def test_an_untouched_report_is_confirmed(report):
    assert {r.status for r in replayed(report).values()} == {CONFIRMED}


@pytest.mark.parametrize("name", DECIDED)
def test_the_opposite_verdict_is_rejected(report, name):
    claim = claim_of(report, name)
    claim["verdict"] = OPPOSITE[claim["verdict"]]
    assert replayed_alone(report, name).status == REJECTED


@pytest.mark.parametrize("name", [row["id"] for row in ROWS if row["verdict"] == "malformed"])
def test_what_is_malformed_is_not_made_true(report, name):
    claim_of(report, name)["verdict"] = "holds"
    claim_of(report, name)["evidence"]["certificate"] = claim_of(report, "1.1.1.gradient")["evidence"]["certificate"]
    assert replayed_alone(report, name).status == REJECTED


@pytest.mark.parametrize("instead", [None, {}, [], "trust me", {"0": {}}, {"0": None}], ids=str)
def test_no_decided_claim_is_confirmed_without_its_certificate(report, instead):
    for name in DECIDED:
        claim_of(report, name)["evidence"]["certificate"] = instead
    found = replayed(report)
    assert [name for name in DECIDED if found[name].status != REJECTED] == []


# Where in the certificate (a path), what is put there, and what it breaks.
FORGED = [
    ("1.1.1.row-space", ["0", "proof", "value", "terms", 0, 0], "3", "another witness"),
    ("1.1.1.coefficients", ["0.0", "proof", "steps", 0, "context", "terms", 0, 0], "7", "another cofactor"),
    ("1.1.1.coefficients", ["0.0", "proof", "steps"], [], "no step of the proof"),
    ("1.1.1.perp.4", ["0.0", "proof", "steps", 0, "label"], "given.9", "a hypothesis that there is not"),
    ("1.1.1.minimum-norm", ["0", "proof", "summands", 0, "coefficient"], "-1", "a negative square"),
    ("1.1.1.minimum-norm", ["0", "proof", "summands"], [], "no squares"),
    ("1.2.1.limit", ["0", "base"], 5, "a region that the run has not entered"),
    ("1.2.1.limit", ["0", "coordinates"], {}, "other coordinates"),
    ("1.2.1.symmetric", ["0.0", "equations", "v[1]", "v[2]"], "3", "an invariant that is not kept"),
    ("1.2.1.symmetric", ["0.0", "base"], 0, "a base before the invariant holds"),
    ("1.2.1.stays", ["0", "to"], 130, "a run that ends before the first false row"),
    ("2.1.2.forward", ["0", "above"], [5], "a domination of terms that are not there"),
    ("2.2.2.convex", ["0", "proof", "summands", 0, "coefficient"], "9", "other squares"),
    ("2.2.3.step3", ["0.0", "countermodel", "values", "eta"], [["1"]], "a point at which the step is right"),
    ("2.2.3.step3", ["0.0", "countermodel", "sizes", "d"], 2, "sizes that do not fit the values"),
    ("2.2.3.answer", ["0.0", "proof", "factors", 0, "label"], "given.2", "a factor that is not known to differ from 0"),
    ("2.3.2.sign-error", ["0.0", "countermodel", "values", "lambda"], [["3"]], "a point that breaks the agreement"),
    ("2.3.2.sign-error", ["0.0", "countermodel", "values", "eta"], [["0"]], "a point that breaks eta != 0"),
    ("2.3.2.answer", ["0.0", "proof", "factors"], [], "the division by w0 forgotten"),
    ("3.1.inverse", ["0", "order", 0], "Z[9,9]", "a pixel that there is not"),
    ("3.1.inverse", ["0", "order"], [], "no pixel decided"),
]


@pytest.mark.parametrize(("name", "path", "instead", "why"), FORGED, ids=[f"{n}: {w}" for n, *_, w in FORGED])
def test_a_forged_certificate_is_rejected(report, name, path, instead, why):
    found = claim_of(report, name)["evidence"]["certificate"]
    *way, last = path
    for key in way:
        found = found[key]
    if isinstance(found, dict):
        assert last in found, f"{name} has another kind of certificate now: {sorted(found)}"
    assert found[last] != instead
    found[last] = instead
    assert replayed_alone(report, name).status == REJECTED, why


def test_forgery_is_told_by_the_exit_code(report, tmp_path):
    forged = copy.deepcopy(report)
    claim_of(forged, "2.2.3.step3")["verdict"] = "holds"
    path = tmp_path / "forged.json"
    path.write_text(json.dumps(forged))
    process = run("replay", str(path), "--quiet")
    assert process.returncode == 1
    assert "2.2.3.step3" in process.stdout


def test_a_certificate_serves_its_own_statement_only(report):
    claim_of(report, "2.2.3.step3")["source"] = claim_of(report, "2.2.3.step5")["source"]
    assert replayed_alone(report, "2.2.3.step3").status == REJECTED


def test_a_report_on_other_files_is_of_no_use(report):
    report["problems"][0]["sha256"] = "0" * 64
    assert replay(report_from_json(report), ROOT)[0].status == UNUSABLE


def test_undecided_claims_are_not_confirmed(report):
    claim = claim_of(report, "1.1.1.gradient")
    claim["verdict"], claim["code"] = "undecided", "no-certificate"
    assert replayed_alone(report, "1.1.1.gradient").status == NOT_DECIDED
