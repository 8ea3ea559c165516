"""Declarations: what each spelling of a kind means, and what is said of those that mean nothing."""

from __future__ import annotations

import pytest
from shapes_context import context

from symcheck.language.context import Context, FunctionKind, Kind
from symcheck.language.errors import LanguageError
from symcheck.language.kinds import read_kind
from symcheck.language.printing import to_text

NOTHING = Context()

VALUES = [
    # text, base, shape, properties, why
    ("real", "real", "scalar", (), "a number"),
    ("complex", "complex", "scalar", (), "a number"),
    ("natural", "natural", "scalar", (), "a number"),
    ("vector(n)", "real", "n×1", (), "a vector is a column"),
    ("matrix(n, d)", "real", "n×d", (), "sizes need no declaration"),
    ("matrix(2 n, n + m)", "real", "2 n×m + n", (), "sizes are polynomials, in canonical order"),
    ("matrix(n m, 3)", "real", "m n×3", (), "juxtaposed names multiply"),
    ("matrix((n + 1)^2, 1)", "real", "2 n + n n + 1×1", (), "whole powers are multiplied out"),
    ("integer vector(n)", "integer", "n×1", (), "a base before the shape"),
    ("R^n", "real", "n×1", (), "as in formulas"),
    ("R^(n, d)", "real", "n×d", (), "as in formulas"),
    ("ℝ^{n × d}", "real", "n×d", (), "as on paper"),
    ("matrix(n, n), skew", "real", "n×n", ("skew",), "a property"),
    ("matrix(n, n), antisymmetric", "real", "n×n", ("skew",), "one canonical name"),
    ("matrix(n, n), positive definite", "real", "n×n", ("positive-definite", "symmetric", "invertible"), "with what it implies"),
    ("matrix(n, n), projection", "real", "n×n", ("projection", "symmetric", "idempotent"), "with what it implies"),
    ("matrix(m, n), row selection", "real", "m×n", ("row-selection",), "two words"),
    ("matrix(n, d), full row rank", "real", "n×d", ("full-row-rank",), "three words"),
    ("real, > 0", "real", "scalar", ("positive",), "a sign is a property"),
    ("real, ≥ 0", "real", "scalar", ("nonnegative",), "in Unicode too"),
    ("real, != 0", "real", "scalar", ("nonzero",), "not zero"),
]


@pytest.mark.parametrize(("text", "base", "shape", "properties", "why"), VALUES)
def test_a_declaration_gives_base_shape_and_properties(
    text: str, base: str, shape: str, properties: tuple[str, ...], why: str
) -> None:
    kind = read_kind(text, NOTHING)
    assert isinstance(kind, Kind)
    assert (kind.base, str(kind.shape), kind.properties) == (base, shape, properties), why


@pytest.mark.parametrize(
    ("text", "op", "brackets", "ends"),
    [
        ("real, in [0, 1)", "interval", "[)", ("0", "1")),
        ("real, in (0, 1/2]", "interval", "(]", ("0", "1 / 2")),
        ("real, > 1", "interval", "()", ("1", "inf")),
        ("real, <= 3", "interval", "(]", ("-inf", "3")),
        ("matrix(5, 5), in {0, 1}", "set", None, ("0", "1")),
    ],
)
def test_the_set_of_the_entries_is_a_domain(text: str, op: str, brackets: str | None, ends: tuple[str, ...]) -> None:
    kind = read_kind(text, NOTHING)
    assert isinstance(kind, Kind) and kind.domain is not None
    assert (kind.domain.op, kind.domain.value) == (op, brackets)
    assert tuple(to_text(a) for a in kind.domain.args) == ends


def test_functions() -> None:
    entrywise = read_kind("R -> R", NOTHING)
    assert isinstance(entrywise, FunctionKind)
    assert [str(a.shape) for a in entrywise.arguments] == ["scalar"]
    loss = read_kind("vector(d) -> real, convex", NOTHING)
    assert isinstance(loss, FunctionKind)
    assert (str(loss.arguments[0].shape), str(loss.result.shape), loss.properties) == ("d×1", "scalar", ("convex",))
    both = read_kind("(matrix(n, d), vector(d)) → vector(n)", NOTHING)
    assert isinstance(both, FunctionKind)
    assert [str(a.shape) for a in (*both.arguments, both.result)] == ["n×d", "d×1", "n×1"]


def test_random_kinds_have_moments() -> None:
    given = context({"mu": "vector(d)", "S": "matrix(d, d), positive definite"})
    kind = read_kind("random vector(d), mean mu, covariance 2 S", given)
    assert isinstance(kind, Kind) and kind.mean is not None and kind.covariance is not None
    assert (kind.base, str(kind.shape), to_text(kind.mean), to_text(kind.covariance)) == ("random", "d×1", "mu", "2 S")


REFUSED = [
    # text, code, words of the message, words of the hint, place
    ("matrx(n, d)", "unknown-kind", "`matrx(n, d)` is not a kind", "`matrix`", (0, 11)),
    ("matrix(n)", "unknown-kind", "has 1 sizes", "matrix(n, d)", (0, 9)),
    ("vector(n, d)", "unknown-kind", "has 2 sizes", "vector(n)", (0, 12)),
    ("", "unknown-kind", "is not a kind", "kinds:", None),
    ("matrix(n, d), symetric", "unknown-property", "`symetric`", "`symmetric`", (14, 22)),
    ("matrix(n, d), symmetric", "property-shape", "square", "", (14, 23)),
    ("real, convex", "unknown-property", "`convex`", "property of functions", (6, 12)),
    ("R -> R, invertible", "unknown-property", "`invertible`", "property of arrays", (8, 18)),
    ("vector(0)", "size-syntax", "at least 1", "", (7, 8)),
    ("vector(n/2)", "size-syntax", "`n/2` is not a size", "a number, a name", None),
    ("vector(n^99999999)", "size-syntax", "is not a size", "", None),
    ("vector(" + "(" * 500 + "n", "unknown-kind", "is not a kind", "", None),
    ("vector(" + "n " * 300 + ")", "size-syntax", "too long", "", None),
    ("real, in [0, foo)", "unknown-name", "`foo`", "", (13, 16)),
    ("real, in 3", "unknown-property", "set of numbers", "", None),
    ("real, mean 3", "unknown-property", "only a random kind", "", None),
    ("random vector(d), mean 3", "shape-mismatch", "mean of d×1", "", None),
    ("real, != 3", "unknown-property", "hypothesis", "given:", None),
    ("R -> R -> R", "unknown-kind", "function of functions", "", None),
    ("real,", "unknown-property", "missing", "", None),
    ("vector(w)", "not-a-size", "`w` is used as a size", "natural", (7, 8)),
    ("x" * 100_000, "too-large", "too long", "", None),
]


@pytest.mark.parametrize(("text", "code", "message", "hint", "place"), REFUSED, ids=[r[0][:30] for r in REFUSED])
def test_what_is_no_kind_is_refused_in_place(
    text: str, code: str, message: str, hint: str, place: tuple[int, int] | None
) -> None:
    with pytest.raises(LanguageError) as raised:
        read_kind(text, context({"w": "vector(d)"}))
    error = raised.value
    assert error.code == code
    assert message in error.message
    assert hint in error.hint
    if place is not None:
        assert (error.span.start, error.span.end) == place


def test_a_number_declared_natural_may_be_a_size() -> None:
    kind = read_kind("vector(k)", context({"k": "natural"}))
    assert isinstance(kind, Kind) and str(kind.shape) == "k×1"
