"""grad, diff, jac and hess: which letter varies, and where the derivative is taken.

TRUSTED FOR MEANING.  Owns: `differentiate`, `free_variable`, and what the conventions `layout:` and `symmetric:` change.
The rules of differentiation are in calculus.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from symcheck.kernel.polynomial import Polynomial, diagonal_matrix, diagonal_of, transpose
from symcheck.language.context import Context, Kind
from symcheck.language.printing import to_text
from symcheck.language.terms import Term
from symcheck.theories.calculus import derivative, replace_letter, symmetric_conventions
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered

# what may be declared of a symmetric matrix that still varies in every symmetric direction
FREE = frozenset({"symmetric", "invertible", "positive-definite", "positive-semidefinite", "negative-definite", "nonzero"})


class Reader(Protocol):
    """What differentiation needs of the lowering of expressions (expressions.py)."""

    letters: Letters
    bound: dict[str, Polynomial]
    notes: dict[str, None]

    @property
    def context(self) -> Context: ...

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
    variable, restore = varied_letter(reader, x)
    with letters.set_aside() as needed:
        p = reader.lower(f)
        result = derivative(p, letters, variable)
        if name == "hess":
            result = derivative(result, letters, variable)
        if name == "jac" and p.is_scalar:
            result = transpose(result)  # the Jacobian of a number is the row that is its gradient transposed
        if name == "jac" and reader.context.layout == "denominator":
            reader.rule("denominator-layout")
            result = transpose(result)
        if is_symmetric(reader, x) and reader.context.symmetric == "structured":
            result = _structured(reader, x, result)

    def put(q: Polynomial) -> Polynomial:
        return restore(q if at is None else replace_letter(q, letters, variable, at))

    letters.require_at(tuple(needed), put, "" if at is None else f" where {to_text(x)} is replaced")
    return put(result)


def varied_letter(reader: Reader, x: Term) -> tuple[str, Callable[[Polynomial], Polynomial]]:
    """`free_variable`, where a convention for symmetric matrices is stated without the symmetry."""
    name = str(x.value)
    if not is_symmetric(reader, x) or not reader.context.symmetric or name in reader.bound:
        return free_variable(reader, x)
    if reader.context.symmetric == "unstructured":
        reader.rule("unstructured-gradient")
    return _freed(reader, name, reader.symbol(x, name))


def free_variable(reader: Reader, x: Term) -> tuple[str, Callable[[Polynomial], Polynomial]]:
    """The letter to differentiate by, and what puts the value of an intermediate quantity back afterwards."""
    name = str(x.value)
    if name in reader.bound or not reader.is_definition(name):
        p = reader.symbol(x, name)
        found = [y.name for m in p.terms for network in (m.open, *(f for f, _ in m.factors)) for y, _ in network.nodes]
        if name in reader.letters.readings:
            raise NotLowered("skew-variable", f"the entries of `{name}` do not vary independently: it is skew")
        if len(found) != 1 or found[0].startswith("#"):
            raise NotLowered("no-theory", f"a derivative with respect to `{name}`, which is not free")
        return found[0], lambda q: q
    value = reader.lower(x)
    reader.rule("derivative-at-an-intermediate-quantity")
    reader.notes[f"`{name}` is a definition: the derivative treats it as the variable and unfolds down to it only"] = None
    return _freed(reader, name, value)


def _freed(reader: Reader, name: str, value: Polynomial) -> tuple[str, Callable[[Polynomial], Polynomial]]:
    """A letter without properties in the place of `name`, and what puts its value back."""
    letters = reader.letters
    letter = letters.fresh(name, value.rows, value.cols)
    saved = dict(reader.bound)
    reader.bound[name] = letters.value(letter)

    def restore(q: Polynomial) -> Polynomial:
        reader.bound = saved
        return replace_letter(q, letters, letter, value)

    return letter, restore


def is_symmetric(reader: Reader, x: Term) -> bool:
    """Whether x is the name of a matrix declared symmetric."""
    kind = None if reader.is_definition(str(x.value)) else reader.context.symbols.get(str(x.value))
    return isinstance(kind, Kind) and "symmetric" in kind.properties


def _structured(reader: Reader, x: Term, g: Polynomial) -> Polynomial:
    """G + Gᵀ − G∘I: the derivatives by the entries on and below the diagonal, which alone vary independently.

    Petersen and Pedersen (2012), equation 138; 2 G − G∘I where G is symmetric.
    """
    kind = reader.context.symbols[str(x.value)]
    tied = [p for p in kind.properties if p not in FREE]
    if tied:
        raise NotLowered("symmetric-variable", f"`{x.value}` is declared {tied[0]}: how its entries vary is not stated")
    reader.rule("structured-gradient")
    return g + transpose(g) - diagonal_matrix(diagonal_of(g))


def require_structured(context: Context, variable: str) -> None:
    """Entry by entry, x_ij and x_ji of a symmetric matrix are one letter: they vary together.  Raises NotLowered."""
    if context.symmetric == "structured":
        return
    if context.symmetric == "unstructured":
        why = "its entries x_ij and x_ji are one here, where the claim is read entry by entry: state it for whole arrays"
    else:
        why = symmetric_conventions()
    raise NotLowered("symmetric-variable", f"`{variable}` is declared symmetric: {why}")
