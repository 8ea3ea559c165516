"""Whether a judged claim meets what its author expects of it: each part by itself."""

from dataclasses import replace

import pytest

from symcheck.expectation import stated, unmet
from symcheck.problem.types import Expect
from symcheck.report import ClaimReport, Diagnosis, Scope

HOLDS = ClaimReport("c", "x = x", "x = x", 1, "holds", scope=Scope("", ("eta != 0", "n > 0")))
FAILS = replace(HOLDS, verdict="fails", follows="no", diagnosis=Diagnosis("missing-term", "…"))
MALFORMED = replace(HOLDS, verdict="malformed", code="shape-mismatch")

CASES = {
    "without expect, holds is expected": (Expect(), HOLDS, ()),
    "and anything else is not": (Expect(), FAILS, ("expected holds, found fails",)),
    "undecided is not holds": (Expect(), replace(HOLDS, verdict="undecided"), ("expected holds, found undecided",)),
    "the verdict stated": (Expect(verdict="fails"), FAILS, ()),
    "a claim that holds against expectation": (Expect(verdict="fails"), HOLDS, ("expected fails, found holds",)),
    "follows alone leaves holds expected": (
        Expect(follows="no"),
        FAILS,
        ("expected holds, found fails",),
    ),
    "follows: no": (Expect(verdict="fails", follows="no"), FAILS, ()),
    "follows: no is met where only the converse follows": (
        Expect(follows="no"),
        replace(HOLDS, follows="implies"),
        (),
    ),
    "follows: yes is met by equivalent": (Expect(follows="yes"), replace(HOLDS, follows="equivalent"), ()),
    "follows: yes is met by implied": (Expect(follows="yes"), replace(HOLDS, follows="implied"), ()),
    "follows: yes is not met by implies": (
        Expect(follows="yes"),
        replace(HOLDS, follows="implies"),
        ("expected follows: yes, found implies",),
    ),
    "a fine answer is exact": (
        Expect(follows="equivalent"),
        replace(HOLDS, follows="implied"),
        ("expected follows: equivalent, found implied",),
    ),
    "no line before, as expected": (Expect(follows=""), HOLDS, ()),
    "a line before where none is expected": (
        Expect(follows=""),
        replace(HOLDS, follows="no"),
        ("expected follows: none, found no",),
    ),
    "the diagnosis": (Expect(diagnosis="missing-term"), FAILS, ()),
    "another diagnosis": (
        Expect(verdict="fails", diagnosis="wrong-sign"),
        FAILS,
        ("expected the diagnosis wrong-sign, found missing-term",),
    ),
    "no diagnosis": (Expect(diagnosis="wrong-sign"), MALFORMED, ("expected the diagnosis wrong-sign, found none",)),
    "the code alone leaves the verdict free": (Expect(because="shape-mismatch"), MALFORMED, ()),
    "another code": (Expect(because="vacuous"), MALFORMED, ("expected the code vacuous, found shape-mismatch",)),
    "conditions in any order and spacing": (Expect(where=("n>0", "eta  != 0")), HOLDS, ()),
    "a condition too few": (
        Expect(where=("n > 0",)),
        HOLDS,
        ("expected where: n > 0, found eta != 0, n > 0",),
    ),
    "no condition expected": (Expect(where=()), HOLDS, ("expected where: no condition, found eta != 0, n > 0",)),
    "everything stated must match": (
        Expect(verdict="malformed", follows="yes", diagnosis="missing-term"),
        FAILS,
        ("expected malformed, found fails", "expected follows: yes, found no"),
    ),
}


@pytest.mark.parametrize(("expect", "report", "sentences"), CASES.values(), ids=CASES.keys())
def test_unmet(expect, report, sentences):
    assert unmet(expect, report) == sentences


def test_ignoring_what_is_expected_judges_against_holds():
    assert unmet(Expect(verdict="fails"), FAILS, ignore=True) == ("expected holds, found fails",)
    assert unmet(Expect(verdict="fails"), HOLDS, ignore=True) == ()


def test_what_was_stated_is_shown_by_name_and_nothing_else():
    assert stated(Expect()) is None
    assert stated(Expect(verdict="fails", follows="")) == {"verdict": "fails", "follows": "none"}
    assert stated(Expect(because="vacuous", where=("a", "b"))) == {"because": "vacuous", "where": "a, b"}
