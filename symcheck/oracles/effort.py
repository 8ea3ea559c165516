"""How much work a search may still do: counted, so that its outcome is the same on every machine and in every run.

Owns: `spend`, `within`.  A unit is about as much as one step of a reduction of a short polynomial, some ten microseconds.
Without a limit in force nothing is counted.  Does not own: limits in seconds (isolation/), which end what no count foresaw.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")


class Exhausted(Exception):
    """The work that a search was allowed is done."""


class _Allowance:
    """A mutable count of what is left."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left


_ALLOWED: ContextVar[_Allowance | None] = ContextVar("_ALLOWED", default=None)


def spend(units: int = 1) -> None:
    """Count work as done.  Raises Exhausted where less was left."""
    allowed = _ALLOWED.get()
    if allowed is not None:
        allowed.left -= units
        if allowed.left < 0:
            raise Exhausted


def within(units: int, search: Callable[[], T]) -> T | None:
    """What the search finds with so much work, and with no more than is left around it; None where that does not suffice.

    Raises Exhausted where nothing is left around it either.
    """
    outer = _ALLOWED.get()
    given = units if outer is None else min(units, outer.left)
    inner = _Allowance(given)
    token = _ALLOWED.set(inner)
    found: T | None = None
    try:
        found = search()
    except Exhausted:
        pass
    finally:
        _ALLOWED.reset(token)
        if outer is not None:
            outer.left -= given - max(inner.left, 0)
    if outer is not None and outer.left <= 0:
        raise Exhausted
    return found
