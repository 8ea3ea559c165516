"""Judges one statement for the tests of this folder.  Owns: `verdict_of`, and a limit on its time.

A claim that does not end in time counts as undecided, as it does on the command line, where a worker is stopped.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from symcheck.engine import Options, judge_claim
from symcheck.problem.single import problem_of_statement
from symcheck.problem.types import Problem
from symcheck.report import ClaimReport

SECONDS = 5
T = TypeVar("T")


class OutOfTime(BaseException):
    """Not an Exception: nothing that is tested may swallow it."""


@contextmanager
def _limited() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def in_time(work: Callable[[], T]) -> T | None:
    """What `work` returns, or None where it takes longer than SECONDS."""
    try:
        with _limited():
            return work()
    except OutOfTime:
        return None


def verdict_of(claim: str, symbols: Mapping[str, str], let: Mapping[str, str], given: Sequence[str]) -> str:
    """The verdict, or "undecided" where time runs out.  Raises ProblemErrors, and whatever else escapes."""
    problem = problem_of_statement(claim, symbols, let, given)
    found = in_time(lambda: reports_of(problem)[0])
    return "undecided" if found is None else found.verdict


def reports_of(problem: Problem) -> list[ClaimReport]:
    return [judge_claim(problem, claim, Options()) for claim in problem.claims]
