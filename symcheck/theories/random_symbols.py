"""Joint cumulants of declared random symbols.

TRUSTED FOR MEANING.  Owns: `RandomSymbols`.  A named law has all its cumulants (named_laws.py), other symbols those of
order 1 and 2; of symbols declared independent the joint ones are 0.  What is not determined by the declarations is an
uninterpreted value: it may prove and never refutes.
"""

from __future__ import annotations

from itertools import combinations
from itertools import product as cartesian

from symcheck.kernel.network import EMPTY, Letter, Network
from symcheck.kernel.polynomial import Polynomial, letters_of, number, product, transpose
from symcheck.kernel.sequent import Formula
from symcheck.language.sizes import ONE
from symcheck.theories.cumulants import Joined, as_joined, diagonal
from symcheck.theories.declared_moments import DeclaredMoments, Reader, multiple_of_identity
from symcheck.theories.lowering import NotLowered

MARK = "κ"
MOST_DEPENDENT = 3  # numbers whose covariances are constrained by the minors of their covariance matrix


class RandomSymbols(DeclaredMoments):
    """The random symbols of one claim.  heads: the chance that all of these Bernoulli variables are 1."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.heads: dict[frozenset[str], Polynomial] = {}

    def outcomes_of_coins(self, names: tuple[str, ...]) -> list[tuple[tuple[int, ...], Polynomial]]:
        """The values of Bernoulli variables that depend on each other, with any probabilities that leave each its own.

        The variables are among those that depend on each other, also through others: two or three; [] where there are more.
        """
        involved = self.dependent_coins(names[0])
        if len(involved) > MOST_DEPENDENT:
            return []
        if frozenset(involved) not in self.heads:
            self._joint_coins(involved)
        return [(values, self._cell(names, values)) for values in cartesian((1, 0), repeat=len(names))]

    def dependent_coins(self, name: str) -> list[str]:
        """It, and all Bernoulli variables of the claim that depend on it, also through others."""
        coins = [n for n in self.used if self.law(n) == "bernoulli" and self.letter(n).is_scalar]
        return sorted(self.connected((name,), coins)) if name in coins else []

    def _joint_coins(self, involved: list[str]) -> None:
        """Letters for the chance that two, and that all three, are 1, by which the chance of every outcome is ≥ 0."""
        self.heads |= {frozenset((n,)): self.parameters(n)[0] for n in involved}
        made: list[str] = []
        for size in range(2, len(involved) + 1):
            for names in combinations(involved, size):
                own = tuple(self.heads[frozenset((n,))] for n in names)
                if size == 2 and self.independent(names):
                    self.heads[frozenset(names)] = product(*own)
                    continue
                p = self.moment("P", " and ".join(f"{n} = 1" for n in names), ONE, ONE, own)
                self.heads[frozenset(names)] = p
                made += [x.name for x in letters_of(p)]
        cells = [self._cell(tuple(involved), values) for values in cartesian((1, 0), repeat=len(involved))]
        for name in made:
            for k, cell in enumerate(cells):
                self.letters.define(name, f"probability:{name}:{k}", Formula(">=", cell))

    def _cell(self, names: tuple[str, ...], values: tuple[int, ...]) -> Polynomial:
        """The chance of these values, by inclusion and exclusion from those of 1, 1, …"""
        ones = [n for n, v in zip(names, values, strict=True) if v]
        others = [n for n in names if n not in ones]
        total = number(0)
        for size in range(len(others) + 1):
            for more in combinations(others, size):
                heads = frozenset((*ones, *more))
                total = total + (self.heads[heads] if heads else number(1)).times((-1) ** size)
        return total

    def connected(self, names: tuple[str, ...], among: list[str]) -> list[str]:
        """These, and those `among` the others that are not independent of each of them, or of one of these again."""
        found = list(names)
        while True:
            more = [n for n in among if n not in found and not all(self.independent((n, m)) for m in found)]
            if not more:
                return found
            found += more

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
        involved = self.connected((x, y), [n for n in self.used if self.law(n) in {"", "normal"}])
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


__all__ = ["MARK", "RandomSymbols", "Reader", "multiple_of_identity"]
