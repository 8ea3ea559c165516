"""The one syntax tree: `Term`, and the source spans it carries.

Owns: the closed list of node kinds (`OPS`) and tree walking.  Does not own: what a node means
(theories), how it is written (grammar, printing), whether it fits (elaborate).

A *surface* term is what the grammar produces; it may contain the undecided nodes in `SURFACE_OPS`.
An *elaborated* term has every reading decided (by shapes) and a shape on every node.  Equality
ignores spans and shapes: an elaborated `I`, `0`, `1` whose size came from context is stored with its
size as explicit arguments (``eye(n)``, ``zeros(n, m)``, ``ones(n)``), so equal terms mean the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symcheck.language.sizes import Shape

SURFACE_OPS = frozenset({"juxt", "star", "ambiguous", "prime", "list"})
OPS = frozenset(
    {
        # atoms: value is a Fraction ("num"), a name ("sym", "const", "domain"), nothing ("all": the colon in X[i, :])
        "num", "sym", "const", "domain", "all",
        # arithmetic, binary and in the order and grouping written ("neg", "transpose", "factorial" have one argument)
        "add", "sub", "neg", "mul", "hadamard", "div", "pow", "transpose", "pm",
        # arrays: ("index", (A, i)) or (A, i, j); "vector" of entries (a column), "matrix" of "row"s
        "index", "vector", "matrix", "row", "tuple",
        # identity and constant arrays, sizes as arguments
        "eye", "zeros", "ones",
        # functions: value is the name; "call" for the vocabulary, "apply" for declared functions and definitions,
        # "derivative" for s'(x) (value: name); "keyword" (value: its name) only as an argument of "call"
        "call", "apply", "derivative", "keyword",
        # a member of a recurrence or network: value "rmsprop.w"; args are keyword overrides of parameters
        "member",
        # binders: ("bind", (domain,), name) and ("tends", (target,), (name, side)), side "" | "+" | "-"
        "bind", "tends",
        # statements
        "rel", "chain", "in", "subset", "and", "or", "not", "implies", "iff", "forall", "exists", "is",
        # domains and sets: interval value "[]" "[)" "(]" "()"; range lo..hi; arrays D^n or D^(n, m)
        "interval", "set", "range", "arrays", "union",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of character offsets in the text a term was read from."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """An immutable node: an operator of `OPS`, its arguments, and a literal value where it has one."""

    op: str
    args: tuple[Term, ...] = ()
    value: str | Fraction | tuple[str, ...] | None = None
    shape: Shape | None = field(default=None, compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)

    __match_args__ = ("op", "args", "value")


def num(value: int | Fraction, span: Span | None = None) -> Term:
    """The exact rational literal `value`."""
    return Term("num", (), Fraction(value), span=span)


def sym(name: str, shape: Shape | None = None, span: Span | None = None) -> Term:
    return Term("sym", (), name, shape, span)


def subterms(term: Term) -> Iterator[Term]:
    """Every node of `term`, parents before children, left to right."""
    stack = [term]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.args))


def rebuild(term: Term, change: Callable[[Term], Term | None]) -> Term:
    """`term` with `change` applied top-down; where it returns a term, that replaces the node and its subtree."""
    changed = change(term)
    if changed is not None:
        return changed
    if not term.args:
        return term
    args = tuple(rebuild(a, change) for a in term.args)
    return term if all(a is b for a, b in zip(args, term.args, strict=True)) else replace(term, args=args)


def bound_names(term: Term) -> tuple[str, ...]:
    """Names that `term` itself binds in its other arguments."""
    names = []
    for a in term.args:
        if a.op == "bind" and isinstance(a.value, str):
            names.append(a.value)
        elif a.op == "tends" and isinstance(a.value, tuple):
            names.append(a.value[0])
    return tuple(names)


def free_symbols(term: Term) -> tuple[str, ...]:
    """Names of the symbols that occur free, in order of first occurrence."""
    seen: dict[str, None] = {}

    def walk(t: Term, bound: frozenset[str]) -> None:
        if t.op == "sym" and isinstance(t.value, str) and t.value not in bound:
            seen.setdefault(t.value)
        inner = bound | frozenset(bound_names(t))
        for a in t.args:
            walk(a, inner)

    walk(term, frozenset())
    return tuple(seen)
