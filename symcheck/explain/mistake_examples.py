"""For every name of a mistake a problem file: a claim `wrong` that has it, and its repair, which holds.

Owns: `OF_MISTAKES`.  Each is run by a test (tests/explain/test_examples.py): it really is given that name.
"""

from __future__ import annotations

from collections.abc import Mapping

REALS = "symbols:\n  x, y, a: real\n"
MATRICES = "symbols:\n  X: matrix(n, d)\n  A, B: matrix(n, n)\n  w: vector(d)\n  t, v: vector(n)\n"


def _pair(symbols: str, wrong: str, right: str, expect: str, also: str = "") -> str:
    said = f"    claim: {wrong}\n    expect: {{verdict: fails, diagnosis: {expect}}}\n"
    return f"{symbols}claims:\n  wrong:\n{said}  repaired:\n    claim: {right}\n{also}"


RUN = """\
data:
  printed: |
{rows}
recurrences:
  run:
    parameters:
      rate: {rate}
    start:
      w: '[1]'
    updates:
      w: w - rate w
    rows: 0..7
claims:
  {name}:
    claim: matches(run.w, printed){expect}
"""
ROWS = {0: "1", 1: "0.5", 2: "0.25", 3: "0.125", 4: "0.0625", 5: "0.03125", 6: "0.015625", 7: "0.0078125"}

SHIFTED = """\
data:
  printed: |
    0: [7, 2]
    1: [9, 7]
    2: [16, 9]
    3: [25, 16]
    4: [41, 25]
  right: |
    1: [7, 2]
    2: [9, 7]
    3: [16, 9]
    4: [25, 16]
    5: [41, 25]
recurrences:
  sums:
    start:
      w: '[2, 5]'
    updates:
      w: '[w[1] + w[2], w[1]]'
    rows: 0..5
claims:
  wrong:
    claim: matches(sums.w, printed)
    expect: {verdict: fails, diagnosis: shifted-rows}
  repaired:
    claim: matches(sums.w, right)
"""


def _table(rows: Mapping[int, str]) -> str:
    return "\n".join(f"    {k}: [{v}]" for k, v in rows.items())


def _printed(rows: Mapping[int, str], rate: str, kind: str) -> str:
    wrong = RUN.format(rows=_table(rows), rate=rate, name="wrong", expect=f"\n    expect: {{verdict: fails, diagnosis: {kind}}}")
    return wrong


def _chain(start: str, wrong: str, right: str, expect: str) -> str:
    """A line that does not follow from the one before, and one that does."""
    named = f"    expect:\n      a: {{diagnosis: {expect}}}\n"
    return (
        "symbols:\n  x: real\nclaims:\n"
        f"  wrong:\n    from: {start}\n    derivation: |\n      [a] {wrong}\n{named}"
        f"  repaired:\n    from: {start}\n    derivation: |\n      [a] {right}\n"
    )


OF_MISTAKES: Mapping[str, str] = {
    "sign": _pair(REALS, "(x - y)^2 = x^2 + 2 x y + y^2", "(x - y)^2 = x^2 - 2 x y + y^2", "sign"),
    "missing-constant": (
        f"{REALS}claims:\n  wrong:\n    claim: integrate(2 x, x) = x^2\n"
        "    expect: {verdict: holds, diagnosis: missing-constant}\n"
        "  repaired:\n    claim: integrate(2 x, x) = x^2 + C\n"
    ).replace("x, y, a", "x, y, C"),
    "missing-term": _pair(REALS, "x (y + 1) = x y", "x (y + 1) = x y + x", "missing-term"),
    "extra-term": _pair(MATRICES, "grad(v^T v, v) = 2 v + t", "grad(v^T v, v) = 2 v", "extra-term"),
    "missing-factor": _pair(
        MATRICES, "grad(norm(X w - t)^2, w) = X^T (X w - t)", "grad(norm(X w - t)^2, w) = 2 X^T (X w - t)", "missing-factor"
    ),
    "extra-factor": _pair(REALS, "diff(a x, x) = a x", "diff(a x, x) = a", "extra-factor"),
    "constant": _pair(REALS, "diff(x^3, x) = 2 x^2", "diff(x^3, x) = 3 x^2", "constant"),
    "exponent": _pair(REALS, "diff(x^3, x) = 3 x^3", "diff(x^3, x) = 3 x^2", "exponent"),
    "wrong-order": _pair(MATRICES, "(A B)^T = A^T B^T", "(A B)^T = B^T A^T", "wrong-order"),
    "wrong-symbol": _pair(REALS, "(x + y)(x - y) = x^2 - x^2", "(x + y)(x - y) = x^2 - y^2", "wrong-symbol"),
    "fraction-inverted": _pair(
        "symbols:\n  x, y, a: real, positive\n", "(x / y) (y / a) = a / x", "(x / y) (y / a) = x / a", "fraction-inverted"
    ),
    "swapped-operands": _pair(REALS, "(x - y) (x + y) = y^2 - x^2", "(x - y) (x + y) = x^2 - y^2", "swapped-operands"),
    "not-distributed": _pair(REALS, "3 (x + y) = 3 x + y", "3 (x + y) = 3 x + 3 y", "not-distributed"),
    "missing-cross-term": _pair(REALS, "(x + y)^2 = x^2 + y^2", "(x + y)^2 = x^2 + 2 x y + y^2", "missing-cross-term"),
    "transposed": _pair(MATRICES, "jac(A v, v) = A^T", "jac(A v, v) = A", "transposed"),
    "missing-transpose": _pair(MATRICES, "v^T A t = t^T A v", "v^T A t = t^T A^T v", "missing-transpose"),
    "extra-transpose": _pair(MATRICES, "A (A v) = A A^T v", "A (A v) = A A v", "extra-transpose"),
    "missing-inverse": _pair(
        "symbols:\n  A, B: matrix(n, n), invertible\n", "inv(A B) = B inv(A)", "inv(A B) = inv(B) inv(A)", "missing-inverse"
    ),
    "extra-inverse": _pair(
        "symbols:\n  A, B: matrix(n, n), invertible\n", "A B inv(B) = inv(A)", "A B inv(B) = A", "extra-inverse"
    ),
    "missing-assumption": _pair(
        MATRICES, "grad(v^T A v, v) = 2 A v", "grad(v^T A v, v) = 2 A v", "missing-assumption", "    given: A is symmetric\n"
    ),
    "changed-literal": _printed(ROWS, "0.25", "changed-literal"),
    "shifted-rows": SHIFTED,
    "misprint": _printed({**ROWS, 4: "0.0652"}, "0.5", "misprint"),
    "one-side-only": _chain("x + 1 = 4", "=> 2 (x + 1) = 4", "=> 2 (x + 1) = 8", "one-side-only"),
    "lost-solution": _chain("x^2 = 2 x", "<=> x = 2", "<=> x = 0 or x = 2", "lost-solution"),
    "gained-solution": _chain("x = 3", "<=> x^2 = 9", "<=> x - 3 = 0", "gained-solution"),
    "missing-plus-minus": _chain("x^2 = 4", "<=> x = 2", "<=> x = 2 or x = -2", "missing-plus-minus"),
    "not-in-form": (
        f"{REALS}claims:\n  wrong:\n    claim: (x + 1)^2 = x (x + 2) + 1\n    form: expanded\n"
        "    expect: {verdict: holds, diagnosis: not-in-form}\n"
        "  repaired:\n    claim: (x + 1)^2 = x^2 + 2 x + 1\n    form: expanded\n"
    ),
    "two-mistakes": _pair(
        REALS, "(x + y)(x + 2) = x^2 - 2 x + x y + 3 y", "(x + y)(x + 2) = x^2 + 2 x + x y + 2 y", "two-mistakes"
    ),
}
