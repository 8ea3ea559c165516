"""Values of functions at numbers where they are known exactly: sin(0) = 0, cos(π/3) = 1/2, exp(0) = 1.

TRUSTED FOR MEANING.  Owns: `special_value`, `is_closed`, `half_turns`.  At rationals the kernel's own table says them
(kernel/functions.py); at multiples of π/6 and π/4 they are those of the unit circle (Abramowitz and Stegun 1964, 4.3.46 and
table 4.3.146).
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.kernel.functions import FUNCTIONS
from symcheck.kernel.polynomial import Polynomial, letters_of, number
from symcheck.theories.letters import Letters

# sin(q π) for q in [0, 1/2], as the square of the value
SQUARES = {
    Fraction(0): Fraction(0), Fraction(1, 6): Fraction(1, 4), Fraction(1, 4): Fraction(1, 2), Fraction(1, 3): Fraction(3, 4),
    Fraction(1, 2): Fraction(1),
}  # fmt: skip
# in units of π
INVERSE = {
    "asin": dict(zip((Fraction(k, 2) for k in (-2, -1, 1, 2)), (Fraction(k, 6) for k in (-3, -1, 1, 3)), strict=True)),
    "acos": dict(zip((Fraction(k, 2) for k in (-2, -1, 0, 1)), (Fraction(k, 6) for k in (6, 4, 3, 2)), strict=True)),
    "atan": {Fraction(-1): Fraction(-1, 4)},
}
RATIONAL_ROOTS = {Fraction(0): Fraction(0), Fraction(1, 4): Fraction(1, 2), Fraction(1): Fraction(1)}


def special_value(letters: Letters, function: str, p: Polynomial) -> Polynomial | None:
    """f(p) where p is a number at which it is known exactly."""
    if not p.is_scalar:
        return None
    q = p.constant
    if q is not None:
        exact = FUNCTIONS[function].exact(q) if function in FUNCTIONS else None
        if exact is None and function in INVERSE and q in INVERSE[function]:
            name = letters.known("atom", (number(1),), "atan")
            unit = letters.image("atan", number(1), "1", "") if name is None else letters.value(name)
            return unit.times(4 * INVERSE[function][q])
        return None if exact is None else number(exact)
    if function == "log" and len(p.terms) == 1 and is_closed(letters, p):
        return _logarithm(letters, p)
    if function in {"sin", "cos"} and len(p.terms) == 1:
        turns = half_turns(letters, p)
        if turns is not None:
            return _sine(letters, turns + Fraction(1, 2) if function == "cos" else turns)
    return None


def is_closed(letters: Letters, p: Polynomial) -> bool:
    """No symbol occurs in it, nor in what its atoms are taken of."""
    names = [x.name for x in letters_of(p)]
    known = [letters.origins[n] for n in names if n in letters.origins and letters.origins[n].function in FUNCTIONS]
    return p.is_scalar and len(known) == len(names) and all(is_closed(letters, q) for o in known for q in o.of)


def _logarithm(letters: Letters, p: Polynomial) -> Polynomial | None:
    """log(c √a e^b …) = log c + (log a)/2 + b + …; None where another letter occurs."""
    ((m, c),) = p.terms.items()
    if c <= 0:
        return None
    total = number(0) if c == 1 else letters.image("log", number(c), str(c), "")
    for f, e in m.factors:
        ((x, _),) = f.nodes
        origin = letters.origins[x.name]
        match origin.function:
            case "sqrt" if origin.of[0].constant is not None:  # of the atoms that roots are
                total = total + letters.image("log", origin.of[0], origin.text, "").times(Fraction(e, 2))
            case "exp":
                total = total + origin.of[0].times(e)
            case _:
                return None
    return total


def half_turns(letters: Letters, p: Polynomial) -> Fraction | None:
    """q where p is q π, with π read as 4 atan(1)."""
    name = letters.known("atom", (number(1),), "atan")
    if name is None:
        return None
    unit = letters.value(name).times(4)
    (c,) = unit.terms.values()
    (d,) = p.terms.values()
    return d / c if p == unit.times(d / c) else None


def _sine(letters: Letters, q: Fraction) -> Polynomial | None:
    """sin(q π): sin(π + t) = −sin t, sin(π − t) = sin t."""
    q %= 2
    sign = 1
    if q >= 1:
        q, sign = q - 1, -1
    q = min(q, 1 - q)
    square = SQUARES.get(q)
    if square is None:
        return None
    if square in RATIONAL_ROOTS:
        return number(sign * RATIONAL_ROOTS[square])
    root = letters.root(number(square * 4), str(square * 4), sum_of_squares=True)
    return root.times(Fraction(sign, 2))
