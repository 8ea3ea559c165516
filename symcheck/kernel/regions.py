"""Limits of recurrences, and the regions that decide them.

TRUSTED.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symcheck.kernel.program import Code, Program
from symcheck.kernel.runs import Json, Outcome, rejected


@dataclass(frozen=True, slots=True)
class Limit:
    """The exact sequence of `variables` converges to the values at `positions` of `target` (a code without variables)."""

    program: Program
    variables: tuple[str, ...]
    target: Code
    positions: tuple[int, ...]


def check_region(goal: Limit, certificate: Mapping[str, Json]) -> Outcome:
    """placeholder"""
    return rejected("no region")
