"""Claims of calculus judged over one set of symbols."""

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement

SYMBOLS = {
    "x, y, a, b, c, t": "real", "k, s": "real, positive", "n, m": "natural", "C": "real", "f, g": "R -> R",
}  # fmt: skip


def problem_of(claim, given=(), let=None):
    return problem_of_statement(claim, SYMBOLS, let or {}, given)


def judged(claim, given=(), let=None):
    problem = problem_of(claim, given, let)
    return judge_claim(problem, problem.claims[0], Options(points=3, repairs=0), {})
