"""Points of polyhedra: hypotheses that are affine in scalar letters, solved by a linear programme.

UNTRUSTED search.  Owns: `vertices`, `point_between`.  Strict inequalities are met by maximising a common slack.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from symcheck.kernel.evaluation import Array
from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.kernel.sequent import Sequent
from symcheck.oracles.linear import nonnegative_combination

MOST_LETTERS = 40


def vertices(sequent: Sequent, random: Random, count: int = 4) -> list[list[Fraction]]:
    """Some vertices of the polyhedron that the hypotheses describe, where all letters are scalars and all but `!=` are affine."""
    names = _drawn(sequent)
    if not names or len(names) > MOST_LETTERS or any(x.legs for x, _, _ in sequent.letters.values()):
        return []
    rows: list[tuple[str, dict[str, Fraction], Fraction]] = []
    for h in sequent.hypotheses:
        if h.formula.relation == "!=" or any(x.opaque for x in letters_of(h.formula.polynomial)):
            continue
        affine = _affine(h.formula.polynomial)
        if affine is None:
            return []
        rows.append((h.formula.relation, *affine))
    return [p for p in (_vertex(names, rows, random) for _ in range(count)) if p is not None]


def point_between(sequent: Sequent, points: list[list[Fraction]], random: Random) -> dict[str, Array]:
    """A vertex, or a random mixture of vertices."""
    weights = [Fraction(random.choice((1, 1, 2, 3))) for _ in points]
    total = sum(weights, Fraction(0))
    count = len(points[0])
    mixed = [sum((w * p[k] for w, p in zip(weights, points, strict=True)), Fraction(0)) / total for k in range(count)]
    chosen = random.choice([mixed, mixed, *points])
    return {name: ((value,),) for name, value in zip(_drawn(sequent), chosen, strict=True)}


def _drawn(sequent: Sequent) -> tuple[str, ...]:
    return tuple(name for name, (x, _, _) in sequent.letters.items() if not x.opaque)


def _vertex(
    names: tuple[str, ...], rows: list[tuple[str, dict[str, Fraction], Fraction]], random: Random
) -> list[Fraction] | None:
    """x with a·x + c REL 0 for all rows: x = u − v, u, v ≥ 0, one slack for an inequality, a common slack for strict ones."""
    strict = any(relation == ">" for relation, _, _ in rows)
    inequalities = [i for i, (relation, _, _) in enumerate(rows) if relation != "="]
    columns: list[list[Fraction]] = []
    for name in names:
        column = [a.get(name, Fraction(0)) for _, a, _ in rows]
        columns += [column, [-v for v in column]]
    for i in inequalities:
        columns.append([Fraction(-(i == k)) for k in range(len(rows))])
    wanted = [random.randrange(2 * len(names))]
    if strict:
        columns.append([Fraction(-(relation == ">")) for relation, _, _ in rows])
        bound = Fraction(1)
        common = [*columns[-1], Fraction(1)]
        slack = [Fraction(0)] * len(rows) + [Fraction(1)]
        columns = [[*c, Fraction(0)] for c in columns[:-1]] + [common, slack]
        wanted = [len(columns) - 2]
        target = [-c for _, _, c in rows] + [bound]
    else:
        target = [-c for _, _, c in rows]
    order = list(range(len(columns)))
    random.shuffle(order)
    found = nonnegative_combination([columns[k] for k in order], target, [order.index(k) for k in wanted])
    if found is None:
        return None
    x = [Fraction(0)] * len(columns)
    for value, k in zip(found, order, strict=True):
        x[k] = value
    return [x[2 * k] - x[2 * k + 1] for k in range(len(names))]


def _affine(p: Polynomial) -> tuple[dict[str, Fraction], Fraction] | None:
    coefficients: dict[str, Fraction] = {}
    constant = Fraction(0)
    for m, c in p.terms.items():
        match m.factors:
            case ():
                constant += c
            case ((f, 1),) if len(f.nodes) == 1 and not f.nodes[0][1]:
                coefficients[f.nodes[0][0].name] = c
            case _:
                return None
    return coefficients, constant
