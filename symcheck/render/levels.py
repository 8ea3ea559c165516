"""How much of a report is told: verdict, place, kind, counterexample, repair, each with everything before it.

Owns: `LEVELS`, `limited`.  What is above the level is taken out of the data, so that no format can show it.  A sentence of the
engine whose parts belong to several levels is told with the last of them; until then there is what this module says instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from symcheck.codes import CODES, MISTAKES
from symcheck.report import ClaimReport, CrossCheck, DerivationReport, Diagnosis, ProblemReport, Report, Scope

LEVELS = ("verdict", "place", "kind", "counterexample", "repair")
EXPECTED_FROM = {"verdict": "verdict", "where": "verdict", "follows": "place", "because": "kind", "diagnosis": "kind"}
UNMET_FROM = (
    ("expected follows", "place"), ("expected the diagnosis", "kind"), ("expected the code", "kind"),
    ("expected where", "verdict"), ("expected holds_if", "repair"), ("expected ", "verdict"),
)  # fmt: skip
WITHHELD = "not as expected (in what, the level `{}` does not say)"
WHOLE = {"sound": "holds", "broken": "fails", "wrong": "fails", "open": "undecided"}  # a derivation as one claim
RELATION = re.compile(r"\s(?:=|<=|>=|<|>|!=|~=|<=>|=>|in|subset|is)\s")
OWN_FAULT = ("time-limit", "internal-error")  # what is said of these is about symcheck, not about the claim


def limited(report: Report, level: str) -> Report:
    """The report with nothing above `level`.  At `verdict` a derivation is one claim: its lines would say the place."""
    if level == LEVELS[-1]:
        return report
    return replace(report, problems=tuple(_problem(p, level) for p in report.problems))


def _problem(problem: ProblemReport, level: str) -> ProblemReport:
    if level == "verdict":
        return replace(problem, claims=tuple(_verdicts(problem)), derivations=())
    chains = tuple(_derivation(d, problem, level) for d in problem.derivations)
    return replace(problem, claims=tuple(_claim(c, level) for c in problem.claims), derivations=chains)


def _verdicts(problem: ProblemReport) -> Iterator[ClaimReport]:
    """One verdict a claim, and one a derivation."""
    wholes = {d.id: d for d in problem.derivations}
    told: set[str] = set()
    for claim in problem.claims:
        if claim.step is None:
            yield _claim(claim, "verdict")
        elif claim.step.derivation not in told:
            told.add(claim.step.derivation)
            name = claim.step.derivation
            lines = [c for c in problem.claims if c.step is not None and c.step.derivation == name]
            yield _whole(name, lines, wholes.get(name))


def _whole(name: str, lines: list[ClaimReport], derivation: DerivationReport | None) -> ClaimReport:
    """A derivation as one claim, that it is right throughout."""
    verdicts = {c.verdict for c in lines}
    wrong = bool(verdicts & {"fails", "malformed"}) or any(c.follows in ("no", "implies") for c in lines)
    verdict = WHOLE[derivation.kind] if derivation else "fails" if wrong else "undecided" if "undecided" in verdicts else "holds"
    if "conflict" in verdicts:
        verdict = "conflict"
    source = "; ".join(c.source for c in lines)
    unmet = (WITHHELD.format("verdict"),) if any(c.unmet for c in lines) else ()
    seconds = sum(c.seconds for c in lines)
    return ClaimReport(name, source, source, lines[0].line, verdict, unmet=unmet, seconds=seconds)


def _derivation(d: DerivationReport, problem: ProblemReport, level: str) -> DerivationReport:
    """The sentence on a derivation says what solutions are lost and gained: at the lower levels, where it breaks only."""
    if _told("counterexample", level):
        return d
    label = {c.id: c.step.label for c in problem.claims if c.step is not None}
    first = f"the first wrong line is {label.get(d.first_wrong, d.first_wrong)}" if d.first_wrong else ""
    said = {"sound": "every line is true and follows", "broken": "the answer is right, the reasoning is broken"}
    return replace(d, message="; ".join(t for t in (said.get(d.kind, f"the derivation is {d.kind}"), first) if t))


def _claim(claim: ClaimReport, level: str) -> ClaimReport:
    """A claim that holds keeps its proof; of one that does not, what is told grows with the level."""
    holds, step, place = claim.verdict == "holds", claim.step, place_of(claim)
    if step is not None and not _told("counterexample", level):
        step = replace(step, gained=(), lost=(), fragile="")
    notes = claim.notes if holds and step is None else ()
    if place and _told("place", level):
        notes = (*notes, f"the mistake is {place}")
    found = replace(
        claim,
        follows=claim.follows if _told("place", level) else None,
        step=step,
        code=claim.code if _told("kind", level) or claim.verdict in ("undecided", "conflict") else None,
        diagnosis=_kind(claim.diagnosis, level),
        holds_if=None,
        notes=notes,
        message=_message(claim, level),
        expected=_expected(claim.expected, level),
        unmet=tuple(dict.fromkeys(_unmet(sentence, level) for sentence in claim.unmet)),
    )
    if holds or _told("counterexample", level):
        return found
    bare = CrossCheck(claim.crosscheck.status)
    return replace(found, counterexample=None, certificate=None, method="", crosscheck=bare, scope=Scope("", claim.scope.where))


def _message(claim: ClaimReport, level: str) -> str:
    if claim.verdict == "holds" or claim.code in OWN_FAULT:
        return claim.message
    if claim.verdict == "malformed":  # its own sentence may say what would fit
        return _first_sentence(CODES.get(claim.code or "", "").removeprefix("Malformed: ")) if _told("kind", level) else ""
    assumption = f"; holds if {claim.holds_if.text}" if claim.holds_if else ""
    return claim.message.removesuffix(assumption) if _told("counterexample", level) else ""


def _kind(diagnosis: Diagnosis | None, level: str) -> Diagnosis | None:
    """The name of the mistake with what is said of every mistake of that name: its own sentence quotes the repair."""
    if diagnosis is None or not _told("kind", level):
        return None
    return Diagnosis(diagnosis.kind, _first_sentence(MISTAKES.get(diagnosis.kind, "")))


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].removesuffix(".") + "." if text else ""


def _expected(expected: Mapping[str, str] | None, level: str) -> Mapping[str, str] | None:
    if expected is None:
        return None
    return {k: v for k, v in expected.items() if _told(EXPECTED_FROM.get(k, "repair"), level)} or None


def _unmet(sentence: str, level: str) -> str:
    needed = next((level_ for start, level_ in UNMET_FROM if sentence.startswith(start)), "repair")
    return sentence if _told(needed, level) else WITHHELD.format(level)


def _told(what: str, level: str) -> bool:
    return LEVELS.index(what) <= LEVELS.index(level)


def place_of(claim: ClaimReport) -> str:
    """Where the repaired claim differs from the one written: the side, and the summand of it; "" where nothing is repaired."""
    repaired = claim.diagnosis.repaired if claim.diagnosis else ""
    if not repaired or claim.verdict != "fails":
        return ""
    written, right = claim.read, repaired
    start = next((k for k, (a, b) in enumerate(zip(written, right, strict=False)) if a != b), min(len(written), len(right)))
    back = 0
    while back < min(len(written), len(right)) - start and written[-1 - back] == right[-1 - back]:
        back += 1
    end = len(written) - back
    relation = next((m for m in RELATION.finditer(written) if not _depth(written[: m.start()])), None)
    if relation is None:
        return "in the statement"
    side, low, high = ("left", 0, relation.start()) if end <= relation.start() else ("right", relation.end(), len(written))
    if start < low:
        return "on both sides"
    parts = [(a, b) for a, b in _summands(written, low, high) if a <= start and end <= b]
    if len(parts) == 1 and parts[0] != (low, high):
        return f"on the {side} side, in `{written[slice(*parts[0])].strip()}`"
    return f"on the {side} side"


def _summands(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The places of the summands of a side, each with its sign."""
    cuts = [low, *(m.start() for m in re.finditer(r"(?<=\s)[+-]\s", text) if low < m.start() < high), high]
    cuts = [c for c in cuts if not _depth(text[low:c])]
    return pairwise(cuts)


def _depth(text: str) -> int:
    return sum(text.count(c) for c in "([{") - sum(text.count(c) for c in ")]}")
