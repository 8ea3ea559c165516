"""Which multipliers and which arrays to look for sums of squares with.

UNTRUSTED search.  Owns: `gram_squares`.  Multipliers: 1, hypotheses "> 0" and "≥ 0", their products.  Arrays: monomials in the
scalar letters up to half the degree, arrays of the claim, halves of the target's own chains.  Where the target is zero every
square must be: that makes the bases smaller, and what is left has room for rounding (facial reduction, Permenter and Parrilo
2018).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from itertools import product as cartesian

from flint import fmpz_poly

from symcheck.kernel.certificate import Summand
from symcheck.kernel.evaluation import Model, evaluate
from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Polynomial, letter, letters_of, number, product
from symcheck.kernel.sequent import Sequent
from symcheck.language.sizes import ONE
from symcheck.oracles.gram import Block, pruned, represent
from symcheck.oracles.linear import null_space

MOST_LETTERS = 5
MOST_MONOMIALS = 10
MOST_MULTIPLIERS = 16
MOST_WANTED = 3  # what a contradiction may make positive
HIGHEST = 10
GRID = tuple(Fraction(v) for v in (0, 1, -1, 2, Fraction(1, 2)))
Value = Callable[[Summand], Polynomial]


def gram_squares(
    sequent: Sequent,
    target: Polynomial,
    multipliers: Sequence[Summand],
    arrays: Sequence[Polynomial],
    value: Value,
    normal: Callable[[Polynomial], Polynomial],
    *,
    strict: bool,
    budget: list[int],
) -> list[Summand] | None:
    """Summands whose normal forms add up to the target, one of them positive where `strict`; or None."""
    wanted = [s for s in multipliers if not s.nonnegative][:MOST_WANTED]
    for positive in wanted if strict and target.is_zero else (None,):
        if budget[0] <= 0:
            return None
        budget[0] -= 1
        goal = target if positive is None else -normal(value(positive))
        letters = sorted({x for x in letters_of(goal) | _letters(sequent, goal) if not x.legs}, key=lambda x: x.name)
        blocks = list(_blocks(goal, letters, multipliers, arrays, value))
        if not any(b.basis for b in blocks):
            return None
        zeros = [z for z in _zeros(goal, letters) if _allowed(z, blocks)]
        blocks = [_faced(b, zeros) for b in pruned(goal, blocks, normal)]
        found = represent(goal, blocks, normal)
        if found is not None and strict and positive is None and all(s.squares or s.nonnegative for s in found):
            found = None
        if found is not None:
            return found if positive is None else [positive, *found]
    return None


def _letters(sequent: Sequent, goal: Polynomial) -> set[Letter]:
    """Letters of the hypotheses that have an order, where they speak of those of the goal."""
    own = letters_of(goal)
    hypotheses = [letters_of(h.formula.polynomial) for h in sequent.hypotheses if h.formula.relation in {">", ">="}]
    return {x for found in hypotheses if found & own for x in found}


def _blocks(
    goal: Polynomial, letters: Sequence[Letter], multipliers: Sequence[Summand], arrays: Sequence[Polynomial], value: Value
) -> Iterator[Block]:
    degree = _degree(goal, letters)
    highest = {x: _degree(goal, [x]) for x in letters}
    few = letters[:MOST_LETTERS] if len(letters) <= MOST_LETTERS else []
    for s in multipliers[:MOST_MULTIPLIERS]:
        by = value(s)
        half = (degree - _degree(by, letters)) // 2
        least = max(0, -((_lowest(by, letters) - _lowest(goal, letters)) // 2))
        basis = [b for b in _monomials(few, half, highest) if _degree(b, letters) >= least] if least <= half else []
        yield Block(s, by, tuple(reversed(basis[:MOST_MONOMIALS])))  # 1 last: of a positive definite matrix it keeps a part
    shapes: dict[tuple[object, object], list[Polynomial]] = {}
    for a in arrays:
        if not a.is_scalar:
            shapes.setdefault((a.rows, a.cols), []).append(a)
    for same in shapes.values():
        yield Block(Summand(Fraction(1)), number(1), tuple(same[:5]))


def _monomials(letters: Sequence[Letter], degree: int, highest: dict[Letter, int]) -> list[Polynomial]:
    found = [number(1)]
    for d in range(1, min(degree, HIGHEST) + 1):
        for chosen in combinations_with_replacement(letters, d):
            if all(chosen.count(x) <= (max(highest[x], 1) + 1) // 2 for x in set(chosen)):
                m = number(1)
                for x in chosen:
                    m = product(m, letter(x, ONE, ONE))
                found.append(m)
        if len(found) > 4 * MOST_MONOMIALS:
            break
    return found


def _exponents(p: Polynomial, letters: Sequence[Letter]) -> list[int]:
    def of(f: Network) -> bool:
        return len(f.nodes) == 1 and f.nodes[0][0] in letters

    return [sum(e for f, e in m.factors if of(f)) for m in p.terms]


def _degree(p: Polynomial, letters: Sequence[Letter]) -> int:
    return max(_exponents(p, letters), default=0)


def _lowest(p: Polynomial, letters: Sequence[Letter]) -> int:
    return min(_exponents(p, letters), default=0)


def _zeros(goal: Polynomial, letters: Sequence[Letter]) -> list[Model]:
    """Some rational points at which the goal is zero; every letter counts as free."""
    if not letters or any(x.legs for x in letters_of(goal)) or len(letters) > MOST_LETTERS:
        return []
    points: list[tuple[Fraction, ...]] = []
    if len(letters) == 1:
        points = [(r,) for r in _roots(goal, letters[0])]
    elif len(letters) <= 3:
        points = list(cartesian(GRID, repeat=len(letters)))
    else:
        points = [(t,) * len(letters) for t in GRID] + list(cartesian(GRID[:2], repeat=len(letters)))
    found = []
    for point in points:
        model = Model({}, {x.name: ((v,),) for x, v in zip(letters, point, strict=True)})
        try:
            if evaluate(goal, model)[0][0] == 0:
                found.append(model)
        except (ZeroDivisionError, KeyError):
            continue
    return found


def _roots(goal: Polynomial, x: Letter) -> list[Fraction]:
    coefficients: dict[int, Fraction] = {}
    for m, c in goal.terms.items():
        coefficients[sum(e for _, e in m.factors)] = c
    if not coefficients or min(coefficients) < 0:
        return []
    scale = 1
    for c in coefficients.values():
        scale *= c.denominator
    _, factors = fmpz_poly([int(coefficients.get(k, 0) * scale) for k in range(max(coefficients) + 1)]).factor()
    return [Fraction(-int(f[0]), int(f[1])) for f, _ in factors if f.degree() == 1]


def _allowed(at: Model, blocks: Sequence[Block]) -> bool:
    """No hypothesis is false there."""
    try:
        return all(evaluate(b.value, at)[0][0] >= 0 for b in blocks)
    except (ZeroDivisionError, KeyError):
        return False


def _faced(block: Block, zeros: Sequence[Model]) -> Block:
    """The combinations of the basis that vanish wherever the target is zero and the multiplier is positive."""
    rows = []
    for model in zeros:
        try:
            if evaluate(block.value, model)[0][0] > 0:
                rows.append([evaluate(b, model)[0][0] for b in block.basis])
        except (ZeroDivisionError, KeyError, ValueError):
            continue
    if not rows or not all(b.is_scalar for b in block.basis):
        return block
    basis = []
    for vector in null_space(rows, len(block.basis)):
        total = number(0)
        for c, b in zip(vector, block.basis, strict=True):
            total = total + b.times(c)
        basis.append(total)
    return Block(block.multiplier, block.value, tuple(basis))
