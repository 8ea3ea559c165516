"""What has no meaning, or two: the code, the words of the message in the user's own words, the place, the hint."""

from __future__ import annotations

import pytest
from shapes_context import LEAST_SQUARES, LETS, RUNS, context

from symcheck.language.context import Context, Definition
from symcheck.language.elaborate import elaborate
from symcheck.language.errors import IllFormed, LanguageError
from symcheck.language.reading import read
from symcheck.language.terms import Term, num, sym

HERE = context(LEAST_SQUARES, LETS, RUNS)

ILL_FORMED = [
    # text, code, message, hint, the words it points at
    ("X w + w", "shape-mismatch", "cannot add: `X w` is n×1 but `w` is d×1 (X is n×d, w is d×1)", "", "X w + w"),
    ("X w - t = w", "shape-mismatch", "`X w - t` is n×1 but `w` is d×1", "", "X w - t = w"),
    ("X X", "shape-mismatch", "the inner sizes d and n differ", "did you mean X^T X?", "X X"),
    ("t t", "shape-mismatch", "the inner sizes 1 and n differ", "t^T t", "t t"),
    ("X .* A", "shape-mismatch", "cannot multiply elementwise: `X` is n×d but `A` is n×n", "", "X .* A"),
    ("w = w^T", "shape-mismatch", "`w` is d×1 but `w^T` is 1×d", "transpose", "w = w^T"),
    ("2 + t", "shape-mismatch", "`2` is a scalar but `t` is n×1", "2 ones(n)", "2 + t"),
    ("1 + A", "shape-mismatch", "the number 1 stands beside `A`, a matrix n×n", "I for the identity", "1"),
    ("A = 1", "shape-mismatch", "the number 1 stands beside `A`", "ones(n, m)", "1"),
    ("I + eta", "shape-mismatch", "`I` is ?×? but `eta` is a scalar", "multiple", "I + eta"),
    ("(X w - t)^2", "shape-mismatch", "a power of a vector: `X w - t` is n×1", "norm(X w - t)^2", "(X w - t)^2"),
    ("X^2", "shape-mismatch", "a power of a matrix: `X` is n×d", "", "X^2"),
    ("X^-1", "shape-mismatch", "`X` is n×d", "pinv", "X^-1"),
    ("A^eta", "kind-mismatch", "`eta` is not known to be whole", "integer or natural", "A^eta"),
    ("t / A", "shape-mismatch", "cannot divide by an array", "inv(A)", "t / A"),
    ("t / w", "shape-mismatch", "`w` is d×1", "entry by entry", "t / w"),
    ("inv(X)", "shape-mismatch", "inv: needs a square matrix, but `X` is n×d", "pinv", "X"),
    ("tr(X)", "shape-mismatch", "tr: needs a square matrix", "A^T A", "X"),
    ("det(X)", "shape-mismatch", "det: needs a square matrix", "", "X"),
    ("diag(X)", "shape-mismatch", "a vector or a square matrix", "", "X"),
    ("softmax(A)", "shape-mismatch", "needs a vector", "", "A"),
    ("outer(X, t)", "shape-mismatch", "needs columns", "", "X"),
    ("inner(w, t)", "shape-mismatch", "`w` is d×1 but `t` is n×1", "", "inner(w, t)"),
    ("grad(X w0 - t, w0)", "shape-mismatch", "grad: needs a scalar; `X w0 - t` is a vector n×1", "jac(f, x)", "X w0 - t"),
    ("grad(A, w)", "shape-mismatch", "`A` is a matrix n×n", "norm(·)^2", "A"),
    ("jac(X, w)", "shape-mismatch", "needs columns", "vec(f)", "X"),
    ("jac(X w, X)", "shape-mismatch", "needs columns", "vec(x)", "X"),
    ("hess(t, w)", "shape-mismatch", "needs a scalar", "", "t"),
    ("hess(tr(A), A)", "shape-mismatch", "needs a column", "vec(x)", "A"),
    ("diff(t, w)", "shape-mismatch", "needs a scalar", "jac(f, x)", "t"),
    ("argmin(X w, w)", "shape-mismatch", "argmin: needs a scalar", "norm(·)^2", "X w"),
    ("grad(L(w), X w)", "not-a-variable", "`X w` is not a variable", "`let:`", "X w"),
    ("conv(J, image)", "shape-mismatch", "does not fit", "", "image"),
    ("conv(A, J, stride=2)", "size-unknown", "must be numbers", "", "conv(A, J, stride=2)"),
    ("conv(image, J, padding=1/2)", "kind-mismatch", "whole numbers", "", None),
    ("[A, B]", "shape-mismatch", "an entry of an array is a number", "block(", "A"),
    ("block([[A, X], [A, A]])", "shape-mismatch", "the blocks do not fit: `A` is n×n", "", "A"),
    ("block(A)", "kind-mismatch", "block takes rows", "[[A, B]", "A"),
    ("w[0]", "index-range", "index 0 is outside `w`, which is d×1", "from 1 to d", "0"),
    ("image[6, 1]", "index-range", "index 6", "from 1 to 5", "6"),
    ("X[1]", "shape-mismatch", "an entry has two indices", "X[1, :] is a row", "X[1]"),
    ("w[eta]", "kind-mismatch", "`eta` is real", "natural", "eta"),
    ("w[1/2]", "kind-mismatch", "whole number", "", "1/2"),
    ("I = I", "size-unknown", "nothing says which size `I` has", "I(n)", "I"),
    ("tr(I)", "size-unknown", "nothing says which size `I` has", "I(n)", "I"),
    ("I(1/2)", "kind-mismatch", "is not a size", "whole number", "1/2"),
    ("I(eta)", "kind-mismatch", "`eta` is real, so it is no size", "natural", "eta"),
    ("L + 1", "kind-mismatch", "`L` is a function", "L(…)", "L"),
    ("s + 1", "kind-mismatch", "`s` is a function", "s(…)", "s"),
    ("g(t)", "shape-mismatch", "g takes d×1, but `t` is n×1", "", "t"),
    ("g'(w)", "kind-mismatch", "a function of one number", "grad(g(x), x)", "g'(w)"),
    ("rmsprop.w1 + 1", "kind-mismatch", "is a sequence", "rmsprop.w1[k]", "rmsprop.w1"),
    ("cnn + 1", "kind-mismatch", "is a network", "", "cnn"),
    ("neurons(w)", "kind-mismatch", "`w` is none", "", "w"),
    ("(eta = 1) + 1", "kind-mismatch", "is a statement", "whole statement", "(eta = 1)"),
    ("log(eta, t)", "shape-mismatch", "log: the base is a number, but `t` is n×1", "", "t"),
    ("diff(k^2, k)", "kind-mismatch", "`k` is a whole number", "k: real", "k"),
    ("grad(n eta, n)", "kind-mismatch", "`n` is a whole number", "", "n"),
    ("true + 1", "kind-mismatch", "`true` is a statement", "", "true"),
    ("eta = 1 and eta", "kind-mismatch", "`eta` is not a statement", "compares", "eta"),
    ("w in X", "kind-mismatch", "`X` is not a set", "rowspace(A)", "X"),
    ("w in rowspace(A)", "shape-mismatch", "the elements of `rowspace(A)` are n×1", "", "w in rowspace(A)"),
    ("w in [0, 1]", "shape-mismatch", "the elements of `[0, 1]` are numbers", "", "w in [0, 1]"),
    (
        "rowspace(X) subset colspace(X)",
        "shape-mismatch",
        "`rowspace(X)` are d×1, the elements of `colspace(X)` are n×1",
        "",
        None,
    ),
    ("X is symmetric", "shape-mismatch", "a property of square matrices, but `X` is n×d", "", "X is symmetric"),
    ("a is convex in w0", "shape-mismatch", "only a number is convex", "norm(·)^2", "a is convex in w0"),
    ("L is invertible", "kind-mismatch", "not a property of functions", "", "L is invertible"),
    ("w = O(k)", "shape-mismatch", "a growth class compares numbers", "", "w"),
    ("sum(v for v in A)", "kind-mismatch", "`A` is not a set", "v in R^n", "A"),
]


@pytest.mark.parametrize(("text", "code", "message", "hint", "place"), ILL_FORMED, ids=[r[0] for r in ILL_FORMED])
def test_what_does_not_fit_is_malformed(text: str, code: str, message: str, hint: str, place: str | None) -> None:
    with pytest.raises(IllFormed) as raised:
        read(text, HERE)
    error = raised.value
    assert error.code == code
    assert message in error.message
    assert hint in error.hint
    if place is not None:
        assert text[error.span.start : error.span.end] == place


UNREADABLE = [
    # text, code, message, hint
    ("1/2 eta", "ambiguous-grouping", "`(1 / 2) eta` or `1 / (2 eta)`", "parentheses"),
    ("log k eta", "ambiguous-grouping", "`log(k) eta` or `log(k eta)`", "parentheses"),
    ("A*B", "ambiguous-star", "both as a matrix product and as an elementwise product", "`A @ B` or `A .* B`"),
    ("A >= 0", "ambiguous-order", "orders matrices", "A is positive semidefinite"),
    ("norm(w, 1, 2)", "argument-count", "norm takes 1 or 2 arguments, here are 3", ""),
    ("L(w, w)", "argument-count", "L takes one argument", "L(w)"),
    ("zeros(1, 2, 3)", "argument-count", "zeros takes 1 or 2 sizes", ""),
    ("rmsprop(v=0).w1[1]", "unknown-parameter", "rmsprop has no parameter `v`", "`v0`"),
    ("rmsprop.u[1]", "unknown-name", "no member `u`", "w1"),
    ("receptive_field(cnn, conv3)", "unknown-name", "no layer `conv3`", "`conv2`"),
    ("conv(image, J, bias=1)", "unknown-parameter", "conv has no option `bias`", "padding"),
    ("tr(A for i in 1..2)", "argument-count", "tr binds no names", ""),
    ("diff(eta, eta, 9)", "kind-mismatch", "repeated 1 to 4 times", ""),
]


@pytest.mark.parametrize(("text", "code", "message", "hint"), UNREADABLE, ids=[r[0] for r in UNREADABLE])
def test_what_the_writer_has_to_settle(text: str, code: str, message: str, hint: str) -> None:
    with pytest.raises(LanguageError) as raised:
        read(text, HERE)
    assert raised.value.code == code
    assert message in raised.value.message
    assert hint in raised.value.hint


def test_definitions_that_use_themselves_are_named_in_a_ring() -> None:
    ring = Context(definitions={"p": Definition("p", (), sym("q"), "q"), "q": Definition("q", (), sym("p"), "p")})
    with pytest.raises(LanguageError) as raised:
        read("p", ring)
    assert raised.value.code == "circular-definition"
    assert "p → q → p" in raised.value.message


def test_an_error_inside_a_definition_is_reported_where_it_is_used() -> None:
    broken = context({"X": "matrix(n, d)", "w": "vector(d)"}, (("b", "X X"),))
    text = "w = b"
    with pytest.raises(IllFormed) as raised:
        read(text, broken)
    assert raised.value.message.startswith("in the definition of `b`: cannot multiply")
    assert text[raised.value.span.start : raised.value.span.end] == "b"


def test_too_many_definitions_inside_one_another_are_refused_at_once() -> None:
    lets = [("q0", "eta"), *((f"q{i}", f"q{i - 1} + 1") for i in range(1, 90))]
    with pytest.raises(LanguageError) as raised:
        read("q89", context({"eta": "real"}, lets))
    assert raised.value.code == "too-deep"
    assert raised.value.message.count("definition of") == 1


def test_a_size_cannot_be_declared_real() -> None:
    with pytest.raises(LanguageError) as raised:
        read("n + 1", context({"X": "matrix(n, d)", "n": "real"}))
    assert raised.value.code == "not-a-size"


@pytest.mark.parametrize("depth", [201, 50_000])
def test_a_term_nested_too_deep_is_refused_without_recursion(depth: int) -> None:
    term = num(1)
    for _ in range(depth):
        term = Term("neg", (term,))
    with pytest.raises(LanguageError) as raised:
        elaborate(term, Context())
    assert raised.value.code == "too-deep"


def test_readings_beyond_the_limit_are_refused() -> None:
    text = " + ".join(["1/n t"] * 400)
    with pytest.raises(LanguageError) as raised:
        read(text, HERE)
    assert raised.value.code in {"too-many-readings", "too-deep"}


def test_an_open_reading_is_tried_once_however_many_readings_share_it() -> None:
    node = sym("eta")
    for _ in range(9):
        # 2^9 trials without memory, more than the limit
        node = Term("ambiguous", (Term("neg", (node,)), Term("juxt", (sym("w"), Term("juxt", (sym("w"), node))))))
    assert str(elaborate(node, HERE).term.shape) == "scalar"


def test_a_choice_left_open_inside_a_reading_is_not_taken_for_a_misfit() -> None:
    fits = Term("neg", (sym("eta"),))
    for open_choice in (Term("star", (sym("A"), sym("B"))), Term("rel", (sym("A"), num(0)), "<=")):
        with pytest.raises(LanguageError) as raised:
            elaborate(Term("ambiguous", (open_choice, fits)), HERE)
        assert raised.value.code.startswith("ambiguous-")


@pytest.mark.parametrize("op", ["row", "all", "keyword", "bind", "tends"])
def test_pieces_that_stand_alone_are_misplaced(op: str) -> None:
    value = ("v", "") if op == "tends" else "v"
    with pytest.raises(LanguageError) as raised:
        elaborate(Term(op, (num(1),), value), HERE)
    assert raised.value.code == "misplaced"
