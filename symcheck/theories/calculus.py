"""Differentials of polynomials in letters, and what is read off them: gradients, Jacobians, derivatives.

The differential is the product rule over occurrences, with d(A⁻¹) = −A⁻¹ dA A⁻¹, d(1/D) = −dD/D², d√q = dq/(2√q).
The gradient of a scalar f is the G with ⟨G, dX⟩ = df: the coefficient array of the letter dX (unstructured, i.e. all
entries of X vary independently; Magnus and Neudecker 2019, ch. 9).  A letter whose dependence is not known raises: never zero.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symcheck.kernel.certificate import HOLE
from symcheck.kernel.network import EMPTY, Letter, Network
from symcheck.kernel.polynomial import (
    Monomial,
    Polynomial,
    assemble,
    letter,
    letters_of,
    number,
    power,
    product,
    substitute,
    trace,
    zero,
)
from symcheck.language.sizes import ONE, Size
from symcheck.theories import block_letters
from symcheck.theories.elementwise import FUNCTIONS, entrywise, image, slope
from symcheck.theories.letters import UNINTERPRETED, Letters
from symcheck.theories.lowering import NotLowered
from symcheck.theories.matrix_powers import exponent_of
from symcheck.theories.origins import Origin

NOT_SMOOTH = frozenset({"rank", "pinv", "factorial", "binomial"})  # built-in functions of which nothing is known


def _like(p: Polynomial, q: Polynomial) -> bool:
    return (p.rows, p.cols) == (q.rows, q.cols)


def differential(p: Polynomial, letters: Letters, x: str, dx: Polynomial) -> Polynomial:
    """dp for the increment dx of the letter x, all independent letters held fixed.

    tr(X^e) has the differential e tr(X^(e − 1) dX), also where the exponent is a symbol.
    """
    memo: dict[str, Polynomial | None] = {}

    def of_letter(y: Letter) -> Polynomial | None:
        if y.name not in memo:
            memo[y.name] = _letter_differential(y, letters, x, dx)
        return memo[y.name]

    def of_ring(network: Network) -> list[Polynomial] | None:
        found = exponent_of(network, letters, x) if not network.free and network.nodes[0][1] else None
        if found is None or found[0].constant is not None or found[1] < 0:
            return None
        exponent, place = found
        (change,) = _network_differential(network, ONE, ONE, of_letter, place)
        return [product(exponent, change)]

    total = zero(p.rows, p.cols)
    for m, c in p.terms.items():
        total = total + _monomial_differential(m, c, p, of_letter, of_ring)
    return total


def _letter_differential(y: Letter, letters: Letters, x: str, dx: Polynomial) -> Polynomial | None:
    if y.name == x:
        return dx
    origin = letters.origins.get(y.name)
    if origin is None:
        return None
    if origin.function == "det" and _power_of(origin.of[0], letters, x) is not None:
        inner = [dx]
    else:
        inner = [differential(q, letters, x, dx) for q in origin.of]
    if all(d.is_zero for d in inner):
        return None
    value = letters.value(y.name)
    match origin.kind:
        case "inverse":
            return -product(product(value, inner[0]), value)
        case "reciprocal":
            return -product(product(value, value), inner[0])
        case "root":
            return product(inner[0], letters.over(value.times(2), origin.text))
        case "atom" if origin.function == "det" and (powered := _power_of(origin.of[0], letters, x)) is not None:
            inverse = letters.inverse(letters.value(x), x)
            return product(powered, product(value, trace(product(inverse, dx))))
        case "block-inverse":
            return block_letters.differential(letters, value, origin, inner)
        case "atom" if origin.function == block_letters.DETERMINANT:
            return block_letters.differential(letters, value, origin, inner)
        case "atom" if origin.function == "det":
            return product(value, trace(product(letters.inverse(origin.of[0], origin.text), inner[0])))
        case "atom" if origin.function == "power":
            return _power_differential(value, origin, letters, inner)
        case "atom" if origin.function in FUNCTIONS:
            return entrywise(slope(letters, origin.function, origin.of[0], value, origin.text), inner[0])
    unknown = origin.function.removeprefix(UNINTERPRETED) or origin.text
    if origin.function.startswith(UNINTERPRETED) and len(inner) == 1 and unknown not in NOT_SMOOTH and _like(value, origin.of[0]):
        return entrywise(letters.atom(f"{unknown}'", origin.of, value.rows, value.cols), inner[0])
    raise NotLowered("no-theory", f"the derivative of {unknown} is not known")


def _power_of(p: Polynomial, letters: Letters, x: str) -> Polynomial | None:
    """e where p is X^e with a symbol in e."""
    ((m, c), *more) = p.terms.items() or [(None, 0)]
    if m is None or more or c != 1 or m.factors:
        return None
    found = exponent_of(m.open, letters, x)
    return found[0] if found is not None and found[0].constant is None else None


def _power_differential(value: Polynomial, origin: Origin, letters: Letters, inner: list[Polynomial]) -> Polynomial:
    """d(b^e) = e b^e / b db + log(b) b^e de."""
    base, exponent = origin.of
    total = number(0)
    if not inner[0].is_zero:
        total = total + product(product(product(exponent, value), letters.over(base, origin.text)), inner[0])
    if not inner[1].is_zero:
        total = total + product(product(value, image(letters, "log", base, origin.text)), inner[1])
    return total


def _monomial_differential(
    m: Monomial,
    c: Fraction,
    p: Polynomial,
    of_letter: Callable[[Letter], Polynomial | None],
    of_ring: Callable[[Network], list[Polynomial] | None],
) -> Polynomial:
    total = zero(p.rows, p.cols)
    for index, (f, e) in enumerate(m.factors):
        rest = [(g, k) for i, (g, k) in enumerate(m.factors) if i != index]
        lowered = tuple(sorted([*rest, (f, e - 1)] if e != 1 else rest))
        outer = Polynomial(p.rows, p.cols, {Monomial(lowered, m.open): c * e})
        whole = of_ring(f)
        for change in _network_differential(f, ONE, ONE, of_letter) if whole is None else whole:
            total = total + product(change, outer)
    scalars = Polynomial(ONE, ONE, {Monomial(m.factors, EMPTY): c})
    for change in _network_differential(m.open, p.rows, p.cols, of_letter):
        total = total + product(scalars, change)
    return total


def _network_differential(
    network: Network, rows: Size, cols: Size, of_letter: Callable[[Letter], Polynomial | None], only: int | None = None
) -> list[Polynomial]:
    """A term for each node that changes, or for the node `only`."""
    changes = []
    for k, (y, legs) in enumerate(network.nodes):
        if only not in {None, k}:
            continue
        d = of_letter(y)
        if d is None:
            continue
        mark = Letter(HOLE, y.legs)
        nodes = (*network.nodes[:k], (mark, legs), *network.nodes[k + 1 :])
        context = assemble(rows, cols, [(Fraction(1), (), Network(nodes, network.sizes, network.free))])
        changes.append(substitute(context, mark, d))
    return changes


def coefficient(dp: Polynomial, dx: Letter, rows: Size, cols: Size) -> Polynomial:
    """The array C (rows × cols) with dp = C applied to dx: each network without its node dx, whose legs become free."""
    raw = []
    for m, c in dp.terms.items():
        factors = tuple((f, e) for f, e in m.factors if all(y != dx for y, _ in f.nodes))
        network = m.open
        for f, e in m.factors:
            if any(y == dx for y, _ in f.nodes):
                if e != 1:
                    raise NotLowered("no-theory", "the differential is not linear")
                shift = len(network.sizes)
                moved = tuple((y, tuple(i + shift for i in legs)) for y, legs in f.nodes)
                network = Network(network.nodes + moved, network.sizes + f.sizes, network.free)
        ((_, legs),) = [node for node in network.nodes if node[0] == dx]
        nodes = tuple(node for node in network.nodes if node[0] != dx)
        raw.append((c, factors, Network(nodes, network.sizes, (*network.free, *legs))))
    return assemble(rows, cols, raw)


def derivative(p: Polynomial, letters: Letters, x: str) -> Polynomial:
    """∂p/∂x: shape of p for a scalar x; shape of x for a scalar p; rows(p) × rows(x) for two columns (Jacobian)."""
    y, rows, cols = letters.table[x]
    if y.symmetric and any(y in letters_of(q) for q in (p, *_origins(p, letters))):
        raise NotLowered(
            "symmetric-variable",
            f"`{x}` is declared symmetric: {symmetric_conventions()}",
        )
    dx = Letter(f"d{x}~", y.legs)
    dp = differential(p, letters, x, letter(dx, rows, cols))
    if not y.legs:
        return coefficient(dp, dx, p.rows, p.cols)
    if p.is_scalar:
        return coefficient(dp, dx, rows, cols)
    if p.cols == ONE and cols == ONE:
        return coefficient(dp, dx, p.rows, rows)
    raise NotLowered("no-theory", "the derivative of a matrix with respect to an array is a tensor")


def symmetric_conventions() -> str:
    """What a file can say of the gradient by a symmetric matrix, in words."""
    return (
        "say with `symmetric: unstructured` that the gradient takes its entries as independent, or with `symmetric: structured` "
        "that x_ij and x_ji vary together (2 G - G .* I for a symmetric G)"
    )


def _origins(p: Polynomial, letters: Letters) -> list[Polynomial]:
    found: list[Polynomial] = []
    stack = [x.name for x in letters_of(p)]
    seen: set[str] = set()
    while stack:
        name = stack.pop()
        if name in seen or name not in letters.origins:
            continue
        seen.add(name)
        for q in letters.origins[name].of:
            found.append(q)
            stack += [x.name for x in letters_of(q)]
    return found


def replace_letter(p: Polynomial, letters: Letters, x: str, value: Polynomial) -> Polynomial:
    """p with the letter x replaced by `value`, also inside inverses, reciprocals and roots."""
    memo: dict[str, Polynomial | None] = {}

    def of_letter(y: Letter) -> Polynomial | None:
        if y.name not in memo:
            memo[y.name] = _new_value(y, letters, x, value)
        return memo[y.name]

    total = zero(p.rows, p.cols)
    for m, c in p.terms.items():
        term = product(number(c), _replaced(m.open, p.rows, p.cols, of_letter))
        for f, e in m.factors:
            base = _replaced(f, ONE, ONE, of_letter)
            text = " ".join(y.name for y, _ in f.nodes)
            term = product(power(base, e) if e > 0 else power(letters.over(base, text), -e), term)
        total = total + term
    return total


def _new_value(y: Letter, letters: Letters, x: str, value: Polynomial) -> Polynomial | None:
    if y.name == x:
        return value
    origin = letters.origins.get(y.name)
    if origin is None:
        return None
    changed = tuple(replace_letter(q, letters, x, value) for q in origin.of)
    if changed == origin.of:
        return None
    match origin.kind:
        case "inverse":
            return letters.inverse(changed[0], origin.text)
        case "reciprocal":
            return letters.over(changed[0], origin.text)
        case "root":
            squares = all(h.label != f"defined:{y.name}" for h in letters.definitions.get(y.name, ()))
            return letters.root(changed[0], origin.text, sum_of_squares=squares)
    if origin.kind == "block-inverse" or origin.function == block_letters.DETERMINANT:
        return block_letters.renewed(letters, origin, changed)
    if origin.function == "det":
        return letters.image("det", changed[0], origin.text, "")
    if origin.function == "power":
        return letters.power(changed[0], changed[1], origin.text)
    if origin.function in FUNCTIONS and len(changed) == 1:
        return image(letters, origin.function, changed[0], origin.text)
    _, rows, cols = letters.table[y.name]
    return letters.atom(origin.function, changed, rows, cols)


def _replaced(
    network: Network, rows: Size, cols: Size, of_letter: Callable[[Letter], Polynomial | None], depth: int = 0
) -> Polynomial:
    for k, (y, legs) in enumerate(network.nodes):
        if y.name.startswith(HOLE) or of_letter(y) is None:
            continue
        new = of_letter(y)
        assert new is not None
        mark = Letter(f"{HOLE}{depth}", y.legs)
        nodes = (*network.nodes[:k], *network.nodes[k + 1 :])
        rest = _replaced(Network((*nodes, (mark, legs)), network.sizes, network.free), rows, cols, of_letter, depth + 1)
        return substitute(rest, mark, new)
    return assemble(rows, cols, [(Fraction(1), (), network)])
