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
from symcheck.audit.hypotheses import all_given
from symcheck.audit.mutants import ORDER, Mutant, is_zero
from symcheck.audit.names import reached
from symcheck.audit.questions import Ask, mutants_of
from symcheck.language.printing import to_text
from symcheck.language.terms import Term, subterms
from symcheck.problem.types import Claim
from symcheck.theories.expressions import Lowerer
from symcheck.theories.lowering import NotLowered
from symcheck.theories.setting import Setting

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
    answers = audits.ask(asking, asks)
    true = [(c, m, k) for c in claims for k, m in enumerate(lists[c.id]) if answers[Ask(c.id, "mutant", k)].status == "holds"]
    unclear = [(c, k) for c, m, k in true if _by_form(c, m, asking) is None]
    unclear = [(c, k) for c, k in unclear if all_given(c)]  # what is true without any hypothesis says nothing new
    answers |= audits.ask(asking, [Ask(c.id, "alone", k) for c, k in unclear])
    unclear = [(c, k) for c, k in unclear if answers[Ask(c.id, "alone", k)].status != "holds"]
    answers |= audits.ask(asking, [Ask(c.id, what, k) for c, k in unclear for what in ("from claim", "to claim")])
    answers |= audits.ask(asking, [Ask(c.id, "zero") for c, _ in unclear if c.statement is not None and _two_sided(c.statement)])
    return {c.id: _weakness(audits, asking, c, lists[c.id], answers) for c in claims}


def _weakness(
    audits: Audits, asking: Asking, claim: Claim, listed: tuple[Mutant, ...], answers: Mapping[Ask, Answer]
) -> Weakness:
    assert claim.statement is not None
    counts = {"made": len(listed), "false": 0, "restated": 0, "stronger": 0, "open": 0}
    survivors: list[Survivor] = []
    domain = asking.where(Ask(claim.id, "claim"))
    for k, mutant in enumerate(listed):
        ask = Ask(claim.id, "mutant", k)
        outcome = {"fails": "false", "holds": "restated"}.get(answers[ask].status, "open")
        if outcome == "restated":
            says_more = _says_more(audits, asking, claim, mutant, k, answers)
            if says_more and audits.is_confirmed(asking, ask, answers[ask], "holds") and asking.where(ask) <= domain:
                outcome = "stronger"
                survivors.append(_survivor(mutant))
        counts[outcome] += 1
    ask = Ask(claim.id, "zero")
    zero = bool(survivors) and ask in answers and audits.is_confirmed(asking, ask, answers[ask], "holds")
    return Weakness(counts, tuple(survivors), zero)


def _survivor(m: Mutant) -> Survivor:
    return Survivor(m.change, to_text(m.was), to_text(m.now), to_text(m.term))


def _by_form(claim: Claim, mutant: Mutant, asking: Asking) -> bool | None:
    """Whether a true mutant says more, where that needs no judging."""
    statement = claim.statement
    assert statement is not None
    names = reached((statement,), claim.context, asking.problem.objects)
    if names.isdisjoint(claim.context.symbols) and not any(t.op == "bind" for t in subterms(statement)):
        return False  # a statement about numbers is a computation: that 2 < 3 does not make `2 <= 3` too weak
    if mutant.stronger is False and statement.op == "rel" and statement.value in ORDER:
        return _better_bound(claim, mutant, asking)
    return mutant.stronger


def _says_more(audits: Audits, asking: Asking, claim: Claim, mutant: Mutant, k: int, answers: Mapping[Ask, Answer]) -> bool:
    by_form = _by_form(claim, mutant, asking)
    if by_form is not None:
        return by_form

    def shown(ask: Ask, status: str) -> bool:
        return ask in answers and audits.is_confirmed(asking, ask, answers[ask], status)

    if not shown(Ask(claim.id, "from claim", k), "fails"):
        return False  # also where it was not asked
    return mutant.change not in ALIKE or shown(Ask(claim.id, "to claim", k), "holds")


def _two_sided(statement: Term) -> bool:
    """An equation neither side of which is written as 0."""
    return statement.op == "rel" and statement.value == "=" and not any(is_zero(side) for side in statement.args)


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
