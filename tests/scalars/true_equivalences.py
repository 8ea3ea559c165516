"""Random conditions on one real number beside their exact sets of solutions, and beside sets that are wrong at one place.

Owns: `equivalence(seed)`.  The condition is a rational function with rational zeros and poles, or an absolute value, related to a
number; its solutions are found by the sign on each piece between the critical points, in exact fractions.  Shares no code with
symcheck.  Where the function is undefined it is no solution (`domain: strict`).  Odd seeds make one mistake: an end that is in or
out, a piece left out, a bound moved.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random

RELATIONS = {
    "=": lambda s: s == 0, "!=": lambda s: s != 0, "<": lambda s: s < 0, "<=": lambda s: s <= 0, ">": lambda s: s > 0,
    ">=": lambda s: s >= 0,
}  # fmt: skip
INFINITE = None  # an end that is no number


@dataclass(frozen=True)
class Equivalence:
    seed: int
    condition: str
    solutions: str
    truth: bool
    how: str

    @property
    def text(self):
        return f"{self.condition} <=> {self.solutions}"

    def __str__(self):
        return f"seed {self.seed} ({self.how}): {self.text}"


@dataclass(frozen=True)
class Piece:
    """From low to high, each end in it or not; low == high is one point."""

    low: Fraction | None
    high: Fraction | None
    closed: tuple[bool, bool]


def equivalence(seed):
    rng = Random(seed)
    condition, critical, truth = (absolute if rng.random() < 0.25 else quotient)(rng)
    pieces = solutions(critical, truth)
    how = "exact"
    if seed % 2:
        how, pieces = mistaken(pieces, critical, rng)
    return Equivalence(seed, condition, stated(pieces, rng), seed % 2 == 0, how)


# -- conditions: (text, critical points, truth at a number) ----------------------------------------------------


def quotient(rng):
    """c Π (x - zero)^m / Π (x - pole)^k related to 0, its numerator sometimes expanded, or to the other side."""
    points = rng.sample([Fraction(n, d) for n in range(-4, 5) for d in (1, 1, 2)], 4)
    zeros = dict.fromkeys(dict.fromkeys(points[: rng.randint(1, 3)]), 1)
    zeros = {z: rng.choice((1, 1, 2, 3)) for z in zeros}
    poles = {p: rng.choice((1, 1, 2)) for p in points[3:] if rng.random() < 0.4 and p not in zeros}
    c = rng.choice((1, 1, -1, 2, -3))
    sign = rng.choice(list(RELATIONS))
    coefficients = [Fraction(c)]
    for z, m in zeros.items():
        for _ in range(m):
            coefficients = [a - z * b for a, b in zip([Fraction(0), *coefficients], [*coefficients, Fraction(0)], strict=True)]
    above = polynomial(coefficients) if rng.random() < 0.6 else "*".join([f"({c})", *map(power, zeros.items())])
    below = "*".join(map(power, poles.items()))
    if below:
        text = f"({above})/({below}) {sign} 0"
    elif rng.random() < 0.5 and len(coefficients) > 1:
        text = f"{polynomial([Fraction(0), *coefficients[1:]])} {sign} {-coefficients[0]}"
    else:
        text = f"{above} {sign} 0"

    def truth(x):
        if x in poles:
            return False
        value = Fraction(c)
        for z, m in zeros.items():
            value *= (x - z) ** m
        for p, m in poles.items():
            value /= (x - p) ** m
        return RELATIONS[sign](value)

    return text, sorted({*zeros, *poles}), truth


def polynomial(coefficients):
    """The polynomial with these coefficients, the constant one first."""
    terms = [f"({a})*x^{k}" if k else f"({a})" for k, a in enumerate(coefficients) if a]
    return " + ".join(reversed(terms)) or "0"


def power(factor):
    z, m = factor
    return f"(x - ({z}))^{m}"


def absolute(rng):
    """|k x - a| related to b."""
    a, b, k = rng.randint(-3, 3), Fraction(rng.randint(-1, 4)), rng.choice((1, 1, 2, -3))
    sign = rng.choice(list(RELATIONS))

    def truth(x):
        return RELATIONS[sign](abs(k * x - a) - b)

    return f"abs({k}*x - ({a})) {sign} {b}", sorted({Fraction(a) / k, (a + b) / k, (a - b) / k}), truth


# -- sets ------------------------------------------------------------------------------------------------------


def solutions(critical, truth):
    """The pieces of the real line on which `truth` is true: it changes at critical points only."""
    ends = [INFINITE, *critical, INFINITE]
    cells = []  # (piece, true there), in order: between two points, then the point
    for i, (low, high) in enumerate(pairwise(ends)):
        middle = high - 1 if low is None else low + 1 if high is None else (low + high) / 2
        cells.append((Piece(low, high, (False, False)), truth(middle)))
        if i < len(critical):
            cells.append((Piece(high, high, (True, True)), truth(high)))
    out = []
    before = False
    for piece, true in cells:
        if true and before:
            out[-1] = Piece(out[-1].low, piece.high, (out[-1].closed[0], piece.closed[1]))
        elif true:
            out.append(piece)
        before = true
    return out


def stated(pieces, rng):
    """The pieces as inequalities, or as a union of intervals."""
    if not pieces:
        return "x in {}" if rng.random() < 0.5 else "x < x"
    if rng.random() < 0.5:
        return " or ".join(map(by_inequalities, pieces))
    return "x in " + " union ".join(map(by_interval, pieces))


def by_inequalities(p):
    if p.low is not None and p.low == p.high:
        return f"x = {p.low}"
    if p.low is None and p.high is None:
        return "x = x"
    parts = []
    if p.low is not None:
        parts.append(f"x {'>=' if p.closed[0] else '>'} {p.low}")
    if p.high is not None:
        parts.append(f"x {'<=' if p.closed[1] else '<'} {p.high}")
    return parts[0] if len(parts) == 1 else f"({' and '.join(parts)})"


def by_interval(p):
    if p.low is not None and p.low == p.high:
        return f"{{{p.low}}}"
    low, high = ("-inf" if p.low is None else p.low), ("inf" if p.high is None else p.high)
    return f"{'[' if p.closed[0] else '('}{low}, {high}{']' if p.closed[1] else ')'}"


# -- mistakes: each changes the set ------------------------------------------------------------------------------


def mistaken(pieces, critical, rng):
    if not pieces:
        return "a point too many", [Piece(critical[0], critical[0], (True, True))]
    k = rng.randrange(len(pieces))
    piece, rest = pieces[k], [*pieces[:k], *pieces[k + 1 :]]
    options = [("a piece is missing", rest)]
    if piece.low is not None and piece.low == piece.high:
        moved = piece.low + 5 + len(critical) * 10
        options.append(("a point moved", [*rest, Piece(moved, moved, (True, True))]))
    else:
        if piece.low is not None:
            turned = Piece(piece.low, piece.high, (not piece.closed[0], piece.closed[1]))
            options += [("the lower end", _in_place(pieces, k, turned))] * 2
        if piece.high is not None:
            turned = Piece(piece.low, piece.high, (piece.closed[0], not piece.closed[1]))
            options += [("the upper end", _in_place(pieces, k, turned))] * 2
        if piece.low is None and piece.high is not None:
            turned = Piece(None, piece.high - Fraction(1, 7), piece.closed)
            options.append(("the upper bound moved", _in_place(pieces, k, turned)))
    return next(o for o in rng.sample(options, len(options)) if not _same(o[1], pieces))


def _in_place(pieces, k, new):
    return [*pieces[:k], new, *pieces[k + 1 :]]


def contains(pieces, x):
    def inside(p):
        above = p.low is None or x > p.low or (x == p.low and p.closed[0])
        return above and (p.high is None or x < p.high or (x == p.high and p.closed[1]))

    return any(map(inside, pieces))


def _same(a, b):
    """Whether two unions have the same elements: they do where they agree at every end and between every two."""
    ends = sorted({e for p in (*a, *b) for e in (p.low, p.high) if e is not None})
    if not ends:
        return contains(a, 0) == contains(b, 0)
    between = [(x + y) / 2 for x, y in pairwise(ends)]
    return all(contains(a, x) == contains(b, x) for x in (ends[0] - 1, *ends, *between, ends[-1] + 1))
