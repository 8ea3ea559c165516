"""The worker's side of the pipe: one line in, one line out, under limits.

Owns: `serve`, the loop of a worker process, and its resource limits.  Does not own: what a task means (the caller's
`answer`), or when a worker is killed (pool.py).  Lines are text; what is in them is the caller's business (JSON).

The first line in is `limits MEMORY_BYTES SECONDS`; the first line out is `ready`.  After that each line in is a task,
and each line out is one of `so-far ANSWER` (what is known before the task ends; more follows), `ok ANSWER`, `memory` (the limit
was hit: the worker ends), `error TRACEBACK_AS_JSON`.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from typing import BinaryIO

GRACE = 2.0  # seconds past its deadline at which a worker ends itself; sooner than that its parent has killed it


Tell = Callable[[str], None]


def serve(answer: Callable[[str, Tell], str]) -> None:
    """Answers the tasks that come in until the pipe closes: `answer(task, tell)`.

    What `answer` tells on the way is what the parent has of it if it is stopped before it returns.
    Whatever `answer` prints goes to stderr: the pipe carries the protocol only.  `answer` returns text without line
    breaks.  An exception in it is reported and the worker goes on; MemoryError ends it, since its state is unknown.
    """
    tasks, answers = _private_pipes()
    limits = tasks.readline().split()
    if len(limits) != 3:
        return
    deadline = float(limits[2])
    limit_memory(int(limits[1]))
    _send(answers, "ready")
    signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def tell(text: str) -> None:
        _send(answers, "so-far " + text)

    for line in tasks:
        # A worker whose parent is gone, or is busy, still ends: the default action of SIGALRM needs no Python code
        # to run, so it also ends a call that is deep inside a C library.
        signal.setitimer(signal.ITIMER_REAL, deadline + GRACE)
        try:
            reply = "ok " + answer(line.decode().rstrip("\n"), tell)
        except MemoryError:
            reply = "memory"
        except Exception:
            reply = "error " + json.dumps(traceback.format_exc())
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        if not _send(answers, reply) or reply == "memory":
            return


def limit_memory(size: int) -> None:
    """Caps this process's address space at `size` bytes, where the system can (macOS refuses: then there is no cap)."""
    for what, limit in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent, moved away from stdin and stdout so that no library can write into the protocol."""
    sys.stdout.flush()
    tasks, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return os.fdopen(tasks, "rb"), os.fdopen(answers, "wb")


def _send(answers: BinaryIO, line: str) -> bool:
    """Whether the line reached the pipe: False where the parent is gone."""
    if "\n" in line:
        raise ValueError("an answer is one line of text")
    try:
        answers.write(line.encode() + b"\n")
        answers.flush()
    except BrokenPipeError:
        return False
    return True
