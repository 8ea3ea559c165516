"""Sliding windows: the sizes they leave, and what part of the input a neuron sees.

Owns: `Stage`, `View`, the arithmetic of stride, padding and dilation, receptive fields.  Does not own: which layers have
windows and what they weigh (layers.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.kernel.polynomial import Polynomial, number
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
from symcheck.theories.layer_settings import Settings

Shape = tuple[Extent, ...]
Slide = tuple[Extent, Extent, Extent, Extent, Extent]  # kernel, stride, padding before, dilation, inputs
MOST_CONNECTIONS = 1_000_000


@dataclass(frozen=True, slots=True)
class View:
    """What a neuron sees of the input, along each axis of the input.

    field: how many inputs it spans (padding counted where it reaches into it); jump: how many inputs lie between the fields of
    neighbours; pad: how far the field of the first neuron begins before the first input; count: how many neurons there are
    along the axis.  slides: the windows passed, from the input on, for each axis.
    whole: every neuron sees all that any neuron before it saw; then jump, pad and slides mean nothing.
    """

    field: Shape
    jump: Shape
    pad: Shape
    count: Shape
    slides: tuple[tuple[Slide, ...], ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """The shape of the activations and their view, after some layers."""

    shape: Shape
    view: View


def windows(
    before: Stage, settings: Settings, kernel: tuple[Polynomial, Polynomial], step: tuple[Polynomial, Polynomial]
) -> tuple[Shape, View]:
    """Height and width after sliding a window, and the view; `step` is the stride where none is given."""
    sizes = image(before, settings)[1:]
    stride = settings.pair("stride", step, 1)
    dilation = settings.pair("dilation", (ONE, ONE), 1)
    same = settings.word("padding") == "same"
    valid = settings.word("padding") == "valid"
    padding = (ZERO, ZERO) if same or valid else settings.pair("padding", (ZERO, ZERO), 0)
    out: list[Extent] = []
    left: list[Extent] = []
    reaches: list[Extent] = []
    for n, k, s, d, p in zip(sizes, kernel, stride, dilation, padding, strict=True):
        reach = times(d, minus(k, ONE))
        reaches.append(reach)
        size, pad = _same(settings, n, s, reach) if same else (_slide(settings, n, s, reach, p), p)
        out.append(size)
        left.append(pad)
    view = before.view
    if view.whole:
        return tuple(out), view
    moved = View(
        tuple(plus(r, times(w, j)) for r, w, j in zip(view.field, reaches, view.jump, strict=True)),
        tuple(times(j, s) for j, s in zip(view.jump, stride, strict=True)),
        tuple(plus(q, times(p, j)) for q, p, j in zip(view.pad, left, view.jump, strict=True)),
        tuple(out),
        tuple(
            (*passed, (k, s, p, d, n))
            for passed, k, s, p, d, n in zip(view.slides, kernel, stride, left, dilation, sizes, strict=True)
        ),
    )
    return tuple(out), moved


def _slide(settings: Settings, n: Extent, stride: Polynomial, reach: Extent, padding: Polynomial) -> Extent:
    """floor((n + 2p - d(k-1) - 1) / s) + 1."""
    room = minus(plus(n, padding, padding), plus(reach, ONE))
    free = constant(room)
    if free is not None and free < 0:
        padded = f" with padding {text(padding)}" if padding != ZERO else ""
        message = f"{settings.title}: a window of {text(plus(reach, ONE))} does not fit into {text(n)}{padded}"
        raise NetworkError(message, "window-too-large", settings.layer.span)
    if free is None and not isinstance(room, Unknown):
        settings.assumed.append(room)
    return combine(lambda r: _steps(settings, r, stride), room)


def _steps(settings: Settings, room: Polynomial, stride: Polynomial) -> Extent:
    q = floor_quotient(room, stride)
    if q is None:
        return Unknown(
            f"the size after {settings.title} is floor(({text(room)}) / {text(stride)}) + 1,"
            " and whether the division leaves a remainder is not known"
        )
    return plus(q, ONE)


def _same(settings: Settings, n: Extent, stride: Polynomial, reach: Extent) -> tuple[Extent, Extent]:
    """ceil(n / s), and the zeros before the first input: half of what the windows need, rounded down."""
    size = combine(lambda m: _steps(settings, m, stride), minus(n, ONE))
    needed = plus(times(minus(size, ONE), stride), reach, ONE, times(number(-1), n)) if stride != ONE else reach
    total = constant(needed)
    if total is not None:
        return size, number(max(total, 0) // 2)
    half = combine(lambda p: floor_quotient(p, number(2)) or Unknown("half the padding of `same` is not known"), reach)
    return size, half if stride == ONE else Unknown(f"the padding that `same` means at {settings.title} depends on the size")


def image(before: Stage, settings: Settings) -> Shape:
    """The shape where it is one of an image.  Raises NetworkError `shape-mismatch`."""
    shape = before.shape
    if len(shape) != 3:
        message = f"{settings.title}: `{settings.layer.op}` takes channels × height × width, but gets {shown(shape)}"
        raise NetworkError(message, "shape-mismatch", settings.layer.span)
    return shape


def whole(view: View) -> View:
    """The view of a neuron that takes in all neurons of the layer before it."""
    if view.whole:
        return view
    nothing = Unknown("a neuron that sees the whole input has no stride and no padding")
    none = (nothing,) * len(view.field)
    spans = tuple(_span(*axis) for axis in zip(view.field, view.count, view.slides, strict=True))
    return View(spans, none, none, none, ((),) * len(none), whole=True)


def _span(field: Extent, count: Extent, slides: tuple[Slide, ...]) -> Extent:
    """From the first to the last input that any of the `count` neurons is connected to; zeros of the padding are no inputs."""
    if isinstance(field, Unknown):
        return field
    if all(s == ONE and d == ONE for _, s, _, d, _ in slides):
        return slides[0][4] if slides else count  # nothing is skipped
    for e in (count, *(e for slide in slides for e in slide)):
        if constant(e) is None:
            unknown = Unknown("whether the strides leave out inputs at the border is not known")
            return e if isinstance(e, Unknown) else unknown
    # dilation and padding can leave gaps, so every connection is followed
    found = set(range(min(constant(count) or 0, MOST_CONNECTIONS)))
    for slide in reversed(slides):
        k, s, p, d, n = (constant(e) or 0 for e in slide)
        if len(found) * k >= MOST_CONNECTIONS:
            return Unknown(f"more than {MOST_CONNECTIONS} connections would have to be followed to find the field")
        found = {q for i in found for a in range(k) if 0 <= (q := i * s - p + a * d) < n}
    return number(max(found) - min(found) + 1) if found else ZERO


def lost(view: View, reason: Unknown) -> View:
    """A view that is not known any more; what is whole stays whole."""
    if view.whole:
        return view
    none = (reason,) * len(view.field)
    return View(none, none, none, none, ((),) * len(none))


def shown(shape: Shape) -> str:
    """The shape as one writes it, "3×32×32" or "120 features"."""
    body = "×".join(text(size) for size in shape)
    return f"{body} features" if len(shape) == 1 else body
