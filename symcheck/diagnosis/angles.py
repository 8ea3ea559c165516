"""A claim at special angles: where sines and cosines touch their bounds no rational number is.

Owns: `refuted_at_angles`, `judge_again_at`.  What is claimed for every real x is claimed for x = π/2, where sin x = 1
exactly.  The certificate names the value, and holds those of the claim with the value put in; the kernel judges that claim like
any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symcheck.decide import TRIAL, Decision
from symcheck.diagnosis.domains import judge_again_strictly, judged_strictly
from symcheck.diagnosis.judging import Question, judge, judge_again
from symcheck.kernel.serial import Json
from symcheck.language.context import Kind
from symcheck.language.errors import LanguageError
from symcheck.language.reading import read
from symcheck.language.substitution import substitute
from symcheck.language.terms import free_symbols, subterms
from symcheck.theories.goals import LoweredClaim

ANGLES = ("pi/2", "0", "pi", "pi/4", "-pi/2", "pi/6", "2 pi/3", "2 pi")
OF_ANGLES = frozenset({"sin", "cos", "tan", "sec", "csc", "cot"})
AT = "at"


def refuted_at_angles(question: Question, seed: int, *, strict: bool) -> tuple[Decision, LoweredClaim] | None:
    """The decision against a claim, and its goals, at the first angle where it is false; strict: `domain: strict`."""
    for name, angle, put in _instances(question):
        decision, goals = judge(put, seed, TRIAL)
        if goals is None:
            continue
        if strict:
            decision = judged_strictly(put, decision, goals, seed)
        if decision.status == "fails" and decision.refuted is not None:
            shown = replace(decision.refuted.obligation, instance=((name, angle), *decision.refuted.obligation.instance))
            refuted = replace(decision.refuted, obligation=shown)
            certificate: Json = {AT: {name: angle}, "parts": decision.certificate}
            return replace(decision, certificate=certificate, refuted=refuted), goals
    return None


def judge_again_at(question: Question, certificate: Json, *, strict: bool) -> str:
    """The verdict that such a certificate proves for the statement; or "rejected: why"."""
    said = certificate.get(AT) if isinstance(certificate, dict) else None
    if not isinstance(said, dict) or not isinstance(certificate, dict):
        return "rejected: it names no value"
    for name, angle, put in _instances(question):
        if said == {name: angle}:
            again = (judge_again_strictly if strict else judge_again)(put, certificate.get("parts"))
            return again if again == "fails" else f"rejected: at {name} = {angle} it gives {again}, which refutes nothing"
    return "rejected: the value is none of those that are tried"


def _instances(question: Question) -> Iterator[tuple[str, str, Question]]:
    """The question with one angle for one real symbol on which nothing but its hypotheses is laid."""
    statement = question.statement
    if any(t.op == "is" for t in subterms(statement)):
        return
    angles = [a for t in subterms(statement) if t.op == "call" and t.value in OF_ANGLES for a in t.args]
    inside = {n for a in angles for n in free_symbols(a)} & set(free_symbols(statement)) - _in_definitions(question)
    for name in sorted(inside):
        kind = question.context.symbols.get(name)
        if not isinstance(kind, Kind) or kind.base != "real" or not kind.shape.is_scalar or kind.properties or kind.domain:
            continue
        for angle in ANGLES:
            try:
                value = read(angle, question.context).term
            except LanguageError:
                return  # π has another meaning here
            given = tuple((label, substitute(term, name, value)) for label, term in question.given)
            yield name, angle, replace(question, statement=substitute(statement, name, value), given=given)


def _in_definitions(question: Question) -> set[str]:
    """Symbols that definitions mention: putting a value in does not reach them there."""
    return {n for d in question.context.definitions.values() for n in free_symbols(d.body)}
