"""The loop of a judge of pairs: `[limit, [pairs]]` on standard input, one answer a line on standard output, each timed.

Owns: `judge_all`.  The answers and the time limit are those of the matrix benchmark (matrix_peers/answering.py).  The first pair
is judged once before, so that what a peer loads when it is first used counts for nobody.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial

from benchmarks.matrix_peers.answering import within


def judge_all(judge: Callable[[dict], tuple[str, str]]) -> None:
    limit, pairs = json.load(sys.stdin)
    for pair in pairs[:1]:
        within(limit, pair["id"], partial(judge, pair))
    for pair in pairs:
        print(json.dumps(asdict(within(limit, pair["id"], partial(judge, pair)))), flush=True)
