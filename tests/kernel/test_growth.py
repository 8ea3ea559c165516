"""Growth by weighted means: which weights count, and which do not."""

from fractions import Fraction

import pytest

from symcheck.kernel.growth import GrowthGoal, check_growth


def term(c=1, **powers):
    return tuple((n, Fraction(e)) for n, e in powers.items()), Fraction(c)


MIXED, SQUARES = (term(n=1, m=1),), (term(n=2), term(m=2))
NAMES = ("n", "m")


def certificate(*weights):
    return {"kind": "dominated", "above": [list(weights)], "below": []}


# goal, weights, constant or None where it shows nothing, why
CASES = [
    (GrowthGoal(MIXED, "O", SQUARES, NAMES), ("1/2", "1/2"), "1/2", "2 n m ≤ n² + m²"),
    (GrowthGoal(MIXED, "O", SQUARES, NAMES), ("1/3", "2/3"), None, "n^(2/3) m^(4/3) is not above n m"),
    (GrowthGoal(MIXED, "O", SQUARES, NAMES), ("1", "1"), None, "weights have the sum 1"),
    (GrowthGoal(MIXED, "O", SQUARES, NAMES), ("3/2", "-1/2"), None, "and are not negative"),
    (GrowthGoal(MIXED, "O", SQUARES, NAMES), ("1",), None, "one for each term"),
    (GrowthGoal(MIXED, "O", SQUARES, NAMES), ("1/2", None), None, "and numbers"),
    (GrowthGoal(MIXED, "O", SQUARES, ("n",)), ("1/2", "1/2"), None, "a constant is no variable"),
    (GrowthGoal((term(6, n=1, m=1),), "O", (term(2, n=2), term(3, m=2)), NAMES), ("1/2", "1/2"), "3/2", "6 max(1/4, 1/6)"),
]


@pytest.mark.parametrize(("goal", "weights", "bound", "why"), CASES, ids=[c[3] for c in CASES])
def test_weights(goal, weights, bound, why):
    found = check_growth(goal, certificate(*weights))
    assert (found.status, found.facts.get("C")) == (("proved", bound) if bound else ("rejected", None)), why


def test_a_bound_by_weights_is_one():
    """At points of all kinds, with the constant that is stated."""
    for goal, weights, bound, _ in CASES:
        if bound is None:
            continue
        for n, m in ((1, 1), (1, 50), (50, 1), (7, 9)):
            f, g = (sum(c * n ** dict(p).get("n", 0) * m ** dict(p).get("m", 0) for p, c in side) for side in (goal.f, goal.g))
            assert f <= Fraction(bound) * g, weights
