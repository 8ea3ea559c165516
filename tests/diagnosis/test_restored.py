"""Seeded single mistakes are undone: at all positions, of all kinds that change the value, equal weight a kind (issue 5)."""

from collections import Counter
from dataclasses import replace
from functools import cache
from statistics import median

import pytest
from restoring import Mistake, Outcome, drawn, mistakes_in, outcome, step_of
from seeding import KINDS
from true_steps import MATRIX_STEPS, SCALAR_STEPS

from symcheck.diagnosis.judging import judge
from symcheck.language.printing import to_text

SEED = 20261123
STEPS = [step_of(text, given) for text, given, _ in (*SCALAR_STEPS, *MATRIX_STEPS)]
MORE_EXACT = {("missing-term", "missing-cross-term"), ("constant", "missing-factor"), ("constant", "exponent")}


@cache
def every_mistake() -> list[Mistake]:
    return [m for step in STEPS for m in mistakes_in(step)]


def table(found: list[Outcome]) -> tuple[float, float, str]:
    """The shares at rank 1 and in the first three, the mean over the kinds, and a line for each kind."""
    first, three, lines = (
        [],
        [],
        [f"seed {SEED}; {len(found)} mistakes in {len(STEPS)} steps, {len(MATRIX_STEPS)} of them matrix steps"],
    )
    for kind in KINDS:
        own = [o for o in found if o.mistake.kind == kind]
        if own:
            first.append(sum(o.rank == 1 for o in own) / len(own))
            three.append(sum(o.rank > 0 for o in own) / len(own))
            named = sum(o.named or bool(o.rank and (kind, o.found[o.rank - 1].kind) in MORE_EXACT) for o in own) / len(own)
            lines.append(
                f"{kind:18} {len(own):5}  rank 1 {first[-1]:6.1%}  top 3 {three[-1]:6.1%}  so named {named:6.1%}"
                f"  {1000 * median(o.seconds for o in own):4.0f} ms"
            )
    mean = (sum(first) / len(first), sum(three) / len(three))
    lines.append(f"mean of the kinds         rank 1 {mean[0]:6.1%}  top 3 {mean[1]:6.1%}")
    lines.append(f"median {1000 * median(o.seconds for o in found):.0f} ms")
    return *mean, "\n".join(lines)


def require_proved(found: list[Outcome]) -> None:
    """Every repair is proved once more, by itself."""
    for o in found:
        for repair in o.found:
            decision, _ = judge(replace(o.mistake.question, statement=repair.statement))
            assert decision.status == "holds", to_text(repair.statement)


def test_there_are_enough_steps_of_every_kind():
    assert len(STEPS) >= 40 and 3 * len(MATRIX_STEPS) >= len(STEPS)
    assert all(judge(step.question)[0].status == "holds" for step in STEPS)
    kinds = Counter(m.kind for m in every_mistake())
    assert set(kinds) == set(KINDS) and min(kinds.values()) >= 5, kinds


def test_a_sample_of_mistakes_is_undone():
    found = [outcome(m) for m in drawn(every_mistake(), 2, SEED)]
    first, three, lines = table(found)
    assert len(found) == 2 * len(KINDS)
    assert first >= 0.9 and three >= 0.95, lines
    require_proved(found)


@pytest.mark.slow
def test_every_mistake_is_undone(capsys):
    """Medians are printed, and not asserted: they are those of the machine."""
    found = [outcome(m) for m in drawn(every_mistake(), len(every_mistake()), SEED)]
    first, three, lines = table(found)
    missed = Counter((o.mistake.kind, o.mistake.step.text) for o in found if o.rank != 1)
    with capsys.disabled():
        print(f"\n{lines}")
        for (kind, text), count in missed.most_common():
            print(f"  not at rank 1: {count} × {kind} in {text}")
    assert first >= 0.9 and three >= 0.95, lines
    require_proved(found)
