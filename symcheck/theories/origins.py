"""Where the letters of a claim come from that no declaration has.

Owns: `Origin`.
"""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.kernel.polynomial import Polynomial


@dataclass(frozen=True, slots=True)
class Origin:
    """What a letter is of.

    kind: "inverse" | "block-inverse" | "reciprocal" | "root" | "atom" | "moment"; of: what it depends on; text: a user's.
    """

    kind: str
    of: tuple[Polynomial, ...]
    text: str
    function: str = ""  # of an atom; of a block of an inverse, which one it is
