"""How much memory k steps of a recurrence take, and how the gradient of the last state through them is computed.

Owns: the memory model, `memory_of`, `lower_growth`, `powers_of`.  Does not own: growth (kernel/growth.py).
The model counts stored numbers.
- A constant (a symbol, a definition or a parameter, and what is computed from these alone) is stored once.
- forward: one place for each number that one step computes, and for the state; the next step uses the same places again.
- backward: the same, an adjoint for each of those places, and the tape: in each of the k steps the values that the reverse sweep
  needs and cannot take from the constants.  Derivatives are taken with respect to `wrt` (the parameters where it is not given).
  What an operation puts on the tape, where what it acts on depends on `wrt`: a product, each factor whose partner does; a
  quotient, the divisor, and the result where the divisor does; sqrt, exp, tanh, sigmoid, relu, softmax their result; norm both;
  any other function its argument; sums, differences, transposes, entries nothing.  A value is put there once in a step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from symcheck.kernel.growth import GrowthGoal, Terms
from symcheck.language.context import Context, Kind
from symcheck.language.errors import LanguageError
from symcheck.language.objects import NamedObject, Recurrence
from symcheck.language.reading import unfold
from symcheck.language.sizes import Size
from symcheck.language.terms import Term, free_symbols, subterms
from symcheck.theories.programs import scope_with_members
from symcheck.theories.scalar_code import NotLowered

LINEAR = frozenset(
    {"add", "sub", "neg", "transpose", "index", "vector", "matrix", "row", "num", "sym", "const", "eye", "zeros", "ones"}
)
PRODUCTS = frozenset({"mul", "hadamard"})
KEEP_RESULT = frozenset({"sqrt", "exp", "tanh", "sigmoid", "relu", "softmax", "inv"})
KEEP_ARGUMENT = frozenset({"log", "ln", "abs", "sin", "cos", "max", "min", "softplus", "logsumexp", "pow", "sinh", "cosh"})
VIEWS = frozenset({"transpose", "index", "vector", "matrix", "row"})  # the same numbers at another place
DEEPEST = 150


@dataclass
class _Step:
    """One step, value by value.  A value is a term in which each variable carries the number of its assignment."""

    recurrence: Recurrence
    context: Context
    wrt: frozenset[str]
    values: dict[str, Term] = field(default_factory=dict)  # what a name stands for at this point of the step
    computed: dict[Term, Size] = field(default_factory=dict)
    constants: dict[Term, Size] = field(default_factory=dict)
    kept: dict[Term, Size] = field(default_factory=dict)
    active: set[str] = field(default_factory=set)
    depth: int = 0


def memory_of(recurrence: Recurrence, context: Context, mode: str, steps: str, wrt: tuple[str, ...] = ()) -> Size:
    """Numbers stored for `steps` steps, as a polynomial in `steps` and the sizes; mode "forward" or "backward".

    Raises NotLowered where an update uses an operation the model does not know.
    """
    chosen = wrt or tuple(p.name for p in recurrence.parameters) or tuple(b.name for b in recurrence.start)
    known = {p.name for p in recurrence.parameters} | {b.name for b in recurrence.start} | set(context.symbols)
    for name in chosen:
        if name not in known | set(context.definitions):
            raise NotLowered("no-parameter", f"“{name}” is nothing that “{recurrence.name}” depends on")
    step = _walk(recurrence, context, frozenset(chosen))
    state = Size.of(0)
    for b in recurrence.start:
        state = state + _size(b.term)
    constants = Size.of(0)
    for leaf in (*_constants(recurrence, context), *step.constants.values()):
        constants = constants + leaf
    places = state
    for size in step.computed.values():
        places = places + size
    if mode == "forward":
        return constants + places
    tape = Size.of(0)
    for size in step.kept.values():
        tape = tape + size
    return constants + places + places + tape * Size.of(steps)


def _walk(recurrence: Recurrence, context: Context, wrt: frozenset[str]) -> _Step:
    """The step once it is settled which variables depend on `wrt`: a state that an update makes depend on it does in the next."""
    active = set(wrt)
    while True:
        step = _Step(recurrence, scope_with_members(context, recurrence), wrt, active=set(active))
        for b in recurrence.updates:
            value, depends = _visit(step, b.term)
            step.values[b.name] = value
            if depends:
                step.active.add(b.name)
            elif b.name not in wrt:
                step.active.discard(b.name)
        state = {b.name for b in recurrence.start}
        grown = active | (step.active & state)
        if grown == active:
            for b in recurrence.start:  # the state after this step and before the next one are the same numbers
                if Term("sym", (), f"{b.name}#") in step.kept and step.values.get(b.name) in step.kept:
                    step.kept.pop(step.values[b.name])
            return step
        active = grown


def _moving(recurrence: Recurrence) -> set[str]:
    return {b.name for b in (*recurrence.start, *recurrence.updates)}


def _visit(step: _Step, term: Term) -> tuple[Term, bool]:
    """(the value that `term` is here, whether it depends on wrt).  Notes what is computed, and what goes on the tape."""
    if step.depth >= DEEPEST:
        raise NotLowered("too-large", "the update is nested too deeply for the memory model")
    step.depth += 1
    try:
        return _node(step, term)
    finally:
        step.depth -= 1


def _node(step: _Step, term: Term) -> tuple[Term, bool]:
    if term.op == "sym" and isinstance(term.value, str):
        return _symbol(step, term, term.value)
    if term.op in {"num", "const", "eye", "zeros", "ones"}:
        return term, False
    if term.op == "apply":
        return _visit(step, _unfolded(step, term))
    parts = term.args[:1] if term.op in {"index", "pow"} else term.args
    visited = [_visit(step, a) for a in parts]
    values, depends = [v for v, _ in visited], [d for _, d in visited]
    value = Term(term.op, (*values, *term.args[len(parts) :]), term.value, term.shape)
    if not any(t.op == "sym" and "#" in str(t.value) for t in subterms(value)):
        if term.op not in VIEWS:
            step.constants[value] = _size(term)
        return value, any(depends)  # the same in every step
    if term.op not in VIEWS:
        step.computed[value] = _size(term)
    if any(depends):
        for v in _tape(term, value, values, depends):
            if any(t.op == "sym" and "#" in str(t.value) for t in subterms(v)):
                kept = v
                while kept.op == "transpose":
                    kept = kept.args[0]  # a transpose is the same numbers
                step.kept[kept] = _size(kept)
    return value, any(depends)


def _tape(term: Term, value: Term, values: list[Term], depends: list[bool]) -> list[Term]:
    """What the reverse sweep needs of this operation."""
    name = str(term.value) if term.op == "call" else term.op
    if name in LINEAR or (name in {"sum", "tr", "trace", "diag", "mean", "vec"} and len(values) == 1):
        return []
    if name in PRODUCTS or name in {"dot", "inner", "outer"}:
        a, b = values
        return [*([b] if depends[0] else []), *([a] if depends[1] else [])]
    if name == "div":
        return [values[1], *([value] if depends[1] else [])]
    if name in KEEP_RESULT:
        return [value]
    if name == "norm":
        return [values[0], value]
    if name in KEEP_ARGUMENT:
        return [v for v, d in zip(values, depends, strict=True) if d]
    raise NotLowered("no-program", f"the memory model does not know “{name}”")


def _symbol(step: _Step, term: Term, name: str) -> tuple[Term, bool]:
    if name in step.values:
        return step.values[name], name in step.active
    if name in _moving(step.recurrence):
        return Term("sym", (), f"{name}#", term.shape), name in step.active
    if name in step.wrt:
        return term, True
    definition = step.context.definitions.get(name)
    if definition is not None and set(free_symbols(body := _unfolded(step, term))) & (_moving(step.recurrence) | step.wrt):
        return _visit(step, body)
    return term, False


def _unfolded(step: _Step, term: Term) -> Term:
    try:
        body = unfold(term, step.context)
    except LanguageError as error:
        raise NotLowered("no-program", f"“{term.value}” cannot be unfolded here: {error.message}") from error
    if body == term:
        raise NotLowered("no-program", f"“{term.value}” has no body")
    return body


def _size(term: Term) -> Size:
    if term.shape is None:
        raise NotLowered("no-program", f"the shape of “{term.value or term.op}” is not known")
    return term.shape.rows * term.shape.cols


def _constants(recurrence: Recurrence, context: Context) -> list[Size]:
    """The sizes of the symbols, definitions and parameters that the updates mention."""
    found: dict[str, Size] = {}
    for b in recurrence.updates:
        for t in subterms(b.term):
            if t.op == "sym" and t.value not in _moving(recurrence) and t.value not in context.sizes:
                found.setdefault(str(t.value), _size(t))
    return list(found.values())


# Statements -------------------------------------------------------------------------------------------------


def lower_growth(statement: Term, context: Context, objects: Mapping[str, NamedObject]) -> GrowthGoal | None:
    """The goal of `memory(r, pass=backward, wrt=eta, steps=k) in O(k)` (also Theta); None where it is not such a statement.

    The pass may also stand alone, `memory(r, backward)`.  Without `steps` the number of steps is the name in O(…) that is not a
    size, or k.
    Raises NotLowered where it is one that the model cannot count.
    """
    match statement:
        case Term("in", (Term("call", (query, *settings), "memory"), Term("call", (bound,), ("O" | "Theta") as relation))):
            name = str(query.value).partition(".")[0]
            recurrence = objects.get(name)
            if not isinstance(recurrence, Recurrence):
                return None
        case _:
            return None
    mode, steps = "", ""
    wrt: tuple[str, ...] = ()
    for s in settings:
        value = str(s.args[0].value) if s.op == "keyword" else str(s.value)
        if value in {"forward", "backward"}:
            mode = value
        elif s.op == "keyword" and s.value == "wrt" and s.args[0].op != "sym":
            raise NotLowered("no-program", "memory(…) takes the derivative by a name, wrt=eta")
        elif s.op == "keyword" and s.value == "wrt":
            wrt = (value,)
        elif s.op == "sym" or (s.op == "keyword" and s.value == "steps"):
            steps = value
        else:
            raise NotLowered("no-program", "memory(…) takes a recurrence, pass=forward or pass=backward, steps=k and wrt")
    if not mode:
        raise NotLowered("no-program", "say which pass: memory(…, pass=forward) or memory(…, pass=backward)")
    g = powers_of(bound)
    named = tuple(dict.fromkeys(n for powers, _ in g for n, _ in powers))
    steps = steps or next((n for n in named if n not in context.sizes), "k")
    kind = context.symbols.get(steps)
    whole = kind is None or (isinstance(kind, Kind) and kind.base in {"natural", "integer"})
    if steps in context.definitions or not whole:
        raise NotLowered("no-program", f"“{steps}” is not a number of steps: declare it as natural, or name another, steps=k")
    f = memory_of(recurrence, context, mode, steps, wrt)
    return GrowthGoal(
        tuple((_powers(m), Fraction(c)) for m, c in f.terms), str(relation), g, tuple(dict.fromkeys((steps, *named)))
    )


def _powers(names: tuple[str, ...]) -> tuple[tuple[str, Fraction], ...]:
    return tuple((n, Fraction(names.count(n))) for n in sorted(set(names)))


def powers_of(term: Term) -> Terms:
    """A sum of powers with positive coefficients, as in k, n d + 1, sqrt(k), k^2."""

    def times(p: Terms, q: Terms) -> Terms:
        total: dict[tuple[tuple[str, Fraction], ...], Fraction] = {}
        for a, c in p:
            for b, d in q:
                powers = dict(a)
                for n, e in b:
                    powers[n] = powers.get(n, Fraction(0)) + e
                key = tuple(sorted(powers.items()))
                total[key] = total.get(key, Fraction(0)) + c * d
        return tuple(total.items())

    match term:
        case Term("num", _, Fraction() as q) if q > 0:
            return (((), q),)
        case Term("sym", _, str(name)):
            return ((((name, Fraction(1)),), Fraction(1)),)
        case Term("add", (a, b)):
            return times((((), Fraction(1)),), (*powers_of(a), *powers_of(b)))
        case Term("mul" | "hadamard", (a, b)):
            return times(powers_of(a), powers_of(b))
        case Term("pow", (a, Term("num", _, Fraction() as e))) | Term("call", (a,), "sqrt" as e):
            exponent = Fraction(1, 2) if e == "sqrt" else Fraction(e)
            base = powers_of(a)
            if len(base) == 1 and base[0][1] == 1 and exponent >= 0:
                return ((tuple((n, p * exponent) for n, p in base[0][0]), Fraction(1)),)
            if exponent.denominator == 1 and 0 <= exponent <= 8:
                result: Terms = (((), Fraction(1)),)
                for _ in range(int(exponent)):
                    result = times(result, base)
                return result
    raise NotLowered("no-program", "the bound in O(…) must be a sum of powers with positive coefficients")
