"""Hypotheses that cannot be satisfied, and hypotheses that no claim needs.

Owns: `contradictions`, `unneeded`.  That hypotheses contradict each other is proved (the opposite of one follows from the
others) or, where it is not, reported as what it is: no values were found that satisfy them.  That one is not needed is shown
by judging without it; of two that can replace each other only one is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from symcheck.audit.asking import Answer, Asking, Audits
from symcheck.audit.findings import Finding
from symcheck.audit.names import reached
from symcheck.audit.questions import Ask
from symcheck.language.context import Kind
from symcheck.language.terms import Term, free_symbols
from symcheck.problem.types import Claim, Given, Place, Problem

WORD = re.compile(r"[^\W\d]\w*")
OPPOSITES: Mapping[str, tuple[str, ...]] = {
    "=": (">", "<", "!="),
    "!=": ("=",),
    "<": (">=",),
    "<=": (">",),
    ">": ("<=",),
    ">=": ("<",),
}


def all_given(claim: Claim) -> tuple[Given, ...]:
    """The hypotheses of a claim, and what its derivation starts from."""
    if claim.step is None or claim.step.from_ is None:
        return claim.given
    return (*claim.given, claim.step.from_)


def owner(claim: Claim) -> str:
    """The id under which the file has the hypotheses of a claim: a derivation's, or its own."""
    return claim.step.derivation if claim.step else claim.id


# -- cannot be satisfied ---------------------------------------------------------------------------------------


def contradictions(audits: Audits, asking: Asking, verdicts: Mapping[str, Answer]) -> tuple[list[Finding], frozenset[str]]:
    """The sets of hypotheses without a model, as findings; and the ids of the claims that suffer from it.

    A claim that holds, or fails, has a model of its hypotheses: only the others are asked about.
    """
    problem = asking.problem
    suspects = [c for c in problem.claims if _suspect(c, verdicts)]
    asks = [Ask(c.id, "model") for c in suspects]
    if problem.given and not any(a.status in {"holds", "fails"} for a in verdicts.values()):
        asks.append(Ask("", "model"))
    answers = audits.ask(asking, asks)
    findings: list[Finding] = []
    if _no_model(answers.get(Ask("", "model"))):
        findings.append(_contradiction(audits, asking, "", "", problem.given))
        return findings, frozenset(c.id for c in problem.claims)
    barren = [c for c in suspects if _no_model(answers[Ask(c.id, "model")])]
    done: set[tuple[Place, ...]] = set()
    for claim in barren:
        given = all_given(claim)
        key = tuple(g.place for g in given)
        if key not in done:
            done.add(key)
            findings.append(_contradiction(audits, asking, claim.id, owner(claim), given))
    return findings, frozenset(c.id for c in barren)


def _suspect(claim: Claim, verdicts: Mapping[str, Answer]) -> bool:
    found = verdicts.get(claim.id)
    return found is not None and found.status == "undecided" and bool(all_given(claim))


def _no_model(answer: Answer | None) -> bool:
    return answer is not None and answer.code == "vacuous"


def _contradiction(audits: Audits, asking: Asking, claim_id: str, shown: str, given: tuple[Given, ...]) -> Finding:
    core = _core(audits, asking, claim_id, given)
    proof = _proved(audits, asking, claim_id, given, core)
    named = tuple(g for g in given if g.label in core) or given
    texts = " and ".join(f"`{g.text}`" for g in named)
    if proof is None:
        what = "no values were found that satisfy" if len(named) == 1 else "no values were found that satisfy together"
        message = f"{what} {texts}; that there are none is not proved"
    elif len(named) == 1:
        message = f"{texts} cannot be satisfied: the opposite, with `{proof}`, is always true"
    else:
        message = f"{texts} contradict each other"
    line = min(g.place.line for g in named)
    return Finding("unsatisfiable", shown, line, ", ".join(g.text for g in named), message)


def _core(audits: Audits, asking: Asking, claim_id: str, given: tuple[Given, ...]) -> tuple[str, ...]:
    """Labels of hypotheses that have no model together, none of which can be left out."""
    left_out: tuple[str, ...] = ()
    for g in given:
        ask = Ask(claim_id, "model", without=(*left_out, g.label))
        if len(left_out) + 1 < len(given) and _no_model(audits.ask(asking, [ask])[ask]):
            left_out = ask.without
    return tuple(g.label for g in given if g.label not in left_out)


def _proved(audits: Audits, asking: Asking, claim_id: str, given: tuple[Given, ...], core: tuple[str, ...]) -> str | None:
    """The relation with which one of them is refuted by the others; None where that is not proved."""
    without = tuple(g.label for g in given if g.label not in core)
    asks = [
        Ask(claim_id, "opposite", without=without, label=g.label, relation=other)
        for g in given
        if g.label in core and g.statement.op == "rel"
        for other in OPPOSITES.get(str(g.statement.value), ())
        if other in {"=", "!="} or all(a.shape is not None and a.shape.is_scalar for a in g.statement.args)
    ]
    answers = audits.ask(asking, asks)
    return next((a.relation for a in asks if audits.is_confirmed(asking, a, answers[a], "holds")), None)


# -- not needed ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Hypothesis:
    """One hypothesis of the file, and the claims that hold under it."""

    given: Given
    owner: str  # "" for the file
    claims: tuple[Claim, ...]


def unneeded(audits: Audits, asking: Asking, verdicts: Mapping[str, Answer]) -> list[Finding]:
    """The hypotheses without which every claim that holds under them still holds, and is defined no less widely.

    Where a claim under it is undecided, or nothing holds under it, nothing is said.
    """
    candidates = _candidates(asking.problem, verdicts)
    asks = [Ask(c.id, "claim", without=(h.given.label,)) for h in candidates for c in h.claims]
    answers = audits.ask(asking, asks)
    alone = [h for h in candidates if all(_holds_without(audits, asking, c, (h.given.label,), answers) for c in h.claims)]
    # Two hypotheses may do each other's work: the later ones go first, and what goes is gone.
    gone: dict[Place, None] = {}
    for h in reversed(alone):
        asks = [Ask(c.id, "claim", without=_labels(c, (*gone, h.given.place))) for c in h.claims]
        answers = {**answers, **audits.ask(asking, [a for a in asks if a not in answers])}
        if all(_holds_without(audits, asking, c, a.without, answers) for c, a in zip(h.claims, asks, strict=True)):
            gone[h.given.place] = None
    return [_unneeded(h) for h in candidates if h.given.place in gone]


def _candidates(problem: Problem, verdicts: Mapping[str, Answer]) -> list[_Hypothesis]:
    file_wide = {g.place for g in problem.given}
    under: dict[Place, list[Claim]] = {}
    found: dict[Place, tuple[Given, str]] = {}
    for claim in problem.claims:
        for g in all_given(claim):
            under.setdefault(g.place, []).append(claim)
            found.setdefault(g.place, (g, "" if g.place in file_wide else owner(claim)))
    out = []
    for place, (given, name) in found.items():
        judged = [c for c in under[place] if c.id in verdicts]
        holding = tuple(c for c in judged if verdicts[c.id].status == "holds")
        if holding and not any(_may_need(c, given, problem) for c in judged if verdicts[c.id].status == "undecided"):
            out.append(_Hypothesis(given, name, holding))
    return out


def _may_need(claim: Claim, given: Given, problem: Problem) -> bool:
    """Whether an undecided claim, or another of its hypotheses, speaks of something that the hypothesis speaks of."""
    assert claim.statement is not None
    others = (g.statement for g in all_given(claim) if g.place != given.place)
    spoken = reached((claim.statement, *others), claim.context, problem.objects)
    return not spoken.isdisjoint(reached((given.statement,), claim.context, problem.objects))


def _labels(claim: Claim, places: tuple[Place, ...]) -> tuple[str, ...]:
    return tuple(g.label for g in all_given(claim) if g.place in places)


def _holds_without(audits: Audits, asking: Asking, claim: Claim, without: tuple[str, ...], answers: Mapping[Ask, Answer]) -> bool:
    ask = Ask(claim.id, "claim", without=without)
    if not audits.is_confirmed(asking, ask, answers[ask], "holds"):
        return False
    where = asking.where(ask)
    dropped = [g.statement for g in all_given(claim) if g.label in without]
    return where <= asking.where(Ask(claim.id, "claim")) and not _may_define(claim, dropped, where)


def _may_define(claim: Claim, dropped: list[Term], where: frozenset[str]) -> bool:
    """Whether a condition of definedness speaks of what a hypothesis speaks of: it may be there to guarantee it.

    `lam > 0` makes X^T X + lam I invertible; the proof does not need it, the author does.
    """
    named = {name for term in dropped for name in free_symbols(term)}
    for condition in where:
        for word in WORD.findall(condition):
            kind = claim.context.symbols.get(word)
            sizes = (*kind.shape.rows.names, *kind.shape.cols.names) if isinstance(kind, Kind) else ()
            if not named.isdisjoint({word, *sizes}):
                return True
    return False


def _unneeded(h: _Hypothesis) -> Finding:
    count = len(h.claims)
    if h.owner:
        claims = "the claim holds" if count == 1 else f"the {count} lines that hold under it hold"
    else:
        claims = "the one claim that holds under it holds" if count == 1 else f"the {count} claims that hold under it hold"
    return Finding("unneeded-hypothesis", h.owner, h.given.place.line, h.given.text, f"`{h.given.text}`: {claims} without it")
