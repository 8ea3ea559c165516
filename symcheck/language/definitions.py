"""Names and what they stand for: symbols, definitions read where they are used, declared functions.

Owns: the rules of sym, apply, derivative; `instance`, a definition read for arguments of given shapes.  Does not own:
the vocabulary (calls.py), recurrences, networks and tables (named_objects.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from symcheck.language import arrays
from symcheck.language.context import Definition, FunctionKind, Kind
from symcheck.language.elaboration import NOWHERE, Elaboration, Instance, Rule
from symcheck.language.errors import LanguageError
from symcheck.language.named_objects import override
from symcheck.language.operators import VOCABULARY
from symcheck.language.printing import to_text
from symcheck.language.settling import WORDS, array_literals, settled, unsized
from symcheck.language.shape_rules import describe
from symcheck.language.sizes import SCALAR, Shape
from symcheck.language.terms import Term
from symcheck.language.unify import is_known

MAX_OPEN = 40
WHOLE = frozenset({"natural", "integer"})


def symbol(state: Elaboration, term: Term) -> Term:
    """A bound name, a symbol, a size, a definition (kept as a name, with its body's shape), or a named object."""
    name = str(term.value)
    kind = state.kind(name)
    if isinstance(kind, Kind):
        if name in state.size_names and name not in state.bound and not (kind.shape.is_scalar and kind.base in WHOLE):
            raise LanguageError(
                f"`{name}` is the size of an array, but it is declared {kind.base}", term.span or NOWHERE, code="not-a-size",
                hint=f"declare `{name}: natural`, or give the size another name",
            )  # fmt: skip
        return Term("sym", (), name, kind.shape, term.span)
    if isinstance(kind, FunctionKind) or name in state.context.objects:
        return Term("sym", (), name, None, term.span)
    definition = state.context.definitions.get(name)
    if definition is not None:
        if definition.params:
            return Term("sym", (), name, None, term.span)
        return Term("sym", (), name, instance(state, name, (), term).body.shape, term.span)
    if name == "I":
        return arrays.constant(state, "I", (), term)
    if any(name in signature.marks for signature in state.context.objects.values()):
        raise state.refuse(
            f"`{name}` is the name of a layer", term, "kind-mismatch", f"ask about it: receptive_field(net, {name})"
        )
    raise state.unknown(name, term)


def finish(state: Elaboration, term: Term) -> Term:
    """The settled term; IllFormed `size-unknown` where context did not give every size."""
    still_open = state.sizes.settle()
    if still_open is not None:
        left, right = (" ".join("?" if w.startswith("?") else w for w in str(s).split()) for s in still_open)
        raise state.refuse(
            f"the sizes {left} and {right} must be equal here", term, hint="state the sizes: I(n), zeros(n, m), ones(n)"
        )
    done = settled(term, state.sizes)
    node = unsized(done)
    if node is not None:
        hint = {"eye": "write I(n)", "zeros": "write zeros(n, m)", "ones": "write ones(n)"}[node.op]
        raise state.refuse(f"nothing says which size `{WORDS[node.op]}` has here", node, "size-unknown", hint)
    for before, after in zip(array_literals(term), array_literals(done), strict=True):
        if not before.args:
            state.note(f"`{WORDS[after.op]}` is {to_text(after)}")
    return done


def instance(state: Elaboration, name: str, shapes: tuple[Shape, ...], at: Term) -> Instance:
    """The definition `name` read for arguments of these shapes; read once for each.

    Raises LanguageError `circular-definition`; an error inside the body is reported at the place of use.
    """
    key = (name, shapes)
    if key in state.instances:
        found = state.instances[key]
        for note in found.notes:
            state.note(note)
        return found
    if name in state.opened:
        ring = " → ".join((*state.opened[state.opened.index(name) :], name))
        raise LanguageError(
            f"the definition of `{name}` uses itself: {ring}", at.span or NOWHERE, code="circular-definition",
            hint="a recurrence is declared under `recurrences:`",
        )  # fmt: skip
    definition: Definition = state.context.definitions[name]
    if len(state.opened) >= MAX_OPEN:
        raise LanguageError("definitions are nested too deeply", at.span or NOWHERE, code="too-deep")
    inner = _inside(state, definition, shapes)
    try:
        body = finish(inner, inner.read(definition.body))
    except LanguageError as error:
        if error.code == "circular-definition" or error.message.startswith("in the definition of"):
            raise type(error)(error.message, at.span or NOWHERE, code=error.code, hint=error.hint) from None
        raise type(error)(
            f"in the definition of `{name}`: {error.message}", at.span or NOWHERE, code=error.code, hint=error.hint
        ) from None
    notes = tuple(note if note.startswith("in `") else f"in `{name}`: {note}" for note in inner.notes)
    found = Instance(body, inner.sort(body), notes)
    state.instances[key] = found
    for note in notes:
        state.note(note)
    return found


def _inside(state: Elaboration, definition: Definition, shapes: tuple[Shape, ...]) -> Elaboration:
    """A fresh reading of the body: it sees the file's names and its parameters, not the names bound where it is used."""
    bound = {p: _parameter(state, p, s) for p, s in zip(definition.params, shapes, strict=True)}
    return Elaboration(
        state.context, state.rules, definition.text, bound, budget=state.budget, instances=state.instances,
        opened=(*state.opened, definition.name),
    )  # fmt: skip


def _parameter(state: Elaboration, name: str, shape: Shape) -> Kind:
    """A parameter has the base of the symbol of its name, where there is one of its shape."""
    declared = state.context.symbols.get(name)
    if isinstance(declared, Kind) and declared.shape == shape:
        return Kind(declared.base, shape)
    return Kind("natural" if shape.is_scalar and name in state.context.sizes else "real", shape)


def applied(state: Elaboration, term: Term) -> Term:
    """f(x): a declared function, a parametrised definition, or a named object with some parameters changed."""
    name = str(term.value)
    if name in state.context.objects and not isinstance(state.kind(name), Kind):
        args = tuple(override(state, state.context.objects[name], name, a) for a in term.args)
        return Term("apply", args, name, None, term.span)
    kind = state.kind(name)
    if isinstance(kind, FunctionKind):
        return _function(state, term, name, kind)
    definition = state.context.definitions.get(name)
    if definition is None:
        if isinstance(kind, Kind):
            raise state.refuse(
                f"`{name}` is {describe(kind.shape)}, not a function", term, "kind-mismatch", "a product is written with a space"
            )
        raise state.unknown(name, term)
    if len(definition.params) != len(term.args):
        raise LanguageError(
            f"`{state.words(term)}`: {name} takes {_counted(len(definition.params))}",
            term.span or NOWHERE,
            code="argument-count",
            hint=f"{name}({', '.join(definition.params)})" if definition.params else f"write {name}",
        )  # fmt: skip
    args = tuple(_argument(state, p, a) for p, a in zip(definition.params, term.args, strict=True))
    found = instance(state, name, tuple(state.shape(a) for a in args), term)
    return Term("apply", args, name, found.body.shape, term.span)


def _argument(state: Elaboration, parameter: str, term: Term) -> Term:
    """An argument; the literal 0 has the shape of the symbol that the parameter is named after."""
    read = state.value(term)
    declared = state.context.symbols.get(parameter)
    if read.op == "num" and read.value == 0 and isinstance(declared, Kind):
        read = state.fitted(read, declared.shape) or read
    if not is_known(state.shape(read)):
        raise state.refuse(
            f"nothing says which size `{state.words(term)}` has here", term, "size-unknown", "state it: I(n), zeros(n, m)"
        )
    return read


def _counted(count: int) -> str:
    return "no arguments" if count == 0 else "one argument" if count == 1 else f"{count} arguments"


def _function(state: Elaboration, term: Term, name: str, kind: FunctionKind) -> Term:
    if len(term.args) != len(kind.arguments):
        raise LanguageError(
            f"`{state.words(term)}`: {name} takes {_counted(len(kind.arguments))}", term.span or NOWHERE, code="argument-count"
        )
    args: list[Term] = []
    for arg, wanted in zip(term.args, kind.arguments, strict=True):
        read = state.value(arg)
        fitted = state.fitted(read, wanted.shape)
        if fitted is None and not _entrywise(kind):
            raise state.refuse(f"{name} takes {describe(wanted.shape)}, but {state.said(read)}{state.where(read)}", arg)
        args.append(fitted or read)
    shape = state.shape(args[0]) if _entrywise(kind) else kind.result.shape
    return Term("apply", tuple(args), name, shape, term.span)


def _entrywise(kind: FunctionKind) -> bool:
    """R -> R acts on arrays entry by entry."""
    return len(kind.arguments) == 1 and kind.arguments[0].shape.is_scalar and kind.result.shape.is_scalar


def prime(state: Elaboration, term: Term) -> Term:
    """s'(x): s a function of one number; entry by entry on arrays."""
    name = str(term.value).rstrip("'")
    arg = state.value(term.args[0])
    kind = state.kind(name)
    operator = VOCABULARY.get(name)
    if isinstance(kind, FunctionKind):
        if not _entrywise(kind):
            raise state.refuse(f"`{name}'` needs a function of one number", term, "kind-mismatch", f"grad({name}(x), x)")
    elif name in state.context.definitions:
        definition = state.context.definitions[name]
        if len(definition.params) != 1 or not state.shape(arg).is_scalar:
            raise state.refuse(f"`{name}'` needs a function of one number", term, "kind-mismatch", f"grad({name}(x), x)")
        body = instance(state, name, (SCALAR,), term).body
        return Term("derivative", (arg,), term.value, body.shape, term.span)
    elif operator is None or not operator.entrywise:
        raise state.refuse(f"`{name}'` needs a function of one number", term, "kind-mismatch")
    return Term("derivative", (arg,), term.value, state.shape(arg), term.span)


RULES: Mapping[str, Rule] = MappingProxyType({"sym": symbol, "apply": applied, "derivative": prime})
