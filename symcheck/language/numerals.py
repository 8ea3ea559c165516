"""Exact rationals as numerals.

Owns: the shortest literal that denotes a rational exactly, or a quotient where no decimal does; `Printed`, the value of a literal
that remembers with how many decimal places it was written.
"""

from __future__ import annotations

from fractions import Fraction


class Printed(Fraction):
    """The value of a decimal literal: 0.330 is 33/100, printed with 3 places.  Equal to the plain number in every respect."""

    __slots__ = ("places",)

    places: int

    def __new__(cls, numerator: int, denominator: int = 1, places: int = 0) -> Printed:
        self = super().__new__(cls, numerator, denominator)
        self.places = places
        return self

    def __reduce__(self) -> tuple[type[Printed], tuple[int, int, int]]:
        return Printed, (self.numerator, self.denominator, self.places)

    def __repr__(self) -> str:
        return f"Fraction({self.numerator}, {self.denominator})"


_PLAIN = 20  # digits beyond which the literal is written with an exponent


_CHUNK = 4000  # Python converts at most 4300 digits at once


def digits_of(n: int) -> str:
    """The decimal digits of n >= 0, of any length."""
    pieces: list[str] = []
    while n >= 10**_CHUNK:
        n, low = divmod(n, 10**_CHUNK)
        pieces.append(str(low).rjust(_CHUNK, "0"))
    return "".join([str(n), *reversed(pieces)])


def numeral(value: Fraction) -> tuple[str, bool]:
    """(its numeral, whether it is one literal): 3, -0.25, 1e-9 are, 2/3 is not."""
    sign = "-" if value < 0 else ""
    top, below = abs(value.numerator), value.denominator
    twos = fives = 0
    while below % 2 == 0:
        below //= 2
        twos += 1
    while below % 5 == 0:
        below //= 5
        fives += 1
    if below != 1:
        return f"{sign}{digits_of(top)}/{digits_of(value.denominator)}", False
    places = max(twos, fives)
    digits = digits_of(top * 2 ** (places - twos) * 5 ** (places - fives))
    if places:
        short = f"{digits}e-{places}"
        if places <= 4 or len(short) > places + 1:
            padded = digits.rjust(places + 1, "0")
            return f"{sign}{padded[:-places]}.{padded[-places:]}", True
        return sign + short, True
    bare = digits.rstrip("0")
    if len(digits) > _PLAIN and len(digits) - len(bare) > _PLAIN // 2:
        return f"{sign}{bare}e{len(digits) - len(bare)}", True
    return sign + digits, True
