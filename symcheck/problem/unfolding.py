"""Definitions in terms of one another: no cycles, and no unfolding beyond a fixed size.

Owns: the check that every definition can be unfolded, and how large a statement becomes when it is.  A definition
used twice in each of thirty definitions would unfold to 2^30 nodes; this is found by counting, not by unfolding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from symcheck.language.context import Definition
from symcheck.language.terms import Term, subterms

MAX_UNFOLDED = 100_000
CAP = MAX_UNFOLDED + 1


@dataclass(frozen=True, slots=True)
class Growth:
    """Nodes after unfolding: `nodes` + Σ uses[i] · (nodes of the i-th argument)."""

    nodes: int
    uses: tuple[int, ...] = ()


def mentioned(term: Term, definitions: Mapping[str, Definition]) -> tuple[str, ...]:
    """The definitions that `term` names, in order of first occurrence."""
    found: dict[str, None] = {}
    for t in subterms(term):
        if isinstance(t.value, str) and t.op in ("sym", "apply", "derivative") and t.value in definitions:
            found.setdefault(t.value)
    return tuple(found)


def mentions(definition: Definition, definitions: Mapping[str, Definition]) -> tuple[str, ...]:
    """The definitions that the body of `definition` uses; its parameters hide those of their names."""
    return tuple(n for n in mentioned(definition.body, definitions) if n not in definition.params)


def cycles(definitions: Mapping[str, Definition], starts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Ways in which the definitions that `starts` reach lead back to themselves, as the names passed on the way."""
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in starts:
        if start in done or start not in definitions:
            continue
        path = {start: iter(mentions(definitions[start], definitions))}
        while path:
            name = next(reversed(path))
            below = next(path[name], None)
            if below is None:
                done.add(name)
                del path[name]
            elif below in path:
                names = list(path)
                found.append((*names[names.index(below) :], below))
            elif below not in done:
                path[below] = iter(mentions(definitions[below], definitions))
    return tuple(found)


def growths(definitions: Mapping[str, Definition], new: Iterable[str], known: Mapping[str, Growth]) -> dict[str, Growth]:
    """How large each definition becomes when it is unfolded completely; `known` of the others (no cycles are left)."""
    found = dict(known)
    waiting = [n for n in new if n in definitions][::-1]
    while waiting:
        name = waiting[-1]
        below = [] if name in found else [m for m in mentions(definitions[name], definitions) if m not in found]
        if below:
            waiting.extend(below)
            continue
        waiting.pop()
        if name not in found:
            found[name] = growth_of(definitions[name].body, definitions[name].params, found)
    return found


def growth_of(term: Term, params: tuple[str, ...], known: Mapping[str, Growth]) -> Growth:
    """How large `term` becomes, as a function of what is put in for `params`."""
    sizes: dict[int, Growth] = {}
    stack = [(term, False)]
    while stack:
        t, ready = stack.pop()
        if id(t) in sizes:
            continue
        if ready:
            sizes[id(t)] = _node(t, [sizes[id(a)] for a in t.args], params, known)
        else:
            stack.append((t, True))
            stack.extend((a, False) for a in t.args)
    return sizes[id(term)]


def _node(t: Term, args: list[Growth], params: tuple[str, ...], known: Mapping[str, Growth]) -> Growth:
    """The growth of a node from those of its arguments; of several readings the largest counts."""
    if t.op == "ambiguous":
        return max(args, key=lambda a: (a.nodes, a.uses))
    nodes, uses, times = 1, [0] * len(params), [1] * len(args)
    if t.op == "sym" and isinstance(t.value, str) and t.value in params:
        nodes, uses = 0, [int(p == t.value) for p in params]
    elif isinstance(t.value, str) and t.value in known and t.op in ("sym", "apply"):
        inner = known[t.value]
        nodes = inner.nodes
        times = [inner.uses[i] if i < len(inner.uses) else 1 for i in range(len(args))]
    for k, a in zip(times, args, strict=True):
        nodes += k * a.nodes
        uses = [u + k * b for u, b in zip(uses, a.uses, strict=True)]
    return Growth(min(nodes, CAP), tuple(min(u, CAP) for u in uses))
