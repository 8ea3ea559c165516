"""A claim read anew until the lowest arguments of its factorials and binomials are known.

TRUSTED FOR MEANING.  Owns: `from_lowest`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from symcheck.kernel.polynomial import Polynomial
from symcheck.theories.factorials import Lower
from symcheck.theories.setting import Setting
from symcheck.theories.statements import StatementLowerer

MOST_READINGS = 12
T = TypeVar("T")


def from_lowest(setting: Setting, entrywise: bool, read: Callable[[StatementLowerer], T]) -> T:
    """What `read` makes of a claim.  Raises NotLowered."""
    lowest: dict[tuple[str, object], tuple[Polynomial, str]] = {}
    for _ in range(MOST_READINGS):
        lowerer = StatementLowerer(setting, entrywise=entrywise)
        lowerer.letters.lowest = lowest
        try:
            return read(lowerer)
        except Lower:
            continue
    raise Lower
