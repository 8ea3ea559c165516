"""The operations a layer may have, their settings, and reading a setting as a number, a pair or a word.

Owns: `FORMS` (which operation takes which setting), `Settings`, suggestions for misspelt names.  Does not own: what an
operation does (layers.py), how layers are written (problem/).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from symcheck.kernel.polynomial import Polynomial, number
from symcheck.language.objects import Binding, Layer
from symcheck.language.terms import Term
from symcheck.theories.extents import NetworkError, text

Value = Callable[[Term], Polynomial]

PAIRS = ("kernel", "stride", "padding", "dilation")
_WINDOW = ("kernel", "stride", "padding", "dilation")
_NOTHING: tuple[str, ...] = ()

# operation: (required, optional).  A pair setting `kernel` may also stand as kernel_height and kernel_width.
FORMS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "conv": (("kernel",), ("stride", "padding", "dilation", "out", "groups", "bias")),
    "depthwise": (("kernel",), ("stride", "padding", "dilation", "bias")),
    "deconv": (("kernel",), ("stride", "padding", "out", "bias")),
    "maxpool": (("kernel",), ("stride", "padding", "dilation")),
    "avgpool": (("kernel",), ("stride", "padding")),
    "globalavgpool": (_NOTHING, _NOTHING),
    "dense": (("features",), ("bias",)),
    "batchnorm": (_NOTHING, ("affine",)),
    "layernorm": (_NOTHING, ("affine",)),
    "embedding": (("vocabulary", "features"), _NOTHING),
    "rnn": (("features",), ("bias",)),
    "lstm": (("features",), ("bias",)),
    "gru": (("features",), ("bias",)),
    "flatten": (_NOTHING, _NOTHING),
    "dropout": (_NOTHING, ("rate",)),
    "relu": (_NOTHING, _NOTHING),
    "tanh": (_NOTHING, _NOTHING),
    "sigmoid": (_NOTHING, _NOTHING),
    "softmax": (_NOTHING, _NOTHING),
    "block": (("kernel",), ("stride",)),
}
SYNONYMS = {"globalpool": "globalavgpool", "fc": "dense", "linear": "dense", "bn": "batchnorm"}
# one value from each value, at the same place: no neurons and no weights of their own that a neuron count would add
ELEMENTWISE = frozenset({"relu", "tanh", "sigmoid", "softmax", "dropout", "flatten", "batchnorm", "layernorm"})
GATES = {"rnn": 1, "gru": 3, "lstm": 4}


def operation(layer: Layer) -> str:
    """The canonical operation of `layer`.  Raises NetworkError `unknown-layer`."""
    name = SYNONYMS.get(layer.op, layer.op)
    if name not in FORMS:
        raise NetworkError(f"`{layer.op}` is not a layer{suggestion(layer.op, FORMS)}", "unknown-layer", layer.span)
    return name


def suggestion(word: str, known: Iterable[str]) -> str:
    """The end of a sentence: "; did you mean `conv`?", or the names there are where none is close and they are few."""
    names = list(known)
    near = difflib.get_close_matches(word, names, 1)
    if near:
        return f"; did you mean `{near[0]}`?"
    return f"; there is {', '.join(f'`{n}`' for n in names)}" if 0 < len(names) <= 24 else ""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one layer, read on demand.  Every error names the layer and quotes the setting.

    assumed: symbolic polynomials that must be ≥ 0 for the layer to have a meaning, in the order met.
    """

    layer: Layer
    title: str
    value: Value
    assumed: list[Polynomial] = field(default_factory=list)

    def require_known(self) -> None:
        """Raise NetworkError for a setting that the operation does not have, has twice, or lacks."""
        required, optional = FORMS[operation(self.layer)]
        seen: set[str] = set()
        for b in self.layer.settings:
            base = _base(b.name)
            if base not in (*required, *optional):
                hint = suggestion(base, (*required, *optional))
                raise NetworkError(f"{self.title}: `{self.layer.op}` has no setting `{b.name}`{hint}", "unknown-setting", b.span)
            if b.name in seen:
                raise NetworkError(f"{self.title}: `{b.name}` is given twice", "unknown-setting", b.span)
            seen.add(b.name)
        for name in required:
            if name not in {_base(b.name) for b in self.layer.settings}:
                raise NetworkError(f"{self.title}: `{self.layer.op}` needs `{name}`", "missing-setting", self.layer.span)

    def binding(self, name: str) -> Binding | None:
        return next((b for b in self.layer.settings if b.name == name), None)

    def word(self, name: str) -> str | None:
        """The setting where it is a word (`same`, `yes`), else None."""
        b = self.binding(name)
        return b.term.value if b is not None and b.term.op in {"sym", "const"} and isinstance(b.term.value, str) else None

    def number(self, name: str, default: Polynomial | None, least: int) -> Polynomial:
        """A setting that is an integer ≥ least, or a symbolic one."""
        b = self.binding(name)
        if b is None:
            if default is None:
                raise NetworkError(f"{self.title}: `{self.layer.op}` needs `{name}`", "missing-setting", self.layer.span)
            return default
        return self._checked(b, b.term, least)

    def pair(self, name: str, default: tuple[Polynomial, Polynomial] | None, least: int) -> tuple[Polynomial, Polynomial]:
        """A setting for height and width: one number for both, a pair, or name_height and name_width."""
        b = self.binding(name)
        if b is not None and b.term.op == "tuple" and len(b.term.args) == 2:
            height, width = b.term.args
            return self._checked(b, height, least), self._checked(b, width, least)
        if b is not None:
            return (both := self._checked(b, b.term, least)), both
        tall, wide = self.binding(f"{name}_height"), self.binding(f"{name}_width")
        if tall is not None and wide is not None:
            return self._checked(tall, tall.term, least), self._checked(wide, wide.term, least)
        if tall is not None or wide is not None or default is None:
            raise NetworkError(f"{self.title}: `{name}` needs a height and a width", "missing-setting", self.layer.span)
        return default

    def yes(self, name: str, default: bool) -> bool:
        match self.count(name, int(default)):
            case 0 | 1 as given:
                return given == 1
        b = self.binding(name)
        raise NetworkError(f"{self.title}: `{name}` is `yes` or `no`", "not-a-size", b.span if b else None)

    def count(self, name: str, default: int) -> int:
        """`yes` = 1, `no` = 0, or the number itself."""
        b = self.binding(name)
        if b is None:
            return default
        match self.word(name):
            case "yes" | "true":
                return 1
            case "no" | "false":
                return 0
        given = self._checked(b, b.term, 0).constant
        if given is None:
            raise NetworkError(f"{self.title}: `{name} {b.text}` must be `yes`, `no` or a number", "not-a-size", b.span)
        return given.numerator

    def _checked(self, b: Binding, term: Term, least: int) -> Polynomial:
        given = self.value(term)
        q = given.constant
        if not given.is_scalar or (q is not None and (q.denominator != 1 or q < least)):
            shown = b.text or text(given)
            message = f"{self.title}: `{b.name} {shown}` must be an integer of at least {least}"
            raise NetworkError(message, "not-a-size", b.span)
        if q is None:
            self.assumed.append(given - number(least))
        return given


def _base(name: str) -> str:
    """kernel_height → kernel."""
    stem, _, axis = name.rpartition("_")
    return stem if axis in {"height", "width"} and stem in PAIRS else name
