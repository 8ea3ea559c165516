"""grad, diff, jac and hess: which letter varies, and where the derivative is taken.

TRUSTED FOR MEANING.  Owns: `differentiate`, `free_variable`.  The rules of differentiation are in calculus.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from symcheck.kernel.polynomial import Polynomial
from symcheck.language.printing import to_text
from symcheck.language.terms import Term
from symcheck.theories.calculus import derivative, replace_letter
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered


class Reader(Protocol):
    """What differentiation needs of the lowering of expressions (expressions.py)."""

    letters: Letters
    bound: dict[str, Polynomial]
    notes: dict[str, None]

    def lower(self, term: Term) -> Polynomial: ...

    def symbol(self, term: Term, name: str) -> Polynomial: ...

    def square_norm(self, v: Term) -> Polynomial: ...

    def rule(self, name: str) -> None: ...

    def is_definition(self, name: str) -> bool: ...


def differentiate(reader: Reader, name: str, f: Term, x: Term, at: Polynomial | None = None) -> Polynomial:
    """grad, diff, jac: the coefficient of the differential; hess: the Jacobian of the gradient; at: taken at x = at."""
    if x.op != "sym" or not isinstance(x.value, str):
        raise NotLowered("no-theory", f"a derivative with respect to `{to_text(x)}`, which is not a name")
    reader.rule("gradient-is-the-coefficient-of-the-differential")
    letters = reader.letters
    variable, restore = free_variable(reader, x)
    with letters.set_aside() as needed:
        p = reader.lower(f)
        result = derivative(p, letters, variable)
        if name == "hess":
            result = derivative(result, letters, variable)

    def put(q: Polynomial) -> Polynomial:
        return restore(q if at is None else replace_letter(q, letters, variable, at))

    letters.require_at(tuple(needed), put, "" if at is None else f" where {to_text(x)} is replaced")
    return put(result)


def free_variable(reader: Reader, x: Term) -> tuple[str, Callable[[Polynomial], Polynomial]]:
    """The letter to differentiate by, and what puts the value of an intermediate quantity back afterwards."""
    name = str(x.value)
    letters = reader.letters
    if name in reader.bound or not reader.is_definition(name):
        p = reader.symbol(x, name)
        ((m, _),) = p.terms.items()
        nodes = (m.open, *(f for f, _ in m.factors))
        found = [y.name for network in nodes for y, _ in network.nodes]
        if len(found) != 1 or found[0].startswith("#"):
            raise NotLowered("no-theory", f"a derivative with respect to `{name}`, which is not free")
        return found[0], lambda q: q
    value = reader.lower(x)
    letter = letters.fresh(name, value.rows, value.cols)
    reader.rule("derivative-at-an-intermediate-quantity")
    reader.notes[f"`{name}` is a definition: the derivative treats it as the variable and unfolds down to it only"] = None
    saved = dict(reader.bound)
    reader.bound[name] = letters.value(letter)

    def restore(q: Polynomial) -> Polynomial:
        reader.bound = saved
        return replace_letter(q, letters, letter, value)

    return letter, restore
