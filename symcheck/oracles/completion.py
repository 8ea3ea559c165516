"""Overlaps of chain rules: the critical pairs that make a set of oriented equations confluent.

UNTRUSTED search.  A chain is an open network whose nodes follow each other from the row leg to the column leg (or end in a
vector); an overlap of two chains is a longer chain that contains both, sharing at least one letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symcheck.kernel.certificate import Step, hole
from symcheck.kernel.network import Letter, Network, Node
from symcheck.kernel.polynomial import Polynomial, assemble, substitute
from symcheck.language.sizes import ONE, Size
from symcheck.oracles.matching import contexts
from symcheck.oracles.rewriting import Order, Rule, inside, negated, reduce, rule

Word = tuple[tuple[Letter, bool], ...]


def word_of(network: Network) -> Word | None:
    """The letters along a chain with their orientation (True = transposed), or None where it is no chain."""
    if not network.nodes or any(len(legs) == 0 for _, legs in network.nodes):
        return None
    incident: dict[int, list[int]] = {}
    for k, (_, legs) in enumerate(network.nodes):
        for c in legs:
            incident.setdefault(c, []).append(k)
    if any(len(v) + network.free.count(c) > 2 for c, v in incident.items()):
        return None
    ends = [k for k, (_, legs) in enumerate(network.nodes) if len(legs) == 1]
    if len(network.free) == 2:
        at, node = network.free[0], None
    elif ends:
        node = ends[0] if len(network.free) == 0 else None
        at = network.free[0] if network.free else network.nodes[ends[0]][1][0]
    else:
        return None
    word: list[tuple[Letter, bool]] = []
    used: set[int] = set()
    if node is not None:
        word.append((network.nodes[node][0], True))
        used.add(node)
    while True:
        following = [k for k in incident.get(at, []) if k not in used]
        if not following:
            break
        k = following[0]
        used.add(k)
        letter, legs = network.nodes[k]
        if len(legs) == 1:
            word.append((letter, False))
            break
        if legs[0] == legs[1]:
            return None
        forward = legs[0] == at
        word.append((letter, not forward and not letter.symmetric))
        at = legs[1] if forward else legs[0]
    return tuple(word) if len(used) == len(network.nodes) else None


def network_of(word: Word) -> tuple[Network, Size, Size]:
    """The chain with these letters, and its shape."""
    sizes: list[Size] = []
    nodes: list[Node] = []
    left: int | None = None
    first_row: int | None = None
    for position, (letter, transposed) in enumerate(word):
        if len(letter.legs) == 1:
            opens = position == 0 and transposed
            if opens or left is None:
                sizes.append(letter.legs[0])
                left = len(sizes) - 1
                nodes.append((letter, (left,)))
                if not opens:
                    first_row, left = left, None
            else:
                nodes.append((letter, (left,)))
                left = None
            continue
        rows, cols = (letter.legs[1], letter.legs[0]) if transposed else letter.legs
        if left is None:
            sizes.append(rows)
            left = len(sizes) - 1
            if position == 0:
                first_row = left
        sizes.append(cols)
        right = len(sizes) - 1
        nodes.append((letter, (right, left) if transposed else (left, right)))
        left = right
    free = tuple(c for c in (first_row, left) if c is not None)
    rows = sizes[first_row] if first_row is not None else ONE
    cols = sizes[left] if left is not None else ONE
    return Network(tuple(nodes), tuple(sizes), free), rows, cols


def reversed_word(word: Word) -> Word:
    return tuple((x, not t and not x.symmetric if len(x.legs) == 2 else not t) for x, t in reversed(word))


def overlaps(a: Word, b: Word) -> Iterator[Word]:
    """Words that begin with `a` and end with `b` (or its transpose) and share letters, or contain `b` inside `a`."""
    for other in dict.fromkeys((b, reversed_word(b))):
        for shared in range(1, min(len(a), len(other)) + 1):
            if a[-shared:] == other[:shared] and _extendable(a, other, shared):
                yield a + other[shared:]


def _extendable(a: Word, b: Word, shared: int) -> bool:
    joined = a + b[shared:]
    inner = joined[1:-1]
    return len(joined) > max(len(a), len(b)) - (a != b) and all(len(x.legs) == 2 for x, _ in inner)


def critical_pairs(r: Rule, s: Rule, order: Order, longest: int) -> Iterator[Rule]:
    """S-polynomials of two rules, reduced by nothing yet, oriented where they are not zero."""
    if r.head.factors or s.head.factors:
        return
    first, second = word_of(r.head.open), word_of(s.head.open)
    if first is None or second is None:
        return
    for start in dict.fromkeys((first, reversed_word(first))):
        for word in overlaps(start, second):
            if len(word) > longest:
                continue
            network, rows, cols = network_of(word)
            whole = assemble(rows, cols, [(Fraction(1), (), network)])
            pair = [_rewrite(whole, t, order) for t in (r, s)]
            for p, steps in pair[0]:
                for q, more in pair[1]:
                    difference = p - q
                    made = rule(difference, (*(negated(x) for x in steps), *more), order)
                    if made is not None:
                        yield made


def _rewrite(whole: Polynomial, r: Rule, order: Order) -> list[tuple[Polynomial, tuple[Step, ...]]]:
    """All results of one application of `r` to the only monomial of `whole`: (whole − C[r], steps of C[r])."""
    results = []
    ((m, _),) = whole.terms.items()
    mark = hole(r.polynomial)
    for found in contexts(r.head, m, mark, order.units):
        context = assemble(whole.rows, whole.cols, [(1 / r.leading, found.factors, found.open)])
        change = substitute(context, mark, r.polynomial)
        results.append((whole - change, tuple(inside(context, mark, s) for s in r.steps)))
    return results


def complete(rules: tuple[Rule, ...], order: Order, *, rounds: int = 3, most: int = 24, longest: int = 8) -> tuple[Rule, ...]:
    """`rules` and the reduced critical pairs found within the budget."""
    known = list(rules)
    done: set[tuple[int, int]] = set()
    for _ in range(rounds):
        fresh: list[Rule] = []
        for i in range(len(known)):
            for j in range(len(known)):
                if (i, j) in done or len(known) + len(fresh) >= most:
                    continue
                done.add((i, j))
                for candidate in critical_pairs(known[i], known[j], order, longest):
                    p, used = reduce(candidate.polynomial, (*known, *fresh), order, budget=60)
                    made = rule(p, (*candidate.steps, *(negated(s) for s in used)), order)
                    if made is not None and len(made.steps) <= 60:
                        fresh.append(made)
        if not fresh:
            break
        known.extend(fresh)
    return tuple(known)
