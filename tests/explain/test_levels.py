"""What is above the chosen level appears nowhere: every word of it is searched for in every format."""

import json
from dataclasses import replace

import pytest

from symcheck import cli
from symcheck.engine import judge_problem
from symcheck.problem.load import load_text
from symcheck.render.formats import FORMATS
from symcheck.render.levels import LEVELS, limited, place_of
from symcheck.render.words import Style
from symcheck.report import Report
from symcheck.report_json import report_from_json, report_to_json
from symcheck.report_schema import REPORT, violations

# Each mistake, value and repair in it has a text of its own, so that searching for it says something.
FILE = """
title: Slips
symbols:
  x, y, p, q: real
  A: matrix(n, n)
  v, t: vector(n)
claims:
  slipped: (p + q)^2 = p^2 - 2 p q + q^2
  assumed:
    claim: grad(v^T A v, v) = 2 A v
    expect:
      verdict: fails
      diagnosis: wrong-order
      because: budget
      follows: equivalent
      holds_if: A is skew
  good: (x + y)(x - y) = x^2 - y^2
  shapes: v^2 = v
  strict:
    claim: x^2/x = x
    domain: strict
  infinite: limit(x^2, x -> 2) = 5
  chain:
    derivation: |
      [first] (x + 1)^2 = x^2 + 2 x + 1
      [second] (x + 1)^2 = x^2 + 3 x + 1
      [third] (x + 1)^2 = x^2 + 3 x + 1 + 0
  squared:
    from: sqrt(x + 6) = x
    derivation: |
      [root] x + 6 = x^2
      [roots] <=> x = 3 or x = -2
"""
# level from which on it may be told -> texts
TOLD = {
    "place": ["chain.second", "first wrong line", "not from the line before", "carried forward", "on the right side"],
    "kind": [
        "missing-assumption",
        "wrong-order",
        "shape-mismatch",
        "budget",
        '"code": "domain"',
        '"kind": "sign"',
        "sign of a term",
    ],
    "counterexample": ["left side 4", '"left": "4"', "false at", "countermodel", "x = -2: no solution"],
    "repair": ["p^2 + 2 p q", "x^2 + 2 x + 1 + 0", "A is symmetric", "A is skew", "did you mean", "hadamard(v, v)", "should be"],
}


@pytest.fixture(scope="module")
def report():
    return Report((judge_problem(load_text(FILE, "slips.yaml")),))


def written(report):
    """Every format, with and without colours; certificates are in some of them."""
    return {name: render(report, Style(unicode=True)) for name, render in FORMATS.items()}


def test_the_report_has_what_is_searched_for(report):
    everything = "\n".join(written(report).values())
    found = {text for texts in TOLD.values() for text in texts if text in everything}
    kinds = {"sign of a term", "on the right side"}  # said at the lower levels only, in place of what they leave out
    assert found == {text for texts in TOLD.values() for text in texts} - kinds


@pytest.mark.parametrize("level", LEVELS[:-1])
def test_nothing_above_the_level_is_told(report, level):
    higher = [text for name, texts in TOLD.items() if LEVELS.index(name) > LEVELS.index(level) for text in texts]
    for name, text in written(limited(report, level)).items():
        assert [h for h in higher if h in text] == [], f"{name} at level {level}"


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_tells_the_verdicts_and_is_a_report(report, level):
    told = limited(report, level)
    value = report_to_json(told)
    assert list(violations(value, REPORT)) == [] and report_from_json(json.loads(json.dumps(value))) == told
    assert {c.id: c.verdict for c in told.claims if c.step is None or level != "verdict"}["slipped"] == "fails"
    assert all(bool(a.unmet) == bool(b.unmet) for a in told.claims for b in report.claims if a.id == b.id)


def test_at_verdict_a_derivation_is_one_claim(report):
    told = {c.id: c for c in limited(report, "verdict").claims}
    assert set(told) == {"slipped", "assumed", "good", "shapes", "strict", "infinite", "chain", "squared"}
    assert (told["chain"].verdict, told["squared"].verdict) == ("fails", "holds")
    assert limited(report, "verdict").problems[0].derivations == ()


def test_each_level_adds_to_the_one_before(report):
    claim = {level: next(c for c in limited(report, level).claims if c.id == "slipped") for level in LEVELS}
    assert claim["place"].notes == ("the mistake is on the right side, in `- 2 p q`",)
    assert (claim["place"].diagnosis, claim["place"].counterexample) == (None, None)
    assert claim["kind"].diagnosis.kind == "sign" and claim["kind"].diagnosis.repaired == ""
    assert claim["kind"].certificate is None and claim["counterexample"].certificate is not None
    assert claim["counterexample"].counterexample.values == {"p": "1", "q": "1"}
    assert claim["repair"].diagnosis.repaired == "(p + q)^2 = p^2 - 2 p q + q^2".replace("-", "+")


def test_what_holds_keeps_its_proof(report):
    told = next(c for c in limited(report, "verdict").claims if c.id == "good")
    assert told.certificate is not None and told.method == "normal form"


PLACES = [
    ("a b = a + c - d", "a b = a + c + d", "on the right side, in `- d`"),
    ("a b = a + c", "a c = a + c", "on the left side"),
    ("f(a + b, c) + d = 0", "f(a - b, c) + d = 0", "on the left side, in `f(a + b, c)`"),
    ("x is convex", "y is convex", "on the left side"),
    ("a = b", "b = a", "on both sides"),
    ("P(x)", "P(y)", "in the statement"),
]


@pytest.mark.parametrize(("written", "repaired", "place"), PLACES)
def test_the_place_is_a_summand_and_not_the_sign_in_it(report, written, repaired, place):
    claim = next(c for c in report.claims if c.id == "slipped")
    changed = replace(claim, read=written, diagnosis=replace(claim.diagnosis, repaired=repaired))
    assert place_of(changed) == place


def test_the_command_line(tmp_path, capsys):
    path = tmp_path / "slips.yaml"
    path.write_text("symbols:\n  p, q: real\nclaims:\n  sign: (p + q)^2 = p^2 - 2 p q + q^2\n")
    assert cli.run(["verify", str(path), "--level", "kind", "--no-lock", "-q"]) == 1
    said = capsys.readouterr().out
    assert (
        "mistake  sign: The sign" in said and "p = 1" not in said and "2 p q + q^2" not in said.replace("p^2 - 2 p q + q^2", "")
    )
    assert cli.run(["verify", str(path), "--level", "everything"]) == 2
    assert "'everything' is not one of 'verdict', 'place', 'kind', 'counterexample', 'repair'" in capsys.readouterr().err
