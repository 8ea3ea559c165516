"""Text to tokens: what belongs together, exact literals, brackets that scripts and LaTeX make."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symcheck.language.errors import LanguageError
from symcheck.language.surface import tokenize

TOKENS = [
    ("X^T w", "X ^ T w"),
    ("Xᵀ", "X ^ ⦃ T ⦄"),
    ("X⁻¹", "X ^ ⦃ - 1 ⦄"),
    ("xⁿ⁺¹", "x ^ ⦃ n + 1 ⦄"),
    ("w₁x", "w1 x"),
    ("wₜ₊₁", "w _ ⦃ t + 1 ⦄"),
    ("w_{12}", "w_12"),
    ("w_{t+1}", "w _ { t + 1 }"),
    ("2eta", "2 eta"),
    ("2e3x", "2e3 x"),
    ("1..k", "1 .. k"),
    ("2.*x", "2 .* x"),
    ("x.T", "x . T"),
    ("a<=b=>c<=>d", "a <= b => c <=> d"),
    ("a≤b≠c≈d", "a <= b != c ~= d"),
    ("x∈ℝ∧y", "x in R and y"),
    ("||x||²", "‖ x ‖ ^ ⦃ 2 ⦄"),
    ("x\u00a0+\u2009y", "x + y"),
    ("x − y – z", "x - y - z"),
    ("x**2", "x ^ 2"),
    ("$\\frac{a}{b}$", "⦃ ⦃ a ⦄ / ⦃ b ⦄ ⦄"),
    ("a $x_1$ b", "a x_1 b"),
]


@pytest.mark.parametrize(("text", "tokens"), TOKENS)
def test_tokens(text: str, tokens: str) -> None:
    assert " ".join(t.text for t in tokenize(text)[:-1]) == tokens


LITERALS = [
    ("0.1", Fraction(1, 10)),
    ("1e-9", Fraction(1, 10**9)),
    ("2.50E2", Fraction(250)),
    (".5", Fraction(1, 2)),
    ("½", Fraction(1, 2)),
]


@pytest.mark.parametrize(("text", "value"), LITERALS)
def test_literals_are_exact(text: str, value: Fraction) -> None:
    assert tokenize(text)[0].value == value


def test_limits_of_literals() -> None:
    assert tokenize("1e10000")[0].value == 10**10000
    for text in ("1e10001", "1e-10001", "1e99999999999999999999", "1" * 1001):
        with pytest.raises(LanguageError) as caught:
            tokenize(text)
        assert caught.value.code == "number-too-large"


@pytest.mark.parametrize("text", ["x\x1b[2J", "x\u200b", "x\u2028y", "x\ud800", "x\u202ey", "x\x00", "x\u0301\u0327;"])
def test_characters_that_cannot_be_seen_are_named_not_shown(text: str) -> None:
    with pytest.raises(LanguageError) as caught:
        tokenize(text)
    message = caught.value.message
    assert caught.value.code == "unreadable-character"
    assert "U+" in message
    assert message.isprintable()


def test_no_character_crashes_the_tokenizer() -> None:
    for code in [*range(0x0, 0x3000), *range(0xD7F0, 0xE010), *range(0xFE00, 0x10000), *range(0x1D400, 0x1D800)]:
        for text in (chr(code), f"${chr(code)}$", f"x{chr(code)}"):
            try:
                tokenize(text)
            except LanguageError as error:
                assert error.message.isprintable()
