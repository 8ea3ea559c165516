"""Which axioms of ranks apply to a sequent.  UNTRUSTED search; the kernel checks each instance."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from symcheck.kernel.axioms import Axiom
from symcheck.kernel.polynomial import Polynomial, letter, number, product, transpose
from symcheck.kernel.sequent import Sequent
from symcheck.oracles.factorings import factorings

MOST = 4  # rank atoms of which triples are tried


def rank_axioms(sequent: Sequent) -> Iterator[Axiom]:
    names = [name for name, a in sequent.atoms.items() if a.function == "rank"]
    if not names:
        return
    square = [letter(*e) for n, e in sequent.letters.items() if e[1] == e[2] and len(e[0].legs) == 2]
    inverses = [letter(*e) for n, e in sequent.letters.items() if n.startswith(("inv", "pinv")) and e[0].legs]
    for name in names:
        (a,) = sequent.atoms[name].arguments
        yield Axiom("rank-bounds", (name,))
        for u, v in factorings(a, list(a.terms)):
            yield Axiom("rank-bounds", (name,), (), (u, v))
        yield Axiom("rank-idempotent", (name,))
        yield Axiom("rank-full", (name,))
        for left in _lefts(a, [*square, *inverses]):
            yield Axiom("rank-full", (name,), (), (left,))
    for one, other in permutations(names, 2):
        yield Axiom("rank-same", (one, other))
        p, q = (sequent.atoms[n].arguments[0] for n in (one, other))
        if p.terms and p.terms.keys() == q.terms.keys():
            first = next(iter(p.terms))
            yield Axiom("rank-same", (one, other), (), (number(p.terms[first] / q.terms[first]),))
        for u, v in factorings(p, list(p.terms)):
            yield Axiom("rank-part", (one, other), (), (v,))
            yield Axiom("rank-part", (one, other), (), (u,))
        for m in (*square, *(transpose(s) for s in square)):
            for left in _lefts(m, [*square, *inverses]):
                yield Axiom("rank-same", (one, other), (), (m, left))
    for triple in permutations(names[:MOST], 3):
        yield Axiom("rank-product", triple)
        yield Axiom("rank-sum", triple)


def _lefts(a: Polynomial, known: list[Polynomial]) -> Iterator[Polynomial]:
    """What may be a left inverse of a: a letter, its transpose, the transpose of a; Y aᵀ for a Y that may invert aᵀ a."""
    for y in (*known, *(transpose(k) for k in known), transpose(a)):
        if (y.rows, y.cols) == (a.cols, a.rows):
            yield y
        if y.cols == a.cols and y.rows == a.cols:
            yield product(y, transpose(a))
        if y.rows == a.rows and y.cols == a.rows:
            yield product(transpose(a), y)
