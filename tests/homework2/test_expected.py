"""The founding job: every claim of Homework 2 has the verdict, the `follows` and the facts that were worked out by hand."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from symcheck.expectation import FOLLOWS
from symcheck.language.reading import unfold
from symcheck.language.terms import Term, rebuild, subterms

from .judged import judge_all, problems, said

ROWS = json.loads((Path(__file__).parent / "expected.json").read_text())
IDS = [row["id"] for row in ROWS]
BY_ROW = pytest.mark.parametrize("row", ROWS, ids=IDS)


@pytest.fixture(scope="module")
def files():
    return problems()


@pytest.fixture(scope="module")
def judged(files):
    return judge_all(files)


@pytest.fixture(scope="module")
def claims(files):
    return {claim.id: claim for problem in files for claim in problem.claims}


def test_the_folder_states_these_claims_and_no_others(claims):
    assert list(claims) == IDS
    assert len(IDS) == 50


@BY_ROW
def test_the_verdict(row, judged):
    _, _, report = judged[row["id"]]
    assert report.verdict == row["verdict"], report.message
    assert report.unmet == ()
    assert report.code == row.get("code")


@BY_ROW
def test_whether_it_follows_from_the_line_before(row, judged):
    _, _, report = judged[row["id"]]
    if row["follows"] is None:
        assert report.follows is None
    else:
        assert report.follows in FOLLOWS[row["follows"]]


@BY_ROW
def test_what_the_report_says(row, judged):
    _, _, report = judged[row["id"]]
    text = said(report)
    missing = [wanted for wanted in row["says"] if not re.search(wanted, text)]
    assert not missing, f"{row['why']}\n--- the report says\n{text}"


@BY_ROW
def test_the_conditions_and_the_hypotheses(row, judged):
    _, claim, report = judged[row["id"]]
    if "where" in row:
        assert list(report.scope.where) == row["where"]
    if "used" in row:
        given = [*claim.given, *([claim.step.from_] if claim.step and claim.step.from_ else [])]
        labels = {name: g.label for g in given for name in (g.label, g.text)}  # a hypothesis may be cited by its words
        assert sorted(labels[name] for name in report.used) == sorted(row["used"])


@pytest.mark.parametrize("row", [r for r in ROWS if "diagnosis" in r], ids=[r["id"] for r in ROWS if "diagnosis" in r])
def test_the_mistake_is_named(row, judged):
    _, _, report = judged[row["id"]]
    assert report.diagnosis is not None
    assert report.diagnosis.kind == row["diagnosis"]
    if "repaired" in row:
        assert re.search(row["repaired"], report.diagnosis.repaired)


@BY_ROW
def test_the_cross_check_comes_to_the_same(row, judged):
    _, _, report = judged[row["id"]]
    unclear = {
        "1.2.1.stays": "inconclusive",  # a run that is chaotic in floats
        "1.2.1.limit": "not-applicable",
    }
    wanted = {"holds": "agrees", "fails": "contradicts", "malformed": "not-applicable"}[report.verdict]
    assert report.crosscheck.status == unclear.get(row["id"], wanted), report.crosscheck.detail


@BY_ROW
def test_no_claim_states_its_own_answer(row, claims):
    claim = claims[row["id"]]
    if claim.statement is None:
        return
    for left, right in compared(claim.statement):
        assert left != right
        assert right not in set(subterms(left)), "the computed side contains the claimed one"
        computed = unfolded(left, claim.context)
        for literal in literals(unfolded(right, claim.context)):
            assert literal != computed and not stands_in(literal, computed), f"{literal} stands on both sides"


def compared(statement):
    """(computed side, claimed side) of every comparison that the statement asserts."""
    match statement.op:
        case "rel" | "in" | "subset":
            yield statement.args
        case "and" | "or" | "forall" | "implies" | "iff":
            parts = statement.args[-1:] if statement.op in {"forall", "implies"} else statement.args
            for part in parts:
                yield from compared(part)
        case "is":
            assert statement.args[0].op != "num"


def unfolded(term, context):
    def change(t):
        found = unfold(t, context) if t.op in {"sym", "apply"} else t
        return None if found is t else unfolded(found, context)

    return rebuild(term, change)


def literals(claimed):
    """The claimed answers: whole arrays of numbers, and numbers that are not a part of something longer."""
    if is_array_of_numbers(claimed) or (claimed.op == "num" and abs(claimed.value) > 1):
        yield claimed


def stands_in(literal, term):
    """Whether `literal` is written in `term`, arrays of numbers taken as a whole."""
    if term == literal:
        return True
    return not is_array_of_numbers(term) and any(stands_in(literal, a) for a in term.args)


def is_array_of_numbers(term):
    return term.op in {"vector", "matrix"} and all(
        t.op in {"vector", "matrix", "row", "num", "neg", "div"} for t in subterms(term)
    )


@pytest.mark.parametrize(
    ("left", "right", "caught"),
    [
        (Term("num", (), Fraction(6)), Term("num", (), Fraction(6)), True),
        (Term("neg", (Term("num", (), Fraction(6)),)), Term("num", (), Fraction(6)), True),
        (Term("sym", (), "x"), Term("num", (), Fraction(6)), False),
    ],
)
def test_the_test_of_literals_can_fail(left, right, caught):
    assert any(stands_in(literal, left) for literal in literals(right)) == caught


def test_a_minibatch_is_a_selection_of_rows(claims):
    assert "row-selection" in claims["1.1.1.batch-row-space"].context.symbols["S"].properties


def test_the_page_for_people_has_the_same_claims_and_verdicts():
    page = (Path(__file__).parents[2] / "docs" / "homework2.md").read_text()
    rows = re.findall(r"^\| (\d\S+) \| (\w+) \| (yes|no|–) \|", page, re.M)
    assert rows == [(row["id"], row["verdict"], row["follows"] or "–") for row in ROWS]
    counts = {v: sum(row["verdict"] == v for row in ROWS) for v in ("holds", "fails", "malformed")}
    assert f"{counts['holds']} hold, {counts['fails']} fail, {counts['malformed']} malformed; all as expected" in page
