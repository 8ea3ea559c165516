"""Derivations: lines, labels, chains and premises."""

import pytest

from symcheck.problem.lines import split_lines
from symcheck.problem.load import load_text
from symcheck.problem.source import Passage, Source

HEAD = """\
symbols:
  X: matrix(n, d)
  w, u: vector(d)
  f, g, h, k: real
  A: matrix(n, n)
claims:
  base: f = g
  p.q.d:
"""


def steps(lines, *, extra=""):
    text = HEAD + extra + "    derivation: |\n" + "".join(f"      {line}\n" for line in lines)
    return [c for c in load_text(text, "f").claims if c.step]


# lines → (label, relation, statement as read); None for a line without meaning
CHAINS = {
    "numbers": (["f = g", "g = h"], [("1", "", "f = g"), ("2", "", "g = h")]),
    "labels": (["[a] f = g", "[b-1.c] g = h"], [("a", "", "f = g"), ("b-1.c", "", "g = h")]),
    "a mixture": (["[a] f = g", "g = h"], [("a", "", "f = g"), ("2", "", "g = h")]),
    "the subject is kept": (["f = g", "= h", "= k"], [("1", "", "f = g"), ("2", "=", "f = h"), ("3", "=", "f = k")]),
    "a label on a continuation": (["[a] f = g", "[b] = h"], [("a", "", "f = g"), ("b", "=", "f = h")]),
    "a continuation that goes on": (["f = g", "= h = k"], [("1", "", "f = g"), ("2", "=", "f = h = k")]),
    "a continuation that goes on and on": (["f = g", "= h < k = 1"], [("1", "", "f = g"), ("2", "=", "f = h < k = 1")]),
    "a chain on one line": (["f = g = h", "= k"], [("1", "", "f = g = h"), ("2", "=", "f = k")]),
    "an inequality in a chain": (["f = g", "<= h", "= k"], [("1", "", "f = g"), ("2", "≤", "f <= h"), ("3", "=", "f <= k")]),
    "a strict inequality stays strict": (["f < g", "≤ h"], [("1", "", "f < g"), ("2", "≤", "f < h")]),
    "downward": (["f >= g", "> h"], [("1", "", "f >= g"), ("2", ">", "f > h")]),
    "approximately": (["f ~= g", "= h"], [("1", "", "f ~= g"), ("2", "=", "f ~= h")]),
    "implications": (
        ["f = g", "=> f + 1 = g + 1", "<=> g = f", "⇐ h = 0"],
        [("1", "", "f = g"), ("2", "=>", "f + 1 = g + 1"), ("3", "<=>", "g = f"), ("4", "<=", "h = 0")],
    ),
    "<= before a statement is the converse": (["f = g", "<= f = h"], [("1", "", "f = g"), ("2", "<=", "f = h")]),
    "an implication has a subject": (
        ["f = g", "=> h = k", "= g"], [("1", "", "f = g"), ("2", "=>", "h = k"), ("3", "=", "h = g")],
    ),
    "a wrapped line": (["f = g", "  + h", "= k"], [("1", "", "f = g + h"), ("2", "=", "f = k")]),
    "indented continuations": (["f = g", "  = h", "  = k"], [("1", "", "f = g"), ("2", "=", "f = h"), ("3", "=", "f = k")]),
    "the subject on a line of its own": (["f + g", "= h", "= k"], [("1", "", "f + g = h"), ("2", "=", "f + g = k")]),
    "comments and blank lines": (["# why", "f = g   # so", "", "= h"], [("1", "", "f = g"), ("2", "=", "f = h")]),
    "LaTeX": (["$f = g$", "$= h$"], [("1", "", "f = g"), ("2", "=", "f = h")]),
    "brackets around the subject": (["(f + g) = h", "= k"], [("1", "", "f + g = h"), ("2", "=", "f + g = k")]),
    "zero takes its size from the subject": (["w = u", "= 0"], [("1", "", "w = u"), ("2", "=", "w = 0")]),
    "a line without meaning leaves its left side": (["f = w", "= g"], [("1", "", None), ("2", "=", "f = g")]),
    "else the left side above": (["f = g", "w + X = h", "= k"], [("1", "", "f = g"), ("2", "", None), ("3", "=", "f = k")]),
    "a continuation without meaning": (["f = g", "= w", "= h"], [("1", "", "f = g"), ("2", "=", None), ("3", "=", "f = h")]),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), CHAINS.values(), ids=CHAINS.keys())
def test_the_full_statement_of_each_line(lines, expected):
    found = steps(lines)
    got = [(c.step.label, c.step.relation, c.read.replace("zeros(d, 1)", "0") if c.statement else None) for c in found]
    assert got == expected
    assert [c.id for c in found] == [f"p.q.d.{label}" for label, _, _ in expected]
    assert [c.step.previous for c in found] == [None, *(c.id for c in found[:-1])]


def test_the_text_of_a_step_is_what_was_written():
    first, second = steps(["[a] f = g   by base", "[b] = h"])
    assert (first.text, second.text) == ("f = g", "= h")
    assert (first.place.line, first.place.column) == (10, 7)


# the end of a line → (the statement left, ids, statements)
PREMISES = {
    "a full id": ("f = h by base", ("base",), ()),
    "a label of the same derivation": ("f = h by a", ("p.q.d.a",), ()),
    "relative to the derivation's name": ("f = h by d.a", ("p.q.d.a",), ()),
    "several": ("f = h by a, base", ("p.q.d.a", "base"), ()),
    "joined by and": ("f = h by a and base", ("p.q.d.a", "base"), ()),
    "a comma before by": ("f = h, by a", ("p.q.d.a",), ()),
    "in brackets": ("f = h (by a)", ("p.q.d.a",), ()),
    "a statement": ("f = h by X w = 0", (), ("X w = 0",)),
    "a statement with brackets": ("f = h (by norm(w) = 0)", (), ("norm(w) = 0",)),
    "both": ("f = h by a, g = h", ("p.q.d.a",), ("g = h",)),
    "two statements": ("f = h by f = g, g = h", (), ("f = g", "g = h")),
    "none": ("f = h", (), ()),
}


@pytest.mark.parametrize(("line", "ids", "statements"), PREMISES.values(), ids=PREMISES.keys())
def test_premises(line, ids, statements):
    _, step = steps(["[a] f = g", line])
    assert step.text == "f = h"
    assert step.step.by == ids
    assert tuple(g.text for g in step.step.premises) == statements
    labels = [g.label for g in step.step.premises]
    assert labels == (["by"] if len(statements) == 1 else [f"by.{i + 1}" for i in range(len(statements))])


def test_the_start_is_a_hypothesis_of_every_line_and_a_subject():
    first, second = steps(["= h", "= k"], extra="    from: f = g\n")
    assert (first.read, second.read) == ("f = h", "f = k")
    assert first.step.from_.label == "from" and first.step.from_.text == "f = g"
    assert first.step.from_ == second.step.from_


def test_expectations_by_label():
    text = HEAD + "    derivation: |\n      [a] f = g\n      f = h\n    expect:\n      a: fails\n      2: {follows: no}\n"
    first, second = (c for c in load_text(text, "f").claims if c.step)
    assert (first.expect.verdict, second.expect.verdict, second.expect.follows) == ("fails", None, "no")


def test_what_a_derivation_adds_holds_for_all_its_lines():
    found = steps(["f = b", "= 2"], extra="    given: f > 0\n    let:\n      b: '2'\n    tolerance: 0.5\n")
    assert all([g.text for g in c.given] == ["f > 0"] and c.tolerance == 0.5 and "b" in c.context.definitions for c in found)


def test_where_a_line_has_no_meaning_points_into_what_was_written():
    _, step = steps(["f = g", "= h + w"])
    assert step.text == "= h + w"
    assert step.malformed is not None
    assert step.text[step.malformed.span.start : step.malformed.span.end] in ("h + w", "w", "= h + w")


def test_a_leading_inequality_read_as_an_implication_is_noted():
    _, step = steps(["f = g", "<= f = h"])
    assert any("⇐" in note for note in step.notes)


def test_every_character_of_a_line_keeps_its_place():
    text = "[a] f = g +\n     h\n= k  by base\n"
    passage = Passage(Source("f", text), text, tuple(range(len(text) + 1)))
    first, second = split_lines(passage)
    assert first.body.text == "f = g + h"
    assert [first.body.place(i).line for i in (0, 8)] == [1, 2]
    assert (second.body.text, second.by.text, second.by.place().column) == ("k", "base", 9)


# lines → for each step: its statement, what is assumed for it, the case, the line before
ASIDES = {
    "a definition": (["let r = f + g", "r = h"], [("r = h", [], None, None)]),
    "several definitions": (["let r = f, q = g h", "r = q"], [("r = q", [], None, None)]),
    "a definition with a parameter": (["let L(w) = norm(w)^2", "L(u) = f"], [("L(u) = f", [], None, None)]),
    "let of a declared name is a condition": (["let f > 0", "f = g"], [("f = g", ["f > 0"], None, None)]),
    "where defines for its own line": (["f = r where r = g + h"], [("f = r", [], None, None)]),
    "where below a line": (["f = r", "  where r = g + h", "= h"], [("f = r", [], None, None), ("f = h", [], None, "1")]),
    "where in brackets": (["f = g/h (where h != 0)"], [("f = g / h", ["h != 0"], None, None)]),
    "a condition stays": (["f = g", "= h assuming h > 0", "= k"],
        [("f = g", [], None, None), ("f = h", ["h > 0"], None, "1"), ("f = k", ["h > 0"], None, "2")]),
    "where and by": (["f = g", "f = h where h > 0 by base"], [("f = g", [], None, None), ("f = h", ["h > 0"], None, "1")]),
    "by and where": (["f = g", "f = h by base, where h > 0"], [("f = g", [], None, None), ("f = h", ["h > 0"], None, "1")]),
    "cases": (["f = g", "case g > 0:", "  = h", "  = k", "case g <= 0:", "  = 0", "in all cases: f = g"],
        [("f = g", [], None, None), ("f = h", [], "g > 0", "1"), ("f = k", [], "g > 0", "2"), ("f = 0", [], "g <= 0", "1"),
         ("f = g", [], None, "4")]),
    "a case on one line": (["case f > 0: f = g", "case f <= 0: [b] f = h", "in both cases, f = k"],
        [("f = g", [], "f > 0", None), ("f = h", [], "f <= 0", None), ("f = k", [], None, "b")]),
    "a definition in a case ends with it": (["case f > 0:", "  let r = g", "  f = r", "case f <= 0:", "  let r = h", "  f = r"],
        [("f = r", [], "f > 0", None), ("f = r", [], "f <= 0", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), ASIDES.values(), ids=ASIDES.keys())
def test_definitions_conditions_and_cases_on_the_way(lines, expected):
    found = [c for c in steps(lines) if c.id != "base"]
    got = []
    for c in found:
        assert {g.text for g in (*c.step.assumed, *((c.step.case,) if c.step.case else ()))} == {g.text for g in c.given}
        previous = c.step.previous.rpartition(".")[2] if c.step.previous else None
        got.append((c.read, [g.text for g in c.step.assumed], c.step.case.text if c.step.case else None, previous))
    assert got == expected


def test_a_line_after_cases_rests_on_the_last_line_of_each():
    *_, last = steps(["case f > 0:", "  f = g", "  [a] f = h", "case f <= 0:", "  [b] f = k", "in all cases: f = g"])
    assert [(given.text, name) for given, name in last.step.cases] == [("f > 0", "p.q.d.a"), ("f <= 0", "p.q.d.b")]


def test_a_definition_reaches_the_lines_below_it_only():
    first, second = steps(["f = g", "let r = g + h", "= r"])
    assert "r" not in first.context.definitions and "r" in second.context.definitions
