"""Rational functions of an index and parameters over ℚ: arithmetic, linear systems, and their terms.

Owns: `Rational`, `Field`, `solve`.  Used to find closed forms only (antidifferences.py); nothing is believed of what is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term
from symcheck.theories.linear_terms import literal


@dataclass(frozen=True, slots=True)
class Rational:
    """num / den in lowest terms."""

    num: fmpq_mpoly
    den: fmpq_mpoly

    def __add__(self, o: Rational) -> Rational:
        return reduced(self.num * o.den + o.num * self.den, self.den * o.den)

    def __sub__(self, o: Rational) -> Rational:
        return reduced(self.num * o.den - o.num * self.den, self.den * o.den)

    def __mul__(self, o: Rational) -> Rational:
        return reduced(self.num * o.num, self.den * o.den)

    def __truediv__(self, o: Rational) -> Rational:
        if o.is_zero:
            raise ZeroDivisionError
        return reduced(self.num * o.den, self.den * o.num)

    @property
    def is_zero(self) -> bool:
        return bool(self.num == 0)


def reduced(num: fmpq_mpoly, den: fmpq_mpoly) -> Rational:
    if num == 0:
        return Rational(num, den.context().constant(1))
    g = num.gcd(den)
    num, den = num // g, den // g
    lead = den.leading_coefficient()
    return Rational(num / lead, den / lead)


class Field:
    """ℚ(k, parameters): the index is the first generator; parameters stand for terms."""

    def __init__(self, index: str, parameters: Sequence[Term]) -> None:
        self.terms = (Term("sym", (), index, SCALAR), *parameters)
        self.context = fmpq_mpoly_ctx.get(tuple(f"x{i}" for i in range(len(self.terms))), Ordering.lex)
        self.places = {t: i for i, t in enumerate(self.terms)}

    def of(self, term: Term) -> Rational:
        return self.polynomial(self.context.gens()[self.places[term]])

    def number(self, q: Fraction | int) -> Rational:
        f = Fraction(q)
        return self.polynomial(self.context.constant(fmpq(f.numerator, f.denominator)))

    def polynomial(self, p: fmpq_mpoly) -> Rational:
        return Rational(p, self.context.constant(1))

    def shifted(self, p: fmpq_mpoly, by: int, name: str = "") -> fmpq_mpoly:
        """p with v + by for v: the index, or the parameter of this name."""
        moved = list(self.context.gens())
        place = self.places[Term("sym", (), name, SCALAR)] if name else 0
        moved[place] = moved[place] + by
        return p.compose(*moved, ctx=self.context)

    def moved(self, r: Rational, by: int, name: str = "") -> Rational:
        return reduced(self.shifted(r.num, by, name), self.shifted(r.den, by, name))

    def coefficients(self, p: fmpq_mpoly) -> dict[int, fmpq_mpoly]:
        """Of the powers of k."""
        found: dict[int, dict[tuple[int, ...], fmpq]] = {}
        for exponents, c in p.to_dict().items():
            found.setdefault(exponents[0], {})[(0, *exponents[1:])] = c
        return {d: self.context.from_dict(part) for d, part in found.items()}

    def written(self, r: Rational) -> Term:
        above = self._written(r.num)
        return above if r.den == 1 else Term("div", (above, self._written(r.den)), None, SCALAR)

    def _written(self, p: fmpq_mpoly) -> Term:
        if p == 0:
            return literal(0)
        scale, factors = p.factor()
        q = Fraction(int(scale.p), int(scale.q))
        total: Term | None = None if q == 1 and factors else literal(q)
        for base, e in factors:
            part = self._expanded(base)
            part = part if int(e) == 1 else Term("pow", (part, literal(int(e))), None, SCALAR)
            total = part if total is None else Term("mul", (total, part), None, SCALAR)
        assert total is not None
        return total

    def _expanded(self, p: fmpq_mpoly) -> Term:
        total: Term | None = None
        for exponents, c in p.to_dict().items():
            q = Fraction(int(c.p), int(c.q))
            part: Term | None = None if abs(q) == 1 and any(exponents) else literal(abs(q))
            for t, e in zip(self.terms, map(int, exponents), strict=True):
                if e:
                    factor = t if e == 1 else Term("pow", (t, literal(e)), None, SCALAR)
                    part = factor if part is None else Term("mul", (part, factor), None, SCALAR)
            assert part is not None
            if total is None:
                total = Term("neg", (part,), None, SCALAR) if q < 0 else part
            else:
                total = Term("sub" if q < 0 else "add", (total, part), None, SCALAR)
        assert total is not None
        return total


def solve(rows: list[list[Rational]], right: list[Rational]) -> list[Rational] | None:
    """A solution of the linear system, free unknowns 0; None where there is none."""
    matrix = [[*row, b] for row, b in zip(rows, right, strict=True)]
    if not matrix:
        return None
    width = len(matrix[0]) - 1
    pivots: list[int] = []
    for j in range(width):
        at = next((i for i in range(len(pivots), len(matrix)) if not matrix[i][j].is_zero), None)
        if at is None:
            continue
        r = len(pivots)
        matrix[r], matrix[at] = matrix[at], matrix[r]
        matrix[r] = [x / matrix[r][j] for x in matrix[r]]
        for i, row in enumerate(matrix):
            if i != r and not row[j].is_zero:
                matrix[i] = [x - row[j] * y for x, y in zip(row, matrix[r], strict=True)]
        pivots.append(j)
    if any(not row[width].is_zero for row in matrix[len(pivots) :]):
        return None
    zero = right[0] - right[0]
    found = [zero] * width
    for r, j in enumerate(pivots):
        found[j] = matrix[r][width]
    return found
