"""Where lock files lie.

Owns: which lock a problem file has (the nearest `symcheck.lock` in its folder or above, within the repository), and
where a new one goes (the common folder of the paths that were named).  Links are not resolved: a lock belongs to the
tree as it was named.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

NAME = "symcheck.lock"


def lock_of(path: str) -> str | None:
    """The nearest lock in the folder of the problem file `path` or above it; not above a folder that has a `.git`."""
    folder = os.path.dirname(os.path.abspath(path))
    while True:
        found = os.path.join(folder, NAME)
        if os.path.lexists(found):
            return found
        above = os.path.dirname(folder)
        if above == folder or os.path.lexists(os.path.join(folder, ".git")):
            return None
        folder = above


def new_lock(paths: Sequence[str]) -> str:
    """Where a lock for the problem files that `paths` name is made: a folder that is named alone is its own common folder."""
    whole = [os.path.abspath(p) for p in paths]
    folders = [p if os.path.isdir(p) else os.path.dirname(p) for p in whole]
    return os.path.join(os.path.commonpath(folders), NAME)


def name_in(lock: str, path: str) -> str:
    """The problem file `path` as the lock, which lies above it, calls it."""
    return os.path.relpath(os.path.abspath(path), os.path.dirname(lock)).replace(os.sep, "/")


def shown(lock: str) -> str:
    """The lock's path as a person here would write it."""
    near = os.path.relpath(lock)
    return lock if near.startswith(os.pardir + os.sep + os.pardir) else near
