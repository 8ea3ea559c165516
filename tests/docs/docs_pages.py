"""The pages of docs/, their fenced blocks, headings and links.

A block's kind is what follows the three backticks.  docs/architecture.md lists the kinds and which test runs each of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
BLOCK = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: the page it stands on, the line on which its content begins, its kind, its content."""

    page: str
    line: int
    kind: str
    text: str

    @property
    def id(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: str, text: str) -> list[Block]:
    return [Block(page, text[: m.start(2)].count("\n") + 1, m[1].strip(), m[2]) for m in BLOCK.finditer(text)]


BLOCKS = [block for page, text in TEXTS.items() for block in blocks_of(page, text)]


def blocks(kind: str) -> list[Block]:
    return [b for b in BLOCKS if b.kind == kind]


def prose(text: str) -> str:
    """The page without its fenced blocks."""
    return BLOCK.sub("", text)


def section(text: str, title: str) -> str:
    """What stands under the heading `## title`, up to the next heading of that level; "" where there is none."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def anchors(text: str) -> set[str]:
    """The anchors of the headings, made as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def links(text: str) -> list[str]:
    """Targets of the links within the repository."""
    return [t for t in re.findall(r"\]\(([^)\s]+)\)", prose(text)) if not t.startswith(("http://", "https://", "mailto:"))]
