"""What happens to a number when it is copied by hand, and how numbers and rows are written in messages.

Owns: `slips_of`, `edit_distance`, `number_text`, `rows_text`.  Does not own: which slip explains a table (traces.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction


def slips_of(q: Fraction) -> Iterator[Fraction]:
    """Values that a slip makes of `q`, likelier ones first: powers of ten, sign, a digit, a simple neighbour."""
    seen = {q}
    for value in _slips(q):
        if value not in seen:
            seen.add(value)
            yield value


def _slips(q: Fraction) -> Iterator[Fraction]:
    for k in (1, -1, 2, -2, 3, -3):
        if q:
            yield q * Fraction(10) ** k
    yield -q
    mantissa, exponent = _decimal(q)
    if mantissa is not None:
        digits, sign = str(abs(mantissa)), -1 if q < 0 else 1
        scale = sign * Fraction(10) ** exponent
        for i, old in enumerate(digits):
            for new in sorted("0123456789", key=lambda c: abs(int(c) - int(old))):
                yield scale * int(digits[:i] + new + digits[i + 1 :])
        for i in range(len(digits)):
            if len(digits) > 1:
                yield scale * int(digits[:i] + digits[i + 1 :])
                yield scale * int(digits[:i] + digits[i : i + 2][::-1] + digits[i + 2 :])
        for i in range(len(digits) + 1):
            for new in "0123456789":
                yield scale / 10 * int(digits[:i] + new + digits[i:])
    yield from (q + 1, q - 1, 1 - q, 2 * q, q / 2, 3 * q, q / 3, 4 * q, q / 4, q * q)
    if q:
        yield 1 / q
    yield from (Fraction(0), Fraction(1), Fraction(2), Fraction(1, 2))
    for k in (4, -4, 5, -5, 6, -6):
        if q:
            yield q * Fraction(10) ** k


def _decimal(q: Fraction) -> tuple[int | None, int]:
    """(m, e) with q = m·10^e and m not divisible by 10, where q is a decimal of at most 20 digits."""
    m, e = q, 0
    while m.denominator != 1 and e > -40:
        m, e = m * 10, e - 1
    if m.denominator != 1 or len(str(m.numerator)) > 20:
        return None, 0
    n = int(m)
    while n and n % 10 == 0:
        n, e = n // 10, e + 1
    return n, e


def edit_distance(a: str, b: str) -> int:
    """Fewest characters to change, insert or delete, or neighbours to exchange, that make `b` of `a`."""
    a, b = a[:60], b[:60]
    earlier: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, earlier[j - 2] + 1)
            new.append(cost)
        earlier, row = row, new
    return row[-1]


def number_text(q: Fraction) -> str:
    """A rational as people write it: 0.01, 1e-10, 2/3."""
    m, e = _decimal(q)
    if m is None:
        return str(q)
    if e >= 0:
        return f"{m}e{e}" if e > 6 else str(m * 10**e)
    if -e - len(str(abs(m))) >= 4:
        return f"{m}e{e}"
    digits = str(abs(m)).rjust(-e + 1, "0")
    return f"{'-' if m < 0 else ''}{digits[:e]}.{digits[e:]}"


def rows_text(rows: Iterable[int]) -> str:
    """1, 6, 96, 189–199."""
    runs: list[list[int]] = []
    for r in sorted(rows):
        if runs and r == runs[-1][1] + 1:
            runs[-1][1] = r
        else:
            runs.append([r, r])
    return ", ".join(str(a) if a == b else f"{a}, {b}" if b == a + 1 else f"{a}–{b}" for a, b in runs)
