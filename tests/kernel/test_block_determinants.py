"""Determinants of grids: what is no instance of a law is refused, what is no square matrix is no atom; values against expansion.

That true instances are true is tested in balls with all other axioms (test_axioms.py).
"""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from math import prod

import pytest

from symcheck.diagnosis.judging import lowered, question_of
from symcheck.kernel.axioms import Axiom, extended
from symcheck.kernel.conformal import one, times, transposed
from symcheck.kernel.evaluation import Atom, Model, evaluate, interpreted
from symcheck.kernel.grids import joined, square_grid
from symcheck.kernel.network import ShapeError
from symcheck.kernel.polynomial import letter, number
from symcheck.kernel.sequent import require_well_formed
from symcheck.problem.single import problem_of_statement
from symcheck.theories.goals import leaves

SYMBOLS = {
    **{"A, E": "matrix(n, n)", "B": "matrix(n, m)", "C": "matrix(m, n)", "D": "matrix(m, m)"},
    **{"x": "vector(n)", "y": "vector(m)", "a": "real"},
}


def sequent_of(claim, *given):
    problem = problem_of_statement(claim, SYMBOLS, {}, given)
    return next(leaves(lowered(question_of(problem, problem.claims[0], problem.claims[0].statement)).goal)).question


def named(sequent, function, *blocks):
    """The atom of that function whose first block is the symbol named first, and so on."""
    for name, atom in sequent.atoms.items():
        begins = zip(atom.arguments, blocks, strict=False)
        if atom.function == function and all(p == letter(*sequent.letters[b]) for p, b in begins):
            return name
    raise LookupError(function)


FULL = sequent_of("det(block([[A, B], [C, D]])) + det(A) + det(D) + det(D - C inv(A) B) = 0")
DET, DET_A, DET_D = (named(FULL, f, *b) for f, *b in (("block-det", "A"), ("det", "A"), ("det", "D")))
DET_S = next(n for n, a in FULL.atoms.items() if a.function == "det" and n not in (DET_A, DET_D))
Y = letter(*next(v for n, v in FULL.letters.items() if n.startswith("inv")))
A, D = (letter(*FULL.letters[n]) for n in "AD")
MIXED = sequent_of("det(block([[B, A], [D, C]])) + det(B C) + det(A) + det(D) = 0")
MIXED_DET = named(MIXED, "block-det", "B")
ZERO = sequent_of("det(block([[A, B], [0, D]])) + det(A) + det(D) + det(A A) = 0")
ZERO_DET = named(ZERO, "block-det", "A")
FOUR = "det(block([[A, E], [E, A]])) + det(A A - E E) + det(block([[E, A], [A, E]])) + det(block([[A, A], [E, E]]))"
TWINS = sequent_of(f"{FOUR} = 0")
TWIN, OTHER, FLAT = (named(TWINS, "block-det", *b) for b in (("A", "E"), ("E", "A"), ("A", "A")))
TWIN_S = next(n for n, a in TWINS.atoms.items() if a.function == "det")
WRONG = {
    "the inverse of another block": (FULL, Axiom("block-schur", (DET, DET_D, DET_S), (1,), (Y,))),
    "no inverse": (FULL, Axiom("block-schur", (DET, DET_A, DET_S), (0,), (A,))),
    "another Schur complement": (FULL, Axiom("block-schur", (DET, DET_A, DET_D), (0,), (Y,))),
    "the factors exchanged": (FULL, Axiom("block-schur", (DET, DET_S, DET_A), (0,), (Y,))),
    "a factor too few": (FULL, Axiom("block-schur", (DET, DET_A), (0,), (Y,))),
    "a factor too many": (FULL, Axiom("block-schur", (DET, DET_A, DET_S, DET_D), (0,), (Y,))),
    "a block that is not there": (FULL, Axiom("block-schur", (DET, DET_A, DET_S), (2,), (Y,))),
    "a block counted from behind": (FULL, Axiom("block-schur", (DET, DET_A, DET_S), (-2,), (Y,))),
    "not triangular": (FULL, Axiom("block-triangular", (DET, DET_A, DET_D), (1,))),
    "blocks that are not square": (MIXED, Axiom("block-triangular", (MIXED_DET, named(MIXED, "det", "A")), (1,))),
    "rows and columns cut differently": (MIXED, Axiom("block-schur", (MIXED_DET,), (0,), (number(1),))),
    "no cut": (ZERO, Axiom("block-triangular", (ZERO_DET, named(ZERO, "det", "A")), ())),
    "a cut outside": (ZERO, Axiom("block-triangular", (ZERO_DET, named(ZERO, "det", "A")), (2,))),
    "a cut twice": (ZERO, Axiom("block-triangular", (ZERO_DET, named(ZERO, "det", "A"), named(ZERO, "det", "D")), (1, 1))),
    "one factor twice": (ZERO, Axiom("block-triangular", (ZERO_DET, named(ZERO, "det", "A"), named(ZERO, "det", "A")), (1,))),
    "blocks that do not commute": (TWINS, Axiom("block-commuting", (TWIN, TWIN_S), (0,))),
    "no such law": (TWINS, Axiom("block-commuting", (FLAT, TWIN_S), (4,))),
    "a law counted from behind": (TWINS, Axiom("block-commuting", (FLAT, TWIN_S), (-1,))),
    "blocks of different sizes": (FULL, Axiom("block-commuting", (DET, DET_A), (0,))),
    "different matrices": (TWINS, Axiom("block-same", (TWIN, OTHER))),
    "a matrix of one block": (FULL, Axiom("block-same", (DET_A, DET_D))),
    "no product": (TWINS, Axiom("block-product", (TWIN, OTHER, FLAT))),
    "a product of other sizes": (FULL, Axiom("block-product", (DET, DET_A, DET_D))),
    "a law of one block": (TWINS, Axiom("det-same", (TWIN, OTHER))),
    "a matrix that is not its transpose": (FULL, Axiom("block-same", (DET, DET))),
    "a new determinant of no square": (FULL, Axiom("new", ("block-det~new1", "block-det"), (), (A, A, D, D))),
    "a new determinant of three blocks": (FULL, Axiom("new", ("block-det~new1", "block-det"), (), (A, A, A))),
    "a new determinant of another function": (FULL, Axiom("new", ("det~new1", "det"), (), (A, A, A, A))),
}


@pytest.mark.parametrize(("sequent", "axiom"), WRONG.values(), ids=WRONG.keys())
def test_what_is_no_instance_is_refused(sequent, axiom):
    with pytest.raises((LookupError, ValueError)):
        extended(sequent, (axiom,))


@pytest.mark.parametrize(
    "axiom",
    [
        Axiom("block-schur", (DET, DET_A, DET_S), (0,), (Y,)),
        Axiom("new", ("block-det~new1", "block-det"), (), (A, A, A, A)),
    ],
)
def test_the_right_instance_is_accepted(axiom):
    assert extended(FULL, (axiom,)) != FULL


def test_the_logarithm_rests_on_the_determinant_said_before():
    sequent = sequent_of("logdet(block([[A, B], [0, D]])) = logdet(A) + logdet(D)")
    whole, first, last = (n for n, a in sequent.atoms.items() if "det" in a.function)
    logs = [n for n, a in sequent.atoms.items() if a.function == "log"]
    triangular = Axiom("block-triangular", (whole, first, last), (1,))
    law = Axiom("log-monomial", tuple(logs), (1, -1, -1))
    assert len(extended(sequent, (triangular, law)).hypotheses) == len(sequent.hypotheses) + 2
    for order in ((law,), (law, triangular)):
        with pytest.raises(ValueError, match="do not match"):
            extended(sequent, order)


BAD = {
    "blocks that do not fit": ("A", "B", "D", "C"),
    "not square": ("A", "A", "C", "C"),
    "too few blocks": ("A", "B", "C"),
}


@pytest.mark.parametrize("blocks", BAD.values(), ids=BAD.keys())
def test_a_sequent_with_such_an_atom_is_refused(blocks):
    grid = tuple(letter(*FULL.letters[b]) for b in blocks)
    with pytest.raises(ShapeError):
        square_grid(grid)
    sequent = replace(FULL, atoms={**FULL.atoms, DET: Atom("block-det", grid)})
    if sequent.atoms[DET].is_known:
        with pytest.raises(ValueError, match="blocks"):
            require_well_formed(sequent)


def expansion(m):
    """The determinant by its definition, the sum over all permutations."""

    def sign(p):
        return prod(-1 if p[i] > p[j] else 1 for j in range(len(p)) for i in range(j))

    return sum(sign(p) * prod(row[k] for row, k in zip(m, p, strict=True)) for p in permutations(range(len(m))))


def filled(rows, cols, start):
    return tuple(tuple(Fraction((start + 3 * i * i + 5 * i * j + j) % 7 - 3) for j in range(cols)) for i in range(rows))


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 2), (2, 1), (3, 2), (2, 3)])
def test_its_value_is_that_of_the_whole_matrix(n, m):
    values = {"A": filled(n, n, 1), "B": filled(n, m, 2), "C": filled(m, n, 5), "D": filled(m, m, 3)}
    found = interpreted(Model({"n": n, "m": m}, values), {"d": FULL.atoms[DET]}).values["d"][0][0]
    assert found == expansion(joined(((values["A"], values["B"]), (values["C"], values["D"]))))


def test_products_and_transposes_of_grids_are_those_of_the_matrices():
    n, m = 2, 3
    values = {"A": filled(n, n, 1), "B": filled(n, m, 2), "C": filled(m, n, 5), "D": filled(m, m, 3)}
    model = Model({"n": n, "m": m}, values)
    grid = square_grid(FULL.atoms[DET].arguments)
    whole, squared, flipped = (
        joined(tuple(tuple(evaluate(p, model) for p in row) for row in g)) for g in (grid, times(grid, grid), transposed(grid))
    )
    size = range(n + m)
    assert squared == tuple(tuple(sum(whole[i][k] * whole[k][j] for k in size) for j in size) for i in size)
    assert flipped == tuple(zip(*whole, strict=True))
    assert times(grid, one((A.rows, D.rows))) == grid
