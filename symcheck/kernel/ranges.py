"""Ranges of real numbers with rational or infinite ends, each taken or not: what is known of a quantity.

TRUSTED.  Owns: `Range` and its arithmetic.  Every operation contains all results of values in its arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

INFINITE = None
End = tuple[Fraction | None, bool]  # the number, None where infinite; whether it is taken


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers from `low` to `high`."""

    low: End = (INFINITE, False)
    high: End = (INFINITE, False)

    @property
    def sign(self) -> str:
        """ "+" "-" strict, "0+" "0-" with zero allowed, "0", "?"."""
        (a, a_taken), (b, b_taken) = self.low, self.high
        if a is not None and a >= 0:
            if b is not None and b <= 0:
                return "0"
            return "+" if a > 0 or not a_taken else "0+"
        if b is not None and b <= 0:
            return "-" if b < 0 or not b_taken else "0-"
        return "?"

    def __add__(self, other: Range) -> Range:
        def end(p: End, q: End) -> End:
            return (None, False) if p[0] is None or q[0] is None else (p[0] + q[0], p[1] and q[1])

        return Range(end(self.low, other.low), end(self.high, other.high))

    def __neg__(self) -> Range:
        (a, a_taken), (b, b_taken) = self.low, self.high
        return Range((None if b is None else -b, b_taken), (None if a is None else -a, a_taken))

    def __mul__(self, other: Range) -> Range:
        signs = _product_sign(self.sign, other.sign)
        ends = [_times(p, i, q, j) for i, p in enumerate((self.low, self.high)) for j, q in enumerate((other.low, other.high))]
        finite = [(v, taken) for side, v, taken in ends if not side]
        low: End = (INFINITE, False)
        high: End = (INFINITE, False)
        if finite and all(side >= 0 for side, _, _ in ends):
            low = max((p for p in finite if p[0] == min(finite)[0]), key=lambda p: p[1])
        if finite and all(side <= 0 for side, _, _ in ends):
            high = max(finite)
        return Range(low, high).meet(of_sign(signs))

    def inverse(self) -> Range:
        """1/x for a range that is known not to contain 0."""
        (a, a_taken), (b, b_taken) = self.low, self.high

        def end(v: Fraction | None, taken: bool) -> End:
            return (Fraction(0), False) if v is None else (None, False) if not v else (1 / v, taken)

        return Range(end(b, b_taken), end(a, a_taken))

    def square(self) -> Range:
        return (self * self).meet(of_sign("+" if self.sign in {"+", "-"} else "0+"))

    def power(self, n: int) -> Range:
        half = self.square() if n > 1 else POINT_ONE
        total = POINT_ONE
        for _ in range(n // 2):
            total = total * half
        return total * self if n % 2 else total

    def meet(self, other: Range) -> Range:
        """The numbers in both."""

        def tighter(p: End, q: End, upper: bool) -> End:
            if p[0] is None or q[0] is None:
                return q if p[0] is None else p
            if p[0] == q[0]:
                return p[0], p[1] and q[1]
            return min(p, q) if upper else max(p, q)

        return Range(tighter(self.low, other.low, False), tighter(self.high, other.high, True))


def _times(p: End, i: int, q: End, j: int) -> tuple[int, Fraction, bool]:
    """The product of two ends (i, j: 0 lower, 1 upper): (−1 or 1 where infinite, else 0; the value; whether taken)."""
    (a, a_taken), (b, b_taken) = p, q
    if a is not None and b is not None:
        zero_taken = (not a and a_taken) or (not b and b_taken)
        return 0, a * b, (a_taken and b_taken) or zero_taken
    if a == 0 or b == 0:  # 0 times an end that is not there: near it the products come close to 0, or are covered by other ends
        return 0, Fraction(0), (a == 0 and a_taken) or (b == 0 and b_taken)
    up_a = (i == 1) if a is None else a > 0
    up_b = (j == 1) if b is None else b > 0
    return (1 if up_a == up_b else -1), Fraction(0), False


def _product_sign(s: str, t: str) -> str:
    if "0" in {s, t}:
        return "0"
    if "?" in {s, t}:
        return "?"
    sign = "+" if (s[-1] == "+") == (t[-1] == "+") else "-"
    return sign if len(s) == len(t) == 1 else "0" + sign


def point(q: Fraction) -> Range:
    return Range((q, True), (q, True))


def of_sign(sign: str) -> Range:
    zero = Fraction(0)
    match sign:
        case "+" | "0+":
            return Range((zero, len(sign) == 2))
        case "-" | "0-":
            return Range(high=(zero, len(sign) == 2))
        case "0":
            return point(zero)
    return Range()


def bounded(relation: str, q: Fraction) -> Range:
    """The x with x relation q."""
    end = (q, relation in {"<=", ">="})
    return Range(low=end) if relation in {">", ">="} else Range(high=end)


POINT_ONE = point(Fraction(1))
