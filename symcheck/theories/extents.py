"""Integer quantities of a layer stack: known polynomials, or unknown with the reason.

Owns: `Extent`, exact arithmetic on them, the floor of a quotient where it is determined, the errors that layers raise.
Does not own: what a layer does (layers.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.network import EMPTY
from symcheck.kernel.polynomial import Monomial, Polynomial, letters_of, number, product, reciprocal
from symcheck.language.terms import Span


class NetworkError(ValueError):
    """A layer stack without a meaning: the claim about it is malformed.

    message: in the user's words, with what would be right.  code: unknown-layer, unknown-setting, missing-setting, not-a-size,
    channel-mismatch, window-too-large, shape-mismatch, unknown-mark, unknown-quantity, unknown-option.  span: where in the text
    of the network, None where the fault lies in the query.
    """

    def __init__(self, message: str, code: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.span = span


class NotDecided(Exception):
    """A quantity that the network as given does not determine, and why: the claim about it is undecided."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Unknown:
    """A quantity that is not determined; it spoils only the answers that need it."""

    reason: str


Extent = Polynomial | Unknown
ZERO = number(0)
ONE = number(1)


def known(extent: Extent) -> Polynomial:
    """The polynomial.  Raises NotDecided with the reason where it is unknown."""
    if isinstance(extent, Unknown):
        raise NotDecided(extent.reason)
    return extent


def combine(operation: Callable[..., Extent], *extents: Extent) -> Extent:
    """`operation` of the extents; the first unknown one, where one is."""
    for e in extents:
        if isinstance(e, Unknown):
            return e
    return operation(*extents)


def plus(*extents: Extent) -> Extent:
    total: Extent = ZERO
    for e in extents:
        total = combine(lambda a, b: a + b, total, e)
    return total


def minus(a: Extent, b: Extent) -> Extent:
    return combine(lambda x, y: x - y, a, b)


def times(*extents: Extent) -> Extent:
    """The product; 0 where a factor is 0, even if another is unknown."""
    if any(e == ZERO for e in extents):
        return ZERO
    total: Extent = ONE
    for e in extents:
        total = combine(product, total, e)
    return total


def constant(extent: Extent) -> int | None:
    """Its value where it is a known integer."""
    value = None if isinstance(extent, Unknown) else extent.constant
    return None if value is None or value.denominator != 1 else value.numerator


def floor_quotient(p: Polynomial, q: Polynomial) -> Polynomial | None:
    """floor(p / q) for q ≥ 1 where exact arithmetic decides it, else None.

    Decided: q = 1; numbers; p = q·m + c with m a polynomial with integer coefficients in integer letters, and c a number
    (0 where q is not a number).
    """
    if q == ONE:
        return p
    inverse = reciprocal(q)
    if inverse is None:
        return None
    quotient = product(p, inverse)
    constant_term = Monomial((), EMPTY)
    rest = {m: c for m, c in quotient.terms.items() if m != constant_term}
    whole = all(c.denominator == 1 for c in rest.values())
    divides = all(e > 0 for m in rest for _, e in m.factors)
    integral = all(x.integer for x in letters_of(p) | letters_of(q)) or p.constant is not None
    last = quotient.terms.get(constant_term, Fraction(0))
    if not (whole and divides and integral) or (q.constant is None and last.denominator != 1):
        return None
    return Polynomial(quotient.rows, quotient.cols, rest) + number(last // 1)


def text(extent: Extent) -> str:
    """A scalar polynomial as one writes it, "n - 2", "3 k^2"; "?" where it is unknown."""
    if isinstance(extent, Unknown):
        return "?"
    out = ""
    ordered = sorted(extent.terms.items(), key=lambda item: (-sum(e for _, e in item[0].factors), item[1] < 0, repr(item[0])))
    for m, c in ordered:
        names = []
        for factor, e in m.factors:
            name = " ".join(x.name.lstrip("#") for x, _ in factor.nodes)
            names.append(name if e == 1 else f"{name}^{e}")
        size = "" if abs(c) == 1 and names else str(abs(c))
        body = " ".join(part for part in (size, *names) if part)
        out += (f" {'-' if c < 0 else '+'} " if out else "-" if c < 0 else "") + body
    return out or "0"


def condition_text(p: Polynomial) -> str:
    """p ≥ 0 as one writes it, the number on the right: "n + 2 p - k >= 0", "k >= 1"."""
    constant_term = p.terms.get(Monomial((), EMPTY), Fraction(0))
    return f"{text(p - number(constant_term))} >= {text(number(-constant_term))}"
