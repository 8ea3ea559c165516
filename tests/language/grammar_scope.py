"""A fixed scope for tests of the grammar, and terms as short strings."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from symcheck.language.terms import Term

_SYMBOLS = "X W A B Z J Y w w0 w1 w_hat t a b g u v x y z c p q eta lambda lt lambda_tilde theta n d k m L1 P1 w_star r"
SYMBOLS = _SYMBOLS.split(" ")


class Names:
    """A scope made of a table name -> category; the definition L has one parameter, the definition N0 none."""

    def __init__(self, categories: dict[str, str]) -> None:
        self.categories = categories

    def category(self, name: str) -> str | None:
        return self.categories.get(name)

    def arity(self, name: str) -> int:
        return {"L": 1, "s": 1, "f": 1}.get(name, 0)

    def names(self) -> Iterable[str]:
        return tuple(self.categories)


SCOPE = Names(
    dict.fromkeys(SYMBOLS, "symbol")
    | {"L": "definition", "N0": "definition", "s": "function", "f": "function"}
    | {"rmsprop": "recurrence", "net": "network", "printed": "table"}
)


def sexpr(term: Term) -> str:
    """`add(x, 1)`; the value of a node in square brackets, `rel[=](x, 1)`."""
    if term.op == "num":
        assert isinstance(term.value, Fraction)
        return str(term.value)
    if term.op == "sym":
        return str(term.value)
    value = "" if term.value is None else f"[{' '.join(term.value) if isinstance(term.value, tuple) else term.value}]"
    return f"{term.op}{value}({', '.join(sexpr(a) for a in term.args)})"
