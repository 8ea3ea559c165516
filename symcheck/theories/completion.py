"""The sequents of a claim, once all of it has been read.

TRUSTED FOR MEANING.  Owns: `completed`.  A claim is about the points at which all of it is defined (design, section 2), so
no sequent can be written down before the last of its parts has been read: what one part divides by is a condition for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.kernel.sequent import Formula, Sequent
from symcheck.theories.definedness import sequent_of
from symcheck.theories.drawing import drawn
from symcheck.theories.goals import All, Contrary, Either, Goal, Leaf, Proposed, Under
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import Obligation
from symcheck.theories.matrix_powers import commuting
from symcheck.theories.symmetry import Symmetry


class Completion:
    """letters: of the whole claim; sizes: the declared ones; pool: arrays whose squares are worth trying, with their texts."""

    def __init__(
        self,
        letters: Letters,
        sizes: tuple[str, ...],
        pool: tuple[tuple[str, Polynomial], ...],
        equal_sizes: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.letters, self.sizes, self.pool, self.equal_sizes = letters, sizes, pool, equal_sizes
        self.where: dict[str, None] = {}
        self.symmetry = Symmetry(letters.origins)

    def completed(self, goal: Goal) -> Goal:
        """The tree with the hypotheses that say what its letters are and where the claim is defined."""
        match goal:
            case Leaf(Obligation(question=Sequent() as stated) as obligation):
                return self.leaf(obligation, stated)
            case Leaf():
                return goal
            case Contrary(inner):
                return Contrary(self.completed(inner))
            case All(parts):
                return All(tuple(self.completed(p) for p in parts))
            case Either(parts):
                return Either(tuple(self.completed(p) for p in parts))
            case Under(conditions, inner):
                return Under(self.completed(conditions), self.completed(inner))
            case Proposed(wanted, variable, expand, stated):

                def completed(proposal: str, finish: Callable[[Goal], Goal]) -> Goal:
                    return expand(proposal, lambda g: finish(self.completed(g)))

                return Proposed(wanted, variable, completed, self.completed(stated))

    def leaf(self, obligation: Obligation, stated: Sequent) -> Goal:
        """An equation between scalars may also be shown by two inequalities, where inequalities are known."""
        sequent, where = sequent_of(self.letters, self.sizes, stated.goal, stated.hypotheses, stated.supposed)
        self.where |= dict.fromkeys(where)
        sequent = replace(sequent, hypotheses=(*sequent.hypotheses, *commuting(sequent, self.letters.origins)))
        obligation = replace(
            obligation,
            draw=drawn(sequent),
            pool=tuple(p for _, p in self.pool if all(x.name in sequent.letters or x.name[0] == "#" for x in letters_of(p))),
            arrays=self.pool,
            names=self.letters.texts_of_letters(),
            equal_sizes=self.equal_sizes,
            wholes=dict(self.letters.wholes),
        )
        obligation = self.symmetry.put(obligation, sequent)
        orders = any(h.formula.relation in {">", ">="} for h in sequent.hypotheses)
        spoken = {x.name for x in letters_of(sequent.goal.polynomial)}
        orders = orders or any(a.function == "log" and n in spoken for n, a in sequent.atoms.items())
        match obligation.question:
            case Sequent(goal=Formula("=", p)) as question if p.is_scalar and orders:
                pass
            case _:
                return Leaf(obligation)
        halves = tuple(
            Leaf(replace(obligation, question=replace(question, goal=Formula(">=", q)), necessary=False)) for q in (p, -p)
        )
        return Either((Leaf(obligation), All(halves)))
