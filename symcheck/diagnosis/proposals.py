"""What may have been meant at a node: small changes of what stands there, and small answers to what must stand there.

Owns: `Proposal`, `proposals`.  Costs are in bits, roughly: the price of the kind of mistake, and of what is put in.
Does not own: which of them are right (candidates.py, repairs.py), the required values (holes.py), what may be put in (pool.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import log, log2

from symcheck.diagnosis import floats
from symcheck.diagnosis.edits import chain_rule, local_edits
from symcheck.diagnosis.floats import Value
from symcheck.diagnosis.holes import CLOSED, Hole
from symcheck.diagnosis.pool import NODE, ONE, Candidate, Pool, like, num, size_of
from symcheck.diagnosis.structure import rebuilt
from symcheck.language.sizes import SCALAR, Shape
from symcheck.language.terms import Term

SIMPLE = 12  # largest denominator of a number that is put in
HARD = 4.0  # bits of a number beyond which it is no answer
PART = 0.5  # bits more for a summand that is put inside a factor or a function
DIVIDED = 0.6  # bits more for what is divided by: it may be 0
WHOLE = 1.5  # bits more where a number is the whole side: anything is a multiple of it
REMOVED = 0.05  # bits of one node that is left out
GUESSED = 24  # candidates where what is required is unknown
PRICES = {
    **{"sign": 1.0, "wrong-order": 1.4, "missing-transpose": 1.6, "extra-transpose": 1.4},
    **{"extra-inverse": 1.7, "missing-inverse": 1.8, "fraction-inverted": 1.6, "exponent": 1.8},
    **{"extra-factor": 1.7, "missing-factor": 2.0, "constant": 2.2, "wrong-symbol": 2.2, "extra-term": 2.2, "missing-term": 2.6},
}


@dataclass(frozen=True, slots=True)
class Proposal:
    kind: str
    cost: float
    now: Term


def proposals(hole: Hole, pool: Pool, variable: Term | None) -> Iterator[Proposal]:
    """Everything that may have been meant at the node."""
    t = hole.term
    if t.shape is None or t.op in CLOSED - {"index", "eye"}:
        return
    if not hole.signs:
        for kind, cost, now in chain_rule(t, variable):
            yield Proposal(kind, cost, now)
        for kind, cost, now in local_edits(t, tuple(pool.symbols)):
            if not _is_wordy(t, now):
                yield Proposal(kind, PRICES.get(kind, cost) + 0.2 * (now.op == "neg") + _inserted(t, now), now)
        for kind, cost, now in rebuilt(t):
            yield Proposal(kind, cost, now)
        yield from _matrix_factors(t, pool)
    if hole.is_known:
        yield from _solved(hole, pool)
    elif not hole.signs:
        yield from _guesses(hole, pool)


def _is_wordy(t: Term, now: Term) -> bool:
    """−(a − b), 2 · 3, 1 + 2, (A^T)^T: what is said more simply by another change."""
    if now.op == "neg" and now.args[0] is t:
        return t.op in {"sub", "num"}
    if now.op == "transpose" and now.args[0] is t and t.op == "transpose":
        return True
    return t.op == "num" and now.op in {"mul", "div", "add", "sub"}


def _inserted(was: Term, now: Term) -> float:
    grown = size_of(now) - size_of(was)
    return NODE * max(0, grown - 1) + REMOVED * max(0, -grown - 1) + (1.0 if now in (ONE, num(0)) and was.op != "num" else 0.0)


def _solved(hole: Hole, pool: Pool) -> Iterator[Proposal]:
    required = tuple(r for r in hole.required if r is not None)
    values = tuple(v for v in hole.values if v is not None)
    if hole.term.op == "num":
        yield from _instead_of_a_number(hole, required, pool)
        return
    yield from _factors(hole.term, required, values, pool)
    if not hole.path:
        yield from _two_matrices(hole.term, required, values, pool)
    yield from _powers(hole.term, required, values)
    yield from _other_expressions(hole.term, required, pool)
    yield from _summands(hole, required, values, pool)


def _instead_of_a_number(hole: Hole, required: tuple[Value, ...], pool: Pool) -> Iterator[Proposal]:
    t = hole.term
    exact = _constant(tuple(r for r in required if isinstance(r, float)))
    if exact is not None and exact > 0:
        yield Proposal("constant", _price_of_number(exact, pool), num(exact))
    elif exact is not None and exact:
        yield Proposal("sign", 1.4 + _complexity(-exact), Term("neg", (num(-exact),), None, SCALAR))
    elif exact is None and isinstance(t.value, Fraction) and t.value:
        values = (float(t.value),) * len(required)
        if not hole.path:
            yield from _summands(hole, required, values, pool)
        for p in _factors(t, required, values, pool):
            yield p if hole.path else Proposal(p.kind, p.cost + WHOLE, p.now)


def _other_expressions(t: Term, required: tuple[Value, ...], pool: Pool) -> Iterator[Proposal]:
    """What is required is another symbol, or another expression of the claim."""
    if t.op not in {"sym", "index", "call"} or t.shape != SCALAR:
        return
    for m in (*pool.scalars, *pool.factors):
        if m.term != t and all(isinstance(r, float) and floats.near(r, v) for r, v in zip(required, m.numbers, strict=True)):
            yield Proposal("wrong-symbol", PRICES["wrong-symbol"] + m.price, m.term)


def _price_of_number(q: Fraction, pool: Pool) -> float:
    return PRICES["constant"] + _complexity(q) - (0.8 if q in pool.numbers else 0.0) + (0.3 if q == 1 else 0.0)


def _matrix_factors(t: Term, pool: Pool) -> Iterator[Proposal]:
    if t.shape is None or t.shape.is_scalar:
        return
    rows, cols = Shape(t.shape.rows, t.shape.rows), Shape(t.shape.cols, t.shape.cols)
    for m in pool.of_shape(rows):
        yield Proposal("missing-factor", 1.7 + m.price, like(t, "mul", m.term, t))
    for m in pool.of_shape(cols):
        yield Proposal("missing-factor", 1.7 + m.price, like(t, "mul", t, m.term))
    for m in pool.of_shape(t.shape):
        if m.term != t and t.op in {"sym", "eye"} and m.term.op != "sym":
            yield Proposal("wrong-symbol", 2.6 + m.price + PART * size_of(m.term), m.term)


def _two_matrices(t: Term, required: tuple[Value, ...], values: tuple[Value, ...], pool: Pool) -> Iterator[Proposal]:
    """The whole side lacks a product of two matrices: required = M · value or value · M."""
    if t.shape is None or t.shape.is_scalar or not values:
        return
    for left, size in ((True, t.shape.rows), (False, t.shape.cols)):
        if size == SCALAR.rows:
            continue
        for m in pool.products(Shape(size, size)):
            product = floats.times(m.values[0], values[0]) if left else floats.times(values[0], m.values[0])
            if floats.near(product, required[0]):
                yield Proposal("missing-factor", 2.0 + m.price, like(t, "mul", m.term, t) if left else like(t, "mul", t, m.term))


def _factors(t: Term, required: tuple[Value, ...], values: tuple[Value, ...], pool: Pool) -> Iterator[Proposal]:
    """required = c · value, with c a simple number, or a simple number times a monomial or a sum of the claim."""
    found = [floats.ratio(r, v) for r, v in zip(required, values, strict=True)]
    ratios = tuple(c for c in found if c)
    if len(ratios) < len(found):
        return
    q = _constant(ratios)
    if q is not None:
        if q == -1 and t.op != "sub":
            yield Proposal("sign", 1.2, like(t, "neg", t))
        elif q not in (0, 1, -1):
            yield Proposal("missing-factor", PRICES["missing-factor"] + _complexity(q), _times(q, t))
        return
    for m in (*pool.scalars, *pool.factors):
        c = _constant(tuple(r / e for r, e in zip(ratios, m.numbers, strict=True)))
        if c is not None and c and _complexity(c) < HARD:
            cost = PRICES["missing-factor"] + m.price + (_complexity(c) if c != 1 else 0) + DIVIDED * (m.term.op == "div")
            yield Proposal("missing-factor", cost, _times(c, _scaled_by(m.term, t)))


def _powers(t: Term, required: tuple[Value, ...], values: tuple[Value, ...]) -> Iterator[Proposal]:
    """required = base^k, where the node is base^q."""
    if t.shape != SCALAR or t.op not in {"sym", "pow", "call", "index", "add", "sub"}:
        return
    q = t.args[1].value if t.op == "pow" else Fraction(1)
    if not isinstance(q, Fraction) or not q:
        return
    base = t.args[0] if t.op == "pow" else t
    exponents = []
    for r, v in zip(required, values, strict=True):
        if not isinstance(r, float) or not isinstance(v, float) or not r or abs(v) in (0.0, 1.0):
            return
        exponents.append(float(q) * log(abs(r)) / log(abs(v)))
    k = _constant(tuple(exponents))
    if k is not None and k not in (0, q):
        far = 0.4 * (abs(k - q) != 1) + (0.5 if k.denominator > 1 or k < 0 else 0.0)
        yield Proposal("exponent", PRICES["exponent"] + far, base if k == 1 else like(t, "pow", base, num(k)))


def _summands(hole: Hole, required: tuple[Value, ...], values: tuple[Value, ...], pool: Pool) -> Iterator[Proposal]:
    """required = value + c · m, with m a monomial or an array of the claim."""
    t = hole.term
    gaps = tuple(floats.minus(r, v) for r, v in zip(required, values, strict=True))
    if t.shape == SCALAR:
        numbers = tuple(g for g in gaps if isinstance(g, float))
        if len(numbers) < len(gaps) or not all(numbers):
            return
        q = _constant(numbers)
        if q is not None:
            yield _added(hole, q, None)
            return
        for m in (*pool.scalars, *pool.factors):
            c = _constant(tuple(g / e for g, e in zip(numbers, m.numbers, strict=True)))
            if c is not None and c and _complexity(c) < HARD and m.term != t:
                yield _added(hole, c, m)
        return
    candidates = pool.of_shape(t.shape)
    if not hole.path and t.shape is not None and t.shape.rows == t.shape.cols:
        candidates = [*candidates, *pool.products(t.shape)]
    for m in candidates:
        ratios = tuple(c for c in (floats.ratio(g, e) for g, e in zip(gaps, m.values, strict=True)) if c)
        if len(ratios) < len(gaps) or m.term == t:
            continue
        q = _constant(ratios)
        if q is not None:
            yield _added(hole, q, m)
            continue
        for s in pool.scalars:
            c = _constant(tuple(r / e for r, e in zip(ratios, s.numbers, strict=True)))
            if c is not None and _complexity(c) < HARD:
                scaled = Candidate(_scaled_by(s.term, m.term), (), s.price + m.price)
                yield _added(hole, c, scaled)


def _guesses(hole: Hole, pool: Pool) -> Iterator[Proposal]:
    """Where what is required is unknown: the factors and summands that are likeliest."""
    t = hole.term
    if t.op == "num" and isinstance(t.value, Fraction):
        kind = "exponent" if hole.above == "pow" and hole.path[-1] == 1 else "constant"
        for exact in sorted(pool.numbers | {Fraction(k) for k in range(2, 10)}):
            if exact != t.value:
                yield Proposal(kind, _price_of_number(exact, pool), num(exact))
        return
    if t.shape == SCALAR:
        for m in pool.scalars[:GUESSED]:
            yield Proposal("missing-factor", PRICES["missing-factor"] + m.price, _scaled_by(m.term, t))
        for m in pool.scalars[: GUESSED // 2]:
            if m.term != t:
                yield _added(hole, Fraction(1), m)
                yield _added(hole, Fraction(-1), m)
    for m in pool.of_shape(t.shape):
        for c in (1, -1, 2, -2):
            if m.term != t:
                yield _added(hole, Fraction(c), m)
    for q in (Fraction(3), Fraction(4), Fraction(1, 4)):
        yield Proposal("missing-factor", PRICES["missing-factor"] + _complexity(q), _times(q, t))


def _added(hole: Hole, c: Fraction, m: Candidate | None) -> Proposal:
    size, t = abs(c), hole.term
    piece = num(size) if m is None else _times(size, m.term)
    cost = PRICES["missing-term"] + (NODE if m is None else m.price) + (_complexity(size) if m is None or size != 1 else 0)
    if hole.above not in {"", "add", "sub", "neg"}:
        cost += PART
    return Proposal("missing-term", cost, like(t, "add" if c > 0 else "sub", t, piece))


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
        return like(t, "div", t, m.args[1])
    return like(t, "mul", m, t)


def _times(q: Fraction, t: Term) -> Term:
    if q == 1:
        return t
    if q < 0:
        return like(t, "neg", _times(-q, t))
    if q.numerator == 1:
        return like(t, "div", t, num(q.denominator))
    if t.op == "div" and t.args[0] == ONE:
        return like(t, "div", num(q), t.args[1])
    return like(t, "mul", num(q), t)
