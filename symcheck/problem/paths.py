"""Files and folders: reading a problem file safely, what `uses:` may name, which files are problems.

Owns: size, encoding and kind of a file; the root below which `uses:` stays.  Does not own: what is in a file.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from symcheck.problem.errors import ErrorLog
from symcheck.problem.source import Source
from symcheck.problem.yaml_text import MAX_BYTES

SUFFIXES = (".yaml", ".yml")
ROOT_NAME = "problems"


def read_source(path: str, log: ErrorLog) -> tuple[Source, str] | None:
    """The text of a file and the SHA-256 of its bytes; None (and an error) where it is no readable UTF-8 text file.

    Never blocks on a pipe or a device, and never reads more than the limit.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as e:
        reason = "there is no such file" if isinstance(e, FileNotFoundError) else getattr(e, "strerror", None) or str(e)
        log.whole(path, f"cannot be read: {reason}", code="unreadable-file")
        return None
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            folder = stat.S_ISDIR(mode)
            what, hint = ("a folder, not a problem file", "name a file in it") if folder else ("not a regular file", "")
            log.whole(path, f"is {what}", code="unreadable-file", hint=hint)
            return None
        raw = b""
        while len(raw) <= MAX_BYTES and (piece := os.read(handle, MAX_BYTES + 1 - len(raw))):
            raw += piece
    except OSError as e:
        log.whole(path, f"cannot be read: {e.strerror}", code="unreadable-file")
        return None
    finally:
        os.close(handle)
    if len(raw) > MAX_BYTES:
        log.whole(path, f"the file is larger than {MAX_BYTES >> 20} MiB", code="too-large", hint="split it into several files")
        return None
    try:
        return Source(path, raw.decode("utf-8-sig")), sha256(raw).hexdigest()
    except UnicodeDecodeError as e:
        line = raw.count(b"\n", 0, e.start) + 1
        message = f"the file is not UTF-8 text: byte 0x{raw[e.start]:02x} in line {line}"
        log.whole(path, message, code="not-utf-8", hint="save it as UTF-8")
        return None


def root_of(path: str) -> Path:
    """The folder below which the files that `path` uses must stand: the nearest one called `problems`, or its own."""
    folder = Path(os.path.realpath(path)).parent
    return next((f for f in (folder, *folder.parents) if f.name == ROOT_NAME), folder)


def used_path(named: str, source: Source, root: Path) -> str | None:
    """The path of a file that `source` uses; None where it is absolute or leaves the root (also through a link)."""
    if not named or os.path.isabs(named) or "\\" in named or "\0" in named:
        return None
    path = os.path.normpath(os.path.join(os.path.dirname(source.path), named))
    return path if Path(os.path.realpath(path)).is_relative_to(root) else None


def find_problems(paths: Iterable[str]) -> tuple[str, ...]:
    """The problem files that `paths` name: files as they are, folders searched for *.yaml and *.yml, sorted.

    In a folder, a file without `claims:` that another file uses is no problem; hidden folders are left out, and
    links to folders are not followed.  Raises ProblemErrors for a path that does not exist.
    """
    log = ErrorLog()
    found: dict[str, None] = {}
    for path in paths:
        if os.path.isdir(path):
            found.update(dict.fromkeys(_in_folder(path)))
        elif os.path.lexists(path):
            found.setdefault(path)
        else:
            log.whole(path, "there is no such file or folder", code="unreadable-file")
    log.raise_if_any()
    return tuple(found)


def _in_folder(folder: str) -> list[str]:
    files: list[str] = []
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        files += [os.path.join(where, n) for n in names if n.endswith(SUFFIXES) and not n.startswith(".")]
    texts: dict[str, str] = {}
    for path in files:
        read = read_source(path, ErrorLog())
        texts[path] = "" if read is None else read[0].text
    used = {os.path.realpath(p) for path, text in texts.items() for p in _uses(path, text)}
    return sorted(p for p, text in texts.items() if CLAIMS.search(text) or os.path.realpath(p) not in used)


CLAIMS = re.compile(r"^(?:claims|'claims'|\"claims\")\s*:", re.MULTILINE)
USES = re.compile(r"^uses\s*:[ \t]*(?P<one>[^\n#]*)(?P<more>(?:\n[ \t]*-[^\n]*)*)", re.MULTILINE)


def _uses(path: str, text: str) -> list[str]:
    """The paths that a file uses, read without judging the file."""
    found = USES.search(text)
    if found is None:
        return []
    listed = [line.strip()[1:] for line in found["more"].split("\n") if line.strip()]
    named = [*found["one"].strip().strip("[]").split(","), *listed]
    words = [n.split(" #")[0].strip().strip("'\"") for n in named]
    return [os.path.join(os.path.dirname(path), w) for w in words if w]
