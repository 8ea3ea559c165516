"""The same pairs of answers through symcheck, SymPy (`simplify`, `equals`) and math-verify: who is right, and how long it takes.

    python benchmarks/scalars.py [TABLE...] [--math-verify PYTHON] [--limit SECONDS] [--list FILE] [--report]

Every pair has a known truth.  One run, one pair after another in one warm process a judge, the same limit for each.  See
benchmarks/README.md for what the columns mean and how math-verify is installed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the peers are modules of this folder, which is no part of the package

from benchmarks.matrix import UNIT, Column, ask, outcome, taken_for_false  # noqa: E402
from benchmarks.scalar_peers.pairs import Pair, gather  # noqa: E402

TABLES = ("tests/cases/pairs.json", "tests/cases/pairs_more.json")
COUNTS = ("correct", "wrong", "undecided", "cannot express")


def table(pairs: list[Pair], columns: list[Column]) -> str:
    """A row a judge, and one for whoever takes two answers that differ after simplification for a false pair."""
    unit = next(c for c in columns if c.name == UNIT)
    lines = [
        f"{'':20}"
        + "".join(f"{h:>16}" for h in COUNTS)
        + f"{'median ms':>12}{'worst s':>9}{'time ratio':>12}{'median ratio':>14}"
    ]
    for column in columns:
        if not column.answers:
            lines.append(f"{column.name:20}not run: {column.absent}")
            continue
        for label, reading in ((column.name, outcome), (" ≠ read as false", taken_for_false)):
            counts = Counter(reading(p.truth, column.answers.get(p.id)) for p in pairs)
            row = f"{label:20}" + "".join(f"{counts[h]:>16}" for h in COUNTS)
            lines.append(row + (times(column, unit) if reading is outcome else ""))
            if not any(a.answer == "different" for a in column.answers.values()):
                break
        if column.absent:
            lines.append(f"  ended early: {column.absent}")
    return "\n".join(lines)


def times(column: Column, unit: Column) -> str:
    """Median and worst of its own; the ratios to symcheck, of sums and of medians, over the pairs that both answer."""
    own = {i: a.seconds for i, a in column.answers.items() if a.answer != "cannot-express"}
    both = [i for i in own if i in unit.answers and unit.answers[i].answer != "cannot-express"]
    ours = [unit.answers[i].seconds for i in both]
    theirs = [own[i] for i in both]
    ratios = f"{sum(theirs) / sum(ours):>12.2f}{statistics.median(theirs) / statistics.median(ours):>14.2f}" if both else ""
    return f"{1000 * statistics.median(own.values()):>12.2f}{max(own.values()):>9.2f}{ratios}"


def details(pairs: list[Pair], columns: list[Column], count: int) -> str:
    """Per category the counts of symcheck, every wrong answer of anyone, and the pairs of ours that took longest."""
    unit = next(c for c in columns if c.name == UNIT)
    lines = []
    for category in dict.fromkeys(p.category for p in pairs):
        some = [p for p in pairs if p.category == category]
        counts = Counter(outcome(p.truth, unit.answers.get(p.id)) for p in some)
        lines.append(f"{category}: {len(some)} pairs, symcheck " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    for column in columns:
        for pair in pairs:
            if taken_for_false(pair.truth, column.answers.get(pair.id)) == "wrong":
                found = column.answers[pair.id].answer
                domain = " (the domain alone differs)" if pair.domain_alone else ""
                lines.append(f"wrong: {column.name} finds {found}: {pair.id}: {pair.claim}{domain}")
    decided = [1000 * a.seconds for a in unit.answers.values() if a.answer in {"equal", "refuted"}]
    if decided:
        lines.append(f"symcheck, what it decides: {len(decided)} pairs, median {statistics.median(decided):.2f} ms")
    lines.append("slowest of symcheck:")
    ranked = sorted(unit.answers.values(), key=lambda a: -a.seconds)[:count]
    lines += [f"  {a.seconds:>8.3f} s  {a.answer:10} {a.why:16} {a.id}" for a in ranked]
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("tables", nargs="*", type=Path, help="tables of pairs (default: all that there are)")
    options.add_argument("--math-verify", default="/tmp/mv/bin/python", help="a Python in which math-verify is installed")
    options.add_argument("--limit", type=float, default=10, help="seconds a pair (10)")
    options.add_argument("--slowest", type=int, default=8, help="how many pairs to list (8)")
    options.add_argument("--list", type=Path, help="write every answer to this file, as JSON lines")
    options.add_argument("--report", action="store_true", help="time symcheck's report with the cross-check")
    chosen = options.parse_args()
    pairs = gather(chosen.tables or [ROOT / path for path in TABLES])
    asked = [{k: v for k, v in asdict(p).items() if k not in {"truth", "domain_alone"}} for p in pairs]
    text = json.dumps([chosen.limit, asked])
    peer = "benchmarks.scalar_peers."
    columns = [
        ask(UNIT, [sys.executable, "-m", peer + "symcheck_judging", *(["--report"] if chosen.report else [])], text),
        ask("SymPy simplify", [sys.executable, "-m", peer + "sympy_judging", "simplify"], text),
        ask("SymPy equals", [sys.executable, "-m", peer + "sympy_judging", "equals"], text),
        ask("math-verify", [chosen.math_verify, "-m", peer + "math_verify_judging"], text),
    ]
    alone = [p for p in pairs if p.domain_alone]
    rest = [p for p in pairs if not p.domain_alone]
    print(f"{len(pairs)} pairs, {sum(p.truth == 'holds' for p in pairs)} equal", table(pairs, columns), sep="\n")
    print(f"without the {len(alone)} that differ in their domain alone", table(rest, columns), sep="\n")
    print(details(pairs, columns, chosen.slowest))
    if chosen.list:
        rows = [{"by": c.name, **vars(a)} for c in columns for a in c.answers.values()]
        chosen.list.write_text("".join(json.dumps(r) + "\n" for r in rows))


if __name__ == "__main__":
    main()
