"""The worker process of symcheck: judges the claims it is sent, one at a time.

Owns: what a task says (which problem, which claim, which options) and that its answer is a claim's report as JSON.
Does not own: the pipe and its limits (isolation.worker), or whether the answer is believed (verification.py).
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from symcheck.engine import Options, judge_claim
from symcheck.isolation.worker import serve
from symcheck.problem.load import load_problem
from symcheck.problem.single import problem_of_statement
from symcheck.problem.types import Problem
from symcheck.report_json import claim_to_json


def main() -> None:
    """Serves until the pipe closes."""
    serve(answer)


def answer(task: str) -> str:
    """The report on the claim that `task` names, as one line of JSON.

    Raises ValueError where the problem file is no longer the one that the parent read.
    """
    said = json.loads(task)
    problem = problem_from(json.dumps(said["problem"]), said["sha256"])
    claim = next(c for c in problem.claims if c.id == said["claim"])
    options = Options(seed=said["seed"], ignore_expect=said["ignore_expect"])
    return json.dumps(claim_to_json(judge_claim(problem, claim, options, {})))


@lru_cache(maxsize=4)
def problem_from(how: str, sha256: str) -> Problem:
    """The problem that the parent has read, read again.  Raises ValueError where its file has changed since."""
    said: dict[str, Any] = json.loads(how)
    if "path" in said:
        problem = load_problem(said["path"])
    else:
        statement = said["statement"]
        problem = problem_of_statement(
            statement["claim"], statement["symbols"], statement["let"], tuple(statement["given"])
        )
    if problem.sha256 != sha256:
        raise ValueError(f"{problem.path} has changed while it was being verified")
    return problem
