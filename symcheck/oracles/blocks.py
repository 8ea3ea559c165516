"""Blocks of letters that equations determine once the others are drawn: affine systems.

UNTRUSTED search.  Owns: `Block`, `solve`.  Which equation is solved for which letters is planned in models.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product as cartesian
from random import Random

from flint import arb

from symcheck.kernel.evaluation import Array, Atom, Model, evaluate, interpreted
from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.kernel.sequent import Formula, Sequent
from symcheck.oracles.linear import affine_solution, inverse, pseudo_inverse


@dataclass(frozen=True, slots=True)
class Block:
    """Letters that are solved for together, and the equations they are solved from."""

    names: tuple[str, ...]
    formulas: tuple[Formula, ...]
    atoms: Mapping[str, Atom] = field(default_factory=dict)
    pseudo: bool = False  # the one equation is X Y X = X, and Y is the pseudo-inverse of X

    @property
    def needs(self) -> tuple[str, ...]:
        """What must have a value before: letters of the equations, and of the arguments of their atoms."""
        return tuple(drawn_letters((f.polynomial for f in self.formulas), self.atoms) - set(self.names))


def drawn_letters(polynomials: Iterable[Polynomial], atoms: Mapping[str, Atom]) -> set[str]:
    """The letters that determine the values of the polynomials: atoms stand for those of their arguments."""
    found: set[str] = set()
    stack = [x.name for p in polynomials for x in letters_of(p)]
    while stack:
        name = stack.pop()
        if name in found:
            continue
        found.add(name)
        if name in atoms:
            stack += [x.name for p in atoms[name].arguments for x in letters_of(p)]
    return found - set(atoms)


def _pseudo(block: Block, partial: Model) -> dict[str, Array] | None:
    """The pseudo-inverse, which is rational: from X = F G with F of full column rank and G of full row rank."""
    (name,), (formula,) = block.names, block.formulas
    rows, cols = formula.polynomial.cols.at(partial.sizes), formula.polynomial.rows.at(partial.sizes)
    nothing = tuple(tuple(Fraction(0) for _ in range(cols)) for _ in range(rows))
    try:
        x = evaluate(-formula.polynomial, Model(partial.sizes, {**partial.values, name: nothing}))
    except (ZeroDivisionError, KeyError):
        return None
    return {name: pseudo_inverse(x)}


def _with_exact_atoms(partial: Model, atoms: Mapping[str, Atom]) -> Model:
    """The model with the atoms whose values are rational there."""
    found = interpreted(partial, atoms)
    exact = {
        name: tuple(tuple(Fraction(v) for v in row if not isinstance(v, arb)) for row in found.values[name])
        for name in atoms
        if name in found.values and not any(isinstance(v, arb) for row in found.values[name] for v in row)
    }
    return Model(partial.sizes, {**partial.values, **exact})


def _inverse(block: Block, shapes: Mapping[str, tuple[int, int]], partial: Model) -> Array | None:
    """The inverse of P where the equations say P U = I of the one letter U: found without n² columns; None where they do not.

    P is what P U − I is more than −I at U = I.  Raises ZeroDivisionError and KeyError as `evaluate` does.
    """
    rows, cols = shapes[block.names[0]]
    if len(block.names) > 1 or rows != cols or rows == 1:
        return None
    unit = tuple(tuple(Fraction(i == j) for j in range(rows)) for i in range(rows))
    nothing = tuple(tuple(Fraction(0) for _ in range(rows)) for _ in range(rows))

    def at(formula: Formula, value: Array) -> Array:
        return evaluate(formula.polynomial, Model(partial.sizes, {**partial.values, block.names[0]: value}))

    minus = tuple(tuple(-v for v in row) for row in unit)
    if any(at(formula, nothing) != minus for formula in block.formulas):
        return None
    p = at(block.formulas[0], unit)
    found = inverse([[v + Fraction(i == j) for j, v in enumerate(row)] for i, row in enumerate(p)])
    if found is None:
        return None
    value = tuple(tuple(row) for row in found)
    return value if all(at(formula, value) == nothing for formula in block.formulas) else None


def solve(sequent: Sequent, block: Block, partial: Model, random: Random, pool: tuple[Fraction, ...]) -> dict[str, Array] | None:
    """Values for the letters of a block at which its equations hold; free unknowns are drawn."""
    if block.atoms:
        partial = _with_exact_atoms(partial, block.atoms)
    if block.pseudo:
        return _pseudo(block, partial)
    shapes = {}
    for name in block.names:
        _, rows, cols = sequent.letters[name]
        shapes[name] = (rows.at(partial.sizes), cols.at(partial.sizes))
    cells = [(name, i, j) for name, (r, c) in shapes.items() for i, j in cartesian(range(r), range(c))]

    def at(cell: tuple[str, int, int] | None) -> list[Fraction]:
        units = {
            name: tuple(tuple(Fraction((name, i, j) == cell) for j in range(c)) for i in range(r))
            for name, (r, c) in shapes.items()
        }
        model = Model(partial.sizes, {**partial.values, **units})
        return [v for f in block.formulas for row in evaluate(f.polynomial, model) for v in row]

    try:
        inverted = _inverse(block, shapes, partial)
        if inverted is not None:
            return {block.names[0]: inverted}
        constant = at(None)
        columns = [[v - c for v, c in zip(at(cell), constant, strict=True)] for cell in cells]
    except (ZeroDivisionError, KeyError):
        return None
    matrix = [[columns[k][i] for k in range(len(cells))] for i in range(len(constant))]
    solution = affine_solution(matrix, [-c for c in constant], lambda: random.choice(pool))
    if solution is None:
        return None
    flat = dict(zip(cells, solution, strict=True))
    return {name: tuple(tuple(flat[name, i, j] for j in range(c)) for i in range(r)) for name, (r, c) in shapes.items()}
