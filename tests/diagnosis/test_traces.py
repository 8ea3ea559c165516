"""Why a printed table is not what a recurrence computes."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from symcheck.diagnosis.copied_numbers import edit_distance, number_text, rows_text, slips_of
from symcheck.diagnosis.traces import diagnose_trace, repair_trace
from symcheck.language.objects import Recurrence, Row, Table
from symcheck.language.terms import Term, sym
from symcheck.problem.load import load_text
from symcheck.problem.types import Problem

# The rows of CSC413 winter 2022, homework 2, question 1.2.1, as printed.
PRINTED = {
    0: "0.03162277660146144 0.031622776600794406",
    1: "0.054029072356855196 0.054029072355952886",
    2: "0.07251527044394393 0.07251527044291373",
    3: "0.08873738067741722 0.08873738067630438",
    4: "0.1034580687289188 0.10345806872774721",
    5: "0.11710026805811825 0.11710026805690235",
    6: "0.1299261296772628 0.12992612967597558",
    91: "0.6653212782695349 0.6653212782680443",
    92: "0.6656669649764252 0.6656669649749346",
    93: "0.6659377148450333 0.6659377148435426",
    94: "0.6661458119294372 0.6661458119279465",
    95: "0.6663025437576482 0.6663025437561575",
    96: "0.6664188390981754 0.6664188390886847",
    97: "0.6665011662555964 0.6665011662541057",
    98: "0.6665594934059184 0.6665594934044277",
    99: "0.6665993074715474 0.6665993074700567",
    100: "0.6666256844818009 0.6666256844803102",
    101: "0.666642600668602 0.6666426006671113",
    **dict.fromkeys(range(189, 200), "0.66666666666671636 0.66666666666656729"),
}
MISPRINTED = (1, 6, 96, *range(189, 200))

FILE = """
title: traces
data:
  x: [2, 1]
let:
  t: 2
recurrences:
  rmsprop:
    parameters:
      l: 0.01
    start:
      w: '[0, 0]'
      v: '[1e-9, 1e-9]'
    updates:
      loss: x^T w - t
      g: 2 x loss
      v: 0.9 v + 0.1 (g .* g)
      w: '[w[1] - l g[1] / sqrt(v[1]), w[2] - l g[2] / sqrt(v[2])]'
    rows: 0..199
    first: after update
  gd:
    parameters:
      eta: 0.03
    start:
      w: '[0, 0]'
    updates:
      w: w - 2 eta x (x^T w - t)
  decay:
    start:
      y: 1
    updates:
      y: 0.97 y
"""


@pytest.fixture(scope="module")
def file() -> Problem:
    return load_text(FILE + "claims:\n  c: x = x\n", "test.yaml")


def table(rows: dict[int, str]) -> Table:
    return Table("printed", tuple(Row(k, tuple(v.split()), tuple(map(Fraction, v.split())), 1) for k, v in rows.items()))


def recurrence(file: Problem, name: str) -> Recurrence:
    found = file.objects[name]
    assert isinstance(found, Recurrence)
    return found


def test_the_table_of_the_homework(file: Problem) -> None:
    repair = repair_trace(recurrence(file, "rmsprop"), "w", table(PRINTED), file.context)
    assert repair is not None
    assert (repair.kind, repair.value, repair.matching_before, len(repair.matching), repair.rows) == (
        "changed-literal", Fraction("1e-10"), 0, 15, 29,
    )  # fmt: skip
    assert [(l.owner, l.value) for l in repair.literals] == [("v", Fraction("1e-9"))] * 2
    assert tuple(m.row for m in repair.misprints) == MISPRINTED
    assert repair.unexplained == ()
    assert repair.message == (
        "With 1e-10 instead of 1e-9 in “v” (both numbers together), 15 of 29 rows match digit for digit; as it stands, no row of "
        "29 matches. Rows 1, 6, 96, 189–199 differ from that run by one or two digits: misprints. In row 1, "
        "0.054029072355952886 is printed for 0.054029072355952806."
    )


def test_the_diagnosis_of_the_claim(file: Problem) -> None:
    objects = {**file.objects, "printed": table(PRINTED)}
    run = Term("call", (Term("member", (), "rmsprop.w"),), "float64")
    found = diagnose_trace(Term("rel", (sym("printed"), run), "="), file.context, objects)
    assert found is not None
    assert (found.kind, found.repaired) == ("changed-literal", "")  # 14 rows still differ
    objects = {**file.objects, "printed": table({k: v for k, v in PRINTED.items() if k not in MISPRINTED})}
    found = diagnose_trace(Term("rel", (sym("printed"), run), "="), file.context, objects)
    assert found is not None
    assert (found.kind, found.repaired) == ("changed-literal", "1e-10 for 1e-9 in v")
    assert diagnose_trace(Term("rel", (run, sym("printed")), "~="), file.context, objects) is None
    assert diagnose_trace(Term("rel", (sym("x"), sym("x")), "="), file.context, objects) is None


def decay(factor: float, start: float = 1.0, rows: range = range(8)) -> dict[int, str]:
    out, y = {}, start
    for k in range(rows.stop):
        if k in rows:
            out[k] = repr(y)
        y = factor * y
    return out


ONE_NUMBER = [
    ("a digit", decay(0.87), "0.87 instead of 0.97 in “y”"),
    ("a power of ten", decay(9.7), "9.7 instead of 0.97 in “y”"),
    ("a sign", decay(-0.97), "-0.97 instead of 0.97 in “y”"),
    ("digits exchanged", decay(0.79), "0.79 instead of 0.97 in “y”"),
    ("a digit lost", decay(0.9), "0.9 instead of 0.97 in “y”"),
    ("a digit more", decay(0.997), "0.997 instead of 0.97 in “y”"),
    ("the complement", decay(0.03), "0.03 instead of 0.97 in “y”"),
    ("the start", decay(0.97, 2.0), "2 instead of 1 in “y”"),
]


@pytest.mark.parametrize(("slip", "rows", "words"), ONE_NUMBER, ids=[c[0] for c in ONE_NUMBER])
def test_one_number_changed(file: Problem, slip: str, rows: dict[int, str], words: str) -> None:
    repair = repair_trace(recurrence(file, "decay"), "y", table(rows), file.context)
    assert repair is not None, slip
    assert len(repair.matching) == len(rows)
    assert words in repair.message


def test_rows_shifted(file: Problem) -> None:
    rows = {k - 1: v for k, v in decay(0.97).items() if k >= 1}
    repair = repair_trace(recurrence(file, "decay"), "y", table(rows), file.context)
    assert repair is not None
    assert (repair.kind, repair.shift) == ("shifted-rows", 1)
    assert repair.message == "Counted 1 row later, 7 of 7 rows match digit for digit: what is printed as row 0 is row 1."


def test_misprints_only(file: Problem) -> None:
    rows = decay(0.97)
    rows[3] = rows[3][:-1]  # a digit missing
    rows[5] = rows[5].replace("8", "3", 1)
    repair = repair_trace(recurrence(file, "decay"), "y", table(rows), file.context)
    assert repair is not None
    assert (repair.kind, [m.row for m in repair.misprints]) == ("misprint", [3, 5])
    assert repair.message.startswith(
        "6 of 8 rows match digit for digit. Rows 3, 5 differ from that run by one digit: misprints. In"
    )


def test_a_number_and_a_row_nobody_can_explain(file: Problem) -> None:
    rows = {**decay(0.87), 4: "0.123456789"}
    repair = repair_trace(recurrence(file, "decay"), "y", table(rows), file.context)
    assert repair is not None
    assert repair.unexplained == (4,)
    assert repair.message.endswith("Not explained: row 4.")


def test_a_definition_of_the_file(file: Problem) -> None:
    """The target is 3, not 2: a number that stands in `let`, not in the recurrence."""
    w, out = [0.0, 0.0], {}
    for k in range(6):
        out[k] = f"{w[0]!r} {w[1]!r}"
        loss = 2 * w[0] + 1 * w[1] - 3
        step = 2 * 0.03
        w = [w[i] - step * (2, 1)[i] * loss for i in (0, 1)]
    repair = repair_trace(recurrence(file, "gd"), "w", table(out), file.context)
    assert repair is not None
    assert "3 instead of 2 in “t”" in repair.message


def test_nothing_to_repair_and_nothing_found(file: Problem) -> None:
    assert repair_trace(recurrence(file, "decay"), "y", table(decay(0.97)), file.context) is None
    rng = random.Random(5)
    noise = {k: repr(rng.random()) for k in range(8)}
    assert repair_trace(recurrence(file, "decay"), "y", table(noise), file.context) is None
    assert repair_trace(recurrence(file, "decay"), "z", table(noise), file.context) is None
    assert repair_trace(recurrence(file, "decay"), "y", Table("printed", ()), file.context) is None


def test_a_short_table_is_not_explained_by_chance(file: Problem) -> None:
    """One row with one digit would match some slip: too little to name a mistake."""
    assert repair_trace(recurrence(file, "decay"), "y", table({1: "5"}), file.context) is None


DISTANCES = [
    ("", "", 0), ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1), ("ab", "abc", 1), ("ab", "ba", 1), ("0.12", "0.21", 1),
    ("0.6664188390981754", "0.6664180390981754", 1), ("kitten", "sitting", 3),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "distance"), DISTANCES)
def test_edit_distance(a: str, b: str, distance: int) -> None:
    assert edit_distance(a, b) == edit_distance(b, a) == distance


def test_slips_are_different_values() -> None:
    for q in ("0", "1", "-3", "0.97", "1e-9", "2/3", "12345"):
        slips = list(slips_of(Fraction(q)))
        assert Fraction(q) not in slips
        assert len(slips) == len(set(slips))


TEXTS = [("0.01", "0.01"), ("1e-10", "1e-10"), ("2/3", "2/3"), ("-0.5", "-0.5"), ("1200", "1200"), ("1e9", "1e9"), ("0", "0")]


@pytest.mark.parametrize(("number", "text"), TEXTS)
def test_number_text(number: str, text: str) -> None:
    assert number_text(Fraction(number)) == text


def test_rows_text() -> None:
    assert rows_text([6, 1, 96, *range(189, 200)]) == "1, 6, 96, 189–199"
    assert rows_text([3, 4]) == "3, 4"
    assert rows_text([]) == ""
