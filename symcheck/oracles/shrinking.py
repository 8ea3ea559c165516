"""A countermodel that a person can check: entry by entry replaced by simpler numbers, for as long as it refutes.

UNTRUSTED search.  Owns: `simplest`.  Letters that equations give are computed anew each time; sizes are those that were found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from random import Random

from symcheck.kernel.certificate import Countermodel
from symcheck.kernel.evaluation import Array, Model
from symcheck.kernel.sequent import NotAModel, Sequent, require_model
from symcheck.oracles.blocks import solve
from symcheck.oracles.effort import Exhausted, spend
from symcheck.oracles.models import SMALL, Sampler
from symcheck.oracles.refutation import false_at, weight

SIMPLE = tuple(Fraction(v) for v in (0, 1, -1, 2, -2, 3))
TRIES = 80


def simplest(sequent: Sequent, sampler: Sampler, found: Countermodel, seed: int) -> Countermodel:
    """The countermodel, or a simpler one of the same sizes: one entry of a drawn letter is changed at a time."""
    solved = {name for block in sampler.plan for name in block.names}
    drawn = {n: found.model.values[n] for n, (x, _, _) in sequent.letters.items() if n not in solved and not x.opaque}
    best, tries = found, 0
    improved = True
    try:
        while improved:
            improved = False
            for values in _simpler(sequent, drawn):
                if tries >= TRIES:
                    return best
                tries += 1
                spend(sampler.cost)
                model = _completed(sampler, best.model.sizes, values, Random(seed))
                other = None if model is None else false_at(sequent, model)
                if other is not None and weight(other.model) < weight(best.model):
                    best, drawn, improved = other, values, True
                    break
    except (Exhausted, KeyError):
        return best
    return best


def _simpler(sequent: Sequent, drawn: Mapping[str, Array]) -> Iterator[dict[str, Array]]:
    """The values with one entry (of a symmetric letter: two) replaced by a number nearer to 0."""
    for name, array in drawn.items():
        symmetric = sequent.letters[name][0].symmetric
        for i, row in enumerate(array):
            for j, entry in enumerate(row):
                for v in SIMPLE:
                    if _plain(v) >= _plain(entry):
                        break
                    places = {(i, j), (j, i)} if symmetric else {(i, j)}
                    changed = tuple(
                        tuple(v if (r, c) in places else old for c, old in enumerate(line)) for r, line in enumerate(array)
                    )
                    yield {**drawn, name: changed}


def _plain(q: Fraction) -> tuple[int, int]:
    return (abs(q.numerator) + q.denominator - 1, int(q < 0))


def _completed(sampler: Sampler, sizes: Mapping[str, int], drawn: Mapping[str, Array], random: Random) -> Model | None:
    """The model in which the drawn letters have these values, or None where there is none."""
    values = dict(drawn)
    for block in sampler.plan:
        found = solve(sampler.sequent, block, Model(sizes, values), random, SMALL)
        if found is None:
            return None
        values.update(found)
    model = Model(dict(sizes), values)
    try:
        require_model(sampler.sequent, model)
    except (NotAModel, ZeroDivisionError):
        return None
    return model
