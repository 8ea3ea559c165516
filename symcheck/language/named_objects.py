"""Recurrences, networks and printed tables in a term: their members, parameters and layers.

Owns: the rule of member; what the arguments of a query of an object may be.  Does not own: the objects' data (objects.py)
or meaning (theories).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from symcheck.language.context import Signature
from symcheck.language.elaboration import NOWHERE, Elaboration, Rule
from symcheck.language.errors import LanguageError
from symcheck.language.names import nearest
from symcheck.language.shape_rules import Operator
from symcheck.language.terms import Term

# what a query may point at besides the layers: where the network starts, and the two passes
POINTS = ("input", "forward", "backward")


def override(state: Elaboration, signature: Signature, owner: str, term: Term) -> Term:
    name = str(term.value)
    if term.op != "keyword":
        raise LanguageError(
            f"`{state.words(term)}`: a parameter of {owner} is given by name", term.span or NOWHERE, code="unknown-parameter",
            hint=f"{owner}({signature.parameters[0]}=…)" if signature.parameters else f"{owner} has no parameters",
        )  # fmt: skip
    if name not in signature.parameters:
        near = nearest(name, signature.parameters)
        known = ", ".join(signature.parameters) or "none"
        raise LanguageError(
            f"{owner} has no parameter `{name}`", term.span or NOWHERE, code="unknown-parameter",
            hint=f"did you mean `{near[0]}`?" if near else f"its parameters: {known}",
        )  # fmt: skip
    value = state.value(term.args[0])
    return Term("keyword", (value,), name, value.shape, term.span)


def member(state: Elaboration, term: Term) -> Term:
    """rmsprop.w: a sequence (a recurrence, a table: indexed by the step) or a value (a network); rmsprop(v0=0): itself."""
    owner, dot, name = str(term.value).partition(".")
    signature = state.context.objects.get(owner)
    if signature is None:
        raise state.unknown(owner, term)
    if not dot:
        return Term("member", tuple(override(state, signature, owner, a) for a in term.args), owner, None, term.span)
    if name not in signature.members:
        near = nearest(name, signature.members)
        raise LanguageError(
            f"{owner} has no member `{name}`", term.span or NOWHERE, code="unknown-name",
            hint=f"did you mean `{near[0]}`?" if near else "its members: " + ", ".join(signature.members),
        )  # fmt: skip
    args = tuple(override(state, signature, owner, a) for a in term.args)
    shape = signature.members[name] if signature.category == "network" else None
    return Term("member", args, term.value, shape, term.span)


def named_object(state: Elaboration, operator: Operator, arg: Term) -> Term:
    if isinstance(arg.value, str) and arg.op in {"sym", "apply"} and arg.value in state.context.objects:
        return state.read(arg)
    if arg.op == "member":
        return state.read(arg)
    raise state.refuse(
        f"{operator.name} is asked of a network, recurrence or table, and `{state.words(arg)}` is none", arg, "kind-mismatch"
    )


def layer(state: Elaboration, operator: Operator, owner: Term, arg: Term) -> Term:
    signature = state.context.objects.get(str(owner.value).partition(".")[0])
    marks = signature.marks if signature else ()
    if arg.op == "sym" and isinstance(arg.value, str) and arg.value in (*marks, *POINTS):
        return Term("sym", (), arg.value, None, arg.span)
    if arg.op == "num":
        return state.value(arg)
    near = nearest(str(arg.value), marks) if isinstance(arg.value, str) else ()
    known = "its layers: " + ", ".join(marks) if marks else "name its layers with `mark:`"
    raise LanguageError(
        f"`{state.words(owner)}` has no layer `{state.words(arg)}`", arg.span or NOWHERE, code="unknown-name",
        hint=f"did you mean `{near[0]}`?" if near else known,
    )  # fmt: skip


RULES: Mapping[str, Rule] = MappingProxyType({"member": member})
