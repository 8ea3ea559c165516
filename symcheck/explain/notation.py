"""Polynomials of the kernel as a person writes them on a line.

Owns: `Notation` (polynomials and formulas of the kernel as typed text).  Nothing is left without a text: what is no product of
matrices is written as a sum over indices.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from symcheck.kernel.certificate import HOLE
from symcheck.kernel.network import Network
from symcheck.kernel.polynomial import Monomial, Polynomial
from symcheck.kernel.sequent import Formula
from symcheck.language.sizes import ONE
from symcheck.oracles.completion import Word, word_of
from symcheck.render.mathematics import closing

MOST_TERMS = 16
INDICES = "ijklmpqrst"
SIGNS = {"=": "=", "!=": "!=", ">=": ">=", ">": ">"}


class Notation:
    """How the letters of one sequent are written."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def letter(self, name: str) -> str:
        if name == HOLE:
            return HOLE
        return self.names.get(name) or name.removeprefix("#").split("~")[0].removeprefix("?").removeprefix("moment:")

    def formula(self, f: Formula, shown: Polynomial | None = None) -> str:
        """p REL 0 with the negative terms on the other side."""
        p = f.polynomial if shown is None else shown
        above = Polynomial(p.rows, p.cols, {m: c for m, c in p.terms.items() if c > 0})
        below = Polynomial(p.rows, p.cols, {m: -c for m, c in p.terms.items() if c < 0})
        if above.is_zero and f.relation in ("=", "!="):
            above, below = below, above
        return f"{self.polynomial(above)} {SIGNS[f.relation]} {self.polynomial(below)}"

    def polynomial(self, p: Polynomial) -> str:
        if p.is_zero:
            return "0"
        if len(p.terms) > MOST_TERMS:
            return f"(a sum of {len(p.terms)} terms)"
        out = ""
        for m, c in sorted(p.terms.items(), key=lambda item: (item[1] < 0, -len(item[0].open.nodes), item[0])):
            body, size = self._monomial(m, p), abs(c)
            piece = body if size == 1 and body else f"{_number(size)} {body}" if body else str(size)
            out += (piece if c > 0 else f"-{piece}") if not out else f" {'-' if c < 0 else '+'} {piece}"
        return bare(out)

    def grouped(self, p: Polynomial) -> str:
        text = self.polynomial(p)
        return f"({text})" if len(p.terms) > 1 or text[:1] == "-" else text

    def _monomial(self, m: Monomial, p: Polynomial) -> str:
        above: list[str] = []
        below: list[str] = []
        for f, e in m.factors:
            text, single = self._network(f, p), len(f.nodes) == 1
            powered = text if abs(e) == 1 else f"{text if single and _plain(text) else f'({text})'}^{abs(e)}"
            (above if e > 0 else below).append(powered)
        scale = " ".join(above)
        if below:
            under = below[0] if len(below) == 1 and " " not in below[0] else f"({' '.join(below)})"
            scale = f"({scale or '1'} / {under})"
        return f"{scale} {self._network(m.open, p) if m.open.free else ''}".strip()

    def _network(self, network: Network, p: Polynomial) -> str:
        if len(network.nodes) == 1 and not network.nodes[0][1]:
            return self.letter(network.nodes[0][0].name)
        free = network.free
        if not network.nodes:
            return "I" if len(free) == 2 and free[0] == free[1] else "1"
        word = word_of(network)
        if word is None:
            found = self._trace(network) or self._entrywise(network) or self._outer(network, p) or self._summed(network)
            return found or self._indexed(network)
        if not is_product(network, word):
            return self._summed(network) or self._indexed(network)
        text = " ".join(self._turned(x.name, turned) for x, turned in word)
        row = len(free) == 1 and len(word[0][0].legs) == 1 and word[0][1] and len(word[-1][0].legs) != 1
        if len(free) == 1 and p.cols != ONE and p.rows == ONE and not row:
            return " ".join(self._turned(x.name, not x.symmetric and not turned) for x, turned in reversed(word))
        return text

    def _turned(self, name: str, turned: bool) -> str:
        text = self.letter(name)
        if not turned:
            return text if _plain(text) or text.endswith(")") else f"({text})"
        return f"{text}^T" if _plain(text) or text.endswith(")") else f"({text})^T"

    def _trace(self, network: Network) -> str:
        """tr of a closed chain of matrices."""
        if network.free or any(len(legs) != 2 for _, legs in network.nodes):
            return ""
        first, at = network.nodes[0], network.nodes[0][1]
        opened = Network(network.nodes[1:], network.sizes, (at[1], at[0]))
        if len(network.nodes) == 1:
            return f"tr({self.letter(first[0].name)})" if at[0] == at[1] else ""
        word = word_of(opened) if at[0] != at[1] else None
        if word is None:
            return ""
        return f"tr({' '.join([self._turned(first[0].name, False), *(self._turned(x.name, t) for x, t in word)])})"

    def _summed(self, network: Network) -> str:
        """sum(A v), Aᵀ 1, of a chain that ends in an index over which is summed."""
        ends = [c for c in range(len(network.sizes)) if sum(legs.count(c) for _, legs in network.nodes) == 1]
        last = [c for c in ends if c not in network.free]
        if len(last) != 1 or len(network.free) > 1:
            return ""
        if network.free:
            word = word_of(Network(network.nodes, network.sizes, (network.free[0], last[0])))
            return "" if word is None else " ".join([*(self._turned(x.name, t) for x, t in word), "1"])
        opened = Network(network.nodes, network.sizes, (last[0],))
        word = word_of(opened)
        if word is None or not is_product(opened, word):
            return ""
        if len(word[0][0].legs) == 1 and word[0][1] and len(word) > 1:
            word = tuple((x, turned if x.symmetric or len(x.legs) == 1 else not turned) for x, turned in reversed(word))
        return f"sum({' '.join(self._turned(x.name, turned and len(x.legs) > 1) for x, turned in word)})"

    def _entrywise(self, network: Network) -> str:
        """u ∘ v, of arrays all of whose indices are free."""
        free = network.free
        if len(set(free)) != len(free) or len(network.nodes) < 2 or any(set(legs) != set(free) for _, legs in network.nodes):
            return ""
        return " .* ".join(self._turned(x.name, legs != free and not x.symmetric) for x, legs in network.nodes)

    def _outer(self, network: Network, p: Polynomial) -> str:
        """u vᵀ, of two parts that share no index."""
        if len(network.free) != 2 or network.free[0] == network.free[1]:
            return ""
        found = []
        for c in network.free:
            part, classes = set[int](), {c}
            while more := [k for k, (_, legs) in enumerate(network.nodes) if k not in part and classes & set(legs)]:
                part.update(more)
                classes.update(leg for k in more for leg in network.nodes[k][1])
            found.append((part, c))
        (rows, _), (cols, _) = found
        if rows & cols or len(rows | cols) != len(network.nodes) or not rows or not cols:
            return ""
        left, right = (
            self._column(Network(tuple(network.nodes[k] for k in sorted(part)), network.sizes, (c,))) for part, c in found
        )
        return f"{left} {right}^T" if _plain(right) else f"{left} ({right})^T"

    def _column(self, network: Network) -> str:
        kept = sorted({c for _, legs in network.nodes for c in legs})
        at = {c: k for k, c in enumerate(kept)}
        nodes = tuple((x, tuple(at[c] for c in legs)) for x, legs in network.nodes)
        own = Network(nodes, tuple(network.sizes[c] for c in kept), (at[network.free[0]],))
        text = self._network(own, Polynomial(own.sizes[own.free[0]], ONE, {}))
        return f"({text})" if " .* " in text else text

    def _indexed(self, network: Network) -> str:
        """Σ over indices."""
        if len(network.sizes) > len(INDICES):
            return "(a sum over many indices)"
        pieces = [self._entry(x.name, legs) for x, legs in network.nodes]
        summed = [c for c in range(len(network.sizes)) if c not in network.free]
        over = f"sum_{''.join(INDICES[c] for c in summed)} " if summed else ""
        body = over + " ".join(pieces)
        return f"[{body}]_{''.join(INDICES[c] for c in network.free)}" if network.free else f"({body})" if over else body

    def _entry(self, name: str, legs: tuple[int, ...]) -> str:
        text = self.letter(name)
        text = text if _plain(text) else f"({text})"
        return f"{text}[{','.join(INDICES[c] for c in legs)}]" if legs else text


def is_product(network: Network, word: Word) -> bool:
    """Whether the letters of a chain, as matrices one after the other, have the value of the network: no end is summed over."""
    begins, ends = len(word[0][0].legs) == 1 and word[0][1], len(word[-1][0].legs) == 1
    match len(network.free):
        case 0:
            return len(word) > 1 and begins and ends
        case 1:
            return begins != ends or len(word) == 1
    return True


def bare(text: str) -> str:
    """Without brackets around all of it."""
    return text[1:-1] if text[:1] == "(" and closing(text, 0) == len(text) - 1 else text


def _plain(text: str) -> bool:
    return re.fullmatch(r"[\w'.\[\]]+|\w+\([^()]*\)", text) is not None


def _number(q: Fraction) -> str:
    return str(q) if q.denominator == 1 else f"({q})"
