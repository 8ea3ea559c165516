"""Which of several repairs comes first, and which are one: the lines around the claim count."""

import pytest
from restoring import step_of

from symcheck.diagnosis.candidates import Lines
from symcheck.diagnosis.repairs import repairs
from symcheck.diagnosis.written_form import ordered, written
from symcheck.language.printing import to_text
from symcheck.problem.single import problem_of_statement


def best(claim: str, before: str = "", after: str = "") -> str:
    lines = Lines(*(step_of(text, "").question.statement if text else None for text in (before, after)))
    return to_text(repairs(step_of(claim, "").question, 3, lines=lines, ties=True)[0].statement)


def test_what_was_copied_from_the_line_before_is_presumed_right():
    wrong = "log(p^2 q) = 2 log(p) + log(p q)"
    assert best(wrong) == "log(p^2 q) = log(p) + log(p q)"
    assert best(wrong, before="log(p^2) + log(q) = 2 log(p) + log(q)") == "log(p^2 q) = 2 log(p) + log(q)"


def test_what_stands_in_the_next_line_was_meant():
    wrong = "tr(A B C) = tr(C A)"
    assert best(wrong) == "tr(A B C) = tr(B (C A))"
    assert best(wrong, after="tr(C A B) = tr(B C A)") == "tr(A B C) = tr(C A B)"


def test_a_repair_has_no_smaller_domain():
    """Divided by x it would be true for x ≠ 0 only."""
    assert best("diff(x^3, x) = 3 x^2 x") == "diff(x^3, x) = 3 x^2"


def test_a_side_is_not_made_equal_to_itself():
    found = repairs(step_of("(x + y)^2 = x^2 + y^2", "").question, 3)
    assert all(ordered(r.statement.args[0]) != ordered(r.statement.args[1]) for r in found)


# one line in two ways, and lines that are not one
SAME = [
    ("x = a b + c", "x = c + b a"),
    ("x = -(a - b)", "x = b - a"),
    ("x = a (b + c)", "x = a b + a c"),
    ("x = a / (2 b)", "x = (1/2) a / b"),
    ("u^T A v = x", "v^T A^T u = x"),
    ("norm(u)^2 = x", "u^T u = x"),
    ("(A B)^T v = u", "B^T A^T v = u"),
]
OTHER = [
    ("x = a + a", "x = 2 a"),
    ("x = (a + b)^2", "x = a^2 + 2 a b + b^2"),
    ("A B v = u", "B A v = u"),
    ("x = a / b", "x = b / a"),
    ("x = a^2", "x = a^3"),
    ("u^T A v = x", "u^T A^T v = x"),
]
SYMBOLS = {"x, a, b, c": "real", "A, B": "matrix(n, n)", "u, v": "vector(n)"}


def form(text: str) -> str:
    statement = problem_of_statement(text, SYMBOLS, {}, ()).claims[0].statement
    assert statement is not None
    return written(statement)


@pytest.mark.parametrize(("one", "two"), SAME)
def test_one_line_in_two_ways_has_one_written_form(one, two):
    assert form(one) == form(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_two_lines_have_two_written_forms(one, two):
    assert form(one) != form(two)
