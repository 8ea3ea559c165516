"""Polynomials in letters → expansions: each letter by what it is the reciprocal, the root or the function of.

TRUSTED FOR MEANING.  Owns: `Asymptotics`.  The rules: the expansion of a sum, product, quotient; of a power by
(c r (1 + s))^q; of exp, log, sin, cos by their series and e^(log); of another function by its derivatives where its argument
has a limit (Taylor's theorem), and by its behaviour at infinity (atan, erf, and what is written by exp).  A function that only
stays bounded, sin of what tends to infinity, is a bound without terms.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial

from symcheck.kernel.network import EMPTY
from symcheck.kernel.polynomial import Monomial, Polynomial, number
from symcheck.kernel.sequent import Formula
from symcheck.language.sizes import ONE
from symcheck.theories.calculus import derivative, replace_letter
from symcheck.theories.conditions import depends_on
from symcheck.theories.elementwise import image
from symcheck.theories.expansions import CONSTANT, Expansion, Expansions, Rate, Unexpandable, constant
from symcheck.theories.goal_tree import Goal
from symcheck.theories.letters import Letters
from symcheck.theories.special_values import special_value
from symcheck.theories.valuation import Valuation

BY_EXP = frozenset({"sinh", "cosh", "tanh", "sigmoid"})
BY_DERIVATIVES = frozenset({"atan", "asin", "acos", "tan", "erf"})
MOST_DERIVATIVES = 9


class UndefinedSide(Exception):
    """The function is not defined near the point on this side.  goals: on what that rests, where it has been said."""

    def __init__(self, why: str, goals: tuple[Goal, ...] = ()) -> None:
        super().__init__(why)
        self.goals = goals


class Asymptotics(Expansions):
    """x: the letter that moves; at: its expansion in h → 0+."""

    def __init__(self, letters: Letters, valuation: Valuation, order: int, x: str, at: Expansion) -> None:
        super().__init__(letters, valuation, order)
        self.x, self.at = x, at
        self.memo: dict[str, Expansion] = {}

    def expand(self, p: Polynomial) -> Expansion:
        """Raises Unexpandable; ZeroDivisionError where something is divided by what is 0 throughout."""
        if not p.is_scalar:
            raise Unexpandable("an array has no expansion here")
        if not depends_on(self.letters, p, self.x):
            return constant(p)
        total = Expansion(())
        for m, c in p.terms.items():
            term = constant(number(c))
            for f, e in m.factors:
                alone = Polynomial(ONE, ONE, {Monomial(((f, 1),), EMPTY): Fraction(1)})
                if not depends_on(self.letters, alone, self.x):
                    powered = Polynomial(ONE, ONE, {Monomial(((f, e),), EMPTY): Fraction(1)})
                    term = self.scaled(term, powered)
                elif len(f.nodes) == 1 and not f.nodes[0][1]:
                    term = self.multiply(term, self.whole_power(self.letter(f.nodes[0][0].name), e))
                else:
                    raise Unexpandable("an entry of an array has no expansion here")
            total = self.add(total, term)
        return total

    def letter(self, name: str) -> Expansion:
        if name not in self.memo:
            self.memo[name] = self.at if name == self.x else self.image(name)
        return self.memo[name]

    def image(self, name: str) -> Expansion:
        origin = self.letters.origins.get(name)
        if origin is None:
            raise Unexpandable(f"`{name}` has no expansion")
        inner = [self.expand(p) for p in origin.of]
        match origin.kind, origin.function:
            case ("reciprocal", _) | ("atom", "reciprocal"):
                return self.inverse(inner[0])
            case ("root", _) | ("atom", "sqrt"):
                return self.root(inner[0])
            case "atom", "power":
                return self.exp(self.multiply(inner[1], self.log(inner[0])))
            case "atom", "exp":
                return self.exp(inner[0])
            case "atom", "log":
                return self.log(inner[0])
            case "atom", "sin" | "cos":
                return self.wave(origin.function, inner[0])
            case "atom", "abs" | "sign" | "step":
                return self.by_sign(origin.function, inner[0])
            case "atom", "floor" | "ceil":
                return self.rounded(inner[0])
            case "atom", function if function in BY_EXP:
                return self.by_exp(function, inner[0])
            case "atom", function if function in BY_DERIVATIVES:
                return self.by_derivatives(function, inner[0])
        raise Unexpandable(f"{origin.function.removeprefix('?') or origin.text} has no expansion")

    def value(self, function: str, c: Polynomial) -> Polynomial:
        return image(self.letters, function, c, "a coefficient")

    # ---- functions

    def root(self, f: Expansion) -> Expansion:
        """√(c r (1 + s)) = √c √r (1 + s/2 − s²/8 + …)."""
        if self.is_zero(f):
            return f
        r, c, s = self.normalised(f)
        if self.sign(c) < 0:
            raise UndefinedSide("the root of a negative number")
        if r.logs % 2:
            raise Unexpandable("the root of a logarithm")
        half = Rate(tuple((k, e.times(Fraction(1, 2))) for k, e in r.exponent), r.power / 2, r.logs // 2)
        series = self.series(lambda k: number(_binomial(Fraction(1, 2), k)), s)
        return self.multiply(series, Expansion(((half, self.value_of_root(c)),)))

    def value_of_root(self, c: Polynomial) -> Polynomial:
        exact = special_value(self.letters, "sqrt", c)
        return self.letters.root(c, "a coefficient", sum_of_squares=False) if exact is None else exact

    def exp(self, f: Expansion) -> Expansion:
        large, middle, small = self.split(f)
        exponent, power = [], Fraction(0)
        for r, c in large:
            if r.exponent:
                raise Unexpandable("the exponential of an exponential")
            if (r.power, r.logs) == (0, 1):
                if c.constant is None:
                    raise Unexpandable("a power with a symbolic exponent")
                power = -c.constant
            else:
                exponent.append(((r.power, r.logs), c))
        series = self.series(lambda k: number(Fraction(1, factorial(k))), small)
        rate = Rate(tuple(exponent), power)
        return self.multiply(series, Expansion(((rate, self.value("exp", middle)),)))

    def log(self, f: Expansion) -> Expansion:
        """log(c e^E h^a (1 + s)) = log c + E − a log(1/h) + log(1 + s)."""
        r, c, s = self.normalised(f)
        if self.sign(c) < 0:
            raise UndefinedSide("the logarithm of a negative number")
        if r.logs:
            raise Unexpandable("the logarithm of a logarithm")
        total = self.series(lambda k: number(Fraction((-1) ** (k + 1), k) if k else 0), s)
        parts = [(Rate((), a, b), e) for (a, b), e in r.exponent]
        if r.power:
            parts.append((Rate((), Fraction(0), 1), number(-r.power)))
        return self.add(self.add(total, constant(self.value("log", c))), self.collected(parts, None))

    def wave(self, function: str, f: Expansion) -> Expansion:
        """sin(c + s) = sin c cos s + cos c sin s; of what tends to infinity, a bound."""
        try:
            large, middle, small = self.split(f)
        except Unexpandable:
            large, middle, small = f.terms, number(0), f
        if large or (f.error is not None and self.compare(f.error, CONSTANT) >= 0):
            return Expansion((), CONSTANT)
        sine = self.series(lambda k: number(Fraction((0, 1, 0, -1)[k % 4], factorial(k))), small)
        cosine = self.series(lambda k: number(Fraction((1, 0, -1, 0)[k % 4], factorial(k))), small)
        sc, cc = self.value("sin", middle), self.value("cos", middle)
        if function == "sin":
            return self.add(self.scaled(cosine, sc), self.scaled(sine, cc))
        return self.add(self.scaled(cosine, cc), self.scaled(sine, -sc))

    def by_sign(self, function: str, f: Expansion) -> Expansion:
        if self.is_zero(f):
            return Expansion(())
        _, c, _ = self.leading(f)
        sign = self.sign(c)
        if function == "abs":
            return self.scaled(f, number(sign))
        return constant(number(sign if function == "sign" else max(sign, 0)))

    def rounded(self, f: Expansion) -> Expansion:
        """|floor(u) − u| ≤ 1, and so for ceil."""
        return self.add(f, Expansion((), CONSTANT))

    def by_exp(self, function: str, f: Expansion) -> Expansion:
        up, down = self.exp(f), self.exp(self.scaled(f, number(-1)))
        one, half = constant(number(1)), number(Fraction(1, 2))
        plus, minus = self.add(up, down), self.add(up, self.scaled(down, number(-1)))
        match function:
            case "cosh":
                return self.scaled(plus, half)
            case "sinh":
                return self.scaled(minus, half)
            case "tanh":
                return self.multiply(minus, self.inverse(plus))
        return self.inverse(self.add(one, down))

    def by_derivatives(self, function: str, f: Expansion) -> Expansion:
        """Σ f⁽ᵏ⁾(c)/k! sᵏ; atan u = ±π/2 − atan(1/u) and erf u = ±1 + O(e^(−u²)) where u tends to ±∞."""
        large, middle, small = self.split(f)
        if not large:
            return self.series(self.coefficients(function, middle), small)
        sign = number(self.sign(self.leading(f)[1]))
        if function == "atan":
            quarter = self.value("atan", number(1))
            inner = self.by_derivatives("atan", self.inverse(f))
            return self.add(constant(_times(sign, quarter.times(2))), self.scaled(inner, number(-1)))
        if function == "erf":
            flat = self.exp(self.scaled(self.multiply(f, f), number(-1)))
            return self.add(constant(sign), Expansion((), self.bound(flat)))
        raise Unexpandable(f"{function} of what tends to infinity")

    def coefficients(self, function: str, c: Polynomial) -> Callable[[int], Polynomial]:
        """k ↦ f⁽ᵏ⁾(c)/k!, for an f that is analytic at c."""
        letters = self.letters
        u = letters.fresh("u", ONE, ONE)
        letters.local.add(u)
        found = [letters.image(function, letters.value(u), "u", "")]

        def at(k: int) -> Polynomial:
            if k > MOST_DERIVATIVES:
                raise Unexpandable(f"a high derivative of {function}")
            while len(found) <= k:
                found.append(derivative(found[-1], letters, u))
            try:
                return replace_letter(found[k], letters, u, c).times(Fraction(1, factorial(k)))
            except ZeroDivisionError:  # the function may have a value there all the same
                raise Unexpandable(f"{function} has no Taylor series where its argument tends to") from None

        return at

    # ---- where the function is defined

    def require(self, formula: Formula) -> None:
        """The formula on some interval 0 < h < δ.  Raises UndefinedSide where it is false there."""
        if not depends_on(self.letters, formula.polynomial, self.x):
            self.oblige(formula)
            return
        f = self.expand(formula.polynomial)
        if self.is_zero(f):
            if formula.relation == ">":  # log 0 is not defined, 0^(1/3) is
                raise Unexpandable("a logarithm or a power of what is 0 throughout")
            if formula.relation == "!=":
                raise UndefinedSide("not defined near the point")
            return
        _, c, _ = self.leading(f)
        if formula.relation != "!=" and self.sign(c) < 0:
            raise UndefinedSide("not defined on this side")


def _times(p: Polynomial, q: Polynomial) -> Polynomial:
    c = p.constant
    assert c is not None
    return q.times(c)


def _binomial(q: Fraction, k: int) -> Fraction:
    total = Fraction(1)
    for i in range(k):
        total = total * (q - i) / (i + 1)
    return total
