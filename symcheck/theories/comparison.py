"""Two sides of an equivalence or implication, compared as solution sets on the real line: for the report only.

Owns: `Comparison`, `Chart`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symcheck.kernel.real_line import Condition


@dataclass(frozen=True, slots=True)
class Chart:
    """How the user's variable x depends on the number u that the conditions speak of.

    kind: "" (x = u), "log" (x = scale · log_b(u), u > 0), "exp" (x = e^u); base: b, None for e.
    """

    kind: str = ""
    scale: int = 1
    base: Fraction | None = None


IDENTITY = Chart()


@dataclass(frozen=True, slots=True)
class Comparison:
    """left, right: where each side is defined and true; texts: of the sides; sign: "iff", "implies" or "solve".

    equations: coefficients of p where a side is p = 0 (a product for several alternatives), for multiplicities.
    """

    variable: str
    chart: Chart
    given: Condition
    left: Condition
    right: Condition
    texts: tuple[str, str]
    sign: str
    equations: tuple[tuple[Fraction, ...] | None, tuple[Fraction, ...] | None] = (None, None)
