"""Axioms: true statements about the functions of atoms and about square matrices, which a proof may add to its hypotheses.

TRUSTED.  Owns: `Axiom`, `extended`.  An instance names atoms of the sequent; what it says is computed here, never read.  Every
schema is true wherever its atoms are defined (a sequent speaks of no other points); functions act entry by entry.  Sources:
Abramowitz and Stegun 1964, ch. 4 (exponential, logarithmic, circular, hyperbolic functions); Horn and Johnson 2013, 0.3 and 0.8.5
(determinants: products, rank-one changes, I + AB), 0.5 (AB = I gives BA = I for square matrices).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from symcheck.kernel.polynomial import Polynomial, hadamard, identity, letter, number, ones, product, size_number, transpose
from symcheck.kernel.sequent import Formula, Hypothesis, Sequent, require_licensed

MOST = 200  # instances in one proof
LARGEST_POWER = 12
ODD = frozenset({"sin", "tan", "asin", "atan", "sinh", "tanh", "erf", "sign"})
EVEN = frozenset({"cos", "cosh", "abs"})
POSITIVE = frozenset({"exp", "cosh", "sigmoid"})


@dataclass(frozen=True, slots=True)
class Axiom:
    """An instance of a schema: the names of atoms, with powers or with factors where the schema needs them."""

    schema: str
    atoms: tuple[str, ...]
    powers: tuple[int, ...] = ()
    factors: tuple[Polynomial, ...] = ()


def extended(sequent: Sequent, axioms: tuple[Axiom, ...]) -> Sequent:
    """The sequent with what the axioms say as hypotheses.  ValueError or KeyError where one is no instance of its schema."""
    if len(axioms) > MOST:
        raise ValueError(f"more than {MOST} axioms")
    made: list[Hypothesis] = []
    for k, axiom in enumerate(axioms):
        for f in axiom.factors:
            require_licensed(sequent, f)
        formulas = SCHEMAS[axiom.schema](_Instance(sequent, axiom))
        if axiom.schema == "reciprocal" and len(formulas) == 2:
            labels = [f"reciprocal:{axiom.atoms[0]}", f"defined:{axiom.atoms[0]}"]
        else:
            labels = [f"axiom:{k}.{i}" for i in range(len(formulas))]
        made += [Hypothesis(label, f) for label, f in zip(labels, formulas, strict=True)]
    if len({h.label for h in (*sequent.hypotheses, *made)}) != len(sequent.hypotheses) + len(made):
        raise ValueError("two hypotheses with one label")
    return replace(sequent, hypotheses=(*sequent.hypotheses, *made))


class _Instance:
    """Values, arguments and functions of the atoms that an axiom names."""

    def __init__(self, sequent: Sequent, axiom: Axiom) -> None:
        self.sequent, self.axiom = sequent, axiom
        atoms = [sequent.atoms[name] for name in axiom.atoms]
        if not all(a.is_known for a in atoms):
            raise ValueError("no axiom is about an uninterpreted function")
        self.functions = [a.function for a in atoms]
        self.arguments = [a.arguments[0] for a in atoms]
        self.exponents = [a.arguments[1] if len(a.arguments) == 2 else number(1) for a in atoms]
        self.values = [letter(*sequent.letters[name]) for name in axiom.atoms]
        shapes = [(p.rows, p.cols) for p in self.values if not p.is_scalar]
        self.one = ones(*shapes[0]) if shapes else number(1)

    def wide(self, p: Polynomial) -> Polynomial:
        """A number beside arrays stands for the array of it."""
        return product(p, self.one) if p.is_scalar else p

    def monomial(self, values: list[Polynomial], powers: tuple[int, ...]) -> Polynomial:
        """Π values^powers, of the powers that are positive."""
        total = self.one
        for p, k in zip(values, powers, strict=True):
            for _ in range(k):
                total = _times(total, self.wide(p))
        return total

    def combination(self, values: list[Polynomial], powers: tuple[int, ...]) -> Polynomial:
        total = self.one - self.one
        for p, k in zip(values, powers, strict=True):
            total = total + self.wide(p).times(k)
        return total

    def holds(self, p: Polynomial) -> bool:
        """p = 0 is a hypothesis as it stands."""
        return any(h.formula.relation == "=" and h.formula.polynomial in (p, -p) for h in self.sequent.hypotheses)


def _times(p: Polynomial, q: Polynomial) -> Polynomial:
    return product(p, q) if p.is_scalar or q.is_scalar else hadamard(p, q)


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError("the atoms do not match the axiom")


def _zero(*polynomials: Polynomial) -> list[Formula]:
    return [Formula("=", p) for p in polynomials]


def _exponents(i: _Instance) -> tuple[list[Polynomial], list[Polynomial]]:
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
    _require(len(i.axiom.powers) == len(pairs) and all(abs(k) <= LARGEST_POWER for k in i.axiom.powers))
    return [x for x, _ in pairs], [y for _, y in pairs]


def _exp_linear(i: _Instance) -> list[Formula]:
    """Σ k x = 0 gives Π y^k = 1."""
    x, y = _exponents(i)
    k = i.axiom.powers
    _require(i.combination(x, k).is_zero)
    return _zero(i.monomial(y, k) - i.monomial(y, tuple(-n for n in k)))


def _log_monomial(i: _Instance) -> list[Formula]:
    """Π y^k = 1 gives Σ k x = 0, for y > 0."""
    x, y = _exponents(i)
    k = i.axiom.powers
    _require(i.monomial(y, k) == i.monomial(y, tuple(-n for n in k)))
    return _zero(i.combination(x, k))


def _reflection(i: _Instance) -> list[Formula]:
    """f(−x) = −f(x), f(−x) = f(x), sigmoid(−x) = 1 − sigmoid(x), x (step(x) + step(−x)) = x."""
    (f, g), (v, w), (a, b) = i.functions, i.values, i.arguments
    _require(f == g and (a + b).is_zero)
    if f in ODD:
        return _zero(v + w)
    if f in EVEN:
        return _zero(v - w)
    if f == "step":
        return _zero(_times(a, v + w) - a)
    _require(f == "sigmoid")
    return _zero(v + w - i.one)


def _pair(i: _Instance) -> list[Formula]:
    """sin² + cos² = 1, cosh² − sinh² = 1, tan cos = sin, tanh cosh = sinh, |x| = x sign x = x (2 step x − 1), of one argument."""
    (v, w), (a, b) = i.values, i.arguments
    match i.functions:
        case ["sin", "cos"] if a == b:
            return _zero(_times(v, v) + _times(w, w) - i.one)
        case ["sinh", "cosh"] if a == b:
            return _zero(_times(w, w) - _times(v, v) - i.one)
        case ["abs", "sign"] if a == b:
            return _zero(v - _times(a, w), _times(v, w) - a)
        case ["abs", "step"] if a == b:
            return _zero(v - _times(a, w.times(2) - i.one))
        case ["tanh", "sigmoid"] if b == a.times(2):
            return _zero(w.times(2) - i.one - v)
    raise ValueError("no axiom about these two")


def _quotient(i: _Instance) -> list[Formula]:
    (q, s, c), (a, b, d) = i.values, i.arguments
    _require(a == b == d and i.functions in (["tan", "sin", "cos"], ["tanh", "sinh", "cosh"]))
    return _zero(_times(q, c) - s)


def _by_exp(i: _Instance) -> list[Formula]:
    """Hyperbolic functions and the sigmoid by e = exp(±x) or exp(±2x)."""
    (f, g), (v, e), (a, b) = i.functions, i.values, i.arguments
    one = i.one
    _require(g == "exp")
    flip = b in (-a, a.times(-2))
    square = _times(e, e)
    match f:
        case "sigmoid" if b in (a, -a):
            return _zero(v + _times(v, e) - (one if flip else e))
        case "tanh" if b in (a.times(2), a.times(-2)):
            return _zero(_times(v, e) + v - (one - e if flip else e - one))
        case "tanh" if b in (a, -a):
            return _zero(_times(v, square) + v - (one - square if flip else square - one))
        case "cosh" if b in (a, -a):
            return _zero(_times(v, e).times(2) - square - one)
        case "sinh" if b in (a, -a):
            return _zero(_times(v, e).times(2) - (one - square if flip else square - one))
    raise ValueError("no axiom about these two")


def _angle_sum(i: _Instance) -> list[Formula]:
    """sin(a + b) and cos(a + b) by sin a, cos a, sin b, cos b."""
    f, *parts = i.functions
    c, a, a2, b, b2 = i.arguments
    v, sa, ca, sb, cb = i.values
    _require(parts == ["sin", "cos", "sin", "cos"] and a == a2 and b == b2 and c == a + b and f in {"sin", "cos"})
    if f == "sin":
        return _zero(v - _times(sa, cb) - _times(ca, sb))
    return _zero(v - _times(ca, cb) + _times(sa, sb))


def _single_value(i: _Instance) -> list[Formula]:
    """√x √x = x, |x|² = x², sign's cube, steps are 0 or 1."""
    (f,), (v,), (a,) = i.functions, i.values, i.arguments
    match f:
        case "sqrt":
            return _zero(_times(v, v) - a)
        case "abs":
            return _zero(_times(v, v) - _times(a, a))
        case "step":
            return _zero(_times(v, v) - v)
        case "sign":
            return _zero(_times(_times(v, v), v) - v)
    raise ValueError("no axiom about this one")


def _reciprocal(i: _Instance) -> list[Formula]:
    """x · (1/x) = 1; x ≠ 0."""
    _require(i.functions == ["reciprocal"])
    (v,), (a,) = i.values, i.arguments
    unequal = [Formula("!=", a)] if a.is_scalar else []
    return [*_zero(_times(a, v) - i.one), *unequal]


def _bounds(i: _Instance) -> list[Formula]:
    """Ranges of the functions at a number, and e^x ≥ 1 + x."""
    (f,), (v,), (a,) = i.functions, i.values, i.arguments
    _require(v.is_scalar)
    one = number(1)
    strict: dict[str, list[Polynomial]] = {"exp": [v], "sigmoid": [v, one - v], "tanh": [one - v, one + v], "log": [a]}
    weak: dict[str, list[Polynomial]] = {
        "exp": [v - one - a], "log": [a - one - v], "sin": [one - v, one + v], "cos": [one - v, one + v], "cosh": [v - one],
        "abs": [v, v - a, v + a], "sqrt": [v, a], "step": [v, one - v], "sign": [one - v, one + v],
    }  # fmt: skip
    if f == "reciprocal":
        nodes = [x.name for m in a.terms for n in (m.open, *(g for g, _ in m.factors)) for x, _ in n.nodes if x.name[0] != "#"]
        functions = {i.sequent.atoms[n].function if n in i.sequent.atoms else "" for n in nodes}
        _require(bool(a.terms) and all(c > 0 for c in a.terms.values()) and functions <= POSITIVE)
        return [Formula(">", a), Formula(">", v)]
    found = [*(Formula(">", p) for p in strict.get(f, [])), *(Formula(">=", p) for p in weak.get(f, []))]
    _require(bool(found))
    return found


def _logistic(i: _Instance) -> list[Formula]:
    """1/(1 + e^(∓x)) is sigmoid(x), 1 − sigmoid(x)."""
    (s, r, _e), (a, b, c) = i.values, i.arguments
    _require(i.functions == ["sigmoid", "reciprocal", "exp"] and b == i.one + i.values[2] and c in (a, -a))
    return _zero(s - r if c == -a else s + r - i.one)


def _power_sum(i: _Instance) -> list[Formula]:
    """Σ k e = k₀ gives Π (b^e)^k = b^k₀, for powers of one base; the last of the powers is k₀."""
    *k, base_power = i.axiom.powers
    base = i.arguments[0]
    _require(set(i.functions) == {"power"} and len(k) == len(i.values) and all(a == base for a in i.arguments))
    _require(all(abs(n) <= LARGEST_POWER for n in i.axiom.powers))
    _require((i.combination(i.exponents, tuple(k)) - number(base_power)).is_zero)
    values, powers = [*i.values, base], (*k, -base_power)
    return _zero(i.monomial(values, powers) - i.monomial(values, tuple(-n for n in powers)))


def _power_product(i: _Instance) -> list[Formula]:
    """(a b)^e = a^e b^e."""
    (v, a, b), (c, p, q) = i.values, i.arguments
    _require(set(i.functions) == {"power"} and len({str(e.terms) for e in i.exponents}) == 1 and c == product(p, q))
    return _zero(v - product(a, b))


def _det_scale(i: _Instance) -> list[Formula]:
    """det(c A) = c^n det A for A of n rows."""
    (v, p, a), (whole, c, base) = i.values, i.arguments
    _require(i.functions == ["det", "power", "det"] and whole == product(c, base) and i.exponents[1] == size_number(base.rows))
    return _zero(v - product(p, a))


def _det(i: _Instance) -> None:
    _require(set(i.functions) == {"det"})


def _det_product(i: _Instance) -> list[Formula]:
    """det(AB) = det A det B, for square A and B."""
    _det(i)
    (v, a, b), (c, p, q) = i.values, i.arguments
    _require(p.rows == q.rows and c == product(p, q))
    return _zero(v - product(a, b))


def _det_of_same(i: _Instance) -> list[Formula]:
    """det(Aᵀ) = det A, det I = 1, and det A det B = 1 where A B = I is a hypothesis."""
    _det(i)
    if len(i.values) == 1:
        _require(i.arguments[0] == identity(i.arguments[0].rows))
        return _zero(i.values[0] - number(1))
    (v, w), (a, b) = i.values, i.arguments
    if a == transpose(b):
        return _zero(v - w)
    _require(a.rows == b.rows and i.holds(product(a, b) - identity(a.rows)))
    return _zero(product(v, w) - number(1))


def _det_change(i: _Instance) -> list[Formula]:
    """det(A + U V) = det A · det(I + V Y U) where A Y = I; without atoms for A and Y, A = I.  factors: U, V and, given A, Y."""
    _det(i)
    u, v, *inverse = i.axiom.factors
    whole, *rest = i.arguments
    base = rest.pop(0) if inverse else identity(whole.rows)
    y = inverse[0] if inverse else identity(whole.rows)
    _require(whole == base + product(u, v) and (not inverse or i.holds(product(base, y) - identity(base.rows))))
    small = identity(v.rows) + product(v, product(y, u))
    values = list(i.values[1:])
    total = values.pop(0) if inverse else number(1)
    if small.is_scalar:
        _require(not rest)
        return _zero(i.values[0] - product(total, small))
    _require(rest == [small])
    return _zero(i.values[0] - product(total, values[0]))


def _square_inverse(i: _Instance) -> list[Formula]:
    """A B = I gives B A = I for square A and B."""
    a, b = i.axiom.factors
    _require(a.rows == a.cols == b.rows == b.cols and i.holds(product(a, b) - identity(a.rows)))
    return _zero(product(b, a) - identity(a.rows))


SCHEMAS: dict[str, Callable[[_Instance], list[Formula]]] = {
    "exp-linear": _exp_linear,
    "log-monomial": _log_monomial,
    "reflection": _reflection,
    "pair": _pair,
    "quotient": _quotient,
    "by-exp": _by_exp,
    "angle-sum": _angle_sum,
    "value": _single_value,
    "reciprocal": _reciprocal,
    "bounds": _bounds,
    "logistic": _logistic,
    "power-sum": _power_sum,
    "power-product": _power_product,
    "det-scale": _det_scale,
    "det-product": _det_product,
    "det-same": _det_of_same,
    "det-change": _det_change,
    "square-inverse": _square_inverse,
}
