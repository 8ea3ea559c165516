"""Declared random symbols: their letters, moments and cumulants, and which of them are independent.

TRUSTED FOR MEANING.  Owns: `RandomSymbols`.  A symbol with a mean and a covariance may have any distribution with these; a
named law has all its cumulants (Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, 1994; Univariate Discrete
Distributions, 2005).  What is not declared is a letter; what mean and covariance do not determine is an uninterpreted one.
Values of means and covariances are realised by normal distributions, so that a countermodel in them is one of the claim.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations
from math import comb, factorial
from typing import Protocol

from symcheck.kernel.network import EMPTY, Letter, Network
from symcheck.kernel.polynomial import (
    Monomial,
    Polynomial,
    diagonal_matrix,
    hadamard,
    identity,
    inner,
    letters_of,
    number,
    ones,
    power,
    product,
    transpose,
    zero,
)
from symcheck.kernel.sequent import Formula
from symcheck.language.context import Context, Kind
from symcheck.language.sizes import ONE, Shape, Size
from symcheck.language.terms import Term
from symcheck.theories.cumulants import Joined, as_joined, diagonal
from symcheck.theories.letters import MOMENT, Letters, Origin
from symcheck.theories.lowering import NotLowered

MARK = "κ"
MOST_DEPENDENT = 3  # numbers whose covariances are constrained by the minors of their covariance matrix


class Reader(Protocol):
    """What this theory needs of the lowering of expressions (expressions.py)."""

    letters: Letters
    bound: dict[str, Polynomial]
    notes: dict[str, None]

    @property
    def context(self) -> Context: ...

    def lower(self, term: Term) -> Polynomial: ...

    def at(self, size: Size) -> Size: ...

    def rule(self, name: str) -> None: ...


class RandomSymbols:
    """groups: sets of names that are declared mutually independent; used: all random names of the claim."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.letters = reader.letters
        self.groups: list[frozenset[str]] = []
        self.used: dict[str, None] = {}
        self.names: dict[str, str] = {}  # letter -> symbol
        self.values: dict[str, Polynomial] = {}
        self.means: dict[str, Polynomial] = {}
        self.covariances: dict[str, Polynomial] = {}
        self.crossed: dict[tuple[str, str], Polynomial] = {}
        self.probabilities: list[Polynomial] = []
        self.joint: tuple[str, ...] = ()  # columns of which no two are independent
        self.factors: dict[str, Polynomial] = {}  # C with Cov(x) = CᵀC, Cov(x, y) = CᵀD for all that are joint
        self.unknown: dict[str, None] = {}  # what is not determined by the declarations, in words
        self.markers: dict[str, tuple[str, ...]] = {}  # marker of an unknown cumulant -> symbols

    # ---- declarations

    def kind(self, name: str) -> Kind:
        kind = self.reader.context.symbols[name]
        assert isinstance(kind, Kind)
        if kind.properties or kind.domain is not None:
            raise NotLowered("no-theory", f"a random symbol with further properties: `{name}`")
        return kind

    def is_random_name(self, name: str) -> bool:
        kind = self.reader.context.symbols.get(name)
        return isinstance(kind, Kind) and kind.base == "random"

    def law(self, name: str) -> str:
        law = self.kind(name).law
        return "" if law is None else str(law.value)

    def parameters(self, name: str) -> tuple[Polynomial, ...]:
        law = self.kind(name).law
        return () if law is None else tuple(self.reader.lower(a) for a in law.args)

    def shape(self, name: str) -> tuple[Size, Size]:
        shape: Shape = self.kind(name).shape
        return self.reader.at(shape.rows), self.reader.at(shape.cols)

    def independent(self, names: Iterable[str]) -> bool:
        """Whether these are declared mutually independent, by one statement."""
        asked = frozenset(names)
        return len(asked) < 2 or any(asked <= g for g in self.groups)

    def letter(self, name: str) -> Polynomial:
        """The symbol as a letter that expectation acts on."""
        if name not in self.values:
            rows, cols = self.shape(name)
            made = self.letters.fresh(name, rows, cols)
            self.names[made] = name
            self.values[name] = self.letters.value(made)
        return self.values[name]

    def is_random(self, x: Letter) -> bool:
        return x.name in self.names

    def dependence(self, name: str) -> tuple[Polynomial, ...]:
        """What the distribution of the symbol may depend on."""
        return (*self.parameters(name), self.mean(name), self.covariance(name))

    def prepare(self, names: Iterable[str]) -> None:
        """Reads the declarations of all random symbols of the claim, with the conditions on their parameters."""
        self.used.update(dict.fromkeys(names))
        joint = [n for n in self.used if self.law(n) in {"", "normal"} and self.shape(n)[1] == ONE != self.shape(n)[0]]
        if len(joint) == 2 or not any(self.independent(pair) for pair in combinations(joint, 2)):
            self.joint = tuple(n for n in joint if len(joint) != 2 or not self.independent(joint))
        for name in self.used:
            self.require_parameters(name)
            self.mean(name)
            self.covariance(name)

    # ---- moments

    def mean(self, name: str) -> Polynomial:
        if name not in self.means:
            self.means[name] = self._mean(name)
        return self.means[name]

    def _mean(self, name: str) -> Polynomial:
        rows, cols = self.shape(name)
        kind = self.kind(name)
        match self.law(name), self.parameters(name):
            case "normal", (m, _) if kind.mean is None:
                return product(m, ones(rows, cols))
            case "bernoulli" | "poisson", (p,):
                return product(p, ones(rows, cols))
            case "categorical", (p,):
                return p
            case "uniform", (a, b):
                return product((a + b).times(Fraction(1, 2)), ones(rows, cols))
            case "exponential", (rate,):
                return product(self.letters.over(rate, "the rate"), ones(rows, cols))
        if kind.mean is None:
            declared = () if kind.covariance is None else (self.reader.lower(kind.covariance),)
            return self.moment("E", name, rows, cols, declared)
        mean = self.reader.lower(kind.mean)
        return zero(rows, cols) if mean.is_zero else mean

    def moment(
        self, function: str, text: str, rows: Size, cols: Size, of: tuple[Polynomial, ...], *, symmetric: bool = False
    ) -> Polynomial:
        """A letter for a moment that is not declared and may have any value; it may change with the polynomials `of`."""
        made = self.letters.fresh(MOMENT + function, rows, cols, symmetric=symmetric)
        self.letters.origins[made] = Origin("moment", of, text, function)
        return self.letters.value(made)

    def covariance(self, name: str) -> Polynomial:
        """Cov(x): d×d; positive semidefinite by a hypothesis, where its form does not say so."""
        if name not in self.covariances:
            self.covariances[name] = self._covariance(name)
        return self.covariances[name]

    def _covariance(self, name: str) -> Polynomial:
        rows, cols = self.shape(name)
        size = rows * cols
        kind = self.kind(name)
        if kind.covariance is not None:
            c = self.reader.lower(kind.covariance)
            for formula in self.nonnegative(name, c):
                self.declare(formula)
            return c
        if self.law(name) == "categorical":
            (p,) = self.parameters(name)
            return diagonal_matrix(p) - product(p, transpose(p))
        if kind.law is not None:
            return product(self.law_cumulant(name, 2), identity(size))
        c = self.moment("Var", name, size, size, (self.mean(name),), symmetric=True)
        (own,) = (x.name for x in letters_of(c))
        for formula in self.nonnegative(name, c):
            self.letters.define(own, f"covariance:{own}", formula)
        return c

    def nonnegative(self, name: str, c: Polynomial) -> list[Formula]:
        """What says that a variance is ≥ 0, a covariance CᵀC; nothing where its form says so."""
        scale = c if c.is_scalar else multiple_of_identity(c)
        if scale is not None:
            return [] if evidently_nonnegative(scale) else [Formula(">=", scale)]
        if self.is_declared_semidefinite(c):
            return []
        heights = [self.shape(n)[0] for n in self.joint] if name in self.joint else [c.rows]
        root = self.letters.fresh("chol", sum(heights[1:], heights[0]), c.rows)
        factor = self.factors[name] = self.letters.value(root)
        return [Formula("=", c - product(transpose(factor), factor))]

    def declare(self, *formulas: Formula) -> None:
        """Hypotheses that a declaration makes, for the whole claim: no condition of definedness."""
        for formula in formulas:
            key = min((x.name for x in letters_of(formula.polynomial) if x.name[0] != "#"), default="")
            if not key:
                self.letters.condition("", formula)
                continue
            known = len(self.letters.definitions.get(key, ()))
            self.letters.define(key, f"declared:{key}:{known}", formula)
            self.letters.require(key)

    def is_declared_semidefinite(self, c: Polynomial) -> bool:
        """Whether c is a symbol that is declared positive definite or semidefinite."""
        found = [x.name for x in letters_of(c)]
        if len(c.terms) != 1 or len(found) != 1 or c != self.letters.value(found[0]):
            return False
        kind = self.reader.context.symbols.get(found[0])
        return isinstance(kind, Kind) and bool({"positive-definite", "positive-semidefinite"} & set(kind.properties))

    def entrywise_variance(self, name: str) -> Polynomial | None:
        """The variance of every entry, where the entries are uncorrelated and have one variance."""
        c = self.covariance(name)
        return c if c.is_scalar else multiple_of_identity(c)

    def require_parameters(self, name: str) -> None:
        """The parameters of a named law have values for which it is a distribution."""
        match self.law(name), self.parameters(name):
            case "normal", (_, v) if v.is_scalar and not evidently_nonnegative(v):
                self.declare(Formula(">=", v))
            case "bernoulli", (p,):
                self.declare(Formula(">=", p), Formula(">=", number(1) - p))
            case "poisson", (rate,):
                self.declare(Formula(">=", rate))
            case "exponential", (rate,):
                self.declare(Formula(">", rate))
            case "uniform", (a, b):
                self.declare(Formula(">", b - a))
            case "categorical", (p,):
                self.require_probabilities(p)

    def require_probabilities(self, p: Polynomial, text: str = "") -> None:
        """p = w ∘ w / wᵀw, and its entries sum to 1; a condition of the claim where a text says it."""
        if any(p == known for known in self.probabilities):
            return
        self.probabilities.append(p)
        made = self.letters.fresh("weights", p.rows, p.cols)
        w, over = self.letters.value(made), self.letters.value(self.letters.fresh("over", ONE, ONE))
        formulas = (
            Formula("=", product(over, inner(w, w)) - number(1)),
            Formula("=", p - product(over, hadamard(w, w))),
            Formula("=", inner(p, ones(p.rows, p.cols)) - number(1)),
        )
        for k, formula in enumerate(formulas):
            self.letters.define(made, f"probabilities:{made}:{k}", formula)
        if text:
            self.letters.texts[f"probabilities:{made}:1"] = f"{text} are probabilities"
        self.letters.require(made)

    def array_parameters(self, names: Iterable[str]) -> list[Term]:
        """What the covariances of the arrays among these names are made of."""
        kinds = [self.kind(n) for n in names if not self.letter(n).is_scalar]
        return [k.covariance for k in kinds if k.covariance is not None] + [k.law for k in kinds if k.law is not None]

    def law_cumulant(self, name: str, order: int) -> Polynomial:
        """κ of an entry of the named law, for order ≥ 2."""
        match self.law(name), self.parameters(name):
            case "normal", (_, v):
                return v if order == 2 else number(0)
            case "bernoulli", (p,):
                return bernoulli_cumulant(p, order)
            case "poisson", (rate,):
                return rate
            case "exponential", (rate,):
                return power(self.letters.over(rate, "the rate"), order).times(factorial(order - 1))
            case "uniform", (a, b):
                return power(b - a, order).times(bernoulli_number(order) / order)
        raise NotLowered("no-theory", f"no theory knows the moments of order {order} of `{name}`")

    def both(self, a: str, b: str) -> Polynomial:
        """P(a = 1 and b = 1) of two Bernoulli variables: any number that leaves all four joint probabilities ≥ 0."""
        a, b = sorted((a, b))
        if (a, b) not in self.crossed:
            (p,), (q,) = self.parameters(a), self.parameters(b)
            r = self.crossed[a, b] = self.moment("P", f"{a} = 1 and {b} = 1", ONE, ONE, (p, q))
            (name,) = (x.name for x in letters_of(r))
            for k, cell in enumerate((r, p - r, q - r, number(1) - p - q + r)):
                self.letters.define(name, f"probability:{name}:{k}", Formula(">=", cell))
        return self.crossed[a, b]

    # ---- joint cumulants

    def cumulant(self, nodes: tuple[Letter, ...]) -> list[Joined]:
        names = tuple(self.names[x.name] for x in nodes)
        different = tuple(dict.fromkeys(names))
        one = number(1)
        if len(nodes) == 1:
            return as_joined(self.mean(names[0]), one)
        if len(different) > 1 and self.independent(different):
            self.reader.rule("independent-factors")
            return []
        if len(different) == 1:
            return self._own(nodes, different[0], one)
        if len(nodes) == 2 and all(self.law(n) in {"", "normal"} for n in names):
            return self._cross(nodes, (names[0], names[1]), one)
        return self._unknown(nodes, names)

    def _own(self, nodes: tuple[Letter, ...], name: str, one: Polynomial) -> list[Joined]:
        order = len(nodes)
        law = self.law(name)
        rows, cols = self.shape(name)
        if order == 2 and (ONE in {rows, cols}):
            return as_joined(self.covariance(name), one) if nodes[0].legs else [Joined(self.covariance(name), EMPTY)]
        if law == "normal" and order > 2:
            self.reader.rule("normal-moments")
            return []
        if order == 2 or (law and law not in {"normal", "categorical"}):
            scale = self.entrywise_variance(name) if order == 2 else self.law_cumulant(name, order)
            if scale is None:
                raise NotLowered("no-theory", f"the covariance of the matrix `{name}` is no multiple of I")
            if not nodes[0].legs:
                return [Joined(scale, EMPTY)]
            return [diagonal(scale, [x.legs for x in nodes])] if not scale.is_zero else []
        return self._unknown(nodes, (name,) * order)

    def _cross(self, nodes: tuple[Letter, ...], names: tuple[str, str], one: Polynomial) -> list[Joined]:
        """Cov(x, y) of two symbols that are not declared independent."""
        x, y = names
        flipped = (y, x) in self.crossed
        k = self.crossed.get((x, y)) or self.crossed.get((y, x))
        if k is None:
            k = self._joint(x, y)
        if k is None:
            return self._unknown(nodes, names)
        return as_joined(transpose(k) if flipped else k, one)

    def _joint(self, x: str, y: str) -> Polynomial | None:
        """The covariance of x and y, under hypotheses that are equivalent to being the covariance of random variables."""
        if any(self.law(n) not in {"", "normal"} or self.shape(n)[1] != ONE for n in (x, y)):
            return None
        others = [
            n
            for n in self.used
            if n not in {x, y} and self.law(n) in {"", "normal"} and not (self.independent((n, x)) and self.independent((n, y)))
        ]
        involved = [x, y, *others]
        if all(self.letter(n).is_scalar for n in involved) and len(involved) <= MOST_DEPENDENT:
            return self._minors(involved)
        if x in self.joint and y in self.joint and x in self.factors and y in self.factors:
            self.crossed[x, y] = product(transpose(self.factors[x]), self.factors[y])
            return self.crossed[x, y]
        return None

    def _minors(self, involved: list[str]) -> Polynomial:
        """Numbers: all principal minors of the covariance matrix are ≥ 0 (Horn and Johnson 2013, 7.2.P12)."""
        made: list[str] = []
        minors: list[Polynomial] = []
        for a, b in combinations(involved, 2):
            c = number(0)
            if not self.independent((a, b)):
                c = self.moment("Cov", f"{a}, {b}", ONE, ONE, (*self.dependence(a), *self.dependence(b)))
                made += [x.name for x in letters_of(c)]
                minors.append(product(self.covariance(a), self.covariance(b)) - product(c, c))
            self.crossed[a, b] = c
        if len(involved) == MOST_DEPENDENT:
            a, b, c3 = involved
            p, q, r = self.crossed[a, b], self.crossed[b, c3], self.crossed[a, c3]
            u, v, w = (self.covariance(n) for n in involved)
            det = product(product(u, v), w) + product(product(p, q), r).times(2)
            det = det - product(u, product(q, q)) - product(v, product(r, r)) - product(w, product(p, p))
            minors.append(det)
        for name in made:
            for k, minor in enumerate(minors):
                self.letters.define(name, f"covariance:{name}:{k}", Formula(">=", minor))
        return self.crossed[involved[0], involved[1]]

    def _unknown(self, nodes: tuple[Letter, ...], names: tuple[str, ...]) -> list[Joined]:
        """A cumulant that nothing determines: a marker with the legs of all the nodes."""
        ordered = tuple(sorted(names))
        legs = tuple(s for x in nodes for s in x.legs)
        name = f"{MARK}({', '.join(names if len(set(names)) > 1 and legs else ordered)})"
        self.markers[name] = tuple(dict.fromkeys(ordered))
        same = len(set(names)) == 1 and all(len(x.legs) == 1 for x in nodes)
        self.unknown[f"a moment of order {len(names)} of {', '.join(self.markers[name])}"] = None
        marker = Letter(name, legs, symmetric=same and bool(legs), opaque=True)
        places = tuple(range(len(legs)))
        return [Joined(number(1), Network(((marker, places),), legs, places))]


def multiple_of_identity(c: Polynomial) -> Polynomial | None:
    """q where c = q I with a number q, else None."""
    ((bare, _),) = identity(c.rows).terms.items()
    if any(m.open != bare.open for m in c.terms):
        return None
    return Polynomial(ONE, ONE, {Monomial(m.factors, EMPTY): q for m, q in c.terms.items()})


def evidently_nonnegative(p: Polynomial) -> bool:
    """A sum of squares by its form."""
    return all(
        q > 0 and all(e % 2 == 0 or all(x.name.startswith("#") for x, _ in f.nodes) for f, e in m.factors)
        for m, q in p.terms.items()
    )


def bernoulli_cumulant(p: Polynomial, order: int) -> Polynomial:
    """κ₁ = p, κ_{n+1} = p (1 − p) dκ_n/dp, as a polynomial in p."""
    coefficients = [Fraction(0), Fraction(1)]  # of κ₁ in powers of p
    for _ in range(order - 1):
        slope = [k * c for k, c in enumerate(coefficients)][1:]
        raised = [Fraction(0), *slope, Fraction(0)]
        coefficients = [a - b for a, b in zip(raised, [Fraction(0), Fraction(0), *slope], strict=True)]
    total, power = number(0), number(1)
    for c in coefficients:
        total = total + power.times(c)
        power = product(power, p)
    return total


def bernoulli_number(n: int) -> Fraction:
    """B_n with B₁ = −1/2."""
    found = [Fraction(1)]
    for m in range(1, n + 1):
        found.append(-sum((comb(m + 1, k) * found[k] for k in range(m)), Fraction(0)) / (m + 1))
    return found[n]
