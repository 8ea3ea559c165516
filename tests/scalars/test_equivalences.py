"""Conditions on one real number and their exact solutions are equivalent; with one end, piece or bound wrong they are not.

Truth by construction (true_equivalences.py), under `domain: strict`.  4,000 under `-m nightly`, NORMAL in the normal run.
"""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from judged_pairs import Pair, judged
from true_equivalences import Piece, _same, contains, equivalence, mistaken, quotient, solutions

NORMAL, NIGHTLY = 80, 4000
DECIDED = 0.97  # of the first NORMAL: all of them today


def test_solutions_are_those_of_the_condition():
    """x² - 1 >= 0 and its like: pieces with the right ends."""
    half_lines = [Piece(None, Fraction(-1), (False, True)), Piece(Fraction(1), None, (True, False))]
    assert solutions([Fraction(-1), Fraction(1)], lambda x: x * x >= 1) == half_lines
    assert solutions([Fraction(0)], lambda x: x != 0) == [Piece(None, 0, (False, False)), Piece(0, None, (False, False))]
    assert solutions([Fraction(2)], lambda x: x == 2) == [Piece(2, 2, (True, True))]
    assert solutions([Fraction(2)], lambda x: True) == [Piece(None, None, (False, False))]
    assert contains(half_lines, 1) and not contains(half_lines, Fraction(1, 2))


def test_every_mistake_changes_the_set():

    for seed in range(300):
        rng = Random(seed)
        _, critical, truth = quotient(rng)
        right = solutions(critical, truth)
        _, wrong = mistaken(right, critical, rng)
        assert not _same(right, wrong)
        points = sorted({*critical, *(c + d for c in critical for d in (Fraction(-1, 9), Fraction(1, 9)))})
        assert all(contains(right, x) == truth(x) for x in points)


def test_none_is_judged_wrongly():
    none_wrong(NORMAL)


@pytest.mark.nightly
def test_none_of_four_thousand_is_judged_wrongly():
    none_wrong(NIGHTLY)


def none_wrong(count):
    found, wrong = Counter(), []
    for seed in range(count):
        e = equivalence(seed)
        report = judged(Pair("", "claim", {"id": str(seed), "claim": e.text, "symbols": {"x": "real"}, "truth": e.truth}))
        found[e.truth, report.verdict] += 1
        if not report.open and report.verdict != ("holds" if e.truth else "fails"):
            wrong.append(f"{e}\n    is {e.truth}, found {report.verdict}: {report.message}")
    print(f"{count} equivalences: {dict(found)}")
    assert wrong == [], "\n".join(wrong)
    decided = sum(n for (truth, verdict), n in found.items() if verdict == ("holds" if truth else "fails"))
    assert decided >= DECIDED * count, f"fewer are decided than were: {dict(found)}"
