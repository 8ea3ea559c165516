"""Statements about matrices of blocks → formulas and goal trees, block by block.

TRUSTED FOR MEANING.  Owns: `block_formulas`, `block_goal`.  Two matrices that are cut at the same places are equal iff their
blocks are; W = M⁻¹ is said as M W = I, which is the same where M is invertible (Horn and Johnson 2013, 0.7.2 and 0.5).
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.kernel.conformal import one
from symcheck.kernel.grids import Grid
from symcheck.kernel.polynomial import Polynomial, number, transpose
from symcheck.kernel.sequent import Formula, Hypothesis
from symcheck.language.printing import to_text
from symcheck.language.reading import unfold
from symcheck.language.terms import Term
from symcheck.theories.block_letters import property_of_blocks
from symcheck.theories.blocks import Blocks
from symcheck.theories.goals import All, Either, Goal, GoalBuilder, Leaf, weaker
from symcheck.theories.partitioned import Partitioned, conformed, minus, multiplied, paired

EQUATIONAL = frozenset({"symmetric", "skew", "orthogonal", "idempotent", "projection"})
ELSEWHERE = frozenset({"argmin", "solve"})
Hypotheses = tuple[Hypothesis, ...]


def _is_of_blocks(blocks: Blocks, a: Term, b: Term) -> bool:
    """The sides of the relation are arrays, at least one in blocks."""
    if a.shape is None or a.shape.is_scalar or any(t.op == "call" and t.value in ELSEWHERE for t in (a, b)):
        return False
    return blocks.concerns(a) or blocks.concerns(b)


def block_formulas(builder: GoalBuilder, term: Term) -> list[Formula] | None:
    """Formulas whose conjunction is equivalent to a statement about blocks; None where it is none.  Raises NotLowered."""
    blocks = builder.networks.blocks
    match term:
        case Term("rel", (a, b), "=") if not builder.entrywise and _is_of_blocks(blocks, a, b):
            builder.networks.rule("equal-block-by-block")
            return [Formula("=", p) for p in minus(blocks.read(a), blocks.read(b)).list()]
        case Term("rel", (a, b), "!=") if not builder.entrywise and _is_of_blocks(blocks, a, b):
            builder.networks.rule("equal-block-by-block")
            d = minus(blocks.read(a), blocks.read(b))
            return [Formula("!=", d.whole) if d.whole is not None else Formula(">", paired(d, d))]
        case Term("is", (a,), str() as prop) if not builder.entrywise and blocks.concerns(a):
            return property_of_blocks(builder.letters, to_text(a), prop, blocks.read(a))
    return None


def block_goal(builder: GoalBuilder, term: Term, under: Hypotheses) -> Goal | None:
    """The goal of a statement about blocks; None where it is none.  Raises NotLowered."""
    blocks = builder.networks.blocks
    match term:
        case Term("rel", (a, b), "=") if not builder.entrywise and _is_of_blocks(blocks, a, b):
            builder.networks.rule("equal-block-by-block")
            left, right = conformed(blocks.read(a), blocks.read(b))
            sides = (left, right)
            entrywise = _equal(builder, left, right, under, term, sides)
            for of, other in ((_inverted(blocks, a), right), (_inverted(blocks, b), left)):
                if of is not None:
                    m = blocks.square(of)
                    builder.networks.rule("inverse-by-multiplying-out")
                    products = (multiplied(m, other), multiplied(other, m))
                    ways = [_equal(builder, p, Partitioned(one(p.rows)), under, term, sides) for p in products]
                    return Either((ways[0], weaker(ways[1]), weaker(entrywise)))
            return entrywise
        case Term("rel", (a, b), "!=") if not builder.entrywise and _is_of_blocks(blocks, a, b):
            grids = (blocks.read(a).blocks, blocks.read(b).blocks)
            stated = block_formulas(builder, term) or []
            return All(tuple(_leaf(builder, f, under, term, grids) for f in stated))
        case Term("is", (a,), str() as prop) if prop in EQUATIONAL and not builder.entrywise and blocks.concerns(a):
            formulas = property_of_blocks(builder.letters, to_text(a), prop, blocks.read(a))
            return All(tuple(builder.leaf(f, under, to_text(term)) for f in formulas))
    return None


def _equal(
    builder: GoalBuilder, a: Partitioned, b: Partitioned, under: Hypotheses, term: Term, sides: tuple[Partitioned, Partitioned]
) -> Goal:
    """Each block of the one is that of the other; sides: what is shown of a counterexample."""
    grids = (sides[0].blocks, sides[1].blocks)
    found: list[Polynomial] = []
    for p in minus(a, b).list():
        if not p.is_zero and p not in found and transpose(p) not in found:
            found.append(p)
    return All(tuple(_leaf(builder, Formula("=", p), under, term, grids) for p in found or [number(0)]))


def _leaf(builder: GoalBuilder, formula: Formula, under: Hypotheses, term: Term, grids: tuple[Grid, Grid]) -> Goal:
    """The obligation, with the two sides in blocks to show of a counterexample."""
    made = builder.leaf(formula, under, to_text(term))
    return Leaf(replace(made.obligation, grids=grids)) if isinstance(made, Leaf) else made


def _inverted(blocks: Blocks, a: Term) -> Term | None:
    """M, where the term is inv(M) or M^-1, also through definitions."""
    while a.op in {"sym", "apply"} and str(a.value) not in blocks.reader.bound and blocks.in_definition(str(a.value)):
        if blocks.reader.instead_of(a) is not None:
            return None
        a = unfold(a, blocks.reader.context)
    match a:
        case _ if blocks.reader.instead_of(a) is not None:
            return None
        case Term("call", (m,), "inv"):
            return m
        case Term("pow", (m, Term("neg", (Term("num", (), q),)))) if q == 1 and m.shape is not None:
            return m
    return None
