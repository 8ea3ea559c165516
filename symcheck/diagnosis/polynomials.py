"""Polynomials of the kernel as a person writes them: witnesses and squares of a proof, for the report.

Owns: `to_text`.  Only sums of chains can be written in a line; anything else has no text (None).  No verdict rests on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from symcheck.kernel.network import EMPTY, Network
from symcheck.kernel.polynomial import Monomial, Polynomial
from symcheck.language.sizes import ONE
from symcheck.oracles.completion import word_of

LONGEST = 8  # summands


def to_text(p: Polynomial, names: Mapping[str, str]) -> str | None:
    """`p` as a sum of products of letters; names: how letters without a declaration are written."""
    if p.is_zero:
        return "0"
    if len(p.terms) > LONGEST:
        return None
    below = {tuple((f, e) for f, e in m.factors if e < 0) for m in p.terms}
    scale = lcm(*(c.denominator for c in p.terms.values()))
    if p.is_scalar and len(below) == 1 and (scale > 1 or below != {()}):
        (common,) = below
        above = {Monomial(tuple((f, e) for f, e in m.factors if e > 0), m.open): c * scale for m, c in p.terms.items()}
        under = Polynomial(ONE, ONE, {Monomial(tuple((f, -e) for f, e in common), EMPTY): Fraction(scale)})
        over, divisor = to_text(Polynomial(ONE, ONE, above), names), to_text(under, names)
        if over is None or divisor is None:
            return None
        return f"{_grouped(over)} / {_grouped(divisor)}"
    parts = []
    for m, c in sorted(p.terms.items(), key=lambda item: (item[1] < 0, -len(item[0].open.nodes), item[0])):
        body = _monomial(m, p, names)
        if body is None:
            return None
        parts.append((c, body))
    out = ""
    for c, body in parts:
        size = abs(c)
        piece = body if size == 1 and body else f"{_number(size)} {body}".strip()
        sign = "-" if c < 0 else "+"
        out += (piece if c > 0 else f"-{piece}") if not out else f" {sign} {piece}"
    return out


def _grouped(text: str) -> str:
    return f"({text})" if " " in text else text


def _number(q: Fraction) -> str:
    return str(q) if q.denominator == 1 else f"({q})"


def _monomial(m: Monomial, p: Polynomial, names: Mapping[str, str]) -> str | None:
    above: list[str] = []
    below: list[str] = []
    for f, e in m.factors:
        chain = _chain(f, names)
        if chain is None:
            return None
        for text, power in _powers(f, chain, e, names):
            (above if power > 0 else below).append(text if abs(power) == 1 else f"{text}^{abs(power)}")
    scale = " ".join(above)
    if below:
        scale = f"({scale or '1'} / {' '.join(below) if len(below) == 1 else '(' + ' '.join(below) + ')'})"
    opened = _open(m.open, p, names)
    if opened is None:
        return None
    return f"{scale} {opened}".strip()


def _powers(f: Network, chain: str, e: int, names: Mapping[str, str]) -> list[tuple[str, int]]:
    if len(f.nodes) == 1 and not f.nodes[0][1]:
        return [(chain, e)]
    return [(f"({chain})" if abs(e) > 1 else chain, e)]


def _open(network: Network, p: Polynomial, names: Mapping[str, str]) -> str | None:
    if not network.free:
        return ""
    if not network.nodes:
        return "I" if len(network.free) == 2 and network.free[0] == network.free[1] else None
    chain = _chain(network, names)
    if chain is None:
        return None
    if p.rows == ONE and p.cols != ONE:
        return f"({chain})^T"
    return chain


def _chain(network: Network, names: Mapping[str, str]) -> str | None:
    if len(network.nodes) == 1 and not network.nodes[0][1]:
        name = network.nodes[0][0].name
        return names.get(name, name.removeprefix("#"))
    word = word_of(network)
    if word is None:
        return None
    if len(network.free) == 1 and len(word[0][0].legs) == 1 and not word[0][1]:
        word = word[:1] if len(word) == 1 else word
    pieces = []
    for letter, transposed in word:
        name = names.get(letter.name, letter.name.split("~")[0])
        pieces.append(f"{name}^T" if transposed else name)
    return " ".join(pieces)
