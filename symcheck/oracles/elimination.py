"""Scalar letters eliminated one after another by equations that give them: D v = N, or v^n = q.

UNTRUSTED search.  Owns: `prove_eliminated`.  Π factors · goal = 0 is shown by steps for claims about
scalars: functions of sums and multiples, hyperbolic functions by exponentials, roots.  A root that is left is
removed by conjugates: (A s + B)(A s − B) = A² q − B², and its like for v^n = q, where the second factor cannot be 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.certificate import Combination, Factor, Step
from symcheck.kernel.network import Network
from symcheck.kernel.polynomial import Polynomial, number, power, product
from symcheck.kernel.sequent import Sequent
from symcheck.oracles.effort import spend
from symcheck.oracles.rewriting import hypothesis_context, scaled
from symcheck.oracles.triangular import MOST_TERMS, Equation, Order, by_exponent, equations_of, letter_power, positive_factor

HIGHEST = 24
MOST_CONJUGATES = 3


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
    equations = equations_of(sequent)
    return _finished(sequent, state, equations, order, MOST_CONJUGATES)


def _finished(sequent: Sequent, state: State, equations: list[Equation], order: Order, conjugates: int) -> Combination | None:
    for equation in equations:
        found = _eliminated(state, equation)
        if found is None:
            return None
        if found is not state:
            spend(_size(found) // 4)
        state = found
    if state.rest.is_zero:
        return Combination(state.factors, state.steps)
    for equation in equations if conjugates else ():
        parts = by_exponent(state.rest, equation.letter)
        if equation.degree < 2 or set(parts) <= {0}:
            continue
        conjugate = _conjugate(parts, equation)
        if conjugate is None:
            continue
        spend(_size(state) * len(conjugate.terms) // 4)
        squared = State(product(state.rest, conjugate), state.factors, scaled(state.steps, conjugate))
        rest = _finished(sequent, squared, equations, order, conjugates - 1)
        if rest is None:
            continue
        factor = positive_factor(sequent, conjugate, order)
        if factor is not None:
            sign = number(1) if factor.polynomial == conjugate else number(-1)
            return Combination((*rest.factors, factor), scaled(rest.steps, sign))
    return None


def _size(state: State) -> int:
    return len(state.rest.terms) + sum(len(s.context.terms) for s in state.steps)


def _conjugate(parts: dict[int, Polynomial], equation: Equation) -> Polynomial | None:
    """f with f · Σ g_e v^e free of v modulo the equation: cofactors of the first row of the matrix of the multiplication."""
    n = equation.degree
    columns = []
    for j in range(n):
        times = _reduced({e + j: g for e, g in parts.items()}, equation)
        if times is None:
            return None
        columns.append([times.get(e, number(0)) for e in range(n)])
    total = number(0)
    for column in range(n):
        minor = _determinant([[columns[k][row] for k in range(n) if k != column] for row in range(1, n)])
        if minor is None:
            return None
        total = total + product(minor.times((-1) ** column), letter_power(equation.letter, column))
    return total


def _reduced(parts: dict[int, Polynomial], equation: Equation) -> dict[int, Polynomial] | None:
    """The same modulo the equation, times a power of its leading coefficient where that is no number; degrees below its own."""
    lower = _lower(equation)
    constant = equation.leading.constant
    while parts and max(parts) >= equation.degree:
        e = max(parts)
        g = parts.pop(e)
        if constant is None:
            parts = {k: product(q, equation.leading) for k, q in parts.items()}
        else:
            g = g.times(1 / constant)
        for k, q in lower.items():
            added = product(g, q)
            if len(added.terms) > MOST_TERMS:
                return None
            at = e - equation.degree + k
            parts[at] = parts[at] + added if at in parts else added
    return parts


def _determinant(rows: list[list[Polynomial]]) -> Polynomial | None:
    """By expansion; None where it grows too large."""
    if not rows:
        return number(1)
    total = number(0)
    for j, entry in enumerate(rows[0]):
        if entry.is_zero:
            continue
        minor = _determinant([[v for k, v in enumerate(row) if k != j] for row in rows[1:]])
        if minor is None or len(minor.terms) * len(entry.terms) > MOST_TERMS:
            return None
        total = total + product(entry, minor).times((-1) ** j)
    return total


def _lower(equation: Equation) -> dict[int, Polynomial]:
    """What D v^n equals, by the powers of v."""
    return {e: -p for e, p in by_exponent(equation.whole, equation.letter).items() if e < equation.degree}


def _eliminated(state: State, equation: Equation) -> State | None:
    """Without the letter; None where the polynomials grow too large."""
    parts = by_exponent(state.rest, equation.letter)
    highest = max(parts, default=0)
    if highest < equation.degree:
        return state
    if highest > HIGHEST or min(parts) < 0:
        return None
    return _linear(state, equation, parts, highest) if equation.degree == 1 else _root(state, equation, parts)


def _linear(state: State, equation: Equation, parts: dict[int, Polynomial], highest: int) -> State | None:
    """D^h goal = Σ g_e D^(h−e) (D v)^e, and (D v)^e = N^e + (D v − N) Σ (D v)^j N^(e−1−j)."""
    head = product(equation.leading, letter_power(equation.letter))
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


def _root(state: State, equation: Equation, parts: dict[int, Polynomial]) -> State | None:
    """D v^e = v^(e−n) (D v^n − whole) + v^(e−n) whole, again and again; multiplied by D first where that is no number."""
    n, lower, constant = equation.degree, _lower(equation), equation.leading.constant
    mark = hypothesis_context(equation.whole).times(equation.times)
    factors, steps = state.factors, list(state.steps)
    while parts and max(parts) >= n:
        e = max(parts)
        g = parts.pop(e)
        if constant is None:
            parts = {k: product(p, equation.leading) for k, p in parts.items()}
            steps = list(scaled(steps, equation.leading))
            assert equation.licence is not None
            factors = (*factors, equation.licence)
        else:
            g = g.times(1 / constant)
        steps.append(Step(equation.label, product(product(g, letter_power(equation.letter, e - n)), mark)))
        for k, p in lower.items():
            added = product(g, p)
            if len(added.terms) > MOST_TERMS:
                return None
            parts[e - n + k] = parts[e - n + k] + added if e - n + k in parts else added
    rest = number(0)
    for e, g in parts.items():
        rest = rest + product(g, letter_power(equation.letter, e))
    return State(rest, factors, tuple(steps))


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
            by = Factor(f"size:{f.nodes[0][0].name[1:]}", -e), letter_power(f, -e)
        if by is None:
            return None
        state = State(product(state.rest, by[1]), (*state.factors, by[0]), scaled(state.steps, by[1]))
    return state
