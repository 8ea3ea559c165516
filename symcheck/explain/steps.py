"""One use of a hypothesis in a proof, in words: by what it is multiplied, and from which side.

Owns: `multiplication`.  A step of a certificate puts a hypothesis p = 0 into the hole of a linear context; most of
them are products.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symcheck.explain.notation import Notation
from symcheck.kernel.certificate import HOLE
from symcheck.kernel.network import Letter, Network
from symcheck.kernel.polynomial import Monomial, Polynomial
from symcheck.language.sizes import ONE
from symcheck.oracles.completion import Word, word_of


def multiplication(context: Polynomial, notation: Notation, show: Callable[[str], str]) -> str:
    """ "multiply {} from the left by Xᵀ", with the place of the hypothesis left open; "take {}" where nothing is done to it."""
    scalar = _scalar_multiplier(context)
    if scalar is not None:
        q = scalar.constant
        if q == 1:
            return "take {}"
        if q == -1:
            return "take the negative of {}"
        return f"multiply {{}} by {show(notation.grouped(scalar))}"
    parts = [(c, *found) for m, c in context.terms.items() if (found := _sides(m)) is not None]
    if len(parts) == len(context.terms):
        rights = {(right, turned) for _, _, _, right, turned in parts}
        if len(rights) == 1:
            ((right, turned),) = rights
            left = _sum([(c, scale, word) for c, scale, word, _, _ in parts], notation)
            negative = left == "-1"
            how = [f"from the left by {show(left)}"] if left not in ("", "1", "-1") else []
            how += [f"from the right by {show(_product(right, notation))}"] if right else []
            what = "the transpose of {}" if turned else "{}"
            if not how:
                return f"take {'the negative of ' if negative else ''}{what}"
            return f"multiply {what} {' and '.join(how)}" + (" and change the sign" if negative else "")
    return f"put the left side less the right side of {{}} for {HOLE} in {show(notation.polynomial(context))}"


def _scalar_multiplier(context: Polynomial) -> Polynomial | None:
    """The context without its hole, where that is a number."""
    terms: dict[Monomial, Fraction] = {}
    for m, c in context.terms.items():
        rest = tuple((f, e) for f, e in m.factors if not (len(f.nodes) == 1 and f.nodes[0][0].name == HOLE and not f.nodes[0][1]))
        if len(rest) == len(m.factors):
            return None
        terms[Monomial(rest, m.open)] = c
    return Polynomial(context.rows, context.cols, terms)


def _sides(m: Monomial) -> tuple[Polynomial, Word, Word, bool] | None:
    """Numbers in front, the letters before and after the hole, and whether it is transposed; None where it is not in a chain."""
    holed = [f for f, _ in m.factors if any(x.name == HOLE for x, _ in f.nodes)]
    network = holed[0] if holed else m.open
    word = word_of(network)
    places = [k for k, (x, _) in enumerate(word) if x.name == HOLE] if word else []
    if word is None or len(places) != 1:
        return None
    if word[places[0]][1] and len(word[places[0]][0].legs) == 1 and not network.free:  # pᵀ A v is vᵀ Aᵀ p
        word = tuple((x, not turned if len(x.legs) == 1 or not x.symmetric else turned) for x, turned in reversed(word))
        places = [len(word) - 1 - places[0]]
    k = places[0]
    rest = tuple((f, e) for f, e in m.factors if f is not network)
    one = Network((), (), ())
    return Polynomial(ONE, ONE, {Monomial(rest, one): Fraction(1)}), word[:k], word[k + 1 :], word[k][1]


def _sum(parts: list[tuple[Fraction, Polynomial, Word]], notation: Notation) -> str:
    """The left multipliers as one."""
    pieces = []
    for c, scale, word in parts:
        body = " ".join(t for t in (notation.polynomial(scale) if scale.constant != 1 else "", _product(word, notation)) if t)
        size = abs(c)
        text = (str(size) if size.denominator == 1 else f"({size})") if size != 1 or not body else ""
        pieces.append(
            ("-" if c < 0 else "+", " ".join(t for t in (text, body or ("I" if len(parts) > 1 and not text else "")) if t))
        )
    out = (
        "".join(f" {sign} {piece}" for sign, piece in pieces)
        .removeprefix(" + ")
        .replace(" - ", "-", 1 if pieces[0][0] == "-" else 0)
    )
    return f"({out})" if len(parts) > 1 else out


def _product(word: Word, notation: Notation) -> str:
    return " ".join(_letter(x, turned, notation) for x, turned in word)


def _letter(x: Letter, turned: bool, notation: Notation) -> str:
    text = notation.letter(x.name)
    return f"{text}^T" if turned else text
