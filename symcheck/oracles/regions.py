"""Search for a region that decides a limit: coordinates in which the update closes, a box around a cycle or a fixed point.

UNTRUSTED.  Owns: `find_region`; the kernel checks what it returns.
Coordinates: the components of the state themselves; or intermediates of a step that are affine in them (a residual Xw − t), in
place of the components they are made of, where the update then depends on nothing else.
Centre: where the exact run, followed for a few thousand rows in balls, comes back to after a few steps; or the limit claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, tee

from flint import arb, ctx

from symcheck.kernel.induction import Broken, Invariants
from symcheck.kernel.program import BALLS, EXACT, Program, Undefined, ball, execute
from symcheck.kernel.regions import Limit, View, check_region, powers
from symcheck.kernel.runs import Json, Rows

BOX_BITS = 256  # precision of the box and its image
SHORTEST_RUN = 50
FAR_AWAY = 10**30
CLOSE = Fraction(1, 10**8)  # a row and the one a cycle before
Coordinates = dict[str, dict[str, Fraction]]


@dataclass(frozen=True, slots=True)
class RegionBudget:
    """runs: (rows, bits) of the runs that look for the cycle, one after another; longest cycle; most steps of the map; sizes of
    boxes (decimal digits).
    """

    runs: tuple[tuple[int, int], ...] = ((700, 3_000), (3_000, 16_000))
    cycle: int = 8
    steps: int = 200
    digits: tuple[int, ...] = (2, 3, 4, 6, 8, 12, 16, 24)


def find_region(goal: Limit, invariants: Iterable[dict[str, Json]], budget: RegionBudget | None = None) -> dict[str, Json] | None:
    """A certificate that the kernel accepts for or against `goal`, or None.  `invariants`: what is known to hold."""
    budget = budget or RegionBudget()
    for rows, bits in budget.runs:
        invariants, known = tee(invariants)  # found one by one, as they are needed
        run = _run(goal.program, rows, bits)
        if len(run) < SHORTEST_RUN:
            return None
        for held in known:
            for coordinates in _coordinates(goal.program, held):
                found = _with_coordinates(goal, held, coordinates, run, bits, budget)
                if found is not None:
                    return found
    return None


def _run(program: Program, most: int, bits: int) -> list[dict[str, arb]]:
    """The first rows, as far as the precision carries."""
    out: list[dict[str, arb]] = []
    with ctx.workprec(bits):
        rows = Rows(program, BALLS)
        try:
            for i in range(most):
                row = rows[program.start_row + i]
                if any(abs(row[n]) > FAR_AWAY for n in program.state):
                    return []  # it runs away
                if any(row[n].rel_accuracy_bits() < BOX_BITS and not row[n].contains(0) for n in program.state):
                    break
                out.append({n: row[n] for n in program.state})
        except Undefined:
            pass
    return out


def _coordinates(program: Program, held: dict[str, Json]) -> Iterator[Coordinates]:
    """Sets of coordinates in which the update closes, the smaller ones first."""
    try:
        invariants = Invariants.read(program, held)
    except Undefined:
        return
    free = [n for n in program.state if n not in invariants.equations]
    forms = _affine_intermediates(program, invariants, free)
    for count in range(len(forms), -1, -1):
        for chosen in combinations(forms, count):
            coordinates: Coordinates = {}
            replaced: set[str] = set()
            for form in chosen:
                pivot = next((n for n in form if n and n not in replaced), None)
                if pivot is None or set(form) & set(coordinates):
                    break
                scale = form[pivot]
                coordinates[pivot] = {n: c / scale for n, c in form.items() if n != pivot}
                replaced |= set(form) - {""}
            else:
                coordinates |= {n: {} for n in free if n not in replaced}
                try:
                    View(program, invariants, coordinates).require_closed()
                except (Undefined, Broken):
                    continue
                yield coordinates


def _affine_intermediates(program: Program, invariants: Invariants, free: list[str]) -> list[dict[str, Fraction]]:
    """Intermediates of a step that are affine in at least two components of the state it starts from."""
    field = invariants.field(program)
    out: list[dict[str, Fraction]] = []
    try:
        state = invariants.state(field, program, Rows(program, field.arithmetic)[program.start_row])
        execute(program.update, state, field.arithmetic)
    except Undefined:
        return []
    for name, value in state.items():
        degrees = value.num.degrees()
        if name in program.state or not value.den.is_one() or value.num.total_degree() != 1:
            continue
        if any(d and i >= len(program.state) for i, d in enumerate(degrees)):
            continue
        form: dict[str, Fraction] = {}
        for monomial, c in value.num.to_dict().items():
            at = next((program.state[i] for i, d in enumerate(monomial[: len(program.state)]) if d), "")
            form[at] = Fraction(int(c.p), int(c.q))
        if sum(1 for n in form if n) >= 2 and not any(_proportional(form, other) for other in out):
            out.append(form)
    return out


def _proportional(a: dict[str, Fraction], b: dict[str, Fraction]) -> bool:
    keys = set(a) | set(b)
    pivot = next(iter(keys))
    return all(a.get(k, 0) * b.get(pivot, 0) == b.get(k, 0) * a.get(pivot, 0) for k in keys)


def _with_coordinates(
    goal: Limit, held: dict[str, Json], coordinates: Coordinates, run: list[dict[str, arb]], bits: int, budget: RegionBudget
) -> dict[str, Json] | None:
    with ctx.workprec(bits):
        path = [_seen(coordinates, row) for row in run]
        ends = [[_fraction(x) for x in y] for y in path[-2 * budget.cycle - 1 :]]
    gaps = {
        p: max((abs(a - b) for a, b in zip(ends[-1], ends[-1 - p], strict=True)), default=Fraction(0))
        for p in range(1, budget.cycle + 1)
    }
    cycle = next((p for p, gap in gaps.items() if gap < CLOSE), None)
    if cycle is None:
        return None
    point = _completed(goal, run[-1]) if cycle == 1 else None
    centre = ends[-1]
    exact = _target_state(goal, point)
    if exact is not None:
        claimed = _seen_exact(coordinates, exact)
        if all(abs(a - b) < Fraction(1, 10**6) for a, b in zip(claimed, centre, strict=True)):
            centre = claimed
    try:
        view = View(goal.program, Invariants.read(goal.program, held), coordinates)
    except Undefined:
        return None
    shrinking = _shrinking(view, centre, cycle, budget)
    if shrinking is None:
        return None
    for digits in budget.digits:
        if Fraction(1, 10**digits) < 100 * gaps[cycle]:
            break  # the centre is not known so closely
        scales = [max(Fraction(float(f"{float(abs(c)):.2g}")).limit_denominator(10**9), Fraction(1, 10**6)) for c in centre]
        for radii in ([Fraction(1, 10**digits)] * len(centre), [s / 10**digits for s in scales]):
            rounded = [Fraction(round(c * 10 ** (digits + 20)), 10 ** (digits + 20)) for c in centre]
            entry = _entry(path, rounded, radii, cycle, view.invariants.base - goal.program.start_row)
            steps = None if entry is None else _steps(view, rounded, radii, cycle, shrinking)
            if entry is None or steps is None:
                continue
            certificate: dict[str, Json] = {
                **held, "kind": "region",
                "coordinates": {p: {n: str(c) for n, c in form.items()} for p, form in coordinates.items()},
                "centre": [str(c) for c in rounded], "radii": [str(r) for r in radii], "steps": steps,
                "row": goal.program.start_row + entry, "bits": BOX_BITS,
                "point": {n: str(q) for n, q in (point or {}).items()},
            }  # fmt: skip
            found = _precise(goal, certificate, bits)
            if found is not None:
                return found
    return None


def _shrinking(view: View, centre: list[Fraction], cycle: int, budget: RegionBudget) -> int | None:
    """The least multiple of `cycle` after which the map, linearised at the centre, shrinks small boxes; None where none does."""
    with ctx.workprec(BOX_BITS):
        try:
            for j, (_, slopes) in enumerate(
                islice(powers(view, [ball(c) for c in centre], [arb(0)] * len(centre)), budget.steps + 1)
            ):
                if j and j % cycle == 0:
                    for radii in ([1.0] * len(centre), [max(abs(float(c)), 1e-6) for c in centre]):
                        sums = [sum((abs(s) * q for s, q in zip(line, radii, strict=True)), arb(0)) for line in slopes]
                        if all(x < r for x, r in zip(sums, radii, strict=True)):
                            return j
        except Undefined:
            pass
    return None


def _steps(view: View, centre: list[Fraction], radii: list[Fraction], cycle: int, least: int) -> int | None:
    """A number of steps, up to a few times the least one, that sends the box well into itself."""
    with ctx.workprec(BOX_BITS):
        size = [ball(r) for r in radii]
        middle = [ball(c) for c in centre]
        try:
            for j, (image, slopes) in enumerate(islice(powers(view, middle, size), 4 * least + cycle + 1)):
                inside = all(abs(y - c) < r for y, c, r in zip(image, middle, size, strict=True))
                sums = [sum((abs(s) * q for s, q in zip(line, size, strict=True)), arb(0)) for line in slopes]
                if j and j % cycle == 0 and inside and all(x < r for x, r in zip(sums, size, strict=True)):
                    return j
                if any(x > 1000 * r for x, r in zip(sums, size, strict=True)):
                    return None
        except Undefined:
            pass
    return None


def _precise(goal: Limit, certificate: dict[str, Json], most_bits: int) -> dict[str, Json] | None:
    """The certificate with the least power of two as precision of the run at which it is accepted; None where none is."""
    bits = 256
    while bits <= most_bits:
        outcome = check_region(goal, {**certificate, "precision": bits})
        if outcome.status != "rejected":
            return {**certificate, "precision": bits}
        if "row" not in outcome.reason:
            return None
        bits *= 2
    return None


def _entry(path: list[list[arb]], centre: list[Fraction], radii: list[Fraction], cycle: int, least: int) -> int | None:
    """The first row, not before `least`, that lies in the middle half of the box, as all rows of its phase do after it."""
    last = None
    with ctx.workprec(BOX_BITS):
        middle, half = [ball(c) for c in centre], [ball(r) / 2 for r in radii]
        for i in range(len(path) - 1, least - 1, -cycle):
            if not all(abs(y - c) < r for y, c, r in zip(path[i], middle, half, strict=True)):
                break
            last = i
    return last


def _seen(coordinates: Coordinates, row: dict[str, arb]) -> list[arb]:
    out = []
    for p, form in coordinates.items():
        total = row[p]
        for n, c in form.items():
            value = arb(c.numerator) / arb(c.denominator)
            total = total + (value * row[n] if n else value)
        out.append(total)
    return out


def _seen_exact(coordinates: Coordinates, state: dict[str, Fraction]) -> list[Fraction]:
    return [state[p] + sum((c * state[n] if n else c for n, c in form.items()), Fraction(0)) for p, form in coordinates.items()]


def _fraction(x: arb) -> Fraction:
    man, exp = x.mid().man_exp()
    return Fraction(int(man)) * Fraction(2) ** int(exp)


def _completed(goal: Limit, row: dict[str, arb]) -> dict[str, Fraction]:
    """Simple rationals near the end of the run, for the components that the goal does not name."""
    return {n: _fraction(x).limit_denominator(1_000) for n, x in row.items() if n not in goal.variables}


def _target_state(goal: Limit, point: dict[str, Fraction] | None) -> dict[str, Fraction] | None:
    """The whole state at the limit claimed, where that is rational."""
    if point is None:
        return None
    try:
        values = execute(goal.target, {}, EXACT)
    except Undefined:
        return None
    return {**point, **dict(zip(goal.variables, (values[i] for i in goal.positions), strict=True))}
