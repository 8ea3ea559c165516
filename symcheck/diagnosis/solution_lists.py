"""Solution sets on the real line in words: what one side has and the other has not, multiplicities, points.

Owns: `difference_text`, `solution_list`, `remarks_on_solutions`, `point_text`.  For the report only: nothing here decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import groupby
from math import gcd, isqrt

from flint import arb, fmpz_poly

from symcheck.kernel.real_line import Cell, Condition, Every, Line, Opposite, TooMuch, poly, real_roots
from symcheck.theories.comparison import Chart, Comparison
from symcheck.theories.goals import Leaf, LoweredClaim
from symcheck.theories.lowering import Obligation

MOST_LISTED = 8
DIGITS = 10
MOST_POWER = 12
NAMES = {"iff": ("lost", "gained"), "implies": ("not solutions of the right side", ""), "solve": ("missing", "not solutions")}


def difference_text(comparison: Comparison) -> str:
    """What is a solution of one side only; "" where there is nothing of the kind."""
    left, right = comparison.texts
    words = NAMES[comparison.sign]
    parts = []
    for word, own, other, a, b in (
        (words[0], comparison.left, comparison.right, left, right),
        (words[1], comparison.right, comparison.left, right, left),
    ):
        found = solutions(comparison, Every((own, Opposite(other)))) if word else ""
        if found and comparison.sign == "solve":
            parts.append(f"{word}: {found}")
        elif found and comparison.sign == "iff":
            parts.append(f"solutions {word}: {found} (of `{a}`, not of `{b}`)")
        elif found:
            parts.append(f"{found}: {'a solution' if ',' not in found else 'solutions'} of `{a}`, not of `{b}`")
    return "; ".join(parts)


def remarks_on_solutions(goals: LoweredClaim | None, domain: str) -> tuple[str, ...]:
    """What to say of an equivalence that holds: other multiplicities, nothing to solve, solutions where one side is undefined."""
    comparison = goals.goal.obligation.comparison if goals is not None and isinstance(goals.goal, Leaf) else None
    if comparison is None:
        return ()
    out = []
    try:
        if comparison.sign == "iff" and comparison.chart == Chart():
            out.append(_multiplicities(comparison))
        if comparison.sign == "iff" and not _any(comparison, comparison.left) and not _any(comparison, comparison.right):
            out.append("neither side has a solution")
        if domain == "warn" and comparison.sign in {"iff", "implies"} and comparison.chart.kind != "exp":
            text = difference_text(comparison)
            out.append(f"as solution sets the sides differ where one of them is undefined: {text}" if text else "")
    except TooMuch:
        return ()
    return tuple(t for t in out if t)


def _any(comparison: Comparison, condition: Condition) -> bool:
    line = Line(comparison.given, condition)
    return any(line.truth(c, comparison.given) and line.truth(c, condition) for c in line.cells)


def _multiplicities(comparison: Comparison) -> str:
    """The real roots that the two sides have with different multiplicities."""
    left, right = comparison.equations
    if left is None or right is None or not any(left) or not any(right):
        return ""
    p, q = poly(left).numer(), poly(right).numer()
    if p.degree() < 1 or q.degree() < 1:
        return ""
    own, other = ({str(f): (f, m) for f, m in r.factor()[1]} for r in (p, q))
    parts = []
    for name, (f, m) in own.items():
        n = other.get(name, (f, 0))[1]
        if n and n != m and real_roots(f):
            parts.append(f"{_roots(f, comparison.variable)} ({m} on the left, {n} on the right)")
    return f"same roots, other multiplicities: {'; '.join(parts)}" if parts else ""


def _roots(f: fmpz_poly, variable: str) -> str:
    count = len(real_roots(f))
    return ", ".join(f"{variable} = {irrational(f, i)}" for i in range(count))


def solutions(comparison: Comparison, condition: Condition) -> str:
    """The numbers at which the condition is true, as points and intervals of the user's variable."""
    return ", ".join(solution_list(comparison, condition))


def solution_list(comparison: Comparison, condition: Condition) -> tuple[str, ...]:
    """The same, one point or interval after the other."""
    line = Line(comparison.given, condition)
    inside = [line.truth(c, comparison.given) and line.truth(c, condition) for c in line.cells]
    groups = []
    for true, pairs in groupby(zip(inside, enumerate(line.cells), strict=True), key=lambda t: t[0]):
        if true:
            groups.append([k for _, (k, _) in pairs])
    texts = [_region(comparison, line, group) for group in groups[:MOST_LISTED]]
    return (*texts, *(["…"] if len(groups) > MOST_LISTED else []))


def _region(comparison: Comparison, line: Line, group: list[int]) -> str:
    cells, x = line.cells, comparison.variable

    def at(k: int) -> str:
        return _shown(line, cells[k], comparison.chart)

    first, last = group[0], group[-1]
    if first == last and not cells[first].interval:
        return f"{x} = {at(first)}"
    below = "" if first == 0 else f"{at(first)} <= " if not cells[first].interval else f"{at(first - 1)} < "
    above = "" if last == len(cells) - 1 else f" <= {at(last)}" if not cells[last].interval else f" < {at(last + 1)}"
    if comparison.chart.kind == "log" and below in {"0 < ", ""}:
        below = ""
    if below and not above:
        return f"{x} {'>=' if below.endswith('<= ') else '>'} {below.removesuffix(' <= ').removesuffix(' < ')}"
    return f"{below}{x}{above}" if below or above else f"every {x}"


def _shown(line: Line, cell: Cell, chart: Chart) -> str:
    if cell.sample is not None:
        return in_chart(str(cell.sample), chart, cell.sample)
    return in_chart(irrational(line.factors[cell.factor], _index(line, cell)), chart, None)


def _index(line: Line, cell: Cell) -> int:
    """Which of the real roots of its own factor the cell is."""
    return sum(1 for c in line.cells if c.sample is None and c.factor == cell.factor and c.root < cell.root)


def in_chart(text: str, chart: Chart, value: Fraction | None) -> str:
    """The user's variable where the number of the chart is `text`."""
    if chart.kind == "exp":
        return "1" if value == 0 else "e" if value == 1 else f"exp({text})"
    if chart.kind != "log":
        return text
    if value is not None and value <= 0:
        return "-inf" if value == 0 else text
    if value == 1:
        return "0"
    for k in range(-MOST_POWER, MOST_POWER + 1):
        if chart.base is not None and value == chart.base**k:
            return str(k * chart.scale)
    log = f"log({text})" if chart.base is None else f"log({text})/log({chart.base})"
    return log if chart.scale == 1 else f"{chart.scale} {log}"


def irrational(f: fmpz_poly, index: int) -> str:
    """The real root number `index` of an irreducible polynomial: by radicals where it is quadratic, else by its first digits."""
    if f.degree() == 1:
        return str(Fraction(-int(f[0]), int(f[1])))
    if f.degree() == 2:
        c, b, a = (int(v) for v in f.coeffs())
        a, b, c = (a, b, c) if a > 0 else (-a, -b, -c)
        square, rest = _square_part(b * b - 4 * a * c)
        common = gcd(b, square, 2 * a)
        p, q, d = -b // common, square // common, 2 * a // common
        root = f"sqrt({rest})" if q == 1 else f"{q} sqrt({rest})"
        sign = "" if index else "-"
        total = f"{p} {sign or '+'} {root}" if p else f"{sign}{root}"
        return total if d == 1 else f"({total})/{d}" if p else f"{total}/{d}"
    return f"about {_digits(real_roots(f)[index])}"


def _digits(r: arb) -> str:
    text = str(r.str(DIGITS, radius=False))
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def _square_part(n: int) -> tuple[int, int]:
    """n = s² r, with s as large as small primes show."""
    s, r, p = 1, n, 2
    while p * p <= r and p < 2000:
        while r % (p * p) == 0:
            s, r = s * p, r // (p * p)
        p += 1
    whole = isqrt(r)
    return (s * whole, 1) if whole * whole == r else (s, r)


def point_text(obligation: Obligation, facts: Mapping[str, object]) -> str:
    """The point at which a claim about one real number is false."""
    question = obligation.question
    variable = getattr(question, "variable", "")
    if not variable:
        return ""
    if "point" in facts:
        q = Fraction(str(facts["point"]))
        return f"{variable} = {in_chart(str(q), obligation.chart, q)}"
    coefficients = [int(c) for c in str(facts.get("root", "")).split()]
    if len(coefficients) < 2:
        return ""
    f = fmpz_poly(coefficients)
    near, roots = float(str(facts["near"])), real_roots(f)
    index = min(range(len(roots)), key=lambda i: abs(float(roots[i].mid()) - near))
    return f"{variable} = {in_chart(irrational(f, index), obligation.chart, None)}"
