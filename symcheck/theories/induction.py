"""Claims with a symbolic exponent of a matrix: at numbers, for all powers at once, and by induction on the exponent.

TRUSTED FOR MEANING.  Owns: `lower_with_exponents`.  For a claim P about all k ≥ b: P(b), and P(k + 1) from P(k), are together as
strong as P; P(b), P(b + 1), … follow from P, and a counterexample to one of them is one to P (Peano).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from symcheck.kernel.axioms import TOTAL
from symcheck.kernel.evaluation import OF_MATRICES
from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.kernel.sequent import Sequent
from symcheck.language.context import Context, Kind
from symcheck.language.terms import Term, free_symbols
from symcheck.theories.goals import All, Either, Goal, LoweredClaim, each, leaves, refuting, weaker
from symcheck.theories.lowering import NotLowered

TRIED = (0, 1, 2, 3)  # exponents above the least at which a counterexample is looked for
MOST_SYMBOLS = 2
CONDITIONS = ("defined:", "inverse:", "reciprocal:", "root:")  # labels of what is needed for letters to have a value
UNPROVED = "no proof for all exponents was found"


class Values:
    """What exponents are read as: `shift` + k (`symbolic`) or the number `shift`."""

    def __init__(self, shifts: Mapping[str, tuple[bool, int]]) -> None:
        self.shifts = dict(shifts)

    def put(self, name: str, *, symbolic: bool, shift: int) -> Values:
        return Values({**self.shifts, name: (symbolic, shift)})

    @property
    def open(self) -> tuple[str, ...]:
        return tuple(name for name, (symbolic, _) in self.shifts.items() if symbolic)

    @property
    def numbers(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, str(n)) for name, (symbolic, n) in self.shifts.items() if not symbolic)


# (values, values of the induction hypothesis or None) → the claim read so
Read = Callable[[Values, Values | None], LoweredClaim]


def lower_with_exponents(
    names: tuple[str, ...], given: tuple[tuple[str, Term], ...], context: Context, read: Read
) -> LoweredClaim:
    """The goal tree of a claim with these exponents.  Raises NotLowered."""
    if len(names) > MOST_SYMBOLS:
        raise NotLowered("no-theory", f"a claim with more than {MOST_SYMBOLS} symbolic exponents of matrices")
    least = {name: _least(name, given, context) for name in names}
    start = Values({name: (True, b or 0) for name, b in least.items()})
    inductive = tuple(name for name, b in least.items() if b is not None)
    try:
        general = read(start, None)
        goal = Either((*_proofs(start, inductive, general, read), *_instances(start, inductive, read, UNPROVED)))
    except NotLowered as error:  # such as a derivative that is known for numbers only
        if error.code != "no-theory" or set(inductive) != set(names):
            raise
        goal, general = Either(_instances(start, inductive, read, error.message)), read(_at(start, 0), None)
    return LoweredClaim(goal, general.rules, general.where, general.notes)


def _at(values: Values, extra: int) -> Values:
    return Values({name: (False, n + extra) for name, (_, n) in values.shifts.items()})


def _instances(values: Values, inductive: tuple[str, ...], read: Read, why: str) -> tuple[Goal, ...]:
    """The claim at small exponents: a counterexample there is one."""
    if set(inductive) != set(values.shifts):
        return ()
    found: list[Goal] = []
    for extra in TRIED:
        try:
            found.append(refuting(read(_at(values, extra), None).goal, why))
        except ZeroDivisionError:  # nothing is claimed there
            continue
    return tuple(found)


def _proofs(values: Values, inductive: tuple[str, ...], general: LoweredClaim, read: Read) -> tuple[Goal, ...]:
    ways: list[Goal] = [_relabelled(weaker(general.goal))]
    for name in (n for n in inductive if n in values.open):
        shift = values.shifts[name][1]
        at_least = values.put(name, symbolic=False, shift=shift)
        try:
            lowest = read(at_least, None)
        except ZeroDivisionError:
            continue
        base = Either(_proofs(at_least, inductive, lowest, read)) if at_least.open else lowest.goal
        try:
            step = read(values.put(name, symbolic=True, shift=shift + 1), values)
        except NotLowered:  # the claim cannot be stated as a hypothesis
            continue
        if not any(_breaks(o.question, name) for o in leaves(step.goal) if isinstance(o.question, Sequent)):
            ways.append(All((base, _relabelled(weaker(step.goal)))))
    return tuple(ways)


def _breaks(sequent: Sequent, name: str) -> bool:
    """Whether where the claim is defined depends on the exponent: then P(k + 1) may be defined where P(k) says nothing."""
    varying = {n for n in sequent.letters if n == name or n.startswith("pow~")}

    def varies(*polynomials: Polynomial) -> bool:
        return any(x.name in varying for p in polynomials for x in letters_of(p))

    before = -1
    while len(varying) != before:
        before = len(varying)
        varying |= {n for n, a in sequent.atoms.items() if varies(*a.arguments)}
    conditions = (h for h in sequent.hypotheses if h.label.startswith(CONDITIONS))
    partial = (a for a in sequent.atoms.values() if a.function not in {*TOTAL, *OF_MATRICES})
    return any(varies(h.formula.polynomial) for h in conditions) or any(varies(a.arguments[0]) for a in partial if a.arguments)


def _relabelled(goal: Goal) -> Goal:
    return each(goal, lambda o: replace(o, label=f"{o.label}, where the powers are any matrices that commute so"))


def _least(name: str, given: tuple[tuple[str, Term], ...], context: Context) -> int | None:
    """The b for which the hypotheses say of k that k ≥ b and no more; None where they say anything else of it."""
    kind = context.symbols.get(name)
    if not isinstance(kind, Kind) or kind.domain is not None:
        return None
    found = 0 if kind.base == "natural" else None
    for _, term in given:
        if name not in free_symbols(term):
            continue
        bound = _bound(name, term)
        if bound is None:
            return None
        found = bound if found is None else max(found, bound)
    return found if found is None or found >= 0 else None


def _bound(name: str, term: Term) -> int | None:
    """b for `k >= b`, `b <= k`, `k > b - 1`."""
    match term:
        case Term("rel", (Term("sym", (), str() as k), Term("num", (), Fraction() as q)), (">=" | ">") as relation):
            pass
        case Term("rel", (Term("num", (), Fraction() as q), Term("sym", (), str() as k)), ("<=" | "<") as relation):
            pass
        case _:
            return None
    if k != name or q.denominator != 1:
        return None
    return int(q) + (relation in {">", "<"})
