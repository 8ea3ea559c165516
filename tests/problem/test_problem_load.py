"""What a readable file says: claims, names, hypotheses, expectations, places."""

from fractions import Fraction

import pytest

from symcheck.language.printing import to_text
from symcheck.problem.load import load, load_text
from symcheck.problem.types import Expect

FILE = """\
title: One step
source: a homework
symbols:
  X: matrix(n, d)
  v, w: vector(d)
  t: vector(n)
  η: real
  x: random vector(d), mean mu
  mu: vector(d)
given: n >= 1                     # of the whole file
star: product
domain: strict
tolerance: 1e-6
let:
  a: X w - t
  L(u): norm(X u - t)^2 / n
claims:
  plain: w = v
  folded: X w
    = t
  block: |
    # a remark
    X w =
      t      # another
  quoted: 'X'' t = v'
  long:
    claim: argmin(L(w - eta v), eta) = b
    given: |
      # two lines
      X v != 0
      b > 0
    let:
      b: norm(v)^2
    tolerance: 1/4
    domain: ignore
    expect: {verdict: fails, follows: none, diagnosis: missing-term, because: vacuous, where: 'n > 1'}
    note: for whoever reads this
  short:
    claim: w = v
    expect: fails
  malformed: X w = w
  listed:
    claim: w = v
    given:
      - v = w
      - n > 2, d > 1
    expect:
      where:
        - n >= 1
        - v = w
"""


@pytest.fixture(scope="module")
def problem():
    return load_text(FILE, "hw.yaml", "abc")


@pytest.fixture(scope="module")
def claims(problem):
    return {c.id: c for c in problem.claims}


def test_the_file_itself(problem):
    assert (problem.path, problem.sha256, problem.title, problem.source) == ("hw.yaml", "abc", "One step", "a homework")
    assert problem.domain == "strict"
    assert set(problem.context.symbols) == {"X", "v", "w", "t", "eta", "mu", "x"}
    assert problem.context.star == "product"
    assert problem.context.definitions["L"].params == ("u",)
    assert problem.context.definitions["a"].text == "X w - t"


def test_several_names_share_a_kind(problem):
    assert problem.context.symbols["v"] == problem.context.symbols["w"] != problem.context.symbols["t"]


def test_a_kind_may_mention_a_symbol_declared_below_it(problem):
    assert problem.context.symbols["x"].mean is not None
    assert problem.context.symbols["x"].mean.shape == problem.context.symbols["mu"].shape


PLACES = [("plain", 18, 10), ("folded", 19, 11), ("block", 23, 5), ("quoted", 25, 12)]


@pytest.mark.parametrize(("name", "line", "column"), PLACES)
def test_a_claim_knows_its_place(claims, name, line, column):
    assert (claims[name].place.line, claims[name].place.column) == (line, column)


def test_every_style_of_text_is_read_whole(claims):
    assert [claims[n].read for n in ("plain", "folded", "block", "quoted")] == ["w = v", "X w = t", "X w = t", "X^T t = v"]


def test_hypotheses_are_labelled_through(claims):
    assert [(g.label, g.text) for g in claims["long"].given] == [
        ("given.1", "n >= 1"), ("given.2", "X v != 0"), ("given.3", "b > 0"),
    ]  # fmt: skip
    assert [g.place.line for g in claims["long"].given] == [10, 30, 31]
    assert [g.text for g in claims["listed"].given] == ["n >= 1", "v = w", "n > 2", "d > 1"]
    assert [g.label for g in claims["plain"].given] == ["given.1"]


def test_definitions_of_a_claim_are_its_own(claims):
    assert "b" in claims["long"].context.definitions
    assert "b" not in claims["short"].context.definitions


def test_settings_of_a_claim_override_those_of_the_file(claims):
    assert (claims["long"].tolerance, claims["long"].domain) == (Fraction(1, 4), "ignore")
    assert (claims["short"].tolerance, claims["short"].domain) == (Fraction(1, 10**6), "strict")


def test_expectations(claims):
    assert claims["long"].expect == Expect("fails", "", "missing-term", "vacuous", ("n > 1",))
    assert claims["short"].expect == Expect("fails")
    assert claims["plain"].expect == Expect()
    assert claims["listed"].expect.where == ("n >= 1", "v = w")


def test_a_claim_without_meaning_is_a_claim(claims):
    claim = claims["malformed"]
    assert claim.statement is None
    assert claim.malformed is not None and claim.malformed.code == "shape-mismatch"
    assert claim.text[claim.malformed.span.start : claim.malformed.span.end] in claim.text


def test_exactly_one_of_statement_and_malformed(problem):
    assert all((c.statement is None) != (c.malformed is None) for c in problem.claims)


def test_an_ill_formed_place_within_an_indented_block_points_into_the_text():
    text = "symbols:\n  X: matrix(n, d)\n  w: vector(d)\nclaims:\n  a: |\n    w =\n      w + X w\n"
    (claim,) = load_text(text, "f").claims
    assert claim.malformed is not None
    assert claim.text[claim.malformed.span.start : claim.malformed.span.end].strip() in ("w + X w", "X w", "w")


def test_scalars_are_text_until_typed():
    text = "title: 2.10\nsource: no\nsymbols:\n  n: natural\nclaims:\n  2.10: n = n\n  on: 1e2 = 100\n"
    problem = load_text(text, "f")
    assert (problem.title, problem.source, [c.id for c in problem.claims]) == ("2.10", "no", ["2.10", "on"])


def test_carriage_returns_are_line_breaks():
    problem = load_text("symbols:\r\n  x: real\r\nclaims:\r\n  a: |\r\n    x =\r\n    x\r\n", "f")
    assert problem.claims[0].read == "x = x"
    assert problem.claims[0].place.line == 5


def test_a_word_split_into_names_is_noted():
    (claim,) = load_text("symbols:\n  X: matrix(n, d)\n  w: vector(d)\n  t: vector(n)\nclaims:\n  a: Xw = t\n", "f").claims
    assert claim.read == "X w = t"
    assert claim.notes


def test_readings_of_definitions_and_hypotheses_are_noted_where_they_matter():
    text = (
        "symbols:\n  X: matrix(n, d)\n  w: vector(d)\n  t: vector(n)\nlet:\n  a: Xw - t\n  b: 2 a\ngiven: Xw != 0\n"
        "claims:\n  uses: b = 0\n  not: w = w\n  line:\n    derivation: |\n      a = 0\n"
    )
    uses, none, line = load_text(text, "f").claims
    for claim in (uses, line):
        assert any("in the definition of a" in note and "X w" in note for note in claim.notes)
    assert none.notes and all(note.startswith("in given.1: ") for note in none.notes)


def test_a_byte_order_mark_is_no_character(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfclaims:\n  a: 1 = 1\n")
    assert load(str(path)).claims[0].place.line == 2


def test_the_statement_is_elaborated():
    (claim,) = load_text("symbols:\n  X: matrix(n, d)\nclaims:\n  a: X^T X - I = 0\n", "f").claims
    assert claim.statement is not None
    assert claim.statement.args[1].op == "zeros"
    assert to_text(claim.statement) == claim.read
