"""Named laws: means, cumulants, and which parameters they have.

TRUSTED FOR MEANING.  Owns: `law_mean`, `law_cumulant`, `parameter_formulas`.  Sources: Johnson, Kotz and Balakrishnan, Continuous
Univariate Distributions (1994); Johnson, Kemp and Kotz, Univariate Discrete Distributions (2005).
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial

from symcheck.kernel.polynomial import Polynomial, number, power, product
from symcheck.kernel.sequent import Formula
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered

Parameters = tuple[Polynomial, ...]


def law_mean(law: str, parameters: Parameters, letters: Letters) -> Polynomial | None:
    """The mean of each entry; None for a law that has its mean as a parameter of its own shape."""
    match law, parameters:
        case "normal", (m, _) if m.is_scalar:
            return m
        case "bernoulli" | "poisson", (p,):
            return p
        case "uniform", (a, b):
            return (a + b).times(Fraction(1, 2))
        case "exponential", (rate,):
            return letters.over(rate, "the rate")
    return None


def law_cumulant(law: str, parameters: Parameters, order: int, letters: Letters) -> Polynomial:
    """κ of an entry, for order ≥ 2.  Raises NotLowered."""
    match law, parameters:
        case "normal", (_, v):
            return v if order == 2 else number(0)
        case "bernoulli", (p,):
            return bernoulli_cumulant(p, order)
        case "poisson", (rate,):
            return rate
        case "exponential", (rate,):
            return power(letters.over(rate, "the rate"), order).times(factorial(order - 1))
        case "uniform", (a, b):
            return power(b - a, order).times(bernoulli_number(order) / order)
    raise NotLowered("no-theory", f"no theory knows the moments of order {order} of a {law} variable")


def parameter_formulas(law: str, parameters: Parameters) -> list[Formula]:
    """The parameters have values for which it is a distribution (of a categorical one: see random_symbols.py)."""
    match law, parameters:
        case "normal", (_, v) if v.is_scalar and not evidently_nonnegative(v):
            return [Formula(">=", v)]
        case "bernoulli", (p,):
            return [Formula(">=", p), Formula(">=", number(1) - p)]
        case "poisson", (rate,):
            return [Formula(">=", rate)]
        case "exponential", (rate,):
            return [Formula(">", rate)]
        case "uniform", (a, b):
            return [Formula(">", b - a)]
    return []


def evidently_nonnegative(p: Polynomial) -> bool:
    """A sum of squares by its form."""
    return all(
        q > 0 and all(e % 2 == 0 or all(x.name.startswith("#") for x, _ in f.nodes) for f, e in m.factors)
        for m, q in p.terms.items()
    )


def bernoulli_cumulant(p: Polynomial, order: int) -> Polynomial:
    """κ₁ = p, κ_{n+1} = p (1 − p) dκ_n/dp, as a polynomial in p."""
    coefficients = [Fraction(0), Fraction(1)]  # of κ₁ in powers of p
    for _ in range(order - 1):
        slope = [k * c for k, c in enumerate(coefficients)][1:]
        raised = [Fraction(0), *slope, Fraction(0)]
        coefficients = [a - b for a, b in zip(raised, [Fraction(0), Fraction(0), *slope], strict=True)]
    total, power = number(0), number(1)
    for c in coefficients:
        total = total + power.times(c)
        power = product(power, p)
    return total


def bernoulli_number(n: int) -> Fraction:
    """B_n with B₁ = −1/2."""
    found = [Fraction(1)]
    for m in range(1, n + 1):
        found.append(-sum((comb(m + 1, k) * found[k] for k in range(m)), Fraction(0)) / (m + 1))
    return found[n]
