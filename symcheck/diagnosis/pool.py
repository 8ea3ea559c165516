"""What may be missing from a line: its own symbols, functions and arrays, and small monomials and products of them.

Owns: `Pool`, `Candidate`, and how terms are made here (`num`, `like`, `size_of`).  Each has its values at the points and a price.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from symcheck.diagnosis import floats
from symcheck.diagnosis.floats import Value
from symcheck.diagnosis.holes import CLOSED
from symcheck.diagnosis.points import FUNCTIONS, NO_VALUE, Points
from symcheck.language.printing import to_text
from symcheck.language.sizes import SCALAR, Shape
from symcheck.language.terms import Term, subterms

NODE = 0.35  # bits of one node that is put in
KNOWN = 0.4  # bits less for what stands in the claim as it is
MOST_ATOMS = 24
MOST_ARRAYS = 40
MOST_MONOMIALS = 150
MOST_SQUARE = 9  # of which products are made
LARGEST = 7  # nodes of what is put in
PARTNER = {"sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh"}


def num(q: Fraction | int) -> Term:
    """The literal, as an elaborated term."""
    return Term("num", (), Fraction(q), SCALAR)


ONE, TWO = num(1), num(2)


def like(t: Term, op: str, *args: Term) -> Term:
    """A node of the shape of `t`."""
    return Term(op, args, None, t.shape)


def size_of(term: Term) -> int:
    return sum(1 for _ in subterms(term))


def _scalar(op: str, *args: Term, value: str | None = None) -> Term:
    return Term(op, args, value, SCALAR)


@dataclass(frozen=True, slots=True)
class Candidate:
    term: Term
    values: tuple[Value, ...]
    price: float

    @property
    def numbers(self) -> tuple[float, ...]:
        """Of a scalar."""
        return tuple(v for v in self.values if isinstance(v, float))


class Pool:
    """scalars: monomials that may be a factor or a summand.  factors: sums that may only be a factor.  arrays: by shape.
    numbers: the literals of the claim.  symbols: in the order in which they occur."""

    def __init__(self, terms: tuple[Term, ...], points: Points) -> None:
        self.points = points
        self.symbols: dict[Term, None] = {}
        self.numbers: set[Fraction] = set()
        atoms: dict[Term, None] = {}
        arrays: dict[Term, None] = {}
        sums: dict[Term, None] = {}
        self.present: set[Term] = set()
        self.made: dict[Shape, list[Candidate]] = {}
        sides = frozenset(a for t in terms for a in t.args)
        for t in (s for term in terms for s in _open(term)):
            if t.op == "num" and isinstance(t.value, Fraction):
                self.numbers.add(t.value)
            if t.shape is None or t.op in CLOSED - {"index", "eye", "ones"}:
                continue
            self.present.add(t)
            if t.op == "sym":
                self.symbols.setdefault(t)
            if t.shape != SCALAR:
                arrays.setdefault(t)
            elif t.op in {"add", "sub"} and t not in sides and size_of(t) <= LARGEST:
                sums.setdefault(t)
            elif t.op not in {"num", "neg", "mul", "div"} and (t.op == "sym" or t not in sides) and size_of(t) <= LARGEST:
                atoms.setdefault(t)
        calls = sorted((t for t in self.present if t.op == "call" and t.shape == SCALAR), key=to_text)
        atoms |= dict.fromkeys((*_squares(tuple(self.symbols)), *_functions(calls, tuple(atoms))))
        simple = [t for t in atoms if t.op == "sym" or (t.op == "index" and t.args[0].op == "sym")]
        for a, b in combinations(simple[:4], 2):
            sums |= dict.fromkeys((_scalar("add", a, b), _scalar("sub", a, b)))
        for a in simple[:3]:
            sums |= dict.fromkeys((_scalar("add", a, ONE), _scalar("sub", a, ONE)))
        self.scalars = tuple(self._monomials(sorted(atoms, key=size_of)[:MOST_ATOMS]))
        self.factors = tuple(self._sums(list(sums)[:MOST_ATOMS]))
        self.arrays = self._arrays(arrays)

    def of_shape(self, shape: Shape | None) -> list[Candidate]:
        return [] if shape is None else self.arrays.get(shape, [])

    def _candidate(self, t: Term) -> Candidate | None:
        try:
            values = tuple(self.points.keep(t, p) for p in self.points.all)
        except NO_VALUE:
            return None
        return Candidate(t, values, NODE * size_of(t) - KNOWN * (t in self.present and t.op != "sym"))

    def _valued(self, terms: Iterable[Term]) -> Iterator[Candidate]:
        """Those that are non-zero numbers at all points."""
        for t in terms:
            found = self._candidate(t)
            if found is not None and all(isinstance(v, float) and v for v in found.values):
                yield found

    def _monomials(self, atoms: list[Term]) -> Iterator[Candidate]:
        plain = list(self._valued(atoms))
        yield from plain
        made: dict[Term, tuple[float, ...]] = {}
        for i, a in enumerate(plain):
            x = a.numbers
            made.setdefault(_scalar("div", ONE, a.term), tuple(1 / e for e in x))
            for b in plain[i:]:
                if not _are_multiplied(a.term, b.term) or len(made) > MOST_MONOMIALS:
                    continue
                y = b.numbers
                term = _scalar("pow", a.term, TWO) if a is b else _scalar("mul", a.term, b.term)
                made.setdefault(term, tuple(e * f for e, f in zip(x, y, strict=True)))
                made.setdefault(_scalar("div", ONE, term), tuple(1 / (e * f) for e, f in zip(x, y, strict=True)))
                if a is not b:
                    made.setdefault(_scalar("div", a.term, b.term), tuple(e / f for e, f in zip(x, y, strict=True)))
                    made.setdefault(_scalar("div", b.term, a.term), tuple(f / e for e, f in zip(x, y, strict=True)))
        for term, values in made.items():
            yield Candidate(term, values, NODE * size_of(term) - KNOWN * (term in self.present))

    def _sums(self, sums: list[Term]) -> Iterator[Candidate]:
        for found in self._valued(sums):
            yield found
            values = tuple(1 / v for v in found.numbers)
            yield Candidate(_scalar("div", ONE, found.term), values, found.price + 2 * NODE)
            if found.term in self.present:
                square, price = _scalar("pow", found.term, TWO), found.price + 2 * NODE
                yield Candidate(square, tuple(v * v for v in found.numbers), price)
                yield Candidate(_scalar("div", ONE, square), tuple(1 / (v * v) for v in found.numbers), price + 2 * NODE)

    def _arrays(self, arrays: dict[Term, None]) -> dict[Shape, list[Candidate]]:
        """With transposes and inverses, sums of two square symbols, and products of two square arrays."""
        wanted = dict(arrays)
        square = []
        for t in arrays:
            if t.shape is None:
                continue
            if t.op == "transpose":
                wanted.setdefault(t.args[0])
            elif t.op == "sym":
                wanted.setdefault(like_transposed(t))
                if t.shape.rows == t.shape.cols:
                    square.append(t)
                    wanted.setdefault(Term("call", (t,), "inv", t.shape))
        sums = [*combinations(square[:3], 2), *((a, like_transposed(a)) for a in square[:3])]
        wanted |= dict.fromkeys(Term("add", (a, b), None, a.shape) for a, b in sums if a.shape == b.shape)
        found: dict[Shape, list[Candidate]] = {}
        for t in sorted(wanted, key=size_of)[:MOST_ARRAYS]:
            one = self._candidate(t)
            if one is not None and t.shape is not None:
                found.setdefault(t.shape, []).append(one)
        return found

    def products(self, shape: Shape) -> list[Candidate]:
        """Products of two of the claim's square arrays, their transposes and inverses; those that stand in the claim first."""
        if shape not in self.made:
            plain = [
                c for c in self.of_shape(shape) if c.term.op == "sym" or (len(c.term.args) == 1 and c.term.args[0].op == "sym")
            ]
            plain = sorted(plain, key=lambda c: c.term not in self.present)[:MOST_SQUARE]
            self.made[shape] = [_product(a, b, shape) for a in plain for b in plain if a is not b]
        return self.made[shape]


def _product(a: Candidate, b: Candidate, shape: Shape) -> Candidate:
    values = tuple(floats.times(x, y) for x, y in zip(a.values, b.values, strict=True))
    return Candidate(Term("mul", (a.term, b.term), None, shape), values, a.price + b.price)


def _are_multiplied(a: Term, b: Term) -> bool:
    """A symbol with anything, entries with entries and functions with functions, anything with itself."""
    return "sym" in (a.op, b.op) or a is b or (a.op == b.op and a.op in {"index", "call"})


def like_transposed(t: Term) -> Term:
    return Term("transpose", (t,), None, None if t.shape is None else t.shape.transposed())


def _functions(present: list[Term], atoms: tuple[Term, ...]) -> Iterator[Term]:
    """The functions of the claim, and the derivatives of sine and cosine, of the arguments of the claim and of its symbols."""
    calls = [t for t in present if len(t.args) == 1 and t.args[0].shape == SCALAR and t.value in FUNCTIONS]
    names = dict.fromkeys(n for t in calls for n in (str(t.value), PARTNER.get(str(t.value), str(t.value))))
    arguments = dict.fromkeys([*(t.args[0] for t in calls), *(t for s in calls for t in subterms(s) if t.op == "sym")])
    arguments |= dict.fromkeys(t for t in atoms if t.op == "sym")
    yield from (_scalar("call", a, value=n) for n in names for a in list(arguments)[:6] if size_of(a) < LARGEST)


def _squares(symbols: tuple[Term, ...]) -> Iterator[Term]:
    """Norms, inner products and entries of the columns of the claim."""
    columns = [s for s in symbols if s.shape is not None and s.shape.is_column and s.shape != SCALAR][:4]
    for i, u in enumerate(columns):
        entries = u.shape.rows.constant if u.shape is not None else None
        for k in range(entries if entries is not None and entries <= 3 else 0):
            yield _scalar("index", u, num(k + 1))
        yield _scalar("pow", _scalar("call", u, value="norm"), TWO)
        for v in columns[i + 1 :]:
            if u.shape == v.shape:
                yield _scalar("mul", like_transposed(u), v)


def _open(term: Term) -> Iterator[Term]:
    """Nodes that may be put somewhere else: none with a bound name."""
    if any(t.op in {"bind", "tends"} for t in term.args):
        return
    yield term
    for a in term.args:
        yield from _open(a)
