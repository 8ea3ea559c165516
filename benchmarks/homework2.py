"""How long Homework 2 takes: verify against replay, as ratios within one run.

    python benchmarks/homework2.py [--rounds N] [--slowest N]

Seconds depend on the machine and on what else it does, so the commands take turns, the fastest of the rounds counts, and
what the table says is the ratio to replay.  Two yardsticks come along: a bare start of Python, and the import of sympy.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = "problems/homework2"
UNIT = "replay"


@dataclass
class Row:
    """A command and the seconds that it took in each round."""

    name: str
    command: list[str]
    seconds: list[float] = field(default_factory=list)

    @property
    def best(self) -> float:
        return min(self.seconds)


def rows(report: Path) -> list[Row]:
    python, symcheck = [sys.executable], [sys.executable, "-m", "symcheck"]
    return [
        Row("python, nothing", [*python, "-c", "pass"]),
        Row("python, import sympy", [*python, "-c", "import sympy"]),
        Row("symcheck --version", [*symcheck, "--version"]),
        Row("verify, 1 worker", [*symcheck, "verify", FOLDER, "-j", "1", "-q", "-o", str(report)]),
        Row("verify", [*symcheck, "verify", FOLDER, "-q", "-o", str(report)]),
        Row(UNIT, [*symcheck, "replay", str(report), "-q"]),
    ]


def measure(found: list[Row], rounds: int) -> None:
    """Runs the commands in turn, `rounds` times.  SystemExit where one does not end with 0."""
    for _ in range(rounds):
        for row in found:
            started = time.perf_counter()
            done = subprocess.run(row.command, cwd=ROOT, capture_output=True, text=True, check=False)
            row.seconds.append(time.perf_counter() - started)
            if done.returncode:
                sys.exit(f"{row.name} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def table(found: list[Row]) -> str:
    """The rows with their ratio to replay, the fastest round of each."""
    unit = next(r.best for r in found if r.name == UNIT)
    lines = [f"{'command':24}{'to replay':>10}{'seconds':>10}{'slowest round':>15}"]
    lines += [f"{r.name:24}{r.best / unit:>10.2f}{r.best:>10.2f}{max(r.seconds):>15.2f}" for r in found]
    return "\n".join(lines)


def slowest(report: Path, count: int) -> str:
    """The claims that took longest to judge, with their share of the time of all claims."""
    claims = [c for p in json.loads(report.read_text())["problems"] for c in p["claims"]]
    total = sum(c["seconds"] for c in claims)
    ranked = sorted(claims, key=lambda c: -c["seconds"])[:count]
    lines = [f"{'slowest claims':28}{'share':>8}{'seconds':>10}  verdict, method"]
    lines += [
        f"{c['id']:28}{c['seconds'] / total:>8.1%}{c['seconds']:>10.2f}  {', '.join(filter(None, (c['verdict'], c['method'])))}"
        for c in ranked
    ]
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--rounds", type=int, default=3, help="how often each command is run (3)")
    options.add_argument("--slowest", type=int, default=8, help="how many claims to list (8)")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        found = rows(report)
        measure(found, max(1, chosen.rounds))
        print(table(found), slowest(report, chosen.slowest), sep="\n\n")


if __name__ == "__main__":
    main()
