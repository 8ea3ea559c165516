"""The smallest repairs of a wrong equation, each proved by the kernel: the name of the mistake.

Owns: `diagnose`, `repair`, `repairs`.  The candidates (candidates.py) are judged in the order of their cost; nothing is shown
that is not proved, and of what is proved the cheapest is shown, with those that cannot be told from it.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.decide import TRIAL
from symcheck.diagnosis.candidates import ALONE, LEFT, STAGES, Candidates, Lines, Repair
from symcheck.diagnosis.judging import Question, judge, question_of
from symcheck.diagnosis.layouts import transposed
from symcheck.diagnosis.memory import NO_REPAIR, current, key_of
from symcheck.diagnosis.repair_texts import diagnosis_of
from symcheck.diagnosis.traces import diagnose_trace
from symcheck.diagnosis.written_form import written
from symcheck.language.printing import to_text
from symcheck.problem.types import Claim, Problem
from symcheck.report import Diagnosis

TIE = 1.0  # repairs within one bit are not told apart
SHOWN = 3  # of these
PLACES = 1000  # more than there are candidates of one stage


def diagnose(problem: Problem, claim: Claim, most: int, seed: int, proofs: int) -> Diagnosis | None:
    """The name of the mistake in a claim that fails, with the repaired claim; None where no single repair was found."""
    assert claim.statement is not None
    trace = diagnose_trace(claim.statement, claim.context, problem.objects)
    if trace is not None:
        return trace
    question = question_of(problem, claim, claim.statement)
    return transposed(question, seed) or repair(question, most, seed, proofs, _lines(problem, claim))


def _lines(problem: Problem, claim: Claim) -> Lines:
    if claim.step is None:
        return ALONE
    start = claim.step.from_.statement if claim.step.from_ is not None and claim.step.previous is None else None
    before = next((c.statement for c in problem.claims if c.id == claim.step.previous), start)
    after = next((c.statement for c in problem.claims if c.step is not None and c.step.previous == claim.id), None)
    return Lines(before, after)


def repair(question: Question, most: int, seed: int, proofs: int, lines: Lines = ALONE) -> Diagnosis | None:
    """The cheapest repair of a wrong equation, and those that cannot be told from it.

    Where it is remembered which proposal that was (memory.py), only that one is tried, and proved again; the others, and where
    none was found, all of them, are tried afresh only if it does not hold.
    """
    memory = current()
    if memory is None:
        return _said(question, repairs(question, SHOWN, most, seed, proofs, lines, ties=True))
    key = key_of(question)
    at = memory.known_repairs.get(key)
    if at == NO_REPAIR:
        memory.repairs[key] = at
        return None
    before = frozenset(memory.found)
    search = _Search(question, most, seed, lines)
    found = search.proved(SHOWN, proofs, ties=True, start=at) if at is not None else ()
    if not found:
        found = search.proved(SHOWN, proofs, ties=True)
    memory.repairs[key] = search.number(found[0]) if found else NO_REPAIR
    shown = {key_of(replace(question, statement=r.statement)) for r in found}
    for other in [k for k in memory.found if k not in before and k not in shown]:  # nobody asks for these again
        del memory.found[other]
    return _said(question, found)


def _said(question: Question, found: tuple[Repair, ...]) -> Diagnosis | None:
    return diagnosis_of(question, found) if found else None


def repairs(
    question: Question, wanted: int, most: int = 160, seed: int = 0, proofs: int = 8, lines: Lines = ALONE, *, ties: bool = False
) -> tuple[Repair, ...]:
    """Up to `wanted` proved repairs, the cheapest first; ties: only those that cannot be told from the first.

    most: proposals that pass the screen and are kept, of each side; proofs: how many of these are judged.
    """
    return _Search(question, most, seed, lines).proved(wanted, proofs, ties=ties)


class _Search:
    """Candidates of a stage are judged only where those of the stage before are poor."""

    def __init__(self, question: Question, most: int, seed: int, lines: Lines) -> None:
        self.question = question
        self.candidates = Candidates(question, most, seed, lines)

    def number(self, found: Repair) -> int:
        """Which candidate it is, for as long as nothing changes in what is tried."""
        for k, stage in enumerate(STAGES):
            for i, candidate in enumerate(self.candidates.of_stage(stage)):
                if candidate.statement == found.statement:
                    return PLACES * k + i
        return NO_REPAIR

    def proved(self, wanted: int, proofs: int, *, ties: bool, start: int = 0) -> tuple[Repair, ...]:
        found: list[Repair] = []
        lines: set[str] = set()
        tried = 0
        remembered, offset = divmod(start, PLACES)
        for k, stage in enumerate(STAGES):
            if k < remembered:
                continue
            if start and k > remembered and not found:
                break  # what is remembered is not there
            if (found and found[0].cost < LEFT + 1) or (k == len(STAGES) - 1 and found):
                break
            for candidate in self.candidates.of_stage(stage)[offset if k == remembered else 0 :]:
                if tried >= proofs or len(found) >= wanted or (ties and found and candidate.cost > found[0].cost + TIE):
                    break
                line = written(candidate.statement)
                if line in lines or _says_nothing(candidate):
                    continue
                tried += 1
                if self.holds(candidate):
                    found.append(self.candidates.named(candidate))
                    lines.add(line)
        best = sorted(found, key=lambda r: r.cost)
        return tuple(r for r in best if not ties or r.cost <= best[0].cost + TIE)

    def holds(self, candidate: Repair) -> bool:
        """Whether the repaired claim is proved, on no smaller a domain."""
        decision, goals = judge(replace(self.question, statement=candidate.statement), 0, TRIAL)
        points = self.candidates.points
        return decision.status == "holds" and goals is not None and points is not None and points.where.issuperset(goals.where)


def _says_nothing(repair: Repair) -> bool:
    """x = x: a side of another form, for which the other one is put, repairs every equation, and none."""
    return repair.kind == "wrong-symbol" and len(repair.path) == 1 and len({to_text(side) for side in repair.statement.args}) == 1
