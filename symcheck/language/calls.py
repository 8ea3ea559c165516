"""Calls of the vocabulary: which arguments, in which roles, and the shape that the operator's rule gives.

Owns: the rule of call, and the refusal of keywords, binders and `:` where none belongs.  Does not own: the shape
rules (shape_rules.py), which operators there are (operators.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from symcheck.language import arrays
from symcheck.language.builtins import LABELLED
from symcheck.language.context import FunctionKind, Kind
from symcheck.language.elaboration import NOWHERE, TRUTH, Elaboration, Rule
from symcheck.language.errors import IllFormed, LanguageError
from symcheck.language.named_objects import layer, named_object
from symcheck.language.names import nearest
from symcheck.language.operators import ARRAYS, VOCABULARY
from symcheck.language.sets import binding
from symcheck.language.shape_rules import Call, Operator
from symcheck.language.sizes import SCALAR, Shape
from symcheck.language.terms import Term

ALIASES = {"sgn": "sign"}
DERIVATIVES = frozenset({"grad", "jac", "hess", "diff"})
DIFFERENTIABLE = "the variable is a declared name, a definition, an entry x[i], or vec of a name"


def called(state: Elaboration, term: Term) -> Term:
    """A built-in function: binders first, then the arguments in their roles, then its shape rule."""
    name = ALIASES.get(str(term.value), str(term.value))
    if name in ARRAYS:
        return arrays.constant(state, name, term.args, term)
    if name == "transpose" and len(term.args) == 1:
        inner = state.value(term.args[0])
        return Term("transpose", (inner,), None, state.shape(inner).transposed(), term.span)
    operator = VOCABULARY.get(name)
    if operator is None:
        raise state.unknown(name, term)
    if name == "float64" and len(term.args) == 1 and state.sort(state.read(term.args[0])) == "sequence":
        return Term("call", (state.read(term.args[0]),), name, None, term.span)  # the whole run, to compare with a table
    binders, names = binding(state, term.args)
    if binders and not operator.binds:
        raise LanguageError(f"{name} binds no names", binders[0].span or NOWHERE, code="argument-count")
    positional = [a for a in term.args if a.op not in {"bind", "tends", "keyword"}]
    _check_count(state, term, operator, len(positional))
    if name == "diff" and len(positional) > 2:
        return _repeated(state, term, positional)
    with state.binding(names):
        args = _arguments(state, operator, positional, names)
        keywords = {str(a.value): _keyword(state, operator, a) for a in term.args if a.op == "keyword"}
        if "at" in keywords and operator.role(1) == "variable":
            keywords["at"] = _point(state, args[1], keywords["at"])
        if operator.conforming:
            args = list(state.conform(args, f"the arguments of {name} have one shape", term))
        bound = tuple(kind.shape for kind in names.values())
        call = Call(
            name, tuple(args), {k: v.args[0] for k, v in keywords.items()}, bound, state.sizes, state.words, term.span or NOWHERE,
            state.context.layout,
        )  # fmt: skip
        shape = operator.rule(call)
    return _built(state, term, name, operator, args, binders, tuple(keywords.values()), shape)


def _built(
    state: Elaboration, term: Term, name: str, operator: Operator, args: list[Term], binders: tuple[Term, ...],
    keywords: tuple[Term, ...], shape: Shape | None,
) -> Term:  # fmt: skip
    """The elaborated call; operators that are nodes of their own become those."""
    if name == "hadamard":
        return Term("hadamard" if shape is None or not shape.is_scalar else "mul", tuple(args), None, shape, term.span)
    if name == "inv" and shape is not None and shape.is_scalar:
        return Term("div", (Term("num", (), Fraction(1), SCALAR, term.span), args[0]), None, SCALAR, term.span)
    square = shape is not None and not shape.is_column and state.sizes.could_be_equal(shape.rows, shape.cols)
    if operator.entrywise and name != "float64" and square:
        state.note(f"`{state.words(term)}` is {name} of each entry")
    if name == "count":
        args, binders = [*binders, *args], ()
    return Term("call", (*args, *binders, *keywords), name, shape, term.span)


def _repeated(state: Elaboration, term: Term, positional: list[Term]) -> Term:
    """diff(f, x, 2) and diff(f, x, y): derivatives of derivatives."""
    function, first, *more = positional
    variables = [first]
    for other in more:
        if other.op == "num" and isinstance(other.value, Fraction):
            if len(more) > 1 or other.value not in {1, 2, 3, 4}:
                raise state.refuse(f"`{state.words(term)}`: a derivative is repeated 1 to 4 times", other, "kind-mismatch")
            variables.extend([first] * (int(other.value) - 1))
        else:
            variables.append(other)
    keywords = tuple(a for a in term.args if a.op == "keyword")
    for i, variable in enumerate(variables):
        last = keywords if i == len(variables) - 1 else ()
        function = Term("call", (function, variable, *last), "diff", None, term.span)
    return state.value(function)


def _check_count(state: Elaboration, term: Term, operator: Operator, count: int) -> None:
    low = operator.arities[0]
    if count in operator.arities or (operator.variadic and count >= low):
        return
    wanted = " or ".join(str(k) for k in operator.arities) + (" or more" if operator.variadic else "")
    raise LanguageError(
        f"`{state.words(term)}`: {operator.name} takes {wanted} argument{'' if wanted == '1' else 's'}, here are {count}",
        term.span or NOWHERE, code="argument-count",
    )  # fmt: skip


def _arguments(state: Elaboration, operator: Operator, given: list[Term], names: Mapping[str, Kind]) -> list[Term]:
    out: list[Term] = []
    for i, arg in enumerate(given):
        match operator.role(i):
            case "value":
                out.append(state.value(arg))
            case "function":
                out.append(_of_variable(state, arg, given, names))
            case "variable":
                out.append(_variable(state, operator, arg))
            case "statement":
                out.append(state.statement(arg))
            case "law":
                read = state.read(arg)
                out.append(read if state.sort(read) == "distribution" else state.value(arg))
            case "random":
                read = state.read(arg)
                out.append(read if state.sort(read) == "statement" else state.value(arg))
            case "blocks":
                out.append(arrays.block(state, arg))
            case "object":
                out.append(named_object(state, operator, arg))
            case "mark":
                out.append(layer(state, operator, given[0], arg))
            case role:
                raise AssertionError(f"no role {role}")
    return out


def _of_variable(state: Elaboration, arg: Term, given: list[Term], names: Mapping[str, Kind]) -> Term:
    """The function of grad(L, w): a value, or the name of a function of one argument, read as L(w)."""
    if arg.op == "sym" and isinstance(arg.value, str) and arg.value not in names and len(given) > 1:
        definition = state.context.definitions.get(arg.value)
        kind = state.kind(arg.value)
        one = len(kind.arguments) == 1 if isinstance(kind, FunctionKind) else kind is None and bool(definition)
        if one and (isinstance(kind, FunctionKind) or (definition is not None and len(definition.params) == 1)):
            state.note(f"`{arg.value}` is read as {arg.value}({state.words(given[1])})")
            return state.value(Term("apply", (given[1],), arg.value, None, arg.span))
    return state.value(arg)


def _variable(state: Elaboration, operator: Operator, arg: Term) -> Term:
    read = state.value(arg)
    varied = _varied(read)
    kind = state.kind(varied.value) if varied.op == "sym" and isinstance(varied.value, str) else None
    if operator.name in DERIVATIVES and isinstance(kind, Kind) and kind.base in {"natural", "integer"}:
        raise IllFormed(
            f"{operator.name}: `{state.words(arg)}` is a whole number, and nothing is differentiated by one", arg.span or NOWHERE,
            code="kind-mismatch", hint=f"declare `{varied.value}: real` where it may vary continuously",
        )  # fmt: skip
    if varied.op in {"sym", "member"}:
        return read
    raise IllFormed(
        f"{operator.name}: `{state.words(arg)}` is not a variable", arg.span or NOWHERE, code="not-a-variable",
        hint=f"{DIFFERENTIABLE}; give `{state.words(arg)}` a name under `let:` and use that",
    )  # fmt: skip


def _varied(variable: Term) -> Term:
    """The name that varies in x, x[i], x^T, vec(x)."""
    while variable.op in {"index", "transpose"} or (variable.op == "call" and variable.value == "vec"):
        variable = variable.args[0]
    return variable


def _point(state: Elaboration, variable: Term, keyword: Term) -> Term:
    """grad(f, x, at=e): e has the shape of the name that varies."""
    value = state.conform((_varied(variable), keyword.args[0]), "the point of a derivative", keyword)[1]
    return Term("keyword", (value,), "at", state.shape(value), keyword.span)


def _keyword(state: Elaboration, operator: Operator, arg: Term) -> Term:
    name = str(arg.value)
    if name not in operator.keywords:
        near = nearest(name, operator.keywords)
        known = ", ".join(operator.keywords) or "none"
        raise LanguageError(
            f"{operator.name} has no option `{name}`", arg.span or NOWHERE, code="unknown-parameter",
            hint=f"did you mean `{near[0]}`?" if near else f"its options: {known}",
        )  # fmt: skip
    value = arg.args[0]
    if name == "given":
        return Term("keyword", (state.read(value),), name, None, arg.span)
    if value.op == "const" and value.value in TRUTH:
        return Term("keyword", (state.read(value),), name, None, arg.span)
    label = str(value.value) if name in LABELLED and value.op == "sym" else ""
    if label and state.kind(label) is None and label not in state.context.definitions:
        return Term("keyword", (Term("sym", (), label, None, value.span),), name, None, arg.span)
    read = state.value(value)
    return Term("keyword", (read,), name, read.shape, arg.span)


def alone(state: Elaboration, term: Term) -> Term:
    """A binder, a keyword, `:` or a row where none belongs."""
    raise LanguageError(f"`{state.words(term)}` stands where no such thing belongs", term.span or NOWHERE, code="misplaced")


RULES: Mapping[str, Rule] = MappingProxyType(
    {"call": called, "keyword": alone, "bind": alone, "tends": alone, "all": alone, "row": alone}
)
