"""Killable workers over pipes, with a hard deadline for each task.

Owns: starting, feeding, timing and killing worker processes.  Does not own: what a worker computes (it is given as a
command line whose program calls `worker.serve`), or what a task or an answer means: both are one line of text.

A worker is reused for many tasks; one that is killed, or dies, is replaced.  Its start (imports) has a limit of its
own and is not charged to a task.  Each worker leads a process group, which is killed as a whole.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import IO

GIB = 1 << 30
STALL = 5.0  # seconds without a byte after which an answer that has begun to arrive is given up
SO_FAR = "so-far "
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The task was stopped at its deadline.  so_far: the last thing that the worker told before its answer, or ""."""

    seconds: float
    so_far: str = ""


@dataclass(frozen=True, slots=True)
class Crashed:
    """The task ended without an answer.

    memory: it hit the memory limit; trace: a traceback, where there is one; so_far: as in `TimedOut`.
    """

    reason: str
    memory: bool = False
    trace: str = ""
    so_far: str = ""


Outcome = str | TimedOut | Crashed


class WorkerUnavailable(RuntimeError):
    """No worker could be started; the message has the last words of the one that tried."""


class _Worker:
    """One process: `index` is the task it has (None: idle), `until` the time by which something must have happened."""

    def __init__(self, command: Sequence[str], limits: str, start_limit: float, environment: Mapping[str, str]) -> None:
        self.log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed in `kill`
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, start_new_session=True, env=environment
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.input, self.output = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(self.input, False)
        os.set_blocking(self.output, False)
        self.ready = False
        self.index: int | None = None
        self.until = time.monotonic() + start_limit
        self.deadline = self.until
        self.so_far = ""
        self.unsent = limits.encode() + b"\n"
        self.received = bytearray()

    def give(self, index: int, task: str, deadline: float) -> None:
        self.index, self.until, self.so_far = index, time.monotonic() + deadline, ""
        self.deadline = self.until
        self.unsent = task.encode() + b"\n"

    def write(self) -> None:
        """Sends what the pipe takes now; what a dead worker does not take is noticed when its output ends."""
        try:
            self.unsent = self.unsent[os.write(self.input, self.unsent) :]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self.unsent = b""

    def read(self) -> tuple[str | None, bool]:
        """The line that is complete, if one is, and whether the output has ended; what is told on the way is kept in `so_far`."""
        with contextlib.suppress(BlockingIOError):
            while True:
                chunk = os.read(self.output, _CHUNK)
                if not chunk:
                    return self._answer(), True
                self.received += chunk
                self.until = max(self.until, time.monotonic() + STALL)
        return self._answer(), False

    def _answer(self) -> str | None:
        """The next line that is not told on the way."""
        line = self._line()
        while line is not None and line.startswith(SO_FAR):
            self.so_far = line.removeprefix(SO_FAR)
            line = self._line()
            if line is None and not self.received:
                self.until = self.deadline  # only an answer that has begun to arrive is waited for
        return line

    def _line(self) -> str | None:
        end = self.received.find(b"\n")
        if end < 0:
            return None
        line = self.received[:end].decode()
        del self.received[: end + 1]
        return line

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self.log.close()

    def last_words(self) -> str:
        self.log.seek(0, os.SEEK_END)
        self.log.seek(max(0, self.log.tell() - 4000))
        return self.log.read().decode(errors="replace").strip()


class Pool:
    """Up to `jobs` workers, each the process `command`; every task is stopped `deadline` seconds after it was given.

    `run` may be called many times: idle workers are kept between calls until `close`.
    """

    def __init__(
        self, command: Sequence[str], *, jobs: int, deadline: float, memory: int = 4 * GIB, start_limit: float = 60.0
    ) -> None:
        if jobs < 1 or deadline <= 0:
            raise ValueError(f"a pool needs at least one job and a positive deadline, not {jobs} and {deadline}")
        self._command = tuple(command)
        self._jobs = jobs
        self._deadline = deadline
        self._start_limit = start_limit
        self._limits = f"limits {memory} {deadline}"
        # One thread each and a fixed hash seed: the same task gives the same answer on every machine.
        single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        self._environment = {**os.environ, **single, "PYTHONHASHSEED": "0"}
        self._workers: list[_Worker] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Kills every worker."""
        while self._workers:
            self._workers.pop().kill()

    def run(self, tasks: Sequence[str]) -> Iterator[tuple[int, Outcome]]:
        """(index, outcome) of every task, in the order in which they end.  Raises WorkerUnavailable."""
        if any("\n" in task for task in tasks):
            raise ValueError("a task is one line of text")
        waiting = deque(enumerate(tasks))
        pending = len(tasks)
        try:
            while pending:
                for dead in [w for w in self._workers if w.index is None and w.process.poll() is not None and w.ready]:
                    self._drop(dead)
                for _ in range(min(self._jobs, pending) - len(self._workers)):
                    self._workers.append(_Worker(self._command, self._limits, self._start_limit, self._environment))
                for worker in self._workers:
                    if worker.ready and worker.index is None and waiting:
                        worker.give(*waiting.popleft(), self._deadline)
                for index, outcome in self._next():
                    pending -= 1
                    yield index, outcome
        finally:
            # Left early (an interrupt, a consumer that stopped): a worker with a task in hand is of no use any more.
            for worker in [w for w in self._workers if w.index is not None or not w.ready]:
                self._drop(worker)

    def _next(self) -> list[tuple[int, Outcome]]:
        """Waits until some worker has something to say or its time is up; the tasks that ended."""
        busy = [w for w in self._workers if w.index is not None or not w.ready]
        with selectors.DefaultSelector() as selector:
            for worker in busy:
                selector.register(worker.output, selectors.EVENT_READ, worker)
                if worker.unsent:
                    selector.register(worker.input, selectors.EVENT_WRITE, worker)
            wait = min(w.until for w in busy) - time.monotonic()
            events = selector.select(max(0.0, wait))
        ended: list[tuple[int, Outcome]] = []
        for key, event in events:
            worker = key.data
            if event & selectors.EVENT_WRITE:
                worker.write()
            elif (result := self._heard(worker)) is not None:
                ended.append(result)
        now = time.monotonic()
        for worker in [w for w in self._workers if w.until <= now]:
            if not worker.ready:
                raise WorkerUnavailable(f"a worker was not ready after {self._start_limit:g} s: {worker.last_words()}")
            if worker.index is not None:
                ended.append((worker.index, TimedOut(self._deadline, worker.so_far)))
                self._drop(worker)
        return ended

    def _heard(self, worker: _Worker) -> tuple[int, Outcome] | None:
        """What has come from `worker`: the end of its task, or None (it is ready now, or there is more to come)."""
        line, over = worker.read()
        if line == "ready" and not worker.ready:
            worker.ready = True
            return None
        index = worker.index
        if line is not None and index is not None:
            worker.index = None
            if over or line == "memory":
                self._drop(worker)
            return index, _outcome(line, worker.so_far)
        if not over:
            return None
        words = worker.last_words()
        status = worker.process.wait()
        self._drop(worker)
        if index is None:
            raise WorkerUnavailable(f"a worker could not start: {words or _ending(status)}")
        if status == -signal.SIGALRM:
            return index, TimedOut(self._deadline, worker.so_far)
        memory = status == -signal.SIGKILL or "allocate memory" in words or "MemoryError" in words
        return index, Crashed(_ending(status), memory, words, worker.so_far)

    def _drop(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.kill()


def run(
    tasks: Sequence[str], command: Sequence[str], *, jobs: int, deadline: float, memory: int = 4 * GIB
) -> Iterator[tuple[int, Outcome]]:
    """(index, outcome) of every task, from workers that live for this call only.  Raises WorkerUnavailable."""
    with Pool(command, jobs=jobs, deadline=deadline, memory=memory) as pool:
        yield from pool.run(tasks)


def _outcome(line: str, so_far: str) -> Outcome:
    word, _, rest = line.partition(" ")
    if word == "ok":
        return rest
    if word == "memory":
        return Crashed("the memory limit was reached", memory=True, so_far=so_far)
    return Crashed("an exception was raised", trace=str(json.loads(rest)), so_far=so_far)


def _ending(status: int) -> str:
    if status >= 0:
        return f"the worker ended with exit code {status}"
    try:
        return f"the worker was ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"the worker was ended by signal {-status}"
