"""Translate the published network facts into the notation of problem files: networks.json beside this script.

    python tests/cases/translate_networks.py /work/shared/cases/networks.json

Run once; the tests read only its output.  What cannot be translated is listed there with the reason.  Layers that only
change each value by itself (relu) stay, since they are part of the published lists.
"""

import json
import sys
from pathlib import Path

QUANTITIES = {
    "params": "parameters", "rf": "receptive_field", "macs": "macs", "pad": "effective_padding", "shape": "output_shape",
    "neurons": "neurons",
}  # fmt: skip
PLAIN = {"relu": "relu", "bn": "batchnorm", "flatten": "flatten", "gap": "globalpool"}
WINDOWS = {"conv": "conv", "maxpool": "maxpool"}
PADDINGS = {"SAME": "same", "VALID": "0"}

# Facts given by a formula, not by a layer list, whose network the notation can say; written by hand.
BY_HAND = {
    "alexnet-conv2-neurons": ("alexnet_2012", "conv2"),
    "W14-alexnet-neurons-253440": ("alexnet_2012", "conv1"),
    "torch-lstm": ("torch_lstm", None),
    "keras-gru": ("keras_gru", None),
}
NETWORKS_BY_HAND = {
    "alexnet_2012": {
        "input": "3 x 227 x 227",
        "layers": [
            "conv 11x11, out 96, stride 4, as conv1",
            "relu",
            "maxpool 3x3, stride 2",
            "conv 5x5, out 256, padding 2, groups 2, as conv2",
        ],
        "source": "Krizhevsky et al. 2012, sec. 3.5: layers 1 and 2",
    },
    "torch_lstm": {"input": "10", "layers": ["lstm 50, bias 2"], "source": "torch.nn.LSTM(10, 50): two bias vectors"},
    "keras_gru": {"input": "10", "layers": ["gru 50, bias 2"], "source": "keras.layers.GRU(50): reset_after, two bias vectors"},
}


class Inexpressible(Exception):
    """Why a network cannot be said in the notation."""


def layer(entry):
    op = entry["op"]
    if op in PLAIN:
        return PLAIN[op]
    if op == "fc":
        return f"dense {entry['out']}" + ("" if entry["bias"] else ", bias no")
    if op == "fc_spatial" and entry["out"] == 1:
        return "dense same" + ("" if entry["bias"] else ", bias no")
    if op not in WINDOWS:
        raise Inexpressible(f"layer `{op}` is not sequential")
    if entry.get("ceil"):
        raise Inexpressible("pooling that rounds up")
    k = entry["k"]
    parts = [f"{WINDOWS[op]} {k}x{k}"]
    if op == "conv":
        parts.append(f"out {entry['out']}")
    if op == "maxpool" or entry["s"] != 1:
        parts.append(f"stride {entry['s']}")
    padding = PADDINGS.get(entry["p"], str(entry["p"]))
    if padding != "0":
        parts.append(f"padding {padding}")
    if entry.get("g", 1) != 1:
        parts.append(f"groups {entry['g']}")
    if op == "conv" and not entry["bias"]:
        parts.append("bias no")
    if "mark" in entry:
        parts.append(f"as {mark(entry['mark'])}")
    return ", ".join(parts)


def mark(name):
    return name.rsplit("/", 1)[-1]


def step(entry):
    """A window of which only kernel, stride and padding are known."""
    padding = PADDINGS.get(entry["p"], str(entry["p"]))
    parts = [f"conv {entry['k']}x{entry['k']}", f"stride {entry['s']}", f"padding {padding}"]
    return ", ".join([*parts, f"as {mark(entry['mark'])}"] if "mark" in entry else parts)


def network(entry):
    if entry["form"] == "path":
        return {"input": "1 x n x n", "layers": [step(e) for e in entry["path"]]}
    if entry["form"] != "sequential":
        raise Inexpressible(f"a {entry['form']} of weights without an order")
    sizes = ["n" if size is None else str(size) for size in entry["input"]]
    return {"input": " x ".join(sizes), "layers": [layer(e) for e in entry["layers"]]}


def main(source):
    published = json.loads(Path(source).read_text())
    networks, reasons = dict(NETWORKS_BY_HAND), {}
    for name, entry in published["nets"].items():
        try:
            networks[name] = {**network(entry), "source": entry.get("source", "")}
        except Inexpressible as error:
            reasons[name] = str(error)
    facts, skipped = [], []
    for fact in published["facts"]:
        net, at = BY_HAND.get(fact["id"], (fact.get("net"), mark(fact["at"]) if "at" in fact else None))
        if net is None or net not in networks:
            why = reasons.get(net, "a formula for an architecture that is no list of layers")
            skipped.append({"id": fact["id"], "why": why})
            continue
        kept = {
            "id": fact["id"],
            "statement": fact["statement"],
            "network": net,
            "quantity": QUANTITIES[fact["quantity"]],
            "at": at,
            "claim": str(fact["claim"]),
            "compare": fact["compare"],
            "truth": fact["truth"],
            "source": fact["source"],
        }
        facts.append({**kept, "n": fact["resolution"]} if "resolution" in fact else kept)
    used = {fact["network"] for fact in facts}
    out = {
        "about": "Published parameter counts, multiply-adds and receptive fields, true and subtly false, in our notation.",
        "translated": f"{len(facts)} of {len(published['facts'])} facts",
        "networks": {name: networks[name] for name in sorted(used)},
        "facts": facts,
        "not translated": skipped,
    }
    Path(__file__).with_name("networks.json").write_text(json.dumps(out, indent=1, ensure_ascii=False) + "\n")
    print(out["translated"])


if __name__ == "__main__":
    main(sys.argv[1])
