"""Declared random symbols: their letters, means and covariances, and which of them are independent.

TRUSTED FOR MEANING.  Owns: `DeclaredMoments`, what it asks of a lowering (`Reader`).  A symbol with a mean and a covariance may
have any distribution with these.  What is not declared is a letter of its own.  Every covariance is positive semidefinite by a
hypothesis, unless its form says so; then it is that of some normal variable, so that a countermodel is one of the claim.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Protocol

from symcheck.kernel.network import EMPTY, Letter
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
    product,
    transpose,
    zero,
)
from symcheck.kernel.sequent import Formula
from symcheck.language.context import Context, Kind
from symcheck.language.sizes import ONE, Shape, Size
from symcheck.language.terms import Term
from symcheck.theories.letters import MOMENT, Letters, Origin
from symcheck.theories.lowering import NotLowered
from symcheck.theories.named_laws import evidently_nonnegative, law_cumulant, law_mean, parameter_formulas


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


class DeclaredMoments:
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
        self.semidefinite: list[Polynomial] = []  # covariances that a hypothesis says to be CᵀC
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
        if self.law(name) == "categorical":
            return self.parameters(name)[0]
        each = law_mean(self.law(name), self.parameters(name), self.letters) if kind.mean is None else None
        if each is not None:
            return product(each, ones(rows, cols))
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
        if self.is_declared_semidefinite(c) or any(c == known for known in self.semidefinite):
            return []
        self.semidefinite.append(c)
        heights = [self.shape(n)[0] for n in self.joint] if name in self.joint else [c.rows]
        stem = MOMENT + "factor" if len(heights) > 1 else "chol"  # the first says how the symbols are correlated
        root = self.letters.fresh(stem, sum(heights[1:], heights[0]), c.rows)
        if len(heights) > 1:
            self.letters.origins[root] = Origin("moment", (), name, "factor")
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
        self.declare(*parameter_formulas(self.law(name), self.parameters(name)))
        if self.law(name) == "categorical":
            self.require_probabilities(self.parameters(name)[0])

    def law_cumulant(self, name: str, order: int) -> Polynomial:
        """κ of an entry of the named law, for order ≥ 2."""
        return law_cumulant(self.law(name), self.parameters(name), order, self.letters)

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


def multiple_of_identity(c: Polynomial) -> Polynomial | None:
    """q where c = q I with a number q, else None."""
    ((bare, _),) = identity(c.rows).terms.items()
    if any(m.open != bare.open for m in c.terms):
        return None
    return Polynomial(ONE, ONE, {Monomial(m.factors, EMPTY): q for m, q in c.terms.items()})
