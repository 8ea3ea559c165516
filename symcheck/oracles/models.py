"""Models of hypotheses at given sizes: exact rational points on the variety that they describe.

UNTRUSTED search: the kernel checks every hypothesis at what is found.  Letters that an equation gives explicitly or affinely are
solved for, after all others were drawn; inequalities are met by drawing again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product as cartesian
from random import Random

from symcheck.kernel.evaluation import Array, Model
from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.kernel.sequent import Hypothesis, NotAModel, Sequent, require_model, satisfied
from symcheck.oracles.blocks import Block, drawn_letters, solve
from symcheck.oracles.effort import spend
from symcheck.oracles.orthogonal import orthogonal
from symcheck.oracles.polyhedra import point_between, vertices

SMALL = tuple(Fraction(v) for v in (1, 2, -1, 3, -2, 0, -3, 1, 2, 1))
WIDE = (
    *(*SMALL, Fraction(1, 2), Fraction(1, 3), Fraction(-1, 2), Fraction(3, 4), Fraction(5), Fraction(1, 10), Fraction(9, 10)),
    *(Fraction(1, 4), Fraction(3, 5)),  # of which 1 − x² or x has a rational root
    *(Fraction(-7), Fraction(100), Fraction(-10_000), Fraction(10**6)),
)
TRUE_EVERYWHERE = ("binomial:", "sign:")  # labels of equations between values of functions: nothing is solved for
SPARSE = tuple(Fraction(v) for v in (0, 0, 0, 0, 1, 1, 2, -1))  # of low rank, often enough
SHIFTS = (0, 1, 2, 4, 7)  # tried on a ladder of sizes whose lowest rungs the hypotheses exclude


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
        for shift in SHIFTS if max(pattern) < len(ladder) else ():
            sizes = {name: ladder[rank] + shift for name, rank in zip(names, pattern, strict=True)}
            if all(admissible(h, sizes) for h in sequent.hypotheses):
                yield sizes
                break


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
        self.plan = _plan(sequent, frozenset(self.hints))
        self.cost = 4 + len(sequent.letters) + 2 * len(sequent.hypotheses)
        stated = [
            h.formula.relation for h in sequent.hypotheses if not h.label.startswith((*TRUE_EVERYWHERE, "root:", "defined:"))
        ]
        whole = any(x.integer for x, _, _ in sequent.letters.values())  # corners are rarely whole
        self.bounded = sum(r in {">", ">="} for r in stated) > 2 and "=" in stated and not whole
        self.corners: list[list[Fraction]] | None = None
        self.found: dict[tuple[str, ...], list[Model]] = {}  # for each admissible order of these sizes one
        self.simple = {
            name: [h.formula for h in sequent.hypotheses if {x.name for x in letters_of(h.formula.polynomial)} == {name}]
            for name in sequent.letters
        }

    def draw(
        self, sizes: Mapping[str, int], random: Random, *, tries: int = 12, pool: tuple[Fraction, ...] = SMALL
    ) -> Model | None:
        """A model at these sizes, or None where none was found in so many tries."""
        for attempt in range(tries):
            spend(self.cost)
            if attempt % 4 == 3 or (self.bounded and attempt % 2 == 0):
                if self.corners is None:
                    self.corners = vertices(self.sequent, random)
                values = point_between(self.sequent, self.corners, random) if self.corners else None
            else:
                values = None
            if values is None:
                values = self._values(sizes, random, pool if attempt < tries // 2 else WIDE)
            if values is None:
                continue
            model = Model(dict(sizes), values)
            try:
                require_model(self.sequent, model)  # the same for every sequent with these hypotheses
            except NotAModel:
                continue
            return model
        return None

    def _values(self, sizes: Mapping[str, int], random: Random, pool: tuple[Fraction, ...]) -> dict[str, Array] | None:
        values: dict[str, Array] = {}
        solved = {name for block in self.plan for name in block.names}
        for name, (x, rows, cols) in self.sequent.letters.items():
            if name in solved or x.opaque:
                continue
            shape = (rows.at(sizes), cols.at(sizes))
            value = self._draw_letter(x, name, shape, sizes, random, pool)
            if value is None:
                return None
            values[name] = value
        for block in self.plan:
            found = solve(self.sequent, block, Model(sizes, values), random, pool)
            if found is None:
                return None
            values.update(found)
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
    if hint == "orthogonal":
        return orthogonal(rows, random)
    if hint == "row-selection":
        if rows > cols:
            return None
        chosen = random.sample(range(cols), rows)
        return tuple(tuple(Fraction(j == c) for j in range(cols)) for c in chosen)
    if hint == "sparse":
        pool = SPARSE
    if len(x.legs) == 1 and len(pool) > len(SMALL) and not random.randrange(8):
        return tuple(tuple(Fraction(0) for _ in range(cols)) for _ in range(rows))  # where a strict inequality breaks first
    integers = tuple(v for v in pool if v.denominator == 1)
    entries = [[random.choice(integers if x.integer else pool) for _ in range(cols)] for _ in range(rows)]
    if x.symmetric:
        for i in range(rows):
            for j in range(i):
                entries[i][j] = entries[j][i]
    return tuple(tuple(row) for row in entries)


def _plan(sequent: Sequent, drawn: frozenset[str]) -> tuple[Block, ...]:
    """Blocks of letters with the equations that they are solved from, in an order in which every block finds what it needs.

    Letters that are `drawn` with their properties are not solved for.
    An equation that would make the plan cyclic joins the blocks on the cycle, where it is affine in all of their letters.
    """
    blocks: list[Block] = []
    factored = {x.name for f in sequent.hypotheses if _has_factor(f) for x in letters_of(f.formula.polynomial)}
    for h in sorted(sequent.hypotheses, key=lambda h: ":block-" not in h.label):
        if h.formula.relation != "=" or h.label.startswith(TRUE_EVERYWHERE):
            continue
        if h.label.startswith("root:"):
            continue
        if h.label.startswith("pinv:"):
            name = h.label.split(":")[1]
            if h.label == f"pinv:{name}:1" and name in sequent.letters:
                blocks.append(Block((name,), (h.formula,), atoms=sequent.atoms, pseudo=True))
            continue
        atoms = {x.name: sequent.atoms[x.name] for x in letters_of(h.formula.polynomial) if x.name in sequent.atoms}
        if not all(a.is_known for a in atoms.values()):
            continue
        taken = drawn.union(*(b.names for b in blocks))
        inside = drawn_letters((p for a in atoms.values() for p in a.arguments), sequent.atoms)
        free = [n for n, (x, _, _) in sequent.letters.items() if n not in taken and n not in inside and not x.opaque]
        free = [n for n in free if not n.startswith("inv") or h.label.startswith(f"inverse:{n}:")]  # from its definition only
        if h.label.startswith("reciprocal:"):  # 1/D is found from D
            free = [n for n in free if h.label == f"reciprocal:{n}"]
        if ":block-" in h.label:
            free = [n for n in free if n.startswith("inv")]
        candidates = [name for name in free if _affine_in(h.formula.polynomial, (name,))]
        # a whole number is drawn: solved for, it would rarely be whole
        known = {n: (sequent.letters[n][0].integer, n in factored) for n in candidates}
        candidates.sort(key=lambda n: (known[n][0], _preference(h.formula.polynomial, n, sequent), known[n][1]))
        for joint in (False, True):
            options = (_extended(blocks, Block((name,), (h.formula,), atoms=sequent.atoms), joint=joint) for name in candidates)
            chosen = next((b for b in options if b is not None), None)
            if chosen is not None:
                blocks = chosen
                break
    return _ordered(blocks)


def _has_factor(h: Hypothesis) -> bool:
    """The equation P = Cᵀ C of a positive definite matrix, which P is to be computed from."""
    return h.formula.relation == "=" and any(x.name.startswith("chol") for x in letters_of(h.formula.polynomial))


def _extended(blocks: list[Block], new: Block, *, joint: bool) -> list[Block] | None:
    """The blocks with one more letter and equation; None where that is cyclic (or, with `joint`, not jointly affine)."""
    if not _on_cycle(blocks, new):
        return [*blocks, new]
    if not joint:
        return None
    cycle = _on_cycle(blocks, new)
    merged = Block(
        (*(n for b in cycle for n in b.names), *new.names),
        (*(f for b in cycle for f in b.formulas), *new.formulas),
        atoms=new.atoms,
    )
    inside = {x.name for f in merged.formulas for x in letters_of(f.polynomial)} & set(merged.atoms)
    if set(merged.names) & drawn_letters((p for n in inside for p in merged.atoms[n].arguments), merged.atoms):
        return None
    if not all(_affine_in(f.polynomial, merged.names) for f in merged.formulas):
        return None
    rest = [b for b in blocks if b not in cycle]
    return None if _on_cycle(rest, merged) else [*rest, merged]


def _on_cycle(blocks: list[Block], new: Block) -> list[Block]:
    """The blocks that need `new` and that `new` needs, directly or through others."""

    def reach(start: set[str]) -> set[str]:
        seen: set[str] = set()
        stack = list(start)
        while stack:
            name = stack.pop()
            if name not in seen:
                seen.add(name)
                owner = next((b for b in blocks if name in b.names), None)
                if owner is not None:
                    stack.extend(owner.needs)
        return seen

    needed = reach(set(new.needs))
    return [b for b in blocks if set(b.names) & needed and reach(set(b.needs)) & set(new.names)]


def _ordered(blocks: list[Block]) -> tuple[Block, ...]:
    ordered: list[Block] = []
    waiting = list(blocks)
    while waiting:
        later = {name for b in waiting for name in b.names}
        ready = next((b for b in waiting if not (set(b.needs) & (later - set(b.names)))), None)
        if ready is None:
            return tuple(ordered)
        ordered.append(ready)
        waiting.remove(ready)
    return tuple(ordered)


def _affine_in(p: Polynomial, names: tuple[str, ...]) -> bool:
    """Whether every monomial has total degree at most 1 in these letters, and some monomial 1."""
    degrees = set()
    for m in p.terms:
        degree = sum(x.name in names for x, _ in m.open.nodes)
        for f, e in m.factors:
            inside = sum(x.name in names for x, _ in f.nodes)
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
