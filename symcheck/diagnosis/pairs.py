"""Two independent mistakes in one line, each in a summand of its own.

Owns: `pairs`.  What each small change of a summand adds to the value of the side is known at the points; two changes that add up
to what is missing meet in the middle.  Nothing here is proved: repairs.py does that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symcheck.diagnosis import floats
from symcheck.diagnosis.holes import Hole, holes
from symcheck.diagnosis.points import NO_VALUE, Points
from symcheck.diagnosis.pool import Pool
from symcheck.diagnosis.proposals import Proposal, proposals
from symcheck.language.terms import Term

MOST_SUMMANDS = 8
MOST_OF_ONE = 300  # changes of one summand, the cheapest
DEAREST = 3.2  # bits of one of the two
SINGLE = ("missing-term", "extra-term", "swapped-operands", "not-distributed")  # mistakes of a sum, and none of a summand
Delta = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a summand: where it stands, what the summand becomes, and what that adds at the points."""

    path: tuple[int, ...]
    kind: str
    cost: float
    was: Term
    now: Term
    summand: Term
    delta: Delta


def pairs(side: Term, other: Term, points: Points, pool: Pool) -> list[tuple[Change, Change, Term]]:
    """Two changes, in two summands, after which the sides agree at the points, with the side they make; the cheapest first."""
    places = list(_summands(side, ()))
    if not 2 <= len(places) <= MOST_SUMMANDS:
        return []
    try:
        gap = _flat([floats.minus(points.value(other, p), points.value(side, p)) for p in points.all])
    except NO_VALUE:
        return []
    scale = max(1e-6, *(abs(g) for g in gap)) if gap else 1.0
    by_delta: dict[tuple[float, ...], list[Change]] = {}
    found: list[tuple[Change, Change, Term]] = []
    for path, sign, summand in places:
        own = list(_changes(path, sign, summand, points, pool))
        for change in own:
            rest = tuple(g - d for g, d in zip(gap, change.delta, strict=True))
            for first in by_delta.get(_key(rest, scale), ()):
                whole = _put(_put(side, first.path, first.summand), path, change.summand)
                found.append((first, change, whole))
        for change in own:
            by_delta.setdefault(_key(change.delta, scale), []).append(change)
    return sorted(found, key=lambda f: f[0].cost + f[1].cost)


def _summands(t: Term, path: tuple[int, ...], sign: int = 1) -> Iterator[tuple[tuple[int, ...], int, Term]]:
    match t:
        case Term("add" | "sub" as op, (a, b)):
            yield from _summands(a, (*path, 0), sign)
            yield from _summands(b, (*path, 1), -sign if op == "sub" else sign)
        case _:
            yield path, sign, t


def _changes(path: tuple[int, ...], sign: int, summand: Term, points: Points, pool: Pool) -> Iterator[Change]:
    try:
        values = [points.keep(summand, p) for p in points.all]
    except NO_VALUE:
        return
    unknown: list[tuple[Hole, Proposal]] = []
    for hole in holes(summand, tuple(values), points):
        free = replace(hole, required=(None,) * len(hole.required))
        unknown += [(hole, p) for p in proposals(free, pool, None) if p.cost <= DEAREST and p.kind not in SINGLE]
    unknown.append((_whole(summand, values), Proposal("sign", 1.0, Term("neg", (summand,), None, summand.shape))))
    seen: set[Delta] = set()
    for hole, proposal in sorted(unknown, key=lambda f: f[1].cost)[:MOST_OF_ONE]:
        now = hole.put(proposal.now)
        try:
            gaps = [floats.minus(points.value(now, p), v) for p, v in zip(points.all, values, strict=True)]
        except NO_VALUE:
            continue
        delta = _flat([floats.scaled(float(sign), g) for g in gaps])
        if any(delta) and delta not in seen:
            seen.add(delta)
            yield Change(path, proposal.kind, proposal.cost, hole.term, proposal.now, now, delta)


def _whole(summand: Term, values: list[floats.Value]) -> Hole:
    return Hole(summand, (), tuple(values), (None,) * len(values), lambda now: now)


def _flat(values: list[floats.Value]) -> Delta:
    return tuple(e for v in values for row in floats.rows(v) for e in row)


def _key(delta: Delta, scale: float) -> tuple[float, ...]:
    return tuple(round(d / scale, 7) + 0.0 for d in delta)


def _put(t: Term, path: tuple[int, ...], now: Term) -> Term:
    if not path:
        return now
    k, *rest = path
    inner = _put(t.args[k], tuple(rest), now)
    if k == 1 and not rest and inner.op == "neg" and t.op in {"add", "sub"}:  # a − b for a + (−b)
        return replace(t, op="sub" if t.op == "add" else "add", args=(t.args[0], inner.args[0]))
    return replace(t, args=(*t.args[:k], inner, *t.args[k + 1 :]))
