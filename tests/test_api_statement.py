"""A problem from the texts of the command line or of the Python API: the same reading as a file's, errors by argument."""

import pytest

from symcheck.problem.errors import ProblemErrors
from symcheck.problem.single import ID, PATH, problem_of_statement, read_text
from symcheck.problem.yaml_text import MAX_BYTES

SYMBOLS = {"X": "matrix(n, d)", "w, v": "vector(d)", "t": "vector(n)"}
LET = {"a": "X w - t", "L(w)": "norm(X w - t)^2"}


def test_a_statement_is_a_problem_with_one_claim():
    problem = problem_of_statement("X^T a = X^T X w - X^T t ", SYMBOLS, LET, ("t != 0, n <= d", "w = v"))
    (claim,) = problem.claims
    assert (problem.path, claim.id, claim.text) == (PATH, ID, "X^T a = X^T X w - X^T t")
    assert claim.malformed is None and claim.statement is not None and claim.statement.op == "rel"
    assert [(g.label, g.text) for g in claim.given] == [("given.1", "t != 0"), ("given.2", "n <= d"), ("given.3", "w = v")]
    assert set(claim.context.symbols) == {"X", "w", "v", "t"}
    assert set(claim.context.definitions) == {"a", "L"}


def test_the_same_texts_make_the_same_problem_and_others_another():
    made = [problem_of_statement("X w = t", SYMBOLS, LET, given).sha256 for given in ((), (), ("n = d",))]
    assert made[0] == made[1] != made[2]


def test_a_statement_without_meaning_is_a_claim_that_is_malformed():
    (claim,) = problem_of_statement("X w = w", SYMBOLS, {}).claims
    assert claim.statement is None and claim.malformed is not None
    assert "`X w` is n×1 but `w` is d×1" in claim.malformed.message


UNREADABLE = {
    "an undeclared name": (("X w = Y", SYMBOLS, {}, ()), "claim:1:7: the name `Y` is not declared"),
    "a kind that is none": (("X = X", {"X": "matrx(n)"}, {}, ()), "symbol:1:4: `matrx(n)` is not a kind"),
    "a definition": (("t = t", SYMBOLS, {"a": "X b"}, ()), "let:1:6: the name `b` is not declared"),
    "a definition of itself": (("t = t", SYMBOLS, {"a": "a + t"}, ()), "is defined through itself"),
    "the second hypothesis": (("t = t", SYMBOLS, {}, ("n = d", "w +")), "given 2:1:4: the statement stops too early"),
    "no statement": (("X w", SYMBOLS, {}, ()), "claim:1:1: `X w` is not a statement"),
    "nothing": ((" ", SYMBOLS, {}, ()), "claim: the text is empty"),
    "an empty hypothesis": (("t = t", SYMBOLS, {}, ("",)), "given: the text is empty"),
    "a name twice": (("t = t", {"t": "real", "t, u": "real"}, {}, ()), "`t` is declared twice"),
    "a keyword as a name": (("1 = 1", {"and": "real"}, {}, ()), "`and`"),
    "brackets without end": (("(" * 10_000, SYMBOLS, {}, ()), "more than 5000 words"),
    "megabytes": (("x" * (MAX_BYTES + 1), {}, {}, ()), "the text is longer than 1 MiB"),
    "megabytes of a kind": (("1 = 1", {"x": "y" * (MAX_BYTES + 1)}, {}, ()), "the text is longer than 1 MiB"),
    "code": (("__import__('os').system('true') = 1", {}, {}, ()), "claim:1:"),
}


@pytest.mark.parametrize(("arguments", "words"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_said_where_it_stands(arguments, words):
    with pytest.raises(ProblemErrors) as found:
        problem_of_statement(*arguments)
    assert words in str(found.value)


def test_every_error_is_said_at_once():
    with pytest.raises(ProblemErrors) as found:
        problem_of_statement("t = t", {"t": "vectr(n)", "s": "real"}, {"a": "s + u"}, ("s +",))
    assert [e.path for e in found.value.errors] == ["symbol", "let", "given"]


def test_any_term_can_be_read():
    read = read_text("2/n X^TX w", SYMBOLS, {})
    assert read.term is not None and str(read.term.shape) == "d×1"
    assert any("X^T X" in note or "^T X" in note for note in read.notes)


def test_a_term_without_meaning():
    read = read_text("X w = w", SYMBOLS, {})
    assert read.term is None and read.malformed is not None


@pytest.mark.parametrize("text", ["X +", "Y", "", "x" * (MAX_BYTES + 1)])
def test_a_text_that_cannot_be_read(text):
    with pytest.raises(ProblemErrors):
        read_text(text, SYMBOLS, {})
