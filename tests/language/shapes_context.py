"""Contexts for the tests of shapes, built from the text of declarations as a problem file would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symcheck.language.context import Context, Definition, Kind, Signature
from symcheck.language.grammar import parse_statement
from symcheck.language.kinds import read_kind
from symcheck.language.reading import scope_of
from symcheck.language.sizes import SCALAR, Shape, Size


def shape(text: str) -> Shape:
    """`n×d`, `scalar`."""
    if text == "scalar":
        return SCALAR
    rows, cols = text.split("×")
    return Shape(*(Size.of(int(s)) if s.isdigit() else Size.of(s) for s in (rows, cols)))


def context(
    symbols: Mapping[str, str],
    lets: Sequence[tuple[str, str]] = (),
    objects: Mapping[str, Signature] | None = None,
    star: str = "",
) -> Context:
    """`lets` are (head, body) in order, `L(w)` a head with a parameter."""
    made = Context(objects=objects or {}, star=star)
    for name, text in symbols.items():
        made = Context({**made.symbols, name: read_kind(text, made)}, {}, made.objects, star)
    definitions: dict[str, Definition] = {}
    for head, body in lets:
        name, _, rest = head.partition("(")
        params = tuple(p.strip() for p in rest.rstrip(")").split(",")) if rest else ()
        inside = {**made.symbols, **{p: Kind("real", SCALAR) for p in params if p not in made.symbols}}
        scope = scope_of(Context(inside, dict(definitions), made.objects, star))
        definitions[name] = Definition(name, params, parse_statement(body, scope), body)
    return Context(made.symbols, definitions, made.objects, star)


LEAST_SQUARES = {
    "X": "matrix(n, d)", "w": "vector(d)", "w0": "vector(d)", "wh": "vector(d)", "t": "vector(n)",
    "eta": "real", "lambda": "real", "lt": "real", "S": "matrix(m, n), row selection",
    "A": "matrix(n, n)", "B": "matrix(n, n)", "k": "natural", "c": "real", "s": "R -> R", "g": "vector(d) -> real, convex",
    "J": "matrix(3, 3)", "image": "matrix(5, 5)",
}  # fmt: skip

LETS = (
    ("L(w)", "norm(X w - t)^2 / n"),
    ("a", "X w0 - t"),
    ("w1", "w0 - eta grad(L(w0), w0)"),
    ("L1", "L(w1)"),
    ("Lt(w)", "L(w) + lt norm(w)^2"),
    ("wf", "X^T (X X^T)^(-1) t"),
)

RUNS = {
    "rmsprop": Signature("recurrence", {"w1": SCALAR, "w": shape("2×1")}, ("v0", "eta")),
    "cnn": Signature("network", {}, ("k",), ("conv2", "pool1")),
    "printed": Signature("table", {"w1": SCALAR}),
}
