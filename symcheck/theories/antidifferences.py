"""T with T(k + 1) − T(k) = f(k): sums in closed form, by Gosper's algorithm.

Owns: `antidifference`, `creative`.  What is found here is a proposal: the identity becomes a goal, proved or not. Source:
Gosper 1978 (Decision procedure for indefinite hypergeometric summation); Graham, Knuth, Patashnik 1994, 5.7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq_mpoly

from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, free_symbols
from symcheck.theories.linear_terms import Linear, added, linear, literal, scaled, written
from symcheck.theories.rational_functions import Field, Rational, solve

LARGEST_SHIFT = 12
MOST_DEGREE = 9
LARGEST_POWER = 12


class NoClosedForm(Exception):
    """Not a sum of hypergeometric terms in the index, or none with a hypergeometric antidifference was found."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """A factor that is no rational function: base^exponent, argument!, binomial(a, b); ratios: of its values at v + 1 and v."""

    term: Term
    ratios: Mapping[str, Rational]


Key = tuple[tuple[Term, int], ...]  # kernels by their terms, with exponents
Parts = dict[Key, Rational]


class Reader:
    """A term as a sum of rational functions times kernels."""

    def __init__(self, body: Term, index: str, other: str = "") -> None:
        self.index = index
        self.moving = (index, other) if other else (index,)
        self.field = Field(index, sorted(set(parameters(body, index)), key=str))
        self.kernels: dict[Term, Kernel] = {}

    def parts(self, term: Term) -> Parts:
        match term:
            case Term("num", (), Fraction() as q):
                return {(): self.field.number(q)}
            case Term("add" | "sub" as op, (a, b)):
                total, more = dict(self.parts(a)), self.parts(b)
                for key, r in more.items():
                    zero = self.field.number(0)
                    total[key] = total.get(key, zero) + r if op == "add" else total.get(key, zero) - r
                return {key: r for key, r in total.items() if not r.is_zero}
            case Term("neg", (a,)):
                return {key: self.field.number(0) - r for key, r in self.parts(a).items()}
            case Term("mul" | "hadamard", (a, b)):
                return self.product(self.parts(a), self.parts(b))
            case Term("div", (a, b)):
                return self.product(self.parts(a), self.inverse(self.parts(b)))
            case Term("pow", (a, b)):
                return self.power(a, b)
            case Term("call", (a,), "factorial") if (p := linear(a)) is not None:
                return self.factorial(p)
            case Term("call", (a, b), "binomial") if (p := linear(a)) is not None and (below := linear(b)) is not None:
                return self.binomial(p, below)
        if term in self.field.places:
            return {(): self.field.of(term)}
        raise NoClosedForm

    def product(self, p: Parts, q: Parts) -> Parts:
        total: Parts = {}
        for a, r in p.items():
            for b, s in q.items():
                exponents = dict(a)
                for t, e in b:
                    exponents[t] = exponents.get(t, 0) + e
                key = tuple(sorted(((t, e) for t, e in exponents.items() if e), key=str))
                value = r * s
                total[key] = total[key] + value if key in total else value
        return {key: r for key, r in total.items() if not r.is_zero}

    def inverse(self, p: Parts) -> Parts:
        if len(p) != 1:
            raise NoClosedForm
        ((key, r),) = p.items()
        return {tuple((t, -e) for t, e in key): self.field.number(1) / r}

    def power(self, base: Term, exponent: Term) -> Parts:
        e = linear(exponent)
        if e is None or any(c.denominator != 1 for c in e.values()):
            raise NoClosedForm
        whole = int(e.pop("", Fraction(0)))
        if abs(whole) > LARGEST_POWER:
            raise NoClosedForm
        inner = self.parts(base)
        if whole < 0:
            inner = self.inverse(inner)
        total: Parts = {(): self.field.number(1)}
        for _ in range(abs(whole)):
            total = self.product(total, inner)
        if not e:
            return total
        plain = self.parts(base)
        if set(plain) != {()}:
            raise NoClosedForm
        if set(self.moving) & set(free_symbols(base)):
            raise NoClosedForm
        ratios = {}
        for v in self.moving:
            by = int(e.get(v, Fraction(0)))
            if abs(by) > LARGEST_POWER:
                raise NoClosedForm
            ratios[v] = self.field.number(1)
            for _ in range(abs(by)):
                ratios[v] = ratios[v] * plain[()] if by > 0 else ratios[v] / plain[()]
        return self.product(total, self.kernel(Term("pow", (base, written(e)), None, SCALAR), ratios))

    def kernel(self, term: Term, ratios: Mapping[str, Rational]) -> Parts:
        self.kernels[term] = Kernel(term, ratios)
        return {((term, 1),): self.field.number(1)}

    def rational(self, p: Linear) -> Rational:
        ((_, r),) = self.parts(written(p)).items() or (((), self.field.number(0)),)
        return r

    def rising(self, p: Linear, by: int) -> Rational:
        """(p + by)!/p!"""
        total = self.field.number(1)
        for j in range(1, abs(by) + 1):
            at = added(p, {"": Fraction(j if by > 0 else j + by)})
            assert at is not None
            factor = self.rational(at)
            total = total * factor if by > 0 else total / factor
        return total

    def step(self, p: Linear, v: str) -> int:
        by = p.get(v, Fraction(0))
        if any(c.denominator != 1 for c in p.values()) or abs(by) > 4:
            raise NoClosedForm
        return int(by)

    def factorial(self, p: Linear) -> Parts:
        steps, shift = {v: self.step(p, v) for v in self.moving}, int(p.get("", Fraction(0)))
        if abs(shift) > LARGEST_POWER:
            raise NoClosedForm
        base = {**p, "": Fraction(0)}
        ratios = {v: self.rising(base, by) for v, by in steps.items()}
        found = self.kernel(Term("call", (written(base),), "factorial", SCALAR), ratios)
        return self.product(found, {(): self.rising(base, shift)})

    def binomial(self, p: Linear, q: Linear) -> Parts:
        rest = added(p, scaled(q, Fraction(-1)))
        assert rest is not None
        ratios = {}
        for v in self.moving:
            up, down = self.step(p, v), self.step(q, v)
            ratios[v] = self.rising(p, up) / self.rising(q, down) / self.rising(rest, up - down)
        return self.kernel(Term("call", (written(p), written(q)), "binomial", SCALAR), ratios)

    def ratio(self, key: Key, v: str) -> Rational:
        """Of the product of kernels at v + 1 and at v."""
        total = self.field.number(1)
        for term, e in key:
            for _ in range(abs(e)):
                k = self.kernels[term].ratios[v]
                total = total * k if e > 0 else total / k
        return total

    def product_of(self, r: Rational, key: Key) -> Term:
        part = self.field.written(r)
        for term, e in key:
            power = term if abs(e) == 1 else Term("pow", (term, literal(abs(e))), None, SCALAR)
            part = Term("mul" if e > 0 else "div", (part, power), None, SCALAR)
        return part


def parameters(term: Term, index: str) -> list[Term]:
    """What a term is a rational function of, apart from the index: symbols, and other terms without the index."""
    match term:
        case Term("num", (), Fraction()):
            return []
        case Term("sym", (), str() as name):
            return [] if name == index else [Term("sym", (), name, SCALAR)]
        case Term("add" | "sub" | "neg" | "mul" | "hadamard" | "div" | "pow", args) | Term(
            "call", args, "factorial" | "binomial"
        ):
            return [p for a in args for p in parameters(a, index)]
    if index in free_symbols(term):
        raise NoClosedForm
    return [term]


def antidifference(body: Term, index: str) -> Term:
    """T(index).  Raises NoClosedForm."""
    try:
        reader = Reader(body, index)
        total: Term = literal(0)
        for key, r in reader.parts(body).items():
            ratio = reader.field.moved(r, 1) / r * reader.ratio(key, index)
            part = reader.product_of(gosper(reader.field, ratio) * r, key)
            total = part if total == literal(0) else Term("add", (total, part), None, SCALAR)
    except ZeroDivisionError as error:
        raise NoClosedForm from error
    return total


def gosper(field: Field, ratio: Rational) -> Rational:
    """R with R(k + 1) ratio(k) − R(k) = 1: T = R f.  Raises NoClosedForm."""
    one = field.context.constant(1)
    r, _ = solved(field, ratio, one, None)
    return r


def solved(field: Field, ratio: Rational, wanted: fmpq_mpoly, free: fmpq_mpoly | None) -> tuple[Rational, Rational]:
    """(R, ρ) with R(k + 1) ratio(k) − R(k) = wanted − ρ free, ρ without k.  Raises NoClosedForm."""
    a, b, c = ratio.num, ratio.den, field.context.constant(1)
    for h in range(LARGEST_SHIFT + 1):
        g = a.gcd(field.shifted(b, h))
        if g.degrees()[0] == 0:
            continue
        a, b = a // g, b // field.shifted(g, -h)
        for i in range(1, h + 1):
            c = c * field.shifted(g, -i)
    before = field.shifted(b, -1)
    k = field.context.gens()[0]
    target = field.coefficients(c * wanted)
    extra = [] if free is None else [field.coefficients(c * free)]
    for degree in range(min(MOST_DEGREE, c.degrees()[0] + wanted.degrees()[0] + 2) + 1):
        columns = [field.coefficients(a * (k + 1) ** j - before * k**j) for j in range(degree + 1)] + extra
        powers = sorted({d for column in (*columns, target) for d in column})
        zero = field.context.constant(0)
        rows = [[field.polynomial(column.get(d, zero)) for column in columns] for d in powers]
        found = solve(rows, [field.polynomial(target.get(d, zero)) for d in powers])
        if found is not None:
            x = field.number(0)
            for j, q in enumerate(found[: degree + 1]):
                x = x + q * field.polynomial(k**j)
            return field.polynomial(before) * x / field.polynomial(c), found[-1] if extra else field.number(0)
    raise NoClosedForm


def creative(body: Term, index: str, name: str) -> tuple[Term, Term]:
    """(ρ, G) with f(k, n + 1) − ρ f(k, n) = G(k + 1) − G(k), ρ without k.  Raises NoClosedForm.

    Source: Zeilberger 1991 (The method of creative telescoping), for recurrences of order 1.
    """
    try:
        reader = Reader(body, index, name)
        ((key, r),) = reader.parts(body).items()
        field = reader.field
        after = field.moved(r, 1, name) / r * reader.ratio(key, name)
        ratio = field.moved(r, 1) / r * reader.ratio(key, index)
        below = field.polynomial(after.den)
        found, rho = solved(field, ratio * below / field.moved(below, 1), after.num, after.den)
        return field.written(rho), reader.product_of(found / below * r, key)
    except (ZeroDivisionError, ValueError, KeyError) as error:
        raise NoClosedForm from error
