"""Every lowering rule that a report can list is explained in exactly one place: a `## Rules` section of a page of docs/.

The names are collected from the sources, and once more from the reports on the examples.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from docs_pages import TEXTS, section

import symcheck
from symcheck.theories.networks import QUANTITIES

THEORIES = Path(symcheck.__file__).parent / "theories"
FAMILIES = {"network-": QUANTITIES}  # rules whose name ends with that of a quantity


def string_of(node: ast.expr, constants: dict[str, str]) -> list[str]:
    """The names that an expression for a rule's name may have."""
    match node:
        case ast.Constant(str(name)):
            return [name]
        case ast.Name(name) if name in constants:
            return [constants[name]]
        case ast.JoinedStr([ast.Constant(str(start)), ast.FormattedValue()]) if start in FAMILIES:
            return [start + end for end in FAMILIES[start]]
        case ast.Name("name"):  # `rule(self, name)` itself, which passes on what it is given
            return []
    raise AssertionError(f"a rule whose name the test cannot see: {ast.unparse(node)}")


def rules_in(text: str, constants: dict[str, str]) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(ast.Attribute(attr="rule"), [name]):
                found += string_of(name, constants)
            case ast.Assign([ast.Subscript(ast.Attribute(attr="rules"), name)]):
                found += string_of(name, constants)
    return found


def constants_in(text: str) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


SOURCES = [path.read_text(encoding="utf-8") for path in sorted(THEORIES.glob("*.py"))]
CONSTANTS = {name: value for text in SOURCES for name, value in constants_in(text).items()}
RULES = sorted({rule for text in SOURCES for rule in rules_in(text, CONSTANTS)})
EXPLAINED = Counter(name for text in TEXTS.values() for name in re.findall(r"`([a-z-]+(?:_[a-z]+)*)`", section(text, "Rules")))


def test_rules_are_found_at_all() -> None:
    assert {"inverse", "the-line-before", "flip-both-axes", "network-parameters", "membership-is-a-witness"} <= set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_explained_in_exactly_one_place(rule: str) -> None:
    assert EXPLAINED[rule] == 1, f"`{rule}` stands in {EXPLAINED[rule]} `## Rules` sections"


def test_no_rule_is_explained_that_does_not_exist() -> None:
    hyphenated = {name for name in EXPLAINED if "-" in name}
    assert sorted(hyphenated - set(RULES)) == []


def test_a_rule_with_a_computed_name_is_noticed() -> None:
    with pytest.raises(AssertionError):
        rules_in("lowerer.rule(f'{a}-{b}')", {})
