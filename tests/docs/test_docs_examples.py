"""The examples of the pages in docs/ are what the pages say: claims, problem files, commands, Python.

Claims.  On a page, `declarations` are kinds and `definitions` are definitions for all `verdicts` blocks of the page.  A line of a
`verdicts` block is `CLAIM given HYPOTHESES | VERDICT: WORDS; WORDS`, the hypotheses and the words optional; all of the words
occur in what the report says.  A `yaml` block with `claims:` is a problem file of which every claim is as expected.
A `console` block shows commands and their whole output, in which `…` stands for anything; `page.yaml` is the first such
problem file of the page.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from docs_pages import BLOCKS, ROOT, TEXTS, Block, blocks

from symcheck.engine import Options, judge_claim, judge_problem
from symcheck.problem.load import load_problem
from symcheck.problem.single import problem_of_statement
from symcheck.report import ClaimReport

ELSEWHERE = {  # kinds of blocks that other tests read, or that show something that is not run
    "reads as": "language/test_docs_language.py",
    "refused": "language/test_docs_language.py",
    "readings": "language/test_shapes_docs.py",
    "text": None,
    "json": None,
}
HERE = {"declarations", "definitions", "verdicts", "yaml", "console", "python"}


def named(page: str, kind: str) -> dict[str, str]:
    lines = [line for b in blocks(kind) if b.page == page for line in b.text.splitlines() if line.strip()]
    return dict(line.split(": ", 1) for line in lines)


def said(report: ClaimReport) -> str:
    mistake = (report.diagnosis.kind, report.diagnosis.message, report.diagnosis.repaired) if report.diagnosis else ()
    return "\n".join((report.code or "", report.message, *mistake, *report.notes, *report.rules))


VERDICTS = [
    pytest.param(b.page, line, id=f"{b.page}:{b.line + k}")
    for b in blocks("verdicts")
    for k, line in enumerate(b.text.splitlines())
    if line.strip()
]


@pytest.mark.parametrize(("page", "line"), VERDICTS)
def test_a_claim_has_the_verdict_shown(page: str, line: str) -> None:
    stated, _, answer = line.rpartition(" | ")
    claim, _, given = (part.strip() for part in stated.partition(" given "))
    verdict, _, words = (part.strip() for part in answer.partition(":"))
    problem = problem_of_statement(claim, named(page, "declarations"), named(page, "definitions"), (given,) if given else ())
    report = judge_claim(problem, problem.claims[0], Options())
    assert report.verdict == verdict, said(report)
    missing = [w.strip() for w in words.split(";") if w.strip() not in said(report)]
    assert missing == [], said(report)


FILES = [b for b in blocks("yaml") if re.search(r"^claims:", b.text, re.MULTILINE)]


@pytest.mark.parametrize("block", FILES, ids=lambda b: b.id)
def test_a_problem_file_is_as_it_expects(block: Block, tmp_path: Path) -> None:
    path = tmp_path / "page.yaml"
    path.write_text(block.text, encoding="utf-8")
    report = judge_problem(load_problem(str(path)))
    assert {c.id: (c.verdict, c.unmet) for c in report.claims if c.unmet} == {}


def commands(block: Block) -> list[tuple[list[str], list[str]]]:
    """(command without `symcheck`, the lines it prints)."""
    found: list[tuple[list[str], list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append((shlex.split(line.removeprefix("$ symcheck "), comments=True), []))
        else:
            found[-1][1].append(line)
    return found


def matches(shown: list[str], printed: str) -> bool:
    """Whether the lines are those printed, `…` standing for anything on a line, or for any lines where it stands alone."""
    lines = ["(?:.*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n" for line in shown]
    return re.fullmatch("".join(lines), printed) is not None


@pytest.mark.parametrize("block", blocks("console"), ids=lambda b: b.id)
def test_commands_print_what_is_shown(block: Block, tmp_path: Path) -> None:
    (tmp_path / "problems").symlink_to(ROOT / "problems")
    for b in [b for b in FILES if b.page == block.page][:1]:
        (tmp_path / "page.yaml").write_text(b.text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]), "COLUMNS": "130"}
    for arguments, shown in commands(block):
        done = subprocess.run(
            [sys.executable, "-m", "symcheck", *arguments],
            cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=300,
        )  # fmt: skip
        printed = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
        assert matches(shown, printed), f"$ symcheck {shlex.join(arguments)}\n{done.stdout}"


@pytest.mark.parametrize("page", sorted({b.page for b in blocks("python")}))
def test_python_gives_what_is_shown(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = "\n".join(b.text for b in blocks("python") if b.page == page)
    assert ">>>" in text
    example = doctest.DocTestParser().get_doctest(text, {}, page, page, 0)
    printed: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert runner.run(example, out=printed.append).failed == 0, "".join(printed)


def test_every_block_is_of_a_kind_that_is_tested_or_known_not_to_be() -> None:
    assert [(b.id, b.kind) for b in BLOCKS if b.kind not in HERE | ELSEWHERE.keys()] == []
    assert [reader for reader in ELSEWHERE.values() if reader and not (ROOT / "tests" / reader).is_file()] == []


def test_there_are_examples_of_every_kind() -> None:
    assert len(VERDICTS) > 80
    assert len(FILES) >= 3
    assert blocks("console") and blocks("python")


WRONG = {
    "another verdict": "x^2 >= 0 | fails",
    "words that the report does not say": "x^2 >= 0 | holds: by magic",
}


@pytest.mark.parametrize("line", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_example_is_noticed(line: str) -> None:
    page = next(p for p in TEXTS if named(p, "declarations").get("x") == "real" and not named(p, "definitions"))
    with pytest.raises(AssertionError):
        test_a_claim_has_the_verdict_shown(page, line)


def test_output_is_compared_line_by_line() -> None:
    assert matches(["holds  … claims", "…", "end"], "holds  3 claims\nx\ny\nend\n")
    assert matches(["…"], "")
    assert not matches(["holds"], "holds\nmore\n")
    assert not matches(["holds 3"], "holds 4\n")
