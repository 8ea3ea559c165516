"""Checks of the algebraic certificates: exact expansion, and nothing else.

TRUSTED.  Each function raises `Rejected` with the reason, or returns.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product as cartesian
from math import comb
from typing import TypeVar

from symcheck.kernel.axioms import Axiom, extended
from symcheck.kernel.certificate import (
    GOAL,
    Absurd,
    Boxed,
    Branch,
    Cases,
    Combination,
    Contradiction,
    Countermodel,
    Factor,
    Lemma,
    Proof,
    Squares,
    Step,
    Summand,
    Witness,
    hole,
)
from symcheck.kernel.evaluation import Array, Model, evaluate
from symcheck.kernel.network import Letter, ShapeError
from symcheck.kernel.polynomial import (
    Polynomial,
    letters_of,
    number,
    power,
    product,
    size_number,
    substitute,
    zero,
)
from symcheck.kernel.reasoning import box, case, negated, stated
from symcheck.kernel.sequent import (
    Formula,
    Member,
    NotAModel,
    Sequent,
    require_licensed,
    require_model,
    square_norm,
    truth,
)
from symcheck.language.sizes import Size

T = TypeVar("T")
MOST_TERMS = 20_000  # of a power that is expanded


class Rejected(Exception):
    """A certificate that does not prove what it claims, and why."""


def require_proof(sequent: Sequent, proof: Proof) -> None:
    if not proof.models:
        raise Rejected("no model of the hypotheses is exhibited: the theorem could be vacuous")
    for model in proof.models:
        try:
            require_model(sequent.unsupposed, model)
        except NotAModel as error:
            raise Rejected(f"a claimed model is none: {error}") from error
    _require_branch(sequent, Branch(proof.body, proof.axioms))


def _require_branch(sequent: Sequent, branch: Branch) -> None:
    """The proof proves the goal of the sequent with the branch's axioms."""
    sequent = _with_axioms(sequent, branch.axioms)
    match branch.body, sequent.goal:
        case Cases(q, branches), _:
            for k, part in enumerate(branches):
                _require_branch(_part(lambda k=k: case(sequent, q, k, len(branches))), part)  # type: ignore[misc]
            if not branches:
                raise Rejected("cases without a branch")
        case Absurd(part), _:
            _require_branch(_part(lambda: negated(sequent)), part)
        case Lemma(formula, proof, rest), _:
            shown, known = _part(lambda: stated(sequent, formula))
            _require_branch(shown, proof)
            _require_branch(known, rest)
        case Boxed(label), Formula() as goal:
            _boxed(sequent, label, goal)
        case Combination() as body, Formula("=", goal):
            _combination(sequent, body, goal)
        case Squares() as body, Formula(">=" | ">" as relation, goal):
            _squares(sequent, body, goal, strict=relation == ">")
        case Contradiction() as body, Formula("!=", goal):
            _contradiction(sequent, body, goal)
        case Witness() as body, Member(unknown, _, goal):
            _admit(sequent, body.value)
            try:
                solved = substitute_unknown(goal, unknown, body.value)
            except ShapeError as error:
                raise Rejected(f"the witness does not fit: {error}") from error
            _combination(sequent, body.proof, solved)
        case _:
            raise Rejected("this kind of certificate does not prove this kind of goal")


def _part(make: Callable[[], T]) -> T:
    try:
        return make()
    except (KeyError, ValueError) as error:
        raise Rejected(f"this part of a proof cannot be stated: {error}") from error


def _boxed(sequent: Sequent, label: str, goal: Formula) -> None:
    formula = _labelled(sequent, label) if label else goal
    try:
        found = truth(formula, box(sequent))
    except (KeyError, ZeroDivisionError) as error:
        raise Rejected("a letter without bounds on both sides, or a value that is not defined") from error
    if found is not (not label):
        raise Rejected("the balls are too wide to tell")


def _with_axioms(sequent: Sequent, axioms: tuple[Axiom, ...]) -> Sequent:
    try:
        return extended(sequent, axioms)
    except (LookupError, ValueError) as error:
        raise Rejected(f"an axiom does not apply: {error}") from error


def substitute_unknown(p: Polynomial, unknown: Letter, value: Polynomial) -> Polynomial:
    """`p`, affine in `unknown`, at unknown = value."""
    linear = {m: c for m, c in p.terms.items() if unknown in letters_of(Polynomial(p.rows, p.cols, {m: c}))}
    constant = {m: c for m, c in p.terms.items() if m not in linear}
    put = substitute(Polynomial(p.rows, p.cols, linear), unknown, value) if linear else zero(p.rows, p.cols)
    return put + Polynomial(p.rows, p.cols, constant)


def _combination(sequent: Sequent, body: Combination, goal: Polynomial) -> None:
    left = product(_product(sequent, body.factors, positive=False), goal)
    _equal(left, _sum(sequent, body.steps, zero(goal.rows, goal.cols), None))


def _contradiction(sequent: Sequent, body: Contradiction, goal: Polynomial) -> None:
    """Π factors is a consequence of goal = 0."""
    _equal(_product(sequent, body.factors, positive=False), _sum(sequent, body.steps, number(0), goal))


def _squares(sequent: Sequent, body: Squares, goal: Polynomial, *, strict: bool) -> None:
    left = product(_product(sequent, body.factors, positive=True), goal)
    right = _sum(sequent, body.steps, number(0), None)
    for s in body.summands:
        right = right + _summand(sequent, s)
    _equal(left, right)
    if strict and not any(not s.squares and not s.nonnegative for s in body.summands):
        raise Rejected("no summand is strictly positive")


def _summand(sequent: Sequent, s: Summand) -> Polynomial:
    if s.coefficient <= 0:
        raise Rejected("a summand with a coefficient that is not positive")
    value = _product(sequent, s.factors, positive=True).times(s.coefficient)
    for label in s.nonnegative:
        formula = _labelled(sequent, label)
        if formula.relation not in {">=", ">"}:
            raise Rejected(f"{label} does not say that something is nonnegative")
        value = product(value, formula.polynomial)
    for q in s.squares:
        _admit(sequent, q)
        value = product(value, square_norm(q))
    return value


def _product(sequent: Sequent, factors: tuple[Factor, ...], *, positive: bool) -> Polynomial:
    """The product of factors that are not zero; all positive where that is asked."""
    value = number(1)
    for f in factors:
        if f.power < 1:
            raise Rejected("a factor with a power below 1")
        base, is_positive = _factor(sequent, f)
        if comb(len(base.terms) + f.power - 1, f.power) > MOST_TERMS:
            raise Rejected("a power that is too large to expand")
        if positive and not is_positive and f.power % 2:
            raise Rejected(f"the factor {f.label} is not known to be positive")
        value = product(value, power(base, f.power))
    return value


def _factor(sequent: Sequent, f: Factor) -> tuple[Polynomial, bool]:
    if f.polynomial is not None and f.proof is not None:
        _admit(sequent, f.polynomial)
        if isinstance(f.proof, Contradiction):
            _contradiction(sequent, f.proof, f.polynomial)
            return square_norm(f.polynomial), True
        if isinstance(f.proof, Boxed):
            if not f.polynomial.is_scalar:
                raise Rejected("only a number is positive")
            _boxed(sequent, f.proof.label, Formula(">", f.polynomial))
            return f.polynomial, True
        _squares(sequent, f.proof, f.polynomial, strict=True)
        return f.polynomial, True
    if f.label.startswith("size:") and f.label[5:] in sequent.sizes:
        return size_number(Size.of(f.label[5:])), True
    formula = _labelled(sequent, f.label)
    match formula.relation:
        case ">":
            return formula.polynomial, True
        case "!=" if formula.polynomial.is_scalar:
            return formula.polynomial, False
        case "!=":
            return square_norm(formula.polynomial), True
    raise Rejected(f"{f.label} does not say that something is not zero")


def _labelled(sequent: Sequent, label: str) -> Formula:
    if label.startswith("size:") and label[5:] in sequent.sizes:
        return Formula(">=", size_number(Size.of(label[5:])) - number(1))
    try:
        return sequent.hypothesis(label)
    except KeyError as error:
        raise Rejected(f"there is no hypothesis {label}") from error


def _sum(sequent: Sequent, steps: tuple[Step, ...], start: Polynomial, goal: Polynomial | None) -> Polynomial:
    total = start
    for step in steps:
        if step.label == GOAL and goal is not None:
            value = goal
        else:
            formula = _labelled(sequent, step.label)
            if formula.relation != "=":
                raise Rejected(f"the hypothesis {step.label} is not an equation")
            value = formula.polynomial
        _admit(sequent, step.context, hole(value))
        try:
            total = total + substitute(step.context, hole(value), value)
        except ShapeError as error:
            raise Rejected(f"a step with {step.label} does not fit: {error}") from error
    return total


def _admit(sequent: Sequent, p: Polynomial, extra: Letter | None = None) -> None:
    """A certificate may use the letters of the sequent only, and divide only by what is known not to be zero."""
    try:
        require_licensed(sequent, p, extra)
    except ValueError as error:
        raise Rejected(str(error)) from error


def _equal(left: Polynomial, right: Polynomial) -> None:
    if left != right:
        raise Rejected("the two sides do not expand to the same normal form")


def require_countermodel(sequent: Sequent, certificate: Countermodel) -> None:
    try:
        found = require_model(sequent, certificate.model)
    except NotAModel as error:
        raise Rejected(str(error)) from error
    values = certificate.model.values
    plain = {name: values[name] for name, (x, _, _) in sequent.letters.items() if not x.opaque}
    try:
        true = (
            not _not_a_member(sequent.goal, certificate.separator, Model(certificate.model.sizes, plain))
            if isinstance(sequent.goal, Member)
            else truth(sequent.goal, found)
        )
    except ZeroDivisionError as error:
        raise Rejected("the goal is undefined at the model") from error
    except KeyError as error:
        raise Rejected("an uninterpreted atom cannot be given a value in a refutation") from error
    if true is not False:
        raise Rejected("the goal is true at the model" if true else "no enclosure shows that the goal is false at the model")


def _not_a_member(goal: Member, separator: Array | None, model: Model) -> bool:
    if separator is None:
        raise Rejected("a membership is refuted by a separating functional only")
    count = goal.rows.at(model.sizes)

    def at(index: int | None) -> Fraction:
        unit = tuple((Fraction(i == index),) for i in range(count))
        value = evaluate(goal.polynomial, Model(model.sizes, {**model.values, goal.unknown.name: unit}))
        if [len(row) for row in separator] != [len(row) for row in value]:
            raise Rejected("the separating functional has another shape")
        return sum((separator[i][j] * value[i][j] for i, j in cartesian(range(len(value)), range(len(value[0])))), Fraction(0))

    constant = at(None)
    return constant != 0 and all(at(i) == constant for i in range(count))
