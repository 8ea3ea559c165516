"""Words of the messages about kinds and shapes.

Owns: how a piece of the user's text is quoted inside a formula, what sorts are called, the hint that goes with two
shapes that differ.  Does not own: which messages there are.
"""

from __future__ import annotations

from symcheck.language.sizes import Shape

ARTICLE = {
    "statement": "a statement", "set": "a set", "growth": "a class of growth", "tuple": "a list of several values",
    "function": "a function", "sequence": "a sequence", "recurrence": "a recurrence", "network": "a network",
    "distribution": "a distribution", "table": "a table", "layer": "a layer's name",
}  # fmt: skip


def bracketed(text: str) -> str:
    """`text` with round brackets around it, unless it is one word or closed already."""
    return text if text.isidentifier() or text.isdigit() else f"({text})"


def unbracketed(text: str) -> str:
    """`text` without the round brackets around the whole of it."""
    while text.startswith("(") and text.endswith(")"):
        depth = 0
        for i, char in enumerate(text):
            depth += (char == "(") - (char == ")")
            if depth == 0 and i < len(text) - 1:
                return text
        text = text[1:-1].strip()
    return text


def hint_for(sort: str, word: str) -> str:
    """What to write where something of another sort stands for a number or an array."""
    match sort:
        case "function":
            return f"give it its argument: {word}(…)"
        case "sequence":
            return f"say which of its values: {word}[k]"
        case "recurrence" | "table":
            return f"say which of its values: {word}.w[k]"
        case "statement":
            return "only a whole statement may contain a comparison"
    return ""


def hint_to_fit(first: tuple[str, Shape], second: tuple[str, Shape]) -> str:
    """What would make two arrays of different shapes fit in a sum or a relation; "" where nothing is near."""
    (one, a), (two, b) = first, second
    if a.is_scalar or b.is_scalar:
        number, array = (one, b) if a.is_scalar else (two, a)
        if array.is_column:
            return f"a number is added to a vector as {bracketed(number)} ones({array.rows})"
        return "a number goes with a matrix only as a multiple: of I, or of ones(n, m)"
    if a.transposed() == b:
        return f"one has the shape of the other's transpose: did you mean {bracketed(one)}^T or {bracketed(two)}^T?"
    return ""
