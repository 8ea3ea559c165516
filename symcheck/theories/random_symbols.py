"""Joint cumulants of declared random symbols.

TRUSTED FOR MEANING.  Owns: `RandomSymbols`.  A named law has all its cumulants (named_laws.py), other symbols those of
order 1 and 2; of symbols declared independent the joint ones are 0.  What is not determined by the declarations is an
uninterpreted value: it may prove and never refutes.
"""

from __future__ import annotations

from itertools import combinations

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
    """The random symbols of one claim."""

    def both(self, a: str, b: str) -> Polynomial | None:
        """P(a = 1 and b = 1) of two Bernoulli variables: any number that leaves all joint probabilities ≥ 0.

        Joint are all that depend on each other, also through others: of three, eight; None where there are more.
        """
        a, b = sorted((a, b))
        if (a, b) not in self.crossed:
            coins = [n for n in self.used if self.law(n) == "bernoulli" and self.letter(n).is_scalar]
            involved = sorted(self.connected((a, b), coins))
            if len(involved) > MOST_DEPENDENT:
                return None
            self._cells(involved)
        return self.crossed[a, b]

    def _cells(self, involved: list[str]) -> None:
        """Letters for the chance of each pair, and of all three, by which the chance of every outcome is ≥ 0."""
        chances = {frozenset((n,)): self.parameters(n)[0] for n in involved}
        made: list[str] = []
        for size in range(2, len(involved) + 1):
            for names in combinations(involved, size):
                p = product(*(chances[frozenset((n,))] for n in names)) if size == 2 else number(0)
                if size > 2 or not self.independent(names):
                    dependence = tuple(chances[frozenset((n,))] for n in names)
                    p = self.moment("P", " and ".join(f"{n} = 1" for n in names), ONE, ONE, dependence)
                    made += [x.name for x in letters_of(p)]
                chances[frozenset(names)] = p
                if size == 2:
                    self.crossed[names[0], names[1]] = p
        cells = []
        for size in range(len(involved) + 1):
            for true in combinations(involved, size):
                cell = number(0) if true else number(1)
                for names, p in chances.items():
                    if names >= set(true):
                        cell = cell + p.times((-1) ** (len(names) - size))
                cells.append(cell)
        for name in made:
            for k, cell in enumerate(cells):
                self.letters.define(name, f"probability:{name}:{k}", Formula(">=", cell))

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
