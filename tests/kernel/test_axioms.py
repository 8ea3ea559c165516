"""Axioms: every instance is true at every point where its atoms are defined, and none is made of atoms that do not match.

INSTANCES are claims whose atoms stand in many relations to one another; every axiom that is found to apply to them is evaluated
in balls at exact points: no formula of one may be certainly false.  WRONG are instances that the kernel must refuse.
"""

from fractions import Fraction
from random import Random

import pytest

from symcheck.diagnosis.judging import lowered, question_of
from symcheck.kernel.axioms import MOST, SCHEMAS, Axiom, extended
from symcheck.kernel.evaluation import interpreted
from symcheck.kernel.polynomial import letter, number, product, transpose
from symcheck.kernel.sequent import truth
from symcheck.oracles.axioms import applicable
from symcheck.oracles.introduction import companions
from symcheck.oracles.models import WIDE, Sampler, size_orders
from symcheck.problem.single import problem_of_statement
from symcheck.theories.goals import leaves

SYMBOLS = {
    "A, B, C": "matrix(n, n)", "P": "matrix(n, n), positive definite", "U": "matrix(n, m)", "V": "matrix(m, n)",
    "D": "matrix(m, m)", "u, v": "vector(n)", "x, y": "real", "s, r": "real, positive", "k": "integer",
    "S": "matrix(n, n), symmetric", "R": "matrix(n, n), permutation", "Q": "matrix(n, n), orthogonal",
    "G": "matrix(n, n), invertible", "H": "matrix(n, n), projection", "F": "matrix(n, m), full column rank",
}  # fmt: skip

INSTANCES = [
    ("exp(x + y) + exp(x) + exp(y) + exp(-x) + exp(2 x) + exp(x/2) = 0", ()),
    ("exp(u + v) + exp(u) + exp(v) + exp(-u) + exp(x) u = exp(u + x ones(n))", ()),
    ("log(s r) + log(s) + log(r) + log(1/s) + log(s^2) + exp(log(s)) + log(exp(x)) = 0", ()),
    ("log(softmax(u)) = u - logsumexp(u) ones(n)", ()),
    ("sin(x) + cos(x) + sin(y) + cos(y) + sin(x + y) + cos(x + y) + sin(-x) + cos(-x) + tan(x) = 0", ()),
    ("sin(2 x) + cos(2 x) + sin(x) + cos(x) = 0", ()),
    ("sin(3 x - 2 y) + cos(x) + sin(x) + cos(y) + sin(y) + cos(5 x) = 0", ()),
    ("sin(pi/6) + cos(pi/6) + sin(-pi/4) + cos(3 pi/4) + sin(7 pi/6) + cos(5 pi/3) + cos(pi) + sin(2 pi) = 0", ()),
    ("sin(-4 pi/3) + cos(-2 pi/3) + cos(7 pi/4) + sin(3 pi/2) + cos(pi/2) + sin(11 pi/6) = 0", ()),
    ("sqrt(x y) + sqrt(x) + sqrt(y) + sqrt(x^2 y) + abs(x) + sqrt(x/y) + sqrt(12 x) = 0", ()),
    ("sqrt(x^2 - 2 x y + y^2) + abs(x - y) + sqrt(s^3) + sqrt(s) + abs(s) = 0", ()),
    ("exp(x y) + exp(x)^y + s^x + exp(x log(s)) + 2^x + exp(x log(2)) + log(s) = 0", ()),
    ("log(s^x) + log(s) + s^x + (s^x)^y + s^(x y) + log(2^y) + log(2) = 0", ()),
    ("sin(pi/5) + cos(pi/5) + cos(2 pi/5) + sin(pi/12) + cos(pi/12) + cos(pi/6) + cos(3 pi/7) + sin(3 pi/8) = 0", ()),
    ("sin(asin(r)) + cos(asin(r)) + sin(acos(r)) + cos(acos(r)) + sqrt(1 - r^2) + asin(r) + acos(r) + pi = 0", ("r <= 1",)),
    ("sin(atan(x)) + cos(atan(x)) + tan(atan(x)) = 0", ()),
    ("atan(s) + atan(1/s) + pi = 0", ()),
    ("atan(1/2) + atan(1/3) = pi/4", ()),
    ("atan(1) + atan(2) + atan(3) = pi", ()),
    ("8^(1/3) + s^(1/3) + s^(2/3) + (3/2)^(1/2) = 0", ()),
    ("sinh(x) + cosh(x) + tanh(x) + exp(x) + exp(-x) + exp(2 x) + exp(-2 x) + sinh(-x) + cosh(-x) = 0", ()),
    ("sigmoid(x) + sigmoid(-x) + exp(x) + exp(-x) + tanh(x/2) + 1/(1 + exp(x)) + 1/(1 + exp(-x)) = 0", ()),
    ("sigmoid(u) .* exp(u) + tanh(u) + exp(2 u) + exp(-u) = u", ()),
    ("relu(x) + relu(-x) + abs(x) + abs(-x) + sqrt(x^2) = 0", ()),
    ("abs(x) + abs(y) = 0", ("x >= 0", "-y > 0")),
    ("atan(x) + atan(-x) + asin(x) + asin(-x) + erf(x) + erf(-x) = 0", ()),
    ("s^n + s^(n + 1) + s^(2 n) + s^x + s^(x + y) + s^y + s^(x/2) + s^3 = 0", ()),
    ("(s r)^n + s^n + r^n = 0", ()),
    ("x^n + x^(n + 2) + (-x)^n + (-1)^n = 0", ()),
    ("det(A B) + det(A) + det(B) + det(A^T) + det(inv(A)) + det(I(n)) = 0", ()),
    ("det(2 A) + det(-A) + 2^n det(A) + (-1)^n = 0", ()),
    ("det(I(n) + u v^T) + det(I(n) + U V) + det(I(m) + V U) = 0", ()),
    ("det(A + u v^T) + det(A) + v^T inv(A) u = 0", ()),
    ("det(A + U V) + det(A) + det(I(m) + V inv(A) U) = 0", ()),
    ("det(P) + det(inv(P)) = 0", ()),
    ("exp(S) + exp(A) + exp(A)^T + exp(A^T) = 0", ()),
    ("exp(R u) + exp(u) + tanh(u) + tanh(R u) = u", ()),
    ("det(Q) + det(Q^T) = 0", ()),
    ("det(diag(exp(u))) + exp(sum(u)) + exp(sum(v)) = 0", ()),
    ("rank(A B) + rank(A) + rank(B) + rank(A^T) + rank(2 A) + rank(A^T A) + rank(I(n)) = 0", ()),
    ("rank(A + B) + rank(A) + rank(B) = 0", ()),
    ("rank(G A) + rank(A G) + rank(A) + rank(G) + rank(u v^T) + rank(U V) = 0", ()),
    ("rank(H) + rank(F) + rank(F^T) = 0", ()),
    ("B A = I(n)", ("A B = I(n)",)),
    ("det(block([[A, U], [V, D]])) + det(A) + det(D - V inv(A) U) + det(D) + det(A - U inv(D) V) = 0", ()),
    ("det(block([[A, U], [0, D]])) + det(block([[A, 0], [V, D]])) + det(A) + det(D) = 0", ()),
    ("det(block([[A, U, u], [0, D, ones(m)], [0, 0, x]])) + det(A) + det(D) = 0", ()),
    ("det(block([[A, u], [v^T, x]])) + det(A) + det(block([[x, v^T], [u, A]])) = 0", ("x != 0",)),
    ("det(block([[A, B], [C, A]])) + det(A A - B C) + det(A A - C B) = 0", ("A C = C A",)),
    ("det(block([[A, B], [B, A]])) + det(A + B) + det(A - B) = 0", ()),
    ("det(block([[A, U], [V, D]])) + det(block([[A^T, V^T], [U^T, D^T]])) + det(inv(block([[A, U], [V, D]]))) = 0", ()),
    ("logdet(block([[A, U], [V, D]])) + logdet(A) + logdet(D - V inv(A) U) = 0", ()),
    ("n >= m + 1", ("m < n",)),
    ("k >= 1", ("k > 0",)),
    ("n! + binomial(n, k) + (n + 1)!/n! >= 0", ("k >= -1",)),
    ("abs(2 x) + abs(x) + abs(y) + abs(x y) + sign(x y) + sign(x) + sign(y) + sign(3 x) = 0", ()),
    ("abs(s x) + abs(x) + relu(s x) + relu(x) + relu(s u)^T relu(u) = 0", ()),
    ("abs(x) + sign(x) + relu(x) + relu(-x) = 0", ("x > 0",)),
    ("abs(x) + sign(x) + relu(x) = 0", ("-x > 0",)),
    ("abs(x) + sign(x) + relu(x) = 0", ("x = 0",)),
    ("exp(x) + exp(y) + log(s) + log(r) + sqrt(s) + sqrt(r) + tanh(x) + tanh(y) + sigmoid(x) + sigmoid(y) >= 0", ("x > y",)),
    ("sinh(x) + sinh(y) + atan(x) + atan(y) + erf(x) + erf(y) + sign(x) + sign(y) >= 0", ("x != y",)),
    ("exp(x) + log(s) + sqrt(s) + tanh(x) + sigmoid(x) + sinh(x) + atan(x) + erf(x) >= 0", ("x != 0", "s - 1 != 0")),
    ("exp(x) + tanh(x) + sigmoid(x) + sinh(x) + atan(x) + erf(x) >= 0", ("-x > 0",)),
    ("exp(x) + exp(y) + tanh(x) + tanh(y) + floor(x) + floor(y) >= 0", ("x - y >= 0",)),
    ("floor(x) + ceil(x) + floor(-x) + ceil(-x) + floor(x + 2) + ceil(x - 3) + floor(k) + ceil(2 k + 1) + floor(x + k) >= 0", ()),
    ("norm(u) + norm(v) + norm(u + v) + norm(u - 2 v) + norm(A) + norm(A + B) + norm(B) >= 0", ()),
    ("6 k + 4 n != 3", ()),
    ("exp(x) + exp(y) + abs(x) + abs(y) + s^x + s^y = 0", ("x = y",)),
    ("exp(u) + exp(v) = 0", ("u = v",)),
    ("abs(x^3) + abs(x) + sign(x^2) + sign(x) + abs(-2 x) = 0", ()),
]


def sequents(claim, given):
    problem = problem_of_statement(claim, SYMBOLS, {}, given)
    question = question_of(problem, problem.claims[0], problem.claims[0].statement)
    return list(leaves(lowered(question).goal))[:2]


@pytest.mark.parametrize(("claim", "given"), INSTANCES, ids=[c for c, _ in INSTANCES])
def test_no_axiom_is_false_anywhere(claim, given):
    for obligation in sequents(claim, given):
        sequent = obligation.question
        new = companions(sequent)
        found = (*new, *applicable(extended(sequent, new)))[:MOST]
        assert len(found) > len(new), "no axiom applies: the instance tests nothing"
        said = extended(sequent, found).hypotheses[len(sequent.hypotheses) :]
        sampler, random, points = Sampler(sequent, obligation.draw), Random(7), 0
        for ladder in ((1, 2, 3), (2, 3, 4)):
            for sizes in size_orders(sequent, ladder):
                for _ in range(4):
                    model = sampler.draw(sizes, random, tries=20, pool=WIDE)
                    if model is None:
                        continue
                    points += 1
                    at = interpreted(model, extended(sequent, found).atoms)
                    for h in said:
                        assert truth(h.formula, at) is not False, (h, model)
        assert points >= 4


def test_every_schema_was_tried():
    asked = [o.question for c, given in INSTANCES for o in sequents(c, given)]
    seen = {a.schema for s in asked for a in applicable(extended(s, companions(s)))}
    assert set(SCHEMAS) - seen == set()


def one(claim, given=()):
    return sequents(claim, given)[0].question


def names(sequent, *functions):
    return tuple(next(n for n, a in sequent.atoms.items() if a.function == f) for f in functions)


def every(sequent, function):
    return tuple(n for n, a in sequent.atoms.items() if a.function == function)


TWO_EXP = one("exp(x) = exp(y)")
TWO_LOG = one("log(s) = log(r)")
DETS = one("det(A B) + det(A) + det(C) = 0")
SQUARE = one("B A = I(n)", ("A B = I(n)",))
DIAGONAL = one("det(diag(exp(u))) + exp(sum(u)) + exp(sum(v)) = 0")
(DET,), EXPS = every(DIAGONAL, "det"), every(DIAGONAL, "exp")
MIRROR = one("exp(A) = exp(B)")
MOVED = one("exp(R u) + exp(A u) = exp(v)")
R, A = (letter(*MOVED.letters[n]) for n in "RA")
RANKS = one("rank(A B) + rank(A) + rank(B) + rank(C) = 0")
NOTHING = one("rank(A - A) + rank(A) = 0")
A_, B_, C_ = (letter(*RANKS.letters[n]) for n in "ABC")
_rank = dict(zip(("AB", "A", "B", "C"), every(RANKS, "rank"), strict=True))
ANGLES = one("sin(x + y) + sin(x) + cos(x) + sin(y) + cos(y) = 0")
SUM, *PARTS = (n for f in ("sin", "cos") for n in every(ANGLES, f))
TURN = one("sin(pi/5) + cos(pi/2) = 0")
ROOTS = one("sqrt(x y) + sqrt(x) + abs(y) = 0")
POWERS = one("x^y + (x^y)^y + x^(y^2) + exp(x y) + exp(x) = 0", ("x > 0",))
INVERSES = one("sin(asin(x)) + cos(asin(y)) + sin(acos(x)) = 0")
HALVES = one("cos(2 x) + sin(x) + sin(y) + sqrt(y) = 0")
ATANS = one("atan(x) + atan(1/x) + pi = 0")
CLOSED = one("x = y")
X = CLOSED.goal.polynomial
Y = one("y = 1").goal.polynomial + number(1)
STEPS = one("sign(x) = 1", ("x >= 0",))
SCALES = one("abs(-2 x) + abs(x) + abs(x y) = 0")
SWINGS = one("sin(x) + sin(y) + exp(x) >= 0", ("x > y",))
TURNED = one("sign(-2 x) + sign(x) = 0")
MIXED = one("exp(x) + sin(y) = 0", ("x = y",))
FLOORS = one("floor(x) = floor(x + 1/2)")
MULTIPLES = one("6 k + 3 n != 3")
NORMS = one("norm(u) = norm(v)")
U_ = letter(*NORMS.letters["u"])
WRONG = {
    "a rank that is not known to be full": (RANKS, Axiom("rank-full", (_rank["A"],))),
    "no inverse": (RANKS, Axiom("rank-full", (_rank["A"],), (), (B_,))),
    "not the transpose either": (RANKS, Axiom("rank-same", (_rank["A"], _rank["B"]))),
    "a factor without an inverse": (RANKS, Axiom("rank-same", (_rank["AB"], _rank["B"]), (), (A_, A_))),
    "zero times": (NOTHING, Axiom("rank-same", every(NOTHING, "rank"), (), (number(0),))),
    "not idempotent": (RANKS, Axiom("rank-idempotent", (_rank["A"],))),
    "not a factor": (RANKS, Axiom("rank-part", (_rank["AB"], _rank["C"]), (), (B_,))),
    "not the product of these": (RANKS, Axiom("rank-product", (_rank["AB"], _rank["B"], _rank["A"]))),
    "not the sum": (RANKS, Axiom("rank-sum", (_rank["AB"], _rank["A"], _rank["B"]))),
    "not cut there": (RANKS, Axiom("rank-bounds", (_rank["C"],), (), (A_, B_))),
    "not the sum of the exponents": (DIAGONAL, Axiom("det-exponentials", (DET, *(EXPS[0], EXPS[2])))),
    "not the matrix of the exponentials": (DIAGONAL, Axiom("det-exponentials", (DET, *(EXPS[2], EXPS[1])))),
    "not mirrored": (MIRROR, Axiom("mirrored", every(MIRROR, "exp"))),
    "not the same entries": (MIRROR, Axiom("mirrored", every(MIRROR, "exp")[:1] * 2)),
    "a determinant is not entrywise": (DETS, Axiom("mirrored", every(DETS, "det")[:1] * 2)),
    "a matrix of which nothing is known": (MOVED, Axiom("selected", every(MOVED, "exp")[1:], (), (A,))),
    "not what was selected": (MOVED, Axiom("selected", (every(MOVED, "exp")[0], every(MOVED, "exp")[2]), (), (R,))),
    "an angle that is no sum": (ANGLES, Axiom("angle-sum", (SUM, PARTS[0], PARTS[2]), (1,))),
    "a sine for a cosine": (ANGLES, Axiom("angle-sum", (SUM, PARTS[0], PARTS[1], PARTS[1], PARTS[3]), (1, 1))),
    "a multiple too many": (ANGLES, Axiom("angle-sum", (SUM, PARTS[0], PARTS[2], PARTS[1], PARTS[3]), (1, 2))),
    "too large a multiple": (ANGLES, Axiom("angle-sum", (SUM, PARTS[0], PARTS[2], PARTS[1], PARTS[3]), (10**6, 1))),
    "a fifth of a turn": (TURN, Axiom("turn", (names(TURN, "sin")[0], names(TURN, "atan")[0]))),
    "an angle without pi": (ANGLES, Axiom("turn", (SUM, PARTS[0]))),
    "of another argument": (INVERSES, Axiom("inverse-function", (every(INVERSES, "sin")[0], every(INVERSES, "acos")[0]))),
    "half of another angle": (HALVES, Axiom("double-angle", (every(HALVES, "sin")[1], every(HALVES, "cos")[0]))),
    "roots of different numbers": (HALVES, Axiom("same-root", (every(HALVES, "sin")[0], every(HALVES, "sqrt")[0]))),
    "a sign that is not known": (ATANS, Axiom("quarter-turn", every(ATANS, "atan"))),
    "a factor without its root": (ROOTS, Axiom("root-product", every(ROOTS, "sqrt"))),
    "a square for a factor": (ROOTS, Axiom("root-product", (*every(ROOTS, "sqrt"), *every(ROOTS, "abs")))),
    "a power of no power": (POWERS, Axiom("power-power", (*every(POWERS, "power"), every(POWERS, "exp")[0]))),
    "another exponential": (POWERS, Axiom("power-exponential", (every(POWERS, "power")[0], *every(POWERS, "exp")))),
    "a function with gaps": (CLOSED, Axiom("new", ("tan~new1", "tan"), (), (X,))),
    "a logarithm of what may be negative": (CLOSED, Axiom("new", ("log~new1", "log"), (), (X,))),
    "a root of what may be negative": (CLOSED, Axiom("new", ("sqrt~new1", "sqrt"), (), (X,))),
    "a name that is taken": (CLOSED, Axiom("new", ("x", "exp"), (), (X,))),
    "a name of another kind": (CLOSED, Axiom("new", ("y~new", "exp"), (), (X,))),
    "a determinant of what is not square": (MOVED, Axiom("new", ("det~new1", "det"), (), (letter(*MOVED.letters["v"]),))),
    "arguments do not cancel": (TWO_EXP, Axiom("exp-linear", every(TWO_EXP, "exp"), (1, -1))),
    "too few powers": (TWO_EXP, Axiom("exp-linear", every(TWO_EXP, "exp"), (1,))),
    "a power that is too large": (TWO_EXP, Axiom("exp-linear", every(TWO_EXP, "exp")[:1] * 2, (10**6, -(10**6)))),
    "values are not one": (TWO_LOG, Axiom("log-monomial", every(TWO_LOG, "log"), (1, -1))),
    "another argument": (TWO_EXP, Axiom("reflection", every(TWO_EXP, "exp"))),
    "not these functions": (TWO_EXP, Axiom("pair", every(TWO_EXP, "exp"))),
    "not the product": (DETS, Axiom("det-product", every(DETS, "det"))),
    "not the transpose": (DETS, Axiom("det-same", every(DETS, "det")[1:])),
    "not the identity": (DETS, Axiom("det-same", every(DETS, "det")[:1])),
    "no such atom": (DETS, Axiom("det-same", ("det~99",))),
    "no such schema": (DETS, Axiom("det-anything", every(DETS, "det"))),
    "no factors": (DETS, Axiom("det-change", every(DETS, "det")[:1])),
    "an axiom twice": (one("1/(1 + exp(x)) = 2"), Axiom("reciprocal", names(one("1/(1 + exp(x)) = 2"), "reciprocal") * 2)),
    "no hypothesis": (SQUARE, Axiom("square-inverse", (), (), ())),
    "no sign is known": (one("abs(x) = x"), Axiom("signed", names(one("abs(x) = x"), "abs"))),
    "a sign where zero is allowed": (STEPS, Axiom("signed", names(STEPS, "sign"))),
    "the sign of an array": (one("abs(u) = u", ("u^T u > 0",)), Axiom("signed", names(one("abs(u) = u"), "abs"))),
    "a scale that is not the one": (SCALES, Axiom("scaled", every(SCALES, "abs")[:2], (), (number(2),))),
    "a negative scale": (
        one("sign(-2 x) + sign(x) = 0"),
        Axiom("scaled", every(one("sign(-2 x) + sign(x) = 0"), "sign"), (), (number(-2),)),
    ),
    "arguments that are not known to be equal": (SWINGS, Axiom("congruent", every(SWINGS, "sin"))),
    "other functions of equal arguments": (
        one("exp(x) + sin(y) = 0", ("x = y",)),
        Axiom("congruent", tuple(one("exp(x) + sin(y) = 0", ("x = y",)).atoms)),
    ),
    "a scale of unknown sign": (SCALES, Axiom("scaled", every(SCALES, "abs")[:0:-1], (), (Y,))),
    "a factor too few": (SCALES, Axiom("of-product", (*every(SCALES, "abs")[:2], every(SCALES, "abs")[0]))),
    "a function that is not monotone": (SWINGS, Axiom("monotone", every(SWINGS, "sin"))),
    "two functions": (SWINGS, Axiom("monotone", (every(SWINGS, "sin")[0], every(SWINGS, "exp")[0]))),
    "no known value": (one("floor(x) >= 0"), Axiom("monotone", every(one("floor(x) >= 0"), "floor"))),
    "a tangent of a sine": (SWINGS, Axiom("tangent", every(SWINGS, "sin"))),
    "order of arrays": (one("exp(u) = exp(v)"), Axiom("monotone", every(one("exp(u) = exp(v)"), "exp"))),
    "a shift that is not whole": (FLOORS, Axiom("whole-part", every(FLOORS, "floor"))),
    "halves are not whole": (MULTIPLES, Axiom("indivisible", (), (), (MULTIPLES.goal.polynomial.times(Fraction(1, 2)),))),
    "a divisor of the rest": (MULTIPLES, Axiom("indivisible", (), (), (MULTIPLES.goal.polynomial,))),
    "real numbers have no divisors": (CLOSED, Axiom("indivisible", (), (), (X.times(2) - number(1),))),
    "another norm": (NORMS, Axiom("cauchy", every(NORMS, "sqrt"), (), (U_, U_))),
    "arrays of two shapes": (NORMS, Axiom("cauchy", every(NORMS, "sqrt"), (), (U_, product(U_, transpose(U_))))),
    "bounds of a determinant": (DETS, Axiom("bounds", every(DETS, "det")[:1])),
}


@pytest.mark.parametrize(("sequent", "axiom"), WRONG.values(), ids=WRONG.keys())
def test_what_is_no_instance_is_refused(sequent, axiom):
    with pytest.raises((LookupError, ValueError)):
        extended(sequent, (axiom,))


def test_a_rectangular_inverse_has_one_side_only():
    sequent = one("V U = I(m)", ("U V = I(n)",))
    assert not any(a.schema == "square-inverse" for a in applicable(sequent))
