"""Values that satisfy the hypotheses: bare symbols are assigned, other equations solved by Gauss–Newton, all verified.

Owns: `Plan` (which hypothesis is satisfied how), `satisfy`.  Does not own: sizes and points (sampling.py).
Starting a Gauss–Newton step from random values lands on a random point of the solution set: for an affine equation one step is
the projection, least squares plus a random null-space component.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from symcheck.crosscheck.arithmetic import Array, Dual, Plain, Undefined, primal, shape_of, split
from symcheck.crosscheck.draws import Bounds, Infeasible, fits
from symcheck.crosscheck.environment import Env, NoReading, Subspace, fresh_level
from symcheck.crosscheck.evaluate import Evaluator
from symcheck.crosscheck.mentions import Mentions
from symcheck.crosscheck.ranges import endpoint
from symcheck.crosscheck.statements import truth
from symcheck.language.context import Kind
from symcheck.language.terms import Term

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
STEPS = 40
PATIENCE = 4  # steps without progress before a symbol is given up
MAX_UNKNOWNS = 160
HARD = frozenset({"symmetric", "positive", "nonnegative", "negative", "nonpositive", "nonzero", "invertible", "full-rank",
                  "full-row-rank", "full-column-rank", "real", "finite", "unit", "orthogonal", "orthonormal-columns",
                  "orthonormal-rows", "idempotent"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assignment:
    """`name` takes the value of `term`, or a random member of the space `term`."""

    name: str
    term: Term
    in_space: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """kinds: of all symbols drawn, with what the hypotheses add; equations: left to solve; checked: everything."""

    kinds: Mapping[str, Kind]
    bounds: Mapping[str, tuple[tuple[str, Term], ...]] = field(default_factory=dict)
    assignments: tuple[Assignment, ...] = ()
    equations: tuple[Term, ...] = ()
    checked: tuple[Term, ...] = ()


def parts(hypotheses: Sequence[Term]) -> list[Term]:
    """Conjunctions taken apart, chains into their links."""
    out: list[Term] = []
    for h in hypotheses:
        if h.op == "and":
            out += parts(h.args)
        elif h.op == "chain" and isinstance(h.value, tuple):
            out += [Term("rel", (a, b), r) for a, r, b in zip(h.args, h.value, h.args[1:], strict=False)]
        else:
            out.append(h)
    return out


def witnesses(hypotheses: Sequence[Term], kinds: dict[str, Kind], taken: Container[str]) -> list[Term]:
    """`exists a in D: P` as P for a new symbol a of D, where nothing else has that name."""
    out: list[Term] = []
    for h in hypotheses:
        binds = [a for a in h.args if a.op == "bind"] if h.op == "exists" else []
        bodies = [a for a in h.args if a.op != "bind"]
        if binds and len(bodies) == 1 and all(b.args and b.shape is not None and b.value not in taken for b in binds):
            for b in binds:
                if b.shape is not None:
                    domain = None if b.args[0].op in {"arrays", "domain"} else b.args[0]
                    kinds[str(b.value)] = Kind("real", b.shape, (), domain)
            out += parts(bodies)
        else:
            out.append(h)
    return out


def plan(hypotheses: Sequence[Term], kinds: Mapping[str, Kind], mentions: Mentions, rng: np.random.Generator) -> Plan:
    """How to satisfy the hypotheses; where a choice exists, `rng` makes it."""
    found = dict(kinds)
    context = mentions.context
    split_up = witnesses(parts(hypotheses), found, {*context.symbols, *context.definitions, *context.sizes})
    bounds: dict[str, list[tuple[str, Term]]] = {}
    assignments: list[Assignment] = []
    depends: dict[str, frozenset[str]] = {}
    equations: list[Term] = []
    for h in split_up:
        match h:
            case Term("is", (Term("sym", (), str(name)),), str(prop)) if name in found:
                found[name] = replace(found[name], properties=(*found[name].properties, prop))
            case Term("rel", (a, b), str(relation)) if relation in {"<", "<=", ">", ">="}:
                for x, sign, y in ((a, relation, b), (b, MIRRORED[relation], a)):
                    if x.op == "sym" and str(x.value) in found and not mentions.of(y) & set(found):
                        bounds.setdefault(str(x.value), []).append((sign, y))
            case Term("in", (Term("sym", (), str(name)), domain)) if name in found and domain.op == "interval":
                bounds.setdefault(name, []).extend(((">", domain.args[0]), ("<", domain.args[1])))
            case Term("in", (Term("sym", (), str(name)), domain)) if name in found and domain.op == "call":
                if assignable(name, mentions.of(domain), depends):
                    assignments.append(Assignment(name, domain, True))
                    depends[name] = mentions.of(domain)
            case Term("in", (Term("sym", (), str(name)), domain)) if name in found and domain.op in {"set", "range"}:
                found[name] = replace(found[name], domain=domain)
            case Term("rel", (a, b), "="):
                sides = [(a, b), (b, a)]
                if rng.random() < 0.3:
                    sides.reverse()
                for x, y in sides:
                    names = mentions.of(y)
                    if x.op == "sym" and str(x.value) in found and assignable(str(x.value), names, depends):
                        assignments.append(Assignment(str(x.value), y))
                        depends[str(x.value)] = names
                        break
                else:
                    equations.append(h)
    ordered = in_order(assignments, depends)
    return Plan(found, {n: tuple(b) for n, b in bounds.items()}, ordered, tuple(equations), tuple(split_up))


def reach(names: frozenset[str], depends: Mapping[str, frozenset[str]]) -> set[str]:
    seen: set[str] = set()
    stack = list(names)
    while stack:
        n = stack.pop()
        if n not in seen:
            seen.add(n)
            stack.extend(depends.get(n, ()))
    return seen


def assignable(name: str, names: frozenset[str], depends: Mapping[str, frozenset[str]]) -> bool:
    """Not assigned yet, and no circle arises."""
    return name not in depends and name not in reach(names, depends)


def in_order(assignments: list[Assignment], depends: Mapping[str, frozenset[str]]) -> tuple[Assignment, ...]:
    """Each after those it depends on."""
    return tuple(sorted(assignments, key=lambda a: sum(b.name in reach(depends[a.name], depends) for b in assignments)))


def limits(ev: Evaluator, found: Sequence[tuple[str, Term]], env: Env) -> Bounds:
    low, high = -math.inf, math.inf
    for sign, term in found:
        if sign in {">", ">="}:
            low = max(low, endpoint(ev, term, env, np.max))
        else:
            high = min(high, endpoint(ev, term, env, np.min))
    return low, high


def assign(ev: Evaluator, assignments: Sequence[Assignment], env: Env, seed: int) -> Env:
    """The assigned symbols, computed from the others."""
    for a in assignments:
        value = ev.value(a.term, env)
        if a.in_space:
            if not isinstance(value, Subspace) or not value.basis.shape[1]:
                raise Infeasible(f"a member of the space that `{a.name}` is in")
            value = value.basis @ np.random.default_rng(seed).normal(size=(value.basis.shape[1], 1))
        env = env.changed(a.name, value)
    return env


def satisfy(
    ev: Evaluator, todo: Plan, env: Env, fixed: frozenset[str], mentions: Mentions, rng: np.random.Generator
) -> tuple[Evaluator, Env]:
    """`env` moved to a point where every hypothesis holds, in a world that knows which symbols were solved for.

    Raises Infeasible, Undefined, NoReading.
    """
    seed = int(rng.integers(1 << 30))
    if not todo.equations:
        return verified(ev, todo, assign(ev, todo.assignments, env, seed), ())
    assigned = {a.name: mentions.of(a.term) for a in todo.assignments}
    inside = set().union(*(reach(mentions.of(e), assigned) for e in todo.equations))
    free = [n for n in sorted(inside) if n in todo.kinds and n not in assigned and n not in fixed and movable(todo.kinds[n])]
    if not free:
        raise Infeasible("an equation among the hypotheses that no symbol can be solved for")
    entries = {n: ev.array(Term("sym", (), n), env) for n in free}
    costs = {n: primal(v).size * rng.uniform(0.4, 2.5) for n, v in entries.items()}
    order = [[n] for n in sorted(free, key=costs.__getitem__)]  # small ones first, mixed
    if len(free) > 1:
        order.append(free)
    reason: Exception = Infeasible("the equations among the hypotheses were not solved")
    for names in order:
        try:
            moved = gauss_newton(ev, todo, env, names, seed)
            if moved is not None:
                return verified(ev, todo, moved, names)
        except (Infeasible, Undefined) as e:
            reason = e
    raise reason


def movable(kind: Kind) -> bool:
    """Whether entries of a symbol of this kind may be solved for; its properties are verified afterwards."""
    return kind.base == "real" and set(kind.properties) <= HARD and (kind.domain is None or kind.domain.op == "interval")


def charted(ev: Evaluator, kind: Kind, x: Array) -> Array:
    """Symmetric matrices are moved within the symmetric ones."""
    if "symmetric" not in kind.properties:
        return x
    ar = ev.arithmetic
    return ar.hadamard(np.array([[0.5]]), ar.add(x, ar.transpose(x)))


def gauss_newton(ev: Evaluator, todo: Plan, env: Env, names: Sequence[str], seed: int) -> Env | None:
    """The equations solved for the entries of `names`, by minimum-norm steps; None where that does not converge."""
    values = {n: primal(ev.array(Term("sym", (), n), env)) for n in names}
    if sum(v.size for v in values.values()) > MAX_UNKNOWNS:
        return None

    def place(moved: Mapping[str, Array]) -> Env:
        inner = env
        for n, v in moved.items():
            inner = inner.changed(n, charted(ev, todo.kinds[n], v))
        return assign(ev, todo.assignments, inner, seed)

    def residuals(inner: Env) -> list[Array]:
        out = []
        for e in todo.equations:
            left, right = (ev.array(a, inner) for a in e.args)
            if shape_of(left) != shape_of(right):
                raise NoReading("an equation between arrays of different shapes")
            out.append(ev.arithmetic.sub(left, right))
        return out

    sizes: list[float] = []
    for _ in range(STEPS):
        here = stacked(residuals(place(values)))
        size = float(np.max(np.abs(here), initial=0.0))
        if size == 0.0 or (sizes and size >= min(sizes) and size < 1e-12):
            return place(values)
        if len(sizes) >= PATIENCE and size > 0.7 * sizes[-PATIENCE]:
            return None
        sizes.append(size)
        move = np.linalg.lstsq(jacobian(values, lambda v: residuals(place(v))), -here, rcond=1e-11)[0].ravel()
        damping = min(1.0, 10.0 / max(1e-300, float(np.max(np.abs(move), initial=0.0))))
        at = 0
        for n, v in values.items():
            values[n] = v + damping * move[at : at + v.size].reshape(v.shape)
            at += v.size
    return place(values) if min(sizes) < 1e-10 else None


def stacked(residuals: list[Array]) -> Plain:
    return np.concatenate([primal(r).reshape(-1) for r in residuals]).reshape(-1, 1)


def jacobian(values: Mapping[str, Plain], f: Callable[[Mapping[str, Array]], list[Array]]) -> Plain:
    """∂f/∂entry, one column an entry, by dual numbers."""
    columns = []
    for n, v in values.items():
        for i in range(v.size):
            direction = np.zeros(v.size)
            direction[i] = 1.0
            level = fresh_level()
            moved: dict[str, Array] = {**values, n: Dual(v, direction.reshape(v.shape), level)}
            columns.append(stacked([split(r, level)[1] for r in f(moved)]))
    return np.hstack(columns)


def verified(ev: Evaluator, todo: Plan, env: Env, solved: Sequence[str]) -> tuple[Evaluator, Env]:
    """`env`, where every symbol has its kind and every hypothesis is true beyond doubt; else Infeasible."""
    names = frozenset(solved) | {a.name for a in todo.assignments}
    ev = ev.with_world(replace(ev.world, solved=names))
    for name, kind in todo.kinds.items():
        value = env.base.get(name)
        if isinstance(value, np.ndarray) and kind.base != "random" and not fits(ev, kind, value, env):
            raise Infeasible(f"`{name}` lost a declared property where the hypotheses hold")
    for h in todo.checked:
        found = truth(ev, h, env)
        if found != "true":
            why = "does not hold at the points tried" if found == "false" else "is too close to call"
            raise Infeasible(f"a hypothesis {why}")
    return ev, env
