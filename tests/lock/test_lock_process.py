"""The real thing, in processes: `verify --lock`, then `verify` where sympy cannot be imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

import symcheck

HOME = str(Path(symcheck.__file__).parents[1])
PROBLEM = """\
symbols:
  X: matrix(n, d)
  w: vector(d)
  t: vector(n)
claims:
  gradient: grad(norm(X w - t)^2, w) = 2 X^T (X w - t)
  slip:
    claim: grad(norm(X w - t)^2, w) = X^T (X w - t)
    expect: fails
"""


def verify(folder, *arguments, before=""):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in (before, HOME) if p)}
    command = [sys.executable, "-m", "symcheck", "verify", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_a_locked_run_needs_no_sympy(tmp_path):
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "sympy.py").write_text("raise ImportError('sympy must not be imported')\n")
    (tmp_path / "page.yaml").write_text(PROBLEM)
    first = verify(tmp_path, "page.yaml", "--lock", "-o", "first.json")
    assert first.returncode == 0, first.stderr
    assert "symcheck.lock: 0 replayed, 2 searched (2 new); written" in first.stderr
    again = verify(tmp_path, "page.yaml", "--locked", "-o", "again.json", before=str(tmp_path / "blocked"))
    assert again.returncode == 0, again.stderr
    assert "symcheck.lock: 2 replayed, the cross-checks of 2 as recorded, not run again" in again.stderr
    report = json.loads((tmp_path / "again.json").read_text())
    assert report["lock"] and all(c["replayed"] for c in report["problems"][0]["claims"])
