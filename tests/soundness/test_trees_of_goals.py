"""Claims whose tree of goals once did not imply them, or asked for what they do not need: each had a wrong verdict.

The kernel checks leaves only: that the tree means the claim is trusted, so each hole that was found has its claims here, with
true twins that must not fail.
"""

from dataclasses import replace

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

SYMBOLS = {"x, a, b, c": "real", "n": "integer"}


def report(text, let=None, domain="warn"):
    claim, _, given = (part.strip() for part in text.partition(" | "))
    problem = problem_of_statement(claim, SYMBOLS, let or {}, [g.strip() for g in given.split(";") if g.strip()])
    return judge_claim(problem, replace(problem.claims[0], domain=domain), Options(points=3, repairs=0, assumptions=0))


def verdict(text, let=None, domain="warn"):
    return report(text, let, domain).verdict


@pytest.mark.parametrize(
    "text",
    [
        "1/x is strictly decreasing in x | x < 0 or x > 0",  # 1/(-1) < 1/1
        "1/x is decreasing in x | abs(x) >= 1",
        "(x < 0 or x > 0) => (1/x is decreasing in x)",
        "-abs(x) is convex in x | x >= 0 or x <= 0",
    ],
)
def test_what_is_true_on_each_of_two_pieces_is_not_true_on_their_union(text):
    """A hypothesis `P or Q` was split into cases before the claim about all values of x at once: it held on each piece."""
    assert verdict(text) in {"fails", "undecided"}


def test_a_minimiser_need_not_lie_in_every_piece():
    """In the case x <= -2 the leaf "1 is allowed" was false, and counted against a true claim: x^2 is 1 at 1, and 4 at -2."""
    assert verdict("argmin(x^2, x) = 1 | x >= 1 or x <= -2") in {"holds", "undecided"}


def test_pieces_of_parameters_are_cases():
    assert verdict("a x^2 is convex in x | a > 1 or a = 0") == "holds"


@pytest.mark.parametrize("text", ["x < 0 or x^3 is convex in x", "x >= 0 or x^3 is concave in x"])
def test_a_disjunction_does_not_restrict_the_variable_of_the_other_part(text):
    """`P or Q` is Q wherever P is false; but x^3 is convex in x says the same wherever x is: false on the real line."""
    assert verdict(text) in {"fails", "undecided"}


@pytest.mark.parametrize("text", ["argmin(x^2 + 1/x^2, x) = 1", "argmin((x^2 - 4)^2, x) = 2", "x >= 1 => (argmin(x^2, x) = 0)"])
def test_another_minimiser_is_seen_by_both(text):
    """NumPy looked near the minimiser only, and without the premise: a conflict with the kernel's counterexample x = -1."""
    assert verdict(text) == "fails"


@pytest.mark.parametrize(
    "text",
    [
        "limit(sqrt((a - 1000) (abs(x) + x)) + sign(x), x -> 0) = -1",  # for a = 1001 the limit from the right is 1
        "limit(log((a - 1000) (abs(x) + x) + abs(x) - x) + sign(x) - log(abs(x)), x -> 0) = log(2) - 1",
    ],
)
def test_that_a_side_is_undefined_is_proved(text):
    """That a - 1000 is negative was guessed at a few points, and the right side left out: the guess was forgotten with it."""
    assert verdict(text) in {"fails", "undecided"}


def test_a_side_that_is_undefined_for_all_parameters_is_left_out():
    assert verdict("limit(sqrt(a (abs(x) + x)) + sign(x), x -> 0) = -1 | a < 0") == "holds"


def test_a_side_without_a_taylor_series_is_not_undefined():
    """asin(1 - h) was taken for undefined, since asin has no derivative at 1; from the right this tends to pi/2 + 1."""
    assert verdict("limit(asin(1 - (abs(x) + x)/2) + sign(x), x -> 0) = pi/2 - 1") in {"fails", "undecided"}


def test_a_power_of_zero_is_defined():
    """0^(1/3) was taken for undefined, like log 0: on the left this is 0 - 1."""
    assert verdict("limit((abs(x) + x)^(1/3) + sign(x), x -> 0) = 1") in {"fails", "undecided"}


def test_a_factor_in_which_the_variable_is_hidden_is_not_constant():
    """With x1 defined as x, x1 integrate(1, x) was differentiated as if x1 were constant; it is x (x + C)."""
    assert verdict("x1 integrate(1, x) = x^2/2", {"x1": "x"}) in {"fails", "undecided"}
    assert verdict("x1 integrate(1, x) = 2 x", {"x1": "2"}) == "holds"


@pytest.mark.parametrize(
    "text",
    [
        "integrate(2 x, x) = 6 x | x = 3",
        "x = 3 => integrate(2 x, x) = 6 x",
        "integrate(2 x, x) = 6 x | x >= 3; x <= 3",
        "integrate(2 n, n) = n^2 + sin(pi n)^2",
    ],
)
def test_an_antiderivative_is_one_on_an_interval(text):
    """Both sides were differentiated under the hypothesis: at x = 3 alone the derivatives 2 x and 6 agree."""
    assert verdict(text) in {"fails", "undecided"}


@pytest.mark.parametrize("text", ["integrate(2 x, x) = x^2 + c | x in [0, 1]", "integrate(1/x, x) = log(-x) + c | x < 0"])
def test_an_antiderivative_on_an_interval_holds(text):
    assert verdict(text) == "holds"


def test_jumps_are_seen_behind_a_definition():
    """sign is refused as an antiderivative of 0; behind a name it was not seen."""
    assert verdict("integrate(0 x, x) = G(x)", {"G(x)": "sign(x)"}) == "undecided"


@pytest.mark.parametrize("text", ["abs(x) = x + O(x^2) as x -> 0", "sign(x) - 1 in O(x) as x -> 0-"])
def test_growth_is_looked_at_from_both_sides(text):
    """NumPy took arguments above 0 only: a conflict with a true refutation from the left."""
    assert verdict(text) == "fails"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x/x = 1 and 0 = 0", "fails"),
        ("x^2/x = x = x", "fails"),
        ("for all t in R: t/t = 1", "fails"),
        ("for all t in R: (t > 0 => t/t = b/b)", "undecided"),
        ("(log(x) <= 0 <=> x <= 1) and 1 < 2", "undecided"),
        ("for all a in R: a x/x = a", "undecided"),
        ("x/x = 1 or x = 5", "undecided"),
        ("min(a^2/a + x^2 for x in R) = a", "undecided"),
    ],
)
def test_the_domains_agree_in_every_equation_of_a_strict_claim(text, expected):
    """Only where the whole claim is one equation were the domains of its sides compared under `domain: strict`."""
    assert verdict(text, domain="strict") == expected


@pytest.mark.parametrize(
    "text", ["for all t in [1, 2]: t/t = 1", "x/x = 1 and x > 0 | x > 0", "for all t in R: (t > 0 => t/t = 1)"]
)
def test_where_the_domains_agree_a_strict_claim_holds(text):
    assert verdict(text, domain="strict") == "holds"


def test_a_condition_on_a_bound_name_is_reported_where_it_cancels():
    """`for all x in R: x/x = 1` held, and nothing said that x is not 0."""
    found = report("for all x in R: x/x = 1")
    assert (found.verdict, found.scope.where) == ("holds", ("x != 0",))


@pytest.mark.parametrize(
    "text",
    [
        "x = sqrt(a) and a^2 = 1 => a = 1",
        "x = 1/(a - 1) and abs(a) = 1 => a = -1",
        "x = log(a) and a^2 = 4 => a = 2",
        "(x = a and a^2 = a) or (x = a and 1/a = 1) => a = 1",
    ],
)
def test_what_a_solved_equation_needs_is_not_forgotten(text):
    """x = sqrt(a) was solved for x and put aside, and with it that a >= 0: a = -1 refuted true claims."""
    assert verdict(text) in {"holds", "undecided"}
