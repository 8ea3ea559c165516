"""The sentence that a report says about a verdict: method and scope of a proof, counterexample, or what was tried.

Owns: `message_of`, `scope_of`.  What computations found is put in words by findings.py.
"""

from __future__ import annotations

from itertools import product

from symcheck.decide import Decision, Refuted
from symcheck.diagnosis.findings import facts_text, proof_text
from symcheck.diagnosis.solution_lists import difference_text, point_text
from symcheck.kernel.check import EVERY_ORDER
from symcheck.kernel.real_line import RealLine
from symcheck.kernel.sequent import Sequent
from symcheck.report import ClaimReport, Scope
from symcheck.theories.goals import LoweredClaim, leaves


def sizes_of(goals: LoweredClaim | None) -> tuple[str, ...]:
    """The symbolic sizes that the goals of a claim speak of."""
    if goals is None:
        return ()
    return tuple(dict.fromkeys(n for o in leaves(goals.goal) if isinstance(o.question, Sequent) for n in o.question.sizes))


def scope_of(decision: Decision, goals: LoweredClaim | None) -> Scope:
    """ "all" only where a model was exhibited in every order of the sizes that occur; otherwise those orders."""
    if goals is None:
        return Scope()
    names = sizes_of(goals)
    if not names or decision.status != "holds":
        return Scope("", goals.where)
    if len(names) == 1 or decision.orders == (EVERY_ORDER,) or _every_order(len(names)) == len(decision.orders):
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
            return _refuted(report, decision) + (f"; holds if {report.holds_if.text}" if report.holds_if else "")
    tried = "; ".join(decision.tried)
    evidence = f" Evidence: the numerical cross-check {report.crosscheck.status}" if report.crosscheck.detail else ""
    detail = f" ({report.crosscheck.detail})." if evidence else ""
    return f"{tried or decision.code}.{evidence}{detail}"


def _proved(report: ClaimReport, decision: Decision, goals: LoweredClaim | None) -> str:
    parts = [f"proved by {report.method}" if report.method else "proved"]
    if report.scope.dimensions == "all":
        parts.append(f"for all {', '.join(sizes_of(goals))}")
    elif report.scope.dimensions:
        parts.append(f"for {report.scope.dimensions}")
    if report.scope.where:
        parts.append(f"where {', '.join(report.scope.where)}")
    if report.used:
        words = (label if label == "from" else f"`{report.hypotheses.get(label, label)}`" for label in report.used)
        parts.append("using " + ", ".join(words))
    found = [proof_text(obligation, certificate) for obligation, certificate in decision.proved]
    found += [facts_text(f) for f in decision.facts]
    return "; ".join(dict.fromkeys([", ".join(parts), *(t for t in found if t)]))


def _refuted_on_line(refuted: Refuted, code: str | None) -> str:
    """The point, and where two solution sets are compared, all that one of them has and the other has not."""
    point = point_text(refuted.obligation, refuted.facts)
    comparison = refuted.obligation.comparison
    differences = difference_text(comparison) if comparison is not None else ""
    strict = "holds where both sides are defined, but under `domain: strict` it fails: " if code == "domain" else ""
    put_in = refuted.obligation.label if comparison is None and ", where " in refuted.obligation.label else ""
    return strict + "; ".join(t for t in (f"false at {point}" if point else "false", put_in, differences) if t)


def _refuted(report: ClaimReport, decision: Decision) -> str:
    counter = report.counterexample
    if decision.refuted is not None and isinstance(decision.refuted.obligation.question, RealLine):
        return _refuted_on_line(decision.refuted, decision.code)
    if counter is not None and decision.code == "domain" and decision.refuted is not None:
        where = ", ".join(f"{k} = {v}" for k, v in (*counter.sizes.items(), *counter.values.items()))
        why = decision.refuted.obligation.label
        return f"equal where both sides are defined, but under `domain: strict` it fails: at {where} {why}"
    if counter is not None:
        where = ", ".join([*(f"{k} = {v}" for k, v in counter.sizes.items()), *(f"{k} = {v}" for k, v in counter.values.items())])
        sides = f": left {counter.left}, right {counter.right}" if counter.left or counter.right else ""
        at = f"false at {where}" if where else "false"
        label = f" (not true: {decision.refuted.obligation.label})" if decision.refuted and not sides else ""
        return f"{at}{sides}{label}" + (f"; {counter.note}" if counter.note else "")
    texts = [facts_text(f) for f in decision.facts]
    return "; ".join(t for t in texts if t) or "refuted"
