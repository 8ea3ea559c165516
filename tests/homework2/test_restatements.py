"""What is true stays true when it is said otherwise: no restatement of a claim that holds may fail.

Restatements rename every symbol of the file, or change the statement by one to three rules that keep its meaning
(changes.restatements).  That almost all of them are also proved is a measure of the search, not of soundness.
"""

import json
import random
import re
from pathlib import Path

import pytest
from variants.changes import restatements
from variants.judging import Variant, counts, judged

from symcheck.language.printing import to_text
from symcheck.problem.load import load_problem

from .judged import problems

EXPECTED = {row["id"]: row["verdict"] for row in json.loads((Path(__file__).parent / "expected.json").read_text())}
SEED = 20220302
EACH = 5  # by rules, of each claim, in the slow run
FRESH = ("alpha", "beta", "gamma", "delta", "rho", "sigma", "tau", "phi", "psi", "omega", "zeta", "kappa", "mu", "nu", "theta")


def renamed(problem, rng, folder):
    """The problem with every symbol, size, definition and object under another name."""
    names = [*problem.context.symbols, *problem.context.sizes, *problem.context.definitions, *problem.context.objects]
    pool = [f"{word}{digit}" for word in FRESH for digit in range(1, 5)]
    new = dict(zip(dict.fromkeys(names), rng.sample(pool, len(pool)), strict=False))
    text = re.sub(r"\b[A-Za-z]\w*\b", lambda m: new.get(m[0], m[0]), without_comments(Path(problem.path).read_text()))
    path = folder / f"{rng.randrange(10**6)}-{Path(problem.path).name}"
    path.write_text(text)
    return load_problem(str(path))


def without_comments(text):
    return re.sub(r"(?m)^\s*# .*\n", "", text)


def all_restatements(folder, each):
    """One restatement of every claim that holds by renaming, and `each` by rules; where these have fewer, more names."""
    rng = random.Random(SEED)
    for problem in problems():
        others = [renamed(problem, rng, folder) for _ in range(each + 1)]
        for k, claim in enumerate(problem.claims):
            if EXPECTED[claim.id] != "holds":
                continue
            changed = rng.choice([problem, others[-1]])
            twin = changed.claims[k]
            ways = restatements(twin.statement, rng, each)
            yield from (Variant(changed.path, twin.id, kinds, to_text(term)) for kinds, term in ways)
            for other in others[: each + 1 - len(ways)]:
                yield Variant(other.path, other.claims[k].id, "renamed", to_text(other.claims[k].statement))


def test_a_sample_of_restatements(capsys, tmp_path):
    check(list(all_restatements(tmp_path, 1)), capsys)


@pytest.mark.slow
def test_many_restatements(capsys, tmp_path):
    check(list(all_restatements(tmp_path, EACH)), capsys)


def check(variants, capsys):
    found = judged(variants, numerically=False)
    lost = [j for j in found if j.verdict != "holds"]
    with capsys.disabled():
        print(f"\nrestatements (seed {SEED}): {counts(found)['verdicts']} of {len(found)}")
    assert not [str(j) for j in found if j.verdict == "fails"]
    assert not [str(j) for j in found if not j.formed or j.verdict == "crash"]
    assert len(lost) <= 0.05 * len(found), "\n".join(map(str, lost))
