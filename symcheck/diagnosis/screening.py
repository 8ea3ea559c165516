"""Edits that cannot repair a claim are told from those that may, at one exact point.

Owns: `Screen`.  What passes is only a candidate: `Screen.proves` lets the kernel decide.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import isqrt
from random import Random

from symcheck.diagnosis.judging import Question, judge, lowered
from symcheck.kernel.evaluation import Array, Model, evaluate
from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.kernel.sequent import Sequent
from symcheck.language.elaborate import elaborate
from symcheck.language.errors import LanguageError
from symcheck.language.terms import Term
from symcheck.oracles.models import WIDE, Sampler, size_orders
from symcheck.oracles.search import false_at
from symcheck.theories.expressions import Lowerer
from symcheck.theories.goals import leaves
from symcheck.theories.letters import Origin
from symcheck.theories.lowering import NotLowered, Obligation

SIZES = (2, 3, 4)
TRIES = 6
MODELS = 3


class Screen:
    """Rejects most repairs cheaply: by the difference of the two sides at one exact point that satisfies the hypotheses.

    The side that is not edited, the definitions and the hypotheses are lowered once.  Letters that an edit brings in, such as
    another inverse, get their value at the point from what they stand for.
    """

    def __init__(self, question: Question, fixed: Term, seed: int) -> None:
        goals = lowered(question)
        self.question, self.seed, self.where = question, seed, frozenset(goals.where)
        self.lowerer = Lowerer(question.setting)
        self.model: Model | None = None
        self.fixed: Polynomial | None = None
        obligations = [o for o in leaves(goals.goal) if isinstance(o.question, Sequent)]
        if len(obligations) == 1 and not _has_entries(obligations[0]):
            try:
                self.fixed = self.lowerer.lower(fixed)
            except (NotLowered, ZeroDivisionError):
                return
            self.model = _drawn(obligations[0], seed)

    def passes(self, repaired: Term, edited: Term) -> bool:
        """Whether the repaired claim may hold: it has a meaning, differs on its two sides, and is true at the point."""
        if repaired.args[0] == repaired.args[1]:
            return False
        question = replace(self.question, statement=repaired)
        try:
            elaborate(repaired, question.context)
            if self.fixed is None or self.model is None:
                return self._passes_afresh(question)
            difference = self.lowerer.lower(edited) - self.fixed
            return not any(v for row in evaluate(difference, self._completed(difference)) for v in row)
        except (KeyError, IndexError):
            return self._passes_afresh(question)  # a letter without a value there
        except (NotLowered, LanguageError, ValueError, ZeroDivisionError):
            return False

    def proves(self, repaired: Term) -> bool:
        """Whether the repaired claim holds, on no smaller a domain."""
        decision, goals = judge(replace(self.question, statement=repaired), self.seed)
        return decision.status == "holds" and goals is not None and self.where.issuperset(goals.where)

    def _passes_afresh(self, question: Question) -> bool:
        """The same for a claim of several parts: one point for each."""
        try:
            goals = lowered(question)
        except NotLowered:
            return False
        for part in leaves(goals.goal):
            if isinstance(part.question, Sequent) and part.necessary:
                model = _drawn(part, self.seed)
                if model is not None and false_at(part.question, model) is not None:
                    return False
        return True

    def _completed(self, p: Polynomial) -> Model:
        """The declared symbols at the point, and what the other letters of `p` stand for there.

        Raises KeyError where there is none in ℚ, ZeroDivisionError where there is none at all.
        """
        assert self.model is not None
        values = {name: v for name, v in self.model.values.items() if "~" not in name}  # the others are numbered by claim
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
            values[name] = _value(name, origin, Model(self.model.sizes, values))
        return Model(self.model.sizes, values)


def _has_entries(obligation: Obligation) -> bool:
    """Whether arrays are read entry by entry: then letters are not those of the whole arrays."""
    assert isinstance(obligation.question, Sequent)
    return any("[" in x.name for x, _, _ in obligation.question.letters.values())


def _drawn(obligation: Obligation, seed: int) -> Model | None:
    """A model at generic sizes, drawn from many values: what is false in general is false there.

    Of a few models the one with the fewest zeros: where w is 0, every edit of a factor of w passes.
    """
    sequent = obligation.question
    assert isinstance(sequent, Sequent)
    sampler = Sampler(sequent, obligation.draw)
    for sizes in size_orders(sequent, SIZES):
        drawn = (sampler.draw(sizes, Random(seed + k), tries=TRIES, pool=WIDE) for k in range(MODELS))
        found = [model for model in drawn if model is not None]
        if found:
            return min(found, key=_zeros)
    return None


def _zeros(model: Model) -> int:
    return sum(not v for value in model.values.values() for row in value for v in row)


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
