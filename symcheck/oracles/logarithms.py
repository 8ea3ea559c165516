"""Equations between logarithms, by exponentiating: p ≥ 0 because e^(−p) = 1 and e^(−p) ≥ 1 − p.

UNTRUSTED search.  Owns: `exponentials`, `prove_by_exponential`.  An equation p = 0 is two of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations_with_replacement

from symcheck.kernel.certificate import Combination, Factor, Squares, Step, Summand
from symcheck.kernel.polynomial import Monomial, Polynomial, letter, letters_of, number, power, product, size_number
from symcheck.kernel.sequent import Formula, Sequent
from symcheck.language.sizes import Size
from symcheck.oracles.rewriting import hypothesis_context, scaled

MOST_POSITIVE = 8
Zero = Callable[[Sequent, Polynomial], Combination | None]


def has_logarithms(sequent: Sequent) -> bool:
    """The goal is p ≥ 0 for a number p in which a logarithm of a number occurs."""
    match sequent.goal:
        case Formula(">=", p):
            names = {x.name for x in letters_of(p)}
            return any(a.function == "log" and n in names and a.arguments[0].is_scalar for n, a in sequent.atoms.items())
    return False


def exponentials(sequent: Sequent) -> Iterator[Polynomial]:
    """Exponents of what is needed: −p, and the parts of p that are no logarithms."""
    if not has_logarithms(sequent):
        return
    p = sequent.goal.polynomial
    logs = [letter(*sequent.letters[n]) for n, a in sequent.atoms.items() if a.function == "log"]
    yield -p
    for m, c in p.terms.items():
        part = Polynomial(p.rows, p.cols, {m: c})
        if not any(part == x.times(c) for x in logs):
            yield part.times(1 / abs(c)) if abs(c).denominator == 1 else part


def is_exponentiated(sequent: Sequent, p: Polynomial) -> bool:
    """e^(−p) is an atom, for a p with logarithms."""
    return has_logarithms(sequent) and _exponential(sequent, p) is not None


def _exponential(sequent: Sequent, p: Polynomial) -> str | None:
    return next((n for n, a in sequent.atoms.items() if a.function == "exp" and a.arguments == (-p,)), None)


def prove_by_exponential(sequent: Sequent, p: Polynomial, ways: tuple[Zero, ...]) -> Squares | None:
    """p ≥ 0, where e^(−p) is an atom with its bounds among the hypotheses, and e^(−p) A = B with A = B, A > 0."""
    name = _exponential(sequent, p)
    if name is None:
        return None
    e = letter(*sequent.letters[name])
    bound = Formula(">=", e - number(1) + p)
    label = next((h.label for h in sequent.hypotheses if h.formula == bound), None)
    if label is None:
        return None
    kept = tuple(h for h in sequent.hypotheses if h.formula.relation == "=" or not h.label.startswith("axiom:"))
    fewer = tuple(h for h in kept if name not in {x.name for x in letters_of(h.formula.polynomial)})
    relations = [h for h in kept if h not in fewer and h.formula.relation == "="]
    for h, sign in ((h, sign) for h in relations for sign in (1, -1)):
        a, b = _parted(h.formula.polynomial.times(sign), name)
        licences = _licences(sequent, a)
        if licences is None:
            continue
        for way in ways:
            shown = way(replace(sequent, hypotheses=fewer), b - a)
            made = None if shown is None else _even(sequent, shown)
            if made is not None:
                relation = Step(h.label, hypothesis_context(h.formula.polynomial).times(sign))
                return _as_squares((*scaled((relation,), made[1]), *made[0].steps), (*made[0].factors, *licences), label)
    for way in ways:
        shown = way(replace(sequent, hypotheses=kept), e - number(1))
        made = None if shown is None else _even(sequent, shown)
        if made is not None:
            return _as_squares(made[0].steps, made[0].factors, label)
    return None


def _as_squares(steps: tuple[Step, ...], factors: tuple[Factor, ...], label: str) -> Squares:
    """Π factors · p = Π factors · (e^(−p) − 1 + p) − Σ steps, where Π factors · (e^(−p) − 1) = Σ steps."""
    return Squares((Summand(Fraction(1), factors, (label,)),), factors, tuple(Step(s.label, -s.context) for s in steps))


def _parted(p: Polynomial, name: str) -> tuple[Polynomial, Polynomial]:
    """(A, B) with p = e A − B for the letter e of this name."""
    parts: list[dict[Monomial, Fraction]] = [{}, {}]
    for m, c in p.terms.items():
        rest = tuple((f, e) for f, e in m.factors if all(x.name != name for x, _ in f.nodes))
        inside = rest != m.factors
        parts[not inside][Monomial(rest, m.open)] = c if inside else -c
    return Polynomial(p.rows, p.cols, parts[0]), Polynomial(p.rows, p.cols, parts[1])


def _licences(sequent: Sequent, a: Polynomial) -> tuple[Factor, ...] | None:
    """Hypotheses that say that something is positive, the product of which is A."""
    positive = [(h.label, h.formula.polynomial) for h in sequent.hypotheses if h.formula.relation == ">"]
    if a == number(1):
        return ()
    for count in (1, 2, 3):
        for chosen in combinations_with_replacement(positive[:MOST_POSITIVE], count):
            value = number(1)
            for _, p in chosen:
                value = product(value, p)
            if value == a:
                return tuple(Factor(label, sum(label == other for other, _ in chosen)) for label, _ in dict(chosen).items())
    return None


def _even(sequent: Sequent, shown: Combination) -> tuple[Combination, Polynomial] | None:
    """The combination with factors that are positive, and their product."""
    factors, steps, value = [], shown.steps, number(1)
    for f in shown.factors:
        if f.polynomial is not None or not f.label:
            return None
        p = size_number(Size.of(f.label[5:])) if f.label.startswith("size:") else sequent.hypothesis(f.label).polynomial
        if not p.is_scalar:
            return None
        positive = f.label.startswith("size:") or sequent.hypothesis(f.label).relation == ">"
        more = 0 if positive or f.power % 2 == 0 else 1
        steps = scaled(steps, p) if more else steps
        factors.append(Factor(f.label, f.power + more))
        value = product(value, power(p, f.power + more))
    return Combination(tuple(factors), steps), value
