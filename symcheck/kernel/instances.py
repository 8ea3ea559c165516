"""Instances of axioms: which atoms, with which powers and factors, and what those atoms are in a sequent.

TRUSTED.  Owns: `Axiom`, `Instance`.
"""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.kernel.polynomial import Polynomial, hadamard, letter, number, ones, product
from symcheck.kernel.sequent import Formula, Sequent


@dataclass(frozen=True, slots=True)
class Axiom:
    """An instance of a schema: the names of atoms, with powers or with factors where the schema needs them."""

    schema: str
    atoms: tuple[str, ...]
    powers: tuple[int, ...] = ()
    factors: tuple[Polynomial, ...] = ()


class Instance:
    """Values, arguments and functions of the atoms that an axiom names."""

    def __init__(self, sequent: Sequent, axiom: Axiom) -> None:
        self.sequent, self.axiom = sequent, axiom
        atoms = [sequent.atoms[name] for name in axiom.atoms]
        if not all(a.is_known for a in atoms):
            raise ValueError("no axiom is about an uninterpreted function")
        self.functions = [a.function for a in atoms]
        self.arguments = [a.arguments[0] for a in atoms]
        self.exponents = [a.arguments[1] if len(a.arguments) == 2 else number(1) for a in atoms]
        self.values = [letter(*sequent.letters[name]) for name in axiom.atoms]
        shapes = [(p.rows, p.cols) for p in self.values if not p.is_scalar]
        self.one = ones(*shapes[0]) if shapes else number(1)

    def wide(self, p: Polynomial) -> Polynomial:
        """A number beside arrays stands for the array of it."""
        return product(p, self.one) if p.is_scalar else p

    def monomial(self, values: list[Polynomial], powers: tuple[int, ...]) -> Polynomial:
        """Π values^powers, of the powers that are positive."""
        total = self.one
        for p, k in zip(values, powers, strict=True):
            for _ in range(k):
                total = times(total, self.wide(p))
        return total

    def combination(self, values: list[Polynomial], powers: tuple[int, ...]) -> Polynomial:
        total = self.one - self.one
        for p, k in zip(values, powers, strict=True):
            total = total + self.wide(p).times(k)
        return total

    def states(self, relation: str, p: Polynomial) -> bool:
        """p REL 0 is a hypothesis as it stands."""
        return any(h.formula == Formula(relation, p) for h in self.sequent.hypotheses)

    def holds(self, p: Polynomial) -> bool:
        """p = 0 is a hypothesis as it stands."""
        return any(h.formula.relation == "=" and h.formula.polynomial in (p, -p) for h in self.sequent.hypotheses)


def times(p: Polynomial, q: Polynomial) -> Polynomial:
    return product(p, q) if p.is_scalar or q.is_scalar else hadamard(p, q)


def require(condition: bool) -> None:
    if not condition:
        raise ValueError("the atoms do not match the axiom")


def vanish(*polynomials: Polynomial) -> list[Formula]:
    return [Formula("=", p) for p in polynomials]
