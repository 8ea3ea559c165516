"""Layers of a network with their settings at one point: shapes by sliding windows one by one, the arrays they allocate.

Owns: `Reader`, `Passed`, `Window`, `count`.  Does not own: the quantities asked of a network (networks.py).
Conventions as in docs/networks.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from symcheck.crosscheck.arithmetic import Undefined
from symcheck.crosscheck.environment import Env, NoReading, Value
from symcheck.crosscheck.evaluate import Evaluator
from symcheck.language.objects import Layer, Network
from symcheck.language.terms import Term

SYNONYMS = {"globalpool": "globalavgpool", "fc": "dense", "linear": "dense", "bn": "batchnorm"}
ENTRYWISE = frozenset({"relu", "tanh", "sigmoid", "softmax", "dropout", "flatten", "batchnorm", "layernorm"})
GATES = {"rnn": 1, "gru": 3, "lstm": 4}
MOST_ENTRIES = 4_000_000_000
MOST_POSITIONS = 200_000


@dataclass(frozen=True, slots=True)
class Window:
    """Along one axis: output i sees inputs i·stride − before + dilation·u for u < kernel; `inputs` there are."""

    kernel: int
    stride: int
    before: int
    dilation: int
    inputs: int
    outputs: int


@dataclass(frozen=True, slots=True)
class Passed:
    """A layer with the arrays it allocates.  windows: per axis; whole: every neuron sees everything before."""

    op: str
    name: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    weights: tuple[tuple[int, ...], ...] = ()
    biases: tuple[tuple[int, ...], ...] = ()
    has_bias: int = 0
    positions: int = 0
    windows: tuple[Window, Window] | None = None
    whole: bool = False
    opaque: str = ""


def slide(n: int, kernel: int, stride: int, padding: int | None, dilation: int) -> Window:
    """Window starts counted one by one; padding None is `same`: ⌈n/s⌉ outputs, the zeros as even as possible."""
    reach = dilation * (kernel - 1)
    if (n + 2 * (padding or 0)) // stride > MOST_POSITIONS:
        raise NoReading(f"a window at more than {MOST_POSITIONS} positions: they are counted one by one")
    if padding is None:
        outputs = len(range(0, n, stride))
        before = max((outputs - 1) * stride + reach + 1 - n, 0) // 2
        return Window(kernel, stride, before, dilation, n, outputs)
    outputs = 0
    start = -padding
    while start + reach <= n - 1 + padding:
        outputs += 1
        start += stride
    if outputs == 0:
        raise Undefined("a window that does not fit")
    return Window(kernel, stride, padding, dilation, n, outputs)


def count(shape: tuple[int, ...]) -> int:
    """The entries of an array of this shape, by making one."""
    n = 1
    for s in shape:
        n *= s
    if not 0 < n <= MOST_ENTRIES:
        raise NoReading("an array too large to make")
    return int(np.broadcast_to(np.zeros(1, dtype=bool), shape).size)


class Reader:
    """A network with its settings evaluated at one point."""

    def __init__(self, ev: Evaluator, network: Network, overrides: Mapping[str, Value], env: Env) -> None:
        self.ev = ev
        self.env = Env(env.base)
        for b in network.parameters:
            self.env = self.env.changed(b.name, overrides[b.name] if b.name in overrides else ev.value(b.term, self.env))
        self.input = tuple(self.positive(t) for t in network.input)
        self.passed: list[Passed] = []
        shape = self.input
        counted: dict[str, int] = {}
        for layer in network.layers:
            op = SYNONYMS.get(layer.op, layer.op)
            counted[op] = counted.get(op, 0) + 1
            found = self.layer(layer, op, layer.mark or f"{op}{counted[op]}", shape)
            self.passed.append(found)
            shape = found.after

    def positive(self, term: Term) -> int:
        value = self.ev.integer(term, self.env)
        if value < 1:
            raise Undefined(f"a size of {value}")
        return value

    def setting(self, layer: Layer, name: str, default: int | None) -> int:
        for b in layer.settings:
            if b.name == name:
                if b.term.op in {"sym", "const"} and b.term.value in {"yes", "true", "no", "false"}:
                    return int(b.term.value in {"yes", "true"})
                return self.ev.integer(b.term, self.env)
        if default is None:
            raise NoReading(f"a layer without `{name}`")
        return default

    def pair(self, layer: Layer, name: str, default: tuple[int, int] | None) -> tuple[int, int]:
        for b in layer.settings:
            if b.name == name and b.term.op == "tuple":
                height, width = (self.ev.integer(t, self.env) for t in b.term.args)
                return height, width
            if b.name == name:
                value = self.ev.integer(b.term, self.env)
                return value, value
        named = {b.name for b in layer.settings}
        if f"{name}_height" in named:
            return self.setting(layer, f"{name}_height", None), self.setting(layer, f"{name}_width", None)
        if default is None:
            raise NoReading(f"a layer without `{name}`")
        return default

    def layer(self, layer: Layer, op: str, name: str, shape: tuple[int, ...]) -> Passed:
        bias = self.setting(layer, "bias", 1)
        match op:
            case "conv" | "depthwise" | "maxpool" | "avgpool":
                return self.sliding(layer, op, name, shape, bias)
            case "globalavgpool":
                return Passed(op, name, shape, (shape[0], 1, 1), whole=True)
            case "dense":
                return self.dense(layer, op, name, shape, bias)
            case "batchnorm" | "layernorm":
                normal = shape if op == "layernorm" and len(shape) == 3 else shape[:1]
                arrays = (normal, normal) if self.setting(layer, "affine", 1) else ()
                return Passed(op, name, shape, shape, arrays)
            case "flatten":
                return Passed(op, name, shape, (count(shape),))
            case "block":
                kernel, stride = self.pair(layer, "kernel", None), self.pair(layer, "stride", (1, 1))
                sides = tuple(Window(k, s, 0, 1, 0, 0) for k, s in zip(kernel, stride, strict=True))
                return Passed(op, name, shape, shape, windows=(sides[0], sides[1]), opaque="a block")
            case "deconv":
                return self.transposed(layer, op, name, shape, bias)
            case "embedding":
                features = self.setting(layer, "features", None)
                return Passed(op, name, shape, (features, *shape), ((self.setting(layer, "vocabulary", None), features),))
            case "rnn" | "gru" | "lstm":
                return self.recurrent(layer, op, name, shape)
            case _ if op in ENTRYWISE:
                return Passed(op, name, shape, shape)
        raise NoReading(f"a layer `{op}`")

    def sliding(self, layer: Layer, op: str, name: str, shape: tuple[int, ...], bias: int) -> Passed:
        if len(shape) != 3:
            raise Undefined(f"`{op}` of something that is not an image")
        kernel = self.pair(layer, "kernel", None)
        stride = self.pair(layer, "stride", kernel if op.endswith("pool") else (1, 1))
        dilation = self.pair(layer, "dilation", (1, 1))
        word = next((b.term.value for b in layer.settings if b.name == "padding" and b.term.op in {"sym", "const"}), None)
        same = word == "same"
        padding = (0, 0) if word in {"same", "valid"} else self.pair(layer, "padding", (0, 0))
        if min(*kernel, *stride, *dilation) < 1 or min(padding) < 0:
            raise Undefined(f"`{op}` with a size that is not positive")
        sides = [
            slide(n, k, s, None if same else p, d)
            for n, k, s, p, d in zip(shape[1:], kernel, stride, padding, dilation, strict=True)
        ]
        windows, area = (sides[0], sides[1]), (sides[0].outputs, sides[1].outputs)
        channels = shape[0]
        if op.endswith("pool"):
            return Passed(op, name, shape, (channels, *area), windows=windows)
        groups = channels if op == "depthwise" else self.setting(layer, "groups", 1)
        out = channels if op == "depthwise" else self.setting(layer, "out", 1 if channels == 1 else None)
        if groups < 1 or channels % groups or out % groups:
            raise Undefined("groups that do not divide the channels")
        kernels = (out, channels // groups, *kernel)
        return Passed(op, name, shape, (out, *area), (kernels,), ((out,),), bias, area[0] * area[1], windows)

    def dense(self, layer: Layer, op: str, name: str, shape: tuple[int, ...], bias: int) -> Passed:
        word = next((b.term.value for b in layer.settings if b.name == "features" and b.term.op in {"sym", "const"}), None)
        sequence = len(shape) == 2
        inputs = shape[0] if sequence else count(shape)
        features = inputs if word == "same" else self.setting(layer, "features", None)
        after = shape if word == "same" else (features, *shape[1:]) if sequence else (features,)
        length = shape[1] if sequence else 1
        return Passed(op, name, shape, after, ((features, inputs),), ((features,),), bias, length, whole=not sequence)

    def transposed(self, layer: Layer, op: str, name: str, shape: tuple[int, ...], bias: int) -> Passed:
        kernel, stride = self.pair(layer, "kernel", None), self.pair(layer, "stride", (1, 1))
        padding = self.pair(layer, "padding", (0, 0))
        sizes = []
        for n, k, s, p in zip(shape[1:], kernel, stride, padding, strict=True):
            if n * k > MOST_POSITIONS:
                raise NoReading(f"more than {MOST_POSITIONS} positions of a transposed convolution: they are counted one by one")
            reached = {i * s + u - p for i in range(n) for u in range(k)}
            length = max(reached) - p + 1  # the last p positions are cut off as well
            if length < 1:
                raise Undefined("a transposed convolution that leaves nothing")
            sizes.append(length)
        out = self.setting(layer, "out", 1 if shape[0] == 1 else None)
        kernels = (shape[0], out, *kernel)
        return Passed(op, name, shape, (out, *sizes), (kernels,), ((out,),), bias, shape[1] * shape[2], opaque="a deconv")

    def recurrent(self, layer: Layer, op: str, name: str, shape: tuple[int, ...]) -> Passed:
        hidden = self.setting(layer, "features", None)
        weights = tuple(w for _ in range(GATES[op]) for w in ((hidden, shape[0]), (hidden, hidden)))
        biases = ((hidden,),) * GATES[op]
        length = shape[1] if len(shape) == 2 else 1
        bias = self.setting(layer, "bias", 1)
        return Passed(op, name, shape, (hidden, *shape[1:]), weights, biases, bias, length, opaque="a recurrent layer")

    def upto(self, mark: str | None) -> list[Passed]:
        if mark is None:
            return self.passed
        names = [p.name for p in self.passed]
        if mark not in names:
            raise NoReading(f"a layer `{mark}`")
        return self.passed[: names.index(mark) + 1]

    def chosen(self, mark: str | None) -> list[Passed]:
        return self.passed if mark is None else self.upto(mark)[-1:]
