"""Convolution and flip by direct loops over pixels.

conv(I, J) is the true convolution: J is flipped in both directions (not for mode=correlation), zeros are put around I
(`padding`), and windows are `stride` apart; the output has ⌊(n + 2p − k)/s⌋ + 1 rows.
"""

from __future__ import annotations

import numpy as np

from symcheck.crosscheck.arithmetic import Plain, Undefined, shape_of
from symcheck.crosscheck.environment import Env, NoReading, Value
from symcheck.crosscheck.evaluate import Evaluator, Rule
from symcheck.crosscheck.work import ROUNDS_A_STEP
from symcheck.language.terms import Term


def convolve(image: Plain, kernel: Plain, padding: int, stride: int) -> Plain:
    """Σ_{u,v} kernel[u, v] · image[i s − u, j s − v], out-of-range pixels 0."""
    (rows, cols), (kr, kc) = image.shape, kernel.shape
    height, width = (rows + 2 * padding - kr) // stride + 1, (cols + 2 * padding - kc) // stride + 1
    if height < 1 or width < 1:
        raise Undefined("a kernel larger than the padded image")
    out = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            total = 0.0
            for u in range(kr):
                for v in range(kc):
                    r, c = i * stride + u - padding, j * stride + v - padding
                    if 0 <= r < rows and 0 <= c < cols:
                        total += image[r, c] * kernel[kr - 1 - u, kc - 1 - v]
            out[i, j] = total
    return out


def conv(ev: Evaluator, term: Term, env: Env) -> Value:
    image, kernel = (a for a in term.args if a.op != "keyword")
    mode = next((str(a.args[0].value) for a in term.args if a.op == "keyword" and a.value == "mode"), "convolution")
    options = {str(a.value): ev.integer(a.args[0], env) for a in term.args if a.op == "keyword" and a.value != "mode"}
    padding, stride = options.pop("padding", 0), options.pop("stride", 1)
    if options or padding < 0 or stride < 1 or mode not in {"convolution", "correlation"}:
        raise NoReading("a convolution with these options")
    x, k = ev.array(image, env), ev.array(kernel, env)
    if mode == "correlation":
        k = ev.arithmetic.linear(lambda y: y[::-1, ::-1].copy(), k)  # flipped here, it is not flipped below
    (rows, cols), (kr, kc) = shape_of(x), shape_of(k)
    room = max(0, rows + 2 * padding - kr + 1) * max(0, cols + 2 * padding - kc + 1)
    ev.world.meter.spend(room * kr * kc // (stride * stride * ROUNDS_A_STEP))
    return ev.arithmetic.bilinear(lambda a, b: convolve(a, b, padding, stride), x, k)


def flip(ev: Evaluator, term: Term, env: Env) -> Value:
    """Rows and columns reversed."""
    if len(term.args) != 1:
        raise NoReading("`flip` along one axis")
    return ev.arithmetic.linear(lambda x: x[::-1, ::-1].copy(), ev.array(term.args[0], env))


RULES: dict[str, Rule] = {"conv": conv, "flip": flip}
