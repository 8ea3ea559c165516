"""Scalar letters eliminated one after another by equations that give them: D v = N, or v² = q.

UNTRUSTED search.  Owns: `prove_eliminated`, `positive_factor`.  Π factors · goal = 0 is shown by steps for claims about
scalars: functions of sums and multiples, hyperbolic functions by exponentials, roots.  A root that is left, A s + B = 0, is
proved by its conjugate: (A s + B)(A s − B) = A² q − B² = 0 where A s − B cannot be 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.certificate import Combination, Enclosed, Factor, Squares, Step
from symcheck.kernel.network import EMPTY, Network
from symcheck.kernel.polynomial import Monomial, Polynomial, assemble, letters_of, number, power, product
from symcheck.kernel.sequent import Sequent
from symcheck.language.sizes import ONE
from symcheck.oracles.rewriting import hypothesis_context, scaled
from symcheck.oracles.signs import is_positive_number, read_off

RANKS = {"reciprocal": 5, "tan": 4, "sinh": 4, "cosh": 4, "tanh": 4, "sigmoid": 4, "power": 3}
MOST_TERMS = 600
HIGHEST = 24
MOST_CONJUGATES = 3
Order = Callable[[Sequent, Polynomial], Squares | None]  # how p > 0 is shown


@dataclass(frozen=True, slots=True)
class Equation:
    """whole: D v − N = 0 (degree 1), or D v² − q = 0 (degree 2, D a number); times: how many times the hypothesis it is."""

    label: str
    letter: Network
    degree: int
    leading: Polynomial
    licence: Factor | None
    whole: Polynomial
    times: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class State:
    """Π factors · goal = rest + Σ steps."""

    rest: Polynomial
    factors: tuple[Factor, ...] = ()
    steps: tuple[Step, ...] = ()


def prove_eliminated(sequent: Sequent, goal: Polynomial, order: Order) -> Combination | None:
    """Cofactors that show the scalar goal = 0."""
    if not goal.is_scalar or not sequent.atoms:
        return None
    state = _without_negative_exponents(sequent, State(goal))
    if state is None:
        return None
    equations = _equations(sequent)
    return _finished(sequent, state, equations, order, MOST_CONJUGATES)


def _finished(sequent: Sequent, state: State, equations: list[Equation], order: Order, conjugates: int) -> Combination | None:
    for equation in equations:
        found = _eliminated(state, equation)
        if found is None:
            return None
        state = found
    if state.rest.is_zero:
        return Combination(state.factors, state.steps)
    for equation in equations if conjugates else ():
        parts = _by_exponent(state.rest, equation.letter)
        if equation.degree != 2 or set(parts) != {0, 1}:
            continue
        s = _polynomial(equation.letter)
        conjugate = product(parts[1], s) - parts[0]
        squared = State(product(state.rest, conjugate), state.factors, scaled(state.steps, conjugate))
        rest = _finished(sequent, squared, equations, order, conjugates - 1)
        if rest is None:
            continue
        factor = positive_factor(sequent, conjugate, order)
        if factor is not None:
            sign = number(1) if factor.polynomial == conjugate else number(-1)
            return Combination((*rest.factors, factor), scaled(rest.steps, sign))
    return None


def positive_factor(sequent: Sequent, p: Polynomial, order: Order) -> Factor | None:
    """p or −p as a factor that is positive: by its ball, by its form, or as `order` shows."""
    for q in (p, -p):
        if is_positive_number(sequent, q):
            return Factor("", 1, q, Enclosed())
    for q in (p, -p):
        proof = read_off(sequent, q) or order(sequent, q)
        if proof is not None:
            return Factor("", 1, q, proof)
    return None


def _polynomial(letter: Network, exponent: int = 1) -> Polynomial:
    return assemble(ONE, ONE, [(Fraction(1), ((letter, exponent),), EMPTY)]) if exponent else number(1)


def _by_exponent(p: Polynomial, letter: Network) -> dict[int, Polynomial]:
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
    sums = sum(len(p.terms) for p in atom.arguments)
    total = sum((abs(c) for p in atom.arguments for c in p.terms.values()), Fraction(0))
    return (RANKS.get(atom.function, 2), depth, sums, total, name)


def _equations(sequent: Sequent) -> list[Equation]:
    """One equation for each letter that one gives, letters of higher rank first."""
    found: dict[Network, tuple[tuple[int, int, int, Fraction, str], Equation]] = {}
    for h in sequent.hypotheses:
        p = h.formula.polynomial
        if h.formula.relation != "=" or not p.is_scalar or not p.terms or len(p.terms) > MOST_TERMS:
            continue
        names = {x.name for x in letters_of(p) if x.name in sequent.atoms}
        for name in sorted(names, key=lambda n: _rank(sequent, n), reverse=True)[:1]:
            letter = Network(((sequent.letters[name][0], ()),), (), ())
            made = _equation(sequent, h.label, p, letter)
            if made is not None and (letter not in found or found[letter][1].degree > made.degree):
                found[letter] = (_rank(sequent, name), made)
    return [equation for _, equation in sorted(found.values(), key=lambda pair: pair[0], reverse=True)]


def _equation(sequent: Sequent, label: str, p: Polynomial, letter: Network) -> Equation | None:
    if any(letter.nodes[0] in f.nodes and len(f.nodes) > 1 for m in p.terms for f, _ in m.factors):
        return None
    parts = _by_exponent(p, letter)
    degree = max(parts)
    if min(parts) < 0 or degree not in {1, 2} or (degree == 2 and 1 in parts):
        return None
    leading = parts[degree]
    if leading.constant is not None:
        return Equation(label, letter, degree, leading, None, p)
    if degree == 2:
        return None
    for h in sequent.hypotheses:
        if h.formula.relation in {"!=", ">"} and h.formula.polynomial in (leading, -leading):
            sign = 1 if h.formula.polynomial == leading else -1
            return Equation(label, letter, 1, leading.times(sign), Factor(h.label), p.times(sign), Fraction(sign))
        single = h.formula.polynomial
        if h.formula.relation in {"!=", ">"} and single.terms.keys() == leading.terms.keys() and len(single.terms) == 1:
            ratio = next(iter(single.terms.values())) / next(iter(leading.terms.values()))
            return Equation(label, letter, 1, leading.times(ratio), Factor(h.label), p.times(ratio), ratio)
    factor = positive_factor(sequent, leading, lambda _s, _p: None)
    if factor is None or factor.polynomial is None:
        return None
    sign = 1 if factor.polynomial == leading else -1
    return Equation(label, letter, 1, leading.times(sign), factor, p.times(sign), Fraction(sign))


def _eliminated(state: State, equation: Equation) -> State | None:
    """Without the letter; None where the polynomials grow too large."""
    parts = _by_exponent(state.rest, equation.letter)
    highest = max(parts, default=0)
    if highest < equation.degree:
        return state
    if highest > HIGHEST or min(parts) < 0:
        return None
    return _linear(state, equation, parts, highest) if equation.degree == 1 else _quadratic(state, equation, parts)


def _linear(state: State, equation: Equation, parts: dict[int, Polynomial], highest: int) -> State | None:
    """D^h goal = Σ g_e D^(h−e) (D v)^e, and (D v)^e = N^e + (D v − N) Σ (D v)^j N^(e−1−j)."""
    head = product(equation.leading, _polynomial(equation.letter))
    value = head - equation.whole
    mark = hypothesis_context(equation.whole)
    rest = number(0)
    steps: list[Step] = []
    for e, g in parts.items():
        scale = product(power(equation.leading, highest - e), g)
        rest = rest + product(scale, power(value, e))
        if len(rest.terms) > MOST_TERMS:
            return None
        if e:
            geometric = number(0)
            for j in range(e):
                geometric = geometric + product(power(head, j), power(value, e - 1 - j))
            steps.append(Step(equation.label, product(product(scale, geometric), mark).times(equation.times)))
    before = scaled(state.steps, power(equation.leading, highest))
    if equation.licence is None:
        c = equation.leading.constant
        assert c is not None
        back = Fraction(1) / c**highest
        return State(rest.times(back), state.factors, tuple(Step(s.label, s.context.times(back)) for s in (*before, *steps)))
    factor = equation.licence
    return State(rest, (*state.factors, Factor(factor.label, highest, factor.polynomial, factor.proof)), (*before, *steps))


def _quadratic(state: State, equation: Equation, parts: dict[int, Polynomial]) -> State | None:
    """v^e = v^(e−2) q + v^(e−2) (v² − q)."""
    c = equation.leading.constant
    assert c is not None
    v = _polynomial(equation.letter)
    value = power(v, 2) - equation.whole.times(1 / c)
    mark = hypothesis_context(equation.whole)
    steps: list[Step] = []
    while parts and max(parts) >= 2:
        e = max(parts)
        g = parts.pop(e)
        lower = product(g, value)
        steps.append(Step(equation.label, product(product(g, _polynomial(equation.letter, e - 2)), mark).times(1 / c)))
        parts[e - 2] = parts[e - 2] + lower if e - 2 in parts else lower
        if len(lower.terms) > MOST_TERMS:
            return None
    rest = number(0)
    for e, g in parts.items():
        rest = rest + product(g, _polynomial(equation.letter, e))
    return State(rest, state.factors, (*state.steps, *steps))


def _without_negative_exponents(sequent: Sequent, state: State) -> State | None:
    """Multiplied by what is divided by: each has a hypothesis that it is not zero."""
    lowest: dict[Network, int] = {}
    for m in state.rest.terms:
        for f, e in m.factors:
            if e < 0:
                lowest[f] = min(lowest.get(f, 0), e)
    for f, e in lowest.items():
        by = None
        for h in sequent.hypotheses:
            p = h.formula.polynomial
            if h.formula.relation in {"!=", ">"} and p.is_scalar and [m.factors for m in p.terms] == [((f, 1),)]:
                by = Factor(h.label, -e), power(p, -e)
        if f.nodes[0][0].name.startswith("#") and len(f.nodes) == 1:
            by = Factor(f"size:{f.nodes[0][0].name[1:]}", -e), _polynomial(f, -e)
        if by is None:
            return None
        state = State(product(state.rest, by[1]), (*state.factors, by[0]), scaled(state.steps, by[1]))
    return state
