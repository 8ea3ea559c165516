"""The claims that the benchmark is about: problem files and tables of claims with known truth.

Owns: `Case`, `gather`.  A table (JSON) has `id`, `symbols`, `claim`, `truth`, and perhaps `given` and `let`.  In a problem file
the truth is what `expect:` says, `holds` where it says nothing; claims without meaning (`expect: malformed`) have no term to
translate and are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.matrix_peers.stated import Stated, closed, letters
from symcheck.diagnosis.judging import question_of
from symcheck.problem.load import load_problem
from symcheck.problem.single import problem_of_statement
from symcheck.problem.types import Claim, Problem


@dataclass(frozen=True)
class Case:
    """A claim as symcheck has it, and as the peers get it."""

    origin: str
    problem: Problem
    claim: Claim
    stated: Stated


def gather(paths: list[Path]) -> list[Case]:
    """All claims with a meaning of problem files, folders of them and tables, in order."""
    found: list[Case] = []
    for path in paths:
        files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        for file in files:
            found += _table(file) if file.suffix == ".json" else _file(file)
    return found


def _file(path: Path) -> Iterator[Case]:
    problem = load_problem(str(path))
    for claim in problem.claims:
        truth = claim.expect.verdict or "holds"
        if claim.statement is not None and truth in {"holds", "fails"}:
            yield _case(path.parent.name, f"{path.stem}:{claim.id}", truth, problem, claim)


def _table(path: Path) -> Iterator[Case]:
    for row in json.loads(path.read_text()):
        given = row.get("given") or []
        hypotheses = [given] if isinstance(given, str) else given
        problem = problem_of_statement(row["claim"], _named(row["symbols"]), _named(row.get("let", "")), hypotheses)
        (claim,) = problem.claims
        if claim.statement is not None:
            yield _case(path.stem, f"{path.stem}:{row['id']}", "holds" if row["truth"] else "fails", problem, claim)


def _named(declared: str | dict[str, str]) -> dict[str, str]:
    """Declarations by name, from a mapping or from the text "x: vector(n); a: vector(n)"."""
    if not isinstance(declared, str):
        return declared
    parts = [part.partition(":") for part in declared.split(";") if part.strip()]
    return {name.strip(): kind.strip() for name, _, kind in parts}


def _case(origin: str, name: str, truth: str, problem: Problem, claim: Claim) -> Case:
    assert claim.statement is not None
    statement = closed(claim.statement, claim.context)
    question = question_of(problem, claim, claim.statement)
    texts = {g.label: g.text for g in claim.given}
    given = tuple((texts.get(label, label), closed(term, claim.context)) for label, term in question.given)
    terms = (statement, *(term for _, term in given))
    return Case(origin, problem, claim, Stated(name, truth, statement, given, letters(terms, claim.context)))
