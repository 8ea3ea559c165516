"""A fourth arithmetic: rational functions over ℚ in free letters and square roots, with the range each value is known to be in.

TRUSTED.  Owns: `Radical`, `Radicals` (the arithmetic), `is_zero`, `sign`, `mentions`.  A square root √u of a u known to be ≥ 0 is
a new letter s, kept in a table; √(c²u) for rational c > 0 is c·s.  That s² = u is used when a difference is tested for zero.
Only identities come out of it: a difference that is not shown to be zero may still be zero.  A range is found from the operation
(a square is ≥ 0) and, where that says little, from the normal form; a divisor not known to be different from zero is `Undefined`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx
from flint.utils.flint_exceptions import DomainError

from symcheck.kernel.program import Arithmetic, Undefined, rational_sqrt
from symcheck.kernel.ranges import Range, of_sign, point

ROOTS = 24
LONGEST = 3_000  # terms of a polynomial
HIGHEST, BITS = 120, 20_000  # its total degree; the length of a coefficient
RANGED, SHORT = 12, 2  # terms of a polynomial whose range is computed: where nothing else is known, and always


@dataclass(frozen=True, slots=True)
class Radical:
    """num / den in lowest terms, den with leading coefficient 1 and never zero; and the range it is known to be in."""

    num: fmpq_mpoly
    den: fmpq_mpoly
    range: Range

    @property
    def number(self) -> Fraction | None:
        """Its value where it is a rational number."""
        if not (self.num.is_constant() and self.den.is_constant()):
            return None
        value = self.num.leading_coefficient()
        return Fraction(int(value.p), int(value.q))


@dataclass
class Radicals:
    """The arithmetic over the letters given; `roots` lists the arguments of the square roots made so far.

    `ranges`: what is known of the letters, before any value is computed.
    """

    letters: tuple[str, ...]
    ranges: dict[str, Range] = field(default_factory=dict)
    roots: list[Radical] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ring = fmpq_mpoly_ctx.get((*self.letters, *(f"root{i}" for i in range(ROOTS))), Ordering.lex)
        self._gens = self._ring.gens()

    @property
    def arithmetic(self) -> Arithmetic[Radical]:
        functions: dict[str, Callable[..., Radical]] = {
            "add": self.add, "sub": lambda a, b: self.add(a, self.neg(b)), "mul": self.mul, "div": self.div, "neg": self.neg,
            "sqrt": self.sqrt, "abs": self.abs,
        }  # fmt: skip
        return Arithmetic(self.constant, functions)

    def constant(self, q: Fraction) -> Radical:
        return self._make(self._ring.constant(fmpq(q.numerator, q.denominator)), self._ring.constant(1), Range())

    def letter(self, name: str) -> Radical:
        return Radical(self._gens[self.letters.index(name)], self._ring.constant(1), self.ranges.get(name, Range()))

    def _make(self, num: fmpq_mpoly, den: fmpq_mpoly, known: Range) -> Radical:
        """In lowest terms, in `known` and in the range of the normal form."""
        if _too_large(num) or _too_large(den):
            raise Undefined("the symbolic expressions grow too long")
        common = num.gcd(den)
        if not common.is_one():
            num, den = num / common, den / common
        lead = den.leading_coefficient()
        num, den = num * (1 / lead), den * (1 / lead)
        if known.sign == "?" or len(num) <= SHORT:
            below = self._range(den)
            if below.sign in {"+", "-"}:
                known = known.meet(self._range(num) * below.inverse())
        return Radical(num, den, known)

    def _range(self, p: fmpq_mpoly) -> Range:
        if len(p) > RANGED:
            return Range()
        total = point(Fraction(0))
        for monomial, c in p.to_dict().items():
            term = point(Fraction(int(c.p), int(c.q)))
            for i, e in enumerate(monomial):
                if e:
                    at = i - len(self.letters)
                    letter = self.ranges.get(self.letters[i], Range()) if at < 0 else root_range(self.roots[at].range)
                    term = term * letter.power(e)
            total = total + term
        return total

    def add(self, a: Radical, b: Radical) -> Radical:
        return self._make(a.num * b.den + b.num * a.den, a.den * b.den, a.range + b.range)

    def neg(self, a: Radical) -> Radical:
        return Radical(-a.num, a.den, -a.range)

    def mul(self, a: Radical, b: Radical) -> Radical:
        same = (a.num, a.den) == (b.num, b.den)
        return self._make(a.num * b.num, a.den * b.den, a.range.square() if same else a.range * b.range)

    def div(self, a: Radical, b: Radical) -> Radical:
        if b.range.sign not in {"+", "-"}:
            raise Undefined("a divisor is not known to be different from zero")
        return self._make(a.num * b.den, a.den * b.num, a.range * b.range.inverse())

    def abs(self, a: Radical) -> Radical:
        if a.range.sign == "?":
            raise Undefined("the sign inside an absolute value is not known")
        return self.neg(a) if a.range.sign in {"-", "0-"} else a

    def sqrt(self, a: Radical) -> Radical:
        if a.range.sign not in {"+", "0+", "0"}:
            raise Undefined("the argument of a square root is not known to be non-negative")
        if (root := _rational_root(a)) is not None:
            return self.constant(root)
        for i, u in enumerate(self.roots):
            scale = _rational_root(self._make(a.num * u.den, a.den * u.num, Range()))
            if scale is not None:
                scaled = self._root(i) * fmpq(scale.numerator, scale.denominator)
                return self._make(scaled, self._ring.constant(1), root_range(a.range))
        if len(self.roots) == ROOTS:
            raise Undefined("too many different square roots")
        self.roots.append(a)
        return Radical(self._root(len(self.roots) - 1), self._ring.constant(1), root_range(a.range))

    def _root(self, i: int) -> fmpq_mpoly:
        return self._gens[len(self.letters) + i]

    def is_zero(self, a: Radical) -> bool:
        """Whether `a` is 0 as a rational function of the letters, the square of each root replaced by its argument."""
        return self._vanishes(a.num, len(self.roots))

    def _vanishes(self, p: fmpq_mpoly, roots: int) -> bool:
        """Split by the last root, s: a sum of its even powers, and s times another; both must vanish."""
        if p.is_zero() or not roots:
            return bool(p.is_zero())
        u, at = self.roots[roots - 1], len(self.letters) + roots - 1
        highest = p.degrees()[at] // 2
        halves = [self._ring.constant(0), self._ring.constant(0)]
        for monomial, c in p.to_dict().items():
            e = monomial[at]
            rest = self._ring.from_dict({(*monomial[:at], 0, *monomial[at + 1 :]): c})
            halves[e % 2] += rest * u.num ** (e // 2) * u.den ** (highest - e // 2)
        return all(self._vanishes(h, roots - 1) for h in halves)

    def sign(self, a: Radical) -> str:
        """The sign of `a` as far as it is known: from its range, or because it is a positive number times a square."""
        if a.range.sign != "?":
            return a.range.sign
        product = a.num * a.den
        lead = product.leading_coefficient()
        if lead > 0 and len(product) <= LONGEST:
            try:
                root = (product * (1 / lead)).sqrt()
            except DomainError:
                return "?"
            return "0+" if root * root * lead == product else "?"
        return "?"

    def mentions(self, a: Radical, names: Iterable[str]) -> bool:
        """Whether a letter of `names` occurs in `a`, in a root's argument too."""
        wanted = {self.letters.index(n) for n in names}
        todo: list[Radical] = [a]
        seen: set[int] = set()
        while todo:
            r = todo.pop()
            used = {i for p in (r.num, r.den) for i, d in enumerate(p.degrees()) if d > 0}
            if used & wanted:
                return True
            fresh = {i - len(self.letters) for i in used if i >= len(self.letters)} - seen
            seen |= fresh
            todo += [self.roots[i] for i in fresh]
        return False


def _too_large(p: fmpq_mpoly) -> bool:
    if len(p) > LONGEST or (not p.is_constant() and p.total_degree() > HIGHEST):
        return True
    return any(max(c.p.bit_length(), c.q.bit_length()) > BITS for c in p.coeffs())


def root_range(u: Range) -> Range:
    """Of √u for u in a range that is not negative: its sign."""
    return of_sign(u.sign if u.sign in {"+", "0"} else "0+")


def _rational_root(a: Radical) -> Fraction | None:
    try:
        return None if a.number is None else rational_sqrt(a.number)
    except Undefined:
        return None
