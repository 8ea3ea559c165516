"""A fourth arithmetic: rational functions over ℚ in free letters and square roots, with the signs that are known.

TRUSTED.  Owns: `Radical`, `Radicals` (the arithmetic), `is_zero`, `sign_of_difference`.  A square root √u of a u known to be ≥ 0
is a new letter s, kept in a table; √(c²u) for rational c > 0 is c·s.  That s² = u is used when a difference is tested for zero.
Only identities come out of it: a difference that is not shown to be zero may still be zero.
Signs: "+" "-" strict, "0+" "0-" with zero allowed, "0", and "?" unknown.  A divisor whose sign is not strict is `Undefined`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from symcheck.kernel.program import Arithmetic, Undefined, rational_sqrt

ROOTS = 24
LONGEST = 3_000  # terms of a polynomial
NEGATED = {"+": "-", "-": "+", "0+": "0-", "0-": "0+", "0": "0", "?": "?"}


@dataclass(frozen=True, slots=True)
class Radical:
    """num / den in lowest terms, den with leading coefficient 1 and never zero; and its sign where known."""

    num: fmpq_mpoly
    den: fmpq_mpoly
    sign: str


@dataclass
class Radicals:
    """The arithmetic over the letters given; `roots` lists the arguments of the square roots made so far."""

    letters: tuple[str, ...]
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
        return self._make(self._ring.constant(fmpq(q.numerator, q.denominator)), self._ring.constant(1), "?")

    def letter(self, name: str, sign: str = "?") -> Radical:
        return Radical(self._gens[self.letters.index(name)], self._ring.constant(1), sign)

    def _make(self, num: fmpq_mpoly, den: fmpq_mpoly, sign: str) -> Radical:
        """In lowest terms; the sign of a number is its own."""
        if len(num) > LONGEST or len(den) > LONGEST:
            raise Undefined("the symbolic expressions grow too long")
        common = num.gcd(den)
        if not common.is_one():
            num, den = num / common, den / common
        lead = den.leading_coefficient()
        num, den = num * (1 / lead), den * (1 / lead)
        if num.is_constant() and den.is_constant():
            value = num.leading_coefficient()
            sign = "+" if value > 0 else "-" if value < 0 else "0"
        return Radical(num, den, sign)

    def add(self, a: Radical, b: Radical) -> Radical:
        signs = {a.sign, b.sign} - {"0"}
        if signs <= {"+", "0+"} or signs <= {"-", "0-"}:
            strict = signs & {"+", "-"}
            sign = strict.pop() if strict else signs.pop() if signs else "0"
        else:
            sign = "?"
        return self._make(a.num * b.den + b.num * a.den, a.den * b.den, sign)

    def neg(self, a: Radical) -> Radical:
        return Radical(-a.num, a.den, NEGATED[a.sign])

    def mul(self, a: Radical, b: Radical) -> Radical:
        if (a.num, a.den) == (b.num, b.den):
            sign = "0" if a.sign == "0" else "+" if a.sign in {"+", "-"} else "0+"
        else:
            sign = _product(a.sign, b.sign)
        return self._make(a.num * b.num, a.den * b.den, sign)

    def div(self, a: Radical, b: Radical) -> Radical:
        if b.sign not in {"+", "-"}:
            raise Undefined("a divisor is not known to be different from zero")
        return self._make(a.num * b.den, a.den * b.num, _product(a.sign, b.sign))

    def abs(self, a: Radical) -> Radical:
        if a.sign == "?":
            raise Undefined("the sign inside an absolute value is not known")
        return self.neg(a) if a.sign in {"-", "0-"} else a

    def sqrt(self, a: Radical) -> Radical:
        if a.sign not in {"+", "0+", "0"}:
            raise Undefined("the argument of a square root is not known to be non-negative")
        if a.num.is_constant() and a.den.is_constant():
            value = a.num.leading_coefficient()
            try:
                return self.constant(rational_sqrt(Fraction(int(value.p), int(value.q))))
            except Undefined:
                pass  # irrational: a letter stands for it
        for i, u in enumerate(self.roots):
            ratio = self._make(a.num * u.den, a.den * u.num, "?")
            if ratio.num.is_constant() and ratio.den.is_constant():
                value = ratio.num.leading_coefficient()
                try:
                    scale = rational_sqrt(Fraction(int(value.p), int(value.q)))
                except Undefined:
                    continue
                return self._make(self._root(i) * fmpq(scale.numerator, scale.denominator), self._ring.constant(1), a.sign)
        if len(self.roots) == ROOTS:
            raise Undefined("too many different square roots")
        self.roots.append(a)
        return Radical(self._root(len(self.roots) - 1), self._ring.constant(1), a.sign)

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


def _product(s: str, t: str) -> str:
    if "0" in {s, t}:
        return "0"
    if "?" in {s, t}:
        return "?"
    sign = "+" if (s[-1] == "+") == (t[-1] == "+") else "-"
    return sign if len(s) == len(t) == 1 else "0" + sign
