"""A good order for the case split of a count: most constrained first.

Untrusted.  Owns: `count_certificate`.  The kernel makes the split itself; a bad order costs time, never truth.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from symcheck.kernel.counting import Count, Unfinished, solutions_within

BUDGET = 2_000_000


def most_constrained_first(goal: Count) -> tuple[str, ...]:
    """Next comes a variable of the equation with the fewest unsplit variables; among those, one that occurs most often."""
    unsplit = [{i for _, powers in e.terms for i, _ in powers} for e in goal.equations]
    occurs: list[list[int]] = [[] for _ in goal.variables]
    for k, found in enumerate(unsplit):
        for i in found:
            occurs[i].append(k)
    waiting = [(len(found), k) for k, found in enumerate(unsplit) if found]
    heapify(waiting)
    order: dict[int, None] = {}
    while waiting:
        size, k = heappop(waiting)
        if size != len(unsplit[k]) or not size:
            continue  # it has shrunk since, and waits under its new size
        chosen = min(unsplit[k], key=lambda i: (-len(occurs[i]), len(goal.domains[i]), i))
        order[chosen] = None
        for other in occurs[chosen]:
            unsplit[other].discard(chosen)
            heappush(waiting, (len(unsplit[other]), other))
    order.update(dict.fromkeys(range(len(goal.variables))))
    return tuple(goal.variables[i] for i in order)


def count_certificate(goal: Count, budget: int = BUDGET) -> dict[str, object] | None:
    """An order in which the split is finished within `budget` cases, and how many it takes; None where none was found.

    Tries most constrained first and the order given, each with growing budgets, so that a bad order costs no more than
    a good one.  Raises ValueError where the goal itself is not well formed.
    """
    if (visited := _visited(goal, goal.variables, 0)) is not None:
        return {"order": list(goal.variables), "nodes": visited}
    orders = tuple(dict.fromkeys((most_constrained_first(goal), goal.variables)))
    nodes = min(1024, budget)
    while True:
        for order in orders:
            visited = _visited(goal, order, nodes)
            if visited is not None:
                return {"order": list(order), "nodes": visited}
        if nodes == budget:
            return None
        nodes = min(8 * nodes, budget)


def _visited(goal: Count, order: tuple[str, ...], nodes: int) -> int | None:
    try:
        return solutions_within(goal, order, nodes)[1]
    except Unfinished:
        return None
