"""The loop of a peer: claims on standard input, one answer a line on standard output, each within a time limit.

Owns: `Answer`, `CannotExpress`, `answer_all`, `within`.  An answer is "equal" (shown), "different" (simplified, and not the
same; no proof of anything), "refuted" (shown false), "cannot-express", "time-limit" or "error".
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

from benchmarks.matrix_peers.stated import Stated, decode


@dataclass(frozen=True)
class Answer:
    id: str
    answer: str
    why: str
    seconds: float


class CannotExpress(Exception):
    """The peer's language has no such thing; the text says which."""


class OutOfTime(BaseException):
    """The time limit, raised by the alarm; no peer that catches `Exception` can swallow it."""


def answer_all(judge: Callable[[Stated], tuple[str, str]]) -> None:
    """Reads `[limit, [claims]]`; writes the answers as JSON lines."""
    limit, data = json.load(sys.stdin)
    for item in data:
        claim = decode(item)
        found = within(limit, claim.id, partial(judge, claim))
        print(json.dumps(asdict(found)), flush=True)


def within(limit: float, name: str, judge: Callable[[], tuple[str, str]]) -> Answer:
    """What `judge` answers, timed, or "time-limit" after `limit` seconds."""

    def out_of_time(*_: object) -> None:
        raise OutOfTime

    signal.signal(signal.SIGALRM, out_of_time)
    started = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        answer, why = judge()
    except OutOfTime:
        answer, why = "time-limit", f"stopped after {limit:g} s"
    except CannotExpress as error:
        answer, why = "cannot-express", str(error)
    except Exception as error:  # whatever a peer raises is its answer; the table counts these apart
        answer, why = "error", f"{type(error).__name__}: {error}"[:200]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return Answer(name, answer, why, time.perf_counter() - started)
