"""Data, tables, recurrences and networks in every form in which they may be written."""

from fractions import Fraction

import pytest

from symcheck.language.objects import Network, Recurrence, Table
from symcheck.language.printing import to_text
from symcheck.problem.load import load_text

CLAIM = "claims:\n  a: 1 = 1\n"


def block(text):
    return load_text(text + CLAIM, "f")


# how data are written → the literal they become
MATRICES = {
    "rows": ("[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]"),
    "rows, quoted": ("'[[1, 2], [3, 4]]'", "[[1, 2], [3, 4]]"),
    "rows over several lines": ("[[1, 2],\n      [3, 4]]", "[[1, 2], [3, 4]]"),
    "a block": ("|\n    1 2\n    3 4\n", "[[1, 2], [3, 4]]"),
    "a block with commas, signs and comments": ("|\n    1, -2   # a row\n    # none\n    3e0, 0.5\n", "[[1, -2], [3, 1/2]]"),
    "a block of brackets": ("|\n    [[1, 2],\n     [3, 4]]\n", "[[1, 2], [3, 4]]"),
    "a block list": ("\n    - [1, 2]\n    - [3, 4]\n", "[[1, 2], [3, 4]]"),
    "a vector": ("[1, 2]", "[1, 2]"),
    "a column": ("|\n    1\n    2\n", "[1, 2]"),
    "one row": ("[[1, 2]]", "[[1, 2]]"),
    "one row in a block": ("|\n    1 2\n", "[[1, 2]]"),
    "a number": ("0.25", "1/4"),
    "fractions": ("'[1/3, -2/3]'", "[1/3, -(2/3)]"),
    "a Unicode minus": ("'[\N{MINUS SIGN}1, 2]'", "[-1, 2]"),
}


@pytest.mark.parametrize(("written", "literal"), MATRICES.values(), ids=MATRICES.keys())
def test_data(written, literal):
    text = f"data:\n  A: {written}\nlet:\n  B: '{literal}'\nclaims:\n  a: A = B\n"
    (claim,) = load_text(text, "f").claims
    assert claim.malformed is None
    values = [claim.context.definitions[n].body for n in "AB"]
    assert exact(values[0]) == exact(values[1])


def exact(term):
    """The numbers of a literal, row by row."""
    if term.op == "num":
        return term.value
    parts = [exact(a) for a in term.args]
    match term.op:
        case "neg":
            return -parts[0]
        case "div":
            return parts[0] / parts[1]
    return parts


def test_a_matrix_keeps_signs_and_bars_as_operations():
    body = block("data:\n  A: '[[-1, 1/3]]'\n").context.definitions["A"].body
    assert [c.op for c in body.args[0].args] == ["neg", "div"]


@pytest.mark.parametrize(
    "written", ["|\n    0: [0.50, 1]\n    7: [1e-9, -2]   # last\n", "|\n    0: 0.50, 1\n    7: 1e-9 -2\n",
                "\n    0: [0.50, 1]\n    7: [1e-9, -2]\n"],
)  # fmt: skip
def test_a_table_keeps_the_text_of_its_numbers(written):
    table = block(f"data:\n  T: {written}").objects["T"]
    assert isinstance(table, Table)
    assert [(r.index, r.line) for r in table.rows] == [(0, 3), (7, 4)]
    assert [r.texts for r in table.rows] == [("0.50", "1"), ("1e-9", "-2")]
    assert table.rows[1].values == (Fraction(1, 10**9), Fraction(-2))


def test_a_table_beside_a_claim_is_an_object_of_the_problem():
    problem = load_text("claims:\n  a:\n    claim: 1 = 1\n    data:\n      T: |\n        0: 1\n  b: 2 = 2\n", "f")
    assert set(problem.objects) == {"T"}
    first, second = problem.claims
    assert "T" in first.context.objects and "T" not in second.context.objects


RUN = """\
symbols:
  w: matrix(n, d)
data:
  X: [2, 1]
let:
  t: '2'
recurrences:
  rms:
    parameters:
      lr: 0.01
      v0: 1e-9
    start:
      w: '[0, 0]'
      v: '[v0, v0]'
    updates:
      loss: X[1] w[1] + X[2] w[2] - t
      v: 0.9 v + 0.1 loss^2 [1, 1]
      w: w - lr loss X
"""


def test_a_recurrence():
    problem = block(RUN)
    found = problem.objects["rms"]
    assert isinstance(found, Recurrence)
    assert [(b.name, b.text) for b in found.parameters] == [("lr", "0.01"), ("v0", "1e-9")]
    assert [b.name for b in found.start] == ["w", "v"]
    assert [b.name for b in found.updates] == ["loss", "v", "w"]
    assert (found.start_row, found.last_row) == (0, None)
    assert all(b.term.shape is not None for b in (*found.start, *found.updates))
    signature = problem.context.objects["rms"]
    assert signature.parameters == ("lr", "v0")
    assert {n: str(s) for n, s in signature.members.items()} == {"w": "2×1", "v": "2×1", "loss": "scalar"}


def test_local_names_hide_definitions_of_the_file():
    text = RUN.replace("  t: '2'\n", "  t: '2'\n  lr: X + 1\n  loss: x0\n  x0: '3'\n")
    problem = block(text)
    assert problem.objects["rms"].updates[-1].term.shape == problem.objects["rms"].start[0].term.shape


def test_local_names_hide_those_of_the_file():
    problem = block(RUN)
    assert str(problem.context.symbols["w"].shape) == "n×d"
    assert str(problem.objects["rms"].start[0].term.shape) == "2×1"


ROWS = {
    "rows alone": ("    rows: 0..199\n", 0, 199),
    "after the first update": ("    rows: 0..199\n    first: after update\n", -1, 199),
    "counted from one": ("    rows: 1..10\n    first: start\n", 1, 10),
    "counted from one, after the first update": ("    rows: 1..10\n    first: after update\n", 0, 10),
}


@pytest.mark.parametrize(("rows", "start", "last"), ROWS.values(), ids=ROWS.keys())
def test_rows(rows, start, last):
    found = block(RUN + rows).objects["rms"]
    assert (found.start_row, found.last_row) == (start, last)


def test_claims_about_a_recurrence():
    text = RUN.replace("data:\n", "data:\n  T: |\n    0: [0, 0]\n")
    text += "claims:\n  a: rms.w[3] = [0, 0]\n  b: rms(lr=1).loss[0] = 0\n  c: rms.w[0] = 1/2 X\n  d: matches(rms.w, T)\n"
    assert all(c.malformed is None for c in load_text(text, "f").claims)


def layers(*lines, start="3 x 32 x 32"):
    text = f"symbols:\n  r, j: natural\nnetworks:\n  c:\n    parameters:\n      K: 3\n    input: {start}\n    layers:\n"
    return block(text + "".join(f"      - {line}\n" for line in lines)).objects["c"]


# a layer → its operation, its mark, and its settings printed
LAYERS = {
    "conv 3x3, padding 1, bias no, as conv1": ("conv", "conv1", "kernel_height 3, kernel_width 3, padding 1, bias 0"),
    "conv 3": ("conv", "", "kernel_height 3, kernel_width 3"),
    "conv 3 x 5, stride 2x1, padding same": (
        "conv", "", "kernel_height 3, kernel_width 5, stride_height 2, stride_width 1, padding same"),
    "conv K x K, out 2 K, groups 1, bias yes": ("conv", "", "kernel_height K, kernel_width K, out 2 K, groups 1, bias 1"),
    "conv, kernel 3, padding (K - 1)/2": ("conv", "", "kernel_height 3, kernel_width 3, padding (K - 1)/2"),
    "conv: {kernel: 3, padding: 1, bias: no, mark: conv2}": (
        "conv", "conv2", "kernel_height 3, kernel_width 3, padding 1, bias 0"),
    "conv: {kernel_height: 3, kernel_width: 1}": ("conv", "", "kernel_height 3, kernel_width 1"),
    "conv:\n          kernel: 2 r + 1\n          stride: j": (
        "conv", "", "kernel_height 2 r + 1, kernel_width 2 r + 1, stride j"),
    "maxpool 2x2, stride 2, as pool1": ("maxpool", "pool1", "kernel_height 2, kernel_width 2, stride 2"),
    "dense 1024, bias no, as fc1": ("dense", "fc1", "features 1024, bias 0"),
    "dense same": ("dense", "", "features same"),
    "dense: 10": ("dense", "", "features 10"),
    "fc 10": ("dense", "", "features 10"),
    "dropout 0.5": ("dropout", "", "rate 1/2"),
    "relu": ("relu", "", ""),
    "relu, as last": ("relu", "last", ""),
    "relu:": ("relu", "", ""),
    "block, kernel r, stride j": ("block", "", "kernel_height r, kernel_width r, stride j"),
    "batchnorm, affine no": ("batchnorm", "", "affine 0"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), LAYERS.items(), ids=LAYERS.keys())
def test_a_layer(line, expected):
    (layer,) = layers(line).layers
    settings = ", ".join(f"{b.name} {to_text(b.term)}" for b in layer.settings)
    assert (layer.op, layer.mark, settings.replace("0.5", "1/2").replace(" / ", "/")) == expected


INPUTS = {"3 x 32 x 32": "3, 32, 32", "3 × 32×32": "3, 32, 32", "784": "784", "1 x K x 2 K": "1, K, 2 K", "10 x 20": "10, 20"}


@pytest.mark.parametrize(("written", "factors"), INPUTS.items(), ids=INPUTS.keys())
def test_the_input(written, factors):
    found = layers("relu", start=written)
    assert isinstance(found, Network)
    assert ", ".join(to_text(t) for t in found.input) == factors


def test_the_signature_of_a_network():
    text = "networks:\n  c:\n    parameters:\n      K: 3\n    input: 1 x 8 x 8\n    layers:\n"
    text += "      - conv K, as c1\n      - relu\n"
    signature = load_text(text + "claims:\n  a: receptive_field(c, c1) = 3\n  b: parameters(c) = 10\n", "f").context.objects["c"]
    assert (signature.category, signature.parameters, signature.marks) == ("network", ("K",), ("c1",))
