"""What an audit asks of a worker: one statement under some hypotheses, judged; and the worker that answers.

Owns: `Ask`, and the one way from it to a `Question` (taken in the worker, and again where its certificate is checked).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache

from symcheck.audit.mutants import Mutant, mutants
from symcheck.diagnosis.judging import Question, judge, question_of
from symcheck.isolation.worker import Tell, serve
from symcheck.language.terms import Term, num
from symcheck.problem.types import Claim, Problem
from symcheck.report import Json
from symcheck.workers import problem_from

NOTHING = Term("rel", (num(0), num(0)), "=")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about the claim `claim` ("": about the hypotheses of the file).

    what: "claim": the claim, without the hypotheses `without`.  "model": `0 = 0` without those: is there a model?
    "opposite": hypothesis `label` with `relation` for its own, under the others that are left.  "mutant": mutant `index`, under
    all hypotheses; "alone": under none; "from claim": under the claim and nothing else; "to claim": the reverse.
    "zero": 2 A = A, for a claim A = B.
    """

    claim: str
    what: str
    index: int = 0
    without: tuple[str, ...] = ()
    label: str = ""
    relation: str = ""


def question(problem: Problem, ask: Ask, most: int) -> Question:
    """The statement and the hypotheses that `ask` names."""
    if not ask.claim:
        given = tuple((g.label, g.statement) for g in problem.given if g.label not in ask.without)
        return _about_hypotheses(Question(NOTHING, given, problem.context, problem.objects), ask)
    claim = claim_of(problem, ask.claim)
    assert claim.statement is not None
    base = question_of(problem, claim, claim.statement)
    base = replace(base, given=tuple((label, term) for label, term in base.given if label not in ask.without))
    match ask.what:
        case "claim":
            return base
        case "zero":
            left = claim.statement.args[0]
            return replace(base, statement=Term("rel", (Term("mul", (num(2), left), None, left.shape), left), "="))
        case "model" | "opposite":
            return _about_hypotheses(replace(base, statement=NOTHING), ask)
    changed = mutants_of(claim, most)[ask.index].term
    match ask.what:
        case "mutant":
            return replace(base, statement=changed)
        case "alone":
            return replace(base, statement=changed, given=())
        case "from claim":
            return replace(base, statement=changed, given=(("claim", claim.statement),))
        case "to claim":
            return replace(base, given=(("mutant", changed),))
    raise ValueError(ask.what)


def _about_hypotheses(base: Question, ask: Ask) -> Question:
    if ask.what == "model":
        return base
    (whole,) = (term for label, term in base.given if label == ask.label)
    rest = tuple((label, term) for label, term in base.given if label != ask.label)
    return replace(base, statement=replace(whole, value=ask.relation), given=rest)


def claim_of(problem: Problem, claim_id: str) -> Claim:
    return next(c for c in problem.claims if c.id == claim_id)


def mutants_of(claim: Claim, most: int) -> tuple[Mutant, ...]:
    """The mutants of a claim: the same ones, in the same order, in every process."""
    return _mutants_of(_Held(claim), most)


@dataclass(frozen=True, slots=True)
class _Held:
    """A claim as a key: that very object, whatever is in it (a context cannot be hashed)."""

    claim: Claim

    def __hash__(self) -> int:
        return hash(self.claim.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.claim is other.claim


@lru_cache(maxsize=64)
def _mutants_of(held: _Held, most: int) -> tuple[Mutant, ...]:
    claim = held.claim
    assert claim.statement is not None
    return mutants(claim.statement, claim.context, most)


def main() -> None:
    """The worker: serves until the pipe closes."""
    serve(answer)


def answer(task: str, _tell: Tell) -> str:
    """The answer to a question, as one line of JSON."""
    said = json.loads(task)
    problem = problem_from(json.dumps(said["problem"]), said["sha256"])
    fields = said["ask"]
    ask = Ask(**{**fields, "without": tuple(fields["without"])})
    asked = question(problem, ask, said["most"])
    decision, _ = judge(asked, said["seed"])
    found: Json = {
        "status": decision.status,
        "code": decision.code,
        "certificate": decision.certificate,
        "tried": [*decision.tried],
    }
    return json.dumps(found)
