"""Points at which repairs are screened: exact points that satisfy the hypotheses, and the value of any term there.

Owns: `Points`, `Point`.  Arithmetic is evaluated here in floating point; anything else (derivatives, sums, definitions) is
lowered once and evaluated exactly or in balls.  Nothing is concluded from a value: what passes goes to the kernel.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from flint import arb

from symcheck.diagnosis import floats
from symcheck.diagnosis.floats import Value
from symcheck.diagnosis.judging import Question, lowered
from symcheck.kernel.evaluation import Array, Atom, Interpretation, Values, enclosure, imaged
from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import Polynomial, letters_of, number
from symcheck.kernel.sequent import Formula, Hypothesis, Sequent
from symcheck.language.context import Kind
from symcheck.language.sizes import ONE, SCALAR, Size
from symcheck.language.terms import Term, subterms
from symcheck.oracles.models import Sampler, size_orders
from symcheck.theories.expressions import Lowerer
from symcheck.theories.goals import leaves
from symcheck.theories.lowering import NotLowered, Obligation

SIZES = (2, 3, 4)
TRIES = 8
MOST = 3
DRAWS = 5
MOST_LOWERED = 60  # terms that are not arithmetic, such as derivatives with a change inside
FEW = (Fraction(3), Fraction(2), Fraction(-2), Fraction(5), Fraction(-3))
# without 0 and 1, at which too much is true by chance
GENERIC = (*FEW, *(Fraction(n, d) for n, d in ((1, 2), (-3, 4), (7, 1), (2, 3), (11, 5), (-7, 3), (9, 4))))
NO_VALUE = (KeyError, IndexError, NotLowered, ValueError, ArithmeticError)
FUNCTIONS: dict[str, Callable[[float], float]] = {
    **{"exp": math.exp, "log": math.log, "sin": math.sin, "cos": math.cos, "tan": math.tan, "tanh": math.tanh},
    **{"sqrt": math.sqrt, "abs": abs, "sinh": math.sinh, "cosh": math.cosh, "atan": math.atan},
}


@dataclass(slots=True)
class Point:
    """Sizes and the values of the declared symbols; exact: the kernel's model.  known: values of terms by identity."""

    sizes: dict[str, int]
    names: dict[str, Value]
    exact: Interpretation
    known: dict[int, Value] = field(default_factory=dict)


class Points:
    """Points for one question.  `all` is empty where there are none."""

    def __init__(self, question: Question, seed: int) -> None:
        self.question = question
        self.lowerer = Lowerer(question.setting)
        self.polynomials: dict[Term, Polynomial | None] = {}
        self.kept: list[Term] = []  # so that identities stay what they are
        goals = lowered(question)
        self.where = frozenset(goals.where)
        self.goals = tuple(leaves(goals.goal))
        self.lowerings = 0
        obligations = [o for o in self.goals if isinstance(o.question, Sequent) and o.necessary]
        if not obligations:
            alone = self._hypotheses()
            obligations = [alone] if alone is not None else []
        self.all = self._drawn(obligations[0], seed) if obligations else ()

    def _hypotheses(self) -> Obligation | None:
        """For a claim about one real number: its hypotheses, as far as they are equations between its rational functions."""
        letters: dict[str, tuple[Letter, Size, Size]] = {}
        found = []
        for label, t in (*self.question.given, ("", self.question.statement)):
            for s in subterms(t):
                if s.op == "sym" and s.shape == SCALAR and isinstance(s.value, str):
                    try:
                        p = self.lowerer.lower(s)
                    except NO_VALUE:
                        return None
                    letters |= {x.name: (x, ONE, ONE) for x in letters_of(p)}
            if label and t.op == "rel" and t.value == "=":
                try:
                    p = self.lowerer.lower(t.args[0]) - self.lowerer.lower(t.args[1])
                except NO_VALUE:
                    return None
                if all(x.name in letters for x in letters_of(p)):
                    found.append(Hypothesis(label, Formula("=", p)))
        return Obligation("", Sequent((), letters, tuple(found), Formula("=", number(0))))

    def _drawn(self, obligation: Obligation, seed: int) -> tuple[Point, ...]:
        sequent = obligation.question
        assert isinstance(sequent, Sequent)
        sampler, random = Sampler(sequent, obligation.draw), Random(seed)
        found: list[Point] = []
        orders = [*size_orders(sequent, SIZES)][:3] or [{}]
        for k in range(MOST):
            sizes = orders[k % len(orders)]
            for _ in range(DRAWS):
                model = sampler.draw(sizes, random, tries=TRIES, pool=GENERIC)
                values = {} if model is None else {n: _floats(v) for n, v in obligation.values_at(model).items()}
                if model is None or _are_apart(values):
                    break
            if model is not None:
                exact = {n: v for n, v in model.values.items() if "~" not in n}  # the others are numbered by claim
                point = Point(dict(sizes), values, Interpretation(sizes, exact))
                self._complete(point, random)
                found.append(point)
        return tuple(found)

    def _complete(self, point: Point, random: Random) -> None:
        """Generic values for declared symbols that the claim does not determine, such as a vector read entry by entry."""
        for name, kind in self.question.context.symbols.items():
            if name in point.names or not isinstance(kind, Kind) or kind.base in {"random", "event"}:
                continue
            try:
                rows, cols = kind.shape.rows.at(point.sizes), kind.shape.cols.at(point.sizes)
            except KeyError:
                continue
            if rows * cols > 64:
                continue
            entries = [f"{name}[{i + 1}]" for i in range(rows)]
            if cols == 1 and all(e in point.names for e in entries):
                whole = tuple((float(floats.rows(point.names[e])[0][0]),) for e in entries)
                point.names[name] = floats.value(whole)
            elif not kind.properties:
                made = tuple(tuple(random.choice(GENERIC) for _ in range(cols)) for _ in range(rows))
                point.names[name] = _floats(made)
                point.exact = Interpretation(point.sizes, {**point.exact.values, name: made}, point.exact.enclosed)

    def value(self, t: Term, point: Point) -> Value:
        """The value of the term there.  Raises one of NO_VALUE."""
        found = point.known.get(id(t))
        return self._value(t, point) if found is None else found

    def keep(self, t: Term, point: Point) -> Value:
        """The same, remembered for as long as the term lives here, with the values of its parts."""
        if id(t) in point.known:
            return point.known[id(t)]
        for a in t.args:
            if a.shape is not None or a.op == "num":
                try:
                    self.keep(a, point)
                except NO_VALUE:
                    continue
        self.kept.append(t)
        point.known[id(t)] = found = self._value(t, point)
        return found

    def _value(self, t: Term, point: Point) -> Value:
        value = self.value
        match t:
            case Term("num", (), Fraction() as q):
                return float(q)
            case Term("sym", (), str(name)) if name in point.names:
                return point.names[name]
            case Term("add", (a, b)):
                return floats.plus(value(a, point), value(b, point))
            case Term("sub", (a, b)):
                return floats.minus(value(a, point), value(b, point))
            case Term("neg", (a,)):
                return floats.scaled(-1.0, value(a, point))
            case Term("mul", (a, b)):
                return floats.times(value(a, point), value(b, point))
            case Term("div", (a, b)):
                below = value(b, point)
                if isinstance(below, float):
                    return floats.scaled(1 / below, value(a, point))
            case Term("hadamard", (a, b)):
                return floats.entrywise(lambda p, q: p * q, value(a, point), value(b, point))
            case Term("pow", (a, Term("num", (), Fraction() as q))):
                return power(value(a, point), q)
            case Term("pow", (a, b)) if a.shape == b.shape == SCALAR:
                base, exponent = value(a, point), value(b, point)
                if isinstance(base, float) and isinstance(exponent, float):
                    return (
                        power(base, Fraction(exponent).limit_denominator(1000))
                        if base < 0
                        else math.exp(exponent * math.log(base))
                    )
            case Term("transpose", (a,)):
                return floats.turned(value(a, point))
            case Term("call", (a,), "inv"):
                return floats.inverse(value(a, point))
            case Term("call", (a,), "tr"):
                return float(sum(r[i] for i, r in enumerate(floats.rows(value(a, point)))))
            case Term("call", (a,), "norm"):
                return math.sqrt(sum(e * e for r in floats.rows(value(a, point)) for e in r))
            case Term("call", (a,), str(name)) if name in FUNCTIONS:
                x = value(a, point)
                if isinstance(x, float):
                    return FUNCTIONS[name](x)
            case Term("eye", _) if t.shape is not None:
                return floats.eye(t.shape.rows.at(point.sizes))
            case Term("index", (a, Term("num", (), Fraction() as k))):
                entries = floats.rows(value(a, point))
                if len(entries[0]) == 1 and 1 <= k <= len(entries):
                    return entries[int(k) - 1][0]
        return self._lowered(t, point)

    def _lowered(self, t: Term, point: Point) -> Value:
        if t not in self.polynomials:
            self.polynomials[t] = None
            self.lowerings += 1
            if self.lowerings > MOST_LOWERED:
                raise KeyError(str(t.op))
            self.polynomials[t] = self.lowerer.lower(t)
        p = self.polynomials[t]
        if p is None:
            raise KeyError(str(t.op))
        point.exact = self._completed(p, point.exact)
        return _floats(enclosure(p, point.exact))

    def _completed(self, p: Polynomial, at: Interpretation) -> Interpretation:
        """With what the other letters of `p` stand for.  Raises KeyError where that is not known."""
        todo = [x.name for x in letters_of(p)]
        while todo:
            name = todo[-1]
            if name in at.values or name.startswith("#"):
                todo.pop()
                continue
            origin = self.lowerer.letters.origins[name]
            needed = [x.name for q in origin.of for x in letters_of(q) if x.name not in at.values and not x.name.startswith("#")]
            if needed:
                todo += needed
                continue
            if origin.kind == "inverse":
                exact = enclosure(origin.of[0], at)
                if any(isinstance(v, arb) for row in exact for v in row):
                    raise KeyError(name)
                made = inverse_exactly(tuple(tuple(Fraction(v) for v in row) for row in exact))  # type: ignore[arg-type]
                at = Interpretation(at.sizes, {**at.values, name: made}, at.enclosed)
                continue
            function = {"reciprocal": "reciprocal", "root": "sqrt"}.get(origin.kind, origin.function)
            at = imaged(at, {name: Atom(function, origin.of)})
            if name not in at.values:
                raise KeyError(name)
        return at


def _are_apart(values: dict[str, Value]) -> bool:
    """Whether no two numbers are equal up to sign, at which too much is true by chance."""
    sizes = [abs(v) for v in values.values() if isinstance(v, float)]
    return len(set(sizes)) == len(sizes)


def power(base: Value, q: Fraction) -> Value:
    if isinstance(base, float):
        if abs(base) > 1 and abs(q) * math.log10(abs(base)) > 60:
            raise OverflowError("a power beyond what is compared")
        found = base ** int(q) if q.denominator == 1 else base ** float(q)
        if isinstance(found, complex):
            raise ValueError("a root of a negative number")
        return float(found)
    if q.denominator != 1 or not -4 < q < 9:
        raise ValueError("a power of a matrix that is not whole")
    if q < 0:
        base = floats.inverse(base)
    total: Value = floats.eye(len(floats.rows(base)))
    for _ in range(abs(int(q))):
        total = floats.times(total, base)
    return total


def _floats(v: Values | Array) -> Value:
    return floats.value(tuple(tuple(float(e.mid()) if isinstance(e, arb) else float(e) for e in row) for row in v))


def inverse_exactly(a: Array) -> Array:
    """By elimination.  Raises ZeroDivisionError for a singular matrix."""
    n = len(a)
    rows = [[*row, *(Fraction(i == j) for j in range(n))] for i, row in enumerate(a)]
    for j in range(n):
        pivot = next((i for i in range(j, n) if rows[i][j]), None)
        if pivot is None:
            raise ZeroDivisionError("the inverse of a singular matrix")
        rows[j], rows[pivot] = rows[pivot], rows[j]
        rows[j] = [v / rows[j][j] for v in rows[j]]
        for i in range(n):
            if i != j and rows[i][j]:
                rows[i] = [v - rows[i][j] * w for v, w in zip(rows[i], rows[j], strict=True)]
    return tuple(tuple(row[n:]) for row in rows)
