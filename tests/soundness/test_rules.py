"""The soundness rules 1 to 4 of the design, section 2, attacked: one test or several named after each.

test_soundness_rules.py states each rule once; here are the ways around them.  Rules 5 to 8: test_rules_of_reports.py.
"""

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

SYMBOLS = {
    "X": "matrix(n, d)",
    "A, B": "matrix(n, n)",
    "S": "matrix(n, n), symmetric",
    "K": "matrix(n, n), skew",
    "u, v": "vector(n)",
    "w": "vector(d)",
    "t": "vector(n)",
    "x, y": "real",
    "s": "real, positive",
    "k": "integer",
    "o": "real, in [0, 1]",
    "f": "R -> R",
}


def judged(claim, *given, let=None, seed=0):
    problem = problem_of_statement(claim, SYMBOLS, let or {}, given)
    return judge_claim(problem, problem.claims[0], Options(seed=seed, points=3, repairs=0))


# ---- 1. Proved may abstract, refuted may not

TRUE_OF_FUNCTIONS = [
    "log(exp(x)) = x",
    "exp(x + y) = exp(x) exp(y)",
    "exp(x) exp(-x) = 1",
    "sin(-x) = -sin(x)",
    "cosh(x)^2 - sinh(x)^2 = 1",
    "tanh(x) = sinh(x)/cosh(x)",
    "relu(x) - relu(-x) = x",
    "sigmoid(x) + sigmoid(-x) = 1",
    "abs(-x) = abs(x)",
    "exp(x) > 0",
    "sin(x) <= 1",
    "exp(x) != 0",
    "floor(k) = k",
    "exp(0) = 1",
    "det(A B) = det(A) det(B)",
    "det(A^T) = det(A)",
    "softmax(u) = softmax(u + x ones(n))",
    "ones(n)^T softmax(u) = 1",
    "x <= y => exp(x) <= exp(y)",
    "sin(x) = 2 => x = y",
    "exp(x) = exp(y) => x = y",
    "not (exp(x) = 0)",
    "log(s) = 0 or s != 1",
    "diff(exp(x), x) = exp(x)",
]


@pytest.mark.parametrize("claim", TRUE_OF_FUNCTIONS)
def test_rule_1_what_is_true_of_a_function_is_never_refuted_by_an_atom(claim):
    assert judged(claim).verdict not in {"fails", "conflict"}


@pytest.mark.parametrize("claim", ["f(x) + f(x) = 2 f(x)", "sin(x + y) = sin(y + x)", "exp(x)/exp(x) = 1"])
def test_rule_1_what_is_true_of_every_atom_is_proved(claim):
    assert judged(claim).verdict == "holds"


@pytest.mark.parametrize(
    ("name", "claim"),
    [
        ("step", "step(x)^2 = step(x)"),
        ("step", "step(2) = 1"),
        ("exp", "exp(x + y) = exp(x) exp(y)"),
        ("sign", "sign(x)^3 = sign(x)"),
        ("sigmoid", "sigmoid(x) <= 1"),
        ("det", "det(x) = x"),
        ("power", "power(x) = x"),
        ("reciprocal", "x != 0 => x reciprocal(x) = 1"),
        ("exp", "diff(exp(x), x) = exp(x)"),
    ],
)
def test_rule_1_a_declared_function_is_not_the_built_in_one_of_its_name(name, claim):
    """A declared name beats a built-in: nothing is known of it, neither values nor axioms."""
    problem = problem_of_statement(claim, {"x, y": "real", name: "R -> R"}, {}, ())
    report = judge_claim(problem, problem.claims[0], Options(points=3, repairs=0))
    assert report.verdict == "undecided"


def test_rule_1_an_atom_elsewhere_in_the_claim_does_not_help():
    """A hypothesis about an atom restricts the models in a way that is not known: no counterexample can be trusted."""
    assert judged("x = 0", "sin(x) = 2").verdict != "fails"
    assert judged("x = 1", "exp(x) = y", "y = exp(1)").verdict != "fails"


# ---- 2. No vacuous theorem

CONTRADICTORY = [
    ("1 = 2", ["x < x"]),
    ("1 = 2", ["x = 1", "x = 2"]),
    ("x = 5", ["x^2 = -1"]),
    ("x^2 = -1", ["x^2 = -1"]),
    ("1 = 2", ["1 = 3"]),
    ("x = 1", ["sqrt(x) = -1"]),
    ("k = 3", ["2 k = 1"]),
    ("o = 7", ["o > 1"]),
    ("s = 0", ["s < 0"]),
    ("n = 1", ["n < 1"]),
    ("u = v", ["u != u"]),
    ("X = 0", ["n < d", "n > d"]),
    ("inv(X X^T) X inv(X^T X) = 0", ["n < d"]),
    ("S = 0", ["S - S^T = A", "A = I"]),
    ("x = y", ["1/x = 0"]),
    ("x = y", ["abs(x) < 0"]),
    ("u = v", ["norm(u) = -1"]),
    ("x = 1", ["x in [2, 1]"]),
]


@pytest.mark.parametrize(("claim", "given"), CONTRADICTORY, ids=[f"{c} | {', '.join(g)}" for c, g in CONTRADICTORY])
def test_rule_2_contradictory_hypotheses_make_neither_a_theorem_nor_a_counterexample(claim, given):
    report = judged(claim, *given)
    assert (report.verdict, report.code) == ("undecided", "vacuous")


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("exp(x)^2 = 1", "exp(x) = -1"),
        ("sin(x)^2 = 4", "sin(x) = 2"),
        ("exp(x) y = 0", "exp(x) = 0"),
        ("sin(x) = 2", "sin(x) = 2"),
    ],
)
def test_rule_2_a_value_that_no_function_takes_is_no_model(claim, given):
    """exp(x) is an atom for the proof; a model that gives it the value −1 is not a model of exp(x) = −1."""
    assert judged(claim, given).verdict != "holds"


@pytest.mark.parametrize(
    "claim", ["1/(x - x) = 1/(x - x)", "inv(A - A) = inv(A - A)", "log(x) + log(-x) - log(x) = log(-x)", "sqrt(-1) = sqrt(-1)"]
)
def test_rule_2_what_is_defined_nowhere_is_no_theorem(claim):
    assert judged(claim).verdict != "holds"


def test_rule_2_the_orders_of_the_sizes_are_those_with_a_model():
    """X Xᵀ is invertible for n ≤ d only, Xᵀ X for n ≥ d only."""
    cases = {
        "X X^T inv(X X^T) = I": {"n < d", "d = n"},
        "inv(X^T X) X^T X = I": {"d < n", "d = n"},
        "inv(X X^T) X = X inv(X^T X)": {"d = n"},
        "(X w)^T = w^T X^T": {"all"},
    }
    for claim, orders in cases.items():
        report = judged(claim)
        assert (report.verdict, set(report.scope.dimensions.split(", "))) == ("holds", orders), claim
    assert judged("(X w)^T = w^T X^T", "n <= d").scope.dimensions in {"n < d, d = n", "d = n, n < d"}


def test_rule_2_sizes_are_at_least_one():
    assert judged("n >= 1").verdict == "holds"
    assert judged("n > 1").counterexample.sizes == {"n": 1}


def test_rule_2_every_size_that_is_written_is_at_least_one():
    """I(n - 2) means something for n ≥ 3 only: n = 1 is no counterexample."""
    assert judged("tr(I(n - 2)) >= 1").verdict != "fails"


# ---- 3. A verdict never widens the claim


def test_rule_3_where_a_claim_is_defined_is_said():
    cases = {
        "x^2/x = x": ("x != 0",),
        "sqrt(x)^2 = x": ("x >= 0",),
        "inv(A) A = I": ("A is invertible",),
        "x/(x - y) + y/(y - x) = 1": ("x - y != 0", "y - x != 0"),
        "x + y = y + x": (),
    }
    for claim, where in cases.items():
        report = judged(claim)
        assert (report.verdict, set(report.scope.where)) == ("holds", set(where)), claim


CANCELLING = {
    "inv(A) - inv(A) = 0": "A is invertible",
    "0 inv(A) = 0": "A is invertible",
    "1/(x - y) - 1/(x - y) = 0": "x - y != 0",
    "sqrt(x) - sqrt(x) = 0": "x >= 0",
    "1/(x + y) = 1/(x + y)": "x + y != 0",
    "x + 0/y = x": "y != 0",
}


@pytest.mark.parametrize(("claim", "where"), CANCELLING.items())
def test_rule_3_where_a_claim_is_defined_is_said_of_what_cancels_too(claim, where):
    report = judged(claim)
    assert (report.verdict, report.scope.where) == ("holds", (where,))


def test_rule_3_conditions_are_hypotheses_or_follow_from_them():
    assert judged("x y/x = y", "x > 0").scope.where == ()
    assert judged("y = 0", "x y = 0").verdict == "fails"
    assert judged("y = 0", "x y = 0", "x != 0").verdict == "holds"
    assert judged("sqrt(x^2) = x", "x >= 0").verdict != "fails"


@pytest.mark.parametrize(
    "claim",
    [
        "sqrt(x) >= 0",
        "sqrt(x) sqrt(y) >= 0",
        "sqrt(x)/sqrt(y) >= 0",
        "sqrt(-x^2) = 0",
        "1/x^2 > 0",
        "sqrt(x) >= sqrt(y) => y >= 0",
    ],
)
def test_rule_3_no_counterexample_where_the_claim_is_undefined(claim):
    assert judged(claim).verdict != "fails"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x^2 > 0 and 1/x^2 > 0", "1/x^2 > 0 and x^2 > 0"),
        ("x != 0 and x/x = 1", "x/x = 1 and x != 0"),
        ("x >= 0 and sqrt(x)^2 = x", "sqrt(x)^2 = x and x >= 0"),
    ],
)
def test_rule_3_a_claim_is_judged_where_all_of_its_parts_are_defined(one, other):
    """The order of the parts of a conjunction says nothing."""
    verdicts = [judged(claim).verdict for claim in (one, other)]
    assert verdicts[0] == verdicts[1]
    assert "fails" not in verdicts


@pytest.mark.parametrize(
    ("property_", "claim"), [("projection", "norm(P u) <= norm(u)"), ("upper triangular, projection", "P = P^T")]
)
def test_rule_3_a_declared_property_is_never_dropped(property_, claim):
    """A property that no theory states makes a claim undecided; it must not be refuted by what has not the property."""
    problem = problem_of_statement(claim, {"P": f"matrix(n, n), {property_}", "u": "vector(n)"}, {}, ())
    assert judge_claim(problem, problem.claims[0], Options(points=3, repairs=0)).verdict != "fails"


def test_rule_3_a_nonnegative_vector_keeps_its_sign():
    problem = problem_of_statement("sum(p) >= 0", {"p": "vector(n), nonnegative"}, {}, ())
    assert judge_claim(problem, problem.claims[0], Options(points=3, repairs=0)).verdict != "fails"


@pytest.mark.parametrize("claim", ["solve(x = 2 x - x, x) = x", "solve(A u = A u, u) = u", "solve(x y = x y, y) = y"])
def test_rule_3_a_solution_is_not_given_by_the_unknown_itself(claim):
    """Everything solves x = x; that x = x is no solution."""
    assert judged(claim).verdict != "holds"


# ---- 4. Sampling never proves

TRUE_BUT_NOT_PROVED = [
    "sin(x)^2 + cos(x)^2 = 1",
    "cosh(x)^2 - sinh(x)^2 = 1",
    "k (k + 1)/2 = floor(k (k + 1)/2)",
    "exp(x) >= 1 + x",
]
FALSE_AT_FEW_POINTS = ["x != 3/7", "x^2 != 2", "k != 12345", "(x - 1/3)^2 + (y - 1/5)^2 > 0", "u != v", "x = 1/9 => x = y"]


@pytest.mark.parametrize("claim", TRUE_BUT_NOT_PROVED)
def test_rule_4_agreement_at_every_point_is_no_proof(claim):
    report = judged(claim)
    assert report.verdict == "undecided" or report.certificate is not None


@pytest.mark.parametrize("claim", FALSE_AT_FEW_POINTS)
def test_rule_4_a_claim_that_is_false_at_few_points_only_does_not_hold(claim):
    assert judged(claim).verdict != "holds"


def test_rule_4_every_verdict_has_a_certificate():
    for claim in ("x + y = y + x", "x^2 >= 0", "x = y", "A B = B A", "X^T t in rowspace(X)", "w in rowspace(X)", "x/x = 1"):
        report = judged(claim)
        assert report.verdict in {"holds", "fails"} and report.certificate, claim
