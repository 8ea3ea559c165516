"""Edits that cannot repair a claim are told from those that may, at exact points.

Owns: `Screen`.  What passes is only a candidate: `Screen.proves` lets the kernel decide.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import isqrt
from random import Random

from symcheck.decide import TRIAL
from symcheck.diagnosis.judging import Question, judge, lowered
from symcheck.kernel.evaluation import Array, Model, evaluate
from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.kernel.sequent import Sequent
from symcheck.language.elaborate import elaborate
from symcheck.language.errors import LanguageError
from symcheck.language.terms import Term
from symcheck.oracles.models import Sampler, size_orders
from symcheck.oracles.refutation import false_at
from symcheck.theories.expressions import Lowerer
from symcheck.theories.goals import leaves
from symcheck.theories.lowering import NotLowered, Obligation
from symcheck.theories.origins import Origin

SIZES = (2, 3, 4)
TRIES = 8
POINTS = 2
# without 0 and 1, at which too much is true by chance
GENERIC = tuple(Fraction(n, d) for n, d in ((2, 1), (3, 1), (-2, 1), (5, 1), (-3, 1), (1, 2), (-3, 4), (7, 1), (2, 3)))


class Screen:
    """Rejects most repairs cheaply: by the difference of the two sides at exact points that satisfy the hypotheses.

    The side that is not edited, the definitions and the hypotheses are lowered once.  Letters that an edit brings in, such as
    another inverse, get their values there from what they stand for.
    """

    def __init__(self, question: Question, fixed: Term, seed: int) -> None:
        goals = lowered(question)
        self.question, self.seed, self.where = question, seed, frozenset(goals.where)
        self.lowerer = Lowerer(question.setting)
        self.models: tuple[Model, ...] = ()
        self.fixed: Polynomial | None = None
        obligations = [o for o in leaves(goals.goal) if isinstance(o.question, Sequent)]
        if len(obligations) == 1 and not _has_entries(obligations[0]):
            try:
                self.fixed = self.lowerer.lower(fixed)
            except (NotLowered, ZeroDivisionError):
                return
            self.models = _drawn(obligations[0], seed)

    def passes(self, repaired: Term, edited: Term) -> bool:
        """Whether the repaired claim may hold: it has a meaning, differs on its two sides, and is true at the points."""
        if repaired.args[0] == repaired.args[1]:
            return False
        question = replace(self.question, statement=repaired)
        try:
            elaborate(repaired, question.context)
            if self.fixed is None or not self.models:
                return self._passes_afresh(question)
            difference = self.lowerer.lower(edited) - self.fixed
            return not any(v for m in self.models for row in evaluate(difference, self._completed(difference, m)) for v in row)
        except (KeyError, IndexError):
            return self._passes_afresh(question)  # a letter without a value there
        except (NotLowered, LanguageError, ValueError, ZeroDivisionError):
            return False

    def proves(self, repaired: Term) -> bool:
        """Whether the repaired claim holds, on no smaller a domain."""
        decision, goals = judge(replace(self.question, statement=repaired), self.seed, TRIAL)
        return decision.status == "holds" and goals is not None and self.where.issuperset(goals.where)

    def _passes_afresh(self, question: Question) -> bool:
        """The same for a claim of several parts: points for each."""
        try:
            goals = lowered(question)
        except NotLowered:
            return False
        sequents = [(o, o.question) for o in leaves(goals.goal) if isinstance(o.question, Sequent) and o.necessary]
        return not any(false_at(sequent, model) for part, sequent in sequents for model in _drawn(part, self.seed))

    def _completed(self, p: Polynomial, model: Model) -> Model:
        """The declared symbols there, and what the other letters of `p` stand for.

        Raises KeyError where there is none in ℚ, ZeroDivisionError where there is none at all.
        """
        values = {name: v for name, v in model.values.items() if "~" not in name}  # the others are numbered by claim
        todo = [x.name for x in letters_of(p)]
        while todo:
            name = todo[-1]
            if name in values or name.startswith("#"):
                todo.pop()
                continue
            origin = self.lowerer.letters.origins[name]
            needed = [x.name for q in origin.of for x in letters_of(q) if x.name not in values and not x.name.startswith("#")]
            if needed:
                todo += needed
                continue
            values[name] = _value(name, origin, Model(model.sizes, values))
        return Model(model.sizes, values)


def _has_entries(obligation: Obligation) -> bool:
    """Whether arrays are read entry by entry: then letters are not those of the whole arrays."""
    assert isinstance(obligation.question, Sequent)
    return any("[" in x.name for x, _, _ in obligation.question.letters.values())


def _drawn(obligation: Obligation, seed: int) -> tuple[Model, ...]:
    """Models at generic sizes and values: what is false in general is false at one of them."""
    sequent = obligation.question
    assert isinstance(sequent, Sequent)
    sampler, random = Sampler(sequent, obligation.draw), Random(seed)
    found: list[Model] = []
    for sizes in size_orders(sequent, SIZES):
        while len(found) < POINTS:
            model = sampler.draw(sizes, random, tries=TRIES, pool=GENERIC)
            if model is None:
                break
            found.append(model)
    return tuple(found)


def _value(name: str, origin: Origin, model: Model) -> Array:
    """Raises KeyError where the letter has no rational value, ZeroDivisionError where it has none."""
    if origin.kind not in {"inverse", "reciprocal", "root"}:
        raise KeyError(name)
    value = evaluate(origin.of[0], model)
    match origin.kind:
        case "inverse":
            return _inverse(value)
        case "reciprocal":
            return ((1 / value[0][0],),)
        case _:
            q = value[0][0]
            if q < 0:
                raise ZeroDivisionError("the square root of a negative number")
            root = Fraction(isqrt(q.numerator), isqrt(q.denominator))
            if root * root != q:
                raise KeyError(name)
            return ((root,),)


def _inverse(a: Array) -> Array:
    """Exactly, by elimination.  Raises ZeroDivisionError for a singular matrix."""
    n = len(a)
    rows = [[*row, *(Fraction(i == j) for j in range(n))] for i, row in enumerate(a)]
    for j in range(n):
        pivot = next((i for i in range(j, n) if rows[i][j]), None)
        if pivot is None:
            raise ZeroDivisionError("the inverse of a singular matrix")
        rows[j], rows[pivot] = rows[pivot], rows[j]
        rows[j] = [v / rows[j][j] for v in rows[j]]
        for i in range(n):
            if i != j and rows[i][j]:
                rows[i] = [v - rows[i][j] * w for v, w in zip(rows[i], rows[j], strict=True)]
    return tuple(tuple(row[n:]) for row in rows)
