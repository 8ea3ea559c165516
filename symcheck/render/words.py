"""What is said of a claim, in words: the facts that every human-readable format shows, in one order.

Owns: `facts`, `summary`, `outcome`, and how text from outside is made safe to print.  Does not own: layout (one
module a format), or the sentences that come from the engine (message, diagnosis, notes).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from symcheck.report import ClaimReport, Counterexample, Report, StepReport

UNEXPECTED = "not met"  # the label of what was expected but did not come out


# What the cross-check says that a reader would not expect beside the verdict ("contradicts" means: the claim).
ODD = {"holds": ("contradicts", "inconclusive"), "fails": ("agrees",), "conflict": ("agrees", "contradicts", "inconclusive")}


@dataclass(frozen=True, slots=True)
class Style:
    """How a report is shown.

    color, unicode: what the destination can show; width: columns to wrap at, None for no wrapping; quiet: only what
    is not as expected, and the summary; seconds: how long the run took, None for the sum over the claims.
    """

    color: bool = False
    unicode: bool = True
    width: int | None = None
    quiet: bool = False
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a claim: what kind of thing is said, and the thing."""

    label: str
    text: str


def outcome(claim: ClaimReport) -> str:
    """ "met", "open" (undecided where something else was expected), "broken" (symcheck's own error), or "unmet"."""
    if claim.verdict == "conflict" or claim.code == "internal-error":
        return "broken"
    if not claim.unmet:
        return "met"
    return "open" if claim.verdict == "undecided" else "unmet"


def facts(claim: ClaimReport) -> tuple[Fact, ...]:
    """Everything a reader wants to know about the verdict, the unexpected first."""
    found = [Fact(UNEXPECTED, sentence) for sentence in claim.unmet]
    if "".join(claim.read.split()) != "".join(claim.source.split()) and claim.read:
        found.append(Fact("read as", claim.read))
    if claim.verdict == "fails" and claim.counterexample:
        found += _counterexample(claim.counterexample)
        if not (claim.counterexample.left or claim.counterexample.right or claim.counterexample.note):
            found.append(Fact("because", _because(claim)))  # the point alone does not say what is wrong there
    elif because := _because(claim):
        found.append(Fact("because", because))
    if claim.unused and claim.verdict == "holds":
        found.append(Fact("not needed", ", ".join(claim.hypotheses.get(label, label) for label in claim.unused)))
    if claim.diagnosis:
        label = "finding" if claim.verdict == "holds" else "mistake"
        found.append(Fact(label, f"{claim.diagnosis.kind}: {claim.diagnosis.message}".rstrip(": ")))
        if claim.diagnosis.repaired:
            found.append(Fact("would hold", claim.diagnosis.repaired))
    if claim.holds_if:
        found.append(Fact("holds if", claim.holds_if.text))
    if claim.follows is not None:
        found.append(Fact("follows", FOLLOWS[claim.follows]))
    if claim.step is not None:
        found += _step(claim.step)
    if claim.crosscheck.status in ODD.get(claim.verdict, ()):
        found.append(Fact("numerically", f"{claim.crosscheck.status}: {claim.crosscheck.detail}".rstrip(": ")))
    found += [Fact("note", note) for note in claim.notes]
    return tuple(found)


def _step(step: StepReport) -> list[Fact]:
    """What a line of a derivation adds, gains and loses."""
    found = [Fact("assuming", ", ".join(step.assumed))] if step.assumed else []
    found += [Fact("gained", f"{', '.join(step.gained)}: no solution of what it comes from")] if step.gained else []
    found += [Fact("lost", f"{', '.join(step.lost)}: no solution any more")] if step.lost else []
    return [*found, Fact("fragile", step.fragile)] if step.fragile else found


FOLLOWS = {
    "equivalent": "yes, and the line before follows from it",
    "implied": "yes, from the line before (which does not follow back)",
    "implies": "no: the line before follows from it, not it from the line before",
    "no": "no, not from the line before",
}


def details(claim: ClaimReport) -> tuple[Fact, ...]:
    """`facts`, and what only a doubter asks for: the cross-check's words and the rules the verdict rests on."""
    found = [f for f in facts(claim) if f.label != "numerically"]
    check = claim.crosscheck
    found.append(Fact("numerically", f"{check.status}: {check.detail}" if check.detail else check.status))
    if claim.rules:
        found.append(Fact("rules", ", ".join(claim.rules)))
    return tuple(found)


def summary(report: Report, seconds: float | None = None) -> str:
    """ "12 claims: 9 hold, 2 fail, 1 undecided; 1 not as expected (0.4 s)"."""
    claims = report.claims
    if not claims:
        return "no claims"
    counts = ", ".join(f"{n} {_word(verdict, n)}" for verdict, n in report.summary.items() if n)
    strange = [c for c in claims if outcome(c) != "met"]
    judged = f"{len(strange)} not as expected" if strange else "all as expected"
    took = sum(c.seconds for c in claims) if seconds is None else seconds
    return f"{len(claims)} claim{'s' * (len(claims) != 1)}: {counts}; {judged} ({duration(took)})"


def duration(seconds: float) -> str:
    if seconds < 10:
        return f"{seconds:.2f} s" if seconds >= 0.1 else f"{seconds * 1000:.0f} ms"
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def printable(text: str) -> str:
    """`text` with control and direction-changing characters written as escapes, line breaks kept."""
    return "".join(c if c == "\n" or not _hidden(c) else _escape(c) for c in text)


def one_line(text: str) -> str:
    """`text` on one line: runs of blanks and line breaks become one space."""
    return printable(" ".join(text.split()))


def _word(verdict: str, count: int) -> str:
    if verdict in ("holds", "fails"):
        return verdict if count == 1 else verdict[:-1]
    return "in conflict" if verdict == "conflict" else verdict


def _because(claim: ClaimReport) -> str:
    """The engine's sentence after the code; where there is none, method, scope, conditions and hypotheses used."""
    code = f"[{claim.code}] " if claim.code and claim.code != claim.verdict else ""
    if claim.message:
        return code + claim.message.removeprefix(f"{claim.verdict}: ")
    sizes = claim.scope.dimensions
    parts = (
        f"by {claim.method}" if claim.method else "",
        "for all sizes" if sizes == "all" else f"for {sizes}" if sizes else "",
        f"where {', '.join(claim.scope.where)}" if claim.scope.where else "",
        f"using {', '.join(claim.used)}" if claim.used else "",
    )
    return code + ", ".join(part for part in parts if part)


def _counterexample(example: Counterexample) -> list[Fact]:
    sizes = [f"{name} = {value}" for name, value in example.sizes.items()]
    values = [f"{name} = {value}" for name, value in example.values.items()]
    found = [Fact("at", part) for part in (", ".join(sizes), ", ".join(values)) if part]
    if example.left or example.right:
        found.append(Fact("there", f"left side {example.left or '?'}, right side {example.right or '?'}"))
    if example.note:
        found.append(Fact("there", example.note))
    return found


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(char) in _DIRECTIONS


_DIRECTIONS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
