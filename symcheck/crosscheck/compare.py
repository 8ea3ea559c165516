"""Whether a relation between two computed arrays is true, false, or too close to the rounding error to say.

Owns: `Sides` (both sides with the scale of their terms), `judge`.  Does not own: statements (statements.py).

The scale of the terms is measured: both sides are evaluated again with relative noise ε in every operation and every input, at
two levels ε; their spread, divided by ε, is the size of what was added up, with the conditioning of the problem.  Where the two
levels disagree the values do not depend on their rounding errors to first order (a chaotic run): nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, Plain, Undefined
from symcheck.crosscheck.environment import Env, NoReading
from symcheck.crosscheck.evaluate import Evaluator
from symcheck.language.numerals import Printed
from symcheck.language.terms import Term, subterms

LEVELS = (1e-11, 1e-8)
NONLINEAR = 1e3
DIFFERENT = 1e-8  # a difference above DIFFERENT × scale is one, one below World.equal × scale is none; between, nothing is said
WORST_CONDITION = 1e4

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Sides:
    """left and right; scale of their terms; sound: well-conditioned enough to conclude anything; equal: as in `World`."""

    left: Plain
    right: Plain
    scale: float
    sound: bool
    equal: float = 0.0


def noisy_evaluator(ev: Evaluator, epsilon: float) -> Callable[[], Evaluator]:
    return lambda: Evaluator(ev.world, Arithmetic(np.random.default_rng([ev.world.seed, 7]), epsilon))


def sides(ev: Evaluator, left: Term, right: Term, env: Env) -> Sides:
    """Both sides in plain floats, with the measured scale of their terms.  Raises Undefined, NoReading."""
    exact = ev.world.companion("exact", lambda: Evaluator(ev.world, Arithmetic()))
    a, b = exact.plain(left, env), exact.plain(right, env)
    if a.shape != b.shape:
        raise NoReading(f"a comparison of {a.shape[0]}×{a.shape[1]} and {b.shape[0]}×{b.shape[1]}")
    scales = []
    for epsilon in LEVELS:
        noisy = ev.world.companion(f"noise {epsilon}", noisy_evaluator(ev, epsilon))
        try:
            moved = [float(np.max(np.abs(noisy.plain(t, env) - v), initial=0.0)) for t, v in ((left, a), (right, b))]
        except Undefined:
            return Sides(a, b, np.inf, False, ev.world.equal)
        scales.append(max(moved) / epsilon)
    size = max(float(np.max(np.abs(a), initial=0.0)), float(np.max(np.abs(b), initial=0.0)))
    scale = max(*scales, size)
    linear = scales[0] <= NONLINEAR * max(scales[1], size) and scales[1] <= NONLINEAR * max(scales[0], size)
    sound = linear and scale <= WORST_CONDITION * max(env.magnitude, exact.arithmetic.largest, size)
    return Sides(a, b, scale, sound, ev.world.equal)


def judge(relation: str, s: Sides, tolerance: float = 0.0) -> str:
    """The truth of `left relation right`, entrywise for arrays: "true", "false" or "unclear"."""
    if relation == "~=":
        return near(s, tolerance)
    if not s.sound:
        return "unclear"
    difference = np.abs(s.left - s.right)
    worst = float(np.max(difference, initial=0.0))
    equal = "true" if worst <= s.equal * s.scale else "false" if worst >= DIFFERENT * s.scale else "unclear"
    if relation == "=":
        return equal
    if relation == "!=":
        return {"true": "false", "false": "true"}.get(equal, equal)
    if np.iscomplexobj(s.left) or np.iscomplexobj(s.right):
        raise NoReading("an order of complex numbers")
    if relation in {">", ">="}:
        return judge(MIRRORED[relation], Sides(s.right, s.left, s.scale, True, s.equal))
    gap = s.right - s.left
    if np.all(gap >= DIFFERENT * s.scale) and np.all(gap > 0):
        return "true"
    if np.any(gap <= -DIFFERENT * s.scale) and np.any(gap < 0):
        return "false"
    if relation == "<=":
        return "true" if np.all(gap >= -s.equal * s.scale) else "unclear"
    return "false" if np.any(gap == 0) else "unclear"


def near(s: Sides, tolerance: float) -> str:
    """|left − right| ≤ tolerance, entrywise."""
    if not s.sound:
        return "unclear"
    worst = float(np.max(np.abs(s.left - s.right), initial=0.0))
    slack = 1e-13 * s.scale
    if worst <= tolerance - slack:
        return "true"
    if worst >= tolerance + slack and worst > tolerance:
        return "false"
    # printed to the last digit: a tie within rounding is as good as equal
    return "true" if worst <= tolerance * (1 + 1e-9) else "unclear"


def printed_tolerance(*terms: Term) -> float | None:
    """Half a unit in the last decimal place of the literals, None where there is no decimal literal."""
    places = [decimals(t.value) for term in terms for t in subterms(term) if isinstance(t.value, Fraction)]
    known = [p for p in places if p is not None and p > 0]
    return 0.5 * 10.0 ** -max(known) if known else None


def decimals(x: Fraction) -> int | None:
    """How many decimal places `x` was printed with, or needs; None where it has no finite decimal."""
    if isinstance(x, Printed):
        return x.places
    d, twos, fives = x.denominator, 0, 0
    while d % 2 == 0:
        d, twos = d // 2, twos + 1
    while d % 5 == 0:
        d, fives = d // 5, fives + 1
    return max(twos, fives) if d == 1 else None
