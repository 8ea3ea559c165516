"""Determinants that a proof needs and the claim does not have: of the factors of a product, of a multiple, of a changed matrix.

UNTRUSTED search.  Owns: `determinant_arguments`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symcheck.kernel.polynomial import Polynomial, diagonal_matrix, identity, inner, letter, ones, product, transpose
from symcheck.kernel.sequent import Sequent
from symcheck.language.sizes import ONE
from symcheck.oracles.factorings import factorings


def determinant_arguments(sequent: Sequent) -> Iterator[Polynomial]:
    """A and B for det(A B), A for det(c A) and for det(Aᵀ), I + V Y U for det(A + U V) where A Y = I."""
    waiting = [a.arguments[0] for a in sequent.atoms.values() if a.function == "det"]
    seen: list[Polynomial] = list(waiting)
    while waiting and len(seen) < 12:
        p = waiting.pop(0)
        for q in (*_parts(p), *_changed(sequent, p, seen)):
            if q.rows != q.cols or q.is_scalar or q in seen or q == identity(q.rows):
                continue
            seen.append(q)
            waiting.append(q)
            yield q


def exponents_of_diagonals(sequent: Sequent) -> Iterator[Polynomial]:
    """Σ u for det(diag(e^u))."""
    arguments = [a.arguments[0] for a in sequent.atoms.values() if a.function == "det"]
    for name, a in sequent.atoms.items():
        (u, *_) = a.arguments or (identity(ONE),)
        if a.function == "exp" and u.cols == ONE != u.rows and diagonal_matrix(letter(*sequent.letters[name])) in arguments:
            yield inner(u, ones(u.rows, ONE))


def _parts(p: Polynomial) -> Iterator[Polynomial]:
    if len(p.terms) != 1:
        return
    ((m, c),) = p.terms.items()
    if c != 1 or m.factors:
        yield Polynomial(p.rows, p.cols, {m._replace(factors=()): Fraction(1)})
    elif len(m.open.nodes) == 1 and m.open.nodes[0][1] != m.open.free:
        yield transpose(p)
    for u, v in factorings(p, [m]):
        if u.rows == u.cols and sum(len(k.open.nodes) for k in u.terms) == 1:
            yield u
            yield v


def _changed(sequent: Sequent, p: Polynomial, known: list[Polynomial]) -> Iterator[Polynomial]:
    """The small matrix of Sylvester's identity, for each summand with a known inverse and a rest that is one product."""
    inverses = {
        h.label.split(":")[1]: h.formula.polynomial + identity(h.formula.polynomial.rows)
        for h in sequent.hypotheses
        if h.label.startswith("inverse:") and h.label.endswith(":right") and h.label.split(":")[1] in sequent.letters
    }
    one = identity(p.rows)
    rest = p - one
    for u, v in factorings(rest, list(rest.terms)):
        if u.cols != u.rows:
            yield identity(v.rows) + product(v, u)
    for base in known:
        if (base.rows, base.cols) != (p.rows, p.cols) or base == p:
            continue
        rest = p - base
        for u, v in factorings(rest, list(rest.terms)):
            for name, whole in inverses.items():
                y = letter(*sequent.letters[name])
                if (y.rows, y.cols) == (p.cols, p.rows) and product(base, y) == whole:
                    yield identity(v.rows) + product(v, product(y, u))
