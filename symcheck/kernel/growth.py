"""Growth of one sum of powers against another: f in O(g) and f in Theta(g).

TRUSTED.  Owns: `GrowthGoal`, `check_growth`.  f and g are sums of c · x^a · y^b · … with c > 0 and rational exponents ≥ 0.  The
names of `variables` go to infinity (they are ≥ 1); every other name is a constant ≥ 1, on which C may depend.
f in O(g): there is a C with f ≤ C·g for all values of the variables.  f in Theta(g): that, and g in O(f).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.induction import rational
from symcheck.kernel.program import Undefined
from symcheck.kernel.runs import Json, Outcome, rejected

Powers = tuple[tuple[str, Fraction], ...]
Terms = tuple[tuple[Powers, Fraction], ...]


@dataclass(frozen=True, slots=True)
class GrowthGoal:
    """`relation` is "O" or "Theta"."""

    f: Terms
    relation: str
    g: Terms
    variables: tuple[str, ...]


def check_growth(goal: GrowthGoal, certificate: Json) -> Outcome:
    """Certificates: {"kind": "dominated", "above": [...], "below": [...]}, for each term of f the number of a term of g at
    least as large in the variables, or weights of all terms of g (and for each of g one of f, for Theta); {"kind": "faster",
    "weights": {"k": "1"}, "swapped": false}: with x = s^weight for each variable, f (g where swapped) has the higher power of
    s, so no C does for all s.
    """
    if not isinstance(certificate, Mapping) or not goal.f or not goal.g or goal.relation not in {"O", "Theta"}:
        return rejected("a certificate is a mapping, and both sides have terms")
    if any(c <= 0 or any(e < 0 for _, e in powers) for powers, c in (*goal.f, *goal.g)):
        return rejected("coefficients must be positive and exponents not negative")
    if certificate.get("kind") == "dominated":
        facts: dict[str, Json] = {}
        for key, small, large in (("above", goal.f, goal.g), ("below", goal.g, goal.f)):
            if key == "below" and goal.relation == "O":
                continue
            bound = _dominated(goal, small, large, certificate.get(key))
            if bound is None:
                return rejected("a term is not below the one named for it")
            facts["C" if key == "above" else "C for the lower bound"] = bound
        return Outcome("proved", facts)
    if certificate.get("kind") == "faster":
        swapped = certificate.get("swapped") is True
        if swapped and goal.relation == "O":
            return rejected("only f in Theta(g) bounds g by f")
        try:
            weights = {str(n): rational(w) for n, w in dict(certificate["weights"]).items()}  # type: ignore[arg-type]
        except (KeyError, TypeError, ValueError, Undefined):
            return rejected("the weights are not rational numbers")
        if not set(weights) <= set(goal.variables) or any(w < 0 for w in weights.values()):
            return rejected("weights are for variables, and not negative")
        fast, slow = (goal.g, goal.f) if swapped else (goal.f, goal.g)
        high, low = (max(sum((e * weights.get(n, Fraction(0)) for n, e in p), Fraction(0)) for p, _ in t) for t in (fast, slow))
        if high <= low:
            return rejected("it does not grow faster there")
        return Outcome("refuted", {"faster": "right" if swapped else "left", "power": str(high), "against": str(low)})
    return rejected("a certificate of another kind")


def _dominated(goal: GrowthGoal, small: Terms, large: Terms, named: Json) -> str | None:
    """C with small ≤ C·large, written out; None where a term named is not at least as large in every variable."""
    if not isinstance(named, list) or len(named) != len(small):
        return None
    pieces = []
    for (powers, c), at in zip(small, named, strict=True):
        if isinstance(at, list):
            mean = _mean(goal, powers, c, large, at)
            if mean is None:
                return None
            pieces.append(str(mean))
            continue
        if not isinstance(at, int) or not 0 <= at < len(large):
            return None
        above, factor = dict(large[at][0]), c / large[at][1]
        if any(e > above.get(n, 0) for n, e in powers if n in goal.variables):
            return None
        pieces.append(" ".join([str(factor), *(n if e == 1 else f"{n}^{e}" for n, e in powers if n not in goal.variables)]))
    return " + ".join(pieces)


def _mean(goal: GrowthGoal, powers: Powers, c: Fraction, large: Terms, weights: list[Json]) -> Fraction | None:
    """C with c x^a ≤ C Σ d_i x^(b_i): for weights w_i ≥ 0 of sum 1 with a ≤ Σ w_i b_i it is c max(w_i/d_i), by the inequality of
    the weighted arithmetic and geometric mean (Hardy, Littlewood, Pólya 1934, 2.5) and x ≥ 1."""
    try:
        w = [rational(v) for v in weights]
    except (TypeError, ValueError, Undefined):
        return None
    if len(w) != len(large) or any(v < 0 for v in w) or sum(w) != 1:
        return None
    used = [(v, dict(p), d) for v, (p, d) in zip(w, large, strict=True) if v]
    names = {n for n, _ in powers} | {n for _, p, _ in used for n in p}
    if not names <= set(goal.variables) or any(sum(v * p.get(n, 0) for v, p, _ in used) < e for n, e in powers):
        return None
    return c * max(v / d for v, _, d in used)
