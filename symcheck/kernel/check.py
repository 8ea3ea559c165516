"""The only door: `check(sequent, certificate)` makes a `Verdict` or raises `Rejected`.

TRUSTED.  Everything that can make a false statement hold or a true one fail is in the import closure of this file and in the
lowering (which is trusted for meaning only, and guarded by the cross-check).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from symcheck.kernel.algebra import Rejected, require_countermodel, require_proof
from symcheck.kernel.certificate import Countermodel, Proof
from symcheck.kernel.counting import Count, check_count
from symcheck.kernel.evaluation import Model
from symcheck.kernel.growth import GrowthGoal, check_growth
from symcheck.kernel.quadrature import Closed, check_closed
from symcheck.kernel.real_line import RealLine, check_line
from symcheck.kernel.recurrences import RunGoal, check_run
from symcheck.kernel.sequent import Sequent, require_well_formed, sizes_of
from symcheck.kernel.serial import Json, decode
from symcheck.kernel.verdict import _KEY, Verdict

Question = Sequent | Count | GrowthGoal | RealLine | Closed | RunGoal

__all__ = ["Question", "Rejected", "check", "order_of"]

EVERY_ORDER = "all"
STATUS = {"proved": "holds", "refuted": "fails"}


def check(question: Question, certificate: Json) -> Verdict:
    """The verdict that `certificate` proves for `question`.  Raises Rejected with the reason where it proves none."""
    match question:
        case Sequent():
            return _check_sequent(question, certificate)
        case Count():
            if not isinstance(certificate, dict):
                raise Rejected("a certificate is a mapping")
            counted = check_count(question, certificate)
            if counted.status not in STATUS:
                raise Rejected(counted.facts.get("reason", "the count is not shown"))
            return Verdict(_KEY, STATUS[counted.status], (), counted.facts)
        case GrowthGoal():
            grown = check_growth(question, certificate)
            if grown.status not in STATUS:
                raise Rejected(grown.reason)
            return Verdict(_KEY, STATUS[grown.status], (), grown.facts)
        case RealLine():
            status, facts = check_line(question)  # whatever the certificate says: nothing is left open
            if status not in STATUS:
                raise Rejected(facts["reason"])
            return Verdict(_KEY, STATUS[status], (), facts)
        case Closed():
            enclosed = check_closed(question, certificate)
            if enclosed.status not in STATUS:
                raise Rejected(enclosed.reason)
            return Verdict(_KEY, STATUS[enclosed.status], (), enclosed.facts)
        case _:
            run = check_run(question, certificate)
            if run.status not in STATUS:
                raise Rejected(run.reason)
            return Verdict(_KEY, STATUS[run.status], (), run.facts)


def _check_sequent(sequent: Sequent, certificate: Json) -> Verdict:
    try:
        require_well_formed(sequent)
    except ValueError as error:
        raise Rejected(f"the sequent is not well formed: {error}") from error
    match decode(certificate, sequent):
        case Proof() as proof:
            require_proof(sequent, proof)
            if _any_sizes(sequent):
                return Verdict(_KEY, "holds", (EVERY_ORDER,), {})
            return Verdict(_KEY, "holds", tuple(dict.fromkeys(order_of(m, sequent.sizes) for m in proof.models)), {})
        case Countermodel() as counter:
            require_countermodel(sequent, counter)
            return Verdict(_KEY, "fails", (order_of(counter.model, sequent.sizes),), {})


def _any_sizes(sequent: Sequent) -> bool:
    """There is nothing to satisfy: any values of any sizes are a model.  (What atoms are not defined for is not asked here.)"""
    written = all(c > 0 for size in sizes_of(sequent) for _, c in size.terms)
    return len(sequent.sizes) > 1 and not sequent.hypotheses and not sequent.atoms and written


def order_of(model: Model, sizes: Iterable[str]) -> str:
    """The order of the sizes at a model, e.g. "d < n" or "d = n"; "" where there is at most one size."""
    ranked = sorted(sizes, key=lambda name: (model.sizes[name], name))
    if len(ranked) < 2:
        return ""
    out = ranked[0]
    for a, b in pairwise(ranked):
        out += f" {'=' if model.sizes[a] == model.sizes[b] else '<'} {b}"
    return out
