"""Certificates found on another day, offered to the questions that come up while one claim is judged.

Owns: `Memory` (which certificate belongs to which question), the key of a question, and how long a memory lasts.  Does
not own: judging.  A certificate from a memory counts for what the kernel makes of it for the question at hand, lowered
afresh; a wrong key, an old or a forged certificate costs a search and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from symcheck.decide import Decision, recheck
from symcheck.kernel.serial import Json
from symcheck.theories.goals import Goal

NO_REPAIR = -1
DECIDED = ("holds", "fails")
MALFORMED = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Keyed(Protocol):
    """What tells one question from another within one claim: all but the names that are in scope."""

    @property
    def key_parts(self) -> tuple[object, ...]: ...


def key_of(question: Keyed) -> str:
    """A short name of the question, the same in every process."""
    return sha256(repr(question.key_parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass
class Memory:
    """known: certificates by key, from outside.  found: those of every question decided so far.  rejected: why a known
    one did not count.  searched: keys of the questions for which a search was run.

    known_repairs, repairs: which edit of a wrong equation makes it hold (NO_REPAIR: none of those tried), by the key of the
    equation.  That the edited equation holds is proved again; that no edit before it does is taken on trust.
    """

    known: Mapping[str, Json] = field(default_factory=dict)
    known_repairs: Mapping[str, int] = field(default_factory=dict)
    found: dict[str, Json] = field(default_factory=dict)
    rejected: dict[str, str] = field(default_factory=dict)
    searched: list[str] = field(default_factory=list)
    repairs: dict[str, int] = field(default_factory=dict)

    def recall(self, key: str, goal: Goal) -> Decision | None:
        """What a certificate that is known, or has been found since, proves for the goal; None where it decides nothing."""
        certificate = self.found.get(key, self.known.get(key))
        if certificate is None:
            return None
        try:
            decision = recheck(goal, certificate)
        except MALFORMED as error:
            self.rejected[key] = f"it has not the form of a certificate for this claim ({type(error).__name__})"
            return None
        if decision.status not in DECIDED:
            self.rejected[key] = "; ".join(decision.tried) or str(decision.code)
            return None
        self.found[key] = decision.certificate
        return decision

    def add(self, key: str, decision: Decision) -> None:
        """Notes what a search came to."""
        self.searched.append(key)
        if decision.status in DECIDED:
            self.found[key] = decision.certificate


_current: ContextVar[Memory | None] = ContextVar("memory", default=None)


def current() -> Memory | None:
    """The memory that is in force here, if one is."""
    return _current.get()


@contextmanager
def remembering(known: Mapping[str, Json], repairs: Mapping[str, int] | None = None) -> Iterator[Memory]:
    """Within it, every question is asked of the memory first, and every certificate found is kept in it."""
    memory = Memory(known, repairs or {})
    token = _current.set(memory)
    try:
        yield memory
    finally:
        _current.reset(token)
