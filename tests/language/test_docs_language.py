"""docs/language.md says what the language does: every example on the page is read here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from symcheck.language.context import Context, Definition, FunctionKind, Kind
from symcheck.language.errors import LanguageError
from symcheck.language.grammar import parse_statement
from symcheck.language.kinds import read_kind
from symcheck.language.printing import to_text
from symcheck.language.reading import read, scope_of
from symcheck.language.terms import Term

PAGE = Path(__file__).parents[2] / "docs" / "language.md"
KINDS = (
    [("X", "matrix(n, d)"), ("A", "matrix(n, n)"), ("B", "matrix(n, n)"), ("k", "natural"), ("g", "vector(k)"), ("s", "R -> R")]
    + [(name, "vector(d)") for name in ("w", "w0", "w1", "w_hat")]
    + [(name, "vector(n)") for name in ("t", "a", "b")]
    + [(name, "real") for name in ("x", "y", "z", "p", "q", "eta", "lambda", "lambda_tilde")]
)


def blocks(kind: str) -> list[tuple[str, str]]:
    """The (left, right) pairs of every block marked `kind`."""
    pairs = []
    for block in re.findall(rf"^```{kind}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            left, _, right = line.rpartition(" | ")
            pairs.append((left.strip(), right.strip()))
    return pairs


@pytest.fixture(scope="module")
def context() -> Context:
    symbols: dict[str, Kind | FunctionKind] = {}
    for name, kind in KINDS:
        symbols[name] = read_kind(kind, Context(symbols=symbols))
    text = "norm(X w - t)^2 / n"
    body: Term = parse_statement(text, scope_of(Context(symbols=symbols)))
    return Context(symbols=symbols, definitions={"L": Definition("L", ("w",), body, text)})


@pytest.mark.parametrize(("text", "printed"), blocks("reads as"))
def test_reads_as(text: str, printed: str, context: Context) -> None:
    term = read(text, context).term
    assert to_text(term) == printed
    assert read(printed, context).term == term


@pytest.mark.parametrize(("text", "code"), blocks("refused"))
def test_refused(text: str, code: str, context: Context) -> None:
    with pytest.raises(LanguageError) as caught:
        read(text, context)
    assert caught.value.code == code


def test_the_page_has_examples() -> None:
    assert len(blocks("reads as")) > 40
    assert len(blocks("refused")) > 20
