"""Text to surface term: one line a rule of the grammar, and the limits that no text may break."""

from __future__ import annotations

import pytest
from grammar_readings import READINGS
from grammar_scope import SCOPE, Names, sexpr

from symcheck.language.errors import LanguageError
from symcheck.language.grammar import (
    parse_domain,
    parse_statement,
    parse_statements,
    parse_with_notes,
)
from symcheck.language.terms import OPS, SURFACE_OPS, subterms


@pytest.mark.parametrize(("text", "term"), READINGS)
def test_reading(text: str, term: str) -> None:
    assert sexpr(parse_statement(text, SCOPE)) == term


@pytest.mark.parametrize("text", [text for text, _ in READINGS])
def test_every_node_is_known_and_points_into_the_text(text: str) -> None:
    for node in subterms(parse_statement(text, SCOPE)):
        assert node.op in OPS | SURFACE_OPS
        assert node.span is not None
        assert 0 <= node.span.start < node.span.end <= len(text)


SPANS = [
    ("x + X w0", "juxt", "X w0"),
    ("x + (y - z) w", "sub", "(y - z)"),
    ("x = grad(L(w0), w0)", "call", "grad(L(w0), w0)"),
    ("2 X^T a", "transpose", "X^T"),
    ("x + A[1, k]", "index", "A[1, k]"),
    ("$x + \\frac{y}{z}$", "div", "\\frac{y}{z}"),
]


@pytest.mark.parametrize(("text", "op", "words"), SPANS)
def test_spans_quote_the_users_words(text: str, op: str, words: str) -> None:
    node = next(t for t in subterms(parse_statement(text, SCOPE)) if t.op == op)
    assert node.span is not None
    assert text[node.span.start : node.span.end] == words


NOTES = [
    ("X w", ()),
    ("Xw", ("`Xw` is read `X w`",)),
    ("X^TX w", ("`^TX` is read `^T X`",)),
    ("x_k + Xw + Xw", ("`x_k` is read `x[k]`", "`Xw` is read `X w`")),
    ("dL1/deta", ("`dL1/deta` is read as a derivative",)),
]


@pytest.mark.parametrize(("text", "notes"), NOTES)
def test_every_word_not_read_as_written_is_reported(text: str, notes: tuple[str, ...]) -> None:
    assert parse_with_notes(text, SCOPE)[1] == notes


def test_a_word_that_splits_in_two_ways_is_an_error() -> None:
    scope = Names(dict.fromkeys(["a", "b", "ab", "c", "bc"], "symbol"))
    with pytest.raises(LanguageError) as caught:
        parse_statement("abc", scope)
    assert caught.value.code == "ambiguous-word"
    assert "`ab c` or `a bc`" in caught.value.message


SHADOWED = [
    ("norm(x)", "juxt(norm, x)", "a declared name beats a built-in"),
    ("e^x", "pow(e, x)", "and a constant"),
    ("R x", "juxt(R, x)", "and a domain letter"),
    ("I x", "juxt(I, x)", "and the identity"),
    ("X^T", "ambiguous(transpose(X), pow(X, T))", "with a declared T both readings are offered"),
    ("X^(T)", "pow(X, T)", "in brackets it is the power"),
    ("X.T", "transpose(X)", "the dot transposes"),
]


@pytest.mark.parametrize(("text", "term", "why"), SHADOWED)
def test_declared_names_win(text: str, term: str, why: str) -> None:
    scope = Names(dict.fromkeys(["norm", "e", "R", "I", "T", "x", "X"], "symbol"))
    assert sexpr(parse_statement(text, scope)) == term, why


BOUND = [
    ("sum(e for e in 1..k)", "call[sum](e, bind[e](range(1, k)))"),
    ("sum(i for i in 1..k) + 1", "add(call[sum](i, bind[i](range(1, k))), 1)"),
    ("for all f in R: f(x) = x", "forall(bind[f](domain[R]()), rel[=](juxt(f, x), x))"),
]


@pytest.mark.parametrize(("text", "term"), BOUND)
def test_bound_names_hide_all_others(text: str, term: str) -> None:
    assert sexpr(parse_statement(text, SCOPE)) == term


def test_a_bound_name_ends_with_its_binder() -> None:
    with pytest.raises(LanguageError) as caught:
        parse_statement("sum(i for i in 1..k) + i", SCOPE)
    assert caught.value.code == "unknown-name"


LISTS = [
    ("", ()),
    ("x = 1, y = 2", ("rel[=](x, 1)", "rel[=](y, 2)")),
    ("x = 1\ny = 2\n", ("rel[=](x, 1)", "rel[=](y, 2)")),
    ("x\n= 1", ("rel[=](x, 1)",)),
    ("x = 1\n-y = 2", ("rel[=](x, 1)", "rel[=](neg(y), 2)")),
    ("f(x,\n y) = 1", ("rel[=](apply[f](x, y), 1)",)),
    (
        "for all a, b in R: a b = b a, x = 1",
        ("forall(bind[a](domain[R]()), bind[b](domain[R]()), rel[=](juxt(a, b), juxt(b, a)))", "rel[=](x, 1)"),
    ),
    ("X X^T a != 0, n <= d", ("rel[!=](juxt(juxt(X, transpose(X)), a), 0)", "rel[<=](n, d)")),
]


@pytest.mark.parametrize(("text", "terms"), LISTS)
def test_lists_of_statements(text: str, terms: tuple[str, ...]) -> None:
    assert tuple(sexpr(t) for t in parse_statements(text, SCOPE)) == terms


DOMAINS = [
    ("R^n", "arrays(domain[R](), n)"),
    ("[0, 1)", "interval[[)](0, 1)"),
    ("{0, 1}^(5, 5)", "arrays(set(0, 1), 5, 5)"),
    ("1..k", "range(1, k)"),
    ("(0, 1) union {2}", "union(interval[()](0, 1), set(2))"),
]


@pytest.mark.parametrize(("text", "term"), DOMAINS)
def test_domains_on_their_own(text: str, term: str) -> None:
    assert sexpr(parse_domain(text, SCOPE)) == term
