"""Random symbols without a named law as finite distributions: a reading that can refute a claim and never prove it.

TRUSTED FOR MEANING.  Owns: `Outcomes`, `READINGS`.  A claim about all random symbols with the declared moments is one about those
that take finitely many values, so a counterexample to the latter is one to it.  A number is m + s ξ with E ξ = 0 and Var ξ = 1,
ξ on two points; a column is its mean plus one of three deviations, and its covariance what that gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.polynomial import Monomial, Polynomial, letters_of, number, product, transpose, zero
from symcheck.kernel.sequent import Formula
from symcheck.language.sizes import ONE, Size
from symcheck.theories.letters import MOMENT, Origin
from symcheck.theories.lowering import NotLowered
from symcheck.theories.random_symbols import RandomSymbols

Standard = tuple[tuple[Fraction, Fraction], ...]  # (weight, value) with mean 0 and variance 1


@dataclass(frozen=True, slots=True)
class Reading:
    """The distribution of the numbers, and whether symbols not declared independent take their values together."""

    standard: Standard
    together: bool


def _points(*pairs: tuple[str, str]) -> Standard:
    return tuple((Fraction(w), Fraction(v)) for w, v in pairs)


SKEW = _points(("1/5", "2"), ("4/5", "-1/2"))
MIRRORED = _points(("1/5", "-2"), ("4/5", "1/2"))
COIN = _points(("1/2", "1"), ("1/2", "-1"))
READINGS = (Reading(SKEW, True), Reading(SKEW, False), Reading(COIN, True), Reading(MIRRORED, True))
SPREAD = (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))  # weights of the values of a column


class Outcomes:
    """Values of the random symbols of one claim, by symbol."""

    def __init__(self, symbols: RandomSymbols, number_of_reading: int) -> None:
        self.symbols = symbols
        self.reading = READINGS[number_of_reading]
        self.values: dict[str, list[tuple[Fraction, Polynomial]]] = {}
        self.tied: tuple[frozenset[str], ...] = ()
        self.spreads: list[tuple[Polynomial, list[Polynomial]]] = []  # covariances that have got deviations

    def prepare(self, names: tuple[str, ...]) -> None:
        self.symbols.used.update(dict.fromkeys(names))
        for name in names:
            if self.symbols.law(name):
                self.symbols.require_parameters(name)
            else:
                self.values[name] = self.of_number(name) if self.symbols.letter(name).is_scalar else self.of_array(name)

        if self.reading.together:
            numbers = [n for n in self.values if self.symbols.letter(n).is_scalar]
            arrays = [n for n in self.values if n not in numbers]
            self.tied = (self.may_be_tied(numbers), self.may_be_tied(arrays))

    def may_be_tied(self, names: list[str]) -> frozenset[str]:
        """Names of which at most one is declared independent of others."""
        named = frozenset().union(*self.symbols.groups)
        leader = [n for n in names if n in named][:1]
        return frozenset((*leader, *(n for n in names if n not in named)))

    def joint(self, names: tuple[str, ...]) -> list[tuple[Polynomial, dict[str, Polynomial]]]:
        """Joint values with their weights: those that are tied take their values together, the others independently."""
        together = [[n for n in names if n in tied] for tied in self.tied]
        alone = [[n] for n in names if not any(n in t for t in together)]
        cases: list[tuple[Fraction, dict[str, Polynomial]]] = [(Fraction(1), {})]
        for group in (*(t for t in together if t), *alone):
            own = self.values[group[0]]
            cases = [
                (w * own[k][0], {**before, **{n: self.values[n][k][1] for n in group}})
                for w, before in cases
                for k in range(len(own))
            ]
        return [(number(w), values) for w, values in cases]

    def of_number(self, name: str) -> list[tuple[Fraction, Polynomial]]:
        kind = self.symbols.kind(name)
        mean = self.symbols.mean(name)
        if kind.covariance is None:
            spread = self.symbols.moment("std", name, ONE, ONE, (mean,))
        else:
            spread = self.root(self.symbols.reader.lower(kind.covariance), name)
        return [(w, mean + spread.times(v)) for w, v in self.reading.standard]

    def root(self, variance: Polynomial, name: str) -> Polynomial:
        """A number whose square is the variance: s for s², else the root."""
        if len(variance.terms) == 1:
            ((m, c),) = variance.terms.items()
            if c == 1 and all(e % 2 == 0 for _, e in m.factors):
                return Polynomial(ONE, ONE, {Monomial(tuple((f, e // 2) for f, e in m.factors), m.open): c})
        return self.symbols.letters.root(variance, f"Var({name})", sum_of_squares=False)

    def of_array(self, name: str) -> list[tuple[Fraction, Polynomial]]:
        kind = self.symbols.kind(name)
        rows, cols = self.symbols.shape(name)
        mean = self.symbols.mean(name)
        if mean.is_zero:
            mean = zero(rows, cols)
        covariance = None if kind.covariance is None else self.symbols.reader.lower(kind.covariance)
        known = [values for c, values in self.spreads if c == covariance]
        values = known[0] if known else self.deviations(name, rows, cols)
        if covariance is not None and not known:
            self.require_covariance(name, covariance, values)
            self.spreads.append((covariance, values))
        return [(w, mean + d) for w, d in zip(SPREAD, values, strict=True)]

    def deviations(self, name: str, rows: Size, cols: Size) -> list[Polynomial]:
        """Three deviations from the mean, of mean 0 under the weights."""
        letters = self.symbols.letters
        deviations: list[Polynomial] = []
        for _ in SPREAD[1:]:
            made = letters.fresh(MOMENT + "value", rows, cols)
            letters.origins[made] = Origin("moment", (), f"{name}, {len(deviations) + 1}", "deviation")
            deviations.append(letters.value(made))
        last = zero(rows, cols)
        for w, d in zip(SPREAD[1:], deviations, strict=True):
            last = last - d.times(w / SPREAD[0])
        return [last, *deviations]

    def require_covariance(self, name: str, declared: Polynomial, values: list[Polynomial]) -> None:
        """The declared covariance, which must be a symbol, is that of the deviations."""
        letters = self.symbols.letters
        bare = [x.name for x in letters_of(declared)]
        if self.symbols.shape(name)[1] != ONE or len(bare) != 1 or declared != letters.value(bare[0]):
            raise NotLowered("no-theory", f"no finite distribution is made for the covariance of `{name}`")
        total = zero(declared.rows, declared.cols)
        for w, d in zip(SPREAD, values, strict=True):
            total = total + product(d, transpose(d)).times(w)
        letters.define(bare[0], f"covariance:{bare[0]}", Formula("=", declared - total))


__all__ = ["READINGS", "Outcomes", "Reading"]
