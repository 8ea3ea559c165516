"""The soundness rules 5 to 8 of the design, section 2, attacked: replay, obligations, symmetry, determinism.

Through the public path: a problem in memory or a file, `engine.judge_claim`, and the command line where the rule is about it.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from symcheck import cli
from symcheck.engine import Options, judge_claim, judge_problem
from symcheck.kernel.check import Rejected, check
from symcheck.problem.load import load_problem
from symcheck.problem.single import problem_of_statement
from symcheck.recheck import recheck

SYMBOLS = {
    "X": "matrix(n, d)",
    "A, B": "matrix(n, n)",
    "u, v": "vector(n)",
    "w": "vector(d)",
    "t": "vector(n)",
    "x, y": "real",
    "k": "integer",
    "f": "R -> R",
}


def judged(claim, *given, seed=0):
    problem = problem_of_statement(claim, SYMBOLS, {}, given)
    return judge_claim(problem, problem.claims[0], Options(seed=seed, points=3, repairs=0))


# ---- 5. One replay path

FILE = """title: Replay
symbols:
  X: matrix(n, d)
  w: vector(d)
  t: vector(n)
  x: real
  y: real
claims:
  holds:
    claim: X^T (X w - t) = 0
    given: X w = t
  positive: x^2 + 1 > 0
  fails:
    claim: y = 0
    given: x y = 0
    expect: fails
"""


@pytest.fixture
def reported(tmp_path, capsys):
    """The problem file, and its report as JSON made by the command line."""
    path, report = tmp_path / "p.yaml", tmp_path / "report.json"
    path.write_text(FILE)
    assert cli.run(["verify", str(path), "-o", str(report)]) == 0
    capsys.readouterr()
    return path, report


def replayed(report, data, capsys):
    report.write_text(json.dumps(data))
    code = cli.run(["replay", str(report)])
    return code, capsys.readouterr().out


def test_rule_5_replay_confirms_what_was_reported(reported, capsys):
    code, out = replayed(reported[1], json.loads(reported[1].read_text()), capsys)
    assert (code, out.count("confirmed")) == (0, 4)


def claim_of(data, name):
    return next(c for c in data["problems"][0]["claims"] if c["id"] == name)


def certificates(evidence):
    return evidence["evidence"]["certificate"]


def certificate_of(data, name):
    """The certificate of the only part of a claim, to be changed in place."""
    return next(iter(certificates(claim_of(data, name)).values()))


TAMPERED = {
    "the verdict": lambda data: claim_of(data, "fails").update(verdict="holds"),
    "the other verdict": lambda data: claim_of(data, "holds").update(verdict="fails"),
    "the counterexample": lambda data: certificate_of(data, "fails")["countermodel"]["values"].update(x=[["1"]], y=[["1"]]),
    "a label": lambda data: certificate_of(data, "holds")["proof"]["steps"][0].update(label="from"),
    "a cofactor": lambda data: certificate_of(data, "holds")["proof"]["steps"][0]["context"]["terms"][0].__setitem__(0, "2"),
    "the steps": lambda data: certificate_of(data, "holds")["proof"].update(steps=[]),
    "the models": lambda data: certificate_of(data, "holds").update(models=[]),
    "a square": lambda data: certificate_of(data, "positive")["proof"].update(summands=[]),
    "the certificate of another claim": lambda data: claim_of(data, "positive")["evidence"].update(
        certificate=certificates(claim_of(data, "holds"))
    ),
    "no certificate": lambda data: claim_of(data, "holds")["evidence"].update(certificate=None),
    "a certificate that is a text": lambda data: claim_of(data, "holds")["evidence"].update(certificate="holds"),
    "the text of the claim": lambda data: claim_of(data, "fails").update(source="y = y"),
    "the id of the claim": lambda data: claim_of(data, "fails").update(id="fail"),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED.keys())
def test_rule_5_a_report_that_was_changed_is_not_confirmed(tamper, reported, capsys):
    data = json.loads(reported[1].read_text())
    tamper(data)
    code, out = replayed(reported[1], data, capsys)
    assert code == 1
    assert "rejected" in out and out.count("confirmed") == 3


def test_rule_5_a_file_that_was_changed_is_not_confirmed(reported, capsys):
    path, report = reported
    path.write_text(FILE.replace("given: x y = 0", "given: x + y = 0"))
    code, out = replayed(report, json.loads(report.read_text()), capsys)
    assert code == 2
    assert "it has changed since the report was made" in out


def test_rule_5_the_lowering_and_the_check_are_those_of_the_first_time(reported):
    problem = load_problem(str(reported[0]))
    for claim in problem.claims:
        report = judge_claim(problem, claim, Options())
        assert recheck(problem, claim, json.loads(json.dumps(report.certificate))) == report.verdict


def test_rule_5_verdicts_do_not_cross_process_boundaries():
    with pytest.raises(Rejected):
        check(None, {"verdict": "holds"})  # type: ignore[arg-type]


# ---- 6. Refuting an obligation refutes the claim only if the claim implies that obligation


@pytest.mark.parametrize(
    "claim",
    [
        "argmin(x^4, x) = 0",
        "x = 1 or x != 1",
        "x <= y or y <= x",
        "x = 0 or y = 0 or x y != 0",
        "x y = 0 => x = 0 or y = 0",
        "x^4 = x^4 and (x > 0 or x <= 0)",
        "not (x > 0 and x < 0)",
        "x in [0, 1] or x < 0 or x > 1",
        "abs(x) >= 0",
        "abs(x) = 1 or abs(x) != 1",
        "x^3 = y^3 => x = y",
        "x > 0 => x = 1 or x != 1",
    ],
)
def test_rule_6_what_the_claim_does_not_need_may_be_false(claim):
    assert judged(claim).verdict != "fails"


@pytest.mark.parametrize(
    "claim", ["x = 1 and x != 1", "x > 0 => x = 1", "x = 0 <=> x^2 = x", "argmin((x - 1)^2, x) = 2", "not (x = 1 or x != 1)"]
)
def test_rule_6_what_the_claim_needs_refutes_it(claim):
    assert judged(claim).verdict == "fails"


# ---- 7. Symmetric

EQUATIONS = [
    "X^T (X w - t) = X^T X w - X^T t",
    "grad(norm(X w - t)^2, w) = 2 X^T (X w - t)",
    "inv(A B) = inv(B) inv(A)",
    "A B = B A",
    "sqrt(x^2) = x",
    "sqrt(x^2) = abs(x)",
    "x^2/x = x",
    "abs(x) = x",
    "sqrt(x) = 0",
    "argmin((x - y)^2, x) = y",
    "solve(2 x = y, x) = y/2",
    "sin(x) = x",
    "x = x + 1",
    "X^T inv(X X^T) X = I",
    "norm(u) = 0",
    "tr(I(n)) = n",
    "f(x) = f(y)",
    "abs(x) = -1",
    "sqrt(x) = sqrt(y)",
    "solve(x = 2 x - x, x) = x",
    "argmin(x^2, x) = 1",
]


@pytest.mark.parametrize("claim", EQUATIONS)
def test_rule_7_swapping_the_sides_never_changes_the_verdict(claim):
    left, right = claim.split(" = ", 1) if "solve" not in claim else claim.rsplit(" = ", 1)
    one, other = judged(claim), judged(f"{right} = {left}")
    assert one.verdict == other.verdict
    assert set(one.scope.where) == set(other.scope.where)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x <= x^2 + 1", "x^2 + 1 >= x"),
        ("x < x^2", "x^2 > x"),
        ("x != y", "y != x"),
        ("x = 1 and y = 2", "y = 2 and x = 1"),
        ("x = y <=> x^2 = y^2", "x^2 = y^2 <=> x = y"),
        ("x = 0 or x != 0", "x != 0 or x = 0"),
    ],
)
def test_rule_7_mirrored_statements_have_one_verdict(one, other):
    assert judged(one).verdict == judged(other).verdict


# ---- 8. Deterministic and fair

MIXED = [
    ("A B = B A", ()),
    ("norm(X w - t)^2 >= 0", ()),
    ("x = y", ("x^2 = y^2",)),
    ("u = v", ("A u = A v",)),
    ("k != 3", ()),
    ("sin(x) = x", ()),
]


@pytest.mark.parametrize(("claim", "given"), MIXED)
def test_rule_8_two_runs_give_one_report_and_no_verdict_depends_on_the_seed(claim, given):
    reports = [replace(judged(claim, *given, seed=seed), seconds=0) for seed in (0, 0, 1, 2, 3)]
    assert reports[0] == reports[1]
    assert len({r.verdict for r in reports}) == 1


def test_rule_8_other_claims_of_the_file_change_nothing(tmp_path):
    """A claim is judged from the problem alone: alone, with others before it, or after them."""
    path = Path(tmp_path) / "p.yaml"
    path.write_text(FILE)
    problem = load_problem(str(path))
    together = judge_problem(problem, options=Options(points=3))
    for claim, report in zip(problem.claims, together.claims, strict=True):
        assert replace(judge_claim(problem, claim, Options(points=3)), seconds=0) == replace(report, seconds=0)
