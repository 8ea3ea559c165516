"""Models of a sequent, and models at which its goal is false.

UNTRUSTED search.  Owns: `find_models`, `refute`, `false_at`.  Generic sizes first: they refute most.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product as cartesian
from random import Random

from symcheck.kernel.certificate import Countermodel
from symcheck.kernel.evaluation import Array, Model, evaluate, interpreted
from symcheck.kernel.sequent import Member, Sequent, truth
from symcheck.oracles.linear import kernel_vector
from symcheck.oracles.models import SMALL, Sampler, size_orders

GENERIC_LADDER = (3, 4, 5, 6)
SIGNS = (Fraction(-1), Fraction(0), Fraction(1))
TRIES_OF_NUMBERS = 240  # where the first tries find no numbers between others


def find_models(sequent: Sequent, sampler: Sampler, random: Random) -> list[Model]:
    """One model for each admissible order of the sizes for which one was found."""
    if sequent.sizes in sampler.found:
        return sampler.found[sequent.sizes]
    found = sampler.found[sequent.sizes] = []
    for sizes in size_orders(sequent, (2, 3, 4, 5, 6)):
        model = sampler.draw(sizes, random, tries=30)
        if model is None and not sizes:
            model = sampler.draw(sizes, random, tries=TRIES_OF_NUMBERS)
        if model is None and min(sizes.values(), default=9) == 2:
            model = sampler.draw({k: v - 1 for k, v in sizes.items()}, random, tries=30)
        if model is not None:
            found.append(model)
    if not found and sequent.sizes:  # what equations between inverses allow may be few matrices, small ones among them
        model = sampler.draw(dict.fromkeys(sequent.sizes, 2), random, tries=TRIES_OF_NUMBERS, pool=SIGNS)
        found += [] if model is None else [model]
    return found


def refute(
    sequent: Sequent,
    sampler: Sampler,
    random: Random,
    *,
    generic: bool,
    pool: tuple[Fraction, ...] = SMALL,
    most: int = 30,
    draws: int = 6,
    few: bool = False,
) -> Countermodel | None:
    """A model of the hypotheses at which the goal is false: at generic sizes, or the smallest and simplest one; few: of a few."""
    if generic:
        choices = list(size_orders(sequent, GENERIC_LADDER))[:4]
        rounds = 1
        choices += [dict.fromkeys(sequent.sizes, 1), dict.fromkeys(sequent.sizes, 2)] if sequent.sizes else []
    else:
        choices = [
            dict(zip(sequent.sizes, values, strict=True))
            for values in sorted(cartesian((1, 2, 3), repeat=len(sequent.sizes)), key=lambda v: (sum(v), v))
        ][:most]
        rounds = draws
    if not sequent.sizes:
        choices, rounds = [{}], 12 if sampler.bounded else 40
    if few:
        choices, rounds = choices[:2], min(rounds, 4)
    best: Countermodel | None = None
    for sizes in choices:
        for _ in range(rounds):
            model = sampler.draw(sizes, random, tries=4, pool=pool)
            found = None if model is None else false_at(sequent, model)
            if found is not None and (best is None or weight(found.model) < weight(best.model)):
                best = found
        if best is not None:
            return best
    return best


def weight(model: Model) -> tuple[int, int]:
    """How far from simple the values are: the size of their numerators and denominators, then how many are negative."""
    entries = [v for value in model.values.values() for row in value for v in row]
    return (sum(abs(v.numerator) + v.denominator - 1 for v in entries), sum(v < 0 for v in entries))


def false_at(sequent: Sequent, model: Model) -> Countermodel | None:
    """The countermodel, where the goal is defined and false at the model."""
    try:
        if isinstance(sequent.goal, Member):
            separator = _separator(sequent.goal, model)
            return None if separator is None else Countermodel(model, separator)
        false = truth(sequent.goal, interpreted(model, sequent.atoms)) is False
        return Countermodel(model) if false else None
    except (ZeroDivisionError, KeyError):
        return None


def _separator(goal: Member, model: Model) -> Array | None:
    count = goal.rows.at(model.sizes)

    def at(index: int | None) -> Array:
        unit = tuple((Fraction(i == index),) for i in range(count))
        return evaluate(goal.polynomial, Model(model.sizes, {**model.values, goal.unknown.name: unit}))

    constant = at(None)
    width = len(constant[0])
    flat = [v for row in constant for v in row]
    columns = [[v - c for v, c in zip((v for row in at(i) for v in row), flat, strict=True)] for i in range(count)]
    matrix = [[columns[k][i] for k in range(count)] for i in range(len(flat))]
    y = kernel_vector(matrix, flat)
    if y is None:
        return None
    return tuple(tuple(y[i * width : (i + 1) * width]) for i in range(len(constant)))
