"""For every verdict, code, answer and finding a problem file that gets it, and one in which that is put right.

Owns: `EXAMPLES`, `NONE`.  Each is run by a test (tests/explain/test_examples.py).  The claim `wrong` gets the name,
`repaired` holds; of a finding, which is about a whole file, the repaired file comes after the line `---`.
"""

from __future__ import annotations

from collections.abc import Mapping

ONE = "symbols:\n  x: real\n"
X = "symbols:\n  x, y: real\n"
ARRAYS = "symbols:\n  X: matrix(n, d)\n  A: matrix(n, n)\n  w: vector(d)\n  v: vector(n)\n"
RUN = """\
symbols:
  u: real
recurrences:
  run:
    parameters:
      rate: 0.5
    start:
      w: '[1, 2]'
    updates:
      w: w - rate w
    rows: 0..5
"""


def _pair(symbols: str, wrong: str, expect: str, right: str, more: str = "", also: str = "") -> str:
    """more: of the wrong claim; also: of the repaired one."""
    first = f"  wrong:\n    claim: {wrong}\n{more}    expect: {{{expect}}}\n"
    return f"{symbols}claims:\n{first}  repaired:\n    claim: {right}\n{also}"


def _malformed(wrong: str, code: str, right: str) -> str:
    return _pair(ARRAYS, wrong, f"verdict: malformed, because: {code}", right)


def _undecided(symbols: str, wrong: str, code: str, right: str, more: str = "", also: str = "") -> str:
    return _pair(symbols, wrong, f"verdict: undecided, because: {code}", right, more, also)


def _step(lines: tuple[str, str], answer: str, right: tuple[str, str]) -> str:
    return (
        f"symbols:\n  x: real\nclaims:\n  wrong:\n    from: {lines[0]}\n"
        f"    derivation: |\n      [start] {lines[0]}\n      [step] {lines[1]}\n"
        f"    expect:\n      step: {{{answer}}}\n"
        f"  repaired:\n    from: {right[0]}\n    derivation: |\n      [start] {right[0]}\n      [step] {right[1]}\n"
    )


EXAMPLES: Mapping[str, str] = {
    "holds": _pair(X, "(x + y)^2 = x^2 + y^2 + 2 x y", "holds", "x^2 >= 0").replace("{holds}", "holds"),
    "fails": _pair(X, "(x + y)^2 = x^2 + y^2", "verdict: fails", "(x + y)^2 = x^2 + 2 x y + y^2"),
    "malformed": _malformed("v^2 = norm(v)^2", "shape-mismatch", "v^T v = norm(v)^2"),
    "undecided": _undecided(X, "x = 1", "vacuous", "x = 1", "    given: x > 2, x < 1\n", "    given: x + 1 = 2\n"),
    "shape-mismatch": _malformed("X w + w = w + X w", "shape-mismatch", "X w + v = v + X w"),
    "kind-mismatch": _malformed("grad(v^T v, 2 = 2) = 2 v", "kind-mismatch", "grad(v^T v, v) = 2 v"),
    "argument-count": _malformed("tr(A zeros(n, n, n)) = 0", "argument-count", "tr(A zeros(n, n)) = 0"),
    "no-direction": _undecided(X, "sin(x) = x + O(x^3)", "no-direction", "sin(x) = x + O(x^3, x -> 0)"),
    "index-range": _malformed("v[0] = v[0]", "index-range", "v^T v = norm(v)^2"),
    "property-shape": (
        "symbols:\n  S: matrix(n, d), symmetric\nclaims:\n  wrong: S^T = S\n---\n"
        "symbols:\n  S: matrix(n, n), symmetric\nclaims:\n  repaired: S^T = S\n"
    ),
    "size-unknown": _malformed("tr(I) = 1", "size-unknown", "tr(I(n)) = n"),
    "not-a-variable": _malformed("grad(norm(X w)^2, X w) = 2 X w", "not-a-variable", "grad(norm(v)^2, v) = 2 v"),
    "symmetric-variable": _undecided(
        "symbols:\n  S: matrix(n, n), symmetric\n", "grad(tr(S), S) = I", "symmetric-variable", "grad(tr(S), S) = I", "",
        "    symmetric: unstructured\n",
    ),
    "skew-variable": _undecided(
        "symbols:\n  K: matrix(n, n), skew\n  A: matrix(n, n)\n", "grad(tr(K^T K), K) = 2 K", "skew-variable",
        "grad(tr(A^T A), A) = 2 A"
    ),
    "no-theory": _undecided(
        "symbols:\n  x: real\n  y: real, positive\n", "1/x is convex in x", "no-theory", "1/y is convex in y"
    ),
    "domain": _pair(
        X, "x^2/x = x", "verdict: fails, because: domain", "x^2/x = x", "    domain: strict\n", "    given: x != 0\n"
    ),
    "vacuous": _undecided(X, "x = 1", "vacuous", "x >= 1", "    given: x > 2, x < 1\n", "    given: x > 2\n"),
    "no-program": _undecided(RUN, "'exists k in 0..5: run.w[k][1] > 1'", "no-program", "'for all k in 0..5: run.w[k][1] <= 1'"),
    "no-value": _undecided(RUN, "'for all k in 0..5: run.w[k][1] < u'", "no-value", "'for all k in 0..5: run.w[k][1] < 2'"),
    "no-tolerance": _undecided(X, "sqrt(2) ~= 7/5", "no-tolerance", "sqrt(2) ~= 7/5", "", "    tolerance: 0.1\n"),
    "row-index": _undecided(RUN, "run.w[-1] = [0, 0]", "row-index", "run.w[0] = [1, 2]"),
    "row-length": _undecided(
        f"data:\n  printed: |\n    0: [1]\n  whole: |\n    0: [1, 2]\n{RUN}", "matches(run.w, printed)", "row-length",
        "matches(run.w, whole)"
    ),
    "float64": _undecided(RUN, "float64(2 run.w[1]) = [1, 2]", "float64", "float64(run.w[1]) = [0.5, 1]"),
    "size-fixed": _undecided(
        ARRAYS, "w[1] + 1 > w[1]", "size-fixed", "z[1] + 1 > z[1]"
    ).replace("  v: vector(n)\n", "  v: vector(n)\n  z: vector(3)\n"),
    "too-large": _undecided(
        "symbols:\n  Z: matrix(200, 200)\n  A: matrix(n, n)\n", "tr(Z) = tr(Z^T)", "too-large", "tr(A) = tr(A^T)"
    ),
    "undefined": _undecided(
        X, "inv([[1, 2], [2, 4]]) = [[1, 0], [0, 1]]", "undefined", "inv([[1, 2], [2, 5]]) = [[5, -2], [-2, 1]]"
    ),
    "equivalent": _step(("x + 1 = 2", "<=> x = 1"), "follows: equivalent", ("2 x = 2", "<=> x = 1")),
    "implied": _step(("x = 2", "=> x^2 = 4"), "follows: implied", ("x = 2 or x = -2", "<=> x^2 = 4")),
    "implies": _step(("x^2 = 4", "=> x = 2"), "verdict: fails, follows: implies", ("x^2 = 4", "=> x = 2 or x = -2")),
    "no": _step(("x + 1 = 2", "=> x = 3"), "verdict: fails, follows: no", ("x + 1 = 2", "=> x = 1")),
    "too-weak": f"{ONE}claims:\n  wrong: x^2 + 1 >= 0\n---\n{ONE}claims:\n  repaired: x^2 + 1 >= 1\n",
    "tautology": f"{X}claims:\n  wrong: x - x = 0\n---\n{X}claims:\n  repaired: (x - 1)^2 = x^2 - 2 x + 1\n",
    "nowhere-defined": f"{X}claims:\n  wrong: sqrt(-1 - x^2) = 1\n---\n{X}claims:\n  repaired: sqrt(1 + x^2) >= 1\n",
    "unsatisfiable": (
        f"{X}claims:\n  wrong:\n    claim: x = 1\n    given: x > 2, x < 1\n    expect: undecided\n---\n"
        f"{X}claims:\n  repaired:\n    claim: (x - 1)(x - 2) >= 0\n    given: x > 2\n"
    ),
    "unneeded-hypothesis": (
        f"{X}claims:\n  wrong:\n    claim: (x + 1)^2 = x^2 + 2 x + 1\n    given: x > 0\n---\n"
        f"{X}claims:\n  repaired: (x + 1)^2 = x^2 + 2 x + 1\n"
    ),
    "unused-symbol": f"{X}  spare: real\nclaims:\n  wrong: x y = y x\n---\n{X}claims:\n  repaired: x y = y x\n",
    "unused-definition": f"{X}let:\n  s: x + y\nclaims:\n  wrong: x y = y x\n---\n"
    f"{X}let:\n  s: x + y\nclaims:\n  repaired: s^2 = x^2 + 2 x y + y^2\n",
    "unused-object": f"{RUN}claims:\n  wrong: u (u + 1) = u^2 + u\n---\n"
    f"{RUN}claims:\n  repaired: 'for all k in 0..5: run.w[k][1] <= 1'\n",
}  # fmt: skip

# What has no lasting example, and why.
NONE: Mapping[str, str] = {
    "conflict": "No claim is known that gets it: each would be a fault of symcheck, and would be mended.",
    "internal-error": "No claim is known that gets it: each would be a fault of symcheck, and would be mended.",
    "rejected-certificate": "No claim is known that gets it: each would be a gap in the search, and would be mended.",
    "no-parameter": "The file is refused before it is judged: `run(speed=1).w[1]` for a recurrence `run` that has no `speed`.",
    "budget": "Which claims use it up changes with every improvement of the search. Smaller sizes, or steps in between, help.",
    "no-certificate": "Which claims end so changes with every improvement of the search. Steps in between, a derivation, help.",
    "time-limit": "How long a claim takes depends on the machine. `--timeout 60` allows it more; steps in between help.",
}
