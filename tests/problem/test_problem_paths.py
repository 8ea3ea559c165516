"""Files and folders: what may be read, what `uses:` may name, which files are problems; hostile input."""

import os
import re
from hashlib import sha256

import pytest

from symcheck.problem.load import ProblemErrors, find_problems, load, load_text

CLAIM = "claims:\n  a: x = x\n"


@pytest.fixture
def write(tmp_path):
    def put(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, encoding="utf-8")
        return str(path)

    return put


def refused(path):
    with pytest.raises(ProblemErrors) as found:
        load(path)
    return found.value.errors


def test_the_hash_is_that_of_the_file(write):
    text = "claims:\n  a: 1 = 1\n"
    assert load(write("a.yaml", text)).sha256 == sha256(text.encode()).hexdigest()


UNREADABLE = {
    "not UTF-8": (b"claims:\n  a: \xff\n", "not-utf-8", "byte 0xff in line 2"),
    "binary": (bytes(range(256)), "not-utf-8", "not UTF-8"),
    "too large": (b"#" * (2 << 20), "too-large", "larger than 1 MiB"),
    "control characters": (b"claims:\n  a: \x00\n", "control-character", "U+0000"),
    "empty": (b"", "empty-file", "the file is empty"),
}


@pytest.mark.parametrize(("raw", "code", "words"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_file_that_is_no_text(write, raw, code, words):
    (error,) = refused(write("a.yaml", raw))
    assert (error.code, words in error.message) == (code, True), error.message


def test_a_path_that_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    cases = {
        str(tmp_path): "is a folder",
        str(tmp_path / "none.yaml"): "there is no such file",
        str(tmp_path / "pipe"): "not a regular file",
        "/dev/zero": "not a regular file",
        "a\0b": "cannot be read",
    }
    for path, words in cases.items():
        (error,) = refused(path)
        assert error.code == "unreadable-file"
        assert words in error.message
        assert error.line == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(write):
    path = write("a.yaml", CLAIM)
    os.chmod(path, 0)
    (error,) = refused(path)
    assert error.code == "unreadable-file"


NOTATION = "symbols:\n  x: real\n  X: matrix(n, d)\nlet:\n  s: x + 1\ndata:\n  J: [1, 2]\nstar: product\n"


def test_uses_brings_symbols_definitions_and_data(write):
    write("problems/notation.yaml", NOTATION)
    path = write("problems/hw/a.yaml", "uses: ../notation.yaml\nlet:\n  q: s + J[1]\nclaims:\n  a: x = q\n")
    problem = load(path)
    assert set(problem.context.symbols) == {"x", "X"}
    assert set(problem.context.definitions) == {"s", "J", "q"}
    assert problem.context.star == "product"


def test_uses_brings_recurrences_networks_and_tables(write):
    objects = (
        "data:\n  T: |\n    0: 1\nrecurrences:\n  r:\n    start:\n      w: '0'\n    updates:\n      w: w + 1\n"
        "networks:\n  c:\n    input: 3\n    layers:\n      - relu\n"
    )
    write("o.yaml", objects)
    problem = load(write("a.yaml", "uses: [o.yaml]\nclaims:\n  a: r.w[2] = 2\n"))
    assert set(problem.objects) == {"T", "r", "c"}


def test_hypotheses_and_claims_are_not_inherited(write):
    write("b.yaml", "symbols:\n  x: real\ngiven: x > 0\n" + CLAIM)
    (claim,) = load(write("a.yaml", "uses: b.yaml\nclaims:\n  c: x = 1\n")).claims
    assert (claim.id, claim.given) == ("c", ())


def test_one_file_used_along_two_ways_is_no_conflict(write):
    write("base.yaml", "symbols:\n  x: real\n")
    write("b.yaml", "uses: base.yaml\nlet:\n  b: x + 1\n")
    write("c.yaml", "uses: base.yaml\nlet:\n  c: x + 2\n")
    assert load(write("a.yaml", "uses:\n  - b.yaml\n  - c.yaml\nclaims:\n  a: b = c\n")).claims


# files → (path, line, column, code, words)
USES = {
    "a missing file": ({"a.yaml": "uses: b.yaml\n" + CLAIM}, "a.yaml", 1, 7, "unreadable-file", "there is no such file"),
    "a folder": ({"a.yaml": "uses: d\n" + CLAIM, "d/x": ""}, "a.yaml", 1, 7, "unreadable-file", "is a folder"),
    "an absolute path": ({"a.yaml": "uses: /etc/passwd\n" + CLAIM}, "a.yaml", 1, 7, "uses-outside", "must stand below"),
    "above the folder": (
        {"d/a.yaml": "uses: ../b.yaml\n" + CLAIM, "b.yaml": NOTATION}, "d/a.yaml", 1, 7, "uses-outside", "below d",
    ),
    "above problems": (
        {"problems/d/a.yaml": "uses: ../../b.yaml\n" + CLAIM, "b.yaml": NOTATION}, "problems/d/a.yaml", 1, 7, "uses-outside",
        "below problems",
    ),
    "itself": ({"a.yaml": "uses: a.yaml\n" + CLAIM}, "a.yaml", 1, 7, "uses-cycle", "a.yaml → a.yaml"),
    "a cycle": (
        {"a.yaml": "uses: b.yaml\n" + CLAIM, "b.yaml": "uses: a.yaml\n"}, "b.yaml", 1, 7, "uses-cycle",
        "a.yaml → b.yaml → a.yaml",
    ),
    "a name declared in both": (
        {"a.yaml": "uses: b.yaml\nsymbols:\n  x: real\n" + CLAIM, "b.yaml": "symbols:\n  x: real\n"}, "a.yaml", 3, 3,
        "declared-twice", "`x` is declared twice",
    ),
    "a name declared in two used files": (
        {"a.yaml": "uses: [b.yaml, c.yaml]\n" + CLAIM, "b.yaml": "symbols:\n  x: real\n", "c.yaml": "symbols:\n  x: real\n"},
        "a.yaml", 1, 16, "declared-twice", "`x` is declared in",
    ),
    "an error in the used file": (
        {"a.yaml": "uses: b.yaml\n" + CLAIM, "b.yaml": "symbols:\n  x: reel\n"}, "b.yaml", 2, 6, "unknown-kind", "`reel`",
    ),
    "two readings of the star": (
        {"a.yaml": "uses: b.yaml\nstar: elementwise\n" + CLAIM, "b.yaml": NOTATION}, "a.yaml", 1, 7, "star-conflict",
        "elementwise here",
    ),
    "a mapping": ({"a.yaml": "uses: {a: b}\nsymbols:\n  x: real\n" + CLAIM}, "a.yaml", 1, 7, "wrong-form", "the path of a file"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "path", "line", "column", "code", "words"), USES.values(), ids=USES.keys())
def test_uses_that_is_refused(write, tmp_path, files, path, line, column, code, words):
    for name, text in files.items():
        write(name, text)
    main = next(iter(files))
    first = next(e for e in refused(str(tmp_path / main)) if e.code == code)
    assert (os.path.relpath(first.path, tmp_path), first.line, first.column) == (path, line, column)
    assert words in first.message


def test_a_link_out_of_the_root_is_refused(write, tmp_path):
    write("secret.yaml", NOTATION)
    path = write("d/a.yaml", "uses: link.yaml\n" + CLAIM)
    (tmp_path / "d" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    assert {e.code for e in refused(path)} >= {"uses-outside"}


def test_a_long_row_of_uses_is_bounded(write):
    for i in range(60):
        write(f"f{i}.yaml", f"uses: f{i + 1}.yaml\n")
    write("f60.yaml", "symbols:\n  x: real\n")
    errors = refused(write("a.yaml", "uses: f0.yaml\n" + CLAIM))
    assert any(e.code == "too-large" and "more than 50 files" in e.message for e in errors)


def test_text_without_a_file_uses_none():
    with pytest.raises(ProblemErrors) as found:
        load_text("uses: b.yaml\nclaims:\n  a: 1 = 1\n", "posted")
    assert [e.code for e in found.value.errors] == ["uses-outside"]


def test_the_problems_of_a_folder(write, tmp_path):
    files = {
        "b/two.yml": CLAIM,
        "b/one.yaml": "uses: ../notation.yaml\n" + CLAIM,
        "notation.yaml": NOTATION,
        "forgotten.yaml": NOTATION,
        ".hidden/three.yaml": CLAIM,
        "notes.txt": "claims",
        "both.yaml": NOTATION + CLAIM,
        "c/list.yaml": "uses:\n  - ../both.yaml\n" + CLAIM,
    }
    for name, text in files.items():
        write(name, text)
    found = [os.path.relpath(p, tmp_path) for p in find_problems([str(tmp_path)])]
    assert found == ["b/one.yaml", "b/two.yml", "both.yaml", "c/list.yaml", "forgotten.yaml"]


def test_a_file_is_named_once(write, tmp_path):
    path = write("a.yaml", CLAIM)
    assert find_problems([path, str(tmp_path), path]) == (path,)
    assert find_problems([write("notation.yaml", NOTATION)]) == (str(tmp_path / "notation.yaml"),)


def test_a_path_that_does_not_exist(tmp_path):
    with pytest.raises(ProblemErrors, match="no such file or folder"):
        find_problems([str(tmp_path / "none")])


X = "symbols:\n  x: real\n"
HOSTILE = {
    "billion laughs": ("a: &a [x, x]\n" + "".join(f"b{i}: &b{i} [*a, *a, *a]\n" for i in range(5000)), "yaml-special-character"),
    "a million aliases": ("a: [" + "*a," * 300_000 + "]\n", "yaml-special-character"),
    "deep lists": ("a: " + "[" * 1_000_000, "too-deep"),
    "deep mappings": ("a: " + "{a: " * 200_000, "too-deep"),
    "deep block lists": ("- " * 500_000, "too-deep"),
    "too many entries": ("".join(f"c{i}: a\n" for i in range(60_000)), "too-large"),
    "ten thousand brackets": (X + "claims:\n  a: " + "(" * 10_000 + "x" + ")" * 10_000 + " = x\n", None),
    "a megabyte of mathematics": (X + "claims:\n  a: x = " + "x + " * 250_000 + "x\n", None),
    "a tower": (X + "claims:\n  a: x = 9^9^9^9^9\n", None),
    "a power of ten as a tolerance": ("tolerance: 1e-999999999\nclaims:\n  a: 1 = 1\n", "not-a-number"),
    "a power of ten in data": ("data:\n  a: [1e999999999]\nclaims:\n  a: 1 = 1\n", "not-a-number"),
    "blanks before a colon": ("claims:\n  a" + " " * 500_000 + "b: c: d\n", "yaml-no-key"),
    "a long key": ("? " + "a" * 900_000 + "\n: b\n", "yaml-key"),
    "a long label": (X + "claims:\n  d:\n    derivation: |\n      [" + "a" * 900_000 + "] x = x\n", "not-an-id"),
    "many premises": (X + "claims:\n  d:\n    derivation: |\n      x = x " + "(by " * 200_000 + "\n", None),
    "open quotes": ("claims:\n" + "".join(f"  c{i}: 'x\n" for i in range(50_000)), "yaml-special-character"),
    "open brackets in data": ("data:\n  A: '" + "[" * 500_000 + "'\nclaims:\n  a: 1 = 1\n", "wrong-form"),
    "two megabytes": ("# " + "x" * (2 << 20) + "\nclaims:\n  a: 1 = 1\n", "too-large"),
    "a Python object": ("claims:\n  a: !!python/object/new:os.system [echo PWNED]\n", "yaml-special-character"),
    "unknown lines": (
        X + "claims:\n  d:\n    derivation: |\n" + "".join(f"      [l{i}] x = x\n" for i in range(2000)) + "    expect:\n"
        + "".join(f"      m{i}: fails\n" for i in range(2000)),
        "unknown-line",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_refused(text, code):
    with pytest.raises(ProblemErrors) as found:
        load_text(text, "f")
    assert code in (None, *(e.code for e in found.value.errors))
    assert len(found.value.errors) <= 500
    assert all(len(e.message) < 500 and len(e.excerpt) < 500 for e in found.value.errors)
    assert len(str(found.value)) < 100_000


def test_more_errors_than_are_kept_are_counted():
    with pytest.raises(ProblemErrors) as found:
        load_text("".join(f"k{i}: a\n" for i in range(2000)), "f")
    assert len(found.value.errors) == 500
    assert re.search(r"… and 1950 more errors$", str(found.value))
