"""Recurrences that the tests of runs share, as problem files write them, and reading a claim about them.

RMSProp with the printed rows is CSC413 winter 2022, homework 2, question 1.2.1; the other optimisers work on the same loss
(2 w₁ + w₂ − 2)².  Expected values: the closed forms named beside each case, or a run in plain Python in the test itself.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.kernel.growth import GrowthGoal
from symcheck.kernel.recurrences import RunGoal, check_run
from symcheck.kernel.runs import Json, Outcome
from symcheck.language.terms import Term, sym
from symcheck.oracles.runs import find_run
from symcheck.problem.load import load_text
from symcheck.problem.types import Problem
from symcheck.theories.memory import lower_growth
from symcheck.theories.recurrences import lower

PRINTED = """
    0: [0.03162277660146144, 0.031622776600794406]
    1: [0.054029072356855196, 0.054029072355952886]
    2: [0.07251527044394393, 0.07251527044291373]
    3: [0.08873738067741722, 0.08873738067630438]
    4: [0.1034580687289188, 0.10345806872774721]
    5: [0.11710026805811825, 0.11710026805690235]
    6: [0.1299261296772628, 0.12992612967597558]
    91: [0.6653212782695349, 0.6653212782680443]
    92: [0.6656669649764252, 0.6656669649749346]
    93: [0.6659377148450333, 0.6659377148435426]
    94: [0.6661458119294372, 0.6661458119279465]
    95: [0.6663025437576482, 0.6663025437561575]
    96: [0.6664188390981754, 0.6664188390886847]
    97: [0.6665011662555964, 0.6665011662541057]
    98: [0.6665594934059184, 0.6665594934044277]
    99: [0.6665993074715474, 0.6665993074700567]
    100: [0.6666256844818009, 0.6666256844803102]
    101: [0.666642600668602, 0.6666426006671113]
""" + "".join(f"    {row}: [0.66666666666671636, 0.66666666666656729]\n" for row in range(189, 200))

FILE = """
title: recurrences
symbols:
  Z: matrix(n, d)
  y: vector(n)
  u: vector(d)
  k: natural
  rate: real
data:
  x: [2, 1]
  printed: |{printed}
let:
  t: 2
  L(w): (x^T w - t)^2
recurrences:
  rmsprop:
    parameters:
      v0: 1e-9
      l: 0.01
    start:
      w: '[0, 0]'
      v: '[v0, v0]'
    updates:
      loss: x^T w - t
      g: 2 x loss
      v: 0.9 v + 0.1 (g .* g)
      w: '[w[1] - l g[1] / sqrt(v[1]), w[2] - l g[2] / sqrt(v[2])]'
    rows: 0..199
    first: after update
  gd:
    parameters:
      eta: 1/20
    start:
      w: '[0, 0]'
    updates:
      w: w - 2 eta x (x^T w - t)
  momentum:
    parameters:
      eta: 1/40
      mu: 1/2
    start:
      w: '[0, 0]'
      m: '[0, 0]'
    updates:
      m: mu m + 2 x (x^T w - t)
      w: w - eta m
  adagrad:
    start:
      w: '[0, 0]'
      G: '[0, 0]'
    updates:
      g: 2 x (x^T w - t)
      G: G + g .* g
      w: '[w[1] - g[1] / (2 sqrt(G[1])), w[2] - g[2] / (2 sqrt(G[2]))]'
  adam:
    parameters:
      eta: 1/10
    start:
      w: '[0, 0]'
      m: '[0, 0]'
      v: '[0, 0]'
      b: 1
      c: 1
    updates:
      g: 2 x (x^T w - t)
      m: 0.9 m + 0.1 g
      v: 0.999 v + 0.001 (g .* g)
      b: 0.9 b
      c: 0.999 c
      w: '[w[1] - eta (m[1]/(1 - b)) / sqrt(v[1]/(1 - c)), w[2] - eta (m[2]/(1 - b)) / sqrt(v[2]/(1 - c))]'
  heron:
    start:
      x: 1
    updates:
      x: (x + 2/x)/2
  logistic:
    parameters:
      r: 3.9
    start:
      x: 1/2
    updates:
      x: r x (1 - x)
  signs:
    start:
      s: 1
    updates:
      s: -s
{more}
claims:
  asked:
    claim: {claim}
{tolerance}
"""


def problem(claim: str, tolerance: str = "", printed: str = PRINTED, more: str = "") -> Problem:
    """The file with one claim in it."""
    given = f"    tolerance: {tolerance}" if tolerance else ""
    quoted = "'" + claim.replace("'", "''") + "'"
    return load_text(FILE.format(claim=quoted, tolerance=given, printed=printed.rstrip("\n"), more=more), "test.yaml")


def goal(claim: str, tolerance: str = "", more: str = "") -> RunGoal | None:
    p = problem(claim, tolerance, more=more)
    statement = p.claims[0].statement
    assert statement is not None, p.claims[0].malformed
    return lower(statement, p.claims[0].context, p.objects, p.claims[0].tolerance)


def decided(claim: str, tolerance: str = "", more: str = "") -> tuple[dict[str, Json] | None, Outcome | None]:
    """The certificate found and what the kernel says of it; None, None where none is found."""
    asked = goal(claim, tolerance, more)
    assert asked is not None
    certificate = find_run(asked)
    return (None, None) if certificate is None else (certificate, check_run(asked, certificate))


def growth(claim: str, more: str = "") -> GrowthGoal | None:
    p = problem(claim, more=more)
    statement = p.claims[0].statement
    assert statement is not None, p.claims[0].malformed
    return lower_growth(statement, p.claims[0].context, p.objects)


def table_statement(relation: str = "=", **overrides: Fraction) -> Term:
    """float64(rmsprop(…).w) = printed."""
    given = tuple(Term("keyword", (Term("num", (), q),), name) for name, q in overrides.items())
    return Term("rel", (Term("call", (Term("member", given, "rmsprop.w"),), "float64"), sym("printed")), relation)
