"""Factorials and binomials: exact numbers, and letters for symbolic arguments, one for each family of shifted arguments.

TRUSTED FOR MEANING.  Owns: `factorial`, `binomial`, `relate`.  n! is defined for whole n ≥ 0.  binomial(n, k) is
n(n−1)…(n−k+1)/k! for a number k ≥ 0 that is written out; for symbols it is defined for whole n ≥ 0 and whole k, and 0 unless
0 ≤ k ≤ n. Source: Graham, Knuth, Patashnik 1994, (4.1)–(4.3), (5.1), table 174.  (n + d)! is read as n! (n + 1)…(n + d) from
the lowest argument that the claim has; binomial(n + d, k) as Σ_j binomial(d, j) binomial(n, k − j).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import comb
from math import factorial as exact_factorial
from typing import Protocol

from symcheck.kernel.polynomial import Polynomial, letters_of, number, product
from symcheck.kernel.sequent import Formula
from symcheck.language.printing import to_text
from symcheck.language.sizes import ONE
from symcheck.language.terms import Term
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered
from symcheck.theories.origins import Origin

LARGEST = 5_000
LARGEST_TOP = 3
MOST_STEPS = 60  # between two arguments of one family


class Reader(Protocol):
    letters: Letters

    def rule(self, name: str) -> None: ...


class Undefined(NotLowered):
    """What the claim speaks of has no value, whatever the values of its symbols."""

    def __init__(self, message: str) -> None:
        super().__init__("undefined", message)


class Lower(NotLowered):
    """An argument below all those of its family that were met before: the claim is read again, from this one up."""

    def __init__(self) -> None:
        super().__init__("no-theory", "the lowest argument of a factorial or binomial was not found")


def is_whole(p: Polynomial) -> bool:
    """Its value is whole by its form."""
    whole = all(c.denominator == 1 for c in p.terms.values()) and all(x.integer for x in letters_of(p))
    return p.is_scalar and whole and all(e > 0 for m in p.terms for _, e in m.factors)


def shift(p: Polynomial) -> tuple[object, int]:
    """(what p has but its constant, its constant) of a polynomial with whole coefficients."""
    rest = {m: c for m, c in p.terms.items() if m.factors or m.open.nodes}
    constant = sum((c for m, c in p.terms.items() if m not in rest), Fraction(0))
    return frozenset(rest.items()), int(constant)


def lowest(letters: Letters, kind: str, p: Polynomial, text: str) -> tuple[Polynomial, str, int]:
    """The lowest argument of the family of p, how it is written, and how far p is above it."""
    family, at = shift(p)
    known = letters.lowest.get((kind, family))
    if known is None or shift(known[0])[1] > at:
        letters.lowest[kind, family] = (p, text)
        if known is not None:
            raise Lower
        known = (p, text)
    steps = at - shift(known[0])[1]
    if steps > MOST_STEPS:
        raise NotLowered("budget", f"`{text}` is more than {MOST_STEPS} above another argument")
    return *known, steps


def rising(p: Polynomial, steps: int) -> Polynomial:
    """(p + 1)(p + 2)…(p + steps)."""
    total = number(1)
    for j in range(1, steps + 1):
        total = product(total, p + number(j))
    return total


def factorial(reader: Reader, a: Term, p: Polynomial) -> Polynomial | None:
    """a! with p for its argument; None where the argument is not whole by its form.  Raises NotLowered."""
    q = p.constant
    if q is not None:
        if q.denominator != 1 or q < 0:
            raise Undefined(f"`({to_text(a)})!` has no value: {q} is not a whole number from 0 up")
        if q > LARGEST:
            raise NotLowered("budget", f"the factorial of {q} is too large to write out")
        return number(exact_factorial(int(q)))
    if not is_whole(p):
        return None
    reader.rule("factorial-by-recurrence")
    base, text, steps = lowest(reader.letters, "factorial", p, to_text(a))
    reader.letters.condition("" if reader.letters.is_nonnegative(base) else f"{text} >= 0", Formula(">=", base))
    return product(reader.letters.image("factorial", base, text, ""), rising(base, steps))


def binomial(reader: Reader, a: Term, b: Term, n: Polynomial, k: Polynomial) -> Polynomial | None:
    """binomial(a, b) with n and k for its arguments; None where they are not whole by their form."""
    below = k.constant
    if below is not None and below.denominator == 1 and 0 <= below <= (MOST_STEPS if n.constant is None else LARGEST):
        if b.op != "num" and n.constant is None:
            if not is_whole(n):
                return None
            reader.letters.condition(f"{to_text(a)} >= 0", Formula(">=", n))
        if b.op == "num" or n.constant is None or (n.constant >= 0 and n.constant.denominator == 1):
            return falling(n, int(below))
    if n.constant is not None and below is not None:
        if n.constant < 0 or n.constant.denominator != 1 or below.denominator != 1 or n.constant > LARGEST:
            raise NotLowered("no-theory", f"binomial({n.constant}, {below}) is read for whole numbers 0 <= n <= {LARGEST}")
        return number(comb(int(n.constant), int(below)) if below >= 0 else 0)
    if not (is_whole(n) and is_whole(k)):
        return None
    reader.rule("binomial-by-recurrence")
    letters = reader.letters
    top, text, steps = lowest(letters, "binomial", n, to_text(a))
    if top.constant is None:
        letters.condition("" if letters.is_nonnegative(top) else f"{text} >= 0", Formula(">=", top))
    elif top.constant < 0:
        raise NotLowered("no-theory", f"`binomial({to_text(a)}, …)` is read for whole numbers that are not negative")
    gap = (n - k).constant
    if gap is not None:
        return falling(n, int(gap)) if gap >= 0 else number(0)
    total = number(0)
    for j in range(steps + 1):
        total = total + chosen(letters, top, k - number(j), text, to_text(b)).times(comb(steps, j))
    return total


def falling(n: Polynomial, k: int) -> Polynomial:
    """n(n − 1)…(n − k + 1)/k!."""
    total = number(1)
    for j in range(k):
        total = product(total, n - number(j)).times(Fraction(1, j + 1))
    return total


def chosen(letters: Letters, n: Polynomial, k: Polynomial, top: str, below: str) -> Polynomial:
    """The letter for binomial(n, k), n ≥ 0; k or n − k, whichever family was met first.  With neighbours k − 1, k + 1 it is
    related by k binomial(n, k) = (n − k + 1) binomial(n, k − 1)."""
    mirror = n - k
    of = [o.of for o in letters.origins.values() if o.function == "binomial" and o.of[0] == n]
    if any(shift(q)[0] == shift(mirror)[0] for _, q in of) and not any(shift(q)[0] == shift(k)[0] for _, q in of):
        k = mirror
    name = letters.known("atom", (n, k), "binomial")
    if name is None:
        name = letters.fresh("binomial", ONE, ONE, opaque=True)
        letters.origins[name] = Origin("atom", (n, k), f"{top}, {below}", "binomial")
        near = sorted((shift(q)[1], q) for _, q in of if shift(q)[0] == shift(k)[0])
        if n.constant is not None and n.constant <= LARGEST_TOP:  # 0 unless k is one of 0, …, n
            vanishing = rising(k - n - number(1), int(n.constant) + 1)
            letters.define(name, f"binomial:{name}:top", Formula("=", product(vanishing, letters.value(name))))
        _bridge(letters, name, n, k, [q for _, q in near])
    letters.require(name)
    return letters.value(name)


def _bridge(letters: Letters, name: str, n: Polynomial, k: Polynomial, near: list[Polynomial]) -> None:
    """The relation to the nearest letter of the same family, through those between."""
    if not near:
        return
    q = min(near, key=lambda other: abs(shift(other)[1] - shift(k)[1]))
    gap = shift(q)[1] - shift(k)[1]
    if abs(gap) > 6:
        return
    step = 1 if gap > 0 else -1
    path = [k + number(j) for j in range(0, gap + step, step)]
    for at, (a, b) in enumerate(pairwise(path)):
        for p in (a, b):
            if letters.known("atom", (n, p), "binomial") is None:
                made = letters.fresh("binomial", ONE, ONE, opaque=True)
                letters.origins[made] = Origin("atom", (n, p), "…", "binomial")
        upper, lower = (a, b) if step < 0 else (b, a)
        left, right = (letters.value(letters.known("atom", (n, p), "binomial") or "") for p in (upper, lower))
        relation = product(upper, left) - product(n - lower, right)
        letters.define(name, f"binomial:{name}:{at}", Formula("=", relation))


def relate(letters: Letters) -> None:
    """binomial(n, k) k! (n − k)! = n! for every binomial of which the claim has the three factorials."""
    bases = {shift(o.of[0])[0]: (o.of[0], n) for n, o in letters.origins.items() if o.function == "factorial"}
    for name, origin in [*letters.origins.items()]:
        if origin.function != "binomial":
            continue
        n, k = origin.of
        sides = [number(1), letters.value(name)]
        for p, side in ((n, 0), (k, 1), (n - k, 1)):
            if p.constant is not None and p.constant >= 0:
                sides[side] = sides[side].times(exact_factorial(int(p.constant)))
                continue
            found = bases.get(shift(p)[0])
            if found is None:
                break
            base, letter = found
            steps = shift(p)[1] - shift(base)[1]
            sides[side] = product(sides[side], letters.value(letter))
            if steps >= 0:
                sides[side] = product(sides[side], rising(base, steps))
            else:  # p! = base!/((p + 1)…base)
                sides[1 - side] = product(sides[1 - side], rising(p, -steps))
        else:
            label = f"binomial:{name}:factorials"
            if all(h.label != label for h in letters.definitions.get(name, ())):
                letters.define(name, label, Formula("=", sides[1] - sides[0]))
