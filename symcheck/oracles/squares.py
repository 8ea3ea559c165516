"""Proof search for inequalities: sums of squares modulo the hypotheses.

UNTRUSTED search.  Π factors · goal is matched with a nonnegative combination of candidates: squared norms of vectors
that occur in the claim and of their sums and differences, of halves of the goal's own chains, hypotheses "> 0" and
their products.  The combination is a linear programme over ℚ, solved exactly.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, combinations_with_replacement, islice

from symcheck.kernel.certificate import Factor, Squares, Step, Summand
from symcheck.kernel.network import EMPTY, Network
from symcheck.kernel.polynomial import (
    Monomial,
    Polynomial,
    number,
    power,
    product,
    size_number,
)
from symcheck.kernel.reasoning import NEGATED
from symcheck.kernel.sequent import Formula, Sequent, square_norm
from symcheck.language.sizes import Size
from symcheck.oracles.effort import spend
from symcheck.oracles.equality import clear_reciprocals, rule_sets
from symcheck.oracles.gram_blocks import gram_squares
from symcheck.oracles.halves import halves
from symcheck.oracles.linear import nonnegative_combination
from symcheck.oracles.norms import distinct, moved, positive_norms
from symcheck.oracles.rewriting import reduce, scaled
from symcheck.oracles.signs import read_off

MOST_CANDIDATES = 80
MOST_REWRITES = 1500  # of all candidates for one set of rules
MOST_OF_ONE = 60
MOST_TERMS = 150
MOST_BOUNDS = 10
MOST_OF_THREE = 7
MOST_ARRAYS = 14
MOST_OF_POOL = 6


def prove_order(
    sequent: Sequent,
    goal: Polynomial,
    *,
    strict: bool,
    pool: tuple[Polynomial, ...] = (),
    budget: list[int] | None = None,
    lean: bool = False,
) -> Squares | None:
    """goal ≥ 0, or > 0 where `strict`.

    pool: arrays whose squares are worth trying (from the claim's own subterms); budget: how many Gram matrices may be tried.
    lean: one set of rules and all candidates at once, for the many parts of a proof by cases.
    """
    cleared, factors, steps = _clear(sequent, goal)
    if cleared is None:
        return None
    if cleared.is_zero:  # a contradiction: the squares are those in the equations
        pool = (*pool, *(q for p in _stated_equations(sequent) for q in halves(p)))
    pool = (*pool, *moved(sequent, (*pool, *halves(cleared))))
    positives = tuple(positive_norms(sequent, (*pool, *halves(cleared)))) if strict else ()
    known = list(islice(rule_sets(sequent), 2 if lean else None))
    sets = [(known[-1], 2)] if lean else [(rules, products) for rules in known for products in (1, 2)]
    few = len(_multipliers(sequent, products=1)) <= MOST_OF_THREE + 1
    sets += [(known[-1 if lean else 0], 3)] if budget is not None and budget[0] > 0 and (few or not lean) else []
    for (order, rules), products in sets:
        target, reduction = reduce(cleared, rules, order, budget=MOST_OF_ONE)
        if len(target.terms) > MOST_TERMS:
            continue
        found = []
        left = MOST_REWRITES
        for summand in (*positives, *_candidates(sequent, target, pool, products=products)):
            value = _value(sequent, summand)
            spend(2 + len(value.terms))
            normal, used = reduce(value, rules, order, budget=min(left, MOST_OF_ONE))
            left -= len(used)
            found.append((summand, normal, used))
        keys = list({m: None for p in (target, *(n for _, n, _ in found)) for m in p.terms})
        columns = [[n.terms.get(m, Fraction(0)) for m in keys] for _, n, _ in found]
        wanted = [k for k, (s, _, _) in enumerate(found) if not s.squares and not s.nonnegative] if strict else []
        values = [target.terms.get(m, Fraction(0)) for m in keys]
        if strict and target.is_zero:  # 0 > 0 from a contradiction: of whatever size
            columns = [[*column, Fraction(k in wanted)] for k, column in enumerate(columns)]
            values.append(Fraction(1))
        combination = nonnegative_combination(columns, values, wanted)
        if combination is None or (strict and not any(combination[k] > 0 for k in wanted)):
            continue
        summands: list[Summand] = []
        rest: list[Step] = []
        for x, (summand, _, used) in zip(combination, found, strict=True):
            if x > 0:
                summands.append(Summand(summand.coefficient * x, summand.factors, summand.nonnegative, summand.squares))
                rest.extend(Step(s.label, -s.context.times(x)) for s in used)
        return Squares(tuple(summands), factors, (*steps, *reduction, *rest))
    if budget is None or budget[0] <= 0:
        return None
    return _by_gram(sequent, cleared, factors, steps, pool, budget, strict=strict)


def _stated_equations(sequent: Sequent) -> list[Polynomial]:
    return [
        h.formula.polynomial
        for h in sequent.hypotheses
        if h.formula.relation == "="
        and h.formula.polynomial.is_scalar
        and not h.label.startswith(("axiom:", "root:", "defined:"))
    ]


def _by_gram(
    sequent: Sequent,
    cleared: Polynomial,
    factors: tuple[Factor, ...],
    steps: tuple[Step, ...],
    pool: tuple[Polynomial, ...],
    budget: list[int],
    *,
    strict: bool,
) -> Squares | None:
    order, rules = next(iter(rule_sets(sequent)))
    target, reduction = reduce(cleared, rules, order)
    arrays = distinct((*halves(target), *pool))[:8]
    for products in (1, 2):
        found = gram_squares(
            sequent,
            target,
            _multipliers(sequent, products=products),
            arrays,
            lambda s: _value(sequent, s),
            lambda p: reduce(p, rules, order)[0],
            strict=strict,
            budget=budget,
        )
        if found is not None:
            used = [s for summand in found for s in reduce(_value(sequent, summand), rules, order)[1]]
            return Squares(tuple(found), factors, (*steps, *reduction, *(Step(s.label, -s.context) for s in used)))
    return None


def _multipliers(sequent: Sequent, *, products: int) -> list[Summand]:
    """What is known to be positive or nonnegative, with products of up to so many."""
    positives: list[Summand] = [Summand(Fraction(1))]
    for h in sorted(sequent.hypotheses, key=lambda h: (not h.label.startswith((NEGATED, "case:")), h.label.startswith("axiom:"))):
        p = h.formula.polynomial
        if h.formula.relation == ">":
            positives.append(Summand(Fraction(1), (Factor(h.label),)))
        elif h.formula.relation == "!=":
            positives.append(Summand(Fraction(1), (Factor(h.label, 1 if p.legs else 2),)))
        elif h.formula.relation == ">=":
            positives.append(Summand(Fraction(1), (), (h.label,)))
    positives += [Summand(Fraction(1), (), (f"size:{name}",)) for name in sequent.sizes]
    bounds = [p for p in positives if p.factors or p.nonnegative]
    made: list[Summand] = []
    for count, most in ((2, MOST_BOUNDS), (3, MOST_OF_THREE))[: products - 1]:
        for chosen in combinations_with_replacement(bounds[:most], count):
            factors = tuple(f for p in chosen for f in p.factors)
            made.append(Summand(Fraction(1), factors, tuple(label for p in chosen for label in p.nonnegative)))
    return [*positives, *made]


def _clear(sequent: Sequent, goal: Polynomial) -> tuple[Polynomial | None, tuple[Factor, ...], tuple[Step, ...]]:
    """Multiply by positive factors until no exponent is negative: sizes as they are, everything else by even powers."""
    cleared, factors, steps = clear_reciprocals(sequent, goal)
    made: list[Factor] = []
    for f in factors:
        by = sequent.hypothesis(f.label).polynomial
        known = _positive(sequent, by, f.power)
        if known is None and f.power % 2:
            cleared, steps = product(by, cleared), scaled(steps, by)
        made.append(known or Factor(f.label, f.power + f.power % 2))
    factors = tuple(made)
    lowest: dict[Network, int] = {}
    for m in cleared.terms:
        for atom, e in m.factors:
            if e < 0:
                lowest[atom] = min(lowest.get(atom, 0), e)
    for atom, e in lowest.items():
        name = atom.nodes[0][0].name
        if name.startswith("#"):
            factor, base = Factor(f"size:{name[1:]}", -e), size_number(Size.of(name[1:]))
        else:
            license_ = _license(sequent, atom)
            if license_ is None:
                return None, (), ()
            label, positive = license_
            exponent = -e if positive or e % 2 == 0 else -e + 1
            factor, base = Factor(label, exponent), sequent.hypothesis(label).polynomial
        by = power(base, factor.power)
        cleared, steps, factors = product(by, cleared), scaled(steps, by), (*factors, factor)
    return cleared, factors, steps


def _positive(sequent: Sequent, p: Polynomial, exponent: int) -> Factor | None:
    """What says that the number is positive: a hypothesis, or its form."""
    label = next((h.label for h in sequent.hypotheses if h.formula == Formula(">", p)), None)
    if label is not None:
        return Factor(label, exponent)
    shown = read_off(sequent, p)
    return None if shown is None else Factor("", exponent, p, shown)


def _license(sequent: Sequent, f: Network) -> tuple[str, bool] | None:
    for h in sorted(sequent.hypotheses, key=lambda h: h.formula.relation != ">"):
        p = h.formula.polynomial
        if h.formula.relation in {"!=", ">"} and p.is_scalar and p.terms == {Monomial(((f, 1),), EMPTY): 1}:
            return h.label, h.formula.relation == ">"
    return None


def _value(sequent: Sequent, s: Summand) -> Polynomial:
    value = number(s.coefficient)
    for f in s.factors:
        if f.polynomial is not None:
            base = square_norm(f.polynomial)
        elif f.label.startswith("size:"):
            base = size_number(Size.of(f.label[5:]))
        else:
            p = sequent.hypothesis(f.label).polynomial
            base = p if p.is_scalar else square_norm(p)
        value = product(value, power(base, f.power))
    for label in s.nonnegative:
        least = size_number(Size.of(label[5:])) - number(1) if label.startswith("size:") else None
        value = product(value, least or sequent.hypothesis(label).polynomial)
    for q in s.squares:
        value = product(value, square_norm(q))
    return value


def _candidates(sequent: Sequent, target: Polynomial, pool: tuple[Polynomial, ...], *, products: int) -> list[Summand]:
    scales = _scales(sequent, target)
    arrays = distinct((*pool[:MOST_OF_POOL], *halves(target), *pool[MOST_OF_POOL:]))[:MOST_ARRAYS]
    squares: list[Polynomial] = list(arrays)
    for p, q in combinations(arrays, 2):
        if (p.rows, p.cols) == (q.rows, q.cols):
            squares += [p - q, p + q]
    positives = _multipliers(sequent, products=1)
    made: list[Summand] = []
    for scale in scales:
        for base in positives:
            made.append(Summand(Fraction(1), (*scale, *base.factors), base.nonnegative))
        made += [Summand(Fraction(1), scale, (), (q,)) for q in squares if not q.is_zero]
    made = made[: MOST_CANDIDATES * max(1, len(scales))]
    return [*made, *_multipliers(sequent, products=products)[len(positives) :]]


def _scales(sequent: Sequent, target: Polynomial) -> list[tuple[Factor, ...]]:
    """Products of powers of sizes that occur in the target: positive scalars that may stand before a square."""
    found: dict[tuple[Factor, ...], None] = {(): None}
    for m in target.terms:
        sizes = tuple(
            Factor(f"size:{f.nodes[0][0].name[1:]}", e) for f, e in m.factors if f.nodes[0][0].name.startswith("#") and e > 0
        )
        found.setdefault(sizes)
    return list(found)[:4]
