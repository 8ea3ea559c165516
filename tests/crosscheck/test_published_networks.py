"""Published counts of known architectures against brute force: every true one is reproduced, no false one is."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from crosscheck_reading import parts

from symcheck.crosscheck.arithmetic import Arithmetic, scalar
from symcheck.crosscheck.environment import Env
from symcheck.crosscheck.evaluate import Evaluator, World
from symcheck.crosscheck.registry import RULES, STATEMENTS
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term

CASES = json.loads((Path(__file__).parents[1] / "cases" / "networks.json").read_text())
FACTS = {fact["id"]: fact for fact in CASES["facts"] if fact["quantity"] in RULES}


def measured(fact):
    entry = CASES["networks"][fact["network"]]
    size = entry["input"] if isinstance(entry["input"], str) else " x ".join(str(n) for n in entry["input"])
    lines = "\n".join(f"      - {layer}" for layer in entry["layers"])
    more = f"networks:\n  net:\n    input: {size}\n    layers:\n{lines}\n"
    _, _, context, objects = parts("1 = 1", more=more, symbols="n: natural")
    ev = Evaluator(World(context, objects, RULES, STATEMENTS), Arithmetic())
    marks = (Term("sym", (), fact["at"]),) if fact["at"] else ()
    query = Term("call", (Term("sym", (), "net"), *marks), fact["quantity"], SCALAR)
    return Fraction(ev.number(query, Env({"n": scalar(float(fact.get("n", 512)))})))


def agrees(computed, claim, compare):
    if compare == "exact":
        return computed == Fraction(claim)
    _, unit, decimals = compare.split(":")
    return round(computed / Fraction(unit), int(decimals)) == Fraction(claim)


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS.keys())
def test_a_published_figure(fact):
    assert agrees(measured(fact), fact["claim"], fact["compare"]) is fact["truth"], fact["statement"]


def test_enough_of_them_are_evaluated():
    assert len(FACTS) >= 20
