"""Questions to the workers and their answers, on this side of the pipe.

Owns: `Asking` (a problem and how its claims are changed), `Answer`, `Audits`: answers are believed after a check only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field

from symcheck.audit.questions import Ask, question
from symcheck.diagnosis.judging import Question, judge_again, lowered
from symcheck.isolation.pool import Crashed, Outcome, Pool, TimedOut
from symcheck.problem.types import Problem
from symcheck.report import Json
from symcheck.report_json import ReportError, read_json
from symcheck.theories.lowering import NotLowered
from symcheck.verification import REPORT_IT, Origin


@dataclass(frozen=True, slots=True)
class Answer:
    """status: "holds" | "fails" | "undecided"; what a worker says, until it is confirmed."""

    status: str
    code: str | None = None
    certificate: Json = None
    tried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """A problem, and how its claims are changed: up to `most` mutants a claim."""

    origin: Origin
    most: int
    seed: int = 0

    @property
    def problem(self) -> Problem:
        return self.origin.problem

    def task(self, ask: Ask) -> str:
        said: Json = {
            "problem": self.origin.how,
            "sha256": self.problem.sha256,
            "ask": asdict(ask),
            "most": self.most,
            "seed": self.seed,
        }
        return json.dumps(said)

    def question(self, ask: Ask) -> Question:
        return question(self.problem, ask, self.most)

    def where(self, ask: Ask) -> frozenset[str]:
        """The conditions under which the statement is defined; all texts are the user's."""
        try:
            return frozenset(lowered(self.question(ask)).where)
        except NotLowered:
            return frozenset()


@dataclass
class Audits:
    """The workers, how far they are, and the faults of symcheck that came to light."""

    pool: Pool
    progress: Callable[[int, int], None]
    done: int = 0
    total: int = 0
    broken: list[str] = field(default_factory=list)

    def ask(self, asking: Asking, asks: Iterable[Ask]) -> dict[Ask, Answer]:
        """The answers to several questions, each asked once."""
        wanted = tuple(dict.fromkeys(asks))
        self.total += len(wanted)
        self.progress(self.done, self.total)
        found: dict[Ask, Answer] = {}
        for index, outcome in self.pool.run([asking.task(a) for a in wanted]):
            found[wanted[index]] = self.noted(_answer(outcome))
            self.done += 1
            self.progress(self.done, self.total)
        return {a: found[a] for a in wanted}

    def is_confirmed(self, asking: Asking, ask: Ask, answer: Answer, status: str) -> bool:
        """Whether the answer is `status` and its certificate, checked again here, proves that.

        Certificates cross process boundaries, verdicts do not (design, rule 5).
        """
        if answer.status != status:
            return False
        again = judge_again(asking.question(ask), answer.certificate)
        if again != status:
            message = f"a worker says {status} to {ask}, but its certificate, checked again, gives {again}: {REPORT_IT}"
            self.noted(Answer("undecided", "internal-error", None, (message,)))
        return again == status

    def noted(self, answer: Answer) -> Answer:
        if answer.code == "internal-error":
            self.broken.append("; ".join(answer.tried))
        return answer


def _answer(outcome: Outcome) -> Answer:
    match outcome:
        case TimedOut(seconds):
            return Answer("undecided", "time-limit", None, (f"stopped after {seconds:g} s; --timeout sets another limit",))
        case Crashed(_, True, _):
            return Answer("undecided", "time-limit", None, ("stopped at the memory limit of a worker",))
        case Crashed(reason, _, trace):
            shown = trace if os.environ.get("SYMCHECK_DEBUG") else trace.strip().rpartition("\n")[2]
            return Answer("undecided", "internal-error", None, (f"{reason}: {shown.strip()}; {REPORT_IT}",))
        case str(text):
            try:
                said = read_json(text)
            except ReportError as error:
                return Answer("undecided", "internal-error", None, (f"a worker's answer cannot be read: {error}",))
    if not isinstance(said, dict) or not isinstance(said.get("tried"), list):
        return Answer("undecided", "internal-error", None, ("a worker's answer is not of the form agreed",))
    tried, code = said.get("tried"), said.get("code")
    words = tuple(str(t) for t in tried) if isinstance(tried, list) else ()
    return Answer(str(said.get("status")), None if code is None else str(code), said.get("certificate"), words)
