"""`-k EXPR`: what it selects, and what is said of an expression that cannot be read."""

import pytest

from symcheck.selection import SelectionError, read_selection

IDS = ("2.2.1.w1", "2.2.1.loss", "2.3.2.sign-error", "3.1.flip", "3.1.Output")

CASES = {
    "w1": ("2.2.1.w1",),
    "2.2": ("2.2.1.w1", "2.2.1.loss"),
    "output": ("3.1.Output",),
    "not 3.1": ("2.2.1.w1", "2.2.1.loss", "2.3.2.sign-error"),
    "2.2 and not loss": ("2.2.1.w1",),
    "loss or flip": ("2.2.1.loss", "3.1.flip"),
    "loss or flip and 2.": ("2.2.1.loss",),
    "(loss or flip) and 3.": ("3.1.flip",),
    "not (2. or 3.)": (),
    "not not flip": ("3.1.flip",),
    "sign-error": ("2.3.2.sign-error",),
    "__import__": (),
}


@pytest.mark.parametrize(("expression", "selected"), CASES.items())
def test_selection(expression, selected):
    chosen = read_selection(expression)
    assert tuple(i for i in IDS if chosen(i)) == selected


UNREADABLE = {
    "  ": "needs an expression",
    "loss and": "a word is missing at the end",
    "and loss": "a word is missing before `and`",
    "loss flip": "`flip` is one too many",
    "(loss": r"`\(` is not closed",
    "loss)": r"`\)` is one too many",
    "()": r"a word is missing before `\)`",
    "not " * 1000 + "x": "nested more than 50 deep",
    "(" * 1000: "nested more than 50 deep",
}


@pytest.mark.parametrize(("expression", "words"), UNREADABLE.items(), ids=range(len(UNREADABLE)))
def test_an_expression_that_cannot_be_read(expression, words):
    with pytest.raises(SelectionError, match=words):
        read_selection(expression)
