"""Whether a claim is itself one of the natural assumptions: "A B = B A fails; holds if A and B commute" says nothing.

Owns: `restates`, `parts_of`.  Does not own: which assumptions are natural (natural.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from symcheck.diagnosis.judging import Question
from symcheck.diagnosis.natural import Assumption
from symcheck.kernel.polynomial import Polynomial, diagonal_matrix, diagonal_of, identity, product, transpose
from symcheck.language.calls import DERIVATIVES
from symcheck.language.reading import read
from symcheck.language.terms import Term, subterms
from symcheck.theories.expressions import Lowerer
from symcheck.theories.lowering import NotLowered


def restates(question: Question, natural: tuple[tuple[Assumption, ...], ...]) -> bool:
    """Whether a part of the claim says what one of the natural assumptions says, up to sides, transposition and a factor.

    "A = A^T fails; holds if A is symmetric" says nothing, and "… if A is positive definite" hardly more. Of a derivative it does.
    """
    if any(t.op == "call" and t.value in DERIVATIVES for t in subterms(question.statement)):
        return False
    lowerer = Lowerer(question.setting)
    if any(part.op == "is" and part.args[0].op == "sym" for part in parts_of(question.statement)):
        return True
    parts = [found for part in parts_of(question.statement) if (found := _sides(lowerer, part)) is not None]
    for text in (text for family in natural for a in family for text in a.texts):
        sides = _sides(lowerer, read(text, question.context).term) if parts else None
        if sides is not None and any(_same(sides, other) for other in parts):
            return True
    return False


def parts_of(statement: Term) -> Iterator[Term]:
    """What is claimed: the conclusion of an implication, the parts of a conjunction, what is quantified over."""
    match statement:
        case Term("implies", (_, conclusion)):
            yield from parts_of(conclusion)
        case Term("and" | "or" | "iff" | "not", parts):
            for part in parts:
                yield from parts_of(part)
        case Term("forall" | "exists", (*_, body)):
            yield from parts_of(body)
        case _:
            yield statement


def _sides(lowerer: Lowerer, term: Term) -> tuple[Polynomial, Polynomial] | None:
    """The sides of a relation, or of the equation that a property is."""
    try:
        match term:
            case Term("rel", (left, right)):
                return lowerer.lower(left), lowerer.lower(right)
            case Term("is", (a,), prop):
                return _equation(lowerer.lower(a), str(prop))
    except (NotLowered, ZeroDivisionError):
        return None
    return None


def _equation(a: Polynomial, prop: str) -> tuple[Polynomial, Polynomial] | None:
    """The equation that a property of a matrix is, where it is one."""
    match prop:
        case "symmetric":
            return a, transpose(a)
        case "skew":
            return a, -transpose(a)
        case "idempotent":
            return product(a, a), a
        case "orthogonal":
            return product(a, transpose(a)), identity(a.rows)
        case "diagonal":
            return a, diagonal_matrix(diagonal_of(a))
    return None


def _same(one: tuple[Polynomial, Polynomial], other: tuple[Polynomial, Polynomial]) -> bool:
    left, right = other
    forms = [one, one[::-1], (one[0] - one[1], one[0] - one[0])]
    forms += [(f[1], f[0]) for f in forms[2:]]
    forms += [(transpose(a), transpose(b)) for a, b in forms]
    return any(_multiple(left, right, *form) for form in forms)


def _multiple(left: Polynomial, right: Polynomial, a: Polynomial, b: Polynomial) -> bool:
    """left = c a and right = c b for one number c ≠ 0."""
    if (left.rows, left.cols) != (a.rows, a.cols):
        return False
    p, q = (left, a) if a.terms else (right, b)
    if not p.terms or not q.terms:
        return False
    monomial = next(iter(q.terms))
    if monomial not in p.terms:
        return False
    c = p.terms[monomial] / q.terms[monomial]
    return (left - a.times(c)).is_zero and (right - b.times(c)).is_zero
