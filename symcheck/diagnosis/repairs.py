"""The smallest repair of a wrong equation, itself proved by the kernel: the name of the mistake.

Owns: `diagnose`.  A repair is shown only where the repaired claim holds; the
right side is repaired before the left.  The search is bounded twice, by counts: of edits that are screened at one exact
point, which is cheap, and of edits that pass and go to the kernel, which may not be.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.diagnosis.edits import Edit, edits
from symcheck.diagnosis.judging import Question, lowered, question_of
from symcheck.diagnosis.layouts import transposed
from symcheck.diagnosis.memory import NO_REPAIR, current, key_of
from symcheck.diagnosis.screening import Screen
from symcheck.diagnosis.traces import diagnose_trace
from symcheck.kernel.sequent import Sequent
from symcheck.language.printing import to_text
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, subterms
from symcheck.problem.types import Claim, Problem
from symcheck.report import Diagnosis
from symcheck.theories.goals import leaves


def diagnose(problem: Problem, claim: Claim, most: int, seed: int, proofs: int) -> Diagnosis | None:
    """The name of the mistake in a claim that fails, with the repaired claim; None where no single repair was found."""
    assert claim.statement is not None
    trace = diagnose_trace(claim.statement, claim.context, problem.objects)
    if trace is not None:
        return trace
    question = question_of(problem, claim, claim.statement)
    return transposed(question, seed) or repair(question, most, seed, proofs)


def repair(question: Question, most: int, seed: int, proofs: int) -> Diagnosis | None:
    """The cheapest single edit of a wrong equation after which it holds.

    Where it is remembered which edit that was (memory.py), only that one is tried, and proved again; the others, and where
    none was found, all of them, are tried afresh only if it does not hold.
    """
    memory = current()
    if memory is None:
        return _cheapest(question, most, seed, proofs)[1]
    key = key_of(question)
    at = memory.known_repairs.get(key)
    if at == NO_REPAIR:
        memory.repairs[key] = at
        return None
    before = frozenset(memory.found)
    place, found = _cheapest(question, most, seed, proofs, only=at) if at is not None else (NO_REPAIR, None)
    if found is None:
        place, found = _cheapest(question, most, seed, proofs)
    memory.repairs[key] = place
    tried = [key for key in memory.found if key not in before]
    for other in tried[: len(tried) - (found is not None)]:  # the last one is the repair; the others nobody asks for again
        del memory.found[other]
    return found


def _cheapest(question: Question, most: int, seed: int, proofs: int, only: int | None = None) -> tuple[int, Diagnosis | None]:
    """Which edit it is, in the order in which they are tried, and what is said of it; only: the only one that is tried.

    most: edits of the right side that are screened (the left has as many more); proofs: edits that are judged.
    """
    statement = question.statement
    if statement.op != "rel" or statement.value != "=" or not _about_sequents(question):
        return NO_REPAIR, None
    left, right = statement.args
    pool = _pool(statement)
    tried = judged = 0
    for side, term, other in ((1, right, left), (0, left, right)):
        screen = Screen(question, other, seed)
        for edit in edits(term, pool, _variable(other)):
            tried += 1
            if tried > most * (1 + (side == 0)):
                break
            if only is not None and tried != only:
                continue
            repaired = replace(statement, args=(left, edit.term) if side else (edit.term, right))
            if not screen.passes(repaired, edit.term):
                continue
            judged += 1
            if judged > proofs:
                return NO_REPAIR, None
            if screen.proves(repaired):
                return tried, Diagnosis(edit.kind, _sentence(edit), to_text(repaired))
    return NO_REPAIR, None


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
