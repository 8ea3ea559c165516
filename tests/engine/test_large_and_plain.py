"""Messages on what is too large, and on texts that are nearly right: they say what is wrong and what would be right."""

import pytest

from symcheck.engine import Options, judge_problem
from symcheck.problem.errors import ProblemErrors
from symcheck.problem.load import load_text

SYMBOLS = "symbols:\n  x: real\n  y: real\n  A: matrix(3, 3)\n  B: matrix(10^6, 10^6)\n"
RUN = "recurrences:\n  r:\n    start:\n      z: 1\n    updates:\n      z: z/2\n    rows: 0..10\n"


def report(claim, more=""):
    text = f"{SYMBOLS}{more}claims:\n  it:\n    claim: |\n      {claim}\n"
    (found,) = judge_problem(load_text(text, "large.yaml"), options=Options(points=3, repairs=0)).claims
    return found


# (claim, verdict, words of the message)
SAID = [
    ("tr(I(10^9)) = 10^9", "holds", ""),
    ("tr(I(10^30)) = 10^30", "malformed", "`10^30` is too large for a size"),
    ("sum(ones(2^40)) = 2^40", "malformed", "a size given as a number is at most 1000000000"),
    ("inv(B) B = I", "undecided", "`B` is 1000000×1000000, and a claim is tried at arrays of at most 10000"),
    ("B[1, 1] = 0", "undecided", "declared as matrix(n, d), it is judged for all sizes"),
    ("r.z[64] = 1", "fails", "false: 1/18446744073709551616 = 1 does not hold; r.z[64] = "),
    ("for all k in 0..64: r.z[k] > 1", "fails", "first false at row 0"),
    ("conv([[1, 2], [3, 4]], [[1, 2]], mode=correlation) = [[5], [11]]", "holds", ""),
    ("conv([[1, 2], [3, 4]], [[1, 2]], mode=convolution) = [[4], [10]]", "holds", ""),
    ("conv([[1, 2], [3, 4]], [[1, 2]], mode=correlation) = [[4], [10]]", "fails", ""),
    ("conv([[1, 2], [3, 4]], [[1, 2]], mode=full) = [[4], [10]]", "malformed", "mode=full: a convolution is either"),
    ("for all i in 1..3, j in 1..i: i >= j", "holds", ""),
    ("for all i in 1..3, j in 1..i: i > j", "fails", ""),
    ("x^2 >= 0 for all i in 1..3, j in 1..i", "holds", ""),
]


@pytest.mark.parametrize(("claim", "verdict", "words"), SAID, ids=[c[0] for c in SAID])
def test_said(claim, verdict, words):
    found = report(claim, RUN if "r.z" in claim else "")
    assert found.verdict == verdict, found.message
    assert words in found.message
    assert found.crosscheck.status in {"agrees", "inconclusive", "not-applicable"} or verdict == "fails"
    if "r.z[64]" in claim:
        assert "row 0" not in found.message
        assert any("`r.z[64]` is beyond `rows: 0..10` of `r`" in n for n in found.notes)


# (file, words)
REFUSED = [
    ("claims:\n  it:\n    from: 'x + y = 3, x - y = 1'\n    derivation: |\n      [one] 2 x = 4\n", "joined by `and`"),
    ("claims:\n  it:\n    from: |\n      x + y = 3\n      x - y = 1\n    derivation: |\n      [one] x = 2\n", "joined by `and`"),
    ("claims:\n  it: x = 1,000\n", "thousands"),
    (RUN.replace("0..10", "0..10^9") + "claims:\n  it: r.z[1] = 1/2\n", "numbers of at most nine digits"),
    ("let:\n  C: A + zeros(3, 3)\nclaims:\n  it: 'for all j in 1..i, i in 1..3: i >= j'\n", "the name `i` is not declared"),
]


@pytest.mark.parametrize(("rest", "words"), REFUSED, ids=[c[1] + str(k) for k, c in enumerate(REFUSED)])
def test_refused(rest, words):
    with pytest.raises(ProblemErrors) as error:
        load_text(SYMBOLS + rest, "plain.yaml")
    assert words in str(error.value)


def test_the_text_that_the_message_proposes_is_read():
    text = "claims:\n  it:\n    from: x + y = 3 and x - y = 1\n    derivation: |\n      [one] 2 x = 4\n"
    (found,) = judge_problem(load_text(SYMBOLS + text, "plain.yaml"), options=Options(points=3)).claims
    assert found.verdict == "holds"


def test_a_kind_that_is_too_large_is_said_to_be():
    with pytest.raises(ProblemErrors) as error:
        load_text("symbols:\n  A: matrix(10^400, 3)\nclaims:\n  it: A = A\n", "plain.yaml")
    assert "is too large for a size" in str(error.value)
