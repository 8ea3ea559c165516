"""The truth of a statement at one point: "true", "false" or "unclear", by direct evaluation.

Owns: `truth`, the connectives, relations between arrays and between spaces, membership.  Does not own: quantifiers
(quantifiers.py), properties (properties.py), argmin (optimality.py), named objects; those stand before the general rules
in `World.statements`.  Raises Undefined where the statement has no value, NoReading where it is not evaluated directly.
"""

from __future__ import annotations

import numpy as np

from symcheck.crosscheck.compare import judge, printed_tolerance, sides
from symcheck.crosscheck.environment import Env, NoReading, Subspace, Truth, Value
from symcheck.crosscheck.evaluate import Evaluator
from symcheck.crosscheck.ranges import contains, residual_in
from symcheck.language.terms import Term, rebuild, subterms

SPACES = frozenset({"span", "rowspace", "colspace", "nullspace"})


def truth(ev: Evaluator, term: Term, env: Env) -> Truth:
    """Whether `term` is true at this point."""
    for rule in ev.world.statements:
        found = rule(ev, term, env)
        if found is not None:
            return found
    match term:
        case Term("const", (), "true" | "false"):
            return str(term.value)
        case Term("not", (p,)):
            return negated(truth(ev, p, env))
        case Term("and", parts):
            return conjunction([truth(ev, p, env) for p in parts])
        case Term("or", parts):
            return negated(conjunction([negated(truth(ev, p, env)) for p in parts]))
        case Term("implies", (p, q)):
            premise = truth(ev, p, env)
            ev.world.premises.seen(p, premise == "true")
            return "true" if premise == "false" else negated(conjunction([premise, negated(truth(ev, q, env))]))
        case Term("iff", (p, q)):
            left, right = truth(ev, p, env), truth(ev, q, env)
            return "unclear" if "unclear" in (left, right) else "true" if left == right else "false"
        case Term("rel", (a, b), str(relation)):
            return related(ev, a, relation, b, env)
        case Term("chain", parts, tuple(relations)):
            links = zip(parts, relations, parts[1:], strict=False)
            return conjunction([truth(ev, Term("rel", (a, b), r), env) for a, r, b in links])
        case Term("in", (x, domain)):
            return member(ev, x, domain, env)
        case Term("subset", (a, b)):
            return subset(space(ev, a, env), space(ev, b, env))
    raise NoReading(f"a statement of the kind `{term.op}` is not evaluated directly")


def negated(t: Truth) -> Truth:
    return {"true": "false", "false": "true"}.get(t, t)


def conjunction(parts: list[Truth]) -> Truth:
    return "false" if "false" in parts else "unclear" if "unclear" in parts else "true"


def related(ev: Evaluator, left: Term, relation: str, right: Term, env: Env) -> Truth:
    """One relation.  x = a ± b is "one of the two"; equality of spaces is inclusion both ways."""
    if relation == "=" and any(t.op == "pm" for side in (left, right) for t in subterms(side)):
        both = [related(ev, signed(left, op), relation, signed(right, op), env) for op in ("add", "sub")]
        return negated(conjunction([negated(t) for t in both]))
    if left.op == "call" and left.value in SPACES and relation in {"=", "!="}:
        a, b = space(ev, left, env), space(ev, right, env)
        same = conjunction([subset(a, b), subset(b, a)])
        return same if relation == "=" else negated(same)
    if infinite(right) is not None or infinite(left) is not None:
        return against_infinity(ev, left, relation, right, env)
    tolerance = 0.0
    if relation == "~=":
        stated = ev.world.tolerance
        found = float(stated) if stated is not None else printed_tolerance(right) or printed_tolerance(left)
        if found is None:
            raise NoReading("`~=` without a tolerance or a decimal")
        tolerance = found
    return judge(relation, sides(ev, left, right, env), tolerance)


def infinite(term: Term) -> int | None:
    match term:
        case Term("const", (), "inf"):
            return 1
        case Term("neg", (Term("const", (), "inf"),)):
            return -1
    return None


def against_infinity(ev: Evaluator, left: Term, relation: str, right: Term, env: Env) -> Truth:
    """Every value that evaluates is finite."""
    a, b = infinite(left), infinite(right)
    for side in (left, right):
        if infinite(side) is None:
            ev.plain(side, env)
    x, y = a or 0, b or 0
    holds = {"=": x == y, "!=": x != y, "<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y}
    if relation not in holds:
        raise NoReading("an approximation to infinity")
    return "true" if holds[relation] else "false"


def signed(term: Term, op: str) -> Term:
    """`term` with every ± read as `op`."""

    def change(t: Term) -> Term | None:
        if t.op != "pm":
            return None
        args = tuple(signed(a, op) for a in t.args)
        if len(args) == 1:
            return args[0] if op == "add" else Term("neg", args, None, t.shape)
        return Term(op, args, None, t.shape)

    return rebuild(term, change)


def member(ev: Evaluator, x: Term, domain: Term, env: Env) -> Truth:
    if domain.op == "call" and domain.value in SPACES:
        vectors = ev.plain(x, env)
        if vectors.shape[1] != 1 and vectors.shape[0] == 1:
            vectors = vectors.T
        return inside(space(ev, domain, env), vectors)
    value = ev.plain(x, env)
    scale = max(1.0, float(np.max(np.abs(value), initial=0.0)))
    return contains(ev, domain, value, 1e-11 * scale, env)


def space(ev: Evaluator, term: Term, env: Env) -> Subspace:
    value: Value = ev.value(term, env)
    if not isinstance(value, Subspace):
        raise NoReading("an inclusion of something that is not a span")
    return value


def inside(outer: Subspace, vectors: np.ndarray) -> Truth:
    residual = residual_in(outer, vectors)
    return "true" if residual < 1e-9 else "false" if residual > 1e-6 else "unclear"


def subset(inner: Subspace, outer: Subspace) -> Truth:
    if inner.basis.shape[0] != outer.basis.shape[0]:
        raise NoReading("an inclusion of spaces of different dimension")
    return inside(outer, inner.basis)
