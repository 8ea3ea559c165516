"""Functions of matrices of fixed size, entry by entry: traces, determinants, inverses, ranks, diagonals.

TRUSTED FOR MEANING.  Owns: `of_a_matrix` and the formulas.  Source: Horn and Johnson 2013, 0.3.1 (expansion), 0.8.2 (adjugate).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from itertools import product as cartesian
from typing import Protocol

from symcheck.kernel.polynomial import Polynomial, number, product
from symcheck.kernel.sequent import Formula
from symcheck.language.printing import to_text
from symcheck.language.sizes import ONE
from symcheck.language.terms import Term
from symcheck.theories.arrays import multiply, total
from symcheck.theories.convolution import Entries
from symcheck.theories.elementwise import image
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered

MOST_ROWS = 6
MOST_TERMS = 2_000


class Reader(Protocol):
    """What is needed of the lowering entry by entry (entries.py)."""

    letters: Letters

    @property
    def rules(self) -> dict[str, None]: ...

    def lower(self, term: Term) -> Entries: ...


def of_a_matrix(reader: Reader, name: str, args: tuple[Term, ...]) -> Entries | None:
    """The value of a function of matrices, None for another function.  Raises NotLowered."""
    match name, args:
        case "tr", (a,):
            value = reader.lower(a)
            return ((total(value[i][i] for i in range(len(value))),),)
        case "diag", (a,):
            value = reader.lower(a)
            if len(value[0]) > 1:
                return tuple((value[i][i],) for i in range(len(value)))
            return tuple(tuple(value[i][0] if i == j else number(0) for j in range(len(value))) for i in range(len(value)))
        case "outer", (a, b):
            return multiply(reader.lower(a), tuple(zip(*reader.lower(b), strict=True)))
        case "inv", (a,):
            return inverse(reader.letters, reader.lower(a), to_text(a))
        case "det" | "logdet", (a,):
            reader.rules["determinant-by-expansion"] = None
            value_of = determinant(reader.lower(a), to_text(a))
            return ((value_of if name == "det" else image(reader.letters, "log", value_of, f"det({to_text(a)})"),),)
        case "rank", (a,) if values := numbers(reader.lower(a)):
            return ((number(exact_rank(values)),),)
    return None


def exact_inverse(matrix: list[list[Fraction]]) -> list[list[Fraction]] | None:
    """The inverse of a square matrix of numbers by Gauss-Jordan elimination; None where it has none."""
    n = len(matrix)
    work = [[*row, *(Fraction(i == j) for j in range(n))] for i, row in enumerate(matrix)]
    for c in range(n):
        found = next((i for i in range(c, n) if work[i][c]), None)
        if found is None:
            return None
        work[c], work[found] = work[found], work[c]
        lead = work[c][c]
        work[c] = [v / lead for v in work[c]]
        for i in range(n):
            if i != c and work[i][c]:
                by = work[i][c]
                work[i] = [v - by * u for v, u in zip(work[i], work[c], strict=True)]
    return [row[n:] for row in work]


def numbers(a: Entries) -> list[list[Fraction]] | None:
    """The entries, where all of them are numbers."""
    values = [[p.constant for p in row] for row in a]
    return None if any(v is None for row in values for v in row) else [[v or Fraction(0) for v in row] for row in values]


def determinant(a: Entries, text: str) -> Polynomial:
    """By expansion along the first row, minors of the last rows once each.  Raises NotLowered where it has too many terms."""
    if len(a) > MOST_ROWS:
        raise NotLowered("budget", f"the determinant of `{text}` has {len(a)} rows, more than are expanded ({MOST_ROWS})")
    minors: dict[tuple[int, ...], Polynomial] = {(): number(1)}
    for k in range(len(a) - 1, -1, -1):
        found: dict[tuple[int, ...], Polynomial] = {}
        for columns in combinations(range(len(a)), len(a) - k):
            value = number(0)
            for place, j in enumerate(columns):
                minor = minors[columns[:place] + columns[place + 1 :]]
                if len(minor.terms) * len(a[k][j].terms) > MOST_TERMS:
                    raise NotLowered("budget", f"the determinant of `{text}` expands to too many terms")
                value = value + product(a[k][j], minor).times((-1) ** place)
            found[columns] = value
        minors = found
    return minors[tuple(range(len(a)))]


def adjugate(a: Entries, text: str) -> Entries:
    """The transposed cofactors: A adj(A) = det(A) I."""

    def cofactor(i: int, j: int) -> Polynomial:
        rest = tuple(row[:j] + row[j + 1 :] for k, row in enumerate(a) if k != i)
        return determinant(rest, text).times((-1) ** (i + j))

    return tuple(tuple(cofactor(j, i) for j in range(len(a))) for i in range(len(a)))


def exact_rank(matrix: list[list[Fraction]]) -> int:
    """By elimination."""
    rows, rank = [list(row) for row in matrix], 0
    for c in range(len(matrix[0])):
        found = next((i for i in range(rank, len(rows)) if rows[i][c]), None)
        if found is None:
            continue
        rows[rank], rows[found] = rows[found], rows[rank]
        for i in range(rank + 1, len(rows)):
            by = rows[i][c] / rows[rank][c]
            rows[i] = [v - by * u for v, u in zip(rows[i], rows[rank], strict=True)]
        rank += 1
    return rank


def inverse(letters: Letters, a: Entries, text: str) -> Entries:
    """Exact for a matrix of numbers (Gauss-Jordan); adj(A)/det(A) up to three rows; else letters with A Y = I = Y A."""
    n = len(a)
    values = numbers(a)
    if n == 1:
        return ((letters.over(a[0][0], text),),)
    if values is not None:
        found = exact_inverse(values)
        if found is None:
            raise NotLowered("undefined", f"`{text}` is not invertible")
        return tuple(tuple(number(v) for v in row) for row in found)
    if n <= 3:
        over = letters.over(determinant(a, text), f"det({text})")
        return tuple(tuple(product(over, p) for p in row) for row in adjugate(a, text))
    names = [[letters.fresh("inv", ONE, ONE) for _ in range(n)] for _ in range(n)]
    y: Entries = tuple(tuple(letters.value(name) for name in row) for row in names)
    for side, joint in (("right", multiply(a, y)), ("left", multiply(y, a))):
        for i, j in cartesian(range(n), range(n)):
            label = f"inverse:{names[0][0]}:{side}:{i + 1},{j + 1}"
            letters.define(names[i][j], label, Formula("=", joint[i][j] - number(i == j)))
            letters.texts[label] = f"{text} is invertible"
    letters.require(names[0][0])
    return y
