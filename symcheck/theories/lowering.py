"""What a theory hands on: obligations (sequents with a label) and what they rest on.

Owns: `Obligation`, `Lowering`, `NotLowered`.  A claim holds when every obligation of its lowering
does; a refuted obligation refutes the claim only where it is `necessary`, i.e. where the claim implies it (soundness rule 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Sequent


class NotLowered(Exception):
    """The statement has no lowering: `code` ("no-theory", "size-fixed", …) and a sentence that says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Obligation:
    """One sequent to decide.  draw: how letters are drawn; pool: arrays whose squares are worth trying (both only hints)."""

    label: str
    sequent: Sequent
    necessary: bool = True
    draw: Mapping[str, str] = field(default_factory=dict)
    pool: tuple[Polynomial, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lowering:
    """All obligations of a claim; the names of the lowering rules used; the conditions under which it is defined."""

    obligations: tuple[Obligation, ...]
    rules: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
