"""Values of declared functions as numbers of their own: f(1), f(2), f(n + 1).

TRUSTED FOR MEANING.  Owns: `with_values`.  The values of a function of which nothing is declared are, at different numbers,
any numbers; so the claim with letters for them is equivalent where every argument is a number, and implies the claim where
some are not.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.language.context import FunctionKind, Kind
from symcheck.language.printing import to_text
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, bound_names, free_symbols, rebuild, subterms
from symcheck.theories.linear_terms import constant, tidied
from symcheck.theories.setting import Setting


def with_values(terms: tuple[Term, ...], setting: Setting, *, only_numbers: bool) -> tuple[tuple[Term, ...], Setting]:
    """The terms with symbols for the values of declared functions; unchanged where a value is not one number for each point.

    only_numbers: unless every argument is a number, nothing changes (the result is equivalent to what it is made from).
    """
    symbols = dict(setting.context.symbols)
    found = [t for term in terms for t in subterms(term) if t.op == "apply" and _plain(symbols.get(str(t.value)))]
    bound = {n for term in terms for t in subterms(term) for n in bound_names(t)}
    names = {str(t.value) for t in found}
    other = any(t.op in {"derivative", "call"} and (t.op == "derivative" or t.value in {"grad", "diff", "integrate", "limit"})
                for term in terms for t in subterms(term))  # fmt: skip
    fixed = all(constant(a) is not None for t in found for a in t.args)
    if not found or other or bound & {n for t in found for n in free_symbols(t)} or (only_numbers and not fixed):
        return terms, setting

    def change(t: Term) -> Term | None:
        if t.op != "apply" or t.value not in names:
            return None
        inner = tidied(replace(t, args=tuple(rebuild(a, change) for a in t.args)))
        name = to_text(inner)
        symbols[name] = Kind("real", SCALAR)
        return Term("sym", (), name, SCALAR)

    changed = tuple(rebuild(term, change) for term in terms)
    return changed, replace(setting, context=replace(setting.context, symbols=symbols))


def _plain(kind: object) -> bool:
    """A function of real numbers to real numbers, of which nothing else is declared."""
    if not isinstance(kind, FunctionKind) or kind.properties:
        return False
    kinds = (*kind.arguments, kind.result)
    return (
        all(k.base in {"real", "integer", "natural"} and k.shape == SCALAR for k in kind.arguments)
        and all(k.shape == SCALAR and not k.properties and k.domain is None for k in kinds)
        and kind.result.base == "real"
    )
