"""One spelling for each name, whichever surface it was typed on."""

from __future__ import annotations

import pytest

from symcheck.language.builtins import BUILTINS, RESERVED
from symcheck.language.errors import LanguageError
from symcheck.language.names import canonical, declared_name, nearest, spellings, suggestion
from symcheck.language.terms import Span

CANONICAL = [
    ("w", "w", "plain names stay"),
    ("w_1", "w_1", "plain names stay, underscores too"),
    ("η", "eta", "Greek letters are spelt out"),
    ("Γ", "Gamma", "capitals too"),
    ("Α", "Alpha", "a Greek capital that looks Latin is not Latin"),
    ("ο", "omicron", "a look-alike of o"),
    ("ŵ", "w_hat", "a precomposed accent"),
    ("w\u0302", "w_hat", "a combining accent"),
    ("λ̃", "lambda_tilde", "an accent on a Greek letter"),
    ("x̄", "x_bar", "a bar"),
    ("w₁", "w1", "subscript digits join the name"),
    ("w₁₀", "w10", "all of them"),
    ("xᵢ", "x_i", "subscript letters after an underscore"),
    ("λ̃₁", "lambda_tilde1", "accent, then subscript"),
    ("Ω", "Omega", "the Ohm sign is Omega"),
    ("𝐰", "w", "styled letters are the letter"),
    ("ｗ", "w", "full-width letters too"),
    ("\\hat{w}", "w_hat", "LaTeX, for declarations"),
    ("\\tilde\\lambda", "lambda_tilde", "LaTeX without braces"),
    ("\\hat{\\beta}_1", "beta_hat1", "LaTeX with a subscript"),
    ("\\lambda", "lambda", "a LaTeX Greek letter"),
    ("w\u0301", "w\u0301", "an accent without a name is kept, and then reported"),
]


@pytest.mark.parametrize(("word", "name", "why"), CANONICAL)
def test_canonical(word: str, name: str, why: str) -> None:
    assert canonical(word) == name, why
    assert canonical(name) == name, "canonical is idempotent"


@pytest.mark.parametrize(
    ("word", "others"),
    [("w_1", ("w_1", "w1")), ("w1", ("w1", "w_1")), ("w_hat1", ("w_hat1", "w_hat_1")), ("w", ("w",)), ("w_i", ("w_i",))],
)
def test_spellings(word: str, others: tuple[str, ...]) -> None:
    assert spellings(word) == others


def test_suggestions() -> None:
    assert nearest("lamda", ["lambda", "mu"]) == ("lambda",)
    assert nearest("x", ["X", "Y"]) == ("X",)
    assert suggestion("nrom", ["w"]) == "did you mean `norm` or `normal`?"
    assert suggestion("qqq", ["w"]) == ""


@pytest.mark.parametrize(("text", "name"), [("w", "w"), (" η ", "eta"), ("w_hat", "w_hat"), ("w₁", "w1"), ("norm", "norm")])
def test_names_that_can_be_declared(text: str, name: str) -> None:
    assert declared_name(text, Span(0, len(text))) == name


@pytest.mark.parametrize("word", ["for", "in", "is", "and", "inf", "true", "where", "subset"])
def test_keywords_cannot_be_declared(word: str) -> None:
    with pytest.raises(LanguageError, match=f"`{word}` is a keyword of the language and cannot be declared") as caught:
        declared_name(word, Span(0, len(word)))
    assert caught.value.code == "reserved-name"


@pytest.mark.parametrize("text", ["", "1x", "x y", "_x", "x__1", "x_", "x+1", "w\u0301", "a" * 101])
def test_what_is_no_name(text: str) -> None:
    with pytest.raises(LanguageError) as caught:
        declared_name(text, Span(0, len(text)))
    assert caught.value.code == "not-a-name"


def test_no_built_in_function_is_reserved() -> None:
    assert not BUILTINS & RESERVED
