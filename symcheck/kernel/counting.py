"""How many points of a finite box satisfy given polynomial constraints: an exhaustive case split.

TRUSTED.  Owns: `Count` and its parts, `check_count`, `solutions_within`.  Nothing is searched for: the certificate
names the order in which the variables are split and how many cases may be visited, the split itself is made here.
A branch is cut only where exact bounds exclude it, and every leaf is decided by exact evaluation.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod
from typing import NamedTuple

COMPARE = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
LISTED = 12  # so many solutions are kept
MAX_CASES = 10_000_000  # no certificate may ask for more
MAX_POWER = 64


Rational = Fraction | int  # whole numbers are computed with as int, which is faster


class Product(NamedTuple):
    """coefficient · Π variable[i]^e over `powers` (i ascending, e ≥ 1)."""

    coefficient: Rational
    powers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """Σ terms REL 0, with REL one of = != > >=."""

    terms: tuple[Product, ...]
    relation: str = "="


@dataclass(frozen=True, slots=True)
class Count:
    """#{x ∈ Π domains: every equation is true} RELATION claimed."""

    variables: tuple[str, ...]
    domains: tuple[tuple[Rational, ...], ...]
    equations: tuple[Equation, ...]
    relation: str
    claimed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """status: "proved" | "refuted" | "rejected" (the certificate shows neither; facts["reason"] says why).

    solutions: all of them where they are at most LISTED and every variable is constrained, else the first few or none.
    """

    status: str
    facts: Mapping[str, str]
    solutions: tuple[tuple[Rational, ...], ...] = ()


class Unfinished(ValueError):
    """The case split is not finished within the cases allowed."""


def check_count(goal: Count, certificate: Mapping[str, object]) -> Outcome:
    """Whether the claimed count is right, by the case split in the order `certificate["order"]` (names of variables)
    within `certificate["nodes"]` cases."""
    order, nodes = certificate.get("order"), certificate.get("nodes")
    try:
        if not isinstance(order, list | tuple) or not all(isinstance(v, str) for v in order) or type(nodes) is not int:
            raise ValueError("the certificate must give an order of the variables and a number of cases")
        if nodes > MAX_CASES:
            raise ValueError(f"the certificate asks for {nodes} cases, more than {MAX_CASES}")
        count, visited, solutions = solutions_within(goal, tuple(order), nodes)
    except ValueError as error:
        return Outcome("rejected", {"reason": str(error)})
    status = "proved" if COMPARE[goal.relation](count, goal.claimed) else "refuted"
    facts = {"count": str(count), "cases": str(visited)}
    if count == len(solutions):
        facts |= {f"solution {k}": _shown(goal.variables, point) for k, point in enumerate(solutions, 1)}
    return Outcome(status, facts, solutions)


def _shown(variables: tuple[str, ...], point: tuple[Rational, ...]) -> str:
    """As in "x = 1, y = 2"; a value that more than half of at least four variables share is said once, at the end."""
    common = max(sorted(set(point)), key=point.count, default=0)
    shared = len(point) >= 4 and 2 * point.count(common) > len(point)
    said = [f"{name} = {v}" for name, v in zip(variables, point, strict=True) if not (shared and v == common)]
    return ", ".join([*said, f"all {'others' if said else 'variables'} {common}"] if shared else said)


def solutions_within(goal: Count, order: tuple[str, ...], nodes: int) -> tuple[int, int, tuple[tuple[Rational, ...], ...]]:
    """The count, the number of cases visited, and up to LISTED solutions.

    Raises ValueError where the goal or the order is not well formed, Unfinished after `nodes` cases.
    """
    _require_well_formed(goal, order)
    equations = [_integral(equation) for equation in goal.equations]
    touching: list[list[Equation]] = [[] for _ in order]
    for equation in equations:
        for i in {i for _, powers in equation.terms for i, _ in powers}:
            touching[i].append(equation)
    number = {name: i for i, name in enumerate(goal.variables)}
    split = [number[name] for name in order if touching[number[name]]]
    unconstrained = prod(len(domain) for domain, near in zip(goal.domains, touching, strict=True) if not near)
    domains = [tuple(v.numerator if v.denominator == 1 else v for v in domain) for domain in goal.domains]
    box = list(domains)
    count = visited = 0
    solutions: list[tuple[Rational, ...]] = []
    if not all(_possible(equation, box) for equation in equations):
        return 0, 0, ()
    if not split:
        return unconstrained, 0, ()
    waiting = [iter(domains[split[0]])]
    while waiting:
        i = split[len(waiting) - 1]
        value = next(waiting[-1], None)
        if value is None:
            waiting.pop()
            box[i] = domains[i]
            continue
        visited += 1
        if visited > nodes:
            raise Unfinished(f"the case split is not finished after {nodes} cases")
        box[i] = (value,)
        if not all(_possible(equation, box) for equation in touching[i]):
            continue
        if len(waiting) < len(split):
            waiting.append(iter(domains[split[len(waiting)]]))
            continue
        count += unconstrained
        if unconstrained == 1 and len(solutions) < LISTED:
            solutions.append(tuple(values[0] for values in box))
    return count, visited, tuple(solutions)


def _require_well_formed(goal: Count, order: tuple[str, ...]) -> None:
    if len(set(goal.variables)) != len(goal.variables) or len(goal.domains) != len(goal.variables):
        raise ValueError("every variable must have one name and one domain")
    if sorted(order) != sorted(goal.variables):
        raise ValueError("the order does not name every variable exactly once")
    if any(len(set(domain)) != len(domain) for domain in goal.domains):
        raise ValueError("a domain lists a value twice")
    if goal.relation not in COMPARE or any(e.relation not in {"=", "!=", ">", ">="} for e in goal.equations):
        raise ValueError("an unknown relation")
    for _, powers in (term for equation in goal.equations for term in equation.terms):
        if any(not 0 <= i < len(order) or not 1 <= e <= MAX_POWER for i, e in powers) or len(dict(powers)) != len(powers):
            raise ValueError("a product of powers that is not well formed")


def _integral(equation: Equation) -> Equation:
    """The equation times the (positive) common denominator of its coefficients."""
    scale = lcm(*(c.denominator for c, _ in equation.terms))
    return Equation(tuple(Product((c * scale).numerator, powers) for c, powers in equation.terms), equation.relation)


def _possible(equation: Equation, box: list[tuple[Rational, ...]]) -> bool:
    """False only where no point of the box satisfies the equation; exact where the box is one point."""
    low: Rational = 0
    high: Rational = 0
    for c, powers in equation.terms:
        ends = (c, c)
        for i, e in powers:
            corners = [end * v**e for end in ends for v in box[i]]
            ends = (min(corners, default=0), max(corners, default=0))
        low, high = low + ends[0], high + ends[1]
    match equation.relation:
        case "=":
            return low <= 0 <= high
        case "!=":
            return low != 0 or high != 0
        case ">=":
            return high >= 0
    return high > 0
