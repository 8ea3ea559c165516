"""The worker process of symcheck: judges the claims it is sent, one at a time.

Owns: what a task says (which problem, which claim, which options) and that its answer is a claim's report as JSON.
Does not own: the pipe and its limits (isolation.worker), or whether the answer is believed (verification.py).
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from symcheck.diagnosis.memory import remembering
from symcheck.engine import Options, judge_claim
from symcheck.isolation.worker import Tell, serve
from symcheck.problem.load import load_problem
from symcheck.problem.single import problem_of_statement
from symcheck.problem.types import Problem
from symcheck.report import ClaimReport, CrossCheck, Json
from symcheck.report_json import claim_to_json


def main() -> None:
    """Serves until the pipe closes."""
    serve(answer)


def answer(task: str, tell: Tell) -> str:
    """The report on the claim that `task` names, as one line of JSON.

    Where the task has `certificates` (by question, from a lock), those that the kernel accepts save a search, and the
    answer has a key `search` besides: every certificate found, what was searched, and what was not accepted.

    tell: gets the report so far, as {"report": …, "missing": [the parts it lacks]}, from when the verdict is found.
    Raises ValueError where the problem file is no longer the one that the parent read.
    """
    said = json.loads(task)
    problem = problem_from(json.dumps(said["problem"]), said["sha256"])
    claim = next(c for c in problem.claims if c.id == said["claim"])
    recorded = said.get("crosscheck")
    options = Options(
        seed=said["seed"],
        ignore_expect=said["ignore_expect"],
        recorded=None if recorded is None else CrossCheck(recorded["status"], recorded["detail"]),
    )

    def so_far(report: ClaimReport, missing: tuple[str, ...]) -> None:
        tell(json.dumps({"report": claim_to_json(report), "missing": list(missing)}))

    if "certificates" not in said:
        return json.dumps(claim_to_json(judge_claim(problem, claim, options, {}, so_far)))
    with remembering(said["certificates"], said["repairs"]) as memory:
        found = claim_to_json(judge_claim(problem, claim, options, {}, so_far))
    done: Json = {
        "certificates": memory.found,
        "repairs": {**memory.repairs},
        "searched": [*memory.searched],
        "rejected": {**memory.rejected},
    }
    return json.dumps({**found, "search": done})


@lru_cache(maxsize=4)
def problem_from(how: str, sha256: str) -> Problem:
    """The problem that the parent has read, read again.  Raises ValueError where its file has changed since."""
    said: dict[str, Any] = json.loads(how)
    if "path" in said:
        problem = load_problem(said["path"])
    else:
        statement = said["statement"]
        problem = problem_of_statement(statement["claim"], statement["symbols"], statement["let"], tuple(statement["given"]))
    if problem.sha256 != sha256:
        raise ValueError(f"{problem.path} has changed while it was being verified")
    return problem
