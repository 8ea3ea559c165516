"""What the second review of the theories and of the kernel found wrong: true claims that failed, false ones that held."""

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

COINS = {"a, b, c": "random, bernoulli(1/2)"}
CHAIN = {"a, b, c, d": "random, variance 1"}
ENDS_APART = ("independent(a, c)", "independent(a, d)", "independent(b, d)")
REALS = {"x, y, t": "real", "n, m": "natural"}


def verdict(claim, symbols, *given):
    problem = problem_of_statement(claim, symbols, {}, given)
    return judge_claim(problem, problem.claims[0], Options(points=3, repairs=0)).verdict


@pytest.mark.parametrize(
    "claim",
    [
        "E(a b) + E(b c) + E(a c) >= 1/2",
        "E(a b) + E(b c) + E(a c) != 0",
        "P(a = b) + P(b = c) + P(a = c) >= 1",
        "Cov(a, b) + Cov(b, c) + Cov(a, c) >= -1/4",
    ],
)
def test_three_coins_have_a_joint_distribution(claim):
    """Failed: the chance of each pair was any number that two coins allow, and no three coins have those pairs (Bell 1964)."""
    assert verdict(claim, COINS) == "holds"


def test_a_bound_on_three_coins_that_is_not_reached_is_refuted():
    """Two of the three pairs agree always, or each with chance 1/3: the least sum is 1/2."""
    assert verdict("E(a b) + E(b c) + E(a c) >= 3/5", COINS) == "fails"


def test_four_coins_are_not_refuted_by_their_pairs():
    """Four coins: the number k of heads has (k - 1)(k - 2) >= 0, and no letters say that of four."""
    four = "E(a b) + E(a c) + E(a d) + E(b c) + E(b d) + E(c d) >= 1"
    assert verdict(four, {"a, b, c, d": "random, bernoulli(1/2)"}) != "fails"


@pytest.mark.parametrize(
    "claim",
    [
        "Var(0.588 a - 0.951 b + 0.951 c - 0.588 d) >= 0",
        "Cov(a, b)^2 + Cov(b, c)^2 + Cov(c, d)^2 <= 1 + Cov(a, b)^2 Cov(c, d)^2",
    ],
)
def test_a_chain_of_dependent_numbers_has_one_covariance_for_each_pair(claim):
    """Failed: a and b, b and c, c and d depend on each other; Cov(b, c) and Cov(c, b) were two letters, in two 3×3 minors."""
    assert verdict(claim, CHAIN, *ENDS_APART) != "fails"


@pytest.mark.parametrize("claim", ["x^2 >= 0 or count(i in 1..3: i = 2) = 2", "x^2 + t^2 >= 0 or count(i in 1..3: i = 2) = 2"])
def test_a_count_after_or_refutes_nothing_where_the_rest_is_true(claim):
    """Failed: `P or Q` is Q where P is false, and a false count was false even where P is never false."""
    assert verdict(claim, REALS) == "holds"


@pytest.mark.parametrize("claim", ["x = x + 1 => count(i in 1..3: i = 2) = 2", "x^2 < 0 => count(i in 1..3: i = 2) = 2"])
def test_a_count_under_a_condition_that_is_never_met_refutes_nothing(claim):
    """Failed, though the implication is true."""
    assert verdict(claim, REALS) != "fails"


def test_a_count_under_contradictory_hypotheses_is_no_theorem():
    """Held and failed, where soundness rule 2 wants `vacuous`."""
    assert verdict("count(i in 1..3: i = 2) = 1", REALS, "x = x + 1") == "undecided"
    assert verdict("count(i in 1..3: i = 2) = 1", REALS, "x > 3") == "holds"
    assert verdict("x >= 0 or count(i in 1..3: i = 2) = 2", REALS) == "fails"


@pytest.mark.parametrize(
    "claim", ["sum(1 for k in n/2..3n/2) = n + 1", "sum(sum(1 for j in i/2..3i/2) for i in 1..n) = n(n+1)/2 + n"]
)
def test_a_range_between_halves_has_no_length_by_its_ends(claim):
    """Held: the index was shifted by n/2 (n = 1 gives the one member 1, not two)."""
    assert verdict(claim, REALS) != "holds"


@pytest.mark.parametrize(
    "claim", ["sum(k for k in 1..2^n) = 2^n (2^n+1)/2", "sum(sum(1 for j in 1..i(i-1)/2) for i in 1..n) = (n^3 - n)/6"]
)
def test_ends_that_are_whole_by_their_form_are_summed(claim):
    assert verdict(claim, REALS) == "holds"


def test_a_covariance_that_is_written_as_a_product_with_the_identity():
    """Crashed: S I was read as the multiple S of I."""
    symbols = {"m": "vector(n)", "S": "matrix(n, n), positive definite"}
    assert verdict("entropy(normal(m, S I)) = entropy(normal(m, S))", symbols) == "holds"


def test_an_atom_of_a_size_is_left_out_of_a_box():
    """Crashed: log k for a size k has no ball where sizes have no values."""
    assert verdict("entropy(p) <= log(k)", {"p": "vector(k)"}) != "fails"


@pytest.mark.parametrize("claim", ["E(a b c) <= E(a b)", "E(a b c) >= E(a b) + E(c) - 1"])
def test_the_chance_of_three_coins_goes_with_that_of_two(claim):
    """Failed: E(a b) was any chance of a pair, and E(a b c) that of independent coins (left 1/8, right 0)."""
    assert verdict(claim, COINS) == "holds"


@pytest.mark.parametrize(
    "claim, given",
    [
        ("E(a b c) <= E(a b)", ["independent(a, c)", "independent(b, c)"]),
        ("E(a b c d) <= E(a b)", ["independent(a, c)", "independent(a, d)", "independent(b, c)", "independent(b, d)"]),
    ],
)
def test_pairs_of_coins_are_read_alike_in_every_expectation(claim, given):
    """Failed: two pairs that depend on each other in E(a b) were independent in E(a b c d)."""
    assert verdict(claim, {"a, b, c, d": "random, bernoulli(1/2)"}, *given) != "fails"


def test_nothing_to_the_power_0_is_no_number():
    """Held: the logarithm of a negative number is "not a number", of which FLINT's power with exponent 0 is 1."""
    assert verdict("integrate(log(x)^0, x, -1, 1) < 3", REALS) != "holds"
    assert verdict("integrate(exp(-x^2)^0, x, 0, 1) < 3", REALS) == "holds"


WHOLE = {"n": "natural", "m": "integer", "j": "integer"}


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("sum(1 for k in 1..n) (n+m)! = n (n+m)! + (abs(m+10) - m - 10) (n+m)!", []),  # n = 11, m = -11: 11 and 13
        ("sum(1 for k in 1..n) + (n+m)!/(n+m)! = n + 1 + abs(m+10) - m - 10", []),
        ("sum(1 for k in 1..n) + 0 binomial(n+m, 2+m) = n + abs(m+10) - m - 10", []),
    ],
)
def test_what_an_induction_assumes_must_be_defined_where_the_claim_is(claim, given):
    """Held: (n + 1 + m)! was read as (n + m)! (n + 1 + m), so that n + m >= 0 was a condition of the goal, and then no question.

    For m = -11 the claim is defined from n = 11 on, and nothing is assumed at n = 10.
    """
    assert verdict(claim, WHOLE, *given) != "holds"


def test_a_hypothesis_must_be_defined_at_n_where_it_is_at_n_plus_1():
    """Held: log(n + m + 1) >= 0 follows at n from that at n + 1 only where it has a value, which is not so for n = -m - 1."""
    assert verdict("sum(1 for k in 1..n) = n + abs(m+10) - m - 10", WHOLE, "log(n+m+1) >= 0") != "holds"


def test_what_telescopes_must_be_defined_where_the_terms_are():
    """Held: T(k) = (k + 5)! was proposed as k! (k + 1)…(k + 5), which has no value for k = -4; m = n = -4: 1 and 3."""
    claim = "sum((k+5) (k+5)! for k in j..m) = (m+6)! - (j+5)! + abs(j+3) - j - 3"
    assert verdict(claim, WHOLE, "j >= -5", "m >= j") != "holds"
    assert verdict("sum((k+5) (k+5)! for k in j..m) = (m+6)! - (j+5)!", WHOLE, "j >= 0", "m >= j") == "holds"


def test_a_condition_on_a_product_speaks_of_the_product():
    """The report said `total~~1 > 0`."""
    problem = problem_of_statement("sum(log(k) for k in 1..n) = log(prod(k for k in 1..n))", WHOLE, {}, ())
    report = judge_claim(problem, problem.claims[0], Options(points=3, repairs=0))
    assert (report.verdict, report.scope.where) == ("holds", ("prod(k for k in 1..n) > 0",))
