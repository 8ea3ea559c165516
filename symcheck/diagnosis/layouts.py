"""Right up to transposition: a Jacobian in the other layout, a gradient written as a row.

Owns: `transposed` (of a claim that fails), `transposed_reading` and `in_other_layout` (of one without meaning).  Each is said
only where the claim so read is itself proved.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.decide import TRIAL
from symcheck.diagnosis.judging import Question, judge, question_of
from symcheck.language.calls import DERIVATIVES
from symcheck.language.context import Context
from symcheck.language.elaborate import elaborate
from symcheck.language.errors import LanguageError
from symcheck.language.printing import to_text
from symcheck.language.reading import definition_of, read
from symcheck.language.sizes import Shape
from symcheck.language.terms import Term, subterms
from symcheck.problem.types import Claim, Problem
from symcheck.report import Diagnosis

OTHER = {"": "denominator", "numerator": "denominator", "denominator": "numerator"}


def transposed(question: Question, seed: int) -> Diagnosis | None:
    """For an equation that fails: it holds in the other layout, or with one whole side transposed beside a derivative."""
    statement, context = question.statement, question.context
    if statement.op != "rel" or statement.value != "=":
        return None
    if _speaks_of_jacobians(statement, context):
        flipped = _flipped(context)
        if any(_speaks_of_jacobians(t, context) for _, t in question.given) or not _fits(statement, flipped):
            return None
        if judge(replace(question, context=flipped, assumed=(flipped.layout,)), seed, TRIAL)[0].status == "holds":
            return _other_layout(flipped.layout)
        return None
    left, right = statement.args
    shape = left.shape
    if shape is None or shape.is_scalar or shape.rows != shape.cols:
        return None
    for derivative, other in ((left, right), (right, left)):
        if _is_derivative(derivative, context):
            turned = _turned(other)
            repaired = replace(statement, args=(derivative, turned) if derivative is left else (turned, derivative))
            if judge(replace(question, statement=repaired), seed, TRIAL)[0].status == "holds":
                return Diagnosis("transposed", _gradient_message(derivative, other, shape), to_text(repaired))
    return None


def transposed_reading(term: Term, context: Context) -> Diagnosis | None:
    """For a near reading of an ill-formed claim, which holds: what it says where it is the claim with a derivative transposed."""
    if term.op != "rel" or term.value != "=":
        return None
    left, right = term.args
    for side, other in ((left, right), (right, left)):
        if side.op == "transpose" and _is_derivative(side.args[0], context) and side.args[0].shape is not None:
            inner = side.args[0]
            if inner.value == "jac":
                return replace(_other_layout(OTHER[context.layout]), repaired=to_text(term))
            return Diagnosis("transposed", _gradient_message(inner, other, side.args[0].shape), to_text(term))
    return None


def in_other_layout(problem: Problem, claim: Claim, seed: int) -> Diagnosis | None:
    """For an ill-formed claim: it has a meaning in the other layout of Jacobians, and holds there."""
    flipped = _flipped(claim.context)
    hypotheses = any(_speaks_of_jacobians(g.statement, claim.context) for g in claim.given)
    if claim.step is not None or hypotheses:
        return None
    try:
        statement = read(claim.text, flipped).term
    except LanguageError:
        return None
    if not _speaks_of_jacobians(statement, flipped):
        return None
    question = replace(question_of(problem, claim, statement), context=flipped, assumed=(flipped.layout,))
    return _other_layout(flipped.layout) if judge(question, seed, TRIAL)[0].status == "holds" else None


def _other_layout(layout: str) -> Diagnosis:
    shape = "rows of x × rows of f" if layout == "denominator" else "rows of f × rows of x"
    message = f"right up to transposition: this is the {layout} layout, in which `jac(f, x)` is {shape}"
    message += f"; say so with `layout: {layout}`"
    return Diagnosis("transposed", message)


def _gradient_message(derivative: Term, other: Term, shape: Shape) -> str:
    variable = derivative.args[1] if derivative.op == "call" and len(derivative.args) > 1 else derivative
    return (
        f"right up to transposition: a gradient has the shape of its variable, and `{to_text(variable)}` is "
        f"{shape.rows}×{shape.cols}; `{to_text(other)}` is its transpose, as in the numerator layout"
    )


def _flipped(context: Context) -> Context:
    return replace(context, layout=OTHER[context.layout])


def _fits(statement: Term, context: Context) -> bool:
    try:
        elaborate(statement, context)
    except LanguageError:
        return False
    return True


def _turned(term: Term) -> Term:
    if term.op == "transpose":
        return term.args[0]
    return Term("transpose", (term,), None, None if term.shape is None else term.shape.transposed())


def _is_derivative(term: Term, context: Context) -> bool:
    """Whether the term is a derivative, or the name of one."""
    definition = definition_of(str(term.value), context) if term.op == "sym" else None
    body = term if definition is None else definition.body
    return body.op == "call" and body.value in DERIVATIVES


def _speaks_of_jacobians(term: Term, context: Context) -> bool:
    """Whether a Jacobian occurs in the term, or in a definition that it uses."""
    seen: set[str] = set()
    stack = [term]
    while stack:
        for t in subterms(stack.pop()):
            if t.op == "call" and t.value == "jac":
                return True
            if t.op in {"sym", "apply"} and isinstance(t.value, str) and t.value not in seen:
                seen.add(t.value)
                definition = definition_of(t.value, context)
                stack += [] if definition is None else [definition.body]
    return False
