"""Variants of claims, judged in killable workers: numerically, and by the kernel.

Owns: `Variant`, `judged`, `counts`, what may not be found (`none_wrong`, `mostly_false`), `problem_of_case`; run as a program,
the worker's side.  A variant is the text of a statement that stands in the place of a claim: same names, same hypotheses.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from symcheck.crosscheck.check import truths
from symcheck.crosscheck.environment import NoReading
from symcheck.crosscheck.work import Exhausted
from symcheck.diagnosis.judging import judge, question_of
from symcheck.isolation.pool import Crashed, Pool, TimedOut
from symcheck.isolation.worker import serve
from symcheck.language.errors import LanguageError
from symcheck.language.reading import read
from symcheck.language.terms import subterms
from symcheck.problem.load import load_problem
from symcheck.problem.single import ID, problem_of_statement

POINTS = 6
ENOUGH = 5  # points at which a statement with symbols must be true to count as true
DEADLINE = 20.0
JOBS = 2


@dataclass(frozen=True)
class Variant:
    """path: of the problem file, or of a JSON list of cases; claim: its id; kind: how it was changed; text: the statement."""

    path: str
    claim: str
    kind: str
    text: str


@dataclass(frozen=True)
class Judged:
    """formed: it typechecks.

    numerically: "true", "false", "unclear" or why it was not evaluated; verdict: the kernel's, or "time", "crash".
    """

    variant: Variant
    formed: bool
    numerically: str
    verdict: str
    detail: str

    def __str__(self):
        v = self.variant
        return f"{v.claim} ({v.kind}): {v.text}\n    numerically {self.numerically}; {self.verdict} {self.detail}"


def judged(variants, *, numerically=True):
    """Every variant, judged, in the order given."""
    tasks = [json.dumps([v.path, v.claim, v.text, numerically]) for v in variants]
    command = [sys.executable, str(Path(__file__).resolve())]
    out = {}
    with Pool(command, jobs=JOBS, deadline=DEADLINE) as pool:
        for index, outcome in pool.run(tasks):
            match outcome:
                case str(text):
                    out[index] = Judged(variants[index], *json.loads(text))
                case TimedOut():
                    out[index] = Judged(variants[index], True, "not reached", "time", "")
                case Crashed():
                    out[index] = Judged(variants[index], True, "not reached", "crash", outcome.reason + outcome.trace)
    return [out[k] for k in range(len(variants))]


def counts(found):
    """Counts for a person to read."""
    formed = [j for j in found if j.formed]
    numerically = Counter(j.numerically if j.numerically in {"true", "false", "unclear"} else "not judged" for j in formed)
    verdicts = Counter(j.verdict for j in formed)
    return {
        "made": len(found), "ill-formed": len(found) - len(formed),
        "numerically": dict(numerically), "verdicts": dict(verdicts),
    }  # fmt: skip


def none_wrong(found):
    """Raises AssertionError where a numerically false variant holds, a numerically true one fails, or a worker crashed."""
    wrong = [j for j in found if (j.numerically, j.verdict) in {("false", "holds"), ("true", "fails")}]
    crashed = [j for j in found if j.verdict == "crash"]
    if wrong or crashed:
        raise AssertionError("\n".join(map(str, wrong + crashed)))


def mostly_false(found):
    """Raises AssertionError where the variants are no mutants: too few are false, or too few clearly true or false."""
    clear = [j for j in found if j.formed and j.numerically in {"true", "false"}]
    false = [j for j in clear if j.numerically == "false"]
    if len(false) < 0.7 * len(clear) or len(clear) < 0.5 * len(found):
        raise AssertionError(f"{len(false)} false and {len(clear)} clear of {len(found)}")


# -- the worker ------------------------------------------------------------------------------------------------


def answer(task, _tell):
    path, name, text, numerically = json.loads(task)
    problem, claim = loaded(path, name)
    try:
        statement = read(text, claim.context).term
    except LanguageError as error:
        return json.dumps([False, "", "malformed", error.message])
    question = question_of(problem, claim, statement)
    found = numeric(question) if numerically else "not asked"
    decision, _ = judge(question)
    return json.dumps([True, found, decision.status, "; ".join((decision.code or "", *decision.tried))])


def numeric(question):
    hypotheses = tuple(term for _, term in question.given)
    try:
        points = truths(
            question.statement, hypotheses, question.context, question.objects, tolerance=question.tolerance, points=POINTS
        )
    except (Exhausted, NoReading, LanguageError, ArithmeticError, ValueError) as error:
        return f"not evaluated: {error}"
    found = Counter(p.truth for p in points)
    closed = len(points) == 1 and not points[0].sizes and not points[0].values
    if found["false"] >= (1 if closed else 2):
        return "false"
    if found["false"] or found["true"] < (1 if closed else ENOUGH):
        return "unclear"
    return "unclear" if sampled(question.statement) or (not closed and thinly(question.statement)) else "true"


def sampled(statement):
    """Whether it speaks of infinitely many values of a bound name, of which a few that were tried say nothing."""
    return any(t.op in {"arrays", "interval"} or t.value == "inf" for t in subterms(statement))


def thinly(statement):
    """Whether it may be false on a set so thin that no point falls on it by chance.

    An inequality may be at its edge; `!=` and what has an equation as a premise or a denial (`norm(A) = 1 <=> A = 0`) where
    the equation is true; and a power whose exponent is a size depends on whether that is odd (`(-1)^(m n) = 1`).
    """
    if any(t.op == "pow" and any(s.op == "sym" for s in subterms(t.args[1])) for t in subterms(statement)):
        return True
    denied = any(t.op in {"iff", "implies", "not", "or"} for t in subterms(statement))
    return denied or any(t.op == "rel" and t.value in {"<", "<=", ">", ">=", "!="} for t in subterms(statement))


@cache
def loaded(path, name):
    if path.endswith(".json"):
        problem, name = problem_of_case(next(case for case in json.loads(Path(path).read_text()) if case["id"] == name)), ID
    else:
        problem = file(path)
    return problem, next(c for c in problem.claims if c.id == name)


file = cache(load_problem)


def problem_of_case(case):
    """The problem of one entry of a list of cases: `symbols`, `claim`, perhaps `let` and `given`."""
    given = [case["given"]] if "given" in case else []
    return problem_of_statement(case["claim"], case["symbols"], case.get("let", {}), given)


if __name__ == "__main__":
    serve(answer)
