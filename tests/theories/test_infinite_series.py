"""Infinite sums with known values, false twins, and sums that have no value.

Sources: Abramowitz and Stegun 1964, ch. 3, 4 and 23; those marked "pole" and "divergent" must not hold with any value.
"""

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

SYMBOLS = {"x": "real", "o": "real, in [0, 1]", "n": "natural"}
TRUE = [
    ("sum(1/k! for k in 0..inf) = e", (), "4.2.1"),
    ("sum(1/k! for k in 2..inf) = e - 2", (), "4.2.1"),
    ("sum(x^k/k! for k in 0..inf) = exp(x)", (), "4.2.1"),
    ("sum(1/2^k for k in 1..inf) = 1", (), "3.6.10"),
    ("sum(o^k for k in 0..inf) = 1/(1 - o)", ("o < 1",), "3.6.10"),
    ("sum(k/2^k for k in 1..inf) = 2", (), "3.6.10, differentiated"),
    ("sum((-1)^(k + 1)/k for k in 1..inf) = log(2)", (), "4.1.24"),
    ("sum((-1)^k/(2 k + 1) for k in 0..inf) = pi/4", (), "4.4.42"),
    ("sum((-1)^k/(2 k)! for k in 0..inf) = cos(1)", (), "4.3.66"),
    ("sum(1/k^2 for k in 1..inf) = pi^2/6", (), "23.2.24"),
    ("sum(3/k^4 for k in 2..inf) = pi^4/30 - 3", (), "23.2.25"),
    ("sum(1/(k (k + 1)) for k in 1..inf) = 1", (), "telescoping"),
    ("sum(1/((k - 3) (k - 2)) for k in 4..inf) = 1", (), "telescoping"),
]
FALSE = [
    ("sum(1/k! for k in 0..inf) = e + 1", (), "off by one"),
    ("sum(1/k! for k in 1..inf) = e", (), "the first term is missing"),
    ("sum(1/2^k for k in 1..inf) = 2", (), "starts at 1"),
    ("sum(1/k^2 for k in 1..inf) = pi^2/8", (), "of odd k only"),
    ("sum(k for k in 1..inf) = -1/12", (), "divergent"),
]
OPEN = [
    ("sum(1/((k - 3) (k - 2)) for k in 0..inf) = -1/3", (), "pole: no term at 2 and 3, though T(k + 1) - T(k) = t(k) elsewhere"),
    ("sum(x^k for k in 0..inf) = 1/(1 - x)", (), "divergent for x = 2"),
    ("sum((-1)^k for k in 0..inf) = 1/2", (), "divergent"),
    ("sum(1/k for k in 1..inf) = 5", (), "divergent"),
]


def judged(claim, given):
    problem = problem_of_statement(claim, SYMBOLS, {}, given)
    return judge_claim(problem, problem.claims[0], Options(points=2, repairs=0, assumptions=0), {})


@pytest.mark.parametrize(("claim", "given", "why"), TRUE, ids=[c for c, _, _ in TRUE])
def test_known_series_have_their_values(claim, given, why):
    assert judged(claim, given).verdict == "holds", why


@pytest.mark.parametrize(("claim", "given", "why"), FALSE, ids=[c for c, _, _ in FALSE])
def test_other_values_are_refuted(claim, given, why):
    assert judged(claim, given).verdict == "fails", why


@pytest.mark.parametrize(("claim", "given", "why"), OPEN, ids=[c for c, _, _ in OPEN])
def test_what_has_no_value_has_not_this_one(claim, given, why):
    assert judged(claim, given).verdict != "holds", why
