"""A lock file as data: `Record`, `LockFile`; reading one with suspicion, writing one that merges line by line.

Owns: the format `symcheck/lock/1` and its limits.  Does not own: where a lock lies (places.py), or what a record is good
for (ledger.py).  Whatever is wrong with the file as a whole is a LockError; a record that has not the form of one is left
out, with a reason.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from symcheck.report import CrossCheck, Json

SCHEMA = "symcheck/lock/1"
MAX_BYTES = 64 << 20
MAX_RECORD = 1 << 20  # bytes of the certificates of one claim; with more it is searched every time
MAX_DETAIL = 400
VERDICTS = ("holds", "fails", "malformed", "undecided")
CROSSCHECKS = ("agrees", "contradicts", "inconclusive", "not-applicable")
REWRITE = "`symcheck verify --lock` writes it anew"


class LockError(ValueError):
    """A lock file that cannot be used or written at all; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of one claim.

    claim, tool: digests (digest.py).  verdict: what came out, only to notice that something else comes out now.
    certificates: by the key of the question that they answer; the claim's own question is one of them.
    repairs: which edit of a wrong equation makes it hold, and which assumption, by the key of that equation.
    """

    claim: str
    tool: str
    verdict: str
    crosscheck: CrossCheck | None = None
    certificates: Mapping[str, Json] = field(default_factory=dict)
    repairs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LockFile:
    """Records by the path of the problem file (from the lock's folder, with /) and the claim's id; and what was left out."""

    records: Mapping[str, Mapping[str, Record]]
    refused: Mapping[tuple[str, str], str] = field(default_factory=dict)


def read_lock(path: str) -> LockFile:
    """Raises LockError."""
    try:
        said = json.loads(_text(path))
    except RecursionError:
        raise LockError(f"{path}: this JSON is nested too deeply; {REWRITE}") from None
    except ValueError as error:
        raise LockError(f"{path}: this is not JSON ({error}), as after an unfinished merge; {REWRITE}") from None
    if not isinstance(said, dict) or not isinstance(said.get("schema"), str):
        raise LockError(f"{path}: this is no lock file of symcheck: it has no `schema` that says {SCHEMA!r}")
    if said["schema"] != SCHEMA:
        raise LockError(f"{path}: its `schema` is {said['schema'][:40]!r}, not {SCHEMA!r}; {REWRITE}")
    problems = said.get("problems")
    if not isinstance(problems, dict) or not all(isinstance(claims, dict) for claims in problems.values()):
        raise LockError(f"{path}: its `problems` are not objects of records by claim; {REWRITE}")
    records: dict[str, dict[str, Record]] = {}
    refused: dict[tuple[str, str], str] = {}
    for file, claims in problems.items():
        records[file] = {}
        for claim, item in claims.items():
            try:
                records[file][claim] = _record(item)
            except ValueError as error:
                refused[file, claim] = str(error)
    return LockFile(records, refused)


def _text(path: str) -> str:
    """The text of a regular file of bounded size.  Raises LockError."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise LockError(f"{path}: this is not a regular file")
        with open(path, "rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise LockError(f"{path}: it cannot be read: {error.strerror}") from None
    if len(raw) > MAX_BYTES:
        raise LockError(f"{path}: this is larger than {MAX_BYTES >> 20} MiB; delete it, and lock the folders below it one by one")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise LockError(f"{path}: this is not UTF-8 text; {REWRITE}") from None


def _record(item: object) -> Record:
    """Raises ValueError with the reason."""
    if not isinstance(item, dict):
        raise ValueError("its record is not an object")
    for key in ("claim", "tool", "verdict"):
        if not isinstance(item.get(key), str):
            raise ValueError(f"its record has no text `{key}`")
    if item["verdict"] not in VERDICTS:
        raise ValueError(f"its record has the verdict {item['verdict'][:40]!r}")
    certificates = item.get("certificates")
    if not isinstance(certificates, dict):
        raise ValueError("its record has no object `certificates`")
    repairs = item.get("repairs", {})
    if not isinstance(repairs, dict) or not all(type(at) is int for at in repairs.values()):
        raise ValueError("its record has `repairs` that are no numbers")
    return Record(item["claim"], item["tool"], item["verdict"], _crosscheck(item.get("crosscheck")), certificates, repairs)


def _crosscheck(item: object) -> CrossCheck | None:
    if item is None:
        return None
    match item:
        case {"status": str(status), "detail": str(detail)} if status in CROSSCHECKS and len(detail) <= MAX_DETAIL:
            return CrossCheck(status, detail)
    raise ValueError("its record has a cross-check that is none")


def write_lock(path: str, records: Mapping[str, Mapping[str, Record]]) -> None:
    """Replaces the file at once, or leaves it as it was.  A claim a line, in the order given.  Raises LockError."""
    files = []
    for file in sorted(records):
        if records[file]:
            lines = ",\n".join(f"{json.dumps(claim)}: {_line(r)}" for claim, r in records[file].items())
            files.append(f"{json.dumps(file)}: {{\n{lines}\n}}")
    text = f'{{"schema": "{SCHEMA}",\n"problems": {{\n' + ",\n".join(files) + "\n}}\n"
    raw = text.encode("utf-8")
    if len(raw) > MAX_BYTES:
        raise LockError(f"{path}: it would be larger than {MAX_BYTES >> 20} MiB; lock the folders below it one by one")
    folder = os.path.dirname(path) or "."
    written = ""
    try:
        handle, written = tempfile.mkstemp(prefix=".symcheck.lock.", dir=folder)
        with os.fdopen(handle, "wb") as out:
            out.write(raw)
        os.chmod(written, _mode(path))
        os.replace(written, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(written)
        raise LockError(f"{path}: it cannot be written: {error.strerror}") from None


def _line(record: Record) -> str:
    said: dict[str, Json] = {"claim": record.claim, "tool": record.tool, "verdict": record.verdict}
    if record.crosscheck is not None:
        said["crosscheck"] = {"status": record.crosscheck.status, "detail": record.crosscheck.detail}
    if record.repairs:
        said["repairs"] = dict(record.repairs)
    said["certificates"] = dict(record.certificates)
    return json.dumps(said, separators=(",", ":"))


def _mode(path: str) -> int:
    """The permissions of the file that is there, else those of any new file of this process."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
