"""Typed mathematics with mathematical signs: Xᵀ (X ŵ − t), ‖v‖², √x, x ≥ 0.

Owns: `pretty`, `closing`.  The words stay the same: this is for reading, not for reading in again.
"""

from __future__ import annotations

import re

SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
WORDS = (
    (re.compile(r"(?<![<>=!~])<=>"), "⇔"), (re.compile(r"=>"), "⇒"), (re.compile(r"<="), "≤"), (re.compile(r">="), "≥"),
    (re.compile(r"!="), "≠"), (re.compile(r"~="), "≈"), (re.compile(r"->"), "→"), (re.compile(r" \.\* "), " ∘ "),
    (re.compile(r"\bfor all\b"), "∀"), (re.compile(r"\bexists\b"), "∃"), (re.compile(r"(?<=\S) in (?=\S)"), " ∈ "),
    (re.compile(r"(?<=\s)- "), "− "), (re.compile(r"\bpi\b"), "π"), (re.compile(r"\binf\b"), "∞"),
)  # fmt: skip
AROUND = {"norm": ("‖", "‖"), "sqrt": ("√", ""), "abs": ("|", "|")}
CALL = re.compile(r"(?<![\w.])(norm|sqrt|abs|inv)\(")
POWER = re.compile(r"\^(?:(T)(?!\w)|\((-?\d+)\)|(\d+)(?![\w.]))|\.T(?!\w)")


def pretty(text: str) -> str:
    """The text with mathematical signs; the words are the same."""
    for pattern, sign in WORDS:
        text = pattern.sub(sign, text)
    text = _calls(text)
    return POWER.sub(lambda m: "ᵀ" if m[1] or m[0] == ".T" else (m[2] or m[3]).translate(SUPERSCRIPT), text)


def _calls(text: str) -> str:
    """norm(x) as ‖x‖, inv(A) as A⁻¹, innermost last."""
    at = 0
    while (m := CALL.search(text, at)) is not None:
        end = closing(text, m.end() - 1)
        if end is None or "," in text[m.end() : end]:
            at = m.end()
            continue
        inner, name = text[m.end() : end], m[1]
        plain = re.fullmatch(r"\w+|\d+", inner) is not None
        if name == "inv":
            said = f"{inner}⁻¹" if plain else f"({inner})⁻¹"
        elif name == "sqrt":
            said = f"√{inner}" if plain else f"√({inner})"
        else:
            said = f"{AROUND[name][0]}{inner}{AROUND[name][1]}"
        text, at = text[: m.start()] + said + text[end + 1 :], m.start()
    return text


def closing(text: str, opening: int) -> int | None:
    depth = 0
    for k in range(opening, len(text)):
        depth += (text[k] == "(") - (text[k] == ")")
        if not depth:
            return k
    return None
