"""What was proved of a claim as a derivation: the hypotheses, the parts of the claim, the proof of each.

Owns: `derivation`.
"""

from __future__ import annotations

from collections.abc import Iterator

from symcheck.diagnosis.findings import facts_text
from symcheck.explain.located import Located
from symcheck.explain.proofs import ProofText
from symcheck.kernel.certificate import Branch, Proof
from symcheck.kernel.real_line import Line, RealLine
from symcheck.kernel.sequent import Sequent
from symcheck.kernel.serial import Json, decode
from symcheck.language.printing import to_text
from symcheck.language.terms import subterms
from symcheck.render.mathematics import pretty
from symcheck.theories.lowering import Obligation

MOST_PARTS, MOST_LINES, LONGEST = 12, 40, 400
SAME = "a part of the claim"
METHODS = {
    "run": "the rows are carried out, in exact arithmetic or in balls, and each is compared",
    "region": "from a row on the exact sequence stays in a region that the steps map into itself",
    "induction": "the first row is checked, and each row gives the next",
    "enclosure": "both sides are enclosed in intervals; an integral is integrated rigorously in balls",
    "dominated": "every term on the left is at most a multiple of one on the right",
    "faster": "along one direction the left side grows faster",
    "real line": "the real roots of all polynomials cut the line into points and intervals; on each the signs are constant, and "
    "one sample decides it",
}


def derivation(found: Located, *, plain: bool = False) -> Iterator[str]:
    """The lines of the derivation; plain: as typed, without mathematical signs."""

    def show(text: str) -> str:
        return text if plain else pretty(text)

    words = {g.label: g.text for g in found.claim.given}
    if found.claim.step is not None and found.claim.step.from_ is not None:
        words["from"] = found.claim.step.from_.text
    yield f"to show: {show(to_text(found.question.statement))}"
    for name, text in _definitions(found):
        yield f"with {show(name)} = {show(text)}"
    for text in words.values():
        yield f"given: {show(text)}"
    if found.goals.where:
        yield f"where: {', '.join(show(w) for w in found.goals.where)}"
    parts = found.decision.proved
    if not parts:
        yield "its parts are settled by the lowering alone"
    statement = to_text(found.question.statement)
    told: list[tuple[str, tuple[str, ...]]] = []
    for obligation, certificate in parts:
        part = (_named(obligation, statement), tuple(_part(obligation, certificate, words, plain=plain)))
        if part not in told:
            told.append(part)
    if len(told) == 1 and told[0][0] != SAME:
        yield f"that is: {show(told[0][0])}"
    for k, (name, lines) in enumerate(told[:MOST_PARTS], 1):
        if len(told) > 1:
            yield f"{k}. {show(name)}:"
        shown = (
            lines
            if len(lines) <= MOST_LINES
            else (*lines[:MOST_LINES], f"… and {len(lines) - MOST_LINES} lines more of this kind")
        )
        yield from (_cut(f"  {line}" if len(told) > 1 else line) for line in shown)
    if len(told) > MOST_PARTS:
        yield f"… and {len(told) - MOST_PARTS} parts more, each shown likewise"
    facts = [facts_text(f) for f in found.decision.facts]
    for text in dict.fromkeys(t for t in facts if t):
        yield text
    yield from _closing(found)


def _definitions(found: Located) -> Iterator[tuple[str, str]]:
    """The definitions that the claim speaks of, each once, those that they name after them."""
    context, seen = found.question.context, set[str]()
    waiting = [found.question.statement, *(t for _, t in found.question.given)]
    while waiting:
        for t in subterms(waiting.pop(0)):
            name = str(t.value)
            definition = context.definitions.get(name) if t.op in {"sym", "apply"} and name not in context.symbols else None
            if definition is not None and name not in seen:
                seen.add(name)
                yield f"{name}({', '.join(definition.params)})" if definition.params else name, " ".join(definition.text.split())
                waiting.append(definition.body)


def _closing(found: Located) -> Iterator[str]:
    if found.decision.status == "fails":
        yield "this excludes the claim, which therefore fails"
    elif found.question.statement.op == "rel" or not found.decision.proved:
        yield "which is the claim"
    else:
        yield "together these are the claim"


def _named(obligation: Obligation, statement: str) -> str:
    at = ", ".join(f"{n} = {v}" for n, v in obligation.instance)
    name = SAME if obligation.label == statement else obligation.label
    return f"{name}{f' (at {at})' if at else ''}"


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _part(obligation: Obligation, certificate: Json, words: dict[str, str], *, plain: bool) -> Iterator[str]:
    question = obligation.question
    if isinstance(question, Sequent):
        found = decode(certificate, question)
        assert isinstance(found, Proof)
        text = ProofText(obligation.names, words, plain=plain)
        text.named(question)
        sides = obligation.sides
        body = found.body
        if sides is not None and sides[0] == sides[1] and not sides[0].is_zero:
            yield f"multiplied out, both sides are {text.math(sides[0])}"
            return
        yield from text.branch(question, Branch(body, found.axioms))
        return
    kind = str(certificate.get("kind", "")) if isinstance(certificate, dict) else ""
    if isinstance(question, RealLine):
        cells = len(Line(question.given, question.claim, question.met).cells)
        yield f"{METHODS['real line']}: {cells} of them here"
        return
    yield METHODS.get(kind, f"by {kind}" if kind else "every case is tried")
