"""Axioms: true statements about the functions of atoms and about square matrices, which a proof may add to its hypotheses.

TRUSTED.  Owns: `extended`, the list of all schemas.  An instance names atoms of the sequent; what it says is computed here, never
read.  Every schema is true wherever its atoms are defined: a sequent speaks of no other points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symcheck.kernel import angles, block_determinants, comparison, elementary, entrywise, radicands, ranks, square_matrices
from symcheck.kernel.evaluation import OF_MATRICES, Atom
from symcheck.kernel.grids import square_grid
from symcheck.kernel.instances import Axiom, Instance
from symcheck.kernel.network import Letter
from symcheck.kernel.sequent import Formula, Hypothesis, Member, Sequent, require_licensed
from symcheck.language.sizes import ONE

MOST = 200  # instances in one proof
INTRODUCTION = "new"
TOTAL = frozenset({"exp", "sin", "cos", "atan", "sinh", "cosh", "tanh", "sigmoid", "erf", "abs", "sign", "step", "floor", "ceil"})


def extended(sequent: Sequent, axioms: tuple[Axiom, ...]) -> Sequent:
    """The sequent with what the axioms say as hypotheses, the later ones about the earlier too.

    ValueError or KeyError where one is no instance of its schema.
    """
    if len(axioms) > MOST:
        raise ValueError(f"more than {MOST} axioms")
    labels = [h.label for h in sequent.hypotheses if h.label.startswith("axiom:")]  # of the proof around this part
    first = 1 + max((int(label[6:].split(".")[0]) for label in labels), default=-1)
    for k, axiom in enumerate(axioms, first):
        for f in axiom.factors:
            require_licensed(sequent, f)
        if axiom.schema == INTRODUCTION:
            sequent = introduced(sequent, axiom)
            continue
        formulas = SCHEMAS[axiom.schema](Instance(sequent, axiom))
        if axiom.schema == "reciprocal" and len(formulas) == 2:
            labels = [f"reciprocal:{axiom.atoms[0]}", f"defined:{axiom.atoms[0]}"]
        else:
            labels = [f"axiom:{k}.{i}" for i in range(len(formulas))]
        made = tuple(Hypothesis(label, f) for label, f in zip(labels, formulas, strict=True))
        sequent = replace(sequent, hypotheses=(*sequent.hypotheses, *made))
    if len({h.label for h in sequent.hypotheses}) != len(sequent.hypotheses):
        raise ValueError("two hypotheses with one label")
    return sequent


def introduced(sequent: Sequent, axiom: Axiom) -> Sequent:
    """With a letter for f(p), which has a value at every model: f is defined everywhere, or where a hypothesis says p is.

    Atoms: the new name, the function; factors: p, of a determinant its blocks.  Nothing new is said of the other letters.
    """
    (name, function), p = axiom.atoms, axiom.factors[0]
    orders = [h.formula for h in sequent.hypotheses]
    positive = Formula(">", p) in orders or (p.constant or 0) > 0
    known = {"sqrt": positive or Formula(">=", p) in orders, "log": positive}
    blocks = len(square_grid(axiom.factors)) if function in {"det", "block-det"} else 0
    if blocks and ((blocks == 1) != (function == "det") or (blocks == 1 and p.is_scalar)):
        raise ValueError("one block has the determinant det, more of them block-det, and a number is its own")
    total = function in {*TOTAL, "rank"} or known.get(function, False)
    if not blocks and (len(axiom.factors) != 1 or not total):
        raise ValueError(f"{function} may be undefined")
    taken = {*sequent.letters, sequent.goal.unknown.name if isinstance(sequent.goal, Member) else ""}
    if name in taken or not name.startswith(f"{function}~new"):
        raise ValueError(f"{name} is no new name for a value of {function}")
    rows, cols = (ONE, ONE) if blocks or function in OF_MATRICES else (p.rows, p.cols)
    made = Letter(name, tuple(size for size in (rows, cols) if size != ONE), opaque=True)
    atom = Atom(function, axiom.factors)
    return replace(sequent, letters={**sequent.letters, name: (made, rows, cols)}, atoms={**sequent.atoms, name: atom})


SCHEMAS: dict[str, Callable[[Instance], list[Formula]]] = {
    "exp-linear": elementary.exp_linear,
    "log-monomial": elementary.log_monomial,
    "reflection": elementary.reflection,
    "pair": elementary.pair,
    "quotient": elementary.quotient,
    "by-exp": elementary.by_exp,
    "angle-sum": angles.angle_sum,
    "turn": angles.turn,
    "double-angle": angles.double_angle,
    "inverse-function": angles.inverse_function,
    "quarter-turn": angles.quarter_turn,
    "arctangents": angles.arctangents,
    "value": elementary.single_value,
    "signed": comparison.signed,
    "congruent": comparison.congruent,
    "scaled": comparison.scaled,
    "of-product": comparison.of_product,
    "monotone": comparison.monotone,
    "tangent": comparison.tangent,
    "whole-part": comparison.whole_part,
    "indivisible": comparison.indivisible,
    "cauchy": comparison.cauchy,
    "reciprocal": elementary.reciprocal,
    "bounds": elementary.bounds,
    "logistic": elementary.logistic,
    "mirrored": entrywise.mirrored,
    "selected": entrywise.selected,
    "root-product": radicands.root_product,
    "same-root": radicands.same_root,
    "power-exponential": radicands.power_exponential,
    "power-power": radicands.power_of_power,
    "log-power": radicands.log_of_power,
    "power-sum": square_matrices.power_sum,
    "power-product": square_matrices.power_product,
    "det-scale": square_matrices.det_scale,
    "det-product": square_matrices.det_product,
    "det-same": square_matrices.det_of_same,
    "det-exponentials": square_matrices.det_of_exponentials,
    "det-positive": square_matrices.det_positive,
    "det-change": square_matrices.det_change,
    "rank-bounds": ranks.bounds,
    "rank-full": ranks.full,
    "rank-same": ranks.same,
    "rank-part": ranks.of_part,
    "rank-product": ranks.of_product,
    "rank-sum": ranks.of_sum,
    "rank-idempotent": ranks.of_idempotent,
    "block-product": block_determinants.block_product,
    "block-same": block_determinants.block_same,
    "block-schur": block_determinants.schur,
    "block-triangular": block_determinants.triangular,
    "block-commuting": block_determinants.commuting,
    "integer-gap": square_matrices.integer_gap,
    "square-inverse": square_matrices.square_inverse,
}

__all__ = ["Axiom", "extended"]
