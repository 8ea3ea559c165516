"""Memory of a recurrence by running it with a tape that keeps the arrays a reverse sweep needs, and counting them.

Owns: memory(r, …) for a recurrence.  Does not own: networks (networks.py), growth (growth.py).
The arrays saved are those that the derivative rule of each operation names, for operations whose operands depend on the
variables differentiated by; the values play no part (they are clipped, so that no run overflows).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, Array, Dual, Plain, level_of, primal, scalar, shape_of
from symcheck.crosscheck.environment import Env, NoReading, fresh_level
from symcheck.crosscheck.evaluate import Evaluator
from symcheck.crosscheck.recurrences import Runner
from symcheck.language.objects import Recurrence

MOST_STEPS = 2048


class Tape(Arithmetic):
    """Arithmetic that remembers what it computed since `clear`, and what it would have to keep for a reverse sweep."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[int | bytes, Plain] = {}
        self.computed = 0

    def rounded(self, x: Plain, floor: float = 0.0) -> Plain:
        self.computed += x.size
        return np.clip(np.nan_to_num(x), -2.0, 2.0)

    def keep(self, *arrays: Array) -> None:
        for a in arrays:
            plain = primal(a)
            # what does not depend on the variable is a constant: computed again in every step, it is kept once
            self.kept[id(plain) if level_of(a) else plain.tobytes()] = plain

    def bilinear(self, f: Callable[[Plain, Plain], Plain], a: Array, b: Array) -> Array:
        if level_of(a):
            self.keep(b)
        if level_of(b):
            self.keep(a)
        return super().bilinear(f, a, b)

    def entrywise(self, f: Callable[[Plain], Plain], slope: Callable[[Array], Array], a: Array) -> Array:
        if level_of(a):
            self.keep(a)
        return super().entrywise(f, slope, a)

    def inverse(self, a: Array) -> Array:
        if isinstance(a, Dual):
            return super().inverse(a)
        return self.rounded(np.eye(a.shape[0]))


def recurrence_memory(ev: Evaluator, recurrence: Recurrence, env: Env, steps: int, mode: str, wrt: tuple[str, ...]) -> Array:
    """Numbers stored for `steps` steps, forward (places reused) or backward (with the tape)."""
    if not 0 <= steps <= MOST_STEPS:
        raise NoReading(f"the memory of {steps} steps")
    tape = Tape()
    runner = Runner(Evaluator(ev.world, tape), recurrence, {}, env)
    names = wrt or tuple(b.name for b in recurrence.parameters) or tuple(b.name for b in recurrence.start)
    level = fresh_level()
    state = runner.rows[0]
    if mode == "backward":
        for name in names:
            value = state.find(name)
            if not isinstance(value, np.ndarray):
                raise NoReading(f"memory for the derivative by `{name}`")
            state = state.changed(name, Dual(value, np.ones(shape_of(value)), level))
    most = 0
    for _ in range(steps):
        tape.computed = 0
        state = runner.step(state)
        most = max(most, tape.computed)
    held = sum(v.size for n in {b.name for b in recurrence.start} if isinstance(v := primal_of(state, n), np.ndarray))
    if mode == "forward":
        return scalar(float(held + most))
    return scalar(float(held + sum(a.size for a in tape.kept.values())))


def primal_of(state: Env, name: str) -> Plain | None:
    value = state.find(name)
    return primal(value) if isinstance(value, np.ndarray | Dual) else None
