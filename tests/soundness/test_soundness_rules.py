"""The soundness rules of the design (section 2), one test or more named after each, through the public path."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.load import load_problem
from symcheck.problem.single import problem_of_statement
from symcheck.recheck import recheck

HOMEWORK = Path(__file__).parents[2] / "problems" / "homework2"
MATRIX = {"X": "matrix(n, d)", "w": "vector(d)", "t": "vector(n)"}


def judged(claim, symbols=None, given=(), let=None, seed=0, domain="warn"):
    problem = problem_of_statement(claim, symbols or {}, let or {}, tuple(given))
    return judge_claim(problem, replace(problem.claims[0], domain=domain), Options(seed=seed))


@pytest.mark.parametrize("claim", ["log(exp(x)) = x", "sin(x)^2 + cos(x)^2 = 1", "exp(x) exp(y) = exp(x + y)"])
def test_rule_1_proved_may_abstract_refuted_may_not(claim):
    """True facts about atoms that the normal form knows nothing of are never refuted by giving the atoms values."""
    assert judged(claim, {"x": "real", "y": "real"}).verdict != "fails"


def test_rule_1_proof_by_abstraction():
    assert judged("sin(x) + sin(x) = 2 sin(x)", {"x": "real"}).verdict == "holds"


def test_rule_2_no_vacuous_theorem():
    report = judged("x = 5", {"x": "real"}, ["x > 1, x < 0"])
    assert (report.verdict, report.code) == ("undecided", "vacuous")


def test_rule_2_the_orders_with_a_model_are_listed():
    """X Xᵀ is invertible for n ≤ d only, Xᵀ X for n ≥ d only; both together for n = d."""
    assert judged("X X^T inv(X X^T) = I", MATRIX).scope.dimensions == "n < d, d = n"
    both = judged("inv(X X^T) X = X inv(X^T X)", MATRIX)
    assert both.verdict == "holds"
    assert both.scope.dimensions == "d = n"
    assert judged("(X w)^T = w^T X^T", MATRIX).scope.dimensions == "all"


def test_rule_3_a_verdict_never_widens_the_claim():
    report = judged("x^2/x = x", {"x": "real"})
    assert (report.verdict, report.scope.where) == ("holds", ("x != 0",))
    assert any("domain changes" in note for note in report.notes)
    assert judged("x^2/x = x", {"x": "real"}, domain="strict").verdict != "holds"
    assert not any("domain" in note for note in judged("x^2/x = x", {"x": "real"}, domain="ignore").notes)
    wrong = judged("sqrt(x^2) = x", {"x": "real"})
    assert (wrong.verdict, wrong.counterexample.values["x"]) == ("fails", "-1")


def test_rule_3_nothing_is_refuted_where_it_is_undefined():
    report = judged("sqrt(x) >= 0", {"x": "real"})
    assert (report.verdict, report.scope.where) == ("holds", ("x >= 0",))


def test_rule_4_sampling_never_proves():
    """True everywhere, agreed with at every point, and not provable here: undecided."""
    report = judged("exp(sin(x)) <= 3", {"x": "real"})
    assert (report.verdict, report.crosscheck.status) == ("undecided", "agrees")


def test_rule_5_one_replay_path():
    """A certificate is checked afresh; one that was changed, or is another claim's, proves nothing."""
    problem = load_problem(str(HOMEWORK / "1-minimum-norm.yaml"))
    claim = next(c for c in problem.claims if c.id == "1.1.1.interpolates")
    other = next(c for c in problem.claims if c.id == "1.1.1.coefficients")
    certificate = judge_claim(problem, claim, Options()).certificate
    assert recheck(problem, claim, certificate) == "holds"
    assert recheck(problem, other, certificate).startswith("rejected")
    text = json.dumps(certificate)
    forged = json.loads(text.replace('"label": "inverse', '"label": "forged'))
    assert json.dumps(forged) != text
    assert recheck(problem, claim, forged).startswith("rejected")


def test_rule_6_a_refuted_obligation_that_the_claim_does_not_need():
    """x⁴ has a single minimum at 0 though its second derivative is not positive there: never refuted for that."""
    assert judged("argmin(x^4, x) = 0", {"x": "real"}).verdict != "fails"
    assert judged("x = 1 or x != 1", {"x": "real"}).verdict != "fails"


EQUATIONS = [
    (path.name, claim.id)
    for path in sorted(HOMEWORK.glob("*.yaml"))
    for claim in load_problem(str(path)).claims
    if claim.statement is not None and claim.statement.op == "rel" and claim.statement.value == "="
]


@pytest.mark.parametrize(("name", "id_"), EQUATIONS, ids=[i for _, i in EQUATIONS])
def test_rule_7_symmetric(name, id_):
    problem = load_problem(str(HOMEWORK / name))
    claim = next(c for c in problem.claims if c.id == id_)
    swapped = replace(claim, statement=replace(claim.statement, args=claim.statement.args[::-1]))
    options = Options(points=3, repairs=0)
    assert judge_claim(problem, swapped, options).verdict == judge_claim(problem, claim, options).verdict


def test_rule_8_deterministic_and_fair():
    problem = load_problem(str(HOMEWORK / "2-learning-rate.yaml"))
    options = [replace(Options(repairs=20, assumptions=20), seed=s) for s in (0, 0, 7)]
    first, again, other = ([judge_claim(problem, c, o) for c in problem.claims] for o in options)
    assert [replace(r, seconds=0) for r in first] == [replace(r, seconds=0) for r in again]
    assert [r.verdict for r in first] == [r.verdict for r in other]
