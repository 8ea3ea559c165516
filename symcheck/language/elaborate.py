"""From a surface term to its meaning: every reading decided by shapes, a shape on every node.

Owns: `elaborate`, `Reading`, and the table node → rule.  Does not own: the rules, the state they share
(elaboration.py), text (reading.py).  May refuse what a human would understand; it never picks one of several
readings that fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from symcheck.language import arithmetic, arrays, calls, definitions, named_objects, propositions, readings, sets
from symcheck.language.context import Context, Kind
from symcheck.language.elaboration import MAX_DEPTH, NOWHERE, Elaboration, Rule
from symcheck.language.errors import LanguageError
from symcheck.language.sizes import Shape
from symcheck.language.terms import SURFACE_OPS, Term

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        **arithmetic.RULES,
        **arrays.RULES,
        **calls.RULES,
        **definitions.RULES,
        **named_objects.RULES,
        **sets.RULES,
        **propositions.RULES,
        **readings.RULES,
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """An elaborated term and, in plain words, every reading that was not literal."""

    term: Term
    notes: tuple[str, ...] = ()


def elaborate(surface: Term, context: Context, *, bound: Mapping[str, Kind] = MappingProxyType({}), text: str = "") -> Reading:
    """The meaning of `surface` in `context`; `bound` are further names in scope, `text` what its spans point into.

    The result contains no surface node (`juxt`, `star`, `ambiguous`, `prime`, `list`); its values have their shape, its
    sets the shape of their elements, its statements None.  Raises IllFormed (`shape-mismatch`, `kind-mismatch`,
    `size-unknown`, `not-a-variable`, `index-range`) where kinds or shapes do not fit; LanguageError where the writer has
    to choose (`ambiguous-grouping`, `ambiguous-star`, `ambiguous-order`) or the text is no text of this context
    (`unknown-name`, `unknown-parameter`, `argument-count`, `circular-definition`, `too-deep`, `too-large`).
    """
    check_depth(surface)
    state = Elaboration(context, RULES, text, dict(bound))
    return Reading(definitions.finish(state, state.read(surface)), tuple(state.notes))


def instance(name: str, shapes: tuple[Shape, ...], context: Context) -> Term:
    """The elaborated body of the definition `name` for arguments of the given shapes."""
    return definitions.instance(Elaboration(context, RULES), name, shapes, Term("sym", (), name)).body


def check_depth(term: Term) -> None:
    """LanguageError `too-deep` where `term` is nested beyond MAX_DEPTH."""
    stack = [(term, 1)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise LanguageError(
                f"this is nested more than {MAX_DEPTH} deep", term.span or NOWHERE, code="too-deep",
                hint="name its parts with definitions",
            )  # fmt: skip
        stack.extend((a, depth + 1) for a in node.args)


def is_elaborated(term: Term) -> bool:
    """Whether no undecided node is left in `term`."""
    stack = [term]
    while stack:
        node = stack.pop()
        if node.op in SURFACE_OPS:
            return False
        stack.extend(node.args)
    return True
