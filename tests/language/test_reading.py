"""Reading text in a context, unfolding definitions, and substitution that captures nothing."""

from __future__ import annotations

import pytest
from shapes_context import LEAST_SQUARES, LETS, RUNS, context

from symcheck.language.errors import IllFormed, LanguageError
from symcheck.language.printing import to_text
from symcheck.language.reading import definition_of, read, read_statements, scope_of, substitute, substitute_all, unfold

HERE = context({**LEAST_SQUARES, "x": "real", "y": "real", "z": "real"}, LETS, RUNS)


def test_statements_are_separated_by_commas_and_lines() -> None:
    text = "eta > 0, X wh = t\nlambda != 0"
    assert [to_text(r.term) for r in read_statements(text, HERE)] == ["eta > 0", "X wh = t", "lambda != 0"]
    assert read_statements("", HERE) == ()


def test_errors_point_into_the_whole_text() -> None:
    text = "eta > 0, X X = t"
    with pytest.raises(IllFormed) as raised:
        read_statements(text, HERE)
    assert text[raised.value.span.start : raised.value.span.end] == "X X"


def test_the_scope_knows_every_category() -> None:
    scope = scope_of(HERE)
    known = {"X": "symbol", "n": "symbol", "s": "function", "a": "definition", "L": "definition", "rmsprop": "recurrence",
             "cnn": "network", "printed": "table", "conv2": "symbol", "nowhere": None}  # fmt: skip
    assert {name: scope.category(name) for name in known} == known
    assert (scope.arity("L"), scope.arity("a"), scope.arity("g"), scope.arity("X")) == (1, 0, 1, 0)
    assert {"X", "n", "s", "L", "rmsprop", "conv2"} <= set(scope.names())


def test_definition_of_is_hidden_by_a_symbol() -> None:
    both = context({"a": "real"}, (("b", "a + 1"),))
    assert definition_of("b", both) is not None
    assert definition_of("a", both) is None


@pytest.mark.parametrize(
    ("text", "unfolded"),
    [
        ("a", "X w0 - t"),
        ("L1", "L(w1)"),
        ("L(w1)", "norm(X w1 - t)^2 / n"),
        ("Lt(w0)", "L(w0) + lt norm(w0)^2"),
        ("L(w0 - wh)", "norm(X (w0 - wh) - t)^2 / n"),
        ("X", "X"),
        ("s(t)", "s(t)"),
        ("eta + 1", "eta + 1"),
    ],
)
def test_unfolding_is_one_step(text: str, unfolded: str) -> None:
    term = unfold(read(text, HERE).term, HERE)
    assert to_text(term) == unfolded
    assert term.shape == read(text, HERE).term.shape


SUBSTITUTIONS = [
    # text, name, value, result, why
    ("x + y x", "x", "y", "y + y y", "every occurrence"),
    ("sum(x y for x in {1, 2})", "x", "3", "sum(x y for x in {1, 2})", "a bound name is not free"),
    ("sum(x y for x in {1, 2})", "y", "x", "sum(x_1 x for x_1 in {1, 2})", "the binder makes room"),
    ("for all x in R: x y = y x", "y", "x + 1", "for all x_1 in R: x_1 (x + 1) = (x + 1) x_1", "in statements too"),
    ("limit(x y, x -> 0)", "y", "x", "limit(x_1 x, x_1 -> 0)", "in limits too"),
    ("limit(x y, x -> z)", "x", "3", "limit(x y, x -> z)", "the variable of a limit is bound"),
    ("grad(x^2 y, x)", "y", "3", "grad(x^2 * 3, x)", "another name in a derivative"),
    ("grad(x^2, x)", "x", "z", "grad(z^2, z)", "the variable renamed"),
    ("grad(x^2, x)", "x", "z + 1", "grad(x^2, x, at=z + 1)", "the value of the gradient at a point"),
    ("grad(x^2 y, x)", "x", "y", "grad(x^2 y, x, at=y)", "renaming would change the function"),
    ("grad(x y, x)", "y", "x", "grad(x_1 x, x_1, at=x)", "y stays constant under the derivative"),
    ("argmin((x - y)^2, x)", "x", "3", "argmin((x - y)^2, x)", "the minimiser does not depend on x"),
    ("argmin((x - y)^2, x)", "y", "x", "argmin((x_1 - x)^2, x_1)", "and makes room for the x outside"),
    ("a", "w0", "wh", "a", "definitions are not looked into"),
]


@pytest.mark.parametrize(
    ("text", "name", "value", "result", "why"), SUBSTITUTIONS, ids=[f"{s[0]} / {s[1]}" for s in SUBSTITUTIONS]
)
def test_substitution(text: str, name: str, value: str, result: str, why: str) -> None:
    term = substitute(read(text, HERE).term, name, read(value, HERE).term)
    assert to_text(term) == result, why


def test_values_are_put_in_at_once() -> None:
    term = substitute_all(read("x - y", HERE).term, {"x": read("y", HERE).term, "y": read("x", HERE).term})
    assert to_text(term) == "y - x"


def test_a_gradient_at_a_point_is_read_back() -> None:
    reading = read("grad(L(w), w, at=w0 + wh)", HERE)
    assert str(reading.term.shape) == "d×1"
    assert str(read("grad(L(w), w, at=w1)", HERE).term.shape) == "d×1"


def test_the_point_of_a_gradient_has_the_shape_of_its_variable() -> None:
    with pytest.raises(IllFormed) as raised:
        read("grad(L(w), w, at=t)", HERE)
    assert "`w` is d×1" in raised.value.message and "`t` is n×1" in raised.value.message


def test_reading_notes_include_those_of_the_grammar() -> None:
    assert any("Xw" in note for note in read("Xw", HERE).notes)


def test_hostile_text_is_refused_at_once() -> None:
    for text in ("(" * 10_000 + "x" + ")" * 10_000, "9^9^9^9", "x" * 2_000_000, "-" * 10_000 + "x", "x'" * 5_000):
        with pytest.raises(LanguageError):
            read(text, HERE)
