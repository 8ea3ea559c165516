"""Proofs by cases, by contradiction, and in balls on boxes.

UNTRUSTED search, with counted budgets.  Cases: the signs of what abs, sign and step are taken of, of the differences of the
arguments of monotone functions, of whole numbers; boxes: a letter between two rational bounds, cut in half where it helps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from symcheck.kernel.axioms import MOST, Axiom, extended
from symcheck.kernel.certificate import Absurd, Body, Boxed, Branch, Cases
from symcheck.kernel.comparison import STRICTLY_INCREASING
from symcheck.kernel.evaluation import Interpretation
from symcheck.kernel.polynomial import Polynomial, letter, letters_of, number
from symcheck.kernel.reasoning import bounds, box, case, negated
from symcheck.kernel.sequent import Formula, Member, Sequent, truth
from symcheck.oracles.comparison import STEPPED, accepted, by_hypothesis
from symcheck.oracles.effort import spend

Prove = Callable[[Sequent], Body | None]
Split = tuple[Polynomial, int]
MOST_SPLITS = 4
MOST_LEAVES = 40
MOST_BOXES = 600
DEEPEST = 24  # halvings of one box


def prove_by_cases(sequent: Sequent, prove: Prove, known: tuple[Axiom, ...]) -> Body | None:
    """A proof of the goal of the sequent, which has the axioms `known` among its hypotheses."""
    direct = prove_enclosed(sequent) or prove(sequent) or _contradicted(sequent, prove)
    return direct or _Cases(prove).split(sequent, known) or prove_on_boxes(sequent)


def prove_equal_roots(sequent: Sequent, prove: Prove, known: tuple[Axiom, ...]) -> Body | None:
    """u = w for nonnegative u and w with equal squares: neither is larger.  The sequent has the axioms `known`."""
    goal = sequent.goal
    return _Cases(prove).cases(sequent, ((goal.polynomial, 3),), known) if _compares_roots(goal) else None


def _compares_roots(goal: Formula | Member) -> bool:
    return (
        isinstance(goal, Formula) and goal.relation == "=" and goal.polynomial.is_scalar and len(goal.polynomial.terms) in {1, 2}
    )


def prove_enclosed(sequent: Sequent) -> Boxed | None:
    """The goal is certain in balls, or a hypothesis is certainly false."""
    try:
        at = box(sequent)
    except ZeroDivisionError:
        return None
    if isinstance(sequent.goal, Formula) and _true(sequent.goal, at) is True:
        return Boxed()
    return None


def _true(formula: Formula, at: Interpretation) -> bool | None:
    try:
        return truth(formula, at)
    except (KeyError, ZeroDivisionError):
        return None


def _contradicted(sequent: Sequent, prove: Prove) -> Absurd | None:
    """From the negated goal 0 > 0 follows."""
    if not isinstance(sequent.goal, Formula):
        return None
    against = negated(sequent)
    axioms = accepted(against, by_hypothesis(against))[:MOST]
    body = prove(extended(against, axioms))
    return None if body is None else Absurd(Branch(body, axioms))


class _Cases:
    def __init__(self, prove: Prove) -> None:
        self.prove = prove
        self.leaves = 0

    def split(self, sequent: Sequent, known: tuple[Axiom, ...]) -> Body | None:
        for splits in _plans(sequent):
            self.leaves = 0
            found = self.cases(sequent, splits[:MOST_SPLITS], known)
            if found is not None:
                return found
        return None

    def cases(self, sequent: Sequent, splits: tuple[Split, ...], known: tuple[Axiom, ...]) -> Cases | None:
        if not splits:
            return None
        (q, count), *rest = splits
        branches = []
        for k in range(count):
            branch = self.branch(case(sequent, q, k, count), tuple(rest), known)
            if branch is None:
                return None
            branches.append(branch)
        return Cases(q, tuple(branches))

    def branch(self, sequent: Sequent, rest: tuple[Split, ...], known: tuple[Axiom, ...]) -> Branch | None:
        self.leaves += 1
        if self.leaves > MOST_LEAVES:
            return None
        axioms = accepted(sequent, by_hypothesis(sequent), known)[:MOST]
        part = extended(sequent, axioms)
        last = None if rest else _contradicted(part, self.prove)
        body = self.prove(part) or last or self.cases(part, rest, (*known, *axioms))
        return None if body is None else Branch(body, axioms)


def _plans(sequent: Sequent) -> Iterator[tuple[Split, ...]]:
    """What to split by, one plan after the other."""
    if _compares_roots(sequent.goal):
        yield ((sequent.goal.polynomial, 3),)
    stepped = [a for a in sequent.atoms.values() if a.function in STEPPED and a.arguments[0].is_scalar]
    signs: list[Split] = []
    for a in stepped:
        q = a.arguments[0]
        three = a.function == "sign"
        same = next((k for k, (p, _) in enumerate(signs) if q in (p, -p)), None)
        if same is None and q.constant is None:
            signs.append((q, 3 if three else 2))
        elif same is not None and three:
            signs[same] = (signs[same][0], 3)
    signs.sort(key=lambda s: len(s[0].terms))
    if signs:
        yield tuple(signs)
    goal = sequent.goal
    if signs and isinstance(goal, Formula) and goal.polynomial.is_scalar:
        yield tuple((q, 3) for q, _ in signs)
    rising = [a for a in sequent.atoms.values() if a.function in STRICTLY_INCREASING and a.arguments[0].is_scalar]
    gaps: list[Polynomial] = []
    for a, b in combinations(rising, 2):
        gap = a.arguments[0] - b.arguments[0]
        if a.function == b.function and gap.constant is None and gap not in gaps and -gap not in gaps:
            gaps.append(gap)
    for gap in gaps[:3]:
        yield ((gap, 3),)
    whole = [letter(*e) for e in sequent.letters.values() if e[0].integer and not e[0].legs and not e[0].opaque]
    if whole and len(whole) <= 2:
        yield tuple((x, 2) for x in whole)
        yield tuple((x - number(k), 2) for x in whole for k in (1, 0))
    numbers = [letter(*e) for e in sequent.letters.values() if not e[0].legs and not e[0].opaque and not e[0].integer]
    if 1 <= len(numbers) <= 3 and not signs:
        for pair in (numbers, [a - b for a, b in combinations(numbers, 2)]):
            if pair:
                yield tuple((x, 3) for x in pair)


def prove_on_boxes(sequent: Sequent) -> Body | None:
    """Cut the box of the bounded letters until balls decide the goal on every part."""
    goal = sequent.goal
    if not isinstance(goal, Formula) or not goal.polynomial.is_scalar:
        return None
    used = _needed(sequent, goal.polynomial)
    ends = {n: e for n, e in bounds(sequent).items() if n in used}
    if not used or not all(n in ends and None not in ends[n] for n in used):
        return None
    return _Boxes(frozenset(used), tuple(h.label for h in sequent.hypotheses)).cut(sequent, 0)


class _Boxes:
    """names: the letters that vary; labels: hypotheses that may be false on a box."""

    def __init__(self, names: frozenset[str], labels: tuple[str, ...]) -> None:
        self.names, self.labels = names, labels
        self.left = MOST_BOXES

    def cut(self, sequent: Sequent, depth: int) -> Body | None:
        spend(20)
        self.left -= 1
        if self.left < 0 or depth > DEEPEST or not isinstance(sequent.goal, Formula):
            return None
        at = box(sequent)
        found = _true(sequent.goal, at)
        if found:
            return Boxed()
        for label in self.labels:
            if _true(sequent.hypothesis(label), at) is False:
                return Boxed(label)
        if found is False:
            return None
        ends = {
            n: (low, high)
            for n, (low, high) in bounds(sequent).items()
            if n in self.names and low is not None and high is not None
        }
        name, (low, high) = max(ends.items(), key=lambda item: (item[1][1] - item[1][0], item[0]))
        if low >= high:
            return None
        q = letter(*sequent.letters[name]) - number((low + high) / 2)
        branches = []
        for k in range(2):
            body = self.cut(case(sequent, q, k, 2), depth + 1)
            if body is None:
                return None
            branches.append(Branch(body))
        return Cases(q, tuple(branches))


def _needed(sequent: Sequent, p: Polynomial) -> set[str]:
    found: set[str] = set()
    stack = [p]
    while stack:
        for x in letters_of(stack.pop()):
            if x.name in sequent.atoms:
                stack.extend(sequent.atoms[x.name].arguments)
            else:
                found.add(x.name)
    return found
