"""The normal form: identities of matrix polynomials hold, others do not, and it agrees with loops over entries."""

from fractions import Fraction
from random import Random

import pytest
from matrix_terms import (
    A,
    B,
    C,
    D,
    N,
    R,
    S,
    X,
    Y,
    a,
    b,
    d,
    diag,
    diagonal,
    entries,
    eye_d,
    eye_n,
    inner,
    n,
    normal_form,
    ones_d,
    ones_n,
    r,
    random_model,
    random_term,
    shape,
    term,
    tr,
    u,
    v,
    w,
    z,
)

from symcheck.kernel.evaluation import evaluate
from symcheck.kernel.network import ShapeError
from symcheck.kernel.polynomial import hadamard, letters_of, product, reciprocal, substitute, trace, transpose
from symcheck.language.sizes import ONE

IDENTITIES = {
    "a transpose reverses a product": ((A @ X).T, X.T @ A.T),
    "a double transpose is nothing": (X.T.T, X),
    "a trace is cyclic": (tr(A @ B @ C), tr(C @ A @ B)),
    "a trace is cyclic for rectangles": (tr(X.T @ Y), tr(Y @ X.T)),
    "a trace does not see a transpose": (tr(A @ B), tr(B.T @ A.T)),
    "a product of traces commutes": (tr(A) @ tr(B), tr(B) @ tr(A)),
    "a symmetric letter is its transpose": (S.T, S),
    "symmetric letters reverse inside a trace": (tr(S @ R @ A), tr(R @ S @ A.T)),
    "a bilinear form of a symmetric letter is symmetric": (u.T @ S @ v, v.T @ S @ u),
    "a product of symmetric letters, transposed": ((S @ R).T, R @ S),
    "a number is its own transpose": (u.T @ A @ v, v.T @ A.T @ u),
    "the trace of an outer product is an inner product": (tr(u @ v.T), v.T @ u),
    "an outer product beside a number": (u @ v.T @ (w.T @ z), (w.T @ z) @ u @ v.T),
    "numbers commute with arrays": (a @ X @ b @ w, a @ b @ X @ w),
    "the binomial formula, not commuting": ((A + B) @ (A + B), A @ A + A @ B + B @ A + B @ B),
    "the distributive law": (A @ (X + Y), A @ X + A @ Y),
    "what cancels is gone": (A @ B - A @ B + X @ X.T, X @ X.T),
    "halves": (term(Fraction(1, 2)) @ (A + A.T) + term(Fraction(1, 2)) @ (A - A.T), A),
    "the unit": (eye_n @ X @ eye_d, X),
    "the unit under a trace": (tr(eye_n), n),
    "an inner product of ones": (ones_n.T @ ones_n, n),
    "sizes are numbers": (tr(eye_n) @ tr(eye_d), d @ n),
    "ones times ones": ((ones_n @ ones_n.T) @ (ones_n @ ones_n.T), n @ ones_n @ ones_n.T),
    "centring twice is centring once, times n²": (
        (n @ eye_n - ones_n @ ones_n.T) @ (n @ eye_n - ones_n @ ones_n.T), n @ (n @ eye_n - ones_n @ ones_n.T),
    ),
    "the entrywise product commutes": (A * B, B * A),
    "the entrywise product of transposes": ((A * B).T, A.T * B.T),
    "the entrywise product associates": ((A * B) * C, A * (B * C)),
    "the sum of an entrywise product is a trace": (inner(A, B), tr(A.T @ B)),
    "the sum of an entrywise product, with ones": (ones_n.T @ (A * B) @ ones_n, tr(A.T @ B)),
    "the entrywise product of outer products": ((u @ w.T) * (v @ z.T), (u * v) @ (w * z).T),
    "the entrywise unit": (A * (ones_n @ ones_n.T), A),
    "a diagonal matrix scales rows": (diag(u) @ X, (u @ ones_d.T) * X),
    "diagonal matrices commute": (diag(u) @ diag(v), diag(v * u)),
    "two diagonal scalings": (diag(u) @ X @ diag(w), X * (u @ w.T)),
    "a diagonal matrix is symmetric": (diag(u).T, diag(u)),
    "the diagonal of a diagonal matrix": (diagonal(diag(u)), u),
    "the diagonal of a product": (diagonal(X @ Y.T), (X * Y) @ ones_d),
    "the diagonal does not see a transpose": (diagonal(A.T), diagonal(A)),
    "the diagonal matrix of a diagonal": (diag(diagonal(A)), A * eye_n),
    "the sum of a diagonal is the trace": (ones_n.T @ diagonal(A), tr(A)),
    "a trace with a diagonal matrix": (tr(diag(u) @ A), u.T @ diagonal(A)),
    "a row vector letter": (r @ w, w.T @ r.T),
    "a row times a column is a number": ((r @ w) @ X, X @ (w.T @ r.T)),
    "moving an entrywise factor under a trace": (tr(A @ (B * C)), tr((A.T * B).T @ C)),
    "a fourth power of a symmetric Gram trace": (tr(X.T @ X @ X.T @ X), tr(X @ X.T @ X @ X.T)),
}  # fmt: skip

NOT_IDENTITIES = {
    "X is not Xᵀ": (A, A.T),
    "products do not commute": (A @ B, B @ A),
    "a trace is not symmetric in three factors": (tr(A @ B @ C), tr(A @ C @ B)),
    "a trace is not symmetric in three symmetric and one more": (tr(S @ R @ A), tr(R @ S @ A)),
    "a trace is not multiplicative": (tr(A @ B), tr(A) @ tr(B)),
    "the squared trace": (tr(A @ A), tr(A) @ tr(A)),
    "the Frobenius norm is not the trace of the square": (inner(A, A), tr(A @ A)),
    "Hall's identity: true up to size 2": (
        (A @ B - B @ A) @ (A @ B - B @ A) @ C, C @ (A @ B - B @ A) @ (A @ B - B @ A),
    ),
    "the entrywise product is not the product": (A * B, A @ B),
    "entrywise and matrix product do not associate": (A * (B @ C), (A * B) @ C),
    "a diagonal scales rows, not columns": (diag(u) @ A, A @ diag(u)),
    "outer products are not symmetric": (u @ v.T, v @ u.T),
    "n is not d": (n @ X, d @ X),
    "n is not 1": (tr(eye_n), term(1)),
    "n is not a square": (n @ n, n),
    "one letter or another": (A, B),
    "a symmetric letter and one that is not": (u.T @ A @ v, v.T @ A @ u),
    "the trace of a product of diagonals": (tr(A * B), tr(A @ B)),
    "half is not a third": (term(Fraction(1, 2)) @ A, term(Fraction(1, 3)) @ A),
    "the powers of a number": (a @ a, a),
    "a ring of four and two rings of two": (tr(X.T @ X @ X.T @ X), tr(X.T @ X) @ tr(X.T @ X)),
    "which of two vectors is squared": ((u * u) * v, u * (v * v)),
    "a product of closed parts and one whole": ((u.T @ A @ v) @ (v.T @ B @ u), (u.T @ A @ u) @ (v.T @ B @ v)),
}  # fmt: skip


@pytest.mark.parametrize(("left", "right"), IDENTITIES.values(), ids=IDENTITIES.keys())
def test_identities_have_one_normal_form(left, right):
    assert shape(left) == shape(right)
    assert normal_form(left) == normal_form(right)
    assert (normal_form(left) - normal_form(right)).is_zero


@pytest.mark.parametrize(("left", "right"), IDENTITIES.values(), ids=IDENTITIES.keys())
def test_identities_are_true_by_loops(left, right):
    """The table itself is checked: an entry that is wrong would test nothing."""
    for sizes in ({"n": 1, "d": 1}, {"n": 3, "d": 2}, {"n": 2, "d": 4}):
        model = random_model(sizes, Random(repr(sizes)))
        assert entries(left, model) == entries(right, model)


@pytest.mark.parametrize(("left", "right"), NOT_IDENTITIES.values(), ids=NOT_IDENTITIES.keys())
def test_what_is_no_identity_has_two_normal_forms_and_a_counterexample(left, right):
    assert shape(left) == shape(right)
    assert normal_form(left) != normal_form(right)
    model = random_model({"n": 4, "d": 5}, Random(1))
    assert entries(left, model) != entries(right, model)


SHAPES_TO_DRAW = [(ONE, ONE), (N, N), (N, D), (D, ONE), (N, ONE), (D, D)]


def most_classes(p):
    return max((len(f.sizes) for m in p.terms for f in (m.open, *(g for g, _ in m.factors))), default=0)


@pytest.mark.parametrize("seed", range(120))
def test_two_terms_have_one_normal_form_iff_they_agree_by_loops(seed):
    """Random terms of few letters, so that both answers occur; at sizes above the number of index classes of a network."""
    random = Random(seed)
    wanted = random.choice(SHAPES_TO_DRAW)
    left = random_term(wanted, random, 3)
    right = random.choice((rewritten, mutated))(left, random)
    p, q = normal_form(left), normal_form(right)
    classes = max(most_classes(p), most_classes(q))
    models = [random_model({"n": classes + 2 + k, "d": classes + 3 - k}, random) for k in range(2)]
    agree = all(entries(left, m) == entries(right, m) for m in models)
    assert (p == q) == agree


def test_the_random_pairs_are_of_both_kinds():
    found = set()
    for seed in range(120):
        random = Random(seed)
        left = random_term(random.choice(SHAPES_TO_DRAW), random, 3)
        right = random.choice((rewritten, mutated))(left, random)
        found.add(normal_form(left) == normal_form(right))
    assert found == {True, False}


def rewritten(t, random):
    """The same value, written otherwise."""
    args = tuple(rewritten(x, random) for x in t.args)
    t = type(t)(t.op, args, t.value)
    match t.op:
        case "product" if random.random() < 0.5:
            return (args[1].T @ args[0].T).T
        case "product" if args[1].op == "add" and random.random() < 0.7:
            return args[0] @ args[1].args[0] + args[0] @ args[1].args[1]
        case "hadamard" | "add" | "inner":
            return type(t)(t.op, args[::-1])
        case "trace" if args[0].op == "product":
            left, right = args[0].args
            if shape(left) != (ONE, ONE) and shape(right) != (ONE, ONE):
                return tr(right @ left)
        case "trace":
            return tr(args[0].T)
        case "sub":
            return args[0] + type(t)("times", (args[1],), -1)
    return t


def mutated(t, random):
    """Another term of the same shape: one letter, sign or order changed somewhere (the value may happen to be the same)."""
    if t.op == "letter":
        same = [x for x in (A, B, C, S, R, X, Y, u, v, w, z, a, b) if shape(x) == shape(t) and x != t]
        return random.choice(same) if same else t
    if not t.args:
        return t
    if t.op == "product" and shape(t.args[0]) == shape(t.args[1]) and random.random() < 0.5:
        return type(t)("product", t.args[::-1])
    if t.op == "transpose" and shape(t) == shape(t.args[0]):
        return t.args[0]
    k = random.randrange(len(t.args))
    return type(t)(t.op, tuple(mutated(x, random) if i == k else x for i, x in enumerate(t.args)), t.value)


@pytest.mark.parametrize("seed", range(60))
def test_the_value_of_a_normal_form_is_the_value_by_loops(seed):
    random = Random(1000 + seed)
    t = random_term(random.choice(SHAPES_TO_DRAW), random, 4)
    for sizes in ({"n": 1, "d": 1}, {"n": 2, "d": 3}, {"n": 3, "d": 1}):
        model = random_model(sizes, random)
        assert [list(row) for row in evaluate(normal_form(t), model)] == entries(t, model)


REFUSED = {
    "a sum of different shapes": lambda x, y: x + y,
    "an entrywise product of different shapes": hadamard,
    "a product whose inner sizes differ": product,
    "the trace of a rectangle": lambda x, y: trace(x),
}


@pytest.mark.parametrize("operation", REFUSED.values(), ids=REFUSED.keys())
def test_shapes_that_do_not_fit_are_refused(operation):
    with pytest.raises(ShapeError):
        operation(normal_form(X), normal_form(A))


def test_reciprocals_of_single_factors_cancel_and_sums_have_none():
    p = normal_form(a @ tr(A) @ term(2))
    assert product(p, reciprocal(p)).constant == 1
    assert reciprocal(normal_form(a + b)) is None
    assert reciprocal(normal_form(A)) is None


def test_a_context_takes_its_hole_exactly_once():
    hole = next(iter(letters_of(normal_form(B))))
    context = normal_form(A @ B @ X)
    assert substitute(context, hole, normal_form(C.T)) == normal_form(A @ C.T @ X)
    assert substitute(normal_form(tr(A @ B)), hole, normal_form(u @ v.T)) == normal_form(v.T @ A @ u)
    for wrong in (B @ A @ B, A, tr(B) @ tr(B), B + A):
        with pytest.raises(ShapeError):
            substitute(normal_form(wrong), hole, normal_form(C))
    with pytest.raises(ShapeError):
        substitute(context, hole, normal_form(u))
    with pytest.raises(ShapeError):
        substitute(context, hole, normal_form(X))


def test_a_transpose_of_every_shape_is_an_involution():
    for t in (A, X, u, r, a, S):
        p = normal_form(t)
        assert transpose(transpose(p)) == p
