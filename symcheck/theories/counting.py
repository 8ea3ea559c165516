"""From scalar polynomials to the plain data of a count.

Owns: `count_goal`, `affine_dimension`.
Does not own: which letters a binder stands for (entries.py), the case split (kernel/counting.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from symcheck.kernel.counting import Count, Equation, Product
from symcheck.kernel.network import EMPTY
from symcheck.kernel.polynomial import Polynomial


class NotCountable(ValueError):
    """A condition that is not polynomial in the counted variables alone."""


def count_goal(
    domains: Mapping[str, Sequence[Fraction | int]],
    conditions: Iterable[tuple[Polynomial, str]],
    relation: str,
    claimed: int,
) -> Count:
    """#{x : x_v in domains[v], every condition p REL 0} RELATION claimed, for scalar polynomials p in letters named by `domains`.

    Raises NotCountable, naming the letter, where a condition contains a letter that is not counted over, a negative power,
    or something other than scalar letters.
    """
    variables = tuple(domains)
    number = {name: i for i, name in enumerate(variables)}
    return Count(
        variables,
        tuple(tuple(dict.fromkeys(Fraction(v) for v in domains[name])) for name in variables),
        tuple(Equation(_products(p, number), rel) for p, rel in conditions),
        relation,
        claimed,
    )


def _products(p: Polynomial, number: Mapping[str, int]) -> tuple[Product, ...]:
    if not p.is_scalar:
        raise NotCountable(f"a condition of shape {p.rows}×{p.cols}: only scalar conditions can be counted")
    products = []
    for m, c in p.terms.items():
        powers: dict[int, int] = {}
        for factor, e in m.factors:
            match factor.nodes:
                case ((letter, ()),) if letter.name in number:
                    powers[number[letter.name]] = e
                case ((letter, ()),):
                    raise NotCountable(f"{letter.name} is not one of the variables that are counted over")
                case _:
                    names = " ".join(letter.name for letter, _ in factor.nodes)
                    raise NotCountable(f"a condition in {names} is not polynomial in the entries that are counted over")
            if e < 0:
                raise NotCountable(f"division by {letter.name}, which is counted over")
        if m.open != EMPTY:
            raise NotCountable("a condition with array entries that are not written out")
        products.append(Product(c, tuple(sorted(powers.items()))))
    return tuple(products)


def affine_dimension(goal: Count) -> int | None:
    """Dimension of the real solutions of the linear equations of `goal`, None where there are none (exact elimination).

    For the report only ("over the reals the solutions form an affine space of dimension 9"); no verdict rests on it.
    Raises ValueError where a condition is not a linear equation.
    """
    pivots: dict[int, dict[int, Fraction]] = {}
    for equation in goal.equations:
        row: dict[int, Fraction] = {}
        for c, powers in equation.terms:
            if equation.relation != "=" or sum(e for _, e in powers) > 1:
                raise ValueError("only linear equations have an affine space of solutions")
            column = powers[0][0] if powers else -1  # -1: the constant term
            row[column] = row.get(column, Fraction(0)) + c
        row = {k: v for k, v in row.items() if v}
        while row and (lead := max(row)) in pivots:
            known = pivots[lead]
            q = row[lead] / known[lead]
            row = {k: v for k in row.keys() | known.keys() if (v := row.get(k, Fraction(0)) - q * known.get(k, Fraction(0)))}
        if row and max(row) == -1:
            return None
        if row:
            pivots[max(row)] = row
    return len(goal.variables) - len(pivots)
