"""Check a certificate for a goal about recurrences: which checker reads it.

TRUSTED.  Owns: `check_run` only.
"""

from __future__ import annotations

from collections.abc import Mapping

from symcheck.kernel.induction import check_induction
from symcheck.kernel.regions import Limit, check_region
from symcheck.kernel.runs import Json, Outcome, RowsHold, TableMatches, rejected, run_rows, run_table

RunGoal = RowsHold | TableMatches | Limit


def check_run(goal: RunGoal, certificate: Json) -> Outcome:
    """What `certificate` shows about `goal`: "proved", "refuted", or "rejected" with the reason.  Never raises on bad JSON."""
    if not isinstance(certificate, Mapping):
        return rejected("a certificate is a mapping")
    match goal, certificate.get("kind"):
        case RowsHold(), "run":
            return run_rows(goal, certificate)
        case RowsHold(), "induction":
            return check_induction(goal, certificate)
        case TableMatches(), "run":
            return run_table(goal, certificate)
        case Limit(), "region":
            return check_region(goal, certificate)
    return rejected(f"a certificate of kind {certificate.get('kind')!r} does not fit this goal")
