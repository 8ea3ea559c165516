"""Certificates for sequents, as data.  Anyone may make one; only check.py judges them.

TRUSTED to hold data only.  `HOLE` is the name of the letter that marks the place of a hypothesis in a context.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.axioms import Axiom
from symcheck.kernel.evaluation import Array, Model
from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Formula

HOLE = "□"
GOAL = "goal"


def hole(of: Polynomial) -> Letter:
    """The hole that fits `of`."""
    return Letter(HOLE, of.legs)


@dataclass(frozen=True, slots=True)
class Step:
    """context[hypothesis]: the hypothesis with this label ("=" only) put into the hole of a linear context."""

    label: str
    context: Polynomial


@dataclass(frozen=True, slots=True)
class Boxed:
    """In balls, the goal is true, or the hypothesis `label` false, for all values within the bounds on single letters."""

    label: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """Something known not to be zero, to a power ≥ 1.

    label names a hypothesis ("!=" or ">"; an array stands for the sum of its squares), or is "size:n"; or it is "" and
    `polynomial` is shown positive by `proof`; or, an array shown not to be zero by a contradiction, its sum of squares.
    """

    label: str
    power: int = 1
    polynomial: Polynomial | None = None
    proof: Squares | Contradiction | Boxed | None = None


@dataclass(frozen=True, slots=True)
class Summand:
    """coefficient · Π factors · Π ‖square‖²; coefficient > 0."""

    coefficient: Fraction
    factors: tuple[Factor, ...] = ()
    nonnegative: tuple[str, ...] = ()
    squares: tuple[Polynomial, ...] = ()


@dataclass(frozen=True, slots=True)
class Combination:
    """Π factors · goal = Σ steps, for a goal "="."""

    factors: tuple[Factor, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Squares:
    """Π factors · goal = Σ summands + Σ steps, for a goal ">=" or ">"; every factor positive."""

    summands: tuple[Summand, ...]
    factors: tuple[Factor, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Π factors = Σ steps, where steps may use the hypothesis "goal": goal = 0; for a goal "!="."""

    factors: tuple[Factor, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A value for the unknown of a membership, and the proof that it solves it."""

    value: Polynomial
    proof: Combination


@dataclass(frozen=True, slots=True)
class Cases:
    """The goal where the number q is > 0 and where it is ≤ 0; or, with three branches, where it is > 0, 0 and < 0."""

    polynomial: Polynomial
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Absurd:
    """The negation of the goal, as the hypothesis "negated", proves 0 > 0."""

    branch: Branch


@dataclass(frozen=True, slots=True)
class Lemma:
    """A formula with its proof, and the proof of the goal with the formula as one more hypothesis."""

    formula: Formula
    proof: Branch
    rest: Branch


Body = Combination | Squares | Contradiction | Witness | Boxed | Cases | Absurd | Lemma


@dataclass(frozen=True, slots=True)
class Branch:
    """A proof under one more hypothesis, with axioms that may use it."""

    body: Body
    axioms: tuple[Axiom, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof, models of the hypotheses that show that it is not vacuous, and the axioms that it adds to the hypotheses."""

    body: Body
    models: tuple[Model, ...]
    axioms: tuple[Axiom, ...] = ()


@dataclass(frozen=True, slots=True)
class Countermodel:
    """A model of the hypotheses at which the goal is false.

    separator: for a membership ∃u: A u + b = 0, an array y with ⟨y, A u⟩ = 0 for every u and ⟨y, b⟩ ≠ 0.
    """

    model: Model
    separator: Array | None = None


Certificate = Proof | Countermodel
