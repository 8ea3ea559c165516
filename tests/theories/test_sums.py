"""Sums, products, factorials and binomials: what books state holds, and what is one off it never does.

GKP: Graham, Knuth, Patashnik, Concrete Mathematics, 2nd edition 1994, by equation; table 174 is that of binomial identities.
"""

from __future__ import annotations

from math import comb, factorial

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.kernel.evaluation import Model, enclosure, interpreted
from symcheck.problem.single import problem_of_statement
from symcheck.theories.claims import lower_claim
from symcheck.theories.goals import leaves
from symcheck.theories.setting import Setting

SYMBOLS = {
    "n, m, p": "natural", "j, k": "integer", "r, b, x, y": "real", "s": "real, positive", "q": "real, in [0, 1]", "g": "R -> R",
    "X": "matrix(N, d)",
}  # fmt: skip

# (claim, hypothesis, source, false twins)
BOOKS = [
    ("sum(k for k in 1..n) = n (n + 1)/2", "", "GKP (1.5)",
     ["sum(k for k in 1..n) = n (n - 1)/2", "sum(k for k in 0..n + 1) = n (n + 1)/2"]),
    ("sum(k^2 for k in 1..n) = n (n + 1) (2 n + 1)/6", "", "GKP (2.38)", ["sum(k^2 for k in 1..n) = n (n + 1) (2 n - 1)/6"]),
    ("sum(k^4 for k in 1..n) = n (n + 1) (2 n + 1) (3 n^2 + 3 n - 1)/30", "", "Faulhaber, GKP 6.5",
     ["sum(k^4 for k in 1..n) = n (n + 1) (2 n + 1) (3 n^2 + 3 n + 1)/30"]),
    ("(sum(k for k in 1..n))^2 = sum(k^3 for k in 1..n)", "", "Nicomachus; GKP 2.5",
     ["(sum(k for k in 1..n))^2 = sum(k^3 for k in 0..n - 1)"]),
    ("sum(2 k - 1 for k in 1..n) = n^2", "", "GKP 2.1", ["sum(2 k + 1 for k in 1..n) = n^2"]),
    ("sum(r^k for k in 0..n) = (1 - r^(n + 1))/(1 - r)", "", "GKP (2.25)", ["sum(r^k for k in 0..n) = (1 - r^n)/(1 - r)"]),
    ("sum(k r^k for k in 0..n) = (r - (n + 1) r^(n + 1) + n r^(n + 2))/(1 - r)^2", "", "GKP (2.26)",
     ["sum(k r^k for k in 0..n) = (r - (n + 1) r^(n + 1) + n r^(n + 2))/(1 - r)"]),
    ("sum(2^k for k in 0..n) = 2^(n + 1) - 1", "", "GKP 2.3", ["sum(2^k for k in 1..n) = 2^(n + 1) - 1"]),
    ("sum((-1)^i for i in 0..n) = (1 + (-1)^n)/2", "", "GKP 2.3", ["sum((-1)^i for i in 0..n) = (1 - (-1)^n)/2"]),
    ("sum(1/(i (i + 1)) for i in 1..n) = n/(n + 1)", "", "GKP 2.6", ["sum(1/(i (i + 1)) for i in 1..n) = (n - 1)/n"]),
    ("sum(1/(i (i + 2)) for i in 1..n) = 3/4 - 1/(2 (n + 1)) - 1/(2 (n + 2))", "", "partial fractions",
     ["sum(1/(i (i + 2)) for i in 1..n) = 3/4 - 1/(2 n) - 1/(2 (n + 1))"]),
    ("sum(i i! for i in 1..n) = (n + 1)! - 1", "", "GKP ex. 2, telescoping (i + 1)! - i!",
     ["sum(i i! for i in 1..n) = (n + 1)!"]),
    ("sum(i/(i + 1)! for i in 1..n) = 1 - 1/(n + 1)!", "", "telescoping", ["sum(i/(i + 1)! for i in 1..n) = 1 - 1/n!"]),
    ("prod(i for i in 1..n) = n!", "", "GKP (4.21)", ["prod(i for i in 1..n + 1) = n!"]),
    ("prod(1 - 1/i^2 for i in 2..n) = (n + 1)/(2 n)", "", "telescoping", ["prod(1 - 1/i^2 for i in 2..n) = (n - 1)/(2 n)"]),
    ("sum(b^(n - i) for i in 1..n) = (1 - b^n)/(1 - b)", "", "Kingma and Ba 2015, section 3",
     ["sum(b^(n - i) for i in 0..n) = (1 - b^n)/(1 - b)", "sum(b^(n - i) for i in 1..n) = (1 - b^(n + 1))/(1 - b)"]),
    ("b sum(b^(n - i) g(i) for i in 1..n) + g(n + 1) = sum(b^(n + 1 - i) g(i) for i in 1..n + 1)", "", "momentum unrolled",
     ["b sum(b^(n - i) g(i) for i in 1..n) + g(n) = sum(b^(n + 1 - i) g(i) for i in 1..n + 1)"]),
    ("sum(g(i + 1) - g(i) for i in 0..n) = g(n + 1) - g(0)", "", "GKP (2.48)",
     ["sum(g(i + 1) - g(i) for i in 0..n) = g(n) - g(0)"]),
    ("sum(g(i) for i in 0..n) = sum(g(n - i) for i in 0..n)", "", "GKP (2.18)",
     ["sum(g(i) for i in 0..n) = sum(g(n - i) for i in 1..n)"]),
    ("sum(x g(i) + g(i)^2 for i in 1..n) = x sum(g(i) for i in 1..n) + sum(g(i)^2 for i in 1..n)", "", "GKP (2.15), (2.16)",
     ["sum(x g(i) + g(i)^2 for i in 1..n) = x sum(g(i) for i in 1..n) + (sum(g(i) for i in 1..n))^2"]),
    ("sum(g(i) for i in 1..2 n) = sum(g(2 i) + g(2 i - 1) for i in 1..n)", "", "GKP 2.4",
     ["sum(g(i) for i in 1..2 n) = sum(g(2 i) + g(2 i + 1) for i in 1..n)"]),
    ("sum(i for i in m..n) = (n - m + 1)*(n + m)/2", "n >= m", "GKP (2.17)", ["sum(i for i in m..n) = (n - m)*(n + m)/2"]),
    ("sum(i l for i in 1..n, l in 1..i) = n (n + 1) (n + 2) (3 n + 1)/24", "", "GKP 2.4",
     ["sum(i l for i in 1..n, l in 1..i) = n (n + 1) (n + 2) (3 n + 2)/24"]),
    ("sum(binomial(n, i) for i in 0..n) = 2^n", "", "GKP (5.14)", ["sum(binomial(n, i) for i in 1..n) = 2^n"]),
    ("sum((-1)^i binomial(n, i) for i in 0..n) = 0", "n >= 1", "GKP (5.14)",
     ["sum((-1)^i binomial(n, i) for i in 0..n - 1) = 0"]),
    ("sum(binomial(n, i) x^i y^(n - i) for i in 0..n) = (x + y)^n", "", "GKP (5.12)",
     ["sum(binomial(n, i) x^i y^(n - i) for i in 0..n) = (x - y)^n"]),
    ("sum(i binomial(n, i) for i in 0..n) = n 2^(n - 1)", "", "GKP (5.6)", ["sum(i binomial(n, i) for i in 0..n) = n 2^n"]),
    ("sum(i binomial(n, i) q^i (1 - q)^(n - i) for i in 0..n) = n q", "", "the mean of a binomial variable",
     ["sum(i binomial(n, i) q^i (1 - q)^(n - i) for i in 0..n) = q"]),
    ("sum(binomial(i, m) for i in 0..n) = binomial(n + 1, m + 1)", "", "GKP (5.10)",
     ["sum(binomial(i, m) for i in 0..n) = binomial(n, m + 1)"]),
    ("sum(binomial(m + i, i) for i in 0..n) = binomial(m + n + 1, n)", "", "GKP (5.9)",
     ["sum(binomial(m + i, i) for i in 0..n) = binomial(m + n, n)"]),
    ("sum((-1)^i binomial(n, i) for i in 0..m) = (-1)^m binomial(n - 1, m)", "n >= 1", "GKP (5.16)",
     ["sum((-1)^i binomial(n, i) for i in 0..m) = (-1)^m binomial(n, m)"]),
    ("for all l in 1..inf: sum(i for i in 1..l) = l (l + 1)/2", "", "GKP (1.5)",
     ["for all l in 1..inf: sum(i for i in 1..l) = l^2"]),
    ("sum(i for i in 1..N) = N (N + 1)/2", "", "a size", ["sum(i for i in 1..N) = N^2"]),
    ("sum(k for k in 1..n) >= n", "", "each term is at least 1", ["sum(k for k in 1..n) > n"]),
    ("(n + 1)! = (n + 1) n!", "", "GKP (4.21)", ["(n + 1)! = n n!"]),
    ("n!/(n - 2)! = n (n - 1)", "", "GKP (2.43)", ["n!/(n - 2)! = n (n - 2)"]),
    ("binomial(n, k) = n!/(k! (n - k)!)", "", "GKP (5.3)", ["binomial(n, k) = n!/(k! (n - k + 1)!)"]),
    ("binomial(n, k) = binomial(n, n - k)", "", "GKP (5.4)", ["binomial(n, k) = binomial(n, n - k + 1)"]),
    ("k binomial(n, k) = n binomial(n - 1, k - 1)", "", "GKP (5.6)", ["k binomial(n, k) = n binomial(n, k - 1)"]),
    ("binomial(n, k) = binomial(n - 1, k) + binomial(n - 1, k - 1)", "", "GKP (5.8)",
     ["binomial(n, k) = binomial(n - 1, k) + binomial(n - 1, k + 1)"]),
    ("(n - k) binomial(n, k) = (k + 1) binomial(n, k + 1)", "", "GKP (5.6), (5.7)",
     ["(n - k) binomial(n, k) = k binomial(n, k + 1)"]),
    ("2^n 3^n = 6^n and (1/2)^n = 1/2^n and (-1)^(2 n) = 1 and 4^n = 2^(2 n)", "", "powers",
     ["2^n 3^n = 5^n", "(-1)^(2 n + 1) = 1"]),
    ("20! = 2432902008176640000", "", "", ["20! = 2432902008176640001"]),
    ("binomial(100, 50) = 100891344545564193334812497256", "", "", ["binomial(100, 50) = 100891344545564193334812497257"]),
    ("1/2^99 = 2/2^100", "", "", ["1/2^99 = 1/2^98"]),
    ("sum(k for k in 1..1000) = 500500", "", "", ["sum(k for k in 1..999) = 500500"]),
    ("sum(k for k in 5..2) = 0 and prod(k for k in 5..2) = 1", "", "GKP 2.1: empty sums are 0", ["prod(k for k in 5..2) = 0"]),
]  # fmt: skip
FALSE = [(twin, given) for _, given, _, twins in BOOKS for twin in twins]
# a claim, and what must not be lost: the verdict, and words of the report
EDGES = [
    ("sum(k for k in 1..j) = j (j + 1)/2", "", "fails", "j = -2"),
    ("sum(k for k in 1..j) = j (j + 1)/2", "j >= 0", "holds", "induction"),
    ("sum(k for k in 1..j) = j (j + 1)/2", "j >= -1", "holds", "induction"),
    ("sum(k for k in 1..j) = j (j + 1)/2", "j >= -2", "fails", "j = -2"),
    ("sum(k for k in m..n) = (n - m + 1)*(n + m)/2", "", "fails", "left 0"),
    ("prod(1 - 1/i^2 for i in 2..n) = (n + 1)/(2 n)", "", "holds", "2 n != 0"),
    ("sum(b^(n - i) g(i) for i in 1..n) = b^n sum(b^(-i) g(i) for i in 1..n)", "", "holds", "b != 0"),
    ("sum(1/(i - r) for i in 1..n) = sum(1/(i - r) for i in 1..n)", "", "holds", "every term of"),
    ("sum(1^i for i in 0..n) = n + 1", "", "holds", ""),
    ("sum(r^i for i in 0..n) = (1 - r^(n + 1))/(1 - r)", "r = 1", "undecided", "vacuous"),
    ("sum(i for i in 1..x) = 1", "", "undecided", "not declared whole"),
    ("sum(1/2^i for i in 0..inf) = 2", "", "undecided", "infinite series"),
    ("sum(X[i, 1] for i in 1..N) = 0", "", "undecided", ""),
    ("factorial(-1) = 1", "", "undecided", "has no value"),
    ("sum(i for i in 1..10^6) = 1", "", "undecided", "members to write out"),
    ("for all n in 0..inf: sum(i for i in 1..n) = n (n + 1)/2", "n = 3", "holds", "induction"),
    ("for all n in 0..inf: sum(i for i in 1..n) = 6", "n = 3", "fails", "n"),
    # the premise at n is not defined where r^n = 1: a proof that used it would be wrong
    ("sum(1/(1 - r^i) for i in 1..n) = sum(1/(1 - r^i) for i in 1..n) + 0", "", "holds", ""),
]


def judged(claim, given=""):
    problem = problem_of_statement(claim, SYMBOLS, {}, (given,) if given else ())
    return judge_claim(problem, problem.claims[0], Options(points=2, repairs=0, assumptions=0))


@pytest.mark.parametrize(("claim", "given"), [(c, g) for c, g, _, _ in BOOKS], ids=[c for c, *_ in BOOKS])
def test_what_books_state_holds(claim, given):
    report = judged(claim, given)
    assert report.verdict == "holds", report.message


@pytest.mark.parametrize(("claim", "given"), FALSE, ids=[c for c, _ in FALSE])
def test_one_off_is_false(claim, given):
    report = judged(claim, given)
    assert report.verdict == "fails", report.message


@pytest.mark.parametrize(("claim", "given", "verdict", "words"), EDGES, ids=[f"{c} | {g}" for c, g, _, _ in EDGES])
def test_edges(claim, given, verdict, words):
    report = judged(claim, given)
    assert report.verdict == verdict, report.message
    assert words in f"{report.message} {report.code} {report.rules} {report.scope} {report.counterexample}"


EXACT = [
    ("(n + 3)! + n! + (n + 1)!", lambda n, k: factorial(n + 3) + factorial(n) + factorial(n + 1)),
    ("(2 n + 1)!/(2 n)!", lambda n, k: 2 * n + 1),
    ("binomial(n + 2, k) + binomial(n, k - 1) binomial(n + 1, k + 1)",
     lambda n, k: choose(n + 2, k) + choose(n, k - 1) * choose(n + 1, k + 1)),
    ("binomial(n, k) + binomial(n, n - k + 1)", lambda n, k: choose(n, k) + choose(n, n - k + 1)),
    ("binomial(n + 3, n + 1) + binomial(n, n + 1) + binomial(n, -1)", lambda n, k: choose(n + 3, n + 1)),
    ("binomial(2, k) + binomial(3, k - 2)", lambda n, k: choose(2, k) + choose(3, k - 2)),
    ("6^n + 12^(2 n + 1) + (-4)^n + (2/3)^n 3^n", lambda n, k: 6**n + 12 ** (2 * n + 1) + (-4) ** n + 2**n),
    ("(-1)^(3 n + 1) + (-1)^k", lambda n, k: (-1) ** (3 * n + 1) + (-1) ** abs(k)),
    ("x^(3 n + 2) + x^(2 n) + x^n", lambda n, k: 0 ** (3 * n + 2) + 0 ** (2 * n) + 0**n),
]  # fmt: skip


def choose(n, k):
    return comb(n, k) if k >= 0 else 0


@pytest.mark.parametrize(("text", "value"), EXACT, ids=[t for t, _ in EXACT])
def test_the_normal_forms_have_the_values_of_what_they_stand_for(text, value):
    """And the equations that are stated of their letters are true there."""
    problem = problem_of_statement(f"{text} = 0", SYMBOLS, {})
    claim = problem.claims[0]
    goal = lower_claim(claim.statement, (), Setting(claim.context, {})).goal
    question = next(iter(leaves(goal))).question
    for n in range(5):
        for k in range(-3, 7):
            values = {"n": n, "k": k, "x": 0}
            model = Model({}, {name: ((values[name],),) for name, (x, _, _) in question.letters.items() if not x.opaque})
            at = interpreted(model, question.atoms)
            assert enclosure(question.goal.polynomial, at)[0][0] == value(n, k)
            for h in question.hypotheses:
                if h.formula.relation == "=":
                    assert enclosure(h.formula.polynomial, at)[0][0] == 0, (h.label, n, k)


def test_a_counterexample_names_the_number_put_in():
    report = judged("sum(k^2 for k in 1..n) = n (n + 1) (2 n - 1)/6")
    assert report.counterexample.values["n"] == "1"
    assert (report.counterexample.left, report.counterexample.right) == ("1", "1/3")
    assert report.crosscheck.status == "contradicts"
