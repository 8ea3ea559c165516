"""Binary64 in the order written: what `float64(…)` means.

Owns: `WrittenOrder`.  Does not own: the primitives in any order (arithmetic.py), or when a term is read so (recurrences.py).
"""

from __future__ import annotations

import math

import numpy as np

from symcheck.crosscheck.arithmetic import Arithmetic, Array, finite, primal, scalar
from symcheck.crosscheck.work import ROUNDS_A_STEP


class WrittenOrder(Arithmetic):
    """Binary64 exactly as written: sums and products left to right, x^n as x·x·…, one rounding each, no FMA."""

    def matmul(self, a: Array, b: Array) -> Array:
        x, y = primal(a), primal(b)
        self.spend(x.shape[0] * x.shape[1] * y.shape[1] // ROUNDS_A_STEP)
        out = np.zeros((x.shape[0], y.shape[1]))
        for i in range(x.shape[0]):
            for j in range(y.shape[1]):
                acc = float(x[i, 0]) * float(y[0, j])
                for k in range(1, x.shape[1]):
                    acc = acc + float(x[i, k]) * float(y[k, j])
                out[i, j] = acc
        return finite(out)

    def total(self, a: Array) -> Array:
        acc: float | None = None
        self.spend(primal(a).size // ROUNDS_A_STEP)
        for v in primal(a).T.ravel():
            acc = float(v) if acc is None else acc + float(v)
        return finite(scalar(acc or 0.0))

    def trace(self, a: Array) -> Array:
        return self.total(np.diag(primal(a)).reshape(-1, 1))

    def power(self, a: Array, b: Array) -> Array:
        x, e = primal(a), float(primal(b)[0, 0])
        if e == math.floor(e) and 1 <= e <= 1024:
            out = x
            with np.errstate(all="ignore"):
                for _ in range(int(e) - 1):
                    out = out * x
            return finite(out)
        with np.errstate(all="ignore"):
            return finite(x**e)
