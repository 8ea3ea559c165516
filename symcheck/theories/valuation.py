"""Numbers for polynomials in letters, at points drawn among the hypotheses: guesses of signs and zeros, never more than guesses.

Owns: `Valuation`.  What is guessed here becomes an obligation that the kernel has to prove; a wrong guess costs a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from random import Random

from flint import arb, ctx

from symcheck.kernel.functions import BITS, apply, ball, power
from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Formula
from symcheck.theories.letters import Letters

POINTS, TRIES = 5, 300
POOL = tuple(Fraction(p, q) for p in range(1, 12) for q in (1, 2, 3, 5, 7))
WHOLE = (1, 2, 3, 4, 5, 7)
NEGLIGIBLE = Fraction(1, 2**100)


class Valuation:
    """Points that satisfy the hypotheses about declared numbers, as far as they can be drawn."""

    def __init__(self, letters: Letters, hypotheses: Iterable[Formula]) -> None:
        self.letters = letters
        own = (h.formula for name in letters.definitions if "~" not in name for h in letters.definitions[name])
        self.hypotheses = (*hypotheses, *own)
        self.points: list[dict[str, arb]] = []
        random = Random(0)
        for _ in range(TRIES):
            self.random = random
            point: dict[str, arb] = {}
            with ctx.workprec(BITS):
                if all(self.true(f, point) for f in self.hypotheses):
                    self.points.append(point)
            if len(self.points) == POINTS:
                return

    def true(self, formula: Formula, point: dict[str, arb]) -> bool:
        v = self.value(formula.polynomial, point)
        if v is None or not v.is_finite():
            return False
        match formula.relation:
            case "=":
                return bool(abs(v) < ball(NEGLIGIBLE))
            case "!=":
                return bool(v != 0)
            case _:
                return bool(v > 0)

    def letter(self, name: str, point: dict[str, arb], integer: bool) -> arb | None:
        """The value at the point; a symbol that has none yet is given one."""
        if name not in point:
            origin = self.letters.origins.get(name)
            if origin is None:
                q = Fraction(self.random.choice(WHOLE)) if integer or name[0] == "#" else self.random.choice(POOL)
                point[name] = ball(q if name[0] == "#" or self.random.random() < 0.5 else -q)
                return point[name]
            arguments = [self.value(p, point) for p in origin.of]
            found = [a for a in arguments if a is not None]
            if len(found) < len(arguments):
                return None
            match origin.kind:
                case "reciprocal":
                    point[name] = 1 / found[0]
                case "root":
                    point[name] = found[0].sqrt()
                case "atom" if origin.function == "power":
                    point[name] = ball(power(_whole(found[0]), _whole(found[1])))
                case "atom":
                    try:
                        point[name] = ball(apply(origin.function, found[0]))
                    except (KeyError, IndexError):
                        return None
                case _:
                    return None
        return point[name]

    def value(self, p: Polynomial, point: dict[str, arb]) -> arb | None:
        """An enclosure of a number; None for what is not a number or has no known value."""
        if not p.is_scalar:
            return None
        total = arb(0)
        for m, c in p.terms.items():
            term = ball(c)
            for f, e in m.factors:
                for x, legs in f.nodes:
                    v = None if legs else self.letter(x.name, point, x.integer)
                    if v is None:
                        return None
                    term = term * v**e
            total = total + term
        return total

    def values(self, p: Polynomial) -> list[arb]:
        """The values at the points where they are known; of a polynomial without symbols at one."""
        with ctx.workprec(BITS):
            found = [self.value(p, point) for point in (self.points or [{}])]
            return [v for v in found if v is not None and v.is_finite()]

    def sign(self, p: Polynomial) -> int | None:
        """1, −1, 0 where the values at all points have that sign; None where they differ or none is known."""
        values = self.values(p)
        for sign, agrees in ((1, lambda v: v > 0), (-1, lambda v: v < 0), (0, lambda v: abs(v) < ball(NEGLIGIBLE))):
            if values and all(agrees(v) for v in values):
                return sign
        return None

    def is_zero(self, p: Polynomial) -> bool | None:
        """Whether the values are 0 at all points, or at none; None where that is not the same everywhere."""
        values = self.values(p)
        small = [bool(abs(v) < ball(NEGLIGIBLE)) for v in values]
        if values and all(small):
            return True
        return False if values and not any(small) and all(v != 0 for v in values) else None


def _whole(v: arb) -> arb | int:
    """A ball that holds a whole number and is narrow as that number: powers of negative bases want whole exponents."""
    found = v.unique_fmpz()
    return int(found) if found is not None and v.rad() < 1e-30 else v
