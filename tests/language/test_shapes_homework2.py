"""Homework 2, formula by formula as its problem files state them: each has a meaning, or the right reason for none."""

from __future__ import annotations

import pytest
from shapes_context import LEAST_SQUARES, LETS, RUNS, context

from symcheck.language.errors import IllFormed
from symcheck.language.grammar import parse_statement
from symcheck.language.printing import to_text
from symcheck.language.reading import read, scope_of
from symcheck.language.repairs import nearest_readings

HERE = context(LEAST_SQUARES, LETS, RUNS)
INNER = "X (w0 - (2 eta/n) X^T a) - t"

WELL_FORMED = {
    "1.1.1.gradient": "grad(norm(X w - t)^2, w) = 2 X^T (X w - t)",
    "1.1.1.row-space": "grad(norm(X w - t)^2, w) in rowspace(X)",
    "1.1.1.batch": "grad(norm(S X w - S t)^2, w) in rowspace(S X) and rowspace(S X) subset rowspace(X)",
    "1.1.1.coefficients": "w = X^T a and X w = t => a = (X X^T)^(-1) t",
    "1.1.1.interpolates": "X wf = t",
    "1.1.1.perp.1": "(wf - wh)^T wf = (X^T (X X^T)^(-1) t - wh)^T X^T (X X^T)^(-1) t",
    "1.1.1.perp.2": "(wf - wh)^T wf = t^T [X^T (X X^T)^(-1)]^T X^T (X X^T)^(-1) t - wh^T X^T (X X^T)^(-1) t",
    "1.1.1.perp.3": "(wf - wh)^T wf = t^T (X X^T)^(-1) t - wh^T X^T (X X^T)^(-1) t",
    "1.1.1.perp.4": "(wf - wh)^T wf = 0",
    "1.1.1.given": "wh^T X^T = t^T",
    "1.1.1.minimum-norm": "for all v in R^d: X v = t => norm(wf) <= norm(v)",
    "1.2.1.min-norm-point": "[[2, 1]]^T ([[2, 1]] [[2, 1]]^T)^(-1) * 2 = [4/5, 2/5]",
    "1.2.1.float-limit": "for all j in 119..199: |float64(rmsprop.w1[j]) - 2/3| <= 1e-10",
    "1.2.1.limit": "limit(rmsprop.w[j], j -> inf) = [2/3, 2/3]",
    "1.2.1.symmetric": "for all j in N: rmsprop(v0=0).w[j][1] = rmsprop(v0=0).w[j][2]",
    "1.2.1.counterexample": "norm([2/3, 2/3])^2 > norm([4/5, 2/5])^2",
    "2.1.2.backward": "memory(rmsprop, backward) in O(k)",
    "2.2.1.w1": "w1 = w0 - (2 eta/n) X^T (X w0 - t)",
    "2.2.1.loss": f"L1 = (1/n) norm({INNER})^2",
    "2.2.2.convex": "L1 is convex in eta",
    "2.2.3.step2": f"diff(L1, eta) = (2/n) ({INNER})^T diff({INNER}, eta)",
    "2.2.3.step3": "diff(L1, eta) = (2/n) (a - (2 eta/n) X X^T a)^T (-(2 eta/n) X X^T a)",
    "2.2.3.step4": "diff(L1, eta) = (2/n) a^T (I - (2 eta/n) X X^T) (-(2 eta/n) X X^T) a",
    "2.2.3.step5": "diff(L1, eta) = -(4/n^2) a^T X X^T a + (8 eta/n^3) a^T X X^T X X^T a",
    "2.2.3.answer": "argmin(L1, eta) = (n/2) norm(X^T a)^2 / norm(X X^T a)^2",
    "2.3.1.gradient-column": "grad(Lt(w0), w0) = (2/n) X^T (X w0 - t) + lt w0",
    "2.3.1.w1-l2": "w0 - eta grad(Lt(w0), w0) = w0 - (2 eta/n) (X^T X w0 - X^T t) - 2 lt I w0 eta",
    "2.3.1.w1-decay": "w1 = (1 - lambda) w0 - eta (2/n) (X^T X w0 - X^T t)",
    "2.3.2.equate": "(1 - lambda) w0 = w0 - 2 lt w0 eta",
    "2.3.2.sign-error": "1 - lambda = -2 lt eta",
    "2.3.2.answer": "lt = lambda / (2 eta)",
    "3.1.flip": "flip(J) = [[1, 1, 1], [0, 0, 0], [-1, -1, -1]]",
    "3.1.size": "shape(conv(image, J, padding=1)) = (5, 5)",
    "3.1.inverse": "count(Z in {0, 1}^(5, 5): conv(Z, J, padding=1) = image) = 2",
    "3.1.edge": "for all V in [0, 1]^(3, 3): |sum(J .* V)| <= 3",
    "3.2.neurons": "neurons(cnn) = 32*32 + 16*16 + 16*16 + 8*8 + 8*8",
    "3.2.parameters": "parameters(cnn, biases=false) = 3*3 + 3*3 + 3*3",
    "3.3.after-conv2": "receptive_field(cnn, conv2) = 14",
}

# id: (text, words of the message, the best reading)
MALFORMED = {
    "2.2.1.w1-start": (
        "w1 = w0 - eta grad(X w0 - t, w0)",
        "grad: needs a scalar; `X w0 - t` is a vector n×1",
        "w1 = w0 - eta grad(L(w0), w0)",
    ),
    "2.2.3.step1": (
        f"diff(L1, eta) = (2/n) ({INNER})^2",
        "a power of a vector",
        "diff(L1, eta) = (2 / n) norm(X (w0 - (2 eta / n) X^T a) - t)^2",
    ),
    "2.2.3.step3-printed": (
        "diff(L1, eta) = (2/n) (a - (2 eta/n) X X^T a) (-(2 eta/n) X X^T a)",
        "the inner sizes 1 and n differ",
        "diff(L1, eta) = ((2 / n) (a - (2 eta / n) X X^T a))^T (-(2 eta / n) X X^T a)",
    ),
    "2.2.3.answer-printed": (
        "eta = (n/2) (a^T X)^2 / (a^T X X^T X X^T a)",
        "`a^T X` is 1×d",
        "eta = (n / 2) norm(a^T X)^2 / (a^T X X^T X X^T a)",
    ),
    "2.3.1.gradient": (
        "grad(Lt(w0), w0) = (2/n) (X w0 - t)^T X + lt w0 I",
        "`(2/n) (X w0 - t)^T X` is 1×d but `lt w0 I` is d×1",
        "grad(Lt(w0), w0) = ((2 / n) (X w0 - t)^T X)^T + lt w0 I(1)",
    ),
    "1.2.1.min-norm-printed": (
        "[2, 1] ([[2, 1]] [2, 1]) [2, 1]^(-1) * 2 = [4/5, 2/5]",
        "only a square matrix",
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WELL_FORMED)
def test_a_formula_of_the_homework_has_a_meaning(name: str) -> None:
    assert read(WELL_FORMED[name], HERE).term.shape is None


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_line_says_why_and_what_is_near(name: str) -> None:
    text, words, nearest = MALFORMED[name]
    with pytest.raises(IllFormed) as raised:
        read(text, HERE)
    assert raised.value.code == "shape-mismatch"
    assert words in raised.value.message + raised.value.hint
    if nearest is not None:
        readings = nearest_readings(parse_statement(text, scope_of(HERE)), raised.value, HERE, text=text)
        assert to_text(readings[0].term) == nearest
        assert readings[0].notes[0].startswith("read `")
