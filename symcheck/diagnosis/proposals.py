"""What may have been meant at a node: small changes of what stands there, and small answers to what must stand there.

Owns: `Proposal`, `Pool`, `proposals`.  Costs are in bits, roughly: the price of the kind of mistake, and of what is put in.
Does not own: which of them are right (repairs.py screens and proves), the required values (holes.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import log2

from symcheck.diagnosis import floats
from symcheck.diagnosis.edits import chain_rule, local_edits
from symcheck.diagnosis.floats import Value
from symcheck.diagnosis.holes import CLOSED, Hole
from symcheck.diagnosis.points import FUNCTIONS, NO_VALUE, Points
from symcheck.language.sizes import SCALAR, Shape
from symcheck.language.terms import Term, subterms

MOST_ATOMS = 16
MOST_ARRAYS = 40
MOST_MONOMIALS = 120
LARGEST = 7  # nodes of what is put in
SIMPLE = 12  # largest denominator of a number that is put in
PRICES = {
    **{"sign": 1.0, "swapped-operands": 1.4, "wrong-order": 1.4, "missing-transpose": 1.5, "extra-transpose": 1.5},
    **{"extra-inverse": 1.7, "missing-inverse": 1.8, "not-distributed": 1.5, "fraction-inverted": 1.6, "exponent": 1.8},
    **{"extra-factor": 1.7, "missing-factor": 2.0, "constant": 2.0, "wrong-symbol": 2.2, "extra-term": 2.4, "missing-term": 2.8},
}


def num(q: Fraction | int) -> Term:
    """The literal, as an elaborated term."""
    return Term("num", (), Fraction(q), SCALAR)


ONE = num(1)
PARTNER = {"sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh"}


@dataclass(frozen=True, slots=True)
class Proposal:
    kind: str
    cost: float
    now: Term


class Pool:
    """Terms that may be missing: scalar monomials with their values at the points, and arrays by their shape."""

    def __init__(self, terms: tuple[Term, ...], points: Points) -> None:
        self.points = points
        self.symbols: dict[Term, None] = {}
        self.numbers: set[Fraction] = set()
        atoms: dict[Term, None] = {}
        arrays: dict[Term, None] = {}
        sides = frozenset(a for t in terms for a in t.args)
        for t in (s for term in terms for s in _open(term)):
            if t.op == "num" and isinstance(t.value, Fraction):
                self.numbers.add(t.value)
            if t.shape is None or t.op in CLOSED - {"index", "eye", "ones"}:
                continue
            if t.op == "sym":
                self.symbols.setdefault(t)
            if t.shape != SCALAR:
                arrays.setdefault(t)
            elif t.op not in {"num", "neg", "mul", "div"} and (t.op == "sym" or t not in sides) and _size(t) <= LARGEST:
                atoms.setdefault(t)
        atoms |= dict.fromkeys((*_squares(tuple(self.symbols)), *_functions(tuple(atoms))))
        arrays |= dict.fromkeys(_sums(tuple(self.symbols)))
        self.atoms = self._scalars(sorted(atoms, key=_size)[:MOST_ATOMS])
        self.arrays = self._arrays(arrays)

    def _values(self, t: Term) -> tuple[Value, ...] | None:
        try:
            return tuple(self.points.keep(t, p) for p in self.points.all)
        except NO_VALUE:
            return None

    def _scalars(self, atoms: list[Term]) -> tuple[tuple[Term, tuple[float, ...]], ...]:
        found: dict[Term, tuple[float, ...]] = {}
        plain = []
        for a in atoms:
            v = self._values(a)
            if v is not None and all(isinstance(e, float) and e for e in v):
                plain.append(a)
                found[a] = tuple(e for e in v if isinstance(e, float))
        for i, a in enumerate(plain):
            found.setdefault(_term("div", ONE, a), tuple(1 / e for e in found[a]))
            for b in plain[i:] if a.op == "sym" else ():
                if b.op != "sym" and len(found) > MOST_MONOMIALS:
                    continue
                term = _term("pow", a, num(2)) if a is b else _term("mul", a, b)
                found.setdefault(term, tuple(e * f for e, f in zip(found[a], found[b], strict=True)))
                found.setdefault(_term("div", ONE, term), tuple(1 / (e * f) for e, f in zip(found[a], found[b], strict=True)))
                if a is not b:
                    found.setdefault(_term("div", a, b), tuple(e / f for e, f in zip(found[a], found[b], strict=True)))
                    found.setdefault(_term("div", b, a), tuple(f / e for e, f in zip(found[a], found[b], strict=True)))
        return tuple(found.items())

    def _arrays(self, arrays: dict[Term, None]) -> dict[Shape, list[tuple[Term, tuple[Value, ...]]]]:
        """With transposes, and inverses of square symbols."""
        wanted = dict(arrays)
        for t in arrays:
            if t.shape is None:
                continue
            if t.op == "transpose":
                wanted.setdefault(t.args[0])
            elif t.op == "sym":
                wanted.setdefault(Term("transpose", (t,), None, t.shape.transposed()))
                if t.shape.rows == t.shape.cols:
                    wanted.setdefault(Term("call", (t,), "inv", t.shape))
        found: dict[Shape, list[tuple[Term, tuple[Value, ...]]]] = {}
        for t in sorted(wanted, key=_size)[:MOST_ARRAYS]:
            v = self._values(t)
            if v is not None and t.shape is not None:
                found.setdefault(t.shape, []).append((t, v))
        return found


def _functions(atoms: tuple[Term, ...]) -> Iterator[Term]:
    """The functions of the claim, and the derivatives of sine and cosine, of the arguments of the claim."""
    calls = [t for t in atoms if t.op == "call" and len(t.args) == 1 and t.args[0].shape == SCALAR and t.value in FUNCTIONS]
    names = dict.fromkeys(n for t in calls for n in (str(t.value), PARTNER.get(str(t.value), str(t.value))))
    arguments = dict.fromkeys([*(t.args[0] for t in calls), *(t for t in atoms if t.op == "sym")])
    yield from (_term("call", a, value=n) for n in names for a in list(arguments)[:6] if _size(a) < LARGEST)


def _squares(symbols: tuple[Term, ...]) -> Iterator[Term]:
    """Norms and inner products of the columns of the claim."""
    columns = [s for s in symbols if s.shape is not None and s.shape.is_column and s.shape != SCALAR][:4]
    for i, u in enumerate(columns):
        entries = u.shape.rows.constant if u.shape is not None else None
        for k in range(entries if entries is not None and entries <= 3 else 0):
            yield _term("index", u, num(k + 1))
        yield _term("pow", _term("call", u, value="norm"), num(2))
        for v in columns[i + 1 :]:
            if u.shape == v.shape and u.shape is not None:
                yield _term("mul", Term("transpose", (u,), None, u.shape.transposed()), v)


def _sums(symbols: tuple[Term, ...]) -> Iterator[Term]:
    """Sums of two square matrices of the claim."""
    square = [s for s in symbols if s.shape is not None and s.shape.rows == s.shape.cols and s.shape != SCALAR][:3]
    for i, a in enumerate(square):
        for b in square[i + 1 :]:
            if a.shape == b.shape:
                yield Term("add", (a, b), None, a.shape)


def proposals(hole: Hole, pool: Pool, variable: Term | None) -> Iterator[Proposal]:
    """Everything that may have been meant at the node."""
    t = hole.term
    if t.shape is None or t.op in CLOSED - {"index", "eye"}:
        return
    if hole.signs:
        if hole.is_known:
            yield from _solved(hole, pool)
        return
    for kind, cost, now in (*local_edits(t, tuple(pool.symbols)), *_structural(t), *chain_rule(t, variable)):
        yield Proposal(kind, _price(kind, cost) + _inserted(t, now), now)
    yield from _matrix_factors(t, pool)
    yield from _solved(hole, pool) if hole.is_known else _guesses(t, pool)


def _solved(hole: Hole, pool: Pool) -> Iterator[Proposal]:
    required = tuple(r for r in hole.required if r is not None)
    values = tuple(v for v in hole.values if v is not None)
    yield from _factors(hole.term, required, values, pool)
    yield from _summands(hole.term, required, values, pool)


def _price(kind: str, cost: float) -> float:
    return PRICES.get(kind, cost)


def _inserted(was: Term, now: Term) -> float:
    return 0.35 * max(0, _size(now) - _size(was)) + (1.0 if now == num(1) or now == num(0) else 0.0)


def _structural(t: Term) -> Iterator[tuple[str, float, Term]]:
    match t:
        case Term("sub", (a, b)):
            yield "swapped-operands", 1.4, _like(t, "sub", b, a)
        case Term("pow", (Term("num", (), Fraction()) as a, b)) if b.op == "num":
            yield "swapped-operands", 1.6, _like(t, "pow", b, a)
        case Term("mul", (Term("mul", (a, b)) as ab, c)) if ab.shape == t.shape == b.shape == c.shape != SCALAR:
            yield "wrong-order", 1.8, _like(t, "mul", Term("mul", (a, c), None, t.shape), b)
            yield "wrong-order", 2.0, _like(t, "mul", Term("mul", (c, b), None, t.shape), a)
        case Term("index", (a, Term("num", (), Fraction() as k)), value):
            for other in (k + 1, k - 1):
                if other > 0:
                    yield "wrong-symbol", 2.0, Term("index", (a, num(other)), value, t.shape)
    match t:
        case Term("pow", (a, Term("num", (), Fraction() as q))) if a.shape == SCALAR:
            for other in (q + 2, q - 2, -q, 1 / q):
                if other not in (0, 1, q):
                    yield "exponent", 2.4, _like(t, "pow", a, num(other))
    match t:
        case Term("add" | "sub", (Term("mul", (c, a)), b)):
            yield from _distributed(t, c, a, b)
            yield from _distributed(t, a, c, b)
        case Term("add" | "sub", (Term("div", (a, c)), b)):
            yield "not-distributed", 1.6, _like(t, "div", _like(t, t.op, a, b), c)
        case Term("add" | "sub", (Term("pow", (a, q)), Term("pow", (b, p)))) if q == p:
            yield "not-distributed", 1.6, _like(t, "pow", _like(t, t.op, a, b), q)
    match t:
        case Term("add" | "sub", (a, Term("mul", (b, c)))):  # a + b c for (a + b) c
            if a.shape == b.shape and c.shape is not None:
                yield "not-distributed", 1.8, _like(t, "mul", Term(t.op, (a, b), None, a.shape), c)
    if t.shape == SCALAR and t.op in {"sym", "call", "index", "add", "sub"}:
        for q in (2, 3):
            yield "exponent", 2.0, _like(t, "pow", t, num(q))


def _distributed(t: Term, c: Term, a: Term, b: Term) -> Iterator[tuple[str, float, Term]]:
    """c a + b for c (a + b), where c is a factor on the left or a number."""
    if a.shape == b.shape and c.shape is not None and a.shape is not None:
        left = t.args[0].args[0] is c
        inner = Term(t.op, (a, b), None, a.shape)
        if left:
            yield "not-distributed", 1.5, _like(t, "mul", c, inner)
        else:
            yield "not-distributed", 1.5, _like(t, "mul", inner, c)


def _matrix_factors(t: Term, pool: Pool) -> Iterator[Proposal]:
    if t.shape is None or t.shape.is_scalar:
        return
    for m, _ in (*pool.arrays.get(Shape(t.shape.rows, t.shape.rows), ()), *()):
        yield Proposal("missing-factor", 1.7 + 0.35 * _size(m), _like(t, "mul", m, t))
    for m, _ in pool.arrays.get(Shape(t.shape.cols, t.shape.cols), ()):
        yield Proposal("missing-factor", 1.7 + 0.35 * _size(m), _like(t, "mul", t, m))
    for m, _ in pool.arrays.get(t.shape, ()):
        if m != t and (t.op == "sym" or t.op == "eye") and m.op != "sym":
            yield Proposal("wrong-symbol", 2.6 + 0.35 * _size(m), m)


def _factors(t: Term, required: tuple[Value, ...], values: tuple[Value, ...], pool: Pool) -> Iterator[Proposal]:
    """required = c · value, with c a simple number, or a simple number times a monomial of the claim."""
    found = [floats.ratio(r, v) for r, v in zip(required, values, strict=True)]
    ratios = tuple(c for c in found if c)
    if len(ratios) < len(found):
        return
    q = _constant(ratios)
    if t.op == "num" and isinstance(t.value, Fraction):
        exact = _constant(tuple(r for r in required if isinstance(r, float)))
        if exact is not None and exact > 0:
            familiar = 0.8 if exact in pool.numbers else 0.0
            yield Proposal("constant", PRICES["constant"] + _complexity(exact) - familiar + (1.0 if exact == 1 else 0), num(exact))
    if q == -1:
        yield Proposal("sign", 1.2, _like(t, "neg", t))
    elif q is not None and q not in (0, 1):
        yield Proposal("missing-factor", PRICES["missing-factor"] + _complexity(q), _times(q, t))
    for m, at in pool.atoms:
        c = _constant(tuple(r / e for r, e in zip(ratios, at, strict=True)))
        if c is not None and c and _complexity(c) < 4:
            cost = PRICES["missing-factor"] + 0.35 * _size(m) + (_complexity(c) if c != 1 else 0)
            yield Proposal("missing-factor", cost, _times(c, _scaled_by(m, t)))


def _summands(t: Term, required: tuple[Value, ...], values: tuple[Value, ...], pool: Pool) -> Iterator[Proposal]:
    """required = value + c · m, with m a monomial or an array of the claim."""
    gaps = tuple(floats.minus(r, v) for r, v in zip(required, values, strict=True))
    if t.shape == SCALAR:
        numbers = tuple(g for g in gaps if isinstance(g, float))
        if len(numbers) < len(gaps) or not any(numbers):
            return
        q = _constant(numbers)
        if q is not None:
            yield _added(t, q, None)
        for m, at in pool.atoms:
            c = _constant(tuple(g / e for g, e in zip(numbers, at, strict=True)))
            if c is not None and c and _complexity(c) < 4:
                yield _added(t, c, m)
        return
    for m, v in pool.arrays.get(t.shape, ()) if t.shape is not None else ():
        ratios = tuple(c for c in (floats.ratio(g, e) for g, e in zip(gaps, v, strict=True)) if c)
        if len(ratios) < len(gaps):
            continue
        q = _constant(ratios)
        if q is not None:
            yield _added(t, q, m)
            continue
        for s, at in pool.atoms:
            c = _constant(tuple(r / e for r, e in zip(ratios, at, strict=True)))
            if c is not None and _complexity(c) < 4:
                yield _added(t, c, _scaled_by(s, m))


def _guesses(t: Term, pool: Pool) -> Iterator[Proposal]:
    """Where what is required is unknown: the factors and summands that are likeliest."""
    if t.shape is None:
        return
    if t.shape == SCALAR:
        for m, _ in pool.atoms[:24]:
            yield Proposal("missing-factor", PRICES["missing-factor"] + 0.35 * _size(m), _scaled_by(m, t))
        for m, _ in pool.atoms[:12]:
            yield _added(t, Fraction(1), m)
            yield _added(t, Fraction(-1), m)
    for m, _ in pool.arrays.get(t.shape, ()):
        for c in (1, -1, 2, -2):
            yield _added(t, Fraction(c), m)
    for q in (Fraction(3), Fraction(4), Fraction(1, 4)):
        yield Proposal("missing-factor", PRICES["missing-factor"] + _complexity(q), _times(q, t))
    if t.op == "num" and isinstance(t.value, Fraction):
        for exact in pool.numbers | {Fraction(k) for k in range(2, 10)}:
            if exact != t.value:
                yield Proposal("constant", PRICES["constant"] + _complexity(exact), num(exact))


def _added(t: Term, c: Fraction, m: Term | None) -> Proposal:
    size = abs(c)
    piece = num(size) if m is None else _times(size, m)
    cost = PRICES["missing-term"] + 0.35 * (_size(piece) - (m is not None and size != 1)) + (_complexity(size) - 1 if size != 1 else 0)
    return Proposal("missing-term", cost, _like(t, "add" if c > 0 else "sub", t, piece))


def _constant(found: tuple[float, ...]) -> Fraction | None:
    """The simple number that all of them are."""
    if not found or not all(floats.near(found[0], other) for other in found[1:]):
        return None
    return floats.simple(found[0], SIMPLE)


def _complexity(q: Fraction) -> float:
    return 0.3 * log2(abs(q.numerator) * q.denominator + 1) + (0.5 if q.denominator > 1 and abs(q.numerator) > 1 else 0)


def _scaled_by(m: Term, t: Term) -> Term:
    """m t, as a quotient where m is one."""
    if m.op == "div" and m.args[0] == ONE:
        return _like(t, "div", t, m.args[1])
    return _like(t, "mul", m, t)


def _times(q: Fraction, t: Term) -> Term:
    if q == 1:
        return t
    if q == -1:
        return _like(t, "neg", t)
    if q < 0:
        return _like(t, "neg", _times(-q, t))
    if q.numerator == 1:
        return _like(t, "div", t, num(q.denominator))
    if t.op == "div" and t.args[0] == ONE:
        return _like(t, "div", num(q), t.args[1])
    return _like(t, "mul", num(q), t)


def _like(t: Term, op: str, *args: Term) -> Term:
    return Term(op, args, None, t.shape)


def _term(op: str, *args: Term, value: str | None = None) -> Term:
    return Term(op, args, value, SCALAR)


def _open(term: Term) -> Iterator[Term]:
    """Nodes that may be put somewhere else: none with a bound name."""
    if any(t.op in {"bind", "tends"} for t in term.args):
        return
    yield term
    for a in term.args:
        yield from _open(a)


def _size(term: Term) -> int:
    return sum(1 for _ in subterms(term))
