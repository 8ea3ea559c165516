"""Axioms of roots and of powers: products under a root, powers of exponentials and of logarithms.

TRUSTED.  Source: Abramowitz and Stegun 1964, 3.2 (roots) and 4.2.7 (powers).
"""

from __future__ import annotations

from symcheck.kernel.instances import Instance, require, times, vanish
from symcheck.kernel.polynomial import product
from symcheck.kernel.sequent import Formula


def root_product(i: Instance) -> list[Formula]:
    """√(a b² …) = √a |b| …  Atoms: the root of the product, then roots and absolute values."""
    value, under = i.one, i.one
    for f, v, a in list(zip(i.functions, i.values, i.arguments, strict=True))[1:]:
        require(f in {"sqrt", "abs"})
        value = times(value, i.wide(v))
        under = times(under, i.wide(a if f == "sqrt" else times(a, a)))
    require(i.functions[0] == "sqrt" and under == i.wide(i.arguments[0]))
    return vanish(i.wide(i.values[0]) - value)


def power_exponential(i: Instance) -> list[Formula]:
    """(e^a)^c = e^(a c), and b^c = e^(c log b).  Atoms: the power, the exponential, and e^a or log b."""
    require(i.functions[:2] == ["power", "exp"] and len(i.functions) == 3)
    exponent = i.exponents[0]
    log = i.values[2] if i.functions[2] == "log" else i.arguments[2]
    base = i.arguments[2] if i.functions[2] == "log" else i.values[2]
    require(i.functions[2] in {"log", "exp"} and i.arguments[0] == base and i.arguments[1] == product(log, exponent))
    return vanish(i.values[0] - i.values[1])


def power_of_power(i: Instance) -> list[Formula]:
    """(a^b)^c = a^(b c) for a > 0, which log a says.  Atoms: the power of the power, a^b, a^(b c), log a."""
    require(i.functions == ["power", "power", "power", "log"])
    base = i.arguments[3]
    require(i.arguments[0] == i.values[1] and i.arguments[1] == base == i.arguments[2])
    require(i.exponents[2] == product(i.exponents[0], i.exponents[1]))
    return vanish(i.values[0] - i.values[2])


def log_of_power(i: Instance) -> list[Formula]:
    """log(a^b) = b log a for a > 0, which log a says.  Atoms: the logarithm, a^b, log a."""
    require(i.functions == ["log", "power", "log"])
    require(i.arguments[0] == i.values[1] and i.arguments[1] == i.arguments[2])
    return vanish(i.values[0] - product(i.exponents[1], i.values[2]))


def same_root(i: Instance) -> list[Formula]:
    """v = w where v² = r, w² = r, v ≥ 0 and w ≥ 0 are known."""
    v, w = i.values
    known = [h.formula for h in i.sequent.hypotheses]
    squares = [product(v, v) - f.polynomial for f in known if f.relation == "=" and f.polynomial.is_scalar]
    others = [product(w, w) - f.polynomial for f in known if f.relation == "=" and f.polynomial.is_scalar]
    require(any(p == q for p in squares for q in others))
    require(all(Formula(">=", p) in known or Formula(">", p) in known for p in (v, w)))
    return vanish(v - w)
