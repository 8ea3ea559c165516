"""For all, exists, count: finite domains exhaustively, others by random members.

Owns: those statements, and the counting of solutions of an affine system over a finite domain by its free coordinates.
A universal statement over an infinite domain that no random member refutes is taken as true: evidence, not proof.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from symcheck.crosscheck.arithmetic import OutOfReach, Plain, Undefined, scalar
from symcheck.crosscheck.environment import Env, NoReading, Truth, Value
from symcheck.crosscheck.evaluate import Evaluator, Rule
from symcheck.crosscheck.ranges import array_shape, corners, domain_size, elements, finite_values, random_value
from symcheck.crosscheck.statements import truth
from symcheck.crosscheck.work import ROUNDS_A_STEP
from symcheck.language.terms import Term

EXHAUSTIVE = 4096
COUNTABLE = 1 << 12
FEW = 256
RANDOM = 24
SOLUTIONS = 1 << 18
STEPS = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 80)


def binders(term: Term) -> tuple[list[Term], Term]:
    """The binders and the one statement they govern."""
    binds = [a for a in term.args if a.op == "bind"]
    rest = [a for a in term.args if a.op not in {"bind", "keyword"}]
    if len(rest) != 1:
        raise NoReading("a quantifier with several statements")
    return binds, rest[0]


def unbounded(domain: Term) -> bool:
    return domain.op == "range" and domain.args[1] == Term("const", (), "inf")


def members(ev: Evaluator, domain: Term, env: Env, rng: np.random.Generator) -> list[Plain]:
    """All members of a finite domain; of an unbounded range its start, then wider steps; else random ones and corners."""
    if domain_size(ev, domain, env) <= EXHAUSTIVE:
        return list(finite_values(ev, domain, env, EXHAUSTIVE))
    if unbounded(domain):
        start = ev.integer(domain.args[0], env)
        return [scalar(float(start + k)) for k in STEPS]
    if domain == Term("domain", (), "N"):
        return [scalar(float(1 + k)) for k in STEPS]
    inside = [random_value(ev, domain, env, rng) for _ in range(RANDOM)]
    return [*corners(ev, domain, env, rng, RANDOM), *inside]


def is_finite(ev: Evaluator, domain: Term, env: Env) -> bool:
    return domain_size(ev, domain, env) <= EXHAUSTIVE


def cases(ev: Evaluator, binds: list[Term], env: Env, rng: np.random.Generator) -> Iterator[Env]:
    """Environments for the bound names, later domains seeing the earlier names."""
    if not binds:
        yield env
        return
    first, *rest = binds
    if not first.args:
        raise NoReading(f"`for all {first.value}` without a domain")
    for value in members(ev, first.args[0], env, rng):
        yield from cases(ev, rest, env.bound({str(first.value): value}), rng)


def forall(ev: Evaluator, term: Term, env: Env) -> Truth | None:
    if term.op != "forall":
        return None
    binds, body = binders(term)
    rng = np.random.default_rng(ev.world.seed + 2)
    seen: dict[Truth, int] = {"true": 0, "false": 0, "unclear": 0}
    undefined, last = 0, "true"
    for inner in itertools.islice(cases(ev, binds, env, rng), EXHAUSTIVE):
        try:
            found = truth(ev, body, inner)
        except Undefined:
            undefined += 1
            continue
        if found == "false":
            return "false"
        seen[found] += 1
        last = found
    total = seen["true"] + seen["unclear"]
    if not total:
        if undefined:
            raise OutOfReach("a statement that is defined for no member tried")
        ev.world.premises.seen(term, met=False)  # there are no members
        return "true"
    whole = len(binds) == 1 and is_finite(ev, binds[0].args[0], env)
    if whole and not undefined:
        return "true" if not seen["unclear"] else "unclear"
    if any(b.args and unbounded(b.args[0]) for b in binds) and last == "unclear":
        return "unclear"  # far out, rounding has taken over: nothing is known of the rest
    return "true" if seen["true"] >= 0.75 * total else "unclear"


def exists(ev: Evaluator, term: Term, env: Env) -> Truth | None:
    """True with a witness among the members tried; false only where all were tried."""
    if term.op != "exists":
        return None
    binds, body = binders(term)
    found = affine_witness(ev, binds, body, env)
    if found is not None:
        return found
    rng = np.random.default_rng(ev.world.seed + 3)
    unclear = False
    for inner in itertools.islice(cases(ev, binds, env, rng), EXHAUSTIVE):
        try:
            value = truth(ev, body, inner)
        except Undefined:
            continue
        if value == "true":
            return "true"
        unclear = unclear or value == "unclear"
    exhausted = len(binds) == 1 and bool(binds[0].args) and is_finite(ev, binds[0].args[0], env)
    return "false" if exhausted and not unclear else "unclear"


def affine_witness(ev: Evaluator, binds: list[Term], body: Term, env: Env) -> Truth | None:
    """∃ x in R^n: A x = b by least squares, where both sides are affine in x; else None."""
    if len(binds) != 1 or body.op != "rel" or body.value != "=" or not binds[0].args:
        return None
    domain = binds[0].args[0]
    base = domain.args[0] if domain.op == "arrays" else domain
    if base != Term("domain", (), "R"):
        return None
    shape = array_shape(ev, domain, env) if domain.op == "arrays" else (1, 1)
    name = str(binds[0].value)
    try:
        system = affine(ev, body, name, shape, env)
    except Undefined:
        return None
    if system is None:
        return None
    matrix, offset = system
    solution, *_ = np.linalg.lstsq(matrix, -offset, rcond=1e-10)
    found = truth(ev, body, env.bound({name: np.asarray(solution, dtype=np.float64).reshape(shape)}))
    residual = float(np.linalg.norm(matrix @ solution + offset)) / max(1e-300, float(np.linalg.norm(offset)))
    return "true" if found == "true" else "false" if residual > 1e-6 else "unclear"


def affine(ev: Evaluator, equation: Term, name: str, shape: tuple[int, int], env: Env) -> tuple[Plain, Plain] | None:
    """(A, c) with left − right = A vec(x) + c, entries of x row by row; None where it is not affine."""
    left, right = equation.args

    def residual(x: Plain) -> Plain:
        inner = env.bound({name: x.reshape(shape)})
        return (ev.plain(left, inner) - ev.plain(right, inner)).reshape(-1)

    count = shape[0] * shape[1]
    if count > 512:
        return None
    offset = residual(np.zeros(count))
    columns = [residual(e) - offset for e in np.eye(count)]
    matrix = np.array(columns).T.reshape(offset.size, count)
    trial = np.random.default_rng(5).normal(size=count)
    scale = 1.0 + float(np.max(np.abs(offset))) + float(np.max(np.abs(matrix)))
    return (matrix, offset) if np.max(np.abs(residual(trial) - matrix @ trial - offset)) < 1e-9 * scale * count else None


def count(ev: Evaluator, term: Term, env: Env) -> Value:
    """How many members of a finite domain satisfy the statement."""
    binds, body = binders(term)
    total = 1.0
    inner = env
    for bind in binds:
        total *= domain_size(ev, bind.args[0], inner)
    if total > FEW and len(binds) == 1:
        try:
            return scalar(float(count_affine(ev, binds[0], body, env)))
        except NoReading:
            if total > COUNTABLE:
                raise
    if total > COUNTABLE:
        raise NoReading(f"a count over {total:g} cases")
    found = [truth(ev, body, e) for e in all_cases(ev, binds, env)]
    if "unclear" in found:
        raise OutOfReach("a count with a case too close to decide")
    return scalar(float(found.count("true")))


def all_cases(ev: Evaluator, binds: list[Term], env: Env) -> Iterator[Env]:
    if not binds:
        yield env
        return
    first, *rest = binds
    for value in finite_values(ev, first.args[0], env):
        yield from all_cases(ev, rest, env.bound({str(first.value): value}))


def count_affine(ev: Evaluator, bind: Term, body: Term, env: Env) -> int:
    """Solutions of an affine equation with entries in a finite set: enumerate the free coordinates, read off the others."""
    equations = list(body.args) if body.op == "and" else [body]
    domain, name = bind.args[0], str(bind.value)
    values = elements(ev, domain.args[0], env) if domain.op == "arrays" else None
    if values is None or any(e.op != "rel" or e.value != "=" for e in equations):
        raise NoReading("a count over a large domain of something that is not an equation")
    systems = [affine(ev, e, name, array_shape(ev, domain, env), env) for e in equations]
    if any(s is None for s in systems):
        raise NoReading("a count of solutions of an equation that is not linear")
    rows = np.vstack([np.hstack([s[0], s[1].reshape(-1, 1)]) for s in systems if s is not None])
    reduced, pivots = row_reduced(rows)
    unknowns = rows.shape[1] - 1
    if unknowns in pivots:
        return 0
    free = [j for j in range(unknowns) if j not in pivots]
    if len(values) ** len(free) > SOLUTIONS:
        raise NoReading(f"a count with {len(free)} free coordinates")
    ev.world.meter.spend(len(values) ** len(free) // ROUNDS_A_STEP)
    choices = np.array(list(itertools.product(values, repeat=len(free)))).reshape(len(values) ** len(free), len(free))
    dependent = -(choices @ reduced[: len(pivots), free].T) - reduced[: len(pivots), unknowns]
    gaps = np.min(np.abs(dependent[:, :, None] - np.array(values)), axis=2) if pivots else np.zeros((len(choices), 1))
    return int(np.sum(np.all(gaps < 1e-7, axis=1)))


def row_reduced(rows: Plain) -> tuple[Plain, list[int]]:
    """Reduced row echelon form with partial pivoting, and its pivot columns."""
    a = rows.astype(float).copy()
    tiny = 1e-9 * max(1.0, float(np.max(np.abs(a), initial=0.0)))
    pivots: list[int] = []
    for j in range(a.shape[1]):
        r = len(pivots)
        if r == a.shape[0]:
            break
        best = r + int(np.argmax(np.abs(a[r:, j])))
        if abs(a[best, j]) <= tiny:
            continue
        a[[r, best]] = a[[best, r]]
        a[r] /= a[r, j]
        for i in range(a.shape[0]):
            if i != r:
                a[i] -= a[i, j] * a[r]
        pivots.append(j)
    return a, pivots


RULES: dict[str, Rule] = {"count": count}
STATEMENTS = (forall, exists)
