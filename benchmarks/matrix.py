"""The same matrix claims through symcheck, SymPy's matrix expressions and tensorgrad: who is right, and how long it takes.

    python benchmarks/matrix.py [PATH...] [--tensorgrad PYTHON] [--limit SECONDS] [--slowest N] [--list FILE] [--report]

Every claim has a known truth.  One run, one claim after another, the same limit for each; what is timed is from the parsed
claim to the answer.  See benchmarks/README.md for what the columns mean and how the peers are installed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the peers are modules of this folder, which is no part of the package

from benchmarks.matrix_peers.answering import Answer  # noqa: E402
from benchmarks.matrix_peers.claims import Case, gather  # noqa: E402
from benchmarks.matrix_peers.stated import encode  # noqa: E402

PATHS = ("problems/matrix_cookbook", "problems/deep_learning", "tests/cases/matrix.json")
UNIT = "symcheck"


@dataclass(frozen=True)
class Column:
    """One judge: its answers by claim, or why there are none."""

    name: str
    answers: dict[str, Answer]
    absent: str = ""


def ask(name: str, command: list[str], text: str) -> Column:
    """The answers that `command` writes, one JSON line a claim; a command that does not start is an empty column."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    except OSError as error:
        return Column(name, {}, f"does not start: {error}")
    answers = [Answer(**json.loads(line)) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode:
        return Column(name, {a.id: a for a in answers}, (done.stderr.strip().splitlines() or ["it ended early"])[-1])
    return Column(name, {a.id: a for a in answers})


def outcome(truth: str, answer: Answer | None) -> str:
    """What an answer is worth.  "different" shows nothing, so it is undecided, whatever the truth."""
    match answer.answer if answer else "absent":
        case "equal":
            return "correct" if truth == "holds" else "wrong"
        case "refuted":
            return "correct" if truth == "fails" else "wrong"
        case "cannot-express":
            return "cannot express"
        case "absent":
            return "absent"
    return "undecided"


def taken_for_false(truth: str, answer: Answer | None) -> str:
    """The generous reading: whoever simplifies the two sides and sees a difference says "false"."""
    if answer is not None and answer.answer == "different":
        return "correct" if truth == "fails" else "wrong"
    return outcome(truth, answer)


def table(cases: list[Case], columns: list[Column]) -> str:
    head = ("correct", "wrong", "undecided", "cannot express")
    lines = [f"{'':18}" + "".join(f"{h:>16}" for h in head) + f"{'median ms':>12}{'worst s':>9}{'time ratio':>12}"]
    unit = next(c for c in columns if c.name == UNIT)
    for column in columns:
        if not column.answers:
            lines.append(f"{column.name:18}{'not run: ' + column.absent}")
            continue
        for label, reading in ((column.name, outcome), (" ≠ read as false", taken_for_false)):
            counts = Counter(reading(c.stated.truth, column.answers.get(c.stated.id)) for c in cases)
            row = f"{label:18}" + "".join(f"{counts[h]:>16}" for h in head)
            if reading is outcome:
                row += _times(column, unit)
            lines.append(row)
            if not any(a.answer == "different" for a in column.answers.values()):
                break
        if column.absent:
            lines.append(f"  ended early: {column.absent}")
    return "\n".join(lines)


def _times(column: Column, unit: Column) -> str:
    """Median and worst of its own, and the ratio to symcheck over the claims that both answer."""
    seconds = [a.seconds for a in column.answers.values() if a.answer != "cannot-express"]
    both = [i for i, a in column.answers.items() if a.answer != "cannot-express" and i in unit.answers]
    ratio = sum(column.answers[i].seconds for i in both) / max(1e-9, sum(unit.answers[i].seconds for i in both))
    return f"{1000 * statistics.median(seconds):>12.1f}{max(seconds):>9.2f}{ratio:>12.2f}"


def details(cases: list[Case], columns: list[Column], count: int) -> str:
    """Per origin the counts of symcheck, every wrong answer of anyone, and the claims of ours that took longest."""
    by_name = {c.stated.id: c for c in cases}
    unit = next(c for c in columns if c.name == UNIT)
    lines = []
    for origin in dict.fromkeys(c.origin for c in cases):
        some = [c for c in cases if c.origin == origin]
        counts = Counter(outcome(c.stated.truth, unit.answers.get(c.stated.id)) for c in some)
        lines.append(f"{origin}: {len(some)} claims, symcheck " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    for column in columns:
        for i, a in column.answers.items():
            if outcome(by_name[i].stated.truth, a) == "wrong":
                lines.append(f"wrong: {column.name} finds {a.answer}: {i}: {by_name[i].claim.text}")
    lines.append("slowest of symcheck:")
    ranked = sorted(unit.answers.values(), key=lambda a: -a.seconds)[:count]
    lines += [f"  {a.seconds:>8.3f} s  {a.answer:10} {a.why:16} {a.id}" for a in ranked]
    for column in columns:
        reasons = Counter(a.why.split(",")[0][:60] for a in column.answers.values() if a.answer in {"cannot-express", "error"})
        lines += [f"{column.name} {n:>4}  {why}" for why, n in reasons.most_common(count)]
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("paths", nargs="*", type=Path, help="problem files, folders, tables (default: all that there are)")
    options.add_argument("--tensorgrad", default="/tmp/tg/bin/python", help="a Python in which tensorgrad is installed")
    options.add_argument("--limit", type=float, default=10, help="seconds a claim (10)")
    options.add_argument("--slowest", type=int, default=8, help="how many claims and reasons to list (8)")
    options.add_argument("--list", type=Path, help="write every answer to this file, as JSON lines")
    options.add_argument("--report", action="store_true", help="time symcheck's whole report, cross-check and diagnosis included")
    chosen = options.parse_args()
    paths = [p for p in chosen.paths or [ROOT / p for p in PATHS] if p.exists()]
    cases = gather(paths)
    if not cases:
        sys.exit("no claims at " + ", ".join(map(str, chosen.paths or PATHS)))
    text = json.dumps([chosen.limit, [encode(c.stated) for c in cases]])
    peer, limit = "benchmarks.matrix_peers.", str(chosen.limit)
    own = [sys.executable, "-m", peer + "symcheck_judging", *map(str, paths), *(["--report"] if chosen.report else [])]
    columns = [
        ask(UNIT, own, limit),
        ask("SymPy", [sys.executable, "-m", peer + "sympy_reading"], text),
        ask("tensorgrad", [chosen.tensorgrad, "-m", peer + "tensorgrad_reading"], text),
    ]
    print(f"{len(cases)} claims, {sum(c.stated.truth == 'holds' for c in cases)} true", table(cases, columns), sep="\n")
    print(details(cases, columns, chosen.slowest))
    if chosen.list:
        rows = [{"by": c.name, **vars(a)} for c in columns for a in c.answers.values()]
        chosen.list.write_text("".join(json.dumps(r) + "\n" for r in rows))


if __name__ == "__main__":
    main()
