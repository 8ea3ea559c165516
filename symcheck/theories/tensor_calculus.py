"""Derivatives by vec(X) and of arrays whose indices are tuples: no layout is chosen, vec(dX) is what the variable moves by.

TRUSTED FOR MEANING.  Owns: `differentiated`, `slope`.  The differential itself is that of calculus.py.  Source: Magnus and
Neudecker (2019), 9.4 and 18.2: J is the Jacobian iff d vec(F) = J vec(dX); H the Hessian iff d²f = vec(dX)ᵀ H vec(dX).
"""

from __future__ import annotations

from collections.abc import Callable

from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Polynomial, letter
from symcheck.language.printing import to_text
from symcheck.language.terms import Term
from symcheck.theories.calculus import differential, replace_letter, symmetric_conventions
from symcheck.theories.derivatives import Reader, is_symmetric, varied_letter
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered
from symcheck.theories.tensor_algebra import transposed
from symcheck.theories.tensors import Tensor, ports, through

VARIED = Letter("~d")


def differentiated(reader: Reader, read: Callable[[Term], Tensor], name: str, f: Term, x: Term, at: Term | None) -> Tensor:
    """jac: the J with J dx = df; for x = vec(X), dx is vec(dX).  grad, hess of a scalar by vec(X); diff of f by a scalar."""
    match x:
        case Term("call", (Term("sym", ()) as variable,), "vec"):
            reader.rule("vec-stacks-columns")
            at = at.args[0] if at is not None and at.op == "call" and at.value == "vec" else at
        case Term("sym", ()):
            variable = x
        case _:
            raise NotLowered("no-theory", f"a derivative with respect to `{to_text(x)}`, which is not a name")
    if at is not None and at.shape != variable.shape:
        raise NotLowered("no-theory", f"the derivative at `{to_text(at)}` is not read: state it as vec of a matrix")
    value = None if at is None else reader.lower(at)
    reader.rule("gradient-is-the-coefficient-of-the-differential")
    letters = reader.letters
    if reader.context.symmetric == "structured" and is_symmetric(reader, variable):
        raise NotLowered("symmetric-variable", f"the derivative by vec of `{variable.value}`, whose entries vary together")
    varied, restore = varied_letter(reader, variable)
    with letters.set_aside() as needed:
        result = slope(letters, read(f), varied, "col" if name == "jac" else "row")
        if name == "hess":
            result = slope(letters, result, varied, "col")
        if name == "jac" and reader.context.layout == "denominator":
            reader.rule("denominator-layout")
            result = transposed(result)

    def put(q: Polynomial) -> Polynomial:
        return restore(q if value is None else replace_letter(q, letters, varied, value))

    letters.require_at(tuple(needed), put, "" if at is None else f" where {to_text(x)} is replaced")
    return Tensor(result.rows, result.cols, put(result.value))


def slope(letters: Letters, t: Tensor, x: str, side: str) -> Tensor:
    """The tensor with the index of vec(dx) as a further one: df without its node dx."""
    y, rows, cols = letters.table[x]
    if y.symmetric:
        raise NotLowered("symmetric-variable", f"`{x}` is declared symmetric: {symmetric_conventions()}")
    dx = VARIED._replace(legs=y.legs)
    sizes = tuple(reversed(y.legs))  # vec: the column index is the outer one
    if y.legs and (t.cols if side == "col" else t.rows):
        raise NotLowered("no-theory", "the derivative of a matrix with respect to an array is not a matrix")
    new = tuple(reversed(ports(side, sizes)))

    def change(network: Network) -> Network:
        nodes = [node for node in network.nodes if node[0] != dx]
        ((_, legs),) = [node for node in network.nodes if node[0] == dx]
        return Network((*nodes, *((p, (c,)) for p, c in zip(new, legs, strict=True))), network.sizes, ())

    value = through(differential(t.value, letters, x, letter(dx, rows, cols)), (dx, *t.ports), change)
    if not sizes:
        return Tensor(t.rows, t.cols, value)
    return Tensor(sizes, t.cols, value) if side == "row" else Tensor(t.rows, sizes, value)
