"""Convolutions and quantities of layer networks as parts of a term: settings read, refusals turned into `NotLowered`.

Owns: `convolution`, `network_query`.  The definitions are in convolution.py and networks.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from symcheck.kernel.polynomial import Polynomial
from symcheck.kernel.sequent import Formula
from symcheck.language.objects import Network
from symcheck.language.terms import Term
from symcheck.theories.convolution import Entries, TooLarge, convolve
from symcheck.theories.letters import Letters
from symcheck.theories.lowering import NotLowered
from symcheck.theories.networks import NetworkError, NotDecided, conditions, quantity

Scalar = Callable[[Term], Polynomial]


def convolution(image: Entries, kernel: Entries, keywords: Mapping[str, Term], scalar: Scalar) -> Entries:
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
        return convolve(image, kernel, mode=mode, **numbers)
    except TooLarge as error:
        raise NotLowered("budget", str(error)) from error
    except ValueError as error:
        raise NotLowered("undefined", str(error)) from error


def network_query(
    name: str, network: Network, pointed: Term | None, keywords: Mapping[str, Term], scalar: Scalar, letters: Letters
) -> Entries:
    """A quantity of a network; the conditions under which the network has a meaning become hypotheses."""
    options = {k: str(t.value) if t.op in {"sym", "const"} else scalar(t) for k, t in keywords.items()}
    try:
        found = quantity(name, network, value=scalar, mark=None if pointed is None else str(pointed.value), options=options)
        for text, least in conditions(network, scalar):
            if least.constant is None:
                letters.condition(text, Formula(">=", least))
    except NotDecided as error:
        raise NotLowered("no-theory", str(error)) from error
    except NetworkError as error:
        raise NotLowered(error.code, error.message) from error
    return ((found,),) if isinstance(found, Polynomial) else tuple((p,) for p in found)
