"""Every error of a problem file: a text that triggers it, where it is found, and what is said.

The cases are data (tests/cases/problem_errors.json).  Each lists all errors of its text, so that nothing is reported
twice and no error hides another.
"""

import json
import re
from pathlib import Path

import pytest

import symcheck.problem
from symcheck.problem.load import ProblemErrors, format_error, load_text

CASES = json.loads((Path(__file__).parent.parent / "cases" / "problem_errors.json").read_text())["cases"]


def error(at, code, says, hint=""):
    return {"at": at, "code": code, "says": says, "hint": hint}


def doubling(count, claim):
    lines = ["symbols:", "  x: real", "let:", "  a0: x + x"]
    return [*lines, *(f"  a{i}: a{i - 1} + a{i - 1}" for i in range(1, count)), "claims:", f"  a: {claim}"]


LARGE = [
    {
        "id": "names: definitions that double",
        "text": doubling(60, "1 = 1"),
        "errors": [error(f"{i + 4}:3", "too-large", f"`a{i}` unfolds to more than 100000 symbols") for i in range(15, 60)],
    },
    {
        "id": "names: a claim that doubles",
        "text": doubling(15, "a14 + a14 + a14 + a14 = x"),
        "errors": [error("20:6", "too-large", "unfolds to more than 100000 symbols", "fewer nested definitions")],
    },
    {
        "id": "data: too many numbers",
        "text": ["data:", f"  A: '[{'1, ' * 5000}1]'", "claims:", "  a: 1 = 1"],
        "errors": [error("2:6", "too-large", "more than 4096 entries")],
    },
    {
        "id": "networks: too many layers",
        "text": ["networks:", "  c:", "    input: 3", "    layers:", *["      - relu"] * 2001, "claims:", "  a: 1 = 1"],
        "errors": [error("5:7", "too-large", "more than 2000 layers")],
    },
]
ALL = [*CASES, *LARGE]


def errors_of(text):
    with pytest.raises(ProblemErrors) as found:
        load_text(text, "hw.yaml")
    return found.value.errors


def place(at):
    line, _, column = at.partition(":")
    return int(line), int(column or 0)


@pytest.mark.parametrize("case", ALL, ids=[c["id"] for c in ALL])
def test_the_error_is_found_in_its_place(case):
    text = "\n".join(case["text"]) + "\n"
    errors = sorted(errors_of(text), key=lambda e: (e.line, e.column))
    expected = sorted(case["errors"], key=lambda e: place(e["at"]))
    shown = "\n".join(format_error(e) for e in errors)
    assert [f"{e.line}:{e.column}" for e in errors] == [e["at"] for e in expected], shown
    for found, wanted in zip(errors, expected, strict=True):
        assert (found.path, found.code) == ("hw.yaml", wanted["code"]), shown
        assert wanted["says"] in found.message, shown
        assert wanted["hint"] in found.hint, shown
        if found.line:
            line, carets = found.excerpt.split("\n")
            shown_text = text.replace("\t", " ").replace("\x07", "\N{REPLACEMENT CHARACTER}")
            assert line.strip("…") in shown_text
            assert set(carets) in ({"^"}, {" ", "^"})


def test_every_code_has_a_case():
    """A message that no case reaches may be wrong without anyone noticing."""
    codes = set()
    for path in Path(symcheck.problem.__file__).parent.glob("*.py"):
        if path.name not in ("single.py", "schema.py"):
            codes |= set(re.findall(r'code="([a-z-]+)"', path.read_text()))
            codes |= set(re.findall(r'"(yaml-[a-z-]+|unknown-[a-z]+|too-[a-z]+|missing-[a-z]+|ragged-[a-z]+)"', path.read_text()))
    in_test_paths = {"unreadable-file", "not-utf-8"}
    reached = {e["code"] for case in ALL for e in case["errors"]}
    assert codes - in_test_paths <= reached, f"no case for {sorted(codes - in_test_paths - reached)}"


def test_a_message_is_rendered_with_line_caret_and_hint():
    (found,) = errors_of("symbols:\n  eta: real\nclaims:\n  a: eta = zeta\n")
    assert format_error(found).split("\n") == [
        "hw.yaml:4:12: the name `zeta` is not declared",
        "    a: eta = zeta",
        "             ^^^^",
        f"  {found.hint}",
    ]
    assert "eta" in found.hint


def test_a_long_line_is_shown_around_the_error():
    (found,) = errors_of("symbols:\n  x: real\nclaims:\n  a: " + "x + " * 100 + "zeta = " + "x + " * 100 + "x\n")
    line, carets = found.excerpt.split("\n")
    assert line.startswith("…") and line.endswith("…") and len(line) <= 110
    assert line[carets.index("^") : carets.rindex("^") + 1] == "zeta"


def test_the_text_of_the_exception_has_every_error():
    with pytest.raises(ProblemErrors) as found:
        load_text("symbols:\n  a: b\n  c: d\nclaims:\n  x: 1 = 1\n", "hw.yaml")
    assert str(found.value) == "\n".join(format_error(e) for e in found.value.errors)
    assert str(found.value).count("hw.yaml:") == 2
