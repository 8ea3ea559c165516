"""The nearest readings of an ill-formed statement: small edits after which it typechecks.

Owns: `nearest_readings` and the list of edits – a transpose supplied, the square of a vector read as that of its norm,
the gradient of a vector read as that of a scalar it stands for, or as its Jacobian transposed.  Does not own: whether a
reading is true (engine, diagnosis).  It proposes, it never decides: the statement itself stays ill-formed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from symcheck.language.context import Context
from symcheck.language.elaborate import Reading, elaborate
from symcheck.language.errors import IllFormed, LanguageError
from symcheck.language.printing import to_text
from symcheck.language.terms import Span, Term

MAX_READINGS = 6
MAX_EDITS = 3
MAX_TRIALS = 200

PRODUCTS = frozenset({"mul", "juxt", "star", "hadamard"})
TWO_SIDED = PRODUCTS | {"add", "sub", "rel", "in"}

Path = tuple[int, ...]
Edit = tuple[Term, str]


def nearest_readings(surface: Term, error: IllFormed, context: Context, *, text: str = "") -> tuple[Reading, ...]:
    """The readings of `surface` that need the fewest edits, at most MAX_READINGS, best first.

    Each edit is made where elaboration refused; where the edited statement is refused elsewhere, a further edit is tried
    there, up to MAX_EDITS.  The notes of a reading begin with its edits.  Empty where nothing near has a meaning.
    """
    found: list[Reading] = []
    level: list[tuple[Term, IllFormed, tuple[str, ...]]] = [(surface, error, ())]
    trials = 0
    for _ in range(MAX_EDITS):
        following: list[tuple[Term, IllFormed, tuple[str, ...]]] = []
        for term, refusal, made in level:
            for edited, note in _edits(term, refusal.span, context):
                trials += 1
                if trials > MAX_TRIALS or len(found) >= MAX_READINGS:
                    return tuple(found)
                notes = (*made, note)
                try:
                    reading = elaborate(edited, context, text=text)
                except IllFormed as again:
                    following.append((edited, again, notes))
                    continue
                except LanguageError:
                    continue
                if all(reading.term != other.term for other in found):
                    found.append(Reading(reading.term, (*notes, *reading.notes)))
        if found:
            return tuple(found)
        level = following
    return ()


def _edits(term: Term, span: Span, context: Context) -> Iterator[Edit]:
    """Edits at the smallest nodes that the error points at: the node itself, then what contains it."""
    for path in _paths(term, span):
        node = _at(term, path)
        edits = list(_edits_of(node, context))
        for new, note in edits:
            yield _put(term, path, new), note


def _paths(term: Term, span: Span) -> list[Path]:
    """Paths to the nodes that cover the span, innermost first; through every reading of an ambiguous node."""
    found: list[Path] = []
    stack: list[tuple[Term, Path]] = [(term, ())]
    while stack:
        node, path = stack.pop()
        if node.span is None or not (node.span.start <= span.start and span.end <= node.span.end):
            continue
        found.append(path)
        stack.extend((a, (*path, i)) for i, a in enumerate(node.args))
    return sorted(found, key=lambda p: (-len(p), p))[:4]


def _at(term: Term, path: Path) -> Term:
    for i in path:
        term = term.args[i]
    return term


def _put(term: Term, path: Path, new: Term) -> Term:
    if not path:
        return new
    i = path[0]
    args = (*term.args[:i], _put(term.args[i], path[1:], new), *term.args[i + 1 :])
    return replace(term, args=args)


def _edits_of(node: Term, context: Context) -> Iterator[Edit]:
    match node:
        case Term("pow", (base, Term("num", (), Fraction() as two))) if two == 2:
            squared = _square_of_norm(base, node)
            yield squared, f"read `{to_text(node)}` as {to_text(squared)}"
        case Term("call", (inner, variable), ("grad" | "diff") as name) if isinstance(name, str):
            for new in _gradients(inner, variable, name, node, context):
                yield new, f"read `{to_text(node)}` as {to_text(new)}"
        case Term("call", (inner,), "inv" | "det" | "tr" | "logdet" as name):
            for new_inner in (_product(_transpose(inner), inner), _product(inner, _transpose(inner))):
                new = Term("call", (new_inner,), name, None, node.span)
                yield new, f"read `{to_text(node)}` as {to_text(new)}"
    if node.op in TWO_SIDED and len(node.args) == 2:
        left, right = node.args
        yield _with(node, _transpose(left), right), f"read `{to_text(left)}` transposed"
        yield _with(node, left, _transpose(right)), f"read `{to_text(right)}` transposed"


def _with(node: Term, left: Term, right: Term) -> Term:
    return replace(node, args=(left, right))


def _transpose(term: Term) -> Term:
    if term.op in {"transpose", "prime"}:
        return term.args[0]
    return Term("transpose", (term,), None, None, term.span)


def _product(left: Term, right: Term) -> Term:
    return Term("mul", (left, right), None, None, left.span)


def _square_of_norm(base: Term, node: Term) -> Term:
    norm = Term("call", (base,), "norm", None, base.span)
    return Term("pow", (norm, Term("num", (), Fraction(2), None, node.span)), None, None, node.span)


def _gradients(inner: Term, variable: Term, name: str, node: Term, context: Context) -> Iterator[Term]:
    """The gradient of a vector, read as that of a defined scalar made of it, of its squared norm, or as its Jacobian."""
    for definition in context.definitions.values():
        if len(definition.params) == 1:
            body = _with_argument(definition.body, definition.params[0], variable)
            if _contains(body, inner) and body != inner:
                yield Term(
                    "call", (Term("apply", (variable,), definition.name, None, node.span), variable), name, None, node.span
                )
        elif not definition.params and _contains(definition.body, inner) and definition.body != inner:
            yield Term("call", (Term("sym", (), definition.name, None, node.span), variable), name, None, node.span)
    yield Term("call", (_square_of_norm(inner, node), variable), name, None, node.span)
    yield Term("transpose", (Term("call", (inner, variable), "jac", None, node.span),), None, None, node.span)


def _with_argument(term: Term, name: str, argument: Term) -> Term:
    """The surface term with `argument` for the parameter; only used to recognise, so bound names do not matter."""
    if term.op == "sym":
        return argument if term.value == name else term
    if not term.args:
        return term
    return replace(term, args=tuple(_with_argument(a, name, argument) for a in term.args))


def _contains(term: Term, part: Term) -> bool:
    stack = [term]
    while stack:
        node = stack.pop()
        if node == part:
            return True
        stack.extend(node.args)
    return False
