"""max and min of numbers, and of arrays entry by entry, by the absolute value.

TRUSTED FOR MEANING.  Owns: `extreme`, `extreme_entries`, `candidates_of`.

max(a, b) = (a + b + |a − b|)/2, min(a, b) = (a + b − |a − b|)/2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from symcheck.kernel.polynomial import Polynomial, ones, product
from symcheck.language.printing import to_text
from symcheck.language.terms import Term
from symcheck.theories.convolution import Entries
from symcheck.theories.elementwise import image
from symcheck.theories.letters import Letters

BY_ABSOLUTE_VALUE = "extreme-by-absolute-value"


def extreme(letters: Letters, name: str, values: Iterable[tuple[Polynomial, str]]) -> Polynomial:
    """The larger ("max") or smaller ("min") of the values, entry by entry; each comes with its text."""
    (best, text), *rest = values
    for value, other in rest:
        best, value = _alike(best, value)
        gap = image(letters, "abs", best - value, f"({text} - {other})")
        best = (best + value + gap.times(1 if name == "max" else -1)).times(Fraction(1, 2))
        text = f"{name}({text}, {other})"
    return best


def candidates_of(term: Term) -> tuple[Term, ...]:
    """What max(a, max(b, c)) is the largest of: a, b, c, each once, in an order that does not depend on how it was written."""
    found: dict[str, Term] = {}
    waiting = list(term.args)
    while waiting:
        a = waiting.pop(0)
        if a.op == "call" and a.value == term.value and len(a.args) > 1 and all(b.op not in {"bind", "keyword"} for b in a.args):
            waiting += a.args
        else:
            found.setdefault(to_text(a), a)
    return tuple(found[text] for text in sorted(found))


def _alike(p: Polynomial, q: Polynomial) -> tuple[Polynomial, Polynomial]:
    """A number beside an array stands for the array of it."""
    if p.is_scalar and not q.is_scalar:
        return product(p, ones(q.rows, q.cols)), q
    if q.is_scalar and not p.is_scalar:
        return p, product(q, ones(p.rows, p.cols))
    return p, q


def extreme_entries(letters: Letters, name: str, arrays: Sequence[Entries], text: str) -> Entries:
    """Of one array the largest entry; of several, entry by entry; a number beside an array stands for the array of it."""
    if len(arrays) == 1:
        return ((extreme(letters, name, [(p, f"an entry of {text}") for row in arrays[0] for p in row]),),)
    rows, cols = max(len(a) for a in arrays), max(len(a[0]) for a in arrays)
    wide = [a if (len(a), len(a[0])) == (rows, cols) else ((a[0][0],) * cols,) * rows for a in arrays]
    return tuple(tuple(extreme(letters, name, [(a[i][j], text) for a in wide]) for j in range(cols)) for i in range(rows))
