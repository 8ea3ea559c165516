"""Search for the precision at which balls decide a relation between closed numbers.

UNTRUSTED.  Owns: `find_enclosure`; the kernel computes everything again.
"""

from __future__ import annotations

from symcheck.kernel.quadrature import Closed, check_closed
from symcheck.kernel.runs import Json

PRECISIONS = (64, 160)


def find_enclosure(goal: Closed) -> dict[str, Json] | None:
    """A certificate that the kernel accepts, or None."""
    candidates: list[dict[str, Json]] = [{"kind": "enclosure", "precision": bits} for bits in PRECISIONS]
    return next((c for c in candidates if check_closed(goal, c).status != "rejected"), None)
