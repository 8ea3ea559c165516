"""Sequential networks by brute force: arrays allocated and counted, index sets traced back through the windows.

Owns: parameters, neurons, macs, receptive_field, output_shape, memory of a network; comparison of tuples.
Does not own: layers (layers.py), memory of a recurrence (memory.py).  Conventions as in docs/networks.md.
"""

from __future__ import annotations

from collections.abc import Mapping

from symcheck.crosscheck.arithmetic import scalar, shape_of
from symcheck.crosscheck.environment import Env, NoReading, Truth, Value
from symcheck.crosscheck.evaluate import Evaluator, Rule
from symcheck.crosscheck.layers import ENTRYWISE, SYNONYMS, Passed, Reader, count
from symcheck.crosscheck.memory import recurrence_memory
from symcheck.crosscheck.statements import conjunction, related
from symcheck.language.objects import Network, Recurrence
from symcheck.language.terms import Term, num

MOST_TRACED = 1_000_000


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
            last = below[-1].after if below else net.input
            length = last[axis + 1] if len(last) == 3 else axis_length(net, axis)
            if length > MOST_TRACED:
                raise NoReading(f"a receptive field traced from more than {MOST_TRACED} neurons")
            seen = set(range(length))
            bounded = True
        else:
            below, seen, bounded = layers, {0}, False
        for p in reversed(below):
            if p.windows is not None:
                w = p.windows[axis]
                if len(seen) * w.kernel > MOST_TRACED:
                    raise NoReading(f"a receptive field traced through more than {MOST_TRACED} positions")
                seen = {i * w.stride - w.before + w.dilation * u for i in seen for u in range(w.kernel)}
                if bounded:
                    seen = {i for i in seen if 0 <= i < w.inputs}
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
