"""Letters that the hypotheses make symmetric, read as such: a hypothesis `A is symmetric` is as strong as a declaration.

TRUSTED FOR MEANING.  Owns: `Symmetry`.  A sequent with the hypothesis X − Xᵀ = 0, or X = q where qᵀ is q, speaks of symmetric X
only; so it is the same sequent with a symmetric letter X, whose normal form knows that Xᵀ is X.  The inverse of what is
symmetric is symmetric, because it is determined by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from symcheck.kernel.evaluation import Atom
from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Polynomial, assemble, letter, letters_of, transpose
from symcheck.kernel.sequent import Formula, Hypothesis, Member, Sequent
from symcheck.theories.letters import Origin
from symcheck.theories.lowering import Obligation


class Symmetry:
    """origins: of the letters of the claim.  Hypotheses that are changed are made once, so that sequents share them."""

    def __init__(self, origins: Mapping[str, Origin]) -> None:
        self.origins = origins
        self.known: dict[tuple[int, frozenset[str]], tuple[Hypothesis, Hypothesis]] = {}

    def put(self, obligation: Obligation, sequent: Sequent) -> Obligation:
        """The obligation with the question `sequent`, in which what must be symmetric is so by its letter."""
        found, built_in = self._found(sequent)
        if not found:
            return replace(obligation, question=sequent)
        goal, sides = sequent.goal, obligation.sides
        polynomial = renamed(goal.polynomial, found)
        atoms = {n: Atom(a.function, tuple(renamed(p, found) for p in a.arguments)) for n, a in sequent.atoms.items()}
        put = Sequent(
            sequent.sizes,
            {n: (found.get(n, x), rows, cols) for n, (x, rows, cols) in sequent.letters.items()},
            tuple(self._hypothesis(h, found) for h in sequent.hypotheses),
            replace(goal, polynomial=polynomial) if isinstance(goal, Member) else Formula(goal.relation, polynomial),
            atoms,
        )
        spoken = {x.name for x in letters_of(goal.polynomial)}
        return replace(
            obligation,
            question=put,
            pool=tuple(renamed(p, found) for p in obligation.pool),
            arrays=tuple((text, renamed(p, found)) for text, p in obligation.arrays),
            sides=None if sides is None else (renamed(sides[0], found), renamed(sides[1], found)),
            built_in=tuple(label for label, name in built_in if name in spoken),
        )

    def _hypothesis(self, h: Hypothesis, found: Mapping[str, Letter]) -> Hypothesis:
        if not any(x.name in found for x in letters_of(h.formula.polynomial)):
            return h
        key = (id(h), frozenset(found))  # the hypothesis is kept beside, so that its id is not given to another
        if key not in self.known:
            formula = Formula(h.formula.relation, renamed(h.formula.polynomial, found))
            self.known[key] = (h, Hypothesis(h.label, formula))
        return self.known[key][1]

    def _found(self, sequent: Sequent) -> tuple[dict[str, Letter], tuple[tuple[str, str], ...]]:
        """Letters as they should be, by name; and the labels of the hypotheses that say no more than that, each with its name."""
        found: dict[str, Letter] = {}
        built_in: list[tuple[str, str]] = []
        square = {
            n: letter(x, rows, cols)
            for n, (x, rows, cols) in sequent.letters.items()
            if len(x.legs) == 2 and rows == cols and not x.symmetric and not x.opaque
        }
        stated = (h for h in sequent.hypotheses if h.formula.relation == "=")
        equations = [h for h in stated if h.formula.polynomial.rows == h.formula.polynomial.cols]
        before = -1
        while len(found) != before:
            before = len(found)
            for name, x in square.items():
                if name in found:
                    continue
                origin = self.origins.get(name)
                if origin is not None and origin.kind == "inverse":
                    a = renamed(origin.of[0], found)
                    said = ["" for _ in "1" if transpose(a) == a]
                else:
                    said = [h.label for h in equations if _says_symmetric(renamed(h.formula.polynomial, found), x)]
                if said:
                    found[name] = sequent.letters[name][0]._replace(symmetric=True)
                    built_in += [(label, name) for label in said if label]
        return found, tuple(built_in)


def _says_symmetric(p: Polynomial, x: Polynomial) -> bool:
    """p = 0 says that x is xᵀ, or that x is something symmetric in which x does not occur."""
    ((alone, _),) = x.terms.items()
    if alone not in p.terms:
        return False
    if p in (x - transpose(x), transpose(x) - x):
        return True
    rest = p - x.times(p.terms[alone])
    return not letters_of(x) & letters_of(rest) and transpose(rest) == rest


def renamed(p: Polynomial, names: Mapping[str, Letter]) -> Polynomial:
    """p with other letters under these names."""
    if not any(x.name in names for x in letters_of(p)):
        return p

    def put(network: Network) -> Network:
        return network._replace(nodes=tuple((names.get(x.name, x), legs) for x, legs in network.nodes))

    raw = ((c, tuple((put(f), e) for f, e in m.factors), put(m.open)) for m, c in p.terms.items())
    return assemble(p.rows, p.cols, raw)


__all__ = ["Symmetry", "renamed"]
