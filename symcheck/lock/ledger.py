"""The lock files of one run: what each claim is offered from them, what came of it, and what is written back.

Owns: `Ledger`.  Does not own: judging (the engine), or whether a certificate counts (the kernel): what is offered here is
checked like anything else.  The verdict in a record serves one end, to notice that another one comes out now.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from symcheck.diagnosis.judging import question_of
from symcheck.diagnosis.memory import DECIDED, key_of
from symcheck.lock.digest import claim_digest, tool_digest
from symcheck.lock.places import lock_of, name_in, new_lock, shown
from symcheck.lock.records import MAX_DETAIL, MAX_RECORD, LockError, LockFile, Record, read_lock, write_lock
from symcheck.problem.types import Claim, Problem
from symcheck.report import RECORDED, ClaimReport, CrossCheck, Json

USE, CHECK, WRITE, IGNORE = "use", "check", "write", "ignore"
NOT_KEPT = frozenset({"time-limit", "internal-error"})  # what another machine, or a repair of symcheck, would change
LISTED = 5


@dataclass(frozen=True, slots=True)
class Searched:
    """What a worker did for one claim: certificates and repairs by question, questions searched, why known certificates
    did not count."""

    certificates: Mapping[str, Json] = field(default_factory=dict)
    repairs: Mapping[str, int] = field(default_factory=dict)
    searched: tuple[str, ...] = ()
    rejected: Mapping[str, str] = field(default_factory=dict)
    stopped: bool = False  # a worker had to be stopped while it checked what the lock offers

    @staticmethod
    def of(said: Mapping[str, Json], stopped: bool) -> Searched:
        """From what the worker says; a part that has not its form counts as empty."""

        def table(key: str) -> Mapping[str, Json]:
            part = said.get(key)
            return part if isinstance(part, dict) else {}

        keys = said.get("searched")
        return Searched(
            table("certificates"),
            {key: at for key, at in table("repairs").items() if isinstance(at, int)},
            tuple(str(key) for key in keys) if isinstance(keys, list) else (),
            {key: str(why) for key, why in table("rejected").items()},
            stopped,
        )


@dataclass
class _Open:
    """A lock file of this run."""

    path: str
    file: LockFile
    by_digest: dict[str, Record]
    fresh: dict[str, dict[str, Record]] = field(default_factory=dict)
    counts: dict[str, list[str]] = field(default_factory=dict)  # what became of the claims: ids by kind
    as_recorded: int = 0
    remarks: list[str] = field(default_factory=list)

    def note(self, kind: str, claim: str) -> None:
        self.counts.setdefault(kind, []).append(claim)


class Ledger:
    """mode: "use" the locks there are; "check" that they are up to date; "write" them.  seed: of the sampling."""

    def __init__(self, problems: Sequence[Problem], paths: Sequence[str], mode: str, seed: int) -> None:
        """Raises LockError for a lock that cannot be read (unless it is to be written), or, in "check", for a missing one."""
        self.mode, self.seed = mode, seed
        self.problems = tuple(problems)
        self.locks: dict[str, _Open] = {}
        self.lock_of: dict[str, str] = {}
        self.digests: dict[tuple[str, str], str] = {}
        for problem in problems:
            path = lock_of(problem.path) or (new_lock(paths) if mode == WRITE else None)
            if path is None and mode == CHECK:
                raise LockError(f"{problem.path}: there is no lock file for it; `symcheck verify --lock` makes one")
            if path is not None:
                self.lock_of[problem.path] = path
                if path not in self.locks:
                    self.locks[path] = self._opened(path)

    def _opened(self, path: str) -> _Open:
        said: tuple[str, ...] = ()
        try:
            file = read_lock(path) if os.path.lexists(path) or self.mode != WRITE else LockFile({})
        except LockError as error:
            if self.mode != WRITE:
                raise
            file, said = LockFile({}), (f"nothing of the old file is kept: {error}",)
        by_digest = {r.claim: r for claims in file.records.values() for r in claims.values()}
        return _Open(path, file, by_digest, remarks=list(said))

    def record_of(self, problem: Problem, claim: Claim) -> Record | None:
        """The record made for this very claim, be it that its id or its file has another name now."""
        path = self.lock_of.get(problem.path)
        if path is None:
            return None
        lock, digest = self.locks[path], self._digest(problem, claim)
        record = lock.file.records.get(name_in(path, problem.path), {}).get(claim.id)
        return record if record is not None and record.claim == digest else lock.by_digest.get(digest)

    def _digest(self, problem: Problem, claim: Claim) -> str:
        place = problem.path, claim.id
        if place not in self.digests:
            self.digests[place] = claim_digest(problem, claim)
        return self.digests[place]

    def offer(self, record: Record | None) -> dict[str, Json]:
        """What a worker is told: certificates to try first, and what is not worth doing twice for this very symcheck."""
        if record is None:
            return {"certificates": {}, "repairs": {}, "crosscheck": None}
        same = record.tool == tool_digest() and self.seed == 0
        check = record.crosscheck if same else None
        return {
            "certificates": dict(record.certificates),
            "repairs": dict(record.repairs) if same else {},
            "crosscheck": None if check is None else {"status": check.status, "detail": check.detail},
        }

    def settle(self, problem: Problem, claim: Claim, report: ClaimReport, done: Searched) -> ClaimReport:
        """The report with what the lock has to do with it; notes what is to be said and written."""
        path = self.lock_of.get(problem.path)
        if path is None:
            return report
        lock, record = self.locks[path], self.record_of(problem, claim)
        main = _main_key(problem, claim)
        replayed = record is not None and report.verdict in DECIDED and main in record.certificates and main not in done.searched
        self._count(lock, problem, claim, report, record, done, replayed)
        self._keep(lock, problem, claim, report, record, done)
        if report.crosscheck.detail.endswith(RECORDED):
            lock.as_recorded += 1
        if replayed:
            report = replace(report, replayed=True)
        if record is None or record.verdict not in DECIDED or record.verdict == report.verdict:
            return report
        by = record.tool.partition("+")[0][:40]
        if self.mode == WRITE:
            lock.remarks.append(f"{claim.id} was locked as {record.verdict} (by symcheck {by}) and is {report.verdict} now")
            return report
        why = (
            f"lost: {shown(path)} has it as {record.verdict} (by symcheck {by}); "
            f"the claim is unchanged, but it is {report.verdict} now"
        )
        return replace(report, lost=record.verdict, unmet=(*report.unmet, why))

    def _count(
        self,
        lock: _Open,
        problem: Problem,
        claim: Claim,
        report: ClaimReport,
        record: Record | None,
        done: Searched,
        replayed: bool,
    ) -> None:
        file = name_in(lock.path, problem.path)
        refused = lock.file.refused.get((file, claim.id))
        if refused is not None:
            lock.remarks.append(f"{claim.id} of {file} is not read from it: {refused}")
        if record is None:
            was = refused is not None or claim.id in lock.file.records.get(file, {})
            lock.note("changed" if was and refused is None else "refused" if was else "new", claim.id)
            return
        if done.stopped:
            lock.remarks.append(f"{claim.id} of {file}: its certificate was not checked within the limits; searched again")
        main = _main_key(problem, claim)
        for key, reason in done.rejected.items():
            what = "its certificate" if key == main else "a certificate beside its own"
            lock.remarks.append(f"{claim.id} of {file}: {what} does not count: {reason[:200]}; searched again")
        if done.rejected or done.stopped:
            lock.note("rejected", claim.id)
        elif record.verdict != report.verdict:
            lock.note("judged otherwise", claim.id)
        elif set(done.certificates) - set(record.certificates):
            lock.note("incomplete", claim.id)
        elif replayed or not done.searched:
            lock.note("replayed", claim.id)
        else:
            lock.note("without a certificate", claim.id)

    def _keep(
        self, lock: _Open, problem: Problem, claim: Claim, report: ClaimReport, record: Record | None, done: Searched
    ) -> None:
        """Notes the record to be written: none for what is not the claim's doing, unless there was one before."""
        fresh = lock.fresh.setdefault(problem.path, {})
        if report.verdict == "conflict" or report.code in NOT_KEPT:
            if record is not None:
                fresh[claim.id] = record
            return
        check = report.crosscheck
        check = CrossCheck(check.status, check.detail.removesuffix(RECORDED).rstrip())
        keep = self.seed == 0 and report.verdict in DECIDED and len(check.detail) <= MAX_DETAIL
        before = record.certificates if record is not None and record.tool == tool_digest() else {}
        known = {**{key: c for key, c in before.items() if key not in done.rejected}, **done.certificates}
        certificates = {key: known[key] for key in sorted(known)}
        if len(json.dumps(certificates)) > MAX_RECORD:
            lock.remarks.append(f"{claim.id}: its certificates are too long to be locked; it will be searched every time")
            certificates = {}
        fresh[claim.id] = Record(
            self._digest(problem, claim),
            tool_digest(),
            report.verdict,
            check if keep else None,
            certificates,
            done.repairs if self.seed == 0 else {},
        )

    def outdated(self) -> tuple[str, ...]:
        """Why the locks are not those of the claims judged; () where they are."""
        found = []
        for lock in self.locks.values():
            for kind in ("new", "changed", "refused", "rejected", "judged otherwise", "incomplete"):
                if ids := lock.counts.get(kind):
                    found.append(f"{shown(lock.path)}: {kind}: {_listed(ids)}")
            if gone := self._gone(lock):
                found.append(f"{shown(lock.path)}: without a claim: {_listed(gone)}")
        return tuple(found)

    def _gone(self, lock: _Open) -> list[str]:
        """Ids (or files) that the lock has a record of and that are there no more."""
        gone = []
        mine = [p for p in self.problems if self.lock_of.get(p.path) == lock.path]
        now = {name_in(lock.path, p.path): {c.id for c in p.claims} for p in mine}
        for file, claims in lock.file.records.items():
            if file in now:
                gone += [claim for claim in claims if claim not in now[file]]
            elif not _stands(lock.path, file):
                gone.append(file)
        return gone

    def sentences(self) -> tuple[str, ...]:
        """What is to be said of each lock: a line on the claims, then the remarks."""
        said = []
        for lock in self.locks.values():
            path, counts = shown(lock.path), {kind: len(ids) for kind, ids in lock.counts.items()}
            replayed = counts.pop("replayed", 0)
            words = [f"{replayed} replayed"]
            if counts:
                kinds = ", ".join(f"{n} {kind}" for kind, n in counts.items())
                words.append(f"{sum(counts.values())} searched ({kinds})")
            if lock.as_recorded:
                words.append(f"the cross-checks of {lock.as_recorded} as recorded, not run again")
            said.append(f"{path}: {', '.join(words)}" + ("; written" if self.mode == WRITE else ""))
            said += [f"{path}: {remark}" for remark in lock.remarks]
        return tuple(said)

    def write(self) -> None:
        """Writes the locks: records of claims judged now, the old ones of claims that were not.  Raises LockError."""
        for lock in self.locks.values():
            records = {f: c for f, c in lock.file.records.items() if _stands(lock.path, f)}
            for problem in self.problems:
                if self.lock_of[problem.path] != lock.path:
                    continue
                file = name_in(lock.path, problem.path)
                old, new = lock.file.records.get(file, {}), lock.fresh.get(problem.path, {})
                known = {c.id: new.get(c.id, old.get(c.id)) for c in problem.claims}
                records[file] = {claim: record for claim, record in known.items() if record is not None}
            write_lock(lock.path, records)


def _main_key(problem: Problem, claim: Claim) -> str:
    """The key of the claim's own question; "" for a malformed claim, which has none."""
    return "" if claim.statement is None else key_of(question_of(problem, claim, claim.statement))


def _stands(lock: str, file: str) -> bool:
    """Whether the lock may have records of `file`: a path below its folder at which something lies."""
    inside = not os.path.isabs(file) and os.pardir not in file.split("/") and "\0" not in file
    return inside and os.path.lexists(os.path.join(os.path.dirname(lock), file))


def _listed(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - LISTED} more" if len(ids) > LISTED else ""
    return ", ".join(ids[:LISTED]) + more
