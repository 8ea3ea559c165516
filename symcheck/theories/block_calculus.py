"""Derivatives of matrices of blocks, and by symbols that are read as blocks.

TRUSTED FOR MEANING.  Owns: `differentiated`.  A derivative is taken block by block: the gradient has the blocks of the variable,
a Jacobian those of the function in its rows and those of the variable in its columns (Magnus and Neudecker 2019, ch. 9).
"""

from __future__ import annotations

from collections.abc import Callable

from symcheck.kernel.polynomial import Polynomial, transpose
from symcheck.language.printing import to_text
from symcheck.language.sizes import ONE
from symcheck.language.terms import Term
from symcheck.theories.calculus import derivative, replace_letter, symmetric_conventions
from symcheck.theories.derivatives import Reader, is_symmetric, varied_letter
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered
from symcheck.theories.partitioned import Partitioned, flipped

Put = Callable[[Polynomial], Polynomial]


def differentiated(
    reader: Reader, read: Callable[[Term], Partitioned], name: str, f: Term, x: Term, at: Term | None
) -> Partitioned | None:
    """grad, diff, jac, hess where the function or the variable is in blocks; None where neither is: derivatives.py."""
    if x.op != "sym" or x.shape is None:
        raise NotLowered("no-theory", f"a derivative with respect to `{to_text(x)}`, which is not a name")
    letters = reader.letters
    whole = None if reader.is_definition(str(x.value)) else read(x).whole
    with letters.set_aside():
        if whole is not None and read(f).whole is not None:
            return None
    reader.rule("gradient-is-the-coefficient-of-the-differential")
    reader.rule("derivative-block-by-block")
    variables, restore = _variables(reader, read, x, whole)
    value = None if at is None else _point(reader, at, whole)
    with letters.set_aside() as needed:
        result = _taken(letters, name, read(f), variables, to_text(f))
        if name == "jac" and reader.context.layout == "denominator":
            reader.rule("denominator-layout")
            result = flipped(result)

    def put(q: Polynomial) -> Polynomial:
        return restore(q if value is None else replace_letter(q, letters, variables.letter(), value))

    letters.require_at(tuple(needed), put, "" if at is None else f" where {to_text(x)} is replaced")
    return result.each(put)


class _Names(tuple[tuple[str, ...], ...]):
    """The letters of the blocks of a variable."""

    def letter(self) -> str:
        return self[0][0]


def _variables(reader: Reader, read: Callable[[Term], Partitioned], x: Term, whole: Polynomial | None) -> tuple[_Names, Put]:
    if whole is not None or reader.is_definition(str(x.value)):
        if reader.context.symmetric == "structured" and is_symmetric(reader, x):
            raise NotLowered("symmetric-variable", f"the derivative of blocks by `{x.value}`, whose entries vary together")
        name, restore = varied_letter(reader, x)
        return _Names(((name,),)), restore
    if is_symmetric(reader, x):
        raise NotLowered("symmetric-variable", f"`{x.value}` is declared symmetric: {symmetric_conventions()}")
    names = []
    for row in read(x).blocks:
        found = [
            [y.name for m in p.terms for y, _ in m.open.nodes]
            or [y.name for m in p.terms for g, _ in m.factors for y, _ in g.nodes]
            for p in row
        ]
        names.append(tuple(n for (n,) in found))
    return _Names(names), lambda q: q


def _point(reader: Reader, at: Term, whole: Polynomial | None) -> Polynomial:
    if whole is None:
        raise NotLowered("no-theory", f"a derivative at `{to_text(at)}` by a symbol that is read in blocks")
    return reader.lower(at)


def _taken(letters: Letters, name: str, f: Partitioned, x: _Names, text: str) -> Partitioned:
    if name in {"grad", "hess"}:
        p = f.whole
        if p is None or not p.is_scalar:
            raise NotLowered("no-theory", f"`{text}` is no number")
        gradient = Partitioned(tuple(tuple(derivative(p, letters, n) for n in row) for row in x))
        return gradient if name == "grad" else _jacobian(letters, gradient, x)
    if name == "diff" and len(x) == len(x[0]) == 1 and not letters.table[x.letter()][0].legs:
        return f.each(lambda p: derivative(p, letters, x.letter()))
    return _jacobian(letters, f, x)


def _jacobian(letters: Letters, f: Partitioned, x: _Names) -> Partitioned:
    """The blocks ∂f_i/∂x_j of two columns; a number differentiated by a column is a row."""
    if f.cols != (ONE,) or any(len(row) != 1 or letters.table[row[0]][2] != ONE for row in x):
        raise NotLowered("no-theory", "the derivative of a matrix with respect to an array is a tensor")

    def block(p: Polynomial, n: str) -> Polynomial:
        d = derivative(p, letters, n)
        return transpose(d) if p.is_scalar else d

    return Partitioned(tuple(tuple(block(p, n) for (n,) in x) for (p,) in f.blocks))
