"""Translates the hostile inputs handed to the project (JSON with Python expressions for the long ones) into `hostile.json`.

    python tests/attack/translate_hostile.py /work/shared/cases/hostile.json

Owns: the table of long inputs (`GENERATED`), as repeated pieces: nothing is evaluated.  Not run by the tests, which read
`hostile.json` only.  What a case of the `submission` channel needs (archives, foreign files, grading) is listed there
with `runs: false` and why.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

# Each input as [piece, times] pairs; {"numbered": text, "times": n, "between": sep} writes `text` with 0 … n−1 put in.
GENERATED: dict[str, list[object]] = {
    "x164": [["(", 100_000], ["x", 1], [")", 100_000]],
    "x165": [["(", 100_000]],
    "x168": [["-", 100_000], ["x", 1]],
    "x173": [["2**", 99], ["2", 1]],
    "x174": [["1/(1+", 400], ["x", 1], [")", 400]],
    "x175": [["1/(1+", 60], ["x", 1], [")", 60]],
    "x179": [{"numbered": "(x+%d)", "times": 3000, "between": "*"}],
    "x181": [["a+", 500_000], ["a", 1]],
    "x184": [["x", 1], ["'", 100_000]],
    "x194": [["x/", 499], ["x", 1]],
    "l109": [["{", 100_000]],
    "l115": [["x^{", 3000], ["x", 1], ["}", 3000]],
    "l117": [{"numbered": "x_{%d}", "times": 300, "between": "+"}],
    "l118": [["|", 4000]],
    "l119": [["a|", 2000], ["a", 1]],
    "l123": [["\\begin{bmatrix}", 1], ["0&" * 1999 + "0\\\\", 200], ["0\\end{bmatrix}", 1]],
    "l126": [[" ", 1_000_000]],
    "l128": [["(10^8)!", 1]],
    "l129": [["9^{9^{9^{9}}}", 1]],
    "s010": [["a: &a ", 1], ["x", 100_000], ["\nb: [", 1], ["*a,", 10_000], ["]", 1]],
    "s011": [["[", 5000]],
    "s013": [["{a: ", 3000], ["1", 1], ["}", 3000]],
    "s014": [{"indented": "a:\n", "times": 2000}],
    "s019": [["a: !!int ", 1], ["9", 1_000_000]],
    "s061": [{"latin-1": "id: caf\xe9"}],
    "s064": [["id: q\0", 1]],
    "s066": [["id: q\r\nclaims: []\r\n", 1]],
    "s067": [{"latin-1": "\x1f\x8b" + "x" * 100}],
    "s098": [["symbols: {", 1], {"numbered": "x%d: scalar", "times": 100_000, "between": ", "}, ["}", 1]],
    "s116": [["[", 100_000], ["]", 100_000]],
    "s117": [['{"a":', 100_000]],
    "s119": [['{"points": ', 1], ["9", 10_000], ["}", 1]],
}

# What stands for the symbols that the cases leave open: everything a case may mean is declared.
EXPRESSIONS = {"x, y, z, w": "real"}
LATEX = {"X": "matrix(n, d)", "w": "vector(d)", "t": "vector(n)", "A, B, Sigma": "matrix(n, n)", "x, z, lambda": "real"}


def main(path: str) -> None:
    cases = json.loads(Path(path).read_text(encoding="utf-8"))["cases"]
    out = [translated(case) for case in cases]
    text = json.dumps({"symbols": {"expr": EXPRESSIONS, "latex": LATEX}, "cases": out}, indent=1, ensure_ascii=True)
    Path(__file__).with_name("hostile.json").write_text(text + "\n", encoding="utf-8")
    print(len(out), "cases,", sum(c.get("runs", True) for c in out), "of them run")


def translated(case: dict[str, object]) -> dict[str, object]:
    kept = {k: case[k] for k in ("id", "channel", "category", "expect", "verdict", "declare", "reference", "format") if k in case}
    if case["channel"] == "submission" and not isinstance(case.get("input"), str):
        return {**kept, "what": case["gen"], "runs": False, "reason": "grading of submissions is not part of this version"}
    if "gen" in case:
        return {**kept, "pieces": GENERATED[str(case["id"])]}
    return {**kept, "input": case["input"]}


if __name__ == "__main__":
    main(sys.argv[1])
