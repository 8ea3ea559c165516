"""Which axioms apply to the atoms of a sequent: candidates for a proof to use.

UNTRUSTED search.  Owns: `applicable`.  Relations between arguments are found by linear algebra (exp and log) or by trying pairs
and triples; the kernel checks each instance against its schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations
from itertools import product as cartesian
from math import lcm

from symcheck.kernel.axioms import MOST, Axiom, extended
from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import (
    Polynomial,
    hadamard,
    identity,
    letter,
    number,
    ones,
    product,
)
from symcheck.kernel.sequent import Sequent
from symcheck.language.sizes import ONE, Size
from symcheck.oracles.arctangents import arctangents
from symcheck.oracles.block_determinants import of_blocks
from symcheck.oracles.comparison import comparisons
from symcheck.oracles.effort import spend
from symcheck.oracles.factorings import factorings
from symcheck.oracles.introduction import directed
from symcheck.oracles.linear import null_space
from symcheck.oracles.ranks import rank_axioms

MOST_ATOMS = 30
MOST_TOGETHER = 8  # of exp, log and reciprocals that are tried three by three
LATE = frozenset({"same-root"})  # what they need, other axioms say
LARGEST = 6


def applicable(sequent: Sequent) -> tuple[Axiom, ...]:
    """Instances that the kernel accepts, each once."""
    if len(sequent.atoms) > MOST_ATOMS:
        return ()
    found: list[Axiom] = []
    kinds = (of_blocks, _of_one, _of_pairs, _of_triples, _exponential, comparisons, _square, rank_axioms, directed)
    for axiom in [a for kind in kinds for a in kind(sequent)]:
        if axiom in found:
            continue
        spend(10)
        try:
            extended(sequent, (*_before(found, axiom), axiom))
        except (LookupError, ValueError):
            continue
        found.append(axiom)
    return tuple(found[:MOST])


def _before(found: list[Axiom], axiom: Axiom) -> list[Axiom]:
    """The logarithm of a determinant is that of what the axioms of determinants say it is; roots need all of them."""
    if axiom.schema in LATE:
        return found
    return [a for a in found if a.schema.startswith(("det-", "block-"))] if axiom.schema == "log-monomial" else []


def _named(sequent: Sequent, *functions: str) -> list[str]:
    return [name for name, a in sequent.atoms.items() if a.function in functions and len(a.arguments) == 1]


def _of_one(sequent: Sequent) -> Iterator[Axiom]:
    for name in _named(sequent, "reciprocal"):
        yield Axiom("reciprocal", (name,))
    for name in _named(sequent, "sqrt", "abs", "step", "sign"):
        yield Axiom("value", (name,))
    for name in _named(sequent, "det"):
        yield Axiom("det-same", (name,))
        yield Axiom("det-same", (name, name))
    for name, (x, _, _) in sequent.letters.items():
        if name in sequent.atoms and not x.legs:
            yield Axiom("bounds", (name,))
        elif name in sequent.atoms and len(x.legs) == 2:
            yield Axiom("mirrored", (name, name))


def _of_pairs(sequent: Sequent) -> Iterator[Axiom]:
    for a, b in permutations(sequent.atoms, 2):
        f, g = sequent.atoms[a].function, sequent.atoms[b].function
        if f == g and a < b:
            yield Axiom("reflection", (a, b))
            yield Axiom("mirrored", (a, b))
        if g == "exp" and f in {"sigmoid", "tanh", "cosh", "sinh"}:
            yield Axiom("by-exp", (a, b))
        if (f, g) in {("sin", "cos"), ("sinh", "cosh"), ("abs", "sign"), ("abs", "step"), ("tanh", "sigmoid")}:
            yield Axiom("pair", (a, b))
        if f == g == "det":
            yield Axiom("det-same", (a, b))
        if f == g:
            yield from (Axiom("selected", (a, b), (), (letter(*s),)) for s in _selections(sequent))


def _selections(sequent: Sequent) -> list[tuple[Letter, Size, Size]]:
    """Matrices of which a hypothesis says that their entries are 0 and 1."""
    squares = [h.formula.polynomial for h in sequent.hypotheses if h.formula.relation == "="]
    return [s for s in sequent.letters.values() if len(s[0].legs) == 2 and _square_of(s) in squares]


def _square_of(s: tuple[Letter, Size, Size]) -> Polynomial:
    return hadamard(letter(*s), letter(*s)) - letter(*s)


def _of_triples(sequent: Sequent) -> Iterator[Axiom]:
    for q, s, c in (("tan", "sin", "cos"), ("tanh", "sinh", "cosh")):
        for names in cartesian(_named(sequent, q), _named(sequent, s), _named(sequent, c)):
            yield Axiom("quotient", names)
    for names in cartesian(_named(sequent, "sigmoid"), _named(sequent, "reciprocal"), _named(sequent, "exp")):
        yield Axiom("logistic", names)
    yield from arctangents(sequent)
    powers = [name for name, a in sequent.atoms.items() if a.function == "power"]
    yield from _powers(sequent, powers)
    for names in permutations(powers, 3):
        yield Axiom("power-product", names)
    dets = _named(sequent, "det")
    yield from _positive(sequent, dets)
    for names in cartesian(dets, powers, dets):
        yield Axiom("det-scale", names)
    exps = _named(sequent, "exp")
    for names in cartesian(dets, exps, exps):
        yield Axiom("det-exponentials", names)
    for v in dets:
        for a, b in cartesian(dets, repeat=2):
            if v not in (a, b):
                yield Axiom("det-product", (v, a, b))
        yield from _changes(sequent, v, dets)


def _positive(sequent: Sequent, dets: list[str]) -> Iterator[Axiom]:
    """Cᵀ C with an inverse of C: what a positive definite matrix is."""
    letters = {n: letter(*entry) for n, entry in sequent.letters.items() if len(entry[0].legs) == 2}
    for d in dets:
        for c in (n for n in letters if n.startswith("chol")):
            for y in (n for n in letters if n.startswith("inv")):
                yield Axiom("det-positive", (d,), (), (letters[c], letters[y]))


def _powers(sequent: Sequent, names: list[str]) -> Iterator[Axiom]:
    """Σ k e = k₀ among the exponents of one base."""
    for base in {name: sequent.atoms[name].arguments[0] for name in names}.values():
        same = [n for n in names if sequent.atoms[n].arguments[0] == base]
        for a, b in combinations(same, 2):
            gap = (sequent.atoms[a].arguments[1] - sequent.atoms[b].arguments[1]).constant
            if gap is not None and gap.denominator == 1:
                yield Axiom("power-sum", (a, b), (1, -1, int(gap)))
        for powers in _relations([*(sequent.atoms[n].arguments[1] for n in same), number(1)]):
            used = [k for k, n in enumerate(powers[:-1]) if n]
            yield Axiom("power-sum", tuple(same[k] for k in used), (*(powers[k] for k in used), -powers[-1]))


def _changes(sequent: Sequent, v: str, dets: list[str]) -> Iterator[Axiom]:
    """det(A + U V): U V is what is left of the argument without A, if it is one product."""
    whole = sequent.atoms[v].arguments[0]
    inverses = {
        h.label.split(":")[1]: h for h in sequent.hypotheses if h.label.startswith("inverse:") and h.label.endswith(":right")
    }
    rest_of_identity = [m for m in whole.terms if m.open.nodes]
    for u, w in factorings(whole, rest_of_identity):
        for small in ((), *((d,) for d in dets if d != v)):
            yield Axiom("det-change", (v, *small), (), (u, w))
    for base in dets:
        if base == v or sequent.atoms[base].arguments[0].rows != whole.rows:
            continue
        rest = whole - sequent.atoms[base].arguments[0]
        for u, w in factorings(rest, list(rest.terms)):
            for name in inverses:
                if name in sequent.letters:
                    y = letter(*sequent.letters[name])
                    for small in ((), *((d,) for d in dets if d not in (v, base))):
                        yield Axiom("det-change", (v, base, *small), (), (u, w, y))


def _exponential(sequent: Sequent) -> Iterator[Axiom]:
    """Integer relations between the arguments of exp and the values of log; products of theirs that are 1."""
    exps, logs = _named(sequent, "exp"), _named(sequent, "log")
    logged = [sequent.atoms[name].arguments for name in logs]
    reciprocals = [name for name in _named(sequent, "reciprocal") if sequent.atoms[name].arguments in logged]
    shapes = {sequent.letters[n][1:] for n in (*exps, *logs, *reciprocals)}
    for rows, cols in shapes:
        names = [n for n in (*exps, *logs, *reciprocals) if sequent.letters[n][1:] in {(rows, cols), (ONE, ONE)}]
        wide = ones(rows, cols)

        def spread(q: Polynomial, one: Polynomial = wide) -> Polynomial:
            return product(q, one) if q.is_scalar else q

        linear = [n for n in names if n in exps or n in logs]
        x = [spread(sequent.atoms[n].arguments[0] if n in exps else letter(*sequent.letters[n])) for n in linear]
        for powers in _relations(x):
            used = [k for k, n in enumerate(powers) if n]
            yield Axiom("exp-linear", tuple(linear[k] for k in used), tuple(powers[k] for k in used))
        for count in (1, 2, 3) if len(names) <= MOST_TOGETHER else (1, 2):
            for chosen in combinations(names, count):
                if any(n in logs for n in chosen):
                    for powers in cartesian((1, -1, 2, -2), repeat=count):
                        yield Axiom("log-monomial", chosen, powers)


def _relations(x: list[Polynomial]) -> Iterator[tuple[int, ...]]:
    """A basis of the integer relations Σ k x = 0."""
    keys = list({m: None for p in x for m in p.terms})
    rows = [[p.terms.get(m, Fraction(0)) for p in x] for m in keys]
    for vector in null_space(rows, len(x)):
        scale = lcm(*(v.denominator for v in vector))
        powers = tuple(int(v * scale) for v in vector)
        if max(map(abs, powers)) <= LARGEST:
            yield powers


def _square(sequent: Sequent) -> Iterator[Axiom]:
    """A B = I among the hypotheses, for square A and B: each way to cut the product in two."""
    for h in sequent.hypotheses:
        p = h.formula.polynomial
        if h.formula.relation != "=" or p.rows != p.cols or p.is_scalar or h.label.startswith("inverse:"):
            continue
        for sign in (1, -1):
            q = (p + identity(p.rows)) if sign == 1 else (identity(p.rows) - p)
            for a, b in factorings(q, list(q.terms)):
                if a.cols == a.rows:
                    yield Axiom("square-inverse", (), (), (a, b))
