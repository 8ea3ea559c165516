"""What a record of a lock was made for: a digest of the claim as it is written and read, and one of symcheck itself.

Owns: `claim_digest`, `tool_digest`.  A claim's digest covers its text and reading, its hypotheses, what it starts from,
and every declaration that these reach: symbols with their kinds, definitions, recurrences, networks, tables.  It does not
cover what is expected of the claim, its place in the file or in a derivation, nor names that it does not reach.  No verdict
rests on either digest: they say what is worth checking again, and whether a loss is the author's doing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from symcheck.problem.types import Claim, Problem
from symcheck.report import Json
from symcheck.version import VERSION

FORM = "symcheck/claim/1"
PLACES = frozenset({"span", "line", "place", "path", "notes"})  # fields that say where something stands, not what it is


def claim_digest(problem: Problem, claim: Claim) -> str:
    """The same in every process, for as long as the claim says the same."""
    stated = [claim.statement, *(reading.term for reading in claim.nearest), *(g.statement for g in claim.given)]
    said: list[Json] = [FORM, claim.text, claim.read, claim.domain, str(claim.tolerance), claim.context.star]
    said += [[g.label, g.text] for g in claim.given]
    if claim.step is not None and claim.step.from_ is not None:
        said.append(claim.step.from_.text)
        stated.append(claim.step.from_.statement)
    reached = _reached(problem, claim, frozenset(name for term in stated for name in _names(term)))
    said.append({name: reached[name] for name in sorted(reached)})
    return sha256(json.dumps(said).encode()).hexdigest()


@lru_cache(maxsize=1)
def tool_digest() -> str:
    """The version, and a digest of the sources of symcheck: the same programme, not only the same number."""
    root = Path(__file__).parents[1]
    total = sha256()
    for path in sorted(root.rglob("*.py")):
        total.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return f"{VERSION}+{total.hexdigest()[:16]}"


def _reached(problem: Problem, claim: Claim, start: frozenset[str]) -> dict[str, Json]:
    """Every declaration that the names in `start` lead to, by name."""
    found: dict[str, Json] = {}
    waiting = sorted(start)
    while waiting:
        name = waiting.pop()
        declared = [
            table[name]
            for table in (claim.context.symbols, claim.context.definitions, claim.context.objects, problem.objects)
            if name in table
        ]
        if name in found or not declared:
            continue
        found[name] = [_plain(d) for d in declared]
        waiting += [other for d in declared for other in _names(d)]
    return found


def _names(value: object) -> Iterator[str]:
    """Every text in a value, which is a name where one of that name is declared; of `rmsprop.w` also `rmsprop`."""
    stack = [value]
    while stack:
        match stack.pop():
            case str(text):
                yield text
                if "." in text:
                    yield text.partition(".")[0]
            case Mapping() as table:
                stack += [*table.keys(), *table.values()]
            case tuple() | list() as items:
                stack += items
            case item if is_dataclass(item):
                stack += [getattr(item, f.name) for f in fields(item) if f.name not in PLACES]


def _plain(value: object) -> Json:
    """The value as JSON, without the places at which its parts stand and without what was inferred from the rest."""
    match value:
        case None | bool() | int() | str():
            return value
        case Fraction():
            return str(value)
        case Mapping() as table:
            return {str(k): _plain(table[k]) for k in sorted(table, key=str)}
        case tuple() | list() as items:
            return [_plain(i) for i in items]
        case item if is_dataclass(item):
            kept = [f.name for f in fields(item) if f.compare and f.name not in PLACES]
            return [type(item).__name__, *(_plain(getattr(item, name)) for name in kept)]
    raise TypeError(f"no digest of {type(value).__name__}")
