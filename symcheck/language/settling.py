"""Putting the settled sizes into a term: shapes, and the sizes of `I`, `0` and `1` that context gave.

Owns: `settled`, `unsized`, `array_literals`.  Does not own: how sizes are settled (unify.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symcheck.language.size_terms import size_term
from symcheck.language.terms import Term
from symcheck.language.unify import SizeUnifier, is_known

ARRAYS = frozenset({"eye", "zeros", "ones"})
WORDS = {"eye": "I", "zeros": "0", "ones": "1"}


def settled(term: Term, sizes: SizeUnifier) -> Term:
    """`term` with resolved shapes, and `I`, `0`, `1` with the sizes that context gave them."""
    shape = None if term.shape is None else sizes.shape(term.shape)
    args = tuple(settled(a, sizes) for a in term.args)
    if shape is not None and not args:
        match term.op:
            case "eye" | "ones":
                args = (size_term(shape.rows),)
            case "zeros":
                args = (size_term(shape.rows), size_term(shape.cols))
    return replace(term, args=args, shape=shape)


def array_literals(term: Term) -> Iterator[Term]:
    """The eye, zeros and ones nodes, in order; the sizes of a node are not searched."""
    stack = [term]
    while stack:
        node = stack.pop()
        if node.op in ARRAYS:
            yield node
        else:
            stack.extend(reversed(node.args))


def unsized(term: Term) -> Term | None:
    """The first array literal of a settled term whose size nothing gave."""
    return next((n for n in array_literals(term) if n.shape is not None and not is_known(n.shape)), None)
