"""Sums of arctangents of numbers, one added after the other, as Machin did (1706).

UNTRUSTED search.  Owns: `sums_of`, `arctangents`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement
from math import lcm

from symcheck.kernel.axioms import Axiom
from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.kernel.sequent import Formula, Sequent

MOST_SUMMANDS = 12
MOST_ATOMS = 16


def sums_of(sequent: Sequent) -> Iterator[Fraction]:
    """Tangents of the partial sums of what the goal adds up; first the summands with a minus sign, and 1, of which π is made."""
    goal = sequent.goal
    of = _numbers(sequent)
    if not isinstance(goal, Formula) or goal.relation != "=" or set(of.values()) <= {Fraction(1)}:
        return
    counts = _counts(goal.polynomial, of)
    if counts is None or sum(abs(n) for n in counts.values()) > MOST_SUMMANDS:
        return
    yield Fraction(1)
    total: Fraction | None = None
    for tangent, n in sorted(counts.items(), key=lambda item: (item[0] == 1, -abs(item[1]), item[0])):
        signed = tangent if n > 0 else -tangent
        if tangent == 1:
            continue
        if n < 0:
            yield signed
        for _ in range(abs(n)):
            if total is None:
                total = signed
                continue
            if total * signed == 1:
                return
            total = (total + signed) / (1 - total * signed)
            yield total


def _counts(p: Polynomial, of: dict[str, Fraction]) -> dict[Fraction, int] | None:
    """How often each arctangent is added, for a sum of nothing else."""
    scale = lcm(*(c.denominator for c in p.terms.values())) if p.terms else 1
    found: dict[Fraction, int] = {}
    for m, c in p.terms.items():
        names = [x.name for f, e in m.factors if e == 1 for x, _ in f.nodes]
        if len(m.factors) != 1 or len(names) != 1 or names[0] not in of:
            return None
        found[of[names[0]]] = int(c * scale)
    return found


def _numbers(sequent: Sequent) -> dict[str, Fraction]:
    found = {}
    for name, atom in sequent.atoms.items():
        if atom.function == "atan" and not letters_of(atom.arguments[0]):
            found[name] = atom.arguments[0].constant or Fraction(0)
    return found


def arctangents(sequent: Sequent) -> Iterator[Axiom]:
    """a + b = c − a b c for the tangents of two sums."""
    of = _numbers(sequent)
    names = {q: n for n, q in of.items()}
    if len(of) > MOST_ATOMS:
        return
    for u, v in combinations_with_replacement(of, 2):
        a, b = of[u], of[v]
        if a * b == 1 or (a + b) / (1 - a * b) not in names or 0 in (a, b):
            continue
        w = names[(a + b) / (1 - a * b)]
        if a * b < 1:
            yield Axiom("arctangents", (u, v, w))
        elif Fraction(1) in names:
            yield Axiom("arctangents", (u, v, w, names[Fraction(1)]))
