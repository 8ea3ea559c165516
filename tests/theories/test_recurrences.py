"""Statements about recurrences: which goal each is, and what is found for or against it."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest
from recurrence_texts import decided, goal, problem, table_statement

from symcheck.kernel.program import FLOAT64, rows
from symcheck.kernel.recurrences import check_run
from symcheck.kernel.runs import RowsHold, TableMatches
from symcheck.language.terms import Term, num, sym
from symcheck.oracles.runs import find_run
from symcheck.theories.recurrences import lower
from symcheck.theories.scalar_code import NotLowered

POINT = "[2/3, 2/3]"

# claim, tolerance, what the kernel says ("open": nothing found), why that is right
CASES = [
    ("float64(rmsprop.w[199]) ~= [2/3, 2/3]", "1e-10", "proved", "the double-precision run stops 5e-12 from it"),
    ("[2/3, 2/3] ~= float64(rmsprop.w[199])", "1e-10", "proved", "sides swapped"),
    ("float64(rmsprop.w[199]) ~= [2/3, 2/3]", "1e-12", "refuted", "5e-12 is more than 1e-12"),
    ("float64(rmsprop.w[199]) ~= [4/5, 2/5]", "1e-2", "refuted", "not the minimum-norm point"),
    ("float64(rmsprop.w[199]) = float64(rmsprop.w[119])", "", "proved", "stationary from row 119"),
    ("float64(rmsprop.w[119]) = float64(rmsprop.w[118])", "", "refuted", "and not from row 118"),
    ("float64(rmsprop.w[0]) = [0.03162277659946031, 0.031622776592789885]", "", "proved", "the nearest doubles"),
    ("float64(rmsprop.w[0]) = [0.03162277659946031, 0.03162277659278989]", "", "refuted", "one unit in the last place off"),
    (f"for all k in 119..inf: norm(rmsprop.w[k] - {POINT}) <= 1e-10", "", "refuted", "the exact sequence leaves it again"),
    (f"for all k in 119..inf: 1e-10 >= norm(rmsprop.w[k] - {POINT})", "", "refuted", "sides swapped"),
    (f"for all k in 119..199: max(abs(rmsprop.w[k] - {POINT})) <= 1e-10", "", "refuted", "row 156 is the first outside"),
    (f"for all k in 119..155: max(abs(rmsprop.w[k] - {POINT})) <= 1e-10", "", "proved", "up to row 155 it stays"),
    (f"for all k in 119..156: max(abs(rmsprop.w[k] - {POINT})) <= 1e-10", "", "refuted", "row 156 belongs to the range"),
    (f"for all k in 119..199: max(abs(float64(rmsprop.w[k]) - {POINT})) <= 1e-10", "", "proved", "a float is not a real"),
    ("for all k in 0..inf: rmsprop(v0=0).w[k][1] = rmsprop(v0=0).w[k][2]", "", "proved", "v1 = 4 v2 by induction"),
    ("for all k in 0..inf: rmsprop(v0=0).w[k, 2] = rmsprop(v0=0).w[k, 1]", "", "proved", "the other notation, swapped"),
    ("for all k in 0..inf: rmsprop.w[k][1] = rmsprop.w[k][2]", "", "refuted", "v0 = 1e-9 breaks it at row 0"),
    ("for all k in 0..inf: rmsprop.v[k][1] > 0", "", "proved", "a mean of a positive number and a square"),
    ("for all k in 0..inf: rmsprop(v0=0).v[k][1] = 4 rmsprop(v0=0).v[k][2]", "", "proved", "the invariant itself"),
    ("for all k in 0..inf: rmsprop(v0=0).v[k][1] = 3 rmsprop(v0=0).v[k][2]", "", "refuted", "it is 4, not 3"),
    ("for all k in 0..10: rmsprop.w[k][1] < rmsprop.w[k+1][1]", "", "proved", "it climbs at first"),
    ("for all k in 0..inf: rmsprop.g[k] = 2 x rmsprop.loss[k]", "", "proved", "an intermediate of each step"),
    ("gd.w[3] = [7/10, 7/20]", "", "proved", "4/5 (1 − 2^−3), 2/5 (1 − 2^−3)"),
    ("gd.w[10] = [1023/1280, 1023/2560]", "", "proved", "4/5 (1 − 2^−10)"),
    ("gd.w[10] = [1023/1280, 1023/1280]", "", "refuted", "the second component is half the first"),
    ("for all k in 0..inf: gd.w[k][1] = 2 gd.w[k][2]", "", "proved", "it stays in the row space"),
    ("for all k in 0..inf: gd(eta=1/5).w[k+2] = gd(eta=1/5).w[k]", "", "proved", "a 2-cycle between (0,0) and (8/5,4/5)"),
    ("gd(eta=1/10).w[1] = [4/5, 2/5]", "", "proved", "one step with the best rate"),
    ("for all k in 0..inf: gd.w[k+1] = gd.w[k] - (1/10) x (x^T gd.w[k] - 2)", "", "proved", "the update itself"),
    ("for all k in 0..20: L(gd.w[k+1]) <= L(gd.w[k])", "", "proved", "a definition of the file, on rows"),
    ("for all k in 0..20: L(gd(eta=1/4).w[k+1]) <= L(gd(eta=1/4).w[k])", "", "refuted", "this rate diverges"),
    ("for all k in 0..8: momentum(mu=0).w[k] = gd(eta=1/40).w[k]", "", "proved", "two recurrences in one statement"),
    ("momentum.w[2] = gd(eta=1/40).w[2]", "", "refuted", "momentum counts from the second step on"),
    ("for all k in 1..inf: adagrad.w[k][1] = adagrad.w[k][2]", "", "proved", "G1 = 4 G2 by induction"),
    ("adagrad.w[1] = [1/2, 1/2]", "", "proved", "the first step has length 1/2 whatever the gradient"),
    ("for all k in 1..5: abs(adagrad.w[k][1] - adagrad.w[k][2]) <= 1e-30", "", "proved", "an enclosure is enough"),
    ("adam.w[1] = [1/10, 1/10]", "", "proved", "the first step is eta in each coordinate"),
    ("adam.w[1] = [1/10, 1/5]", "", "refuted", "not in proportion to the gradient"),
    ("for all k in 1..inf: adam.w[k][1] = adam.w[k][2]", "", "proved", "m1 = 2 m2 and v1 = 4 v2"),
    ("heron.x[4] = 665857/470832", "", "proved", "the continued fraction of the root of 2"),
    ("heron.x[4] = 665857/470833", "", "refuted", "one off in the denominator"),
    ("for all k in 0..inf: heron.x[k] > 0", "", "proved", "a sum of positive numbers"),
    ("for all k in 1..inf: heron.x[k]^2 >= 2", "", "proved", "x² − 2 is a square after one step"),
    ("for all k in 0..inf: heron.x[k]^2 >= 2", "", "refuted", "1 is less: it starts below"),
    ("for all k in 0..6: abs(heron.x[k] - sqrt(2)) <= 1", "", "proved", "an irrational number in the statement"),
    ("for all k in 0..inf: signs.s[k] = 1", "", "refuted", "row 1"),
    ("for all k in 0..inf: signs.s[k+2] = signs.s[k]", "", "proved", "two steps undo each other"),
    ("for all k in 0..inf: signs.s[k]^2 = 1", "", "open", "true, but not a linear invariant"),
    ("for all k in 0..60: abs(float64(logistic.x[k]) - logistic.x[k]) <= 1e-10", "", "refuted", "chaos doubles the error a step"),
    ("for all k in 0..20: abs(float64(logistic.x[k]) - logistic.x[k]) <= 1e-10", "", "proved", "not yet within 20 steps"),
    ("for all k in 0..inf: logistic(r=2).x[k] = 1/2", "", "proved", "the fixed point"),
    (f"limit(rmsprop.w[k], k -> inf) = {POINT}", "", "refuted", "an attracting 2-cycle of residuals ± 3/200"),
    (f"{POINT} = limit(rmsprop.w[k], k -> inf)", "", "refuted", "sides swapped"),
    ("limit(rmsprop.w[k], k -> inf) = [4/5, 2/5]", "", "refuted", "no point of zero loss is a limit"),
    (f"limit(rmsprop(v0=0).w[k], k -> inf) = {POINT}", "", "refuted", "nor with v0 = 0"),
    ("limit(gd.w[k], k -> inf) = [4/5, 2/5]", "", "proved", "w2 − 2/5 halves at each step"),
    (f"limit(gd.w[k], k -> inf) = {POINT}", "", "refuted", "the limit is the minimum-norm point"),
    ("limit(momentum.w[k], k -> inf) = [4/5, 2/5]", "", "proved", "a contraction after a few steps"),
    ("limit(heron.x[k], k -> inf) = sqrt(2)", "", "proved", "an irrational fixed point"),
    ("limit(heron.x[k], k -> inf) = 1.414", "", "refuted", "it is 1.41421…"),
    ("limit(logistic(r=5/2).x[k], k -> inf) = 3/5", "", "proved", "1 − 1/r"),
    ("limit(logistic(r=16/5).x[k], k -> inf) = 11/16", "", "refuted", "1 − 1/r repels: a 2-cycle"),
    ("limit(logistic(r=4).x[k], k -> inf) = 0", "", "proved", "1/2, 1, 0, 0, …: it arrives"),
    ("limit(logistic.x[k], k -> inf) = 1/2", "", "open", "chaos: no region is found"),
    ("for all k in 0..inf: gd.w[k][1] < 1", "", "proved", "a bound that the step keeps"),
    ("for all k in 0..inf: gd.w[k][1] < 4/5", "", "proved", "the limit is never reached"),
    ("for all k in 0..inf: gd.w[k][1] < 79/100", "", "refuted", "row 7 is above it"),
    ("for all k in 0..inf: gd.w[k][1] < gd.w[k+1][1]", "", "proved", "half of the way to 4/5 in each step"),
    ("for all k in 0..inf: 0 <= logistic(r=4).x[k] <= 1", "", "proved", "1/2, 1, 0, 0, …"),
    ("for all k in 0..inf: logistic.x[k] <= 1", "", "open", "true, but x (1 − x) ≤ 1/4 is not seen from ranges"),
]


@pytest.mark.parametrize(("claim", "tolerance", "status", "why"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES])
def test_statement(claim: str, tolerance: str, status: str, why: str) -> None:
    _, outcome = decided(claim, tolerance)
    assert (outcome.status if outcome is not None else "open") == status, why


def test_float_limit_reports_from_where_it_is_stationary() -> None:
    _, outcome = decided("float64(rmsprop.w[199]) ~= [2/3, 2/3]", "1e-10")
    assert outcome is not None
    assert outcome.facts["unchanged_from"] == 119
    assert outcome.facts["last"] == {
        "float64(rmsprop.w[199][1])": "0.6666666666716358",
        "float64(rmsprop.w[199][2])": "0.6666666666567284",
    }


def test_stays_reports_the_first_row_outside_and_the_last_printed_one() -> None:
    certificate, outcome = decided(f"for all k in 119..inf: norm(rmsprop.w[k] - {POINT}) <= 1e-10")
    assert certificate is not None
    assert outcome is not None
    assert (outcome.facts["row"], outcome.facts["first"], outcome.facts["to"]) == (156, True, 199)
    last = outcome.facts["last"]
    assert isinstance(last, dict)
    assert str(last["rmsprop.w[k][1]"]).startswith("0.65932364630")


def test_limit_is_refuted_in_the_residual() -> None:
    certificate, outcome = decided(f"limit(rmsprop.w[k], k -> inf) = {POINT}")
    assert certificate is not None
    assert outcome is not None
    assert certificate["coordinates"] == {"w[1]": {"w[2]": "1/2", "": "-1"}, "v[1]": {}, "v[2]": {}}
    assert outcome.facts["functional"] == "w[1] + 1/2 w[2] - 1"
    assert isinstance(certificate["steps"], int)
    assert certificate["steps"] % 2 == 0


def test_symmetric_names_its_invariants() -> None:
    _, outcome = decided("for all k in 0..inf: rmsprop(v0=0).w[k][1] = rmsprop(v0=0).w[k][2]")
    assert outcome is not None
    assert {"w[1] = w[2]", "v[1] = 4 v[2]", "v[2] > 0"} <= set(outcome.facts["invariants"])  # type: ignore[arg-type]


# Printed tables ---------------------------------------------------------------------------------------------


def table(relation: str, tolerance: Fraction | None = None, **overrides: Fraction) -> TableMatches:
    p = problem("x = x")
    found = lower(table_statement(relation, **overrides), p.context, p.objects, tolerance)
    assert isinstance(found, TableMatches)
    return found


def test_no_printed_row_is_what_the_listing_computes() -> None:
    asked = table("=")
    certificate = find_run(asked)
    assert certificate is not None
    outcome = check_run(asked, certificate)
    assert (outcome.status, outcome.facts["rows"], outcome.facts["matching"]) == ("refuted", 29, 0)
    differing = outcome.facts["differing"]
    assert isinstance(differing, list)
    assert differing[0] == {
        "row": 0,
        "printed": ["0.03162277660146144", "0.031622776600794406"],
        "computed": ["0.03162277659946031", "0.031622776592789885"],
    }


def test_loosely_the_rows_match_and_the_report_says_which_tolerance_would_not() -> None:
    asked = table("~=", Fraction("1e-6"))
    outcome = check_run(asked, find_run(asked))
    assert (outcome.status, outcome.facts["matching"]) == ("proved", 29)
    assert (outcome.facts["largest_difference"], outcome.facts["largest_difference_row"]) == ("8e-07", 96)
    tighter = table("~=", Fraction("7e-7"))
    assert check_run(tighter, {"kind": "run"}).status == "refuted"


def test_matches_is_the_same_statement() -> None:
    for claim, status in (
        ("matches(rmsprop.w, printed)", "refuted"),
        ("matches(printed, rmsprop.w, tolerance=1e-6)", "proved"),
    ):
        _, outcome = decided(claim)
        assert outcome is not None
        assert outcome.status == status


def test_table_sides_swapped() -> None:
    p = problem("x = x")
    left, right = table_statement().args
    assert lower(Term("rel", (right, left), "="), p.context, p.objects) == table("=")


def test_float_run_is_that_of_the_printed_listing() -> None:
    """The printed Python, carried out here: `d ** 2` as printed, and x·x as the float reading of a square has it."""

    def listing(square: bool) -> list[list[float]]:
        x, t, w, l = [2, 1], 2, [0.0, 0.0], 0.01
        v, out = [0.000000001, 0.000000001], []
        for _ in range(200):
            loss = x[0] * w[0] + x[1] * w[1] - t
            d = [2 * x[0] * loss, 2 * x[1] * loss]
            v = [0.9 * v[i] + 0.1 * (d[i] ** 2 if square else d[i] * d[i]) for i in (0, 1)]
            w = [w[i] - (l * d[i] / sqrt(v[i])) for i in (0, 1)]
            out.append(w)
        return out

    assert listing(True) == listing(False)
    ours = table("=").program
    run = rows(ours, FLOAT64)
    next(run)  # row −1, the start
    assert [[row["w[1]"], row["w[2]"]] for row, _ in zip(run, range(200), strict=False)] == listing(True)


# What is not stated, and why --------------------------------------------------------------------------------

REFUSED = [
    ("float64(rmsprop.w[199]) ~= [2/3, 2/3]", "no-tolerance", "“~=” needs a tolerance here"),
    ("rmsprop.w[-2] = [0, 0]", "row-index", "the first row of “rmsprop.w” is -1"),
    ("for all k in -3..5: rmsprop.w[k][1] < 1", "row-index", "there is no such row, the first is -1"),
    ("for all k in 5..3: rmsprop.w[k][1] < 1", "vacuous", "has no rows"),
    ("for all k in N: rmsprop.w[k][1] < 1", "row-index", "“for all k in 0..199”"),
    ("for all k in 0..5: rmsprop.w[2 k][1] < 1", "row-index", "is not a row that can be counted to"),
    ("float64(rmsprop.w[3] - rmsprop.w[2]) = [0, 0]", "float64", "float64(…) is read for a row of a recurrence only"),
    ("exists k in 0..5: rmsprop.w[k][1] > 1", "no-program", "a statement about rows is an equation or an inequality"),
    ("limit(norm(rmsprop.w[k]), k -> inf) = 1", "no-program", "not for expressions in them"),
    ("for all k in 0..5: sin(rmsprop.w[k][1]) < 1", "no-program", "“sin” is not carried out in a run"),
    ("for all k in 0..5: rmsprop.w[k][1] < norm(u)", "no-value", "“u” has no numeric value"),
]


@pytest.mark.parametrize(("claim", "code", "words"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused(claim: str, code: str, words: str) -> None:
    with pytest.raises(NotLowered) as refusal:
        goal(claim)
    assert refusal.value.code == code
    assert words in refusal.value.message


def test_a_printed_table_is_compared_with_doubles() -> None:
    p = problem("x = x")
    statement = Term("rel", (Term("member", (), "rmsprop.w"), sym("printed")), "=")
    with pytest.raises(NotLowered, match=r"in double precision: float64"):
        lower(statement, p.context, p.objects)


def test_a_table_with_a_row_too_short() -> None:
    p = problem("x = x", printed="\n    0: [0.5]\n")
    with pytest.raises(NotLowered, match=r"prints 1 numbers in row 0; rmsprop\.w has 2"):
        lower(table_statement(), p.context, p.objects)


def test_an_unknown_parameter() -> None:
    p = problem("x = x")
    with pytest.raises(NotLowered, match="“rmsprop” has no parameter “beta”"):
        lower(table_statement(beta=Fraction(1)), p.context, p.objects)


def test_other_statements_are_left_alone() -> None:
    p = problem("x^T x = 5")
    assert p.claims[0].statement is not None
    assert lower(p.claims[0].statement, p.context, p.objects) is None


def test_deep_and_large_terms_are_refused_at_once() -> None:
    p = problem("x = x")
    row = Term("index", (Term("index", (Term("member", (), "rmsprop.w"), num(3))), num(1)))
    deep = row
    for _ in range(400):
        deep = Term("neg", (deep,))
    with pytest.raises(NotLowered, match="nested too deeply"):
        lower(Term("rel", (deep, num(0)), "="), p.context, p.objects)
    with pytest.raises(NotLowered, match="exponent"):
        lower(Term("rel", (Term("pow", (row, num(10**9))), num(0)), "="), p.context, p.objects)
    far = Term("index", (Term("index", (Term("member", (), "rmsprop.w"), num(10**12))), num(1)))
    with pytest.raises(NotLowered, match="is not a row that can be counted to"):
        lower(Term("rel", (far, num(0)), "="), p.context, p.objects)


def test_literals_keep_their_places() -> None:
    asked = goal("for all k in 0..3: rmsprop.w[k][1] < 1")
    assert isinstance(asked, RowsHold)
    assert sum(op.value == Fraction("0.1") for op in asked.programs[0].update) == 1


OUT_OF_REACH = [
    "for all k in 0..100000: logistic.x[k] <= 1",
    "for all k in 0..40000: rmsprop.w[k][1] <= 1",
    "for all k in 0..inf: ((gd.w[k][1]^64)^64)^64 <= 1",
    "limit(logistic(r=1e300).x[k], k -> inf) = 1/2",
]


@pytest.mark.parametrize("claim", OUT_OF_REACH)
def test_what_is_out_of_reach_is_given_up(claim: str) -> None:
    assert decided(claim) == (None, None)
