"""Row spaces, column spaces, null spaces and spans: membership is the existence of coefficients.

TRUSTED FOR MEANING.  v ∈ rowspace(A) iff Aᵀu = v for some u; v ∈ colspace(A) iff A u = v; v ∈ span(a, …)
iff v is a combination of the columns given; rowspace(B) ⊆ S iff Bᵀz ∈ S for every z.
"""

from __future__ import annotations

from typing import Literal, overload

from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import Polynomial, letter, product, transpose
from symcheck.kernel.sequent import Formula, Hypothesis, Member
from symcheck.language.printing import to_text
from symcheck.language.sizes import ONE
from symcheck.language.terms import Term
from symcheck.theories.goals import Goal, GoalBuilder
from symcheck.theories.lowering import NotLowered


def _basis(lowerer: GoalBuilder, space: Term) -> Polynomial:
    """A matrix whose columns span the space."""
    lowerer.networks.rule("membership-is-a-witness")
    match space:
        case Term("call", (a,), "rowspace"):
            return transpose(lowerer.networks.lower(a))
        case Term("call", (a,), "colspace"):
            return lowerer.networks.lower(a)
        case Term("call", (a,), "span"):
            p = lowerer.networks.lower(a)
            return transpose(p) if p.rows == ONE else p
    raise NotLowered("no-theory", f"no theory reads the set `{to_text(space)}`")


def _column(lowerer: GoalBuilder, v: Term) -> Polynomial:
    p = lowerer.networks.lower(v)
    return transpose(p) if p.rows == ONE and p.cols != ONE else p


@overload
def member_formulas(lowerer: GoalBuilder, v: Term, space: Term) -> list[Formula]: ...
@overload
def member_formulas(lowerer: GoalBuilder, v: Term, space: Term, *, goal: Literal[True]) -> list[Formula | Member]: ...
def member_formulas(lowerer: GoalBuilder, v: Term, space: Term, *, goal: bool = False) -> list[Formula] | list[Formula | Member]:
    """v ∈ space: as a hypothesis an equation with a fresh coefficient vector, as a goal a `Member`."""
    if lowerer.entrywise:
        raise NotLowered("no-theory", f"no theory reads `{to_text(v)} in {to_text(space)}` entry by entry")
    value = _column(lowerer, v)
    basis = _basis(lowerer, space)
    name = lowerer.letters.fresh("u", basis.cols, ONE)
    unknown: Letter = lowerer.letters.table[name][0]
    equation = product(basis, letter(unknown, basis.cols, ONE)) - value
    if goal:
        del lowerer.letters.table[name]
        wanted: list[Formula | Member] = [Member(unknown, basis.cols, equation)]
        return wanted
    return [Formula("=", equation)]


def subset_goal(lowerer: GoalBuilder, a: Term, b: Term, under: tuple[Hypothesis, ...]) -> Goal:
    """a ⊆ b for spaces: every B z, z arbitrary, lies in b."""
    if lowerer.entrywise:
        raise NotLowered("no-theory", f"no theory reads `{to_text(a)} subset {to_text(b)}` entry by entry")
    inner = _basis(lowerer, a)
    outer = _basis(lowerer, b)
    z = lowerer.letters.value(lowerer.letters.fresh("z", inner.cols, ONE))
    unknown = Letter(f"u~{len(lowerer.letters.table) + 1}s", tuple(s for s in (outer.cols,) if s != ONE))
    goal = Member(unknown, outer.cols, product(outer, letter(unknown, outer.cols, ONE)) - product(inner, z))
    return lowerer.leaf(goal, under, f"{to_text(a)} subset {to_text(b)}")
