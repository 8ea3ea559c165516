"""The pairs that the benchmark is about, as every judge gets them: JSON, and nothing of the truth.

Owns: `Pair`, `gather`.  A pair has its claim as typed, its letters, its hypotheses, and its two answers in LaTeX: as the table
has them, else as symcheck prints the two sides.  `domain_alone`: the two differ only in where they are defined.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from symcheck.language.printing import to_latex
from symcheck.problem.errors import ProblemErrors
from symcheck.problem.single import problem_of_statement

_IN_DOLLARS = re.compile(r"\$(.*?)\$")


@dataclass(frozen=True)
class Pair:
    id: str
    category: str
    truth: str
    domain_alone: bool
    claim: str
    symbols: dict[str, str]
    given: list[str]
    latex: list[str] | None


def gather(paths: list[Path]) -> list[Pair]:
    """The pairs of the tables, in order; those that depend on a stated convention (`policy`) are left out."""
    return [_pair(path.stem, row) for path in paths for row in json.loads(path.read_text()) if not row.get("policy")]


def _pair(table: str, row: dict) -> Pair:
    alone = not row["truth"] and "strict" in row.get("source", "")
    latex = _IN_DOLLARS.findall(row.get("latex", ""))
    return Pair(
        f"{table}:{row['id']}",
        row["category"],
        "holds" if row["truth"] else "fails",
        alone,
        row["claim"],
        row["symbols"],
        row.get("given", []),
        latex if len(latex) == 2 else _printed(row),
    )


def _printed(row: dict) -> list[str] | None:
    """The two sides in LaTeX; None where the statement has no two sides."""
    try:
        problem = problem_of_statement(row["claim"], row["symbols"], {}, row.get("given", ()))
    except ProblemErrors:
        return None
    statement = problem.claims[0].statement
    if statement is None or not (statement.op == "iff" or (statement.op == "rel" and statement.value == "=")):
        return None
    sides = [to_latex(side) for side in statement.args]
    return None if any(r"\operatorname" in side for side in sides) else sides  # a name of ours, no notation that others know
