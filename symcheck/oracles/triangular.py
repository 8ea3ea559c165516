"""Which equations give which scalar letters, and in which order they are used.

UNTRUSTED search.  Owns: `Equation`, `equations_of`, `positive_factor`.  Letters that stand for functions of others come first:
quotients and hyperbolic functions, sines of sums, roots of what holds roots, then letters that are not atoms.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.certificate import Boxed, Factor, Squares
from symcheck.kernel.network import EMPTY, Network
from symcheck.kernel.polynomial import Monomial, Polynomial, assemble, letters_of, number
from symcheck.kernel.sequent import Sequent
from symcheck.language.sizes import ONE
from symcheck.oracles.signs import is_positive_number, read_off

RANKS = {"reciprocal": 5, "tan": 4, "sinh": 4, "cosh": 4, "tanh": 4, "sigmoid": 4, "power": 3}
MOST_TERMS = 600
HIGHEST_ROOT = 6
Order = Callable[[Sequent, Polynomial], Squares | None]  # how p > 0 is shown


@dataclass(frozen=True, slots=True)
class Equation:
    """whole = 0: a polynomial in the letter, leading · v^degree + …; times: how many times the hypothesis it is.

    licence: what says that the leading coefficient is not 0, where it is no number.
    """

    label: str
    letter: Network
    degree: int
    leading: Polynomial
    licence: Factor | None
    whole: Polynomial
    times: Fraction = Fraction(1)


def positive_factor(sequent: Sequent, p: Polynomial, order: Order) -> Factor | None:
    """p or −p as a factor that is positive: by its ball, by its form, or as `order` shows."""
    for q in (p, -p):
        if is_positive_number(sequent, q):
            return Factor("", 1, q, Boxed())
    for q in (p, -p):
        proof = read_off(sequent, q) or order(sequent, q)
        if proof is not None:
            return Factor("", 1, q, proof)
    return None


def letter_power(letter: Network, exponent: int = 1) -> Polynomial:
    return assemble(ONE, ONE, [(Fraction(1), ((letter, exponent),), EMPTY)]) if exponent else number(1)


def by_exponent(p: Polynomial, letter: Network) -> dict[int, Polynomial]:
    """The coefficients of the powers of a letter."""
    parts: dict[int, dict[Monomial, Fraction]] = {}
    for m, c in p.terms.items():
        e = dict(m.factors).get(letter, 0)
        stripped = Monomial(tuple((f, k) for f, k in m.factors if f != letter), m.open)
        parts.setdefault(e, {})[stripped] = c
    return {e: Polynomial(p.rows, p.cols, terms) for e, terms in parts.items()}


def _rank(sequent: Sequent, name: str) -> tuple[int, int, int, Fraction, str]:
    """What is made of what: letters with a higher rank are eliminated first."""
    depth, waiting, seen = 0, {name}, {name}
    while waiting := {x.name for n in waiting if n in sequent.atoms for p in sequent.atoms[n].arguments for x in letters_of(p)}:
        waiting -= seen
        seen |= waiting
        depth += 1
    atom = sequent.atoms.get(name)
    if atom is None:
        return (0, 0, 0, Fraction(0), name)
    if depth == 1 or atom.function in {"sin", "cos"}:
        below = [(c / 4).denominator for p in atom.arguments for c in p.terms.values() if _is_turn(p)]
        if below:
            return (RANKS.get(atom.function, 2), depth, 0, Fraction(max(below)), name)
    sums = sum(len(p.terms) for p in atom.arguments)
    total = sum((abs(c) for p in atom.arguments for c in p.terms.values()), Fraction(0))
    return (RANKS.get(atom.function, 2), depth, sums, total, name)


def _is_turn(p: Polynomial) -> bool:
    """A multiple of π: halves of an angle are made of the angle here."""
    return bool(p.terms) and all(x.name.startswith("atan") for x in letters_of(p))


def equations_of(sequent: Sequent) -> list[Equation]:
    """One equation for each letter that one gives, letters of higher rank first."""
    found: dict[Network, tuple[tuple[int, int, int, Fraction, str], Equation]] = {}
    for h in sequent.hypotheses:
        p = h.formula.polynomial
        if h.formula.relation != "=" or not p.is_scalar or not p.terms or len(p.terms) > MOST_TERMS:
            continue
        names = {x.name for x in letters_of(p) if x.name in sequent.letters and not x.legs}
        for name in sorted(names, key=lambda n: _rank(sequent, n), reverse=True)[:1]:
            letter = Network(((sequent.letters[name][0], ()),), (), ())
            made = _equation(sequent, h.label, p, letter)
            if made is not None and (letter not in found or found[letter][1].degree > made.degree):
                found[letter] = (_rank(sequent, name), made)
    return [equation for _, equation in sorted(found.values(), key=lambda pair: pair[0], reverse=True)]


def _equation(sequent: Sequent, label: str, p: Polynomial, letter: Network) -> Equation | None:
    if any(letter.nodes[0] in f.nodes and len(f.nodes) > 1 for m in p.terms for f, _ in m.factors):
        return None
    parts = by_exponent(p, letter)
    degree = max(parts)
    if min(parts) < 0 or not 0 < degree <= HIGHEST_ROOT:
        return None
    leading = parts[degree]
    if leading.constant is not None:
        return Equation(label, letter, degree, leading, None, p)
    for h in sequent.hypotheses:
        if h.formula.relation in {"!=", ">"} and h.formula.polynomial in (leading, -leading):
            sign = 1 if h.formula.polynomial == leading else -1
            return Equation(label, letter, degree, leading.times(sign), Factor(h.label), p.times(sign), Fraction(sign))
        single = h.formula.polynomial
        if h.formula.relation in {"!=", ">"} and single.terms.keys() == leading.terms.keys() and len(single.terms) == 1:
            ratio = next(iter(single.terms.values())) / next(iter(leading.terms.values()))
            return Equation(label, letter, degree, leading.times(ratio), Factor(h.label), p.times(ratio), ratio)
    factor = positive_factor(sequent, leading, lambda _s, _p: None)
    if factor is None or factor.polynomial is None:
        return None
    sign = 1 if factor.polynomial == leading else -1
    return Equation(label, letter, degree, leading.times(sign), factor, p.times(sign), Fraction(sign))
