"""The one closed type of truths: `Verdict`.  Everyone may read it; only check.py makes it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_KEY = object()


class Verdict:
    """ "holds" or "fails", with the orders of the sizes for which a model was exhibited, and printable facts."""

    __slots__ = ("facts", "orders", "status")

    status: str
    orders: tuple[str, ...]
    facts: Mapping[str, object]

    def __init__(self, key: object, status: str, orders: tuple[str, ...], facts: Mapping[str, object]) -> None:
        if key is not _KEY:
            raise TypeError("only symcheck.kernel.check makes verdicts")
        object.__setattr__(self, "status", status)
        object.__setattr__(self, "orders", orders)
        object.__setattr__(self, "facts", MappingProxyType(dict(facts)))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a verdict cannot be changed")

    def __repr__(self) -> str:
        return f"Verdict({self.status}, {', '.join(self.orders)})"
