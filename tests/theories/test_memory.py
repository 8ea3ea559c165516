"""The memory model: what k steps store, and the growth claims that are decided from it."""

from __future__ import annotations

import pytest
from recurrence_texts import growth, problem

from symcheck.kernel.growth import check_growth
from symcheck.oracles.growth import find_growth
from symcheck.theories.memory import memory_of
from symcheck.theories.scalar_code import NotLowered

MORE = """
  descent:
    parameters:
      eta: 1/10
    start:
      w: u
    updates:
      g: (2/n) Z^T (Z w - y)
      w: w - eta g
  constant:
    parameters:
      c: 1/10
    start:
      w: u
    updates:
      w: w - c u
  doubling:
    parameters:
      c: 1/10
    start:
      w: u
    updates:
      w: 2 w + c u
  squares:
    parameters:
      c: 1/10
    start:
      w: u
    updates:
      w: w .* w + c u
  rooted:
    parameters:
      c: 1/10
    start:
      s: 2
    updates:
      s: sqrt(s + c)
  schedule:
    parameters:
      c: 1/10
    start:
      w: u
      r: 1
    updates:
      r: r / 2
      w: w - c r u
  odd:
    parameters:
      c: 1/10
    start:
      s: 2
    updates:
      s: gamma(s + c)
"""

# recurrence, forward, backward, what the tape holds in each step
COUNTS = [
    ("descent", "4 d + 2 d n + 3 n + 2", "8 d + d k + 2 d n + 5 n + 2", "g, for the derivative in eta (Zᵀ and eta do not move)"),
    ("constant", "4 d + 1", "6 d + 1", "nothing: the factor of c does not move"),
    ("doubling", "5 d + 1", "8 d + 1", "nothing: 2 does not move"),
    ("squares", "5 d + 1", "8 d + d k + 1", "w"),
    ("rooted", "4", "k + 7", "the root"),
    ("schedule", "4 d + 4", "7 d + k + 7", "r, for the derivative in c (u does not move)"),
]


@pytest.mark.parametrize(("name", "forward", "backward", "tape"), COUNTS, ids=[c[0] for c in COUNTS])
def test_counts(name: str, forward: str, backward: str, tape: str) -> None:
    p = problem("x = x", more=MORE)
    recurrence = p.objects[name]
    assert str(memory_of(recurrence, p.context, "forward", "k")) == forward, tape  # type: ignore[arg-type]
    assert str(memory_of(recurrence, p.context, "backward", "k")) == backward, tape  # type: ignore[arg-type]


CLAIMS = [
    ("memory(descent, forward) in O(1)", "proved", "places are used again"),
    ("memory(descent, backward) in O(k)", "proved", "g of every step"),
    ("memory(descent, mode=backward) in O(k)", "proved", "the pass as a setting"),
    ("memory(descent, pass=backward, wrt=rate, steps=k) in O(k)", "proved", "everything said"),
    ("memory(descent, pass=backward, wrt=rate) in O(1)", "proved", "nothing in it depends on this symbol"),
    ("memory(descent, backward) in Theta(k)", "proved", "and no less"),
    ("memory(descent, backward) in O(1)", "refuted", "d k is not bounded in k"),
    ("memory(descent, backward) in O(sqrt(k))", "refuted", "checkpoints would be needed"),
    ("memory(descent, backward) in O(k^2)", "proved", "an upper bound only"),
    ("memory(descent, backward) in Theta(k^2)", "refuted", "not a lower one"),
    ("memory(descent, forward) in O(k)", "proved", "an upper bound only"),
    ("memory(descent, forward) in Theta(k)", "refuted", "it does not grow"),
    ("memory(descent, backward) in O(k d + n d)", "proved", "with n and d growing too"),
    ("memory(descent, backward) in O(k d)", "proved", "n is a constant here"),
    ("memory(descent, backward) in O(k + d)", "refuted", "g has d numbers in each step"),
    ("memory(constant, backward) in O(1)", "proved", "an update that needs nothing stored"),
    ("memory(constant, backward) in Theta(k)", "refuted", "the mutant of the claim"),
    ("memory(squares, backward) in O(1)", "refuted", "w in each step"),
    ("memory(schedule, backward) in Theta(k)", "proved", "the schedule is stored, the state is not"),
]


@pytest.mark.parametrize(("claim", "status", "why"), CLAIMS, ids=[c[0] for c in CLAIMS])
def test_growth(claim: str, status: str, why: str) -> None:
    goal = growth(claim, MORE)
    assert goal is not None
    certificate = find_growth(goal)
    assert certificate is not None, why
    assert check_growth(goal, certificate).status == status, why


def test_a_constant_is_exhibited() -> None:
    goal = growth("memory(constant, backward) in O(1)", MORE)
    assert goal is not None
    assert check_growth(goal, find_growth(goal)).facts["C"] == "1 + 6 d"


def test_other_statements_are_left_alone() -> None:
    assert growth("x^T x = 5") is None


REFUSED = [
    ("memory(odd, backward) in O(k)", "the memory model does not know “gamma”"),
    ("memory(descent) in O(k)", "say which pass"),
    ("memory(descent, backward) in O(exp(k))", "must be a sum of powers"),
    ("memory(descent, backward) in O(rate)", "“rate” is not a number of steps"),
]


@pytest.mark.parametrize(("claim", "words"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused(claim: str, words: str) -> None:
    with pytest.raises(NotLowered, match=words.replace("(", r"\(")):
        growth(claim, MORE)


def test_wrt_something_unknown() -> None:
    p = problem("x = x", more=MORE)
    with pytest.raises(NotLowered, match="“beta” is nothing that “descent” depends on"):
        memory_of(p.objects["descent"], p.context, "backward", "k", ("beta",))  # type: ignore[arg-type]


def test_wrt_a_state_that_nothing_multiplies() -> None:
    """With respect to the start instead of eta, gradient descent on a quadratic is linear: nothing to store."""
    p = problem("x = x", more=MORE)
    assert "k" not in memory_of(p.objects["descent"], p.context, "backward", "k", ("w",)).names  # type: ignore[arg-type]
