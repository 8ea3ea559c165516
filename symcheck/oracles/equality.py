"""Proof search for equations and memberships.

UNTRUSTED search.  In this order: the normal form alone; reduction by the hypotheses; the same after eliminating letters that
an equation gives explicitly; after completion; and each again with the goal multiplied by factors known not to be zero
(cancellation of a scalar before a non-zero array).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from symcheck.kernel.certificate import GOAL, Combination, Contradiction, Factor, Step, Witness, hole
from symcheck.kernel.network import Network, Node
from symcheck.kernel.polynomial import (
    Monomial,
    Polynomial,
    assemble,
    identity,
    inner,
    letter,
    number,
    power,
    product,
    reciprocal,
    trace,
)
from symcheck.kernel.sequent import Formula, Hypothesis, Member, Sequent, square_norm
from symcheck.language.sizes import ONE
from symcheck.oracles.completion import complete
from symcheck.oracles.matching import contexts
from symcheck.oracles.rewriting import Order, Rule, bare_letters, equations, oriented, reduce, rule, scaled, units_of

DERIVED = frozenset({"tan", "sinh", "cosh", "tanh", "sigmoid"})  # by an equation each, from sines, cosines and exponentials


def rule_sets(sequent: Sequent) -> Iterator[tuple[Order, tuple[Rule, ...]]]:
    """Sets of rules to reduce by, cheapest first."""
    units = units_of(sequent)
    known = equations(sequent)
    if not known:
        yield Order((), units), ()
        return
    plain = Order((), units)
    first = oriented(known, plain)
    yield plain, first
    derived = [name for name, a in sequent.atoms.items() if a.function in DERIVED]
    bare = (*(name for name in bare_letters(sequent) if name not in derived), *derived)
    if bare:
        eliminating = Order(tuple((name, 20 * 4**i) for i, name in enumerate(bare)), units)
        yield eliminating, oriented(known, eliminating)
    yield plain, complete(first, plain)


def prove_zero(sequent: Sequent, goal: Polynomial, extra: tuple[Rule, ...] = ()) -> Combination | None:
    """Cofactors that show goal = 0 from the hypotheses."""
    if goal.is_zero:
        return Combination()
    cleared, factors, clearing = clear_reciprocals(sequent, goal)
    if cleared.is_zero:
        return Combination(factors, clearing)
    multipliers = list(_multipliers(sequent, goal))
    whole, licences = clear_exponents(sequent, cleared)
    for order, rules in rule_sets(sequent):
        rest, steps = reduce(cleared, (*extra, *rules), order)
        if rest.is_zero:
            return Combination(factors, (*clearing, *steps))
        if licences:
            rest, steps = reduce(product(whole, cleared), (*extra, *rules), Order(order.weights, frozenset()))
            if rest.is_zero:
                return Combination((*factors, *licences), (*scaled(clearing, whole), *steps))
        if not multipliers:
            continue
        contracted = tuple(_contractions(sequent, order))
        for chosen in _subsets(multipliers):
            by = number(1)
            for value, _ in chosen:
                by = product(by, value)
            rest, steps = reduce(product(by, cleared), (*contracted, *rules), order)
            if rest.is_zero:
                return Combination((*factors, *(f for _, f in chosen)), (*scaled(clearing, by), *steps))
    return None


def _subsets(multipliers: list[tuple[Polynomial, Factor]]) -> Iterator[tuple[tuple[Polynomial, Factor], ...]]:
    for count in (1, 2):
        yield from combinations(multipliers, count)


def _multipliers(sequent: Sequent, goal: Polynomial) -> Iterator[tuple[Polynomial, Factor]]:
    """Scalars known not to be zero by a hypothesis, that are not units already."""
    for h in sequent.hypotheses:
        p = h.formula.polynomial
        if h.formula.relation == "!=" and not p.is_scalar:
            yield square_norm(p), Factor(h.label)
        elif h.formula.relation in {"!=", ">"} and p.is_scalar and not _is_unit(p):
            yield p, Factor(h.label)


def _is_unit(p: Polynomial) -> bool:
    """One factor alone: negative exponents of it are allowed as they are."""
    return len(p.terms) == 1 and all(len(m.factors) == 1 and m.factors[0][1] == 1 for m in p.terms)


def _contractions(sequent: Sequent, order: Order) -> Iterator[Rule]:
    """⟨v, h⟩ = 0 for equations h = 0 and arrays v ≠ 0 of one shape."""
    for v in sequent.hypotheses:
        if v.formula.relation != "!=" or v.formula.polynomial.is_scalar:
            continue
        for p, steps in equations(sequent):
            if (p.rows, p.cols) != (v.formula.polynomial.rows, v.formula.polynomial.cols):
                continue
            made = rule(
                inner(v.formula.polynomial, p),
                tuple(Step(s.label, inner(v.formula.polynomial, s.context)) for s in steps),
                order,
            )
            if made is not None:
                yield made


def clear_reciprocals(sequent: Sequent, goal: Polynomial) -> tuple[Polynomial, tuple[Factor, ...], tuple[Step, ...]]:
    """(N, F, steps) with Π F · goal = N + Σ steps, and N free of the scalar letters u that stand for 1/D.

    Such a letter has a hypothesis D·u − 1 = 0 labelled "reciprocal:u" and a hypothesis D ≠ 0 labelled "defined:u".
    """
    factors: list[Factor] = []
    steps: tuple[Step, ...] = ()
    for h in sequent.hypotheses:
        if not h.label.startswith("reciprocal:"):
            continue
        name = h.label.removeprefix("reciprocal:")
        atom = Network(((sequent.letters[name][0], ()),), (), ())
        parts: dict[int, Polynomial] = {}
        for m, c in goal.terms.items():
            e = dict(m.factors).get(atom, 0)
            stripped = Monomial(tuple((f, k) for f, k in m.factors if f != atom), m.open)
            parts[e] = parts.get(e, Polynomial(goal.rows, goal.cols, {})) + Polynomial(goal.rows, goal.cols, {stripped: c})
        highest = max(parts, default=0)
        if highest < 1:
            continue
        denominator = sequent.hypothesis(f"defined:{name}").polynomial
        u = assemble(ONE, ONE, [(Fraction(1), ((atom, 1),), Network((), (), ()))])
        mark = assemble(ONE, ONE, [(Fraction(1), (), Network(((hole(u), ()),), (), ()))])
        cleared = Polynomial(goal.rows, goal.cols, {})
        new: list[Step] = []
        for e, g in parts.items():
            cleared = cleared + product(power(denominator, highest - e), g)
            if e:
                geometric = number(0)
                for j in range(e):
                    geometric = geometric + power(product(denominator, u), j)
                new.append(Step(h.label, product(product(power(denominator, highest - e), product(geometric, mark)), g)))
        steps = (*scaled(steps, power(denominator, highest)), *new)
        factors.append(Factor(f"defined:{name}", highest))
        goal = cleared
    return goal, tuple(factors), steps


def clear_exponents(sequent: Sequent, goal: Polynomial) -> tuple[Polynomial, tuple[Factor, ...]]:
    """Something not zero by which the goal has no negative exponents, and the hypotheses that say that it is not zero."""
    lowest: dict[Network, int] = {}
    for m in goal.terms:
        for f, e in m.factors:
            if e < 0 and not f.nodes[0][0].name.startswith("#"):
                lowest[f] = min(lowest.get(f, 0), e)
    whole, licences = number(1), []
    for f, e in lowest.items():
        for h in sequent.hypotheses:
            p = h.formula.polynomial
            if h.formula.relation in {"!=", ">"} and p.is_scalar and [m.factors for m in p.terms] == [((f, 1),)]:
                whole = product(whole, power(p, -e))
                licences.append(Factor(h.label, -e))
                break
    return whole, tuple(licences)


def prove_nonzero(sequent: Sequent, goal: Polynomial) -> Contradiction | None:
    """goal ≠ 0, because assuming goal = 0 makes something non-zero vanish."""
    units = units_of(sequent)
    order = Order((), units)
    assumed = Formula("=", goal)
    extended = replace(sequent, goal=assumed)
    from_goal = rule(goal, (Step("goal", _whole(goal)),), order)
    if from_goal is None:
        return None
    single = reciprocal(goal)
    if single is not None and all(f in units for m in goal.terms for f, _ in m.factors):
        return Contradiction((), (Step("goal", product(single, _whole(goal))),))
    invertible = _of_invertible(sequent, goal)
    if invertible is not None:
        return invertible
    joined = replace(extended, hypotheses=(*sequent.hypotheses, Hypothesis(GOAL, assumed)))  # its overlaps with the others too
    for value, factor in [(number(1), None), *_multipliers(extended, goal)]:
        found = prove_zero(extended, value, (from_goal,)) or prove_zero(joined, value)
        if found is not None and not found.factors:
            return Contradiction((factor,) if factor else (), found.steps)
    return None


def _of_invertible(sequent: Sequent, goal: Polynomial) -> Contradiction | None:
    """C ≠ 0 for an invertible n×n matrix C: n = tr(C Y) where C Y = I."""
    name = str(goal.rows)
    if goal.rows != goal.cols or name not in sequent.sizes:
        return None
    mark = _whole(goal)
    for h in sequent.hypotheses:
        if h.formula.relation != "=":
            continue
        for y in (letter(*e) for e in sequent.letters.values() if e[1:] == (goal.rows, goal.cols)):
            if h.formula.polynomial == product(goal, y) - identity(goal.rows):
                steps = Step(GOAL, trace(product(mark, y))), Step(h.label, -trace(_whole(h.formula.polynomial)))
                return Contradiction((Factor(f"size:{name}"),), steps)
    return None


def _whole(p: Polynomial) -> Polynomial:
    mark = hole(p)
    legs = tuple(range(len(mark.legs)))
    return assemble(p.rows, p.cols, [(Fraction(1), (), Network(((mark, legs),), mark.legs, legs))])


def prove_member(sequent: Sequent, goal: Member) -> Witness | None:
    """A witness by splitting the linear part off the left of every monomial of the right side."""
    linear = {m: c for m, c in goal.polynomial.terms.items() if any(x == goal.unknown for x, _ in m.open.nodes)}
    if len(linear) != 1:
        return None
    ((head, leading),) = linear.items()
    rows, cols = goal.polynomial.rows, goal.polynomial.cols
    right = -Polynomial(rows, cols, {m: c for m, c in goal.polynomial.terms.items() if m not in linear})
    pattern = _without_unknown(head, goal)
    for order, rules in rule_sets(sequent):
        for target, steps in ((right, ()), reduce(right, rules, order)):
            value = _quotient(target, pattern, goal, leading, order)
            if value is None:
                continue
            return Witness(value, Combination((), tuple(Step(s.label, -s.context) for s in steps)))
    return None


def _without_unknown(head: Monomial, goal: Member) -> Monomial:
    """The network of A in A·u, with the class of u as its second free leg."""
    nodes = tuple(n for n in head.open.nodes if n[0] != goal.unknown)
    ((_, legs),) = [n for n in head.open.nodes if n[0] == goal.unknown]
    return Monomial(head.factors, Network(nodes, head.open.sizes, (*head.open.free, *legs)))


def _quotient(target: Polynomial, pattern: Monomial, goal: Member, leading: Fraction, order: Order) -> Polynomial | None:
    """w with A·w = target, where every monomial of target has A at its row leg."""
    value = Polynomial(goal.rows, ONE, {})
    mark = hole(Polynomial(target.rows, goal.rows, {}))
    for m, c in target.terms.items():
        quotient = None
        for found in contexts(pattern, m, mark, order.units):
            holes = [legs for x, legs in found.open.nodes if x == mark]
            if not holes or len(holes[0]) != 2 or not found.open.free or holes[0][0] != found.open.free[0]:
                continue
            rest = tuple(n for n in found.open.nodes if n[0] != mark)
            if any(holes[0][0] in legs for _, legs in rest):
                continue
            quotient = assemble(goal.rows, ONE, [(c / leading, found.factors, _compact(rest, found.open, holes[0][1]))])
            break
        if quotient is None:
            return None
        value = value + quotient
    return value


def _compact(nodes: tuple[Node, ...], network: Network, free: int) -> Network:
    used = sorted({c for _, legs in nodes for c in legs} | {free})
    name = {c: i for i, c in enumerate(used)}
    return Network(
        tuple((x, tuple(name[c] for c in legs)) for x, legs in nodes), tuple(network.sizes[c] for c in used), (name[free],)
    )
