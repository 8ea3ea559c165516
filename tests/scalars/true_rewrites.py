"""Random true rewrites of random expressions, and the same with one mistake: claims whose truth is known by construction.

Owns: `rewrite(seed)`, `near_miss(seed)`, `RULES` (tests/cases/rewrite_rules.json: the two sides, and under `where` the condition
on each letter).  A rewrite is one rule, in either direction, with random expressions for its letters, inside a random
expression, with a few more rules applied after it.  A condition is met by construction (an expression is drawn that is positive
whatever its symbols are), never by chance.  Every claim is evaluated to fifty digits too: a rewrite that is not true there is a
mistake of this file (`Mistaken`), and a near miss counts only if its sides are seen to differ at two points.

Rules that enlarge or shrink the domain are among them, so a claim is about the points where both its sides are defined.
"""

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random

import mpmath
from number_trees import Undefined, parsed, places, printed, size, symbols, value

SYMBOLS = {"x": "real", "y": "real", "z": "real", "p": "real, positive", "q": "real, positive"}
SMALL = {
    "any": "x y z 2*x x+1 x-y x*y x^2 -x y/2 x+y 3*y-1 p q-p x*p 2 x/p sin(x) exp(y) x^3-x",
    "positive": "p q p+q p*q x^2+1 exp(x) 2 p/q 2*p p+1 cosh(y) p^2 x^2+y^2+1 1/p sqrt(q)+1",
    "nonnegative": "x^2 p q (x-y)^2 abs(x) p*q 3 x^2+p x^4 p*y^2",
    "nonzero": "p -q x^2+1 exp(y) 2 -3 p*q -(x^2+1) p+q 2*p",
}
POOL = {kind: tuple(parsed(text) for text in texts.split()) for kind, texts in SMALL.items()}
FRAMES = "h h h h+s s+h h-s s-h s*h h*s h/w 2*h -h h^2 (h+s)*s h/w+s s-h/w sin(h) cos(h) exp(h) abs(h) h*s-h h^2+h"
AROUND = tuple(map(parsed, FRAMES.split()))  # h: the rewritten expression, s: any, w: positive
AFTERWARDS = 2  # more rules, at most
MOST = 60  # nodes of a side: beyond that a person would not read it
POINTS, TRIES = 3, 24


class Mistaken(Exception):
    """A rewrite of this file is not true: a rule, or a condition, is wrong."""


@dataclass(frozen=True)
class Rule:
    kind: str
    left: tuple
    right: tuple
    where: dict


RULES = tuple(
    Rule(r["kind"], parsed(r["left"]), parsed(r["right"]), r.get("where", {}))
    for r in json.loads((Path(__file__).parents[1] / "cases" / "rewrite_rules.json").read_text())
)
BY_OPERATOR = {}  # (pattern, replacement) by the operator of the pattern, from the rules without conditions
for rule in RULES:
    for a, b in ((rule.left, rule.right), (rule.right, rule.left)):
        if not rule.where and symbols(b) <= symbols(a) and a[0] not in {"num", "sym"}:
            BY_OPERATOR.setdefault(a[0], []).append((a, b))
KINDS = tuple(dict.fromkeys(rule.kind for rule in RULES))


@dataclass(frozen=True)
class Rewrite:
    """left = right; how: the names of the rules, and of the mistake."""

    seed: int
    kind: str
    left: tuple
    right: tuple
    how: str

    @property
    def text(self):
        return f"{printed(self.left)} = {printed(self.right)}"

    @property
    def symbols(self):
        return {name: SYMBOLS[name] for name in sorted(symbols(self.left) | symbols(self.right))}

    def __str__(self):
        return f"seed {self.seed} ({self.how}): {self.text}"


# -- true rewrites ---------------------------------------------------------------------------------------------


def rewrite(seed):
    """The rewrite of that seed; None where what is drawn is too large or nowhere defined.  Raises Mistaken."""
    rng = Random(seed)
    rule = rng.choice([r for r in RULES if r.kind == KINDS[seed % len(KINDS)]])
    letters = {name: rng.choice(POOL[rule.where.get(name, "any")]) for name in sorted(symbols(rule.left) | symbols(rule.right))}
    left, right = (filled(side, letters) for side in rng.sample([rule.left, rule.right], 2))
    frame = rng.choice(AROUND)
    more = {"s": rng.choice(POOL["any"]), "w": rng.choice(POOL["positive"])}
    left, right = (filled(frame, {**more, "h": side}) for side in (left, right))
    how = [f"{printed(rule.left)} = {printed(rule.right)}"]
    for _ in range(rng.randint(0, AFTERWARDS)):
        found = applied(right, rng)
        if found is not None:
            name, right = found
            how.append(name)
    if max(size(left), size(right)) > MOST or left == right:
        return None
    claim = Rewrite(seed, rule.kind, left, right, "; ".join(how))
    differ, same = compared(claim, Random(seed))
    if differ:
        raise Mistaken(str(claim))
    return claim if same else None


def filled(pattern, letters):
    match pattern:
        case ("sym", name):
            return letters[name]
        case ("num", _):
            return pattern
        case (op, *parts):
            return (op, *(filled(p, letters) for p in parts))


def applied(tree, rng):
    """(the name of a rule, `tree` with that rule applied at one place); None where none fits.  Only rules without conditions."""
    options = []
    for node, put in places(tree):
        for pattern, replacement in BY_OPERATOR.get(node[0], ()):
            found = {}
            if fits(pattern, node, found):
                options.append((pattern, replacement, found, put))
    if not options:
        return None
    pattern, replacement, found, put = rng.choice(options)
    return f"{printed(pattern)} to {printed(replacement)}", put(filled(replacement, found))


def fits(pattern, node, found):
    """Whether `node` is `pattern` with trees for its letters; they are put into `found`."""
    match pattern:
        case ("sym", name):
            return found.setdefault(name, node) == node
        case ("num", _):
            return pattern == node
    return pattern[0] == node[0] and len(pattern) == len(node) and all(map(fits, pattern[1:], node[1:], [found] * len(node)))


# -- what the numbers say --------------------------------------------------------------------------------------


def compared(claim, rng):
    """(at how many points the sides differ, at how many they agree) of those at which both are defined."""
    differ = same = 0
    for _ in range(TRIES):
        if differ + same == POINTS:
            break
        at = {name: drawn(name, rng) for name in SYMBOLS}
        try:
            left, right = value(claim.left, at), value(claim.right, at)
        except Undefined:
            continue
        with mpmath.workdps(80):
            if abs(left - right) > mpmath.mpf(10) ** -25 * (1 + abs(left) + abs(right)):
                differ += 1
            else:
                same += 1
    return differ, same


def drawn(name, rng):
    q = Fraction(rng.randint(1, 40), rng.choice((11, 13, 17)))
    sign = 1 if "positive" in SYMBOLS[name] else rng.choice((1, -1))
    return sign * mpmath.mpf(q.numerator) / q.denominator


# -- near misses -----------------------------------------------------------------------------------------------

EXCHANGED = {
    "+": "-", "-": "+", "sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh", "max": "min", "min": "max", "tan": "sin",
    "*": "+", "/": "*", "log": "sqrt", "sqrt": "abs", "tanh": "sigmoid",
}  # fmt: skip


def near_miss(seed):
    """The rewrite of that seed with one mistake on its right side that is seen at two points; None where none is drawn."""
    claim = rewrite(seed)
    if claim is None:
        return None
    rng = Random(seed)
    options = [(name, put(new)) for node, put in places(claim.right) for name, new in mistakes(node)]
    rng.shuffle(options)
    for name, wrong in options[:6]:
        miss = Rewrite(seed, claim.kind, claim.left, wrong, f"{claim.how}; mistake: {name}")
        if set(miss.symbols) == set(claim.symbols) and compared(miss, Random(seed))[0] >= 2:
            return miss
    return None


def mistakes(node):
    """(what is wrong, the wrong tree)"""
    match node:
        case ("num", q):
            yield "constant", ("num", q + 1)
            yield "constant", ("num", 2 * q)
        case (("+" | "-" | "*") as op, a, b):
            yield f"dropped part of {op}", a
            yield f"dropped part of {op}", b
        case ("neg", a):
            yield "sign", a
        case ("^", a, ("num", n)):
            yield "exponent", ("^", a, ("num", n + 1))
        case ("exp", a):
            yield "sign of the exponent", ("exp", ("neg", a))
    if node[0] in EXCHANGED and (node[0] not in "+-" or len(node) == 3):
        yield f"{EXCHANGED[node[0]]} for {node[0]}", (EXCHANGED[node[0]], *node[1:])
