"""Integrals that do not exist: a pole between the ends.

TRUSTED FOR MEANING.  Owns: `require_no_pole`.  Where f behaves like c/h^a with a ≥ 1 and c ≠ 0 as x tends to a point between
the ends from one side, f has one sign there and |f| ≥ c'/h: the integral up to that point is infinite, and the whole one does
not exist.  Only rational points are tried, at which something that f divides by is 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from flint import fmpq, fmpq_poly

from symcheck.kernel.polynomial import Polynomial, number
from symcheck.kernel.sequent import Formula
from symcheck.language.terms import Term
from symcheck.theories.asymptotics import Asymptotics, UndefinedSide
from symcheck.theories.conditions import conditions_of, factored
from symcheck.theories.expansions import Rate, Unexpandable
from symcheck.theories.limits import expansions_at, is_local
from symcheck.theories.lowering import NotLowered
from symcheck.theories.side_goals import DoesNotExist, Reader, bound_letter, side_goal, valuation_of

ORDER = 4
POLE = Rate((), Fraction(-1))
HIGHEST = 12


def require_no_pole(reader: Reader, f: Term, name: str, ends: tuple[Polynomial | int, Polynomial | int], text: str) -> None:
    """Raise DoesNotExist where a pole of f between the ends is found, with what that rests on as side goals."""
    letters = reader.letters
    with bound_letter(reader, name) as x, reader.side.collected():
        with letters.set_aside() as needed:
            p = reader.lower(f)
        try:
            candidates = roots(conditions_of(letters, needed), x)
        except NotLowered:
            return
        for r in candidates:
            inside = _inside(r, ends)
            if inside is None:
                continue
            for side in "+-":
                found = _pole(reader, p, tuple(needed), x, r, side)
                if found is not None:
                    break
            else:
                continue
            goals = [side_goal(reader, g, f"{text}: the pole") for g in (*inside, *found)]
            break
        else:
            return
    reader.side.goals += goals
    raise DoesNotExist(f"`{text}` diverges: its integrand has a pole at {name} = {r}, between the ends")


def _inside(r: Fraction, ends: tuple[Polynomial | int, Polynomial | int]) -> list[Formula] | None:
    """What says that r is between the ends; None where it is not, or where that depends on symbols."""
    signs = []
    for end in ends:
        gap = number(end) if isinstance(end, int) else end - number(r)
        if gap.constant is None or not gap.constant:
            return None
        signs.append(1 if gap.constant > 0 else -1)
    return [] if signs[0] != signs[1] else None


def _pole(reader: Reader, p: Polynomial, needed: tuple[str, ...], x: str, r: Fraction, side: str) -> list[Formula] | None:
    letters = reader.letters
    try:
        with letters.set_aside() as more:
            engine = Asymptotics(letters, valuation_of(reader), ORDER, x, expansions_at(letters, number(r), side))
            for formula in conditions_of(letters, needed):
                engine.require(formula)
            rate, _, _ = engine.leading(engine.expand(p))
            if engine.compare(rate, POLE) < 0:
                return None
        conditions = [c for c in conditions_of(letters, more) if not is_local(letters, c, x)]
    except (Unexpandable, UndefinedSide, NotLowered, ZeroDivisionError):
        return None
    return [f for o in (*engine.obligations, *conditions) for f in factored(letters, o)]


def roots(conditions: Iterable[Formula], x: str) -> list[Fraction]:
    """Rational zeros of the polynomials in x alone that are not to be 0."""
    found: dict[Fraction, None] = {}
    for c in conditions:
        coefficients: dict[int, Fraction] = {}
        for m, q in c.polynomial.terms.items():
            powers = [(y.name, e) for f, e in m.factors for y, _ in f.nodes]
            if len(powers) > 1 or any(n != x or not 0 < e <= HIGHEST for n, e in powers):
                break
            coefficients[powers[0][1] if powers else 0] = q
        else:
            degree = max(coefficients, default=0)
            if degree:
                listed = [coefficients.get(k, Fraction(0)) for k in range(degree + 1)]
                p = fmpq_poly([fmpq(q.numerator, q.denominator) for q in listed])
                for factor, _ in p.factor()[1]:
                    if factor.degree() == 1:
                        zero = -factor[0] / factor[1]
                        found[Fraction(int(zero.p), int(zero.q))] = None
    return list(found)
