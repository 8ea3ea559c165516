"""Writes catalogue.json anew from what is found now: `python tests/problems/count_catalogue.py`.

Read the difference before you commit it.  A verdict contrary to `expect:` is not written down but reported: the list has no
place for it.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from test_catalogue import FILES, JUDGED_ELSEWHERE, expected, judged  # noqa: E402

LONG = 4.0  # seconds of processor time; such a claim is judged only with `-m slow`


def row(name, problem):
    out = dict(Counter(expected(claim) for claim in problem.claims))
    undecided = {}
    for claim in problem.claims if name.split("/")[0] not in JUDGED_ELSEWHERE else ():
        if claim.statement is None:
            continue
        started = time.process_time()
        try:
            found, code = judged(problem, claim)
        except Exception as error:  # the test shows it again, and where
            print(f"ERROR: {name}: {claim.id}: {type(error).__name__}: {error}")
            continue
        if time.process_time() - started > LONG or found == "time-limit":
            undecided.setdefault("time-limit", []).append(claim.id)
        elif found == "undecided":
            undecided.setdefault(code, []).append(claim.id)
        elif found != expected(claim):
            print(f"WRONG: {name}: {claim.id} is expected to be {expected(claim)}, found {found}")
    return out | ({"undecided": {code: " ".join(ids) for code, ids in undecided.items()}} if undecided else {})


def main():
    rows = {name: row(name, problem) for name, problem in FILES.items()}
    text = ",\n".join(f" {json.dumps(name)}: {json.dumps(found)}" for name, found in rows.items())
    (Path(__file__).parent / "catalogue.json").write_text("{\n" + text + "\n}\n")


if __name__ == "__main__":
    main()
