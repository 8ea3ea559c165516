"""Does a judged claim meet what its author expects of it?

Owns: `unmet` (the sentences that say what was expected and what came out) and `stated` (an `expect` as the report
shows it).  Does not own: how `expect` is written in a file (problem/), or what follows for the exit code (report.py).
"""

from __future__ import annotations

from symcheck.problem.types import Expect
from symcheck.report import ClaimReport

# `yes` and `no` are the coarse answers, each for two of the fine ones.  None in a report, "" in an expectation:
# there is no line before.
FOLLOWS = {"yes": ("equivalent", "implied"), "no": ("no", "implies")}


def stated(expect: Expect) -> dict[str, str] | None:
    """What the author wrote, by name; None where nothing was written (then `holds` is expected)."""
    parts = {
        "verdict": expect.verdict,
        "follows": "none" if expect.follows == "" else expect.follows,
        "diagnosis": expect.diagnosis,
        "because": expect.because,
        "where": None if expect.where is None else ", ".join(expect.where),
        "holds_if": None if expect.holds_if is None else ", ".join(expect.holds_if),
    }
    return {name: text for name, text in parts.items() if text is not None} or None


def unmet(expect: Expect, report: ClaimReport, *, ignore: bool = False) -> tuple[str, ...]:
    """One sentence for each part of `expect` that `report` does not meet; () where all are met.

    Where `expect` names no verdict but something that only a claim which does not hold can have (a diagnosis, a
    code), the verdict is free; otherwise it is `holds`.  ignore: judge against `holds`, whatever `expect` says.
    """
    if ignore:
        expect = Expect()
    found = []
    verdict = expect.verdict
    if verdict is None and expect.diagnosis is None and expect.because is None and not expect.holds_if:
        verdict = "holds"
    if verdict is not None and report.verdict != verdict:
        found.append(f"expected {verdict}, found {report.verdict}")
    follows = report.follows or ""
    if expect.follows is not None and follows not in FOLLOWS.get(expect.follows, (expect.follows,)):
        found.append(f"expected follows: {expect.follows or 'none'}, found {follows or 'none'}")
    kind = report.diagnosis.kind if report.diagnosis else None
    if expect.diagnosis is not None and kind != expect.diagnosis:
        found.append(f"expected the diagnosis {expect.diagnosis}, found {kind or 'none'}")
    if expect.because is not None and report.code != expect.because:
        found.append(f"expected the code {expect.because}, found {report.code or 'none'}")
    if expect.where is not None and _spaceless(expect.where) != _spaceless(report.scope.where):
        wanted, shown = (", ".join(w) or "no condition" for w in (expect.where, report.scope.where))
        found.append(f"expected where: {wanted}, found {shown}")
    if expect.holds_if is not None:
        assumed = report.holds_if.given if report.holds_if else ()
        if _spaceless(expect.holds_if) != _spaceless(assumed):
            wanted, shown = (", ".join(a) or "nothing" for a in (expect.holds_if, assumed))
            found.append(f"expected holds_if: {wanted}, found {shown}")
    return tuple(found)


def _spaceless(conditions: tuple[str, ...]) -> set[str]:
    return {"".join(c.split()) for c in conditions}
