"""Limits of recurrences, decided by a region that the sequence enters and that a power of the map sends into itself.

TRUSTED.  Owns: `Limit`, `check_region`.  The certificate names
- invariants of the state (induction.py), which may give some components in terms of others;
- coordinates y, affine functionals of the other components, each with a component of its own (coefficient 1); the update,
  seen in y, must not depend on the components without a coordinate (checked on rational functions with square roots);
- a box of y, a row at which the exact run (in balls) is inside it, and a number m of steps.
Checked in balls: with G the update seen in y, Gᵐ(box) is inside the box, by the mean value form Gʲ(c) + DGʲ(box)·(box − c).
So y is in the box at infinitely many rows, m apart.  The limit is refuted where some coordinate of it is known and outside the
box.  It is proved where it is a fixed point of the update in the box, Gᵐ contracts the box, and all its components are seen in y.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from flint import arb, ctx

from symcheck.kernel.induction import Affine, Broken, Invariants, affine, after_base, combine, linear_text, rational
from symcheck.kernel.program import BALLS, Arithmetic, Code, Program, Undefined, ball, execute
from symcheck.kernel.radicals import Radical, Radicals
from symcheck.kernel.runs import Json, Outcome, Rows, precision_of, rejected, show

LONGEST_PERIOD = 2_000


@dataclass(frozen=True, slots=True)
class Limit:
    """The exact sequence of `variables` converges to the values at `positions` of `target` (a code without variables)."""

    program: Program
    variables: tuple[str, ...]
    target: Code
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dual:
    """A ball and balls around its partial derivatives; () where all of them are 0."""

    value: arb
    slope: tuple[arb, ...]


def duals(n: int) -> Arithmetic[Dual]:
    """Forward differentiation in n directions."""
    f = BALLS.functions

    def chain(value: arb, *parts: tuple[arb, Dual]) -> Dual:
        moving = [(c, d.slope) for c, d in parts if d.slope]
        return Dual(value, tuple(sum((c * s[i] for c, s in moving), arb(0)) for i in range(n)) if moving else ())

    def div(a: Dual, b: Dual) -> Dual:
        q = f["div"](a.value, b.value)
        return chain(q, (1 / b.value, a), (-q / b.value, b))

    def sqrt(a: Dual) -> Dual:
        root = f["sqrt"](a.value)
        return chain(root, (f["div"](arb(1), 2 * root), a))

    def absolute(a: Dual) -> Dual:
        if not (a.value > 0 or a.value < 0):
            raise Undefined("an absolute value has no derivative at 0")
        return a if a.value > 0 else chain(-a.value, (arb(-1), a))

    functions: dict[str, Callable[..., Dual]] = {
        "add": lambda a, b: chain(a.value + b.value, (arb(1), a), (arb(1), b)),
        "sub": lambda a, b: chain(a.value - b.value, (arb(1), a), (arb(-1), b)),
        "mul": lambda a, b: chain(a.value * b.value, (b.value, a), (a.value, b)),
        "neg": lambda a: chain(-a.value, (arb(-1), a)), "div": div, "sqrt": sqrt, "abs": absolute,
    }  # fmt: skip
    return Arithmetic(lambda q: Dual(ball(q), ()), functions)


@dataclass(frozen=True, slots=True)
class View:
    """The update seen in coordinates: y[p] = p + Σ coefficients of components without a coordinate + a constant."""

    program: Program
    invariants: Invariants
    coordinates: Mapping[str, Affine]

    def of_state(self, state: Mapping[str, arb]) -> list[arb]:
        return [state[p] + _sum(form, state) for p, form in self.coordinates.items()]

    def step(self, y: list[arb], constants: Mapping[str, arb]) -> tuple[list[arb], list[list[arb]]]:
        """G(y) and its Jacobian: the components without a coordinate are 0, which changes neither."""
        n = len(y)
        arithmetic = duals(n)
        values = {name: Dual(x, ()) for name, x in constants.items()}
        values |= {name: Dual(arb(0), ()) for name in self.program.state}
        for i, (p, form) in enumerate(self.coordinates.items()):
            values[p] = Dual(y[i] - ball(form.get("", Fraction(0))), tuple(arb(int(i == j)) for j in range(n)))
        for name, parts in self.invariants.equations.items():
            values[name] = _sum_duals(parts, values, n)
        execute(self.program.update, values, arithmetic)
        after = [(values[p], _sum_duals(form, values, n)) for p, form in self.coordinates.items()]
        flat = (arb(0),) * n
        slopes = [[s + t for s, t in zip(a.slope or flat, b.slope or flat, strict=True)] for a, b in after]
        return [a.value + b.value for a, b in after], slopes

    def require_closed(self) -> None:
        """The update seen in y does not depend on components without a coordinate.  Raises Broken, Undefined."""
        hidden = [n for n in self.program.state if n not in self.coordinates and n not in self.invariants.equations]
        seen = [f"y {p}" for p in self.coordinates]
        field = self.invariants.field(self.program, *seen)
        plain = {p for p, form in self.coordinates.items() if not any(form.values())}
        field.ranges |= {f"y {p}": self.invariants.range(p) for p in plain}
        run = Rows(self.program, field.arithmetic)
        after_base(field, self.program, run, self.invariants, 1)
        state = self.invariants.state(field, self.program, run[self.invariants.base])
        for y, (p, form) in zip(seen, self.coordinates.items(), strict=True):
            value = field.add(field.letter(y), field.neg(combine(field, state, form)))
            state[p] = Radical(value.num, value.den, value.range.meet(self.invariants.range(p)))
        state = self.invariants.completed(field, state)
        execute(self.program.update, state, field.arithmetic)
        for p, form in self.coordinates.items():
            if field.mentions(field.add(state[p], combine(field, state, form)), hidden):
                raise Broken(f"the coordinate of {p} depends on components without one")


def _sum(form: Affine, values: Mapping[str, arb]) -> arb:
    return sum((ball(c) * values[n] if n else ball(c) for n, c in form.items()), arb(0))


def _sum_duals(form: Affine, values: Mapping[str, Dual], n: int) -> Dual:
    moving = [(ball(c), values[k].slope) for k, c in form.items() if k and values[k].slope]
    slopes = tuple(sum((c * s[i] for c, s in moving), arb(0)) for i in range(n)) if moving else ()
    return Dual(_sum(form, {k: values[k].value for k in form if k}), slopes)


def check_region(goal: Limit, certificate: Mapping[str, Json]) -> Outcome:
    """Certificate {"kind": "region", "base", "equations", "bounds", "coordinates": {"w[1]": {"w[2]": "1/2", "": "-1"}, …},
    "centre": [...], "radii": [...], "steps": m, "row": N, "precision": bits for the run, "bits": for the box,
    "point": {…} the limit of the components that the goal does not name}.
    """
    try:
        return _check(goal, certificate)
    except (Undefined, Broken, OverflowError, ValueError, ZeroDivisionError) as error:
        return rejected(str(error))


def _check(goal: Limit, certificate: Mapping[str, Json]) -> Outcome:
    program = goal.program
    invariants = Invariants.read(program, certificate)
    coordinates, steps, row = (certificate.get(key) for key in ("coordinates", "steps", "row"))
    if (
        not isinstance(coordinates, dict)
        or not isinstance(steps, int)
        or not 1 <= steps <= LONGEST_PERIOD
        or not isinstance(row, int)
    ):
        raise Undefined("a region needs coordinates, steps and a row")
    free = set(program.state) - set(invariants.equations)
    view = View(program, invariants, {p: affine(form, free - set(coordinates)) for p, form in coordinates.items()})
    if not set(coordinates) <= free or row < invariants.base:
        raise Undefined("a coordinate belongs to a component of the state, and the row comes after the base row")
    centre, radii = (_numbers(certificate.get(key), len(coordinates)) for key in ("centre", "radii"))
    if min(radii, default=1) <= 0:
        raise Undefined("a box has positive radii")
    view.require_closed()
    with ctx.workprec(precision_of(certificate) or 64):
        entered = view.of_state(Rows(program, BALLS)[row])
        inside = all(abs(y - ball(c)) < ball(r) for y, c, r in zip(entered, centre, radii, strict=True))
    if not inside:
        raise Undefined(f"row {row} is not shown to be in the box")
    with ctx.workprec(precision_of({"precision": certificate.get("bits")}) or 64):
        box = [ball(c) + ball(r) * arb(0, 1) for c, r in zip(centre, radii, strict=True)]
        image, slopes = next(islice(powers(view, [ball(c) for c in centre], [ball(r) for r in radii]), steps, None))
        if not all(abs(y - ball(c)) < ball(r) for y, c, r in zip(image, centre, radii, strict=True)):
            raise Undefined(f"{steps} steps are not shown to send the box into itself")
        facts: dict[str, Json] = {"row": row, "steps": steps, "invariants": list(invariants.stated)}
        for (p, form), c, r in zip(view.coordinates.items(), centre, radii, strict=True):
            facts[f"box {linear_text({p: Fraction(1), **form})}"] = f"{float(c):.12g} ± {float(r):.3g}"
        values = execute(goal.target, {}, BALLS)
        target = dict(zip(goal.variables, (values[i] for i in goal.positions), strict=True))
        excluded = _excluded(view, box, target)
        if excluded is not None:
            return Outcome("refuted", {**facts, "functional": excluded[0], "limit there": show(excluded[1])})
        contraction = all(
            sum((abs(d) * ball(q) for d, q in zip(line, radii, strict=True)), arb(0)) < ball(r)
            for line, r in zip(slopes, radii, strict=True)
        )
        if contraction and _is_fixed_point(goal, view, certificate.get("point"), centre, radii):
            return Outcome("proved", facts)
    return rejected("the box neither excludes the limit nor shrinks to it")


def _numbers(given: Json, n: int) -> list[Fraction]:
    if not isinstance(given, list) or len(given) != n:
        raise Undefined("a box has a centre and radii, a number for each coordinate")
    return [rational(x) for x in given]


def powers(view: View, centre: list[arb], radii: list[arb]) -> Iterator[tuple[list[arb], list[list[arb]]]]:
    """For j = 0, 1, …: an enclosure of Gʲ(box), and of the Jacobian of Gʲ on the box, box = centre ± radii."""
    n = len(centre)
    constants = Rows(view.program, BALLS)[view.program.start_row]
    slopes = [[arb(int(i == j)) for j in range(n)] for i in range(n)]
    while True:
        spread = [sum((s * r * arb(0, 1) for s, r in zip(line, radii, strict=True)), arb(0)) for line in slopes]
        image = [c + d for c, d in zip(centre, spread, strict=True)]
        yield image, slopes
        _, local = view.step(image, constants)
        slopes = [[sum((local[i][k] * slopes[k][j] for k in range(n)), arb(0)) for j in range(n)] for i in range(n)]
        centre, _ = view.step(centre, constants)


def _excluded(view: View, box: list[arb], target: Mapping[str, arb]) -> tuple[str, arb] | None:
    """An affine functional of the goal's variables, and its value at the limit claimed, which it does not take on the box."""
    for y, (p, form) in zip(box, view.coordinates.items(), strict=True):
        if p in target and all(n in target for n, c in form.items() if n and c):
            wanted = target[p] + _sum({n: c for n, c in form.items() if c}, target)
            if wanted < y or wanted > y:
                return linear_text({p: Fraction(1), **form}), wanted
    values = {p: y for y, (p, form) in zip(box, view.coordinates.items(), strict=True) if not any(form.values())}
    for p, form in view.invariants.equations.items():
        if p in target and all(n in values for n in form if n):
            found = _sum(form, values)
            if target[p] < found or target[p] > found:
                return p, target[p]
    return None


def _is_fixed_point(goal: Limit, view: View, point: Json, centre: list[Fraction], radii: list[Fraction]) -> bool:
    """Whether the limit, completed by `point`, satisfies the invariants, is fixed by the update, in the box, and seen in y."""
    program, given = goal.program, dict(point) if isinstance(point, dict) else {}
    plain = {p for p, form in view.coordinates.items() if not any(c for n, c in form.items() if n)}
    seen = plain | {p for p, form in view.invariants.equations.items() if all(n in plain for n, c in form.items() if n and c)}
    if not set(goal.variables) <= seen or not set(given) <= set(program.state) - set(goal.variables):
        return False
    field = Radicals(())
    run = Rows(program, field.arithmetic)
    moving = {str(op.value) for op in program.update if op.name == "set"}
    state = {n: v for n, v in run[program.start_row].items() if n not in moving}
    state |= {n: field.constant(rational(q)) for n, q in given.items()}
    values = execute(goal.target, {}, field.arithmetic)
    state |= dict(zip(goal.variables, (values[i] for i in goal.positions), strict=True))
    if not set(program.state) <= set(state):
        return False
    before = dict(state)
    view.invariants.require(field, state, "at the limit")
    execute(program.update, state, field.arithmetic)
    if not all(field.is_zero(field.add(state[n], field.neg(before[n]))) for n in program.state):
        return False
    numbers = {n: ball(rational(q)) for n, q in given.items()}
    balls = execute(goal.target, {}, BALLS)
    numbers |= dict(zip(goal.variables, (balls[i] for i in goal.positions), strict=True))
    return all(abs(y - ball(c)) < ball(r) for y, c, r in zip(view.of_state(numbers), centre, radii, strict=True))
