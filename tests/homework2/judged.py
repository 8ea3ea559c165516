"""Homework 2 judged in this process: the files, the reports, and what a report says to its reader.

Owns: `problems`, `judge_all`, `said`.  What is expected of them stands in expected.json.
"""

from pathlib import Path

from symcheck.engine import Options, judge_claim
from symcheck.problem.load import load_problem
from symcheck.render.words import details

FOLDER = Path(__file__).parents[2] / "problems" / "homework2"

# Not what is said about the claim: the claim itself, the expectations of its file, and the cross-check's examples.
NOT_SAID = {"read as", "not met", "numerically"}


def problems():
    return tuple(load_problem(str(path)) for path in sorted(FOLDER.glob("*.yaml")))


def judge_all(found):
    """Id → (problem, claim, report), everything judged once, no claim before another that stands above it."""
    out = {}
    for problem in found:
        for claim in problem.claims:
            out[claim.id] = (problem, claim, judge_claim(problem, claim, Options(), {}))
    return out


def said(report):
    """What the report tells a reader about the verdict, one fact a line."""
    facts = [f"{fact.label}: {fact.text}" for fact in details(report) if fact.label not in NOT_SAID]
    return "\n".join([*facts, *(f"where: {condition}" for condition in report.scope.where)])
