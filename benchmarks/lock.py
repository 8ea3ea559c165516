"""How long a folder of problem files takes with a lock and without, as ratios within one run.

    python benchmarks/lock.py [FOLDER] [--copies N] [--rounds N]

The folder (problems/ unless stated) is copied, N times over, and locked once.  Then the commands take turns, the fastest
of the rounds counts, and what the table says is the ratio to `verify` with the lock.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
UNIT = "verify, with the lock"
ENDINGS = (0, 1, 3)  # all as expected, not as expected, undecided: all of them are judged


@dataclass
class Row:
    """A command and the seconds that it took in each round."""

    name: str
    arguments: list[str]
    seconds: list[float] = field(default_factory=list)

    def run(self, folder: Path) -> str:
        """What it says on stderr.  SystemExit where it does not end as a run over all claims does."""
        command = [sys.executable, "-P", "-m", "symcheck", *self.arguments]
        started = time.perf_counter()
        done = subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
        self.seconds.append(time.perf_counter() - started)
        if done.returncode not in ENDINGS:
            sys.exit(f"{self.name} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stderr


def table(rows: list[Row]) -> str:
    """The rows with their ratio to the locked run, the fastest round of each."""
    unit = next(min(r.seconds) for r in rows if r.name == UNIT)
    lines = [f"{'command':28}{'to locked':>10}{'seconds':>10}{'slowest round':>15}"]
    for r in rows:
        lines.append(f"{r.name:28}{min(r.seconds) / unit:>10.2f}{min(r.seconds):>10.2f}{max(r.seconds):>15.2f}")
    return "\n".join(lines)


def by_verdict(plain: Path, locked: Path) -> str:
    """Seconds in the workers, by verdict: what a lock saves depends on it, and for undecided claims it saves nothing."""
    spent: dict[str, list[float]] = {}
    for place, path in enumerate((plain, locked)):
        for problem in json.loads(path.read_text())["problems"]:
            for claim in problem["claims"]:
                row = spent.setdefault(claim["verdict"], [0.0, 0.0, 0.0])
                row[place] += claim["seconds"]
                row[2] += place
    lines = [f"{'verdict':12}{'claims':>8}{'searched':>12}{'replayed':>12}{'ratio':>8}"]
    for verdict, (searched, replayed, count) in sorted(spent.items()):
        lines.append(f"{verdict:12}{count:>8.0f}{searched:>10.2f} s{replayed:>10.2f} s{searched / max(replayed, 1e-6):>8.1f}")
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("folder", nargs="?", default=str(ROOT / "problems"))
    options.add_argument("--copies", type=int, default=1, help="how often the folder is there (1)")
    options.add_argument("--rounds", type=int, default=3, help="how often each command is run (3)")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for k in range(max(1, chosen.copies)):
            shutil.copytree(chosen.folder, folder / f"copy{k}" / "problems", ignore=shutil.ignore_patterns("symcheck.lock"))
        rows = [
            Row("verify, without", ["verify", ".", "--no-lock", "-q", "-o", "plain.json"]),
            Row(UNIT, ["verify", ".", "-q", "-o", "locked.json"]),
            Row("replay", ["replay", "plain.json", "-q"]),
        ]
        said = Row("verify --lock", ["verify", ".", "--lock", "-o", "first.json"]).run(folder)
        for _ in range(max(1, chosen.rounds)):
            for row in rows:
                row.run(folder)
        size = (folder / "symcheck.lock").stat().st_size
        print(said.strip(), table(rows), by_verdict(folder / "plain.json", folder / "locked.json"), sep="\n\n")
        print(f"\nthe lock has {size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
