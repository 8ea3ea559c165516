"""The real line: verdicts on conditions whose truth is known by construction, or by exact evaluation at many rationals."""

from fractions import Fraction
from random import Random

import pytest

from symcheck.kernel.check import Rejected, check
from symcheck.kernel.real_line import Every, Line, Opposite, RealLine, Sign, Some, check_line, poly, real_roots

TRUE, FALSE = Every(()), Some(())


def sign(relation, *coefficients):
    return Sign(relation, tuple(Fraction(c) for c in coefficients))


def times(p, q):
    out = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            out[i + j] += a * b
    return tuple(out)


def value(p, x):
    return sum((c * x**k for k, c in enumerate(p)), Fraction(0))


def true_at(condition, x):
    """Direct evaluation: shares nothing with the cells."""
    match condition:
        case Every(parts):
            return all(true_at(p, x) for p in parts)
        case Some(parts):
            return any(true_at(p, x) for p in parts)
        case Opposite(part):
            return not true_at(part, x)
        case Sign(relation, p):
            v = value(p, x)
            return {"=": v == 0, "!=": v != 0, ">": v > 0, ">=": v >= 0}[relation]


SQRT2 = sign("=", -2, 0, 1)
KNOWN = [
    ("x^2 = 2 => x^4 = 4", SQRT2, sign("=", -4, 0, 0, 0, 1), "proved"),
    ("x^2 = 2 => x > 0", SQRT2, sign(">", 0, 1), "refuted"),
    ("x^2 = 2, x > 0 => 14142/10000 < x", Every((SQRT2, sign(">", 0, 1))), sign(">", Fraction(-14142, 10000), 1), "proved"),
    ("x^2 = 2, x > 0 => 14143/10000 < x", Every((SQRT2, sign(">", 0, 1))), sign(">", Fraction(-14143, 10000), 1), "refuted"),
    ("3 x^2 = 2 => 9 x^4 = 4 (a divisor that is not monic)", sign("=", -2, 0, 3), sign("=", -4, 0, 0, 0, 9), "proved"),
    ("3 x^2 = 2 => x^3 = -1", sign("=", -2, 0, 3), sign("=", 1, 0, 0, 1), "refuted"),
    ("x^2 = -1 => anything: vacuous", sign("=", 1, 0, 1), TRUE, "rejected"),
    ("(x - 10^-30)(x + 10^-30) > 0 or |x| <= 10^-30", TRUE,
     Some((sign(">", -Fraction(1, 10**60), 0, 1), sign(">=", Fraction(1, 10**60), 0, -1))), "proved"),
    ("roots 10^-40 apart are told apart", sign("=", *times((Fraction(-1), Fraction(1)), (Fraction(-1) - Fraction(1, 10**40), 1))),
     sign("=", -1, 1), "refuted"),
    ("x^2 >= 0 strictly", TRUE, sign(">", 0, 0, 1), "refuted"),
    ("no variable: 3 > 0", TRUE, sign(">", 3), "proved"),
    ("no variable: 0 > 0", TRUE, sign(">", 0), "refuted"),
    ("Wilkinson's polynomial has no root above 20", sign(">", -20, 1), None, "proved"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "claim", "status"), [k[1:] for k in KNOWN], ids=[k[0] for k in KNOWN])
def test_known(given, claim, status):
    if claim is None:
        wilkinson = (Fraction(1),)
        for k in range(1, 21):
            wilkinson = times(wilkinson, (Fraction(-k), Fraction(1)))
        claim = sign(">", *wilkinson)
    assert check_line(RealLine("x", given, claim))[0] == status


def random_condition(random, depth=2):
    if not depth or random.random() < 0.3:
        p = (Fraction(random.choice((1, -1, 2))),)
        for _ in range(random.randint(0, 3)):
            if random.random() < 0.6:
                factor = (Fraction(random.randint(-4, 4), random.choice((1, 1, 2, 3))), Fraction(random.choice((1, -1, 2))))
            else:
                factor = (Fraction(random.randint(-3, 3)), Fraction(random.randint(-3, 3)), Fraction(random.choice((1, -2))))
            p = times(p, factor)
        return Sign(random.choice(("=", "!=", ">", ">=")), p)
    kind = random.choice((Every, Some, Opposite))
    if kind is Opposite:
        return Opposite(random_condition(random, depth - 1))
    return kind(tuple(random_condition(random, depth - 1) for _ in range(random.randint(1, 3))))


def test_random_conditions_agree_with_exact_evaluation():
    random, seen = Random(5), {"proved": 0, "refuted": 0, "rejected": 0}
    points = [Fraction(k, d) for d in (1, 2, 3, 4, 7) for k in range(-9 * d, 9 * d + 1)]
    for _ in range(400):
        given, claim = random_condition(random), random_condition(random)
        if random.random() < 0.4:
            claim = Some((claim, Opposite(given)))
        status, facts = check_line(RealLine("x", given, claim))
        seen[status] += 1
        false = [x for x in points if true_at(given, x) and not true_at(claim, x)]
        if status == "proved":
            assert not false
        elif status == "refuted" and "point" in facts:
            x = Fraction(facts["point"])
            assert true_at(given, x)
            assert not true_at(claim, x)
        elif status == "rejected":
            assert not any(true_at(given, x) for x in points)
    assert min(seen.values()) >= 5, seen


def test_every_cell_has_one_sign():
    """At the sample of an interval, and at rationals nearer to its ends, the truth is the same."""
    random = Random(11)
    for _ in range(100):
        condition = random_condition(random)
        line = Line(condition)
        samples = [c.sample for c in line.cells if c.sample is not None]
        assert samples == sorted(samples)
        assert len(line.cells) == 2 * len(real_roots(line.product)) + 1
        for c in line.cells:
            if c.sample is not None:
                assert line.truth(c, condition) == true_at(condition, c.sample)


def test_no_certificate_changes_what_is_true():
    false = RealLine("x", TRUE, sign(">", 0, 0, 1))
    for certificate in ({"kind": "real line"}, {}, [], None, {"point": "5"}, {"proof": {"kind": "combination", "steps": []}}):
        assert check(false, certificate).status == "fails"


def test_the_vacuous_is_rejected():
    with pytest.raises(Rejected, match="vacuous"):
        check(RealLine("x", TRUE, TRUE, FALSE), {})


def test_too_many_roots_are_refused():
    assert check_line(RealLine("x", TRUE, sign(">", *([1] * 100))))[0] == "rejected"


def test_poly_keeps_the_order_of_the_coefficients():
    assert poly((Fraction(1), Fraction(2)))(3) == 7
