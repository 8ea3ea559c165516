"""A statement under hypotheses → decision: lower, then decide; what cannot be lowered is undecided with its code.

Owns: `Question`, `judge`, `judge_again`.  The engine, `follows`, the repairs and the nearest readings all judge through here.
Does not own: which certificates are known already (memory.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from symcheck.decide import CLAIM, Decision, decide, recheck
from symcheck.diagnosis.memory import current, key_of
from symcheck.kernel.serial import Json
from symcheck.language.context import Context, Kind
from symcheck.language.objects import NamedObject
from symcheck.language.terms import Term, subterms
from symcheck.problem.types import Claim, Problem
from symcheck.theories.claims import lower_claim
from symcheck.theories.goals import LoweredClaim
from symcheck.theories.lowering import NotLowered
from symcheck.theories.setting import Setting

MOST_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class Question:
    """A statement, its labelled hypotheses, and what they may refer to.  instead: see theories.expressions.Setting.

    assumed: what the context declares beyond what the file does, in words.
    """

    statement: Term
    given: tuple[tuple[str, Term], ...]
    context: Context
    objects: Mapping[str, NamedObject]
    tolerance: Fraction | None = None
    instead: tuple[Term, Term] | None = None
    assumed: tuple[str, ...] = ()

    @property
    def setting(self) -> Setting:
        return Setting(self.context, self.objects, self.tolerance, self.instead)

    @property
    def key_parts(self) -> tuple[object, ...]:
        """All but the names in scope: see memory.key_of."""
        parts = (self.statement, self.given, self.tolerance, self.instead)
        return (*parts, self.assumed) if self.assumed else parts


def question_of(problem: Problem, claim: Claim, statement: Term) -> Question:
    """The claim itself: Γ is `given`, and `from:` for a step of a derivation."""
    given = [(g.label, g.statement) for g in claim.given]
    if claim.step is not None and claim.step.from_ is not None:
        given.append(("from", claim.step.from_.statement))
    return Question(statement, tuple(given), claim.context, problem.objects, claim.tolerance)


def lowered(question: Question) -> LoweredClaim:
    """Raises NotLowered, also where a symbol has more entries than values are drawn for."""
    require_drawable(question)
    try:
        return lower_claim(question.statement, question.given, question.setting)
    except ZeroDivisionError as error:
        said = str(error) if " is " in str(error) else f"`{error}` is zero, and something is divided by it"
        raise NotLowered("undefined", said) from error


def require_drawable(question: Question) -> None:
    """A verdict needs a point: raise NotLowered where an array of fixed size is too large to have one written down."""
    seen: set[str] = set()
    waiting = [question.statement, *(term for _, term in question.given)]
    while waiting:
        for t in subterms(waiting.pop()):
            name = t.value
            if t.op not in {"sym", "apply", "juxt"} or not isinstance(name, str) or name in seen:
                continue
            seen.add(name)
            kind = question.context.symbols.get(name)
            if isinstance(kind, Kind):
                _require_few_entries(name, kind)
            elif name in question.context.definitions:
                waiting.append(question.context.definitions[name].body)


def _require_few_entries(name: str, kind: Kind) -> None:
    rows, cols = kind.shape.rows.constant, kind.shape.cols.constant
    if rows is not None and cols is not None and rows * cols > MOST_ENTRIES:
        shown = f"{rows}×{cols}" if cols > 1 else f"of {rows} entries"
        kindly = "matrix(n, d)" if cols > 1 else "vector(n)"
        raise NotLowered(
            "too-large",
            f"`{name}` is {shown}, and a claim is tried at arrays of at most {MOST_ENTRIES}; "
            f"declared as {kindly}, it is judged for all sizes",
        )


def judge(question: Question, seed: int = 0, work: int = CLAIM) -> tuple[Decision, LoweredClaim | None]:
    """The decision, and the goals it is about (None where the statement has no lowering).

    Where certificates are remembered (memory.py), one that decides the question is checked, and nothing is searched.
    """
    try:
        goals = lowered(question)
    except NotLowered as error:
        return Decision("undecided", error.code, tried=(error.message,)), None
    memory = current()
    if memory is None:
        return decide(goals.goal, seed, work), goals
    key = key_of(question)
    decision = memory.recall(key, goals.goal)
    if decision is None:
        decision = decide(goals.goal, seed, work)
        memory.add(key, decision)
    return decision, goals


def judge_again(question: Question, certificate: Json) -> str:
    """The verdict that certificates made before prove for the statement, lowered afresh; or "rejected: why"."""
    try:
        goals = lowered(question)
    except NotLowered as error:
        return f"rejected: {error.message}"
    return verdict_of(recheck(goals.goal, certificate))


def verdict_of(decision: Decision) -> str:
    """ "holds", "fails", or "rejected: why"."""
    if decision.status in {"holds", "fails"}:
        return decision.status
    return f"rejected: {'; '.join(decision.tried) or decision.code}"
