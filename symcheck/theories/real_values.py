"""Values of expressions in one real variable: rational functions, square roots, absolute values, logarithms, exponentials.

TRUSTED FOR MEANING.  Owns: `Algebraic`, `Value`, `Tower` (the arithmetic and where it is defined), `NotReal`.
A square root √(n/d) is a letter s ≥ 0 with s² d = n, and |p| is √(p²).  A value is r + Σ k log_b(a), or r bᵉ, with r, a, e
algebraic; b is e or the one base that the claim uses.  What is not of this form raises `NotReal`: it is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

ROOTS = 6
MOST_TERMS, MOST_DEGREE = 400, 60
LARGEST_POWER = 40


class NotReal(Exception):
    """The expression is not of the form that is read here."""


@dataclass(frozen=True, slots=True)
class Algebraic:
    """num / den in the variable and the roots; den is not zero where the claim is defined."""

    num: fmpq_mpoly
    den: fmpq_mpoly

    @property
    def number(self) -> Fraction | None:
        if not (self.num.is_constant() and self.den.is_constant()):
            return None
        over, under = (Fraction(int(c.p), int(c.q)) for c in (_constant(self.num), _constant(self.den)))
        return over / under


@dataclass(frozen=True, slots=True)
class Value:
    """plain + Σ k log(a) over `logs`; or, with an exponent e, plain · b^e."""

    plain: Algebraic
    logs: tuple[tuple[Fraction, Algebraic], ...] = ()
    exponent: Algebraic | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """polynomial REL 0: where a part of the claim is defined; text: how a user would write it."""

    relation: str
    polynomial: fmpq_mpoly
    text: str


def _constant(p: fmpq_mpoly) -> fmpq:
    return p.leading_coefficient() if not p.is_zero() else fmpq(0)


class Tower:
    """The arithmetic.  roots: (n, d) of each square root made so far; needs: conditions of what is read at the moment."""

    def __init__(self, base: Fraction | None = None) -> None:
        self.base = base  # of powers and logarithms; None is e
        self.ring = fmpq_mpoly_ctx.get(("x", *(f"s{i}" for i in range(ROOTS))), Ordering.lex)
        self.gens = self.ring.gens()
        self.one = self.ring.constant(1)
        self.roots: list[tuple[fmpq_mpoly, fmpq_mpoly]] = []
        self.needs: list[Need] = []

    @contextmanager
    def collecting(self) -> Iterator[list[Need]]:
        """The conditions of what is read meanwhile."""
        outer, self.needs = self.needs, []
        try:
            yield self.needs
        finally:
            outer += self.needs
            self.needs = outer

    def number(self, q: Fraction) -> Value:
        return Value(self._made(self.ring.constant(fmpq(q.numerator, q.denominator)), self.one))

    @property
    def variable(self) -> Algebraic:
        return Algebraic(self.gens[0], self.one)

    def _made(self, num: fmpq_mpoly, den: fmpq_mpoly) -> Algebraic:
        common = num.gcd(den)
        if not common.is_constant():
            num, den = num / common, den / common
        for p in (num, den):
            if len(p) > MOST_TERMS or (not p.is_constant() and p.total_degree() > MOST_DEGREE):
                raise NotReal("the expressions grow too long")
        return Algebraic(num, den)

    def plus(self, a: Algebraic, b: Algebraic) -> Algebraic:
        return self._made(a.num * b.den + b.num * a.den, a.den * b.den)

    def times(self, a: Algebraic, b: Algebraic) -> Algebraic:
        return self._made(a.num * b.num, a.den * b.den)

    def scaled(self, a: Algebraic, q: Fraction) -> Algebraic:
        return self.times(a, self.number(q).plain)

    def raised(self, a: Algebraic, k: int) -> Algebraic:
        if abs(k) > LARGEST_POWER:
            raise NotReal("a power that is too high")
        if k < 0:
            if a.num.is_zero():
                raise ZeroDivisionError
            a = Algebraic(a.den, a.num)
        return self._made(a.num ** abs(k), a.den ** abs(k))

    # ---- operations on values

    def add(self, a: Value, b: Value) -> Value:
        for p, q in ((a, b), (b, a)):
            if p.plain.num.is_zero() and not p.logs:
                return q
        if a.exponent != b.exponent:
            raise NotReal("a sum with a power")
        return Value(self.plus(a.plain, b.plain), (*a.logs, *b.logs), a.exponent)

    def scale(self, a: Value, q: Fraction) -> Value:
        return Value(self.scaled(a.plain, q), tuple((k * q, p) for k, p in a.logs if q), a.exponent)

    def mul(self, a: Value, b: Value) -> Value:
        for p, q in ((a, b), (b, a)):
            if p.logs:
                if q.exponent is not None or q.logs or q.plain.number is None:
                    raise NotReal("a product with a logarithm")
                return self.scale(p, q.plain.number)
        exponents = [e for e in (a.exponent, b.exponent) if e is not None]
        total = self.plus(*exponents) if len(exponents) == 2 else exponents[0] if exponents else None
        return self._power(self.times(a.plain, b.plain), total)

    def _power(self, plain: Algebraic, exponent: Algebraic | None) -> Value:
        """plain · b^exponent; a whole number as exponent of a rational base is carried out."""
        if exponent is None or exponent.num.is_zero() or plain.num.is_zero():
            return Value(plain)
        whole = exponent.number
        if self.base is not None and whole is not None and whole.denominator == 1:
            return Value(self.times(plain, self.raised(self.number(self.base).plain, int(whole))))
        return Value(plain, (), exponent)

    def inverse(self, a: Value, text: str) -> Value:
        if a.logs:
            raise NotReal("something is divided by a logarithm")
        if a.plain.num.is_zero():
            raise ZeroDivisionError(text)
        if a.plain.number is None:
            self.needs.append(Need("!=", a.plain.num, f"{text} != 0"))
        return Value(self.raised(a.plain, -1), (), None if a.exponent is None else self.scaled(a.exponent, Fraction(-1)))

    def power(self, a: Value, k: int, text: str) -> Value:
        if k < 0:
            return self.inverse(self.power(a, -k, text), text)
        if a.logs and k != 1:
            raise NotReal("a power of a logarithm")
        if k == 1:
            return a
        return Value(self.raised(a.plain, k), (), None if a.exponent is None else self.scaled(a.exponent, Fraction(k)))

    def root(self, a: Value, text: str, *, zero: bool = True) -> Value:
        """√a; zero: it may be zero."""
        plain = self._algebraic(a)
        n, d = plain.num, plain.den
        q = plain.number
        if q is None:
            self.needs.append(Need(">=" if zero else ">", n * d, f"{text} {'>=' if zero else '>'} 0"))
        elif q < 0:
            raise NotReal("the square root of a negative number")
        return self._root_of(n, d)

    def _root_of(self, n: fmpq_mpoly, d: fmpq_mpoly) -> Value:
        if (n, d) not in self.roots:
            if len(self.roots) == ROOTS:
                raise NotReal("too many square roots")
            self.roots.append((n, d))
        return Value(Algebraic(self.gens[1 + self.roots.index((n, d))], self.one))

    def absolute(self, a: Value) -> Value:
        plain = self._algebraic(a)
        return self._root_of(plain.num**2, plain.den**2)

    def _algebraic(self, a: Value) -> Algebraic:
        if a.logs or a.exponent is not None:
            raise NotReal("a root of a logarithm or of a power")
        return a.plain

    def log(self, a: Value, text: str) -> Value:
        if a.logs:
            raise NotReal("the logarithm of a logarithm")
        if a.plain.number is None:
            self.needs.append(Need(">", a.plain.num * a.plain.den, f"{text} > 0"))
        elif a.plain.number <= 0:
            raise NotReal("the logarithm of a number that is not positive")
        logs = () if a.plain.number == 1 else ((Fraction(1), a.plain),)
        return Value(self.number(Fraction(0)).plain if a.exponent is None else a.exponent, logs)

    def exp(self, a: Value) -> Value:
        """b^a."""
        if a.exponent is not None:
            raise NotReal("a power of a power")
        total = self.number(Fraction(1)).plain
        for k, p in a.logs:
            if k.denominator != 1:
                raise NotReal("a root of what is under a logarithm")
            total = self.times(total, self.raised(p, int(k)))
        return self._power(total, a.plain)
