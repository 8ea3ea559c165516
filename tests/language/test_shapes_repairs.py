"""Nearest readings: which edits are offered, that each typechecks, and that the search ends."""

from __future__ import annotations

import pytest
from shapes_context import LEAST_SQUARES, LETS, context

from symcheck.language.errors import IllFormed
from symcheck.language.grammar import parse_statement
from symcheck.language.printing import to_text
from symcheck.language.reading import read, scope_of
from symcheck.language.repairs import MAX_READINGS, nearest_readings

HERE = context(LEAST_SQUARES, LETS)

CASES = [
    # text, the readings, why
    ("t t", ["t^T t", "t t^T"], "a transpose on either factor"),
    ("X X = A", ["X X^T = A"], "the other transpose does not fit the right side"),
    ("w = w^T", ["w^T = w^T", "w = w"], "a row compared with a column"),
    ("(X w)^2 = norm(t)^2", ["norm(X w)^2 = norm(t)^2"], "the square of a vector"),
    ("tr(X)", ["tr(X^T X)", "tr(X X^T)"], "a Gram matrix meant"),
    ("w0 = grad(X w, w)", ["w0 = grad(norm(X w)^2, w)"], "the Jacobian transposed would not fit"),
    ("t t + t t", ["t^T t + t^T t", "t t^T + t t^T"], "two edits, of which only equal ones fit"),
    ("X w + w", [], "no small edit fits"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), CASES, ids=[c[0] for c in CASES])
def test_the_smallest_edits_that_fit(text: str, wanted: list[str], why: str) -> None:
    with pytest.raises(IllFormed) as raised:
        read(text, HERE)
    readings = nearest_readings(parse_statement(text, scope_of(HERE)), raised.value, HERE, text=text)
    found = [to_text(r.term) for r in readings]
    assert [f for f in found if f in wanted] == wanted or found == wanted, (why, found)
    assert bool(found) == bool(wanted)


def test_the_search_is_bounded() -> None:
    text = " + ".join(["t t"] * 60) + " = w"
    with pytest.raises(IllFormed) as raised:
        read(text, HERE)
    assert len(nearest_readings(parse_statement(text, scope_of(HERE)), raised.value, HERE, text=text)) <= MAX_READINGS
