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

from symcheck.kernel.axioms import MOST, Axiom
from symcheck.kernel.network import EMPTY, Network
from symcheck.kernel.polynomial import (
    Monomial,
    Polynomial,
    assemble,
    identity,
    letter,
    number,
    ones,
    product,
    transpose,
)
from symcheck.kernel.sequent import Sequent
from symcheck.language.sizes import ONE
from symcheck.oracles.comparison import accepted, comparisons
from symcheck.oracles.introduction import directed
from symcheck.oracles.linear import null_space

MOST_ATOMS = 14
LARGEST = 6


def applicable(sequent: Sequent) -> tuple[Axiom, ...]:
    """Instances that the kernel accepts, each once."""
    if len(sequent.atoms) > MOST_ATOMS:
        return ()
    kinds = (_of_one, _of_pairs, _of_triples, _exponential, comparisons, _square, directed)
    return accepted(sequent, (a for kind in kinds for a in kind(sequent)))[:MOST]


def _named(sequent: Sequent, *functions: str) -> list[str]:
    return [name for name, a in sequent.atoms.items() if a.function in functions and len(a.arguments) == 1]


def _of_one(sequent: Sequent) -> Iterator[Axiom]:
    for name in _named(sequent, "reciprocal"):
        yield Axiom("reciprocal", (name,))
    for name in _named(sequent, "sqrt", "abs", "step", "sign"):
        yield Axiom("value", (name,))
    for name in _named(sequent, "det"):
        yield Axiom("det-same", (name,))
    for name, (x, _, _) in sequent.letters.items():
        if name in sequent.atoms and not x.legs:
            yield Axiom("bounds", (name,))


def _of_pairs(sequent: Sequent) -> Iterator[Axiom]:
    for a, b in permutations(sequent.atoms, 2):
        f, g = sequent.atoms[a].function, sequent.atoms[b].function
        if f == g and a < b:
            yield Axiom("reflection", (a, b))
        if g == "exp" and f in {"sigmoid", "tanh", "cosh", "sinh"}:
            yield Axiom("by-exp", (a, b))
        if (f, g) in {("sin", "cos"), ("sinh", "cosh"), ("abs", "sign"), ("abs", "step"), ("tanh", "sigmoid")}:
            yield Axiom("pair", (a, b))
        if f == g == "det":
            yield Axiom("det-same", (a, b))


def _of_triples(sequent: Sequent) -> Iterator[Axiom]:
    for q, s, c in (("tan", "sin", "cos"), ("tanh", "sinh", "cosh")):
        for names in cartesian(_named(sequent, q), _named(sequent, s), _named(sequent, c)):
            yield Axiom("quotient", names)
    for names in cartesian(_named(sequent, "sigmoid"), _named(sequent, "reciprocal"), _named(sequent, "exp")):
        yield Axiom("logistic", names)
    powers = [name for name, a in sequent.atoms.items() if a.function == "power"]
    yield from _powers(sequent, powers)
    for names in permutations(powers, 3):
        yield Axiom("power-product", names)
    dets = _named(sequent, "det")
    yield from _positive(sequent, dets)
    for names in cartesian(dets, powers, dets):
        yield Axiom("det-scale", names)
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
    for u, w in _factorings(whole, rest_of_identity):
        for small in ((), *((d,) for d in dets if d != v)):
            yield Axiom("det-change", (v, *small), (), (u, w))
    for base in dets:
        if base == v or sequent.atoms[base].arguments[0].rows != whole.rows:
            continue
        rest = whole - sequent.atoms[base].arguments[0]
        for u, w in _factorings(rest, list(rest.terms)):
            for name in inverses:
                if name in sequent.letters:
                    y = letter(*sequent.letters[name])
                    for small in ((), *((d,) for d in dets if d not in (v, base))):
                        yield Axiom("det-change", (v, base, *small), (), (u, w, y))


def _factorings(p: Polynomial, monomials: list[Monomial]) -> Iterator[tuple[Polynomial, Polynomial]]:
    """U and V with U V = the one monomial given, cut at each index between its two ends."""
    if len(monomials) != 1 or len(monomials[0].open.free) != 2:
        return
    (m,) = monomials
    network = m.open
    scale = assemble(ONE, ONE, [(p.terms[m], m.factors, EMPTY)])
    if len(network.nodes) == 2 and all(len(legs) == 1 for _, legs in network.nodes):
        (x, a), (y, _) = network.nodes
        first, second = (x, y) if a[0] == network.free[0] else (y, x)
        yield product(scale, letter(first, first.legs[0], ONE)), transpose(letter(second, second.legs[0], ONE))
        return
    for cut in range(len(network.sizes)):
        if cut in network.free:
            continue
        left = _reached(network, network.free[0], cut)
        right = set(range(len(network.nodes))) - left
        if not left or not right or right != _reached(network, network.free[1], cut):
            continue
        first_part = _part(network, left, (network.free[0], cut))
        yield product(scale, first_part), _part(network, right, (cut, network.free[1]))


def _reached(network: Network, start: int, cut: int) -> set[int]:
    """The nodes that are joined to the index `start` without passing the index `cut`."""
    seen: set[int] = set()
    frontier = {start}
    while frontier:
        nodes = {k for k, (_, legs) in enumerate(network.nodes) if set(legs) & frontier} - seen
        seen |= nodes
        frontier = {c for k in nodes for c in network.nodes[k][1]} - {cut} - frontier
        if not nodes:
            break
    return seen


def _part(network: Network, nodes: set[int], free: tuple[int, int]) -> Polynomial:
    used = sorted({c for k in nodes for c in network.nodes[k][1]} | set(free))
    at = {c: n for n, c in enumerate(used)}
    kept = tuple((network.nodes[k][0], tuple(at[c] for c in network.nodes[k][1])) for k in sorted(nodes))
    sizes = tuple(network.sizes[c] for c in used)
    made = Network(kept, sizes, (at[free[0]], at[free[1]]))
    return assemble(network.sizes[free[0]], network.sizes[free[1]], [(Fraction(1), (), made)])


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
        for count in (1, 2, 3):
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
            for a, b in _factorings(q, list(q.terms)):
                if a.cols == a.rows:
                    yield Axiom("square-inverse", (), (), (a, b))
