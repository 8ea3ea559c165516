"""Search for certificates of growth: which term dominates which, or in which direction one side grows faster.

UNTRUSTED.  Owns: `find_growth`; the kernel checks what it returns.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

from symcheck.kernel.growth import GrowthGoal, Terms, check_growth
from symcheck.kernel.runs import Json

MOST_DIRECTIONS = 256
STEPS = 12  # of weights


def find_growth(goal: GrowthGoal) -> dict[str, Json] | None:
    """A certificate that the kernel accepts, or None."""
    above, below = _dominating(goal, goal.f, goal.g), _dominating(goal, goal.g, goal.f)
    candidates: list[dict[str, Json]] = [{"kind": "dominated", "above": above, "below": below}]
    for i, weights in enumerate(product(("0", "1", "2", "3"), repeat=len(goal.variables))):
        if i >= MOST_DIRECTIONS:
            break
        for swapped in (False, True):
            chosen: dict[str, Json] = dict(zip(goal.variables, weights, strict=True))
            candidates.append({"kind": "faster", "weights": chosen, "swapped": swapped})
    return next((c for c in candidates if check_growth(goal, c).status != "rejected"), None)


def _dominating(goal: GrowthGoal, small: Terms, large: Terms) -> list[Json]:
    """For each term of `small` the first term of `large` with no smaller exponent in any variable; -1 where there is none."""
    out: list[Json] = []
    for powers, _ in small:
        wanted = [(n, e) for n, e in powers if n in goal.variables]
        fits = (i for i, (other, _) in enumerate(large) if all(dict(other).get(n, 0) >= e for n, e in wanted))
        at = next(fits, -1)
        out.append(at if at >= 0 else _weights(wanted, large) or -1)
    return out


def _weights(wanted: list[tuple[str, Fraction]], large: Terms) -> list[Json] | None:
    """Two terms with a weighted geometric mean that is at least as large."""
    for (i, (p, _)), (j, (q, _)) in combinations(enumerate(large), 2):
        for k in range(1, STEPS):
            w = Fraction(k, STEPS)
            if all(w * dict(p).get(n, Fraction(0)) + (1 - w) * dict(q).get(n, Fraction(0)) >= e for n, e in wanted):
                return [str(w) if m == i else str(1 - w) if m == j else "0" for m in range(len(large))]
    return None
