"""Inequalities, extrema, convexity and piecewise functions: true claims, and what is false beside each.

TRUE: claim, hypotheses, and claims under the same hypotheses that are false beside it: another relation, another sign, a moved
end.  What the pages and problems/optimisation have is not repeated here.  Sources: Hardy, Littlewood and Polya 1952; Steele 2004;
Boyd and Vandenberghe 2004; Mitrinovic 1970.
"""

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

SYMBOLS = {
    "a, b, c, x, y": "real", "s, r": "real, positive", "q": "real, in [0, 1]", "p": "real, in (0, 1)", "k, j": "integer",
    "u, v": "vector(n)", "w": "vector(3)", "X": "matrix(n, d)", "z": "vector(d)", "t": "vector(n)",
}  # fmt: skip

TRUE = {
    # sums of squares, with and without signs
    "a^2 + b^2 >= a b": ((), ["a^2 + b^2 > a b", "a^2 + b^2 >= 3 a b", "a^2 - b^2 >= a b"]),
    "x^4 + 1 > x": ((), ["x^4 + 1 > 2 x^2", "x^4 + 1/4 > x"]),
    "x^4 - 3 x^2 + 3 > 0": ((), ["x^4 - 3 x^2 + 9/4 > 0", "x^4 - 4 x^2 + 3 > 0"]),
    "x^6 + 5 >= 6 x": ((), ["x^6 + 5 > 6 x", "x^6 + 4 >= 6 x"]),
    "x <= 1": (("x^2 <= 1",), ["x < 1", "x <= 9/10", "x >= 0"]),
    "x y >= x + y - 1": (("x >= 1", "y >= 1"), ["x y > x + y - 1", "x y <= x + y - 1"]),
    "x^3 <= x^2": (("0 <= x", "x <= 1"), ["x^3 < x^2", "x^3 <= x^4"]),
    "a c > b c": (("a > b", "c > 0"), ["a c > b c + c", "a > b c"]),
    "sqrt(s) + 1/sqrt(s) >= 2": ((), ["sqrt(s) + 1/sqrt(s) > 2", "sqrt(s) + 1/s >= 2"]),
    "norm(u - v)^2 <= 2 norm(u)^2 + 2 norm(v)^2": ((), ["norm(u - v)^2 <= norm(u)^2 + norm(v)^2"]),
    "norm(a u + b v)^2 <= (a^2 + b^2) (norm(u)^2 + norm(v)^2)": ((), ["norm(a u + b v)^2 < (a^2 + b^2) (norm(u)^2 + norm(v)^2)"]),
    "norm(a u) = abs(a) norm(u)": ((), ["norm(a u) = a norm(u)"]),
    # functions that keep the order, tangents, numbers
    "log(a) < log(b)": (("0 < a", "a < b"), ["log(a) < log(b) - 1", "log(b) < log(a)"]),
    "sqrt(a) <= sqrt(b)": (("0 <= a", "a <= b"), ["sqrt(a) < sqrt(b)", "sqrt(a) <= b"]),
    "sigmoid(a) != sigmoid(b)": (("a != b",), ["sigmoid(a) > sigmoid(b)"]),
    "tanh(x)^2 < 1": ((), ["tanh(x)^2 < 99/100", "tanh(x)^2 > 0"]),
    "exp(a) >= exp(b) (1 + a - b)": ((), ["exp(a) > exp(b) (1 + a - b)"]),
    "exp(x) > 1": (("x > 0",), ["exp(x) > 3/2"]),
    "exp(pi) > pi^2": ((), ["exp(pi) > pi^3"]),
    "sin(1) + cos(1) > 1.38": ((), ["sin(1) + cos(1) > 1.39"]),
    "x^2 + y^2 <= 2 exp(1)": (("0 <= x", "x <= 1", "0 <= y", "y <= 1"), ["x^2 + y^2 <= 1"]),
    "exp(x) >= 2.7": (("1 <= x", "x <= 2"), ["exp(x) >= 2.72"]),
    # by the slope
    "exp(-x) + x >= 1": ((), ["exp(-x) + x > 1", "exp(-x) - x >= 1"]),
    "cosh(x) >= 1 + x^2/2": ((), ["cosh(x) > 1 + x^2/2", "cosh(x) >= 1 + x^2"]),
    "atan(x) <= x": (("x >= 0",), ["atan(x) < x", "atan(x) >= x"]),
    "log(s) <= s/2": ((), ["log(s) <= s/3"]),
    "x exp(-x) <= exp(-1)": ((), ["x exp(-x) <= exp(-1)/2", "x exp(x) <= exp(1)"]),
    "sin(x) >= x - x^3/6": (("x >= 0",), ["sin(x) > x - x^3/6", "sin(x) >= x"]),
    # pieces
    "max(a, b, c) >= c": ((), ["max(a, b, c) > c", "max(a, b) >= c"]),
    "max(w) >= w[2]": ((), ["max(w) > w[2]", "min(w) >= w[2]"]),
    "max(a, b) <= c <=> a <= c and b <= c": ((), ["max(a, b) <= c <=> a <= c", "max(a, b) <= c <=> a <= c or b <= c"]),
    "sign(x) abs(x) = x": ((), ["sign(x) abs(x) = abs(x)"]),
    "abs(sign(x)) = 1": (("x != 0",), ["sign(x) = 1"]),
    "abs(x) < 1 <=> -1 < x < 1": ((), ["abs(x) < 1 <=> x < 1", "abs(x) < 1 <=> -1 <= x <= 1"]),
    "relu(x)^2 + relu(-x)^2 = x^2": ((), ["relu(x)^2 = x^2"]),
    "min(max(x, 0), 1) = max(min(x, 1), 0)": ((), ["min(max(x, 0), 1) = x"]),
    "floor(k/2) <= k/2": ((), ["floor(k/2) < k/2", "floor(k/2) = k/2"]),
    "floor(k) = k": ((), ["floor(k/2) = k/2"]),
    "x > 0 or x <= 0": ((), ["x > 0 or x < 0"]),
    "4 k + 6 j != 7": ((), ["4 k + 6 j != 8", "4 k + 6 j != 14"]),
    # extrema, convexity, monotonicity
    "argmin(x^2 + exp(-x) + x, x) = 0": ((), ["argmin(x^2 + exp(x) + x, x) = 0"]),
    "argmin((x - a)^2 + (x - b)^2, x) = (a + b)/2": ((), ["argmin((x - a)^2 + (x - b)^2, x) = (a - b)/2"]),
    "argmax(q (1 - q), q) = 1/2": ((), ["argmax(q (1 - q), q) = 1", "argmax(q^2, q) = 1/2"]),
    "argmax(q^2, q) = 1": ((), ["argmin(q^2, q) = 1", "argmax(p^2, p) = 1"]),
    "max(2 x - x^2 for x in [2, 3]) = 0": ((), ["max(2 x - x^2 for x in [2, 3]) = 1", "max(2 x - x^2 for x in (2, 3]) = 0"]),
    "min((x - a)^2 + b for x in R) = b": ((), ["min((x - a)^2 + b for x in R) = a", "max((x - a)^2 + b for x in R) = b"]),
    "exp(a x) is convex in x": ((), ["exp(a x) is strictly convex in x", "exp(a x) is concave in x"]),
    "x^2 is strictly convex in x": ((), ["a x^2 is strictly convex in x"]),
    "relu(x) is convex in x": ((), ["relu(x) is concave in x", "relu(x) is strictly convex in x"]),
    "-sqrt(x) is convex in x": ((), ["sqrt(x) is convex in x"]),
    "norm(X z - t)^2 + s norm(z)^2 is strictly convex in z": ((), ["a norm(z)^2 is convex in z"]),
    "x^3 is strictly increasing in x": ((), ["x^3 - x is increasing in x", "x^2 is increasing in x"]),
    "1/x is decreasing in x": (("x > 0",), ["1/x is increasing in x"]),
    "tanh(x) is strictly increasing in x": ((), ["tanh(x) is decreasing in x", "tanh(a x) is increasing in x"]),
}  # fmt: skip
# true, and not proved: the verdict must stay open, and must not become `fails`
UNDECIDED = ["exp(sin(x)) <= 3", "argmin(s log(s), s) = exp(-1)", "log(s) < sqrt(s)", "norm(z) is convex in z"]


def judged(claim, given):
    problem = problem_of_statement(claim, SYMBOLS, {}, given)
    return judge_claim(problem, problem.claims[0], Options(points=3, repairs=0), {})


@pytest.mark.parametrize(("claim", "given"), [(c, g) for c, (g, _) in TRUE.items()], ids=list(TRUE))
def test_true_claims_hold(claim, given):
    report = judged(claim, given)
    assert report.verdict == "holds", report.message


FALSE = [(c, g) for g, claims in TRUE.values() for c in claims]


@pytest.mark.parametrize(("claim", "given"), FALSE, ids=[f"{c} given {g}" for c, g in FALSE])
def test_false_claims_fail(claim, given):
    report = judged(claim, given)
    assert report.verdict == "fails", report.message


@pytest.mark.parametrize("claim", UNDECIDED)
def test_what_is_not_proved_is_not_refuted(claim):
    assert judged(claim, ()).verdict == "undecided"


def test_hypotheses_that_an_axiom_or_a_box_rests_on_are_not_called_unneeded():
    for claim, given in (("exp(a) < exp(b)", "a < b"), ("tanh(a) <= tanh(b)", "a <= b"), ("sin(x) < x", "1 <= x <= 2")):
        report = judged(claim, (given,))
        assert (report.verdict, report.unused) == ("holds", ())


def test_conditions_of_a_slope_are_not_those_of_the_claim():
    """√(1 + x) has no slope at −1, and is defined there."""
    report = judged("sqrt(1 + x) <= 1 + x/2", ())
    assert (report.verdict, report.scope.where) == ("holds", ("1 + x >= 0",))


def test_a_minimiser_outside_of_the_domain_is_said_to_be_so():
    assert "p = 2 is allowed" in judged("argmax(p (1 - p), p) = 2", ()).message


def test_a_disjunction_is_refuted_where_both_parts_are_false():
    report = judged("a < b or b < a", ())
    assert report.verdict == "fails"
    assert report.counterexample.values["a"] == report.counterexample.values["b"]


@pytest.mark.parametrize(
    "claim",
    ["argmin(x^3, x) = 0 and log(x) <= x - 1", "log(x) <= x - 1 and argmin(x^3, x) = 0", "x^3 is convex in x and sqrt(x) >= 0",
     "x + 1 >= sin(x) and 1/x = 1/x and x + 9 >= exp(x)"],
)  # fmt: skip
def test_what_another_part_of_the_claim_needs_does_not_prove_anything_of_a_minimum(claim):
    assert judged(claim, ()).verdict != "holds"


def test_the_place_of_the_least_value_is_the_one_towards_which_the_function_falls():
    """(x − 1)² falls towards 1, and takes the value 1 at 0: once this made the least value 1."""
    assert judged("min((x - 1)^2 for x in R) = sin(1)^2 + cos(1)^2", ()).verdict == "fails"
    assert judged("min((x - 1)^2 for x in R) = 1 - sin(1)^2 - cos(1)^2", ()).verdict == "holds"


def test_strictly_convex_where_the_second_derivative_vanishes_at_one_point():
    assert judged("x^4 is strictly convex in x", ()).verdict == "holds"
    assert judged("(x - 1)^4 is strictly convex in x", ()).verdict == "holds"
    assert judged("x^4 - x^2 is strictly convex in x", ()).verdict == "fails"
