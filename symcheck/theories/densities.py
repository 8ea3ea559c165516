"""Densities, entropies and Kullback–Leibler divergences of named laws, as the formulas that books give for them.

TRUSTED FOR MEANING.  Owns: `Laws`.  Each is written as a term and read like one that the user had written, with the conditions
under which the law has a density.  Sources: Bishop (2006), appendix B and (1.113), (2.42), (2.43); Cover and Thomas (2006),
(8.6), (8.46), theorem 8.4.1; Petersen and Pedersen (2012), 8.1 and 8.2.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.kernel.polynomial import Polynomial, inner, letters_of, number, product, transpose
from symcheck.kernel.sequent import Formula
from symcheck.language.distributions import NAMES, canonical
from symcheck.language.printing import to_text
from symcheck.language.size_terms import size_term
from symcheck.language.sizes import ONE, SCALAR, Shape
from symcheck.language.terms import Term
from symcheck.theories.elementwise import image
from symcheck.theories.lowering import NotLowered
from symcheck.theories.random_symbols import RandomSymbols, multiple_of_identity

LAW_FUNCTIONS = frozenset({"pdf", "logpdf", "entropy", "KL"})
TWO_PI = Term("mul", (Term("num", (), Fraction(2), SCALAR), Term("const", (), "pi", SCALAR)), None, SCALAR)
ONE_TERM = Term("num", (), Fraction(1), SCALAR)


def q(value: int | Fraction) -> Term:
    return Term("num", (), Fraction(value), SCALAR)


def add(a: Term, b: Term) -> Term:
    return Term("add", (a, b), None, a.shape)


def sub(a: Term, b: Term) -> Term:
    return Term("sub", (a, b), None, a.shape)


def mul(a: Term, b: Term) -> Term:
    shape = b.shape if a.shape == SCALAR else a.shape
    if a.shape and b.shape and SCALAR not in {a.shape, b.shape}:
        shape = Shape(a.shape.rows, b.shape.cols)
    return Term("mul", (a, b), None, shape)


def over(a: Term, b: Term) -> Term:
    return Term("div", (a, b), None, a.shape)


def call(name: str, a: Term, shape: Shape | None = SCALAR) -> Term:
    return Term("call", (a,), name, shape)


def log(a: Term) -> Term:
    return call("log", a, a.shape)


def half(a: Term) -> Term:
    return mul(q(Fraction(1, 2)), a)


def square(a: Term) -> Term:
    return Term("pow", (a, q(2)), None, SCALAR)


def entrywise(a: Term, b: Term) -> Term:
    return Term("hadamard", (a, b), None, a.shape)


class Laws:
    """The functions of laws in one claim."""

    def __init__(self, symbols: RandomSymbols) -> None:
        self.symbols = symbols
        self.reader = symbols.reader

    def lower(self, term: Term, name: str, args: tuple[Term, ...]) -> Polynomial:
        """pdf(D, x), logpdf(D, x), entropy(D), KL(D || E).  Raises NotLowered."""
        laws = [canonical(a) if a.op == "call" and a.value in NAMES else a for a in args]
        match name:
            case "logpdf":
                self.reader.rule("density")
                return self.reader.lower(self.log_density(term, laws[0], args[1]))
            case "pdf":
                self.reader.rule("density")
                exponent = self.log_density(term, laws[0], args[1])
                return image(self.reader.letters, "exp", self.reader.lower(exponent), to_text(exponent))
            case "entropy":
                self.reader.rule("entropy")
                return self.entropy(term, laws[0])
        self.reader.rule("divergence")
        return self.divergence(term, laws[0], laws[1])

    def log_density(self, term: Term, law: Term, x: Term) -> Term:
        match str(law.value), law.args:
            case "normal", (m, v):
                scale, m = self.normal(m, v)
                gap = sub(x, m)
                return sub(half(sub(mul(q(-1), mul(self.dimension(v), log(TWO_PI))), scale)), half(self.form(gap, v)))
            case "bernoulli", (p,):
                value = self.reader.lower(x)
                if not (between := product(value, number(1) - value)).is_zero:
                    self.reader.letters.condition(f"{to_text(x)} in {{0, 1}}", Formula("=", between))
                return add(mul(x, log(p)), mul(sub(ONE_TERM, x), log(sub(ONE_TERM, p))))
            case "exponential", (rate,):
                self.reader.letters.condition(f"{to_text(x)} >= 0", Formula(">=", self.reader.lower(x)))
                return sub(log(rate), mul(rate, x))
            case "uniform", (a, b):
                low, high, value = self.reader.lower(a), self.reader.lower(b), self.reader.lower(x)
                self.reader.letters.condition(f"{to_text(x)} >= {to_text(a)}", Formula(">=", value - low))
                self.reader.letters.condition(f"{to_text(x)} <= {to_text(b)}", Formula(">=", high - value))
                return mul(q(-1), log(sub(b, a)))
        raise NotLowered("no-theory", f"no theory knows the density in `{to_text(term)}`")

    def entropy(self, term: Term, law: Term) -> Polynomial:
        if law.value not in NAMES or law.op != "call":
            column = self.probabilities(law)
            return -inner(column, self.logarithm(column, law))
        match str(law.value), law.args:
            case "normal", (m, v):
                scale, _ = self.normal(m, v)
                return self.reader.lower(half(add(mul(self.dimension(v), add(log(TWO_PI), ONE_TERM)), scale)))
            case "bernoulli", (p,):
                rest = sub(ONE_TERM, p)
                return self.reader.lower(mul(q(-1), add(mul(p, log(p)), mul(rest, log(rest)))))
            case "exponential", (rate,):
                return self.reader.lower(sub(ONE_TERM, log(rate)))
            case "uniform", (a, b):
                return self.reader.lower(log(sub(b, a)))
            case "categorical", (p,):
                return self.entropy(term, p)
        raise NotLowered("no-theory", f"no theory knows `{to_text(term)}`")

    def divergence(self, term: Term, first: Term, second: Term) -> Polynomial:
        """KL(D || E) = E_D (log d − log e)."""
        names = [str(a.value) if a.op == "call" and a.value in NAMES else "" for a in (first, second)]
        if names == ["categorical", "categorical"]:
            return self.divergence(term, first.args[0], second.args[0])
        if names == ["", ""]:
            if first.shape == SCALAR:
                hint = "write bernoulli(p) || bernoulli(q) for two chances, normal(m, v) for a mean and a variance"
                raise NotLowered("no-theory", f"`{to_text(term)}` compares numbers, which are no distributions: {hint}")
            own, other = self.probabilities(first), self.probabilities(second)
            return inner(own, self.logarithm(own, first) - self.logarithm(other, second))
        if names[0] != names[1]:
            raise NotLowered("no-theory", f"no theory knows `{to_text(term)}`, of two different laws")
        match names[0], first.args, second.args:
            case "normal", (m1, v1), (m2, v2):
                scale1, m1 = self.normal(m1, v1)
                scale2, m2 = self.normal(m2, v2)
                spread = self.ratio(v1, v2)
                rest = sub(add(sub(scale2, scale1), self.form(sub(m1, m2), v2)), self.dimension(v1))
                return self.reader.lower(half(rest)) + spread.times(Fraction(1, 2))
            case "bernoulli", (p,), (r,):
                a, b = sub(ONE_TERM, p), sub(ONE_TERM, r)
                return self.reader.lower(add(mul(p, sub(log(p), log(r))), mul(a, sub(log(a), log(b)))))
            case "exponential", (a,), (b,):
                return self.reader.lower(add(sub(log(a), log(b)), sub(over(b, a), ONE_TERM)))
            case "poisson", (a,), (b,):
                return self.reader.lower(add(mul(a, sub(log(a), log(b))), sub(b, a)))
        raise NotLowered("no-theory", f"no theory knows `{to_text(term)}`")

    # ---- normal laws: a multiple of I has its inverse and determinant written out

    def normal(self, m: Term, v: Term) -> tuple[Term, Term]:
        """log det of the covariance, and the mean in the shape that it has."""
        assert v.shape is not None
        if v.shape == SCALAR:
            return log(v), m
        if m.shape == SCALAR:
            column = Shape(v.shape.rows, ONE)
            m = Term("zeros", (size_term(v.shape.rows), q(1)), None, column)
        scale = self.scale(v)
        if scale is not None:
            return mul(self.dimension(v), log(scale)), m
        self.require_definite(v)
        return call("logdet", v), m

    def scale(self, v: Term) -> Term | None:
        """s where v is written s I, I s, I or diag-free multiples of these."""
        match v:
            case Term("eye", _):
                return ONE_TERM
            case Term("mul", (s, Term("eye", _))) | Term("mul", (Term("eye", _), s)) if s.shape == SCALAR:
                return s
            case Term("div", (w, s)) if (inside := self.scale(w)) is not None:
                return over(inside, s)
        return None

    def form(self, gap: Term, v: Term) -> Term:
        """gapᵀ v⁻¹ gap."""
        if v.shape == SCALAR:
            return over(square(gap), v)
        assert gap.shape is not None
        row = Term("transpose", (gap,), None, gap.shape.transposed())
        scale = self.scale(v)
        if scale is not None:
            return over(mul(row, gap), scale)
        return mul(mul(row, call("inv", v, v.shape)), gap)

    def ratio(self, v1: Term, v2: Term) -> Polynomial:
        """tr(v2⁻¹ v1)."""
        if v2.shape == SCALAR:
            return self.reader.lower(over(v1, v2))
        scale = self.scale(v2)
        if scale is not None:
            return self.reader.lower(over(call("tr", v1), scale))
        return self.reader.lower(call("tr", mul(call("inv", v2, v2.shape), v1)))

    def dimension(self, v: Term) -> Term:
        assert v.shape is not None
        return ONE_TERM if v.shape == SCALAR else size_term(v.shape.rows)

    def require_definite(self, v: Term) -> None:
        """A density needs a positive definite covariance: CᵀC, and invertible by the inverse that is used."""
        c = self.reader.lower(v)
        letters = self.reader.letters
        letters.inverse(c, to_text(v))
        if multiple_of_identity(c) is not None or self.symbols.is_declared_semidefinite(c):
            return
        if any(c == known for known in self.symbols.semidefinite):
            return
        self.symbols.semidefinite.append(c)
        root = letters.fresh("chol", c.rows, c.rows)
        factor = letters.value(root)
        letters.define(root, f"covariance:{root}", Formula("=", c - product(transpose(factor), factor)))
        letters.texts[f"covariance:{root}"] = f"{to_text(v)} is positive definite"
        letters.require(root)

    # ---- finite laws given by a column

    def probabilities(self, p: Term) -> Polynomial:
        """A column of probabilities: a declared one, of which that becomes a hypothesis, or a softmax."""
        value = self.reader.lower(p)
        if p.op == "call" and p.value == "softmax":
            return value
        bare = [x.name for x in letters_of(value)]
        if len(bare) != 1 or value != self.reader.letters.value(bare[0]) or "~" in bare[0]:
            raise NotLowered("no-theory", f"`{to_text(p)}` is no declared column of probabilities and no softmax")
        self.symbols.require_probabilities(value, to_text(p))
        return value

    def logarithm(self, p: Polynomial, text: Term) -> Polynomial:
        return image(self.reader.letters, "log", p, to_text(text))
