"""What each layer does to the shape, how many weights it has, and what part of the input its neurons see.

Owns: `Passed`, `start`, `through`.  Does not own: sliding windows and receptive fields (windows.py), the settings
(layer_settings.py), integer arithmetic (extents.py), the quantities of a whole network (networks.py).

Shapes: (channels, height, width) an image, (features, length) a sequence, (features,) a vector.  `docs/networks.md` states
each rule with its source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from symcheck.kernel.polynomial import Polynomial, number
from symcheck.language.objects import Layer
from symcheck.theories.extents import (
    ONE,
    ZERO,
    Extent,
    NetworkError,
    Unknown,
    combine,
    constant,
    floor_quotient,
    minus,
    plus,
    text,
    times,
)
from symcheck.theories.layer_settings import ELEMENTWISE, GATES, Settings, operation
from symcheck.theories.windows import Shape, Stage, View, image, lost, shown, whole, windows


@dataclass(frozen=True, slots=True)
class Passed:
    """One layer passed: weights (with scales and shifts of a normalisation), the biases it would have with one bias vector,
    how many it has, and at how many positions each weight is used (so that weights · uses multiply-adds are done)."""

    name: str
    layer: Layer
    before: Stage
    after: Stage
    weights: Extent = ZERO
    biases: Extent = ZERO
    bias_vectors: int = 0
    uses: Extent = ZERO

    @property
    def elementwise(self) -> bool:
        return operation(self.layer) in ELEMENTWISE


def start(shape: tuple[Polynomial, ...]) -> Stage:
    """The input itself.  Raises NetworkError `not-a-size`, `shape-mismatch`."""
    if len(shape) not in {1, 2, 3}:
        message = f"an input has 3 sizes (channels, height, width), 2 (features, length) or 1 (features), not {len(shape)}"
        raise NetworkError(message, "shape-mismatch")
    for size in shape:
        if size.constant is not None and (size.constant.denominator != 1 or size.constant < 1):
            raise NetworkError(f"input {shown(shape)}: every size is an integer of at least 1", "not-a-size")
    axes: Shape = shape if len(shape) == 1 else shape[1:]
    each = len(axes)
    return Stage(shape, View((ONE,) * each, (ONE,) * each, (ZERO,) * each, axes, ((),) * each))


def through(before: Stage, settings: Settings, name: str) -> Passed:
    """The layer applied to `before`.  Raises NetworkError where it does not fit."""
    settings.require_known()
    here = Passed(name, settings.layer, before, before)
    op = operation(settings.layer)
    match op:
        case "conv" | "depthwise":
            return _convolution(here, settings, depthwise=op == "depthwise")
        case "deconv":
            return _transposed(here, settings)
        case "maxpool" | "avgpool":
            kernel = settings.pair("kernel", None, 1)
            shape, view = windows(here.before, settings, kernel, kernel)
            return replace(here, after=Stage((before.shape[0], *shape), view))
        case "globalavgpool":
            channels = image(here.before, settings)[0]
            return replace(here, after=Stage((channels, ONE, ONE), whole(before.view)))
        case "dense":
            return _dense(here, settings)
        case "batchnorm" | "layernorm":
            normalised: Extent = before.shape[0]
            if op == "layernorm" and len(before.shape) == 3:
                normalised = times(*before.shape)
            return replace(here, weights=times(number(2), normalised) if settings.yes("affine", True) else ZERO)
        case "embedding":
            return _embedding(here, settings)
        case "rnn" | "lstm" | "gru":
            return _recurrent(here, settings, GATES[op])
        case "flatten":
            return replace(here, after=Stage((times(*before.shape),), before.view))
        case "block":
            return _block(here, settings)
    return here


def _convolution(here: Passed, settings: Settings, *, depthwise: bool) -> Passed:
    kernel = settings.pair("kernel", None, 1)
    shape, view = windows(here.before, settings, kernel, (ONE, ONE))
    channels = here.before.shape[0]
    if depthwise:
        out: Extent = channels
        inputs: Extent = ONE
    else:
        out = _channels_out(settings, channels)
        inputs = _inputs_per_group(settings, channels, out)
    weights = times(out, inputs, *kernel)
    after = Stage((out, *shape), view)
    return replace(
        here, after=after, weights=weights, biases=out, bias_vectors=int(settings.yes("bias", True)), uses=times(*shape)
    )


def _channels_out(settings: Settings, channels: Extent) -> Extent:
    if settings.binding("out") is not None:
        return settings.number("out", None, 1)
    if channels == ONE:
        return ONE
    return Unknown(f"{settings.title} does not say how many channels come out (`out 64`)")


def _inputs_per_group(settings: Settings, channels: Extent, out: Extent) -> Extent:
    """channels / groups; groups must divide the channels on both sides."""
    groups = settings.number("groups", ONE, 1)
    for side, extent in (("in", channels), ("out", out)):
        total, parts = constant(extent), constant(groups)
        if total is not None and parts is not None and total % parts:
            message = f"{settings.title}: {parts} groups do not divide the {total} channels that go {side}"
            binding = settings.binding("groups")
            raise NetworkError(message, "channel-mismatch", binding.span if binding else None)
    if channels == groups:
        return ONE

    def divide(c: Polynomial) -> Extent:
        exact = floor_quotient(c, groups)
        if exact is None or times(exact, groups) != c:
            return Unknown(f"{settings.title}: whether {text(groups)} groups divide {text(c)} channels is not known")
        return exact

    return combine(divide, channels)


def _transposed(here: Passed, settings: Settings) -> Passed:
    """Size (n-1)s - 2p + k; each weight is used once for each input position."""
    channels, *sizes = image(here.before, settings)
    kernel = settings.pair("kernel", None, 1)
    stride = settings.pair("stride", (ONE, ONE), 1)
    same = settings.word("padding") == "same"
    padding = (ZERO, ZERO) if same or settings.word("padding") == "valid" else settings.pair("padding", (ZERO, ZERO), 0)
    out = _channels_out(settings, channels)
    shape: list[Extent] = []
    for n, k, s, p in zip(sizes, kernel, stride, padding, strict=True):
        size = times(n, s) if same else plus(times(minus(n, ONE), s), k, times(number(-2), p))
        if (found := constant(size)) is not None and found < 1:
            message = f"{settings.title}: the padding {text(p)} leaves nothing, the size would be {found}"
            raise NetworkError(message, "window-too-large", here.layer.span)
        if found is None and not isinstance(size, Unknown):
            settings.assumed.append(size - ONE)
        shape.append(size)
    unknown = Unknown(f"the receptive field across the transposed convolution {settings.title} is not worked out")
    after = Stage((out, *shape), lost(here.before.view, unknown))
    weights = times(out, channels, *kernel)
    bias = int(settings.yes("bias", True))
    return replace(here, after=after, weights=weights, biases=out, bias_vectors=bias, uses=times(*sizes))


def _dense(here: Passed, settings: Settings) -> Passed:
    """Every neuron from every activation; along a sequence the same weights at each position."""
    shape = here.before.shape
    length: Extent = shape[1] if len(shape) == 2 else ONE
    inputs = shape[0] if len(shape) == 2 else times(*shape)
    after: Shape
    if settings.word("features") == "same":
        features, after = inputs, shape
    else:
        features = settings.number("features", None, 1)
        after = (features, length) if len(shape) == 2 else (features,)
    view = here.before.view if len(shape) == 2 else whole(here.before.view)
    return replace(
        here,
        after=Stage(after, view),
        weights=times(inputs, features),
        biases=features,
        bias_vectors=int(settings.yes("bias", True)),
        uses=length,
    )


def _embedding(here: Passed, settings: Settings) -> Passed:
    """A table of vectors, one for each of `length` tokens; looking one up multiplies nothing."""
    if len(here.before.shape) != 1:
        message = f"{settings.title}: an embedding takes a length (tokens), but gets {shown(here.before.shape)}"
        raise NetworkError(message, "shape-mismatch", here.layer.span)
    features = settings.number("features", None, 1)
    weights = times(settings.number("vocabulary", None, 1), features)
    return replace(here, after=Stage((features, here.before.shape[0]), here.before.view), weights=weights)


def _recurrent(here: Passed, settings: Settings, gates: int) -> Passed:
    """gates · (inputs + hidden) · hidden weights, used at each step."""
    shape = here.before.shape
    if len(shape) == 3:
        message = f"{settings.title}: `{here.layer.op}` takes features × length, but gets {shown(shape)}; put `flatten` before it"
        raise NetworkError(message, "shape-mismatch", here.layer.span)
    hidden = settings.number("features", None, 1)
    length: Extent = shape[1] if len(shape) == 2 else ONE
    unknown = Unknown(f"a neuron of the recurrent layer {settings.title} sees as many inputs as there were steps")
    return replace(
        here,
        after=Stage((hidden, *shape[1:]), lost(here.before.view, unknown)),
        weights=times(number(gates), plus(shape[0], hidden), hidden),
        biases=times(number(gates), hidden),
        bias_vectors=settings.count("bias", 1),
        uses=length,
    )


def _block(here: Passed, settings: Settings) -> Passed:
    """Layers of which only the receptive field and the total stride are known."""
    image(here.before, settings)
    kernel, stride = settings.pair("kernel", None, 1), settings.pair("stride", (ONE, ONE), 1)
    view = here.before.view
    unknown = Unknown(f"of the block {settings.title} only the receptive field and the stride are given")
    if not view.whole:
        field = tuple(plus(r, times(minus(k, ONE), j)) for r, k, j in zip(view.field, kernel, view.jump, strict=True))
        jump = tuple(times(j, s) for j, s in zip(view.jump, stride, strict=True))
        slides = tuple((*passed, (unknown,) * 5) for passed in view.slides)
        view = View(field, jump, (unknown,) * 2, (unknown,) * 2, slides)
    after = Stage((unknown,) * 3, view)
    return replace(here, after=after, weights=unknown, biases=unknown, uses=unknown)
