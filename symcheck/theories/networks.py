"""Quantities of a sequential network, computed layer by layer: neurons, parameters, multiply-adds, receptive fields.

Owns: `quantity`, `layer_table`, the conventions of each count.  Does not own: what a single layer does (layers.py), the
meaning of a setting's term (the `value` that the caller passes), the networks themselves (problem/).

`docs/networks.md` states every convention with its source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from symcheck.kernel.polynomial import Polynomial, number
from symcheck.language.objects import Network
from symcheck.theories.extents import (
    ONE,
    ZERO,
    Extent,
    NetworkError,
    NotDecided,
    Unknown,
    condition_text,
    constant,
    known,
    plus,
    text,
    times,
)
from symcheck.theories.layer_settings import FORMS, SYNONYMS, Settings, Value, operation, suggestion
from symcheck.theories.layers import Passed, start, through
from symcheck.theories.windows import Shape, Stage

__all__ = ["QUANTITIES", "LayerRow", "NetworkError", "NotDecided", "conditions", "layer_table", "quantity"]

Option = Polynomial | str
Answer = Polynomial | tuple[Polynomial, ...]


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One line of the table of a network; a field is None where the network does not determine it (`why` says why)."""

    name: str
    operation: str
    shape: tuple[Polynomial, ...] | None
    neurons: Polynomial | None
    parameters: Polynomial | None
    macs: Polynomial | None
    receptive_field: tuple[Polynomial, ...] | None
    why: str = ""

    def __str__(self) -> str:
        """As in "conv1: 64×32×32, parameters 1792, receptive field 3"."""
        shape = "×".join(text(n) for n in self.shape) if self.shape else "?"
        field = _collapsed(self.receptive_field) if self.receptive_field else None
        parts = [f"{self.name}: {shape}"]
        if self.parameters != ZERO:
            parts.append(f"parameters {text(self.parameters) if self.parameters else '?'}")
        if field is not None:
            parts.append(f"receptive field {'×'.join(text(f) for f in field) if isinstance(field, tuple) else text(field)}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class _Walk:
    """The layers passed, and the options of the query."""

    network: Network
    start: Stage
    passed: tuple[Passed, ...]
    options: Mapping[str, Option]
    assumed: tuple[Polynomial, ...]

    def at(self, mark: str | None) -> Passed | None:
        """The layer named `mark` (its mark, or operation and number, `conv2`); None for the input of an empty network."""
        if mark is None:
            return self.passed[-1] if self.passed else None
        for p in self.passed:
            if p.name == mark:
                return p
        names = [p.name for p in self.passed]
        raise NetworkError(f"`{self.network.name}` has no layer `{mark}`{suggestion(mark, names)}", "unknown-mark")

    def stage(self, mark: str | None) -> Stage:
        layer = self.at(mark)
        return self.start if layer is None else layer.after

    def chosen(self, mark: str | None) -> tuple[Passed, ...]:
        """The one layer at `mark`, or all of them."""
        layer = None if mark is None else self.at(mark)
        return self.passed if layer is None else (layer,)

    def flag(self, name: str, default: bool | None) -> bool | None:
        match self.options.get(name):
            case None:
                return default
            case "yes" | "true":
                return True
            case "no" | "false":
                return False
            case Polynomial() as p if p.constant in {0, 1}:
                return p.constant == 1
            case other:
                shown = other if isinstance(other, str) else text(other)
                raise NetworkError(f"`{name} = {shown}`: `{name}` is `yes` or `no`", "unknown-option")

    def word(self, name: str, words: tuple[str, ...]) -> str:
        given = self.options.get(name, words[0])
        if given not in words:
            shown = given if isinstance(given, str) else text(given)
            raise NetworkError(f"`{name} = {shown}`{suggestion(shown, words)}", "unknown-option")
        return str(given)


def quantity(
    name: str,
    network: Network,
    *,
    value: Value,
    mark: str | None = None,
    options: Mapping[str, Option] | None = None,
) -> Answer:
    """The quantity `name` of `network`, exactly; symbolic where settings are.

    value: the polynomial that a setting's term means.  With `mark`, counts are those of that layer alone, and shapes,
    strides and fields are those after it.  Counts: parameters (`biases`: yes | no, as declared where not given),
    neurons (`input`: yes | no; `of`: layers | an operation | a mark), macs,
    memory (`mode`: backward | forward).  After a layer: output_shape, receptive_field, stride, effective_padding.
    Raises NetworkError where the network or the query has no meaning, NotDecided where the network does not determine it.
    """
    if name not in QUANTITIES:
        raise NetworkError(f"`{name}` is not a quantity of a network{suggestion(name, QUANTITIES)}", "unknown-quantity")
    compute, allowed = QUANTITIES[name]
    for option in options or {}:
        if option not in allowed:
            raise NetworkError(f"`{name}` has no option `{option}`{suggestion(option, allowed)}", "unknown-option")
    answer = compute(_walk(network, value, options or {}), mark)
    return tuple(known(e) for e in answer) if isinstance(answer, tuple) else known(answer)


def layer_table(network: Network, value: Value) -> tuple[LayerRow, ...]:
    """One row for each layer.  Raises NetworkError where the network has no meaning."""
    walk = _walk(network, value, {})
    return tuple(_row(p) for p in walk.passed)


def conditions(network: Network, value: Value) -> tuple[tuple[str, Polynomial], ...]:
    """What must hold of the symbols for the network to have a meaning: (text, p) says p ≥ 0.

    Sizes, kernels and strides are at least 1, and no window is larger than its padded input.  A statement about the network
    is claimed only where they hold.  Raises NetworkError where the network has no meaning at all.
    """
    found: dict[str, Polynomial] = {}
    for p in _walk(network, value, {}).assumed:
        found.setdefault(condition_text(p), p)
    return tuple(found.items())


def _walk(network: Network, value: Value, options: Mapping[str, Option]) -> _Walk:
    stage = first = start(tuple(value(term) for term in network.input))
    passed: list[Passed] = []
    assumed = [size - ONE for size in map(value, network.input) if size.constant is None]
    marks: set[str] = set()
    for layer in network.layers:
        if layer.mark in marks:
            raise NetworkError(f"two layers of `{network.name}` are named `{layer.mark}`", "unknown-mark", layer.span)
        marks.update({layer.mark} - {""})
    numbers: dict[str, int] = {}
    for layer in network.layers:
        op = operation(layer)
        numbers[op] = numbers.get(op, 0) + 1
        name = f"{op}{numbers[op]}"
        title = f"`{layer.mark}`" if layer.mark else f"`{name}`"
        # a mark may be the automatic name of another layer; then that layer has none
        name = layer.mark or ("" if name in marks else name)
        settings = Settings(layer, title, value)
        passed.append(through(stage, settings, name))
        assumed += settings.assumed
        stage = passed[-1].after
    return _Walk(network, first, tuple(passed), options, tuple(assumed))


def _row(p: Passed) -> LayerRow:
    extents = [*p.after.shape, _parameters_of(p, None), times(p.weights, p.uses), *p.after.view.field]
    reasons = dict.fromkeys(e.reason for e in extents if isinstance(e, Unknown))
    return LayerRow(
        p.name,
        operation(p.layer),
        _all(p.after.shape),
        _one(times(*p.after.shape)),
        _one(_parameters_of(p, None)),
        _one(times(p.weights, p.uses)),
        _all(p.after.view.field),
        "; ".join(reasons),
    )


def _one(e: Extent) -> Polynomial | None:
    return None if isinstance(e, Unknown) else e


def _all(shape: Shape) -> tuple[Polynomial, ...] | None:
    found = tuple(e for e in shape if not isinstance(e, Unknown))
    return found if len(found) == len(shape) else None


def _parameters_of(p: Passed, biases: bool | None) -> Extent:
    vectors = p.bias_vectors if biases is None else max(p.bias_vectors, 1) if biases else 0
    return plus(p.weights, times(number(vectors), p.biases))


def _parameters(walk: _Walk, mark: str | None) -> Extent:
    """Trainable numbers: weights, biases, scale and shift of a normalisation."""
    biases = walk.flag("biases", None)
    return plus(*(_parameters_of(p, biases) for p in walk.chosen(mark)))


def _neurons(walk: _Walk, mark: str | None) -> Extent:
    """Activations of the layers, those that change each value by itself left out."""
    include = walk.flag("input", False)
    of = walk.options.get("of")
    if mark is not None:
        if of is not None or include:
            raise NetworkError(f"the neurons of the one layer `{mark}` take neither `of` nor `input`", "unknown-option")
        counted = walk.chosen(mark)
    elif of is None:
        counted = tuple(p for p in walk.passed if not p.elementwise)
    else:
        wanted = walk.word("of", ("layers", *FORMS, *SYNONYMS, *(p.layer.mark for p in walk.passed if p.layer.mark)))
        wanted = SYNONYMS.get(wanted, wanted)
        counted = tuple(p for p in walk.passed if wanted in {"layers", operation(p.layer), p.layer.mark})
    total = plus(*(times(*p.after.shape) for p in counted))
    return plus(times(*walk.start.shape), total) if include else total


def _macs(walk: _Walk, mark: str | None) -> Extent:
    """Weights × output positions; biases, normalisation and pooling count nothing, taps on the padding count."""
    return plus(*(times(p.weights, p.uses) for p in walk.chosen(mark)))


def _memory(walk: _Walk, mark: str | None) -> Extent:
    """Numbers held: backward, the input and every activation but a reshaped one; forward, the most that one layer needs."""
    mode = walk.word("mode", ("backward", "forward"))
    chosen = [p for p in walk.chosen(mark) if operation(p.layer) != "flatten"]
    if mode == "backward":
        stored = plus(*(times(*p.after.shape) for p in chosen))
        return stored if mark is not None else plus(times(*walk.start.shape), stored)
    # an elementwise layer can overwrite its input
    needs = [times(*p.before.shape) if p.elementwise else plus(times(*p.before.shape), times(*p.after.shape)) for p in chosen]
    if not needs:
        return times(*walk.start.shape)
    sizes = [constant(n) for n in needs]
    if len(needs) > 1 and any(size is None for size in sizes):
        unknown = next((n for n in needs if isinstance(n, Unknown)), None)
        return unknown or Unknown("which layer needs the most memory depends on sizes that are not numbers")
    return needs[0] if len(needs) == 1 else number(max(size or 0 for size in sizes))


def _receptive_field(walk: _Walk, mark: str | None) -> Extent | Shape:
    return _collapsed(walk.stage(mark).view.field)


def _stride(walk: _Walk, mark: str | None) -> Extent | Shape:
    return _collapsed(walk.stage(mark).view.jump)


def _effective_padding(walk: _Walk, mark: str | None) -> Extent | Shape:
    return _collapsed(walk.stage(mark).view.pad)


def _output_shape(walk: _Walk, mark: str | None) -> Shape:
    return walk.stage(mark).shape


def _collapsed(axes: tuple[Extent, ...]) -> Extent | Shape:
    """One number where height and width agree."""
    return axes[0] if all(a == axes[0] for a in axes) else axes


QUANTITIES: Mapping[str, tuple[Callable[[_Walk, str | None], Extent | Shape], tuple[str, ...]]] = {
    "parameters": (_parameters, ("biases",)),
    "neurons": (_neurons, ("input", "of")),
    "macs": (_macs, ()),
    "memory": (_memory, ("mode",)),
    "receptive_field": (_receptive_field, ()),
    "stride": (_stride, ()),
    "effective_padding": (_effective_padding, ()),
    "output_shape": (_output_shape, ()),
}
