"""Readings decided by shapes: what each text is read as, its shape, and what the reader is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from shapes_context import LEAST_SQUARES, LETS, RUNS, context

from symcheck.language.context import Context
from symcheck.language.elaborate import is_elaborated
from symcheck.language.printing import to_text
from symcheck.language.reading import read
from symcheck.language.terms import OPS, Term, subterms

HERE = context(LEAST_SQUARES, LETS, RUNS)

READINGS = [
    # text, printed, shape, words of the notes
    ("X w - t", "X w - t", "n×1", ()),
    ("2/n X^T a", "(2 / n) X^T a", "d×1", ("read `2/n X^T a` as (2 / n) X^T a",)),
    ("w0 - 2 eta/n X^T a", "w0 - (2 eta / n) X^T a", "d×1", ("read `2 eta/n X^T a`",)),
    ("t*t", "t .* t", "n×1", ("elementwise product",)),
    ("X*w", "X w", "n×1", ("matrix product",)),
    ("eta*w", "eta w", "d×1", ()),
    ("t^T t * w", "t^T t w", "d×1", ()),
    ("t .* 2", "t * 2", "n×1", ("is a multiple",)),
    ("X'", "X^T", "d×n", ()),
    ("X X^T + lambda I", "X X^T + lambda I(n)", "n×n", ("`I` is I(n)",)),
    ("X^T (I - A) X", "X^T (I(n) - A) X", "d×d", ("`I` is I(n)",)),
    ("inv(I + A B) A", "inv(I(n) + A B) A", "n×n", ("`I` is I(n)",)),
    ("lt I w0", "lt I(d) w0", "d×1", ("`I` is I(d)",)),
    ("1 + exp(X w)", "ones(n) + exp(X w)", "n×1", ("`1` is ones(n)",)),
    ("A^-1", "inv(A)", "n×n", ()),
    ("A^(-1) t", "inv(A) t", "n×1", ()),
    ("A^(-2)", "inv(A)^2", "n×n", ()),
    ("A^k", "A^k", "n×n", ()),
    ("inv(t^T t)", "1 / (t^T t)", "scalar", ()),
    ("kron(X, A)", "kron(X, A)", "n n×d n", ()),
    ("vec(X)", "vec(X)", "d n×1", ()),
    ("pinv(X)", "pinv(X)", "d×n", ()),
    ("diag(t)", "diag(t)", "n×n", ()),
    ("diag(A)", "diag(A)", "n×1", ()),
    ("outer(t, w)", "outer(t, w)", "n×d", ()),
    ("inner(w, w0)", "inner(w, w0)", "scalar", ()),
    ("max(t, 0)", "max(t, zeros(n, 1))", "n×1", ("`0` is zeros(n, 1)",)),
    ("max(t)", "max(t)", "scalar", ()),
    ("sum(exp(t))", "sum(exp(t))", "scalar", ()),
    ("sum(w[i] w for i in 1..d)", "sum(w[i] w for i in 1..d)", "d×1", ()),
    ("grad(L, w)", "grad(L(w), w)", "d×1", ("`L` is read as L(w)",)),
    ("grad(g, w)", "grad(g(w), w)", "d×1", ("`g` is read as g(w)",)),
    ("grad(L1, eta)", "grad(L1, eta)", "scalar", ()),
    ("grad(tr(A B), B)", "grad(tr(A B), B)", "n×n", ()),
    ("jac(X w, w)", "jac(X w, w)", "n×d", ()),
    ("jac(vec(A X), vec(X))", "jac(vec(A X), vec(X))", "d n×d n", ()),
    ("hess(L(w), w)", "hess(L(w), w)", "d×d", ()),
    ("diff(a, eta)", "diff(a, eta)", "n×1", ()),
    ("diff(L(w), w)", "diff(L(w), w)", "d×1", ()),
    ("diff(eta^3, eta, 2)", "diff(diff(eta^3, eta), eta)", "scalar", ()),
    ("argmin(L1, eta)", "argmin(L1, eta)", "scalar", ()),
    ("argmin(L(w), w)", "argmin(L(w), w)", "d×1", ()),
    ("s(X w)", "s(X w)", "n×1", ()),
    ("s'(t)", "s'(t)", "n×1", ()),
    ("sigmoid'(t)", "sigmoid'(t)", "n×1", ()),
    ("exp(A)", "exp(A)", "n×n", ("each entry",)),
    ("L(0)", "L(zeros(d, 1))", "scalar", ("`0` is zeros(d, 1)",)),
    ("conv(image, J, padding=1)", "conv(image, J, padding=1)", "5×5", ()),
    ("conv(image, J)", "conv(image, J)", "3×3", ()),
    ("conv(image, J, stride=2)", "conv(image, J, stride=2)", "2×2", ()),
    ("conv(A, J)", "conv(A, J)", "n - 2×n - 2", ()),
    ("flip(J)", "flip(J)", "3×3", ()),
    ("X[1, :]", "X[1, :]", "1×d", ()),
    ("X[:, 2]", "X[:, 2]", "n×1", ()),
    ("w[1..2]", "w[1..2]", "2×1", ()),
    ("[1, 2]", "[1, 2]", "2×1", ()),
    ("[[1, 2, 3]]", "[[1, 2, 3]]", "1×3", ()),
    ("block([[A, X], [0, I]])", "block([[A, X], [zeros(d, n), I(d)]])", "d + n×d + n", ("`I` is I(d)",)),
    ("rmsprop.w[3]", "rmsprop.w[3]", "2×1", ()),
    ("rmsprop.w[3, 1]", "rmsprop.w[3][1]", "scalar", ()),
    ("rmsprop(v0=0).w1[k]", "rmsprop(v0=0).w1[k]", "scalar", ()),
    ("float64(rmsprop.w1[119])", "float64(rmsprop.w1[119])", "scalar", ()),
    ("neurons(cnn)", "neurons(cnn)", "scalar", ()),
    ("receptive_field(cnn(k=5), conv2)", "receptive_field(cnn(k=5), conv2)", "scalar", ()),
    ("n + 1/d", "n + 1 / d", "scalar", ()),
    ("factorial(k)", None, "scalar", ()),
    ("Xw - t", "X w - t", "n×1", ("`Xw` is read `X w`",)),
]


@pytest.mark.parametrize(("text", "printed", "shape", "notes"), READINGS, ids=[r[0] for r in READINGS])
def test_an_expression_is_read_so(text: str, printed: str | None, shape: str, notes: tuple[str, ...]) -> None:
    reading = read(text, HERE)
    if printed is not None:
        assert to_text(reading.term) == printed
    assert str(reading.term.shape) == shape
    for words in notes:
        assert any(words in note for note in reading.notes), reading.notes
    if not notes:
        assert reading.notes == ()


STATEMENTS = [
    ("w = 0", "w = zeros(d, 1)"),
    ("0 = w", "zeros(d, 1) = w"),
    ("A = I", "A = I(n)"),
    ("X[1, :] = 1", "X[1, :] = ones(d)^T"),
    ("t = 1", "t = ones(n)"),
    ("0 <= t", "zeros(n, 1) <= t"),
    ("0 <= eta < 1", "0 <= eta < 1"),
    ("X^T t in rowspace(X)", "X^T t in rowspace(X)"),
    ("0 in rowspace(X)", "zeros(d, 1) in rowspace(X)"),
    ("t^T X in rowspace(X)", "(t^T X)^T in rowspace(X)"),
    ("rowspace(S X) subset rowspace(X)", "rowspace(S X) subset rowspace(X)"),
    ("for all v in R^d: X v = t => norm(wf) <= norm(v)", None),
    ("count(Z in {0, 1}^(5, 5): conv(Z, J, padding=1) = image) = 2", None),
    ("for all V in [0, 1]^(3, 3): |sum(J .* V)| <= 3", None),
    ("exists v in R^n: A v = 0", None),
    ("L1 is convex in eta", "L1 is convex in eta"),
    ("A is positive definite and B is invertible", None),
    ("L1 = O(k)", "L1 in O(k)"),
    ("k in O(k^2)", "k in O(k^2)"),
    ("limit(rmsprop.w1[i], i -> inf) = 2/3", None),
    ("limit((1 + 1/k)^k, k -> inf) = e", None),
    ("for all j in 119..199: |rmsprop.w1[j] - 2/3| <= 1e-10", None),
    ("matches(printed, rmsprop(v0=1/10), tolerance=1e-6)", None),
    ("memory(rmsprop, backward) in O(k)", None),
    ("output_shape(cnn, conv2) = (1, 8, 8)", None),
    ("solve(2 eta = 4, eta) = 2", "solve(2 eta = 4, eta) = {2}"),
    ("w in argmin(L(w), w)", None),
    ("(eta, c) = (1, 2)", None),
    ("rmsprop.w1 is convergent", None),
    ("P(eta > 0) = 1", None),
    ("eta = 1 or true", None),
    ("parameters(cnn, bias=false) = 27", None),
]


@pytest.mark.parametrize(("text", "printed"), STATEMENTS, ids=[s[0] for s in STATEMENTS])
def test_a_statement_is_read_so(text: str, printed: str | None) -> None:
    reading = read(text, HERE)
    assert reading.term.shape is None
    if printed is not None:
        assert to_text(reading.term) == printed


def _values(term: Term) -> Iterator[Term]:
    """The nodes that must have a shape."""
    without = {
        "rel", "chain", "in", "subset", "and", "or", "not", "implies", "iff", "forall", "exists", "is", "all", "tends",
        "tuple", "member", "keyword",
    }  # fmt: skip
    for node in subterms(term):
        named = node.op == "sym" and node.value in {"rmsprop", "cnn", "printed", "conv2", "backward", "g", "L"}
        calls = node.op == "call" and node.value in {"matches", "output_shape"}
        truth = node.op == "const" and node.value in {"true", "false"}
        if node.op not in without and not named and not calls and not truth:
            yield node


@pytest.mark.parametrize("text", [r[0] for r in READINGS] + [s[0] for s in STATEMENTS])
def test_every_node_is_decided_and_has_a_shape(text: str) -> None:
    term = read(text, HERE).term
    assert is_elaborated(term)
    assert {n.op for n in subterms(term)} <= OPS
    for node in _values(term):
        assert node.shape is not None, to_text(node)
        assert not any(name.startswith("?") for name in (*node.shape.rows.names, *node.shape.cols.names))


def test_a_reading_inside_a_reading_is_reported_too() -> None:
    reading = read("1/n X^T (2/n t)", HERE)
    assert any("`2/n t`" in note or "2/n t" in note for note in reading.notes)
    assert any("(1 / n) X^T" in note for note in reading.notes)
    assert sum("2/n t" in note for note in reading.notes) >= 1


def test_star_is_settled_by_the_file() -> None:
    product = context(LEAST_SQUARES, star="product")
    entrywise = context(LEAST_SQUARES, star="elementwise")
    assert to_text(read("A*B", product).term) == "A B"
    assert to_text(read("A*B", entrywise).term) == "A .* B"


def test_a_declared_name_beats_a_built_in_array() -> None:
    declared = context({"I": "matrix(5, 5)", "J": "matrix(3, 3)"})
    assert str(read("conv(I, J, padding=1)", declared).term.shape) == "5×5"


def test_definitions_are_kept_as_names_with_their_shape() -> None:
    term = read("a", HERE).term
    assert (term.op, term.value, str(term.shape)) == ("sym", "a", "n×1")


def test_a_parameter_needs_no_declaration_of_its_own() -> None:
    loose = context({"X": "matrix(n, d)", "w0": "vector(d)", "t": "vector(n)"}, (("L(v)", "norm(X v - t)^2"),))
    assert str(read("grad(L(w0), w0)", loose).term.shape) == "d×1"


def test_a_definition_is_read_for_each_shape_of_its_argument() -> None:
    loose = context({"X": "matrix(n, d)", "w0": "vector(d)", "t": "vector(n)"}, (("q(v)", "v v^T"),))
    assert str(read("q(w0)", loose).term.shape) == "d×d"
    assert str(read("q(t)", loose).term.shape) == "n×n"


def test_bound_names_hide_symbols_and_definitions_do_not_see_them() -> None:
    assert str(read("sum(w for w in {1, 2})", HERE).term.shape) == "scalar"
    assert read("for all w0 in R: norm(a) >= w0 or norm(a) < w0", HERE).term.shape is None


def test_long_sums_are_read_without_recursion_along_them() -> None:
    assert str(read(" + ".join(["eta w"] * 150), HERE).term.shape) == "d×1"


def test_many_open_quotients_beside_one_another_are_read() -> None:
    reading = read(" + ".join(["1/n t"] * 70), HERE)
    assert str(reading.term.shape) == "n×1"


def test_doubling_definitions_are_read_in_linear_work() -> None:
    lets = [("q0", "eta"), *((f"q{i}", f"q{i - 1} + q{i - 1}") for i in range(1, 38))]
    doubling: Context = context({"eta": "real"}, lets)
    assert str(read("q37", doubling).term.shape) == "scalar"
