"""The kernel on programs and runs: three arithmetics, and certificates that are rejected for the right reason."""

from __future__ import annotations

import random
from fractions import Fraction
from math import isnan

import pytest
from flint import ctx

from symcheck.kernel.growth import GrowthGoal, check_growth
from symcheck.kernel.program import BALLS, EXACT, FLOAT64, Op, Program, Undefined, ball, compare, execute, rows
from symcheck.kernel.radicals import Radicals
from symcheck.kernel.ranges import Range, bounded, of_sign, point
from symcheck.kernel.recurrences import check_run
from symcheck.kernel.regions import Limit
from symcheck.kernel.runs import Condition, Json, PrintedRow, Reference, RowsHold, TableMatches

HALF = Fraction(1, 2)


def const(q: object) -> Op:
    return Op("const", (), Fraction(str(q)))


def get(name: str) -> Op:
    return Op("get", (), name)


def put(at: int, name: str) -> Op:
    return Op("set", (at,), name)


# x ← (x + 2/x)/2 from 1
HERON = Program(
    (const(1), put(0, "x")),
    (get("x"), const(2), Op("div", (1, 0)), Op("add", (0, 2)), Op("div", (3, 1)), put(4, "x")),
)
# x ← x/2 + 1, y ← −y, from (0, 1); the fixed point of x is 2
HALVING = Program(
    (const(0), put(0, "x"), const(1), put(2, "y")),
    (get("x"), const(2), Op("div", (0, 1)), const(1), Op("add", (2, 3)), put(4, "x"), get("y"), Op("neg", (6,)), put(7, "y")),
)
# x ← r·x, the constant r is 1/10
TENTHS = Program((const("0.1"), put(0, "r"), const(1), put(2, "x")), (get("x"), get("r"), Op("mul", (0, 1)), put(2, "x")))


def every(program: Program, variable: str, relation: str, value: object, last: int | None = None, first: int = 0) -> RowsHold:
    """For all k in first..last: variable relation value, exactly."""
    condition = Condition((get("it"), const(value)), 0, relation, 1)
    return RowsHold((program,), {"it": Reference(0, False, variable, 0, True)}, (condition,), first, last)


def test_a_literal_is_rounded_once_and_the_order_is_kept() -> None:
    """(0.1 + 0.2) + 0.3 and 0.1 + (0.2 + 0.3) are different doubles and the same rational."""
    left = (const("0.1"), const("0.2"), const("0.3"), Op("add", (0, 1)), Op("add", (3, 2)))
    right = (const("0.1"), const("0.2"), const("0.3"), Op("add", (1, 2)), Op("add", (0, 3)))
    assert execute(left, {}, FLOAT64)[-1] == (0.1 + 0.2) + 0.3
    assert execute(right, {}, FLOAT64)[-1] == 0.1 + (0.2 + 0.3)
    assert execute(left, {}, FLOAT64)[-1] != execute(right, {}, FLOAT64)[-1]
    assert execute(left, {}, EXACT)[-1] == execute(right, {}, EXACT)[-1] == Fraction(3, 5)


UNDEFINED = [
    ((const(1), const(0), Op("div", (0, 1))), "division by zero"),
    ((const(-1), Op("sqrt", (0,))), "(square root of a negative number|math domain error|not known to exist|expected a nonneg)"),
    ((get("nowhere"),), "nowhere has no value yet"),
    ((const(1), Op("gamma", (0,))), "gamma has no meaning in this arithmetic"),
]


@pytest.mark.parametrize(("code", "words"), UNDEFINED)
def test_undefined_everywhere(code: tuple[Op, ...], words: str) -> None:
    for arithmetic in (FLOAT64, EXACT, BALLS):
        with pytest.raises(Undefined, match=f"({words}|not known to exist|float division)"):
            execute(code, {}, arithmetic)  # type: ignore[arg-type]


def test_what_one_arithmetic_cannot_do() -> None:
    with pytest.raises(Undefined, match="irrational"):
        execute((const(2), Op("sqrt", (0,))), {}, EXACT)
    with pytest.raises(Undefined, match="exp has no meaning"):
        execute((const(2), Op("exp", (0,))), {}, FLOAT64)
    with pytest.raises(Undefined, match="not a number"):
        execute((const("1e300"), Op("mul", (0, 0)), Op("sub", (1, 1))), {}, FLOAT64)
    with pytest.raises(Undefined, match="grow too long"):
        for _, row in zip(range(40), rows(HERON, EXACT), strict=False):
            assert row["x"] > 0


def test_balls_enclose_the_rationals() -> None:
    rng = random.Random(20240)
    with ctx.workprec(40):
        for _ in range(200):
            a, b = Fraction(rng.randint(-99, 99), rng.randint(1, 99)), Fraction(rng.randint(1, 99), rng.randint(1, 99))
            code = (
                const(a),
                const(b),
                Op("add", (0, 1)),
                Op("mul", (0, 1)),
                Op("div", (2, 1)),
                Op("sub", (3, 4)),
                Op("abs", (5,)),
            )
            exact, balls = execute(code, {}, EXACT), execute(code, {}, BALLS)
            with ctx.workprec(400):
                assert all(y.overlaps(ball(x)) for x, y in zip(exact, balls, strict=True)), (a, b)


def test_comparisons_of_balls_may_stay_open() -> None:
    with ctx.workprec(30):
        third = ball(Fraction(1, 3))
        assert compare("=", third, third) is None
        assert compare("<", third, ball(Fraction(1, 2))) is True
        assert compare(">=", third, ball(Fraction(1, 2))) is False
        assert compare("!=", third, ball(Fraction(1, 2))) is True
    assert compare("=", Fraction(1, 3), Fraction(1, 3)) is True


def test_state() -> None:
    assert HALVING.state == ("x", "y")
    assert TENTHS.state == ("x",)


# Certificates of runs -------------------------------------------------------------------------------------

RUNS: list[tuple[str, RowsHold, Json, str, str]] = [
    ("all rows carried out", every(HERON, "x", ">", 1, 5, 1), {"kind": "run", "to": 5, "precision": None}, "proved", ""),
    ("the row that fails", every(HERON, "x", "<", "1.45", 5), {"kind": "run", "to": 5, "precision": None}, "refuted", ""),
    ("refuted without end", every(HERON, "x", "<", "1.45"), {"kind": "run", "to": 1, "precision": 64}, "refuted", ""),
    ("a run proves nothing about later rows", every(HERON, "x", ">", 0), {"kind": "run", "to": 9, "precision": 64}, "rejected",
     "says nothing about the rows after it"),
    ("too short a run", every(HERON, "x", ">", 0, 9), {"kind": "run", "to": 5, "precision": 64}, "rejected", "after it"),
    ("too coarse", every(HERON, "x", "!=", Fraction(577, 408), 3, 3), {"kind": "run", "to": 3, "precision": 20}, "rejected",
     "row 3 is not decided at this precision"),
    ("irrational in rationals", every(Program((const(2), Op("sqrt", (0,)), put(1, "x")), HALVING.update), "x", ">", 1, 3),
     {"kind": "run", "to": 3, "precision": None}, "rejected", "irrational"),
    ("no rows", every(HERON, "x", ">", 5, 2, 3), {"kind": "run", "to": 9, "precision": None}, "rejected", "no row to run to"),
    ("a row before the start", every(HERON, "x", ">", 5, 2, -1), {"kind": "run", "to": 2, "precision": None}, "rejected",
     "the run begins at row 0"),
    ("a variable that is not there", every(HERON, "z", ">", 5, 2), {"kind": "run", "to": 2, "precision": None}, "rejected",
     "z has no value at row 0"),
    ("a precision that is none", every(HERON, "x", ">", 0, 2), {"kind": "run", "to": 2, "precision": "much"}, "rejected", "bits"),
    ("far too many rows", every(HALVING, "y", "<", 5, 10**9), {"kind": "run", "to": 10**9, "precision": 64}, "rejected",
     "beyond what one check carries out"),
    ("another kind", every(HERON, "x", ">", 0, 2), {"kind": "region"}, "rejected", "does not fit this goal"),
    ("not a mapping", every(HERON, "x", ">", 0, 2), ["run"], "rejected", "a certificate is a mapping"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "goal", "certificate", "status", "words"), RUNS, ids=[r[0] for r in RUNS])
def test_run(name: str, goal: RowsHold, certificate: Json, status: str, words: str) -> None:
    outcome = check_run(goal, certificate)
    assert outcome.status == status, outcome
    assert words in outcome.reason


def test_a_table() -> None:
    """1, 0.1, 0.1·0.1 = 0.010000000000000002 in doubles."""
    printed = (PrintedRow(1, ("0.1",), (Fraction("0.1"),)), PrintedRow(2, ("0.01",), (Fraction("0.01"),)))
    outcome = check_run(TableMatches(TENTHS, ("x",), printed, None), {"kind": "run"})
    assert outcome.status == "refuted"
    assert outcome.facts["differing"] == [{"row": 2, "printed": ["0.01"], "computed": ["0.010000000000000002"]}]
    assert check_run(TableMatches(TENTHS, ("x",), printed, Fraction("1e-17")), {"kind": "run"}).status == "proved"
    assert check_run(TableMatches(TENTHS, ("x",), printed, Fraction("1e-19")), {"kind": "run"}).status == "refuted"
    short = (PrintedRow(1, ("0.1", "2"), (Fraction("0.1"), Fraction(2))),)
    assert "has 2 numbers, the run has 1" in check_run(TableMatches(TENTHS, ("x",), short, None), {"kind": "run"}).reason


def test_a_double_is_compared_exactly() -> None:
    """The double nearest 1/10 is not 1/10."""
    goal = RowsHold(
        (TENTHS,), {"it": Reference(0, True, "x", 1, False)}, (Condition((get("it"), const("0.1")), 0, ">", 1),), 0, 0
    )
    assert check_run(goal, {"kind": "run", "to": 0, "precision": None}).status == "proved"


# Inductions -----------------------------------------------------------------------------------------------


def induction(base: object = 0, equations: Json = None, bounds: Json = None) -> Json:
    return {"kind": "induction", "base": base, "equations": equations or {}, "bounds": bounds if bounds is not None else []}  # type: ignore[dict-item]


INDUCTIONS: list[tuple[str, RowsHold, Json, str, str]] = [
    ("a bound that the step keeps", every(HALVING, "x", "<", 2), induction(bounds=[["x", "<", "2"]]), "proved", ""),
    ("a weaker statement", every(HALVING, "x", "<=", 3), induction(bounds=[["x", "<", "2"]]), "proved", ""),
    ("a bound that the step breaks", every(HALVING, "x", "<", "19/10"), induction(bounds=[["x", "<", "19/10"]]), "rejected",
     "x < 19/10 is not shown after one more step"),
    ("a bound that is false in the base row", every(HALVING, "x", ">=", 0), induction(bounds=[["x", ">", "0"]]), "rejected",
     "x > 0 is not shown in row 0"),
    ("the statement is false in a row before the base row", every(HALVING, "x", ">", 0), induction(1, bounds=[["x", ">", "0"]]),
     "rejected", "the statement is not shown at k = 0"),
    ("the same from row 1 on", every(HALVING, "x", ">", 0, first=1), induction(1, bounds=[["x", ">", "0"]]), "proved", ""),
    ("an equation that the step breaks", every(HALVING, "y", "=", 1), induction(equations={"y": {"": "1"}}), "rejected",
     "y = 1 is not shown after one more step"),
    ("an equation that is false in the base row", every(HALVING, "y", "<=", 2), induction(equations={"y": {"": "2"}}), "rejected",
     "y = 2 is not shown in row 0"),
    ("no invariant", every(HALVING, "x", "<", 2), induction(), "rejected", "the statement is not shown after the step"),
    ("a divisor that may vanish", every(HERON, "x", "!=", 0), induction(), "rejected", "not known to be different from zero"),
    ("the divisor is positive", every(HERON, "x", ">", 0), induction(bounds=[["x", ">", "0"]]), "proved", ""),
    ("an equation in terms of what is given", every(HALVING, "x", "<", 2), induction(equations={"x": {"x": "1"}}), "rejected",
     "in terms of components that are not given"),
    ("an equation for a constant", every(TENTHS, "x", "<=", 1), induction(equations={"r": {"": "1/10"}}), "rejected",
     "not a component of the state"),
    ("a base row out of reach", every(HALVING, "x", "<", 2), induction(10**6), "rejected", "not among the first rows"),
    ("a base row before the start", every(HALVING, "x", "<", 2), induction(-1), "rejected", "not among the first rows"),
    ("no base row", every(HALVING, "x", "<", 2), induction(None), "rejected", "needs a base row"),
    ("a coefficient that is none", every(HALVING, "y", "=", 1), induction(equations={"y": {"": "one"}}), "rejected",
     "not a rational number"),
    ("a bound that is none", every(HALVING, "x", "<", 2), induction(bounds=[["x", "<"]]), "rejected", "a bound is a component"),
    ("a relation that is none", every(HALVING, "x", "<", 2), induction(bounds=[["x", "=", "2"]]), "rejected",
     "a bound is a component"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "goal", "certificate", "status", "words"), INDUCTIONS, ids=[i[0] for i in INDUCTIONS])
def test_induction(name: str, goal: RowsHold, certificate: Json, status: str, words: str) -> None:
    outcome = check_run(goal, certificate)
    assert outcome.status == status, outcome
    assert words in outcome.reason


def test_an_induction_is_not_about_doubles() -> None:
    goal = RowsHold((TENTHS,), {"it": Reference(0, True, "x", 0, True)}, (Condition((get("it"), const(0)), 0, ">", 1),), 0, None)
    outcome = check_run(goal, induction(bounds=[["x", ">", "0"]]))
    assert (outcome.status, "exact values" in outcome.reason) == ("rejected", True)


def test_square_roots_are_related_by_rational_squares_only() -> None:
    """√8 = 2√2, √2·√2 = 2, (1 + √2)² = 3 + 2√2; √3 is not 2√2, and √2 + √3 is not √5."""
    field = Radicals(())
    f = field.arithmetic.functions
    two, three, five, eight = (field.constant(Fraction(n)) for n in (2, 3, 5, 8))
    r2, r3, r5, r8 = (f["sqrt"](n) for n in (two, three, five, eight))
    one = field.constant(Fraction(1))
    assert field.is_zero(f["sub"](r8, f["mul"](two, r2)))
    assert field.is_zero(f["sub"](f["mul"](r2, r2), two))
    square = f["mul"](f["add"](one, r2), f["add"](one, r2))
    assert field.is_zero(f["sub"](square, f["add"](three, r8)))
    assert not field.is_zero(f["sub"](r3, f["mul"](two, r2)))
    assert not field.is_zero(f["sub"](f["add"](r2, r3), r5))


# Ranges ---------------------------------------------------------------------------------------------------


def test_ranges_contain_every_result() -> None:
    """Random values in random ranges: every operation's result lies in the range computed."""
    rng = random.Random(77)

    def some() -> tuple[Range, list[Fraction]]:
        a, b = sorted(Fraction(rng.randint(-6, 6), rng.randint(1, 3)) for _ in range(2))
        r = Range((None if rng.random() < 0.2 else a, True), (None if rng.random() < 0.2 else b, True))
        low = a - 100 if r.low[0] is None else a
        high = b + 100 if r.high[0] is None else b
        if r.low[0] is None:
            r = Range((None, False), r.high)
        if r.high[0] is None:
            r = Range(r.low, (None, False))
        return r, [low, high, (low + high) / 2, *([Fraction(0)] if low <= 0 <= high else [])]

    def inside(x: Fraction, r: Range) -> bool:
        (a, a_taken), (b, b_taken) = r.low, r.high
        return (a is None or x > a or (x == a and a_taken)) and (b is None or x < b or (x == b and b_taken))

    for _ in range(3000):
        (p, xs), (q, ys) = some(), some()
        for x in xs:
            assert inside(-x, -p)
            assert inside(x * x, p.square())
            assert inside(x**3, p.power(3))
            if p.sign in {"+", "-"}:
                assert inside(1 / x, p.inverse())
            for y in ys:
                assert inside(x + y, p + q), (p, q, x, y)
                assert inside(x * y, p * q), (p, q, x, y)


RANGES = [
    (bounded(">", Fraction(0)) * bounded(">", Fraction(0)), "+", "positive times positive"),
    (bounded(">", Fraction(0)) * bounded(">=", Fraction(0)), "0+", "zero is allowed"),
    (bounded(">", Fraction(0)) + bounded(">=", Fraction(0)), "+", "one is strict"),
    (bounded("<", Fraction(0)) * bounded(">", Fraction(0)), "-", "opposite signs"),
    (Range() * point(Fraction(0)), "0", "times zero"),
    (Range().square(), "0+", "a square"),
    (bounded("<", Fraction(1)) * point(Fraction(-1)) + point(Fraction(1)), "+", "1 − x for x < 1"),
    (bounded("<=", Fraction(1)) * point(Fraction(-1)) + point(Fraction(1)), "0+", "1 − x for x ≤ 1"),
    (of_sign("-").inverse(), "-", "1/x for x < 0"),
    (Range() * Range(), "?", "nothing is known"),
]


@pytest.mark.parametrize(("found", "sign", "why"), RANGES, ids=[r[2] for r in RANGES])
def test_signs_of_ranges(found: Range, sign: str, why: str) -> None:
    assert found.sign == sign, why


# Regions --------------------------------------------------------------------------------------------------


def limit(program: Program, variable: str, value: object) -> Limit:
    return Limit(program, (variable,), (const(value),), (0,))


def region(**changes: object) -> Json:
    """The region of HERON around √2, with changes."""
    found: dict[str, object] = {
        "kind": "region", "base": 0, "equations": {}, "bounds": [["x", ">", "0"]], "coordinates": {"x": {}},
        "centre": ["1414/1000"], "radii": ["1/100"], "steps": 1, "row": 2, "precision": 128, "bits": 128, "point": {},
    }  # fmt: skip
    return {**found, **changes}  # type: ignore[dict-item]


REGIONS: list[tuple[str, Limit, Json, str, str]] = [
    ("the wrong limit is outside", limit(HERON, "x", "3/2"), region(), "refuted", ""),
    ("a number inside that is not fixed", limit(HERON, "x", "1414/1000"), region(), "rejected", "neither excludes"),
    ("not yet in the box", limit(HERON, "x", "3/2"), region(row=1), "rejected", "row 1 is not shown to be in the box"),
    ("a box that is not sent into itself", limit(HERON, "x", "3/2"), region(centre=["3/2"], radii=["1/20"], row=1), "rejected",
     "not shown to send the box into itself"),
    ("a box so large that the divisor vanishes", limit(HERON, "x", "3"), region(radii=["3/2"]), "rejected", "not known to exist"),
    ("a radius that is not positive", limit(HERON, "x", "3/2"), region(radii=["0"]), "rejected", "positive radii"),
    ("no coordinates for the component", limit(HERON, "x", "3/2"), region(coordinates={}, centre=[], radii=[]), "rejected", ""),
    ("a coordinate of nothing", limit(HERON, "x", "3/2"), region(coordinates={"z": {}}), "rejected", "belongs to a component"),
    ("a bound that does not hold", limit(HERON, "x", "3/2"), region(bounds=[["x", ">", "2"]]), "rejected",
     "is not shown in row 0"),
    ("a centre that is no number", limit(HERON, "x", "3/2"), region(centre=["much"]), "rejected", ""),
    ("no steps", limit(HERON, "x", "3/2"), region(steps=0), "rejected", "needs coordinates, steps and a row"),
    ("halving tends to 2", limit(HALVING, "x", 2),
     region(bounds=[], coordinates={"x": {}}, centre=["2"], row=9, point={"y": "0"}), "proved", ""),
    ("halving does not tend to 3", limit(HALVING, "x", 3),
     region(bounds=[], coordinates={"x": {}}, centre=["2"], row=9), "refuted", ""),
    ("the other component changes its sign: no fixed point", limit(HALVING, "x", 2),
     region(bounds=[], coordinates={"x": {}}, centre=["2"], row=9, point={"y": "1"}), "rejected", "neither excludes"),
    ("the point may not set a constant", limit(TENTHS, "x", 0),
     region(bounds=[], centre=["0"], row=3, point={"r": "1/2"}), "rejected", "neither excludes"),
    ("tenths tend to 0", limit(TENTHS, "x", 0), region(bounds=[], centre=["0"], row=3), "proved", ""),
    ("tenths do not tend to 1/3", limit(TENTHS, "x", "1/3"), region(bounds=[], centre=["0"], row=3), "refuted", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "goal", "certificate", "status", "words"), REGIONS, ids=[r[0] for r in REGIONS])
def test_region(name: str, goal: Limit, certificate: Json, status: str, words: str) -> None:
    outcome = check_run(goal, certificate)
    assert outcome.status == status, outcome
    assert words in outcome.reason


def test_the_limit_of_heron_is_the_root() -> None:
    goal = Limit(HERON, ("x",), (const(2), Op("sqrt", (0,))), (1,))
    assert check_run(goal, region()).status == "proved"


def test_a_coordinate_must_close() -> None:
    """x ← x/2 + z, z ← z: x alone does not determine the next x."""
    mixed = Program(
        (const(0), put(0, "x"), const(1), put(2, "z")),
        (get("x"), const(2), Op("div", (0, 1)), get("z"), Op("add", (2, 3)), put(4, "x"), get("z"), put(6, "z")),
    )
    lost = region(bounds=[], coordinates={"x": {}}, centre=["0"], radii=["1/2"], row=0)
    outcome = check_run(limit(mixed, "x", 1), lost)
    assert (outcome.status, "depends on components without one" in outcome.reason) == ("rejected", True)


# Growth ---------------------------------------------------------------------------------------------------

K, N = ("k", Fraction(1)), ("n", Fraction(1))
GROWTH: list[tuple[str, GrowthGoal, Json, str]] = [
    ("3 n k + 2 in O(k)", GrowthGoal((((K, N), Fraction(3)), ((), Fraction(2))), "O", (((K,), Fraction(1)),), ("k",)),
     {"kind": "dominated", "above": [0, 0]}, "proved"),
    ("n is a variable too: not in O(k)", GrowthGoal((((K, N), Fraction(3)),), "O", (((K,), Fraction(1)),), ("k", "n")),
     {"kind": "dominated", "above": [0]}, "rejected"),
    ("k in O(1) is false", GrowthGoal((((K,), Fraction(1)),), "O", (((), Fraction(1)),), ("k",)),
     {"kind": "faster", "weights": {"k": "1"}}, "refuted"),
    ("1 in O(k) is not refuted", GrowthGoal((((), Fraction(1)),), "O", (((K,), Fraction(1)),), ("k",)),
     {"kind": "faster", "weights": {"k": "1"}}, "rejected"),
    ("1 in O(k) is not refuted from the other side", GrowthGoal((((), Fraction(1)),), "O", (((K,), Fraction(1)),), ("k",)),
     {"kind": "faster", "weights": {"k": "1"}, "swapped": True}, "rejected"),
    ("1 in Theta(k) is false", GrowthGoal((((), Fraction(1)),), "Theta", (((K,), Fraction(1)),), ("k",)),
     {"kind": "faster", "weights": {"k": "1"}, "swapped": True}, "refuted"),
    ("Theta needs both bounds", GrowthGoal((((), Fraction(1)),), "Theta", (((K,), Fraction(1)),), ("k",)),
     {"kind": "dominated", "above": [0]}, "rejected"),
    ("a negative coefficient is not judged", GrowthGoal((((K,), Fraction(-1)),), "O", (((), Fraction(1)),), ("k",)),
     {"kind": "dominated", "above": [0]}, "rejected"),
    ("a term that is not there", GrowthGoal((((), Fraction(1)),), "O", (((K,), Fraction(1)),), ("k",)),
     {"kind": "dominated", "above": [7]}, "rejected"),
    ("weights of a constant", GrowthGoal((((N,), Fraction(1)),), "O", (((), Fraction(1)),), ("k",)),
     {"kind": "faster", "weights": {"n": "1"}}, "rejected"),
    ("weights that are none", GrowthGoal((((K,), Fraction(1)),), "O", (((), Fraction(1)),), ("k",)),
     {"kind": "faster", "weights": "k"}, "rejected"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "goal", "certificate", "status"), GROWTH, ids=[g[0] for g in GROWTH])
def test_growth(name: str, goal: GrowthGoal, certificate: Json, status: str) -> None:
    assert check_growth(goal, certificate).status == status


def test_infinity_is_no_number() -> None:
    """An overflow gives inf, which is compared with nothing."""
    squares = Program((const("1e200"), put(0, "x")), (get("x"), Op("mul", (0, 0)), put(1, "x")))
    run = rows(squares, FLOAT64)
    next(run)
    assert not isnan(next(run)["x"])
    goal = RowsHold((squares,), {"it": Reference(0, True, "x", 1, False)}, (Condition((get("it"), const(0)), 0, ">", 1),), 0, 0)
    assert check_run(goal, {"kind": "run", "to": 0, "precision": None}).status == "rejected"


HOSTILE: list[Json] = [
    region(centre=["1e999999999"]),
    region(radii=["1/0"]),
    region(centre=["9" * 5000]),
    region(steps=10**9),
    region(bits=10**9),
    region(coordinates={"x": {"": "1e999999999"}}),
    region(point={"x": "1"}),
    region(row=10**12),
]


@pytest.mark.parametrize("certificate", HOSTILE)
def test_hostile_numbers_are_rejected_at_once(certificate: Json) -> None:
    assert check_run(limit(HERON, "x", "1414/1000"), certificate).status == "rejected"


def test_symbolic_powers_are_bounded() -> None:
    field = Radicals(("x",))
    f, power = field.arithmetic.functions, field.letter("x")
    with pytest.raises(Undefined, match="grow too long"):
        for _ in range(40):
            power = f["mul"](power, power)
    number = field.constant(Fraction(3))
    with pytest.raises(Undefined, match="grow too long"):
        for _ in range(40):
            number = f["mul"](number, number)
