"""Expansions of functions of h as h → 0+: finite sums of c e^E h^a log(1/h)^b, and a bound of what is left.

TRUSTED FOR MEANING.  Owns: `Rate`, `Expansion`, and the arithmetic `Expansions` (sums, products, reciprocals, powers, series).
An expansion states f = Σ terms + O(error) on some interval 0 < h < δ, with an exact equality where there is no error; every
rate is positive there.  E is a finite sum of monomials h^a log(1/h)^b that tend to infinity, so that rates are compared by
the sign of the leading coefficient of a difference.  Which sign a coefficient has, and that it is not zero, is guessed at points
and becomes an obligation: an expansion says something only where its obligations are proved.
Source: the exp-log scale of Hardy, Orders of Infinity (1910); Gruntz, On Computing Limits in a Symbolic Manipulation System
(1996).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key

from symcheck.kernel.polynomial import Polynomial, number, product
from symcheck.kernel.sequent import Formula
from symcheck.theories.letters import Letters
from symcheck.theories.surds import reduced
from symcheck.theories.valuation import Valuation

Exponent = tuple[tuple[tuple[Fraction, int], Polynomial], ...]  # Σ coefficient · h^a log(1/h)^b, the fastest first
MOST_TERMS = 60


class Unexpandable(Exception):
    """There is no expansion here, and why."""


class Unresolved(Unexpandable):
    """The terms that were computed cancel: more of them may help."""


@dataclass(frozen=True, slots=True)
class Rate:
    """e^E h^a log(1/h)^b."""

    exponent: Exponent = ()
    power: Fraction = Fraction(0)
    logs: int = 0


CONSTANT = Rate()
Terms = tuple[tuple[Rate, Polynomial], ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """terms: the fastest growing first; error: None where the terms are all."""

    terms: Terms
    error: Rate | None = None


def constant(c: Polynomial) -> Expansion:
    return Expansion(((CONSTANT, c),) if not c.is_zero else ())


class Expansions:
    """order: how many terms of a power series are written; obligations: what must be true of coefficients."""

    def __init__(self, letters: Letters, valuation: Valuation, order: int) -> None:
        self.letters, self.valuation, self.order = letters, valuation, order
        self.obligations: list[Formula] = []

    # ---- what is known of coefficients

    def sign(self, c: Polynomial) -> int:
        """1 or −1.  Raises Unexpandable where no sign is seen."""
        q = c.constant
        if q is not None and q:
            return 1 if q > 0 else -1
        found = self.valuation.sign(c)
        if not found:
            raise Unexpandable("the sign of a coefficient is not known: state it as a hypothesis")
        self.oblige(Formula(">", c.times(found)))
        return found

    def oblige(self, formula: Formula) -> None:
        if formula.polynomial.constant is not None and formula.relation in {">", "!="} and formula.polynomial.constant > 0:
            return
        if formula not in self.obligations:
            self.obligations.append(formula)

    def vanishes(self, c: Polynomial) -> bool:
        """Whether a coefficient is 0, for all values of its letters or for none."""
        if c.constant is not None:
            return c.is_zero
        found = self.valuation.is_zero(c)
        if found is None:
            raise Unexpandable("a coefficient is zero for some values of its parameters and not for others")
        self.oblige(Formula("=" if found else "!=", c))
        return found

    # ---- rates

    def compare(self, r: Rate, s: Rate) -> int:
        """1 where r/s tends to infinity, −1 where it tends to 0, 0 where they are the same."""
        gap = _combined((*r.exponent, *((k, -c) for k, c in s.exponent)))
        if gap:
            return self.sign(gap[0][1])
        if r.power != s.power:
            return 1 if r.power < s.power else -1
        return (r.logs > s.logs) - (r.logs < s.logs)

    def times(self, r: Rate, s: Rate) -> Rate:
        return Rate(_combined((*r.exponent, *s.exponent)), r.power + s.power, r.logs + s.logs)

    def over(self, r: Rate) -> Rate:
        return Rate(tuple((k, -c) for k, c in r.exponent), -r.power, -r.logs)

    # ---- arithmetic

    def collected(self, terms: list[tuple[Rate, Polynomial]], error: Rate | None) -> Expansion:
        kept: list[tuple[Rate, Polynomial]] = []
        for r, written in terms:
            c = reduced(self.letters, written)
            at = next((i for i, (s, _) in enumerate(kept) if s == r), None)
            if at is None:
                kept.append((r, c))
            else:
                kept[at] = (r, kept[at][1] + c)
        kept = [(r, c) for r, c in kept if not c.is_zero and (error is None or self.compare(r, error) > 0)]
        rates = sorted((r for r, _ in kept), key=cmp_to_key(lambda r, s: self.compare(s, r)))  # type: ignore[arg-type]
        kept = [(r, next(c for s, c in kept if s == r)) for r in rates]
        if len(kept) > MOST_TERMS:
            error, kept = kept[MOST_TERMS][0], kept[:MOST_TERMS]
        return Expansion(tuple(kept), error)

    def larger(self, r: Rate | None, s: Rate | None) -> Rate | None:
        if r is None or s is None:
            return r or s
        return r if self.compare(r, s) >= 0 else s

    def add(self, f: Expansion, g: Expansion) -> Expansion:
        return self.collected([*f.terms, *g.terms], self.larger(f.error, g.error))

    def multiply(self, f: Expansion, g: Expansion) -> Expansion:
        error: Rate | None = None
        for a, b in ((f, g), (g, f)):
            if a.error is not None:
                for bound in (*(r for r, _ in b.terms[:1]), *((b.error,) if b.error is not None else ())):
                    error = self.larger(error, self.times(a.error, bound))
        terms = [(self.times(r, s), product(c, d)) for r, c in f.terms for s, d in g.terms]
        return self.collected(terms, error)

    def scaled(self, f: Expansion, c: Polynomial) -> Expansion:
        return self.multiply(f, constant(c))

    def leading(self, f: Expansion) -> tuple[Rate, Polynomial, Expansion]:
        """The first term whose coefficient is not 0, and the rest.  Raises Unresolved where there is none."""
        terms = f.terms
        while terms and self.vanishes(terms[0][1]):
            terms = terms[1:]
        if not terms:
            if f.error is None:
                raise ZeroDivisionError("a function that is 0 throughout")
            raise Unresolved("the terms cancel as far as they were written")
        return terms[0][0], terms[0][1], Expansion(terms[1:], f.error)

    def is_zero(self, f: Expansion) -> bool:
        """0 throughout (near the point)."""
        return f.error is None and all(self.vanishes(c) for _, c in f.terms)

    def limit_is_zero(self, f: Expansion) -> bool:
        """All of it tends to 0."""
        rates = [r for r, _ in f.terms[:1]] + ([f.error] if f.error is not None else [])
        return all(self.compare(r, CONSTANT) < 0 for r in rates)

    def split(self, f: Expansion) -> tuple[Terms, Polynomial, Expansion]:
        """What tends to infinity, the constant, and what tends to 0."""
        if f.error is not None and self.compare(f.error, CONSTANT) >= 0:
            raise Unresolved("what is left out does not tend to 0")
        terms = f.terms
        while terms and self.compare(terms[0][0], CONSTANT) > 0 and self.vanishes(terms[0][1]):
            terms = terms[1:]
        large = tuple((r, c) for r, c in terms if self.compare(r, CONSTANT) > 0)
        middle = next((c for r, c in terms if r == CONSTANT), number(0))
        return large, middle, Expansion(tuple((r, c) for r, c in terms if self.compare(r, CONSTANT) < 0), f.error)

    def series(self, coefficient: Callable[[int], Polynomial], s: Expansion) -> Expansion:
        """Σ coefficient(k) s^k for an s that tends to 0, of a function that is analytic at 0."""
        total, term = constant(coefficient(0)), constant(number(1))
        if not s.terms and s.error is None:
            return total
        for k in range(1, self.order):
            term = self.multiply(term, s)
            total = self.add(total, self.scaled(term, coefficient(k)))
        rest = self.multiply(term, s)
        return self.add(total, Expansion((), self.bound(rest)))

    def bound(self, f: Expansion) -> Rate | None:
        return self.larger(f.terms[0][0] if f.terms else None, f.error)

    def normalised(self, f: Expansion) -> tuple[Rate, Polynomial, Expansion]:
        """f = c · rate · (1 + s) with s → 0: (rate, c, s)."""
        r, c, rest = self.leading(f)
        over = Expansion(((self.over(r), self.letters.over(c, said(c))),))
        return r, c, self.multiply(rest, over)

    def inverse(self, f: Expansion) -> Expansion:
        r, c, s = self.normalised(f)
        series = self.series(lambda k: number((-1) ** k), s)
        return self.multiply(series, Expansion(((self.over(r), self.letters.over(c, said(c))),)))

    def whole_power(self, f: Expansion, n: int) -> Expansion:
        if n < 0:
            return self.whole_power(self.inverse(f), -n)
        total = constant(number(1))
        for _ in range(n):
            total = self.multiply(total, f)
        return total


def said(c: Polynomial) -> str:
    """A coefficient in words, for a condition that it is not zero."""
    names = [x.name for m in c.terms for f, _ in m.factors for x, _ in f.nodes]
    return names[0] if len(names) == len(c.terms) == 1 and "~" not in names[0] else "a coefficient"


def _combined(parts: Exponent) -> Exponent:
    """The sum, without zeros, the fastest first."""
    total: dict[tuple[Fraction, int], Polynomial] = {}
    for key, c in parts:
        total[key] = total[key] + c if key in total else c
    return tuple((k, total[k]) for k in sorted(total, key=lambda k: (k[0], -k[1])) if not total[k].is_zero)
