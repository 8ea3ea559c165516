"""Counts over finite boxes: the kernel's case split against brute force, wrong claims, and bad certificates."""

import random
from fractions import Fraction
from itertools import pairwise
from itertools import product as cartesian

import pytest

from symcheck.kernel.counting import (
    LISTED,
    MAX_CASES,
    Count,
    Equation,
    Product,
    Unfinished,
    check_count,
    solutions_within,
)
from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import letter, number, power, product, reciprocal
from symcheck.language.sizes import ONE, Size
from symcheck.oracles.counting import count_certificate, most_constrained_first
from symcheck.theories.convolution import convolve
from symcheck.theories.counting import NotCountable, affine_dimension, count_goal


def scalar(name):
    return letter(Letter(name), ONE, ONE)


X, Y, Z = scalar("x"), scalar("y"), scalar("z")
BIT = (0, 1)
BITS = {"x": BIT, "y": BIT, "z": BIT}


def judged(goal):
    return check_count(goal, count_certificate(goal))


def value(equation, point):
    total = Fraction(0)
    for c, powers in equation.terms:
        for i, e in powers:
            c = c * point[i] ** e
        total += c
    return total


def brute_force(goal):
    """Every point of the box, one after another."""
    true = {"=": lambda v: v == 0, "!=": lambda v: v != 0, ">=": lambda v: v >= 0, ">": lambda v: v > 0}
    return [p for p in cartesian(*goal.domains) if all(true[e.relation](value(e, p)) for e in goal.equations)]


CASES = {
    "one variable, one solution": ({"x": BIT}, [(X - number(1), "=")], 1),
    "unsatisfiable": ({"x": BIT}, [(X - number(2), "=")], 0),
    "contradictory": (BITS, [(X + Y - number(2), "="), (X, "=")], 0),
    "a sum": (BITS, [(X + Y + Z - number(2), "=")], 3),
    "a false constant": (BITS, [(number(1), "=")], 0),
    "a true constant": (BITS, [(number(0), "=")], 8),
    "no condition at all": (BITS, [], 8),
    "a variable that no condition mentions": ({**BITS, "w": (0, 1, 2)}, [(X + Y + Z - number(3), "=")], 3),
    "an empty domain": ({"x": ()}, [(X, "=")], 0),
    "no variables": ({}, [], 1),
    "a product": (BITS, [(product(X, Y) - Z, "=")], 4),
    "a square": ({"x": range(-5, 6)}, [(power(X, 2) - number(9), "=")], 2),
    "a square that is not in the domain": ({"x": range(-5, 6)}, [(power(X, 2) - number(2), "=")], 0),
    "Pythagorean triples up to 20": (dict.fromkeys("xyz", range(1, 21)), [(power(X, 2) + power(Y, 2) - power(Z, 2), "=")], 12),
    "rational domains and coefficients": (
        {"x": (Fraction(1, 2), Fraction(1, 3)), "y": (Fraction(1, 6), 1)}, [(X + Y.times(Fraction(1, 2)) - number(1), "=")], 1,
    ),
    "an inequality": (BITS, [(X + Y + Z - number(2), ">=")], 4),
    "a strict inequality": (BITS, [(X + Y + Z - number(2), ">")], 1),
    "different": (BITS, [(X - Y, "!=")], 4),
    "several": (BITS, [(X - Y, "!="), (Y - Z, "!="), (Z - X, "!=")], 0),
    "values repeated in the text of a set": ({"x": (1, 1, 2)}, [], 2),
}  # fmt: skip


@pytest.mark.parametrize(("domains", "conditions", "expected"), CASES.values(), ids=CASES.keys())
def test_counts(domains, conditions, expected):
    goal = count_goal(domains, conditions, "=", expected)
    assert len(brute_force(goal)) == expected, "the case itself is wrong"
    assert judged(goal).status == "proved"
    for wrong in (expected - 1, expected + 1):
        outcome = judged(count_goal(domains, conditions, "=", wrong))
        assert (outcome.status, outcome.facts["count"]) == ("refuted", str(expected))


RELATIONS = {"=": {2}, "!=": {1, 3}, "<": {3}, "<=": {2, 3}, ">": {1}, ">=": {1, 2}}


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("claimed", [1, 2, 3])
def test_the_claim_may_be_any_comparison(relation, claimed):
    goal = count_goal({"x": range(-5, 6)}, [(power(X, 2) - number(4), "=")], relation, claimed)
    assert judged(goal).status == ("proved" if claimed in RELATIONS[relation] else "refuted")


def random_goal(seed):
    chance = random.Random(seed)
    names = "abcde"[: chance.randint(1, 5)]
    domains = {v: tuple(sorted({Fraction(chance.randint(-4, 4), chance.choice((1, 1, 2))) for _ in range(3)})) for v in names}
    conditions = []
    for _ in range(chance.randint(1, 3)):
        p = number(chance.randint(-3, 3))
        for _ in range(chance.randint(1, 4)):
            term = number(Fraction(chance.randint(-3, 3), chance.choice((1, 2, 3))))
            for v in chance.choices(names, k=chance.randint(1, 3)):
                term = product(term, scalar(v))
            p = p + term
        conditions.append((p, chance.choice(("=", "!=", ">=", ">"))))
    return count_goal(domains, conditions, "=", 0)


@pytest.mark.parametrize("seed", range(60))
def test_the_split_agrees_with_brute_force_in_every_order(seed):
    goal = random_goal(seed)
    points = brute_force(goal)
    for order in (goal.variables, goal.variables[::-1], most_constrained_first(goal)):
        count, _, solutions = solutions_within(goal, order, 10_000)
        assert count == len(points)
        assert set(solutions) <= set(points)
        if all(any(i == j for e in goal.equations for _, ps in e.terms for j, _ in ps) for i in range(len(order))):
            assert len(solutions) == min(count, LISTED)


def homework(domain=BIT, claimed=2, printed=None, kernel=((-1, -1, -1), (0, 0, 0), (1, 1, 1))):
    """count(Z in domain^(5, 5): conv(Z, J, padding=1) = Y) = claimed."""
    names = [[f"Z[{i},{j}]" for j in range(1, 6)] for i in range(1, 6)]
    image = tuple(tuple(scalar(name) for name in row) for row in names)
    out = convolve(image, tuple(tuple(number(v) for v in row) for row in kernel), padding=1)
    printed = printed or PRINTED
    conditions = [(out[i][j] - number(printed[i][j]), "=") for i, j in cartesian(range(5), range(5))]
    return count_goal({name: domain for row in names for name in row}, conditions, "=", claimed)


PRINTED = ((0, -1, -2, -3, -2), (-2, -3, -3, -2, -1), (-1, -1, -1, 1, 1), (2, 2, 2, 1, 1), (1, 2, 3, 2, 1))


def test_homework_2_exactly_two_images():
    outcome = judged(homework())
    assert (outcome.status, outcome.facts["count"]) == ("proved", "2")
    first, second = outcome.solutions
    assert first == (0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0)
    assert [k + 1 for k in range(25) if first[k] != second[k]] == [5, 15, 25]


def test_homework_2_the_facts_list_the_images():
    facts = judged(homework()).facts
    second = "Z[1,1] = 0, Z[1,2] = 0, Z[1,3] = 0, Z[1,4] = 0, Z[2,1] = 0, Z[2,2] = 0, Z[4,1] = 0"
    assert facts["solution 1"].startswith("Z[2,3] = 1, Z[2,4] = 1, Z[2,5] = 1, Z[3,1] = 1")
    assert facts["solution 1"].endswith("Z[5,3] = 1, all others 0")
    assert facts["solution 2"].startswith(second) and facts["solution 2"].endswith("all others 1")
    assert "solution 3" not in facts


SHOWN = {
    "few variables": ({"x": (1,), "y": (Fraction(1, 2),)}, [X, Y], "x = 1, y = 1/2"),
    "all the same": (dict.fromkeys("wxyz", (3,)), [scalar("w"), X, Y, Z], "all variables 3"),
    "none": ({}, [], ""),
}


@pytest.mark.parametrize(("domains", "mentioned", "expected"), SHOWN.values(), ids=SHOWN.keys())
def test_a_solution_as_text(domains, mentioned, expected):
    facts = judged(count_goal(domains, [(p, ">") for p in mentioned], "=", 1)).facts
    assert facts.get("solution 1", "") == expected


def test_many_solutions_are_not_listed():
    facts = judged(count_goal({"x": range(100)}, [(X + number(1), ">")], "=", 100)).facts
    assert facts["count"] == "100" and not any(key.startswith("solution") for key in facts)


def test_homework_2_not_unique():
    assert judged(homework(claimed=1)).status == "refuted"


def test_homework_2_over_the_reals():
    assert affine_dimension(homework()) == 9


OTHERS = {
    "three grey levels about 0": ({"domain": (-1, 0, 1)}, 148),
    "four grey levels": ({"domain": (0, 1, 2, 3)}, 1692),
    "the negated output": ({"printed": tuple(tuple(-v for v in row) for row in PRINTED)}, 0),
    "a changed entry, solvable over the reals": ({"printed": (PRINTED[0], (-2, -3, -1, -2, -1), *PRINTED[2:])}, 0),
    "a changed entry, with another solution": ({"printed": (PRINTED[0], (-2, -3, -2, -2, -1), *PRINTED[2:])}, 1),
    "another kernel": ({"kernel": ((-1, -2, -1), (0, 0, 0), (1, 2, 1))}, 0),
}


@pytest.mark.parametrize(("change", "expected"), OTHERS.values(), ids=OTHERS.keys())
def test_homework_2_mutations(change, expected):
    assert judged(homework(**change, claimed=expected)).status == "proved"


def test_homework_2_the_response_of_a_patch_is_3_on_edges_only():
    """Over 0/1 patches: 3 exactly when the upper row is 1 and the lower 0, whatever the middle row (2³ patches); never 4."""
    names = [[f"P[{i},{j}]" for j in range(3)] for i in range(3)]
    patch = tuple(tuple(scalar(n) for n in row) for row in names)
    ((r,),) = convolve(patch, tuple(tuple(number(v) for v in row) for row in ((-1, -1, -1), (0, 0, 0), (1, 1, 1))))
    domains = {n: BIT for row in names for n in row}
    assert judged(count_goal(domains, [(r - number(3), "=")], "=", 8)).status == "proved"
    edge = [(patch[0][j] - number(1), "=") for j in range(3)] + [(patch[2][j], "=") for j in range(3)]
    assert judged(count_goal(domains, [(r - number(3), "="), *edge], "=", 8)).status == "proved"
    assert judged(count_goal(domains, [(r - number(4), ">=")], "=", 0)).status == "proved"


DIMENSIONS = {
    "no equation": ([], 3),
    "one": ([X + Y + Z], 2),
    "the same twice": ([X + Y, (X + Y).times(Fraction(7, 3))], 2),
    "dependent": ([X - Y, Y - Z, Z - X], 1),
    "a point": ([X - number(1), X + Y, X + Y + Z], 0),
    "inconsistent": ([X + Y - number(1), X + Y - number(2)], None),
    "0 = 1": ([number(1)], None),
    "0 = 0": ([number(0)], 3),
}


@pytest.mark.parametrize(("equations", "expected"), DIMENSIONS.values(), ids=DIMENSIONS.keys())
def test_the_dimension_of_the_real_solutions(equations, expected):
    assert affine_dimension(count_goal(BITS, [(p, "=") for p in equations], "=", 0)) == expected


@pytest.mark.parametrize("condition", [(product(X, Y), "="), (power(X, 2), "="), (X, ">=")])
def test_only_linear_equations_have_a_dimension(condition):
    with pytest.raises(ValueError, match="only linear equations"):
        affine_dimension(count_goal(BITS, [condition], "=", 0))


GOAL = count_goal(BITS, [(X + Y + Z - number(2), "=")], "=", 3)
BAD = {
    "a budget that does not suffice": ({"order": ["x", "y", "z"], "nodes": 3}, "not finished after 3 cases"),
    "an order that leaves one out": ({"order": ["x", "y"], "nodes": 99}, "every variable exactly once"),
    "an order that repeats one": ({"order": ["x", "y", "y"], "nodes": 99}, "every variable exactly once"),
    "an order of strangers": ({"order": ["x", "y", "w"], "nodes": 99}, "every variable exactly once"),
    "no order": ({"nodes": 99}, "must give an order"),
    "an order that is text": ({"order": "xyz", "nodes": 99}, "must give an order"),
    "an order of numbers": ({"order": [0, 1, 2], "nodes": 99}, "must give an order"),
    "no budget": ({"order": ["x", "y", "z"]}, "must give an order"),
    "a budget that is not a whole number": ({"order": ["x", "y", "z"], "nodes": 99.0}, "must give an order"),
    "a boundless budget": ({"order": ["x", "y", "z"], "nodes": MAX_CASES + 1}, "more than"),
}


@pytest.mark.parametrize(("certificate", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_certificate_is_rejected(certificate, reason):
    outcome = check_count(GOAL, certificate)
    assert outcome.status == "rejected"
    assert reason in outcome.facts["reason"]


ILL = {
    "two variables of one name": Count(("x", "x"), ((0,), (0,)), (), "=", 1),
    "a variable without a domain": Count(("x",), (), (), "=", 1),
    "a domain with a value twice": Count(("x",), ((1, 1),), (), "=", 2),
    "an unknown comparison": Count(("x",), ((1,),), (), "~", 1),
    "an unknown relation": Count(("x",), ((1,),), (Equation((), "<"),), "=", 1),
    "a variable that is not there": Count(("x",), ((1,),), (Equation((Product(1, ((1, 1),)),)),), "=", 1),
    "a negative power": Count(("x",), ((1,),), (Equation((Product(1, ((0, -1),)),)),), "=", 1),
    "an enormous power": Count(("x",), ((9,),), (Equation((Product(1, ((0, 9**9),)),)),), "=", 1),
    "a variable twice in a product": Count(("x",), ((1,),), (Equation((Product(1, ((0, 1), (0, 1))),)),), "=", 1),
}


@pytest.mark.parametrize("goal", ILL.values(), ids=ILL.keys())
def test_a_goal_that_is_not_well_formed_is_rejected(goal):
    assert check_count(goal, {"order": list(goal.variables), "nodes": 99}).status == "rejected"
    with pytest.raises(ValueError, match=r"every variable|lists a value twice|unknown relation|not well formed"):
        count_certificate(goal)


def test_the_number_of_cases_in_the_certificate_is_exact():
    certificate = count_certificate(GOAL)
    assert check_count(GOAL, certificate).status == "proved"
    assert check_count(GOAL, {**certificate, "nodes": certificate["nodes"] - 1}).status == "rejected"


def test_a_count_beyond_the_budget_is_given_up():
    """Subset sums: 40 variables, one condition that excludes little."""
    names = [f"x{i}" for i in range(40)]
    total = number(-(3**20))
    for i, name in enumerate(names):
        total = total + scalar(name).times(3**20 // (i + 1) + i)
    goal = count_goal(dict.fromkeys(names, BIT), [(total, "=")], "=", 1)
    assert count_certificate(goal, budget=5000) is None
    with pytest.raises(Unfinished):
        solutions_within(goal, goal.variables, 5000)


def test_many_variables_need_no_recursion():
    names = [f"x{i}" for i in range(3000)]
    conditions = [(scalar(a) - scalar(b), "=") for a, b in pairwise(names)]
    outcome = judged(count_goal(dict.fromkeys(names, BIT), conditions, "=", 2))
    assert outcome.status == "proved"


def test_a_good_order_is_found_where_the_order_given_is_bad():
    """z settles everything at once; last, it is found out only after all the others are split."""
    names = [f"x{i}" for i in range(20)]
    conditions = [(scalar("z") - number(1), "=")] + [(scalar(n) + scalar("z") - number(1), "=") for n in names]
    goal = count_goal({**dict.fromkeys(names, (0, 1, 2)), "z": (1, 2)}, conditions, "=", 1)
    assert most_constrained_first(goal)[0] == "z"
    assert count_certificate(goal)["nodes"] < 70


W = Letter("v", (Size.of("n"),))
NOT_COUNTABLE = {
    "another letter": (scalar("w") - X, "w is not one of the variables"),
    "division": (reciprocal(X), "division by x"),
    "arrays": (letter(W, Size.of("n"), ONE), "only scalar conditions"),
    "a norm": (product(letter(W, Size.of("n"), ONE), number(1)), "only scalar"),
}


@pytest.mark.parametrize(("p", "message"), NOT_COUNTABLE.values(), ids=NOT_COUNTABLE.keys())
def test_what_cannot_be_counted_is_refused(p, message):
    with pytest.raises(NotCountable, match=message):
        count_goal(BITS, [(p, "=")], "=", 1)
