"""The sentence that a report says about a verdict: method and scope of a proof, counterexample, or what was tried.

Owns: `message_of`, `scope_of`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from symcheck.decide import Decision
from symcheck.kernel.sequent import Sequent
from symcheck.report import ClaimReport, Scope
from symcheck.theories.goals import LoweredClaim, leaves


def scope_of(decision: Decision, goals: LoweredClaim | None) -> Scope:
    """"all" only where a model was exhibited in every order of the sizes that occur; otherwise those orders."""
    if goals is None:
        return Scope()
    names = tuple(
        dict.fromkeys(n for o in leaves(goals.goal) if isinstance(o.question, Sequent) for n in o.question.sizes)
    )
    if not names:
        return Scope("", goals.where)
    if decision.status != "holds":
        return Scope("", goals.where)
    if len(names) == 1 or _every_order(len(names)) == len(decision.orders):
        return Scope("all", goals.where)
    return Scope(", ".join(decision.orders), goals.where)


def _every_order(count: int) -> int:
    """The number of weak orders of so many sizes (Fubini numbers)."""
    patterns = [p for p in product(range(count), repeat=count) if set(p) == set(range(max(p) + 1))] if count < 6 else ()
    return len(patterns) or -1


def message_of(report: ClaimReport, decision: Decision, goals: LoweredClaim | None) -> str:
    match report.verdict:
        case "holds":
            return _proved(report, decision, goals)
        case "fails":
            return _refuted(report, decision)
    tried = "; ".join(decision.tried)
    evidence = f" Evidence: the numerical cross-check {report.crosscheck.status}" if report.crosscheck.detail else ""
    detail = f" ({report.crosscheck.detail})." if evidence else ""
    return f"undecided: {tried or decision.code}.{evidence}{detail}"


def _proved(report: ClaimReport, decision: Decision, goals: LoweredClaim | None) -> str:
    parts = [f"proved by {report.method}" if report.method else "proved"]
    names = tuple(
        dict.fromkeys(n for o in leaves(goals.goal) if isinstance(o.question, Sequent) for n in o.question.sizes)
    ) if goals else ()
    if report.scope.dimensions == "all":
        parts.append(f"for all {', '.join(names)}")
    elif report.scope.dimensions:
        parts.append(f"for {report.scope.dimensions}")
    if report.scope.where:
        parts.append(f"where {', '.join(report.scope.where)}")
    if report.used:
        parts.append(f"using {', '.join(report.used)}")
    return "; ".join([", ".join(parts), *(t for f in decision.facts if (t := facts_text(f)))])


def _refuted(report: ClaimReport, decision: Decision) -> str:
    counter = report.counterexample
    if counter is not None:
        where = ", ".join(
            [*(f"{k} = {v}" for k, v in counter.sizes.items()), *(f"{k} = {v}" for k, v in counter.values.items())]
        )
        sides = f": left {counter.left}, right {counter.right}" if counter.left or counter.right else ""
        at = f"false at {where}" if where else "false"
        label = f" ({decision.refuted.obligation.label})" if decision.refuted and not sides else ""
        return f"{at}{sides}{label}" + (f"; {counter.note}" if counter.note else "")
    texts = [facts_text(f) for f in decision.facts]
    return "; ".join(t for t in texts if t) or "refuted"


def facts_text(facts: Mapping[str, object]) -> str:
    """What a computation found, in words."""
    match facts:
        case {"count": count, "cases": cases}:
            return f"the count is {count} ({cases} cases)"
        case {"rows": rows, "matching": matching, "largest_difference": gap, "largest_difference_row": row}:
            return f"{matching} of {rows} rows match; the largest difference is {gap} in row {row}: any less would fail"
        case {"row": row, "left": left, "right": right, "relation": relation}:
            last = facts.get("last")
            values = _values(last if isinstance(last, Mapping) else {})
            tail = f"; at row {facts.get('to')}: {values}" if values else ""
            first = "first false" if facts.get("first") else "false"
            return f"{first} at row {row}: {left} {relation} {right} does not hold{tail}"
    parts = []
    for key, value in facts.items():
        if value is None or isinstance(value, Mapping | list | tuple) or key in {"from", "to", "kind"}:
            continue
        parts.append(f"{str(key).replace('_', ' ')} {value}")
    return ", ".join(parts)


def _values(values: Mapping[str, object]) -> str:
    return ", ".join(f"{k} = {v}" for k, v in values.items())
