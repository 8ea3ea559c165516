"""E, Var, Cov and P of declared random symbols, as polynomials in the letters of their moments.

TRUSTED FOR MEANING.  Owns: `Chance`.  E is taken over finitely many values where a variable has only these, and of polynomials in
random letters elsewhere (expectation.py).  With `Setting.outcomes` random symbols are finite distributions (outcomes.py).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symcheck.kernel.polynomial import Polynomial, number, product, transpose
from symcheck.language.printing import to_text
from symcheck.language.terms import Term
from symcheck.theories.densities import LAW_FUNCTIONS, Laws
from symcheck.theories.events import Events, indicator, is_of_events
from symcheck.theories.expectation import Expectation
from symcheck.theories.lowering import NotLowered
from symcheck.theories.outcomes import Outcomes
from symcheck.theories.random_names import claim_names, nodes, random_names
from symcheck.theories.random_symbols import RandomSymbols, Reader

OF_CHANCE = frozenset({"E", "Var", "Cov", "P"}) | LAW_FUNCTIONS
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
        self.expectations = Expectation(self.symbols)
        self.outcomes = None if outcomes is None else Outcomes(self.symbols, outcomes)

    def prepare(self, names: tuple[str, ...], events: tuple[str, ...], groups: list[frozenset[str]]) -> None:
        """Reads the declarations of the random symbols and of the events of a claim."""
        self.symbols.groups = groups
        self.events.prepare(events, groups)
        if self.outcomes is None:
            self.symbols.prepare(names)
        else:
            self.outcomes.prepare(names)

    def distributions(self) -> tuple[tuple[str, tuple[tuple[Fraction, Polynomial], ...]], ...]:
        """The finite distributions that the random symbols are read as, where they are."""
        if self.outcomes is None:
            return ()
        values = self.outcomes.values
        tied = [", ".join(n for n in values if n in t) for t in self.outcomes.tied if len(t & set(values)) > 1]
        said = [(f"{names} in this order at once", ()) for names in tied]
        return (*((name, tuple(v)) for name, v in values.items()), *said)

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
        """The value of E(f), Var(f), Cov(f, g), P(A), and of the functions of laws.  Raises NotLowered."""
        if name in LAW_FUNCTIONS:
            return self.laws.lower(term, name, args)
        given = next((a.args[0] for a in args if a.op == "keyword"), None)
        plain = tuple(a for a in args if a.op != "keyword")
        if name == "P":
            return self.probability(term, plain[0], given)
        if given is not None:
            return self.conditional(term, name, plain, given)
        if name == "E":
            self.reader.rule("expectation")
            return self.expectation(plain)[0]
        self.reader.rule("covariance")
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
                more = [product(weight, self.expectations.of_letters(p)) for p in value()]
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
        for pair in self.coins(names):
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

    def coins(self, names: tuple[str, ...]) -> list[Weighted]:
        """Numbers with the values 0 and 1 and nothing known of how they depend: their joint probabilities.

        Of too many that depend on each other a refutation takes those that are independent.
        """
        found: list[Weighted] = []
        for n in names:
            joint = tuple(m for m in names if m in self.symbols.dependent_coins(n))
            if joint[:1] != (n,) or len(joint) < 2 or self.symbols.independent(joint):
                continue
            table = self.symbols.outcomes_of_coins(joint)
            if table and (joint == names or self.outcomes is not None):
                found.append([(w, dict(zip(joint, map(number, v), strict=True))) for v, w in table])
        return found
