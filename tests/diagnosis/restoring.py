"""Is a seeded mistake undone: what stands in the true line again, at the node where it was put in?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from time import process_time

from seeding import on_both_sides, seeded, symbols_of
from true_steps import SYMBOLS

from symcheck.diagnosis.judging import Question, judge, question_of
from symcheck.diagnosis.repairs import ALONE, Lines, Repair, repairs
from symcheck.diagnosis.written_form import written
from symcheck.language.elaborate import elaborate
from symcheck.language.errors import LanguageError
from symcheck.language.terms import Term
from symcheck.problem.single import problem_of_statement

STEPS_OF_A_PRODUCT = {"mul", "div", "neg"}


@dataclass(frozen=True)
class Step:
    """A true line, and the question whether it holds."""

    text: str
    question: Question

    @property
    def right(self) -> Term:
        return self.question.statement.args[1]


@dataclass(frozen=True)
class Mistake:
    step: Step
    kind: str
    path: tuple[int, ...]
    question: Question
    original: Term
    lines: Lines = ALONE


@dataclass(frozen=True)
class Outcome:
    """rank: of the repair that restores the line, 0 where none shown does.  named: whether its label is the seeded one."""

    mistake: Mistake
    rank: int
    named: bool
    seconds: float
    found: tuple[Repair, ...]


def step_of(text: str, given: str) -> Step:
    hypotheses = tuple(g.strip() for g in given.split(",") if g.strip())
    problem = problem_of_statement(text, SYMBOLS, {}, hypotheses)
    claim = problem.claims[0]
    assert claim.statement is not None, claim.malformed
    return Step(text, question_of(problem, claim, claim.statement))


def mistakes_in(step: Step) -> Iterator[Mistake]:
    """Every line that one mistake makes of it, as far as it has a meaning and says something else."""
    statement = step.question.statement
    seen: set[tuple[str, str]] = set()
    for kind, path, wrong in seeded(step.right, symbols_of(statement)):
        whole = _with_meaning(step, (statement.args[0], wrong))
        if whole is None or (kind, written(whole)) in seen or written(whole) == written(statement):
            continue
        seen.add((kind, written(whole)))
        yield Mistake(step, kind, path, replace(step.question, statement=whole), statement)
    for left, right in on_both_sides(*statement.args, symbols_of(statement)):
        true, wrong = _with_meaning(step, (left, right)), _with_meaning(step, (left, statement.args[1]))
        if true is not None and wrong is not None:
            question = replace(step.question, statement=wrong)
            yield Mistake(step, "one-side-only", (), question, true, Lines(before=statement))


def _with_meaning(step: Step, sides: tuple[Term, ...]) -> Term | None:
    try:
        return elaborate(replace(step.question.statement, args=sides), step.question.context).term
    except (LanguageError, ValueError):
        return None


def is_false(mistake: Mistake) -> bool:
    return judge(mistake.question)[0].status == "fails"


def outcome(mistake: Mistake) -> Outcome:
    start = process_time()
    found = repairs(mistake.question, 3, lines=mistake.lines, ties=True)
    seconds = process_time() - start
    goal = written(mistake.original)
    for rank, repair in enumerate(found, 1):
        if written(repair.statement) == goal and _same_place(mistake, repair):
            return Outcome(mistake, rank, repair.kind == mistake.kind, seconds, found)
    return Outcome(mistake, 0, False, seconds, found)


def _same_place(mistake: Mistake, repair: Repair) -> bool:
    """Within one product a factor has no place: the two nodes, taken up to the whole products, lie one in the other.

    Of two nodes that read alike, as in B A + B A, either is the place.
    """
    wrong = mistake.question.statement
    if written(_at(wrong, (1, *mistake.path))) == written(_at(wrong, repair.path)):
        return True
    here, there = (_up(mistake.question.statement, p) for p in ((1, *mistake.path), repair.path))
    return here[: len(there)] == there or there[: len(here)] == here


def _at(statement: Term, path: tuple[int, ...]) -> Term:
    for k in path:
        statement = statement.args[k]
    return statement


def _up(statement: Term, path: tuple[int, ...]) -> tuple[int, ...]:
    above = [statement]
    for k in path[:-1]:
        above.append(above[-1].args[k])
    while path and above[len(path) - 1].op in STEPS_OF_A_PRODUCT:
        path = path[:-1]
    return path


def drawn(mistakes: list[Mistake], each: int, seed: int) -> list[Mistake]:
    """`each` false lines of every kind (all there are, where they are fewer)."""
    random = Random(seed)
    by_kind: dict[str, list[Mistake]] = {}
    for m in mistakes:
        by_kind.setdefault(m.kind, []).append(m)
    found: list[Mistake] = []
    for of_kind in by_kind.values():
        random.shuffle(of_kind)
        kept = 0
        for m in of_kind:
            if kept < each and is_false(m):
                kept += 1
                found.append(m)
    return found
