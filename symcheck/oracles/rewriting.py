"""Reduction of a goal by the equations among the hypotheses, recording the cofactors.

UNTRUSTED search: what it finds is a list of `Step`s that the kernel expands.  Equations are oriented by a weight order (more
letters first, then elimination letters, then lexicographic) and completed by overlaps of chains within a counted budget
(noncommutative Gröbner bases, Mora 1986; with cofactors, Hofstadler-Raab-Regensburger, arXiv 1910.06165).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.certificate import Step, hole
from symcheck.kernel.network import EMPTY, Letter, Network
from symcheck.kernel.polynomial import Monomial, Polynomial, assemble, product, substitute
from symcheck.kernel.sequent import Sequent
from symcheck.oracles.effort import spend
from symcheck.oracles.matching import contexts

HIGHEST = 12  # exponents above this, and above those of the goal, are not made
MOST_TERMS = 400  # a goal that grows beyond this is given up


@dataclass(frozen=True, slots=True)
class Rule:
    """polynomial = 0, derived as the sum of `steps`; its leading monomial has the coefficient `leading`.

    rivals: monomials with the same letters as the head.  A B = B A is used either way round, where that makes the goal
    smaller: otherwise it would turn it round and round.
    """

    polynomial: Polynomial
    steps: tuple[Step, ...]
    head: Monomial
    leading: Fraction
    rivals: tuple[Monomial, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """Weights of letters (default 1) and the factors that count as units (weight 0)."""

    weights: tuple[tuple[str, int], ...]
    units: frozenset[Network]

    def key(self, m: Monomial) -> tuple[int, int, Monomial]:
        weight = dict(self.weights)
        total, count = 0, 0
        for f, e in ((m.open, 1), *m.factors):
            if f in self.units:
                continue
            for x, _ in f.nodes:
                total += weight.get(x.name, 0) * e
                count += e
        return (total, count, m)


def units_of(sequent: Sequent) -> frozenset[Network]:
    """Factors that the hypotheses license to be divided by: c·f ≠ 0, c·f > 0, and sizes."""
    found = set()
    for h in sequent.hypotheses:
        p = h.formula.polynomial
        if h.formula.relation in {"!=", ">"} and p.is_scalar and len(p.terms) == 1:
            ((m, _),) = p.terms.items()
            if len(m.factors) == 1 and m.factors[0][1] == 1:
                found.add(m.factors[0][0])
    for p in (sequent.goal.polynomial, *(h.formula.polynomial for h in sequent.hypotheses)):
        for m in p.terms:
            found.update(f for f, _ in m.factors if f.nodes[0][0].name.startswith("#"))
    return frozenset(found)


def rule(p: Polynomial, steps: tuple[Step, ...], order: Order) -> Rule | None:
    """`p` = 0 oriented at its heaviest monomial; None for p = 0 or where no monomial can be a pattern."""
    usable = [m for m in p.terms if _connected_or_scalar(m, p)]
    if not usable:
        return None
    heaviest = max(p.terms, key=order.key)
    if heaviest not in usable:
        return None
    spelled = _letters(heaviest)
    rivals = tuple(m for m in p.terms if m != heaviest and _letters(m) == spelled)
    return Rule(p, steps, heaviest, p.terms[heaviest], rivals)


def _letters(m: Monomial) -> list[tuple[str, int]]:
    return sorted((x.name, e) for f, e in ((m.open, 1), *m.factors) for x, _ in f.nodes)


def _connected_or_scalar(m: Monomial, p: Polynomial) -> bool:
    return bool(m.open.nodes) or p.is_scalar


def reduce(p: Polynomial, rules: Iterable[Rule], order: Order, budget: int = 400) -> tuple[Polynomial, tuple[Step, ...]]:
    """(r, steps) with p = r + Σ steps and no rule applicable to r (or the budget of applications spent)."""
    steps: list[Step] = []
    listed = tuple(rules)
    stuck: set[Monomial] = set()
    while budget > 0:
        todo = [m for m in p.terms if m not in stuck]
        if not todo or len(p.terms) > MOST_TERMS:
            break
        spend(1 + (len(todo) + len(listed)) // 4)
        m = max(todo, key=order.key)
        applied = _apply(p, m, listed, order)
        if applied is None:
            stuck.add(m)
            continue
        p, new = applied
        steps.extend(new)
        budget -= 1
    return p, tuple(steps)


def _highest(p: Polynomial) -> int:
    return max((abs(e) for m in p.terms for _, e in m.factors), default=0)


def _apply(p: Polynomial, m: Monomial, rules: tuple[Rule, ...], order: Order) -> tuple[Polynomial, tuple[Step, ...]] | None:
    for r in rules:
        mark = hole(r.polynomial)
        heads = (r.head, *(k for k in r.rivals if _connected_or_scalar(k, r.polynomial)))
        for head, found in ((h, c) for h in heads for c in contexts(h, m, mark, order.units)):
            context = assemble(p.rows, p.cols, [(p.terms[m] / r.polynomial.terms[head], found.factors, found.open)])
            change = substitute(context, mark, r.polynomial)
            spend(1 + len(change.terms))
            hit = change.terms.get(m, Fraction(0))
            if hit != p.terms[m]:  # another monomial of the rule falls on m too: A = -A^T within u^T A u
                if not hit:
                    continue
                context, change = context.times(p.terms[m] / hit), change.times(p.terms[m] / hit)
            if r.rivals and any(order.key(k) > order.key(m) for k in change.terms):
                continue
            if _highest(change) > max(HIGHEST, _highest(p)):  # units are divided by over and over
                continue
            after = p - change
            return after, tuple(inside(context, mark, s) for s in r.steps)
    return None


def inside(context: Polynomial, mark: Letter, step: Step) -> Step:
    """The step with its context put into the hole of an outer context."""
    return Step(step.label, substitute(context, mark, step.context))


def hypothesis_context(p: Polynomial) -> Polynomial:
    """The context that is just the hole: □ of the shape of `p`."""
    mark = hole(p)
    legs = tuple(range(len(mark.legs)))
    return assemble(p.rows, p.cols, [(Fraction(1), (), Network(((mark, legs),), mark.legs, legs))])


def equations(sequent: Sequent) -> tuple[tuple[Polynomial, tuple[Step, ...]], ...]:
    """The equations among the hypotheses, each with the step that uses it as it stands; lemmas follow from the others."""
    return tuple(
        (h.formula.polynomial, (Step(h.label, hypothesis_context(h.formula.polynomial)),))
        for h in sequent.hypotheses
        if h.formula.relation == "=" and h.formula.polynomial.terms and not h.label.startswith("lemma:")
    )


def oriented(pairs: Iterable[tuple[Polynomial, tuple[Step, ...]]], order: Order) -> tuple[Rule, ...]:
    """Rules for the equations, each reduced by the ones before it."""
    rules: list[Rule] = []
    for p, steps in pairs:
        q, used = reduce(p, rules, order, budget=100)
        made = rule(q, (*steps, *(negated(s) for s in used)), order)
        if made is not None:
            rules.append(made)
    return tuple(rules)


def negated(step: Step) -> Step:
    return Step(step.label, -step.context)


def scaled(steps: Iterable[Step], by: Polynomial) -> tuple[Step, ...]:
    """The steps multiplied by a scalar polynomial."""
    return tuple(Step(s.label, product(by, s.context)) for s in steps)


def bare_letters(sequent: Sequent) -> tuple[str, ...]:
    """Letters that some equation gives explicitly: a monomial that is the letter alone, which occurs nowhere else in it.

    Numbers first: an equation between arrays can be solved for an array only.
    """
    found: dict[str, int] = {}
    for h in sequent.hypotheses:
        p = h.formula.polynomial
        if h.formula.relation != "=":
            continue
        for m in p.terms:
            alone = m.open if m.open.nodes else (m.factors[0][0] if len(m.factors) == 1 and m.factors[0][1] == 1 else EMPTY)
            if len(alone.nodes) != 1 or (m.open.nodes and m.factors):
                continue
            x, legs = alone.nodes[0]
            if sorted(legs) != sorted(m.open.free):  # a sum of its entries, or its diagonal
                continue
            others = [k for k in p.terms if k != m]
            if not any(x == y for k in others for f in (k.open, *(f for f, _ in k.factors)) for y, _ in f.nodes):
                found.setdefault(x.name, len(legs))
                break
    return tuple(sorted(found, key=lambda name: (found[name], _whole(sequent, name))))


def _whole(sequent: Sequent, name: str) -> int:
    """How many letters a determinant has: it is given by those of its factors."""
    atom = sequent.atoms.get(name)
    if atom is None or atom.function != "det":
        return 0
    return max((len(m.open.nodes) for m in atom.arguments[0].terms), default=0)
