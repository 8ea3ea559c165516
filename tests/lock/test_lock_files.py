"""Reading and writing the file, and where it lies."""

import json
import os

import pytest

from symcheck.lock import records
from symcheck.lock.places import lock_of, name_in, new_lock
from symcheck.lock.records import LockError, Record, read_lock, write_lock
from symcheck.report import CrossCheck

RECORD = Record("c" * 64, "1.0+abc", "holds", CrossCheck("agrees", "at 6 points"), {"k": {"0": {"proof": []}}}, {"k": 3})
EMPTY = {"schema": "symcheck/lock/1", "problems": {}}

BROKEN = {
    "nothing": (b"", "this is not JSON"),
    "truncated": (b'{"schema": "symcheck/lock/1",\n"problems": {\n"a.yaml": {\n"one": {"cl', "this is not JSON"),
    "an unfinished merge": (b'{"schema": "symcheck/lock/1",\n<<<<<<< HEAD\n', "as after an unfinished merge; `symcheck ver"),
    "nesting": (b"[" * 200_000, "this JSON is nested too deeply"),
    "a number too long to read": (b'{"schema": ' + b"9" * 5000 + b"}", "this is not JSON"),
    "no UTF-8": (b'{"schema": "\xff"}', "this is not UTF-8 text"),
    "a list": (b"[]", "it has no `schema` that says 'symcheck/lock/1'"),
    "another tool's lock": (b'{"version": 1, "package": []}', "this is no lock file of symcheck"),
    "another version": (json.dumps({**EMPTY, "schema": "symcheck/lock/9"}).encode(), "its `schema` is 'symcheck/lock/9'"),
    "no problems": (b'{"schema": "symcheck/lock/1"}', "its `problems` are not objects of records by claim"),
    "problems in a list": (json.dumps({**EMPTY, "problems": {"a.yaml": []}}).encode(), "its `problems` are not objects"),
}


@pytest.mark.parametrize(("raw", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_is_no_lock_is_an_error_that_says_why(tmp_path, raw, words):
    path = tmp_path / "symcheck.lock"
    path.write_bytes(raw)
    with pytest.raises(LockError) as caught:
        read_lock(str(path))
    assert words in str(caught.value) and str(path) in str(caught.value) and len(str(caught.value)) < 600


def test_a_huge_file_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "symcheck.lock"
    with open(path, "wb") as file:
        file.truncate(records.MAX_BYTES + 1)
    with pytest.raises(LockError, match="this is larger than 64 MiB; delete it"):
        read_lock(str(path))


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "a link to nothing"])
def test_what_is_no_file_is_not_waited_for(tmp_path, kind):
    path = tmp_path / "symcheck.lock"
    {"a folder": os.mkdir, "a pipe": os.mkfifo, "a link to nothing": lambda p: os.symlink("nowhere", p)}[kind](path)
    with pytest.raises(LockError):
        read_lock(str(path))


def test_what_is_written_is_read_again_a_claim_a_line(tmp_path):
    path = str(tmp_path / "symcheck.lock")
    plain = Record("d" * 64, "1.0+abc", "undecided")
    write_lock(path, {"b.yaml": {"two": plain, "one": RECORD}, "a.yaml": {"π.1": RECORD}, "empty.yaml": {}})
    found = read_lock(path)
    assert found.refused == {}
    assert found.records == {"a.yaml": {"π.1": RECORD}, "b.yaml": {"two": plain, "one": RECORD}}
    lines = (tmp_path / "symcheck.lock").read_text().splitlines()
    assert sum('"certificates"' in line for line in lines) == 3
    assert os.listdir(tmp_path) == ["symcheck.lock"]


def test_a_lock_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "symcheck.lock").mkdir()
    with pytest.raises(LockError, match="it cannot be written"):
        write_lock(str(tmp_path / "symcheck.lock"), {})
    assert os.listdir(tmp_path) == ["symcheck.lock"]


def test_a_lock_that_would_be_too_large_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "MAX_BYTES", 100)
    with pytest.raises(LockError, match="it would be larger than 0 MiB; lock the folders below it one by one"):
        write_lock(str(tmp_path / "symcheck.lock"), {"a.yaml": {"one": RECORD}})
    assert os.listdir(tmp_path) == []


def test_the_nearest_lock_within_the_repository_is_that_of_a_file(tmp_path):
    repository = tmp_path / "repository"
    (repository / "course" / "week1").mkdir(parents=True)
    (repository / ".git").mkdir()
    file = str(repository / "course" / "week1" / "page.yaml")
    (tmp_path / "symcheck.lock").touch()
    assert lock_of(file) is None
    for folder in (repository, repository / "course"):
        (folder / "symcheck.lock").touch()
        assert lock_of(file) == str(folder / "symcheck.lock")
    assert name_in(str(repository / "symcheck.lock"), file) == "course/week1/page.yaml"


def test_a_new_lock_goes_into_the_common_folder(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.yaml").touch()
    assert new_lock([str(tmp_path / "a")]) == str(tmp_path / "a" / "symcheck.lock")
    assert new_lock([str(tmp_path / "a" / "page.yaml")]) == str(tmp_path / "a" / "symcheck.lock")
    assert new_lock([str(tmp_path / "a"), str(tmp_path / "b" / "page.yaml")]) == str(tmp_path / "symcheck.lock")
