"""The smallest repair of a wrong equation, itself proved by the kernel: the name of the mistake.

Owns: `diagnose`.  A repair is shown only where the repaired claim holds; the
right side is repaired before the left.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from symcheck.diagnosis.edits import Edit, edits
from symcheck.diagnosis.judging import Question, judge, lowered, question_of
from symcheck.diagnosis.layouts import transposed
from symcheck.diagnosis.traces import diagnose_trace
from symcheck.kernel.evaluation import Model, evaluate
from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Sequent
from symcheck.language.elaborate import elaborate
from symcheck.language.errors import LanguageError
from symcheck.language.printing import to_text
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, subterms
from symcheck.oracles.models import WIDE, Sampler, size_orders
from symcheck.problem.types import Claim, Problem
from symcheck.report import Diagnosis
from symcheck.theories.expressions import Lowerer
from symcheck.theories.goals import leaves
from symcheck.theories.lowering import NotLowered

FINALISTS = 12


def diagnose(problem: Problem, claim: Claim, most: int, seed: int) -> Diagnosis | None:
    """The name of the mistake in a claim that fails, with the repaired claim; None where no single repair was found."""
    assert claim.statement is not None
    trace = diagnose_trace(claim.statement, claim.context, problem.objects)
    if trace is not None:
        return trace
    question = question_of(problem, claim, claim.statement)
    return transposed(question, seed) or repair(question, most, seed)


def repair(question: Question, most: int, seed: int) -> Diagnosis | None:
    """The cheapest single edit of a wrong equation after which it holds."""
    statement = question.statement
    if statement.op != "rel" or statement.value != "=" or not _about_sequents(question):
        return None
    left, right = statement.args
    pool = _pool(statement)
    tried = 0
    for side, term, other in ((1, right, left), (0, left, right)):
        screen = _Screen(question, other, seed)
        for edit in edits(term, pool, _variable(other)):
            tried += 1
            if tried > most * (1 + (side == 0)):
                break
            repaired = replace(statement, args=(left, edit.term) if side else (edit.term, right))
            if screen.passes(repaired, edit.term):
                return Diagnosis(edit.kind, _sentence(edit), to_text(repaired))
    return None


def _variable(term: Term) -> Term | None:
    """x, where the term is diff(f, x)."""
    match term:
        case Term("call", (_, x), "diff"):
            return x
    return None


def _about_sequents(question: Question) -> bool:
    """Runs, counts and limits are not repaired by editing the statement about them."""
    return all(isinstance(o.question, Sequent) for o in leaves(lowered(question).goal))


def _pool(statement: Term) -> tuple[Term, ...]:
    """Symbols and summands of the claim: what may be missing somewhere in it."""
    found: dict[Term, None] = {}
    for t in subterms(statement):
        if t.shape is not None and t.op in {"sym", "num"} and not (t.op == "num" and t.shape != SCALAR):
            found.setdefault(t)
        if t.op in {"add", "sub"}:
            for a in t.args:
                found.setdefault(a)
    return tuple(found)[:16]


class _Screen:
    """Rejects most repairs cheaply: by the difference of the two sides at one exact point that satisfies the hypotheses.

    The side that is not edited, the definitions and the hypotheses are lowered once.
    """

    def __init__(self, question: Question, fixed: Term, seed: int) -> None:
        goals = lowered(question)
        self.question, self.seed, self.where = question, seed, frozenset(goals.where)
        self.lowerer = Lowerer(question.setting)
        self.model: Model | None = None
        self.fixed: Polynomial | None = None
        sequents = [(o.question, o.draw) for o in leaves(goals.goal) if isinstance(o.question, Sequent)]
        if len(sequents) == 1 and not any(x.name.count("[") for x, _, _ in sequents[0][0].letters.values()):
            sequent, draw = sequents[0]
            sampler = Sampler(sequent, draw)
            for sizes in size_orders(sequent, (2, 3, 4)):
                self.model = sampler.draw(sizes, Random(seed), tries=6, pool=WIDE)
                if self.model is not None:
                    break
            try:
                self.fixed = self.lowerer.lower(fixed)
            except (NotLowered, ZeroDivisionError):
                self.fixed = None

    def passes(self, repaired: Term, edited: Term) -> bool:
        """Whether the repaired claim holds, itself proved; not by saying the same on both sides, nor on a smaller domain."""
        if repaired.args[0] == repaired.args[1]:
            return False
        question = replace(self.question, statement=repaired)
        try:
            elaborate(repaired, question.context)
            if self.fixed is not None and self.model is not None:
                difference = self.lowerer.lower(edited) - self.fixed
                if any(v for row in evaluate(difference, self.model) for v in row):
                    return False
        except (KeyError, IndexError):
            pass  # a letter that the claim itself does not have, such as another inverse: the proof decides
        except (NotLowered, LanguageError, ValueError, ZeroDivisionError):
            return False
        decision, goals = judge(question, self.seed)
        return decision.status == "holds" and goals is not None and self.where.issuperset(goals.where)


def _sentence(edit: Edit) -> str:
    was, now = to_text(edit.was), to_text(edit.now)
    match edit.kind:
        case "sign":
            return f"sign: `{was}` should be `{now}`"
        case "extra-factor":
            return f"extra factor: `{was}` should be `{now}`"
        case "missing-factor" if "diff" in [t.value for t in subterms(edit.now) if t.op == "call"]:
            return f"missing factor, that of the chain rule: `{was}` should be `{now}`"
        case "missing-factor":
            return f"missing factor: `{was}` should be `{now}`"
        case "missing-term":
            return f"missing term: `{was}` should be `{now}`"
        case "extra-term":
            return f"extra term: `{was}` should be `{now}`"
        case "wrong-order":
            return f"the order of the product: `{was}` should be `{now}`"
    return f"{edit.kind.replace('-', ' ')}: `{was}` should be `{now}`"
