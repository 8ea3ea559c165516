"""Where the letters of a claim come from that no declaration has.

Owns: `Origin`.
"""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.kernel.polynomial import Polynomial


@dataclass(frozen=True, slots=True)
class Origin:
    """kind: "inverse" | "reciprocal" | "root" | "atom"; of: the polynomial(s) it depends on; text: how a user would write it."""

    kind: str
    of: tuple[Polynomial, ...]
    text: str
    function: str = ""  # of an atom
