"""The JSON Schema says what the loader does: every good file fits, every misspelt key or word does not."""

import json
import re
from pathlib import Path

import pytest
import yaml

from symcheck.problem import schema as tables
from symcheck.problem.schema import schema

SCHEMA = schema()
CASES = json.loads((Path(__file__).parent.parent / "cases" / "problem_errors.json").read_text())["cases"]
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def fits(value, rule):
    """Whether `value` is valid under `rule`: the part of JSON Schema that the schema uses, and nothing else."""
    known = {
        "$schema", "$id", "$defs", "title", "description", "type", "enum", "pattern", "properties", "additionalProperties",
        "required", "items", "anyOf", "oneOf", "minItems", "minProperties", "maxProperties", "$ref",
    }  # fmt: skip
    assert set(rule) <= known, set(rule) - known
    if "$ref" in rule and not fits(value, SCHEMA["$defs"][rule["$ref"].removeprefix("#/$defs/")]):
        return False
    if "enum" in rule and value not in rule["enum"]:
        return False
    if "type" in rule and not any(is_a(value, t) for t in ([rule["type"]] if isinstance(rule["type"], str) else rule["type"])):
        return False
    if "anyOf" in rule and not any(fits(value, r) for r in rule["anyOf"]):
        return False
    if "oneOf" in rule and sum(fits(value, r) for r in rule["oneOf"]) != 1:
        return False
    if isinstance(value, str):
        return "pattern" not in rule or re.search(rule["pattern"], value) is not None
    if isinstance(value, list):
        return len(value) >= rule.get("minItems", 0) and all(fits(v, rule.get("items", {})) for v in value)
    if isinstance(value, dict):
        if not rule.get("minProperties", 0) <= len(value) <= rule.get("maxProperties", len(value)):
            return False
        if any(key not in value for key in rule.get("required", ())):
            return False
        others = rule.get("additionalProperties", True)
        for key, inner in value.items():
            here = rule.get("properties", {}).get(key, others)
            if here is False or (here is not True and not fits(inner, here)):
                return False
    return True


def is_a(value, name):
    if name == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


class Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: `no` and `on` are texts."""


Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def stringly(value):
    """Keys as JSON has them."""
    if isinstance(value, dict):
        return {str(k): stringly(v) for k, v in value.items()}
    return [stringly(v) for v in value] if isinstance(value, list) else value


GOOD = """\
title: One step
source: 2022
uses: [a.yaml, b.yaml]
symbols:
  X: matrix(n, d)
given: |
  n >= 1
let:
  t: 2
data:
  J: [[1, 2], [3, 4]]
  s: 3
  T: |
    0: [1, 2]
recurrences:
  r:
    parameters:
      lr: 0.01
    start:
      w: '[0, 0]'
    updates:
      w: w + 1
    rows: 0..199
    first: after update
networks:
  c:
    input: 1 x 32 x 32
    layers:
      - conv 3x3, padding 1, bias no, as conv1
      - conv: {kernel: 3, bias: no, mark: conv2}
      - dense: 10
      - fc 10
      - relu
      - relu:
domain: strict
star: product
tolerance: 1e-6
claims:
  a: x = y
  b:
    claim: x = y
    given: [n > 1]
    expect: fails
  c:
    from: x = y
    derivation: |
      x = y
    expect:
      1: {verdict: fails, follows: no, diagnosis: missing-term, because: vacuous, where: n > 1}
      last: holds
    note: none
"""


def test_a_good_file_fits():
    assert fits(stringly(yaml.load(GOOD, Loader=Core)), SCHEMA)


SPOILT = {
    "an unknown key": ("title:", "titel:"),
    "an unknown key of a claim": ("    note:", "    notes:"),
    "an unknown key of a recurrence": ("updates:", "update:"),
    "an unknown operation": ("relu:", "rely:"),
    "an unknown operation, compact": ("- relu\n", "- rely\n"),
    "an unknown setting": ("mark: conv2", "as: conv2"),
    "an unknown verdict": ("expect: fails", "expect: false"),
    "an unknown word": ("domain: strict", "domain: strictly"),
    "no name": ("missing-term", "Missing term"),
    "claim and derivation": ("    from: x = y", "    claim: x = y"),
    "one expectation of a derivation": ("      last: holds\n", "      verdict: true\n"),
    "no start": ("    start:\n      w: '[0, 0]'\n", ""),
    "no layers": ("    layers:\n", "    layer:\n"),
}


@pytest.mark.parametrize(("old", "new"), SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_file_does_not_fit(old, new):
    assert old in GOOD
    assert not fits(stringly(yaml.load(GOOD.replace(old, new), Loader=Core)), SCHEMA)


KEYS = [c for c in CASES if {e["code"] for e in c["errors"]} == {"unknown-key"}]


@pytest.mark.parametrize("case", KEYS, ids=[c["id"] for c in KEYS])
def test_what_the_loader_calls_an_unknown_key_does_not_fit(case):
    assert not fits(stringly(yaml.load("\n".join(case["text"]), Loader=Core)), SCHEMA)


def without(*names):
    return {name: key for name, key in tables.CLAIM.items() if name not in names}


NAMED = {
    "file": (tables.FILE, SCHEMA),
    "claim": (without("derivation", "from"), SCHEMA["$defs"]["claims"]["additionalProperties"]["anyOf"][1]),
    "derivation": (without("claim"), SCHEMA["$defs"]["claims"]["additionalProperties"]["anyOf"][2]),
    "expect": (tables.EXPECT, SCHEMA["$defs"]["expect"]["anyOf"][1]),
    "recurrence": (tables.RECURRENCE, SCHEMA["$defs"]["recurrences"]["additionalProperties"]),
    "network": (tables.NETWORK, SCHEMA["$defs"]["networks"]["additionalProperties"]),
}


@pytest.mark.parametrize(("table", "rule"), NAMED.values(), ids=NAMED.keys())
def test_one_table_drives_loader_and_schema(table, rule):
    assert set(rule["properties"]) == set(table)
    about = {name: inner["description"] for name, inner in rule["properties"].items()}
    assert about | {"expect": ""} == {k.name: k.about for k in table.values()} | {"expect": ""}


def test_the_schema_is_json():
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_the_docs_name_every_key():
    text = (Path(__file__).parents[2] / "docs" / "problem-files.md").read_text()
    keys = {k for table in (tables.FILE, tables.CLAIM, tables.EXPECT, tables.RECURRENCE, tables.NETWORK) for k in table}
    assert {k for k in keys if f"`{k}`" not in text} == set()
    assert {op for op in tables.LAYERS if f"`{op}`" not in text} == set()
