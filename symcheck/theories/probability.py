"""E, Var, Cov and P of declared random symbols, as polynomials in the letters of their moments.

TRUSTED FOR MEANING.  Owns: `Chance`.  E is linear over what is not random; of the random part of a
monomial it is a sum of products of joint cumulants (cumulants.py), of exp of a normal variable the moment generating function,
over a variable with finitely many values a finite sum, and elsewhere an uninterpreted value: what its moments do not determine
may be equal to itself and to nothing else.  With `Setting.outcomes` random symbols are finite distributions (outcomes.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.network import EMPTY, Letter, Network
from symcheck.kernel.polynomial import Monomial, Polynomial, letters_of, number, product, transpose, zero
from symcheck.language.printing import to_text
from symcheck.language.sizes import ONE, Size
from symcheck.language.terms import Term
from symcheck.theories.calculus import replace_letter
from symcheck.theories.cumulants import expected
from symcheck.theories.densities import Laws
from symcheck.theories.elementwise import image
from symcheck.theories.events import Events, indicator, is_of_events
from symcheck.theories.lowering import NotLowered
from symcheck.theories.outcomes import Outcomes
from symcheck.theories.random_names import claim_names, nodes, random_names
from symcheck.theories.random_symbols import MARK, RandomSymbols, Reader

FUNCTIONALS = frozenset({"E", "Var", "Cov", "P"})
MOST_OUTCOMES = 64
Weighted = list[tuple[Polynomial, dict[str, Polynomial]]]
Value = Callable[[], list[Polynomial]]
Combine = Callable[[list[Polynomial]], list[Polynomial]]


class Chance:
    """The functionals of one claim.  prepare() must have been called with its random names."""

    def __init__(self, reader: Reader, outcomes: int | None) -> None:
        self.reader = reader
        self.symbols = RandomSymbols(reader)
        self.laws = Laws(self.symbols)
        self.events = Events(reader)
        self.networks: dict[Network, int] = {}
        self.outcomes = None if outcomes is None else Outcomes(self.symbols, outcomes)

    def prepare(self, names: tuple[str, ...], events: tuple[str, ...], groups: list[frozenset[str]]) -> None:
        """Reads the declarations of the random symbols and of the events of a claim."""
        self.symbols.groups = groups
        self.events.prepare(events, groups)
        if self.outcomes is None:
            self.symbols.prepare(names)
        else:
            self.outcomes.prepare(names)

    def require_free(self, f: Term, x: Term) -> None:
        """No derivative by what the covariance of an array is made of: that is symmetric, and its entries do not vary freely."""
        context = self.reader.context
        names, _ = claim_names((f,), context)
        for c in self.symbols.array_parameters(names):
            met = {n.value for n in nodes(c, context, into_functionals=True) if n.op == "sym"}
            if x.value in met and not (c.op == "call" and c.args[0] == x):
                why = f"`{to_text(x)}` is in the covariance of a random array, which is symmetric: its entries do not vary freely"
                raise NotLowered("symmetric-variable", why)

    # ---- the functionals

    def call(self, term: Term, name: str, args: tuple[Term, ...]) -> Polynomial:
        """The value of E(f), Var(f), Cov(f, g), P(A).  Raises NotLowered."""
        given = next((a.args[0] for a in args if a.op == "keyword"), None)
        plain = tuple(a for a in args if a.op != "keyword")
        if name == "P":
            return self.probability(term, plain[0], given)
        if given is not None:
            return self.conditional(term, name, plain, given)
        self.reader.rule({"E": "expectation", "Var": "variance", "Cov": "covariance"}[name])
        if name == "E":
            return self.expectation(plain)[0]
        return self.covariance(plain[0], plain[-1])

    def covariance(self, x: Term, y: Term) -> Polynomial:
        """E(x yᵀ) − E(x) E(y)ᵀ."""
        product_, left, right = self.expectation((x, y), lambda v: [product(v[0], transpose(v[1])), v[0], v[1]])
        return product_ - product(left, transpose(right))

    def probability(self, term: Term, event: Term, given: Term | None) -> Polynomial:
        """P(A) = E(1_A); P(A | B) = P(A and B) / P(B)."""
        self.reader.rule("probability")
        context = self.reader.context
        if is_of_events(event, context) and (given is None or is_of_events(given, context)):
            return self.events.probability(event, given)
        if given is None:
            return self.of_statement(event)
        both = Term("and", (event, given))
        return product(self.reader.letters.over(self.of_statement(given), f"P({to_text(given)})"), self.of_statement(both))

    def of_statement(self, event: Term) -> Polynomial:
        return self.averaged((event,), lambda: [indicator(self.reader, event)])[0]

    def conditional(self, term: Term, name: str, plain: tuple[Term, ...], given: Term) -> Polynomial:
        """E(f | A) = E(f 1_A) / P(A) for an event A."""
        if name != "E" or given.shape is not None:
            raise NotLowered("no-theory", f"no theory reads `{to_text(term)}`: only E(f | A) with an event A is read")
        self.reader.rule("expectation")
        over = self.reader.letters.over(self.of_statement(given), f"P({to_text(given)})")
        (value,) = self.averaged((plain[0], given), lambda: [product(indicator(self.reader, given), self.reader.lower(plain[0]))])
        return product(over, value)

    # ---- expectation

    def expectation(self, terms: tuple[Term, ...], combine: Combine | None = None) -> list[Polynomial]:
        """E of what is combined from the values of the terms."""

        def value() -> list[Polynomial]:
            values = [self.reader.lower(t) for t in terms]
            return values if combine is None else combine(values)

        return self.averaged(terms, value)

    def averaged(self, terms: tuple[Term, ...], value: Value) -> list[Polynomial]:
        names = random_names(terms, self.reader.context)
        saved = dict(self.reader.bound)
        totals: list[Polynomial] | None = None
        try:
            for weight, values in self.cases(names):
                self.reader.bound = {**saved, **values}
                more = [product(weight, self.of_letters(p)) for p in value()]
                totals = more if totals is None else [a + b for a, b in zip(totals, more, strict=True)]
        finally:
            self.reader.bound = saved
        assert totals is not None
        return totals

    def cases(self, names: tuple[str, ...]) -> Weighted:
        """Values of the random names with their weights: finitely many where they have finitely many, else letters."""
        cases: Weighted = [(number(1), {})]
        if self.outcomes is not None:
            cases = self.outcomes.joint(tuple(n for n in names if self.symbols.law(n) == ""))
            names = tuple(n for n in names if self.symbols.law(n) != "")
        pair = self.coins(names)
        if pair:
            self.reader.rule("finite-sum")
            cases = [(product(w, q), {**values, **v}) for w, values in cases for q, v in pair]
            names = tuple(n for n in names if n not in pair[0][1])
        for name in names:
            finite = self.finite(name, names)
            choices = finite if finite else [(number(1), self.symbols.letter(name))]
            if finite:
                self.reader.rule("finite-sum")
            cases = [(product(w, q), {**values, name: v}) for w, values in cases for q, v in choices]
            if len(cases) > MOST_OUTCOMES:
                raise NotLowered("budget", f"more than {MOST_OUTCOMES} joint outcomes")
        return cases

    def finite(self, name: str, others: tuple[str, ...]) -> list[tuple[Polynomial, Polynomial]]:
        """The values of a variable with two values that is independent of the other names, with their probabilities."""
        if self.symbols.law(name) != "bernoulli" or not self.symbols.letter(name).is_scalar:
            return []
        if self.outcomes is None and not self.symbols.independent(others):
            return []
        (p,) = self.symbols.parameters(name)
        return [(number(1) - p, number(0)), (p, number(1))]

    def coins(self, names: tuple[str, ...]) -> Weighted:
        """Two numbers with the values 0 and 1 and nothing known of how they depend: the four joint probabilities."""
        two = [n for n in names if self.symbols.law(n) == "bernoulli" and self.symbols.letter(n).is_scalar]
        if len(two) != 2 or self.symbols.independent(two) or (self.outcomes is None and len(names) > 2):
            return []
        (p,), (q,) = (self.symbols.parameters(n) for n in two)
        both = self.symbols.both(two[0], two[1])
        table = ((both, 1, 1), (p - both, 1, 0), (q - both, 0, 1), (number(1) - p - q + both, 0, 0))
        return [(w, {two[0]: number(a), two[1]: number(b)}) for w, a, b in table]

    # ---- polynomials in random letters

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
