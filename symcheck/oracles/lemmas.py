"""Lemmas that points suggest: two atoms of one function with equal arguments, and signs of what absolute values are taken of.

UNTRUSTED search.  Owns: `prove_by_lemmas`.  A lemma is tried where it is true at all points; innermost atoms first, so that later
lemmas may use earlier ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from itertools import product as cartesian

from flint import arb

from symcheck.kernel.axioms import Axiom
from symcheck.kernel.certificate import Body, Branch, Lemma
from symcheck.kernel.evaluation import Interpretation, enclosure
from symcheck.kernel.functions import Value, is_finite
from symcheck.kernel.polynomial import Polynomial, letter, letters_of, number, power, product
from symcheck.kernel.reasoning import stated
from symcheck.kernel.sequent import Formula, Sequent
from symcheck.oracles.comparison import STEPPED, accepted
from symcheck.oracles.effort import spend

Proved = tuple[Body, tuple[Axiom, ...]]
Prove = Callable[[Sequent, tuple[Axiom, ...]], Proved | None]  # with these axioms among others
MOST_LEMMAS = 12
MOST_TOGETHER = 8  # logarithms and exponentials that are compared three by three
POWERS = (1, -1, 2, -2, 3, -3, 4, -4)
CLOSE, NEAR = 2.0**-40, 1e-9


def prove_by_lemmas(sequent: Sequent, points: list[Interpretation], prove: Prove) -> Branch | None:
    """A proof of the goal with lemmas about arguments of atoms, and axioms that need none."""
    known, shown = sequent, list[tuple[Formula, Branch]]()
    axioms: tuple[Axiom, ...] = ()
    for formula, axiom in (*_suggested(sequent, points), *_related(sequent, points)):
        if len(shown) >= MOST_LEMMAS:
            break
        if formula.polynomial.is_zero:
            axioms = (*axioms, *accepted(known, iter((axiom,)), axioms))
            continue
        part, more = stated(known, formula)
        found = prove(part, axioms)
        if found is None:
            continue
        made = accepted(more, iter((axiom,)))
        if made:
            shown.append((formula, Branch(*found)))
            known, axioms = more, (*axioms, *made)
    if not shown and not axioms:
        return None
    last = prove(known, axioms)
    if last is None:
        return None
    rest = Branch(*last)
    for formula, branch in reversed(shown):
        rest = Branch(Lemma(formula, branch, rest))
    return rest


def _suggested(sequent: Sequent, points: list[Interpretation]) -> Iterator[tuple[Formula, Axiom]]:
    """What is true at all points, each with the axiom that it allows."""
    names = sorted((n for n, a in sequent.atoms.items() if a.is_known), key=lambda n: _depth(sequent, n))
    if not points:
        return
    same: set[str] = set()  # atoms that are another one with the same arguments
    for k, name in enumerate(names):
        atom = sequent.atoms[name]
        if atom.function in STEPPED and atom.arguments[0].is_scalar and atom.arguments[0].constant is None:
            for q in (atom.arguments[0], -atom.arguments[0]):
                if all(_is_nonnegative(q, at) for at in points):
                    yield Formula(">=", q), Axiom("signed", (name,))
                    break
        for other in names[:k]:
            if other in same or sequent.atoms[other].function != atom.function:
                continue
            pairs = list(zip(sequent.atoms[other].arguments, atom.arguments, strict=False))
            apart = [p - q for p, q in pairs if (p.rows, p.cols) == (q.rows, q.cols) and p != q]
            fit = len(pairs) == len(atom.arguments) and all((p.rows, p.cols) == (q.rows, q.cols) for p, q in pairs)
            if fit and len(apart) == 1 and all(_vanishes(apart[0], at) for at in points):
                same.add(name)
                yield Formula("=", apart[0]), Axiom("congruent", (other, name))
                break


def _related(sequent: Sequent, points: list[Interpretation]) -> Iterator[tuple[Formula, Axiom]]:
    """Integer relations Σ k x = 0 at all points between logarithms and exponents x: what the values y = e^x satisfy."""
    names = [n for n, a in sequent.atoms.items() if a.function in {"log", "exp"} and a.arguments[0].is_scalar]
    logs = [n for n in names if sequent.atoms[n].function == "log"]
    pairs = {n: (letter(*sequent.letters[n]), sequent.atoms[n].arguments[0]) for n in names}
    pairs = {n: (v, a) if n in logs else (a, v) for n, (v, a) in pairs.items()}
    at = {n: [_float(x, p) for p in points] for n, (x, _) in pairs.items()}
    related: list[set[str]] = []
    for count in (1, 2, 3) if points and logs and len(names) <= MOST_TOGETHER else ():
        for chosen in combinations(names, count):
            if not set(chosen) & set(logs) or any(r <= set(chosen) for r in related):
                continue
            values = list(zip(*(at[n] for n in chosen), strict=True))
            spend(len(values))
            for k in cartesian((1, 2, 3), *(POWERS for _ in chosen[1:])):
                if all(abs(sum(a * b for a, b in zip(k, row, strict=True))) < NEAR for row in values):
                    related.append(set(chosen))
                    ys = [pairs[n][1] for n in chosen]
                    gap = _monomial(ys, k) - _monomial(ys, tuple(-n for n in k))
                    yield Formula("=", gap), Axiom("log-monomial", chosen, k)
                    break


def _monomial(values: list[Polynomial], powers: tuple[int, ...]) -> Polynomial:
    total = number(1)
    for y, k in zip(values, powers, strict=True):
        total = product(total, power(y, max(k, 0)))
    return total


def _float(p: Polynomial, at: Interpretation) -> float:
    values = _entries(p, at)
    return float("nan") if values is None else float(values[0])


def _depth(sequent: Sequent, name: str) -> int:
    below = {x.name for p in sequent.atoms[name].arguments for x in letters_of(p) if x.name in sequent.atoms}
    return 1 + max((_depth(sequent, n) for n in below), default=0)


def _entries(p: Polynomial, at: Interpretation) -> list[Value] | None:
    spend(2)
    try:
        return [v for row in enclosure(p, at) for v in row]
    except (KeyError, ZeroDivisionError):
        return None


def _vanishes(p: Polynomial, at: Interpretation) -> bool:
    values = _entries(p, at)
    return values is not None and all(
        v == 0 if not isinstance(v, arb) else is_finite(v) and v.contains(0) and float(v.rad()) < CLOSE for v in values
    )


def _is_nonnegative(p: Polynomial, at: Interpretation) -> bool:
    values = _entries(p, at)
    return values is not None and all(v >= 0 if not isinstance(v, arb) else not v < 0 and is_finite(v) for v in values)
