"""Which axioms about the order of values apply: signs, monotone functions, tangents, whole parts, whole numbers.

UNTRUSTED search.  Owns: `comparisons` (whatever the hypotheses are), `by_hypothesis` (those that a new hypothesis may allow).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations
from itertools import product as cartesian
from math import isqrt, lcm

from symcheck.kernel.axioms import Axiom, extended
from symcheck.kernel.comparison import INCREASING, KNOWN
from symcheck.kernel.network import Network
from symcheck.kernel.polynomial import Polynomial, inner, letter, letters_of, number, product
from symcheck.kernel.sequent import Formula, Sequent
from symcheck.language.sizes import ONE

STEPPED = frozenset({"abs", "sign", "step"})
HIGHEST = 4  # power of one absolute value
MOST_PARTS = 4  # of an array whose norm is taken


def comparisons(sequent: Sequent) -> Iterator[Axiom]:
    """Candidates; the kernel refuses what is none."""
    yield from by_hypothesis(sequent)
    names = [n for n, a in sequent.atoms.items() if a.function in STEPPED]
    for b, a in permutations(names, 2):
        if sequent.atoms[a].function == sequent.atoms[b].function:
            for c in _ratios(sequent, sequent.atoms[b].arguments[0], sequent.atoms[a].arguments[0]):
                yield Axiom("scaled", (b, a), (), (c,))
    for c3 in names:
        others = [n for n in names if sequent.atoms[n].function == sequent.atoms[c3].function and n != c3]
        for pair in combinations(others, 2):
            yield Axiom("of-product", (c3, *pair))
        for a in others:
            yield from (Axiom("of-product", (c3, *[a] * k)) for k in range(2, HIGHEST + 1))
    whole = [n for n, a in sequent.atoms.items() if a.function in {"floor", "ceil"}]
    for name in whole:
        yield Axiom("whole-part", (name,))
    for both in combinations(whole, 2):
        yield Axiom("whole-part", both)
    if isinstance(sequent.goal, Formula) and sequent.goal.relation in {">", ">="}:
        for a, b in permutations(sequent.atoms, 2):
            if sequent.atoms[a].function == sequent.atoms[b].function and sequent.atoms[a].function in {"exp", "log"}:
                yield Axiom("tangent", (a, b))
    arrays = [(n, p) for n, a in sequent.atoms.items() if a.function == "sqrt" for p in _normed(a.arguments[0])]
    for (a, p), (b, q) in combinations(arrays, 2):
        if (p.rows, p.cols) == (q.rows, q.cols):
            yield Axiom("cauchy", (a, b), (), (p, q))
    for p in _indivisible(sequent):
        yield Axiom("indivisible", (), (), (p,))


def by_hypothesis(sequent: Sequent) -> Iterator[Axiom]:
    for name, atom in sequent.atoms.items():
        if atom.function in STEPPED:
            yield Axiom("signed", (name,))
    equal = [h.formula.polynomial for h in sequent.hypotheses if h.formula.relation == "="]
    for a, b in combinations(sequent.atoms, 2):
        pairs = list(zip(sequent.atoms[a].arguments, sequent.atoms[b].arguments, strict=False))
        if sequent.atoms[a].function == sequent.atoms[b].function and all((p.rows, p.cols) == (q.rows, q.cols) for p, q in pairs):
            apart = [p - q for p, q in pairs if p != q]
            if apart and all(gap in equal or -gap in equal for gap in apart):
                yield Axiom("congruent", (a, b))
    for a, b in combinations(sequent.atoms, 2):
        if sequent.atoms[a].function == sequent.atoms[b].function and sequent.atoms[a].function in INCREASING:
            yield Axiom("monotone", (a, b))
    for name, atom in sequent.atoms.items():
        if atom.function in KNOWN:
            yield Axiom("monotone", (name,))
        if atom.function in {"exp", "log"}:
            yield Axiom("tangent", (name,))
    for h in sequent.hypotheses:
        p = h.formula.polynomial
        if h.formula.relation == ">" and p.terms and all(x.integer for x in letters_of(p)):
            yield Axiom("integer-gap", (), (), (p,))


def accepted(sequent: Sequent, candidates: Iterator[Axiom], known: tuple[Axiom, ...] = ()) -> tuple[Axiom, ...]:
    """Those that the kernel accepts and that are not known already, each once."""
    found: list[Axiom] = []
    for axiom in candidates:
        if axiom in found or axiom in known:
            continue
        try:
            extended(sequent, (axiom,))
        except (LookupError, ValueError):
            continue
        found.append(axiom)
    return tuple(found)


def _ratios(sequent: Sequent, b: Polynomial, a: Polynomial) -> Iterator[Polynomial]:
    """Numbers and scalars with a positive hypothesis by which b may be a multiple of a."""
    if a.terms and (m := next(iter(a.terms))) in b.terms:
        yield number(b.terms[m] / a.terms[m])
    for h in sequent.hypotheses:
        c = h.formula.polynomial
        if h.formula.relation == ">" and c.is_scalar and len(c.terms) * len(a.terms) == len(b.terms) and product(c, a) == b:
            yield c


def _normed(a: Polynomial) -> Iterator[Polynomial]:
    """Arrays p of which a is the squared norm: letters with the signs that the products of two of them ask for."""
    parts: list[Polynomial] = []
    for m, c in a.terms.items():
        ((f, e), *rest) = m.factors or ((Network((), (), ()), 0),)
        above, below = isqrt(abs(c.numerator)), isqrt(c.denominator)
        if rest or e != 1 or c < 0 or above**2 != c.numerator or below**2 != c.denominator:
            continue
        if len(f.nodes) == 2 and f.nodes[0] == f.nodes[1] and len(f.sizes) == len(f.nodes[0][1]):
            x = f.nodes[0][0]
            made = letter(x, x.legs[0], x.legs[1] if len(x.legs) == 2 else ONE)
            parts.append(made.times(Fraction(above, below)))
    parts = parts[:MOST_PARTS]
    for signs in cartesian((1, -1), repeat=max(len(parts) - 1, 0)):
        if len({(p.rows, p.cols) for p in parts}) != 1:
            return
        total = parts[0]
        for s, p in zip(signs, parts[1:], strict=True):
            total = total + p.times(s)
        if inner(total, total) == a:
            yield total
            return


def _indivisible(sequent: Sequent) -> Iterator[Polynomial]:
    equations = [h.formula.polynomial for h in sequent.hypotheses if h.formula.relation == "="]
    goal = [sequent.goal.polynomial] if isinstance(sequent.goal, Formula) and sequent.goal.relation == "!=" else []
    for p in (*goal, *equations):
        if p.is_scalar and p.terms and all(x.integer for x in letters_of(p)):
            yield p.times(lcm(*(c.denominator for c in p.terms.values())))
