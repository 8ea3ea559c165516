"""How large a term may be: its depth, the readings it leaves open, and the numbers its literals denote.

Owns: limits on what the grammar hands on, checked without computing anything large.
"""

from __future__ import annotations

import math
from fractions import Fraction

from symcheck.language.errors import LanguageError
from symcheck.language.terms import Span, Term

DEPTH_LIMIT = 200
OPEN_READINGS_LIMIT = 6  # undecided places inside one another; 2^6 readings at most
VALUE_DIGITS = 10_000
_BITS = VALUE_DIGITS * math.log2(10)


def check_extent(term: Term) -> None:
    """LanguageError `too-deep`, `too-many-readings` or `number-too-large`; time linear in the size of the term."""
    facts: dict[int, tuple[int, int, float | None]] = {}
    stack: list[tuple[Term, bool]] = [(term, False)]
    while stack:
        node, ready = stack.pop()
        if id(node) in facts:
            continue
        if not ready:
            stack.append((node, True))
            stack.extend((a, False) for a in node.args if id(a) not in facts)
            continue
        below = [facts[id(a)] for a in node.args]
        depth = 1 + max((f[0] for f in below), default=0)
        readings = (node.op == "ambiguous") + max((f[1] for f in below), default=0)
        span = node.span or Span(0, 1)
        if depth > DEPTH_LIMIT:
            raise LanguageError(
                f"the formula has more than {DEPTH_LIMIT} operations inside one another",
                span,
                code="too-deep",
                hint="name parts in `let:`",
            )
        if readings > OPEN_READINGS_LIMIT:
            raise LanguageError(
                "too many places of this formula can be read in two ways",
                span,
                code="too-many-readings",
                hint="put brackets around quotients and around the arguments of functions",
            )
        bits = _bits(node, [f[2] for f in below])
        if bits is not None and bits > _BITS and node.op != "num":
            raise LanguageError(
                f"this number has more than {VALUE_DIGITS} digits", span, code="number-too-large", hint="use a symbol for it"
            )
        facts[id(node)] = (depth, readings, bits)


def _bits(node: Term, below: list[float | None]) -> float | None:
    """An upper bound on the bits of numerator or denominator of a constant; None for what is no rational constant."""
    if node.op == "num" and isinstance(node.value, Fraction):
        return math.log2(max(abs(node.value.numerator), node.value.denominator))
    if not below or any(b is None for b in below):
        return None
    sizes = [b for b in below if b is not None]
    match node.op:
        case "neg":
            return sizes[0]
        case "add" | "sub":
            return sum(sizes) + 1
        case "mul" | "juxt" | "star" | "div" | "hadamard":
            return sum(sizes)
        case "ambiguous":
            return max(sizes)
        case "pow":
            power = _value(node.args[1])
            if power is None:
                # an exponent beyond 64 bits: fine only over 0 and 1
                return 0.0 if sizes[0] == 0 else math.inf
            return abs(power) * sizes[0]
        case "call" if node.value == "factorial":
            n = _value(node.args[0])
            if n is None:
                return math.inf
            return math.lgamma(n + 1) / math.log(2) if 0 <= n < 1e15 else None if n < 0 else math.inf
    return None


def _value(term: Term) -> float | None:
    """The value of a constant whose parts are below 2^64; None beyond that."""
    match term.op, term.args:
        case "num", _ if isinstance(term.value, Fraction):
            return float(term.value) if abs(term.value) < 2**64 else None
        case "neg", (a,):
            inner = _value(a)
            return None if inner is None else -inner
        case ("add" | "sub" | "mul" | "juxt" | "star" | "div" | "hadamard" | "pow") as op, (a, b):
            x, y = _value(a), _value(b)
            if x is None or y is None:
                return None
            try:
                value = {"add": x + y, "sub": x - y}.get(op)
                if value is None:
                    value = x * y if op in {"mul", "juxt", "star", "hadamard"} else x / y if op == "div" else _power(x, y)
            except (OverflowError, ZeroDivisionError):
                return None
            return value if value is not None and abs(value) < 2.0**64 else None
        case "ambiguous", args:
            values = [_value(a) for a in args]
            known = [v for v in values if v is not None]
            return max(known, key=abs) if len(known) == len(values) else None
        case "call", (a,) if term.value == "factorial":
            n = _value(a)
            return math.gamma(n + 1) if n is not None and 0 <= n <= 20 else None
    return None


def _power(x: float, y: float) -> float | None:
    value = x**y
    return value if isinstance(value, float) else abs(value)
