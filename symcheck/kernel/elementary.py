"""Axioms of elementary functions, which act entry by entry; each is true wherever its atoms are defined.

TRUSTED.  Source: Abramowitz and Stegun 1964, ch. 4 (exponential, logarithmic, circular and hyperbolic functions).
"""

from __future__ import annotations

from symcheck.kernel.instances import Instance, require, times, vanish
from symcheck.kernel.polynomial import Polynomial, letter, number
from symcheck.kernel.sequent import Formula

LARGEST_POWER = 12
ODD = frozenset({"sin", "tan", "asin", "atan", "sinh", "tanh", "erf", "sign"})
EVEN = frozenset({"cos", "cosh", "abs"})
POSITIVE = frozenset({"exp", "cosh", "sigmoid", "factorial"})


def exponents(i: Instance) -> tuple[list[Polynomial], list[Polynomial]]:
    """(x, y) with y = e^x, y > 0, for exp and log atoms; a reciprocal stands for minus the logarithm of its argument."""
    pairs = []
    for function, value, argument in zip(i.functions, i.values, i.arguments, strict=True):
        match function:
            case "exp":
                pairs.append((argument, value))
            case "log":
                pairs.append((value, argument))
            case "reciprocal":
                logs = [n for n, a in i.sequent.atoms.items() if a.function == "log" and a.arguments == (argument,)]
                pairs.append((-letter(*i.sequent.letters[logs[0]]), value))
            case _:
                raise ValueError(f"{function} is neither exp nor log")
    require(len(i.axiom.powers) == len(pairs) and all(abs(k) <= LARGEST_POWER for k in i.axiom.powers))
    return [x for x, _ in pairs], [y for _, y in pairs]


def exp_linear(i: Instance) -> list[Formula]:
    """Σ k x = 0 gives Π y^k = 1."""
    x, y = exponents(i)
    k = i.axiom.powers
    require(i.combination(x, k).is_zero)
    return vanish(i.monomial(y, k) - i.monomial(y, tuple(-n for n in k)))


def log_monomial(i: Instance) -> list[Formula]:
    """Π y^k = 1 gives Σ k x = 0, for y > 0; the first also where it is a hypothesis."""
    x, y = exponents(i)
    k = i.axiom.powers
    gap = i.monomial(y, k) - i.monomial(y, tuple(-n for n in k))
    require(gap.is_zero or i.holds(gap))
    return vanish(i.combination(x, k))


def reflection(i: Instance) -> list[Formula]:
    """f(−x) = −f(x), f(−x) = f(x), sigmoid(−x) = 1 − sigmoid(x), x (step(x) + step(−x)) = x."""
    (f, g), (v, w), (a, b) = i.functions, i.values, i.arguments
    require(f == g and (a + b).is_zero)
    if f in ODD:
        return vanish(v + w)
    if f in EVEN:
        return vanish(v - w)
    if f == "step":
        return vanish(times(a, v + w) - a)
    require(f == "sigmoid")
    return vanish(v + w - i.one)


def pair(i: Instance) -> list[Formula]:
    """sin² + cos² = 1, cosh² − sinh² = 1, tan cos = sin, tanh cosh = sinh, |x| = x sign x = x (2 step x − 1), of one argument."""
    (v, w), (a, b) = i.values, i.arguments
    match i.functions:
        case ["sin", "cos"] if a == b:
            return vanish(times(v, v) + times(w, w) - i.one)
        case ["sinh", "cosh"] if a == b:
            return vanish(times(w, w) - times(v, v) - i.one)
        case ["abs", "sign"] if a == b:
            return vanish(v - times(a, w), times(v, w) - a)
        case ["abs", "step"] if a == b:
            return vanish(v - times(a, w.times(2) - i.one))
        case ["tanh", "sigmoid"] if b == a.times(2):
            return vanish(w.times(2) - i.one - v)
    raise ValueError("no axiom about these two")


def quotient(i: Instance) -> list[Formula]:
    """tan cos = sin, and cos ≠ 0 where tan is defined; tanh cosh = sinh."""
    (q, s, c), (a, b, d) = i.values, i.arguments
    require(a == b == d and i.functions in (["tan", "sin", "cos"], ["tanh", "sinh", "cosh"]))
    licence = [Formula("!=", c)] if c.is_scalar and i.functions[0] == "tan" else []
    return [*vanish(times(q, c) - s), *licence]


def by_exp(i: Instance) -> list[Formula]:
    """Hyperbolic functions and the sigmoid by e = exp(±x) or exp(±2x)."""
    (f, g), (v, e), (a, b) = i.functions, i.values, i.arguments
    one = i.one
    require(g == "exp")
    flip = b in (-a, a.times(-2))
    square = times(e, e)
    match f:
        case "sigmoid" if b in (a, -a):
            return vanish(v + times(v, e) - (one if flip else e))
        case "tanh" if b in (a.times(2), a.times(-2)):
            return vanish(times(v, e) + v - (one - e if flip else e - one))
        case "tanh" if b in (a, -a):
            return vanish(times(v, square) + v - (one - square if flip else square - one))
        case "cosh" if b in (a, -a):
            return vanish(times(v, e).times(2) - square - one)
        case "sinh" if b in (a, -a):
            return vanish(times(v, e).times(2) - (one - square if flip else square - one))
    raise ValueError("no axiom about these two")


def single_value(i: Instance) -> list[Formula]:
    """√x √x = x, |x|² = x², sign's cube, steps are 0 or 1."""
    (f,), (v,), (a,) = i.functions, i.values, i.arguments
    match f:
        case "sqrt":
            return vanish(times(v, v) - a)
        case "abs":
            return vanish(times(v, v) - times(a, a))
        case "step":
            return vanish(times(v, v) - v)
        case "sign":
            return vanish(times(times(v, v), v) - v)
    raise ValueError("no axiom about this one")


def absolute(i: Instance) -> list[Formula]:
    """|x| = x where x ≥ 0 is a hypothesis, −x where −x ≥ 0 is."""
    require(i.functions == ["abs"])
    (v,), (a,) = i.values, i.arguments
    known = [h.formula.polynomial for h in i.sequent.hypotheses if h.formula.relation in {">", ">="}]
    require(a in known or -a in known)
    return vanish(v - a if a in known else v + a)


def reciprocal(i: Instance) -> list[Formula]:
    """x · (1/x) = 1; x ≠ 0."""
    require(i.functions == ["reciprocal"])
    (v,), (a,) = i.values, i.arguments
    unequal = [Formula("!=", a)] if a.is_scalar else []
    return [*vanish(times(a, v) - i.one), *unequal]


def bounds(i: Instance) -> list[Formula]:
    """Ranges of the functions at a number, and e^x ≥ 1 + x."""
    (f,), (v,), (a,) = i.functions, i.values, i.arguments
    require(v.is_scalar)
    one = number(1)
    strict: dict[str, list[Polynomial]] = {"exp": [v], "sigmoid": [v, one - v], "tanh": [one - v, one + v], "log": [a]}
    weak: dict[str, list[Polynomial]] = {
        "exp": [v - one - a], "log": [a - one - v], "sin": [one - v, one + v], "cos": [one - v, one + v], "cosh": [v - one],
        "factorial": [v - one],
        "binomial": [v],
        "abs": [v, v - a, v + a], "sqrt": [v, a], "step": [v, one - v], "sign": [one - v, one + v],
    }  # fmt: skip
    if f == "power":
        require((a.constant or 0) > 0 or any(h.formula == Formula(">", a) for h in i.sequent.hypotheses))
        return [Formula(">", v)]
    if f == "reciprocal":
        nodes = [x.name for m in a.terms for n in (m.open, *(g for g, _ in m.factors)) for x, _ in n.nodes if x.name[0] != "#"]
        functions = {i.sequent.atoms[n].function if n in i.sequent.atoms else "" for n in nodes}
        require(bool(a.terms) and all(c > 0 for c in a.terms.values()) and functions <= POSITIVE)
        return [Formula(">", a), Formula(">", v)]
    found = [*(Formula(">", p) for p in strict.get(f, [])), *(Formula(">=", p) for p in weak.get(f, []))]
    require(bool(found))
    return found


def logistic(i: Instance) -> list[Formula]:
    """1/(1 + e^(∓x)) is sigmoid(x), 1 − sigmoid(x)."""
    (s, r, _e), (a, b, c) = i.values, i.arguments
    require(i.functions == ["sigmoid", "reciprocal", "exp"] and b == i.one + i.values[2] and c in (a, -a))
    return vanish(s - r if c == -a else s + r - i.one)
