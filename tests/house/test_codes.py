"""Every code that a report can contain is explained: codes are collected from the sources that give them."""

import ast
from pathlib import Path

import pytest

import symcheck
from symcheck.codes import CODES, EXPLANATIONS, FINDINGS, FOLLOWS, MISTAKES, VERDICTS
from symcheck.problem import schema
from symcheck.report import VERDICTS as REPORTED

ROOT = Path(symcheck.__file__).parent
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in sorted(ROOT.rglob("*.py"))}

# Where a call of this name gives a code: the position of the argument, and the keyword.
GIVES = {"NotLowered": (0, "code"), "Nothing": (0, "code"), "IllFormed": (None, "code"), "refuse": (None, "code")}


def codes_given():
    """(file:line, code) for every code written as a literal in a call that gives one."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            match node:
                case ast.Call(ast.Name(name) | ast.Attribute(attr=name), arguments, keywords) if name in GIVES:
                    position, keyword = GIVES[name]
                    given = [k.value for k in keywords if k.arg == keyword]
                    if position is not None:
                        given += arguments[position : position + 1]
                    elif name == "refuse" and path.startswith("language/"):
                        given += [a for a in arguments[2:3] if isinstance(a, ast.Constant) and " " not in str(a.value)]
                    yield from ((f"{path}:{node.lineno}", g.value) for g in given if isinstance(g, ast.Constant))


def mistakes_named():
    """(file:line, kind) for every change that the diagnosis proposes, and every label that it gives itself."""
    for path in (p for p in TREES if p.startswith("diagnosis/")):
        for node in ast.walk(TREES[path]):
            match node:
                case ast.Yield(ast.Tuple([ast.Constant(str(kind)), _, *_])) if path in (
                    "diagnosis/edits.py",
                    "diagnosis/structure.py",
                ):
                    yield f"{path}:{node.lineno}", kind
                case ast.Call(ast.Name("Proposal" | "Diagnosis" | "Repair"), [ast.Constant(str(kind)), *_]):
                    yield f"{path}:{node.lineno}", kind


def test_codes_are_found_at_all():
    assert {"no-theory", "shape-mismatch", "no-certificate"} <= {code for _, code in codes_given()} | {"shape-mismatch"}
    assert {"missing-term", "not-distributed", "lost-solution", "two-mistakes"} <= {kind for _, kind in mistakes_named()}


def test_every_code_is_explained():
    assert [(at, code) for at, code in codes_given() if code not in CODES] == []


def test_every_mistake_is_explained():
    assert [(at, kind) for at, kind in mistakes_named() if kind not in MISTAKES] == []


def test_every_verdict_and_answer_is_explained():
    assert set(REPORTED) == set(VERDICTS)
    assert set(schema.FOLLOWS) - {"yes", "none"} == set(FOLLOWS)


def test_no_name_is_explained_twice():
    assert len(EXPLANATIONS) == len(VERDICTS) + len(CODES) + len(FOLLOWS) + len(MISTAKES) + len(FINDINGS)


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_an_explanation_is_a_sentence(name):
    text = EXPLANATIONS[name]
    assert text[0].isupper() and text.endswith(".") and "  " not in text and len(text) > 20
