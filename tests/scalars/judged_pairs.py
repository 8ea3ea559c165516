"""Pairs of answers of known truth, judged: which there are, what is found, and which are known to be open.

Owns: `PAIRS`, `judged`, `Found`, `OPEN` (tests/cases/pairs_open.json: table → surface → reason → ids), `swapped`.
A pair counts a changed domain as different, so it is judged under `domain: strict`.  Surfaces: "claim" is the typed line, "latex"
the same in dollar signs, "membership" says of sets that they have the same elements.
"""

import json
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from symcheck.engine import Options, judge_claim
from symcheck.language.printing import to_text
from symcheck.language.terms import Term
from symcheck.problem.errors import ProblemErrors
from symcheck.problem.single import problem_of_statement

CASES = Path(__file__).parents[1] / "cases"
SURFACES = ("claim", "membership", "latex")
LIST = CASES / "pairs_open.json"
TABLES = {name: json.loads((CASES / f"{name}.json").read_text()) for name in ("pairs", "pairs_more")}
OPEN = json.loads(LIST.read_text())
RIGHT = {True: "holds", False: "fails"}
PLAIN = Options(points=3, repairs=0, assumptions=0)  # what is asked is the verdict, not the nearest true claim
SECONDS = 10  # of processor time: a claim that takes longer is open, on a loaded machine no sooner


class OutOfTime(BaseException):
    """Not an Exception: nothing that is tested may swallow it."""


@contextmanager
def limited(seconds):
    def stop(*_):
        raise OutOfTime

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@dataclass(frozen=True)
class Found:
    """verdict: of the report, or "unread" (the text is no statement: `code` says why), or "time-limit"."""

    verdict: str
    code: str | None
    message: str
    seconds: float = 0.0
    where: tuple[str, ...] = ()

    @property
    def open(self):
        return self.verdict in {"undecided", "unread", "malformed", "time-limit"}


@dataclass(frozen=True, eq=False)
class Pair:
    """One case on one surface."""

    table: str
    surface: str
    case: dict

    @property
    def id(self):
        return self.case["id"]

    @property
    def text(self):
        return self.case[self.surface]

    @property
    def right(self):
        return RIGHT[self.case["truth"]]

    def __str__(self):
        return f"{self.table}-{self.surface}-{self.id}"


PAIRS = tuple(Pair(name, s, case) for name, table in TABLES.items() for s in SURFACES for case in table if s in case)


def stated(pair, text=None):
    """(problem, claim) of a pair, or of another text in its place.  Raises ProblemErrors."""
    case = pair.case
    problem = problem_of_statement(text or pair.text, case["symbols"], case.get("let", {}), case.get("given", ()))
    return problem, replace(problem.claims[0], domain=case.get("domain", "strict"))


@cache
def judged(pair, text=None, options=PLAIN):
    started = time.perf_counter()
    try:
        with limited(SECONDS):
            problem, claim = stated(pair, text)
            report = judge_claim(problem, claim, options)
    except ProblemErrors as error:
        first = error.errors[0]
        return Found("unread", first.code, first.message)
    except OutOfTime:
        return Found("time-limit", "time-limit", f"not decided within {SECONDS} s")
    where = report.scope.where if report.scope else ()
    return Found(report.verdict, report.code, report.message, time.perf_counter() - started, where)


def reasons(pair):
    """Why the pair is known to be open; None where it has to be decided."""
    for why, ids in OPEN.get(pair.table, {}).get(pair.surface, {}).items():
        if pair.id in ids.split():
            return why
    return None


MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def swapped(statement):
    """The same statement with its two sides changed over; None where it has no two sides."""
    match statement:
        case Term("rel", (a, b), str(sign)) if sign in MIRRORED:
            return replace(statement, args=(b, a), value=MIRRORED[sign])
        case Term("iff", (a, b)):
            return replace(statement, args=(b, a))
    return None


def swapped_text(pair):
    """The text of the pair with its sides changed over, as we print it; None where it has none or is not read."""
    try:
        _, claim = stated(pair)
    except ProblemErrors:
        return None
    other = swapped(claim.statement) if claim.statement is not None else None
    return to_text(other) if other is not None else None
