"""Statements about one real number are read right: what the cells say agrees with floating-point evaluation of the same text.

The statements are random; the evaluation is of its own and knows nothing of signs, roots or cells.
"""

import math
from fractions import Fraction
from random import Random

import pytest

from symcheck.kernel.real_line import Line
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, num
from symcheck.problem.single import problem_of_statement
from symcheck.theories.real_conditions import Reader
from symcheck.theories.real_values import NotReal, Tower, Value

X = Term("sym", (), "x", SCALAR)
CONTEXT = problem_of_statement("x = x", {"x": "real"}, {}).claims[0].context
CLOSE = 1e-7


def expression(random, depth):
    if not depth or random.random() < 0.15:
        return X if random.random() < 0.6 else num(random.randint(-3, 3))
    kind = random.choice(("add", "sub", "mul", "div", "sqrt", "abs", "pow", "max"))
    a = expression(random, depth - 1)
    if kind in {"sqrt", "abs"}:
        return Term("call", (a,), kind, SCALAR)
    if kind == "pow":
        return Term("pow", (a, num(2)), None, SCALAR)
    b = expression(random, depth - 1)
    return Term("call", (a, b), "max", SCALAR) if kind == "max" else Term(kind, (a, b), None, SCALAR)


def evaluated(t, x):
    """ValueError where it is undefined, or where the numbers are too close to where it is."""
    match t:
        case Term("num", (), q):
            return float(q)
        case Term("sym"):
            return x
        case Term("call", (a,), "sqrt"):
            v = evaluated(a, x)
            if abs(v) < CLOSE:
                raise ArithmeticError
            return math.sqrt(v)
        case Term("call", (a,), "abs"):
            return abs(evaluated(a, x))
        case Term("call", (a, b), "max"):
            return max(evaluated(a, x), evaluated(b, x))
        case Term("pow", (a, _)):
            return evaluated(a, x) ** 2
        case Term("div", (a, b)):
            above, below = evaluated(a, x), evaluated(b, x)
            if abs(below) < CLOSE:
                raise ArithmeticError
            return above / below
        case Term(op, (a, b)):
            u, v = evaluated(a, x), evaluated(b, x)
            return u + v if op == "add" else u - v if op == "sub" else u * v
    raise AssertionError(t)


def test_signs_agree_with_floating_point():
    random = Random(3)
    compared = outside = 0
    for _ in range(350):
        a, b = expression(random, 3), expression(random, 2)
        relation = random.choice(("=", "!=", "<", "<=", ">", ">="))
        tower = Tower()
        reader = Reader(CONTEXT, "x", tower, Value(tower.variable))
        try:
            read = reader.read(Term("rel", (a, b), relation))
            defined = reader.defined(read.needs)
            line = Line(read.true, read.strict, defined)
            cells = line.cells
        except (NotReal, ZeroDivisionError, ValueError):
            continue
        for c in cells:
            if c.sample is None or c.sample.denominator > 10**6:
                continue
            try:
                gap = evaluated(a, float(c.sample)) - evaluated(b, float(c.sample))
            except ValueError:
                assert not line.truth(c, defined)
                assert not line.truth(c, read.strict)
                outside += 1
                continue
            except (ArithmeticError, OverflowError):
                continue
            assert line.truth(c, defined), (a, b, c)
            if abs(gap) < CLOSE:
                continue
            true = {"=": False, "!=": True, "<": gap < 0, "<=": gap < 0, ">": gap > 0, ">=": gap > 0}[relation]
            assert line.truth(c, read.true) == line.truth(c, read.strict) == true, (a, relation, b, c)
            compared += 1
    assert compared > 300
    assert outside > 30


NAMED = [  # exact equality, which floating point cannot judge: identities and near misses at every cell
    ("sqrt(x^2) = abs(x)", True), ("sqrt(x^2) = x", False), ("abs(x)^2 = x^2", True), ("max(x, -x) = abs(x)", True),
    ("sqrt(x) sqrt(x) = x", True), ("sqrt(x + 1) - sqrt(x) = 1/(sqrt(x + 1) + sqrt(x))", True),
    ("sqrt(x + 2 sqrt(x) + 1) = sqrt(x) + 1", True), ("sqrt(x + 2 sqrt(x) + 1) = sqrt(x) + 2", False),
    ("sqrt(1/x) = 1/sqrt(x)", True), ("sqrt(x/(x + 1)) = sqrt(x)/sqrt(x + 1)", True), ("min(x, 1) <= 1", True),
    ("abs(x + 1) <= abs(x) + 1", True), ("abs(x + 1) >= abs(x) + 1", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "always"), NAMED, ids=[t for t, _ in NAMED])
def test_exact_equalities(text, always):
    statement = problem_of_statement(text, {"x": "real"}, {}).claims[0].statement
    tower = Tower()
    reader = Reader(CONTEXT, "x", tower, Value(tower.variable))
    read = reader.read(statement)
    defined = reader.defined(read.needs)
    line = Line(read.true, defined)
    inside = [c for c in line.cells if line.truth(c, defined)]
    assert inside
    assert all(line.truth(c, read.true) for c in inside) is always


def test_a_base_below_one_reverses_the_order():
    tower = Tower(Fraction(1, 2))
    unknown = Value(tower.number(Fraction(0)).plain, ((Fraction(1), tower.variable),))
    reader = Reader(CONTEXT, "x", tower, unknown)
    read = reader.read(Term("rel", (Term("pow", (num(Fraction(1, 2)), X), None, SCALAR), num(8)), ">"))
    below = reader.read(Term("rel", (X, num(-3)), "<"))
    line = Line(read.true, below.true)
    positive = [c for c in line.cells if c.sample is None or c.sample > 0]
    assert all(line.truth(c, read.true) == line.truth(c, below.true) for c in positive)
