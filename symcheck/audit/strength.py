"""Mutants of the claims that hold: which of them are true as well, and which of those say more than the claim.

Owns: `weaknesses`.  A true mutant is no finding by itself: `‖t − X w‖` is `‖X w − t‖`.  It is one

- where it says more by its form (`<` for `<=`, a smaller interval, one premise fewer, a better bound), or
- where the claim, without any hypothesis, does not imply it (shown by a counterexample), and either it implies the claim, or it
  differs from it by a sign, a factor, a number or a term, which two equal things under hypotheses do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symcheck.audit.asking import Answer, Asking, Audits
from symcheck.audit.findings import Survivor
from symcheck.audit.mutants import ORDER, Mutant
from symcheck.audit.names import reached
from symcheck.audit.questions import Ask, mutants_of
from symcheck.language.printing import to_text
from symcheck.language.terms import Term
from symcheck.problem.types import Claim
from symcheck.theories.expressions import Lowerer, Setting
from symcheck.theories.lowering import NotLowered

# Things that are equal under hypotheses may differ by these (A B = B A, P² = P); a number or a sign they differ by is wrong.
ALIKE = frozenset(
    {"order swapped", "transpose dropped", "transpose added", "symbol exchanged", "exponent changed", "inverse dropped",
     "inverse added"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weakness:
    """What became of the mutants of one claim.  zero: both sides of the equation are 0 under the hypotheses."""

    counts: Mapping[str, int]
    survivors: tuple[Survivor, ...] = ()
    zero: bool = False


def weaknesses(audits: Audits, asking: Asking, claims: list[Claim]) -> dict[str, Weakness]:
    """By id, for claims that hold."""
    lists = {c.id: mutants_of(c, asking.most) for c in claims}
    asks = [Ask(c.id, "mutant", k) for c in claims for k in range(len(lists[c.id]))]
    first = audits.ask(asking, asks)
    more = [
        a
        for c in claims
        for k, m in enumerate(lists[c.id])
        if first[Ask(c.id, "mutant", k)].status == "holds"
        for a in _further(c, m, k, asking)
    ]
    second = audits.ask(asking, more)
    return {c.id: _weakness(audits, asking, c, lists[c.id], {**first, **second}) for c in claims}


def _further(claim: Claim, mutant: Mutant, k: int, asking: Asking) -> tuple[Ask, ...]:
    """What is asked of a mutant that is true."""
    statement = claim.statement
    assert statement is not None
    if _by_form(claim, mutant, asking) is not None:
        return ()
    if _is_growth(statement):
        return (Ask(claim.id, "growth", k), Ask(claim.id, "growth", -1 - k))
    return tuple(Ask(claim.id, what, k) for what in ("alone", "from claim", "to claim"))


def _weakness(
    audits: Audits, asking: Asking, claim: Claim, listed: tuple[Mutant, ...], answers: Mapping[Ask, Answer]
) -> Weakness:
    assert claim.statement is not None
    counts = {"made": len(listed), "false": 0, "restated": 0, "stronger": 0, "open": 0}
    survivors: list[Survivor] = []
    zero = False
    domain = asking.where(Ask(claim.id, "claim"))
    for k, mutant in enumerate(listed):
        ask = Ask(claim.id, "mutant", k)
        outcome = {"fails": "false", "holds": "restated"}.get(answers[ask].status, "open")
        if outcome == "restated":
            says_more = _says_more(audits, asking, claim, mutant, k, answers)
            if says_more and audits.is_confirmed(asking, ask, answers[ask], "holds") and asking.where(ask) <= domain:
                outcome = "stronger"
                survivors.append(_survivor(mutant))
                zero = zero or _scales_a_side(claim.statement, mutant)
        counts[outcome] += 1
    return Weakness(counts, tuple(survivors), zero)


def _survivor(m: Mutant) -> Survivor:
    return Survivor(m.change, to_text(m.was), to_text(m.now), to_text(m.term))


def _by_form(claim: Claim, mutant: Mutant, asking: Asking) -> bool | None:
    """Whether a true mutant says more, where that needs no judging."""
    statement = claim.statement
    assert statement is not None
    names = reached((statement,), claim.context, asking.problem.objects)
    if mutant.stronger is not None and names.isdisjoint(claim.context.symbols):
        return False  # a statement about numbers is a computation: that 2 < 3 does not make `2 <= 3` too weak
    if mutant.stronger is False and statement.op == "rel" and statement.value in ORDER:
        return _better_bound(claim, mutant, asking)
    if _is_growth(statement) and mutant.term.args[0] != statement.args[0]:
        return False
    return mutant.stronger


def _says_more(
    audits: Audits, asking: Asking, claim: Claim, mutant: Mutant, k: int, answers: Mapping[Ask, Answer]
) -> bool:
    by_form = _by_form(claim, mutant, asking)
    if by_form is not None:
        return by_form

    def shown(ask: Ask, status: str) -> bool:
        return audits.is_confirmed(asking, ask, answers[ask], status)

    assert claim.statement is not None
    if _is_growth(claim.statement):
        return shown(Ask(claim.id, "growth", -1 - k), "holds") and shown(Ask(claim.id, "growth", k), "fails")
    if answers[Ask(claim.id, "alone", k)].status == "holds" or not shown(Ask(claim.id, "from claim", k), "fails"):
        return False
    return mutant.change not in ALIKE or shown(Ask(claim.id, "to claim", k), "holds")


def _is_growth(statement: Term) -> bool:
    return statement.op == "in" and statement.args[1].op == "call" and statement.args[1].value == "O"


def _scales_a_side(statement: Term, mutant: Mutant) -> bool:
    """From A = B and c A = B with c ≠ 1 follows A = 0."""
    if statement.op != "rel" or statement.value != "=" or mutant.change != "factor added":
        return False
    return any(mutant.was == side and mutant.now.args[0].op == "num" for side in statement.args if mutant.now.op == "mul")


def _better_bound(claim: Claim, mutant: Mutant, asking: Asking) -> bool:
    """Whether an inequality D' ≥ 0 says more than D ≥ 0 because D − D' is a positive number."""
    assert claim.statement is not None
    setting = Setting(claim.context, asking.problem.objects, claim.tolerance)
    try:
        lowerer = Lowerer(setting)
        gaps = []
        for t in (claim.statement, mutant.term):
            small, large = t.args if str(t.value)[0] == "<" else t.args[::-1]
            gaps.append(lowerer.lower(large) - lowerer.lower(small))
        better = (gaps[0] - gaps[1]).constant
    except (NotLowered, ZeroDivisionError, KeyError, ValueError):
        return False
    return mutant.term.value == claim.statement.value and better is not None and better > 0
