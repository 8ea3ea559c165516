"""The report as frozen data: what `engine` produces and `render` shows (JSON keys of `symcheck/report/1`).

Owns: `Report`, `ProblemReport`, `DerivationReport`, `ClaimReport` and its parts, exit codes.  Does not own: any text layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

VERDICTS = ("holds", "fails", "malformed", "undecided", "conflict")
CHAINS = ("sound", "broken", "wrong", "open")  # kinds of derivations
# how a line stands in its derivation: what each means is said in docs/derivations.md
STANDINGS = ("start", "sound", "error", "slip", "carried", "right-again", "gap", "wrong", "malformed", "open")
RECORDED = "(as recorded in the lock file; not run again)"  # ends the detail of a cross-check that was not run


@dataclass(frozen=True, slots=True)
class Scope:
    """For which sizes and under which conditions the verdict is stated.

    dimensions: "all", or the orders for which a model was exhibited ("n < d, n = d"), or "" where no size occurs;
    where: the conditions under which the claim is defined, in the user's notation.
    """

    dimensions: str = ""
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Sizes and values (in printable exact form) at which the claim is false, both sides evaluated there."""

    sizes: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    left: str = ""
    right: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """status: "agrees" | "contradicts" | "inconclusive" | "not-applicable"; detail says at how many points, or why not."""

    status: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The name of the mistake, a sentence in plain words, and the repaired claim (itself proved) where there is one."""

    kind: str
    message: str
    repaired: str = ""


@dataclass(frozen=True, slots=True)
class HoldsIf:
    """A natural assumption under which a claim that fails is proved: as hypotheses for `given:`, and in words."""

    given: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class StepReport:
    """A line in its derivation.

    sign: as written before the line ("<=>", "=", …).  premises: ids of the lines that it is to follow from.  assumed: conditions
    added on the way (`case`, `where`).  gained, lost: solutions, compared with the premises (of a first line, with `from`).
    fragile: why the step is right for these numbers only, or "".
    """

    derivation: str
    label: str
    sign: str = ""
    premises: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    fragile: str = ""


@dataclass(frozen=True, slots=True)
class DerivationReport:
    """A derivation as a whole.

    kind: "sound", "broken" (right answer, broken reasoning), "wrong" or "open".  standing: of each line by id.  first_wrong: the
    first line that is wrong, or "".  message: the same in a sentence.
    """

    id: str
    kind: str
    standing: Mapping[str, str]
    first_wrong: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class ClaimReport:
    """One claim judged."""

    id: str
    source: str
    read: str
    line: int
    verdict: str
    code: str | None = None
    expected: Mapping[str, str] | None = None
    follows: str | None = None
    scope: Scope = Scope()
    used: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    hypotheses: Mapping[str, str] = field(default_factory=dict)  # the user's words for each label
    rules: tuple[str, ...] = ()
    method: str = ""
    certificate: Json = None
    counterexample: Counterexample | None = None
    crosscheck: CrossCheck = CrossCheck("not-applicable")
    diagnosis: Diagnosis | None = None
    holds_if: HoldsIf | None = None
    step: StepReport | None = None
    notes: tuple[str, ...] = ()
    message: str = ""
    seconds: float = 0.0
    unmet: tuple[str, ...] = ()  # which parts of `expect` (or of "holds") it does not meet, one sentence each
    replayed: bool = False  # the verdict rests on a certificate from a lock file, checked again; nothing was searched for it
    lost: str = ""  # the verdict that a lock file has for the same claim, where it is another one now


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """statement: of a single statement, what it was given with (claim, symbols, let, given); there is no file to read it from."""

    path: str
    sha256: str
    title: str
    claims: tuple[ClaimReport, ...]
    derivations: tuple[DerivationReport, ...] = ()
    statement: Json = None


@dataclass(frozen=True, slots=True)
class Report:
    """lock: what is to be said of the lock files that were used.  outdated: why they are not those of these claims."""

    problems: tuple[ProblemReport, ...]
    lock: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[ClaimReport, ...]:
        return tuple(c for p in self.problems for c in p.claims)

    @property
    def summary(self) -> dict[str, int]:
        """How many claims have each verdict."""
        return {v: sum(c.verdict == v for c in self.claims) for v in VERDICTS}

    @property
    def exit_code(self) -> int:
        """4 conflict or internal error, 1 not as expected or lost, 3 something undecided and nothing worse, 5 empty, 0."""
        if not self.claims:
            return 5
        if any(c.verdict == "conflict" or c.code == "internal-error" for c in self.claims):
            return 4
        decided_unmet = [c for c in self.claims if c.unmet]
        if any(c.verdict != "undecided" or c.lost for c in decided_unmet):
            return 1
        return 3 if decided_unmet else 0
