"""Statements about one real number: for every x, given ⇒ claim, where both are made of signs of polynomials in ℚ[x].

TRUSTED.  Owns: `Condition` and its parts, `RealLine`, `Line` (the cells of the line on which no sign changes), `check_line`.
Nothing is searched for, and no certificate is needed: the real roots of the polynomials cut the line into points and open
intervals, on each of which every sign is constant, so one sample decides each of them (Sturm; Collins 1975 in one dimension).
A sign at a rational is exact.  At an irrational root of an irreducible f, p is 0 iff f divides p; else balls decide, which FLINT
encloses the roots in (arb_fmpz_poly_complex_roots: disjoint, the imaginary part of a real root exactly zero).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil, floor
from typing import cast

from flint import acb, arb, ctx, fmpq, fmpq_poly, fmpz_poly

MOST_DEGREE = 80  # of the product of all factors
FIRST_BITS, MOST_BITS = 64, 8192


@dataclass(frozen=True, slots=True)
class Sign:
    """Σ coefficients[i] x^i REL 0, with REL one of = != >= >."""

    relation: str
    coefficients: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All parts; true where there is none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part; false where there is none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    part: Condition


Condition = Sign | Every | Some | Opposite


@dataclass(frozen=True, slots=True)
class RealLine:
    """For every real `variable`: given ⇒ claim; and there is one at which `given` and `met` are true (no vacuous theorem)."""

    variable: str
    given: Condition
    claim: Condition
    met: Condition = Every(())


@dataclass(frozen=True, slots=True)
class Cell:
    """An open interval or a rational point with its sample, or (sample None) the irrational root number `root` of `factor`.

    interval: the sample stands for an open interval, from one root (or −∞) to the next (or ∞).
    """

    sample: Fraction | None
    interval: bool
    factor: int = -1
    root: int = -1


class TooMuch(ValueError):
    """The degrees, or the precision that would be needed, are above the limits."""


class Line:
    """The cells of the real line for the polynomials of some conditions, from left to right."""

    def __init__(self, *conditions: Condition) -> None:
        polynomials = {s.coefficients for c in conditions for s in signs(c)}
        factors: dict[str, fmpz_poly] = {}
        for coefficients in polynomials:
            p = poly(coefficients)
            if p.degree() > 0:
                for f, _ in p.numer().factor()[1]:
                    factors[str(f)] = f
        self.factors = list(factors.values())
        self.product = fmpz_poly([1])
        for f in self.factors:
            self.product *= f
        if self.product.degree() > MOST_DEGREE:
            raise TooMuch(f"the polynomials have more than {MOST_DEGREE} roots together")
        self._roots: dict[int, list[arb]] = {}

    def roots(self, bits: int) -> list[arb]:
        """The real roots in balls that do not overlap, in ascending order."""
        if bits not in self._roots:
            with ctx.workprec(bits):
                found = real_roots(self.product)
                if not all(bool(a < b) for a, b in pairwise(found)):
                    if bits >= MOST_BITS:
                        raise TooMuch("roots that are too close together")
                    return self.roots(2 * bits)
            self._roots[bits] = found
        return self._roots[bits]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        out: list[Cell] = []
        balls = self.roots(FIRST_BITS)
        left: Fraction | None = None
        for i, r in enumerate(balls):
            low, high = _bounds(r)
            out.append(Cell(_between(left, low), True))
            owner = self._owner(i)
            f = self.factors[owner]
            if f.degree() == 1:
                out.append(Cell(Fraction(-int(f[0]), int(f[1])), False, owner, i))
            else:
                out.append(Cell(None, False, owner, i))
            left = high
        out.append(Cell(_between(left, None), True))
        return tuple(out)

    def _owner(self, i: int) -> int:
        """The one factor that vanishes at root i: no other does, so some precision excludes all others."""
        for bits in _precisions():
            root = self.roots(bits)[i]
            with ctx.workprec(bits):
                near = [k for k, f in enumerate(self.factors) if f(root).contains(0)]
            if len(near) == 1:
                return near[0]
        raise TooMuch("roots that are too close together")

    def sign(self, cell: Cell, coefficients: tuple[Fraction, ...]) -> int:
        if cell.sample is not None:
            value = Fraction(0)
            for c in reversed(coefficients):
                value = value * cell.sample + c
            return (value > 0) - (value < 0)
        exact = poly(coefficients)
        if not exact % fmpq_poly(self.factors[cell.factor]):
            return 0
        p = exact.numer()  # over a positive denominator
        for bits in _precisions():
            with ctx.workprec(bits):
                there = p(self.roots(bits)[cell.root])
            if there > 0 or there < 0:
                return 1 if there > 0 else -1
        raise TooMuch("a sign that needs too many digits")

    def truth(self, cell: Cell, condition: Condition) -> bool:
        match condition:
            case Every(parts):
                return all(self.truth(cell, p) for p in parts)
            case Some(parts):
                return any(self.truth(cell, p) for p in parts)
            case Opposite(part):
                return not self.truth(cell, part)
            case Sign(relation, coefficients):
                sign = self.sign(cell, coefficients)
                return {"=": sign == 0, "!=": sign != 0, ">=": sign >= 0, ">": sign > 0}[relation]


def signs(condition: Condition) -> Iterator[Sign]:
    match condition:
        case Sign():
            yield condition
        case Opposite(part):
            yield from signs(part)
        case Every(parts) | Some(parts):
            for p in parts:
                yield from signs(p)


def poly(coefficients: tuple[Fraction, ...]) -> fmpq_poly:
    return fmpq_poly([fmpq(c.numerator, c.denominator) for c in coefficients])


def real_roots(p: fmpz_poly) -> list[arb]:
    """In ascending order."""
    pairs = cast(list[tuple[acb, int]], p.complex_roots())
    return sorted((r.real for r, _ in pairs if r.imag == 0), key=lambda r: float(r.mid()))


def _precisions() -> Iterator[int]:
    bits = FIRST_BITS
    while bits <= MOST_BITS:
        yield bits
        bits *= 2


def _bounds(r: arb) -> tuple[Fraction, Fraction]:
    middle, radius = _exact(r.mid()), _exact(r.rad())
    return middle - radius, middle + radius


def _exact(x: arb) -> Fraction:
    man, exp = x.man_exp()
    return Fraction(int(man)) * Fraction(2) ** int(exp)


def _between(low: Fraction | None, high: Fraction | None) -> Fraction:
    """The simplest rational strictly between the two; None is infinite."""
    if low is None or high is None:
        if low is None:
            return Fraction(0) if high is None or high > 0 else Fraction(ceil(high) - 1)
        return Fraction(0) if low < 0 else Fraction(floor(low) + 1)
    if low < 0 < high:
        return Fraction(0)
    if high <= 0:
        return -_between(-high, -low)
    whole = Fraction(floor(low) + 1)
    if whole < high:
        return whole
    base = Fraction(floor(low))
    return base + 1 / _between(1 / (high - base), None if low == base else 1 / (low - base))


def check_line(goal: RealLine) -> tuple[str, Mapping[str, str]]:
    """("proved", …), ("refuted", a point) or ("rejected", why)."""
    try:
        line = Line(goal.given, goal.claim, goal.met)
        inside = [c for c in line.cells if line.truth(c, goal.given)]
        false = [c for c in inside if not line.truth(c, goal.claim)]
        if false:
            return "refuted", point_facts(line, min(false, key=simplicity))
        if not any(line.truth(c, goal.met) for c in inside):
            return "rejected", {"reason": "no number satisfies the hypotheses: the theorem would be vacuous"}
        return "proved", {"cells": str(len(line.cells))}
    except TooMuch as error:
        return "rejected", {"reason": str(error)}


def simplicity(cell: Cell) -> tuple[int, int, int]:
    q = cell.sample
    return (1, cell.root, 0) if q is None else (0, abs(q.numerator) + q.denominator, int(q < 0))


def point_facts(line: Line, cell: Cell) -> dict[str, str]:
    """The point: exactly, or as a root of an irreducible polynomial (coefficients from the constant up) near a number."""
    if cell.sample is not None:
        return {"point": str(cell.sample)}
    f = line.factors[cell.factor]
    near = line.roots(FIRST_BITS)[cell.root].str(12, radius=False)
    return {"root": " ".join(str(c) for c in f.coeffs()), "near": near}
