"""`networks:`: an input and layers in order, compact or spelled out, as `Network` objects.

Owns: the syntax of layers and their settings.  Does not own: which operations and settings exist and what a layer
computes or costs (theories/layer_settings.py, theories/layers.py).

Settings become bindings with canonical names: a kernel always gives `kernel_height` and `kernel_width`, a stride,
padding or dilation does where two numbers are written (`stride 2x1`).  `padding same`, `padding valid` and `dense same`
give a constant of that name; yes and no are 1 and 0.  A setting that is not written is absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.language.context import Signature
from symcheck.language.objects import Binding, Layer, Network
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Span, Term, num
from symcheck.problem.errors import ErrorLog, quoted, suggestion
from symcheck.problem.fields import KINDS_OF_NODE, entries, known, mathematics, wrong_form
from symcheck.problem.nodes import BrokenNode, MappingNode, Node, ScalarNode, SequenceNode, passage
from symcheck.problem.recurrences import LocalNames
from symcheck.problem.schema import LAYER_NAMES, LAYERS, NETWORK
from symcheck.problem.scopes import Names
from symcheck.problem.source import Passage
from symcheck.theories.layer_settings import PAIRS, SYNONYMS

TIMES = re.compile(r"(?<=\d)\s*[x×]\s*(?=\d)|\s+[x×]\s+|×")
WORD = re.compile(r"\s*([A-Za-z_]+)\s*")
HARMLESS = re.compile(r"[\w.]+")
YES_NO = {"yes": 1, "true": 1, "no": 0, "false": 0}
YES_OR_NO = ("bias", "affine")
WORDS = {"padding": ("same", "valid"), "features": ("same",)}
MAX_LAYERS = 2000


def read_networks(node: Node | None, names: Names, log: ErrorLog) -> None:
    """Reads `networks:`; their names are declared already."""
    for key, value in entries(node, log, "`networks`"):
        name = passage(key).text.strip()
        if name in names.signatures and read_network(name, value, names, log) is None:
            names.forget(name, log)


def read_network(name: str, node: Node, names: Names, log: ErrorLog) -> Network | None:
    """One network, put into `names` with its signature; None where it has errors."""
    errors = len(log)
    about = f"the network {quoted(name)}"
    if not isinstance(node, MappingNode):
        wrong_form(node, log, about, "a mapping with `input` and `layers`")
        return None
    parts = known(node, NETWORK, log, about)
    for needed in ("input", "layers"):
        if needed not in parts:
            log.add(node.source, node.start, node.start + 1, f"{about} has no `{needed}`", code="missing-key")
    reading = _Layers(names, log, about)
    parameters = reading.local.bind(parts.get("parameters"), "parameters", "natural")
    factors = reading.input(parts.get("input"))
    layers = tuple(reading.layers(parts.get("layers")))
    if len(log) > errors:
        return None
    found = Network(name, parameters, factors, layers)
    names.objects[name] = found
    marks = tuple(layer.mark for layer in layers if layer.mark)
    names.signatures[name] = Signature("network", {}, tuple(p.name for p in parameters), marks)
    return found


def split(text: Passage, at: re.Pattern[str]) -> Iterator[Passage]:
    """The parts between matches of `at` that stand outside brackets."""
    depths, depth = [], 0
    for c in text.text:
        depth += (c in "([{") - (c in ")]}")
        depths.append(depth)
    start = 0
    for m in at.finditer(text.text):
        if depths[m.start()] == 0:
            yield text.part(start, m.start()).strip()
            start = m.end()
    yield text.part(start, len(text)).strip()


COMMA = re.compile(",")


class _Layers:
    """The layers of one network while they are read."""

    def __init__(self, names: Names, log: ErrorLog, about: str) -> None:
        self.log = log
        self.about = about
        self.local = LocalNames(names, log, about)
        self.marks = Names()

    def fail(self, text: Passage, message: str, code: str, hint: str = "") -> None:
        self.log.add(text.source, *text.covered(None), message, code=code, hint=hint)

    def input(self, node: Node | None) -> tuple[Term, ...]:
        text = mathematics(node, self.log, f"`input` of {self.about}")
        if text is None:
            return ()
        parts = tuple(split(text, TIMES))
        if len(parts) > 3:
            hint = "write channels x height x width, features x length, or the number of features"
            self.fail(text.strip(), f"the input {quoted(text.text)} has {len(parts)} factors", "wrong-form", hint)
            return ()
        values = [self.number(p) for p in parts]
        return tuple(v.term for v in values if v is not None)

    def number(self, text: Passage) -> Binding | None:
        if not text.text:
            self.fail(text, "a number is missing here", "empty-text")
            return None
        found = self.local.value_of(text)
        if found is None:
            return None
        _, binding, shape = found
        if shape != SCALAR:
            self.fail(text, f"{quoted(text.text)} is {shape}, where a number is needed", "shape-mismatch")
            return None
        return binding

    def layers(self, node: Node | None) -> Iterator[Layer]:
        if node is None or isinstance(node, BrokenNode):
            return
        if not isinstance(node, SequenceNode) or node.flow:
            wrong_form(node, self.log, f"`layers` of {self.about}", "a block list, one `- layer` a line")
            return
        if len(node.items) > MAX_LAYERS:
            message = f"{self.about} has more than {MAX_LAYERS} layers"
            self.log.add(node.source, node.start, node.start + 1, message, code="too-large")
            return
        for item in node.items:
            found = self.compact(item) if isinstance(item, ScalarNode) else self.spelled(item)
            if found is not None:
                yield found

    def compact(self, node: ScalarNode) -> Layer | None:
        """`conv 3x3, padding 1, bias no, as conv1`."""
        text = mathematics(node, self.log, "a layer")
        if text is None:
            return None
        text = text.strip()
        first, *others = split(text, COMMA)
        head = WORD.match(first.text)
        op = self.operation(first.part(0, head.end()).strip() if head else first)
        if op is None or head is None:
            return None
        given: list[tuple[Passage, Passage]] = []
        rest = first.part(head.end(), len(first))
        if rest.text:
            if not LAYERS[op].first:
                self.fail(rest, f"`{op}` takes no {quoted(rest.text)}", "unknown-setting", f"write `{op}` alone")
                return None
            given.append((self.naming(LAYERS[op].first, rest), rest))
        for other in others:
            word = WORD.match(other.text)
            if word is None or word.end() == len(other):
                hint = "after the comma comes a setting and its value, `stride 2`, or `as NAME`"
                self.fail(other, f"{quoted(other.text)} is no setting of a layer", "unknown-setting", hint)
                return None
            given.append((other.part(word.start(1), word.end(1)), other.part(word.end(), len(other))))
        return self.layer(op, given, text)

    def naming(self, name: str, where: Passage) -> Passage:
        """The name of a setting that is not written out, standing where its value stands."""
        return Passage(where.source, name, (where.indices[0],) * (len(name) + 1))

    def spelled(self, node: Node) -> Layer | None:
        """`conv: {kernel: 3, padding: 1, mark: conv2}`; `dense: 1024`."""
        if not isinstance(node, MappingNode) or len(node.entries) != 1:
            wrong_form(node, self.log, "a layer", "one operation with its settings, `conv: {kernel: 3, mark: conv1}`")
            return None
        ((key, value),) = node.entries
        op = self.operation(passage(key))
        if op is None:
            return None
        given: list[tuple[Passage, Passage]] = []
        if isinstance(value, ScalarNode) and value.text.strip() and LAYERS[op].first:
            text = passage(value)
            given.append((self.naming(LAYERS[op].first, text), text))
        elif isinstance(value, MappingNode):
            for setting, inner in value.entries:
                if isinstance(inner, ScalarNode) and HARMLESS.fullmatch(inner.text):
                    given.append((passage(setting), passage(inner)))
                elif (found := mathematics(inner, self.log, quoted(setting.text))) is not None:
                    given.append((passage(setting), found))
        elif not (isinstance(value, ScalarNode) and not value.text.strip()):
            message = f"the settings of `{op}` are a mapping, not {KINDS_OF_NODE[type(value)]}"
            self.log.add(value.source, value.start, value.end, message, code="wrong-form", hint=f"{op}: {{stride: 2}}")
            return None
        return self.layer(op, given, passage(key))

    def operation(self, text: Passage) -> str | None:
        name = SYNONYMS.get(text.text, text.text)
        if name in LAYERS:
            return name
        hint = suggestion(text.text, LAYER_NAMES) or f"known: {', '.join(LAYERS)}"
        self.fail(text, f"{quoted(text.text)} is not a layer operation", "unknown-layer", hint)
        return None

    def layer(self, op: str, given: list[tuple[Passage, Passage]], text: Passage) -> Layer | None:
        """The layer with these settings, checked against what the operation takes."""
        form = LAYERS[op]
        settings: dict[str, tuple[Binding, ...]] = {}
        mark = ""
        for setting, value in given:
            name = setting.text.strip()
            if name in ("as", "mark"):
                mark = self.marks.declare(value.strip(), self.log) or mark
            elif name not in form.settings and side_of(name) not in form.settings:
                hint = suggestion(name, form.settings) or f"settings of {op}: {', '.join((*form.settings, 'as NAME'))}"
                self.fail(setting, f"{quoted(name)} is not a setting of `{op}`", "unknown-setting", hint)
            elif name in settings:
                self.fail(setting, f"{quoted(name)} is given twice", "declared-twice")
            else:
                settings[name] = tuple(self.setting(name, value.strip()))
        given_names = {*settings, *map(side_of, settings)}
        for name in form.required:
            if name not in given_names:
                self.fail(text, f"`{op}` needs its {name}", "missing-setting", f"write `{op}, {name} …`")
        bindings = tuple(b for found in settings.values() for b in found)
        return Layer(op, bindings, mark, Span(text.indices[0], text.indices[-1]))

    def setting(self, name: str, value: Passage) -> Iterator[Binding]:
        span = Span(0, len(value))
        if value.text in YES_NO and name in YES_OR_NO:
            yield Binding(name, num(YES_NO[value.text]), value.text, span)
        elif value.text in WORDS.get(name, ()):
            yield Binding(name, Term("const", (), value.text), value.text, span)
        elif name in PAIRS and (name == "kernel" or len(tuple(split(value, TIMES))) > 1):
            yield from self.pair(name, value)
        else:
            found = self.number(value)
            if found is not None:
                yield Binding(name, found.term, found.text, found.span)

    def pair(self, name: str, value: Passage) -> Iterator[Binding]:
        """`3x5`, or one number for both sides."""
        parts = tuple(split(value, TIMES))
        if len(parts) > 2:
            self.fail(value, f"the {name} {quoted(value.text)} has {len(parts)} factors", "wrong-form", "height x width")
            return
        for side, part in zip(("height", "width"), (parts[0], parts[-1]), strict=True):
            found = self.number(part)
            if found is None:
                return
            yield Binding(f"{name}_{side}", found.term, found.text, found.span)


def side_of(name: str) -> str:
    """kernel_height → kernel; "" where the name is no side of a pair."""
    stem, _, side = name.rpartition("_")
    return stem if side in ("height", "width") and stem in PAIRS else ""
