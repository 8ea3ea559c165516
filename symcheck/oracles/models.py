"""Models of hypotheses at given sizes: exact rational points on the variety that they describe.

UNTRUSTED search: the kernel checks every hypothesis at what is found.  Letters that an equation gives explicitly or affinely are
solved for, after all others were drawn; inequalities are met by drawing again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product as cartesian
from random import Random

from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.kernel.sequent import Array, Formula, Hypothesis, Model, NotAModel, Sequent, evaluate, require_model, satisfied
from symcheck.oracles.linear import affine_solution

SMALL = tuple(Fraction(v) for v in (1, 2, -1, 3, -2, 0, -3, 1, 2, 1))
WIDE = (*SMALL, Fraction(1, 2), Fraction(1, 3), Fraction(-1, 2), Fraction(3, 4), Fraction(5), Fraction(1, 10), Fraction(9, 10))


def size_orders(sequent: Sequent, ladder: tuple[int, ...]) -> Iterator[dict[str, int]]:
    """Sizes from the ladder in every weak order of the names (all orders for up to three names), admissible ones only."""
    names = sequent.sizes
    if not names:
        yield {}
        return
    if len(names) <= 3:
        patterns = _weak_orders(len(names))
    else:
        patterns = [tuple((i + shift) % len(names) for i in range(len(names))) for shift in range(len(names))]
        patterns += [tuple(reversed(p)) for p in patterns] + [(0,) * len(names)]
    for pattern in patterns:
        if max(pattern) < len(ladder):
            sizes = {name: ladder[rank] for name, rank in zip(names, pattern, strict=True)}
            if all(admissible(h, sizes) for h in sequent.hypotheses):
                yield sizes


def _weak_orders(count: int) -> list[tuple[int, ...]]:
    found = []
    for pattern in cartesian(range(count), repeat=count):
        if set(pattern) == set(range(max(pattern) + 1)):
            found.append(pattern)
    return sorted(found, key=lambda p: -len(set(p)))


def admissible(h: Hypothesis, sizes: Mapping[str, int]) -> bool:
    """False where the hypothesis speaks of sizes only and is false at these."""
    if any(not x.name.startswith("#") for x in letters_of(h.formula.polynomial)):
        return True
    if h.formula.polynomial.legs:
        return True
    return satisfied(h.formula, Model(sizes, {}))


class Sampler:
    """Draws models of one sequent.  The plan (which equation gives which letter) is made once."""

    def __init__(self, sequent: Sequent, hints: Mapping[str, str] | None = None) -> None:
        self.sequent = sequent
        self.hints = dict(hints or {})
        self.plan = _plan(sequent)
        self.simple = {
            name: [h.formula for h in sequent.hypotheses if {x.name for x in letters_of(h.formula.polynomial)} == {name}]
            for name in sequent.letters
        }

    def draw(
        self, sizes: Mapping[str, int], random: Random, *, tries: int = 12, pool: tuple[Fraction, ...] = SMALL
    ) -> Model | None:
        """A model at these sizes, or None where none was found in so many tries."""
        for attempt in range(tries):
            values = self._values(sizes, random, pool if attempt < tries // 2 else WIDE)
            if values is None:
                continue
            model = Model(dict(sizes), values)
            try:
                require_model(self.sequent, model)
            except NotAModel:
                continue
            return model
        return None

    def _values(self, sizes: Mapping[str, int], random: Random, pool: tuple[Fraction, ...]) -> dict[str, Array] | None:
        values: dict[str, Array] = {}
        solved = {name for name, _ in self.plan}
        for name, (x, rows, cols) in self.sequent.letters.items():
            if name in solved:
                continue
            shape = (rows.at(sizes), cols.at(sizes))
            value = self._draw_letter(x, name, shape, sizes, random, pool)
            if value is None:
                return None
            values[name] = value
        for name, formula in self.plan:
            value = _solve(self.sequent, name, formula, Model(sizes, values), random, pool)
            if value is None:
                return None
            values[name] = value
        return values

    def _draw_letter(
        self, x: Letter, name: str, shape: tuple[int, int], sizes: Mapping[str, int], random: Random, pool: tuple[Fraction, ...]
    ) -> Array | None:
        for _ in range(60):
            value = _shaped(x, self.hints.get(name, ""), shape, random, pool)
            if value is None:
                return None
            model = Model(sizes, {name: value})
            try:
                if all(satisfied(f, model) for f in self.simple[name]):
                    return value
            except ZeroDivisionError:
                continue
        return None


def _shaped(x: Letter, hint: str, shape: tuple[int, int], random: Random, pool: tuple[Fraction, ...]) -> Array | None:
    rows, cols = shape
    if hint == "row-selection":
        if rows > cols:
            return None
        chosen = random.sample(range(cols), rows)
        return tuple(tuple(Fraction(j == c) for j in range(cols)) for c in chosen)
    integers = tuple(v for v in pool if v.denominator == 1)
    entries = [[random.choice(integers if x.integer else pool) for _ in range(cols)] for _ in range(rows)]
    if x.symmetric:
        for i in range(rows):
            for j in range(i):
                entries[i][j] = entries[j][i]
    return tuple(tuple(row) for row in entries)


def _plan(sequent: Sequent) -> tuple[tuple[str, Formula], ...]:
    """Which letter each equation is solved for, in an order in which every solution only needs what is known by then."""
    chosen: dict[str, Formula] = {}
    needs: dict[str, set[str]] = {}
    for h in sequent.hypotheses:
        if h.formula.relation != "=":
            continue
        candidates = [name for name in sequent.letters if name not in chosen and _affine_in(h.formula.polynomial, name)]
        candidates.sort(key=lambda name: _preference(h.formula.polynomial, name, sequent))
        for name in candidates:
            others = {x.name for x in letters_of(h.formula.polynomial)} - {name}
            trial = {**needs, name: others}
            if not _cyclic(trial, name):
                chosen[name] = h.formula
                needs = trial
                break
    ordered: list[str] = []
    while len(ordered) < len(chosen):
        for name in chosen:
            if name not in ordered and not (needs[name] & (chosen.keys() - set(ordered))):
                ordered.append(name)
                break
    return tuple((name, chosen[name]) for name in ordered)


def _cyclic(needs: Mapping[str, set[str]], start: str) -> bool:
    seen: set[str] = set()
    stack = list(needs[start])
    while stack:
        name = stack.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            stack.extend(needs.get(name, ()))
    return False


def _affine_in(p: Polynomial, name: str) -> bool:
    degrees = set()
    for m in p.terms:
        degree = sum(x.name == name for x, _ in m.open.nodes)
        for f, e in m.factors:
            inside = sum(x.name == name for x, _ in f.nodes)
            degree += inside if e == 1 or not inside else 9
        degrees.add(degree)
    return degrees <= {0, 1} and 1 in degrees


def _preference(p: Polynomial, name: str, sequent: Sequent) -> tuple[int, int]:
    """Inverses first, then letters standing alone, then scalars, then the rest."""
    if name.startswith("inv"):
        return (0, 0)
    for m in p.terms:
        network: Network = m.open if m.open.nodes else (m.factors[0][0] if m.factors else m.open)
        if len(network.nodes) == 1 and network.nodes[0][0].name == name and (not m.open.nodes or not m.factors):
            return (1, 0)
    return (2 if not sequent.letters[name][0].legs else 3, 0)


def _solve(
    sequent: Sequent, name: str, formula: Formula, partial: Model, random: Random, pool: tuple[Fraction, ...]
) -> Array | None:
    _, rows, cols = sequent.letters[name]
    shape = (rows.at(partial.sizes), cols.at(partial.sizes))

    def at(cell: tuple[int, int] | None) -> list[Fraction]:
        unit = tuple(tuple(Fraction((i, j) == cell) for j in range(shape[1])) for i in range(shape[0]))
        value = evaluate(formula.polynomial, Model(partial.sizes, {**partial.values, name: unit}))
        return [v for row in value for v in row]

    cells = list(cartesian(range(shape[0]), range(shape[1])))
    try:
        constant = at(None)
        columns = [[v - c for v, c in zip(at(cell), constant, strict=True)] for cell in cells]
    except ZeroDivisionError:
        return None
    matrix = [[columns[k][i] for k in range(len(cells))] for i in range(len(constant))]
    solution = affine_solution(matrix, [-c for c in constant], lambda: random.choice(pool))
    if solution is None:
        return None
    flat = dict(zip(cells, solution, strict=True))
    return tuple(tuple(flat[i, j] for j in range(shape[1])) for i in range(shape[0]))
