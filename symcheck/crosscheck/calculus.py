"""Derivatives by dual numbers, in the direction of one entry at a time.

Owns: grad, jac, hess, diff, s'(x), taylor.  A variable may be a name (of a symbol or of a definition: then `f` is read
with that name free), `vec(X)`, an entry `x[i]`, or any term, which then stands for a variable wherever it occurs.
Conventions: `layout: denominator` transposes a Jacobian; under `symmetric: structured` the entries x_ij and x_ji of a matrix
declared symmetric are moved together.
Does not own: the derivative rule of any function (beside the function, in arithmetic.py and functions.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from symcheck.crosscheck.arithmetic import Array, Dual, Plain, Undefined, scalar, shape_of, split
from symcheck.crosscheck.environment import Env, NoReading, Value, fresh_level
from symcheck.crosscheck.evaluate import Evaluator, Rule
from symcheck.language.context import Kind
from symcheck.language.terms import Term

Place = tuple[int, int]


def unit(shape: tuple[int, int], place: Place) -> Plain:
    e = np.zeros(shape)
    e[place] = 1.0
    return e


def substituted(env: Env, variable: Term, value: Array) -> Env:
    """`env` with `variable` standing for `value`."""
    match variable:
        case Term("sym", (), str(name)):
            return env.changed(name, value)
    raise NoReading("a derivative by an expression")


def moved_to(ev: Evaluator, variable: Term, value: Array, env: Env) -> Env:
    """`env` with the variable (a name, or one entry of it) at `value`."""
    if variable.op == "sym":
        return substituted(env, variable, value)
    target, x, places = places_of(ev, variable, env)
    if shape_of(value) != (1, 1) or len(places) != 1:
        raise NoReading("a derivative at a point of an expression")
    keep = 1.0 - unit(shape_of(x), places[0])
    ar = ev.arithmetic
    moved = ar.add(ar.hadamard(x, keep), ar.hadamard(unit(shape_of(x), places[0]), value))
    return substituted(env, target, moved)


def places_of(ev: Evaluator, variable: Term, env: Env) -> tuple[Term, Array, list[Place]]:
    """What is perturbed, its value, and its entries in the order of the variable's entries."""
    match variable:
        case Term("call", (inner,), "vec") if inner.op == "sym":
            x = ev.array(inner, env)
            rows, cols = shape_of(x)
            return inner, x, [(i, j) for j in range(cols) for i in range(rows)]
        case Term("transpose", (inner,)) if inner.op == "sym":
            x = ev.array(inner, env)
            rows, cols = shape_of(x)
            return inner, x, [(i, j) for j in range(cols) for i in range(rows)]
        case Term("index", (inner, i, *j)) if inner.op == "sym" and i.op != "all" and all(k.op != "all" for k in j):
            x = ev.array(inner, env)
            rows, cols = shape_of(x)
            first = ev.integer(i, env) - 1
            place = (first, ev.integer(j[0], env) - 1) if j else (first, 0) if cols == 1 else (0, first)
            if not (0 <= place[0] < rows and 0 <= place[1] < cols):
                raise Undefined("a derivative by an entry outside the array")
            return inner, x, [place]
    if variable.op != "sym":
        raise NoReading("a derivative by an expression")
    x = ev.array(variable, env)
    rows, cols = shape_of(x)
    return variable, x, [(i, j) for i in range(rows) for j in range(cols)]


def direction(ev: Evaluator, variable: Term, shape: tuple[int, int], place: Place) -> Plain:
    """What a change of the entry at `place` changes: that entry, and where symmetry ties another one to it, that one too."""
    step = unit(shape, place)
    return np.maximum(step, step.T) if tied(ev, variable) else step


def tied(ev: Evaluator, variable: Term) -> bool:
    """Whether the variable is declared symmetric and varies as such."""
    context = ev.world.context
    kind = context.symbols.get(str(variable.value)) if variable.op == "sym" else None
    hidden = str(variable.value) in context.definitions
    return context.symmetric == "structured" and isinstance(kind, Kind) and "symmetric" in kind.properties and not hidden


def tangents(ev: Evaluator, f: Callable[[Env], Array], variable: Term, env: Env) -> list[Array]:
    """∂f/∂v for every entry v of the variable, each of the shape of f."""
    target, x, places = places_of(ev, variable, env)
    if variable.op != "sym" and tied(ev, target):
        raise NoReading("a derivative by a part of a matrix whose entries vary together")
    if len(places) > 400:
        raise NoReading("a derivative by more than 400 entries")
    out = []
    for place in places:
        level = fresh_level()
        moved = Dual(x, direction(ev, target, shape_of(x), place), level)
        out.append(split(f(substituted(env, target, moved)), level)[1])
    return out


def function_of(ev: Evaluator, f: Term, variable: Term) -> Callable[[Env], Array]:
    """`f` as a function of the environment; the bare name of a function is taken at the variable."""
    context = ev.world.context
    if f.op == "sym" and isinstance(f.value, str):
        definition = context.definitions.get(f.value)
        if definition is not None and definition.params:
            if len(definition.params) != 1:
                raise NoReading(f"`{f.value}` without its arguments")
            f = Term("apply", (variable,), f.value)
        elif f.value in ev.world.functions:
            f = Term("apply", (variable,), f.value)
    return lambda env: ev.array(f, env)


def at_point(ev: Evaluator, term: Term, env: Env) -> tuple[Term, Term, Env]:
    """f, the variable, and the environment, moved to the point of `at = …`."""
    f, variable = [a for a in term.args if a.op != "keyword"][:2]
    for a in term.args:
        if a.op == "keyword" and a.value == "at":
            env = moved_to(ev, variable, ev.array(a.args[0], env), env)
    return f, variable, env


def assembled(ev: Evaluator, parts: list[Array], shape: tuple[int, int]) -> Array:
    """1×1 parts, row by row, as one array."""
    column = ev.arithmetic.join(np.vstack, parts)
    return ev.arithmetic.linear(lambda x: x.reshape(shape), column)


def gradient_of(ev: Evaluator, f: Callable[[Env], Array], variable: Term, env: Env) -> Array:
    """The array of ∂f/∂v, of the shape of the variable, for scalar f."""
    parts = tangents(ev, f, variable, env)
    if any(shape_of(p) != (1, 1) for p in parts):
        raise NoReading("the gradient of an array")
    return assembled(ev, parts, shape_of(ev.array(variable, env)))


def gradient(ev: Evaluator, term: Term, env: Env) -> Value:
    f, variable, env = at_point(ev, term, env)
    return gradient_of(ev, function_of(ev, f, variable), variable, env)


def jacobian(ev: Evaluator, term: Term, env: Env) -> Value:
    """Column k is ∂f/∂x_k; in the denominator layout row k."""
    f, variable, env = at_point(ev, term, env)
    found = ev.arithmetic.join(np.hstack, tangents(ev, function_of(ev, f, variable), variable, env))
    return ev.arithmetic.linear(np.transpose, found) if ev.world.context.layout == "denominator" else found


def hessian(ev: Evaluator, term: Term, env: Env) -> Value:
    """The Jacobian of the gradient."""
    f, variable, env = at_point(ev, term, env)
    value = function_of(ev, f, variable)
    columns = tangents(ev, lambda inner: gradient_of(ev, value, variable, inner), variable, env)
    return ev.arithmetic.join(np.hstack, columns)


def derivative(ev: Evaluator, term: Term, env: Env) -> Value:
    """df/dx, entry by entry for a scalar x; of the shape of x for a scalar f; diff(f, x, k) is the k-th."""
    f, variable, env = at_point(ev, term, env)
    value = function_of(ev, f, variable)
    more = [a for a in term.args if a.op != "keyword"][2:]
    order = ev.integer(more[0], env) if more else 1
    if not 0 <= order <= 6:
        raise NoReading("a derivative of this order")
    if shape_of(ev.array(variable, env)) != (1, 1):
        return gradient_of(ev, value, variable, env)
    for _ in range(order):
        value = once(ev, value, variable)
    return value(env)


def once(ev: Evaluator, f: Callable[[Env], Array], variable: Term) -> Callable[[Env], Array]:
    return lambda env: tangents(ev, f, variable, env)[0]


def prime(ev: Evaluator, term: Term, env: Env) -> Value:
    """s'(x) of an entrywise function or of a definition of one number."""
    (argument,) = term.args
    name = str(term.value).rstrip("'")
    order = len(str(term.value)) - len(name)
    x = ev.array(argument, env)
    op = "apply" if name in ev.world.functions or name in ev.world.context.definitions else "call"
    use = Term(op, (Term("sym", (), "'argument", argument.shape),), name, argument.shape)

    def derived(x: Array, times: int) -> Array:
        if times == 0:
            return ev.array(use, env.bound({"'argument": x}))
        level = fresh_level()
        value = derived(Dual(x, np.ones(shape_of(x)), level), times - 1)
        if shape_of(value) != shape_of(x):
            raise NoReading("the derivative, written with a prime, of a function that is not entrywise")
        return split(value, level)[1]

    return derived(x, order + 1)


def taylor(ev: Evaluator, term: Term, env: Env) -> Value:
    """Σ f⁽ʲ⁾(a)/j! (x − a)ʲ up to the order, by dual numbers."""
    f, variable = [a for a in term.args if a.op != "keyword"][:2]
    options = {str(a.value): a.args[0] for a in term.args if a.op == "keyword"}
    if "order" not in options:
        raise NoReading("a Taylor polynomial without an order")
    order = ev.integer(options["order"], env)
    if not 0 <= order <= 6:
        raise NoReading("a Taylor polynomial of this order")
    ar = ev.arithmetic
    at = ev.array(options["at"], env) if "at" in options else scalar(0.0)
    step = ar.add(ev.array(variable, env), ar.hadamard(scalar(-1.0), at))
    value = function_of(ev, f, variable)
    total: Array = scalar(0.0)
    power: Array = scalar(1.0)
    for j in range(order + 1):
        term_j = ar.hadamard(value(substituted(env, variable, at)), power)
        total = ar.add(total, ar.hadamard(scalar(1.0 / math.factorial(j)), term_j))
        value, power = once(ev, value, variable), ar.hadamard(power, step)
    return total


RULES: Mapping[str, Rule] = {
    "grad": gradient, "jac": jacobian, "hess": hessian, "diff": derivative, "derivative": prime, "taylor": taylor,
}  # fmt: skip
