"""The cross-check counts its work before it does it, and agrees with nothing that it did not see."""

import pytest
from crosscheck_reading import finding, parts

from symcheck.crosscheck.check import crosscheck
from symcheck.crosscheck.work import Exhausted, Meter

NETWORK = """
networks:
  net:
    input: 3 x {size} x {size}
    layers:
      - conv {kernel}x{kernel}, out 8, stride {stride}
      - maxpool 2
      - dense 10
"""

# (claim, symbols, more, a word of the reason): each would run for hours, or ask for all memory, if it were begun
HUGE = [
    ("binomial(10^9, 5*10^8) = 3", "", "", "beyond the range of doubles"),
    ("binomial(10^9, 2) = binomial(10^9, 10^9 - 3)", "", "", ""),
    ("factorial(x) = 3", "x: natural, in {10^9}", "", ""),
    ("sum(i for i in 1..10^9) = 3", "", "", "a domain of more than"),
    ("sum(i j k for i in 1..300, j in 1..300, k in 1..300) = 3", "", "", ""),
    ("prod(1 + x/i for i in 1..60000) = 3", "x: real", "", "evaluation steps"),
    ("x^(10^9) = 2 x", "x: real, in [0, 1]", "", ""),
    ("tr(I(10^6)) = 3", "", "", "an array"),
    ("sum(ones(10^7)) = 3", "", "", "an array"),
    ("norm(A)^2 = tr(A^T A)", "A: matrix(10^6, 10^6)", "", "an array of 1000000×1000000"),
    ("inv(A) A = I", "A: matrix(1000, 1000)", "", ""),
    ("count(x in {0, 1}^64: sum(x) = 32) = 3", "", "", ""),
    ("parameters(net) = 3", "", NETWORK.format(size="10^30", kernel=3, stride=1), "whole number"),
    ("neurons(net) = 3", "", NETWORK.format(size="10^15", kernel=3, stride=1), "counted one by one"),
    ("receptive_field(net) = 3", "", NETWORK.format(size="10^5", kernel=90000, stride=1), ""),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "symbols", "more", "reason"), HUGE, ids=[c[0] for c in HUGE])
def test_what_is_too_large_is_refused_before_it_is_begun(claim, symbols, more, reason):
    found = finding(claim, symbols=symbols, more=more)
    assert found.status in {"inconclusive", "contradicts"}, found
    if reason:
        assert found.status == "inconclusive" and reason in found.detail, found
    for leak in ("OverflowError", "Python int", "ssize_t", "Traceback"):
        assert leak not in found.detail


def test_work_is_counted_and_the_count_is_the_same_each_time():
    statement, hypotheses, context, objects = parts("(A B)^T = B^T A^T", symbols="A: matrix(n, m); B: matrix(m, p)")
    answers = [crosscheck(statement, hypotheses, context, objects, work=w) for w in (10, 10, 100_000)]
    assert answers[0] == answers[1]
    assert [a.status for a in answers] == ["inconclusive", "inconclusive", "agrees"]
    assert "the budget of 10 evaluation steps is used up" in answers[0].detail


def test_points_found_before_the_budget_ended_count():
    statement, hypotheses, context, objects = parts("x + y = y + x", symbols="x, y: real")
    found = [crosscheck(statement, hypotheses, context, objects, work=w) for w in range(20, 200, 20)]
    statuses = [f.status for f in found]
    assert statuses == sorted(statuses, key=["inconclusive", "agrees"].index), "more work never says less"
    assert {f.agreeing for f in found} > {3, 6}, "the verdict of some rests on fewer points"


def test_a_meter_refuses_what_is_more_than_it_has():
    meter = Meter(5)
    meter.spend(5)
    with pytest.raises(Exhausted, match="the budget of 5"):
        meter.spend(1)


# (claim, symbols, given, answer, words of the reason)
VACUOUS = [
    ("x > 0 and x < 0 => x = 5", "x: real", "", "inconclusive", "no admissible point"),
    ("for all y in [0, 1]: y > 2 => y = 17", "", "", "inconclusive", ""),
    ("for all i in 1..5: i > 7 => i = 17", "", "", "inconclusive", "`i > 7`, its condition is met at no point"),
    ("for all i in 3..2: i = 17", "", "", "inconclusive", "a member of its domain was found at no point"),
    ("x = 5", "x: real", "x > 0, x < 0", "inconclusive", "no admissible point"),
    ("x = 5", "x: real", "x^2 = -1", "inconclusive", "no admissible point"),
    ("x > 100 => x > 3", "x: real", "", "agrees", ""),
    ("x > 100 => x > 300", "x: real", "", "contradicts", ""),
    ("x^3 = 8 => x = 2", "x: real", "", "agrees", ""),
    ("x^2 = 4 => x = 2", "x: real", "", "contradicts", ""),
    ("for all u in R^2: u[1] = u[2] and u[1] + u[2] = 4 => u[1] = 2", "", "", "agrees", ""),
    ("for all u in R^2: u[1] + u[2] = 4 => u[1] = 2", "", "", "contradicts", ""),
    ("for all x in R: x = 3 => x^2 = 9", "x: real", "", "inconclusive", "its condition is met"),
    ("x > 1 => (x < 2 => x^2 < 4)", "x: real", "", "agrees", ""),
    ("for all i in 1..5: i > 3 => i^2 > 9", "", "", "agrees", "some members meet the condition"),
    ("x = x and (x > 1 and x < 0 => x = 5)", "x: real", "", "inconclusive", "part 2 of 2"),
    ("x = x and x = 2 x", "x: real", "", "contradicts", "part 2 of 2"),
    ("x = x and 2 x = x + x", "x: real", "", "agrees", ""),
    ("argmin(norm(w)^2, eta) = 7", "w: vector(n); eta: real", "", "inconclusive", "no value tried differs"),
    ("argmin((eta - 7)^2, eta) = 7", "eta: real", "", "agrees", ""),
    ("7 in argmin(norm(w)^2, eta)", "w: vector(n); eta: real", "", "agrees", ""),
    ("argmin(max(0, eta - 7), eta) = 3", "eta: real", "", "inconclusive", ""),
]


@pytest.mark.parametrize(("claim", "symbols", "given", "answer", "reason"), VACUOUS, ids=[f"{c[0]} {c[2]}" for c in VACUOUS])
def test_agreement_is_not_vacuous(claim, symbols, given, answer, reason):
    found = finding(claim, symbols=symbols, given=given)
    assert found.status == answer, found
    if answer == "inconclusive":
        assert reason in found.detail


# w is drawn through a formula that has a value only where its own parts have one
ASSIGNED = [
    ("X^T (X w - t) = 0", "X: matrix(n, d); w: vector(d); t: vector(n)", "w = inv(X^T X) X^T t"),
    ("X^T (X w - t) = 0", "X: matrix(n, d); w: vector(d); t: vector(n)", "inv(X^T X) X^T t = w"),
    ("X^T X w = X^T t", "X: matrix(n, d); w: vector(d); t: vector(n)", "w = inv(G) X^T t\n G = X^T X"),
    ("A w = u", "A: matrix(n, n), invertible; w, u: vector(n)", "w = inv(A) u, norm(u) = 1"),
    ("B A = I", "A, B: matrix(n, n)", "B = inv(A)"),
]


@pytest.mark.parametrize(("claim", "symbols", "given"), ASSIGNED, ids=[c[2] for c in ASSIGNED])
@pytest.mark.parametrize("seed", range(3))
def test_symbols_that_a_hypothesis_gives_are_computed_from_the_others(claim, symbols, given, seed):
    symbols = symbols + ("; G: matrix(d, d)" if "G" in given else "")
    assert finding(claim, symbols=symbols, given=given, seed=seed).status == "agrees"
