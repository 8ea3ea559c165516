"""The examples of docs/shapes.md are read as the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shapes_context import context

from symcheck.language.printing import to_text
from symcheck.language.reading import read

PAGE = (Path(__file__).parents[2] / "docs" / "shapes.md").read_text(encoding="utf-8")


def _blocks(name: str) -> list[str]:
    return [line for block in re.findall(rf"```{name}\n(.*?)```", PAGE, re.S) for line in block.splitlines() if line.strip()]


HERE = context(dict(line.split(": ", 1) for line in _blocks("declarations")))
EXAMPLE = re.compile(r"(.*?)\s+-> (.*?)\s*: ([^:]*)$")
EXAMPLES = [tuple(part.strip() for part in found.groups()) for line in _blocks("readings") if (found := EXAMPLE.match(line))]


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) == len(_blocks("readings")) > 20


@pytest.mark.parametrize(("text", "printed", "shape"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_an_example_is_read_so(text: str, printed: str, shape: str) -> None:
    term = read(text, HERE).term
    assert to_text(term) == printed
    assert ("statement" if term.shape is None else str(term.shape)) == shape
