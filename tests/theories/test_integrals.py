"""Integrals: verdicts, what is proposed and what is proved, constants, poles.

Sources of the statements: Gradshteyn and Ryzhik (2007); Rudin (1976), chapter 6.  More of them, with false twins, are in
problems/calculus/integrals.yaml.
"""

import pytest
from calculus_judging import judged, problem_of

from symcheck.engine import Options, judge_claim
from symcheck.oracles.antiderivatives import antiderivatives
from symcheck.recheck import recheck

# claim, given, verdict, what the report says, why
SLOW = ("a pole that", "defined for no such", "a pole outside", "in any order, where")
CASES = [
    ("integrate(2 x, x) = x^2 + C", (), "holds", "", "with its constant"),
    ("integrate(1/x, x) = log(x) + C", (), "holds", "where x > 0", "one side of the pole"),
    ("integrate(x exp(x^2), x) = exp(x^2)/2 + C", (), "holds", "", "by substitution"),
    ("integrate(x exp(x^2), x) = exp(x^2) + C", (), "fails", "", "the factor of the substitution"),
    ("2 integrate(x, x) = x^2 + C", (), "holds", "", "a multiple"),
    ("integrate(x, x) integrate(x, x) = x^4/4", (), "undecided", "", "a product of families"),
    ("integrate(a x, a) = a^2 x/2 + C", (), "holds", "", "by another variable"),
    ("integrate(a x, x) = a^2 x/2 + C", (), "fails", "", "by the wrong variable"),
    ("integrate(f'(x), x) = f(x) + C", (), "holds", "", "the fundamental theorem"),
    ("integrate(sign(x), x) = abs(x) + C", (), "undecided", "jumps", "a kink"),
    ("integrate(0, x) = sign(x)", (), "undecided", "jumps", "constant on both sides of a jump, and no antiderivative"),
    ("integrate(0, x) = floor(x)", (), "undecided", "", "the same"),
    ("integrate(x^2, x, 0, 1) = 1/3", (), "holds", "", "a polynomial"),
    ("integrate(x^2 for x in [0, 1]) = 1/3", (), "holds", "", "the other notation"),
    ("integrate(x^2, x, 1, 0) = 1/3", (), "fails", "", "the ends exchanged"),
    ("integrate(x^2, x, 1, 0) = -1/3", (), "holds", "", "the ends exchanged"),
    ("integrate(x, x, a, b) = (b^2 - a^2)/2", (), "holds", "", "ends in any order"),
    ("integrate(1/x, x, a, b) = log(b) - log(a)", (), "holds", "", "in any order, where both are positive"),
    ("integrate(1/x, x, a, b) = log(b) - log(a)", ("a < 0",), "undecided", "", "defined for no such a"),
    ("integrate(1/x^2, x, -1, 1) = -2", (), "fails", "a pole at x = 0", "F(1) − F(−1) is −2 all the same"),
    ("integrate(1/x^2, x, -1, 1) = inf", (), "undecided", "", "that it is infinite is another statement"),
    ("integrate(1/x, x, 0, 1) = inf", (), "holds", "", "F tends to -inf at the lower end"),
    ("integrate(1/x, x, 0, 1) = -inf", (), "fails", "diverges", "the other infinity"),
    ("integrate(1/x, x, 1, 0) = -inf", (), "holds", "", "the ends exchanged"),
    ("integrate(x, x, -inf, inf) = 0", (), "fails", "diverges", "each half diverges: no principal value"),
    ("integrate(x, x, -inf, inf) = inf", (), "undecided", "not decided", "infinity less infinity"),
    ("integrate(1, x, -inf, inf) = inf", (), "holds", "", "both halves are infinite"),
    ("integrate(a/x, x, -1, 1) = 0", (), "undecided", "", "a may be 0"),
    ("integrate(1/(x - 2), x, 0, 1) = -log(2)", (), "holds", "", "a pole outside"),
    ("integrate(x/x, x, -1, 1) = 2", (), "undecided", "", "not defined at 0"),
    ("integrate(tan(x), x, 0, pi) = 0", (), "undecided", "", "a pole that is not rational"),
    ("integrate(exp(-x), x, 0, inf) = 1", (), "holds", "", "improper"),
    ("integrate(exp(x), x, 0, inf) = -1", (), "fails", "diverges", "improper"),
    ("integrate(exp(-c x), x, 0, inf) = 1/c", (), "undecided", "", "c may be negative"),
    ("integrate(exp(-c x), x, 0, inf) = 1/c", ("c > 0",), "holds", "", "and here not"),
    ("integrate(cos(x), x, 0, inf) = 0", (), "undecided", "", "it oscillates"),
    ("integrate(exp(x^2), x, 0, 1) ~= 1.463", (), "holds", "1.46265", "to the printed digits"),
    ("integrate(exp(x^2), x, 0, 1) ~= 1.462", (), "fails", "1.46265", "to the printed digits"),
    ("integrate(exp(x^2), x, 0, 1) ~= 3/2", (), "undecided", "tolerance", "no digits are printed"),
    ("integrate(sin(x)/x, x, 1, 2) < 0.66", (), "holds", "integration in balls", "no elementary antiderivative"),
    ("integrate(sin(x)/x, x, 1, 2) = 0.66", (), "fails", "0.65932", "no elementary antiderivative"),
    ("integrate(sin(x)/x, x, 1, 2) = 0.66", ("a^2 = -1",), "undecided", "", "nothing follows from what cannot be"),
    ("diff(integrate(t^2, t, 0, x), x) = x^2", (), "holds", "", "the fundamental theorem"),
    ("limit(integrate(exp(-t), t, 0, x), x -> inf) = 1", (), "holds", "", "the limit of an integral"),
    ("x = 1 => integrate(t, t, 0, x) = 1/2", (), "holds", "", "under a premise"),
]  # fmt: skip


def marked(case):
    return pytest.param(*case, id=f"{case[0]} | {case[4]}", marks=[pytest.mark.slow] if case[4].startswith(SLOW) else [])


@pytest.mark.parametrize(("claim", "given", "verdict", "words", "why"), [marked(c) for c in CASES])
def test_verdict(claim, given, verdict, words, why):
    found = judged(claim, given)
    assert found.verdict == verdict, f"{why}: {found.message}"
    assert words in found.message, found.message


@pytest.mark.parametrize(
    ("claim", "named"),
    [
        ("integrate(2 x, x) = x^2", True),
        ("x^2 = integrate(2 x, x)", True),
        ("integrate(2 x, x) = x^2 + C", False),
        ("integrate(2 x, x) = C + x^2", False),
        ("integrate(2 x, x) = x^2 - C", False),
        ("integrate(2 x, x) = x^2 + 3", True),  # one of them, and no more
        ("integrate(C x, x) = C x^2/2 + C", True),  # C is in the integrand
        ("integrate(x exp(x), x) = x exp(x) - integrate(exp(x), x)", False),  # an integral on both sides
        ("integrate(2 x, x, 0, 1) = 1", False),
    ],
)
def test_the_missing_constant(claim, named):
    """Right, and incomplete: the verdict is holds, and the report names what is missing."""
    found = judged(claim)
    assert found.verdict == "holds"
    assert (found.diagnosis.kind if found.diagnosis else "") == ("missing-constant" if named else "")
    if named:
        assert "plus a constant" in found.diagnosis.message
        assert "+ C" in found.diagnosis.message


FORGED = ["x^2/2 + 1/6", "x^3", "2 x", "sign(x)", "log(x)", "y", "nonsense(", "", "x^3/3 + floor(x)"]


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_antiderivative_proves_nothing(forged):
    """A certificate with another antiderivative, all other parts as they were."""
    problem = problem_of("integrate(x^2, x, 0, 1) = 1/3")
    report = judge_claim(problem, problem.claims[0], Options(points=1, repairs=0), {})
    (hole,) = [k for k, v in report.certificate.items() if isinstance(v, str)]
    assert recheck(problem, problem.claims[0], report.certificate) == "holds"
    assert recheck(problem, problem.claims[0], {**report.certificate, hole: forged}).startswith("rejected")
    assert recheck(problem, problem.claims[0], {k: v for k, v in report.certificate.items() if k != hole}).startswith("rejected")


def test_certificates_of_one_integral_prove_no_other():
    problem = problem_of("integrate(x^2, x, 0, 1) = 1/3")
    certificate = judge_claim(problem, problem.claims[0], Options(points=1, repairs=0), {}).certificate
    for other in ("integrate(x^2, x, 0, 1) = 1/2", "integrate(x^2, x, 0, 2) = 1/3", "integrate(x, x, 0, 1) = 1/3"):
        second = problem_of(other)
        assert recheck(second, second.claims[0], certificate).startswith("rejected")


@pytest.mark.parametrize("integrand", ["x^2", "exp(-k x)", "1/x", "exp(-x^2/(2 k^2))", "tan(x)", "abs(x)", "f(x)", "x^n"])
def test_what_is_proposed_can_be_read(integrand):
    """Proposals are texts; none is a fault."""
    term = problem_of(f"{integrand} = 0").claims[0].statement.args[0]
    assert all(isinstance(text, str) and text for text in antiderivatives(term, "x"))
