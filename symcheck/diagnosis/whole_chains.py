"""A derivation as a whole, read off the two columns of its lines: where it breaks first, what is carried on, whether it recovers.

Owns: `derivations`.  A function of the reports on the lines and nothing else: no verdict is made here.  The table is that of
docs/derivations.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from symcheck.problem.types import Problem
from symcheck.report import ClaimReport, DerivationReport

YES = ("equivalent", "implied")
NO = ("no", "implies")
WRONG = ("fails", "malformed")
BREAKS = ("error", "slip", "wrong", "carried", "malformed", "gap", "right-again")


def derivations(problem: Problem, reports: Sequence[ClaimReport]) -> tuple[DerivationReport, ...]:
    """What is to be said of each derivation all of whose lines are reported on, in the order of the file."""
    by_id = {r.id: r for r in reports}
    lines: dict[str, list[str]] = {}
    for claim in problem.claims:
        if claim.step is not None:
            lines.setdefault(claim.step.derivation, []).append(claim.id)
    return tuple(
        _whole(name, [by_id[i] for i in ids], by_id)
        for name, ids in lines.items()
        if len(ids) > 1 and all(i in by_id for i in ids)
    )


def _whole(name: str, lines: Sequence[ClaimReport], by_id: Mapping[str, ClaimReport]) -> DerivationReport:
    standing = {r.id: _standing(r, by_id) for r in lines}
    for r in lines:
        after = [s for s in lines if s.step is not None and r.id in s.step.premises]
        if standing[r.id] == "error" and after and all(standing[s.id] == "right-again" and s.follows in NO for s in after):
            standing[r.id] = "slip"
    found = [standing[r.id] for r in lines]
    if lines[-1].verdict in WRONG:
        kind = "wrong"
    elif lines[-1].verdict != "holds":
        kind = "open"
    elif any(s in BREAKS for s in found):
        kind = "broken"
    else:
        kind = "open" if "open" in found else "sound"
    first = next((r.id for r in lines if r.verdict in WRONG), "")
    label = {r.id: r.step.label if r.step else r.id for r in lines}
    return DerivationReport(name, kind, standing, first, "; ".join(_sentences(kind, lines, standing, label, first)))


def _standing(report: ClaimReport, by_id: Mapping[str, ClaimReport]) -> str:
    """How one line stands to the lines that it is to follow from."""
    premises = [by_id[i].verdict for i in (report.step.premises if report.step else ()) if i in by_id]
    match report.verdict, report.follows:
        case "malformed", _:
            return "malformed"
        case "holds", "equivalent" | "implied":
            return "sound"
        case "holds", "no" | "implies":
            return "right-again" if any(v in WRONG for v in premises) else "gap"
        case "holds", _:
            return "right-again" if any(v in WRONG for v in premises) else "open" if premises else "start"
        case "fails", "equivalent" | "implied":
            return "carried"
        case "fails", "no" | "implies":
            return "error"
        case "fails", _:
            return "error" if not premises or all(v in ("malformed", "holds") for v in premises) else "wrong"
    return "open"


def _sentences(
    kind: str, lines: Sequence[ClaimReport], standing: Mapping[str, str], label: Mapping[str, str], first: str
) -> Iterator[str]:
    places: dict[str, list[str]] = {}
    for r in lines:
        places.setdefault(standing[r.id], []).append(label[r.id])
    breaks = next((label[r.id] for r in lines if standing[r.id] in BREAKS), "")
    match kind:
        case "sound":
            yield "every line is true and follows"
        case "broken":
            yield f"the answer is right, the reasoning is broken at {breaks}"
        case "wrong":
            yield "the answer is wrong" if lines[-1].verdict == "fails" else "the last line has no meaning"
        case _:
            yield "not all of it is decided" + (f"; the reasoning is broken at {breaks}" if breaks else "")
    if first:
        yield f"the first wrong line is {label[first]}"
    errors = [label[r.id] for r in lines if standing[r.id] in ("error", "slip")]
    if len(errors) > 1:
        yield f"several errors: {_listed(errors)}"
    if "slip" in places:
        yield f"a slip that is not carried on: {_listed(places['slip'])}"
    if "carried" in places:
        yield f"the error is carried forward to {_listed(places['carried'])}"
    if "right-again" in places:
        yield f"right again: {_listed(places['right-again'])}"
    if "gap" in places:
        verb = "are true, but do not follow" if len(places["gap"]) > 1 else "is true, but does not follow"
        yield f"{_listed(places['gap'])} {verb}"
    for word, verb in (("gained", "gains"), ("lost", "loses")):
        changed = [(r, getattr(r.step, word)) for r in lines if r.step is not None and getattr(r.step, word)]
        if changed:
            yield f"{verb} " + "; ".join(f"{', '.join(texts)} at {label[r.id]}" for r, texts in changed)
    fragile = [label[r.id] for r in lines if r.step is not None and r.step.fragile]
    if fragile:
        yield f"right for these numbers only: {_listed(fragile)}"
    undecided = [*places.get("open", ()), *places.get("wrong", ())]
    if undecided and kind != "sound":
        yield f"undecided: {_listed(undecided)}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
