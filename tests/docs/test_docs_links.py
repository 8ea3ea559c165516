"""The pages hang together: links lead somewhere, every page is on the map, and what is measured is what is written."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import get_args

import pytest
from docs_pages import PAGES, ROOT, TEXTS, anchors, links

from symcheck.codes import MISTAKES
from symcheck.kernel.certificate import Body, Countermodel
from symcheck.version import VERSION

LINKED = {f"docs/{name}": text for name, text in TEXTS.items()} | {
    name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "benchmarks/README.md")
}
LINKS = [(page, target) for page, text in LINKED.items() for target in links(text)]


@pytest.mark.parametrize(("page", "target"), LINKS, ids=[f"{p}->{t}" for p, t in LINKS])
def test_a_link_leads_somewhere(page: str, target: str) -> None:
    path, _, anchor = target.partition("#")
    place = ((ROOT / page).parent / path).resolve() if path else ROOT / page
    assert place.exists()
    if anchor:
        assert anchor in anchors(place.read_text(encoding="utf-8"))


def test_every_page_is_linked_from_the_readme_or_the_architecture() -> None:
    maps = {"README.md", "docs/architecture.md"}
    reached = {target.split("#")[0].removeprefix("docs/") for page, target in LINKS if page in maps}
    assert sorted({p.name for p in PAGES} - reached - {"architecture.md"}) == []
    assert "docs/architecture.md" in {target for page, target in LINKS if page == "README.md"}


def test_files_named_in_the_text_exist() -> None:
    named = {
        (page, path)
        for page, text in LINKED.items()
        for path in re.findall(r"`((?:symcheck|tests|problems|docs|benchmarks)/[\w/-]+(?:\.\w+|/))`", text)
    }
    assert len(named) > 10
    assert [x for x in sorted(named) if not (ROOT / x[1]).exists()] == []


def test_the_size_of_the_kernel_is_the_one_written() -> None:
    """Within five in a hundred: the page is read by people, the limit is kept by tests/house."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "tests/house/test_floors.py", "-k", "kernel_is_small"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    measured = re.search(r"core (\d+), schemas (\d+), with all checkers (\d+)", done.stdout)
    assert measured, done.stdout + done.stderr
    for words, found in zip(("which decides sequents", "the schemas", "with all checkers"), measured.groups(), strict=True):
        written = re.search(rf"{words}: ([\d,]+) lines", TEXTS["architecture.md"])
        assert written, f"architecture.md does not say `{words}: … lines`"
        assert abs(int(written[1].replace(",", "")) / int(found) - 1) < 0.05, measured[0]


def test_every_kind_of_certificate_is_on_the_page_about_replay() -> None:
    names = [kind.__name__.lower() for kind in (*get_args(Body), Countermodel)]
    assert [name for name in names if f"`{name}`" not in TEXTS["replay.md"]] == []


def test_every_mistake_is_on_the_page_about_diagnosis() -> None:
    assert [kind for kind in MISTAKES if f"`{kind}`" not in TEXTS["diagnosis.md"]] == []


def test_the_changelog_begins_with_the_version() -> None:
    assert re.findall(r"^## (\S+)", TEXTS["changelog.md"], re.MULTILINE)[0] == VERSION
