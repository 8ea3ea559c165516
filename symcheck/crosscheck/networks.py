"""Sequential networks by brute force: arrays allocated and counted, windows slid one by one, index sets traced back.

Owns: parameters, neurons, macs, receptive_field, output_shape, memory of a network; comparison of tuples.
Does not own: recurrences (recurrences.py), their memory (memory.py).  Conventions as in docs/networks.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from symcheck.crosscheck.arithmetic import Undefined, scalar, shape_of
from symcheck.crosscheck.evaluate import Env, Evaluator, NoReading, Rule, Truth, Value
from symcheck.crosscheck.memory import recurrence_memory
from symcheck.crosscheck.statements import conjunction, related
from symcheck.language.objects import Layer, Network, Recurrence
from symcheck.language.terms import Term, num

SYNONYMS = {"globalpool": "globalavgpool", "fc": "dense", "linear": "dense", "bn": "batchnorm"}
ENTRYWISE = frozenset({"relu", "tanh", "sigmoid", "softmax", "dropout", "flatten", "batchnorm", "layernorm"})
GATES = {"rnn": 1, "gru": 3, "lstm": 4}
MOST_ENTRIES = 4_000_000_000


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
    settings: Mapping[str, int] = field(default_factory=dict)


def slide(n: int, kernel: int, stride: int, padding: int | None, dilation: int) -> Window:
    """Window starts counted one by one; padding None is `same`: ⌈n/s⌉ outputs, the zeros as even as possible."""
    reach = dilation * (kernel - 1)
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


def count(shape: tuple[int, ...]) -> int:
    """The entries of an array of this shape, by making one."""
    n = 1
    for s in shape:
        n *= s
    if not 0 < n <= MOST_ENTRIES:
        raise NoReading("an array too large to make")
    return int(np.broadcast_to(np.zeros(1, dtype=bool), shape).size)


def parameters(net: Reader, mark: str | None, options: Mapping[str, str]) -> int:
    biases = options.get("biases", options.get("bias"))
    total = 0
    for p in net.chosen(mark):
        refuse_opaque(p, "a block")
        vectors = p.has_bias if biases is None else max(p.has_bias, 1) if truthy(biases) else 0
        total += sum(count(w) for w in p.weights) + vectors * sum(count(b) for b in p.biases)
    return total


def truthy(word: str) -> bool:
    if word not in {"yes", "true", "1", "no", "false", "0"}:
        raise NoReading(f"the option `{word}`")
    return word in {"yes", "true", "1"}


def refuse_opaque(p: Passed, what: str) -> None:
    if p.opaque == what:
        raise NoReading(f"this count across {what}")


def neurons(net: Reader, mark: str | None, options: Mapping[str, str]) -> int:
    of = options.get("of")
    total = count(net.input) if truthy(options.get("input", "no")) else 0
    for p in net.chosen(mark):
        wanted = p.op not in ENTRYWISE if of is None else of in {"layers", p.op} or SYNONYMS.get(of) == p.op
        if wanted or mark is not None:
            refuse_opaque(p, "a block")
            total += count(p.after)
    return total


def macs(net: Reader, mark: str | None, _: Mapping[str, str]) -> int:
    """One multiplication for each weight at each position."""
    return sum(sum(count(w) for w in p.weights) * p.positions for p in net.chosen(mark) if p.op not in ENTRYWISE)


def activations(net: Reader, mark: str | None, options: Mapping[str, str]) -> int:
    """Backward: the input and every activation but a reshaped one; forward: the most that one layer holds."""
    mode = options.get("mode", options.get("pass", "backward"))
    chosen = [p for p in net.chosen(mark) if p.op != "flatten"]
    if mode == "backward":
        return sum(count(p.after) for p in chosen) + (count(net.input) if mark is None else 0)
    held = [count(p.before) if p.op in ENTRYWISE else count(p.before) + count(p.after) for p in chosen]
    return max(held, default=count(net.input))


def receptive_field(net: Reader, mark: str | None, _: Mapping[str, str]) -> int:
    """The span of the inputs that influence one neuron, index sets traced back layer by layer.

    Windows are traced on an unbounded line (padding counts where a window reaches into it); below a layer whose neurons see
    everything, on the actual inputs, as the span over all neurons.
    """
    layers = net.upto(mark)
    for p in layers:
        if p.opaque and p.opaque != "a block":
            raise NoReading(f"the receptive field across {p.opaque}")
    whole = max((i for i, p in enumerate(layers) if p.whole), default=-1)
    spans = []
    for axis in (0, 1):
        if whole >= 0:
            first = next(i for i, p in enumerate(layers) if p.whole)
            below = layers[:first]
            seen = {i for i in range(below[-1].after[axis + 1] if below and len(below[-1].after) == 3 else axis_length(net, axis))}
            bounded = True
        else:
            below, seen, bounded = layers, {0}, False
        for p in reversed(below):
            if p.windows is not None:
                w = p.windows[axis]
                seen = {i * w.stride - w.before + w.dilation * u for i in seen for u in range(w.kernel)}
                if bounded:
                    seen = {i for i in seen if 0 <= i < w.inputs}
            if len(seen) > 1_000_000:
                raise NoReading("a receptive field of more than a million inputs")
        spans.append(max(seen) - min(seen) + 1)
    if len(net.input) == 3 and spans[0] != spans[1]:
        raise NoReading("a receptive field of different height and width as one number")
    return spans[0]


def axis_length(net: Reader, axis: int) -> int:
    return net.input[axis + 1] if len(net.input) == 3 else net.input[-1]


QUANTITIES = {
    "parameters": parameters, "neurons": neurons, "macs": macs, "memory": activations, "receptive_field": receptive_field,
}  # fmt: skip


def read_query(ev: Evaluator, term: Term, env: Env) -> tuple[Term, list[Term], dict[str, str]]:
    """The object, the positional arguments after it, and the options as words."""
    target, *rest = term.args
    options = {str(a.value): word(a.args[0]) for a in rest if a.op == "keyword"}
    return target, [a for a in rest if a.op != "keyword"], options


def word(term: Term) -> str:
    return str(term.value)


def network_of(ev: Evaluator, target: Term, env: Env) -> Reader:
    found = ev.world.objects.get(str(target.value))
    if not isinstance(found, Network):
        raise NoReading(f"`{target.value}`, which is not a network")
    overrides = {str(a.value): ev.value(a.args[0], env) for a in target.args if a.op == "keyword"}
    return Reader(ev, found, overrides, env)


def quantity(ev: Evaluator, term: Term, env: Env) -> Value:
    target, rest, options = read_query(ev, term, env)
    found = ev.world.objects.get(str(target.value))
    if isinstance(found, Recurrence) and term.value == "memory":
        return steps_memory(ev, found, rest, options, env)
    mark = word(rest[0]) if rest else options.pop("at", None)
    return scalar(float(QUANTITIES[str(term.value)](network_of(ev, target, env), mark, options)))


def steps_memory(ev: Evaluator, found: Recurrence, rest: list[Term], options: Mapping[str, str], env: Env) -> Value:
    """memory(r, k, pass = backward, wrt = eta); the pass may stand alone, and the steps are k where they are not given."""
    mode = options.get("pass", options.get("mode", options.get("direction", "")))
    steps = Term("sym", (), "k")
    for a in rest:
        if word(a) in {"forward", "backward"}:
            mode = word(a)
        else:
            steps = a
    if "steps" in options:
        steps = Term("sym", (), options["steps"])
    if mode not in {"forward", "backward"}:
        raise NoReading("the memory of a recurrence without its pass")
    wrt = (options["wrt"],) if "wrt" in options else ()
    return recurrence_memory(ev, found, env, ev.integer(steps, env), mode, wrt)


def components(ev: Evaluator, term: Term, env: Env) -> list[Term] | None:
    """The parts of a tuple, of shape(A), or of the shape after a layer."""
    match term:
        case Term("tuple", parts):
            return list(parts)
        case Term("call", (a,), "shape"):
            return [num(n) for n in shape_of(ev.array(a, env))]
        case Term("call", _, "output_shape"):
            target, rest, options = read_query(ev, term, env)
            net = network_of(ev, target, env)
            layers = net.upto(word(rest[0]) if rest else options.get("at"))
            if any(p.opaque == "a block" for p in layers):
                raise NoReading("the shape after a block")
            return [num(n) for n in (layers[-1].after if layers else net.input)]
    return None


def tuples(ev: Evaluator, term: Term, env: Env) -> Truth | None:
    """(a, b) = (c, d), part by part."""
    if term.op != "rel" or term.value not in {"=", "!="}:
        return None
    left, right = (components(ev, a, env) for a in term.args)
    if left is None or right is None:
        return None
    if len(left) != len(right):
        same: Truth = "false"
    else:
        same = conjunction([related(ev, a, "=", b, env) for a, b in zip(left, right, strict=True)])
    return same if term.value == "=" else {"true": "false", "false": "true"}.get(same, same)


RULES: dict[str, Rule] = dict.fromkeys(QUANTITIES, quantity)
STATEMENTS = (tuples,)
