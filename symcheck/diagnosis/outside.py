"""A point at which one side of an equation is defined and the other is not.

Owns: `point_outside`.  The kernel judges the point like any other countermodel.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product as cartesian
from random import Random

from symcheck.kernel.certificate import Countermodel
from symcheck.kernel.polynomial import letter, letters_of
from symcheck.kernel.sequent import Formula, Hypothesis, Member, Sequent
from symcheck.oracles.models import SMALL, Sampler
from symcheck.oracles.refutation import weight
from symcheck.theories.lowering import Obligation

TRIES = 12  # values drawn until one satisfies the hypotheses
DRAWS = 4  # points of which the simplest is shown
MOST_SIZES = 8


def point_outside(obligation: Obligation, seed: int) -> Countermodel | None:
    """The simplest of a few exact points that satisfy the hypotheses and at which the condition is false."""
    sequent = obligation.question
    if not isinstance(sequent, Sequent) or isinstance(sequent.goal, Member):
        return None
    p, relation = sequent.goal.polynomial, sequent.goal.relation
    outside = {"!=": Formula("=", p), ">=": Formula(">", -p), ">": Formula(">=", -p)}.get(relation)
    if outside is None:
        return None
    symbols = [letter(*sequent.letters[n]) for n in sorted({x.name for x in letters_of(p)}) if "~" not in n and n[0] != "#"]
    for zero in (None, *symbols):
        more = [Hypothesis("outside", outside)]
        if zero is not None:
            more.append(Hypothesis("outside:zero", Formula("=", zero)))
        sampler = Sampler(replace(sequent, hypotheses=(*sequent.hypotheses, *more)), obligation.draw)
        random = Random(seed)
        for sizes in _small_sizes(sequent.sizes):
            drawn = [sampler.draw(sizes, random, tries=TRIES, pool=SMALL) for _ in range(DRAWS)]
            found = [m for m in drawn if m is not None]
            if found:
                return Countermodel(min(found, key=weight))
    return None


def _small_sizes(names: tuple[str, ...]) -> list[dict[str, int]]:
    choices = sorted(cartesian((1, 2, 3), repeat=len(names)), key=lambda v: (sum(v), v))
    return [dict(zip(names, values, strict=True)) for values in choices[:MOST_SIZES]]
