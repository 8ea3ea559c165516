"""Putting values in for symbols, without capturing names.

Owns: `substitute`, `substitute_all`, `fresh_name`.  Does not own: unfolding definitions (reading.py): a symbol that
occurs only inside the body of a definition that the term names is not replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from symcheck.language.terms import Term, bound_names, free_symbols

# functions of (f, x) with a value at x: the derivatives, and the integral of f up to x
LOCAL = frozenset({"grad", "jac", "hess", "diff", "integrate"})
# functions of (f, x) in whose value x no longer occurs
CLOSED = frozenset({"argmin", "argmax", "solve"})


def substitute(term: Term, name: str, replacement: Term) -> Term:
    """`term` with `replacement` for every free occurrence of the symbol `name`; bound names that would capture are renamed.

    grad(f, x) is the value at x of the gradient of x ↦ f, so x := e gives grad(f, x, at=e), or grad(f[x := y], y) where
    e is a name y that f does not use.
    """
    return substitute_all(term, {name: replacement})


def substitute_all(term: Term, values: Mapping[str, Term]) -> Term:
    """All of `values` put in at once."""
    values = {name: value for name, value in values.items() if value != Term("sym", (), name)}
    if not values:
        return term
    if term.op == "sym":
        found = values.get(str(term.value))
        return term if found is None else replace(found, span=term.span)
    if not term.args:
        return term
    if term.op == "call" and str(term.value) in LOCAL | CLOSED and len(_positional(term)) > 1:
        variable = _root(term.args[1])
        if variable is not None:
            return _under_variable(term, variable, values)
    bound = bound_names(term)
    used = {n for a in term.args for n in free_symbols(a)}
    inner = {name: value for name, value in values.items() if name not in bound}
    taken = used | set(bound) | set(inner)
    for name in sorted(_mentioned(inner, used) & set(bound)):
        new = fresh_name(name, taken | _mentioned(inner, used))
        taken.add(new)
        term = replace(term, args=tuple(_rename_bound(a, name, new) for a in term.args))
    return replace(term, args=tuple(substitute_all(a, inner) for a in term.args))


def fresh_name(name: str, taken: Iterable[str]) -> str:
    """`name` with the first number that makes it new."""
    used = set(taken)
    k = 1
    while f"{name}_{k}" in used:
        k += 1
    return f"{name}_{k}"


def _positional(term: Term) -> list[Term]:
    return [a for a in term.args if a.op not in {"bind", "tends", "keyword"}]


def _root(variable: Term) -> str | None:
    """The name that is varied in x, x[i] or vec(x)."""
    while variable.op in {"index", "transpose", "call"} and variable.args:
        variable = variable.args[0]
    return str(variable.value) if variable.op == "sym" else None


def _mentioned(values: Mapping[str, Term], used: Iterable[str]) -> set[str]:
    """The free names of the values that would be put in for the names used."""
    return {n for name in used if name in values for n in free_symbols(values[name])}


def _rename(term: Term, name: str, new: str) -> Term:
    """Free occurrences of `name` called `new`; shapes and spans stay."""
    if term.op == "sym":
        return replace(term, value=new) if term.value == name else term
    if not term.args or name in bound_names(term):
        return term
    return replace(term, args=tuple(_rename(a, name, new) for a in term.args))


def _rename_bound(arg: Term, name: str, new: str) -> Term:
    """An argument of a node that binds `name`, with that name called `new`, the binder included."""
    if arg.op == "bind" and arg.value == name:
        return replace(arg, value=new, args=tuple(_rename(a, name, new) for a in arg.args))
    if arg.op == "tends" and isinstance(arg.value, tuple) and arg.value[0] == name:
        return replace(arg, value=(new, *arg.value[1:]))
    return _rename(arg, name, new)


def _under_variable(term: Term, variable: str, values: Mapping[str, Term]) -> Term:
    """Substitution into f of an operator on (f, x), which binds x in f, and at the point where its value is taken."""
    inner = {name: value for name, value in values.items() if name != variable}
    point = next((a for a in term.args if a.op == "keyword" and a.value == "at"), None)
    bodies = [a for a in term.args if a is not point]
    used = {n for a in bodies for n in free_symbols(a)}
    moved = values.get(variable) if point is None and str(term.value) in LOCAL else None
    name = variable
    if moved is not None and moved.op == "sym" and str(moved.value) not in used | _mentioned(inner, used):
        name, moved = str(moved.value), None
    elif variable in _mentioned(inner, used):
        name = fresh_name(variable, used | _mentioned(inner, used) | set(values))
        if point is None and moved is None and str(term.value) in LOCAL:
            moved = next(n for a in bodies for n in _symbols(a, variable))
    bodies = [substitute_all(_rename(a, variable, name) if name != variable else a, inner) for a in bodies]
    if point is not None:
        bodies.append(substitute_all(point, values))
    elif moved is not None:
        bodies.append(Term("keyword", (moved,), "at", moved.shape))
    return replace(term, args=tuple(bodies))


def _symbols(term: Term, name: str) -> list[Term]:
    """The occurrences of the symbol `name`."""
    found: list[Term] = []
    stack = [term]
    while stack:
        node = stack.pop()
        if node.op == "sym" and node.value == name:
            found.append(node)
        stack.extend(node.args)
    return found
