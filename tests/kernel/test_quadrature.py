"""Integrals in balls: what is decided, what a certificate cannot bring about, and integrands that are not there.

Values are those of Gradshteyn and Ryzhik (2007); the forged certificates are of claims that are false or that balls cannot
decide.
"""

from fractions import Fraction

import pytest

from symcheck.kernel.check import Rejected, check
from symcheck.kernel.quadrature import Closed, Node, check_closed

X = Node("variable")
PI = Node("pi")
GOOD = {"kind": "enclosure", "precision": 64}


def q(value):
    return Node("number", (), Fraction(value))


def power(a, n):
    return Node("power", (a,), Fraction(n))


def integral(f, a, b):
    return Node("integral", (f, a, b))


def f(name, a):
    return Node(name, (a,))


SQUARE = integral(power(X, 2), q(0), q(1))
SINE = integral(f("sin", X), q(0), PI)
GAUSS = integral(f("exp", power(X, 2)), q(0), q(1))

# goal, status, why
DECIDED = [
    (Closed(SQUARE, "<", q("1/2")), "holds", "a third is less"),
    (Closed(SQUARE, "=", q("1/2")), "fails", "1/3"),
    (Closed(SQUARE, "!=", q("1/2")), "holds", "a third is another number"),
    (Closed(SINE, ">=", q("1.9999")), "holds", "at least 2 less a little"),
    (Closed(SINE, ">", q("2.0001")), "fails", "not above 2 by more"),
    (Closed(GAUSS, "~=", q("1.4627"), Fraction(1, 10_000)), "holds", "1.462651…"),
    (Closed(GAUSS, "~=", q("1.4628"), Fraction(1, 10_000)), "fails", "1.462651…"),
    (Closed(integral(f("abs", X), q(-1), q(1)), "<", q("1.1")), "holds", "a kink is no obstacle"),
    (Closed(integral(power(X, 2), q(1), q(0)), "<", q(0)), "holds", "minus the integral from 0 to 1"),
    (Closed(integral(f("sqrt", X), q(1), q(4)), "=", q(5)), "fails", "14/3"),
]

# no certificate decides these
UNDECIDED = [
    (Closed(SQUARE, "=", q("1/3")), "balls never prove an equation"),
    (Closed(integral(Node("div", (q(1), power(X, 2))), q(-1), q(1)), "=", q(-2)), "a pole between the ends"),
    (Closed(integral(Node("div", (q(1), X)), q(0), q(1)), "<", q(100)), "a pole at an end"),
    (Closed(integral(f("log", X), q(-2), q(-1)), "!=", q(0)), "the logarithm of negative numbers"),
    (
        Closed(integral(Node("mul", (f("log", X), Node("add", (X, q("3/2"))))), q(-2), q(-1)), "<", q(10)),
        "complex values whose imaginary parts cancel are still not real",
    ),
    (Closed(integral(f("sqrt", X), q(-1), q(1)), "<", q(10)), "roots of negative numbers"),
    (Closed(integral(f("tan", X), q(0), q(3)), "<", q(10)), "a pole of the tangent"),
    (Closed(integral(f("asin", X), q(0), q(2)), "<", q(10)), "beyond the domain of asin"),
    (Closed(integral(integral(X, q(0), X), q(0), q(1)), "<", q(10)), "an integral inside an integral"),
    (Closed(X, "<", q(10)), "a variable that nothing binds"),
    (Closed(f("gamma", q(2)), "<", q(10)), "a function that is not in the table"),
    (Closed(f("__class__", q(2)), "<", q(10)), "no name of Python is a function"),
    (Closed(power(q(2), "1/2"), "<", q(10)), "a power that is not whole"),
    (Closed(Node("div", (q(1), q(0))), "!=", q(10)), "division by zero"),
    (Closed(SQUARE, "≈", q("1/3")), "no such relation"),
]

FORGED = [
    None, [], "proved", {}, {"precision": None}, {"precision": 0}, {"precision": 8}, {"precision": True}, {"precision": "64"},
    {"precision": 10**9}, {"precision": 64.0}, {"kind": "enclosure", "status": "proved"},
]  # fmt: skip


@pytest.mark.parametrize(("goal", "status", "why"), DECIDED, ids=[why for _, _, why in DECIDED])
def test_balls_decide(goal, status, why):
    assert check(goal, GOOD).status == status, why


@pytest.mark.parametrize(("goal", "why"), UNDECIDED, ids=[why for _, why in UNDECIDED])
def test_no_precision_decides(goal, why):
    for bits in (16, 64, 256):
        with pytest.raises(Rejected):
            check(goal, {"kind": "enclosure", "precision": bits})


@pytest.mark.parametrize("certificate", FORGED, ids=str)
def test_a_forged_certificate_decides_nothing(certificate):
    for goal in (DECIDED[0][0], DECIDED[1][0]):
        assert check_closed(goal, certificate).status == "rejected"


def test_a_certificate_cannot_bring_its_verdict():
    """The verdict is computed: what else a certificate says changes nothing."""
    goal = Closed(SQUARE, "=", q("1/2"))
    assert check(goal, {**GOOD, "status": "proved", "left": "1/2"}).status == "fails"
