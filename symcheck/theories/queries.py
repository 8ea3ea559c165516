"""Convolutions and quantities of layer networks as parts of a term: settings read, refusals turned into `NotLowered`.

Owns: `convolution`, `network_query`.  The definitions are in convolution.py and networks.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Formula
from symcheck.language.objects import Network
from symcheck.language.terms import Term
from symcheck.theories.convolution import Entries, TooLarge, convolve
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered
from symcheck.theories.networks import NetworkError, NotDecided, conditions, layer_table, quantity

Scalar = Callable[[Term], Polynomial]


def convolution(image: Entries, kernel: Entries, keywords: Mapping[str, Term], scalar: Scalar, notes: dict[str, None]) -> Entries:
    """conv(image, kernel, padding=…, stride=…, dilation=…, mode=…)."""
    mode = "convolution"
    numbers: dict[str, int] = {}
    for name, term in keywords.items():
        if name == "mode":
            mode = str(term.value)
            continue
        q = scalar(term).constant
        if q is None or q.denominator != 1:
            raise NotLowered("no-theory", f"`{name}` of a convolution must be a number here")
        numbers[name] = int(q)
    try:
        found = convolve(image, kernel, mode=mode, **numbers)
        if mode == "convolution":
            _compare_with_correlation(found, convolve(image, kernel, mode="correlation", **numbers), notes)
        return found
    except TooLarge as error:
        raise NotLowered("budget", str(error)) from error
    except ValueError as error:
        raise NotLowered("undefined", str(error)) from error


def _compare_with_correlation(found: Entries, other: Entries, notes: dict[str, None]) -> None:
    """The mistake that is made most often, not flipping the kernel, said beside the result."""
    if found == other:
        return
    negative = tuple(tuple(-p for p in row) for row in other) == found
    result = "the negative of this" if negative else "another result"
    notes[f"conv is true convolution (the kernel is flipped); cross-correlation gives {result}"] = None


def network_query(
    name: str,
    network: Network,
    pointed: Term | None,
    keywords: Mapping[str, Term],
    scalar: Scalar,
    letters: Letters,
    notes: dict[str, None],
) -> Entries:
    """A quantity of a network; the conditions under which the network has a meaning become hypotheses."""
    options = {k: str(t.value) if t.op in {"sym", "const"} else scalar(t) for k, t in keywords.items()}
    mark = None if pointed is None else str(pointed.value)
    try:
        found = quantity(name, network, value=scalar, mark=mark, options=options)
        for remark in _remarks(name, network, mark, found, scalar):
            notes[remark] = None
        for text, least in conditions(network, scalar):
            if least.constant is None:
                letters.condition(text, Formula(">=", least))
    except NotDecided as error:
        raise NotLowered("no-theory", str(error)) from error
    except NetworkError as error:
        raise NotLowered(error.code, error.message) from error
    return ((found,),) if isinstance(found, Polynomial) else tuple((p,) for p in found)


def _remarks(
    name: str, network: Network, mark: str | None, found: Polynomial | tuple[Polynomial, ...], scalar: Scalar
) -> Iterator[str]:
    """Layer by layer, what the number is made of; and what it is under the other usual convention."""
    rows = layer_table(network, scalar)
    if mark is not None and mark in [r.name for r in rows]:
        rows = rows[: [r.name for r in rows].index(mark) + 1]
    if isinstance(found, tuple) or found.constant is None:
        return
    match name:
        case "neurons" if mark is None:
            counts = [f"{r.name} {r.neurons.constant}" for r in rows if r.neurons is not None]
            yield f"{network.name}: " + ", ".join(counts)
            other = quantity(name, network, value=scalar, options={"input": "yes"})
            yield f"{found.constant} without the input, {other.constant if isinstance(other, Polynomial) else '?'} with it"
        case "parameters" if mark is None:
            counts = [f"{r.name} {r.parameters.constant}" for r in rows if r.parameters is not None and not r.parameters.is_zero]
            yield f"{network.name}: " + ", ".join(counts)
            plain, biased = (quantity(name, network, value=scalar, options={"biases": b}) for b in ("no", "yes"))
            if isinstance(plain, Polynomial) and isinstance(biased, Polynomial):
                yield f"{plain.constant} without biases, {biased.constant} with them"
        case "receptive_field":
            yield from _field_steps(network, [r.name for r in rows], scalar)


def _field_steps(network: Network, names: list[str], scalar: Scalar) -> Iterator[str]:
    """r + (k − 1)·j for each layer, with j the product of the strides before it."""
    before, jump, parts = 1, 1, []
    for name in names:
        field = quantity("receptive_field", network, value=scalar, mark=name)
        stride = quantity("stride", network, value=scalar, mark=name)
        if isinstance(field, tuple) or isinstance(stride, tuple) or field.constant is None or stride.constant is None:
            return
        after = int(field.constant)
        if after != before:
            parts.append(f"{name} {before} + ({(after - before) // jump + 1} - 1)*{jump} = {after}")
        before, jump = after, int(stride.constant)
    if parts:
        yield "receptive field: " + ", ".join(parts)
