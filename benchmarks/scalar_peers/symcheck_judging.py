"""symcheck in the place of a peer: from the text of a claim to the verdict, under `domain: strict`.

    python -m benchmarks.scalar_peers.symcheck_judging [--report] < pairs.json

Reading is timed too, since math-verify reads texts as well.  `--report` times the whole report: cross-check and diagnosis too.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial

from benchmarks.scalar_peers.judging import judge_all
from symcheck.diagnosis.domains import judged_strictly
from symcheck.diagnosis.judging import judge, question_of
from symcheck.engine import Options, judge_claim
from symcheck.problem.errors import ProblemErrors
from symcheck.problem.single import problem_of_statement

ANSWERS = {"holds": "equal", "fails": "refuted"}


def verdict(pair: dict, whole: bool) -> tuple[str, str]:
    try:
        problem = problem_of_statement(pair["claim"], pair["symbols"], {}, pair["given"])
    except ProblemErrors as error:
        return "cannot-express", error.errors[0].code
    claim = replace(problem.claims[0], domain="strict")
    if whole:
        report = judge_claim(problem, claim, Options())
        return ANSWERS.get(report.verdict, "undecided"), report.code or ""
    if claim.statement is None:
        return "undecided", "malformed"
    question = question_of(problem, claim, claim.statement)
    decision, goals = judge(question)
    if goals is not None:
        decision = judged_strictly(question, decision, goals, 0)
    return ANSWERS.get(decision.status, "undecided"), decision.code or ""


def main() -> None:
    judge_all(partial(verdict, whole="--report" in sys.argv[1:]))


if __name__ == "__main__":
    main()
