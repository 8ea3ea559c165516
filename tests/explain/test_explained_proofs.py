"""Proofs as derivations: every kind of certificate is told, in the words of the claim."""

import json

import pytest

from symcheck import cli
from symcheck.decide import decide, recheck
from symcheck.engine import Options, judge_claim
from symcheck.explain.derivations import derivation
from symcheck.explain.located import located
from symcheck.explain.notation import Notation
from symcheck.explain.schemas import SAYS
from symcheck.kernel.axioms import INTRODUCTION, SCHEMAS
from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import (
    Polynomial,
    assemble,
    diagonal_matrix,
    hadamard,
    inner,
    letter,
    ones,
    product,
    trace,
    transpose,
)
from symcheck.language.sizes import ONE, Size
from symcheck.problem.load import load_text
from symcheck.problem.single import problem_of_statement
from symcheck.render.mathematics import pretty

SYMBOLS = {
    "X": "matrix(n, d)", "A, B": "matrix(n, n)", "w": "vector(d)", "t, u, v": "vector(n)", "x, y, a": "real",
    "s": "real, positive", "k": "integer",
}  # fmt: skip
# what it shows: claim, hypotheses, kinds in the certificate, lines of the derivation
CLAIMS = {
    "normal form": (
        "(x + y)^2 = x^2 + 2 x y + y^2", (), {"combination"}, ["multiplied out, both sides are 2 x y + x² + y²"],
    ),
    "the issue's own example": (
        "X^T X w = X^T t", ("X w = t",), {"combination"},
        ["given: X w = t", "multiply X w = t (given) from the left by Xᵀ: Xᵀ X w = Xᵀ t", "which is the claim"],
    ),
    "from the right": (
        "A B A = A", ("A B = I",), {"combination"}, ["multiply A B = I (given) from the right by A: A B A = A"],
    ),
    "an inverse": (
        "X inv(X^T X) X^T X = X", (), {"combination"},
        ["where: Xᵀ X is invertible", "(by the definition of the inverse) from the left by X"],
    ),
    "a positive factor": ("s + 1/s >= 2", (), {"squares"}, ["s ((1 / s) + s − 2) = (1 − s)² ≥ 0", "a square is never negative"]),
    "squares": ("2 x y <= x^2 + y^2", (), {"squares"}, ["x² + y² − 2 x y = (x − y)² ≥ 0", "since a square is never negative"]),
    "squares of norms": ("norm(u)^2 + norm(v)^2 >= 2 u^T v", (), {"squares"}, ["‖u − v‖² ≥ 0"]),
    "signs": ("x y >= 0", ("x >= 0", "y >= 0"), {"squares"}, ["x y ≥ 0, as it stands", "since x ≥ 0 (given), y ≥ 0 (given)"]),
    "a contradiction": ("x != 0", ("x y = 1",), {"contradiction"}, ["suppose x = 0", "but it is not zero"]),
    "the axiom of the issue": (
        "exp(x + y) = exp(x) exp(y)", (), {"combination"},
        ["by the axiom: exp(a + b) = exp(a) exp(b), here exp(x) exp(y) = exp(x + y)"],
    ),
    "a range of a function": ("exp(x) > 0", (), {"squares"}, ["by the axiom: the range of the function, here exp(x) > 0"]),
    "balls": ("sin(x) < x", ("1 <= x", "x <= 2"), {"boxed"}, ["in interval arithmetic: x − sin(x) is in [", "case 1:"]),
    "the contrary": ("abs(x) >= x", (), {"absurd"}, ["that is 0 > 0"]),
    "cases": ("relu(x) + relu(y) >= relu(x + y)", (), {"cases"}, ["case 1: ", "case 2: "]),
    "whole numbers": ("2 k != 1", (), {"contradiction"}, ["a whole number that leaves a remainder is not 0, here 2 k ≠ 1"]),
    "a membership": ("X^T t in rowspace(X)", (), {"witness"}, ["take u = t for the coefficients"]),
    "the real line": ("x^2 = 4 <=> x = 2 or x = -2", (), set(), ["cut the line into points and intervals"]),
    "several parts": ("0 <= x^2 <= x^2 + 1", (), {"squares"}, ["1. 0 ≤ x²:", "2. x² ≤ x² + 1:", "together these are the claim"]),
    "an induction": ("sum(i for i in 1..k) = k (k + 1)/2", ("k >= 1",), set(), ["which is the claim"]),
    "a minimum": ("min(x^2 - 4 x + 7 for x in R) = 3", (), set(), ["falls and then rises", "a square is never negative"]),
}  # fmt: skip


def found(claim, given=(), symbols=SYMBOLS):
    problem = problem_of_statement(claim, symbols, {}, given)
    report = judge_claim(problem, problem.claims[0], Options(points=1, repairs=0, assumptions=0), {})
    assert report.verdict == "holds", report.message
    return report, located(problem, problem.claims[0], report.certificate)


def kinds(value):
    if isinstance(value, dict):
        return ({value["kind"]} if isinstance(value.get("kind"), str) else set()).union(*map(kinds, value.values()))
    return set().union(*map(kinds, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize(("claim", "given", "certificate", "said"), CLAIMS.values(), ids=CLAIMS.keys())
def test_the_derivation_says_it(claim, given, certificate, said):
    report, place = found(claim, given)
    assert certificate <= kinds(report.certificate)
    text = "\n".join(derivation(place))
    assert [words for words in said if words not in text] == [], text
    assert text.startswith(f"to show: {pretty(report.read)[:4]}") and not any("~" in line for line in text.splitlines())
    assert max(map(len, text.splitlines())) <= 402


def test_definitions_are_put_in():
    text = """
symbols:
  X: matrix(n, d)
  w: vector(d)
  t: vector(n)
let:
  r: X w - t
  L(w): norm(r)^2
claims:
  gradient: grad(L(w), w) = 2 X^T r
"""
    problem = load_text(text, "p.yaml")
    report = judge_claim(problem, problem.claims[0], Options(points=1), {})
    lines = list(derivation(located(problem, problem.claims[0], report.certificate)))
    assert lines[:3] == ["to show: grad(L(w), w) = 2 Xᵀ r", "with L(w) = ‖r‖²", "with r = X w − t"]


def test_the_contrary_of_a_claim_about_a_minimum_is_derived():
    problem = problem_of_statement("min(x^2 - 4 x + 7 for x in R) = 2", {"x": "real"}, {}, ())
    report = judge_claim(problem, problem.claims[0], Options(points=1, repairs=0, assumptions=0), {})
    assert report.verdict == "fails"
    lines = list(derivation(located(problem, problem.claims[0], report.certificate)))
    assert lines[-1] == "this excludes the claim, which therefore fails" and any(
        "takes the value" in line or "²" in line for line in lines
    )


def test_plain_text_has_no_sign_that_is_not_typed():
    _, place = found("s + 1/s >= 2")
    assert "s ((1 / s) + s - 2) = (1 - s)^2 >= 0" in list(derivation(place, plain=True))


def test_every_schema_of_the_kernel_is_said_in_words():
    assert set(SAYS) == set(SCHEMAS) and INTRODUCTION not in SAYS
    assert all(words and "  " not in words for words in SAYS.values())


PRETTY = {
    "X^T X w": "Xᵀ X w", "x^2 + y^(-1)": "x² + y⁻¹", "x^n": "x^n", "x^20": "x²⁰", "inv(A + B)": "(A + B)⁻¹", "inv(A)": "A⁻¹",
    "norm(X w - t)^2": "‖X w − t‖²", "sqrt(x)": "√x", "sqrt(x + 1)": "√(x + 1)", "norm(v, 1)": "norm(v, 1)",
    "abs(inv(A) v)": "|A⁻¹ v|", "a <= b => c != d": "a ≤ b ⇒ c ≠ d", "p <=> q": "p ⇔ q", "x -> inf": "x → ∞", "2 pi x": "2 π x",
    "spin": "spin",
    "for all k in 1..n: a": "∀ k ∈ 1..n: a", "my_inv(x)": "my_inv(x)", "norm(x": "norm(x", "A.T": "Aᵀ", "X^T2": "X^T2",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "shown"), PRETTY.items())
def test_mathematical_signs(typed, shown):
    assert pretty(typed) == shown


N, M = Size.of("n"), Size.of("m")


def matrix(name, rows=N, cols=M, symmetric=False):
    return letter(Letter(name, (rows, cols), symmetric), rows, cols)


def vector(name, rows=N):
    return letter(Letter(name, (rows,)), rows, ONE)


A, B, S = matrix("A"), matrix("B", M, N), matrix("S", N, N, symmetric=True)
U, V, W = vector("u"), vector("v"), vector("w", M)
NETWORKS = [
    (product(A, W), "A w"), (product(transpose(U), A), "u^T A"), (transpose(product(A, W)), "w^T A^T"), (inner(U, V), "u^T v"),
    (product(U, transpose(V)), "u v^T"), (product(product(A, W), transpose(V)), "A w v^T"), (trace(product(A, B)), "tr(A B)"),
    (hadamard(U, V), "u .* v"), (hadamard(A, transpose(B)), "A .* B^T"), (inner(ones(N, ONE), U), "sum(u)"),
    (product(A, ones(M, ONE)), "A 1"), (inner(ones(N, ONE), product(A, W)), "sum(A w)"), (product(S, U), "S u"),
    (diagonal_matrix(U), "[u[i]]_ii"), (trace(S), "tr(S)"), (product(transpose(A), A), "A^T A"),
]  # fmt: skip


@pytest.mark.parametrize(("p", "text"), NETWORKS, ids=[text for _, text in NETWORKS])
def test_polynomials_as_products(p, text):
    assert Notation({}).polynomial(p) == text


def test_what_is_no_product_is_a_sum_over_indices():
    cube = assemble(ONE, ONE, [(1, (), Network(((Letter("u", (N,)), (0,)),) * 3, (N,), ()))])
    assert isinstance(cube, Polynomial) and Notation({}).polynomial(cube) == "sum_i u[i] u[i] u[i]"


def test_a_report_whose_file_has_changed_is_not_explained(tmp_path, capsys):
    path, report = tmp_path / "p.yaml", tmp_path / "r.json"
    path.write_text("symbols:\n  x: real\nclaims:\n  one: x + x = 2 x\n")
    assert cli.run(["verify", str(path), "--no-lock", "-q", "-o", str(report)]) == 0
    assert cli.run(["explain", f"{report}#one"]) == 0
    assert "multiplied out, both sides are 2 x" in capsys.readouterr().out
    assert cli.run(["explain", f"{report}#one", "--certificate"]) == 0
    assert '"kind": "combination"' in capsys.readouterr().out
    path.write_text("symbols:\n  x: real\nclaims:\n  one: x + x = 2 x\n# changed\n")
    assert cli.run(["explain", f"{report}#one"]) == 0
    assert "no derivation: " in (said := capsys.readouterr().out) and "it has changed since the report was made" in said


def test_a_certificate_that_proves_nothing_is_not_told(tmp_path, capsys):
    path, report = tmp_path / "p.yaml", tmp_path / "r.json"
    path.write_text("symbols:\n  x: real\nclaims:\n  one: x + x = 2 x\n  two: x = x^2\n")
    cli.run(["verify", str(path), "--no-lock", "-q", "-o", str(report)])
    data = json.loads(report.read_text())
    one, two = data["problems"][0]["claims"]
    two["evidence"]["certificate"], two["verdict"] = one["evidence"]["certificate"], "holds"
    report.write_text(json.dumps(data))
    assert cli.run(["explain", f"{report}#two"]) == 0
    assert "the certificate does not prove that it holds" in capsys.readouterr().out


def test_a_single_statement_is_replayed_and_explained(tmp_path, capsys):
    report = tmp_path / "r.json"
    cli.run(
        ["check", "X^T (X w - t) = 0", "-s", "X: matrix(n, d)", "-s", "w: vector(d)", "-l", "t: X w", "-q", "-o", str(report)]
    )
    assert cli.run(["replay", str(report)]) == 0
    assert "confirmed" in capsys.readouterr().out
    assert cli.run(["explain", f"{report}#claim"]) == 0
    assert "with t = X w" in capsys.readouterr().out


def test_the_same_decision_is_found_again():
    _, place = found("(x + y)^2 = x^2 + 2 x y + y^2")
    assert recheck(place.goal, place.certificate).status == decide(place.goal).status == "holds"
