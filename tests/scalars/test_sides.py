"""Swapping the sides of a statement never changes its verdict (soundness rule 7): pairs, matrix claims, random rewrites.

A relation is turned with its sides (x < y is y > x), `<=>` keeps its sign.  The other text is what we print for the swapped
term, so printing and reading it again are under test too.  The conditions (`where`) are not compared: they are those that are met
first, b c != 0 from one side and b != 0, c != 0 from the other.
"""

import json
from dataclasses import replace

import pytest
from judged_pairs import CASES, PAIRS, PLAIN, Pair, judged, stated, swapped_text
from judged_rewrites import drawn, verdict_of
from true_rewrites import near_miss, printed, rewrite

EVERY = 3  # of the pairs, in the normal run; all of them under `-m slow`

MATRIX = [Pair("matrix", "claim", _case) for _case in json.loads((CASES / "matrix.json").read_text())]


def as_pair(case):
    """A matrix case has one hypothesis as a text, and the usual domain policy."""
    given = [case["given"]] if "given" in case else []
    return Pair("matrix", "claim", {**case, "given": given, "domain": "warn"})


def sample(pairs, every):
    for k, pair in enumerate(pairs):
        yield pytest.param(pair, id=str(pair), marks=[pytest.mark.slow] if k % every else [])


TYPED = [pair for pair in PAIRS if pair.surface != "latex"]


@pytest.mark.parametrize("pair", [*sample(TYPED, EVERY), *sample([as_pair(p.case) for p in MATRIX], 8)])
def test_the_verdict_is_that_of_the_swapped_statement(pair):
    other = swapped_text(pair)
    if other is None:
        pytest.skip("it has no two sides, or is not read")
    here, there = judged(pair), judged(pair, other)
    assert (here.verdict, here.code) == (there.verdict, there.code), f"{pair.text} and {other}\n{here.message}\n{there.message}"


def test_most_pairs_have_two_sides():
    """The property is not tested on nothing."""
    with_sides = [pair for pair in TYPED if swapped_text(pair) is not None]
    assert len(with_sides) > 0.9 * len(TYPED)


@pytest.mark.parametrize("make", [rewrite, near_miss])
def test_rewrites_swap_their_sides(make):
    timely = 0
    for claim in drawn(make, 25, first=50_000):
        other = f"{printed(claim.right)} = {printed(claim.left)}"
        here, there = verdict_of(claim)[0], verdict_of(claim, other)[0]
        if "time-limit" in {here, there}:  # of the processor, which other machines keep
            continue
        timely += 1
        assert here == there, f"{claim}"
    assert timely > 15


def test_the_swap_itself():
    def other(text, **symbols):
        return swapped_text(Pair("", "claim", {"claim": text, "symbols": symbols or {"x, y": "real"}}))

    assert other("x < y + 1") == "y + 1 > x"
    assert other("x = 1 <=> y <= 2") == "y <= 2 <=> x = 1"
    assert other("x != y") == "y != x"
    assert other("x in [0, 1)") is None
    assert other("for all t in R: t = t") is None


def test_the_text_that_is_judged_is_that_of_the_pair():
    """`stated` puts a text in the place of the pair's own and keeps its symbols, hypotheses and policy."""
    pair = next(p for p in PAIRS if p.case.get("given"))
    (_, mine), (_, other) = stated(pair), stated(pair, "0 = 1")
    assert mine.given == other.given and mine.domain == other.domain == "strict" and other.text == "0 = 1"
    assert judged(pair, "0 = 1", replace(PLAIN)).verdict == "fails"
