"""Names and literals of a program that symcheck writes: nothing that a user wrote stands in it as code.

Owns: `Names`, `Unwritable`, `literal`, `comment`, the bracketing of Python expressions, and the helpers that a program may need.
A claim is hostile input.  A name becomes an identifier of letters, digits and underscores; a text becomes a comment of one line
or a string literal.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterator, Mapping
from fractions import Fraction

from symcheck.render.words import one_line

SUM, PRODUCT, UNARY, POWER, ATOM = 1, 2, 3, 4, 5  # how tightly a Python expression binds
TAKEN = frozenset({*dir(builtins), "np", "math", "itertools", "Fraction", "exact", "same", "left", "right", "truth", "point"})
LONGEST = 90  # characters of a quoted text


class Unwritable(Exception):
    """What a program of a dozen lines cannot say; the message names it."""


HELPERS: Mapping[str, str] = {
    "exact": "def exact(rows):  # an array of fractions\n"
    "    return np.array([[Fraction(v) for v in row] for row in rows], dtype=object)",
    "derivative": "def derivative(f, x, h=1e-4):  # by central differences, entry by entry\n"
    "    if np.ndim(x) == 0:\n"
    "        return (f(x + h) - f(x - h)) / (2 * h)\n"
    "    steps = [np.where(np.arange(x.size) == k, h, 0).reshape(x.shape) for k in range(x.size)]\n"
    "    return np.array([(f(x + e) - f(x - e)) / (2 * h) for e in steps]).reshape(x.shape)",
    "jacobian": "def jacobian(f, x, h=1e-4):  # by central differences, a column for each entry of x\n"
    "    steps = h * np.eye(np.size(x))\n"
    "    cols = [(f(x + e) - f(x - e)) / (2 * h) for e in (s.reshape(np.shape(x)) for s in steps)]\n"
    "    return np.hstack([np.reshape(c, (-1, 1)) for c in cols])",
    "integral": "def integral(f, a, b):  # Gauss-Legendre\n"
    "    nodes, weights = np.polynomial.legendre.leggauss(60)\n"
    "    return sum(w * f((b - a) / 2 * z + (a + b) / 2) for z, w in zip(nodes, weights)) * (b - a) / 2",
    "value": "def value(side):\n"
    "    try:\n"
    "        return side()\n"
    "    except (ArithmeticError, ValueError, np.linalg.LinAlgError) as error:\n"
    "        return f'undefined ({error})'",
}


class Names:
    """Python identifiers for the names of a claim, each its own; and the helpers that were asked for."""

    def __init__(self) -> None:
        self.given: dict[str, str] = {}
        self.helpers: dict[str, str] = {}

    def of(self, name: str) -> str:
        if name not in self.given:
            ascii_ = "".join(_spelled(c) for c in unicodedata.normalize("NFKD", name))
            stem = re.sub(r"\W+", "_", ascii_, flags=re.ASCII).strip("_") or "v"
            stem = f"v_{stem}" if stem[0].isdigit() else stem
            if keyword.iskeyword(stem) or stem in TAKEN or stem in HELPERS:
                stem += "_"
            found, k = stem, 2
            while found in self.given.values():
                found, k = f"{stem}_{k}", k + 1
            self.given[name] = found
        return self.given[name]

    def helper(self, name: str) -> str:
        self.helpers[name] = HELPERS[name]
        return name


def _spelled(c: str) -> str:
    """A letter in ASCII: η is eta."""
    if c.isascii():
        return c
    if unicodedata.combining(c):
        return "_hat" if c == "\u0302" else "_"
    name = unicodedata.name(c, "")
    return name.rpartition(" ")[2].lower() if name.startswith("GREEK") else "_"


def grouped(expression: tuple[str, int], power: int) -> str:
    """The expression, bracketed where it binds less tightly than `power`."""
    return expression[0] if expression[1] >= power else f"({expression[0]})"


def number(q: Fraction, *, exact: bool) -> tuple[str, int]:
    """A rational number as code."""
    if q.denominator == 1:
        return str(q.numerator), ATOM if q >= 0 else UNARY
    if exact:
        return f"Fraction({q.numerator}, {q.denominator})", ATOM
    return f"{q.numerator} / {q.denominator}", PRODUCT


def array(value: tuple[tuple[Fraction, ...], ...], names: Names, *, scalar: bool, exact: bool) -> str:
    """A number, or an array of rational numbers, as code."""
    if scalar:
        q = value[0][0]
        return f"Fraction({q.numerator})" if exact and q.denominator == 1 else number(q, exact=exact)[0]
    if exact:
        rows = ", ".join("[" + ", ".join(str(v) if v.denominator == 1 else f"'{v}'" for v in row) + "]" for row in value)
        return f"{names.helper('exact')}([{rows}])"
    rows = ", ".join("[" + ", ".join(number(v, exact=False)[0] for v in row) + "]" for row in value)
    return f"np.array([{rows}], dtype=float)"


def literal(text: str) -> str:
    """A text as a string literal of one line."""
    return repr(short(text))


def short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def comment(text: str) -> Iterator[str]:
    """A text as comments, wrapped: every character that could end the line is escaped."""
    line = one_line(text)
    for start in range(0, max(len(line), 1), 3 * LONGEST):
        yield f"# {line[start : start + 3 * LONGEST]}"
