"""symcheck itself in the place of a peer: the same claims, the same time limit, verdicts by lowering and deciding.

    python -m benchmarks.matrix_peers.symcheck_judging PATH... < limit

What is timed is what is timed for the peers: from the term to the answer.  Reading the text, the cross-check, the diagnosis and
the report come on top of it in `symcheck verify` (`--report` times all of these but the reading).
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path

from benchmarks.matrix_peers.answering import within
from benchmarks.matrix_peers.claims import Case, gather
from symcheck.diagnosis.judging import judge, question_of
from symcheck.engine import Options, judge_claim

ANSWERS = {"holds": "equal", "fails": "refuted"}


def verdict(case: Case) -> tuple[str, str]:
    assert case.claim.statement is not None
    decision, _ = judge(question_of(case.problem, case.claim, case.claim.statement))
    return ANSWERS.get(decision.status, "undecided"), decision.code or ""


def report(case: Case) -> tuple[str, str]:
    found = judge_claim(case.problem, case.claim, Options(), {})
    return ANSWERS.get(found.verdict, "undecided"), found.code or ""


def main() -> None:
    arguments = [a for a in sys.argv[1:] if a != "--report"]
    judging = report if "--report" in sys.argv[1:] else verdict
    limit = float(sys.stdin.read())
    for case in gather([Path(a) for a in arguments]):
        print(json.dumps(asdict(within(limit, case.stated.id, partial(judging, case)))), flush=True)


if __name__ == "__main__":
    main()
