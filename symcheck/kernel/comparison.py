"""Axioms about the order of values: signs, monotone and convex functions, whole parts, whole numbers.

TRUSTED.  Source: Abramowitz and Stegun 1964, ch. 4; for the tangents of convex functions Boyd and Vandenberghe 2004, 3.1.3; for
whole parts Graham, Knuth and Patashnik 1994, 3.1.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from math import gcd

from symcheck.kernel.instances import Instance, require, times, vanish
from symcheck.kernel.polynomial import Polynomial, inner, letters_of, number, product
from symcheck.kernel.sequent import Formula

STRICTLY_INCREASING = frozenset({"exp", "log", "sqrt", "tanh", "sigmoid", "sinh", "asin", "atan", "erf"})
KNOWN: dict[str, tuple[int, int | Fraction]] = {
    "exp": (0, 1), "log": (1, 0), "sqrt": (1, 1), "tanh": (0, 0), "sigmoid": (0, Fraction(1, 2)), "sinh": (0, 0), "asin": (0, 0),
    "atan": (0, 0), "erf": (0, 0),
}  # fmt: skip
INCREASING = STRICTLY_INCREASING | {"sign", "step", "floor", "ceil"}


def signed(i: Instance) -> list[Formula]:
    """abs, sign and step of an argument whose sign a hypothesis says."""
    (f,), (v,), (a,) = i.functions, i.values, i.arguments
    positive, negative = i.states(">", a), i.states(">", -a)
    match f:
        case "abs" if positive or i.states(">=", a):
            return vanish(v - a)
        case "abs" if negative or i.states(">=", -a):
            return vanish(v + a)
        case "step" | "sign" if positive:
            return vanish(v - i.one)
        case "sign" if negative:
            return vanish(v + i.one)
        case "step" if negative or i.states(">=", -a):
            return vanish(v)
        case "step" | "sign" | "abs" if i.holds(a):
            return vanish(v)
    raise ValueError("no hypothesis says which sign the argument has")


def congruent(i: Instance) -> list[Formula]:
    """f(p) = f(q) where hypotheses say p = q, argument by argument."""
    first, second = (i.sequent.atoms[name] for name in i.axiom.atoms)
    require(first.function == second.function and len(first.arguments) == len(second.arguments))
    for p, q in zip(first.arguments, second.arguments, strict=True):
        require((p.rows, p.cols) == (q.rows, q.cols) and (p == q or i.holds(p - q)))
    return vanish(i.values[0] - i.values[1])


def scaled(i: Instance) -> list[Formula]:
    """|c a| = c |a|, sign(c a) = sign(a), step(c a) = step(a) for c > 0, a number or by a hypothesis; |c a| = |c| |a|."""
    (f, g), (v, w), (b, a), (c,) = i.functions, i.values, i.arguments, i.axiom.factors
    require(f == g and f in {"abs", "sign", "step"} and c.is_scalar and b == product(c, a))
    if f == "abs" and c.constant is not None:
        return vanish(v - w.times(abs(c.constant)))
    require(c.constant > 0 if c.constant is not None else i.states(">", c))
    return vanish(v - product(c, w) if f == "abs" else v - w)


def of_product(i: Instance) -> list[Formula]:
    """|a b ⋯| = |a| |b| ⋯ and sign(a b ⋯) = sign(a) sign(b) ⋯."""
    (u, *values), (c, *factors) = i.values, i.arguments
    require(set(i.functions) in ({"abs"}, {"sign"}) and len(factors) > 1 and c == reduce(times, factors))
    return vanish(u - reduce(times, values))


def monotone(i: Instance) -> list[Formula]:
    """(f(a) − f(b)) (a − b) ≥ 0 for an increasing f of numbers; > 0 for a strictly increasing one, where a ≠ b is known.

    And f(a) ≥ f(b) where a ≥ b is.  Of one atom: b is a number with a known value.
    """
    (v, w), (a, b) = _compared(i)
    f, gap = i.functions[0], a - b
    require(f in INCREASING and a.is_scalar)
    ordered = [Formula(">=", s) for s, q in ((v - w, gap), (w - v, -gap)) if i.states(">=", q) or i.states(">", q)]
    return [Formula(">" if f in STRICTLY_INCREASING and _different(i, gap) else ">=", product(v - w, gap)), *ordered]


def tangent(i: Instance) -> list[Formula]:
    """e^a ≥ e^b (1 + a − b); b (log a − log b) ≤ a − b; strictly where a ≠ b is known.  Of one atom as above."""
    (v, w), (a, b) = _compared(i)
    f = i.functions[0]
    require(f in {"exp", "log"} and a.is_scalar)
    gap = v - product(w, number(1) + a - b) if f == "exp" else a - b - product(b, v - w)
    return [Formula(">" if _different(i, a - b) else ">=", gap)]


def _compared(i: Instance) -> tuple[list[Polynomial], list[Polynomial]]:
    """Values and arguments of two atoms of one function, or of one atom and a number."""
    if len(i.functions) == 1:
        b, w = KNOWN[i.functions[0]]
        return [i.values[0], number(w)], [i.arguments[0], number(b)]
    require(len(i.functions) == 2 and i.functions[0] == i.functions[1])
    return i.values, i.arguments


def _different(i: Instance, gap: Polynomial) -> bool:
    return any(i.states(relation, q) for relation in (">", "!=") for q in (gap, -gap))


def whole_part(i: Instance) -> list[Formula]:
    """floor(a) ≤ a < floor(a) + 1; of a whole number itself; floor(a + k) = floor(a) + k; ceil(a) = −floor(−a); likewise ceil."""
    require(all(f in {"floor", "ceil"} for f in i.functions) and all(a.is_scalar for a in i.arguments))
    if len(i.functions) == 1:
        (f,), (v,), (a,) = i.functions, i.values, i.arguments
        if is_whole(a):
            return vanish(v - a)
        below = a - v if f == "floor" else v - a
        return [Formula(">=", below), Formula(">", number(1) - below)]
    (f, g), (v, w), (a, b) = i.functions, i.values, i.arguments
    if f == g:
        require(is_whole(a - b))
        return vanish(v - w - (a - b))
    require((a + b).is_zero)
    return vanish(v + w)


def indivisible(i: Instance) -> list[Formula]:
    """p ≠ 0 for a p with whole values whose coefficients other than the last one have a divisor that the last one has not."""
    (p,) = i.axiom.factors
    require(p.is_scalar and is_whole(p))
    last = sum(int(c) for m, c in p.terms.items() if not m.factors)
    divisor = gcd(*(int(c) for m, c in p.terms.items() if m.factors))
    require(divisor > 1 and last % divisor != 0)
    return [Formula("!=", p)]


def is_whole(p: Polynomial) -> bool:
    """Whole coefficients, and letters that are whole: whole values."""
    whole = all(c.denominator == 1 for c in p.terms.values()) and all(x.integer for x in letters_of(p))
    return whole and all(e > 0 for m in p.terms for _, e in m.factors)


def cauchy(i: Instance) -> list[Formula]:
    """|⟨p, q⟩| ≤ √⟨p, p⟩ √⟨q, q⟩ (Cauchy–Schwarz)."""
    (v, w), (a, b), (p, q) = i.values, i.arguments, i.axiom.factors
    require(i.functions == ["sqrt", "sqrt"] and v.is_scalar and w.is_scalar and a == inner(p, p) and b == inner(q, q))
    return [Formula(">=", product(v, w) - inner(p, q)), Formula(">=", product(v, w) + inner(p, q))]
