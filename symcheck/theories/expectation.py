"""E of polynomials in random letters and in functions of them.

TRUSTED FOR MEANING.  Owns: `Expectation`.  Linear over what is not random; of the random part of a monomial a sum of products of
joint cumulants (cumulants.py), of exp of a normal variable its moment generating function, with polynomials before it shifted,
and elsewhere an uninterpreted value: what the declarations do not determine may be equal to itself and to nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.network import EMPTY, Letter, Network
from symcheck.kernel.polynomial import Monomial, Polynomial, letters_of, number, product, zero
from symcheck.language.sizes import ONE, Size
from symcheck.theories.calculus import replace_letter
from symcheck.theories.cumulants import expected
from symcheck.theories.elementwise import image
from symcheck.theories.random_symbols import MARK, RandomSymbols


class Expectation:
    """The linear map E on the letters of one claim."""

    def __init__(self, symbols: RandomSymbols) -> None:
        self.symbols = symbols
        self.reader = symbols.reader
        self.networks: dict[Network, int] = {}

    def of_letters(self, p: Polynomial) -> Polynomial:
        """E of a polynomial."""
        total = zero(p.rows, p.cols)
        for m, c in p.terms.items():
            if not any(self.sources(x) for f in (m.open, *(f for f, _ in m.factors)) for x, _ in f.nodes):
                total = total + Polynomial(p.rows, p.cols, {m: c})
                continue
            total = total + self.of_monomial(m, c, p)
        return self.closed(total)

    def sources(self, x: Letter) -> frozenset[str]:
        """The random symbols that a letter depends on."""
        if self.symbols.is_random(x):
            return frozenset({self.symbols.names[x.name]})
        origin = self.reader.letters.origins.get(x.name)
        if origin is None or origin.kind == "moment":
            return frozenset()
        return frozenset().union(*(self.sources(y) for q in origin.of for y in letters_of(q)))

    def of_monomial(self, m: Monomial, c: Fraction, p: Polynomial) -> Polynomial:
        """The deterministic factors stay; the random ones are grouped by independence, or kept together."""
        fixed = tuple((f, e) for f, e in m.factors if not self.of_network(f))
        pieces = [Piece(self.of_network(f), ((f, e),)) for f, e in m.factors if self.of_network(f)]
        inside = self.of_network(m.open)
        scale, opened = (fixed, EMPTY) if inside else (fixed, m.open)
        if inside:
            pieces.append(Piece(inside, (), m.open))
        separate = self.symbols.independent(frozenset().union(*(q.names for q in pieces)))
        groups: list[Piece] = []
        for piece in pieces:
            near = [g for g in groups if g.names & piece.names or not separate]
            groups = [g for g in groups if g not in near]
            groups.append(Piece.joined([*near, piece]))
        if len(groups) > 1:
            self.reader.rule("independent-factors")
        shape = (ONE, ONE) if inside else (p.rows, p.cols)
        total = Polynomial(*shape, {Monomial(scale, opened): c})
        for g in groups:
            shape = (ONE, ONE) if g.open is None else (p.rows, p.cols)
            total = product(total, self.of_group(g, *shape))
        return total

    def of_network(self, f: Network) -> frozenset[str]:
        return frozenset().union(*(self.sources(x) for x, _ in f.nodes))

    def of_group(self, g: Piece, rows: Size, cols: Size) -> Polynomial:
        """E of random factors that depend on each other."""
        alone = Monomial(tuple(sorted(g.factors)), g.open or EMPTY)
        networks = [f for f, _ in g.factors] + ([g.open] if g.open else [])
        derived = any(self.sources(x) and not self.symbols.is_random(x) for f in networks for x, _ in f.nodes)
        if not derived and all(e > 0 for _, e in g.factors):
            return expected(alone, Fraction(1), rows, cols, self.symbols)
        found = self.exponential(alone, rows, cols, g.names)
        return self.undetermined(alone, rows, cols, g.names) if found is None else found

    def exponential(self, m: Monomial, rows: Size, cols: Size, names: frozenset[str]) -> Polynomial | None:
        """E(h(x) e^L) = e^(E L + Var L / 2) E(h(x + Cov(x, L))) for normal x, L affine in x and a polynomial h."""
        if any(self.symbols.law(n) != "normal" for n in names) or not self.symbols.independent(names):
            return None
        letters = self.reader.letters
        power, rest = number(0), []
        for f, e in m.factors:
            origin = letters.origins.get(f.nodes[0][0].name) if len(f.nodes) == 1 else None
            if origin is not None and origin.kind == "atom" and origin.function == "exp" and origin.of[0].is_scalar:
                power = power + origin.of[0].times(e)
            elif e < 0:
                return None
            else:
                rest.append((f, e))
        h = Polynomial(rows, cols, {Monomial(tuple(rest), m.open): Fraction(1)})
        if any(self.sources(x) and not self.symbols.is_random(x) for q in (h, power) for x in letters_of(q)):
            return None
        if not self.is_affine(power) or any(self.symbols.shape(n)[1] != ONE for n in names):
            return None
        self.reader.rule("normal-exponential")
        mean = self.of_letters(power)
        variance = self.of_letters(product(power, power)) - product(mean, mean)
        for n in sorted(names):
            x = self.symbols.letter(n)
            (name,) = (y.name for y in letters_of(x))
            shift = self.of_letters(product(x, power)) - product(self.of_letters(x), mean)
            if name in {y.name for y in letters_of(h)}:
                h = replace_letter(h, letters, name, x + shift)
        value = image(letters, "exp", mean + variance.times(Fraction(1, 2)), "the exponent of a moment generating function")
        return product(value, self.of_letters(h))

    def is_affine(self, p: Polynomial) -> bool:
        for m in p.terms:
            networks = [(m.open, 1), *m.factors]
            degrees = [(sum(self.symbols.is_random(x) for x, _ in f.nodes), e) for f, e in networks]
            if sum(d * abs(e) for d, e in degrees) > 1 or any(d and e < 0 for d, e in degrees):
                return False
        return True

    def undetermined(self, m: Monomial, rows: Size, cols: Size, names: frozenset[str]) -> Polynomial:
        """A value that is equal to itself only; it may change with all that it is made of."""
        self.reader.rule("undetermined-expectation")
        p = Polynomial(rows, cols, {m: Fraction(1)})
        listed = ", ".join(sorted(names))
        found = sorted(f for f in {self.function(x) for x in letters_of(p)} if f)
        of = f"{', '.join(found)} of {listed}" if found else f"a quotient with {listed}"
        self.symbols.unknown[f"the expectation of {of}"] = None
        arguments = (p, *(q for n in sorted(names) for q in self.symbols.dependence(n)))
        return self.reader.letters.atom("E", arguments, rows, cols)

    def function(self, x: Letter) -> str:
        origin = self.reader.letters.origins.get(x.name)
        if origin is None or not self.sources(x) or origin.kind == "random":
            return ""
        return {"root": "sqrt", "inverse": "inv", "reciprocal": "1/x"}.get(origin.kind, origin.function.lstrip("?"))

    def closed(self, p: Polynomial) -> Polynomial:
        """The networks with an undetermined cumulant in them as uninterpreted values."""
        if not any(x.name.startswith(MARK) for x in letters_of(p)):
            return p
        total = zero(p.rows, p.cols)
        for m, c in p.terms.items():
            kept = tuple((f, e) for f, e in m.factors if not is_marked(f))
            marked = is_marked(m.open)
            shape = (ONE, ONE) if marked else (p.rows, p.cols)
            term = Polynomial(*shape, {Monomial(kept, EMPTY if marked else m.open): c})
            for f, e in m.factors:
                for _ in range(e if is_marked(f) else 0):
                    term = product(self.named(f, ONE, ONE), term)
            total = total + (product(term, self.named(m.open, p.rows, p.cols)) if marked else term)
        return total

    def named(self, f: Network, rows: Size, cols: Size) -> Polynomial:
        """An uninterpreted value for a network with an undetermined cumulant."""
        self.reader.rule("undetermined-moment")
        letters = self.reader.letters
        key = f"moment {self.networks.setdefault(f, len(self.networks) + 1)}"
        names = dict.fromkeys(n for x, _ in f.nodes for n in self.symbols.markers.get(x.name, ()))
        inside = {x.name: x for x, _ in f.nodes if x.name in letters.table}
        arguments = (*(letters.value(n) for n in sorted(inside)), *(q for n in names for q in self.symbols.dependence(n)))
        return letters.atom(key, arguments, rows, cols)


def is_marked(f: Network) -> bool:
    return any(x.name.startswith(MARK) for x, _ in f.nodes)


@dataclass(frozen=True, slots=True)
class Piece:
    """Random factors, and the open network where it belongs to them."""

    names: frozenset[str]
    factors: tuple[tuple[Network, int], ...]
    open: Network | None = None

    @staticmethod
    def joined(pieces: list[Piece]) -> Piece:
        names = frozenset().union(*(q.names for q in pieces))
        opened = next((q.open for q in pieces if q.open is not None), None)
        return Piece(names, tuple(f for q in pieces for f in q.factors), opened)
