"""What the command line and the Python API have in common: from paths or a statement to a report.

Owns: which files a path stands for, loading them, and the pool of workers that single statements share.  Does not
own: judging and settling (verification.py), printing (console.py, render/).
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from symcheck.isolation.pool import Pool
from symcheck.lock.ledger import IGNORE, WRITE, Ledger
from symcheck.problem.errors import ProblemErrors
from symcheck.problem.load import load_problem
from symcheck.problem.paths import find_problems
from symcheck.problem.single import problem_of_statement
from symcheck.report import ClaimReport, Json, Report
from symcheck.selection import Selection
from symcheck.verification import Origin, Settings, pool_for, verify_problems


class PathError(ValueError):
    """A path that names no problem file; the message says what is there instead."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The problem files that could be read, and the errors of those that could not."""

    origins: tuple[Origin, ...]
    errors: tuple[ProblemErrors, ...]
    paths: tuple[str, ...] = ()  # as they were named

    def count(self, select: Selection) -> int:
        """How many claims are selected."""
        return sum(select(c.id) for o in self.origins for c in o.problem.claims)


def load_paths(paths: Sequence[str]) -> Loaded:
    """Reads every problem file that `paths` stand for.  Raises PathError."""
    origins, errors = [], []
    for path in problem_files(paths):
        try:
            origins.append(Origin(load_problem(path), {"path": path}))
        except ProblemErrors as error:
            errors.append(error)
    return Loaded(tuple(origins), tuple(errors), tuple(paths))


def judge_loaded(loaded: Loaded, settings: Settings, progress: Callable[[int, int], None] | None = None) -> Report:
    """The report on every selected claim of the files that could be read, with the lock files as the settings say.

    Raises WorkerUnavailable, LockError.
    """
    ledger = None
    if settings.lock != IGNORE:
        ledger = Ledger([o.problem for o in loaded.origins], loaded.paths, settings.lock, settings.seed)
    with pool_for(loaded.count(settings.select), settings) as pool:
        report = verify_problems(loaded.origins, settings, pool, progress, ledger)
    if ledger is None or not ledger.locks:
        return report
    if settings.lock == WRITE:
        ledger.write()
        return replace(report, lock=ledger.sentences())
    return replace(report, lock=ledger.sentences(), outdated=ledger.outdated())


def check_statement(
    claim: str, symbols: Mapping[str, str], let: Mapping[str, str], given: Sequence[str], settings: Settings
) -> Report:
    """The report on one statement.  Raises ProblemErrors where it cannot be read, WorkerUnavailable."""
    problem = problem_of_statement(claim, symbols, let, tuple(given))
    said: Json = {"claim": claim, "symbols": {**symbols}, "let": {**let}, "given": [*given]}
    with _shared_lock:
        return verify_problems([Origin(problem, {"statement": said})], settings, _shared_pool(settings))


def judged(report: Report) -> ClaimReport:
    """The one claim of a report on a statement."""
    (claim,) = report.claims
    return claim


def problem_files(paths: Sequence[str]) -> tuple[str, ...]:
    """The files that `paths` stand for, each once (see problem.paths.find_problems).

    Raises PathError for a path that does not exist (naming the nearest one that does) and for a folder without any.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise PathError(f"{path}: there is no such file or folder{nearest(Path(path))}")
        if os.path.isdir(path) and not find_problems([path]):
            raise PathError(f"{path}: there is no problem file (*.yaml) in this folder")
    return find_problems(paths)


def nearest(place: Path) -> str:
    """ "; did you mean …?" with the path beside `place` whose name is closest, or ""."""
    existing = place.parent
    while not existing.is_dir() and existing != existing.parent:
        place, existing = existing, existing.parent
    try:
        names = os.listdir(existing)
    except OSError:
        return ""
    near = get_close_matches(place.name, names, n=1, cutoff=0.6)
    return f"; did you mean {existing / near[0]}?" if near else ""


_shared: tuple[int, float, Pool] | None = None
_shared_lock = threading.Lock()


def _shared_pool(settings: Settings) -> Pool:
    """One worker that lives from statement to statement, since its start costs more than most statements do.

    A child of this process gets its own: pipes cannot be shared.
    """
    global _shared  # noqa: PLW0603  one worker a process is the point
    if _shared is not None and _shared[:2] != (os.getpid(), settings.timeout):
        if _shared[0] == os.getpid():
            _shared[2].close()
        _shared = None
    if _shared is None:
        _shared = (os.getpid(), settings.timeout, pool_for(1, settings))
    return _shared[2]


@atexit.register
def _close_shared() -> None:
    if _shared is not None and _shared[0] == os.getpid():
        _shared[2].close()
