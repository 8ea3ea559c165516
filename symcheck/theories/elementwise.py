"""Elementary functions, entry by entry: where they are defined, and their derivatives.

TRUSTED FOR MEANING.  Owns: `image`, `slope`, the table `FUNCTIONS`.  f(v) is a letter of the shape of v whose values the kernel
computes (kernel/functions.py) and of which a proof knows only what axioms say (kernel/axioms.py).
d f(v) = f'(v) ⊙ dv (Magnus and Neudecker 2019, ch. 5); an entry at which f has no derivative is excluded by a condition.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symcheck.kernel.polynomial import Polynomial, hadamard, inner, number, ones, product, zero
from symcheck.theories.convolution import Entries
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered
from symcheck.theories.radicands import content, prime_powers
from symcheck.theories.special_values import special_value
from symcheck.theories.surds import reduced

Slope = Callable[[Letters, Polynomial, Polynomial, str], Polynomial]


@dataclass(frozen=True, slots=True)
class Function:
    """domain: the condition on an entry, with {} for it ("" where defined everywhere); slope: f'(v) from v, f(v)."""

    domain: str
    slope: Slope | None


NAMES = {"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan"}


def one_like(p: Polynomial) -> Polynomial:
    return ones(p.rows, p.cols)


def entrywise(p: Polynomial, q: Polynomial) -> Polynomial:
    return product(p, q) if p.is_scalar or q.is_scalar else hadamard(p, q)


def reciprocal(letters: Letters, p: Polynomial, text: str) -> Polynomial:
    """1/p entry by entry."""
    return letters.over(p, text) if p.is_scalar else image(letters, "reciprocal", p, text)


def image(letters: Letters, name: str, p: Polynomial, text: str) -> Polynomial:
    """f(p), entry by entry.  KeyError for a function that is not in the table."""
    name = NAMES.get(name, name)
    match name:
        case "relu":
            return entrywise(p, image(letters, "step", p, text))
        case "softplus":
            return image(letters, "log", one_like(p) + image(letters, "exp", p, text), f"1 + exp({text})")
        case "softmax":
            e = image(letters, "exp", p, text)
            return product(letters.over(inner(e, one_like(e)), f"sum(exp({text}))"), e)
        case "logsumexp":
            e = image(letters, "exp", p, text)
            return image(letters, "log", inner(e, one_like(e)), f"sum(exp({text}))")
        case "log" if p.is_scalar and p.terms and (p.constant is None or p.constant > 0):
            return _logarithm(letters, p, text)
    return _plain(letters, name, p, text)


def _logarithm(letters: Letters, p: Polynomial, text: str) -> Polynomial:
    """log(c q) = Σ k log(prime) + log q, where q/c has coprime whole coefficients."""
    common = content(p)
    total = number(0)
    for base, exponent in prime_powers(common):
        total = total + _plain(letters, "log", number(base), str(base)).times(exponent)
    rest = p.times(1 / common)
    return total if rest == number(1) else total + _plain(letters, "log", rest, text)


def _plain(letters: Letters, name: str, p: Polynomial, text: str) -> Polynomial:
    p = reduced(letters, p)
    known = special_value(letters, name, p)
    if known is not None:
        return known
    domain = FUNCTIONS[name].domain
    condition = domain.format(text) if p.is_scalar else domain.format(f"every entry of {text}")
    return letters.image(name, p, text, condition)


def images(letters: Letters, name: str, entries: Entries, text: str) -> Entries:
    """f of an array whose entries are known one by one.  KeyError for a function that is not in the table."""
    if len(entries) == len(entries[0]) == 1:
        return ((image(letters, name, entries[0][0], text),),)
    if name not in {"softmax", "logsumexp"}:
        return tuple(tuple(image(letters, name, p, f"the entries of {text}") for p in row) for row in entries)
    e = images(letters, "exp", entries, text)
    total = sum((p for row in e for p in row), number(0))
    if name == "logsumexp":
        return ((image(letters, "log", total, f"sum(exp({text}))"),),)
    over = letters.over(total, f"sum(exp({text}))")
    return tuple(tuple(product(over, p) for p in row) for row in e)


def slope(letters: Letters, name: str, p: Polynomial, value: Polynomial, text: str) -> Polynomial:
    """f'(p), entry by entry, where value = f(p).  Raises NotLowered for a function without a known derivative."""
    rule = FUNCTIONS[name].slope if name in FUNCTIONS else None
    if rule is None:
        raise NotLowered("no-theory", f"the derivative of {name}({text}) is not known")
    return rule(letters, p, value, text)


def _smooth_off_zero(letters: Letters, p: Polynomial, text: str) -> None:
    """There is no derivative where an entry of p is 0."""
    reciprocal(letters, p, text)


def _flat(letters: Letters, p: Polynomial, _value: Polynomial, text: str) -> Polynomial:
    _smooth_off_zero(letters, p, text)
    return zero(p.rows, p.cols)


def _of_abs(letters: Letters, p: Polynomial, _value: Polynomial, text: str) -> Polynomial:
    _smooth_off_zero(letters, p, text)
    return image(letters, "sign", p, text)


def _of_asin(letters: Letters, p: Polynomial, _value: Polynomial, text: str) -> Polynomial:
    inside, said = one_like(p) - entrywise(p, p), f"1 - {text}^2"
    root = letters.root(inside, said, sum_of_squares=False) if p.is_scalar else image(letters, "sqrt", inside, said)
    return reciprocal(letters, root, f"sqrt({said})")


def _of_erf(letters: Letters, p: Polynomial, _value: Polynomial, text: str) -> Polynomial:
    """2/√π e^(−x²) (Abramowitz and Stegun 1964, 7.1.1)."""
    pi = image(letters, "atan", number(1), "1").times(4)
    over = letters.over(letters.root(pi, "pi", sum_of_squares=False), "sqrt(pi)").times(2)
    return product(over, image(letters, "exp", -entrywise(p, p), f"-{text}^2"))


FUNCTIONS: dict[str, Function] = {
    "exp": Function("", lambda _x, _p, v, _t: v),
    "log": Function("{} > 0", lambda x, p, _v, t: reciprocal(x, p, t)),
    "sqrt": Function("{} >= 0", lambda x, _p, v, t: reciprocal(x, v.times(2), f"sqrt({t})")),
    "reciprocal": Function("{} != 0", lambda _x, _p, v, _t: -entrywise(v, v)),
    "tanh": Function("", lambda _x, p, v, _t: one_like(p) - entrywise(v, v)),
    "sigmoid": Function("", lambda _x, _p, v, _t: v - entrywise(v, v)),
    "sin": Function("", lambda x, p, _v, t: image(x, "cos", p, t)),
    "cos": Function("", lambda x, p, _v, t: -image(x, "sin", p, t)),
    "tan": Function("cos({}) != 0", lambda _x, p, v, _t: one_like(p) + entrywise(v, v)),
    "sinh": Function("", lambda x, p, _v, t: image(x, "cosh", p, t)),
    "cosh": Function("", lambda x, p, _v, t: image(x, "sinh", p, t)),
    "asin": Function("-1 <= {} <= 1", _of_asin),
    "acos": Function("-1 <= {} <= 1", lambda x, p, v, t: -_of_asin(x, p, v, t)),
    "atan": Function("", lambda x, p, _v, t: reciprocal(x, one_like(p) + entrywise(p, p), f"1 + {t}^2")),
    "abs": Function("", _of_abs),
    "sign": Function("", _flat),
    "step": Function("", _flat),
    "floor": Function("", None),
    "ceil": Function("", None),
    "erf": Function("", _of_erf),
}
ENTRYWISE = frozenset(FUNCTIONS) | frozenset(NAMES) | {"relu", "softplus", "softmax", "logsumexp"}
