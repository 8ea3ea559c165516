"""Sums, products, quotients and powers: which reading of a product fits, and what shape results.

Owns: the rules of num, const, add, sub, neg, pm, mul, hadamard, star, juxt, div, pow, transpose, prime, factorial.
Does not own: making two terms agree in shape (elaboration.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from symcheck.language.context import Kind
from symcheck.language.elaboration import NOWHERE, TRUTH, Elaboration, Rule
from symcheck.language.errors import LanguageError
from symcheck.language.size_terms import size_of, too_large
from symcheck.language.sizes import SCALAR, Shape
from symcheck.language.terms import Term
from symcheck.language.wording import bracketed

PRODUCTS = frozenset({"mul", "juxt", "star", "hadamard"})
SPINE = PRODUCTS | {"add", "sub"}


def number(state: Elaboration, term: Term) -> Term:
    """A literal or a constant; true and false are statements."""
    truth = term.op == "const" and term.value in TRUTH
    return Term(term.op, (), term.value, None if truth else SCALAR, term.span)


def _binary(state: Elaboration, term: Term) -> Term:
    """A left-leaning chain of sums and products, folded from the left without recursion along the chain."""
    chain: list[Term] = []
    while term.op in SPINE and len(term.args) == 2:
        chain.append(term)
        term = term.args[0]
    total = state.value(term)
    for node in reversed(chain):
        total = _combine(state, node, total, state.value(node.args[1]))
    return total


def _combine(state: Elaboration, node: Term, left: Term, right: Term) -> Term:
    match node.op:
        case "add" | "sub":
            what = "cannot add" if node.op == "add" else "cannot subtract"
            left, right = state.conform((left, right), what, node)
            return Term(node.op, (left, right), None, state.shape(left), node.span)
        case "hadamard":
            return hadamard(state, node, left, right)
        case "star":
            return star(state, node, left, right)
    return product(state, node, left, right)


def product(state: Elaboration, node: Term, left: Term, right: Term) -> Term:
    """The matrix product, or scaling where one side is 1×1."""
    shape = product_shape(state, left, right)
    if shape is None:
        a, b = state.shape(left), state.shape(right)
        hint = ""
        one, two = bracketed(state.words(left)), bracketed(state.words(right))
        if a.rows == b.rows:
            hint = f"did you mean {one}^T {two}?"
        elif a.cols == b.cols:
            hint = f"did you mean {one} {two}^T?"
        raise state.refuse(
            f"cannot multiply: {state.said(left)} but {state.said(right)}{state.where(left, right)}; "
            f"the inner sizes {a.cols} and {b.rows} differ", node, hint=hint,
        )  # fmt: skip
    return Term("mul", (left, right), None, shape, node.span)


def product_shape(state: Elaboration, left: Term, right: Term) -> Shape | None:
    a, b = state.shape(left), state.shape(right)
    if a.is_scalar:
        return b
    if b.is_scalar:
        return a
    mark = state.sizes.mark()
    if state.sizes.unify(a.cols, b.rows):
        return state.sizes.shape(Shape(a.rows, b.cols))
    state.sizes.undo(mark)
    return None


def hadamard(state: Elaboration, node: Term, left: Term, right: Term) -> Term:
    a, b = state.shape(left), state.shape(right)
    if a.is_scalar and b.is_scalar:
        return Term("mul", (left, right), None, SCALAR, node.span)
    if a.is_scalar != b.is_scalar and not _literal_one(left if a.is_scalar else right):
        state.note(f"`{state.words(node)}`: elementwise with a number is a multiple")
        return Term("mul", (left, right), None, b if a.is_scalar else a, node.span)
    left, right = state.conform((left, right), "cannot multiply elementwise", node)
    return Term("hadamard", (left, right), None, state.shape(left), node.span)


def _literal_one(term: Term) -> bool:
    return term.op == "num" and term.value == 1


def star(state: Elaboration, node: Term, left: Term, right: Term) -> Term:
    """`*`: whichever product typechecks; asks where both do, unless the file says `star:`."""
    a, b = state.shape(left), state.shape(right)
    if a.is_scalar or b.is_scalar:
        return product(state, node, left, right)
    mark = state.sizes.mark()
    entrywise = state.sizes.unify_shapes(a, b)
    state.sizes.undo(mark)
    matrix = state.sizes.could_be_equal(a.cols, b.rows)
    choice = state.context.star if entrywise and matrix else "elementwise" if entrywise else "product"
    if choice == "elementwise":
        state.note(f"`*` in `{state.words(node)}` is the elementwise product")
        return hadamard(state, node, left, right)
    if choice == "product":
        if matrix:
            state.note(f"`*` in `{state.words(node)}` is the matrix product")
        return product(state, node, left, right)
    one, two = state.words(left), state.words(right)
    raise LanguageError(
        f"`{state.words(node)}` fits both as a matrix product and as an elementwise product", node.span or NOWHERE,
        code="ambiguous-star",
        hint=f"write `{one} @ {two}` or `{one} .* {two}`, or settle it for the file with `star: product` or `star: elementwise`",
    )  # fmt: skip


def juxt(state: Elaboration, term: Term) -> Term:
    """A product of two or more factors, grouped from the left."""
    if len(term.args) == 2:
        return _binary(state, term)
    total = state.value(term.args[0])
    for factor in term.args[1:]:
        total = _combine(state, term, total, state.value(factor))
    return total


def unary(state: Elaboration, term: Term) -> Term:
    inner = state.value(term.args[0])
    return Term(term.op, (inner,), term.value, state.shape(inner), term.span)


def plus_minus(state: Elaboration, term: Term) -> Term:
    if len(term.args) == 1:
        return unary(state, term)
    args = state.conform([state.value(a) for a in term.args], "cannot add", term)
    return Term("pm", args, term.value, state.shape(args[0]), term.span)


def quotient(state: Elaboration, term: Term) -> Term:
    above, below = state.value(term.args[0]), state.value(term.args[1])
    shape = state.shape(below)
    if not shape.is_scalar:
        if state.sizes.could_be_equal(shape.rows, shape.cols):
            hint = f"multiply by inv({state.words(below)}) on the side you mean"
        else:
            hint = "divide entry by entry, x[i] / y[i], or by a number such as its norm"
        raise state.refuse(
            f"cannot divide by an array: in `{state.words(term)}`, {state.said(below)}{state.where(below)}", term, hint=hint
        )
    return Term("div", (above, below), None, state.shape(above), term.span)


def transpose(state: Elaboration, term: Term) -> Term:
    inner = state.value(term.args[0])
    return Term("transpose", (inner,), None, state.shape(inner).transposed(), term.span)


def factorial(state: Elaboration, term: Term) -> Term:
    inner = state.scalar(term.args[0], "what a factorial is taken of")
    return Term("call", (inner,), "factorial", SCALAR, term.span)


def power(state: Elaboration, term: Term) -> Term:
    """A number to a number; a square matrix to a whole number, negative powers through its inverse."""
    base, exponent = state.value(term.args[0]), state.scalar(term.args[1], "an exponent")
    shape = state.shape(base)
    if shape.is_scalar:
        return Term("pow", (base, exponent), None, SCALAR, term.span)
    if not state.agree(Shape(shape.rows, shape.rows), Shape(shape.rows, shape.cols)):
        words = state.words(base)
        sort = "a vector" if shape.is_column or shape.transposed().is_column else "a matrix"
        if exponent.op == "num" and exponent.value == 2:
            hint = f"did you mean norm({words})^2, the sum of the squares? entry by entry it is hadamard(v, v)"
        else:
            hint = "only numbers and square matrices have powers"
        if _whole(exponent) == -1:
            hint = "only a square matrix has an inverse; pinv is the pseudo-inverse"
        raise state.refuse(f"`{state.words(term)}` is a power of {sort}: {state.said(base)}{state.where(base)}", term, hint=hint)
    shape = state.shape(base)
    whole = _whole(exponent)
    if whole is None:
        if not _is_integer(state, exponent):
            raise state.refuse(
                f"`{state.words(term)}`: a matrix has whole powers, and `{state.words(exponent)}` is not known to be whole",
                term, "kind-mismatch", "declare the exponent integer or natural",
            )  # fmt: skip
        return Term("pow", (base, exponent), None, shape, term.span)
    if whole >= 0:
        return Term("pow", (base, exponent), None, shape, term.span)
    inverse = Term("call", (base,), "inv", shape, term.span)
    if whole == -1:
        return inverse
    return Term("pow", (inverse, Term("num", (), Fraction(-whole), SCALAR, exponent.span)), None, shape, term.span)


def _whole(term: Term) -> int | None:
    match term:
        case Term("num", (), Fraction() as value) if value.denominator == 1:
            return value.numerator
        case Term("neg", (inner,)):
            value_inside = _whole(inner)
            return None if value_inside is None else -value_inside
    return None


def _is_integer(state: Elaboration, term: Term) -> bool:
    """Whether `term` is a polynomial in names of whole numbers, or a whole number of any length."""
    if too_large(term):
        return True
    size = size_of(term)
    if size is None:
        return False
    kinds = [state.kind(name) for name in size.names]
    return all(isinstance(kind, Kind) and kind.base in {"integer", "natural"} for kind in kinds)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "num": number, "const": number, "add": _binary, "sub": _binary, "mul": juxt, "juxt": juxt, "star": juxt,
        "hadamard": juxt, "neg": unary, "pm": plus_minus, "div": quotient, "pow": power, "transpose": transpose,
        "prime": transpose, "factorial": factorial,
    }
)  # fmt: skip
