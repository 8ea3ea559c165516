"""`layout:` and `symmetric:`: what they change, that the cross-check honours them by itself, what is said without them."""

from dataclasses import replace

import pytest

from symcheck.crosscheck.check import crosscheck
from symcheck.engine import Options, judge_claim, judge_problem
from symcheck.problem.errors import ProblemErrors
from symcheck.problem.load import load, load_text

SYMBOLS = """
symbols:
  A: matrix(m, n)
  B, C: matrix(n, n)
  X: matrix(n, d)
  S: matrix(n, n), symmetric
  P: matrix(n, n), positive definite
  D: matrix(n, n), diagonal
  T: matrix(2, 2), symmetric
  E: matrix(2, 2)
  x, v: vector(n)
  w: vector(d)
  z: real
let:
  y: A x
  f(u): A u
"""


def problem_of(claim, **keys):
    options = "".join(f"    {key}: {value}\n" for key, value in keys.items())
    return load_text(f"{SYMBOLS}claims:\n  c:\n    claim: '{claim.replace(chr(39), chr(39) * 2)}'\n{options}", "f.yaml")


def judged(claim, **keys):
    problem = problem_of(claim, **keys)
    return judge_claim(problem, problem.claims[0], Options())


NUMERATOR, DENOMINATOR = {"layout": "numerator"}, {"layout": "denominator"}
FREE, TIED = {"symmetric": "unstructured"}, {"symmetric": "structured"}

# claim, keys, verdict, why
CASES = [
    ("jac(A x, x) = A", {}, "holds", "J dx = df"),
    ("jac(A x, x) = A", NUMERATOR, "holds", "the default, said"),
    ("jac(A x, x) = A^T", DENOMINATOR, "holds", "the transpose"),
    ("jac(A x, x) = A", DENOMINATOR, "malformed", "m×n against n×m"),
    ("jac(B x, x) = B", DENOMINATOR, "fails", "shapes fit, and it is still the transpose"),
    ("jac(y, x) = A^T", DENOMINATOR, "holds", "definitions are read under the convention of the claim"),
    ("jac(f(x), x, at=2 x) = A^T", DENOMINATOR, "holds", "at a point"),
    ("jac(A B x, x) = jac(A x, x) B", NUMERATOR, "holds", "chain rule, outer derivative first"),
    ("jac(A B x, x) = B^T jac(A x, x)", DENOMINATOR, "holds", "chain rule, inner derivative first"),
    ("jac(x, z) = zeros(n, 1)", {}, "holds", "by a number: n×1"),
    ("jac(x, z) = zeros(1, n)", DENOMINATOR, "holds", "by a number: 1×n"),
    ("jac(v^T x, x) = v^T", {}, "holds", "of a number: 1×n"),
    ("jac(v^T x, x) = v", DENOMINATOR, "holds", "of a number: n×1, as the gradient"),
    ("jac(exp(x), x) = diag(exp(x))", DENOMINATOR, "holds", "symmetric in any layout"),
    ("jac(vec(B X), vec(X)) = kron(I(d), B)", {}, "holds", "Matrix Cookbook (2012) eq. 520"),
    ("jac(vec(B X), vec(X)) = kron(I(d), B^T)", DENOMINATOR, "holds", "its transpose"),
    ("hess(x^T B x, x) = B + B^T", DENOMINATOR, "holds", "a Hessian is symmetric"),
    ("grad(norm(A x)^2, x) = 2 A^T A x", DENOMINATOR, "holds", "a gradient has the shape of its variable"),
    ("grad(norm(A x)^2, x) = 2 A^T A x", NUMERATOR, "holds", "in every layout"),
    ("diff(v^T x, x) = v", NUMERATOR, "holds", "diff by an array is the gradient"),
    ("grad(tr(B S), S) = B^T", {}, "undecided", "no convention is stated"),
    ("grad(tr(B S), S) = B^T", FREE, "holds", "Matrix Cookbook (2012) eq. 100"),
    ("grad(tr(B S^T), S) = B", FREE, "holds", "eq. 101: depends on how f is written"),
    ("grad(tr(B S), S) = B + B^T - B .* I", TIED, "holds", "eq. 140"),
    ("grad(tr(B S^T), S) = B + B^T - B .* I", TIED, "holds", "does not depend on how f is written"),
    ("grad(tr(B S), S) = 2 B - B .* I", TIED, "fails", "2 G - G .* I is for symmetric G"),
    ("grad(tr(S S), S) = 4 S - 2 S .* I", TIED, "holds", "G = 2 S"),
    ("grad(tr(S S), S) = 2 S", FREE, "holds", "S^T is S afterwards, not before"),
    ("grad(det(S), S) = det(S) (2 inv(S) - inv(S) .* I)", TIED, "holds", "eq. 138 with eq. 49"),
    ("grad(logdet(P), P) = 2 inv(P) - inv(P) .* I", TIED, "holds", "eq. 141"),
    ("grad(logdet(P), P) = inv(P)", FREE, "holds", "eq. 57"),
    ("grad(logdet(P), P) = inv(P)", TIED, "fails", "eq. 57 is the unstructured one"),
    ("grad(v^T inv(S) v, S) = -inv(S) v v^T inv(S)", FREE, "holds", "eq. 61"),
    ("grad(x^T grad(tr(S S), S) v, S) = 2 v x^T", FREE, "holds", "the inner gradient is 2 S^T"),
    (
        "grad(x^T grad(tr(S S), S) v, S) = 4 x v^T + 4 v x^T - 6 (x v^T .* I)",
        TIED,
        "holds",
        "x^T (4 S - 2 S .* I) v has the derivatives 2 x_i v_i on the diagonal and 4 (x_i v_j + x_j v_i) beside it",
    ),
    ("grad(x^T grad(tr(S S), S) v, S) = 4 x v^T + 4 v x^T", TIED, "fails", "not on the diagonal"),
    ("grad(tr(D B), D) = B .* I", TIED, "undecided", "a diagonal matrix is tied further"),
    ("jac(vec(B S), vec(S)) = kron(I(n), B)", TIED, "undecided", "not built"),
    ("jac(vec(B S), vec(S)) = kron(I(n), B)", FREE, "holds", "the entries of vec(S) as if they were free"),
    ("grad(T[1, 2], T) = [[0, 1], [1, 0]]", TIED, "holds", "entry by entry: one number stands at both places"),
    ("grad(T[1, 2], T) = [[0, 1], [1, 0]]", {}, "undecided", "was taken for structured, against the cross-check"),
    ("grad(T[1, 2], T) = [[0, 1], [0, 0]]", FREE, "undecided", "true, and not provable where both are one letter"),
    ("grad(tr(T E) + 0 T[1, 1], T) = E + E^T - E .* I", TIED, "holds", "both readings of arrays agree"),
]


@pytest.mark.parametrize(("claim", "keys", "verdict", "why"), CASES, ids=lambda x: x if isinstance(x, str) else str(x))
def test_the_convention_decides(claim, keys, verdict, why):
    report = judged(claim, **keys)
    assert report.verdict == verdict, (why, report.message)
    if verdict == "undecided":
        assert report.code == "symmetric-variable"
    if verdict == "holds":
        assert report.crosscheck.status == "agrees", report.crosscheck
    if verdict == "fails":
        assert report.crosscheck.status == "contradicts", report.crosscheck


CHANGED = [(c, k) for c, k, verdict, _ in CASES if verdict == "holds" and k in (DENOMINATOR, TIED)]


@pytest.mark.parametrize(("claim", "keys"), CHANGED)
def test_the_cross_check_does_not_follow_the_lowering(claim, keys):
    """Read without the convention by NumPy alone, the claim is another one: it must be seen to be false, unless it is not."""
    claim_read = problem_of(claim, **keys).claims[0]
    plain = replace(claim_read.context, layout="", symmetric="")
    there = crosscheck(claim_read.statement, (), claim_read.context, {}).status
    here = crosscheck(claim_read.statement, (), plain, {}).status
    assert there == "agrees"
    same = {"hess", "grad(norm", "diag(exp"} if keys == DENOMINATOR else set()
    if not any(s in claim for s in same):
        assert here in {"contradicts", "inconclusive"}


# what is said -------------------------------------------------------------------------------------------------


TRANSPOSED = [
    ("jac(A x, x) = A^T", {}, "malformed", "this is the denominator layout, in which `jac(f, x)` is rows of x × rows of f"),
    ("jac(A x, x) = A", DENOMINATOR, "malformed", "this is the numerator layout, in which `jac(f, x)` is rows of f × rows of x"),
    ("jac(B x, x) = B^T", {}, "fails", "say so with `layout: denominator`"),
    ("2 jac(B x, x) = 2 B^T", {}, "fails", "say so with `layout: denominator`"),
    ("jac(A B x, x) = B^T jac(A x, x)", {}, "malformed", "say so with `layout: denominator`"),
    ("jac(y, x) = A^T", {}, "malformed", "say so with `layout: denominator`"),
    ("grad(norm(A x)^2, x) = 2 x^T A^T A", {}, "malformed", "a gradient has the shape of its variable, and `x` is n×1"),
    ("2 x^T A^T A = grad(norm(A x)^2, x)", {}, "malformed", "`2 x^T A^T A` is its transpose, as in the numerator layout"),
    ("grad(tr(B C), B) = C", {}, "fails", "`C` is its transpose"),
    ("grad(tr(X^T B X), X) = X^T (B + B^T)", {}, "malformed", "and `X` is n×d"),
]


@pytest.mark.parametrize(("claim", "keys", "verdict", "words"), TRANSPOSED)
def test_a_claim_right_up_to_transposition_says_so(claim, keys, verdict, words):
    report = judged(claim, **keys)
    assert report.verdict == verdict
    assert report.diagnosis is not None and report.diagnosis.kind == "transposed"
    assert report.diagnosis.message.startswith("right up to transposition: ") and words in report.diagnosis.message


@pytest.mark.parametrize(
    "claim",
    ["jac(A x, x) = 2 A^T", "jac(B x, x) = C^T", "grad(norm(A x)^2, x) = x^T A^T A", "grad(tr(B C), B) = 2 C", "B C = C^T B^T"],
)
def test_nothing_else_is_called_transposed(claim):
    diagnosis = judged(claim).diagnosis
    assert diagnosis is None or diagnosis.kind != "transposed"


def test_the_message_names_the_option():
    message = judged("grad(tr(B S), S) = B^T").message
    assert "`S` is declared symmetric" in message
    assert "`symmetric: unstructured`" in message and "`symmetric: structured`" in message
    assert "declared diagonal" in judged("grad(tr(D B), D) = B .* I", **TIED).message
    assert "entry by entry" in judged("grad(T[1, 2], T) = [[0, 1], [0, 0]]", **FREE).message


def test_the_rules_are_listed():
    assert "denominator-layout" in judged("jac(A x, x) = A^T", **DENOMINATOR).rules
    assert "structured-gradient" in judged("grad(tr(B S), S) = B + B^T - B .* I", **TIED).rules
    assert "unstructured-gradient" in judged("grad(tr(B S), S) = B^T", **FREE).rules
    assert "unstructured-gradient" not in judged("grad(tr(B S), S) = B + B^T - B .* I", **TIED).rules


# files --------------------------------------------------------------------------------------------------------


def test_the_file_says_it_for_all_claims_and_a_claim_for_itself():
    text = f"layout: denominator\nsymmetric: structured\n{SYMBOLS}" + (
        "claims:\n  1: jac(A x, x) = A^T\n  2: {layout: numerator, claim: 'jac(A x, x) = A'}\n"
        "  3: grad(tr(S S), S) = 4 S - 2 S .* I\n  4: {symmetric: unstructured, claim: 'grad(tr(S S), S) = 2 S'}\n"
    )
    assert [c.verdict for c in judge_problem(load_text(text, "f.yaml")).claims] == ["holds"] * 4


def test_hypotheses_of_the_file_are_read_under_the_convention_of_the_claim():
    text = f"{SYMBOLS}given: jac(B x, x) = C\n" + (
        "claims:\n  1: C = B\n  2: {layout: denominator, claim: 'C = B^T'}\n"
        "  3: {layout: denominator, expect: fails, claim: 'C = B'}\n"
    )
    assert [c.unmet for c in judge_problem(load_text(text, "f.yaml")).claims] == [(), (), ()]


def test_a_derivation_has_one_convention():
    lines = "      jac(B C x, x) = C^T jac(B x, x)\n      = C^T B^T\n"
    text = f"{SYMBOLS}claims:\n  d:\n    layout: denominator\n    derivation: |\n{lines}"
    report = judge_problem(load_text(text, "f.yaml"))
    assert [(c.verdict, c.follows) for c in report.claims] == [("holds", None), ("holds", "equivalent")]


def test_conventions_are_inherited_and_may_not_differ(tmp_path):
    (tmp_path / "notation.yaml").write_text(f"layout: denominator\n{SYMBOLS}")
    (tmp_path / "a.yaml").write_text("uses: notation.yaml\nclaims:\n  1: jac(A x, x) = A^T\n")
    (tmp_path / "b.yaml").write_text("uses: notation.yaml\nlayout: numerator\nclaims:\n  1: jac(A x, x) = A\n")
    assert judge_problem(load(str(tmp_path / "a.yaml"))).claims[0].verdict == "holds"
    with pytest.raises(ProblemErrors) as found:
        load(str(tmp_path / "b.yaml"))
    assert "`layout` is numerator here and denominator in `notation.yaml`" in str(found.value)


MISSPELT = [("layout", "denominators", "denominator"), ("symmetric", "structurd", "structured")]


@pytest.mark.parametrize(("key", "word", "near"), MISSPELT)
def test_a_misspelt_word_is_an_error(key, word, near):
    with pytest.raises(ProblemErrors) as found:
        load_text(f"{key}: {word}\n{SYMBOLS}claims:\n  1: A = A\n", "f.yaml")
    assert near in str(found.value) and word in str(found.value)
