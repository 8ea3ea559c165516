"""Recurrences, printed tables, networks and convolutions, evaluated by running, allocating and looping."""

import pytest
from crosscheck_reading import finding, parts

from symcheck.crosscheck.check import crosscheck
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, num, sym

RMSPROP = """
data:
  X: [[2, 1]]
  t: [2]
  printed: |
    0: 0.5 0.25
    1: 0.75 0.375
recurrences:
  descent:
    parameters:
      eta: 1/20
    start:
      w: '[0, 0]'
    updates:
      r: X w - t
      w: w - eta (2 X^T r)
    rows: 0..1
    first: after update
  plain:
    parameters:
      eta: 1/10
    start:
      w: '[0, 0]'
    updates:
      r: X w - t
      w: w - eta (2 X^T r)
  chaos:
    start:
      x: 1/3
    updates:
      x: 4 x (1 - x)
  tenths:
    start:
      s: 0
    updates:
      s: s + 1/10
"""
NET = """
networks:
  cnn:
    input: 1 x 32 x 32
    layers:
      - conv 3x3, padding 1, bias no, as conv1
      - maxpool 2x2, as pool1
      - conv 3x3, padding 1, bias no, as conv2
      - maxpool 2x2, as pool2
      - conv 3x3, padding 1, bias no, as conv3
  lenet:
    input: 1 x 32 x 32
    layers:
      - conv 5x5, out 6, as c1
      - avgpool 2x2, as s2
      - conv 5x5, out 16, as c3
      - avgpool 2x2, as s4
      - flatten
      - dense 120
      - dense 84
      - dense 10
  sized:
    parameters:
      k: 3
      s: 2
    input: 3 x 40 x 40
    layers:
      - conv k, stride s, padding 1, out 8, as one
      - batchnorm
      - relu
      - conv 3, out 4, as two
  dilated:
    input: 1 x 64 x 64
    layers:
      - conv 3, dilation 1, as a
      - conv 3, dilation 2, as b
      - conv 3, dilation 4, as c
"""
IMAGE = """
data:
  J: [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]
  image: [[0, 0, 0, 0, 0], [0, 0, 1, 1, 1], [1, 1, 1, 1, 0], [0, 1, 1, 1, 0], [0, 0, 1, 0, 0]]
  result: [[0, -1, -2, -3, -2], [-2, -3, -3, -2, -1], [-1, -1, -1, 1, 1], [2, 2, 2, 1, 1], [1, 2, 3, 2, 1]]
"""

# (claim, what it is about, symbols, answer, why)
CASES = [
    ("plain.w[1] = [4/5, 2/5]", RMSPROP, "", "agrees", "one exact step"),
    ("plain.w[2] = [4/5, 2/5]", RMSPROP, "", "agrees", "and it stays"),
    ("plain(eta=1/5).w[1] = [8/5, 4/5]", RMSPROP, "", "agrees", "a parameter changed: the start of a 2-cycle"),
    ("plain(eta=1/5).w[2] = [8/5, 4/5]", RMSPROP, "", "contradicts", "back at the start"),
    ("descent.w[0] = [2/5, 1/5]", RMSPROP, "", "agrees", "row 0 is after the first update"),
    ("descent.w[-1] = [0, 0]", RMSPROP, "", "agrees", "the start is row -1"),
    ("descent.w[0][1] = 2 descent.w[0][2]", RMSPROP, "", "agrees", "entries of a row"),
    ("descent.r[0] = [-2]", RMSPROP, "", "agrees", "an intermediate of the step"),
    ("for all k in 0..20: plain.w[k][1] = 2 plain.w[k][2]", RMSPROP, "", "agrees", "an invariant"),
    ("for all k in 0..inf: norm(descent.w[k]) < 1", RMSPROP, "", "agrees", "a bound"),
    ("tenths.s[3] = 3/10", RMSPROP, "", "agrees", "the exact sequence"),
    ("float64(tenths.s[3]) = 3/10", RMSPROP, "", "contradicts", "in doubles 0.1 + 0.1 + 0.1 is not 0.3"),
    ("float64(tenths.s[3]) = 0.30000000000000004", RMSPROP, "", "agrees", "the double nearest the decimal"),
    ("float64(tenths.s[3]) ~= 0.3", RMSPROP, "", "agrees", "to the printed digit"),
    ("0 <= chaos.x[60] <= 1", RMSPROP, "", "inconclusive", "no digit is left: nothing is said"),
    ("chaos.x[80] < 1/2", RMSPROP, "", "inconclusive", "rounding decides this: nothing is said"),
    ("for all k in 0..200: chaos.x[k] != 1/2", RMSPROP, "", "inconclusive", "nor this"),
    ("limit(plain.w[k], k -> inf) = [4/5, 2/5]", RMSPROP, "k: natural", "not-applicable", "limits"),
    ("parameters(cnn) = 3*3 + 3*3 + 3*3", NET, "", "agrees", "without biases"),
    ("parameters(cnn, biases=1) = 30", NET, "", "agrees", "with them"),
    ("parameters(cnn) = 30", NET, "", "contradicts", "not declared"),
    ("neurons(cnn) = 32*32 + 16*16 + 16*16 + 8*8 + 8*8", NET, "", "agrees", "layer by layer"),
    ("neurons(cnn, input=1) = 2688", NET, "", "agrees", "with the input"),
    ("receptive_field(cnn, pool1) = 4 and receptive_field(cnn, conv2) = 8", NET, "", "agrees", "index sets traced back"),
    ("receptive_field(cnn, conv3) = 18", NET, "", "agrees", "10 after pool2, then 2·4 more"),
    ("receptive_field(cnn, conv3) = 20", NET, "", "contradicts", "too wide"),
    ("parameters(lenet) = 61706", NET, "", "agrees", "LeNet-5 with full connections"),
    ("parameters(lenet) = 60000", NET, "", "contradicts", "the paper's count has a sparse C3"),
    ("output_shape(lenet, s4) = (16, 5, 5)", NET, "", "agrees", "shapes by counting windows"),
    ("macs(lenet, c1) = 28*28*6*25", NET, "", "agrees", "weights × positions"),
    ("receptive_field(lenet) = 32", NET, "", "agrees", "a dense layer sees everything"),
    ("output_shape(sized, one) = (8, 20, 20)", NET, "", "agrees", "stride from a parameter"),
    ("output_shape(sized(s=1), one) = (8, 40, 40)", NET, "", "agrees", "a parameter changed"),
    ("parameters(sized) = 3*8*9 + 8 + 16 + 8*4*9 + 4", NET, "", "agrees", "batch normalisation has two numbers a channel"),
    ("receptive_field(sized(k=q), two) = q + 4", NET, "q: natural, in 1..6", "agrees", "a symbolic kernel, sampled"),
    ("receptive_field(sized(k=q), two) = q + 2", NET, "q: natural, in 1..6", "contradicts", "the stride forgotten"),
    ("receptive_field(dilated) = 15", NET, "", "agrees", "1 + 2 (1 + 2 + 4)"),
    ("flip(J) = [[1, 1, 1], [0, 0, 0], [-1, -1, -1]]", IMAGE, "", "agrees", "both directions"),
    ("conv(image, J, padding=1) = result", IMAGE, "", "agrees", "true convolution"),
    ("conv(image, flip(J), padding=1) = -result", IMAGE, "", "agrees", "cross-correlation has the other sign"),
    ("conv(image, flip(J), padding=1) = result", IMAGE, "", "contradicts", "and is not it"),
    ("count(Z in {0, 1}^(5, 5): conv(Z, J, padding=1) = result) = 2", IMAGE, "", "agrees", "by 9 free coordinates"),
    ("count(Z in {0, 1}^(5, 5): conv(Z, J, padding=1) = result) = 1", IMAGE, "", "contradicts", "not unique"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "more", "symbols", "answer", "why"), CASES, ids=[c[0] for c in CASES])
def test_named_object(claim, more, symbols, answer, why):
    found = finding(claim, more=more, symbols=symbols)
    assert found.status == answer, f"{why}: {found}"


def memory(mode, growth):
    """memory(descent, k, pass=mode, wrt=eta) in O(growth), as a term."""
    options = [Term("keyword", (Term("sym", (), word),), name) for name, word in (("pass", mode), ("wrt", "eta"))]
    used = Term("call", (Term("sym", (), "descent"), sym("k", SCALAR), *options), "memory", SCALAR)
    return Term("in", (used, Term("call", (growth,), "O", SCALAR)))


@pytest.mark.parametrize(
    ("mode", "growth", "answer", "why"),
    [
        ("forward", num(1), "agrees", "places are used again"),
        ("backward", sym("k", SCALAR), "agrees", "a tape of k steps"),
        ("backward", num(1), "contradicts", "the tape grows"),
        ("backward", Term("call", (sym("k", SCALAR),), "sqrt", SCALAR), "contradicts", "faster than sqrt(k)"),
    ],
)
def test_memory_of_a_recurrence(mode, growth, answer, why):
    _, _, context, objects = parts("plain.w[1] = [4/5, 2/5]", more=RMSPROP, symbols="k: natural")
    found = crosscheck(memory(mode, growth), (), context, objects)
    assert found.status == answer, f"{why}: {found}"
