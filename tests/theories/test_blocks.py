"""Block matrices at all sizes: published identities, false twins, mutants, what a counterexample shows, what is not read."""

import re

import pytest

from symcheck.engine import Options, judge_claim
from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import diagonal_matrix, identity, letter, ones, zero
from symcheck.language.sizes import ONE, Size
from symcheck.problem.single import problem_of_statement
from symcheck.theories.lowering import OtherOrder
from symcheck.theories.partitioned import Partitioned, Uncut, common, cut, multiplied, refined, single

SYMBOLS = {
    **{"A": "matrix(n, n)", "B": "matrix(n, m)", "C": "matrix(m, n)", "D": "matrix(m, m)"},
    **{"E, F, G, H": "matrix(n, n)", "S": "matrix(n, n), symmetric", "T": "matrix(m, m), symmetric"},
    **{"x, u": "vector(n)", "y, v": "vector(m)", "z": "vector(n + m)", "M, N": "matrix(n + m, n + m)"},
    **{"Q": "matrix(n + m, n + m), symmetric", "P": "matrix(n + m, n + m), positive definite"},
    **{"O": "matrix(n + m, n + m), orthogonal", "R": "matrix(n + m, n + m), invertible", "Z": "matrix(n + m, d)"},
    **{"X": "matrix(n, d)", "w": "vector(d)", "t": "vector(n)", "lam": "real, positive", "a, b, c": "real"},
}
M = "block([[A, B], [C, D]])"
HJ = "Horn and Johnson (2013)"
MC = "Matrix Cookbook (2012)"
BV = "Boyd and Vandenberghe (2004)"
SA, SD = "inv(D - C inv(A) B)", "inv(A - B inv(D) C)"
FACTORS = "block([[I, 0], [C inv(A), I]]) block([[A, 0], [0, D {} C inv(A) B]]) block([[I, inv(A) B], [0, I]])"
BANACHIEWICZ = f"block([[{SD}, -{SD} B inv(D)], [-inv(D) C {SD}, inv(D) {{}} inv(D) C {SD} B inv(D)]])"
XY = "block([[x], [y]])"
TRUE = [
    # claim, given (separated by semicolons), source
    (f"{M} {XY} = block([[A x + B y], [C x + D y]])", "", f"{HJ} 0.7.2"),
    (f"{M} block([[I(n), 0], [0, I(m)]]) = {M}", "", f"{HJ} 0.7.2"),
    (f"{M}^T = block([[A^T, C^T], [B^T, D^T]])", "", f"{HJ} 0.7.2"),
    (f"{M}^2 = block([[A^2 + B C, A B + B D], [C A + D C, C B + D^2]])", "", f"{HJ} 0.7.2"),
    (f"tr({M}) = tr(A) + tr(D)", "", "the diagonal"),
    (f"norm({M})^2 = norm(A)^2 + norm(B)^2 + norm(C)^2 + norm(D)^2", "", f"{HJ} 5.6"),
    (f"{M} .* {M} = block([[A .* A, B .* B], [C .* C, D .* D]])", "", "entry by entry"),
    (f"({M} + I) - {M} = I", "", "I is cut where the blocks are"),
    (f"2 {M}/3 = block([[2 A/3, 2 B/3], [2 C/3, 2 D/3]])", "", "a number scales every block"),
    (f"{XY}^T {M} {XY} = x^T A x + x^T B y + y^T C x + y^T D y", "", f"{HJ} 0.7.2"),
    (f"inner({XY}, block([[u], [v]])) = x^T u + y^T v", "", "sums over all entries"),
    (f"outer({XY}, block([[u], [v]])) = block([[x u^T, x v^T], [y u^T, y v^T]])", "", "columns times rows"),
    (f"sum({XY}) = sum(x) + sum(y)", "", "all entries"),
    (f"exp({XY}) = block([[exp(x)], [exp(y)]])", "", "entry by entry"),
    (f"softmax({XY}) = block([[exp(x)], [exp(y)]]) / (sum(exp(x)) + sum(exp(y)))", "", "over all entries"),
    (f"diag({XY}) = block([[diag(x), 0], [0, diag(y)]])", "", "diag of a column"),
    (f"diag({M}) = block([[diag(A)], [diag(D)]])", "", "diag of a matrix"),
    (f"{XY}^T {XY} >= 0", "", "a sum of squares"),
    ("block([[A, B]]) block([[x], [y]]) = A x + B y", "", "one row of blocks"),
    ("block([[X, ones(n)]]) block([[w], [b]]) = X w + b ones(n)", "", "a column of ones for the intercept"),
    (f"block([[{M}, z], [z^T, a]])^T = block([[block([[A^T, C^T], [B^T, D^T]]), z], [z^T, a]])", "", "blocks of blocks"),
    (f"block([[0, I(m)], [I(n), 0]]) {M} = block([[C, D], [A, B]])", "", "blocks of different sizes change places"),
    ("block([[S, B], [B^T, T]]) is symmetric", "", f"{HJ} 4.1"),
    ("block([[E, 0], [0, F]]) is orthogonal", "E is orthogonal; F is orthogonal", f"{HJ} 2.1"),
    ("block([[X], [sqrt(lam) I]])^T block([[X], [sqrt(lam) I]]) = X^T X + lam I", "", "ridge regression on augmented data"),
    ("norm(block([[X], [sqrt(lam) I]]) w - block([[t], [0]]))^2 = norm(X w - t)^2 + lam norm(w)^2", "", "the same"),
    (f"{XY} != 0", "x != 0", "an entry that is not 0"),
    ("x = 0", f"{XY} = 0", "all entries are 0"),
    # symbols that are read as blocks
    ("block([[I, 0]]) z = x", f"z = {XY}", "the first n entries"),
    ("tr(M N) = tr(A) + tr(D)", f"M = {M}; N = I", "hypotheses cut the symbols"),
    ("z^T M z = x^T A x + x^T B y + y^T C x + y^T D y", f"z = {XY}; M = {M}", f"{HJ} 0.7.2"),
    ("Q z = block([[S x + B y], [B^T x + T y]])", f"Q = block([[S, B], [B^T, T]]); z = {XY}", "a symmetric symbol"),
    (f"z = inv(R) {XY}", f"R z = {XY}", "an invertible symbol"),
    (f"norm({XY}) = norm(z)", f"O {XY} = z", f"{HJ} 2.1.4"),
    ("x^T S x + 2 x^T B y + y^T T y >= 0", "block([[S, B], [B^T, T]]) is positive semidefinite", f"{HJ} 7.1"),
    ("x^T S x > 0", "block([[S, B], [B^T, T]]) is positive definite; x != 0", f"{HJ} 7.1.2"),
    (f"det({M} 2) = 2^(n + m) det({M})", "", "a number on the right"),
    ("Z w = block([[X w], [C X w]])", "Z = block([[X], [C X]])", "rows only"),
    (f"{XY}^T P {XY} >= 0", "", "a definite symbol"),
    # factors and inverses
    (f"{M} = {FACTORS.format('-')}", "", f"{HJ} 0.8.5"),
    (f"inv({M}) = {BANACHIEWICZ.format('+')}", "", f"{MC} 399, {HJ} 0.7.3"),
    (f"block([[{SD}, -inv(A) B {SA}], [-{SA} C inv(A), {SA}]]) = {M}^-1", "", f"{MC} 399"),
    ("inv(block([[A, 0], [C, D]])) = block([[inv(A), 0], [-inv(D) C inv(A), inv(D)]])", "", f"{HJ} 0.9.4"),
    ("inv(block([[I, B], [0, I]])) = block([[I, -B], [0, I]])", "", f"{HJ} 0.9.4"),
    (f"block([[I, 0]]) inv({M}) block([[I], [0]]) = {SD}", "", f"{HJ} 0.7.3"),
    (f"inv({M})^T = inv(block([[A^T, C^T], [B^T, D^T]]))", "", f"{HJ} 0.5"),
    ("(A - B inv(D) C) x = u - B inv(D) v", f"{M} {XY} = block([[u], [v]])", f"{MC} 9.1.5"),
    ("B^T inv(S) B v = B^T inv(S) x - y", f"block([[S, B], [B^T, 0]]) block([[u], [v]]) = {XY}", f"{BV} 10.1.1"),
    # determinants
    (f"det({M}) = det(A) det(D - C inv(A) B)", "", f"{MC} 398, {HJ} 0.8.5.1"),
    (f"det({M}) = det(D) det(A - B inv(D) C)", "", f"{MC} 397"),
    ("det(block([[A, B], [0, D]])) = det(A) det(D)", "", f"{HJ} 0.9.4"),
    ("det(block([[A, B, x], [0, D, y], [0, 0, a]])) = a det(A) det(D)", "", f"{HJ} 0.9.4"),
    ("det(block([[I, B], [C, I]])) = det(I - C B)", "", "Sylvester"),
    ("det(block([[lam I(n), B], [C, D]])) = lam^n det(D - C B/lam)", "", f"{HJ} 0.8.5.1"),
    ("det(block([[A, x], [u^T, 0]])) = -det(A) u^T inv(A) x", "", f"{HJ} 0.8.5.10"),
    ("det(block([[a, u^T], [u, S]])) = a det(S - u u^T/a)", "", f"{HJ} 0.8.5.1"),
    ("det(block([[E, F], [G, H]])) = det(E H - F G)", "G H = H G", "Silvester (2000), theorem 3"),
    ("det(block([[E, F], [G, H]])) = det(H E - F G)", "F H = H F", "Silvester (2000), theorem 3"),
    ("det(block([[E, F], [F, E]])) = det(E + F) det(E - F)", "", f"{HJ} 0.8.5, exercise"),
    (f"det(inv({M})) det({M}) = 1", "", f"{HJ} 0.3.5"),
    (f"det({M}^T) = det({M})", "", f"{HJ} 0.3"),
    (f"det(2 {M}) = 2^(n + m) det({M})", "", f"{HJ} 0.3"),
    (f"logdet({M}) = logdet(A) + logdet(D - C inv(A) B)", "", f"{BV} A.5.5"),
    # derivatives
    ("grad(tr(block([[A], [C]])^T block([[A], [C]])), A) = 2 A", "", f"{MC} 115"),
    ("jac(block([[A x], [C x]]), x) = block([[A], [C]])", "", "block by block"),
    ("diff(block([[a x], [a^2 y]]), a) = block([[x], [2 a y]])", "", "block by block"),
    (f"grad(logdet({M}), A) = {SD}^T", "", f"{MC} 57"),
    ("grad(norm(block([[A, B]]) z)^2, z) = 2 block([[A, B]])^T block([[A, B]]) z", "", f"{MC} 84"),
    ("hess(norm(block([[A, B]]) z)^2, z) = 2 block([[A^T A, A^T B], [B^T A, B^T B]])", "", f"{MC} 98"),
    ("jac(block([[A, B]]) z, z) = block([[A, B]])", "", "linear"),
    # entry by entry
    ("block([[a, b], [b, c]]) = [[a, b], [b, c]]", "", "numbers as blocks"),
    ("block([[[[a, b], [b, c]], 0], [0, 1]]) = [[a, b, 0], [b, c, 0], [0, 0, 1]]", "", "literals as blocks"),
]
FALSE = [
    # claim, given, reason
    ("block([[E, F], [G, H]])^T = block([[E^T, F^T], [G^T, H^T]])", "", "the blocks change places too"),
    (f"{M} = block([[A, 0], [0, D]])", "", "the blocks beside the diagonal"),
    ("block([[A, B]]) = block([[B, A]])", "", "the order, with different sizes"),
    ("block([[E, F]]) block([[G], [H]]) = G E + F H", "", "matrices do not commute"),
    (f"tr({M}^2) = tr(A^2) + tr(D^2)", "", "the mixed products left out"),
    ("norm(block([[A, B]])) = norm(A) + norm(B)", "", "roots do not add"),
    (f"{XY}^T {M} {XY} = x^T A x + 2 x^T B y + y^T D y", "", "not symmetric"),
    ("block([[A, B], [B^T, D]]) is symmetric", "", "A and D must be"),
    ("block([[E, 0], [0, F]]) is orthogonal", "E is orthogonal", "F must be"),
    (f"{XY} != 0", "", "it may be 0"),
    ("block([[X], [sqrt(lam) I]])^T block([[X], [sqrt(lam) I]]) = X^T X + sqrt(lam) I", "", "the root is squared"),
    ("softmax(block([[x], [y]])) = block([[softmax(x)], [softmax(y)]])", "", "normalised over all entries"),
    ("block([[I, 0]]) z = x", "", "z and x are not related"),
    ("z^T M z = x^T A x + y^T D y", f"z = {XY}; M = {M}", "the mixed terms left out"),
    ("Q z = block([[S x + B y], [T y]])", f"Q = block([[S, B], [B^T, T]]); z = {XY}", "Q is symmetric"),
    ("x^T B v >= 0", "block([[S, B], [B^T, T]]) is positive semidefinite", "a block beside the diagonal"),
    (f"{M} = {FACTORS.format('+')}", "", "the sign"),
    (f"inv({M}) = block([[inv(A), 0], [0, inv(D)]])", "", "block by block"),
    (f"inv({M}) = block([[{SD}, {SD} B inv(D)], [inv(D) C {SD}, inv(D) + inv(D) C {SD} B inv(D)]])", "", "the signs"),
    (f"inv({M}) = {BANACHIEWICZ.format('-')}", "", "one sign"),
    ("inv(block([[E, F], [0, H]])) = block([[inv(E), -inv(H) F inv(E)], [0, inv(H)]])", "", "the order"),
    (f"block([[I, 0]]) inv({M}) block([[I], [0]]) = inv(A)", "", "the Schur complement"),
    ("(A - B inv(D) C) x = u + B inv(D) v", f"{M} {XY} = block([[u], [v]])", "the sign"),
    (f"det({M}) = det(A) det(D) - det(B C)", "", "as if the blocks were numbers"),
    (f"det({M}) = det(A) det(D + C inv(A) B)", "", "the sign"),
    ("det(block([[A, B], [0, D]])) = det(A) + det(D)", "", "a product"),
    ("det(block([[E, F], [G, H]])) = det(E H - F G)", "", "the blocks need not commute"),
    ("det(block([[E, F], [G, H]])) = det(E H - G F)", "G H = H G", "the order"),
    ("det(block([[E, F], [G, H]])) = det(E H - F G)", "E G = G E", "other blocks commute"),
    ("det(block([[E, F], [F, E]])) = det(E)^2 - det(F)^2", "", "as if the blocks were numbers"),
    (f"det(2 {M}) = 2 det({M})", "", "every row is doubled"),
    ("det(block([[0, E], [F, 0]])) = -det(E) det(F)", "", "the sign is (-1)^n"),
    (f"logdet({M}) = logdet(A) + logdet(D)", "", "not block diagonal"),
    ("grad(tr(block([[A], [C]])^T block([[A], [C]])), A) = A", "", "the factor 2"),
    (f"grad(logdet({M}), A) = inv(A)^T", "", "the other blocks"),
    ("diff(block([[a x], [a^2 y]]), a) = block([[x], [a y]])", "", "the factor 2"),
    ("hess(norm(block([[A, B]]) z)^2, z) = 2 block([[A^T A, 0], [0, B^T B]])", "", "the mixed derivatives"),
    ("block([[a, b], [b, c]]) = [[a, b], [c, b]]", "", "two entries exchanged"),
]
NOT_READ = [
    # claim, given, words
    ("rank(block([[A, B]])) = rank(A)", "", "`block([[A, B]])` here: it is a matrix of blocks"),
    ("kron(block([[a, b]]), A) = block([[a A, b A]])", "", "it is a matrix of blocks"),
    (f"grad(tr(Q {M}), Q) = {M}", "", "is declared symmetric"),
    ("block([[A, B]]) = block([[B, A]])", "n > m", "in different orders"),
    ("det(M) = det(A) det(D)", "M = block([[A, B], [0, D]])", "agrees at"),
]


def judged(claim, given="", points=3):
    problem = problem_of_statement(claim, SYMBOLS, {}, tuple(g for g in given.split("; ") if g))
    return judge_claim(problem, problem.claims[0], Options(points=points, repairs=0, assumptions=0))


def sampled(rows):
    """Every second one in the normal run, all of them under `pytest -m slow`."""
    return [pytest.param(*row, marks=[pytest.mark.slow] if k % 2 else []) for k, row in enumerate(rows)]


@pytest.mark.parametrize(("claim", "given", "source"), sampled(TRUE), ids=lambda v: v)
def test_true_at_all_sizes(claim, given, source):
    report = judged(claim, given)
    assert report.verdict == "holds", (report.message, source)


@pytest.mark.parametrize(("claim", "given", "reason"), sampled(FALSE), ids=lambda v: v)
def test_false(claim, given, reason):
    report = judged(claim, given)
    assert report.verdict == "fails", (report.message, reason)
    names = {n for key in SYMBOLS for n in key.split(", ")}
    assert set(report.counterexample.values) <= names, "a letter that the claim does not have"
    assert not re.search(r"[a-z]~|~\d", report.message)


@pytest.mark.parametrize(("claim", "given", "words"), NOT_READ, ids=lambda v: v)
def test_what_is_not_decided_says_why(claim, given, words):
    report = judged(claim, given)
    assert report.verdict == "undecided"
    assert words in report.message


WHERE = [
    ("inv(block([[A, B], [0, D]])) = block([[inv(A), -inv(A) B inv(D)], [0, inv(D)]])", ("A is invertible", "D is invertible")),
    (f"det({M}) = det(A) det(D - C inv(A) B)", ("A is invertible",)),
    (f"{M} + {M} = 2 {M}", ()),
]


@pytest.mark.parametrize(("claim", "conditions"), WHERE, ids=lambda v: str(v)[:40])
def test_the_conditions_are_those_of_the_claim(claim, conditions):
    found = {w for w in judged(claim).scope.where if not w.startswith("block(")}
    assert found == set(conditions)


def test_a_symbol_that_is_read_as_blocks_is_shown_whole():
    report = judged("z^T M z = 0", f"z = {XY}; M = {M}")
    n, m = (int(report.counterexample.sizes[k]) for k in "nm")
    assert report.counterexample.values["z"].count(",") == n + m - 1
    assert report.counterexample.values["M"].count("[") == n + m + 1


@pytest.mark.parametrize("mutant", ["-({})", "2 ({})", "({}) + ({})"])
@pytest.mark.parametrize(("claim", "given"), [(c, g) for c, g, _ in TRUE[::9] if " = " in c and not c.endswith(" = 0")])
def test_multiples_of_true_claims_do_not_hold(claim, given, mutant):
    left, _, right = claim.partition(" = ")
    assert judged(f"{left} = {mutant.format(right, right)}", given).verdict in {"fails", "undecided"}


n, m, two = Size.of("n"), Size.of("m"), Size.of(2)


@pytest.mark.parametrize(
    ("a", "b", "both"),
    [
        ((n + m,), (n, m), (n, m)),
        ((n, m), (n, m), (n, m)),
        ((n + m, two), (n, m + two), (n, m, two)),
        ((n + n, m), (n, n + m), (n, n, m)),
        ((n, ONE), (n + ONE,), (n, ONE)),
    ],
)
def test_two_partitions_have_a_common_refinement(a, b, both):
    assert common(a, b) == common(b, a) == both


@pytest.mark.parametrize(("a", "b"), [((n, m), (m, n)), ((n + m, n), (n + n, m))])
def test_which_part_ends_first_is_never_guessed(a, b):
    with pytest.raises(OtherOrder, match="which one ends first is left open"):
        common(a, b)


def test_one_is_cut_alike_in_rows_and_columns():
    found = refined(single(identity(n + m)), (n, m), (n + m,))
    assert found.blocks == ((identity(n), zero(n, m)), (zero(m, n), identity(m)))


def test_ones_are_cut_anywhere():
    assert cut(ones(n + m, two), (n, m), (ONE, ONE)) == ((ones(n, ONE), ones(n, ONE)), (ones(m, ONE), ones(m, ONE)))


def test_a_diagonal_matrix_is_cut_with_its_diagonal():
    v = Letter("v", (n + m,))
    with pytest.raises(Uncut) as wanted:
        refined(single(diagonal_matrix(letter(v, n + m, ONE))), (n, m), (n, m))
    assert (wanted.value.letter, wanted.value.sizes) == (v, (n, m))


def test_a_number_scales_every_block():
    grid = Partitioned(((identity(n), ones(n, m)),))
    two_of_it = multiplied(single(identity(ONE).times(2)), grid)
    assert two_of_it == multiplied(grid, single(identity(ONE).times(2)))
    assert two_of_it.blocks == ((identity(n).times(2), ones(n, m).times(2)),)
