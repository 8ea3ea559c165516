"""A claim at special angles: where sines and cosines touch their bounds no rational number is.

Owns: `refuted_at_angles`, `judge_again_at`, `instance_of`.  What is claimed for every real x is claimed for x = π/2, where
sin x = 1 exactly.  The certificate names the value, and holds those of the claim with the value put in; the kernel judges that
claim like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symcheck.decide import TRIAL, Decision, Refuted
from symcheck.diagnosis.domains import judge_again_strictly, judged_strictly
from symcheck.diagnosis.judging import Question, judge, judge_again, lowered
from symcheck.kernel.certificate import Countermodel
from symcheck.kernel.evaluation import Model
from symcheck.kernel.serial import Json
from symcheck.language.context import Kind
from symcheck.language.errors import LanguageError
from symcheck.language.reading import read
from symcheck.language.substitution import substitute
from symcheck.language.terms import Term, free_symbols, num, subterms
from symcheck.theories.goals import LoweredClaim, leaves
from symcheck.theories.lowering import NotLowered

ANGLES = ("pi/2", "0", "pi", "pi/4", "-pi/2", "pi/6", "2 pi/3", "2 pi")
OF_ANGLES = frozenset({"sin", "cos", "tan", "sec", "csc", "cot"})
WORK = 6_000  # units of effort at one angle: most claims are refuted there at once, or not at all
AT, UNDEFINED = "at", "undefined"
OTHER = {"left": "right", "right": "left"}


def refuted_at_angles(question: Question, seed: int, *, strict: bool) -> tuple[Decision, LoweredClaim] | None:
    """The decision against a claim, and its goals, at the first angle where it is false; strict: `domain: strict`."""
    certificate: dict[str, Json]
    for name, angle, put in _instances(question):
        found = _defined_on_one_side(put, seed) if strict else None
        if found is not None:
            side, (proof, of_side) = found
            one = next(leaves(of_side.goal))
            label = f"the {OTHER[side]} side is defined and the {side} side is not"
            shown = replace(one, label=label, instance=((name, angle), *one.instance), sides=None, grids=None)
            refuted = Refuted(shown, Countermodel(Model({}, {})))
            certificate = {AT: {name: angle}, UNDEFINED: side, "parts": proof.certificate}
            return Decision("fails", "domain", certificate, methods=("countermodel",), refuted=refuted), of_side
        decision, goals = judge(put, seed, WORK)
        if goals is None:
            continue
        if strict:
            decision = judged_strictly(put, decision, goals, seed)
        if decision.status == "fails" and decision.refuted is not None:
            shown = replace(decision.refuted.obligation, instance=((name, angle), *decision.refuted.obligation.instance))
            refuted = replace(decision.refuted, obligation=shown)
            certificate = {AT: {name: angle}, "parts": decision.certificate}
            return replace(decision, certificate=certificate, refuted=refuted), goals
    return None


def judge_again_at(question: Question, certificate: Json, *, strict: bool) -> str:
    """The verdict that such a certificate proves for the statement; or "rejected: why"."""
    said = certificate.get(AT) if isinstance(certificate, dict) else None
    if not isinstance(said, dict) or not isinstance(certificate, dict):
        return "rejected: it names no value"
    for name, angle, put in _instances(question):
        if said == {name: angle} and UNDEFINED in certificate:
            sides = dict(_sides(put)) if strict else {}
            side = str(certificate[UNDEFINED])
            if side not in sides:
                return f"rejected: at {name} = {angle} no side is without a value"
            again = judge_again(sides[OTHER[side]], certificate.get("parts")) if _is_undefined(sides[side]) else "defined"
            return "fails" if again == "holds" else f"rejected: at {name} = {angle} the {side} side gives {again}"
        if said == {name: angle}:
            again = (judge_again_strictly if strict else judge_again)(put, certificate.get("parts"))
            return again if again == "fails" else f"rejected: at {name} = {angle} it gives {again}, which refutes nothing"
    return "rejected: the value is none of those that are tried"


def instance_of(question: Question, certificate: Json) -> tuple[str, str, Question] | None:
    """The symbol, the angle and the question with it put in, of such a certificate."""
    said = certificate.get(AT) if isinstance(certificate, dict) else None
    return next(((name, angle, put) for name, angle, put in _instances(question) if said == {name: angle}), None)


def _defined_on_one_side(question: Question, seed: int) -> tuple[str, tuple[Decision, LoweredClaim]] | None:
    """The name of the side of an equation that has no value, where the other one has; and why that has one."""
    sides = dict(_sides(question))
    for side, other in OTHER.items():
        if sides and _is_undefined(sides[side]):
            decision, goals = judge(sides[other], seed, TRIAL)
            closed = goals is not None and not goals.where and decision.status == "holds"
            return (side, (decision, goals)) if closed and goals is not None else None
    return None


def _is_shown(question: Question) -> bool:
    """A value of a cosine is found again: it is a matter of the normal form and of one axiom."""
    return judge(question, 0, TRIAL)[0].status == "holds"


def _sides(question: Question) -> Iterator[tuple[str, Question]]:
    """For each side of an equation without symbols: that it is equal to itself, which is true where it is defined."""
    statement = question.statement
    if statement.op == "rel" and statement.value == "=" and not set(free_symbols(statement)) & set(question.context.symbols):
        for name, side in zip(OTHER, statement.args, strict=True):
            yield name, replace(question, statement=replace(statement, args=(side, side)))


def _is_undefined(question: Question) -> bool:
    """Something is divided by exactly 0 in it; or it has tan a where cos a = 0."""
    try:
        lowered(question)
    except NotLowered as error:
        return error.code == "undefined"
    return any(
        _is_shown(_cosine_vanishes(question, t)) for t in subterms(question.statement) if t.op == "call" and t.value == "tan"
    )


def _cosine_vanishes(question: Question, tangent: Term) -> Question:
    statement = Term("rel", (replace(tangent, value="cos"), num(0)), "=")
    return replace(question, statement=statement, given=())


def _instances(question: Question) -> Iterator[tuple[str, str, Question]]:
    """The question with one angle for one real symbol on which nothing but its hypotheses is laid."""
    statement = question.statement
    if any(t.op in {"is", "bind", "tends"} for t in subterms(statement)):
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
