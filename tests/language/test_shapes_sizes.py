"""Sizes: as terms, and the equations between them that settle unknown ones."""

from __future__ import annotations

import pytest

from symcheck.language.builtins import BUILTINS, KEYWORD_ARGUMENTS
from symcheck.language.calls import ALIASES
from symcheck.language.operators import ARRAYS, VOCABULARY
from symcheck.language.size_terms import read_size, size_of, size_term
from symcheck.language.sizes import Size
from symcheck.language.unify import SizeUnifier

N, M = Size.of("n"), Size.of("m")


@pytest.mark.parametrize("text", ["n", "3", "n + 1", "2 n m", "n - m + 2", "(n + 1)(m - 2)", "n^2 - 1"])
def test_a_size_survives_the_way_through_a_term(text: str) -> None:
    size = read_size(text)
    assert size_of(size_term(size)) == size


def test_different_names_are_different_sizes() -> None:
    unifier = SizeUnifier()
    assert unifier.unify(N, N)
    assert not unifier.unify(N, M)
    assert not unifier.unify(N, N + Size.of(1))
    assert not unifier.unify(Size.of(2), Size.of(3))


def test_an_unknown_is_settled_by_a_linear_equation() -> None:
    unifier = SizeUnifier()
    unknown = unifier.fresh()
    assert unifier.unify(unknown + N, N * Size.of(2) + M)
    assert unifier.resolve(unknown) == N + M


def test_an_unknown_is_at_least_one() -> None:
    unifier = SizeUnifier()
    assert not unifier.unify(unifier.fresh() + N, N)


def test_what_cannot_be_solved_waits_and_is_checked_in_the_end() -> None:
    unifier = SizeUnifier()
    a, b = unifier.fresh(), unifier.fresh()
    assert unifier.unify(a * b, N * M)
    assert unifier.settle() is not None
    assert unifier.unify(a, N)
    assert unifier.unify(b, M)
    assert unifier.settle() is None


def test_a_waiting_equation_that_fails_is_found() -> None:
    unifier = SizeUnifier()
    a = unifier.fresh()
    assert unifier.unify(a * a, N)
    assert unifier.unify(a, M)
    assert unifier.settle() is not None


def test_undo_forgets_equations() -> None:
    unifier = SizeUnifier()
    a = unifier.fresh()
    mark = unifier.mark()
    assert unifier.unify(a, N)
    unifier.undo(mark)
    assert unifier.unify(a, M)
    assert unifier.resolve(a) == M
    assert not unifier.could_be_equal(a, N)


def test_every_built_in_of_the_grammar_has_a_shape() -> None:
    known = VOCABULARY.keys() | ARRAYS.keys() | ALIASES.keys() | {"transpose"}
    assert known >= BUILTINS
    assert known == BUILTINS, "every operator can be written"


def test_every_option_can_be_written() -> None:
    options = {option for operator in VOCABULARY.values() for option in operator.keywords}
    assert options - {"given"} <= KEYWORD_ARGUMENTS
