"""Sequents: labelled hypotheses ⊢ goal, over declared letters and sizes; and models of them.

TRUSTED.  Owns: `Formula`, `Hypothesis`, `Member`, `Sequent`, `Model`, exact evaluation.
A sequent states: for all sizes ≥ 1 and all real values of the letters (integers where declared) that satisfy the hypotheses,
the goal is true.  Sizes are all that occur in it, names and compound ones such as n − 1.  Letters of the hypotheses and of
the goal are those of `letters`, no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as cartesian

from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Monomial, Polynomial, inner, letters_of, size_letter
from symcheck.language.sizes import ONE, Size

Array = tuple[tuple[Fraction, ...], ...]
Rational = Fraction | int  # whole numbers are computed with as int, which is faster
RELATIONS = ("=", "!=", ">=", ">")


@dataclass(frozen=True, slots=True)
class Formula:
    """polynomial REL 0.  "=": every entry is 0; "!=": some entry is not; ">=" and ">" for scalars only."""

    relation: str
    polynomial: Polynomial


@dataclass(frozen=True, slots=True)
class Member:
    """∃ unknown (rows × 1): polynomial = 0, where the polynomial is affine in the letter `unknown`."""

    unknown: Letter
    rows: Size
    polynomial: Polynomial


@dataclass(frozen=True, slots=True)
class Hypothesis:
    label: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Sequent:
    """letters: name -> (letter, rows, cols), all of them; sizes: the names of the symbolic sizes."""

    sizes: tuple[str, ...]
    letters: Mapping[str, tuple[Letter, Size, Size]]
    hypotheses: tuple[Hypothesis, ...]
    goal: Formula | Member

    def hypothesis(self, label: str) -> Formula:
        for h in self.hypotheses:
            if h.label == label:
                return h.formula
        raise KeyError(label)


@dataclass(frozen=True, slots=True)
class Model:
    """Sizes, and a value for each letter."""

    sizes: Mapping[str, int]
    values: Mapping[str, Array]


class NotAModel(ValueError):
    """Why the values are not a model of the hypotheses."""


def evaluate(p: Polynomial, model: Model) -> Array:
    """The value of `p` at the model.  ZeroDivisionError where a factor with negative exponent is 0."""
    rows, cols = p.rows.at(model.sizes), p.cols.at(model.sizes)
    total: list[list[Rational]] = [[0] * cols for _ in range(rows)]
    memo: dict[Network, Rational] = {}
    for m, c in p.terms.items():
        for f, e in m.factors:
            if f not in memo:
                memo[f] = _contract(f, model).get((), 0)
            c *= memo[f] if e == 1 else Fraction(memo[f]) ** e
        if not c:
            continue
        for index, value in _contract(m.open, model).items():
            at = iter(index)
            i = next(at) if p.rows != ONE else 0
            j = next(at) if p.cols != ONE else 0
            total[i][j] += c * value
    return tuple(tuple(Fraction(v) for v in row) for row in total)


def _contract(network: Network, model: Model) -> dict[tuple[int, ...], Rational]:
    """Values by free index, zeros left out: classes are summed one after another, fewest neighbours first."""
    if not network.sizes:
        product: Rational = 1
        for x, _ in network.nodes:
            product *= model.sizes[x.name[1:]] if x.name.startswith("#") else _plain(model.values[x.name][0][0])
        return {(): product}
    tensors: list[tuple[tuple[int, ...], dict[tuple[int, ...], Rational]]] = []
    for x, legs in network.nodes:
        tensors.append(_node(x, legs, model))
    dims = [s.at(model.sizes) for s in network.sizes]
    touched = {c for legs, _ in tensors for c in legs}
    for c in set(network.free) - touched:
        tensors.append(((c,), {(i,): 1 for i in range(dims[c])}))
    scale = 1
    for c in range(len(dims)):
        if c not in touched and c not in network.free:
            scale *= dims[c]
    todo = touched - set(network.free)
    while todo:
        c = min(todo, key=lambda k: len({i for legs, _ in tensors if k in legs for i in legs}))
        todo.remove(c)
        near = [t for t in tensors if c in t[0]]
        tensors = [t for t in tensors if c not in t[0]]
        joined = near[0]
        for other in near[1:]:
            joined = _multiply(joined, other)
        at = joined[0].index(c)
        summed: dict[tuple[int, ...], Rational] = {}
        for index, value in joined[1].items():
            rest = index[:at] + index[at + 1 :]
            summed[rest] = summed.get(rest, 0) + value
        tensors.append((joined[0][:at] + joined[0][at + 1 :], summed))
    result: tuple[tuple[int, ...], dict[tuple[int, ...], Rational]] = ((), {(): scale})
    for t in tensors:
        result = _multiply(result, t)
    where = [result[0].index(c) for c in network.free]
    return {tuple(index[w] for w in where): value for index, value in result[1].items() if value}


def _node(x: Letter, legs: tuple[int, ...], model: Model) -> tuple[tuple[int, ...], dict[tuple[int, ...], Rational]]:
    if x.name.startswith("#"):
        return (), {(): model.sizes[x.name[1:]]}
    value = model.values[x.name]
    match legs:
        case ():
            return (), {(): _plain(value[0][0])}
        case (a,):
            entries = [_plain(v) for row in value for v in row]
            return (a,), {(i,): v for i, v in enumerate(entries) if v}
        case (a, b) if a == b:
            return (a,), {(i,): _plain(row[i]) for i, row in enumerate(value) if row[i]}
        case (a, b):
            return (a, b), {(i, j): _plain(v) for i, row in enumerate(value) for j, v in enumerate(row) if v}
    raise ValueError("a letter has at most two legs")


def _plain(v: Fraction) -> Rational:
    return v.numerator if v.denominator == 1 else v


def _multiply(
    p: tuple[tuple[int, ...], dict[tuple[int, ...], Rational]], q: tuple[tuple[int, ...], dict[tuple[int, ...], Rational]]
) -> tuple[tuple[int, ...], dict[tuple[int, ...], Rational]]:
    shared = [c for c in q[0] if c in p[0]]
    fresh = [i for i, c in enumerate(q[0]) if c not in p[0]]
    by_shared: dict[tuple[int, ...], list[tuple[tuple[int, ...], Rational]]] = {}
    for index, value in q[1].items():
        key = tuple(index[q[0].index(c)] for c in shared)
        by_shared.setdefault(key, []).append((tuple(index[i] for i in fresh), value))
    out: dict[tuple[int, ...], Rational] = {}
    for index, value in p[1].items():
        for rest, other in by_shared.get(tuple(index[p[0].index(c)] for c in shared), ()):
            out[index + rest] = value * other
    return (*p[0], *(q[0][i] for i in fresh)), out


def satisfied(formula: Formula, model: Model) -> bool:
    entries = [v for row in evaluate(formula.polynomial, model) for v in row]
    match formula.relation:
        case "=":
            return not any(entries)
        case "!=":
            return any(entries)
        case ">=":
            return entries[0] >= 0
        case ">":
            return entries[0] > 0
    raise ValueError(formula.relation)


def require_model(sequent: Sequent, model: Model) -> None:
    """Raise NotAModel unless the values have the declared shapes and properties and satisfy every hypothesis."""
    for name in sequent.sizes:
        if model.sizes.get(name, 0) < 1:
            raise NotAModel(f"size {name} has no value ≥ 1")
    for size in sizes_of(sequent):
        if size.at(model.sizes) < 1:
            raise NotAModel(f"the size {size} is below 1 there")
    for name, (x, rows, cols) in sequent.letters.items():
        value = model.values.get(name)
        shape = (rows.at(model.sizes), cols.at(model.sizes))
        if value is None or len(value) != shape[0] or any(len(row) != shape[1] for row in value):
            raise NotAModel(f"{name} has no value of its shape")
        if x.symmetric and any(value[i][j] != value[j][i] for i, j in cartesian(range(shape[0]), repeat=2)):
            raise NotAModel(f"the value of {name} is not symmetric")
        if x.integer and any(v.denominator != 1 for row in value for v in row):
            raise NotAModel(f"the value of {name} is not an integer")
    for h in sequent.hypotheses:
        try:
            if not satisfied(h.formula, model):
                raise NotAModel(f"the hypothesis {h.label} is false there")
        except ZeroDivisionError as error:
            raise NotAModel(f"the hypothesis {h.label} is undefined there") from error


def square_norm(p: Polynomial) -> Polynomial:
    """The sum of the squares of the entries: zero iff p is, over the reals."""
    return inner(p, p)


def sizes_of(sequent: Sequent) -> set[Size]:
    """Every size that occurs in the sequent: of letters, of values, of index classes."""
    found = {size for _, rows, cols in sequent.letters.values() for size in (rows, cols)}
    for p in (sequent.goal.polynomial, *(h.formula.polynomial for h in sequent.hypotheses)):
        found |= _sizes_in(p)
    return found | ({sequent.goal.rows} if isinstance(sequent.goal, Member) else set())


def _sizes_in(p: Polynomial) -> set[Size]:
    return {p.rows, p.cols, *(s for m in p.terms for network in (m.open, *(f for f, _ in m.factors)) for s in network.sizes)}


def require_well_formed(sequent: Sequent) -> None:
    """Every letter and size is declared as used; scalars where the relation needs them; negative exponents are licensed.

    Raises ValueError.
    """
    goal = sequent.goal
    if any(not set(size.names) <= set(sequent.sizes) for size in sizes_of(sequent)):
        raise ValueError("a size is not declared in the sequent")
    unknown = goal.unknown if isinstance(goal, Member) else None
    for h in sequent.hypotheses:
        require_licensed(sequent, h.formula.polynomial)
    require_licensed(sequent, goal.polynomial, unknown)
    for formula in (*(h.formula for h in sequent.hypotheses), goal):
        if isinstance(formula, Member):
            continue
        if formula.relation not in RELATIONS or (formula.relation in {">", ">="} and not formula.polynomial.is_scalar):
            raise ValueError("an order relation needs scalars")
    if unknown is not None:
        if unknown.name in sequent.letters:
            raise ValueError("the unknown of a membership must be fresh")
        if any(_degree(m, unknown) > 1 for m in goal.polynomial.terms):
            raise ValueError("a membership must be affine in its unknown")
    if len({h.label for h in sequent.hypotheses}) != len(sequent.hypotheses):
        raise ValueError("two hypotheses with one label")


def require_licensed(sequent: Sequent, p: Polynomial, extra: Letter | None = None) -> None:
    """Only declared letters (and `extra`), sizes that are at least 1, and negative exponents on what is not zero.

    A factor f is licensed by a hypothesis c·f ≠ 0 or c·f > 0, or by being a size.  A size is at least 1 where it occurs in the
    sequent, or by its form: a sum of products of declared sizes (the squared norm of ones(n − 2) is n − 2: no square at n = 1).
    Raises ValueError.
    """
    known = sizes_of(sequent)
    for size in _sizes_in(p) - known:
        if not size.terms or any(c < 0 or not set(names) <= set(sequent.sizes) for names, c in size.terms):
            raise ValueError(f"the size {size} is not known to be at least 1")
    declared = {x for x, _, _ in sequent.letters.values()} | ({extra} if extra else set())
    for x in letters_of(p):
        if x not in declared and not (x == size_letter(x.name[1:]) and x.name[1:] in sequent.sizes):
            raise ValueError(f"letter {x.name} is not declared in the sequent")
    negative = {f for m in p.terms for f, e in m.factors if e < 0}
    for f in negative:
        is_size = len(f.nodes) == 1 and f.nodes[0][0].name.startswith("#")
        if not is_size and not any(_licenses(h.formula, f) for h in sequent.hypotheses):
            raise ValueError("a negative exponent without a hypothesis that its factor is not zero")


def _licenses(formula: Formula, f: Network) -> bool:
    p = formula.polynomial
    return formula.relation in {"!=", ">"} and p.is_scalar and [m.factors for m in p.terms] == [((f, 1),)]


def _degree(m: Monomial, unknown: Letter) -> int:
    """How often `unknown` occurs; 2 where it occurs under an exponent other than 1."""
    count = sum(x == unknown for x, _ in m.open.nodes)
    for f, e in m.factors:
        occurrences = sum(x == unknown for x, _ in f.nodes)
        count += occurrences if e == 1 or not occurrences else 2
    return count
