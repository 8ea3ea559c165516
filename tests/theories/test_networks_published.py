"""Published counts of known architectures: every true one is reproduced exactly, no false one is."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from layer_lists import network_of, value

from symcheck.theories.networks import quantity

CASES = json.loads((Path(__file__).parents[1] / "cases" / "networks.json").read_text())
FACTS = {fact["id"]: fact for fact in CASES["facts"]}


def measured(fact):
    entry = CASES["networks"][fact["network"]]
    given = {"n": fact["n"]} if "n" in fact else {}
    network = network_of(entry["input"], *entry["layers"])
    return quantity(fact["quantity"], network, value=lambda t: value(t, **given), mark=fact["at"]).constant


def agrees(computed, claim, compare):
    """round:S:D says that the claim is computed/S to D decimals."""
    if compare == "exact":
        return computed == Fraction(claim)
    kind, unit, decimals = compare.split(":")
    assert kind == "round"
    return round(computed / Fraction(unit), int(decimals)) == Fraction(claim)


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS.keys())
def test_a_published_figure(fact):
    assert agrees(measured(fact), fact["claim"], fact["compare"]) is fact["truth"], fact["statement"]


def test_both_kinds_of_facts_are_there():
    assert sum(fact["truth"] for fact in FACTS.values()) >= 20
    assert sum(not fact["truth"] for fact in FACTS.values()) >= 2


def test_what_was_not_translated_has_a_reason():
    translated, _, total = CASES["translated"].partition(" of ")
    assert int(translated) == len(FACTS)
    assert int(total.split()[0]) == len(FACTS) + len(CASES["not translated"])
    assert all(entry["why"] for entry in CASES["not translated"])


VGG16 = (
    "conv 3x3, out 64, padding 1", "relu", "conv 3x3, out 64, padding 1", "relu", "maxpool 2x2",
    "conv 3x3, out 128, padding 1", "relu", "conv 3x3, out 128, padding 1", "relu", "maxpool 2x2",
    "conv 3x3, out 256, padding 1", "relu", "conv 3x3, out 256, padding 1", "relu", "conv 3x3, out 256, padding 1", "maxpool 2x2",
    "conv 3x3, out 512, padding 1", "relu", "conv 3x3, out 512, padding 1", "relu", "conv 3x3, out 512, padding 1", "maxpool 2x2",
    "conv 3x3, out 512, padding 1", "relu", "conv 3x3, out 512, padding 1", "relu", "conv 3x3, out 512, padding 1", "maxpool 2x2",
    "flatten", "dense 4096", "relu", "dropout", "dense 4096", "relu", "dropout", "dense 1000", "softmax",
)  # fmt: skip
ALEXNET = (
    "conv 11x11, out 64, stride 4, padding 2", "relu", "maxpool 3x3, stride 2",
    "conv 5x5, out 192, padding 2", "relu", "maxpool 3x3, stride 2",
    "conv 3x3, out 384, padding 1", "relu", "conv 3x3, out 256, padding 1", "relu", "conv 3x3, out 256, padding 1", "relu",
    "maxpool 3x3, stride 2", "flatten", "dense 4096", "relu", "dense 4096", "relu", "dense 1000",
)  # fmt: skip
LENET = (
    "conv 5x5, out 6, padding 2", "tanh", "avgpool 2x2", "conv 5x5, out 16", "tanh", "avgpool 2x2",
    "flatten", "dense 120", "tanh", "dense 84", "tanh", "dense 10",
)  # fmt: skip

KNOWN = {
    "VGG-16 parameters (torchvision)": ("3 x 224 x 224", VGG16, "parameters", 138_357_544),
    "VGG-16 multiply-adds (torchvision: 15.47 GMAC)": ("3 x 224 x 224", VGG16, "macs", 15_470_264_320),
    "AlexNet parameters (torchvision)": ("3 x 224 x 224", ALEXNET, "parameters", 61_100_840),
    "AlexNet multiply-adds (torchvision: 0.714 GMAC)": ("3 x 224 x 224", ALEXNET, "macs", 714_188_480),
    "LeNet-5 as usually written today": ("1 x 28 x 28", LENET, "parameters", 61_706),
}


@pytest.mark.parametrize(("size", "layers", "name", "expected"), KNOWN.values(), ids=KNOWN.keys())
def test_a_known_architecture(size, layers, name, expected):
    assert quantity(name, network_of(size, *layers), value=value).constant == expected


@pytest.mark.parametrize("at", [0, 10, 16])
def test_a_changed_convolution_changes_the_count(at):
    """Mutation: the same figures with one kernel of VGG-16 made 5×5."""
    assert VGG16[at].startswith("conv 3x3")
    wider = [*VGG16[:at], VGG16[at].replace("3x3", "5x5").replace("padding 1", "padding 2"), *VGG16[at + 1 :]]
    assert quantity("parameters", network_of("3 x 224 x 224", *wider), value=value).constant != 138_357_544
    assert quantity("macs", network_of("3 x 224 x 224", *wider), value=value).constant != 15_470_264_320
